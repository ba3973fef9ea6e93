"""The colours of pages and films: what has to be read can be read, and signs and classes can be told apart."""

import math
from itertools import combinations, product

import pytest

from neuroglow.errors import InputError
from neuroglow.themes import PALETTES, RGB, THEMES, Theme, css, palettes_css, theme

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


# What is left of linear red, green and blue without one kind of cones (Machado, Oliveira, Fernandes 2009, severity 1).
EYES = {
    "all cones": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "no red cones": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "no green cones": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "no blue cones": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}


def seen(colour: RGB, eyes: str) -> tuple[float, float, float]:
    """Where these eyes see it in Oklab (Ottosson 2020): equal distances look about equally far."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (part / 255 for part in colour)]
    red, green, blue = (min(1.0, max(0.0, sum(a * b for a, b in zip(row, linear, strict=True)))) for row in EYES[eyes])
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    middle = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short,
    )


def apart(one: RGB, other: RGB, eyes: str) -> float:
    return math.dist(seen(one, eyes), seen(other, eyes))


@pytest.mark.parametrize("eyes", EYES)
@pytest.mark.parametrize("colours", ALL, ids=NAMES)
def test_signs_are_told_apart_by_all_eyes_but_red_and_green(colours: Theme, eyes: str) -> None:
    if colours.palette != "green-red" or eyes == "all cones":
        assert apart(colours.positive, colours.negative, eyes) > 0.24


@pytest.mark.parametrize("eyes", EYES)
@pytest.mark.parametrize("name", THEMES)
def test_ten_classes_are_told_apart_by_all_eyes_where_that_is_asked_for(name: str, eyes: str) -> None:
    def closest(palette: str) -> float:
        return min(apart(one, other, eyes) for one, other in combinations(theme(name, palette).classes, 2))

    assert closest("safe") > 0.1
    assert eyes == "all cones" or closest("blue-orange") < 0.05  # which is why there is another one


def test_the_page_loads_every_palette_by_its_name() -> None:
    text = palettes_css()
    for palette in PALETTES:
        rule = text.split(f"[data-colours='{palette}'] {{")[1].split("}")[0]
        light, dark = theme("light", palette), theme("dark", palette)
        assert f"--positive: light-dark({hexed(light.positive)}, {hexed(dark.positive)});" in rule
        assert f"--class-9: light-dark({hexed(light.classes[9])}, {hexed(dark.classes[9])});" in rule


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
    with pytest.raises(
        InputError, match=r"expected one of blue-orange, green-red, blue-red, safe as palette, got 'pink'"
    ):
        theme("dark", "pink")
