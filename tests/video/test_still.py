"""Stills: PNG and SVG of a frame, and one of them against a picture that was looked at.

Where the pictures are meant to change, `python -m tests.video.test_still` writes that picture anew: look at it.
"""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from neuroglow.video import film
from neuroglow.video.options import Options
from neuroglow.video.storyboard import Look, Scene, Storyboard

PICTURE = Path(__file__).parent / "xor-milo.png"
LOOK = Look(layout="network", palette="green-red", values=True)
BOARD = Storyboard(steps=2_000, look=LOOK, scenes=(Scene(kind="thinking", seconds=2.0, start=2_000, stop=2_000),))
OPTIONS = Options(width=640, height=360, frame=12)


def test_a_still_looks_as_it_did(tmp_path: Path) -> None:
    made = film.make("xor-milo", tmp_path / "still.png", BOARD, OPTIONS)
    assert (made.frames, made.bytes) == (1, (tmp_path / "still.png").stat().st_size)
    still = np.asarray(Image.open(tmp_path / "still.png").convert("RGB")).astype(int)
    picture = np.asarray(Image.open(PICTURE).convert("RGB")).astype(int)
    assert still.shape == picture.shape == (360, 640, 3)
    difference = np.abs(still - picture).max(axis=2)
    assert difference.mean() < 0.5
    assert (difference > 40).mean() < 0.002


def test_a_still_is_the_frame_of_the_film(tmp_path: Path) -> None:
    import av

    film.make("xor-milo", tmp_path / "still.png", BOARD, OPTIONS)
    film.make("xor-milo", tmp_path / "film.mp4", BOARD, Options(width=640, height=360, workers=1))
    still = np.asarray(Image.open(tmp_path / "still.png").convert("RGB")).astype(int)
    with av.open(str(tmp_path / "film.mp4"), "r") as container:
        shown = [np.asarray(frame.to_ndarray(format="rgb24")).astype(int) for frame in container.decode(video=0)]
    distances = [float(np.abs(frame - still).mean()) for frame in shown]
    assert int(np.argmin(distances)) == OPTIONS.frame
    assert min(distances) < 4


def test_a_transparent_still_has_no_ground(tmp_path: Path) -> None:
    film.make("xor-milo", tmp_path / "still.png", BOARD, Options(width=640, height=360, frame=12, transparent=True))
    alpha = np.asarray(Image.open(tmp_path / "still.png"))[:, :, 3]
    assert alpha[0, 0] == 0
    assert alpha.max() == 255
    assert (alpha == 0).mean() > 0.5


def test_a_storyboard_of_one_picture_needs_no_frame(tmp_path: Path) -> None:
    board = Storyboard(scenes=(Scene(kind="title", seconds=1.0, title="One picture"),))
    made = film.make("xor-milo", tmp_path / "still.png", board, Options(width=320, height=180))
    assert (made.width, made.height, made.frames) == (320, 180, 1)


def test_an_svg_is_drawn_with_lines_and_outlines(tmp_path: Path) -> None:
    made = film.make("xor-milo", tmp_path / "still.svg", BOARD, OPTIONS)
    svg = (tmp_path / "still.svg").read_text(encoding="utf-8")
    assert made.frames == 1
    assert 'width="640" height="360"' in svg
    assert svg.count("<path") > 40
    assert "<text" not in svg, "letters are outlines: the font may be missing where it is opened"


@pytest.mark.parametrize("name", ["still.png", "still.svg"])
def test_the_same_still_has_the_same_bytes(tmp_path: Path, name: str) -> None:
    made = [film.make("xor-milo", tmp_path / f"{number}-{name}", BOARD, OPTIONS) for number in range(2)]
    assert made[0].path.read_bytes() == made[1].path.read_bytes()


if __name__ == "__main__":
    film.make("xor-milo", PICTURE, BOARD, OPTIONS)
