"""Pictures as numbers: maps are the network's own activations, colours and widths follow them and are always legal."""

import math
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from neuroglow.runtime import Engine, PlainEngine, WasmEngine
from tests.engine.nets import Net, columns_as_they_are, examples

Array = NDArray[np.float64]
PALETTE = np.array([[80, 160, 255], [255, 150, 60], [20, 27, 35], [200, 0, 0], [0, 200, 0], [0, 0, 200]], float)
VALUES = [0.0, 0.2, 1.0, 7.0, -0.2, -1.0, -1e300, math.inf, -math.inf, math.nan]


def maps_of(net: Net, width: int, height: int, first: int = 0) -> Array:
    """Maps of all neurons from `first` on, over -6..6 x -3..3, without scaling."""
    e = net.engine
    values = e.zeros((sum(net.sizes) - first, width * height))
    net.call(
        "neuron_maps", **columns_as_they_are(e, 2), mean=e.zeros(2), scale=e.array([1.0, 1.0]),
        held=e.zeros(2), across=0, down=1, bounds=e.array([-6.0, 6.0, -3.0, 3.0]), width=width, height=height,
        first=first, values=values,
    )  # fmt: skip
    return values


def test_maps_are_what_the_network_answers_at_each_place() -> None:
    net = Net(
        WasmEngine(), (2, 4, 3), ("tanh", "softmax"), "cross_entropy", *examples(2, 3, 5, "classes"), init="normal"
    )
    values = maps_of(net, 12, 9)
    across, down = np.linspace(-5.5, 5.5, 12), np.linspace(3 - 1 / 3, -3 + 1 / 3, 9)
    x = np.array([[u, v] for v in down for u in across]).T
    assert values[:2] == pytest.approx(x)
    net.arrays["x"], net.arrays["outputs"] = net.engine.array(values[:2]), net.engine.zeros((3, 108))
    net.call("predict")
    assert values[6:].tobytes() == net.outputs.tobytes()
    assert maps_of(net, 12, 9, first=6).tobytes() == values[6:].tobytes()


def test_a_line_across_one_column_keeps_the_others() -> None:
    net = Net(WasmEngine(), (2, 1), ("identity",), "mse", *examples(2, 1, 5), init="zeros")
    net.params[:2] = [1, 10]
    e, values = net.engine, net.engine.zeros((1, 4))
    net.call(
        "neuron_maps", **columns_as_they_are(e, 2), mean=e.zeros(2), scale=e.array([1.0, 1.0]),
        held=e.array([9.0, 0.5]), across=0, down=-1,
        bounds=e.array([0.0, 4.0, 0.0, 0.0]), width=4, height=1, first=2, values=values,
    )  # fmt: skip
    assert values[0] == pytest.approx([5.5, 6.5, 7.5, 8.5])


def test_scales_are_one_for_bounded_activations_and_the_largest_magnitude_for_others() -> None:
    net = Net(WasmEngine(), (2, 2, 1), ("relu", "tanh"), "mse", *examples(2, 1, 5), init="normal")
    values = maps_of(net, 16, 16)
    scales = net.engine.zeros(5)
    net.call("map_scales", values=values, scales=scales)
    assert scales[:2] == pytest.approx([abs(values[0]).max(), abs(values[1]).max()])
    assert scales[2:4] == pytest.approx([max(1, values[2].max()), max(1, values[3].max())])
    assert scales[4] == 1


def test_values_become_colours_between_zero_and_the_sign() -> None:
    e = WasmEngine()
    colours = e.zeros(4 * len(VALUES), np.uint8)
    e.call("paint", values=e.array(VALUES), scale=1.0, strength=1.0, palette=e.array(PALETTE), colours=colours)
    rgba = colours.reshape(-1, 4)
    positive, negative, zero = PALETTE[:3].astype(int)
    assert rgba[0].tolist() == [*zero, 255]
    assert rgba[2].tolist() == rgba[3].tolist() == rgba[7].tolist() == [*positive, 255]
    assert rgba[5].tolist() == rgba[6].tolist() == rgba[8].tolist() == [*negative, 255]
    assert rgba[9].tolist() == [*zero, 255]
    assert zero[2] < rgba[1][2] < positive[2]


def test_classes_are_painted_by_the_winner_and_its_lead() -> None:
    e = WasmEngine()
    outputs = e.array(
        np.array([[1, 0, 0], [0, 1, 0], [0, 0, 1], [1 / 3, 1 / 3, 1 / 3], [0.1, 0.6, 0.3], [math.nan] * 3]).T
    )
    colours = e.zeros(4 * 6, np.uint8)
    e.call("paint_classes", values=outputs, palette=e.array(PALETTE), colours=colours)
    rgba = colours.reshape(-1, 4)[:, :3].astype(int)
    zero = PALETTE[2].astype(int)
    for k in range(3):
        assert rgba[k].argmax() == k
    assert rgba[3].tolist() == rgba[5].tolist() == zero.tolist()
    assert zero[1] < rgba[4][1] < rgba[1][1]


def painted(function: str, values: Array, rows: list[int], engine: Engine | None = None, **more: Any) -> NDArray[Any]:
    """Five pixels in RGBA, all 9 before outputs (outputs, rows) are written at some of them."""
    e = engine or WasmEngine()
    colours = e.array([9] * 20, np.uint8)
    given = {name: e.array(value) if isinstance(value, np.ndarray) else value for name, value in more.items()}
    e.call(function, values=e.array(values), rows=e.array(rows, np.int32), colours=colours, **given)
    return colours.reshape(-1, 4).astype(int)


def test_colours_that_a_network_gives_are_written_at_their_pixels() -> None:
    values = np.array([[0.0, 1.0, 0.5], [-3.0, 1.5, math.nan], [math.inf, -math.inf, 0.999]])
    for engine in (WasmEngine(), PlainEngine()):
        rgba = painted("paint_colours", values, [3, 0, 1], engine)
        assert rgba[[3, 0, 1]].tolist() == [[0, 0, 255, 255], [255, 255, 0, 255], [128, 0, 255, 255]]
        assert (rgba[[2, 4]] == 9).all()


def test_pixels_get_the_colour_of_the_winning_class() -> None:
    values = np.array([[0.9, -1.0, math.nan, 2.0], [0.1, -0.5, math.nan, 2.0], [0.0, -0.75, math.nan, 3.0]])
    for engine in (WasmEngine(), PlainEngine()):
        rgba = painted("paint_nearest", values, [4, 2, 0, 1], engine, threshold=0.0, palette=PALETTE[3:])
        full = [[*row, 255] for row in PALETTE[3:].astype(int).tolist()]
        assert rgba[[4, 2, 0, 1]].tolist() == [full[0], full[1], full[0], full[2]]
        assert (rgba[3] == 9).all()
        one = np.array([[0.5, 0.51, math.nan, -1.0]])
        rgba = painted("paint_nearest", one, [0, 1, 2, 3], engine, threshold=0.5, palette=PALETTE[3:5])
        assert rgba[:4].tolist() == [full[0], full[1], full[0], full[0]]


def test_each_neurons_weights_are_painted_by_its_own_largest() -> None:
    weights = np.array([[2.0, -4.0, 0.0], [0.001, 0.001, -0.0005], [0.0, 0.0, 0.0], [math.inf, -1.0, math.nan]])
    positive, negative, zero = ([*row, 255] for row in PALETTE[:3].astype(int).tolist())
    for engine in (WasmEngine(), PlainEngine()):
        colours = engine.zeros(48, np.uint8)
        engine.call("paint_weights", weights=engine.array(weights), palette=engine.array(PALETTE), colours=colours)
        rgba = colours.reshape(4, 3, 4).tolist()
        assert rgba[0][1:] == [negative, zero]
        assert zero[2] < rgba[0][0][2] < positive[2]
        assert rgba[1][:2] == [positive, positive]
        assert rgba[2] == [zero] * 3
        assert rgba[3] == [positive, negative, zero]


def test_weights_become_widths_and_colours() -> None:
    e = WasmEngine()
    params, widths = e.array(VALUES), e.zeros(len(VALUES), np.float32)
    colours = e.zeros(4 * len(VALUES), np.uint8)
    e.call("encode_weights", params=params, palette=e.array(PALETTE), widths=widths, colours=colours)
    assert widths[0] < widths[1] < widths[2] < widths[3] <= widths[7]
    assert widths[1] == widths[4]
    assert np.isfinite(widths).all()
    rgba = colours.reshape(-1, 4)
    assert rgba[3, :3].tolist() == PALETTE[0].tolist()
    assert rgba[5, :3].tolist() == PALETTE[1].tolist()
    assert rgba[0, 3] < rgba[2, 3] < rgba[3, 3]


def test_signals_are_the_activations_and_what_arrives_through_each_weight() -> None:
    net = Net(WasmEngine(), (2, 3, 1), ("tanh", "tanh"), "half_sse", *examples(2, 1, 5), init="normal")
    net.loss_of(0)
    e, a = net.engine, net.engine.array(net.a[:6])
    neurons, edges = e.zeros(6, np.float32), e.zeros(len(net.params), np.float32)
    net.call("encode_signals", a=a, scales=e.array(np.ones(6)), neuron_glow=neurons, edge_glow=edges)
    assert neurons == pytest.approx(np.clip(a, -1, 1), rel=1e-6)
    arriving = abs(net.layers()[0][0] * a[:2])
    assert edges[:6].reshape(3, 2) == pytest.approx(arriving / (1 + arriving), rel=1e-6)
    assert (edges[6:9] == 0).all()


def test_errors_glow_as_they_are_in_proportion_to_the_largest() -> None:
    net = Net(WasmEngine(), (2, 3, 1), ("tanh", "tanh"), "half_sse", *examples(2, 1, 5), init="normal")
    net.loss_of(0)
    e, delta = net.engine, net.engine.array(net.delta[:6])
    delta[:2] = [99, math.nan]  # left from a batch: no error goes back into the inputs
    neurons, edges = e.zeros(6, np.float32), e.zeros(len(net.params), np.float32)
    net.call("encode_errors", delta=delta, neuron_glow=neurons, edge_glow=edges)
    largest = abs(delta[2:]).max()
    assert neurons[:2].tolist() == [0, 0]
    assert neurons[2:] == pytest.approx(np.sign(delta[2:]) * (abs(delta[2:]) / largest) ** 0.75, rel=1e-6)
    (first, _), (second, _) = net.layers()
    sent = np.concatenate([abs(first * delta[2:5, None]).ravel(), [0] * 3, abs(second * delta[5]).ravel(), [0]])
    assert edges == pytest.approx((sent / sent.max()) ** 0.75, rel=1e-6)


def test_changes_glow_in_proportion_to_the_largest() -> None:
    e = WasmEngine()
    before, after = e.array([1.0, 1, 1, 1, 0]), e.array([1.0, 3, 0, 1.5, math.nan])
    glow = e.zeros(5, np.float32)
    e.call("encode_changes", before=before, after=after, glow=glow)
    assert glow == pytest.approx([0, 1, -(0.5**0.75), 0.25**0.75, 0], rel=1e-6)
    e.call("encode_changes", before=after, after=after, glow=glow)
    assert not glow.any()


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, 0.0])
def test_errors_and_changes_that_are_no_numbers_give_legal_light(value: float) -> None:
    net = Net(WasmEngine(), (2, 3, 1), ("tanh", "tanh"), "half_sse", *examples(2, 1, 5))
    e, delta = net.engine, net.engine.array([value] * 6)
    neurons, edges = e.zeros(6, np.float32), e.zeros(len(net.params), np.float32)
    net.call("encode_errors", delta=delta, neuron_glow=neurons, edge_glow=edges)
    assert ((neurons >= -1) & (neurons <= 1)).all()
    assert ((edges >= 0) & (edges <= 1)).all()
    glow = e.zeros(2, np.float32)
    e.call("encode_changes", before=e.array([0.0, 1]), after=e.array([value, value]), glow=glow)
    assert ((glow >= -1) & (glow <= 1)).all()
