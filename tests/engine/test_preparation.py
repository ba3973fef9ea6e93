"""Splitting, standardising, features and targets, and the way back to the data's units."""

import numpy as np
import pytest

from neuroglow.runtime import WasmEngine
from tests.engine.nets import columns_as_they_are


def test_a_split_is_a_permutation_that_follows_the_seed() -> None:
    engine = WasmEngine()
    orders = [engine.zeros(100, np.int32) for _ in range(3)]
    for order, seed in zip(orders, (0, 0, 1), strict=True):
        engine.call("split", seed=seed, order=order)
    assert sorted(orders[0]) == list(range(100))
    assert list(orders[0]) == list(orders[1]) != list(orders[2])


def test_standardising_and_back() -> None:
    engine, random = WasmEngine(), np.random.default_rng(0)
    x = engine.array(np.vstack([random.normal(50, 9, 40), np.full(40, 7.0)]))
    mean, scale, before = engine.zeros(2), engine.zeros(2), x.copy()
    engine.call("fit", x=x, mean=mean, scale=scale)
    assert mean == pytest.approx(x.mean(1))
    assert scale == pytest.approx([x[0].std(), 1.0])
    engine.call("standardize", x=x, mean=mean, scale=scale)
    assert x.mean(1) == pytest.approx(0, abs=1e-12)
    assert x[0].std() == pytest.approx(1)
    engine.call("in_units", x=x, mean=mean, scale=scale)
    assert x == pytest.approx(before)


def test_features_are_formulas_of_the_columns_at_some_rows() -> None:
    engine, random = WasmEngine(), np.random.default_rng(1)
    columns = random.normal(3, 2, (3, 200))
    rows = random.permutation(200)[:150]
    x = engine.zeros((3, 150))
    engine.call(
        "features",
        **columns_as_they_are(engine, 3),
        columns=engine.array(columns),
        rows=engine.array(rows, np.int32),
        x=x,
    )
    assert x.tobytes() == columns[:, rows].tobytes()


def test_targets_of_classes() -> None:
    engine = WasmEngine()
    values, rows = engine.array([0.0, 2.0, 1.0, 1.0]), engine.array([3, 1, 0], np.int32)
    one, three = engine.zeros((1, 3)), engine.zeros((3, 3))
    engine.call("class_targets", values=values, rows=rows, low=-1.0, high=1.0, y=one)
    engine.call("class_targets", values=values, rows=rows, low=0.0, high=0.9, y=three)
    assert one.tolist() == [[1, -1, -1]]
    assert three.T.tolist() == [[0, 0.9, 0], [0, 0, 0.9], [0.9, 0, 0]]


def test_targets_of_values() -> None:
    engine = WasmEngine()
    values, y = engine.array([[10.0, 20.0, 60.0], [1.0, 2.0, 3.0]]), engine.zeros((2, 2))
    engine.call("value_targets", values=values, rows=engine.array([2, 0], np.int32), y=y)
    assert y.tolist() == [[60.0, 10.0], [3.0, 1.0]]


def test_a_single_layers_weights_in_the_datas_units_give_the_same_answers() -> None:
    engine, random = WasmEngine(), np.random.default_rng(2)
    x, mean, scale = random.normal(5, 3, (2, 8)), engine.array([5.0, 1.0]), engine.array([3.0, 0.5])
    weights, biases = engine.array(random.normal(size=(1, 2))), engine.array(random.normal(size=1))
    standardised = (x - mean[:, None]) / scale[:, None]
    answers = (weights @ standardised + biases[:, None]) * 40 + 300
    target_mean, target_scale = engine.array([300.0]), engine.array([40.0])
    engine.call(
        "weights_in_units", weights=weights, biases=biases, mean=mean, scale=scale,
        target_mean=target_mean, target_scale=target_scale,
    )  # fmt: skip
    assert weights @ x + biases[:, None] == pytest.approx(answers)
