"""The numbers and signs of slow motion: answers and targets at the outputs, which way neurons should go, what weights
become."""

from itertools import chain

import numpy as np
import skia

from neuroglow.geometry import Geometry
from neuroglow.themes import RGB, Theme
from neuroglow.video.painting.brush import places_on
from neuroglow.video.painting.ink import argb, fill, stroke
from neuroglow.video.painting.light import Timing
from neuroglow.video.painting.lines import Edges
from neuroglow.video.painting.numbers import grouped_loss, precise, short
from neuroglow.video.painting.text import Lettering
from neuroglow.views import Probe, Way, Weights

SIZE, PILL, PADDING = 17.0, 31.0, 13.0  # of words, the grounds that they stand on, and beside them, in logical units
NUMBERED = 3  # the largest changes that get their numbers, at most
NOTABLE = 0.25  # a change is worth its numbers from this share of the largest one on
ANSWERED = 3.3  # until which moment answers and targets stand
ALONG = (0.5, 0.35, 0.65, 0.25, 0.75)  # where on a line its numbers may stand, the best place first


class Marks:
    """Draws them for one network."""

    def __init__(
        self, geometry: Geometry, edges: Edges, letters: Lettering, theme: Theme, error: RGB, zoom: float
    ) -> None:
        self._geometry, self._edges, self._letters, self._theme, self._error = geometry, edges, letters, theme, error
        self._size, self._height, self._padding = SIZE / zoom, PILL / zoom, PADDING / zoom
        self._squares = [
            skia.Rect.MakeXYWH(x - here.size / 2, y - here.size / 2, here.size, here.size)
            for layer, here in enumerate(geometry.layers)
            if layer > 0 or geometry.image is None
            for x, y in zip(here.xs.tolist(), here.ys.tolist(), strict=True)
        ]
        if geometry.image is not None:
            self._squares.append(skia.Rect.MakeXYWH(*geometry.image))

    def draw(self, canvas: skia.Canvas, weights: Weights, probe: Probe, way: Way, time: Timing) -> None:
        """What belongs to this moment of an update."""
        if probe.target is None or way.loss != way.loss:
            return
        if time.moment > 2:
            self._wishes(canvas, way, time)
        if time.error > 0 and time.moment <= ANSWERED:
            self._answers(canvas, probe, way, min(1.0, 1.5 * time.error))
        if time.moment > 3:
            self._changes(canvas, weights, way, time.change)

    def _answers(self, canvas: skia.Canvas, probe: Probe, way: Way, strength: float) -> None:
        """Beside each output its target; of an only output its answer and the loss, too."""
        assert probe.target is not None
        layer = len(self._geometry.layers) - 1
        here, first = self._geometry.layers[layer], self._geometry.neurons[layer]
        if len(here.ys) == 1:
            x, y, far = float(here.xs[0]), float(here.ys[0]), here.size / 2 + 10 + self._height / 2
            self._pill(canvas, x, y - far, f"answer {figures(probe.a[first])}", self._theme.text, strength)
            self._pill(canvas, x, y + far, f"target {figures(probe.target[0])}", self._theme.text, strength)
            self._pill(canvas, x, y + far + self._height + 5, f"loss {grouped_loss(way.loss)}", self._error, strength)
            return
        before = self._geometry.layers[layer - 1]
        room = float(here.xs[0] - before.xs.max()) - here.size / 2 - before.size / 2 - 14
        told = [
            f"{figures(probe.a[first + output])}, target {figures(aim)}"
            for output, aim in enumerate(probe.target[: len(here.ys)].tolist())
        ]
        if max(self._letters.measure(words, self._size, 500) for words in told) > room:
            told = [f"→ {figures(aim)}" for aim in probe.target[: len(here.ys)].tolist()]
        for words, aim, x, y in zip(told, probe.target.tolist(), here.xs.tolist(), here.ys.tolist(), strict=False):
            colour = self._theme.text if aim > 0 else self._theme.muted
            self._beside(canvas, words, x - here.size / 2 - 10, y, colour, strength)
        below = float(here.ys.max()) + here.size / 2 + 8 + self._height / 2
        self._pill(canvas, float(here.xs[0]), below, f"loss {grouped_loss(way.loss)}", self._error, strength)

    def _wishes(self, canvas: skia.Canvas, way: Way, time: Timing) -> None:
        """Which way a neuron's sum should go: a triangle at its corner, upwards where more would lower the loss."""
        for layer, here in enumerate(self._geometry.layers[1:], 1):
            for neuron, (x, y) in enumerate(zip(here.xs.tolist(), here.ys.tolist(), strict=True)):
                wrong = float(way.error_glow[self._geometry.neurons[layer] + neuron])
                alpha = time.error * float(time.returned[layer]) * min(1.0, 2.5 * abs(wrong))
                if alpha < 0.05:
                    continue
                left, top = x + here.size / 2 - 1, y - here.size / 2 + 1
                reach, up = max(3.5, min(6.0, here.size / 8)), 1 if wrong < 0 else -1
                path = skia.Path()
                corners = ((-reach, 0.8), (reach, 0.8), (0.0, -1.0))
                path.addPoly([skia.Point(left + dx, top + dy * reach * up) for dx, dy in corners], True)
                canvas.drawPath(path, stroke(self._theme.bg, 4.0, alpha))
                canvas.drawPath(path, fill(self._error, alpha))

    def _changes(self, canvas: skia.Canvas, weights: Weights, way: Way, strength: float) -> None:
        """What the weights and biases that change most become."""
        standing: list[skia.Rect] = []
        for place, spots in self._largest(way):
            before, after = signed(weights.params[place]), signed(way.after.params[place])
            if before == after:
                continue
            words = f"{before} → {after}"
            boxes = [self._around(x, y, words) for x, y in spots]
            box = settle(boxes, [*standing, *self._squares])
            if box is None:
                continue
            standing.append(box)
            edge = self._theme.negative if way.change_glow[place] < 0 else self._theme.positive
            self._pill_in(canvas, box, words, self._theme.text, strength, edge)

    def _largest(self, way: Way) -> list[tuple[int, list[tuple[float, float]]]]:
        """The parameters that change most, the largest change first, with places where their numbers may stand."""
        sizes = np.abs(way.change_glow)
        at = {int(place): edge for edge, place in enumerate(self._edges.places)}
        biases = dict(chain.from_iterable(self._biases_into(layer) for layer in range(1, len(self._geometry.layers))))
        drawn = [place for place in np.argsort(-sizes, kind="stable").tolist() if place in at or place in biases]
        found = []
        for place in drawn[:NUMBERED]:
            if sizes[place] < NOTABLE:
                break
            if place in biases:
                x, below = biases[place]
                spots = [(x - 60, below + 6), (x - 60, below - 18), (x, below + 20)]
            else:
                ends = np.tile(self._edges.ends[at[place]], (len(ALONG), 1))
                spots = [(x, y) for x, y in places_on(ends, np.array(ALONG)).tolist()]
            found.append((place, spots))
        return found

    def _biases_into(self, layer: int) -> list[tuple[int, tuple[float, float]]]:
        here = self._geometry.layers[layer]
        half = here.size / 2 - 1
        return [
            (self._geometry.parameter(layer, neuron, None), (x - half, y + half))
            for neuron, (x, y) in enumerate(zip(here.xs.tolist(), here.ys.tolist(), strict=True))
        ]

    def _around(self, x: float, y: float, words: str) -> skia.Rect:
        """A box for words around a place, inside the picture."""
        width = self._letters.measure(words, self._size, 500) + 2 * self._padding
        left = max(4.0, min(self._geometry.width - 4 - width, x - width / 2))
        top = max(4.0, min(self._geometry.height - 4 - self._height, y - self._height / 2))
        return skia.Rect.MakeXYWH(left, top, width, self._height)

    def _pill(self, canvas: skia.Canvas, x: float, y: float, words: str, colour: RGB, strength: float) -> None:
        self._pill_in(canvas, self._around(x, y, words), words, colour, strength, self._theme.edge)

    def _pill_in(
        self, canvas: skia.Canvas, box: skia.Rect, words: str, colour: RGB, strength: float, edge: RGB
    ) -> None:
        canvas.drawRoundRect(box, self._height / 2, self._height / 2, fill(self._theme.surface, strength))
        canvas.drawRoundRect(box, self._height / 2, self._height / 2, stroke(edge, 1.0, strength))
        self._letters.draw(
            canvas,
            words,
            box.centerX(),
            box.centerY(),
            self._size,
            argb(colour, strength),
            weight=500,
            align="centre",
            middle=True,
        )

    def _beside(self, canvas: skia.Canvas, words: str, x: float, y: float, colour: RGB, strength: float) -> None:
        """Words that end at x, on a ground that keeps them readable."""
        width = self._letters.measure(words, self._size, 500)
        ground = skia.Rect.MakeLTRB(x - width - 5, y - 0.7 * self._size, x + 5, y + 0.7 * self._size)
        canvas.drawRoundRect(ground, 5, 5, fill(self._theme.bg, 0.85 * strength))
        self._letters.draw(
            canvas, words, x, y, self._size, argb(colour, strength), weight=500, align="right", middle=True
        )


def settle(places: list[skia.Rect], standing: list[skia.Rect]) -> skia.Rect | None:
    """The first of some places that keeps clear of what stands already; None when there is none."""
    for place in places:
        if not any(skia.Rect.Intersects(place, other) for other in standing):
            return place
    return None


def figures(value: float) -> str:
    """An answer or a target: up to three figures."""
    return short(float(precise(float(value), 3))) if np.isfinite(value) else short(float(value))


def signed(value: float) -> str:
    """With a real minus sign and about four figures that matter."""
    size = abs(float(value))
    if not np.isfinite(size):
        return str(float(value))
    digits = f"{size:.{1 if size >= 1000 else 2 if size >= 10 else 4}f}" if size == 0 or 1e-3 <= size < 1e5 else ""
    return ("−" if value < 0 else "") + (digits or f"{size:.2e}")  # noqa: RUF001 (a minus sign)
