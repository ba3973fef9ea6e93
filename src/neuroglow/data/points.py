"""Points that can be edited: added, moved and removed while a run goes on."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neuroglow.data.dataset import Dataset, held_out
from neuroglow.errors import InputError
from neuroglow.limits import LIMITS
from neuroglow.values import check_place, is_number, shown

COLUMNS = (("x1", "x2"), ("x",))
"""What points on the plane, and on a line, are called."""
EDITS = ("move", "remove", "add")
Split = tuple[NDArray[np.int32], NDArray[np.int32]]
LARGEST = 1e6  # of a point's numbers


def dataset_of(name: str, columns: tuple[str, ...], classes: tuple[str, ...], points: NDArray[np.float64]) -> Dataset:
    """The dataset of points (n, columns + 1), each its columns and then its value or the index of its class."""
    x, values = np.split(np.ascontiguousarray(points.T), [len(columns)])
    return Dataset(name, columns, x, ("y",), "classification" if classes else "regression", classes, values)


def points_of(dataset: Dataset) -> NDArray[np.float64]:
    """The points (n, columns + 1) of a dataset."""
    return np.concatenate((dataset.x, dataset.values)).T


def edited(dataset: Dataset, edit: Mapping[str, Sequence[Any]], split: Split, share: float) -> Dataset:
    """The dataset after a checked edit: first rows are moved, then removed, then points are added at the end.

    split: its rows for training and for the test; `split_after` says what becomes of them with this share for the test.
    """
    points = points_of(dataset).copy()
    for row, *point in edit.get("move", ()):
        points[int(row)] = point
    points = np.delete(points, np.array(edit.get("remove", ()), dtype=int), axis=0)
    points = np.concatenate((points, np.array(edit.get("add", ()), dtype=float).reshape(-1, points.shape[1])))
    changed = dataset_of(dataset.name, dataset.columns, dataset.classes, points)
    split = split_after(edit, len(dataset), split, share)
    return replace(changed, targets=dataset.targets, notices=dataset.notices, split=split)


def split_after(edit: Mapping[str, Sequence[Any]], rows: int, split: Split, share: float) -> Split:
    """The rows for training and for the test after an edit of so many rows: points that stay keep their side.

    A point that is added goes to the test where that has less than its share, else to training, which is never empty.
    """
    gone = np.zeros(rows, dtype=bool)
    gone[np.array(edit.get("remove", ()), dtype=int)] = True
    place = np.arange(rows) - np.cumsum(gone)
    train, test = (place[side[~gone[side]]].tolist() for side in split)
    left = rows - int(gone.sum())
    for row in range(left, left + len(edit.get("add", ()))):
        (test if len(test) < held_out(row + 1, share) else train).append(row)
    if not train:
        train.append(test.pop(0))
    return np.array(train, dtype=np.int32), np.array(test, dtype=np.int32)


def check_edit(edit: Mapping[str, Sequence[Any]], dataset: Dataset) -> None:
    """Raise InputError when an edit, with some of EDITS, does not fit the dataset."""
    if dataset.kind != "points":
        raise InputError(f"expected points to edit, got data of the kind {dataset.kind}: change the data themselves")
    for name, entries in edit.items():
        if not isinstance(entries, list | tuple):
            raise InputError(f"expected a list of what to {name}, got {shown(entries)}: write [...]")
    if not any(edit.values()):
        raise InputError("expected points to move, remove or add, got none: name some")
    columns, classes = dataset.columns, dataset.classes
    move, remove, add = (edit.get(name, ()) for name in EDITS)
    for entry in move:
        if not isinstance(entry, list | tuple) or not entry:
            raise wrong_point(entry, ("row", *columns))
        check_point(entry[1:], columns, classes)
    for point in add:
        check_point(point, columns, classes)
    rows = [as_whole(row) for row in (*(entry[0] for entry in move), *remove)]
    for row in rows:
        check_place("row", row, len(dataset))
    if len(set(rows)) < len(rows):
        twice = next(row for k, row in enumerate(rows) if row in rows[:k])
        raise InputError(f"expected different rows to edit, got {twice:,} twice: name each once")
    left = len(dataset) - len(remove) + len(add)
    if not 2 <= left <= LIMITS.points:
        raise InputError(f"expected 2 to {LIMITS.points:,} points after an edit, got {left:,}: add or remove fewer")


def check_point(point: object, columns: Sequence[str], classes: Sequence[str], field: str = "") -> None:
    """Raise InputError when this is no point of such a dataset."""
    if not isinstance(point, list | tuple) or len(point) != len(columns) + 1:
        raise wrong_point(point, columns, field)
    for value in point:
        if not is_number(value) or abs(value) > LARGEST:
            raise InputError(
                f"expected finite numbers of at most {LARGEST:,.0f} in points, got {shown(value)}: choose others", field
            )
    if classes:
        check_place("class", as_whole(point[-1]), len(classes), field)


def as_whole(value: object) -> object:
    """NumPy has whole numbers as floats in rows with others that are none."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def wrong_point(point: object, names: Sequence[str], field: str = "") -> InputError:
    return InputError(
        f"expected points such as [{', '.join(names)}, value or class], got {shown(point)}: correct or remove it", field
    )
