"""Formulas: every operation does what its name says, on many examples at a time, and bad numbers stay numbers."""

import math

import numpy as np
import pytest
from numpy.typing import NDArray

from neuroglow.engine.formulas import OPERATIONS
from neuroglow.runtime import Engine, PlainEngine, WasmEngine, code

Array = NDArray[np.float64]
UNARY = {
    "negate": np.negative, "abs": np.abs, "sign": np.sign, "floor": np.floor, "sqrt": np.sqrt, "exp": np.exp,
    "log": np.log, "sin": np.sin, "cos": np.cos, "tanh": np.tanh,
}  # fmt: skip
BINARY = {
    "add": np.add, "subtract": np.subtract, "multiply": np.multiply, "divide": np.divide, "power": np.power,
    "less": np.less, "greater": np.greater, "min": np.minimum, "max": np.maximum,
}  # fmt: skip
STRANGE = [0.0, -0.0, 1.0, -1.0, 0.5, -2.5, 3.0, 1e300, -1e300, math.inf, -math.inf, math.nan]


def value_of(
    program: list[tuple[str, int]], columns: Array, constants: list[float] | None = None, engine: Engine | None = None
) -> Array:
    """What one program gives for all examples of columns (k, n)."""
    e = engine or WasmEngine()
    n = columns.shape[1]
    x = e.zeros((1, n))
    e.call(
        "features", starts=e.array([0, len(program)], np.int32),
        codes=e.array([code("operations", name) for name, _ in program], np.int32),
        arguments=e.array([argument for _, argument in program], np.int32), constants=e.array(constants or []),
        stack=e.zeros((len(program), 64)), columns=e.array(columns), rows=e.array(range(n), np.int32),
        block=e.zeros((len(columns), 64)), x=x,
    )  # fmt: skip
    value: Array = x[0]
    return value


def test_all_operations_are_tested() -> None:
    assert {"constant", "column", *UNARY, *BINARY} == set(OPERATIONS)


@pytest.mark.parametrize("name", UNARY)
def test_operations_on_one_number(name: str) -> None:
    x = np.concatenate([np.random.default_rng(0).normal(0, 3, 300), STRANGE])
    with np.errstate(all="ignore"):
        expected = UNARY[name](x)
    got = value_of([("column", 0), (name, 0)], x[None])
    moderate = (abs(x) < 1e6) | (name not in ("sin", "cos"))
    assert got[moderate] == pytest.approx(expected[moderate], rel=1e-14, nan_ok=True)


@pytest.mark.parametrize("name", BINARY)
def test_operations_on_two_numbers(name: str) -> None:
    random = np.random.default_rng(0)
    x, y = random.normal(0, 3, (2, 300))
    if name == "power":
        x, y = abs(x), np.where(np.arange(300) % 2, y, np.round(y))
    pairs = np.array([x, y])
    expected = BINARY[name](*pairs).astype(float)
    assert value_of([("column", 0), ("column", 1), (name, 0)], pairs) == pytest.approx(expected, rel=1e-12)


def test_whole_powers_of_negative_numbers() -> None:
    x = np.array([[-2.0, -1.0, 0.0, 1.5]])
    for exponent in (0.0, 1.0, 2.0, 3.0, -2.0):
        with np.errstate(divide="ignore"):
            expected = x[0] ** exponent
        got = value_of([("column", 0), ("constant", 0), ("power", 0)], x, [exponent])
        assert got == pytest.approx(expected)


def test_a_longer_program() -> None:
    columns = np.random.default_rng(3).normal(size=(3, 200))
    a, b, c = columns
    program = [
        ("column", 0), ("column", 1), ("sin", 0), ("multiply", 0), ("column", 2), ("constant", 1), ("subtract", 0),
        ("abs", 0), ("constant", 0), ("add", 0), ("divide", 0),
    ]  # fmt: skip
    expected = a * np.sin(b) / (abs(c - 2) + 0.5)
    assert value_of(program, columns, [0.5, 2.0]) == pytest.approx(expected, rel=1e-14)


@pytest.mark.parametrize("name", [*UNARY, *BINARY])
def test_strange_numbers_give_the_same_bits_in_plain_python(name: str) -> None:
    pairs = np.array([(x, y) for x in STRANGE for y in STRANGE]).T
    program = [("column", 0), (name, 0)] if name in UNARY else [("column", 0), ("column", 1), (name, 0)]
    compiled, plain = (value_of(program, pairs, engine=engine) for engine in (WasmEngine(), PlainEngine()))
    same = (compiled == plain) | (np.isnan(compiled) & np.isnan(plain))
    assert same.all(), pairs[:, ~same]
