"""The colours that everything is drawn in: the page's tokens are written from here, and films take them from here.

Sign is colour, magnitude is strength. Blue and orange, which colour-blind readers tell apart, are the default; older
material shows positive and negative as green and red, or as blue and red. Ten classes that everybody tells apart
have to differ in lightness too: they have a palette of their own.
"""

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from neuroglow.errors import InputError
from neuroglow.values import shown

RGB = tuple[int, int, int]
"""Red, green and blue, 0 to 255."""

THEMES = ("dark", "light")
USUAL = "blue-orange"
WRITTEN = "/* Written by python -m neuroglow.schema: the colours of themes.py. */\n"

TOKENS = {
    "bg": ("#f5f6f8", "#0b0e13"),
    "surface": ("#ffffff", "#11151c"),
    "raised": ("#ffffff", "#1a202b"),
    "pressed": ("#eceff3", "#232b38"),
    "line": ("#dfe4ea", "#222a36"),
    "edge": ("#c9d0da", "#303a4a"),
    "text": ("#131820", "#e9ecf1"),
    "muted": ("#566172", "#9aa5b5"),
    "faint": ("#626e80", "#7c8799"),
    "focus": ("#1273d1", "#9ecbff"),
    "alarm": ("#b3261e", "#ff8f85"),
    "alarm-ground": ("#fdecea", "#2c1719"),
    "shadow": ("#1a253924", "#00000080"),
}
"""Of grounds, lines and words: light, then dark."""

ZERO = ("#f4f5f7", "#151a22")
"""What is neither positive nor negative: light, then dark."""

HUES = {
    "blue": ("#1273d1", "#52a8ff", "#0d62b5", "#6ab4ff"),
    "orange": ("#d9730d", "#ff9a3c", "#a25405", "#ffa654"),
    "green": ("#128a45", "#3ddc7f", "#0e7238", "#52e08d"),
    "red": ("#d1322a", "#ff5c52", "#b3261e", "#ff7f77"),
}
"""Colours that stand for a sign: light, then dark; and the same as words and numbers, which have to be read."""

PALETTES = {
    "blue-orange": ("blue", "orange"),
    "green-red": ("green", "red"),
    "blue-red": ("blue", "red"),
    "safe": ("blue", "orange"),
}
"""The hues of what is positive and of what is negative; the first is the page's."""

OTHERS = (
    ("#00856a", "#3ecfa0"),
    ("#b83280", "#f07ab8"),
    ("#9a7b00", "#ecd04a"),
    ("#6b4fd8", "#a994ff"),
    ("#0086a3", "#5bd2ea"),
    ("#8a5a2b", "#c99a6b"),
    ("#667085", "#a9b4c4"),
    ("#c2322b", "#ff7a70"),
)
"""Of classes after the first two, which have the colours of the signs: light, then dark."""
SAFE = (
    ("#11ad87", "#c6fec6"),
    ("#6f1301", "#b13c44"),
    ("#a188f8", "#ffde20"),
    ("#1303f8", "#30e0f9"),
    ("#512270", "#964af1"),
    ("#7c6889", "#ae96a4"),
    ("#af5218", "#e75a03"),
    ("#345356", "#287097"),
)
"""The same, told apart without red, without green and without blue cones too, by a search: see the tests."""
GREENISH, REDDISH = 0, 7
"""Among these: give way to blue and orange where the signs are green or red themselves."""


class Theme(NamedTuple):
    """Colours by name, as `TOKENS` and their like have them; classes: one after the other, ten."""

    name: str
    palette: str
    bg: RGB
    surface: RGB
    raised: RGB
    pressed: RGB
    line: RGB
    edge: RGB
    text: RGB
    muted: RGB
    faint: RGB
    focus: RGB
    alarm: RGB
    positive: RGB
    negative: RGB
    zero: RGB
    positive_text: RGB
    negative_text: RGB
    classes: tuple[RGB, ...]

    @property
    def dark(self) -> bool:
        return self.name == "dark"


@cache
def theme(name: str = "dark", palette: str = USUAL) -> Theme:
    """A theme in THEMES with a palette in PALETTES. Raises InputError for others."""
    if name not in THEMES:
        raise InputError(f"expected one of {', '.join(THEMES)} as theme, got {shown(name)}: choose one of these")
    if palette not in PALETTES:
        raise InputError(f"expected one of {', '.join(PALETTES)} as palette, got {shown(palette)}: choose one of these")
    at = 1 if name == "dark" else 0
    grounds = {token: rgb(pair[at]) for token, pair in TOKENS.items() if token in Theme._fields}
    positive, negative = (HUES[hue] for hue in PALETTES[palette])
    return Theme(
        name=name,
        palette=palette,
        **grounds,
        positive=rgb(positive[at]),
        negative=rgb(negative[at]),
        zero=rgb(ZERO[at]),
        positive_text=rgb(positive[2 + at]),
        negative_text=rgb(negative[2 + at]),
        classes=tuple(rgb(pair[at]) for pair in classes(palette)),
    )


def classes(palette: str) -> list[tuple[str, str]]:
    """The colours of classes: light, then dark. No two are of one hue."""
    signs, others = PALETTES[palette], list(SAFE if palette == "safe" else OTHERS)
    if "green" in signs:
        others[GREENISH] = HUES["blue"][:2]
    if "red" in signs:
        others[REDDISH] = HUES["orange"][:2]
    return [*(HUES[hue][:2] for hue in signs), *others]


def rgb(colour: str) -> RGB:
    """Of `#rrggbb`."""
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return red, green, blue


def css() -> str:
    """The page's colours as custom properties: every pair is light, then dark."""
    return f"{WRITTEN}\n:root {{\n{properties(TOKENS)}\n\n{properties(coloured(USUAL))}\n}}\n"


def palettes_css() -> str:
    """Those of every palette for what asks for it by data-colours: loaded when another one is chosen."""
    rules = (
        f":is(:root, *)[data-colours='{palette}'] {{\n{properties(coloured(palette))}\n}}\n" for palette in PALETTES
    )
    return "\n".join((WRITTEN, *rules))


def coloured(palette: str) -> dict[str, tuple[str, str]]:
    """The tokens that a palette decides on."""
    positive, negative = (HUES[hue] for hue in PALETTES[palette])
    signs = {"positive": positive[:2], "negative": negative[:2], "zero": ZERO}
    words = {"positive-text": positive[2:], "negative-text": negative[2:]}
    return signs | words | {f"class-{index}": pair for index, pair in enumerate(classes(palette))}


def properties(pairs: Mapping[str, tuple[str, str]]) -> str:
    return "\n".join(f"  --{name}: light-dark({light}, {dark});" for name, (light, dark) in pairs.items())
