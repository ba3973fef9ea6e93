"""The network in films: what is drawn where, what glows when, on every canvas, at every size, in steady memory."""

from collections.abc import Iterator
from functools import cache
from xml.etree import ElementTree

import numpy as np
import pytest
import skia
from numpy.typing import NDArray

import neuroglow as ng
from neuroglow.experiment import Experiment
from neuroglow.run import Run
from neuroglow.runtime import WasmEngine
from neuroglow.scene import Plane
from neuroglow.themes import RGB, theme
from neuroglow.video.painting.beside import pretty
from neuroglow.video.painting.light import ERROR_CLASS
from neuroglow.video.painting.network import NetworkPicture
from neuroglow.video.painting.rooms import rooms_of
from neuroglow.video.painting.text import lettering
from neuroglow.video.script import Cue
from neuroglow.video.storyboard import Look
from neuroglow.views import Views

Pixels = NDArray[np.int64]
LETTERS = lettering()
BOX = skia.Rect.MakeXYWH(40, 30, 720, 480)
WIDTH, HEIGHT = 800, 540
KINDS = ("circle", "sine", "xor-milo", "houses", "penguins", "digits-5x5", "rose")
FEW = 30  # pixels where light of two colours meets
WORST_MEMORY = 40e6  # bytes, of this size of picture


@cache
def views_of(name: str, mood: str = "dark") -> Views:
    run = ng.load(name).start().advance(steps=30)
    plane = Plane(0, 1) if run.plan.kind == "table" and len(run.plan.inputs) > 2 else None
    return Views(run, theme(mood), plane=plane)


@pytest.fixture(autouse=True, scope="module")
def forgotten() -> Iterator[None]:
    """Engines go before the library that runs them."""
    yield
    views_of.cache_clear()


def cue_of(run: Run, moment: float | None = None, example: int = 0) -> Cue:
    return Cue(0, 0, 0.0, run.step, example, 0, moment)


def painted(
    picture: NetworkPicture,
    cue: Cue,
    *,
    scale: float = 1.0,
    ground: RGB | None = None,
    inputs: tuple[float, ...] | None = None,
) -> Pixels:
    """RGBA (height, width, 4) of a frame; without a ground it is transparent."""
    surface = skia.Surface.MakeRasterN32Premul(round(WIDTH * scale), round(HEIGHT * scale))
    canvas = surface.getCanvas()
    canvas.clear(0 if ground is None else skia.Color(*ground))
    canvas.scale(scale, scale)
    picture.draw(canvas, cue, inputs)
    return np.asarray(surface.makeImageSnapshot().toarray(colorType=skia.kRGBA_8888_ColorType), np.int64)


def picture_of(views: Views, look: Look | None = None, **how: bool) -> NetworkPicture:
    return NetworkPicture(views, BOX, LETTERS, Look() if look is None else look, **how)


def colourful(pixels: Pixels, colour: RGB) -> int:
    """How much of a hue there is: pixels that differ from grey as it does."""
    hue = np.array(colour) - np.mean(colour)
    seen = pixels[..., :3] - pixels[..., :3].mean(axis=2, keepdims=True)
    lengths = np.linalg.norm(seen, axis=2)
    alike = (seen @ hue) / np.maximum(1e-9, lengths * np.linalg.norm(hue))
    return int(((alike > 0.94) & (lengths > 30)).sum())


@pytest.mark.parametrize("mood", ["dark", "light"])
@pytest.mark.parametrize("name", KINDS)
def test_every_kind_stays_in_its_box_and_is_the_same_each_time(name: str, mood: str) -> None:
    views = views_of(name, mood)
    for look in (Look(), Look(values=True, glow=False)):
        for moment in (None, 0.55, 1.6, 2.5, 3.5, 4.0):
            picture, cue = picture_of(views, look), cue_of(views.run, moment)
            pixels = painted(picture, cue)
            outside = pixels.copy()
            outside[28:512, 38:762] = 0
            assert pixels[28:512, 38:762].any()
            assert not outside.any()
            assert np.array_equal(pixels, painted(picture, cue))
            assert np.array_equal(pixels, painted(picture_of(views, look), cue))


@pytest.mark.parametrize("name", KINDS)
def test_a_frame_is_no_other_for_what_was_drawn_before(name: str) -> None:
    views = views_of(name)
    fresh = {moment: painted(picture_of(views), cue_of(views.run, moment)) for moment in (None, 0.5, 2.6, 3.4)}
    picture = picture_of(views)
    for moment in (3.4, None, 0.5, None, 2.6, 3.4, 0.5):
        assert np.array_equal(painted(picture, cue_of(views.run, moment)), fresh[moment])


def test_pictures_of_one_run_do_not_show_in_each_other() -> None:
    views = views_of("circle")
    small = NetworkPicture(views, skia.Rect.MakeXYWH(40, 30, 420, 300), LETTERS, Look())
    alone, cue = painted(small, cue_of(views.run)), cue_of(views.run)
    large = picture_of(views)
    expected = painted(large, cue)
    assert np.array_equal(painted(small, cue), alone)
    assert np.array_equal(painted(large, cue), expected)


def test_memory_stands_still() -> None:
    """Over frames, sizes and scenes."""
    run = ng.load("xor-milo").start()
    views, tops = Views(run, theme()), []
    for _ in range(4):
        for box in (BOX, skia.Rect.MakeWH(640, 400)):
            picture = NetworkPicture(views, box, LETTERS, Look())
            for frame in range(20):
                run.advance(1)
                painted(picture, cue_of(run, None if frame % 3 else frame / 10, frame % 4), scale=1 + frame % 2)
        engine = rooms_of(run).engine
        assert isinstance(engine, WasmEngine)
        tops.append(engine.zeros(1, np.uint8).__array_interface__["data"][0])
    assert tops[-1] - tops[1] < 100_000
    assert tops[-1] - tops[0] < WORST_MEMORY


def test_what_has_not_changed_is_not_drawn_again(monkeypatch: pytest.MonkeyPatch) -> None:
    views, called = views_of("circle"), list[str]()
    picture = picture_of(views)
    surface = skia.Surface.MakeRasterN32Premul(WIDTH, HEIGHT)
    picture.draw(surface.getCanvas(), cue_of(views.run))
    original = WasmEngine.call

    def call(self: WasmEngine, function: str, **given: object) -> object:
        called.append(function)
        return original(self, function, **given)

    monkeypatch.setattr(WasmEngine, "call", call)
    picture.draw(surface.getCanvas(), cue_of(views.run))
    assert called
    assert not {"draw_curves", "light_squares"} & set(called)


def test_the_signal_goes_forward_and_the_error_comes_back_in_its_own_colour() -> None:
    views = views_of("circle")
    picture, error = picture_of(views), theme().classes[ERROR_CLASS]
    forth, back, change = (painted(picture, cue_of(views.run, moment)) for moment in (0.8, 2.8, 3.45))
    assert colourful(back, error) > 500
    assert colourful(forth, error) < FEW
    assert colourful(change, error) < colourful(back, error) / 2


def test_comets_run_from_left_to_right() -> None:
    views = views_of("circle")
    picture = picture_of(views)
    still = painted(picture, cue_of(views.run, 0.0), ground=theme().bg)
    fronts = []
    for moment in (0.3, 0.5, 0.7):
        lit = (painted(picture, cue_of(views.run, moment), ground=theme().bg) - still)[..., :3].max(axis=2)
        fronts.append(int(np.flatnonzero((lit > 60).any(axis=0)).max()))
    assert fronts == sorted(set(fronts))


def test_without_glow_there_is_no_light_at_rest() -> None:
    views = views_of("circle")
    dark, bright = (painted(picture_of(views, Look(glow=glow)), cue_of(views.run)) for glow in (False, True))
    assert bright.sum() > 1.05 * dark.sum()


def test_a_place_has_an_answer_and_no_error() -> None:
    views = views_of("xor-milo")
    picture, error = picture_of(views), theme().classes[ERROR_CLASS]
    cue = cue_of(views.run, 1.0, -1)
    one, other = (painted(picture, cue, inputs=inputs) for inputs in ((1.0, 1.0, 0.0), (0.0, 0.0, 0.0)))
    assert not np.array_equal(one, other)
    for moment in (1.6, 2.5, 3.5):
        later = painted(picture, cue_of(views.run, moment, -1), inputs=(1.0, 1.0, 0.0))
        assert colourful(later, error) < FEW


def test_values_are_written_only_where_they_are_wanted() -> None:
    views = views_of("circle")
    without, with_them = (
        painted(picture_of(views, Look(values=values)), cue_of(views.run)) for values in (False, True)
    )
    assert np.abs(with_them - without).max() > 100


def test_bare_digits_have_no_image_and_no_bars_but_say_where_they_belong() -> None:
    views = views_of("digits-5x5")
    whole, bare = picture_of(views), picture_of(views, bare=True)
    image = bare.image
    assert whole.image is not None
    assert image is not None
    assert BOX.contains(image)
    left, top, right, bottom = map(round, (image.left(), image.top(), image.right(), image.bottom()))
    ground = painted(bare, cue_of(views.run))[top:bottom, left:right]
    assert (ground == (*theme().zero, 255)).all()
    x, y = round(whole.image.centerX()), round(whole.image.centerY())
    assert painted(whole, cue_of(views.run))[y, x, 3] == 255
    assert picture_of(views_of("circle")).image is None


def test_light_in_fewer_pixels_is_the_same_light() -> None:
    """At three times the size, light is drawn in a ninth of the pixels."""
    views = views_of("circle")
    once, thrice = (
        painted(picture_of(views), cue_of(views.run, 0.6), scale=scale, ground=theme().bg)[..., :3] for scale in (1, 3)
    )
    shrunk = thrice.reshape(HEIGHT, 3, WIDTH, 3, 3).mean(axis=(1, 3))
    assert np.abs(shrunk - once).mean() < 1.2


@pytest.mark.parametrize("name", KINDS)
def test_on_canvases_without_pixels_it_is_drawn_as_shapes(name: str) -> None:
    views = views_of(name)
    for moment in (None, 0.6, 2.5):
        stream = skia.DynamicMemoryWStream()
        canvas = skia.SVGCanvas.Make((WIDTH, HEIGHT), stream)
        picture_of(views).draw(canvas, cue_of(views.run, moment))
        del canvas
        svg = bytes(stream.detachAsData()).decode()
        assert len(list(ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}path"))) > 2


def test_silent_neurons_frozen_layers_and_hidden_ones() -> None:
    run = Experiment().replace({"network.hidden": [60, 3]}).start().advance(steps=5)
    plain = painted(picture_of(Views(run, theme())), cue_of(run))
    silent = run.mute(layer=0, neuron=1).freeze(layer=1)
    views = Views(silent, theme())
    assert not np.array_equal(painted(picture_of(views), cue_of(silent)), plain)


def test_a_run_that_diverged_is_drawn() -> None:
    run = ng.load("exploding-rate").start()
    while run.diverged is None:
        run.advance(100)
    views = Views(run, theme())
    for moment in (None, 0.5, 1.5, 2.5, 3.5):
        assert painted(picture_of(views, Look(values=True)), cue_of(run, moment)).any()


def test_lines_are_where_skia_would_draw_them() -> None:
    """The engine's curves against Skia's own."""
    engine, size = WasmEngine(), 500
    for ends, width in (((20, 40, 480, 440), 3.0), ((100, 480, 200, 20), 4.0), ((10, 250, 490, 251), 1.0)):
        x0, y0, x1, y1 = map(float, ends)
        sheet = engine.zeros(size * size, np.int32)
        engine.call(
            "draw_curves",
            kind=0,
            ends=engine.array([[x0, y0, x1, y1]]),
            looks=engine.array([[width, 0.0, 1.0, 1.0, 1.0]]),
            colours=engine.array([255, 255, 255], np.uint8),
            room=engine.zeros((4, size)),
            sheet=sheet,
            width=size,
        )
        path, middle = skia.Path(), (x0 + x1) / 2
        path.moveTo(x0, y0)
        path.cubicTo(middle, y0, middle, y1, x1, y1)
        surface = skia.Surface.MakeRasterN32Premul(size, size)
        paint = skia.Paint(AntiAlias=True, Color=0xFFFFFFFF, Style=skia.Paint.kStroke_Style, StrokeWidth=width)
        surface.getCanvas().drawPath(path, paint)
        expected = surface.makeImageSnapshot().toarray()[..., 3].astype(int)
        found = sheet.view(np.uint8).reshape(size, size, 4)[..., 3].astype(int)
        assert np.abs(found - expected).sum() < 0.08 * expected.sum()


def test_formulas_read_as_in_a_book_and_names_as_they_are() -> None:
    assert pretty("x1^2") == "x₁²"
    assert pretty("x1*x2") == "x₁·x₂"
    assert pretty("sin(x2)") == "sin(x₂)"
    assert pretty("petal length") == "petal length"
    assert pretty("x") == "x"
