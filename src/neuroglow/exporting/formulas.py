"""Formulas as a framework writes them: from programs for a stack back to `np.sin(2 * np.pi * x1 / 6)`."""

import math
from collections.abc import Sequence
from typing import NamedTuple

from neuroglow.exporting.tables import BINDING, LARGEST_WHOLE, PLAIN, STRONGEST, Framework
from neuroglow.exporting.text import filled, number
from neuroglow.formula import Program


class Term(NamedTuple):
    """A part of a formula.

    typed: with the framework's own numbers instead of Python's, where no column is in it. plain: Python's would do.
    leaf: a column or a number.
    """

    text: str
    typed: str
    binds: int
    column: bool
    plain: bool
    leaf: bool


def expression(program: Program, columns: Sequence[str], framework: Framework) -> str:
    """A formula in columns of these names."""
    stack: list[Term] = []
    for operation, argument in zip(program.operations, program.arguments, strict=True):
        if operation == "column":
            stack.append(Term(columns[argument], columns[argument], STRONGEST, True, True, True))
        elif operation == "constant":
            text = constant(program.constants[argument], framework)
            stack.append(Term(text, filled(framework.number, {"0": text}), STRONGEST, False, True, True))
        else:
            count = 2 if "$1" in framework.operations[operation] else 1
            stack[-count:] = [combined(operation, stack[-count:], framework)]
    (term,) = stack
    if term.column:
        return term.text
    return filled(framework.constant, {"0": shown(term) if term.binds > 1 else f"({shown(term)})"})


def constant(value: float, framework: Framework) -> str:
    if value == math.pi:
        return framework.pi
    return str(int(value)) if value < LARGEST_WHOLE and value == math.floor(value) else number(value)


def combined(operation: str, operands: list[Term], framework: Framework) -> Term:
    """An operation, with brackets around what binds less strongly than it has to."""
    binds, *needed = BINDING.get(operation, (STRONGEST, 0, 0))
    column = any(term.column for term in operands)
    safe = operation in PLAIN and not (operation == "divide" and operands[1].text == "0")
    plain = not column and safe and all(term.leaf for term in operands)
    template = framework.operations[operation]

    def written(texts: list[str]) -> str:
        bracketed = [
            f"({text})" if term.binds < need else text
            for text, term, need in zip(texts, operands, needed, strict=False)
        ]
        return filled(template, {str(place): text for place, text in enumerate(bracketed)})

    typed = written([term.typed for term in operands])
    if operation in framework.typed or not (column or plain):
        text = typed
    else:
        text = written([shown(term) for term in operands])
    return Term(text, typed, binds, column, plain or column, False)


def shown(term: Term) -> str:
    return term.text if term.plain else term.typed
