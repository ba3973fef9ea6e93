"""Text in films: kerned, wrapped evenly, figures of one width, and no sign that a font lacks."""

from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest
import skia
from numpy.typing import NDArray

from neuroglow.errors import InputError
from neuroglow.video.painting import text as module
from neuroglow.video.painting.text import Align, Lettering, lettering

ROOT = Path(__file__).parents[2]
INK = 0xFFFFFFFF


@pytest.fixture(scope="module")
def letters() -> Lettering:
    return lettering()


@pytest.fixture
def proportional(monkeypatch: pytest.MonkeyPatch) -> Lettering:
    """A font whose figures differ in width: Inter, taken for one."""
    made = Lettering()
    monkeypatch.setattr(made, "_tabular", False)
    return made


def drawn(letters: Lettering, words: str, x: float, *, align: Align = "left", weight: int = 400) -> NDArray[np.uint8]:
    """The brightness of a picture (80, 400) with one line of size 30, its baseline at 50."""
    surface = skia.Surface(400, 80)
    letters.draw(surface.getCanvas(), words, x, 50, 30, INK, align=align, weight=weight)
    picture: NDArray[np.uint8] = surface.toarray()[..., 3]
    return picture


def extent(picture: NDArray[np.uint8]) -> tuple[int, int]:
    columns = np.flatnonzero(picture.max(axis=0))
    return int(columns[0]), int(columns[-1])


def test_figures_are_all_of_one_width(letters: Lettering) -> None:
    for weight in (400, 500, 600, 700):
        widths = {round(letters.measure(f"{digit}" * 4, 30, weight), 3) for digit in range(10)}
        assert len(widths) == 1
    assert letters.measure("1,111.111", 24) == letters.measure("8,028.430", 24)


def test_figures_of_other_fonts_get_cells(proportional: Lettering) -> None:
    assert proportional.measure("1111", 30) == proportional.measure("8888", 30)
    picture = drawn(proportional, "0.5 is 1", 20)
    assert extent(picture)[1] - extent(picture)[0] > 60


def test_letters_are_kerned(letters: Lettering) -> None:
    assert letters.measure("AVAVAV", 30) < letters.measure("A", 30) * 3 + letters.measure("V", 30) * 3


def test_letters_stay_what_they_are(letters: Lettering) -> None:
    # Inter's contextual forms make a multiplication of an x between figures.
    assert letters.measure("3x1", 30) == pytest.approx(sum(letters.measure(sign, 30) for sign in "3x1"), abs=1.5)


def test_heavier_letters_are_heavier(letters: Lettering) -> None:
    inks = [drawn(letters, "Loss", 20, weight=weight).sum(dtype=int) for weight in (400, 500, 600, 700)]
    assert inks == sorted(inks)
    assert inks[0] < 0.9 * inks[-1]


def test_lines_begin_end_and_have_their_middle_where_they_should(letters: Lettering) -> None:
    width = letters.measure("Hidden", 30)
    left, right = extent(drawn(letters, "Hidden", 100))
    assert left == pytest.approx(100, abs=4)
    assert right == pytest.approx(100 + width, abs=4)
    assert extent(drawn(letters, "Hidden", 300, align="right"))[1] == pytest.approx(300, abs=4)
    middle = extent(drawn(letters, "Hidden", 200, align="centre"))
    assert sum(middle) / 2 == pytest.approx(200, abs=2)


def test_a_line_is_centred_on_a_height(letters: Lettering) -> None:
    surface = skia.Surface(200, 80)
    letters.draw(surface.getCanvas(), "H80", 10, 40, 40, INK, middle=True)
    rows = np.flatnonzero(surface.toarray()[..., 3].max(axis=1))
    assert (rows[0] + rows[-1]) / 2 == pytest.approx(40, abs=1)


def test_nothing_is_drawn_of_nothing(letters: Lettering) -> None:
    assert drawn(letters, "", 100).max() == 0
    surface = skia.Surface(50, 50)
    letters.draw(surface.getCanvas(), "seen", 0, 30, 20, 0x00FFFFFF)
    assert surface.toarray().max() == 0


def test_texts_are_wrapped_to_their_width_and_evenly(letters: Lettering) -> None:
    words = "A network of three neurons learns to tell apart what is the same from what is not, slowly"
    lines = letters.wrap(words, 300, 20)
    widths = [letters.measure(line, 20) for line in lines]
    assert " ".join(lines) == words
    assert max(widths) <= 300
    assert widths[-1] > 0.5 * max(widths)
    assert letters.wrap("one\ntwo words", 300, 20) == ("one", "two words")
    broken = letters.wrap("on the Donaudampfschifffahrt to " + 300 * "W", 140, 20)
    assert "".join(broken).replace(" ", "") == "ontheDonaudampfschifffahrtto" + 300 * "W"
    assert max(letters.measure(line, 20) for line in broken) <= 140
    for width in range(100, 300, 7):
        assert "".join(letters.wrap("a Longword xx and another one", width, 20)).count("Longword") == 1
    assert letters.wrap("abc", 1, 20) == ("a", "b", "c")
    assert letters.wrap("", 40, 20) == ()


def test_what_has_no_room_is_cut(letters: Lettering) -> None:
    cut = letters.cut("median income in block group", 120, 16)
    assert cut.endswith("…")
    assert letters.measure(cut, 16) <= 120
    assert letters.cut("short", 120, 16) == "short"
    assert letters.cut("short", 1, 16) == ""


def test_the_typeface_has_what_languages_and_formulas_need(letters: Lettering) -> None:
    texts = "Größe Ærø Łódź İstanbul Việt Nam Ελληνικά Привет “quotes” — … x₁² + y₂ ≤ ∞ √ ∂ Δ η ∑ ← → ↑ ↓ ✓ ½ € ·"
    assert letters.missing(texts) == ""


def test_missing_signs_are_named_once() -> None:
    letters = lettering()
    assert letters.missing("漢字 and 漢\n") == "漢字"
    with pytest.raises(InputError, match=r"Inter has no 漢 \(U\+6F22\), 字 \(U\+5B57\): .*--font"):
        letters.check("漢字")
    with pytest.raises(InputError, match="and 12 more"):
        letters.check("".join(chr(0x4E00 + at) for at in range(20)))
    letters.check("fine")


def test_a_font_of_ones_own(tmp_path: Path) -> None:
    path = tmp_path / "Own.ttf"
    path.write_bytes((files("neuroglow.video") / "fonts" / "Inter.ttf").read_bytes())
    assert Lettering(str(path)).measure("Loss", 30) == lettering().measure("Loss", 30)


@pytest.mark.parametrize(("content", "problem"), [(None, "cannot be read"), (b"", "is none"), (b"no font", "is none")])
def test_what_is_no_font(tmp_path: Path, content: bytes | None, problem: str) -> None:
    path = tmp_path / "font.ttf"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError, match=problem):
        Lettering(str(path))


def test_a_font_that_was_cut_lacks_its_signs(tmp_path: Path) -> None:
    whole = (files("neuroglow.video") / "fonts" / "Inter.ttf").read_bytes()
    (tmp_path / "Own.ttf").write_bytes(whole[: len(whole) // 3])
    with pytest.raises(InputError, match="has no L"):
        Lettering(str(tmp_path / "Own.ttf")).check("Loss")


def test_a_folder_is_no_font(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        Lettering(str(tmp_path))


def test_the_font_is_small_and_has_its_licence() -> None:
    folder = Path(module.__file__).parents[1] / "fonts"
    assert (folder / "Inter.ttf").stat().st_size < 450_000
    assert "SIL Open Font License" in (folder / "OFL.txt").read_text(encoding="utf-8")
    assert "src/neuroglow/video/fonts/OFL.txt" in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
