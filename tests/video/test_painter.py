"""The painter: every layout in every shape of frame, for every kind of data; equal looks are equal pictures."""

from collections.abc import Sequence
from itertools import combinations, pairwise
from typing import get_args

import msgspec
import numpy as np
import pytest
from numpy.typing import NDArray

pytest.importorskip("skia")
import skia

import neuroglow as ng
from neuroglow.run import Run
from neuroglow.video.compose import Box, Foot, frame_of, places
from neuroglow.video.options import Options
from neuroglow.video.painter import Painter
from neuroglow.video.script import Script, plan
from neuroglow.video.storyboard import Layout, Scene, Storyboard, changed, fitting, lasting

SHAPES = ((480, 270), (270, 480), (300, 300))
LAYOUTS: tuple[Layout, ...] = get_args(Layout)
Pixels = NDArray[np.uint8]


class Easel:
    """A film of an experiment, to look at frame by frame."""

    def __init__(self, what: str | Run, board: Storyboard | None = None, **options: object) -> None:
        run = ng.load(what).start() if isinstance(what, str) else what
        self.options = Options(**{"width": 480, "height": 270, "fps": 6, **options})  # type: ignore[arg-type]
        board = lasting(fitting(run), 12) if board is None else board
        self.script: Script = plan(run.fork(), board, self.options)
        self.run = run.fork()
        self.painter = Painter(self.run, board, self.script, self.options)

    def paint(self, frame: int) -> Pixels:
        """RGBA (height, width, 4), premultiplied."""
        width, height = self.options.width, self.options.height
        pixels = np.zeros((height, width, 4), dtype=np.uint8)
        info = skia.ImageInfo.Make(width, height, skia.kRGBA_8888_ColorType, skia.kPremul_AlphaType)
        self.painter.paint(skia.Surface.MakeRasterDirect(info, pixels).getCanvas(), self.script.cues[frame])
        return pixels

    def first(self, scene: int) -> int:
        return self.script.shots[scene].first


def scene(kind: str, **fields: object) -> Scene:
    return Scene(kind=kind, **{"seconds": 1, **fields})  # type: ignore[arg-type]


def scenes(*parts: Scene, steps: int = 60) -> Storyboard:
    return Storyboard(scenes=parts, steps=steps)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("size", [(1920, 1080), (1080, 1920), (1080, 1080), (640, 480), (3840, 2160)])
@pytest.mark.parametrize("foot", get_args(Foot))
@pytest.mark.parametrize("pair", [False, True])
def test_pictures_stand_apart_and_inside_the_frame(
    layout: Layout, size: tuple[int, int], foot: Foot, pair: bool
) -> None:
    frame = frame_of(*size)
    found = places(layout, *size, pair=pair, foot=foot)
    boxes = [box for box in (found if foot == "line" else found._replace(caption=None)) if box is not None]  # type: ignore[arg-type]
    assert min(frame.width, frame.height) <= 720
    assert frame.width / frame.height == pytest.approx(size[0] / size[1])
    for box in boxes:
        assert box.width > 100
        assert box.height > 25
        assert 0 <= box.left < box.right <= frame.width
        assert 0 <= box.top < box.bottom <= frame.height
    for one, other in combinations(boxes, 2):
        assert apart(one, other)


def apart(one: Box, other: Box) -> bool:
    return one.right <= other.left or other.right <= one.left or one.bottom <= other.top or other.bottom <= one.top


@pytest.mark.parametrize("name", ["xor", "sine", "iris", "ten-houses", "digits-5x5", "sunset", "blobs", "gauss"])
def test_every_kind_of_data_has_its_film(name: str) -> None:
    easel = Easel(name)
    for shot in easel.script.shots:
        pixels = easel.paint(shot.first + shot.frames // 2)
        assert (pixels[..., 3] == 255).all()
        assert len(np.unique(pixels.reshape(-1, 4), axis=0)) > 20


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("size", SHAPES)
@pytest.mark.parametrize("name", ["xor", "iris"])
def test_every_layout_fits_every_shape(layout: str, size: tuple[int, int], name: str) -> None:
    run = ng.load(name).start()
    board = changed(scenes(scene("learning"), scene("thinking")), layout=layout)
    easel = Easel(run, board, width=size[0], height=size[1])
    pixels = easel.paint(3)
    assert (pixels[0] == pixels[0, 0]).all()  # nothing is cut off at the edges
    assert (pixels[:, 0] == pixels[0, 0]).all()
    assert not (pixels == pixels[0, 0]).all()


def looks(easel: Easel, frames: Sequence[int]) -> dict[object, list[Pixels]]:
    found: dict[object, list[Pixels]] = {}
    for frame in frames:
        found.setdefault(easel.painter.look(easel.script.cues[frame]), []).append(easel.paint(frame))
    return found


def test_equal_looks_are_equal_pictures_and_others_differ() -> None:
    board = scenes(
        scene("title", title="A title"), scene("network"), scene("learning"), scene("thinking"), scene("end")
    )
    easel = Easel("xor", board)
    found = looks(easel, range(easel.script.frames))
    assert all((one == other).all() for same in found.values() for one, other in pairwise(same))
    assert len({same[0].tobytes() for same in found.values()}) > 0.7 * len(found)
    assert len(found) < easel.script.frames  # a card stands still


def test_where_the_run_changes_the_picture_does() -> None:
    easel = Easel("xor", scenes(scene("learning", pace="linear", seconds=2)))
    frames = [easel.paint(frame).tobytes() for frame in range(easel.script.frames)]
    assert len(set(frames)) == len({cue.step for cue in easel.script.cues}) == easel.script.frames


def test_a_frame_is_the_same_whatever_was_painted_before() -> None:
    board = scenes(scene("learning"), scene("thinking"), scene("situation"), steps=100)
    forwards, other = Easel("xor", board), Easel("xor", board)
    wanted = {frame: forwards.paint(frame) for frame in range(0, forwards.script.frames, 2)}
    for frame in (16, 2, 10, 4):
        assert (other.paint(frame) == wanted[frame]).all()


def test_a_transparent_film_has_no_ground() -> None:
    board = scenes(scene("title", title="A title"), scene("learning"), scene("end"))
    easel = Easel("xor", board, transparent=True)
    for frame in range(easel.script.frames):
        pixels = easel.paint(frame)
        assert (pixels[0, 0] == 0).all()
        assert (pixels[..., :3] <= pixels[..., 3:]).all()  # premultiplied
    assert easel.paint(9)[..., 3].any()


def test_a_light_film_is_light() -> None:
    board = changed(scenes(scene("learning")), theme="light")
    assert Easel("xor", board).paint(2).mean() > 200


def test_no_caption_and_no_numbers_where_none_are_wanted() -> None:
    with_all = scenes(scene("learning", text="Words below"))
    bare = msgspec.structs.replace(with_all, look=msgspec.structs.replace(with_all.look, caption=False))
    top, bottom = slice(0, 28), slice(248, 270)

    def plain(pixels: Pixels) -> bool:
        return bool((pixels == pixels[0, 0]).all())

    shown, hidden = Easel("xor", with_all).paint(3), Easel("xor", bare).paint(3)
    assert not plain(shown[top])
    assert plain(hidden[top])
    assert not plain(shown[bottom])


def test_a_run_that_diverges_is_painted_to_its_end() -> None:
    easel = Easel("exploding-rate")
    last = easel.script.frames - 1
    assert easel.paint(last).any()
    assert easel.painter._words.fill("{result}", easel.script.cues[last], None) == "It diverged at step 749"


def test_texts_say_what_the_run_knows() -> None:
    easel = Easel("xor-milo", scenes(scene("situation", input=(1.0, 1.0, 0.0), text="x"), steps=420_000))
    words, cue = easel.painter._words, easel.script.cues[-1]
    easel.run.seek(420_000)
    probe = easel.painter.probe(cue, easel.script.shots[0])

    def said(text: str) -> str:
        return words.fill(text, cue, probe)

    assert said("{step} of {steps} steps, epoch {epoch}") == "420,000 of 420,000 steps, epoch 60,000"
    assert said("{title}: {network}") == "Seven rows of bits: 3-4-1 · sigmoid · sgd, learning rate 1".replace(
        ", l", " · l"
    )
    assert said("{answer}") == "0.01"
    assert said("{passes} passes over {examples} examples") == "60,000 passes over 7 examples"
    assert said("{train_accuracy}, loss {train_loss}") == "100.0 %, loss 5.84·10⁻⁶"
    assert said("{result}") == "Right for 100.0 % of the examples, loss 5.84·10⁻⁶"
    assert said("{test_loss}") == "NaN"


def test_passes_are_counted() -> None:
    easel = Easel("xor-milo", scenes(scene("thinking", seconds=7, epochs=(0, 4), text="x"), steps=420_000))
    for frame, expected in ((0, "1, 1 of 7"), (20, "1, 7 of 7"), (21, "5, 1 of 7"), (41, "5, 7 of 7")):
        cue = easel.script.cues[frame]
        easel.run.seek(cue.step)
        assert easel.painter._words.fill("{pass}, {example} of {examples}", cue, None) == expected


def test_in_a_gap_the_last_picture_stays() -> None:
    board = scenes(scene("learning", seconds=2), scene("end", at=5.0, title="Over"))
    easel = Easel("xor", board)
    last = easel.paint(11)
    assert all((easel.paint(frame) == last).all() for frame in range(12, 27))
    assert not (easel.paint(29) == last).all()  # which goes before the card comes
    assert len({easel.painter.look(cue) for cue in easel.script.cues[11:27]}) == 1
