"""What fits together, and what "auto" becomes."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

import neuroglow as ng
from neuroglow.engine.activations import ACTIVATIONS
from neuroglow.engine.losses import LOSSES
from neuroglow.errors import InputError
from neuroglow.plan import FITTING_LOSSES, OUTPUTS, Plan
from neuroglow.run import Run
from tests.sentences import SENTENCE


def plan_of(changes: Mapping[str, object]) -> Plan:
    return Run(ng.Experiment().replace({"data.samples": 60, **changes})).plan


def refused(changes: Mapping[str, object]) -> InputError:
    with pytest.raises(InputError) as raised:
        plan_of(changes)
    assert SENTENCE.fullmatch(raised.value.message)
    return raised.value


@pytest.mark.parametrize(
    ("source", "loss", "output", "settled", "sizes", "targets"),
    [
        ("plane", "auto", "identity", "half_sse", (2, 4, 2, 1), "regression"),
        ("sine", "huber", "identity", "huber", (1, 4, 2, 1), "regression"),
        ("spiral", "auto", "tanh", "half_sse", (2, 4, 2, 1), "signed"),
        ("spiral", "mse", "tanh", "mse", (2, 4, 2, 1), "signed"),
        ("spiral", "bce", "sigmoid", "bce", (2, 4, 2, 1), "unsigned"),
        ("spiral", "cross_entropy", "softmax", "cross_entropy", (2, 4, 2, 2), "classes"),
        ("blobs", "auto", "softmax", "cross_entropy", (2, 4, 2, 3), "classes"),
        ("blobs", "bce", "sigmoid", "bce", (2, 4, 2, 3), "classes"),
        ("blobs", "mae", "tanh", "mae", (2, 4, 2, 3), "classes"),
    ],
)
def test_auto_becomes_what_suits_task_and_loss(
    source: str, loss: str, output: str, settled: str, sizes: tuple[int, ...], targets: str
) -> None:
    plan = plan_of({"data.source": source, "training.loss": loss})
    assert plan.activations == ("tanh", "tanh", output)
    assert (plan.experiment.training.loss, plan.sizes, plan.task) == (settled, sizes, targets)


@pytest.mark.parametrize("output", ACTIVATIONS)
@pytest.mark.parametrize("source", ["plane", "spiral", "blobs"])
def test_every_combination_trains_or_is_refused_with_a_sentence(source: str, output: str) -> None:
    task = "regression" if source == "plane" else "classification"
    for loss in ("auto", *LOSSES):
        changes = {"data.source": source, "network.output": output, "training.loss": loss}
        if output not in OUTPUTS[task]:
            assert refused(changes).field == "network.output"
        elif loss == "auto" or loss in FITTING_LOSSES[task][output]:
            run = Run(ng.Experiment().replace({"data.samples": 20, "training.learning_rate": 0.001, **changes}))
            assert run.advance(steps=2).diverged is None
        else:
            assert refused(changes).field == "training.loss"


def test_softmax_and_huber_are_told_what_fits() -> None:
    message = refused({"network.output": "softmax", "training.loss": "huber"}).message
    assert message == (
        "expected cross_entropy for classification with softmax outputs, got huber: set training.loss to it, "
        "or network.output to one of identity, relu, leaky_relu, elu, gelu, silu, softplus, tanh, sigmoid, sin"
    )


def test_losses_of_one_output_are_told_that_output() -> None:
    message = refused({"training.loss": "bce", "network.output": "tanh"}).message
    assert message == (
        "expected one of mse, sse, half_sse, mae, huber for classification with tanh outputs, got bce: "
        "set training.loss to one of these, or network.output to sigmoid"
    )


@pytest.mark.parametrize(
    ("output", "low"), [("sigmoid", 0), ("relu", 0), ("softplus", 0), ("tanh", -1), ("identity", -1)]
)
def test_targets_of_classes_suit_the_output(output: str, low: float) -> None:
    run = Run(ng.Experiment().replace({"network.output": output}))
    assert set(run.data.y_train.ravel()) == {low, 1.0}


def test_inputs_are_columns_and_what_is_made_of_them() -> None:
    names = ["x2", "x1^2", "x1 * x2", "sin(3x1)", "x1"]
    run = Run(ng.Experiment().replace({"network.inputs": names}))
    x2, square, product, sine, x1 = run.data.x_train.T
    assert run.data.names == tuple(names)
    assert run.data.columns == ("x2", "x1")
    assert (square == x1 * x1).all()
    assert (product == x1 * x2).all()
    assert sine == pytest.approx(np.sin(3 * x1), abs=1e-15)


@pytest.mark.parametrize(
    "name", ["x3", "x1^", "sin(x3)", "x1*x3", "cot(x1)", "x1**x2", "", "sin()", "^2", "__import__('os')", "(" * 10_000]
)
def test_other_inputs_are_refused(name: str) -> None:
    error = refused({"network.inputs": [name]})
    assert error.field == "network.inputs"


def test_inputs_that_are_no_numbers_are_refused() -> None:
    error = refused({"network.inputs": ["x1", "1/(x1-x1)"]})
    assert error.field == "network.inputs"
    assert "'1/(x1-x1)'" in error.message


def test_the_same_input_twice_is_refused() -> None:
    assert "twice" in refused({"network.inputs": ["x1", "x1"]}).message


def test_too_large_networks_and_batches_are_refused_before_memory_is_taken() -> None:
    wide = refused({"network.hidden": [4096] * 8})
    assert "expected at most 10,000,000 weights and biases, got 117,485,569" in wide.message
    assert wide.field == "network.hidden"
    changes: dict[str, Any] = {"network.hidden": [1000], "data.samples": 100_000, "training.batch_size": "full"}
    assert refused(changes).field == "training.batch_size"


@pytest.mark.parametrize(
    ("samples", "share", "test"), [(60, 0.5, 30), (61, 0.5, 31), (60, 0.0, 0), (60, 1.0, 59), (3, 0.1, 0)]
)
def test_the_test_share_is_rounded_and_leaves_one_for_training(samples: int, share: float, test: int) -> None:
    run = Run(ng.Experiment().replace({"data.samples": samples, "data.test": share}))
    assert (run.plan.train, run.plan.test) == (samples - test, test)
    rows = [*run.data.train_rows, *run.data.test_rows]
    assert sorted(rows) == list(range(samples))
    assert (rows == list(range(samples))) is (test == 0)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"data.source": "spirals"}, "data.source"),
        ({"data.source": "../../etc/passwd"}, "data.source"),
        ({"data.task": "regression"}, "data.task"),
        ({"data.target": "x1"}, "data.target"),
        ({"data.source": "iris", "data.target": "colour"}, "data.target"),
        ({"data.source": "iris", "data.task": "regression"}, "data.target"),
    ],
)
def test_data_that_there_is_not_are_refused(changes: dict[str, object], field: str) -> None:
    assert refused(changes).field == field
