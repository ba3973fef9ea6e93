"""Data of one column: the examples, and the network's answer as a curve through them."""

import numpy as np
import skia
from numpy.typing import NDArray

from neuroglow.scene import Points
from neuroglow.themes import RGB
from neuroglow.video.painting.ink import FOOT, GUTTER, HEAD, TICK, Kept, argb, stroke
from neuroglow.video.painting.loss import traced
from neuroglow.video.painting.maps import draw_mark, draw_points
from neuroglow.video.painting.numbers import short
from neuroglow.video.painting.readouts import heading
from neuroglow.video.painting.scales import Scale, ticks
from neuroglow.video.painting.text import Lettering
from neuroglow.views import Probe, Views

PLACES = 240  # along the curve
TOWARDS_ZERO = 3.0  # times the span of the examples: how high the picture becomes for it
AIR = 0.14  # above and below the examples, as a share of their span
FAR = 1e4  # what lies farther beyond the picture is drawn just here: Skia knows no huge numbers


class CurvePicture:
    """The network's answer over one column, for each output, through the examples: held-out ones are rings."""

    def __init__(self, views: Views, box: skia.Rect, letters: Lettering, title: str = "Answer") -> None:
        self._views, self._box, self._letters, self._title = views, box, letters, title
        self._still = Kept(box, self._draw_still)
        self._drawn: Points | None = None

    def _fit(self, points: Points) -> None:
        """Make room for these points: with them the axes change, whatever was drawn before."""
        low, high = self._heights(points)
        box = self._box
        self._plot = skia.Rect.MakeLTRB(box.left() + GUTTER, box.top() + HEAD, box.right(), box.bottom() - FOOT)
        self._x = Scale(*self._views.domain[0], self._plot.left(), self._plot.right())
        self._y = Scale(low, high, self._plot.bottom(), self._plot.top())
        self._still.forget()
        self._drawn = points

    def _heights(self, points: Points) -> tuple[float, float]:
        plan, values = self._views.plan, points.values
        regression = plan.task == "regression"
        low, high = (float(values.min()), float(values.max())) if regression else (plan.low, plan.high)
        if regression and not plan.scale_targets:
            # Answers begin about 0: they are seen on their way, as far as the examples keep a third of the height.
            far = TOWARDS_ZERO * (high - low)
            low, high = min(low, max(0.0, high - far)), max(high, min(0.0, low + far))
        spare = (high - low or 1.0) * AIR
        return low - spare, high + spare

    def _draw_still(self, canvas: skia.Canvas) -> None:
        plot, letters, theme = self._plot, self._letters, self._views.theme
        faint, points = argb(theme.faint), self._views.points()
        heading(canvas, letters, theme, self._title, plot.left(), plot.top() - 14)
        for tick in ticks(self._y.low, self._y.high):
            y = self._y(tick)
            canvas.drawLine(plot.left(), y, plot.right(), y, stroke(theme.line, 1.2))
            letters.draw(canvas, short(tick), plot.left() - 10, y, TICK, faint, align="right", middle=True)
        name = self._views.columns[0]
        for tick in ticks(*self._views.domain[0]):
            x, half = self._x(tick), letters.measure(short(tick), TICK) / 2
            if x + half < plot.right() - letters.measure(name, TICK) - 10:
                letters.draw(canvas, short(tick), x, self._box.bottom() - 6, TICK, faint, align="centre")
        letters.draw(canvas, name, plot.right(), self._box.bottom() - 6, TICK, argb(theme.muted), align="right")
        count = len(points.rows)
        radius = plot.width() / 150 if count > 600 else max(4.2, plot.width() / 120) * (1.4 if count <= 20 else 1)
        xs, ys = self._x.places(points.inputs[0]), self._y.places(self._targets(points))
        draw_points(canvas, xs, ys, points.test, points.colours, radius, theme.bg)

    def _targets(self, points: Points) -> NDArray[np.float64]:
        """Where the examples stand: at their values, or at their classes' targets."""
        plan = self._views.plan
        if plan.task == "regression":
            return points.values
        if plan.task == "classes":
            return np.full(len(points.values), plan.high)
        return np.where(points.values == 0, plan.low, plan.high)

    def _colour(self, output: int) -> RGB:
        if self._views.plan.sizes[-1] == 1:
            return self._views.theme.text
        colours = self._views.class_colours.tolist()
        red, green, blue = colours[output % len(colours)] if colours else self._views.theme.text
        return red, green, blue

    def draw(self, canvas: skia.Canvas, probe: Probe | None = None) -> None:
        """The curve of the moment; probe: its place on it is marked."""
        points = self._views.points()
        if points is not self._drawn:
            self._fit(points)
        self._still.draw(canvas)
        curve = self._views.curve(PLACES)
        if curve is None:
            return
        theme = self._views.theme
        canvas.save()
        canvas.clipRect(
            skia.Rect.MakeLTRB(self._plot.left(), self._box.top(), self._box.right(), self._plot.bottom() + 6)
        )
        xs = self._x.places(curve[:, 0])
        for output in range(curve.shape[1] - 1):
            ys = self._y.places(curve[:, 1 + output])
            path = traced(xs, np.where(np.isfinite(ys), np.clip(ys, -FAR, FAR), np.nan))
            canvas.drawPath(path, stroke(theme.bg, 8.0))
            canvas.drawPath(path, stroke(self._colour(output), 3.6))
        if probe is not None and np.isfinite(probe.answer[0]):
            y = float(np.clip(self._y(float(probe.answer[0])), -FAR, FAR))
            draw_mark(canvas, self._x(float(probe.inputs[0])), y, 11.0)
        canvas.restore()
