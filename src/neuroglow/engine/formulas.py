"""Formulas in the columns of the data, as short programs for a stack: `x1 * x2` is column 0, column 1, multiply.

Hosts turn text into programs (docs/formulas.md has the grammar); here they run, over a block of examples at a time.
"""

import math
from typing import NamedTuple

import numpy as np

from .numbers import cos, exp, log, power, sin, tanh

OPERATIONS = (
    "constant", "column", "negate", "add", "subtract", "multiply", "divide", "power", "less", "greater", "min", "max",
    "abs", "sign", "floor", "sqrt", "exp", "log", "sin", "cos", "tanh",
)  # fmt: skip
(
    CONSTANT, COLUMN, NEGATE, ADD, SUBTRACT, MULTIPLY, DIVIDE, POWER, LESS, GREATER, MIN, MAX,
    ABS, SIGN, FLOOR, SQRT, EXP, LOG, SIN, COS, TANH,
) = range(21)  # fmt: skip
BLOCK = 64  # examples at a time


class Formulas(NamedTuple):
    """Programs one after the other: program k is steps starts[k] .. starts[k + 1] of codes and arguments.

    starts: (k + 1,) int32; codes: (steps,) int32, in OPERATIONS; arguments: (steps,) int32, the place of a column or a
    constant, else 0; constants: (c,). stack: (depth, BLOCK), room for the deepest.
    """

    starts: np.ndarray
    codes: np.ndarray
    arguments: np.ndarray
    constants: np.ndarray
    stack: np.ndarray


def raised(base, exponent):
    """base^exponent: by multiplying where the exponent is a whole number up to 64, else e^(exponent ln base)."""
    if abs(exponent) <= 64.0 and math.floor(exponent) == exponent:
        p = power(base, int(abs(exponent)))
        return p if exponent >= 0.0 else 1.0 / p
    return exp(exponent * log(base))


def unary(code, x):
    """An operation with one operand."""
    if code == NEGATE:
        return -x
    if code == ABS:
        return abs(x)
    if code == SIGN:
        return 1.0 if x > 0.0 else -1.0 if x < 0.0 else x
    if code == FLOOR:
        return float(math.floor(x)) if abs(x) < 4503599627370496.0 else x
    if code == SQRT:
        return math.sqrt(x) if x >= 0.0 else x - x if x != x else log(x)
    if code == EXP:
        return exp(x)
    if code == LOG:
        return log(x)
    if code == SIN:
        return sin(x)
    if code == COS:
        return cos(x)
    return tanh(x)


def binary(code, x, y):
    """An operation with two operands."""
    if code == ADD:
        return x + y
    if code == SUBTRACT:
        return x - y
    if code == MULTIPLY:
        return x * y
    if code == DIVIDE:
        return x / y
    if code == POWER:
        return raised(x, y)
    if code == LESS:
        return 1.0 if x < y else 0.0
    if code == GREATER:
        return 1.0 if x > y else 0.0
    if code == MIN:
        return x if x < y else y
    return x if x > y else y


def calculate(formulas, k, columns, count, out):
    """out (count,): what program k gives for each of `count` examples, at most BLOCK; columns: (columns, BLOCK)."""
    stack, top = formulas.stack, -1
    for step in range(formulas.starts[k], formulas.starts[k + 1]):
        code, place = formulas.codes[step], formulas.arguments[step]
        if code == CONSTANT:
            top += 1
            for b in range(count):
                stack[top, b] = formulas.constants[place]
        elif code == COLUMN:
            top += 1
            for b in range(count):
                stack[top, b] = columns[place, b]
        elif code == NEGATE or code >= ABS:
            for b in range(count):
                stack[top, b] = unary(code, stack[top, b])
        else:
            top -= 1
            for b in range(count):
                stack[top, b] = binary(code, stack[top, b], stack[top + 1, b])
    for b in range(count):
        out[b] = stack[top, b]
