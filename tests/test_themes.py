"""The colours of pages and films: what has to be read can be read, and signs and classes can be told apart."""

from itertools import combinations, product

import pytest

from neuroglow.errors import InputError
from neuroglow.themes import PALETTES, RGB, THEMES, Theme, css, theme

ALL = [theme(name, palette) for name, palette in product(THEMES, PALETTES)]
NAMES = [f"{one.name}, {one.palette}" for one in ALL]


def luminance(colour: RGB) -> float:
    """Relative luminance (WCAG 2.2)."""
    shares = [c / 255 for c in colour]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(colour: RGB, ground: RGB) -> float:
    dark, light = sorted(map(luminance, (colour, ground)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("colours", ALL, ids=NAMES)
def test_words_can_be_read_and_signs_be_seen(colours: Theme) -> None:
    for ground in (colours.bg, colours.surface, colours.raised):
        for word in ("text", "muted", "faint", "alarm", "positive_text", "negative_text"):
            assert contrast(getattr(colours, word), ground) >= 4.5 - (word == "faint") * 0.6, word
    for sign in (colours.positive, colours.negative):
        assert contrast(sign, colours.bg) >= 3 - (colours.name == "light") * 0.1
        assert contrast(sign, colours.zero) >= 2.8


@pytest.mark.parametrize("colours", ALL, ids=NAMES)
def test_no_two_classes_look_alike(colours: Theme) -> None:
    assert len(colours.classes) == 10
    assert colours.classes[:2] == (colours.positive, colours.negative)
    for one, other in combinations(colours.classes, 2):
        assert sum(abs(a - b) for a, b in zip(one, other, strict=True)) > 50


def test_the_page_has_the_same_colours() -> None:
    text = css()
    light, dark = theme("light"), theme("dark")
    for name in ("bg", "text", "alarm", "positive", "negative", "zero", "positive_text", "negative_text"):
        token = name.replace("_", "-")
        assert f"--{token}: light-dark({hexed(getattr(light, name))}, {hexed(getattr(dark, name))});" in text
    for index, pair in enumerate(zip(light.classes, dark.classes, strict=True)):
        assert f"--class-{index}: light-dark({hexed(pair[0])}, {hexed(pair[1])});" in text


def hexed(colour: RGB) -> str:
    return "#" + bytes(colour).hex()


def test_other_themes_and_palettes_are_refused() -> None:
    with pytest.raises(InputError, match=r"expected one of dark, light as theme, got 'grey': choose one of these"):
        theme("grey")
    with pytest.raises(InputError, match=r"expected one of blue-orange, green-red, blue-red as palette, got 'pink'"):
        theme("dark", "pink")
