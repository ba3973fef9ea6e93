"""The examples of a run: generated or read, split, scaled, and turned into what the network sees."""

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from neuroglow.data.bundled import BUNDLED
from neuroglow.data.dataset import Dataset
from neuroglow.data.generators import GENERATORS
from neuroglow.data.tables import read_table
from neuroglow.engine.datasets import DATASETS
from neuroglow.errors import InputError
from neuroglow.experiment import Experiment, shown
from neuroglow.plan import Plan, input_codes
from neuroglow.runtime import Engine

Matrix = NDArray[np.float64]
Vector = NDArray[np.float64]
Rows = NDArray[np.int32]
Number = TypeVar("Number", bound=np.generic)


@dataclass(frozen=True, eq=False)
class Scaling:
    """How numbers of the data become what the network sees: (number - mean) / scale, as it is in the training rows.

    mean, scale: (columns,), of the columns in `Examples.columns`. target_mean, target_scale: of a regression target.
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
    scaling: from the data's units to the network's, and back.
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
    """The same examples where the engine reads them: in columns, with the features that turn data into inputs."""

    x: Matrix
    y: Matrix
    x_test: Matrix
    y_test: Matrix
    kinds: NDArray[np.int32]
    firsts: NDArray[np.int32]
    seconds: NDArray[np.int32]
    mean: Vector
    scale: Vector


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
    mean, scale = engine.zeros(len(columns)), engine.array(np.ones(len(columns)))
    if plan.scale_inputs:
        engine.call("fit", columns=columns, rows=train, mean=mean, scale=scale)
    target_mean, target_scale = engine.zeros(1), engine.array(np.ones(1))
    if plan.scale_targets:
        engine.call("fit", columns=values.reshape(1, n), rows=train, mean=target_mean, scale=target_scale)
    kinds, firsts, seconds = (engine.array(code, np.int32) for code in input_codes(plan))
    features = {"kinds": kinds, "firsts": firsts, "seconds": seconds}
    n_out = plan.sizes[-1]

    def examples(rows: Rows) -> tuple[Matrix, Matrix]:
        x, y = engine.zeros((len(kinds), len(rows))), engine.zeros((n_out, len(rows)))
        engine.call("features", **features, columns=columns, mean=mean, scale=scale, rows=rows, x=x)
        if dataset.task == "classification":
            engine.call("class_targets", values=values, rows=rows, low=plan.low, high=plan.high, y=y)
        else:
            engine.call("value_targets", values=values, rows=rows, mean=target_mean[0], scale=target_scale[0], y=y)
        return x, y

    (x, y), (x_test, y_test) = examples(train), examples(test)
    arrays = Arrays(x, y, x_test, y_test, kinds, firsts, seconds, mean, scale)
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
            mean=view(mean[list(plan.columns)]),
            scale=view(scale[list(plan.columns)]),
            target_mean=float(target_mean[0]),
            target_scale=float(target_scale[0]),
        ),
        train_rows=view(train),
        test_rows=view(test),
        dataset=dataset,
    )


def view(array: NDArray[Number]) -> NDArray[Number]:
    """A read-only view: what changes a run goes through its log."""
    seen = array.view()
    seen.flags.writeable = False
    return seen
