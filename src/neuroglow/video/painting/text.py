"""Letters and numbers in films: Inter, or a font of the user's own, shaped with kerning, figures all of one width."""

import re
from functools import cache, lru_cache
from importlib.resources import as_file, files
from typing import Literal

import skia

from neuroglow.errors import InputError

Align = Literal["left", "centre", "right"]
WEIGHTS = (400, 500, 600, 700)
ENDLESS = 1e6  # the width of a line that never breaks
DIGITS = "0123456789"
WEIGHT_AXIS = int.from_bytes(b"wght", "big")
# Half the height of Inter's figures and capitals, in units of the size: what centres a line on a height.
HALF_CAPITAL = 0.3636
SPACES = {ord(sign) for sign in "\t\n\r\u200b\u00ad\ufe0f"}  # drawn by no font, and missed by nobody


class Lettering:
    """Draws and measures text. Sizes, places and widths are in the canvas's units; colours are 0xAARRGGBB.

    font: a TrueType or OpenType file instead of Inter. Raises InputError when it cannot be read.
    """

    def __init__(self, font: str | None = None) -> None:
        self._name = "Inter" if font is None else font
        # A font manager of its own: the system's fonts (and its complaints about them) stay out of it, and the same
        # film has the same letters everywhere.
        manager = skia.FontMgr.New_Custom_Empty()
        face = inter(manager) if font is None else own(manager, font)
        self._face = face
        self._fonts = skia.textlayout_TypefaceFontProvider()
        for weight in WEIGHTS:
            self._fonts.registerTypeface(weighted(face, weight), skia.String(family(weight)))
        self._collection = skia.textlayout_FontCollection()
        self._collection.setDefaultFontManager(self._fonts)
        self._unicode = skia.Unicodes.ICU.Make()
        self._laid = lru_cache(maxsize=2048)(self._lay)
        self._wrapped = lru_cache(maxsize=256)(self._break)
        widths = [self._laid(digit, 100.0, 400, 0, 0.0).LongestLine for digit in DIGITS]
        self._tabular = max(widths) - min(widths) < 0.5
        self._cell: float = max(widths) / 100

    def _lay(self, text: str, size: float, weight: int, colour: int, spacing: float) -> "skia.textlayout_Paragraph":
        """One line, shaped. Kept, because most of what a film says stays for many frames."""
        style = skia.textlayout_TextStyle()
        style.setFontFamilies([skia.String(family(weight))])
        style.setFontSize(size)
        style.setFontStyle(skia.FontStyle(weight, 5, skia.FontStyle.kUpright_Slant))
        style.setColor(colour)
        style.setLetterSpacing(spacing * size)
        whole = skia.textlayout_ParagraphStyle()
        whole.setTextStyle(style)
        builder = skia.textlayout_ParagraphBuilder.make(whole, self._collection, self._unicode)
        builder.pushStyle(style)
        builder.addText(text)
        line = builder.Build()
        line.layout(ENDLESS)
        return line

    def _pieces(self, text: str) -> list[str]:
        """What is laid out in one go: everything, or, where figures differ in width, each of them by itself."""
        if self._tabular:
            return [text] if text else []
        return re.findall(r"[0-9]|[^0-9]+", text)

    def measure(self, text: str, size: float, weight: int = 400, spacing: float = 0.0) -> float:
        """How wide a line is. spacing: added between letters, in units of the size."""
        return sum((self._width(piece, size, weight, spacing) for piece in self._pieces(text)), 0.0)

    def _width(self, piece: str, size: float, weight: int, spacing: float) -> float:
        if piece in DIGITS and not self._tabular:
            return self._cell * size
        line = self._laid(piece, size, weight, 0, spacing)
        # The first is exact, but leaves out spaces at the end.
        width: float = line.MaxIntrinsicWidth if piece.endswith(" ") else line.LongestLine
        return width

    def draw(
        self,
        canvas: skia.Canvas,
        text: str,
        x: float,
        y: float,
        size: float,
        colour: int,
        *,
        weight: int = 400,
        align: Align = "left",
        spacing: float = 0.0,
        middle: bool = False,
    ) -> None:
        """Write one line. x: where it begins, has its middle or ends, as `align` says.

        y: its baseline, or with `middle` the middle of its figures and capitals.
        """
        if not text or not colour >> 24:
            return
        if align != "left":
            x -= self.measure(text, size, weight, spacing) / (2 if align == "centre" else 1)
        if middle:
            y += HALF_CAPITAL * size
        for piece in self._pieces(text):
            line = self._laid(piece, size, weight, colour, spacing)
            width = self._width(piece, size, weight, spacing)
            inset = (width - line.LongestLine) / 2 if piece in DIGITS else 0.0  # a narrow figure stands in its middle
            line.paint(canvas, x + inset, y - line.AlphabeticBaseline)
            x += width

    def wrap(self, text: str, width: float, size: float, weight: int = 400, spacing: float = 0.0) -> tuple[str, ...]:
        """The lines of a text that has so much width, as even as can be; a word that is too long is broken."""
        return self._wrapped(text, width, size, weight, spacing)

    def _break(self, text: str, width: float, size: float, weight: int, spacing: float) -> tuple[str, ...]:
        lines: list[str] = []
        for paragraph in text.splitlines():
            words = paragraph.split()
            filled = self._fill(words, width, size, weight, spacing)
            # As narrow as the same number of lines allows: no last line of one word. No word is broken for that.
            lengths = (self.measure(word, size, weight, spacing) for word in words)
            least = max((length for length in lengths if length <= width), default=0.0)
            narrow, step = width, 0.04 * width
            while len(filled) > 1 and narrow - step >= max(least, 0.5 * width):
                if len(self._fill(words, narrow - step, size, weight, spacing)) > len(filled):
                    break
                narrow -= step
            lines += self._fill(words, narrow, size, weight, spacing)
        return tuple(lines)

    def _fill(self, words: list[str], width: float, size: float, weight: int, spacing: float) -> list[str]:
        lines: list[str] = []
        for word in words:
            longer = f"{lines[-1]} {word}" if lines else word
            if lines and self.measure(longer, size, weight, spacing) <= width:
                lines[-1] = longer
            else:
                lines += self._pressed(word, width, size, weight, spacing)
        return lines

    def _pressed(self, word: str, width: float, size: float, weight: int, spacing: float) -> list[str]:
        """A word, in pieces where it is longer than a line."""
        if self.measure(word, size, weight, spacing) <= width:
            return [word]
        pieces = [""]
        for sign in word:
            if pieces[-1] and self.measure(pieces[-1] + sign, size, weight, spacing) > width:
                pieces.append("")
            pieces[-1] += sign
        return pieces

    def cut(self, text: str, width: float, size: float, weight: int = 400) -> str:
        """The text, or as much of its beginning as there is room for, and an ellipsis."""
        if self.measure(text, size, weight) <= width:
            return text
        while text and self.measure(text.rstrip() + "…", size, weight) > width:
            text = text[:-1]
        return text.rstrip() + "…" if text else ""

    def missing(self, text: str) -> str:
        """The signs that the font lacks, each once, in the order in which they come."""
        signs = dict.fromkeys(sign for sign in text if ord(sign) not in SPACES)
        return "".join(sign for sign in signs if not self._has(sign))

    def _has(self, sign: str) -> bool:
        """Whether there is something to draw: a damaged font may know a sign, and have lost how it looks."""
        glyph = self._face.unicharToGlyph(ord(sign))
        return bool(glyph) and (sign.isspace() or not skia.Font(self._face, 100).getBounds([glyph])[0].isEmpty())

    def check(self, text: str) -> None:
        """Raise InputError when the font lacks a sign of the text."""
        lacking = self.missing(text)
        if lacking:
            named = ", ".join(f"{sign} (U+{ord(sign):04X})" for sign in lacking[:8])
            rest = f" and {len(lacking) - 8} more" if len(lacking) > 8 else ""
            raise InputError(
                f"the font {self._name} has no {named}{rest}: write it differently, or name a font that has it (--font)"
            )


@cache
def lettering(font: str | None = None) -> Lettering:
    """The letters of a font, made once."""
    return Lettering(font)


def inter(manager: skia.FontMgr) -> skia.Typeface:
    """The typeface that neuroglow brings along."""
    with as_file(files("neuroglow.video") / "fonts" / "Inter.ttf") as path:
        return manager.makeFromFile(str(path))


def own(manager: skia.FontMgr, path: str) -> skia.Typeface:
    """A font of the user's own."""
    try:
        with open(path, "rb"):
            pass
    except OSError as error:
        raise InputError(f"expected a font, but {path} cannot be read: {error.strerror}") from error
    face = manager.makeFromFile(path)
    if face is None or not face.countGlyphs():
        raise InputError(f"expected a font (.ttf, .otf), but {path} is none")
    return face


def weighted(face: skia.Typeface, weight: int) -> skia.Typeface:
    """The typeface at a weight, as far as it varies."""
    arguments = skia.FontArguments()
    # Skia keeps pointers into both until the clone is made: they need names, so that they live as long.
    coordinates = skia.FontArguments.VariationPosition.Coordinates(
        [skia.FontArguments.VariationPosition.Coordinate(WEIGHT_AXIS, weight)]
    )
    position = skia.FontArguments.VariationPosition(coordinates)
    arguments.setVariationDesignPosition(position)
    return face.makeClone(arguments) or face


def family(weight: int) -> str:
    """The name under which a weight is registered."""
    return f"weight {weight}"
