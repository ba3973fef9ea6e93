"""What the next update is made of, in numbers that add up."""

from typing import Any

import numpy as np
import pytest

import neuroglow as ng
from neuroglow.engine.optimizers import OPTIMIZERS
from neuroglow.errors import InputError
from neuroglow.experiment import Experiment
from neuroglow.run import Run

SMALL = Experiment().replace({"data.samples": 47, "network.hidden": [3, 2], "training.learning_rate": 0.1})


def start(changes: dict[str, object] | None = None) -> Run:
    return SMALL.replace(changes or {}).start()


def state(run: Run) -> list[bytes]:
    return [array.tobytes() for array in run._workspace.copy()]


@pytest.mark.parametrize("order", ["shuffle", "random"])
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_the_next_update_is_what_the_next_step_does(optimizer: str, order: str) -> None:
    changes = {"training.optimizer": optimizer, "training.order": order, "training.momentum": 0.5}
    run = start(changes | {"training.l1": 0.01, "training.l2": 0.02}).advance(steps=11)
    before = state(run)
    for layer, neuron, place in ((0, 1, 0), (1, 1, None), (2, 0, 1)):
        update = run.explain(layer=layer, neuron=neuron, input=place)
        assert state(run) == before
        assert (update.step, update.count, update.frozen) == (12, 12, False)
        assert update.training == run.training
        moments, index = run._workspace.moments.copy(), run._workspace.place(layer, neuron, place)
        assert (update.first[0], update.second[0]) == tuple(moments[:, index])
        after = run.fork().advance(steps=1)._workspace
        assert update.value == (run._workspace.params[index], after.params[index])
        assert (update.first[1], update.second[1]) == tuple(after.moments[:, index])
        assert update.shares.sum() == pytest.approx(update.gradient, abs=1e-15)
        assert update.check == pytest.approx(update.gradient, abs=1e-7)
        assert (update.penalty != 0) == (place is not None)
        assert (update.decay != 0) == (optimizer == "adamw")


def test_the_shares_are_the_gradients_of_the_batchs_examples() -> None:
    run = start().advance(steps=6)
    update = run.explain(layer=0, neuron=2, input=1)
    traces = [run.trace(index).layers[0].grad_weights[2, 1] for index in update.examples]
    assert len(traces) == 10 == len(set(update.examples.tolist()))
    assert update.shares == pytest.approx(np.array(traces) / 10)


def test_the_last_batch_of_an_epoch_is_smaller() -> None:
    run = start().advance(steps=2)  # 23 examples for training
    assert len(run.explain(layer=0, neuron=0, input=0).examples) == 3
    assert len(start({"training.batch_size": "full"}).explain(layer=0, neuron=0, input=0).examples) == 23


def test_a_frozen_weight_stays_and_a_muted_one_has_no_gradient() -> None:
    run = start().advance(steps=5).freeze(layer=0).mute(layer=1, neuron=1)
    update = run.explain(layer=0, neuron=0, input=0)
    assert update.frozen
    assert update.gradient != 0
    assert update.value[0] == update.value[1]
    muted = run.explain(layer=1, neuron=1, input=None)
    assert muted.gradient == 0 == pytest.approx(muted.check, abs=1e-9)
    assert (muted.shares == 0).all()


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ({"layer": 3, "neuron": 0, "input": 0}, "for layer, got 3"),
        ({"layer": 0, "neuron": 3, "input": 0}, "for neuron, got 3"),
        ({"layer": 0, "neuron": 0, "input": 2}, "for input, got 2"),
        ({"layer": 0, "neuron": 0, "input": "x1"}, "for input, got 'x1'"),
    ],
)
def test_weights_that_are_not_there_cannot_be_explained(place: dict[str, Any], said: str) -> None:
    with pytest.raises(InputError, match=said):
        start().explain(**place)


def test_a_run_that_diverged_can_be_explained_too() -> None:
    run = ng.load("exploding-rate").start().advance(steps=800)
    assert run.diverged is not None
    assert not np.isfinite(run.explain(layer=0, neuron=0, input=0).value[1])
