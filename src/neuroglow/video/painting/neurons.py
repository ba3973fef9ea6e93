"""Neurons: squares with a map, a line, what they look for, or their activation; their rims take the colour of light."""

from typing import NamedTuple

import numpy as np
import skia
from numpy.typing import NDArray

from neuroglow.examples import Matrix, Vector
from neuroglow.geometry import Geometry
from neuroglow.themes import RGB
from neuroglow.video.painting.ink import argb, blend, fill, raster, stroke
from neuroglow.video.painting.light import Timing
from neuroglow.video.painting.lines import boldness
from neuroglow.video.painting.maps import image_of
from neuroglow.video.painting.numbers import brief
from neuroglow.video.painting.text import Lettering
from neuroglow.video.storyboard import Look
from neuroglow.views import Probe, Views, Way, Weights

SMALL, SMALL_CORNER = 30, 3  # smaller neurons have corners so little round
NUMBERED = 32  # neurons from this size on have room for their activation as a number
SILENT = 0.62  # how far silent neurons stand back
RIM = 0.75  # how far the edge of a neuron takes the colour of its light
VALUE, LEAST_VALUE = 16.0, 11.0  # sizes of activations beside neurons, and within small ones, in logical units
GROUND = 0.78  # how much the ground of a number within a picture covers
NEAREST, SMOOTH = skia.SamplingOptions(skia.FilterMode.kNearest), skia.SamplingOptions(skia.FilterMode.kLinear)


class Moment(NamedTuple):
    """What is drawn: weights, the example on its way, and in a pass the way back and what is lit how much."""

    weights: Weights
    probe: Probe
    way: Way | None
    time: Timing | None

    def reached(self, layer: int) -> float:
        """How much of a layer's answer there is: in a pass, it comes with the signal."""
        if self.time is None:
            return 1.0
        return max(float(self.time.arrived[layer]), 1 - min(1.0, self.time.moment / 0.08))


class Inside(NamedTuple):
    """What is drawn within squares: maps, what the first neurons look for, or curves with their scales; else None."""

    maps: list[skia.Image] | None
    filters: list[skia.Image] | None
    curves: Matrix | None


class Square(NamedTuple):
    """A neuron: its layer, its place there and in arrays of neurons, its square, that square's middle and side."""

    layer: int
    neuron: int
    place: int
    shape: skia.RRect
    rect: skia.Rect
    x: float
    y: float
    size: float


class Squares:
    """Draws the neurons of one network."""

    def __init__(
        self, views: Views, geometry: Geometry, letters: Lettering, look: Look, error: RGB, zoom: float
    ) -> None:
        self._value, self._least = VALUE / zoom, LEAST_VALUE / zoom
        self._views, self._geometry, self._letters, self._look, self._error = views, geometry, letters, look, error
        self._theme = views.theme
        self._squares = [
            square_of(geometry, layer, neuron)
            for layer, here in enumerate(geometry.layers)
            if layer > 0 or geometry.image is None
            for neuron in range(len(here.ys))
        ]
        below = [np.min(np.diff(np.unique(here.ys)), initial=np.inf) - here.size for here in geometry.layers]
        self._below = [bool(room >= 1.3 * self._value) for room in below]
        self._images: dict[str, tuple[object, list[skia.Image]]] = {}

    def draw(self, canvas: skia.Canvas, now: Moment) -> None:
        """All of them, at this moment."""
        muted, inside = self._views.muted(), self._inside()
        for square in self._squares:
            self._draw_inside(canvas, now, inside, square)
            silent = bool(muted[square.place])
            dimmed = 0.0 if now.time is None else float(now.time.dimmed[square.layer])
            back = max(SILENT if silent else 0.0, dimmed)
            if back > 0:
                canvas.drawRRect(square.shape, fill(self._theme.bg, back))
            self._draw_rim(canvas, now, inside, square)
            if now.time is not None and now.way is not None:
                self._draw_flashes(canvas, now.probe, now.way, now.time, square)
            if silent:
                self._strike(canvas, square)
            if square.layer > 0:
                self._draw_bias(canvas, now.weights, square)
            self._draw_value(canvas, now, inside, square)

    def _draw_rim(self, canvas: skia.Canvas, now: Moment, inside: Inside, square: Square) -> None:
        """The edge of a neuron takes the colour of its light."""
        colour, width = self._theme.edge, 1.0
        light = float(now.probe.neuron_glow[square.place])
        if square.layer == 1 and inside.filters is not None:
            red, green, blue = map(int, now.probe.colours[square.place, :3])
            colour, width = (red, green, blue), 2.0
        elif self._look.glow:
            there = 1.0 if now.time is None else now.time.signal * float(now.time.arrived[square.layer])
            colour = blend(colour, self._sign(light), RIM * abs(light) * there)
            width = 1.0 + 0.8 * abs(light) * there
        canvas.drawRRect(square.shape, stroke(colour, width))

    def _draw_flashes(self, canvas: skia.Canvas, probe: Probe, way: Way, time: Timing, square: Square) -> None:
        """What light has just reached flashes; the error's rings grow around the outputs."""
        light = float(probe.neuron_glow[square.place])
        self._rim(canvas, square, 0, self._sign(light), time.signal * float(time.flash[square.layer]) * abs(light))
        if square.layer == 0 or time.error <= 0 or np.isnan(way.loss):
            return
        wrong = abs(float(way.error_glow[square.place]))
        last = square.layer == len(self._geometry.layers) - 1
        appears = 1.0 if last else float(time.returned[square.layer])
        self._rim(canvas, square, 3, self._error, time.error * wrong**0.5 * appears)
        for grown in (time.ring, time.second_ring) if last else ():
            if 0 < grown < 1:
                self._rim(canvas, square, 3 + 30 * grown, self._error, wrong * (1 - grown))

    def _rim(self, canvas: skia.Canvas, square: Square, beyond: float, colour: RGB, strength: float) -> None:
        if strength < 0.02:
            return
        corner = corner_of(square.size) + beyond
        shape = skia.RRect.MakeRectXY(square.rect.makeOutset(beyond, beyond), corner, corner)
        canvas.drawRRect(shape, stroke(colour, 2.0, min(1.0, strength)))

    def _sign(self, value: float) -> RGB:
        return self._theme.negative if value < 0 else self._theme.positive

    def _pictures(self, name: str, pixels: NDArray[np.uint8]) -> list[skia.Image]:
        """Images of these pixels, made once for each moment."""
        kept = self._images.get(name)
        if kept is None or kept[0] is not pixels:
            kept = self._images[name] = (pixels, [image_of(each) for each in pixels])
        return kept[1]

    def _inside(self) -> Inside:
        maps, filters = self._views.maps(), self._views.filters()
        lines, scales = self._views.lines(), self._views.scales()
        return Inside(
            None if maps is None else self._pictures("maps", maps),
            None if filters is None else self._pictures("filters", filters),
            None if lines is None or scales is None else lines / scales[:, None],
        )

    def _draw_inside(self, canvas: skia.Canvas, now: Moment, inside: Inside, square: Square) -> None:
        """A map, what it looks for, a line, or its activation as colour."""
        if inside.maps is not None:
            draw_image(canvas, inside.maps[square.place], square, SMOOTH)
            return
        if inside.filters is not None and square.layer == 1:
            canvas.drawRRect(square.shape, fill(self._theme.zero))
            draw_image(canvas, inside.filters[square.neuron], square, NEAREST)
            return
        if inside.curves is not None:
            canvas.drawRRect(square.shape, fill(self._theme.zero))
            self._draw_curve(canvas, inside.curves[square.place], square.rect)
            return
        red, green, blue = map(int, now.probe.colours[square.place, :3])
        canvas.drawRRect(square.shape, fill((red, green, blue)))

    def _draw_value(self, canvas: skia.Canvas, now: Moment, inside: Inside, square: Square) -> None:
        """The activation as a number: in the middle of a plain square; where numbers are wanted, beside a picture."""
        pictured = self._views.mapped or (square.layer == 1 and inside.filters is not None)
        if pictured and not self._look.values:
            return
        rect, there = square.rect, now.reached(square.layer)
        words = brief(float(now.probe.a[square.place]))
        text = argb(self._theme.text, there)
        if not pictured and (square.size >= NUMBERED or self._look.values):
            size = max(self._least, square.size * 0.27)
            self._number(canvas, words, rect.centerX(), rect.centerY(), size, text)
        elif self._look.values and self._below[square.layer]:
            y = rect.bottom() + 0.72 * self._value
            width = self._letters.measure(words, self._value, 500) + 8
            ground = skia.Rect.MakeXYWH(rect.centerX() - width / 2, y - 0.62 * self._value, width, 1.24 * self._value)
            canvas.drawRoundRect(ground, 5, 5, fill(self._theme.bg, 0.7 * there))
            self._number(canvas, words, rect.centerX(), y, self._value, text)
        elif self._look.values:
            size = max(self._least, min(self._value, 0.3 * square.size))
            ground = skia.Rect.MakeLTRB(
                rect.left() + 1, rect.bottom() - 1.5 * size, rect.right() - 1, rect.bottom() - 1
            )
            canvas.drawRoundRect(ground, SMALL_CORNER, SMALL_CORNER, fill(self._theme.bg, GROUND * there))
            self._number(canvas, words, rect.centerX(), ground.centerY(), size, text)

    def _number(self, canvas: skia.Canvas, words: str, x: float, y: float, size: float, colour: int) -> None:
        self._letters.draw(canvas, words, x, y, size, colour, weight=500, align="centre", middle=True)

    def _draw_curve(self, canvas: skia.Canvas, heights: Vector, rect: skia.Rect) -> None:
        """One input: what the neuron answers, from left to right; its full colour is at the edge."""
        reach = rect.width() / 2 - 5
        xs = rect.centerX() + np.linspace(-reach, reach, len(heights))
        ys = rect.centerY() - reach * np.clip(np.nan_to_num(heights), -1, 1)
        path = skia.Path()
        path.addPoly([skia.Point(x, y) for x, y in zip(xs.tolist(), ys.tolist(), strict=True)], False)
        canvas.drawPath(path, stroke(self._theme.text, 1.6))

    def _strike(self, canvas: skia.Canvas, square: Square) -> None:
        """A silent neuron is struck through."""
        x, y, reach = square.x, square.y, square.size / 2 - max(3.0, square.size / 8)
        for colour, width in ((self._theme.bg, 5.0), (self._theme.muted, 2.0)):
            canvas.drawLine(x - reach, y + reach, x + reach, y - reach, stroke(colour, width))

    def _draw_bias(self, canvas: skia.Canvas, weights: Weights, square: Square) -> None:
        bias = self._geometry.parameter(square.layer, square.neuron, None)
        radius = (1.4 + 0.65 * float(weights.widths[bias])) * boldness(self._geometry.size)
        red, green, blue, alpha = map(int, weights.colours[bias])
        left, below = square.x - square.size / 2 + 1, square.y + square.size / 2 - 1
        canvas.drawCircle(left, below, radius + 1.4, fill(self._theme.bg))
        canvas.drawCircle(left, below, radius, fill((red, green, blue), 0.35 + 0.65 * alpha / 255))


def square_of(geometry: Geometry, layer: int, neuron: int) -> Square:
    here = geometry.layers[layer]
    x, y, half = float(here.xs[neuron]), float(here.ys[neuron]), here.size / 2
    rect, corner = skia.Rect.MakeLTRB(x - half, y - half, x + half, y + half), corner_of(here.size)
    shape = skia.RRect.MakeRectXY(rect, corner, corner)
    return Square(layer, neuron, geometry.neurons[layer] + neuron, shape, rect, x, y, here.size)


def corner_of(size: float) -> float:
    return SMALL_CORNER if size < SMALL else min(10.0, size / 4.2)


def draw_image(canvas: skia.Canvas, image: skia.Image, square: Square, sampling: skia.SamplingOptions) -> None:
    """An image within a square with round corners, as large as the square."""
    rect = square.rect
    scale = min(rect.width() / image.width(), rect.height() / image.height())
    left, top = rect.centerX() - scale * image.width() / 2, rect.centerY() - scale * image.height() / 2
    if not raster(canvas):
        canvas.save()
        canvas.clipRRect(square.shape, True)
        place = skia.Rect.MakeXYWH(left, top, scale * image.width(), scale * image.height())
        canvas.drawImageRect(image, place, sampling)
        canvas.restore()
        return
    matrix = skia.Matrix.Translate(left, top)
    matrix.preScale(scale, scale)
    shader = image.makeShader(skia.TileMode.kClamp, skia.TileMode.kClamp, sampling, matrix)
    canvas.drawRRect(square.shape, skia.Paint(Shader=shader, AntiAlias=True))
