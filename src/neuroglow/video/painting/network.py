"""The network: lines, neurons with what they do, names; an example's signal as light, and one update in slow motion."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import skia

from neuroglow.geometry import Geometry, lay_out
from neuroglow.video.painting.beside import BAR, Beside
from neuroglow.video.painting.brush import CRISP, Brush, Curves, brush, place_of
from neuroglow.video.painting.ink import raster
from neuroglow.video.painting.light import Lamp, timing
from neuroglow.video.painting.lines import curves_of, edges_of, on_the_way
from neuroglow.video.painting.marks import Marks
from neuroglow.video.painting.neurons import Moment, Squares
from neuroglow.video.painting.rooms import rooms_of
from neuroglow.video.painting.text import Lettering
from neuroglow.video.script import Cue
from neuroglow.video.storyboard import Look
from neuroglow.views import Probe, Views

# Films are looked at from further away than pages: everything is larger, small networks most of all.
ZOOMS = (1.0, 1.2, 1.4, 1.6, 1.8, 2.0, 2.2, 2.4)
COMMON = 1.4  # the zoom of networks that gain nothing by another one
LARGEST = 88.0  # neurons are not zoomed to more than this, in logical units
ALIKE = 6.0  # sizes of neurons that differ less are about the same
SMALLEST = 20.0  # rather than to make them smaller, layers get several columns
APART = 2.5  # layers are zoomed in on only while they are so many squares apart


class Brushes(NamedTuple):
    """Of the weights' lines, and of the light on them."""

    lines: Brush
    light: Brush


class NetworkPicture:
    """The network within a box. look: whether it glows, and whether activations stand beside neurons.

    bare: without bars beside the outputs, and with no more of the image that goes in than its ground, at `image`.
    """

    def __init__(self, views: Views, box: skia.Rect, letters: Lettering, look: Look, *, bare: bool = False) -> None:
        self._views, self._box, self._look = views, box, look
        self._rooms = rooms_of(views.run)
        bars = not bare and views.plan.task == "classes"
        self._bar = BAR if bars else 0.0
        self._inputs = [] if views.kind == "pixels" and views.filters() is not None else list(views.names_in)
        self._zoom = COMMON
        self._geometry = self._laid_out()
        self._edges = edges_of(self._geometry)
        self._lamp = Lamp(self._rooms, self._geometry, self._edges, views.theme)
        self._marks = Marks(self._geometry, self._edges, letters, views.theme, self._lamp.error, self._zoom)
        self._squares = Squares(views, self._geometry, letters, look, self._lamp.error, self._zoom)
        self._beside = Beside(views, self._geometry, letters, self._inputs, zoom=self._zoom, bars=bars, bare=bare)
        self._kept: Brushes | None = None
        self._place: tuple[float, ...] = ()
        self._shone: Probe | None = None
        self._lined: Curves | None = None

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
        """As large as neurons can be while layers stay apart and have no more columns than they need: sets the zoom.

        Compact only where that makes for fewer columns.
        """
        ways = [(zoom, compact) for compact in (False, True) for zoom in ZOOMS]
        laid = {way: self._laid_out_at(*way) for way in ways}
        laid = {way: at for way, at in laid.items() if not way[1] or way[0] * at.size >= SMALLEST}
        least = min(hidden(geometry) for geometry in laid.values())
        few = min(columns(geometry) for geometry in laid.values() if hidden(geometry) == least)
        found = [
            (not compact, round(min(LARGEST, zoom * geometry.size) / ALIKE), -abs(zoom - COMMON), zoom, compact)
            for (zoom, compact), geometry in laid.items()
            if zoom * (geometry.width + self._bar) <= self._box.width() + zoom
            and hidden(geometry) == least
            and columns(geometry) == few
            and (zoom == 1 or gap(geometry) >= APART * geometry.size)
        ]
        if not found:
            self._zoom = self._box.width() / (laid[1.0, False].width + self._bar)
            return self._laid_out_at(self._zoom, False)
        *_, self._zoom, compact = max(found)
        return laid[self._zoom, compact]

    def _laid_out_at(self, zoom: float, compact: bool) -> Geometry:
        views = self._views
        return lay_out(
            self._rooms.engine,
            views.plan.sizes,
            views.sizes,
            self._inputs,
            list(views.names_out),
            self._box.width() / zoom - self._bar,
            self._box.height() / zoom,
            pixels=None if self._inputs else views.run.data.dataset.size,
            compact=compact,
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
        self._beside.draw_image(canvas, now)
        self._squares.draw(canvas, now)
        self._beside.draw(canvas, now)
        if now.time is not None and now.way is not None:
            self._marks.draw(canvas, now.weights, now.probe, now.way, now.time)
        canvas.restore()

    def _brushes(self, canvas: skia.Canvas) -> Brushes:
        """New ones where the canvas is another one than before."""
        place = place_of(canvas)
        if self._kept is None or place != self._place or not raster(canvas):
            width, height = self._geometry.width + self._bar, self._geometry.height
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
        if time.error > 0 and not np.isnan(way.loss):
            self._lamp.come_back(light, way, time)
        if time.change > 0:
            self._lamp.change(light, way, time)


def same(some: Curves, others: Curves) -> bool:
    return all(map(np.array_equal, some, others))  # type: ignore[arg-type]  # mypy: tuples of arrays are of objects


def columns(geometry: Geometry) -> int:
    """The most columns that a layer has; the pixels of an image apart."""
    return max(len(np.unique(here.xs)) for here in geometry.layers[geometry.image is not None :])


def hidden(geometry: Geometry) -> int:
    """Neurons that there is no room for."""
    return sum(here.hidden for here in geometry.layers)


def gap(geometry: Geometry) -> float:
    """The least distance from one layer to the next."""
    return float(np.min(np.diff([here.x for here in geometry.layers])))
