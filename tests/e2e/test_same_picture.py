"""The page and a film draw the same picture: of the same run, at the same step, in the same room.

The page's Canvas calls are recorded; the film's picture is drawn by its own code in the page's room, on a canvas that
records, too. Positions are equal to the last bit, of 32 bits where Skia has no more; colours and widths are equal.
"""

import base64
import math
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple, cast

import numpy as np
import pytest
from numpy.typing import NDArray
from playwright.sync_api import Browser, Page, ViewportSize

import neuroglow as ng
from neuroglow.engine.lines import STEPS
from neuroglow.experiment import Experiment
from neuroglow.geometry import Geometry, lay_out
from neuroglow.run import Run
from neuroglow.scene import Plane
from neuroglow.themes import theme
from neuroglow.video.script import Cue
from neuroglow.video.storyboard import Look
from neuroglow.views import MAP_SIDE, Views
from tests.e2e.controls import button, opened
from tests.e2e.resting import settled

skia = pytest.importorskip("skia", exc_type=ImportError)
from neuroglow.video.painting import network  # noqa: E402  needs Skia
from neuroglow.video.painting.brush import CRISP  # noqa: E402

SIZE: ViewportSize = {"width": 1440, "height": 1000}
MOST_PIXELS = 8  # on a side of what neurons look for, in these runs; maps have more

# What each canvas shows: the calls since it was last wiped. Lines of large networks come by way of other canvases.
RECORDER = """
(() => {
  const { prototype } = CanvasRenderingContext2D
  const NAMES = ['beginPath', 'moveTo', 'lineTo', 'bezierCurveTo', 'roundRect', 'arc', 'fill', 'stroke', 'drawImage']
  const shows = (window.shows = new Map())
  const of = ({ canvas }) => shows.get(canvas) ?? shows.set(canvas, []).get(canvas)
  for (const name of ['fillRect', 'clearRect']) {
    const original = prototype[name]
    prototype[name] = function (x, y, width, height) {
      if (this.globalAlpha === 1 && width >= this.canvas.clientWidth) of(this).length = 0
      original.call(this, x, y, width, height)
    }
  }
  for (const name of NAMES) {
    const original = prototype[name]
    prototype[name] = function (...given) {
      const { strokeStyle: stroke, fillStyle: fill, globalAlpha: alpha, lineWidth: width } = this
      const light = this.globalCompositeOperation !== 'source-over'
      of(this).push({ name, given, stroke, fill, alpha, width, light })
      original.apply(this, given)
    }
  }
  const bytes = (canvas) => {
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height)
    let text = ''
    for (let at = 0; at < data.length; at += 30000) text += String.fromCharCode(...data.subarray(at, at + 30000))
    return { width: canvas.width, height: canvas.height, bytes: btoa(text) }
  }
  /** Pictures that come from elsewhere are told as their bytes, lines as the calls that drew them. */
  window.told = (canvas) => shows.get(canvas).flatMap((call) => {
    if (call.name !== 'drawImage') return [call]
    const [source, ...given] = call.given
    const lines = shows.get(source)
    if (lines?.some(({ name }) => name === 'bezierCurveTo')) return window.told(source)
    const picture = call.alpha === 1 && source.getContext('2d') !== null ? bytes(source) : null
    return [{ ...call, given, picture }]
  })
})()
"""


class Room(NamedTuple):
    """What a network has on the page: so much room, and in each row of inputs a name, and which input that is."""

    width: float
    height: float
    inputs: list[str]
    slots: list[int]


class Line(NamedTuple):
    """A weight's line: x0, y0, x1, y1; its colour and opacity; its width."""

    ends: tuple[float, ...]
    colour: tuple[int, ...]
    opacity: float
    width: float


class Dot(NamedTuple):
    """A bias: its middle and radius, its colour and opacity."""

    x: float
    y: float
    radius: float
    colour: tuple[int, ...]
    opacity: float


class Picture(NamedTuple):
    """What is drawn. squares: left, top, side; fills: a square's first colour; strikes: through silent neurons."""

    lines: list[Line]
    dots: list[Dot]
    squares: set[tuple[float, float, float]]
    fills: dict[tuple[float, float, float], tuple[int, ...]]
    strikes: set[tuple[float, ...]]


# the page


def colour_of(style: str) -> tuple[tuple[int, ...], float]:
    """A colour and an opacity, as Canvas gives them back."""
    if style.startswith("#"):
        return tuple(int(style[k : k + 2], 16) for k in (1, 3, 5)), 1.0
    *colour, opacity = map(float, re.findall(r"[\d.]+", style))
    return tuple(map(int, colour)), opacity


def rounded(*numbers: float) -> Any:
    """As 32 bits hold them."""
    return tuple(np.array(numbers, np.float32).tolist())


class Drawn:
    """The page's calls, taken together as pictures."""

    def __init__(self, calls: Sequence[dict[str, Any]]) -> None:
        self.picture = Picture([], [], set(), {}, set())
        self.images: list[dict[str, Any]] = []
        path: list[dict[str, Any]] = []
        for call in calls:
            if call["light"]:
                continue
            match call["name"]:
                case "beginPath":
                    path = []
                case "fill":
                    self._filled(path, call)
                case "stroke":
                    self._stroked(path, call)
                case "drawImage":
                    self.images.append(call)
                case _:
                    path.append(call)

    def _filled(self, path: list[dict[str, Any]], call: dict[str, Any]) -> None:
        colour, opacity = colour_of(call["fill"])
        if path and path[0]["name"] == "roundRect":
            left, top, side, height, _ = path[0]["given"]
            if side == height and call["alpha"] == 1:
                self.picture.fills.setdefault(square(left, top, side), colour)
        elif path and path[0]["name"] == "arc":
            x, y, radius, *_ = path[0]["given"]
            self.picture.dots.append(Dot(x, y, radius, colour, opacity))

    def _stroked(self, path: list[dict[str, Any]], call: dict[str, Any]) -> None:
        names = [each["name"] for each in path]
        if names == ["roundRect"]:
            left, top, side, height, _ = path[0]["given"]
            if side == height:
                self.picture.squares.add(square(left, top, side))
        elif names == ["moveTo", "lineTo"]:
            self.picture.strikes.add(rounded(*path[0]["given"], *path[1]["given"]))
        elif "bezierCurveTo" in names and whole(call["alpha"] * STEPS):  # light is finer
            colour, _ = colour_of(call["stroke"])
            for start, curve in zip(path[::2], path[1::2], strict=True):
                (x0, y0), (u, v, s, t, x1, y1) = start["given"], curve["given"]
                assert (u, v, s, t) == ((x0 + x1) / 2, y0, (x0 + x1) / 2, y1)
                self.picture.lines.append(Line((x0, y0, x1, y1), colour, call["alpha"], call["width"]))


def square(left: float, top: float, side: float) -> tuple[float, float, float]:
    """As Skia has it: in 32 bits, with its sides told from its edges."""
    return (*rounded(left, top), round(side, 3))


def whole(number: float) -> bool:
    return abs(number - round(number)) < 1e-9


def pixels_of(picture: dict[str, Any]) -> NDArray[np.uint8]:
    """(height, width, 4)."""
    found = np.frombuffer(base64.b64decode(picture["bytes"]), np.uint8)
    return found.reshape(picture["height"], picture["width"], 4)


def on_page(page: Page) -> tuple[Drawn, Room]:
    """The network as it rests."""
    board = settled(page).get_by_role("group", name="Network", exact=True)
    calls = board.locator("canvas").evaluate("(canvas) => window.told(canvas)")
    width, height = board.evaluate("(board) => [board.clientWidth, board.clientHeight]")
    rows = board.get_by_role("button", name=re.compile("^Input "))
    names = [name.removeprefix("Input ") for name in rows.evaluate_all("all => all.map(one => one.ariaLabel)")]
    slots, on = [], 0
    for pressed in rows.evaluate_all("all => all.map(one => one.ariaPressed === 'true')"):
        slots.append(on if pressed else -1)
        on += int(pressed)
    return Drawn(calls), Room(width, height, names, slots)


# the film


class Paper(network.NetworkPicture):
    """The film's picture in the page's room, as large as there."""

    room: Room

    def _laid_out(self) -> Geometry:
        self._zoom, room, views = 1.0, self.room, self._views
        pixels = views.run.data.dataset.size if views.kind == "pixels" else None
        return lay_out(
            self._rooms.engine, views.plan.sizes, views.sizes, room.inputs, list(views.names_out),
            room.width, room.height, pixels=pixels, slots=room.slots,
        )  # fmt: skip


class Slate:
    """A brush that keeps the lines that it is to draw."""

    stands = True

    def __init__(self) -> None:
        self.lines: list[Line] = []

    def clear(self) -> None:
        self.lines = []

    def curves(self, kind: int, curves: Any) -> None:
        if kind == CRISP:
            for ends, width, colour, _, (_, opacity) in zip(*curves, strict=True):
                self.lines.append(Line(tuple(ends.tolist()), tuple(map(int, colour)), float(opacity), float(width)))

    def lights(self, lights: Any) -> None:
        pass

    def put(self, canvas: Any, strength: float = 1.0) -> None:
        pass


class Canvas:
    """A canvas that tells what is drawn on it."""

    def __init__(self, width: float, height: float) -> None:
        self._surface = skia.Surface(math.ceil(width), math.ceil(height))
        self._canvas = self._surface.getCanvas()
        self.calls: list[tuple[str, tuple[Any, ...]]] = []

    def __getattr__(self, name: str) -> Callable[..., Any]:
        def call(*given: Any) -> Any:
            self.calls.append((name, given))
            return getattr(self._canvas, name)(*given)

        return call


class Silence:
    """Lettering that writes nothing."""

    def measure(self, *given: Any, **how: Any) -> float:
        return 0.0

    def cut(self, text: str, *given: Any) -> str:
        return text

    def draw(self, *given: Any, **how: Any) -> None:
        pass


def in_film(views: Views, room: Room, monkeypatch: pytest.MonkeyPatch, moment: float | None = None) -> Picture:
    slates, canvas = list[Slate](), Canvas(room.width, room.height)

    def brush(*given: Any, **how: Any) -> Slate:
        slates.append(Slate())
        return slates[-1]

    monkeypatch.setattr(network, "brush", brush)
    monkeypatch.setattr(Paper, "room", room, raising=False)
    box = skia.Rect.MakeWH(room.width, room.height)
    paper = Paper(views, box, cast(Any, Silence()), Look())
    paper.draw(canvas, Cue(0, 0, 0.0, views.run.step, 0, 0, moment))
    found = Picture([line for slate in slates for line in slate.lines], [], set(), {}, set())
    for name, given in canvas.calls:
        if name == "drawRRect":
            rect, paint = given[0].rect(), given[1]
            place = square(rect.left(), rect.top(), rect.width())
            if paint.getStyle() == skia.Paint.kStroke_Style:
                found.squares.add(place)
            elif paint.getShader() is None and paint.getAlpha() == 255:
                found.fills.setdefault(place, parts(paint)[0])
        elif name == "drawCircle":
            x, y, radius, paint = given
            found.dots.append(Dot(x, y, radius, *parts(paint)))
        elif name == "drawLine":
            found.strikes.add(rounded(*given[:4]))
    return found


def parts(paint: Any) -> tuple[tuple[int, ...], float]:
    alpha, *colour = (paint.getColor() >> shift & 255 for shift in (24, 16, 8, 0))
    return tuple(colour), alpha / 255


# both


def wide() -> Run:
    recipe = Experiment().replace({"network.hidden": [12, 40, 24], "network.inputs": ["x1", "x2", "x1*x2"]})
    return recipe.start().advance(steps=30)


def silent() -> Run:
    run = ng.load("spiral").start().advance(steps=120)
    return run.mute(layer=0, neuron=1).mute(layer=1, neuron=0).freeze(layer=1).advance(steps=17)


def rare() -> Run:
    """More neurons than there are numbers of."""
    return Experiment().replace({"network.hidden": [64, 8]}).start().advance(steps=3)


RUNS: dict[str, Callable[[], Run]] = {
    "points": lambda: ng.load("two-classes").start().advance(steps=200),
    "muted and frozen": silent,
    "wide": wide,
    "crowded": rare,
    "one input": lambda: ng.load("sine").start().advance(steps=50),
    "table": lambda: ng.load("houses").start().advance(steps=40),
    "classes": lambda: ng.load("penguins").start().advance(steps=40),
    "digits": lambda: ng.load("digits-8x8").start().advance(steps=25),
    "small digits": lambda: ng.load("digits-5x5").start().mute(layer=0, neuron=2).advance(steps=60),
}


@pytest.fixture(scope="module", params=["dark", "light"])
def looking(request: pytest.FixtureRequest, browser: Browser, page_url: str) -> Any:
    """A page whose canvases tell what they show, and its theme."""
    with browser.new_context(viewport=SIZE, color_scheme=request.param) as context:
        page = context.new_page()
        page.add_init_script(RECORDER)
        yield opened(page, page_url), request.param


def shown(looking: tuple[Page, str], kind: str, folder: Path) -> Run:
    """A run that the page shows, too."""
    page, _ = looking
    path = folder / "mine.glow"
    RUNS[kind]().save(path)
    page.locator("input[type=file]:not([webkitdirectory])").set_input_files(path)
    page.mouse.move(2, 2)
    settled(page)
    return ng.load(str(path)).start()


def plane_of(page: Page, run: Run) -> Plane | None:
    """The plane that a table's maps are drawn over."""
    chosen = [page.get_by_label(label, exact=True) for label in ("Across", "Up")]
    if chosen[0].count() == 0:
        return None
    columns = list(Views(run, theme("dark")).columns)
    across, up = (columns.index(one.evaluate("(select) => select.selectedOptions[0].text")) for one in chosen)
    return Plane(across, up)


@pytest.mark.parametrize("kind", RUNS)
def test_page_and_film_draw_the_same_network(
    looking: tuple[Page, str], kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = shown(looking, kind, tmp_path)
    page, light = looking
    drawn, room = on_page(page)
    maps = maps_of(drawn)
    sides = [width for _, width in maps if width > MOST_PIXELS]
    views = Views(run, theme(light), plane=plane_of(page, run), side=sides[0] if sides else MAP_SIDE)
    film = in_film(views, room, monkeypatch)
    assert set(film.lines) == set(drawn.picture.lines)
    assert len(film.lines) == len(drawn.picture.lines) > 0
    assert film.squares <= drawn.picture.squares
    assert film.strikes == drawn.picture.strikes
    compare_dots(film.dots, drawn.picture.dots)
    assert film.fills.items() <= drawn.picture.fills.items()
    for expected in (views.maps(), views.filters()):
        if expected is not None:
            count, height, width, _ = expected.shape
            assert maps.pop((count * height, width)).tobytes() == expected.tobytes()
    assert not maps


def compare_dots(film: list[Dot], page: list[Dot]) -> None:
    """Opacities have 8 bits in both, but Canvas gives them back as decimals."""
    assert len(film) == len(page) > 0
    for one, other in zip(film, page, strict=True):
        assert one[:4] == other[:4]
        assert one.opacity == pytest.approx(other.opacity, abs=1 / 255)


def maps_of(drawn: Drawn) -> dict[tuple[int, ...], NDArray[np.uint8]]:
    """What neurons show, by height and width: one picture on the page, one neuron below the other."""
    pictures = [call["picture"] for call in drawn.images if len(call["given"]) == 8]
    return {(one["height"], one["width"]): pixels_of(one) for one in pictures if one is not None}


@pytest.mark.parametrize("kind", ["points", "muted and frozen"])
def test_page_and_film_paint_the_same_answers(looking: tuple[Page, str], kind: str, tmp_path: Path) -> None:
    run = shown(looking, kind, tmp_path)
    page, light = looking
    output = page.get_by_role("region", name="Output").locator("canvas")
    calls = output.evaluate_all("all => all.flatMap((canvas) => window.told(canvas))")
    maps = [pixels_of(call["picture"]) for call in calls if call["name"] == "drawImage" and call["picture"]]
    assert len(maps) == 1
    expected = Views(run, theme(light)).output(maps[0].shape[0])
    assert expected is not None
    assert maps[0].tobytes() == expected.tobytes()


@pytest.mark.parametrize("moment", [3.3, 3.5, 3.7])
def test_weights_are_as_far_on_their_way_in_slow_motion(
    looking: tuple[Page, str], moment: float, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = shown(looking, "points", tmp_path)
    page, light = looking
    button(page, "Slow motion").click()
    button(page, "Pause the film").click()
    page.get_by_role("slider", name="Moment of the update").fill(str(moment))
    drawn, room = on_page(page)
    button(page, "Close slow motion").click()
    views = Views(run, theme(light))
    film = in_film(views, room, monkeypatch, moment)
    still = in_film(views, room, monkeypatch)
    assert set(film.lines) == set(drawn.picture.lines)
    assert set(film.lines) != set(still.lines)
    compare_dots(film.dots, drawn.picture.dots)
