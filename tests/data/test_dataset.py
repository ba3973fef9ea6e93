"""Datasets of arrays: what becomes of them, and what is refused."""

import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis.extra import numpy as arrays

import neuroglow as ng
from neuroglow.data.dataset import Dataset
from tests.sentences import SENTENCE, is_sentence_or_nothing, refusal

X: Any = [[1.0, 2.0], [3.0, 4.0], [5.0, 6.5]]


def refused(x: Any, y: Any, **names: Any) -> str:
    message = refusal(lambda: Dataset.from_arrays(x, y, **names))
    assert SENTENCE.fullmatch(message)
    return message


def test_floats_are_values() -> None:
    data = Dataset.from_arrays(X, [0.5, 1.0, 2.0])
    assert (data.kind, data.task, data.classes, len(data)) == ("table", "regression", (), 3)
    assert (data.columns, data.targets, data.name) == (("x1", "x2"), ("y",), "arrays")
    assert data.x.tolist() == [[1, 3, 5], [2, 4, 6.5]]
    assert data.values.tolist() == [[0.5, 1, 2]]


def test_several_columns_are_values_of_any_numbers() -> None:
    data = Dataset.from_arrays(np.array(X, np.float32), np.arange(6).reshape(3, 2), name="two")
    assert (data.task, data.targets, data.name) == ("regression", ("y1", "y2"), "two")
    assert data.values.tolist() == [[0, 2, 4], [1, 3, 5]]
    named = Dataset.from_arrays(X, X, columns=["a", "b"], targets=["c", "d"])
    assert (named.columns, named.targets) == (("a", "b"), ("c", "d"))


@pytest.mark.parametrize(
    ("y", "classes"),
    [
        (["cat", "ant", "cat"], ("ant", "cat")),
        (np.array(["cat", "ant", "cat"], object), ("ant", "cat")),
        (np.array([b"cat", b"ant", b"cat"]), ("ant", "cat")),
        ([10, 9, 10], ("9", "10")),
        ([[7], [-2], [7]], ("-2", "7")),
        (np.array([10, 9, 10], object), ("9", "10")),
        (np.array([2**64 - 1, 9, 2**64 - 1], np.uint64), ("9", str(2**64 - 1))),
        ([True, False, True], ("False", "True")),
    ],
)
def test_texts_truths_and_whole_numbers_are_classes(y: Any, classes: tuple[str, ...]) -> None:
    data = Dataset.from_arrays(X, y)
    assert (data.task, data.classes, data.targets) == ("classification", classes, ("y",))
    assert data.values.tolist() == [[1, 0, 1]]


def test_classes_can_be_named() -> None:
    for y in ([2, 0, 2], [2.0, 0.0, 2.0]):
        data = Dataset.from_arrays(X, y, classes=["no", "perhaps", "yes"])
        assert (data.classes, data.values.tolist()) == (("no", "perhaps", "yes"), [[2, 0, 2]])


def test_the_arrays_are_copied() -> None:
    x, y = np.array(X, order="F"), np.array([0.5, 1.0, 2.0])
    data = Dataset.from_arrays(x, y)
    x[:], y[:] = 0, 0
    assert data.x.tolist() == [[1, 3, 5], [2, 4, 6.5]]
    assert data.values.tolist() == [[0.5, 1, 2]]


def test_a_dataset_becomes_an_experiment_that_can_be_saved(tmp_path: Path) -> None:
    x = np.random.default_rng(0).normal(size=(60, 3))
    data = Dataset.from_arrays(x, x @ [[1, 0], [2, -1], [0, 3]], columns=["a", "b", "c"], name="mine")
    run = ng.load(data).start().advance(steps=300)
    assert run.data.columns == ("a", "b", "c")
    assert run.data.outputs == ("y1", "y2")
    assert run.data.dataset.x.tolist() == x.T.tolist()
    assert run.plan.scale_inputs
    assert run.data.scaling.target_mean == pytest.approx(run.data.dataset.values[:, run.data.train_rows].mean(1))
    assert run.predict(x[:5]) == pytest.approx(run.data.dataset.values[:, :5].T, abs=1)
    run.save(tmp_path / "mine.glow")
    assert ng.load(tmp_path / "mine.glow").start().digest() == run.digest()


NO_ARRAY = "expected an array of numbers or texts as"
NO_ROWS = "expected x of one row for each example, got an array of shape"
NOT_FINITE = "expected finite numbers of at most 1e+100 in"


@pytest.mark.parametrize(
    ("x", "y", "message"),
    [
        ([1.0, 2.0, 3.0], [0.5, 1, 2], f"{NO_ROWS} (3,)"),
        ([], [], f"{NO_ROWS} (0,)"),
        (np.empty((3, 0)), [0.5, 1, 2], f"{NO_ROWS} (3, 0)"),
        (np.ones((3, 2, 2)), [0.5, 1, 2], f"{NO_ROWS} (3, 2, 2)"),
        (np.empty((0, 2)), [], "expected 2 to 1,000,000 rows in x, got 0"),
        (X[:1], [0.5], "expected 2 to 1,000,000 rows in x, got 1"),
        ([[1, 2], [3]], [0.5, 1], "expected an array of numbers as x, got rows of different lengths"),
        ([["1"], ["red"]], [0.5, 1], "expected numbers in x, got texts such as '1'"),
        ([[1, "red"], [2, 3]], [0.5, 1], f"{NO_ARRAY} x, got one of type object"),
        ([[1], [None]], [0.5, 1], f"{NO_ARRAY} x, got one of type object"),
        (None, [0.5, 1], f"{NO_ARRAY} x, got one of type object"),
        ([[1], [1j]], [0.5, 1], f"{NO_ARRAY} x, got one of type complex128"),
        (np.zeros((2, 1), "M8[s]"), [0.5, 1], f"{NO_ARRAY} x, got one of type datetime64"),
        ([[1], [np.nan]], [0.5, 1], f"{NOT_FINITE} x, got nan in row 1"),
        ([[-1e200], [1]], [0.5, 1], f"{NOT_FINITE} x, got -1e+200 in row 0"),
        (X, [0.5, 1], "expected y of 3 rows, as many as x has, got an array of shape (2,)"),
        (X, 0.5, "expected y of 3 rows, as many as x has, got an array of shape ()"),
        (X, np.empty((3, 0)), "expected y of 3 rows, as many as x has, got an array of shape (3, 0)"),
        (X, [0.5, np.inf, 1], f"{NOT_FINITE} y, got inf in row 1"),
        (X, [0.5, None, 1], f"{NO_ARRAY} y, got one of type object"),
        (X, [0.5, "a", 1], f"{NO_ARRAY} y, got one of type object"),
        (X, [[1], [2, 3], [4]], "expected an array of numbers as y, got rows of different lengths"),
        (X, [["a", "b"]] * 3, "expected numbers in y, got texts such as 'a'"),
        (X, [7, 7, 7], "expected 2 to 100 different classes in y, got 1"),
        (X, [7.0, 7.0, 7.0], "expected at least two different values in each column of y, got only 7"),
        (np.ones((200, 1)), range(200), "expected 2 to 100 different classes in y, got 200"),
    ],
)
def test_arrays_that_do_not_fit_are_refused(x: Any, y: Any, message: str) -> None:
    assert re.match(re.escape(message) + r"[:,\[]", refused(x, y))


@pytest.mark.parametrize(
    ("names", "message"),
    [
        ({"columns": ["a"]}, "expected a list of names in columns, one for each, got a list of 1"),
        ({"columns": "ab"}, "expected a list of names in columns, one for each, got 'ab'"),
        ({"columns": ["a", "a"]}, "expected different names of at most 1,000 characters in columns, got 'a'"),
        ({"targets": ["a", "b"]}, "expected a list of names in targets, one for each, got a list of 2"),
        ({"name": "x" * 1001}, "expected different names of at most 1,000 characters in name, got 'xxx"),
        ({"classes": ["a", "b"]}, "expected classes from 0 to 1 in y, as 2 are named, got 2"),
        ({"classes": ["a"]}, "expected 2 to 100 names in classes, got 1"),
        ({"classes": "abc"}, "expected a list of names in classes, one for each, got 'abc'"),
    ],
)
def test_names_that_do_not_fit_are_refused(names: dict[str, Any], message: str) -> None:
    assert refused(X, [0, 1, 2], **names).startswith(message)


def test_classes_are_numbered_where_they_are_named() -> None:
    assert "as 2 are named, got 'b'" in refused(X, ["b", "a", "b"], classes=["a", "b"])
    assert "got only 1" in refused(X, [1, 1, 1], classes=["a", "b"])
    assert "expected y of one column with classes, got 2" in refused(X, X, classes=["a", "b"])


SHAPES = arrays.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=4)


@given(arrays.arrays(arrays.scalar_dtypes(), SHAPES), arrays.arrays(arrays.scalar_dtypes(), SHAPES))
@settings(deadline=None)
def test_any_arrays_are_taken_or_refused_with_a_sentence(x: Any, y: Any) -> None:
    assert is_sentence_or_nothing(refusal(lambda: Dataset.from_arrays(x, y)))
