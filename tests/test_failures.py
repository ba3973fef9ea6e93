"""The failures that are built in: each fails as it says, is named by `diagnose`, and is cured by what it advises."""

import math
from typing import Any

import numpy as np
import pytest

import neuroglow as ng
from neuroglow.run import Run

SHOWS = {
    "dying-relus": "dead_relus",
    "exploding-rate": "diverged",
    "memorised": "memorising",
    "sigmoid-stack": "vanishing_gradients",
    "too-small": "plateau",
    "unscaled-inputs": "unscaled",
    "zero-weights": "symmetric",
}
CURES: dict[str, dict[str, Any]] = {
    "dying-relus": {"network.activation": "leaky_relu"},
    "exploding-rate": {"training.learning_rate": 0.1},
    "memorised": {"data.samples": 2000},
    "sigmoid-stack": {"network.activation": "tanh"},
    "too-small": {"network.hidden": [3]},
    "unscaled-inputs": {"data.standardize": "all"},
    "zero-weights": {"network.init": "glorot_uniform"},
}


def after(name: str, changes: dict[str, Any] | None = None) -> Run:
    """An experiment, changed or not, after the steps that it suggests."""
    experiment = ng.load(name).replace(changes or {})
    return experiment.start().advance(steps=experiment.steps)


def test_every_failure_is_known_here() -> None:
    assert list(SHOWS) == list(CURES) == ng.failures()
    assert not set(ng.failures()) & set(ng.experiments())


@pytest.mark.parametrize("name", SHOWS)
def test_a_failure_fails_and_its_cure_cures_it(name: str) -> None:
    failed, cured = after(name), after(name, CURES[name])
    assert cured.loss("test") < failed.loss("test") * 0.6
    if name == "memorised":
        assert failed.loss("train") < 0.01 < 0.4 < failed.loss("test")
    else:
        assert failed.loss("train") > failed.seek(0).loss("train") * 0.4
    if cured.data.classes and name != "memorised":
        assert cured.accuracy("test") > 0.9


@pytest.mark.parametrize(("name", "rule"), SHOWS.items())
def test_what_a_failure_shows_is_found_with_its_evidence(name: str, rule: str) -> None:
    found = {one.rule: one for one in after(name).diagnose()}
    assert rule in found
    assert "{" not in found[rule].sentence + found[rule].advice
    assert rule not in {one.rule for one in after(name, CURES[name]).diagnose()}


def test_dying_relus_die_one_after_the_other() -> None:
    run = ng.load("dying-relus").start()
    dead = []
    for step in (0, 5, 100, 500):
        run.seek(step)
        below = np.maximum(run.layers[0].weights @ run.data.x_train.T + run.layers[0].biases[:, None], 0)
        sums = run.layers[1].weights @ below + run.layers[1].biases[:, None]
        dead.append(int((sums <= 0).all(axis=1).sum()))
    assert dead == [0, 3, 4, 4]


def test_the_steps_of_an_exploding_rate_grow_by_the_same_factor() -> None:
    run = ng.load("exploding-rate").start()
    losses = [run.seek(step).loss("train") for step in range(10, 20)]
    factors = np.divide(losses[1:], losses[:-1])
    assert factors == pytest.approx(np.full(9, factors[0]), rel=1e-3)
    assert factors[0] > 2
    run.advance(steps=run.experiment.steps)
    assert run.diverged is not None
    assert run.step < run.experiment.steps


def test_the_gradients_of_a_stack_of_sigmoids_shrink_from_layer_to_layer() -> None:
    run = ng.load("sigmoid-stack").start()
    traces = [run.trace(index) for index in range(50)]
    sizes = [
        math.sqrt(np.mean([np.mean(trace.layers[layer].grad_weights ** 2) for trace in traces])) for layer in range(9)
    ]
    assert sizes == sorted(sizes)
    assert sizes[8] > 1000 * sizes[0]


def test_a_stack_of_sigmoids_is_found_long_after_it_was_to_be_seen() -> None:
    run = ng.load("sigmoid-stack").start()
    for step in range(0, 9000, 450):
        assert "vanishing_gradients" in {one.rule for one in run.seek(step).diagnose()}


def test_unscaled_inputs_saturate_every_hidden_neuron() -> None:
    run = ng.load("unscaled-inputs").start()
    for index in range(0, 200, 20):
        assert (np.abs(run.trace(index).layers[0].a) > 0.999).all()


def test_zero_weights_stay_alike() -> None:
    run = after("zero-weights")
    assert (run.layers[0].weights == 0).all()
    assert run.layers[2].biases[0] != 0
