"""From a recipe and its data to what the engine needs: sizes, activations, inputs, targets, settings.

`resolve` settles every "auto" and refuses what does not fit together. The page does the same in web/src/run/recipe.ts,
from the tables below, which neuroglow.schema writes out for it.
"""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import msgspec

from neuroglow.data.dataset import Dataset, Kind, held_out
from neuroglow.engine.activations import ACTIVATIONS
from neuroglow.engine.formulas import BLOCK
from neuroglow.engine.losses import LOSSES
from neuroglow.engine.optimizers import OPTIMIZERS
from neuroglow.engine.training import ORDERS, SETTINGS, TASKS
from neuroglow.errors import InputError
from neuroglow.experiment import Experiment, Training
from neuroglow.formula import Program, parse
from neuroglow.limits import LIMITS
from neuroglow.values import shown

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
"""Output activations whose class targets are 0 and 1, if not said otherwise; all others have -1 and +1.

An answer that is the only output changes at 0.5 for these, and at 0 for the others.
"""

OCTAVES = 8
FOURIER = re.compile(rf"fourier\(([1-{OCTAVES}])\)")

DEFAULT_EPS = {"adagrad": 1e-10}
"""PyTorch's, where it is not 1e-8."""


class Input(NamedTuple):
    """One input of the network: a formula in the columns of the dataset."""

    name: str
    program: Program


class Plan(msgspec.Struct, frozen=True):
    """A recipe with everything settled. `experiment` has no "auto" in its network and training any more."""

    experiment: Experiment
    kind: Kind
    """Of the dataset."""
    sizes: tuple[int, ...]
    activations: tuple[str, ...]
    inputs: tuple[Input, ...]
    columns: tuple[int, ...]
    """The dataset's columns that the inputs are made of, in the order in which these first name them."""
    outputs: tuple[str, ...]
    """The targets' names, or the classes' where each has an output of its own."""
    task: str
    """One of the engine's TASKS."""
    low: float
    high: float
    """What an output should be for an example that is not, or is, of its class."""
    scale_inputs: bool
    scale_targets: bool
    train: int
    test: int
    """How many examples are for training and for the test; the pixels of a picture beyond these are never seen."""

    @property
    def parameters(self) -> int:
        return count_parameters(self.sizes)


def count_parameters(sizes: tuple[int, ...]) -> int:
    return sum((n_in + 1) * n_out for n_in, n_out in pairwise(sizes))


def resolve(experiment: Experiment, dataset: Dataset) -> Plan:
    """Settle every "auto" of a checked recipe for its data. Raises InputError for what does not fit together."""
    data, network, training = experiment.data, experiment.network, experiment.training
    classes = len(dataset.classes)
    output = settle_output(dataset, network.output, training.loss)
    loss = settle_loss(dataset.task, output, training.loss)
    many = classes > 2 or output == "softmax"  # each class has an output of its own
    low, high = settle_levels(data.levels, dataset.task, output, one=not many)
    check_levels(loss, low, high)
    inputs = tuple(expand(network.inputs or dataset.columns, dataset))
    sizes = (len(inputs), *network.hidden, classes if many else len(dataset.targets))
    activation = network.activation
    hidden = (activation,) * len(network.hidden) if isinstance(activation, str) else activation
    if count_parameters(sizes) > LIMITS.parameters:
        raise InputError(
            f"expected at most {LIMITS.parameters:,} weights and biases, got {shown(count_parameters(sizes))}: "
            "use fewer layers or neurons",
            "network.hidden",
        )
    used = min(data.samples, len(dataset)) if dataset.kind == "picture" else len(dataset)
    most = LIMITS.pixels if dataset.kind == "pixels" else LIMITS.numbers
    if len(inputs) * used > most:
        raise InputError(
            f"expected at most {most:,} numbers (examples times inputs), got {len(inputs) * used:,}: "
            "choose fewer inputs",
            "network.inputs",
        )
    test = held_out(used, data.test) if dataset.split is None else len(dataset.split[1])
    check_room(sizes, training, used - test)
    regression = dataset.task == "regression"
    standardize = data.standardize if data.standardize != "auto" else "all" if dataset.kind == "table" else "none"
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
        kind=dataset.kind,
        sizes=sizes,
        activations=(*hidden, output),
        inputs=inputs,
        columns=tuple(dict.fromkeys(column for item in inputs for column in item.program.columns)),
        outputs=dataset.classes if many else dataset.targets,
        task="regression" if regression else "classes" if many else "unsigned" if output in FROM_ZERO else "signed",
        low=low,
        high=high,
        scale_inputs=standardize in ("all", "inputs"),
        scale_targets=standardize == "all" and regression,
        train=used - test,
        test=test,
    )


def settle_output(dataset: Dataset, output: str, loss: str) -> str:
    """The output activation: the one asked for, or for "auto" the one that suits the data and the loss."""
    task, classes = dataset.task, len(dataset.classes)
    if output == "auto":
        if task == "regression":
            return "sigmoid" if dataset.kind == "picture" else "identity"  # colours are from 0 to 1
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


def settle_levels(levels: tuple[float, ...], task: str, output: str, *, one: bool) -> tuple[float, float]:
    """What an output should be for an example that is not, and that is, of its class: as asked for, or as suits it."""
    from_zero = output in FROM_ZERO
    if not levels:
        return (0.0 if from_zero else -1.0), 1.0
    got = f"[{', '.join(map(shown, levels))}]"
    problem = ""
    if task == "regression":
        problem = f"expected no levels for regression, got {got}: leave them empty"
    elif output == "softmax":
        problem = f"expected no levels for softmax outputs, whose sum is 1, got {got}: leave them empty"
    elif len(levels) == 1 or levels[0] >= levels[1]:
        problem = f"expected two levels, the lower one first, got {got}: write them as [0, 1]"
    elif one and not levels[0] < (threshold := 0.5 if from_zero else 0.0) < levels[1]:
        problem = (
            f"expected levels below and above {shown(threshold)}, where the answer of {output} outputs changes, "
            f"got {got}: choose such"
        )
    if problem:
        raise InputError(problem, "data.levels")
    return levels[0], levels[1]


def check_levels(loss: str, low: float, high: float) -> None:
    """Refuse targets that the loss is not made for."""
    if loss == "bce" and (low < 0 or high > 1):
        raise InputError(
            f"expected levels from 0 to 1 for bce, got [{shown(low)}, {shown(high)}]: "
            "change data.levels or training.loss",
            "data.levels",
        )


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
    """The inputs by their formulas; a text column's name, and fourier(k), stand for all of their own."""
    found: dict[str, Input] = {}
    for name in names:
        for part in dataset.groups.get(name) or fourier(name, dataset) or (name,):
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


def fourier(name: str, dataset: Dataset) -> list[str]:
    """The inputs that fourier(k) stands for: sines and cosines of each column at k octaves; [] for another name.

    sin(2^i pi c) and cos(2^i pi c), i < k, with the column c scaled to -1..1: the positional encoding of Mildenhall
    et al. 2020 (NeRF), equation 4. Raises InputError where k is not from 1 to OCTAVES, and for other kinds of data.
    """
    if name in dataset.columns or not name.startswith("fourier("):
        return []
    if dataset.kind not in ("points", "picture"):
        raise InputError(
            f"expected {shown(name)} for points and pictures only, got data of the kind {dataset.kind}: "
            "choose other inputs",
            "network.inputs",
        )
    octaves = FOURIER.fullmatch(name)
    if octaves is None:
        raise InputError(
            f"expected fourier(1) to fourier({OCTAVES}), got {shown(name)}: write the number of octaves",
            "network.inputs",
        )
    half = "/6" if dataset.kind == "points" else ""  # of the domain
    factors = ["pi" if octave == 0 else f"{2**octave}pi" for octave in range(int(octaves[1]))]
    return [
        f"{wave}({factor}*{column}{half})"
        for factor in factors
        for column in dataset.columns
        for wave in ("sin", "cos")
    ]


def settings(training: Training, plan: Plan) -> list[float]:
    """What the user chose for training, as numbers in the order of the engine's SETTINGS."""
    loss = settle_loss(plan.experiment.data.task, plan.activations[-1], training.loss)
    check_levels(loss, plan.low, plan.high)
    eps = training.eps if training.eps >= 0 else DEFAULT_EPS.get(training.optimizer, 1e-8)
    values: dict[str, float] = {
        "loss": LOSSES.index(loss),
        "optimizer": OPTIMIZERS.index(training.optimizer),
        "order": ORDERS.index(training.order),
        "batch_size": batch_of(training, plan.train),
        "eps": eps,
        "task": TASKS.index(plan.task),
    }
    return [float(values.get(name, getattr(training, name, 0))) for name in SETTINGS]
