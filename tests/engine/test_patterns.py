"""Patterns: pictures of any size, smooth ones and ones of a few flat colours, the same bytes everywhere."""

from itertools import groupby

import numpy as np
import pytest
from numpy.typing import NDArray

from neuroglow.engine.patterns import PATTERNS
from neuroglow.runtime import Engine, PlainEngine, WasmEngine, code

SMOOTH = ("rose", "sunset", "swirl")
FLAT = ("target", "mosaic", "flag")


def picture(name: str, width: int = 128, height: int = 128, engine: Engine | None = None) -> NDArray[np.uint8]:
    e = engine or WasmEngine()
    colours = e.zeros((height, width, 3), np.uint8)
    e.call("pattern", kind=code("patterns", name), width=width, height=height, colours=colours.reshape(-1))
    return colours


def colours_of(pixels: NDArray[np.uint8]) -> set[tuple[int, ...]]:
    return {tuple(pixel) for pixel in pixels.reshape(-1, 3).tolist()}


def test_all_patterns_are_tested() -> None:
    assert {*SMOOTH, *FLAT} == set(PATTERNS)


@pytest.mark.parametrize("name", FLAT)
def test_flat_patterns_have_three_to_six_colours_each_worth_a_class(name: str) -> None:
    _, counts = np.unique(picture(name).reshape(-1, 3), axis=0, return_counts=True)
    assert 3 <= len(counts) <= 6
    assert counts.min() > 0.01 * 128 * 128
    assert colours_of(picture(name, 200, 130)) == colours_of(picture(name))


@pytest.mark.parametrize("name", SMOOTH)
def test_smooth_patterns_have_many_colours_and_few_sharp_edges(name: str) -> None:
    pixels = picture(name).astype(int)
    assert len(colours_of(pixels.astype(np.uint8))) > 1000
    assert np.mean(abs(np.diff(pixels, axis=1)).max(2) > 48) < 0.1


def test_the_swirl_is_finer_than_the_sunset() -> None:
    """How much of a picture is left when it is blurred tells what plain x and y can learn of it."""
    lost = {}
    for name in ("sunset", "swirl"):
        pixels = picture(name).astype(float)
        blurred = pixels.reshape(8, 16, 8, 16, 3).mean((1, 3)).repeat(16, 0).repeat(16, 1)
        lost[name] = np.var(pixels - blurred) / np.var(pixels)
    assert lost["sunset"] < 0.1
    assert lost["swirl"] > 0.5


def test_no_two_neighbouring_panes_of_the_mosaic_are_alike() -> None:
    """Panes are convex: along a line, what comes after the lead is another pane."""
    pixels = picture("mosaic", 256, 256).astype(int).sum(2)
    lead = pixels.min()
    for line in (*pixels, *pixels.T):
        runs = [(colour, len(list(run))) for colour, run in groupby(line)]
        for (before, _), (between, thick), (after, _) in zip(runs, runs[1:], runs[2:], strict=False):
            assert between != lead or thick > 8 or before != after


@pytest.mark.parametrize("name", PATTERNS)
def test_plain_python_gives_the_same_bytes(name: str) -> None:
    for size in ((31, 22), (1, 1)):
        assert (picture(name, *size, engine=PlainEngine()) == picture(name, *size)).all()
