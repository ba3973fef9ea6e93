"""Formulas as text: what they mean, in every host, and that nothing but a sentence comes of what is none."""

import ast
import json
import operator
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from neuroglow.engine.formulas import BLOCK, OPERATIONS, Formulas, binary, calculate, raised, unary
from neuroglow.errors import InputError
from neuroglow.formula import CONSTANTS, FUNCTIONS, Program, parse
from tests.formulas import FIXTURE, TEXTS, outcome
from tests.sentences import is_sentence_or_nothing, refusal

CASES = json.loads(FIXTURE.read_text())
COLUMNS = ("x1", "x2", "petal length")
VALUES = (2.0, -1.5, 0.25)


def test_the_fixture_is_up_to_date() -> None:
    assert [case["text"] for case in CASES] == [text for texts in TEXTS.values() for text in texts]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:40])
def test_a_formula_becomes_the_same_in_every_host(case: dict[str, Any]) -> None:
    text, columns = case.pop("text"), tuple(case.pop("columns"))
    assert outcome(text, columns) == case


def test_everything_that_formulas_know_is_in_the_fixture() -> None:
    assert {operation for case in CASES for operation in case.get("operations", ())} == set(OPERATIONS)


def value_of(program: Program) -> float:
    """What a program gives for VALUES, by the engine as plain Python."""
    formulas = Formulas(
        np.array([0, len(program.operations)]),
        np.array([OPERATIONS.index(operation) for operation in program.operations]),
        np.array(program.arguments),
        np.array(program.constants),
        np.zeros((program.depth, BLOCK)),
    )
    columns, out = np.tile(np.array(VALUES)[:, None], (1, BLOCK)), np.zeros(1)
    with np.errstate(all="ignore"):
        calculate(formulas, 0, columns, 1, out)
    return float(out[0])


OPERATORS: dict[type[ast.AST], Callable[..., Any]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv, ast.Pow: raised,
    ast.USub: operator.neg, ast.Lt: operator.lt, ast.Gt: operator.gt,
}  # fmt: skip


def python_value(node: ast.AST) -> Any:
    """What Python's own grammar and arithmetic make of it; functions and powers are the engine's."""
    match node:
        case ast.Expression(body):
            with np.errstate(all="ignore"):
                return python_value(body)
        case ast.BinOp(left, sign, right) | ast.Compare(left, [sign], [right]):
            return np.float64(OPERATORS[type(sign)](python_value(left), python_value(right)))
        case ast.UnaryOp(sign, operand):
            return OPERATORS[type(sign)](python_value(operand))
        case ast.Call(ast.Name(name), arguments):
            apply = binary if FUNCTIONS[name] == 2 else unary
            return np.float64(apply(OPERATIONS.index(name), *map(python_value, arguments)))
        case ast.Name(name):
            return np.float64(CONSTANTS.get(name) or dict(zip(COLUMNS, VALUES, strict=True))[name.replace("_", " ")])
        case ast.Constant(int() | float() as value):
            return np.float64(value)
    raise AssertionError(ast.dump(node))


def longer(shorter: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Longer formulas from shorter ones, with brackets and without: the grammar says what belongs together."""
    one = [name for name, count in FUNCTIONS.items() if count == 1]
    two = [name for name, count in FUNCTIONS.items() if count == 2]
    return st.one_of(
        st.builds("{}{}{}".format, shorter, st.sampled_from(["+", " - ", "*", " / ", "^", " ^ "]), shorter),
        st.builds("-{}".format, shorter),
        st.builds("({})".format, shorter),
        st.builds("( {} {} {} )".format, shorter, st.sampled_from("<>"), shorter),
        st.builds("{}({})".format, st.sampled_from(one), shorter),
        st.builds("{}({}, {})".format, st.sampled_from(two), shorter, shorter),
    )


leaves = st.sampled_from([*COLUMNS, "pi", "0", "1", "2", ".5", "3.", "1e-2"])


@given(st.recursive(leaves, longer, max_leaves=12))
@example("2^-x2^2")
@example("-x1^2*x2")
def test_formulas_mean_what_they_mean_in_python(text: str) -> None:
    expected = python_value(ast.parse(text.replace("petal length", "petal_length").replace("^", "**"), mode="eval"))
    assert value_of(parse(text, COLUMNS)) == pytest.approx(float(expected), rel=0, abs=0, nan_ok=True)


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("3x1", "3*x1"),
        ("3x2^2", "3*(x2^2)"),
        ("2(x1 + 1)", "2*(x1 + 1)"),
        ("2pi x2", "2*pi*x2"),
        ("2sin(x1)x2", None),
        ("1/2x1", "1/(2*x1)"),
        ("2 petal length", "2*petal length"),
    ],
)
def test_a_number_multiplies_what_comes_after_it(text: str, same: str | None) -> None:
    if same is None:
        with pytest.raises(InputError):
            parse(text, COLUMNS)
    else:
        assert value_of(parse(text, COLUMNS)) == value_of(parse(same, COLUMNS))


pieces = st.lists(st.sampled_from([*COLUMNS, *FUNCTIONS, *CONSTANTS, *"+-*/^<>(),.0189 e_", "\u00e4", "\u0663", "\0"]))


@given(st.one_of(st.text(), pieces.map("".join)), st.lists(st.text(max_size=3), max_size=4))
def test_any_text_is_a_formula_or_gets_a_sentence(text: str, columns: list[str]) -> None:
    message = refusal(parse, text, columns)
    assert is_sentence_or_nothing(message)
    if not message:
        program = parse(text, columns)
        assert 1 <= program.depth <= len(program.operations) == len(program.arguments)


@given(st.lists(st.text(min_size=1), min_size=1, unique=True))
def test_every_column_can_be_named(columns: list[str]) -> None:
    for place, name in enumerate(columns):
        assert parse(name, columns) == Program(("column",), (place,), ())
