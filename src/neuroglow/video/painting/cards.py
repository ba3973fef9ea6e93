"""Cards, which a film begins and ends with, and captions that are burned into its pictures."""

from functools import cache

import skia

from neuroglow.themes import RGB, Theme
from neuroglow.video.painting.ink import CAPTION, CORNER, argb, fill, stroke
from neuroglow.video.painting.readouts import LINE
from neuroglow.video.painting.text import HALF_CAPITAL, Lettering, lettering

TITLE = 56.0
TEXT = 27.0
SMALL = 18.0
TIGHT = -0.022  # between the letters of titles, in units of their size
RISE = 8.0  # how far lines move up as they come
FADE = 0.16  # of a card's time: how long it takes to come
MADE = "made with neuroglow"
SHORT_SIDE = 720.0
MOST_BURNED = 0.6  # of a frame's height may be caption, before its letters become smaller
SMALLEST_BURNED = 6.0


def eased(share: float) -> float:
    """From 0 to 1, soft at both ends."""
    share = max(0.0, min(1.0, share))
    return share * share * (3 - 2 * share)


class Line:
    """One line of a card, set: where it stands and how it looks."""

    def __init__(self, text: str, size: float, colour: RGB, weight: int, delay: float) -> None:
        self.text, self.size, self.colour, self.weight, self.delay = text, size, colour, weight, delay
        self.spacing = TIGHT if size >= 40 else 0.0
        self.below = 0.0  # room after it

    @property
    def height(self) -> float:
        return self.size * (1.16 if self.size >= 40 else LINE) + self.below


class Card:
    """Lines in the middle of a box, which come one after the other."""

    def __init__(self, box: skia.Rect, theme: Theme, letters: Lettering) -> None:
        self._box, self._theme, self._letters = box, theme, letters
        self._lines: list[Line] = []

    def _add(
        self,
        text: str,
        size: float,
        colour: RGB,
        weight: int = 400,
        delay: float = 0.0,
        below: float = 0,
    ) -> None:
        """A text in lines as long as the box is wide, smaller where it would need too many."""
        width = self._box.width() * 0.86
        spacing = TIGHT if size >= 40 else 0.0
        most = 3
        lines = self._letters.wrap(text, width, size, weight, spacing)
        while (len(lines) > most or self._widest(lines, size, weight, spacing) > width) and size > 15:
            size *= 0.94
            lines = self._letters.wrap(text, width, size, weight, spacing)
        for line in lines:
            self._lines.append(Line(line, size, colour, weight, delay))
        if lines:
            self._lines[-1].below = below

    def _widest(self, lines: tuple[str, ...], size: float, weight: int, spacing: float) -> float:
        return max((self._letters.measure(line, size, weight, spacing) for line in lines), default=0.0)

    def draw(self, canvas: skia.Canvas, share: float) -> None:
        """share: how much of the card's time has gone by."""
        y = self._box.centerY() - sum(line.height for line in self._lines) / 2
        for line in self._lines:
            seen = eased((share - line.delay) / FADE)
            self._draw_line(canvas, line, y + line.size * 0.92 + (1 - seen) * RISE, seen)
            y += line.height

    def _draw_line(self, canvas: skia.Canvas, line: Line, y: float, seen: float) -> None:
        """y: the baseline."""
        self._letters.draw(
            canvas,
            line.text,
            self._box.centerX(),
            y,
            line.size,
            argb(line.colour, seen),
            weight=line.weight,
            align="centre",
            spacing=line.spacing,
        )


class TitleCard(Card):
    """What a film is about: a title, and a line below it."""

    def __init__(self, box: skia.Rect, theme: Theme, letters: Lettering, title: str, text: str = "") -> None:
        super().__init__(box, theme, letters)
        self._add(title, TITLE, theme.text, 600, 0.0, below=20)
        for line in text.splitlines():
            self._add(line, TEXT, theme.muted, 400, 0.1)


class EndCard(Card):
    """How it ended: a title, the last numbers, what it was made with, and the recipe in a line."""

    def __init__(
        self,
        box: skia.Rect,
        theme: Theme,
        letters: Lettering,
        title: str,
        lines: tuple[str, ...] = (),
        recipe: str = "",
    ) -> None:
        super().__init__(box, theme, letters)
        self._add(title, TITLE * 0.86, theme.text, 600, 0.0, below=18)
        for at, line in enumerate(lines):
            self._add(line, TEXT, theme.muted, 400, 0.08 + 0.04 * at, below=44 if at == len(lines) - 1 else 0)
        self._add(recipe, SMALL, theme.faint, 400, 0.2, below=16)
        self._add(MADE, SMALL, theme.faint, 500, 0.24)

    def _draw_line(self, canvas: skia.Canvas, line: Line, y: float, seen: float) -> None:
        super()._draw_line(canvas, line, y, seen)
        if line.text == MADE:
            left = self._box.centerX() - self._letters.measure(line.text, line.size, line.weight) / 2
            draw_mark(canvas, self._theme, left - 1.35 * line.size, y - HALF_CAPITAL * line.size, line.size / 17, seen)


def draw_mark(canvas: skia.Canvas, theme: Theme, x: float, y: float, scale: float, seen: float) -> None:
    """neuroglow's mark, a network of three neurons, as in the page's icon."""
    first, second, last = (x - 7 * scale, y - 6 * scale), (x - 7 * scale, y + 6 * scale), (x + 6 * scale, y)
    for end in (first, second):
        canvas.drawLine(*end, *last, stroke(theme.faint, 1.6 * scale, seen))
    for place, colour, radius in ((first, theme.negative, 4), (second, theme.positive, 4), (last, theme.text, 5)):
        canvas.drawCircle(*place, radius * scale, fill(colour, seen))


@cache
def _burned_lines(words: str, width: float, size: float, font: str | None) -> tuple[str, ...]:
    return lettering(font).wrap(words, width, size, 500)


def burned(canvas: skia.Canvas, words: str, width: int, height: int, theme: Theme, font: str | None = None) -> None:
    """A caption over a finished frame of so many pixels: at its foot, within what every screen shows, on soft ground.

    words may have lines of their own.
    """
    letters = lettering(font)
    scale = min(width, height) / SHORT_SIDE
    size = CAPTION * 1.08 * scale
    lines = _burned_lines(words, width * 0.8, size, font)
    if not lines:
        return
    while len(lines) * LINE * size > MOST_BURNED * height and size > SMALLEST_BURNED * scale:
        size *= 0.9
        lines = _burned_lines(words, width * 0.8, size, font)
    pad, step = 0.62 * size, LINE * size
    wide = max(letters.measure(line, size, 500) for line in lines) + 2 * pad
    high = len(lines) * step + 0.9 * pad
    bottom = height - (0.05 if width >= height else 0.09) * height
    box = skia.Rect.MakeXYWH((width - wide) / 2, bottom - high, wide, high)
    corner = CORNER * scale
    canvas.drawRoundRect(box, corner, corner, fill(theme.bg, 0.78))
    y = box.top() + 0.45 * pad + step / 2
    for line in lines:
        letters.draw(canvas, line, width / 2, y, size, argb(theme.text), weight=500, align="centre", middle=True)
        y += step
