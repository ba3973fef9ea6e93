"""What the network answers: a bar for each class, predictions beside the truth, and which class is taken for which."""

import numpy as np
import skia

from neuroglow.plan import FROM_ZERO
from neuroglow.themes import RGB
from neuroglow.video.painting.ink import (
    FOOT,
    GUTTER,
    HEAD,
    HEADING,
    LABEL,
    TICK,
    WIDER,
    Kept,
    argb,
    blend,
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
FULL = 0.85  # opacity of a cell that holds all examples of its class
LEGIBLE = 26.0


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


class AnswersPicture:
    """Of a table: predictions against the truth as points, or how many of each class are taken for which."""

    def __init__(self, views: Views, box: skia.Rect, letters: Lettering) -> None:
        self._views, self._box, self._letters = views, box, letters
        self._classes = [str(name) for name in views.run.data.classes]
        if not self._classes:
            values = views.points().values
            low, high = float(values.min()), float(values.max())
            air = (high - low or 1.0) * 0.08
            self._plot = square_in(box, FOOT + LABEL + 4)
            self._x = Scale(low - air, high + air, self._plot.left(), self._plot.right())
            self._y = Scale(low - air, high + air, self._plot.bottom(), self._plot.top())
            self._still = Kept(box, self._draw_axes)

    def draw(self, canvas: skia.Canvas) -> None:
        """The answers of the moment."""
        if self._classes:
            self._draw_confusion(canvas)
            return
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

    def _draw_confusion(self, canvas: skia.Canvas) -> None:
        """Rows: what it is; columns: what it is taken for; the fuller, the more of the row's examples."""
        box, letters, theme = self._box, self._letters, self._views.theme
        counts, colours = self._views.confusion().tolist(), self._views.class_colours.tolist()
        classes = len(self._classes)
        named = classes <= MOST
        size = TICK + 1
        widest = max(letters.measure(name, size) for name in self._classes)
        left = max(GUTTER, min(0.34 * box.width(), widest) + 14) if named else GUTTER
        foot = FOOT if named else 0.0
        across = min((box.width() - left) / classes, 1.6 * (box.height() - HEAD - foot) / classes)
        down = min(across, (box.height() - HEAD - foot) / classes)
        beside = box.width() - left - across * classes
        x0 = box.left() + left + (beside / 2 if beside > WIDER * across * classes else 0)
        y0 = box.top() + HEAD + (box.height() - HEAD - foot - down * classes) / 2
        below = max(11.0, size * min(1.0, (across - 6) / widest))  # names under narrow columns are smaller
        heading(canvas, letters, theme, "Taken for", x0, y0 - 14)
        for truth, row in enumerate(counts):
            red, green, blue = colours[truth % len(colours)]
            for guess, count in enumerate(row):
                share = FULL * count / sum(row) if sum(row) else 0.0
                ground = blend(theme.surface, (red, green, blue), share)
                cell = skia.Rect.MakeXYWH(x0 + guess * across + 2, y0 + truth * down + 2, across - 4, down - 4)
                canvas.drawRoundRect(cell, min(9, across / 6), min(9, across / 6), fill(ground))
                if down >= LEGIBLE:
                    colour = theme.faint if count == 0 else readable(ground, (theme.text, theme.bg))
                    big = min(24.0, down / 2.6)
                    letters.draw(
                        canvas,
                        str(count),
                        cell.centerX(),
                        cell.centerY(),
                        big,
                        argb(colour),
                        weight=600,
                        align="centre",
                        middle=True,
                    )
            if named:
                name, y = letters.cut(self._classes[truth], left - 10, size), y0 + (truth + 0.5) * down
                letters.draw(canvas, name, x0 - 10, y, size, argb(theme.muted), align="right", middle=True)
                name, x = letters.cut(self._classes[truth], across - 6, below), x0 + (truth + 0.5) * across
                letters.draw(canvas, name, x, y0 + classes * down + 22, below, argb(theme.muted), align="centre")


def luminance(colour: RGB) -> float:
    """Of WCAG 2."""
    shares = [channel / 255 for channel in colour]
    red, green, blue = (share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def readable(ground: RGB, colours: tuple[RGB, RGB]) -> RGB:
    """The one of two colours that can be read better on a ground."""

    def contrast(colour: RGB) -> float:
        darker, lighter = sorted((luminance(ground), luminance(colour)))
        return (lighter + 0.05) / (darker + 0.05)

    return max(colours, key=contrast)
