"""The compiled engine checks no index: in plain Python, on arrays that do, none is negative or beyond the end."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from numpy.typing import ArrayLike, DTypeLike, NDArray

from neuroglow.engine.activations import ACTIVATIONS
from neuroglow.engine.passes import LAYER_PASS, PASS
from neuroglow.engine.patterns import PATTERNS
from neuroglow.geometry import lay_out
from neuroglow.runtime import PlainEngine, code
from tests.engine.nets import Net, columns_as_they_are, examples


class Checked(np.ndarray[Any, Any]):
    """An array that refuses negative indices, and slices that reach beyond its end; its slices do so, too."""

    def check(self, key: Any) -> None:
        for part, size in zip(key if isinstance(key, tuple) else (key,), self.shape, strict=False):
            if isinstance(part, slice):
                ends = [end for end in (part.start, part.stop) if end is not None]
                assert all(0 <= end <= size for end in ends), f"{part} of {size}"
            else:
                assert 0 <= part < size, f"{part} of {size}"

    def __getitem__(self, key: Any) -> Any:
        self.check(key)
        return super().__getitem__(key)

    def __setitem__(self, key: Any, value: Any) -> None:
        self.check(key)
        super().__setitem__(key, value)

    def __iter__(self) -> Iterator[Any]:
        return (self[k] for k in range(len(self)))


class CheckedEngine(PlainEngine):
    """Plain Python on checked arrays."""

    def zeros(self, shape: int | tuple[int, ...], dtype: DTypeLike = np.float64) -> NDArray[Any]:
        return super().zeros(shape, dtype).view(Checked)

    def array(self, values: ArrayLike, dtype: DTypeLike = np.float64) -> NDArray[Any]:
        return super().array(values, dtype).view(Checked)


def test_the_check_finds_what_it_is_for() -> None:
    array = CheckedEngine().zeros(3)
    for key in (-1, 3, slice(-1, 2), slice(2, 4)):
        with pytest.raises(AssertionError):
            array[key]
    with pytest.raises(AssertionError):
        array[1:][-1] = 0


@pytest.mark.parametrize("sizes", [(1, 1), (2, 4, 2, 1), (3, 5, 6, 3), (9, 8, 7, 2)])
@pytest.mark.parametrize("batch", [1, 2, 7, 65])
def test_training(sizes: tuple[int, ...], batch: int) -> None:
    activations = ("tanh",) * (len(sizes) - 2) + ("identity",)
    settings: dict[str, float | str] = {"batch_size": batch, "optimizer": "adam", "l2": 0.1, "order": "random"}
    net = Net(CheckedEngine(), sizes, activations, "mse", *examples(sizes[0], sizes[-1], 70), settings)
    net.call("advance", steps=3)
    net.arrays["x_test"], net.arrays["y_test"] = net.x, net.y
    net.call("record")
    net.call("predict")
    net.loss_of(69)


@pytest.mark.parametrize("sizes", [(1, 1), (2, 4, 2, 1), (3, 5, 6, 3)])
@pytest.mark.parametrize("batch", [1, 7])
def test_inspections(sizes: tuple[int, ...], batch: int) -> None:
    settings: dict[str, float | str] = {"batch_size": batch, "optimizer": "adamw", "l1": 0.1}
    hidden, data = len(sizes) - 2, examples(sizes[0], sizes[-1], 70)
    net = Net(CheckedEngine(), sizes, ("relu",) * hidden + ("identity",), "mse", *data, settings)
    e, neurons, count = net.engine, sum(sizes), len(net.params)
    if hidden:
        net.arrays["muted"] = e.array([neurons - sizes[-1] - 1, sizes[0]], np.int32)
    net.arrays["frozen"] = e.array([1] * hidden + [0], np.int32)
    net.call("record")
    net.call("advance", steps=2)
    net.loss_of(69)
    net.call("inspect", slopes=e.zeros(neurons), pulls=e.zeros(sizes[-1]))
    room = {"places": e.zeros(batch, np.int32), "shares": e.zeros(batch), "numbers": e.zeros(10)}
    for parameter in (0, count - 1):
        net.call("rehearse", parameter=parameter, **room)
        net.call("check_gradient", parameter=parameter)
    net.call("gradient")
    e.call("softmax", **{name: e.zeros((4, sizes[-1])) for name in ("sums", "powers", "shares", "costs")})
    e.call("cross_entropy", shares=e.array([0.5] * 4), costs=e.zeros(4))
    picked = e.zeros((sizes[0], batch))
    net.call("pick_examples", places=room["places"], picked=picked)
    layers, longest = hidden + 1, max(b * max(a, 70) for a, b in pairwise(sizes))
    vitals = e.zeros((layers, 5))
    net.call(
        "portray", before=net.params, values=e.zeros(longest), quantiles=e.zeros((3 * layers, 7)),
        counts=e.zeros((3 * layers, 25)), vitals=vitals, quiet=e.zeros(neurons),
    )  # fmt: skip
    net.call("diagnose", rows=net.count("history_rows"), vitals=vitals, findings=e.zeros((11, 5)))
    net.call("plateau", rows=net.count("history_rows"))
    directions, centre = e.zeros((2, count)), e.array(net.params)
    net.call("random_directions", seed=0, directions=directions)
    net.call(
        "landscape", first=0, count=6, centre=centre, directions=directions, bounds=e.array([-1, 1, -1, 1]), width=3,
        height=2, losses=e.zeros(6),
    )  # fmt: skip
    net.call("project", centre=centre, directions=directions, place=e.zeros(2))
    for layer, size in enumerate(sizes):
        values = e.zeros((size, 70))
        net.call("layer_values", layer=layer, values=values)
        net.call("answers_from", layer=layer, values=values)
    glows = {"neuron_glow": e.zeros(neurons, np.float32), "edge_glow": e.zeros(count, np.float32)}
    net.call("encode_errors", delta=net.delta[:neurons], **glows)
    net.call("encode_changes", before=centre, after=net.params, glow=glows["edge_glow"])


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_activations_and_maps(activation: str) -> None:
    loss = "cross_entropy" if activation == "softmax" else "mse"
    hidden = "tanh" if activation == "softmax" else activation
    settings: dict[str, float | str] = {"task": "classes"}
    net = Net(CheckedEngine(), (2, 3, 3), (hidden, activation), loss, *examples(2, 3, 9, "classes"), settings)
    net.call("advance", steps=2)
    e, values = net.engine, net.engine.zeros((8, 70))
    net.call(
        "neuron_maps", **columns_as_they_are(e, 2), mean=e.zeros(2), scale=e.array([1, 1]), held=e.zeros(2),
        across=0, down=1, bounds=e.array([-6, 6, -6, 6]), width=10, height=7, first=0, values=values,
    )  # fmt: skip
    scales, palette = e.zeros(8), e.array(np.zeros((6, 3)))
    net.call("map_scales", values=values, scales=scales)
    net.call("paint_maps", values=values, scales=scales, palette=palette, colours=e.zeros(4 * 8 * 70, np.uint8))
    net.call("paint_classes", values=values[5:], palette=palette, colours=e.zeros(4 * 70, np.uint8))
    net.call("paint_nearest", threshold=0.5, values=values[5:], rows=e.array(range(70), np.int32), palette=palette[3:],
             colours=e.zeros(4 * 70, np.uint8))  # fmt: skip
    net.call("paint_colours", values=values[5:], rows=e.array(range(70), np.int32), colours=e.zeros(280, np.uint8))
    net.call("paint_weights", weights=net.params[:6].reshape(3, 2), palette=palette, colours=e.zeros(24, np.uint8))


@pytest.mark.parametrize(("width", "height"), [(5, 4), (1, 3)])
def test_pictures(width: int, height: int) -> None:
    e, n = CheckedEngine(), width * height
    for name in PATTERNS:
        colours = e.zeros(3 * n, np.uint8)
        e.call("pattern", kind=code("patterns", name), width=width, height=height, colours=colours)
    rgba, columns, values = e.zeros(4 * n, np.uint8), e.zeros((2, n)), e.zeros((3, n))
    e.call("opaque", rgba=rgba, colours=colours)
    e.call("grey", colours=colours, greys=e.zeros(n, np.uint8))
    e.call("psnr", a=rgba, b=rgba)
    e.call("picture_examples", colours=colours, width=width, height=height, columns=columns, values=values)
    e.call("image_columns", pixels=colours, peak=255.0, columns=e.zeros((3, n)))
    for to_width, to_height in ((2, 3), (7, 9), (1, 1)):
        target = e.zeros(3 * to_width * to_height, np.uint8)
        e.call(
            "shrink", source=colours, width=width, height=height, channels=3,
            target=target, target_width=to_width, target_height=to_height,
        )  # fmt: skip
    e.call("scatter", seed=0, noise=0.5, columns=columns, judged=e.zeros((2, n)))


@pytest.mark.parametrize("sizes", [(2, 1), (2, 8, 3), (60, 40, 64, 26), (12, 1, 40)])
@pytest.mark.parametrize("room", [(1280.0, 720.0), (300.0, 200.0), (0.0, 0.0)])
@pytest.mark.parametrize("compact", [False, True])
def test_layouts(sizes: tuple[int, ...], room: tuple[float, float], compact: bool) -> None:
    e, shown = CheckedEngine(), [min(size, 40) for size in sizes]
    names, outputs = ["x"] * (sizes[0] + 1), ["y"] * sizes[-1]
    slots = [-1, *range(sizes[0])]
    lay_out(e, sizes, [sizes[0], *shown[1:]], names, outputs, *room, slots=slots, compact=compact)
    lay_out(e, sizes, [sizes[0], *shown[1:]], [], outputs, *room, pixels=(sizes[0] // 2, 2), compact=compact)


@pytest.mark.parametrize(("inputs", "neurons", "shown"), [(1, 1, 1), (30, 40, 40), (64, 40, 64), (0, 3, 3)])
@pytest.mark.parametrize("image", [0, 1])
def test_lines(inputs: int, neurons: int, shown: int, image: int) -> None:
    e, count = CheckedEngine(), shown * neurons
    params = e.array(np.random.default_rng(0).normal(size=count))
    glow, colours = e.array(np.linspace(0, 1, count), np.float32), e.zeros(4 * count, np.uint8)
    looks = {name: e.zeros(inputs * neurons, np.uint8) for name in ("levels", "halves")}
    e.call(
        "line_looks", shown=shown, image=image, frozen=0, chosen=1, chosen_input=0, chosen_neuron=-1, params=params,
        widths=glow, colours=colours, edge_glow=glow, muted_inputs=e.zeros(inputs, np.uint8),
        muted_neurons=e.zeros(neurons, np.uint8), sizes=e.zeros(count), **looks,
    )  # fmt: skip
    e.call("light_cut", lights=glow, least=1, most=10)
    e.call(
        "blend_lines", share=0.5, widths=glow, colours=colours, widths_after=glow, colours_after=colours,
        widths_now=e.zeros(count, np.float32), colours_now=e.zeros(4 * count, np.uint8),
    )  # fmt: skip


@pytest.mark.parametrize("layers", [2, 9])
def test_passes(layers: int) -> None:
    e = CheckedEngine()
    for moment in np.linspace(0, 4, 9):
        e.call("pass_at", moment=moment, light=e.zeros(len(PASS)), layer_light=e.zeros(len(LAYER_PASS) * layers))
        e.call("moment_after", moment=moment, millis=-1234.5, layers=layers)
