"""From a recipe and its data to what the engine needs: sizes, activations, inputs, targets, settings.

`resolve` settles every "auto" and refuses what does not fit together. The page does the same in web/src/run/recipe.ts,
from the tables below, which neuroglow.schema writes out for it.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import msgspec

from neuroglow.data.dataset import Dataset
from neuroglow.engine.activations import ACTIVATIONS
from neuroglow.engine.formulas import BLOCK
from neuroglow.engine.losses import LOSSES
from neuroglow.engine.optimizers import OPTIMIZERS
from neuroglow.engine.training import ORDERS, SETTINGS, TASKS
from neuroglow.errors import InputError
from neuroglow.experiment import Experiment, Training, shown
from neuroglow.formula import Program, parse
from neuroglow.limits import LIMITS

OUTPUTS = {
    "regression": tuple(name for name in ACTIVATIONS if name != "softmax"),
    "classification": ACTIVATIONS,
}
"""The output activations that fit a task."""

DISTANCES = ("mse", "sse", "half_sse", "mae", "huber")
FITTING_LOSSES: dict[str, dict[str, tuple[str, ...]]] = {
    "regression": {name: DISTANCES for name in ACTIVATIONS if name != "softmax"},
    "classification": dict.fromkeys(ACTIVATIONS, DISTANCES)
    | {"sigmoid": ("bce", *DISTANCES), "softmax": ("cross_entropy",)},
}
"""The losses that fit a task and an output activation; the first one of sigmoid and softmax is what "auto" takes."""

FROM_ZERO = ("sigmoid", "softmax", "relu", "softplus")
"""Output activations whose class targets are 0 and 1; all others have -1 and +1."""

DEFAULT_EPS = {"adagrad": 1e-10}
"""PyTorch's, where it is not 1e-8."""


class Input(NamedTuple):
    """One input of the network: a formula in the columns of the dataset."""

    name: str
    program: Program


class Plan(msgspec.Struct, frozen=True):
    """A recipe with everything settled. `experiment` has no "auto" in its network and training any more."""

    experiment: Experiment
    sizes: tuple[int, ...]
    activations: tuple[str, ...]
    inputs: tuple[Input, ...]
    columns: tuple[int, ...]
    """The dataset's columns that the inputs are made of, in the order in which these first name them."""
    outputs: tuple[str, ...]
    """The target's name, or the classes' where each has an output of its own."""
    task: str
    """One of the engine's TASKS."""
    low: float
    high: float
    """What an output should be for an example that is not, or is, of its class."""
    scale_inputs: bool
    scale_targets: bool
    train: int
    test: int
    """How many examples are for training and for the test."""

    @property
    def parameters(self) -> int:
        return count_parameters(self.sizes)


def count_parameters(sizes: tuple[int, ...]) -> int:
    return sum((n_in + 1) * n_out for n_in, n_out in pairwise(sizes))


def resolve(experiment: Experiment, dataset: Dataset) -> Plan:
    """Settle every "auto" of a checked recipe for its data. Raises InputError for what does not fit together."""
    data, network, training = experiment.data, experiment.network, experiment.training
    classes = len(dataset.classes)
    output = settle_output(dataset.task, classes, network.output, training.loss)
    loss = settle_loss(dataset.task, output, training.loss)
    inputs = tuple(expand(network.inputs or dataset.columns, dataset))
    n_out = classes if classes > 2 or output == "softmax" else 1
    sizes = (len(inputs), *network.hidden, n_out)
    activation = network.activation
    hidden = (activation,) * len(network.hidden) if isinstance(activation, str) else activation
    if count_parameters(sizes) > LIMITS.parameters:
        raise InputError(
            f"expected at most {LIMITS.parameters:,} weights and biases, got {shown(count_parameters(sizes))}: "
            "use fewer layers or neurons",
            "network.hidden",
        )
    if len(inputs) * len(dataset) > LIMITS.numbers:
        raise InputError(
            f"expected at most {LIMITS.numbers:,} numbers (examples times inputs), got {len(inputs) * len(dataset):,}: "
            "choose fewer inputs",
            "network.inputs",
        )
    test = min(int(len(dataset) * data.test + 0.5), len(dataset) - 1)
    check_room(sizes, training, len(dataset) - test)
    regression = dataset.task == "regression"
    low = 0.0 if output in FROM_ZERO else -1.0
    standardize = data.standardize if data.standardize != "auto" else "all" if dataset.table else "none"
    used = [column for item in inputs for column in item.program.columns]
    settled = msgspec.structs.replace(
        experiment,
        data=msgspec.structs.replace(data, task=dataset.task, standardize=standardize),
        network=msgspec.structs.replace(
            network, inputs=tuple(item.name for item in inputs), activation=hidden, output=output
        ),
        training=msgspec.structs.replace(training, loss=loss),
    )
    return Plan(
        experiment=settled,
        sizes=sizes,
        activations=(*hidden, output),
        inputs=inputs,
        columns=tuple(dict.fromkeys(used)),
        outputs=(dataset.target,) if n_out == 1 else dataset.classes,
        task="regression" if regression else "classes" if n_out > 1 else "unsigned" if low == 0.0 else "signed",
        low=low,
        high=1.0,
        scale_inputs=standardize in ("all", "inputs"),
        scale_targets=standardize == "all" and regression,
        train=len(dataset) - test,
        test=test,
    )


def settle_output(task: str, classes: int, output: str, loss: str) -> str:
    """The output activation: the one asked for, or for "auto" the one that suits the task and the loss."""
    if output == "auto":
        if task == "regression":
            return "identity"
        if loss == "bce":
            return "sigmoid"
        if loss == "cross_entropy" or (loss == "auto" and classes > 2):
            return "softmax"
        return "tanh"
    if output not in OUTPUTS[task]:
        raise InputError(
            f"expected one of {', '.join(OUTPUTS[task])} for {task}, got {output}: choose one of these",
            "network.output",
        )
    return output


def settle_loss(task: str, output: str, loss: str) -> str:
    """The loss: the one asked for, or for "auto" the one that suits the output activation."""
    fitting = FITTING_LOSSES[task][output]
    if loss == "auto":
        return fitting[0] if output in ("sigmoid", "softmax") and task == "classification" else "half_sse"
    if loss not in fitting:
        other = [name for name, losses in FITTING_LOSSES[task].items() if loss in losses]
        those = "it" if len(fitting) == 1 else "one of these"
        advice = f", or network.output to {one_of(other)}" if other else ""
        raise InputError(
            f"expected {one_of(fitting)} for {task} with {output} outputs, got {loss}: "
            f"set training.loss to {those}{advice}",
            "training.loss",
        )
    return loss


def one_of(names: Sequence[str]) -> str:
    """Names to choose from, as messages list them."""
    return names[0] if len(names) == 1 else f"one of {', '.join(names)}"


def check_room(sizes: tuple[int, ...], training: Training, train: int) -> None:
    """Refuse batches that need too much memory."""
    room = sum(sizes) * batch_room(training, train)
    if room > LIMITS.work:
        raise InputError(
            f"expected at most {LIMITS.work:,} neurons times examples in a batch, got {room:,}: "
            "use smaller batches or fewer neurons",
            "training.batch_size",
        )


def batch_room(training: Training, train: int) -> int:
    """The number of examples that have to find room at once."""
    return max(batch_of(training, train), BLOCK)


def batch_of(training: Training, train: int) -> int:
    return train if training.batch_size == "full" else min(training.batch_size, train)


def expand(names: tuple[str, ...], dataset: Dataset) -> list[Input]:
    """The inputs by their formulas; a text column's name stands for all of its own."""
    found: dict[str, Input] = {}
    for name in names:
        for part in dataset.groups.get(name, (name,)):
            try:
                item = Input(part, parse(part, dataset.columns))
            except InputError as error:
                raise InputError(error.message, "network.inputs") from error
            if part in found:
                raise InputError(f"expected different inputs, got {shown(part)} twice: remove one", "network.inputs")
            found[part] = item
    if len(found) > LIMITS.neurons:
        raise InputError(
            f"expected at most {LIMITS.neurons:,} inputs, got {len(found):,}: choose fewer", "network.inputs"
        )
    return list(found.values())


def settings(training: Training, plan: Plan) -> list[float]:
    """What the user chose for training, as numbers in the order of the engine's SETTINGS."""
    eps = training.eps if training.eps >= 0 else DEFAULT_EPS.get(training.optimizer, 1e-8)
    values: dict[str, float] = {
        "loss": LOSSES.index(settle_loss(plan.experiment.data.task, plan.activations[-1], training.loss)),
        "optimizer": OPTIMIZERS.index(training.optimizer),
        "order": ORDERS.index(training.order),
        "batch_size": batch_of(training, plan.train),
        "eps": eps,
        "task": TASKS.index(plan.task),
    }
    return [float(values.get(name, getattr(training, name, 0))) for name in SETTINGS]
