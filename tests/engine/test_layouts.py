"""Where networks stand in pictures: apart from each other, inside, and the same in plain Python and in WebAssembly."""

import math
from collections.abc import Sequence

import numpy as np
import pytest

from neuroglow.engine.layouts import SMALLEST
from neuroglow.geometry import Geometry, lay_out, letters
from neuroglow.runtime import Engine, PlainEngine, WasmEngine

MOST = 40  # neurons of a layer that there are numbers of, in these tests
NETWORKS = ((2, 1), (2, 8, 8, 8, 1), (2, 16, 16, 16, 16, 16, 3), (7, 64, 40, 64, 3), (30, 5, 26))
ROOMS = ((1280.0, 720.0), (800.0, 720.0), (360.0, 420.0), (599.5, 900.25))


def laid_out(
    sizes: Sequence[int],
    width: float = 800,
    height: float = 720,
    *,
    engine: Engine | None = None,
    pixels: tuple[int, int] | None = None,
    slots: Sequence[int] | None = None,
    name: str = "x",
    compact: bool = False,
) -> Geometry:
    shown = [size if pixels and layer == 0 else min(size, MOST) for layer, size in enumerate(sizes)]
    inputs = [] if pixels else [name] * (sizes[0] if slots is None else len(slots))
    outputs = ["y"] * sizes[-1]
    made = WasmEngine() if engine is None else engine
    return lay_out(made, sizes, shown, inputs, outputs, width, height, pixels=pixels, slots=slots, compact=compact)


def numbers(geometry: Geometry) -> list[float]:
    """All that was computed."""
    places = [number for layer in geometry.layers for number in (layer.x, *layer.xs, *layer.ys, layer.size)]
    return [geometry.width, geometry.size, *places, *geometry.slots, *(geometry.image or ())]


@pytest.mark.parametrize("sizes", NETWORKS)
@pytest.mark.parametrize("compact", [False, True])
def test_plain_python_and_webassembly_agree_bit_for_bit(sizes: Sequence[int], compact: bool) -> None:
    for width, height in ROOMS:
        plain, compiled = (
            laid_out(sizes, width, height, engine=engine, compact=compact) for engine in (PlainEngine(), WasmEngine())
        )
        assert np.array(numbers(plain)).tobytes() == np.array(numbers(compiled)).tobytes()
        assert [layer.hidden for layer in plain.layers] == [layer.hidden for layer in compiled.layers]


@pytest.mark.parametrize("sizes", NETWORKS)
@pytest.mark.parametrize(("width", "height"), ROOMS)
def test_neurons_stay_apart_and_inside(sizes: Sequence[int], width: float, height: float) -> None:
    geometry = laid_out(sizes, width, height)
    assert geometry.width >= width
    squares = [(x, y) for layer in geometry.layers for x, y in zip(layer.xs, layer.ys, strict=True)]
    half = geometry.size / 2
    for place, (x, y) in enumerate(squares):
        assert half < x < geometry.width - half
        assert half < y < height - half
        assert all(max(abs(x - u), abs(y - v)) > geometry.size for u, v in squares[:place])


@pytest.mark.parametrize("sizes", NETWORKS)
def test_every_neuron_is_drawn_or_counted(sizes: Sequence[int]) -> None:
    geometry = laid_out(sizes, 800, 420)
    assert [len(layer.xs) + layer.hidden for layer in geometry.layers] == list(sizes)
    assert all(len(layer.xs) == len(layer.ys) for layer in geometry.layers)


@pytest.mark.parametrize("sizes", NETWORKS)
def test_every_weight_and_bias_has_a_place_of_its_own(sizes: Sequence[int]) -> None:
    geometry = laid_out(sizes)
    shown = geometry.shown
    found = [
        geometry.parameter(layer, neuron, source)
        for layer in range(1, len(shown))
        for neuron in range(shown[layer])
        for source in (None, *range(shown[layer - 1]))
    ]
    assert sorted(found) == list(range(len(found)))


@pytest.mark.parametrize("pixels", [(5, 5), (8, 8), (28, 20), (3, 7)])
def test_pixels_are_one_image_in_its_proportions(pixels: tuple[int, int]) -> None:
    columns, rows = pixels
    geometry = laid_out((columns * rows, 40, 10), 900, 640, pixels=pixels)
    image, first = geometry.image, geometry.layers[0]
    assert image is not None
    assert image.width / image.height == pytest.approx(columns / rows)
    assert image.left + image.width < geometry.layers[1].xs[0] - geometry.size / 2
    assert first.xs.reshape(rows, columns)[0] == pytest.approx(image.left + (np.arange(columns) + 0.5) * first.size)
    assert first.ys.reshape(rows, columns)[:, 0] == pytest.approx(image.top + (np.arange(rows) + 0.5) * first.size)


def test_inputs_stand_where_their_slots_are_and_those_that_are_off_have_none() -> None:
    geometry = laid_out((2, 1), slots=[0, -1, 1])
    assert len(geometry.slots) == 3
    assert geometry.layers[0].ys.tolist() == [geometry.slots[0], geometry.slots[2]]
    assert laid_out((2, 1), slots=[1, 0]).layers[0].ys[0] > laid_out((2, 1), slots=[1, 0]).layers[0].ys[1]


def test_layers_with_many_neurons_have_several_columns_of_larger_ones() -> None:
    geometry = laid_out((2, 40, 1), 1000, 640)
    assert len(geometry.layers[1].xs) == 40
    assert len(set(geometry.layers[1].xs.tolist())) > 1
    assert geometry.size > SMALLEST
    assert laid_out((2, 40, 1), 1000, 640, compact=True).size == SMALLEST


def test_longer_names_have_more_room_up_to_a_point() -> None:
    edges = [laid_out((2, 4, 1), name="n" * count).layers[0].x for count in (1, 8, 12, 30, 90)]
    assert edges == sorted(edges)
    assert edges[0] < edges[1] < edges[2] < edges[4]
    assert edges[3] == edges[4]


def test_names_are_as_long_as_the_page_counts_them() -> None:
    assert [letters(name) for name in ("", "x1", "größe", "\N{GRINNING FACE}")] == [0, 2, 5, 2]


def test_many_layers_make_the_picture_wider_than_its_room() -> None:
    assert laid_out((2, *[4] * 40, 1)).width > 2000


@pytest.mark.parametrize(("width", "height"), [(0.0, 0.0), (1.0, 5000.0), (5000.0, 1.0)])
def test_no_room_is_too_small(width: float, height: float) -> None:
    geometry = laid_out((2, 8, 1), width, height)
    assert all(math.isfinite(number) for number in numbers(geometry))
    assert geometry.size >= SMALLEST
