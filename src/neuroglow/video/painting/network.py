"""The network: lines, neurons with what they do, names; an example's signal as light, and one update in slow motion."""

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import skia
from numpy.typing import NDArray

from neuroglow.examples import Vector
from neuroglow.geometry import Geometry, lay_out
from neuroglow.themes import RGB
from neuroglow.video.painting.brush import CRISP, Brush, Curves, brush, place_of
from neuroglow.video.painting.ink import Kept, argb, blend, fill, raster, stroke
from neuroglow.video.painting.light import Lamp, Timing, timing
from neuroglow.video.painting.lines import boldness, curves_of, edges_of, on_the_way
from neuroglow.video.painting.maps import image_of
from neuroglow.video.painting.marks import Marks
from neuroglow.video.painting.numbers import brief
from neuroglow.video.painting.rooms import rooms_of
from neuroglow.video.painting.text import Lettering
from neuroglow.video.script import Cue
from neuroglow.video.storyboard import Look
from neuroglow.views import Probe, Views, Way, Weights

# Films are looked at from further away than pages: everything is larger, small networks most of all.
ZOOM, LARGEST_ZOOM, FINER = 1.4, 2.4, 0.1
NARROWEST = 600.0  # networks are not laid out in less width than this, where neurons would be small
APART_LAYERS = 2.8  # layers are zoomed in on only while they are so many squares apart
SMALL, SMALL_CORNER = 30, 3  # smaller neurons have corners so little round
NUMBERED = 32  # neurons from this size on have room for their activation as a number
SILENT = 0.62  # how far silent neurons stand back
NAME, HEAD, VALUE = 13.5, 11.5, 11.5  # sizes of type, before the zoom
BAR, BAR_HEIGHT = 78.0, 9.0  # beside the names of classes: room for the shares, and how high they are
RIM = 0.75  # how far the edge of a neuron takes the colour of its light
APART = 9  # cells of an image from this size on stand apart from each other
NEAREST, SMOOTH = skia.SamplingOptions(skia.FilterMode.kNearest), skia.SamplingOptions(skia.FilterMode.kLinear)


class Moment(NamedTuple):
    """What is drawn: weights, the example on its way, and in a pass the way back and what is lit how much."""

    weights: Weights
    probe: Probe
    way: Way | None
    time: Timing | None


class Brushes(NamedTuple):
    """Of the weights' lines, and of the light on them."""

    lines: Brush
    light: Brush


class NetworkPicture:
    """The network within a box. look: whether it glows, and whether activations stand beside neurons.

    bare: without the image that goes in and without bars beside the outputs; lines begin at `image` all the same.
    """

    def __init__(self, views: Views, box: skia.Rect, letters: Lettering, look: Look, *, bare: bool = False) -> None:
        self._views, self._box, self._letters, self._look, self._bare = views, box, letters, look, bare
        self._theme = views.theme
        self._zoom = ZOOM
        self._rooms = rooms_of(views.run)
        self._bars = not bare and views.plan.task == "classes"
        self._inputs = [] if views.kind == "pixels" and views.filters() is not None else list(views.names_in)
        self._geometry = self._laid_out()
        self._edges = edges_of(self._geometry)
        self._lamp = Lamp(self._rooms, self._geometry, self._edges, self._theme)
        self._marks = Marks(self._geometry, self._edges, letters, self._theme, self._lamp.error)
        self._names = Kept(skia.Rect.MakeWH(self._geometry.width + BAR, self._geometry.height), self._draw_names)
        self._kept: Brushes | None = None
        self._place: tuple[float, ...] = ()
        self._shone: Probe | None = None
        self._lined: Curves | None = None
        self._pictures: dict[str, tuple[object, list[skia.Image]]] = {}

    @property
    def image(self) -> skia.Rect | None:
        """Where inputs that are the pixels of an image have their image; None without."""
        image = self._geometry.image
        if image is None:
            return None
        zoom = self._zoom
        return skia.Rect.MakeXYWH(
            self._box.left() + zoom * image.left,
            self._box.top() + zoom * image.top,
            zoom * image.width,
            zoom * image.height,
        )

    def _laid_out(self) -> Geometry:
        """As large as fits: zoomed in until the network fills the height, or is as close as layers may be."""
        zoom = min(LARGEST_ZOOM, self._box.width() / NARROWEST)
        while zoom > ZOOM:
            geometry = self._laid_out_at(zoom)
            rows = max(len(np.unique(here.ys)) for here in geometry.layers)
            middles = [here.x for here in geometry.layers]
            wide = min(np.diff(middles)) >= APART_LAYERS * geometry.size
            largest = geometry.size >= self._laid_out_at(ZOOM).size * ZOOM / zoom
            if wide and (rows == 1 or largest):
                break
            zoom -= FINER
        self._zoom = zoom if zoom > ZOOM else max(0.2, min(ZOOM, self._box.width() / NARROWEST))
        return self._laid_out_at(self._zoom)

    def _laid_out_at(self, zoom: float) -> Geometry:
        views = self._views
        return lay_out(
            self._rooms.engine,
            views.plan.sizes,
            views.sizes,
            self._inputs,
            list(views.names_out),
            self._box.width() / zoom - (BAR if self._bars else 0.0),
            self._box.height() / zoom,
            pixels=None if self._inputs else views.run.data.dataset.size,
        )

    # a frame

    def draw(self, canvas: skia.Canvas, cue: Cue, inputs: Sequence[float] | None = None) -> None:
        """The present moment of the run. inputs: what goes in where the cue names no example."""
        canvas.save()
        canvas.translate(self._box.left(), self._box.top())
        canvas.scale(self._zoom, self._zoom)
        brushes = self._brushes(canvas)
        now = self._moment(cue, inputs)
        self._draw_lines(brushes.lines, now)
        brushes.lines.put(canvas, 1.0 if now.time is None else 1 - now.time.veil)
        self._draw_light(brushes.light, now)
        brushes.light.put(canvas)
        self._draw_neurons(canvas, now)
        self._names.draw(canvas)
        if self._bars:
            self._draw_bars(canvas, now)
        if now.time is not None and now.way is not None:
            self._marks.draw(canvas, now.weights, now.probe, now.way, now.time)
        canvas.restore()

    def _brushes(self, canvas: skia.Canvas) -> Brushes:
        """New ones where the canvas is another one than before."""
        place = place_of(canvas)
        if self._kept is None or place != self._place or not raster(canvas):
            width, height = self._geometry.width + (BAR if self._bars else 0), self._geometry.height
            self._kept = Brushes(
                brush(self._rooms, "lines", canvas, width, height, fine=True),
                brush(self._rooms, "light", canvas, width, height, fine=False),
            )
            self._place, self._shone, self._lined = place, None, None
        return self._kept

    def _moment(self, cue: Cue, inputs: Sequence[float] | None) -> Moment:
        views = self._views
        example = cue.example if cue.example >= 0 else None
        place = None if example is not None else inputs
        weights, probe = views.weights(), views.probe(example, place)
        if cue.moment is None:
            return Moment(weights, probe, None, None)
        time = timing(self._rooms, cue.moment, len(self._geometry.layers))
        way = views.way(example, place)
        return Moment(on_the_way(self._rooms, weights, way.after, time.changed), probe, way, time)

    def _draw_lines(self, lines: Brush, now: Moment) -> None:
        """What has not changed is there already."""
        muted, frozen = self._views.muted(), self._views.frozen()
        curves = curves_of(self._rooms, self._geometry, self._edges, now.weights, now.probe, muted, frozen)
        if self._lined is None or not lines.stands or not same(curves, self._lined):
            lines.clear()
            lines.curves(CRISP, curves)
            self._lined = curves

    def _draw_light(self, light: Brush, now: Moment) -> None:
        """The signal of the example at rest, and in a pass what lights up instead."""
        time, way = now.time, now.way
        if time is None and now.probe is self._shone and light.stands:
            return
        light.clear()
        self._shone = now.probe if time is None else None
        if self._look.glow:
            self._lamp.ordinary(light, now.probe, now.weights, 1.0 if time is None else 1 - time.veil)
        if time is None or way is None:
            return
        if time.signal > 0:
            self._lamp.signal(light, now.probe, now.weights, time)
        if time.error > 0 and way.loss == way.loss:
            self._lamp.come_back(light, way, time)
        if time.change > 0:
            self._lamp.change(light, way, time)

    # neurons

    def _draw_neurons(self, canvas: skia.Canvas, now: Moment) -> None:
        geometry = self._geometry
        if geometry.image is not None and not self._bare:
            self._draw_input_image(canvas, now.probe)
        muted = self._views.muted()
        tiles = self._tiles()
        for layer, here in enumerate(geometry.layers):
            if layer == 0 and geometry.image is not None:
                continue
            dimmed = 0.0 if now.time is None else float(now.time.dimmed[layer])
            for neuron, (x, y) in enumerate(zip(here.xs.tolist(), here.ys.tolist(), strict=True)):
                place = geometry.neurons[layer] + neuron
                half = here.size / 2
                square = skia.RRect.MakeRectXY(
                    skia.Rect.MakeLTRB(x - half, y - half, x + half, y + half), *[corner_of(here.size)] * 2
                )
                self._draw_inside(canvas, now, tiles, layer, neuron, square)
                back = max(SILENT if muted[place] else 0.0, dimmed)
                if back > 0:
                    canvas.drawRRect(square, fill(self._theme.bg, back))
                self._draw_rim(canvas, now, layer, place, neuron, square)
                if muted[place]:
                    self._strike(canvas, x, y, half)
                if layer > 0:
                    self._draw_bias(canvas, now.weights, layer, neuron, x, y)

    def _draw_rim(
        self, canvas: skia.Canvas, now: Moment, layer: int, place: int, neuron: int, square: skia.RRect
    ) -> None:
        """The edge of a neuron takes the colour of its light; what light has just reached flashes."""
        colour, width = self._theme.edge, 1.0
        if layer == 1 and self._views.filters() is not None:
            red, green, blue = map(int, now.probe.colours[place, :3])
            colour, width = (red, green, blue), 2.0
        elif self._look.glow:
            light = float(now.probe.neuron_glow[place])
            there = 1.0 if now.time is None else now.time.signal * float(now.time.arrived[layer])
            colour = blend(colour, self._sign(light), RIM * abs(light) * there)
            width = 1.0 + 0.8 * abs(light) * there
        canvas.drawRRect(square, stroke(colour, width))
        time, way = now.time, now.way
        if time is None or way is None:
            return
        light = float(now.probe.neuron_glow[place])
        flash = time.signal * float(time.flash[layer]) * abs(light)
        self._rim(canvas, square, 0, self._sign(light), flash)
        if layer == 0 or time.error <= 0 or way.loss != way.loss:
            return
        wrong = abs(float(way.error_glow[place]))
        last = layer == len(self._geometry.layers) - 1
        appears = 1.0 if last else float(time.returned[layer])
        self._rim(canvas, square, 3, self._lamp.error, time.error * wrong**0.5 * appears)
        for grown in (time.ring, time.second_ring) if last else ():
            if 0 < grown < 1:
                self._rim(canvas, square, 3 + 30 * grown, self._lamp.error, wrong * (1 - grown))

    def _rim(self, canvas: skia.Canvas, square: skia.RRect, beyond: float, colour: RGB, strength: float) -> None:
        if strength < 0.02:
            return
        rect, corner = square.rect().makeOutset(beyond, beyond), square.getSimpleRadii().x() + beyond
        canvas.drawRRect(skia.RRect.MakeRectXY(rect, corner, corner), stroke(colour, 2.0, min(1.0, strength)))

    def _sign(self, value: float) -> RGB:
        return self._theme.negative if value < 0 else self._theme.positive

    def _tiles(self) -> list[skia.Image] | None:
        """What is drawn within the squares as images: the maps of all neurons, or None."""
        maps = self._views.maps()
        return None if maps is None else self._images("maps", maps)

    def _images(self, name: str, pixels: NDArray[np.uint8]) -> list[skia.Image]:
        kept = self._pictures.get(name)
        if kept is None or kept[0] is not pixels:
            images = [image_of(each) for each in pixels]
            kept = self._pictures[name] = (pixels, images)
        return kept[1]

    def _draw_inside(
        self,
        canvas: skia.Canvas,
        now: Moment,
        tiles: list[skia.Image] | None,
        layer: int,
        neuron: int,
        square: skia.RRect,
    ) -> None:
        """A map, a line, what it looks for, or its activation as colour and number."""
        views, theme = self._views, self._theme
        place = self._geometry.neurons[layer] + neuron
        rect = square.rect()
        if tiles is not None:
            draw_image(canvas, tiles[place], square, SMOOTH)
            self._draw_value(canvas, now, place, rect, inside=False)
            return
        filters = views.filters() if layer == 1 else None
        if filters is not None:
            canvas.drawRRect(square, fill(theme.zero))
            draw_image(canvas, self._images("filters", filters)[neuron], square, NEAREST)
            return
        lines = views.lines()
        if lines is not None:
            canvas.drawRRect(square, fill(theme.zero))
            scales = views.scales()
            self._draw_curve(canvas, lines[place] / (1.0 if scales is None else scales[place]), rect)
            self._draw_value(canvas, now, place, rect, inside=False)
            return
        red, green, blue = map(int, now.probe.colours[place, :3])
        canvas.drawRRect(square, fill((red, green, blue)))
        self._draw_value(canvas, now, place, rect, inside=rect.width() >= NUMBERED)

    def _draw_value(self, canvas: skia.Canvas, now: Moment, place: int, rect: skia.Rect, *, inside: bool) -> None:
        """The activation as a number: within the square, or below it where numbers are wanted."""
        if not inside and not (self._look.values and rect.width() >= NUMBERED / 2):
            return
        time, layer = now.time, self._layer_of(place)
        there = 1.0 if time is None else max(float(time.arrived[layer]), 1 - min(1.0, time.moment / 0.08))
        words = brief(float(now.probe.a[place]))
        if inside:
            colour = argb(self._theme.text, there)
            size = round(rect.width() * 0.27)
            self._letters.draw(
                canvas, words, rect.centerX(), rect.centerY(), size, colour, weight=500, align="centre", middle=True
            )
            return
        colour = argb(self._theme.muted, there)
        y = rect.bottom() + 0.75 * VALUE
        self._letters.draw(canvas, words, rect.centerX(), y, VALUE, colour, weight=500, align="centre", middle=True)

    def _layer_of(self, place: int) -> int:
        return int(np.searchsorted(self._geometry.neurons, place, side="right")) - 1

    def _draw_curve(self, canvas: skia.Canvas, heights: Vector, rect: skia.Rect) -> None:
        """One input: what the neuron answers, from left to right; its full colour is at the edge."""
        reach = rect.width() / 2 - 5
        xs = rect.centerX() + np.linspace(-reach, reach, len(heights))
        ys = rect.centerY() - reach * np.clip(np.nan_to_num(heights), -1, 1)
        path = skia.Path()
        path.addPoly([skia.Point(x, y) for x, y in zip(xs.tolist(), ys.tolist(), strict=True)], False)
        canvas.drawPath(path, stroke(self._theme.text, 1.6))

    def _strike(self, canvas: skia.Canvas, x: float, y: float, half: float) -> None:
        """A silent neuron is struck through."""
        reach = half - max(3.0, half / 4)
        for colour, width in ((self._theme.bg, 5.0), (self._theme.muted, 2.0)):
            canvas.drawLine(x - reach, y + reach, x + reach, y - reach, stroke(colour, width))

    def _draw_bias(self, canvas: skia.Canvas, weights: Weights, layer: int, neuron: int, x: float, y: float) -> None:
        size = self._geometry.layers[layer].size
        bias = self._geometry.parameter(layer, neuron, None)
        radius = (1.4 + 0.65 * float(weights.widths[bias])) * boldness(self._geometry.size)
        red, green, blue, alpha = map(int, weights.colours[bias])
        left, below = x - size / 2 + 1, y + size / 2 - 1
        canvas.drawCircle(left, below, radius + 1.4, fill(self._theme.bg))
        canvas.drawCircle(left, below, radius, fill((red, green, blue), 0.35 + 0.65 * alpha / 255))

    # inputs and outputs

    def _draw_input_image(self, canvas: skia.Canvas, probe: Probe) -> None:
        image, size = self._geometry.image, self._views.run.data.dataset.size
        assert image is not None
        assert size is not None
        theme, (columns, rows) = self._theme, size
        ground = skia.Rect.MakeXYWH(image.left - 6, image.top - 6, image.width + 12, image.height + 12)
        canvas.drawRoundRect(ground, 10, 10, fill(theme.zero))
        canvas.drawRoundRect(ground, 10, 10, stroke(theme.edge, 1.0))
        across, down = image.width / columns, image.height / rows
        shades = np.clip(np.nan_to_num(probe.inputs), 0, 1).tolist()
        gap = 0.0 if min(across, down) < APART else max(1.0, min(across, down) / 16)
        corner = 0.0 if gap == 0 else min(across, down) / 8
        for cell, shade in enumerate(shades[: columns * rows]):
            if gap == 0 and shade == 0:
                continue
            x, y = image.left + cell % columns * across, image.top + cell // columns * down
            room = 0.3 if gap == 0 else -gap
            rect = skia.Rect.MakeXYWH(x + gap / 2, y + gap / 2, across + room, down + room)
            canvas.drawRoundRect(rect, corner, corner, fill(theme.text, shade if gap == 0 else 0.07 + 0.93 * shade))

    def _draw_bars(self, canvas: skia.Canvas, now: Moment) -> None:
        """Beside the outputs' names, how likely each class is to the network."""
        layer = len(self._geometry.layers) - 1
        here, theme = self._geometry.layers[layer], self._theme
        there = 1.0 if now.time is None else float(now.time.arrived[layer])
        shares = np.clip(np.nan_to_num(now.probe.answer), 0, 1) * there
        best = int(np.argmax(shares))
        left = float(here.xs.max()) + here.size / 2 + 14 + self._widest(self._views.names_out)
        width = self._geometry.width + BAR - 14 - left
        for output, y in enumerate(here.ys.tolist()):
            bar = skia.Rect.MakeXYWH(left, y - BAR_HEIGHT / 2, width, BAR_HEIGHT)
            canvas.drawRoundRect(bar, BAR_HEIGHT / 2, BAR_HEIGHT / 2, fill(theme.line))
            if shares[output] > 0.004:
                filled = skia.Rect.MakeXYWH(
                    left, y - BAR_HEIGHT / 2, max(BAR_HEIGHT, width * float(shares[output])), BAR_HEIGHT
                )
                colour = theme.positive if output == best else theme.faint
                canvas.drawRoundRect(filled, BAR_HEIGHT / 2, BAR_HEIGHT / 2, fill(colour))

    def _widest(self, names: Sequence[str]) -> float:
        return max(self._letters.measure(pretty(name), NAME, 500) for name in names)

    def _draw_names(self, canvas: skia.Canvas) -> None:
        """Names of inputs and outputs, how many neurons layers have, and how many there was no room for."""
        geometry, views = self._geometry, self._views
        last = len(geometry.layers) - 1
        text, muted = argb(self._theme.text), argb(self._theme.muted)
        size = views.run.data.dataset.size
        for layer, here in enumerate(geometry.layers):
            count = views.plan.sizes[layer]
            words = f"{count}"
            if layer == 0:
                pixels = size is not None and geometry.image is not None
                words = f"{size[0]} × {size[1]} pixels" if size and pixels else plural(count, "input")  # noqa: RUF001
            elif layer == last:
                words = plural(count, "output")
            if not (self._bare and layer == 0):
                self._word(canvas, words, here.x, 24, HEAD, muted, "centre")
            if here.hidden > 0 and not (layer == 0 and geometry.image is not None):
                self._word(canvas, f"+ {here.hidden} more", here.x, geometry.height - 40, HEAD, muted, "centre")
        if geometry.image is None:
            here = geometry.layers[0]
            for name, x, y in zip(self._inputs, here.xs.tolist(), here.ys.tolist(), strict=False):
                edge = x - here.size / 2 - 9
                words = self._letters.cut(pretty(name), edge - 4, NAME, 500)
                self._word(canvas, words, edge, y, NAME, text, "right")
        here = geometry.layers[last]
        for name, x, y in zip(views.names_out, here.xs.tolist(), here.ys.tolist(), strict=False):
            edge = x + here.size / 2 + 9
            words = self._letters.cut(pretty(name), geometry.width - edge - 2, NAME, 500)
            self._word(canvas, words, edge, y, NAME, text, "left")

    def _word(self, canvas: skia.Canvas, words: str, x: float, y: float, size: float, colour: int, align: Any) -> None:
        self._letters.draw(canvas, words, x, y, size, colour, weight=500, align=align, middle=True)


def same(some: Curves, others: Curves) -> bool:
    return all(map(np.array_equal, some, others))  # type: ignore[arg-type]  # mypy: tuples of arrays are of objects


def corner_of(size: float) -> float:
    return SMALL_CORNER if size < SMALL else min(10.0, size / 4.2)


def draw_image(canvas: skia.Canvas, image: skia.Image, square: skia.RRect, sampling: skia.SamplingOptions) -> None:
    """An image within a square with round corners, as large as the square."""
    rect = square.rect()
    if rect.width() < SMALL or not raster(canvas):
        canvas.drawImageRect(image, rect, sampling)
        return
    scale = min(rect.width() / image.width(), rect.height() / image.height())
    matrix = skia.Matrix.Translate(
        rect.centerX() - scale * image.width() / 2, rect.centerY() - scale * image.height() / 2
    )
    matrix.preScale(scale, scale)
    shader = image.makeShader(skia.TileMode.kClamp, skia.TileMode.kClamp, sampling, matrix)
    canvas.drawRRect(square, skia.Paint(Shader=shader, AntiAlias=True))


def plural(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


LOWERED, RAISED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉"), str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def pretty(name: str) -> str:
    """x1^2 as x₁²; names that are no formulas as they are."""
    if not re.fullmatch(r"[a-z0-9+\-*/^(). ]+", name) or not re.search(r"\bx\d", name):
        return name
    name = re.sub(r"\bx(\d+)", lambda found: "x" + found[1].translate(LOWERED), name)
    name = re.sub(r"\^(\d+)", lambda found: found[1].translate(RAISED), name)
    return name.replace("*", "·")
