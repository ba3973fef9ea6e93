"""Splitting, standardising, features and targets, and the way back to the data's units."""

import numpy as np
import pytest

from neuroglow.runtime import WasmEngine, code


def test_a_split_is_a_permutation_that_follows_the_seed() -> None:
    engine = WasmEngine()
    orders = [engine.zeros(100, np.int32) for _ in range(3)]
    for order, seed in zip(orders, (0, 0, 1), strict=True):
        engine.call("split", seed=seed, order=order)
    assert sorted(orders[0]) == list(range(100))
    assert list(orders[0]) == list(orders[1]) != list(orders[2])


def test_columns_are_standardised_over_the_training_rows_only() -> None:
    engine, random = WasmEngine(), np.random.default_rng(0)
    columns = engine.array(np.vstack([random.normal(50, 9, 40), np.full(40, 7.0)]))
    rows = engine.array(np.arange(30), np.int32)
    mean, scale = engine.zeros(2), engine.zeros(2)
    engine.call("fit", columns=columns, rows=rows, mean=mean, scale=scale)
    assert mean == pytest.approx(columns[:, :30].mean(1))
    assert scale == pytest.approx([columns[0, :30].std(), 1.0])


def test_features_are_made_of_standardised_columns() -> None:
    engine, random = WasmEngine(), np.random.default_rng(1)
    columns = engine.array(random.normal(3, 2, (2, 10)))
    mean, scale, rows = engine.array([3.0, 2.0]), engine.array([2.0, 4.0]), engine.array([4, 0, 9], np.int32)
    names = ("column", "square", "product", "sin")
    x = engine.zeros((4, 3))
    kinds = engine.array([code("features", name) for name in names], np.int32)
    firsts, seconds = engine.array([1, 0, 0, 1], np.int32), engine.array([0, 0, 1, 0], np.int32)
    engine.call(
        "features", kinds=kinds, firsts=firsts, seconds=seconds, columns=columns, mean=mean, scale=scale, rows=rows, x=x
    )
    u, v = ((columns - mean[:, None]) / scale[:, None])[:, [4, 0, 9]]
    assert x == pytest.approx(np.array([v, u * u, u * v, np.sin(v)]))


def test_targets_of_classes() -> None:
    engine = WasmEngine()
    values, rows = engine.array([0.0, 2.0, 1.0, 1.0]), engine.array([3, 1, 0], np.int32)
    one, three = engine.zeros((1, 3)), engine.zeros((3, 3))
    engine.call("class_targets", values=values, rows=rows, low=-1.0, high=1.0, y=one)
    engine.call("class_targets", values=values, rows=rows, low=0.0, high=0.9, y=three)
    assert one.tolist() == [[1, -1, -1]]
    assert three.T.tolist() == [[0, 0.9, 0], [0, 0, 0.9], [0.9, 0, 0]]


def test_values_go_to_targets_and_back() -> None:
    engine = WasmEngine()
    values, rows, y = engine.array([10.0, 20.0, 60.0]), engine.array([2, 0], np.int32), engine.zeros((1, 2))
    engine.call("value_targets", values=values, rows=rows, mean=30.0, scale=20.0, y=y)
    assert y.tolist() == [[1.5, -1.0]]
    engine.call("in_units", values=y[0], mean=30.0, scale=20.0)
    assert y.tolist() == [[60.0, 10.0]]


def test_a_single_layers_weights_in_the_datas_units_give_the_same_answers() -> None:
    engine, random = WasmEngine(), np.random.default_rng(2)
    x, mean, scale = random.normal(5, 3, (2, 8)), engine.array([5.0, 1.0]), engine.array([3.0, 0.5])
    weights, biases = engine.array(random.normal(size=(1, 2))), engine.array(random.normal(size=1))
    standardised = (x - mean[:, None]) / scale[:, None]
    answers = (weights @ standardised + biases[:, None]) * 40 + 300
    engine.call(
        "weights_in_units", weights=weights, biases=biases, mean=mean, scale=scale, target_mean=300.0, target_scale=40.0
    )
    assert weights @ x + biases[:, None] == pytest.approx(answers)
