"""The loss as it came down, on axes that stay the same for the whole film."""

import math
from typing import NamedTuple

import numpy as np
import skia
from numpy.typing import NDArray

from neuroglow.history import History
from neuroglow.themes import RGB
from neuroglow.video.painting.ink import FOOT, GUTTER, HEAD, LABEL, TICK, Kept, argb, fill, stroke
from neuroglow.video.painting.numbers import grouped, grouped_loss, short
from neuroglow.video.painting.readouts import heading
from neuroglow.video.painting.scales import Scale, few, steps
from neuroglow.video.painting.text import Lettering
from neuroglow.views import Views

APART = 22.0  # between names at the ends of curves
BESIDE = 14.0  # from the end of a curve to its name
ASIDE = (0.0, 30.0, 60.0)  # from the right edge to names that rest
LIFT = 60.0  # over so much of the way do names rise


class Curve(NamedTuple):
    """One of both losses: where its records stand."""

    name: str
    colour: RGB
    width: float
    xs: NDArray[np.float64]
    ys: NDArray[np.float64]

    @property
    def drawn(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """The places of the records that have one."""
        there = np.isfinite(self.ys)
        return self.xs[there], self.ys[there]


class LossPicture:
    """Training and test loss over the steps so far; their ends say the present values.

    history: of the whole film, which the axes are made for. last: the film's last step. log: whether early steps have
    more room than late ones, as in a film that begins slowly.
    """

    def __init__(
        self, views: Views, box: skia.Rect, letters: Lettering, history: History, last: int, *, log: bool = True
    ) -> None:
        self._views, self._box, self._letters, self._log = views, box, letters, log
        self._theme = theme = views.theme
        self._last = max(1, last)
        self._plot = skia.Rect.MakeLTRB(box.left() + GUTTER, box.top() + HEAD, box.right(), box.bottom() - FOOT)
        seen = history.step <= self._last
        self._x = Scale(0, self._last, self._plot.left(), self._plot.right(), log, 1.0)
        low, high = span(history.train_loss[seen], history.test_loss[seen])
        self._y = Scale(low, high, self._plot.bottom(), self._plot.top(), log=True)
        self._steps = history.step[seen]
        xs = self._x.places(self._steps)
        # The training loss comes last: it lies above the other.
        self._curves = [
            Curve(name, colour, width, xs, self._y.places(values[seen]))
            for name, colour, width, values in (
                ("test", theme.faint, 2.0, history.test_loss),
                ("train", theme.text, 2.8, history.train_loss),
            )
            if np.isfinite(values[seen]).any()
        ]
        texts = [f"train {grouped_loss(float(value))}" for value in (history.train_loss[0], 0.1234)]
        self._wide: float = max(letters.measure(text, LABEL, 500) for text in texts)
        self._rest = self._resting()
        heights = [float(curve.drawn[1].mean()) for curve in self._curves if len(curve.drawn[1])]
        self._descending = heights == sorted(heights)  # the first curve is mostly the higher one
        self._axes = Kept(box, self._draw_axes)
        self._lines = Kept(box, self._draw_lines)
        self._light = skia.GradientShader.MakeLinear(
            [skia.Point(0, self._plot.top()), skia.Point(0, self._plot.bottom())],
            [argb(theme.text, 0.1), argb(theme.text, 0.0)],
        )

    def _draw_axes(self, canvas: skia.Canvas) -> None:
        plot, letters, faint = self._plot, self._letters, argb(self._theme.faint)
        heading(canvas, letters, self._theme, "Loss", plot.left(), plot.top() - 14)
        for tick in few(self._y.low, self._y.high):
            y = self._y(tick)
            canvas.drawLine(plot.left(), y, plot.right(), y, stroke(self._theme.line, 1.2))
            letters.draw(canvas, short(tick), plot.left() - 10, y, TICK, faint, align="right", middle=True)
        bottom, edge = self._box.bottom() - 6, plot.left() - 12
        letters.draw(canvas, "step", edge, bottom, TICK, faint, align="right")
        for tick in steps(self._last, self._log):
            text = grouped(tick) if tick < 10_000 else short(tick)
            half = letters.measure(text, TICK) / 2
            x = min(self._x(tick), self._box.right() - half)
            if x - half > edge:
                letters.draw(canvas, text, x, bottom, TICK, faint, align="centre")
                edge = x + half + 12

    def _resting(self) -> tuple[float, float]:
        """Left and middle of the names where they rest at the end: they cover as little of the curves as can be."""
        plot, high = self._plot, APART * len(self._curves)
        grid = np.arange(plot.right() - self._wide - max(ASIDE), plot.right(), 2.0)
        lines = [curve.drawn for curve in self._curves if len(curve.drawn[0])]
        xs = np.concatenate([part for x, _ in lines for part in (x, grid)] or [grid])
        ys = np.concatenate([part for x, y in lines for part in (y, np.interp(grid, x, y))] or [grid])

        def worse(place: tuple[float, float]) -> float:
            left, middle = place
            over = (np.abs(xs - left - self._wide / 2) < self._wide / 2 + 6) & (np.abs(ys - middle) < high / 2 + 4)
            far: float = plot.right() - left + abs(middle - plot.centerY())
            return int(np.count_nonzero(over)) + 0.01 * far

        middles = np.linspace(plot.top() + high / 2, max(plot.top() + high / 2, plot.bottom() - high / 2), 25)
        places = [(plot.right() - self._wide - aside, float(middle)) for aside in ASIDE for middle in middles]
        return min(places, key=worse)

    def _draw_lines(self, canvas: skia.Canvas) -> None:
        """Of the whole film: how much of them is seen, the frame decides. So thousands of records cost it nothing."""
        for curve in self._curves:
            path = traced(curve.xs, curve.ys)
            if curve.name == "train":
                self._shade(canvas, path)
            canvas.drawPath(path, stroke(curve.colour, curve.width))

    def draw(self, canvas: skia.Canvas) -> None:
        """The curves up to where the run stands."""
        self._axes.draw(canvas)
        step, losses = min(self._views.run.step, self._last), self._views.losses()
        recorded = int(np.searchsorted(self._steps, step, side="right")) - 1
        x, before = self._x(step), self._x(float(self._steps[recorded]))
        canvas.save()
        canvas.clipRect(skia.Rect.MakeLTRB(self._box.left(), self._box.top(), before, self._box.bottom()))
        self._lines.draw(canvas)
        canvas.restore()
        ends: list[tuple[float, str, RGB]] = []
        for curve in self._curves:
            training = curve.name == "train"
            value = losses.train_loss if training else losses.test_loss
            y = self._y(value)
            self._go_on(canvas, curve, (before, float(curve.ys[recorded])), (x, y))
            colour = self._theme.text if training else self._theme.muted
            ends.append((y if math.isfinite(y) else self._plot.top(), f"{curve.name} {grouped_loss(value)}", colour))
        # Always in one order: names that changed places with every crossing could not be read.
        self._draw_names(canvas, x, ends if self._descending else ends[::-1])

    def _draw_names(self, canvas: skia.Canvas, x: float, ends: list[tuple[float, str, RGB]]) -> None:
        """Beside the ends of the curves; where there is no room any more, they rise to where they rest."""
        placed = spread(ends, self._plot.top() + APART / 2, self._plot.bottom())
        resting, middle = self._rest
        left = min(x + BESIDE, resting)
        share = min(1.0, (x + BESIDE - left) / LIFT)
        lifted = share * share * (3 - 2 * share)
        for at, (y, text, colour) in enumerate(placed):
            rest = middle + (at - (len(placed) - 1) / 2) * APART
            y += lifted * (rest - y)
            ground = skia.Rect.MakeXYWH(left - 5, y - 11, self._letters.measure(text, LABEL, 500) + 10, 22)
            canvas.drawRoundRect(ground, 6, 6, fill(self._theme.bg, 0.72))
            self._letters.draw(canvas, text, left, y, LABEL, argb(colour), weight=500, middle=True)

    def _go_on(
        self, canvas: skia.Canvas, curve: Curve, record: tuple[float, float], present: tuple[float, float]
    ) -> None:
        """From the last record to where the run stands between two of them."""
        ends = np.array([record, present])
        if record[0] < present[0] and np.isfinite(ends).all():
            path = traced(ends[:, 0], ends[:, 1])
            if curve.name == "train":
                self._shade(canvas, path)
            canvas.drawPath(path, stroke(curve.colour, curve.width))
        if math.isfinite(present[1]):
            canvas.drawCircle(*present, 9, fill(curve.colour, 0.16))
            canvas.drawCircle(*present, 4.2, fill(curve.colour))

    def _shade(self, canvas: skia.Canvas, path: skia.Path) -> None:
        """A breath of light below a curve."""
        if path.countPoints() < 2:
            return
        under = skia.Path(path)
        under.lineTo(path.getPoint(path.countPoints() - 1).x(), self._plot.bottom())
        under.lineTo(path.getPoint(0).x(), self._plot.bottom())
        under.close()
        canvas.drawPath(under, skia.Paint(AntiAlias=True, Shader=self._light))


def span(*values: NDArray[np.float64]) -> tuple[float, float]:
    """What a logarithmic axis has to hold: all that is positive and finite, and some air."""
    usable = np.concatenate([part[np.isfinite(part) & (part > 0)] for part in values])
    if not len(usable):
        return 0.1, 1.0
    low, high = float(usable.min()), float(usable.max())
    return min(low, high / 2) * 0.8, high * 1.25


def traced(xs: NDArray[np.float64], ys: NDArray[np.float64]) -> skia.Path:
    """A curve through places; a gap where there is no number."""
    path = skia.Path()
    drawing = False
    for x, y in zip(xs.tolist(), ys.tolist(), strict=True):
        if drawing and math.isfinite(y):
            path.lineTo(x, y)
        elif math.isfinite(y):
            path.moveTo(x, y)
        drawing = math.isfinite(y)
    return path


def spread(ends: list[tuple[float, str, RGB]], top: float, bottom: float) -> list[tuple[float, str, RGB]]:
    """The names at the ends of their curves, apart from each other; where both are near, they stand as they come."""
    if len(ends) == 2 and abs(ends[1][0] - ends[0][0]) < APART:
        middle = (ends[0][0] + ends[1][0]) / 2
        middle = max(top + APART / 2, min(bottom - APART / 2, middle))
        return [(middle - APART / 2, *ends[0][1:]), (middle + APART / 2, *ends[1][1:])]
    return [(max(top, min(bottom, y)), text, colour) for y, text, colour in ends]
