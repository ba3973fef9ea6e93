"""Gradients agree with central differences, for every activation and every loss; and stay right at extreme sums."""

import numpy as np
import pytest

from neuroglow import reference
from neuroglow.engine.activations import ACTIVATIONS
from neuroglow.engine.losses import LOSSES
from neuroglow.runtime import WasmEngine
from tests.engine.nets import Net, examples

H = 1e-5
HIDDEN = [name for name in ACTIVATIONS if name != "softmax"]
FROM_SUMS = [("softmax", "cross_entropy", "classes"), ("sigmoid", "bce", "bits")]
DISTANCES = [name for name in LOSSES if name not in ("bce", "cross_entropy")]


def largest_relative_error(net: Net, example: int = 0) -> float:
    """How far one example's gradient is off central differences (4th order), in units of its largest entry."""
    net.loss_of(example)
    gradient, params = net.grads.copy(), net.params
    numeric = np.empty_like(gradient)
    for k in range(len(params)):
        kept, losses = params[k], []
        for shift in (-2 * H, -H, H, 2 * H):
            params[k] = kept + shift
            losses.append(net.loss_of(example))
        params[k] = kept
        numeric[k] = (losses[0] - 8 * losses[1] + 8 * losses[2] - losses[3]) / (12 * H)
    return float(abs(gradient - numeric).max() / abs(gradient).max())


@pytest.mark.parametrize("activation", HIDDEN)
def test_every_activation(activation: str) -> None:
    x, y = examples(3, 2, 4)
    net = Net(WasmEngine(), (3, 5, 4, 2), (activation, activation, "identity"), "half_sse", x, y, init="normal")
    assert largest_relative_error(net) < 1e-6


@pytest.mark.parametrize("loss", DISTANCES)
@pytest.mark.parametrize("output", ["identity", "tanh", "sigmoid"])
def test_every_distance(loss: str, output: str) -> None:
    x, y = examples(3, 3, 4)
    net = Net(WasmEngine(), (3, 6, 3), ("tanh", output), loss, x, 2 * y, init="normal", seed=1)
    assert largest_relative_error(net) < 1e-6


@pytest.mark.parametrize(("output", "loss", "kind"), FROM_SUMS)
def test_losses_that_start_from_the_sums(output: str, loss: str, kind: str) -> None:
    x, y = examples(3, 4, 4, kind)
    net = Net(WasmEngine(), (3, 6, 4), ("gelu", output), loss, x, y, seed=2)
    assert largest_relative_error(net) < 1e-6


@pytest.mark.parametrize(("output", "loss", "kind"), FROM_SUMS)
@pytest.mark.parametrize("size", [-1000.0, 1000.0])
def test_sums_of_a_thousand_give_finite_losses_and_right_gradients(
    output: str, loss: str, kind: str, size: float
) -> None:
    n_out = 3
    for wanted in range(n_out):
        y = np.zeros((n_out, 1))
        y[wanted] = 1
        net = Net(WasmEngine(), (1, n_out), (output,), loss, np.ones((1, 1)), y, init="zeros")
        biases = net.params[n_out:]
        biases[0] = size
        cost = net.loss_of(0)
        z = np.array([size, 0.0, 0.0])
        if output == "softmax":
            a = np.array([1.0, 0, 0]) if size > 0 else np.array([0, 0.5, 0.5])
            expected = z.max() + np.log(np.exp(z - z.max()).sum()) - z[wanted]
            gradient = a - y[:, 0]
        else:
            a = np.array([1.0 if size > 0 else 0.0, 0.5, 0.5])
            expected = (np.logaddexp(0, z) - z * y[:, 0]).mean()
            gradient = (a - y[:, 0]) / n_out
        assert np.isfinite(cost)
        assert cost == pytest.approx(expected, rel=1e-12)
        assert net.grads[n_out:] == pytest.approx(gradient, abs=1e-12)


def test_the_gradient_of_a_batch_is_the_mean_of_its_examples() -> None:
    x, y = examples(2, 1, 7)
    settings: dict[str, float | str] = {"batch_size": 7, "order": "cyclic", "learning_rate": 1.0}
    net = Net(WasmEngine(), (2, 4, 1), ("tanh", "tanh"), "half_sse", x, y, settings)
    singles = []
    for example in range(7):
        net.loss_of(example)
        singles.append(net.grads.copy())
    before = net.params.copy()
    net.call("advance", steps=1)
    assert before - net.params == pytest.approx(np.mean(singles, axis=0), rel=1e-10)


@pytest.mark.parametrize(("output", "loss", "kind"), [("identity", "half_sse", "values"), *FROM_SUMS])
@pytest.mark.parametrize("count", [1, 7, 90])
def test_the_gradient_of_all_examples_is_the_mean_of_theirs(output: str, loss: str, kind: str, count: int) -> None:
    x, y = examples(3, 4, count, kind)
    net = Net(WasmEngine(), (3, 6, 4), ("tanh", output), loss, x, y, seed=2)
    each = []
    for example in range(count):
        net.loss_of(example)
        each.append(net.grads.copy())
    net.call("gradient")
    assert net.grads == pytest.approx(np.mean(each, 0), rel=1e-12, abs=1e-15)


def test_softmax_and_what_every_class_would_cost() -> None:
    e = WasmEngine()
    rows: list[list[float]] = [[2, 4, -1e3], [0.1, 0.1, 0.1], [1000, -1000, 0], [5, 10, 10]]
    sums, powers, shares, costs = e.array(rows), e.zeros((4, 3)), e.zeros((4, 3)), e.zeros((4, 3))
    e.call("softmax", sums=sums, powers=powers, shares=shares, costs=costs)
    assert powers[[0, 1, 3]] == pytest.approx(np.exp(np.array(rows)[[0, 1, 3]]), rel=1e-14)
    assert powers[2].tolist() == [np.inf, 0, 1]
    assert shares == pytest.approx(reference.softmax(np.array(rows)), rel=1e-14)
    assert costs == pytest.approx(-reference.log_softmax(np.array(rows)), rel=1e-14, abs=1e-15)
    assert costs[2].tolist() == [0, 2000, 1000]
    assert sums.tolist() == rows


def test_what_a_share_costs() -> None:
    e = WasmEngine()
    shares, costs = e.array([0.633, 1, 0.5, 1e-300, 0]), e.zeros(5)
    e.call("cross_entropy", shares=shares, costs=costs)
    assert costs[:4] == pytest.approx(-np.log(shares[:4]), rel=1e-15)
    assert costs[4] == np.inf
