"""The pictures beside the network stay in their boxes, show the run's numbers, and are the same whenever drawn."""

from collections.abc import Callable
from functools import cache, partial
from xml.etree import ElementTree

import numpy as np
import pytest
import skia
from numpy.typing import NDArray

import neuroglow as ng
from neuroglow.history import History
from neuroglow.run import Run
from neuroglow.scene import Plane
from neuroglow.themes import theme
from neuroglow.video.painting.answers import AnswersPicture, BarsPicture
from neuroglow.video.painting.cards import EndCard, TitleCard, burned
from neuroglow.video.painting.confusion import readable
from neuroglow.video.painting.curve import CurvePicture
from neuroglow.video.painting.images import ImagePicture, PaintingPicture
from neuroglow.video.painting.ink import Kept, argb, blend, fill
from neuroglow.video.painting.loss import LossPicture, spread
from neuroglow.video.painting.maps import SIDE, MapPicture
from neuroglow.video.painting.readouts import Caption, Readout
from neuroglow.video.painting.text import lettering
from neuroglow.views import Views

Pixels = NDArray[np.uint8]
Draw = Callable[[skia.Canvas], None]
Picture = Callable[[Views, skia.Rect], Draw]
WIDTH, HEIGHT = 640, 480
BOX = skia.Rect.MakeXYWH(120, 60, 400, 360)
LETTERS = lettering()
AIR = 9  # pixels that the light around a letter, a line or the end of a curve may take


def loss_picture(views: Views, box: skia.Rect) -> Draw:
    run, step = views.run, views.run.step
    history = run.history if run.diverged else run.seek(40).history
    run.seek(step)
    return LossPicture(views, box, LETTERS, history, 40).draw


def map_picture(views: Views, box: skia.Rect) -> Draw:
    picture = MapPicture(views, box, LETTERS)
    return lambda canvas: picture.draw(canvas, views.probe(1))


def curve_picture(views: Views, box: skia.Rect) -> Draw:
    picture = CurvePicture(views, box, LETTERS)
    return lambda canvas: picture.draw(canvas, views.probe(1))


def bars_picture(views: Views, box: skia.Rect) -> Draw:
    picture = BarsPicture(views, box, LETTERS)
    return lambda canvas: picture.draw(canvas, views.probe(1))


def image_picture(views: Views, box: skia.Rect) -> Draw:
    picture = ImagePicture(views, box)
    return lambda canvas: picture.draw(canvas, views.probe(1))


def answers_picture(views: Views, box: skia.Rect) -> Draw:
    return AnswersPicture(views, box, LETTERS).draw


def painting_picture(views: Views, box: skia.Rect) -> Draw:
    return PaintingPicture(views, box, LETTERS).draw


def readout(views: Views, box: skia.Rect) -> Draw:
    return Readout(views, box, LETTERS, 40, 10).draw


PICTURES: list[tuple[Picture, str]] = [
    (loss_picture, "spiral"),
    (loss_picture, "xor-milo"),
    (map_picture, "spiral"),
    (map_picture, "iris"),
    (curve_picture, "sine"),
    (curve_picture, "houses"),
    (bars_picture, "digits-5x5"),
    (bars_picture, "rated-houses"),
    (bars_picture, "xor-milo"),
    (bars_picture, "spiral"),
    (image_picture, "digits-8x8"),
    (answers_picture, "iris"),
    (answers_picture, "digits-5x5"),
    (answers_picture, "houses"),
    (painting_picture, "sunset"),
    (readout, "spiral"),
    (readout, "houses"),
]


@cache
def base(name: str) -> ng.Experiment:
    return ng.load(name)


def views_of(name: str, steps: int = 12, mode: str = "dark") -> Views:
    run: Run = base(name).start().advance(steps)
    plane = Plane(0, 1) if run.plan.kind == "table" and len(run.data.columns) > 2 else None
    return Views(run, theme(mode), plane=plane)


def painted(draw: Draw, scale: float = 1.0) -> Pixels:
    """RGBA of what is drawn on nothing."""
    surface = skia.Surface(round(WIDTH * scale), round(HEIGHT * scale))
    surface.getCanvas().scale(scale, scale)
    draw(surface.getCanvas())
    pixels: Pixels = surface.toarray(colorType=skia.kRGBA_8888_ColorType)
    return pixels


def at(pixels: Pixels, x: float, y: float) -> list[int]:
    red, green, blue, _ = pixels[round(y), round(x)].tolist()
    return [red, green, blue]


@pytest.mark.parametrize(("picture", "name"), PICTURES)
@pytest.mark.parametrize("mode", ["dark", "light"])
def test_pictures_stay_in_their_boxes(picture: Picture, name: str, mode: str) -> None:
    pixels = painted(picture(views_of(name, mode=mode), BOX))
    rows, columns = np.nonzero(pixels[..., 3])
    assert len(rows) > 300
    assert columns.min() >= BOX.left() - AIR
    assert columns.max() <= BOX.right() + AIR
    assert rows.min() >= BOX.top() - AIR
    assert rows.max() <= BOX.bottom() + AIR


@pytest.mark.parametrize(("picture", "name"), PICTURES)
def test_a_picture_is_the_same_whatever_was_drawn_before(picture: Picture, name: str) -> None:
    views = views_of(name)
    draw = picture(views, BOX)
    first = painted(draw)
    views.run.seek(31)
    other = painted(draw)
    views.run.seek(12)
    assert np.array_equal(painted(draw), first)
    views.run.seek(31)
    assert np.array_equal(painted(picture(views, BOX)), other)
    if picture is not image_picture:
        assert not np.array_equal(first, other), "what is shown has changed, as the run has"


@pytest.mark.parametrize(("picture", "name"), PICTURES)
def test_pictures_can_be_small_and_large(picture: Picture, name: str) -> None:
    views = views_of(name)
    painted(picture(views, skia.Rect.MakeXYWH(10, 10, 150, 120)))
    large = painted(picture(views, BOX), 3.0)
    assert np.count_nonzero(large[..., 3]) > 6 * np.count_nonzero(painted(picture(views, BOX))[..., 3])


@pytest.mark.parametrize(("picture", "name"), PICTURES)
def test_pictures_are_svg_too(picture: Picture, name: str) -> None:
    stream = skia.DynamicMemoryWStream()
    canvas = skia.SVGCanvas.Make(skia.Rect.MakeWH(WIDTH, HEIGHT), stream, 1)
    picture(views_of(name), BOX)(canvas)
    del canvas
    root = ElementTree.fromstring(bytes(stream.detachAsData()))
    drawn = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert drawn & {"path", "rect"}
    assert "text" not in drawn, "letters are paths, so that nobody needs the font"
    assert "pattern" not in drawn, "patterns of Skia's SVG stand in the wrong place"
    assert ("image" in drawn) is (picture in (map_picture, painting_picture))


@pytest.mark.parametrize(("picture", "name"), PICTURES)
def test_what_is_no_number_any_more_is_drawn_too(picture: Picture, name: str) -> None:
    run: Run = base(name).start()
    run.edit(layer=0, neuron=0, input=0, value=1e300)
    run.edit(layer=len(run.layers) - 1, neuron=0, input=0, value=-1e300)
    run.set(optimizer="sgd", learning_rate=1000, l2=0.5)
    run.advance(40)
    assert run.diverged is not None
    plane = Plane(0, 1) if run.plan.kind == "table" and len(run.data.columns) > 2 else None
    pixels = painted(picture(Views(run, theme(), plane=plane), BOX))
    assert np.count_nonzero(pixels[..., 3]) > 200


# the loss


def test_axes_of_the_loss_stay_and_its_end_moves_to_the_right() -> None:
    views = views_of("spiral", 0)
    draw = loss_picture(views, BOX)
    ends, axes = [], []
    for step in (0, 5, 20, 40):
        views.run.seek(step)
        pixels = painted(draw)
        axes.append(pixels[60:420, 120:150].copy())
        ends.append(int(np.flatnonzero((pixels[94:390, :, :3] > 200).all(axis=-1).any(axis=0)).max()))
    assert all(np.array_equal(one, axes[0]) for one in axes)
    assert ends == sorted(ends)
    assert ends[0] < ends[-1]


def test_the_loss_of_what_comes_is_not_seen_yet() -> None:
    views = views_of("spiral", 0)
    draw = loss_picture(views, BOX)
    before, after = painted(draw), painted(lambda canvas: (views.run.seek(40), draw(canvas))[1])
    light = (before[94:390, 330:400, :3].astype(int).sum(axis=-1), after[94:390, 330:400, :3].astype(int).sum(axis=-1))
    assert light[0].sum() < light[1].sum()


@pytest.mark.parametrize("losses", [[0.0, 0.0, 0.0], [np.nan] * 3, [np.inf, 1.0, 2.0], [1e300, 1e-300, 0.0], [1.0] * 3])
def test_losses_of_all_sizes_have_axes(losses: list[float]) -> None:
    none, count = np.full(3, np.nan), np.arange(3)
    history = History(count, count, np.array(losses), none, none, none)
    views = views_of("xor", 0)
    for log in (False, True):
        pixels = painted(LossPicture(views, BOX, LETTERS, history, 2, log=log).draw)
        assert np.count_nonzero(pixels[..., 3]) > 300


def test_names_at_the_ends_of_curves_stand_apart() -> None:
    grey = (1, 2, 3)
    for near in (99.0, 100.0, 101.0):  # whichever is higher
        (first, name, _), (second, _, _) = spread([(near, "test", grey), (100.0, "train", grey)], 0, 300)
        assert name == "test"
        assert second - first >= 22
    apart = [(200.0, "test", grey), (100.0, "train", grey)]
    assert spread(apart, 0, 300) == apart


# maps and points


def test_maps_have_the_colours_of_the_output() -> None:
    views = views_of("gauss", 30)
    picture = MapPicture(views, BOX, LETTERS)
    place = picture._box
    pixels = painted(picture.draw, 2.0)
    expected = views.output(SIDE)
    assert expected is not None
    for row, column in ((8, 8), (8, 120), (120, 8), (120, 120)):  # far from all points
        x = place.left() + (column + 0.5) / SIDE * place.width()
        y = place.top() + (row + 0.5) / SIDE * place.height()
        assert at(pixels, 2 * x - 0.5, 2 * y - 0.5) == pytest.approx(expected[row, column, :3].tolist(), abs=4)


def test_points_are_discs_where_they_are_trained_on_and_rings_where_they_are_held_out() -> None:
    views = views_of("gauss", 0)
    picture = MapPicture(views, BOX, LETTERS)
    points = views.points()
    pixels = painted(picture.draw, 3.0)
    xs, ys = picture._x.places(points.inputs[0]), picture._y.places(points.inputs[1])
    apart = [
        index
        for index in range(len(xs))
        if sum(np.hypot(xs - xs[index], ys - ys[index]) < 9) == 1  # alone in its place
    ]
    seen = {False: 0, True: 0}
    for index in apart:
        centre = at(pixels, 3 * xs[index] - 0.5, 3 * ys[index] - 0.5)
        colour = points.colours[index, :3].tolist()
        held_out = bool(points.test[index])
        assert (centre == pytest.approx(colour, abs=3)) is not held_out
        seen[held_out] += 1
    assert min(seen.values()) > 5


def test_points_that_are_edited_are_drawn_anew() -> None:
    views = views_of("gauss", 0)
    draw = map_picture(views, BOX)
    before = painted(draw)
    views.run.edit_points(remove=list(range(100)))
    assert not np.array_equal(painted(draw), before)


@pytest.mark.parametrize(("picture", "name"), [(map_picture, "gauss"), (curve_picture, "sine")])
def test_a_picture_made_after_an_edit_is_the_one_made_before_it(picture: Picture, name: str) -> None:
    views = views_of(name, 2)
    draw = picture(views, BOX)
    painted(draw)
    point = [0.5, 9.0] if name == "sine" else [0.5, 0.5, 0]
    views.run.edit_points(add=[point] * 5, remove=[0])
    views.run.advance(2)
    assert np.array_equal(painted(draw), painted(picture(views, BOX)))


# answers


def test_bars_show_answers_and_the_largest_stands_out() -> None:
    views = views_of("digits-5x5", 400)
    pixels = painted(bars_picture(views, BOX), 2.0)
    best = int(views.probe(1).answer.argmax())
    red, green, blue = views.class_colours[best].tolist()
    strong = (np.abs(pixels[..., :3].astype(int) - [red, green, blue]).max(axis=-1) <= 2).sum(axis=1)
    assert strong.max() > 50, "a long bar of the full colour"


def test_bars_grow_with_the_signal() -> None:
    views = views_of("digits-5x5", 400)
    picture = BarsPicture(views, BOX, LETTERS)
    red, green, blue = views.class_colours[int(views.probe(1).answer.argmax())].tolist()
    half, whole = (painted(partial(picture.draw, probe=views.probe(1), come=come)) for come in (0.5, 1.0))
    strong = [(np.abs(one[..., :3].astype(int) - [red, green, blue]).max(axis=-1) <= 2).sum() for one in (half, whole)]
    assert strong[0] < strong[1]
    assert not np.array_equal(half, whole)


def test_ground_decides_which_text_can_be_read() -> None:
    assert readable((250, 250, 250), ((255, 255, 255), (10, 10, 10))) == (10, 10, 10)
    assert readable((10, 20, 30), ((255, 255, 255), (10, 10, 10))) == (255, 255, 255)


def test_repainted_pictures_stand_beside_or_below_the_original() -> None:
    views = views_of("sunset", 3)
    wide = PaintingPicture(views, skia.Rect.MakeXYWH(0, 0, 600, 300), LETTERS)._places
    tall = PaintingPicture(views, skia.Rect.MakeXYWH(0, 0, 300, 600), LETTERS)._places
    assert wide[0].top() == wide[1].top()
    assert tall[0].left() == tall[1].left()
    assert all(place.width() > 200 for place in (*wide, *tall))


# words


def test_captions_fit_their_box_however_long_they_are() -> None:
    box = skia.Rect.MakeXYWH(120, 200, 400, 60)
    words = "What the network has learned so far is to tell both spirals apart, but not at all near their ends"
    pixels = painted(lambda canvas: Caption(box, theme(), LETTERS).draw(canvas, words))
    rows, columns = np.nonzero(pixels[..., 3])
    assert (columns.min(), columns.max()) >= (120 - AIR, 0)
    assert columns.max() <= 520 + AIR
    assert rows.min() >= 200 - AIR
    assert rows.max() <= 260 + AIR
    assert painted(lambda canvas: Caption(box, theme(), LETTERS).draw(canvas, words, 0.0)).max() == 0


def test_numbers_do_not_move_while_they_grow() -> None:
    views = views_of("spiral", 1)
    draw = Readout(views, skia.Rect.MakeXYWH(20, 100, 600, 80), LETTERS, 6000, 240).draw
    names = [painted(draw)[100:117]]
    views.run.seek(900)
    names.append(painted(draw)[100:117])
    assert np.array_equal(names[0], names[1]), "the names of the numbers stay where they are"


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 1.0])
def test_cards_come_and_then_stand(share: float) -> None:
    box = skia.Rect.MakeWH(WIDTH, HEIGHT)
    cards = (
        TitleCard(box, theme(), LETTERS, "Two spirals", "Eight and eight neurons"),
        EndCard(box, theme(), LETTERS, "Two spirals", ("6,000 steps", "accuracy 99.6 %"), "2 - 8 - 8 - 1, tanh"),
    )
    for card in cards:
        come, whole = (int(painted(partial(card.draw, share=moment))[..., 3].sum()) for moment in (share, 1.0))
        assert come <= whole
        assert (come == whole) is (share >= 0.5)
        assert (come == 0) is (share == 0)


@pytest.mark.parametrize(
    "words",
    [
        "One line that is much too long to be shown in one piece on any of these screens\nand another",
        100 * "W",
        60 * "so ",
    ],
)
@pytest.mark.parametrize(("width", "height"), [(640, 360), (360, 640), (480, 480), (1920, 1080)])
def test_burned_captions_lie_where_every_screen_shows_them(width: int, height: int, words: str) -> None:
    surface = skia.Surface(width, height)
    burned(surface.getCanvas(), words, width, height, theme())
    rows, columns = np.nonzero(surface.toarray()[..., 3])
    assert columns.min() >= 0.05 * width
    assert columns.max() <= 0.95 * width
    assert rows.max() <= 0.955 * height
    assert rows.min() >= 0.2 * height
    empty = skia.Surface(width, height)
    burned(empty.getCanvas(), "", width, height, theme())
    assert empty.toarray().max() == 0


# what they share


def test_what_is_kept_is_painted_once_for_each_size() -> None:
    painted_at: list[float] = []

    def paint(canvas: skia.Canvas) -> None:
        painted_at.append(canvas.getTotalMatrix().getScaleX())
        canvas.drawRect(skia.Rect.MakeXYWH(10.4, 10.4, 20, 20), fill((255, 0, 0)))

    kept = Kept(skia.Rect.MakeXYWH(10, 10, 30, 30), paint)
    direct = painted(paint)
    painted_at.clear()
    assert np.array_equal(painted(kept.draw), direct)
    painted(kept.draw)
    assert painted_at == [1.0]
    painted(kept.draw, 2.0)
    assert painted_at == [1.0, 2.0]
    kept.forget()
    painted(kept.draw, 2.0)
    assert painted_at == [1.0, 2.0, 2.0]


def test_colours() -> None:
    assert argb((1, 2, 3)) == 0xFF010203
    assert argb((255, 0, 16), 0.5) == 0x80FF0010
    assert argb((0, 0, 0), 7) == 0xFF000000
    assert blend((0, 0, 0), (100, 200, 50), 0.5) == (50, 100, 25)
