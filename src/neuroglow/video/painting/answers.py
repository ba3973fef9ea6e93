"""What the network answers: a bar for each class, predictions beside the truth, and which class is taken for which."""

import numpy as np
import skia

from neuroglow.plan import FROM_ZERO
from neuroglow.video.painting.confusion import ConfusionPicture
from neuroglow.video.painting.ink import (
    FOOT,
    HEAD,
    HEADING,
    LABEL,
    TICK,
    Kept,
    argb,
    fill,
    stroke,
)
from neuroglow.video.painting.maps import draw_points, square_in
from neuroglow.video.painting.numbers import answer, short
from neuroglow.video.painting.readouts import heading
from neuroglow.video.painting.scales import Scale, ticks
from neuroglow.video.painting.text import Align, Lettering
from neuroglow.views import Probe, Views, winners

MOST = 12  # bars
SINGLE = 20.0  # the size of the one number of a single output
TALLEST = 46.0  # of a bar with its room


class BarsPicture:
    """What the network answers for each class: a bar with a number; the largest stands out, the true one is marked."""

    def __init__(self, views: Views, box: skia.Rect, letters: Lettering, title: str = "Answer") -> None:
        self._views, self._box, self._letters, self._title = views, box, letters, title
        plan = views.plan
        self._names = [str(name) for name in (views.run.data.classes or plan.outputs)]
        self._low = min(0.0 if plan.activations[-1] in FROM_ZERO else -1.0, plan.low)
        self._high = max(1.0, plan.high)

    def _shown(self, values: list[float], truth: int | None) -> list[int]:
        """The classes with the largest answers, the true one among them, in the order of the classes."""
        places = range(len(values))
        if len(values) <= MOST:
            return list(places)
        best = sorted(places, key=lambda at: -values[at])[:MOST]
        if truth is not None and truth not in best:
            best[-1] = truth
        return sorted(best)

    def draw(self, canvas: skia.Canvas, probe: Probe, come: float = 1.0) -> None:
        """The answer to a probe. come: how much of it is there, 0 to 1, while its signal is on the way."""
        theme, letters, box = self._views.theme, self._letters, self._box
        values = probe.answer.tolist()
        best = int(winners(probe.answer[None], self._views.threshold)[0])
        truth = None if probe.truth is None or not self._views.run.data.classes else int(probe.truth[0])
        heading(canvas, letters, theme, self._title, box.left(), box.top() + HEADING)
        if len(values) == 1:
            self._draw_single(canvas, values[0], best, truth)
            return
        rows = self._shown(values, truth)
        pitch = min(TALLEST, (box.height() - HEAD) / len(rows))
        size = min(22.0, 0.62 * pitch)
        names = min(0.4 * box.width(), max(letters.measure(name, size, 600) for name in self._names))
        numbers = letters.measure("−0.000" if self._low < 0 else "0.000", size, 600)  # noqa: RUF001 (a minus)
        left, right = box.left() + size * 0.6 + names + 14, box.right() - numbers - 14
        colours = self._views.class_colours.tolist()
        scale = Scale(self._low, self._high, left, right)
        for at, row in enumerate(rows):
            y = box.top() + HEAD + (at + 0.5) * pitch
            won = (row == best or not colours) and come == 1  # of values that are no classes none is the largest
            weight, colour = (600, theme.text) if won else (400, theme.muted)
            name = letters.cut(self._names[row], names + 2, size, weight)
            if row == truth:
                before = left - 14 - letters.measure(name, size, weight) - 0.5 * size
                canvas.drawCircle(before, y, min(4.5, size / 4), fill(theme.text))
            letters.draw(canvas, name, left - 14, y, size, argb(colour), weight=weight, align="right", middle=True)
            red, green, blue = colours[row % len(colours)] if colours else theme.positive
            paint = fill((red, green, blue), 1.0 if won else 0.5)
            self._bar(canvas, scale, y, pitch * 0.42, (0.0, values[row] * come), paint)
            ink = argb(colour, come)
            letters.draw(
                canvas, answer(values[row]), box.right(), y, size, ink, weight=weight, align="right", middle=True
            )

    def _draw_single(self, canvas: skia.Canvas, value: float, best: int, truth: int | None) -> None:
        """One output that says which of two classes it is, or one number."""
        theme, letters, box = self._views.theme, self._letters, self._box
        y = box.top() + HEAD + 18
        if len(self._names) == 2:
            self._draw_end(canvas, 0, box.left(), y, best, truth)
            self._draw_end(canvas, 1, box.right(), y, best, truth)
        text, colour = answer(value), argb(theme.text)
        letters.draw(canvas, text, box.centerX(), y, SINGLE, colour, weight=600, align="centre", middle=True)
        colours = self._views.class_colours.tolist()
        red, green, blue = colours[best] if colours else theme.positive
        scale = Scale(self._low, self._high, box.left(), box.right())
        origin = self._views.threshold if colours else 0.0
        self._bar(canvas, scale, y + 34, 16.0, (origin, value), fill((red, green, blue)))

    def _draw_end(self, canvas: skia.Canvas, which: int, x: float, y: float, best: int, truth: int | None) -> None:
        """The name of one of two classes, at its end of the bar."""
        theme, inwards = self._views.theme, 1 if which == 0 else -1
        if which == truth:
            canvas.drawCircle(x + inwards * 4, y, 4.5, fill(theme.text))
            x += inwards * 16
        weight, colour = (600, theme.text) if which == best else (400, theme.muted)
        align: Align = "left" if which == 0 else "right"
        name = self._letters.cut(self._names[which], 0.36 * self._box.width(), SINGLE, weight)
        self._letters.draw(canvas, name, x, y, SINGLE, argb(colour), weight=weight, align=align, middle=True)

    def _bar(
        self, canvas: skia.Canvas, scale: Scale, y: float, high: float, ends: tuple[float, float], paint: skia.Paint
    ) -> None:
        """A track, and on it the bar from its origin to a value, cut off at the track's ends."""
        theme = self._views.theme
        track = skia.Rect.MakeLTRB(scale.start, y - high / 2, scale.end, y + high / 2)
        canvas.drawRoundRect(track, high / 2, high / 2, fill(theme.pressed))
        origin, value = ends
        start, end = (scale(min(self._high, max(self._low, origin if np.isnan(at) else at))) for at in (origin, value))
        canvas.save()
        canvas.clipRRect(skia.RRect.MakeRectXY(track, high / 2, high / 2), True)
        canvas.drawRect(skia.Rect.MakeLTRB(min(start, end), track.top(), max(start, end), track.bottom()), paint)
        canvas.restore()
        if self._low < origin:
            canvas.drawLine(start, track.top(), start, track.bottom(), stroke(theme.faint, 1.2))


class PredictionsPicture:
    """Predictions against the truth, as points: on the dashed line they agree."""

    def __init__(self, views: Views, box: skia.Rect, letters: Lettering) -> None:
        self._views, self._letters = views, letters
        values = views.points().values
        low, high = float(values.min()), float(values.max())
        air = (high - low or 1.0) * 0.08
        self._plot = square_in(box, FOOT + LABEL + 4)
        self._x = Scale(low - air, high + air, self._plot.left(), self._plot.right())
        self._y = Scale(low - air, high + air, self._plot.bottom(), self._plot.top())
        self._still = Kept(box, self._draw_axes)

    def draw(self, canvas: skia.Canvas) -> None:
        """The predictions of the moment."""
        self._still.draw(canvas)
        points, theme = self._views.points(), self._views.theme
        predicted = self._views.predictions()[:, 0]
        ys = np.clip(
            np.nan_to_num(self._y.places(predicted), nan=self._plot.bottom()), self._plot.top(), self._plot.bottom()
        )
        count = len(points.rows)
        radius = max(4.0, self._plot.width() / (150 if count > 600 else 105)) * (1.5 if count <= 30 else 1)
        draw_points(canvas, self._x.places(points.values), ys, points.test, points.colours, radius, theme.bg)

    def _draw_axes(self, canvas: skia.Canvas) -> None:
        plot, letters, theme = self._plot, self._letters, self._views.theme
        faint = argb(theme.faint)
        heading(canvas, letters, theme, "Predicted", plot.left(), plot.top() - 14)
        for tick in ticks(self._y.low, self._y.high):
            x, y = self._x(tick), self._y(tick)
            canvas.drawLine(plot.left(), y, plot.right(), y, stroke(theme.line, 1.2))
            letters.draw(canvas, short(tick), plot.left() - 10, y, TICK, faint, align="right", middle=True)
            letters.draw(canvas, short(tick), x, plot.bottom() + 24, TICK, faint, align="centre")
        dashed = stroke(theme.faint, 1.6)
        dashed.setPathEffect(skia.DashPathEffect.Make([7, 7], 0))
        canvas.drawLine(plot.left(), plot.bottom(), plot.right(), plot.top(), dashed)
        name = str(self._views.run.data.dataset.targets[0])
        text = letters.cut(f"true {name}", plot.width(), LABEL)
        letters.draw(canvas, text, plot.centerX(), plot.bottom() + 48, LABEL, argb(theme.muted), align="centre")


class AnswersPicture:
    """The answers to a table: which class is taken for which, or predictions beside the truth."""

    def __init__(self, views: Views, box: skia.Rect, letters: Lettering) -> None:
        picture = ConfusionPicture if views.run.data.classes else PredictionsPicture
        self._picture = picture(views, box, letters)

    def draw(self, canvas: skia.Canvas) -> None:
        """The answers of the moment."""
        self._picture.draw(canvas)
