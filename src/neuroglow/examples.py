"""The examples of a run: generated or read, split, scaled, and turned into what the network sees."""

from dataclasses import dataclass
from itertools import accumulate
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from neuroglow.data.bundled import BUNDLED
from neuroglow.data.dataset import Dataset
from neuroglow.data.generators import GENERATORS
from neuroglow.data.tables import read_table
from neuroglow.engine.datasets import DATASETS
from neuroglow.engine.formulas import BLOCK, OPERATIONS
from neuroglow.errors import InputError
from neuroglow.experiment import Experiment, shown
from neuroglow.plan import Plan
from neuroglow.runtime import Engine

Matrix = NDArray[np.float64]
Vector = NDArray[np.float64]
Rows = NDArray[np.int32]
Number = TypeVar("Number", bound=np.generic)


@dataclass(frozen=True, eq=False)
class Scaling:
    """How numbers of the data become what the network sees: (number - mean) / scale, as it is in the training rows.

    mean, scale: (n_in,), of the inputs in `Examples.names`. target_mean, target_scale: of a regression target.
    0 and 1 where nothing is standardised.
    """

    mean: Vector
    scale: Vector
    target_mean: float
    target_scale: float


@dataclass(frozen=True, eq=False)
class Examples:
    """What the network sees, and how it comes from the data. The arrays are read-only views.

    x_train: (n, n_in), y_train: (n, n_out), x_test and y_test alike.
    names: the inputs. columns: the data's columns that they are made of, as `run.predict` takes them.
    outputs: the target's name, or the classes' where each has an output of its own. classes: () for regression.
    scaling: from the inputs' and the target's own units to the network's, and back.
    train_rows, test_rows: where the examples stand in `dataset`.
    """

    x_train: Matrix
    y_train: Matrix
    x_test: Matrix
    y_test: Matrix
    names: tuple[str, ...]
    columns: tuple[str, ...]
    outputs: tuple[str, ...]
    classes: tuple[str, ...]
    scaling: Scaling
    train_rows: Rows
    test_rows: Rows
    dataset: Dataset

    @property
    def notices(self) -> tuple[str, ...]:
        """What was noticed while the data were read: columns and rows that are left out."""
        return self.dataset.notices


@dataclass(frozen=True, eq=False)
class Arrays:
    """The same examples where the engine reads them: in columns, with the formulas that turn data into inputs."""

    x: Matrix
    y: Matrix
    x_test: Matrix
    y_test: Matrix
    formulas: dict[str, NDArray[Any]]
    mean: Vector
    scale: Vector
    target_mean: Vector
    target_scale: Vector


def load_dataset(experiment: Experiment, engine: Engine) -> Dataset:
    """The dataset that `experiment.data` names. Raises InputError when there is none, or when its table is unusable."""
    data, table = experiment.data, experiment.table
    if table is not None and data.source == table.name:
        return read_table(table.text, name=table.name, target=data.target, task=data.task)
    if data.source in BUNDLED:
        text = BUNDLED[data.source].read_text(encoding="utf-8")
        return read_table(text, name=data.source, target=data.target, task=data.task)
    if data.source not in GENERATORS:
        raise InputError(
            f"expected a generator ({', '.join(GENERATORS)}) or a bundled table ({', '.join(BUNDLED)}), "
            f"got {shown(data.source)}: choose one of these, or load a file with neuroglow.load",
            "data.source",
        )
    generator = GENERATORS[data.source]
    if data.task not in ("auto", generator.task):
        raise InputError(
            f"expected auto or {generator.task} for {data.source}, got {data.task}: choose one of these", "data.task"
        )
    if data.target:
        raise InputError(
            f"expected no target for {data.source}, which makes its own, got {shown(data.target)}: leave it empty",
            "data.target",
        )
    columns = engine.zeros((len(generator.columns), data.samples))
    values = engine.zeros(data.samples)
    kind = DATASETS.index(data.source)
    engine.call(
        "generate", kind=kind, seed=data.seed, noise=data.noise, classes=data.classes, columns=columns, values=values
    )
    classes = data.classes if generator.classes is None else generator.classes
    return Dataset(
        name=data.source,
        columns=generator.columns,
        x=columns,
        target="y",
        task=generator.task,
        classes=tuple(str(number) for number in range(classes)),
        values=values,
    )


def prepare(engine: Engine, plan: Plan, dataset: Dataset) -> tuple[Arrays, Examples]:
    """Split and scale the dataset and compute the network's inputs and targets, all by engine functions.

    The first `plan.train` rows of the split's order are for training, the others for the test. Without a test nothing
    is shuffled, so that a cyclic order goes through a table as it is written.
    """
    n = len(dataset)
    order = engine.array(np.arange(n), np.int32)
    if plan.test:
        engine.call("split", seed=plan.experiment.data.seed, order=order)
    train, test = order[: plan.train], order[plan.train :]
    columns, values = engine.array(dataset.x), engine.array(dataset.values)
    formulas = formula_arrays(engine, plan, len(columns))
    n_in, n_out = plan.sizes[0], plan.sizes[-1]

    def examples(rows: Rows) -> tuple[Matrix, Matrix]:
        x, y = engine.zeros((n_in, len(rows))), engine.zeros((n_out, len(rows)))
        engine.call("features", **formulas, columns=columns, rows=rows, x=x)
        check_finite(x, rows, plan)
        if dataset.task == "classification":
            engine.call("class_targets", values=values, rows=rows, low=plan.low, high=plan.high, y=y)
        else:
            engine.call("value_targets", values=values.reshape(1, n), rows=rows, y=y)
        return x, y

    def standardize(matrix: Matrix, held_out: Matrix, wanted: bool) -> tuple[Vector, Vector]:
        """Both in place, by mean and deviation of the first; 0 and 1 where this is not wanted."""
        mean, scale = engine.zeros(len(matrix)), engine.array(np.ones(len(matrix)))
        if wanted:
            engine.call("fit", x=matrix, mean=mean, scale=scale)
            for part in (matrix, held_out):
                engine.call("standardize", x=part, mean=mean, scale=scale)
        return mean, scale

    (x, y), (x_test, y_test) = examples(train), examples(test)
    mean, scale = standardize(x, x_test, plan.scale_inputs)
    target_mean, target_scale = standardize(y, y_test, plan.scale_targets)
    arrays = Arrays(x, y, x_test, y_test, formulas, mean, scale, target_mean, target_scale)
    return arrays, Examples(
        x_train=view(x.T),
        y_train=view(y.T),
        x_test=view(x_test.T),
        y_test=view(y_test.T),
        names=tuple(item.name for item in plan.inputs),
        columns=tuple(dataset.columns[column] for column in plan.columns),
        outputs=plan.outputs,
        classes=dataset.classes,
        scaling=Scaling(
            mean=view(mean),
            scale=view(scale),
            target_mean=float(target_mean[0]),
            target_scale=float(target_scale[0]),
        ),
        train_rows=view(train),
        test_rows=view(test),
        dataset=dataset,
    )


def formula_arrays(engine: Engine, plan: Plan, columns: int) -> dict[str, NDArray[Any]]:
    """The inputs' programs as the engine's formulas, with room to run them."""
    programs = [item.program for item in plan.inputs]
    steps = [step for program in programs for step in zip(program.operations, program.arguments, strict=True)]
    shift = [0, *accumulate(len(program.constants) for program in programs)]  # all constants stand in one array
    arguments = [
        place + (shift[k] if operation == "constant" else 0)
        for k, program in enumerate(programs)
        for operation, place in zip(program.operations, program.arguments, strict=True)
    ]
    return {
        "starts": engine.array([0, *accumulate(len(program.operations) for program in programs)], np.int32),
        "codes": engine.array([OPERATIONS.index(operation) for operation, _ in steps], np.int32),
        "arguments": engine.array(arguments, np.int32),
        "constants": engine.array([value for program in programs for value in program.constants]),
        "stack": engine.zeros((max(program.depth for program in programs), BLOCK)),
        "block": engine.zeros((columns, BLOCK)),
    }


def check_finite(x: Matrix, rows: Rows, plan: Plan) -> None:
    """Refuse inputs that are not numbers for some example: 1/x1 where x1 is 0."""
    bad = np.argwhere(~np.isfinite(x))
    if len(bad):
        name, row = plan.inputs[bad[0][0]].name, rows[bad[0][1]] + 1
        raise InputError(
            f"expected a number from {shown(name)} for every example, got none for example {row:,}: change the formula",
            "network.inputs",
        )


def view(array: NDArray[Number]) -> NDArray[Number]:
    """A read-only view: what changes a run goes through its log."""
    seen = array.view()
    seen.flags.writeable = False
    return seen
