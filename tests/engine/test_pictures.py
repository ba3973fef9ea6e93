"""Pictures: whole-number arithmetic that agrees with NumPy's, and the same bytes in plain Python."""

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from neuroglow.runtime import Engine, PlainEngine, WasmEngine

Bytes = NDArray[np.uint8]
SIDES = st.integers(1, 9)


def noise(*shape: int, seed: int = 0) -> Bytes:
    return np.random.default_rng(seed).integers(0, 256, shape, np.uint8)


def resized(picture: Bytes, width: int, height: int, engine: Engine | None = None) -> Bytes:
    """A picture (height, width, channels) in another size."""
    e = engine or WasmEngine()
    rows, columns, channels = picture.shape
    target = e.zeros((height, width, channels), np.uint8)
    e.call(
        "shrink", source=e.array(picture, np.uint8).reshape(-1), width=columns, height=rows, channels=channels,
        target=target.reshape(-1), target_width=width, target_height=height,
    )  # fmt: skip
    return target


def shares(size: int, parts: int) -> NDArray[np.float64]:
    """(parts, size): how much of each of `size` pixels lies in each of `parts` equal parts of them."""
    edges, pixels = np.linspace(0, size, parts + 1), np.arange(size)
    return np.array([np.clip(np.minimum(b, pixels + 1) - np.maximum(a, pixels), 0, 1) for a, b in pairwise(edges)])


@settings(deadline=None)
@given(SIDES, SIDES, SIDES, SIDES, st.sampled_from([1, 3, 4]), st.integers(0, 9))
def test_a_pixel_of_another_size_is_the_mean_of_its_area(
    width: int, height: int, to_width: int, to_height: int, channels: int, seed: int
) -> None:
    picture = noise(height, width, channels, seed=seed)
    across, down = shares(width, to_width), shares(height, to_height)
    expected = np.einsum("yr,xc,rck->yxk", down, across, picture) * (to_width * to_height / (width * height))
    assert resized(picture, to_width, to_height) == pytest.approx(expected, abs=0.5 + 1e-9)


def test_the_same_size_is_the_same_picture_and_parts_are_exact_means() -> None:
    picture = noise(12, 18, 3)
    assert (resized(picture, 18, 12) == picture).all()
    blocks = picture.reshape(4, 3, 6, 3, 3).mean((1, 3))
    assert (resized(picture, 6, 4) == np.floor(blocks + 0.5)).all()
    assert (resized(picture, 36, 24) == picture.repeat(2, 0).repeat(2, 1)).all()


def test_another_size_keeps_the_mean_colour() -> None:
    picture = noise(97, 61, 3)
    for size in ((13, 29), (61, 20), (1, 1), (100, 150)):
        assert resized(picture, *size).mean((0, 1)) == pytest.approx(picture.mean((0, 1)), abs=0.5)


def test_a_flat_picture_stays_flat() -> None:
    for value in (0, 1, 254, 255):
        assert (resized(np.full((7, 11, 1), value, np.uint8), 5, 3) == value).all()


def test_a_large_picture_fits_into_the_sums() -> None:
    assert resized(np.full((7000, 7000, 1), 255, np.uint8), 1, 1) == 255


def test_clear_pixels_show_white() -> None:
    e = WasmEngine()
    c, a = np.meshgrid(np.arange(256), np.arange(256))
    rgba = e.array(np.stack([c, c, 255 - c, a], 2).reshape(-1), np.uint8)
    colours = e.zeros(3 * 65536, np.uint8)
    e.call("opaque", rgba=rgba, colours=colours)
    exact = (np.stack([c, c, 255 - c], 2) * a[..., None] + 255 * (255 - a[..., None])) / 255
    assert colours.reshape(256, 256, 3) == pytest.approx(exact, abs=0.5)
    assert (colours.reshape(256, 256, 3)[255] == np.stack([c, c, 255 - c], 2)[255]).all()
    assert (colours.reshape(256, 256, 3)[0] == 255).all()


def test_grey_is_how_bright_a_colour_seems() -> None:
    e = WasmEngine()
    picture, greys = e.array(noise(300).reshape(-1), np.uint8), e.zeros(100, np.uint8)
    e.call("grey", colours=picture, greys=greys)
    assert greys == pytest.approx(picture.reshape(-1, 3) @ [0.299, 0.587, 0.114], abs=0.5 + 1e-9)
    same = e.array(np.arange(256).repeat(3), np.uint8)
    greys = e.zeros(256, np.uint8)
    e.call("grey", colours=same, greys=greys)
    assert list(greys) == list(range(256))


def test_images_become_a_column_a_pixel() -> None:
    e, images = WasmEngine(), noise(5, 4, 3)
    columns = e.zeros((12, 5))
    e.call("image_columns", pixels=e.array(images.reshape(-1), np.uint8), peak=16.0, columns=columns)
    assert columns.tobytes() == (images.reshape(5, 12).T / 16.0).tobytes()


@pytest.mark.parametrize(("width", "height"), [(4, 3), (3, 5), (1, 1), (6, 6)])
def test_every_pixel_is_an_example(width: int, height: int) -> None:
    e, picture = WasmEngine(), noise(height, width, 3)
    columns, values = e.zeros((2, width * height)), e.zeros((3, width * height))
    e.call(
        "picture_examples", colours=e.array(picture.reshape(-1), np.uint8), width=width, height=height,
        columns=columns, values=values,
    )  # fmt: skip
    longer = max(width, height)
    x, y = ((np.arange(n) + 0.5 - n / 2) * 2 / longer for n in (width, height))
    assert columns.reshape(2, height, width)[0] == pytest.approx(np.tile(x, (height, 1)))
    assert columns.reshape(2, height, width)[1] == pytest.approx(np.tile(-y[:, None], (1, width)))
    assert abs(columns).max() == pytest.approx(1 - 1 / longer)
    assert values.tobytes() == (picture.reshape(-1, 3).T / 255).tobytes()


def decibels(a: Bytes, b: Bytes) -> float:
    e = WasmEngine()
    return float(e.call("psnr", a=e.array(a.reshape(-1), np.uint8), b=e.array(b.reshape(-1), np.uint8)))


@settings(deadline=None)
@given(st.integers(0, 50), st.integers(1, 40))
def test_psnr_is_its_formula_and_knows_no_alpha(seed: int, n: int) -> None:
    a, b = noise(n, 4, seed=seed), noise(n, 4, seed=seed + 1)
    squares = np.mean((a[:, :3].astype(float) - b[:, :3]) ** 2)
    assert decibels(a, b) == pytest.approx(10 * math.log10(255**2 / squares), rel=1e-12)
    assert decibels(a, b) == decibels(b, a)
    other = a.copy()
    other[:, 3] ^= 255
    assert decibels(a, other) == math.inf


def test_plain_python_gives_the_same_bytes() -> None:
    found = []
    engines: tuple[Engine, ...] = (WasmEngine(), PlainEngine())
    for e in engines:
        rgba, colours, greys = e.array(noise(24), np.uint8), e.zeros(18, np.uint8), e.zeros(6, np.uint8)
        e.call("opaque", rgba=rgba, colours=colours)
        e.call("grey", colours=colours, greys=greys)
        columns, places, values = e.zeros((3, 2)), e.zeros((2, 6)), e.zeros((3, 6))
        e.call("image_columns", pixels=greys, peak=255.0, columns=columns)
        e.call("picture_examples", colours=colours, width=3, height=2, columns=places, values=values)
        small = resized(noise(7, 5, 3), 3, 4, e)
        ratio = np.array([e.call("psnr", a=rgba, b=e.array(noise(24, seed=1), np.uint8))])
        found.append([x.tobytes() for x in (colours, greys, columns, places, values, small, ratio)])
    assert found[0] == found[1]
