"""Layers in numbers: spreads as NumPy has them, and signs of trouble in networks made for them."""

from collections.abc import Sequence

import numpy as np
import pytest

from neuroglow import reference
from neuroglow.engine.activations import ACTIVATIONS
from neuroglow.engine.portraits import QUANTILES
from neuroglow.runtime import WasmEngine, manifest
from tests.engine.nets import Array, Net, examples

BINS = manifest()["bins"]
VITALS = manifest()["codes"]["vitals"]
STEEPEST = {"sigmoid": 0.25}


class Portrait:
    """What `portray` says of a net, over all of its examples; before: its parameters one step away."""

    def __init__(self, net: Net, before: Array | None = None) -> None:
        engine, layers, n = net.engine, len(net.activations), net.x.shape[1]
        longest = max(n_out * max(n_in, n) for n_in, n_out in zip(net.sizes, net.sizes[1:], strict=False))
        self.quantiles, self.counts = engine.zeros((3 * layers, len(QUANTILES))), engine.zeros((3 * layers, BINS))
        self.numbers, self.quiet = engine.zeros((layers, len(VITALS))), engine.zeros(sum(net.sizes))
        net.call(
            "portray", before=net.params if before is None else engine.array(before), values=engine.zeros(longest),
            quantiles=self.quantiles, counts=self.counts, vitals=self.numbers, quiet=self.quiet,
        )  # fmt: skip

    def vitals(self, layer: int) -> dict[str, float]:
        return dict(zip(VITALS, self.numbers[layer].tolist(), strict=True))


def net(hidden: str = "tanh", n: int = 61, sizes: tuple[int, ...] = (3, 5, 4, 2)) -> Net:
    x, y = examples(sizes[0], sizes[-1], n)
    activations = (*[hidden] * (len(sizes) - 2), "tanh")
    return Net(WasmEngine(), sizes, activations, "mse", x, y, {"batch_size": n}, init="pytorch")


def layer_numbers(made: Net) -> list[Array]:
    """Weights, their gradients and activations of each layer, from the textbook network."""
    pairs = made.layers()
    textbook = reference.Network([w for w, _ in pairs], [b for _, b in pairs], list(made.activations), made.loss)
    gradients, activations = textbook.backward(made.x.T, made.y.T)[0], textbook.forward(made.x.T)[1][1:]
    return [numbers for layer in zip([w for w, _ in pairs], gradients, activations, strict=True) for numbers in layer]


@pytest.mark.parametrize("n", [1, 2, 61, 200])
def test_spreads_are_those_of_numpy(n: int) -> None:
    made = net(n=n)
    portrait = Portrait(made)
    for row, numbers in enumerate(layer_numbers(made)):
        reach = abs(numbers).max()
        assert portrait.quantiles[row] == pytest.approx(np.quantile(numbers, QUANTILES), rel=1e-9, abs=1e-15)
        assert portrait.counts[row].sum() == numbers.size
        edges = np.linspace(-reach, reach, BINS + 1)
        ranks = [(portrait.counts[row][: k + 1].sum(), (numbers < edges[k + 1]).sum()) for k in range(BINS - 1)]
        assert all(abs(one - other) <= 1 for one, other in ranks)  # a number on an edge may go either way


def test_only_finite_numbers_are_spread() -> None:
    made = net()
    made.params[[0, 3]] = np.inf, np.nan
    portrait = Portrait(made)
    rest = made.params[:15][np.isfinite(made.params[:15])]
    assert portrait.quantiles[0] == pytest.approx(np.quantile(rest, QUANTILES))
    assert portrait.counts[0].sum() == 13
    made.params[:] = np.nan
    portrait = Portrait(made)
    assert np.isnan(portrait.quantiles).all()
    assert not portrait.counts.any()
    assert not portrait.quiet.any()


def test_zeros_are_all_in_the_middle() -> None:
    made = net()
    made.params[:] = 0
    portrait = Portrait(made)
    assert portrait.counts[0].tolist() == [0] * (BINS // 2) + [15] + [0] * (BINS // 2)
    assert portrait.quantiles[0].tolist() == [0] * 7
    assert portrait.vitals(0)["ratio"] == 0


def test_root_mean_squares_and_the_change_over_the_weights() -> None:
    made = net()
    before = made.params.copy()
    made.call("advance", steps=1)
    portrait = Portrait(made, before)
    weights, gradients = layer_numbers(made)[3:5]
    change = weights.ravel() - before[20:40]
    vitals = portrait.vitals(1)
    assert vitals["weight"] == pytest.approx(np.sqrt((weights**2).mean()))
    assert vitals["gradient"] == pytest.approx(np.sqrt((gradients**2).mean()))
    assert vitals["ratio"] == pytest.approx(np.sqrt((change**2).mean() / (weights**2).mean()), rel=1e-9)


@pytest.mark.parametrize("hidden", [name for name in ACTIVATIONS if name != "softmax"])
def test_a_neuron_is_quiet_where_its_slope_is_under_a_twentieth_of_the_steepest(hidden: str) -> None:
    made = net(hidden)
    made.params[:] *= 12
    pairs = made.layers()
    textbook = reference.Network([w for w, _ in pairs], [b for _, b in pairs], list(made.activations), made.loss)
    slopes = abs(reference.ACTIVATIONS[hidden][1](textbook.forward(made.x.T)[0][1]))
    expected = (slopes < 0.05 * STEEPEST.get(hidden, 1.0)).mean(0)
    portrait = Portrait(made)
    assert portrait.quiet[8:12] == pytest.approx(expected)
    assert portrait.vitals(1)["saturated"] == pytest.approx(expected.mean())
    assert not portrait.quiet[:3].any()


def silenced(made: Net, neurons: Sequence[int]) -> Net:
    made.arrays["muted"] = made.engine.array(neurons, np.int32)
    return made


def test_dead_relus_are_counted_and_silent_ones_are_not() -> None:
    made = net("relu")
    made.params[15:20] = [-1000, 0.1, -1000, 0.1, 0.1]  # biases of the first layer
    portrait = Portrait(made)
    assert portrait.vitals(0)["dead"] == pytest.approx(2 / 5)
    assert portrait.quiet[[3, 5]].tolist() == [1, 1]
    portrait = Portrait(silenced(made, [3, 4]))
    assert portrait.vitals(0)["dead"] == pytest.approx(1 / 3)
    assert portrait.quiet[[3, 4]].tolist() == [0, 0]
    portrait = Portrait(silenced(made, range(3, 8)))
    assert portrait.vitals(0)["dead"] == portrait.vitals(0)["saturated"] == 0


def test_only_relus_die() -> None:
    made = net("sigmoid")
    made.params[15:20] = -1000
    vitals = Portrait(made).vitals(0)
    assert vitals["saturated"] == 1
    assert vitals["dead"] == 0
