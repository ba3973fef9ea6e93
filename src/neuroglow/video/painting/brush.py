"""Curves and light, as pixels by the engine (fast, exact, light adds up) or, on a canvas without pixels, as shapes."""

from itertools import pairwise
from typing import NamedTuple, Protocol

import numpy as np
import skia
from numpy.typing import NDArray

from neuroglow.examples import Matrix, Vector
from neuroglow.video.painting.ink import raster
from neuroglow.video.painting.rooms import Rooms

CRISP, LIGHT = range(2)
PIECES = np.linspace(0.0, 1.0, 7)
COARSEST = 3  # pixels of the canvas along one of light, at most
Colours = NDArray[np.uint8]


class Curves(NamedTuple):
    """Curves of weights, or parts of them. In units of the network's picture.

    ends: (n, 4), x0, y0, x1, y1; widths: (n,); colours: (n, 3); spans: (n, 2), from and to which share of the way;
    strengths: (n, 2), at that beginning and that end, from 0; crisp curves have the latter all along.
    """

    ends: Matrix
    widths: Vector
    colours: Colours
    spans: Matrix
    strengths: Matrix


class Lights(NamedTuple):
    """Light around squares, or points. places: (n, 2); halves, reaches, strengths: (n,); colours: (n, 3)."""

    places: Matrix
    halves: Vector
    reaches: Vector
    colours: Colours
    strengths: Vector


class Brush(Protocol):
    """What draws curves and light."""

    @property
    def stands(self) -> bool:
        """Whether what was drawn is still there: another picture may have used the room."""

    def clear(self) -> None:
        """Begin anew: needed before anything is drawn."""

    def curves(self, kind: int, curves: Curves) -> None:
        """CRISP ones cover each other, LIGHT adds up."""

    def lights(self, lights: Lights) -> None:
        """Light around neurons and along the way."""

    def put(self, canvas: skia.Canvas, strength: float = 1.0) -> None:
        """What was drawn since `clear` appears on the canvas."""


def brush(rooms: Rooms, name: str, canvas: skia.Canvas, width: float, height: float, *, fine: bool) -> Brush:
    """For a picture of this size in the canvas's present units, at its present place; brushes of a name share room.

    Light is soft: where a unit is many pixels, it needs not all of them, and is drawn several times as fast.
    """
    if not raster(canvas):
        return Pen()
    scale = float(canvas.getTotalMatrix().getScaleX())
    return Sheet(rooms, name, canvas, width, height, 1 if fine else max(1, min(COARSEST, round(scale))))


def place_of(canvas: skia.Canvas) -> tuple[float, ...]:
    """Where a canvas stands, and how large it is: the same numbers, the same pixels."""
    info = canvas.imageInfo()
    return (*canvas.getTotalMatrix().get9(), info.width(), info.height())


class Sheet:
    """Pixels in the engine's memory, one for so many pixels across and down that the picture covers of the canvas."""

    def __init__(self, rooms: Rooms, name: str, canvas: skia.Canvas, width: float, height: float, grain: int) -> None:
        matrix = canvas.getTotalMatrix()
        area = matrix.mapRect(skia.Rect.MakeWH(width, height)).roundOut()
        info = canvas.imageInfo()
        if not area.intersect(skia.IRect.MakeWH(info.width(), info.height())):
            area = skia.IRect.MakeWH(1, 1)
        self._rooms, self._name, self._left, self._top = rooms, f"sheet {name}", area.left(), area.top()
        self._grain = grain
        self._scale = matrix.getScaleX() / grain
        self._shift = (
            (matrix.getTranslateX() - self._left) / grain,
            (matrix.getTranslateY() - self._top) / grain,
        )
        self._width, self._height = -(-area.width() // grain), -(-area.height() // grain)
        self._touched = (self._height, 0)

    @property
    def stands(self) -> bool:
        return self._rooms.owners.get(self._name) is self

    @property
    def _pixels(self) -> NDArray[np.int32]:
        return self._rooms.room(self._name, self._width * self._height, np.int32)

    def clear(self) -> None:
        top, bottom = self._touched if self.stands else (0, self._height)
        self._pixels[top * self._width : bottom * self._width] = 0
        self._touched = (self._height, 0)
        self._rooms.owners[self._name] = self

    def _touch(self, ys: Vector, reaches: Vector) -> None:
        """Something is drawn around these heights."""
        top, bottom = self._touched
        low, high = float(np.min(ys - reaches)) - 2, float(np.max(ys + reaches)) + 2
        self._touched = (max(0, min(top, int(low))), min(self._height, max(bottom, int(high))))

    def curves(self, kind: int, curves: Curves) -> None:
        if len(curves.ends) == 0:
            return
        ends = curves.ends * self._scale + np.array(self._shift * 2)
        self._touch(ends[:, 1::2], self._scale * curves.widths[:, None])
        looks = np.column_stack([self._scale * curves.widths, curves.spans, curves.strengths])
        self._rooms.engine.call(
            "draw_curves",
            kind=kind,
            ends=self._rooms.put("ends", ends),
            looks=self._rooms.put("looks", looks),
            colours=self._rooms.put("colours", bgr(curves.colours)),
            room=self._rooms.room("bends", (4, self._width)),
            sheet=self._pixels,
            width=self._width,
        )

    def lights(self, lights: Lights) -> None:
        if len(lights.places) == 0:
            return
        places = lights.places * self._scale + np.array(self._shift)
        self._touch(places[:, 1], self._scale * (lights.halves + lights.reaches))
        looks = np.column_stack([self._scale * lights.halves, self._scale * lights.reaches, lights.strengths])
        self._rooms.engine.call(
            "light_squares",
            places=self._rooms.put("places", places),
            looks=self._rooms.put("lights", looks),
            colours=self._rooms.put("light colours", bgr(lights.colours)),
            sheet=self._pixels,
            width=self._width,
        )

    def put(self, canvas: skia.Canvas, strength: float = 1.0) -> None:
        top, bottom = self._touched
        if top >= bottom or strength <= 0:
            return
        pixels = self._pixels[top * self._width : bottom * self._width].view(np.uint8)
        image = skia.Image.fromarray(
            pixels.reshape(bottom - top, self._width, 4), skia.kBGRA_8888_ColorType, skia.kPremul_AlphaType, copy=False
        )
        canvas.save()
        canvas.resetMatrix()
        paint = None if strength >= 1 else skia.Paint(Alphaf=strength)
        if self._grain == 1:
            canvas.drawImage(image, self._left, self._top + top, skia.SamplingOptions(), paint)
        else:
            place = skia.Rect.MakeXYWH(0, top, self._width, bottom - top)
            matrix = skia.Matrix.Translate(self._left, self._top)
            matrix.preScale(self._grain, self._grain)
            canvas.drawImageRect(image, matrix.mapRect(place), skia.SamplingOptions(skia.FilterMode.kLinear), paint)
        canvas.restore()


def bgr(colours: Colours) -> Colours:
    """Colours in the order that Skia is fastest with."""
    return colours[:, ::-1].reshape(-1)


class Pen:
    """Shapes on a canvas without pixels: what was drawn is put there at once."""

    SOFT = ((1.0, 0.12), (0.5, 0.2), (0.16, 0.55))
    """Wide and faint, then finer and brighter: what light along a line is made of."""

    stands = True

    def __init__(self) -> None:
        self._drawn: list[tuple[int, Curves] | Lights] = []

    def clear(self) -> None:
        self._drawn = []

    def curves(self, kind: int, curves: Curves) -> None:
        self._drawn.append((kind, curves))

    def lights(self, lights: Lights) -> None:
        self._drawn.append(lights)

    def put(self, canvas: skia.Canvas, strength: float = 1.0) -> None:
        for drawn in self._drawn:
            if isinstance(drawn, Lights):
                for place, half, reach, colour, light in zip(*drawn, strict=True):
                    shine(canvas, place, half + reach, colour, strength * light)
            else:
                kind, curves = drawn
                for ends, width, colour, span, light in zip(*pieces(curves), strict=True):
                    path = path_of(part(ends, span[0], span[1]))
                    for share, alpha in self.SOFT if kind == LIGHT else ((1.0, 1.0),):
                        paint = skia.Paint(
                            AntiAlias=True,
                            Style=skia.Paint.kStroke_Style,
                            StrokeWidth=width * share,
                            Color=skia.Color(*map(int, colour)),
                        )
                        paint.setAlphaf(min(1.0, strength * alpha * light[1]))
                        canvas.drawPath(path, paint)


def pieces(curves: Curves) -> Curves:
    """Curves whose light grows along their way as several of one strength each."""
    grows = ~np.isclose(*curves.strengths.T)
    if not grows.any():
        return curves
    still, growing = (Curves._make(each[some] for each in curves) for some in (~grows, grows))
    found = [still]
    for start, stop in pairwise(PIECES):
        length = np.diff(growing.spans)
        spans = growing.spans[:, :1] + length * np.array([[start, stop]])
        light = growing.strengths[:, :1] + np.diff(growing.strengths) * ((start + stop) / 2) ** 2
        found.append(growing._replace(spans=spans, strengths=np.column_stack([light, light])))
    return Curves._make(map(np.concatenate, zip(*found, strict=True)))


def shine(canvas: skia.Canvas, place: Vector, radius: float, colour: Colours, strength: float) -> None:
    """A disc of light."""
    red, green, blue = map(int, colour)
    full = round(255 * min(1.0, strength))
    stops = [skia.Color(red, green, blue, round(full * share)) for share in (1.0, 0.42, 0.1, 0.0)]
    gradient = skia.GradientShader.MakeRadial(skia.Point(*map(float, place)), radius, stops, [0.0, 0.55, 0.8, 1.0])
    canvas.drawCircle(float(place[0]), float(place[1]), radius, skia.Paint(Shader=gradient, AntiAlias=True))


def part(ends: Vector, start: float, stop: float) -> Matrix:
    """The four points (4, 2) of a part of a curve: its blossom at the ends (Ramshaw 1987)."""
    x0, y0, x1, y1 = ends
    points = np.array([(x0, y0), ((x0 + x1) / 2, y0), ((x0 + x1) / 2, y1), (x1, y1)])

    def at(*shares: float) -> Vector:
        left = points
        for share in shares:
            left = (1 - share) * left[:-1] + share * left[1:]
        found: Vector = left[0]
        return found

    return np.array([at(start, start, start), at(start, start, stop), at(start, stop, stop), at(stop, stop, stop)])


def path_of(points: Matrix) -> skia.Path:
    path = skia.Path()
    path.moveTo(*map(float, points[0]))
    path.cubicTo(*map(float, points[1:].ravel()))
    return path


def places_on(ends: Matrix, shares: Vector) -> Matrix:
    """Where curves (n, 4) are at these shares (n,) of their ways: (n, 2)."""
    x0, y0, x1, y1 = ends.T
    t = shares
    return np.column_stack(
        [
            x0 + (x1 - x0) * (1.5 * t * (1 - t) + t * t * t),
            y0 + (y1 - y0) * t * t * (3 - 2 * t),
        ]
    )
