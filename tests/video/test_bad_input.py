"""What cannot become a film is told in one sentence, and leaves nothing behind."""

from pathlib import Path
from typing import Any

import pytest

from neuroglow.errors import InputError
from neuroglow.video import film, libraries
from neuroglow.video.options import Options, check, measured, target
from neuroglow.video.storyboard import Scene, Storyboard


@pytest.mark.parametrize("name", ["film.avi", "film", "film.mp4.exe", ".mp4", "film.mov", "film.jpg"])
def test_unknown_containers(name: str) -> None:
    with pytest.raises(InputError, match=r"expected a file that ends in \.mp4, \.webm, \.gif, \.png, \.svg"):
        target(name)


@pytest.mark.parametrize("name", ["a%.png", "a%d%d.png", "a%s.png", "a%5d.png", "a%d.mp4", "a%05x.png"])
def test_names_of_sequences(name: str) -> None:
    with pytest.raises(InputError, match="with one %d or %05d"):
        target(name)


@pytest.mark.parametrize(
    ("size", "shape", "expected"),
    [
        ("1080p", None, (1920, 1080)),
        ("1080p", "9:16", (1080, 1920)),
        ("720P", "1:1", (720, 720)),
        ("4k", None, (3840, 2160)),
        ("1440p", "16:9", (2560, 1440)),
        ("640x360", None, (640, 360)),
        ("640 x 361", None, (640, 361)),
    ],
)
def test_sizes(size: str, shape: str | None, expected: tuple[int, int]) -> None:
    assert measured(size, shape) == expected


@pytest.mark.parametrize(
    ("size", "shape"), [("8k", None), ("", None), ("640x", None), ("-1x5", None), ("640x360", "1:1"), ("1080p", "4:3")]
)
def test_sizes_that_there_are_not(size: str, shape: str | None) -> None:
    with pytest.raises(InputError, match="expected a s"):
        measured(size, shape)


@pytest.mark.parametrize(
    ("name", "wanted", "sentence"),
    [
        ("a.mp4", {"width": 641}, "expected an even width for video, got 641"),
        ("a.webm", {"height": 361}, "expected an even height for video, got 361"),
        ("a.mp4", {"width": 0}, "width of 64 to 4,096 pixels, got 0"),
        ("a.mp4", {"height": 10**9}, "height of 64 to 4,096 pixels, got 1,000,000,000"),
        ("a.gif", {}, "expected a GIF of at most"),
        ("a.mp4", {"fps": 0}, "expected 1 to 60 frames a second, got 0"),
        ("a.mp4", {"fps": 240}, "expected 1 to 60 frames a second, got 240"),
        ("a.gif", {"width": 320, "height": 180, "fps": 60}, "at most 50 frames a second in a GIF"),
        ("a.mp4", {"codec": "av1"}, "expected h264 as codec in a .mp4 file, got 'av1'"),
        ("a.webm", {"codec": "vp8"}, "expected vp9 or av1 as codec"),
        ("a.mp4", {"transparent": True}, "for a transparent film, got .mp4"),
        ("a.webm", {"transparent": True, "codec": "av1"}, "for a transparent film, got av1"),
        ("a.mp4", {"workers": 0}, "expected 1 to 64 workers, got 0"),
        ("a.mp4", {"fit": True}, "expected an audio file to fit the film to"),
        ("a.gif", {"width": 320, "height": 180, "audio": "a.mp3"}, "for a film with sound, got .gif"),
        ("a.png", {"captions": "a.srt", "burn": False}, "for captions as a track, got .png"),
        ("a.png", {"frame": -1}, "expected a frame from 0 on, got -1"),
        ("a.mp4", {"frame": 3}, "expected .png or .svg for a single frame, got .mp4"),
    ],
)
def test_options_that_do_not_fit(name: str, wanted: dict[str, Any], sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        check(Options(**wanted), target(name))


BOARD = Storyboard(steps=10, scenes=(Scene(kind="network", seconds=1.0), Scene(kind="learning", seconds=1.0)))
SMALL = Options(width=160, height=90, workers=1)


def test_a_still_has_to_be_one_of_the_frames(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="expected which frame is to be a picture, as the film has 60"):
        film.make("xor-milo", tmp_path / "a.png", BOARD, SMALL)
    with pytest.raises(InputError, match="expected a frame from 0 to 59, got 60"):
        film.make("xor-milo", tmp_path / "a.png", BOARD, Options(width=160, height=90, frame=60))
    with pytest.raises(InputError, match="expected a frame from 0 to 59, got 1,000,000,000"):
        film.make("xor-milo", tmp_path / "a.png", BOARD, Options(width=160, height=90, frame=10**9))
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["nowhere/film.mp4", "film.mp4", "nul\0.mp4"])
def test_places_where_nothing_can_be_written(tmp_path: Path, name: str) -> None:
    (tmp_path / "film.mp4").mkdir()
    with pytest.raises(InputError, match="expected a place where a file can be written"):
        film.make("xor-milo", tmp_path / name, BOARD, SMALL)
    assert [path.name for path in tmp_path.iterdir()] == ["film.mp4"]


def test_a_sequence_needs_a_folder(tmp_path: Path) -> None:
    (tmp_path / "pictures").write_text("a file")
    with pytest.raises(InputError, match="which is a file"):
        film.make("xor-milo", f"{tmp_path}/pictures/", BOARD, SMALL)


def test_a_sequence_does_not_end_in_that_of_a_longer_film(tmp_path: Path) -> None:
    (tmp_path / "00060.png").write_bytes(b"of a longer film")
    with pytest.raises(InputError, match=r"beyond this film's 60, got .* which has 00060\.png"):
        film.make("xor-milo", f"{tmp_path}/", BOARD, SMALL)
    assert [path.name for path in tmp_path.iterdir()] == ["00060.png"]


def test_a_film_that_is_too_long(tmp_path: Path) -> None:
    board = Storyboard(scenes=(Scene(kind="network", seconds=10**9),))
    with pytest.raises(InputError):
        film.make("xor-milo", tmp_path / "film.mp4", board, SMALL)


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (ModuleNotFoundError("No module named 'skia'"), r'pip install "neuroglow\[video\]"'),
        (ImportError("libGL.so.1: cannot open shared object file"), "apt-get install libgl1 libegl1"),
        (ImportError("something else"), "--force-reinstall"),
    ],
)
def test_what_is_missing_is_named(monkeypatch: pytest.MonkeyPatch, error: ImportError, sentence: str) -> None:
    def fail(name: str) -> None:
        raise error

    monkeypatch.setattr(libraries, "import_module", fail)
    with pytest.raises(InputError, match=sentence):
        libraries.check_libraries()
