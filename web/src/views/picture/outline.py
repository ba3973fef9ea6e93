"""Makes inter.json and stix.json: the outlines of the page's letters, for pictures of it.

python outline.py, in an environment with fonttools and brotli; needed only when a font changes. Inter is that of films
(src/neuroglow/video/fonts), STIX that of formulas (web/src/views/formula). The places of a glyph's points are whole
numbers, each as its difference from the last but one: five bits in every sign, the lowest first and among them the
one for less; 32 more says that there are others.
"""

import json
from pathlib import Path

from fontTools.pens.basePen import BasePen  # type: ignore[import-not-found, import-untyped, unused-ignore]
from fontTools.ttLib import TTFont  # type: ignore[import-not-found, import-untyped, unused-ignore]

HERE = Path(__file__).parent
ROOT = HERE.parents[3]
INTER = ROOT / "src/neuroglow/video/fonts/Inter.ttf"
STIX = HERE.parent / "formula/stix-two-math-formulas.woff2"
REGULAR, BOLD = 400, 700
RANGES = (
    (0x21, 0x7E),
    (0xA1, 0xFF),  # Latin of western Europe
    (0x391, 0x3C9),  # Greek
    (0x2010, 0x203A),  # dashes, quotes, dots
    (0x2070, 0x2089),  # super- and subscripts
    (0x20AC, 0x20AC),
    (0x2190, 0x2193),
    (0x2713, 0x2717),
)
# Of STIX: what formulas have as letters; bold ones stand as they are.
LEFT_OUT = ((0x370, 0x3FF), (0x1D400, 0x1D433), (0x1D468, 0x1D6A3), (0x1D6A6, 0x1D6E1), (0x1D6E2, 0x1D6FB))
KEPT = "ΔΣΦ"
PUNCTUATION = "0123456789+-.,:;()[]/%=<>\N{MINUS SIGN}\N{MULTIPLICATION SIGN}"
SIGNS = "∂∑∞≈≠≤≥●○■□▲▼◆\N{MINUS SIGN}"
DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-"
UNITS = 512  # of a font's size: at 12 pixels, what is rounded is a hundredth of one


class Outline(BasePen):
    """Collects commands and places, as SVG names them."""

    def __init__(self, glyphs):
        super().__init__(glyphs)
        self.commands = ""
        self.places: list[float] = []

    def _add(self, command, *points):
        self.commands += command
        for x, y in points:
            self.places += [x, y]

    def _moveTo(self, point):
        self._add("M", point)

    def _lineTo(self, point):
        self._add("L", point)

    def _qCurveToOne(self, control, point):
        self._add("Q", control, point)

    def _curveToOne(self, first, second, point):
        self._add("C", first, second, point)

    def _closePath(self):
        self._add("z")


def drawn(glyphs, name, units):
    pen = Outline(glyphs)
    glyphs[name].draw(pen)
    return pen.commands, [round(place * UNITS / units) for place in pen.places]


def widths(drawings, names, units):
    """How wide signs are that are as wide as each other on the page: tabular ones stand in the middle of their room."""
    return {sign: round(drawings[names[ord(sign)]].width * UNITS / units) for sign in PUNCTUATION}


def packed(numbers):
    text = ""
    for at, number in enumerate(numbers):
        by = number - (numbers[at - 2] if at > 1 else 0)
        left = 2 * abs(by) + (by < 0)
        while True:
            left, five = left >> 5, left & 31
            text += DIGITS[five + (32 if left else 0)]
            if not left:
                break
    return text


def inter():
    font = TTFont(INTER)
    names = font.getBestCmap()
    regular, bold = (font.getGlyphSet(location={"wght": weight}) for weight in (REGULAR, BOLD))
    glyphs = {}
    units = font["head"].unitsPerEm
    wanted = [sign for first, last in RANGES for sign in range(first, last + 1)] + [ord(sign) for sign in SIGNS]
    for sign in wanted:
        if sign not in names:
            continue
        commands, places = drawn(regular, names[sign], units)
        same, grown = drawn(bold, names[sign], units)
        assert commands == same, chr(sign)
        growth = [after - before for before, after in zip(places, grown, strict=True)]
        glyphs[chr(sign)] = [commands, packed(places), packed(growth)]
    wide = [widths(drawings, names, units) for drawings in (regular, bold)]
    return {
        "units": UNITS,
        "weights": [REGULAR, BOLD],
        "widths": {sign: [one, wide[1][sign]] for sign, one in wide[0].items()},
        "glyphs": glyphs,
    }


def stix():
    font = TTFont(STIX)
    drawings = font.getGlyphSet()
    glyphs = {}
    for sign, name in font.getBestCmap().items():
        if chr(sign) not in KEPT and any(first <= sign <= last for first, last in LEFT_OUT):
            continue
        commands, places = drawn(drawings, name, font["head"].unitsPerEm)
        if commands:
            glyphs[chr(sign)] = [commands, packed(places)]
    return {"units": UNITS, "weights": None, "glyphs": glyphs}


if __name__ == "__main__":
    for name, outlines in (("inter", inter()), ("stix", stix())):
        path = HERE / f"{name}.json"
        path.write_text(json.dumps(outlines, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
        print(path.name, len(outlines["glyphs"]), "signs,", path.stat().st_size, "bytes")
