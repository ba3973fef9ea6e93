"""A dataset: examples as they are in the world, before they are split, scaled and given to a network."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import ArrayLike, DTypeLike, NDArray

from neuroglow.errors import InputError
from neuroglow.limits import LIMITS
from neuroglow.values import short, shown

if TYPE_CHECKING:
    from neuroglow.experiment import Data

Kind = Literal["points", "table", "pixels", "picture"]
Task = Literal["regression", "classification"]
LARGEST = 1e100  # of a number in arrays: its square should still be one


@dataclass(frozen=True, eq=False)
class Dataset:
    """Input columns and what is to be predicted from them.

    x: (columns, n) float64 in the data's own units. values: (targets, n) float64, the targets' values (regression, one
    target or several) or, in its only row, the indices of the classes. A text column of a table has become one column
    of zeros and ones for each of its texts; `groups` says which ones belong together
    ("island": ("island=Biscoe", "island=Dream")).

    kind: "points" on the plane or on a line, within -6..6 if a generator made them; a "table"; "pixels", a set of grey
    images with columns p1, p2, ... row by row from the top, 0 to 1; or a "picture", all pixels of one picture, row by
    row from the top, with columns x and y (upwards), the longer side from -1 to 1. size: (width, height) of the last
    two.
    """

    name: str
    columns: tuple[str, ...]
    x: NDArray[np.float64]
    targets: tuple[str, ...]
    task: Task
    classes: tuple[str, ...]
    values: NDArray[np.float64]
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    kind: Kind = "points"
    size: tuple[int, int] | None = None
    notices: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.values[0])

    @classmethod
    def from_arrays(
        cls,
        x: ArrayLike,
        y: ArrayLike,
        *,
        columns: Sequence[str] | None = None,
        targets: Sequence[str] | None = None,
        classes: Sequence[str] | None = None,
        name: str = "arrays",
    ) -> "Dataset":
        """A dataset of arrays: x (n, columns); y (n,), or (n, targets) to predict several values at once.

        Texts, truths and whole numbers in y (n,) are classes, sorted; with `classes`, the names of the classes 0, 1,
        ... that y holds. Other numbers are values. Raises InputError when the arrays do not fit together, or hold what
        is no finite number.
        """
        inputs, answers = matrix(x, "x"), array(y, "y")
        if answers.ndim == 1:
            answers = answers[:, None]
        if answers.ndim != 2 or len(answers) != len(inputs):
            raise InputError(
                f"expected y of {len(inputs):,} rows, as many as x has, got an array of shape {answers.shape}: "
                "give one answer for each example",
                "data.source",
            )
        if answers.shape[1] == 1 and (classes is not None or answers.dtype.kind in "biuUSO"):
            names, values = class_values(answers[:, 0], classes)
        elif classes is not None:
            raise InputError(
                f"expected y of one column with classes, got {answers.shape[1]}: leave classes out", "data.source"
            )
        else:
            names, values = (), matrix(answers, "y").T
        return cls(
            name=name,
            columns=named(columns, "columns", "x", inputs.shape[1]),
            x=np.ascontiguousarray(inputs.T),
            targets=named(targets, "targets", "y", answers.shape[1]),
            task="classification" if names else "regression",
            classes=names,
            values=np.ascontiguousarray(values),
            kind="table",
        )


def array(values: ArrayLike, name: str, dtype: DTypeLike | None = None) -> NDArray[Any]:
    """An array of this type, or of the values' own. Raises InputError when they are none."""
    try:
        return np.asarray(values, dtype=dtype)
    except (TypeError, ValueError, OverflowError) as error:
        raise InputError(
            f"expected an array of numbers as {name}, got {type(values).__name__}: write [[...], ...]", "data.source"
        ) from error


def matrix(values: ArrayLike, name: str) -> NDArray[np.float64]:
    """Numbers as float64 (n, k). Raises InputError when they are none, or not finite."""
    found = array(values, name, np.float64)
    if found.ndim != 2 or 0 in found.shape:
        raise InputError(
            f"expected {name} of one row for each example, got an array of shape {found.shape}: write [[...], ...]",
            "data.source",
        )
    if not (np.abs(found) <= LARGEST).all():
        raise InputError(
            f"expected finite numbers of at most {LARGEST:.0e} in {name}, got others: leave these rows out",
            "data.source",
        )
    return found


def class_values(labels: NDArray[Any], names: Sequence[str] | None) -> tuple[tuple[str, ...], NDArray[np.float64]]:
    """The names of the classes, and which of them each label is: (1, n)."""
    if labels.dtype.kind == "O":
        labels = np.array([str(label) for label in labels])
    found, indices = np.unique(labels, return_inverse=True)
    if names is not None:
        numbers = np.arange(len(names))
        if found.dtype.kind not in "biuf" or not np.isin(found, numbers).all():
            raise InputError(
                f"expected classes from 0 to {len(names) - 1} in y, as {len(names)} are named, "
                f"got {shown(str(found[-1]))}: number them from 0",
                "data.source",
            )
        return tuple(map(str, names)), labels.astype(np.float64)[None]
    if not 2 <= len(found) <= LIMITS.categories:
        raise InputError(
            f"expected 2 to {LIMITS.categories} different classes in y, got {len(found):,}: "
            "give numbers with a point (floats) for values",
            "data.source",
        )
    words = [label.decode("utf-8", "replace") if isinstance(label, bytes) else str(label) for label in found]
    return tuple(words), indices.reshape(1, -1).astype(np.float64)


def named(names: Sequence[str] | None, what: str, prefix: str, count: int) -> tuple[str, ...]:
    """The names that were given, or x1, x2, ...; a single target is called y."""
    if names is None:
        return (prefix,) if count == 1 and prefix == "y" else tuple(f"{prefix}{place + 1}" for place in range(count))
    if len(names) != count:
        raise InputError(
            f"expected {count:,} names in {what}, got {len(names):,}: give one for each column", "data.source"
        )
    return tuple(map(str, names))


def check_asked(data: "Data", task: Task) -> None:
    """Refuse another task than this one, and a target, where the data have theirs."""
    if data.task not in ("auto", task):
        raise InputError(
            f"expected auto or {task} for {short(data.source)}, got {data.task}: choose one of these", "data.task"
        )
    check_no_target(data)


def check_no_target(data: "Data") -> None:
    """Refuse a target where there is none to choose."""
    if data.target:
        raise InputError(
            f"expected no target for {short(data.source)}, which has its own, got {shown(data.target)}: leave it empty",
            "data.target",
        )
