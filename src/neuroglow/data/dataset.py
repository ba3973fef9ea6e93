"""A dataset: examples as they are in the world, before they are split, scaled and given to a network."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

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
    two. split: the rows for training and those for the test, where they are settled, since points were edited.
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
    split: tuple[NDArray[np.int32], NDArray[np.int32]] | None = None

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
        ... that y holds. Other numbers are values. The arrays are copied. Raises InputError when they do not fit
        together, or hold what is no finite number.
        """
        inputs, answers = matrix(x, "x"), array(y, "y")
        if answers.ndim == 1:
            answers = answers[:, None]
        if answers.ndim != 2 or answers.shape[1] < 1 or len(answers) != len(inputs):
            raise InputError(
                f"expected y of {len(inputs):,} rows, as many as x has, got an array of shape {np.shape(y)}: "
                "give one answer for each example",
                "data.source",
            )
        if classes is not None and answers.shape[1] > 1:
            raise InputError(
                f"expected y of one column with classes, got {answers.shape[1]:,}: leave classes out", "data.source"
            )
        names: tuple[str, ...] = ()
        if classes is not None:
            names = named(classes, "classes", "")
            values = class_numbers(answers[:, 0], len(names))
        elif answers.shape[1] == 1 and answers.dtype.kind in "biuUS":
            names, values = class_values(answers[:, 0])
        else:
            values = matrix(answers, "y").T
        check_different(values)
        return cls(
            name=named([name], "name", "")[0],
            columns=named(columns, "columns", "x", inputs.shape[1]),
            x=np.array(inputs.T, order="C"),
            targets=named(targets, "targets", "y", answers.shape[1]),
            task="classification" if names else "regression",
            classes=names,
            values=np.array(values, order="C"),
            kind="table",
        )


def held_out(n: int, share: float) -> int:
    """How many of n examples a share for the test is: at least one stays for training."""
    return min(int(n * share + 0.5), n - 1)


def array(values: ArrayLike, name: str) -> NDArray[Any]:
    """An array of numbers or of texts. Raises InputError when they are neither, or mixed."""
    try:
        found = np.asarray(values) if hasattr(values, "dtype") else np.array(values, dtype=object)
        # Python's objects become what they are; only NumPy would turn numbers beside texts into texts.
        if found.dtype.kind == "O" and len({isinstance(value, str) for value in found.flat}) < 2:
            found = np.array(found.tolist())
    except (TypeError, ValueError, OverflowError) as error:
        raise InputError(
            f"expected an array of numbers as {name}, got rows of different lengths, or what is no number: "
            "write [[...], ...]",
            "data.source",
        ) from error
    if found.dtype.kind not in "biufUS":
        raise InputError(
            f"expected an array of numbers or texts as {name}, got one of type {found.dtype}: convert it", "data.source"
        )
    return found


def matrix(values: ArrayLike, name: str) -> NDArray[np.float64]:
    """Numbers as float64 (n, k). Raises InputError when they are none, or not finite."""
    found = array(values, name)
    if found.ndim != 2 or found.shape[1] < 1:
        raise InputError(
            f"expected {name} of one row for each example, got an array of shape {found.shape}: write [[...], ...]",
            "data.source",
        )
    if not 2 <= len(found) <= LIMITS.rows:
        raise InputError(
            f"expected 2 to {LIMITS.rows:,} rows in {name}, got {len(found):,}: add some, or keep a sample",
            "data.source",
        )
    if found.dtype.kind in "US":
        raise InputError(
            f"expected numbers in {name}, got texts such as {shown(str(found.flat[0]))}: turn them into numbers",
            "data.source",
        )
    numbers = found.astype(np.float64)
    if len(bad := np.argwhere(~(np.abs(numbers) <= LARGEST))):
        raise InputError(
            f"expected finite numbers of at most {LARGEST:.0e} in {name}, got {numbers[tuple(bad[0])]} in row "
            f"{bad[0][0]:,}: leave this row out",
            "data.source",
        )
    return numbers


def class_values(labels: NDArray[Any]) -> tuple[tuple[str, ...], NDArray[np.float64]]:
    """The names of the classes, sorted as labels are, and which of them each label is: (1, n)."""
    found, indices = np.unique(labels, return_inverse=True)
    if not 2 <= len(found) <= LIMITS.categories:
        raise InputError(
            f"expected 2 to {LIMITS.categories} different classes in y, got {len(found):,}: "
            "give numbers with a point (floats) for values",
            "data.source",
        )
    words = [label.decode("utf-8", "replace") if isinstance(label, bytes) else str(label) for label in found]
    return named(words, "classes", ""), indices.reshape(1, -1).astype(np.float64)


def class_numbers(labels: NDArray[Any], count: int) -> NDArray[np.float64]:
    """Numbers of classes, (1, n)."""
    if not 2 <= count <= LIMITS.categories:
        raise InputError(
            f"expected 2 to {LIMITS.categories} names in classes, got {count:,}: give one for each class", "data.source"
        )
    bad = labels[~np.isin(labels, np.arange(count))] if labels.dtype.kind in "biuf" else labels
    if len(bad):
        raise InputError(
            f"expected classes from 0 to {count - 1} in y, as {count} are named, got {shown(bad[0].item())}: "
            "number them from 0",
            "data.source",
        )
    return labels.astype(np.float64)[None]


def check_different(values: NDArray[np.float64]) -> None:
    """Refuse a target of one value, (targets, n), which there is nothing to be learned about."""
    for row in values:
        if (row == row[0]).all():
            raise InputError(
                f"expected at least two different values in each column of y, got only {shown(row[0].item())}: "
                "leave it out",
                "data.source",
            )


def named(names: Sequence[str] | None, what: str, prefix: str, count: int | None = None) -> tuple[str, ...]:
    """The names that were given, as many as `count` says; else x1, x2, ..., and y for a single target."""
    if names is None:
        numbers = range(1, (count or 0) + 1)
        return (prefix,) if (count, prefix) == (1, "y") else tuple(f"{prefix}{number}" for number in numbers)
    found = tuple(map(str, names))
    if isinstance(names, str) or count not in (None, len(found)):
        raise InputError(
            f"expected a list of names in {what}, one for each, got {shown(names)}: name all of them", "data.source"
        )
    seen: set[str] = set()
    for name in found:
        if len(name) > LIMITS.text or name in seen:
            raise InputError(
                f"expected different names of at most {LIMITS.text:,} characters in {what}, got {shown(name)}: "
                "choose another",
                "data.source",
            )
        seen.add(name)
    return found


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
