"""Runs whose networks are exported: all that a recipe can name (tests/bits), and what only exports have to mind."""

from typing import Any

from tests.bits.cases import CASES, Case, case

NASTY = [
    'a "quoted"\nname',
    "class",
    "np",
    'six """ quotes',
    "back\\slash\\",
    "\u202egnp.exe",
    "<script>alert(1)</script>",
    "x1; import os",
]
"""Names that must stay texts; a table has them as its columns."""


def table(columns: list[str], rows: int = 24) -> dict[str, Any]:
    """A table of the user's own, the last column to be predicted."""
    quoted = [f'"{name.replace(chr(34), chr(34) * 2)}"' for name in columns]
    lines = [",".join(quoted)] + [
        ",".join(str((k * (column + 3)) % 17 + column / 7) for column in range(len(columns))) for k in range(rows)
    ]
    return {"kind": "table", "name": "mine", "text": "\n".join(lines) + "\n"}


def formulas(name: str, *inputs: str) -> Case:
    return case(name, network={"inputs": list(inputs)}, steps=5)


SPECIAL = [
    formulas("formulas without columns", "2", "sin(2)", "1/(1/0)", "-3^2", "min(1, 2) + x1"),
    formulas("only numbers", "1", "pi/2"),
    formulas("the same column by two names", "x1", "x", "x2"),
    formulas("brackets", "x1 - (x2 - x1)", "(x1 + x2)*2", "(-x1)^2", "-(x1^2)", "2^-(x2/9)", "(2^x1)^2", "--x1"),
    formulas("quotients", "x1/(x2^2+1)/2", "x1/(4/(x2^2+3))", "x1*1/3", "1e-9x2"),
    formulas("numbers in functions", "min(x1, 0.1)", "max(2, x2)", "2 > x1", "abs(-2)*x1", "(1 < 2)*x1"),
    formulas("roots and powers", "sqrt(x1^2)", "abs(x1)^0.5", "(x1^2 + 1)^-1.5", "x1^3", "floor(x1/2)", "sign(x2)"),
    formulas("where there is no number", "max(log(x1), 0)", "min(sqrt(x2), 1)", "x1 > log(x2)"),
    case("names that look like code", own=table(NASTY), network={"inputs": [*NASTY[:-1], f"{NASTY[1]}^2"]}, steps=3),
    case("many columns", own=table([f"c{k}" for k in range(12)]), network={"inputs": ["c1", "c3*c10", "c0"]}, steps=3),
    case("many numbers", network={"hidden": [30, 30, 8], "activation": ["gelu", "silu", "relu"]}, steps=3),
    *(
        case(f"{output} for two classes", network={"output": output}, steps=9)
        for output in ("identity", "relu", "elu", "gelu", "sin", "sigmoid", "softmax")
    ),
    case("values, standardised, behind a sine", {"source": "houses", "test": 0}, {"output": "sin"}),
]
EXPORTED: list[Case] = [*CASES, *SPECIAL]
DIVERGED = "divergence"
