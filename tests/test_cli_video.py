"""`neuroglow video` and `Run.video`: what is asked for is made, and what cannot be is one sentence."""

import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any, get_args

import av
import pytest

import docs.films
import neuroglow as ng
from neuroglow.errors import InputError
from neuroglow.video import storyboard
from neuroglow.video.made import INLINE, Film
from neuroglow.video.options import CODECS, SHAPES, SIZES
from neuroglow.video.order import Order, order
from tests.signals import heed_signals
from tests.test_cli import COMMAND, Neuroglow, Result, is_one_sentence, neuroglow

__all__ = ["neuroglow"]
SMALL = ("--size", "192x108", "--fps", "5", "--seconds", "6", "--workers", "1", "--quiet")
QUICK: dict[str, Any] = {"size": "192x108", "fps": 5, "seconds": 6, "workers": 1}


def video(path: Path) -> tuple[int, int, int]:
    """Width, height and number of frames of a film, decoded."""
    with av.open(str(path)) as file:
        stream = file.streams.video[0]
        return stream.width, stream.height, sum(1 for _ in file.decode(stream))


def test_help_needs_nothing_heavy() -> None:
    script = (
        "import sys; from neuroglow.cli import main\n"
        "try: main(['video', '--help'])\n"
        "except SystemExit: print(*{name.partition('.')[0] for name in sys.modules})"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    heavy = {"numpy", "wasmtime", "msgspec", "rich", "skia", "av"}
    assert not heavy & set(done.stdout.splitlines()[-1].split())


def test_neither_the_package_nor_the_server_pays_for_films() -> None:
    script = (
        "import sys, neuroglow, neuroglow.server; neuroglow.load('xor').start()\n"
        "print(*{name.partition('.')[0] for name in sys.modules})"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert not {"skia", "av"} & set(done.stdout.split())


def test_everything_that_can_be_ordered_is_an_option_and_named_with_its_choices(neuroglow: Neuroglow) -> None:
    text = " ".join(neuroglow("video", "--help").out.split())
    for field in Order.__struct_fields__:
        assert f" --{field.replace('_', '-')}" in text, field
    lists = (storyboard.Layout, storyboard.Pace, storyboard.Theme, storyboard.Palette)
    for choice in [*SIZES, *SHAPES, *CODECS, *CODECS[".webm"], *(name for one in lists for name in get_args(one))]:
        assert choice in text, choice


def test_a_film_is_made(neuroglow: Neuroglow, tmp_path: Path) -> None:
    path = tmp_path / "xor.mp4"
    result = neuroglow("video", "xor", "-o", str(path), *SMALL[:-1])
    assert (result.code, result.err) == (0, "")
    assert result.out.startswith(f"{path}: 192x108, 30 frames, 6 s at 5 a second, ")
    assert video(path) == (192, 108, 30)
    assert [one.name for one in tmp_path.iterdir()] == ["xor.mp4"]


def test_a_run_makes_the_film_that_the_command_makes(neuroglow: Neuroglow, tmp_path: Path) -> None:
    run = ng.load("moons").start().advance(steps=300)
    run.set(learning_rate=0.1).advance(steps=50).save(tmp_path / "moons.glow")
    run.seek(340)
    film = run.video(tmp_path / "one.mp4", **QUICK, layout="map")
    assert run.step == 340
    assert (film.width, film.height, film.fps, film.frames, film.seconds) == (192, 108, 5, 30, 6)
    run.seek(350).video(tmp_path / "two.mp4", **QUICK, layout="map")
    neuroglow("video", str(tmp_path / "moons.glow"), "-o", str(tmp_path / "three.mp4"), *SMALL, "--layout", "map")
    assert (tmp_path / "two.mp4").read_bytes() == (tmp_path / "three.mp4").read_bytes()


def test_a_single_frame_and_a_sequence(neuroglow: Neuroglow, tmp_path: Path) -> None:
    for name in ("still.png", "still.svg"):
        assert neuroglow("video", "xor", "-o", str(tmp_path / name), "--frame", "12", *SMALL).code == 0
        assert (tmp_path / name).stat().st_size > 500
    assert neuroglow("video", "xor", "-o", str(tmp_path / "frames%03d.png"), *SMALL).code == 0
    assert len(list(tmp_path.glob("frames0*.png"))) == 30
    assert (tmp_path / "still.png").read_bytes() == (tmp_path / "frames012.png").read_bytes()


def test_a_table_of_ones_own_and_its_target(neuroglow: Neuroglow, tmp_path: Path) -> None:
    rows = "\n".join(f"{i},{i % 7},{2 * i}" for i in range(40))
    (tmp_path / "own.csv").write_text("a,b,c\n" + rows + "\n")
    done = neuroglow("video", str(tmp_path / "own.csv"), "--target", "b", "-o", str(tmp_path / "own.gif"), *SMALL)
    assert done.code == 0
    assert video(tmp_path / "own.gif")[:2] == (192, 108)


BAD: dict[str, tuple[tuple[str, ...], str]] = {
    "an unknown experiment": (("spirall", "-o", "x.mp4"), "did you mean 'spiral'?"),
    "no film": (("xor", "-o", "x.avi"), "expected a file that ends in .mp4"),
    "no folder": (("xor", "-o", "nowhere/x.mp4"), "expected a place where a file can be written"),
    "an odd width": (("xor", "-o", "x.mp4", "--size", "641x480"), "expected an even width for video, got 641"),
    "no size": (("xor", "-o", "x.mp4", "--size", "huge"), "expected a size such as"),
    "a size without end": (("xor", "-o", "x.mp4", "--size", "999999x2"), "expected a width of 64 to"),
    "no shape": (("xor", "-o", "x.mp4", "--shape", "2:1"), "expected a shape of 16:9"),
    "no frames": (("xor", "-o", "x.mp4", "--fps", "0"), "expected 1 to 60 frames a second"),
    "no time": (("xor", "-o", "x.mp4", "--seconds", "0"), "seconds"),
    "negative time": (("xor", "-o", "x.mp4", "--seconds", "-3"), "seconds"),
    "endless time": (("xor", "-o", "x.mp4", "--seconds", "1e9"), "seconds"),
    "time that is none": (("xor", "-o", "x.mp4", "--seconds", "nan"), "seconds"),
    "no number": (("xor", "-o", "x.mp4", "--seconds", "long"), "--seconds: expected a number such as 12.5, got 'long'"),
    "no steps": (("xor", "-o", "x.mp4", "--steps", "-1"), "step"),
    "no layout": (("xor", "-o", "x.mp4", "--layout", "grid"), "layout"),
    "no pace": (("xor", "-o", "x.mp4", "--pace", "fast"), "pace"),
    "no theme": (("xor", "-o", "x.mp4", "--theme", "pink"), "theme"),
    "no palette": (("xor", "-o", "x.mp4", "--palette", "grey"), "palette"),
    "no storyboard": (("xor", "-o", "x.mp4", "--storyboard", "xor-mlio"), "did you mean 'xor-milo'?"),
    "no such storyboard": (("xor", "-o", "x.mp4", "--storyboard", "none.toml"), "expected a file that can be read"),
    "no audio": (("xor", "-o", "x.mp4", "--audio", "none.mp3"), "none.mp3"),
    "no captions": (("xor", "-o", "x.mp4", "--captions", "none.srt"), "none.srt"),
    "no font": (("xor", "-o", "x.mp4", "--font", "none.ttf"), "none.ttf"),
    "no way of captions": (("xor", "-o", "x.mp4", "--captions-as", "song"), "expected captions as burn or track"),
    "nothing to fit to": (("xor", "-o", "x.mp4", "--fit"), "expected an audio file to fit the film to"),
    "two lengths": (("xor", "-o", "x.mp4", "--fit", "--seconds", "9"), "expected either seconds or fit, got both"),
    "no codec": (("xor", "-o", "x.mp4", "--codec", "vp9"), "expected h264 as codec in a .mp4 file"),
    "nothing transparent": (("xor", "-o", "x.mp4", "--transparent"), "which keeps no transparency"),
    "no workers": (("xor", "-o", "x.mp4", "--workers", "0"), "expected 1 to 64 workers"),
    "a frame too late": (("xor", "-o", "x.png", "--frame", "90000", "--seconds", "6"), "frame"),
    "nowhere": (("xor",), "the following arguments are required: -o/--out"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_one_sentence_and_no_file(
    neuroglow: Neuroglow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    arguments, said = BAD[name]
    monkeypatch.chdir(tmp_path)
    result = neuroglow("video", *arguments)
    assert is_one_sentence(result), result
    assert said in result.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_whoever_ends_it_finds_no_file(tmp_path: Path, sign: signal.Signals) -> None:
    asked = ["video", "spiral", "-o", str(tmp_path / "x.mp4"), "--seconds", "300", "--workers", "2"]
    process = subprocess.Popen([*COMMAND, *asked], stderr=subprocess.PIPE, text=True, preexec_fn=heed_signals)
    while not list(tmp_path.iterdir()) and process.poll() is None:
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(0.05)
    process.send_signal(sign)
    _, said = process.communicate(timeout=30)
    assert (process.returncode, said) == (130, "neuroglow: interrupted\n")
    assert list(tmp_path.iterdir()) == []


def test_a_missing_package_is_named_with_its_installation(tmp_path: Path) -> None:
    script = (
        "import sys; sys.modules['skia'] = None; from neuroglow.cli import main\n"
        f"sys.exit(main(['video', 'xor', '-o', {str(tmp_path / 'x.mp4')!r}]))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert is_one_sentence(Result(done.returncode, done.stdout, done.stderr))
    assert 'pip install "neuroglow[video]"' in done.stderr


def test_words_that_there_are_not_are_told(tmp_path: Path) -> None:
    run = ng.load("xor").start()
    with pytest.raises(InputError, match=r"expected a property of a film, got 'secs': did you mean"):
        run.video(tmp_path / "x.mp4", secs=3)
    with pytest.raises(InputError, match=r"expected fps of another kind"):
        run.video(tmp_path / "x.mp4", fps="many")
    assert order({"fps": 24, "seconds": 3}) == Order(fps=24, seconds=3)
    assert list(tmp_path.iterdir()) == []


def film(path: Path, content: bytes) -> Film:
    path.write_bytes(content)
    return Film(path=path, width=64, height=36, fps=10, frames=20, bytes=len(content))


def test_a_notebook_shows_a_film(tmp_path: Path) -> None:
    shown = film(tmp_path / 'a "film".mp4', b"film")._repr_html_()
    assert shown.startswith('<video src="data:video/mp4;base64,ZmlsbQ==" title="a &quot;film&quot;.mp4" controls')
    assert film(tmp_path / "a.gif", b"film")._repr_html_().startswith('<img src="data:image/gif;base64,ZmlsbQ=="')
    large = film(tmp_path / "<b>.webm", b" " * (INLINE + 1))
    assert large._repr_html_() == f"<p>{tmp_path}/&lt;b&gt;.webm: 64x36, 20 frames, 2 s at 10 a second, 20.0 MB</p>"
    large.path.unlink()
    assert "data:" not in large._repr_html_()


def test_the_page_chooses_from_what_there_is() -> None:
    written = Path(__file__).parents[1] / "web" / "src" / "engine" / "generated" / "films.json"
    names = [one["name"] for one in json.loads(written.read_text())["storyboards"]]
    assert names == [*storyboard.builtin()]


def test_the_films_of_the_readme_are_small_and_of_storyboards_that_hold() -> None:
    text = (docs.films.HERE.parent / "README.md").read_text()
    for name, options in docs.films.FILMS.items():
        board = Path(options[options.index("--storyboard") + 1])
        storyboard.from_toml(board.read_text())
        path = docs.films.HERE / name
        assert path.stat().st_size <= docs.films.LARGEST
        assert video(path)[:2] == (480, 270)
        assert f'src="docs/{name}"' in text
        command = ["neuroglow video", options[0], "-o", name, "--storyboard", f"docs/storyboards/{board.name}"]
        assert " ".join([*command, *docs.films.SIZE]) in text


def test_the_example_of_the_documentation_is_a_storyboard(neuroglow: Neuroglow, tmp_path: Path) -> None:
    guide = (docs.films.HERE / "films.md").read_text()
    (tmp_path / "spirals.toml").write_text(guide.partition("```toml\n")[2].partition("```")[0])
    asked = ("spiral", "-o", str(tmp_path / "x.png"), "--storyboard", str(tmp_path / "spirals.toml"), "--frame", "9")
    assert neuroglow("video", *asked, *SMALL[:4], "--quiet").code == 0
    fields = {
        *storyboard.Scene.__struct_fields__,
        *storyboard.Look.__struct_fields__,
        *storyboard.Storyboard.__struct_fields__,
    }
    for field in fields - {"look", "scenes"}:
        assert f"`{field}`" in guide, field
    for field in Order.__struct_fields__:
        assert f"--{field.replace('_', '-')}" in guide, field
