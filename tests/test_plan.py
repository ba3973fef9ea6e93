"""What fits together, and what "auto" becomes."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

import neuroglow as ng
from neuroglow import plan
from neuroglow.data.own import Table
from neuroglow.engine.activations import ACTIVATIONS
from neuroglow.engine.losses import LOSSES
from neuroglow.errors import InputError
from neuroglow.experiment import from_dict
from neuroglow.limits import LIMITS
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


# data of every kind


def test_a_formula_makes_classes_or_values() -> None:
    run = Run(ng.Experiment().replace({"data.source": "formula", "data.formula": "x2 > sin(3x1)"}))
    x1, x2 = run.data.dataset.x
    assert (np.abs([x1, x2]) <= 6).all()
    assert (run.data.dataset.values[0] == (x2 > np.sin(3 * x1))).all()
    values = Run(ng.Experiment().replace({"data.source": "formula", "data.formula": "x*y"})).data.dataset
    assert values.task == "regression"
    assert (values.values[0] == values.x[0] * values.x[1]).all()


def test_noise_moves_the_point_that_a_formula_judges() -> None:
    recipe = {"data.source": "formula", "data.formula": "x1 > 0", "data.samples": 2000}
    calm, noisy = (Run(ng.Experiment().replace(recipe | {"data.noise": noise})).data.dataset for noise in (0.0, 0.5))
    assert (calm.x == noisy.x).all()
    wrong = noisy.values[0] != (noisy.x[0] > 0)
    assert 0.05 < wrong.mean() < 0.4
    assert np.abs(noisy.x[0, wrong]).max() < 3


def test_levels_are_what_the_outputs_should_be() -> None:
    changes = {"data.source": "digits-5x5", "data.test": 0, "data.levels": [0, 0.99], "network.output": "sigmoid"}
    run = Run(ng.Experiment().replace(changes | {"training.loss": "sse"}))
    assert (run.data.y_train == 0.99 * np.eye(10)).all()
    assert (run.plan.low, run.plan.high, run.plan.task) == (0, 0.99, "classes")
    with pytest.raises(InputError, match=r"expected levels from 0 to 1 for bce, got \[-0.5, 1.5\]"):
        Run(
            ng.Experiment().replace(
                {"data.levels": [-0.5, 1.5], "network.output": "sigmoid", "training.loss": "mse", "data.samples": 20}
            )
        ).set(loss="bce")


@pytest.mark.parametrize(
    ("samples", "test", "counts"), [(1000, 0.1, (900, 100)), (1000, 0, (1000, 0)), (50_000, 0.5, (8192, 8192))]
)
def test_of_a_picture_some_pixels_are_seen(samples: int, test: float, counts: tuple[int, int]) -> None:
    run = Run(ng.Experiment().replace({"data.source": "rose", "data.samples": samples, "data.test": test}))
    assert (run.plan.train, run.plan.test) == counts
    rows = [*run.data.train_rows, *run.data.test_rows]
    assert len(set(rows)) == min(samples, 128 * 128)
    assert 0.3 < np.mean(np.array(rows) < 64 * 128) < 0.7  # they lie everywhere
    assert len(run.data.dataset) == 128 * 128
    assert run.predict(run.data.dataset.x.T).shape == (128 * 128, 3)
    assert run.data.outputs == ("red", "green", "blue")
    other = Run(run.experiment.replace({"data.seed": 1}))
    assert (other.data.train_rows != run.data.train_rows).any()


def test_fourier_features_are_those_of_nerf() -> None:
    run = Run(ng.Experiment().replace({"data.source": "rose", "network.inputs": ["y", "fourier(3)"]}))
    x, y = run.data.dataset.x[:, run.data.train_rows]
    expected = [y]
    for octave in (1, 2, 4):
        for column in (x, y):
            expected += [np.sin(octave * np.pi * column), np.cos(octave * np.pi * column)]
    assert np.abs(run.data.x_train.T - expected).max() < 1e-12
    assert run.data.names[:4] == ("y", "sin(pi*x)", "cos(pi*x)", "sin(pi*y)")
    assert run.data.names[-1] == "cos(4pi*y)"
    points = plan_of({"network.inputs": ["fourier(2)"]})
    assert [item.name for item in points.inputs][::3] == ["sin(pi*x1/6)", "cos(pi*x2/6)", "sin(2pi*x2/6)"]
    line = plan_of({"data.source": "sine", "network.inputs": ["fourier(1)"]})
    assert [item.name for item in line.inputs] == ["sin(pi*x/6)", "cos(pi*x/6)"]


def test_a_column_may_be_called_like_fourier_features() -> None:
    own = Table("t", "fourier(2),fourier(x),y\n1,2,3\n4,5,6.5\n")
    experiment = from_dict({"data": {"source": "t"}, "network": {"inputs": ["fourier(x)", "fourier(2)"]}}, own)
    assert Run(experiment).data.names == ("fourier(x)", "fourier(2)")


@pytest.mark.parametrize(
    ("changes", "scaled"),
    [
        ({"data.source": "iris"}, True),
        ({"data.source": "digits-5x5"}, False),
        ({"data.source": "rose"}, False),
        ({"data.source": "formula", "data.formula": "x1"}, False),
        ({"data.source": "rose", "data.standardize": "all"}, True),
    ],
)
def test_only_tables_are_standardised_by_themselves(changes: dict[str, object], scaled: bool) -> None:
    assert plan_of(changes).scale_inputs is scaled


def test_several_targets_are_scaled_each_by_its_own() -> None:
    run = Run(
        ng.Experiment().replace({"data.source": "sunset", "data.standardize": "all", "network.output": "identity"})
    )
    assert run.data.y_train.mean(0) == pytest.approx([0, 0, 0], abs=1e-12)
    assert run.data.y_train.std(0) == pytest.approx([1, 1, 1])
    colours = run.data.y_train * run.data.scaling.target_scale + run.data.scaling.target_mean
    assert np.abs(colours.T - run.data.dataset.values[:, run.data.train_rows]).max() < 1e-12
    units = run.advance(steps=200).predict(run.data.dataset.x.T)
    assert np.abs(units.T - run.data.dataset.values).mean() < 0.2


def test_a_large_set_of_images_is_taken_and_a_larger_one_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plan, "LIMITS", type(LIMITS)(numbers=100, pixels=250))
    assert plan_of({"data.source": "digits-5x5"}).train == 5
    with pytest.raises(InputError, match="expected at most 250 numbers"):
        plan_of({"data.source": "digits-8x8"})
    with pytest.raises(InputError, match="expected at most 100 numbers"):
        plan_of({"data.source": "iris"})
