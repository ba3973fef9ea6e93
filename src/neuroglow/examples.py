"""The examples of a run: a dataset's, split, scaled, and turned into what the network sees."""

from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from neuroglow.data.dataset import Dataset
from neuroglow.plan import Plan
from neuroglow.runtime import Engine
from neuroglow.sources import check_finite, formula_arrays

Matrix = NDArray[np.float64]
Vector = NDArray[np.float64]
Rows = NDArray[np.int32]
Number = TypeVar("Number", bound=np.generic)


@dataclass(frozen=True, eq=False)
class Scaling:
    """How numbers of the data become what the network sees: (number - mean) / scale, as it is in the training rows.

    mean, scale: (n_in,), of the inputs in `Examples.names`. target_mean, target_scale: of a regression target; (n_out,)
    where there are several. 0 and 1 where nothing is standardised.
    """

    mean: Vector
    scale: Vector
    target_mean: float | Vector
    target_scale: float | Vector


@dataclass(frozen=True, eq=False)
class Examples:
    """What the network sees, and how it comes from the data. The arrays are read-only views.

    x_train: (n, n_in), y_train: (n, n_out), x_test and y_test alike.
    names: the inputs. columns: the data's columns that they are made of, as `run.predict` takes them.
    outputs: the targets' names, or the classes' where each has an output of its own. classes: () for regression.
    scaling: from the inputs' and the targets' own units to the network's, and back.
    train_rows, test_rows: where the examples stand in `dataset`; a picture's other pixels are never seen.
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


def prepare(engine: Engine, plan: Plan, dataset: Dataset) -> tuple[Arrays, Examples]:
    """Split and scale the dataset and compute the network's inputs and targets, all by engine functions.

    The first `plan.train` rows of the split's order are for training, the next `plan.test` for the test. Without a test
    nothing is shuffled, so that a cyclic order goes through a table as it is written; pictures always are, so that what
    is seen of them lies everywhere. Points that were edited have their split already.
    """
    order = engine.array(np.arange(len(dataset)) if dataset.split is None else np.concatenate(dataset.split), np.int32)
    if dataset.split is None and (plan.test or plan.kind == "picture"):
        engine.call("split", seed=plan.experiment.data.seed, order=order)
    train, test = order[: plan.train], order[plan.train : plan.train + plan.test]
    columns, values = (array if engine.holds(array) else engine.array(array) for array in (dataset.x, dataset.values))
    formulas = formula_arrays(engine, [item.program for item in plan.inputs], len(columns))
    names = [item.name for item in plan.inputs]
    n_in, n_out = plan.sizes[0], plan.sizes[-1]

    def examples(rows: Rows) -> tuple[Matrix, Matrix]:
        x, y = engine.zeros((n_in, len(rows))), engine.zeros((n_out, len(rows)))
        engine.call("features", **formulas, columns=columns, rows=rows, x=x)
        check_finite(x, names, rows, "network.inputs")
        if dataset.task == "classification":
            engine.call("class_targets", values=values[0], rows=rows, low=plan.low, high=plan.high, y=y)
        else:
            engine.call("value_targets", values=values, rows=rows, y=y)
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
    one = len(dataset.targets) == 1
    arrays = Arrays(x, y, x_test, y_test, formulas, mean, scale, target_mean, target_scale)
    return arrays, Examples(
        x_train=view(x.T),
        y_train=view(y.T),
        x_test=view(x_test.T),
        y_test=view(y_test.T),
        names=tuple(names),
        columns=tuple(dataset.columns[column] for column in plan.columns),
        outputs=plan.outputs,
        classes=dataset.classes,
        scaling=Scaling(
            mean=view(mean),
            scale=view(scale),
            target_mean=float(target_mean[0]) if one else view(target_mean),
            target_scale=float(target_scale[0]) if one else view(target_scale),
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
