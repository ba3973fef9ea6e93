"""Which classes are taken for which: a table of counts."""

import skia

from neuroglow.themes import RGB
from neuroglow.video.painting.ink import FOOT, GUTTER, HEAD, TICK, WIDER, Kept, argb, blend, fill
from neuroglow.video.painting.readouts import heading
from neuroglow.video.painting.text import Lettering
from neuroglow.views import Views

NAMED = 12  # classes: the names of more would not fit
SIZE = TICK + 1.0
WIDEST = 1.6  # cells are at most so much wider than they are high
FULL = 0.85  # opacity of a cell that holds all examples of its class
LEGIBLE = 26.0  # cells from this height on have a number in them


class ConfusionPicture:
    """Rows: what it is; columns: what it is taken for; the fuller a cell, the more of its row's examples it holds."""

    def __init__(self, views: Views, box: skia.Rect, letters: Lettering) -> None:
        self._views, self._letters = views, letters
        self._classes = [str(name) for name in views.run.data.classes]
        count, named = len(self._classes), len(self._classes) <= NAMED
        self._widest = max(letters.measure(name, SIZE) for name in self._classes)
        left = max(GUTTER, min(0.34 * box.width(), self._widest) + 14) if named else GUTTER
        high = box.height() - HEAD - (FOOT if named else 0.0)
        across = min((box.width() - left) / count, WIDEST * high / count)
        down = min(across, high / count)
        beside = box.width() - left - across * count
        x = box.left() + left + (beside / 2 if beside > WIDER * across * count else 0)
        y = box.top() + HEAD + (high - down * count) / 2
        self._table = skia.Rect.MakeXYWH(x, y, across * count, down * count)
        self._left, self._across, self._down, self._named = left, across, down, named
        self._still = Kept(box, self._draw_still)

    def _draw_still(self, canvas: skia.Canvas) -> None:
        """Names, and the ground of the cells."""
        table, theme = self._table, self._views.theme
        heading(canvas, self._letters, theme, "Taken for", table.left(), table.top() - 14)
        for truth in range(len(self._classes)):
            for guess in range(len(self._classes)):
                self._fill(canvas, truth, guess, theme.surface)
            if self._named:
                self._draw_name(canvas, truth)

    def _draw_name(self, canvas: skia.Canvas, which: int) -> None:
        """Beside its row, and below its column: smaller where that is narrow."""
        letters, table, colour = self._letters, self._table, argb(self._views.theme.muted)
        name, y = letters.cut(self._classes[which], self._left - 10, SIZE), table.top() + (which + 0.5) * self._down
        letters.draw(canvas, name, table.left() - 10, y, SIZE, colour, align="right", middle=True)
        size = max(11.0, SIZE * min(1.0, (self._across - 6) / self._widest))
        name, x = letters.cut(self._classes[which], self._across - 6, size), self._cell(0, which).centerX()
        letters.draw(canvas, name, x, table.bottom() + 22, size, colour, align="centre")

    def _cell(self, truth: int, guess: int) -> skia.Rect:
        gap = min(2.0, 0.1 * self._down)
        x, y = self._table.left() + guess * self._across, self._table.top() + truth * self._down
        return skia.Rect.MakeXYWH(x, y, self._across, self._down).makeInset(gap, gap)

    def _fill(self, canvas: skia.Canvas, truth: int, guess: int, colour: RGB) -> skia.Rect:
        cell, corner = self._cell(truth, guess), min(9.0, self._across / 6)
        canvas.drawRoundRect(cell, corner, corner, fill(colour))
        return cell

    def draw(self, canvas: skia.Canvas) -> None:
        """The counts of the moment."""
        self._still.draw(canvas)
        theme, colours = self._views.theme, self._views.class_colours.tolist()
        for truth, row in enumerate(self._views.confusion().tolist()):
            red, green, blue = colours[truth % len(colours)]
            for guess, count in enumerate(row):
                ground = theme.surface
                if count:
                    ground = blend(theme.surface, (red, green, blue), FULL * count / sum(row))
                    self._fill(canvas, truth, guess, ground)
                if self._down >= LEGIBLE:
                    colour = readable(ground, (theme.text, theme.bg)) if count else theme.faint
                    self._draw_count(canvas, count, self._cell(truth, guess), colour)

    def _draw_count(self, canvas: skia.Canvas, count: int, cell: skia.Rect, colour: RGB) -> None:
        x, y, size = cell.centerX(), cell.centerY(), min(24.0, self._down / 2.6)
        self._letters.draw(canvas, str(count), x, y, size, argb(colour), weight=600, align="centre", middle=True)


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
