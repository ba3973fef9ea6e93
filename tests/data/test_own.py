"""Data of one's own: what is read is what was written, and anything else gets a sentence.

The sentences themselves are held in tests/fixtures/recipes.json, which the page is held to as well.
"""

import json
from typing import Any

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import neuroglow as ng
from neuroglow.data.own import Arrays, Images, Own, Picture, Points, Table, read_own
from neuroglow.errors import InputError
from neuroglow.experiment import Data, from_dict
from neuroglow.limits import LIMITS
from neuroglow.runtime import WasmEngine
from tests.sentences import SENTENCE, is_sentence_or_nothing, refusal

ARRAYS = Arrays.of(ng.Dataset.from_arrays(np.array([[1, 2], [3, 4]]), np.array([[0.5, 1], [2, 3]]), name="arrays"))
PICTURE = Picture("picture", 3, 2, bytes([255, 0, 0] * 3 + [0, 0, 255] * 2 + [1, 2, 3]))
ALL: list[Own] = [
    Table("table", "a,b\n1,2\n3,4\n"),
    Points("points", ("x1", "x2"), ("0", "1"), ((1, 2, 0), (3.5, -4, 1))),
    ARRAYS,
    Images("images", 2, 1, 4, ("a", "b"), bytes([0, 1, 1]), bytes([0, 1, 4, 3, 2, 4])),
    PICTURE,
]


@pytest.mark.parametrize("own", ALL, ids=lambda own: own.kind)
def test_own_data_are_the_same_after_json(own: Own) -> None:
    text = msgspec.json.encode(own.to_plain())
    assert read_own(json.loads(text)) == own
    assert json.loads(text)["kind"] == own.kind == own.name
    experiment = from_dict({"data": {"source": own.name}}, own)
    assert json.loads(msgspec.json.encode(experiment.to_start()))["own"] == json.loads(text)


@pytest.mark.parametrize("own", ALL, ids=lambda own: own.kind)
@given(st.data())
@settings(max_examples=40, deadline=None)
def test_own_data_with_anything_in_them_are_taken_or_refused_with_a_sentence(own: Own, data: st.DataObject) -> None:
    plain = own.to_plain()
    key = data.draw(st.sampled_from([*plain, "other"]))
    atoms = st.none() | st.booleans() | st.integers(-3, 10**12) | st.floats() | st.text(max_size=5)
    plain[key] = data.draw(st.recursive(atoms, lambda inner: st.lists(inner, max_size=3), max_leaves=6))
    message = refusal(lambda: from_dict({"data": {"source": plain["name"]}}, read_own(plain)).start())
    assert is_sentence_or_nothing(message)


def dataset(own: Own, **data: Any) -> ng.Dataset:
    return own.dataset(Data(**data), WasmEngine())


def test_images_are_columns_of_brightness() -> None:
    images = dataset(ALL[3])
    assert (images.kind, images.size, images.columns) == ("pixels", (2, 1), ("p1", "p2"))
    assert images.x.tolist() == [[0, 1, 0.5], [0.25, 0.75, 1]]
    assert images.values.tolist() == [[0, 1, 1]]


def test_a_picture_is_its_pixels_with_their_places() -> None:
    picture = dataset(PICTURE, task="regression")
    assert (picture.kind, picture.size, picture.columns) == ("picture", (3, 2), ("x", "y"))
    assert picture.targets == ("red", "green", "blue")
    assert picture.x == pytest.approx(np.array([[-2, 0, 2] * 2, [1] * 3 + [-1] * 3]) / 3)
    assert picture.values[:, -1] * 255 == pytest.approx([1, 2, 3])


def test_few_colours_are_classes_the_most_frequent_first() -> None:
    picture = dataset(PICTURE)
    assert (picture.classes, picture.targets) == (("#ff0000", "#0000ff", "#010203"), ("colour",))
    assert picture.values.tolist() == [[0, 0, 0, 1, 1, 2]]
    ties = dataset(Picture("ties", 2, 2, bytes([9, 9, 9, 1, 1, 1, 5, 5, 5, 1, 0, 0])))
    assert ties.classes == ("#010000", "#010101", "#050505", "#090909")


@pytest.mark.parametrize(("colours", "few"), [(1, False), (2, True), (8, True), (9, False)])
def test_only_few_colours_are_taken_as_classes(colours: int, few: bool) -> None:
    own = Picture("many", 4, 3, bytes(value for k in range(12) for value in (k % colours, 0, 0)))
    assert bool(dataset(own).classes) is few
    assert not dataset(own, task="regression").classes


def test_arrays_too_large_for_a_file_are_refused() -> None:
    columns = LIMITS.array_numbers // 3
    large = ng.Dataset.from_arrays(np.zeros((3, columns)), [1.0, 2.0, 3.0])
    with pytest.raises(InputError, match="expected at most 9,000,000 numbers in arrays, got 9,000,003"):
        Arrays.of(large)


def test_more_points_than_can_be_edited_are_refused() -> None:
    points = [[1, 2, 0]] * (LIMITS.points + 1)
    plain = {"kind": "points", "name": "p", "columns": ["x1", "x2"], "classes": [], "points": points}
    message = refusal(read_own, plain)
    assert SENTENCE.fullmatch(message)
    assert "expected 2 to 5,000 points, got 5,001" in message
