"""What a film says in words and numbers while it runs: step, epoch, loss and accuracy, and a line below the picture."""

import math
from typing import NamedTuple

import numpy as np
import skia

from neuroglow.history import History
from neuroglow.themes import Theme
from neuroglow.video.painting.ink import CAPTION, HEADING, HEADING_SPACING, READOUT, argb
from neuroglow.video.painting.numbers import grouped, grouped_loss, percent
from neuroglow.video.painting.text import Align, Lettering
from neuroglow.views import Views

GAP = 40.0  # between two numbers
LINE = 1.35  # from one baseline to the next, in units of the size


class Item(NamedTuple):
    """One number with its name; widest: what it needs room for, so that nothing moves while it grows."""

    name: str
    value: str
    widest: str
    alarm: bool = False


class Readout:
    """Step, epoch, losses and accuracy in a row, each in a place of its own, as many as there is room for.

    last: the film's last step, which the places are made for. epochs: at that step. history: of the
    whole film, whose losses have to find room.
    """

    def __init__(
        self,
        views: Views,
        box: skia.Rect,
        letters: Lettering,
        last: int,
        epochs: int,
        history: History | None = None,
        *,
        align: Align = "left",
    ) -> None:
        self._views, self._box, self._letters, self._align = views, box, letters, align
        self._last, self._epochs = last, epochs
        self._widest = "0.0000"
        if history is not None:
            usual = (value for values in (history.train_loss, history.test_loss) for value in (values[:1], values[-1:]))
            texts = [grouped_loss(float(value[0])) for value in usual if np.isfinite(value).all()]
            self._widest = max(self._widest, *texts, key=lambda text: letters.measure(text, READOUT, 500))

    def _items(self) -> list[Item]:
        run, losses = self._views.run, self._views.losses()
        items = [
            Item("step", grouped(run.step), grouped(max(self._last, run.step))),
            Item("epoch", grouped(run.epoch), grouped(max(self._epochs, run.epoch))),
            self._loss("train loss", losses.train_loss),
        ]
        if self._views.plan.test:
            items.append(
                Item("test loss", grouped_loss(losses.test_loss), self._widest, not math.isfinite(losses.test_loss))
            )
        accuracy = losses.test_accuracy if self._views.plan.test else losses.train_accuracy
        if not math.isnan(accuracy):
            items.append(Item("accuracy", percent(accuracy), "100.0 %"))
        # A step of the whole data is an epoch: the same number twice would say nothing.
        return [item for item in items if item.name != "epoch" or self._epochs != self._last]

    def _loss(self, name: str, value: float) -> Item:
        return Item(name, grouped_loss(value), self._widest, not math.isfinite(value))

    def draw(self, canvas: skia.Canvas) -> None:
        """The numbers of the moment at which the run stands."""
        items = self._items()
        widths = [self._width(item) for item in items]
        while len(items) > 1 and sum(widths) + GAP * (len(items) - 1) > self._box.width():
            at = next((at for at, item in enumerate(items) if item.name == "epoch"), len(items) - 1)
            del items[at], widths[at]
        whole = sum(widths) + GAP * (len(items) - 1)
        x = self._box.left() + {"left": 0.0, "centre": 0.5, "right": 1.0}[self._align] * (self._box.width() - whole)
        top = self._box.top() + HEADING
        for item, width in zip(items, widths, strict=True):
            theme = self._views.theme
            self._letters.draw(canvas, item.name, x, top, HEADING, argb(theme.faint), weight=500)
            colour = theme.alarm if item.alarm else theme.text
            self._letters.draw(canvas, item.value, x, top + READOUT * 1.2, READOUT, argb(colour), weight=500)
            x += width + GAP

    def _width(self, item: Item) -> float:
        measured = (self._letters.measure(text, READOUT, 500) for text in (item.value, item.widest))
        return max(*measured, self._letters.measure(item.name, HEADING, 500))


class Caption:
    """A line below the picture, or a few, in the middle of a box."""

    def __init__(self, box: skia.Rect, theme: Theme, letters: Lettering, size: float = CAPTION) -> None:
        self._box, self._theme, self._letters, self._size = box, theme, letters, size

    def draw(self, canvas: skia.Canvas, text: str, alpha: float = 1.0) -> None:
        """Wrapped to the box; alpha: as it comes and goes."""
        size = self._size
        lines = self._letters.wrap(text, self._box.width(), size, 500)
        while len(lines) * size * LINE > self._box.height() and size > 0.6 * self._size:
            size *= 0.95
            lines = self._letters.wrap(text, self._box.width(), size, 500)
        y = self._box.centerY() - (len(lines) - 1) * size * LINE / 2
        for line in lines:
            colour = argb(self._theme.text, alpha)
            self._letters.draw(
                canvas, line, self._box.centerX(), y, size, colour, weight=500, align="centre", middle=True
            )
            y += size * LINE


def heading(canvas: skia.Canvas, letters: Lettering, theme: Theme, text: str, x: float, y: float) -> None:
    """The name of a picture, in small capitals; y: its baseline."""
    colour = argb(theme.faint)
    letters.draw(canvas, text.upper(), x, y, HEADING, colour, weight=600, spacing=HEADING_SPACING)
