"""python -m tests.formulas: write what Python's reader makes of these into tests/fixtures/formulas.json."""

import json
from pathlib import Path
from typing import Any

from neuroglow.errors import InputError
from neuroglow.formula import parse

FIXTURE = Path(__file__).parent / "fixtures" / "formulas.json"

PLANE = ("x1", "x2")
FLOWER = ("petal length", "petal width")
SHAPES = ("a", "ab", "a b", "a-b", "a^2", "kind=ab", "2e1", "\u00a0c", "sin", "\U0001d4b6")
TEXTS = {
    PLANE: [
        # columns, numbers and their names
        "x1", " x2 ", "x", "y", "2", "0.5", ".5", "5.", "1e-3", "1E2", "2.5e+2", "pi", "\u2003x1\n", "9007199254740993",
        "1e308", "x1 + 1e309",
        # precedence, and which side comes first
        "x1 + x2*2", "(x1 + x2)*2", "x1 - x2 - 1", "x1/x2/2", "2^3^2", "-x1^2", "(-x1)^2", "2^-x1", "x1^-2^2", "--x1",
        "x1*-x2", "x1 < x2", "y > sin(3x)", "x1 + 1 > x2 - 1", "((x1))", "x1-1", "x1 -1", "1<2",
        # a number multiplies what comes after it
        "3x1", "3 x1", "3x1^2", "2(x1 + 1)", "2pi x1", "2 pi x1^2", "3sin(x1)", "2e1x", "2exp(x)", "1/2x", "-2x",
        "2^3x",
        # functions
        "sin(3x2)", "abs(x1 - x2)", "min(x1, x2)", "max(min(x1,2),-x2)", "sqrt (abs(x))", "log(1 + exp(x))",
        "floor(x) + sign(y) * tanh(cos(x))", "x1*x2", "(x1 > 0) * x2",
        # what does not belong there
        "", " ", "+", "x3", "x1x2", "x1 x2", "x1 2", "3 4", "x1 +", "x1**x2", "(x1", "x1)", "sin", "sin x1", "sin()",
        "sin(x1, x2)", "min(x1)", "min(x1, x2", "x1 < x2 < 1", "x1 = x2", "x1 == 2", "x1^", "^2", "cot(x1)", "Sin(x1)",
        "x1.x2", "1.2.3", "0x10", "1_000", "x1²", "\u0663x1", "x1 \u00d7 x2", "\u2212x1", "x1;alert(1)",
        "__import__('os')", "e", "eval", "constructor", "x1[0]", "x1,x2", "\N{GRINNING FACE}", "\N{GRINNING FACE} + x3",
        "x1 + \u00e4rger(x1)",
        "very_long_name_that_nobody_would_ever_type_because_it_has_more_than_sixty_characters(x1)",
        # as long and as deep as may be, and a little more
        "(" * 50 + "x1" + ")" * 50, "(" * 51 + "x1" + ")" * 51, "-" * 50 + "x1", "-" * 51 + "x1", "^".join(["x1"] * 52),
        "0" * 500, "0" * 501, "\N{GRINNING FACE}" * 500, "\N{GRINNING FACE}" * 501,
    ],
    FLOWER: ["petal length * petal width", "petal length^2", "2petal width", "petal", "x", "petal  length"],
    SHAPES: [
        "ab", "a b", "a - b", "a-b", "a-b-a", "a^2", "a ^2", "a^2^2", "abc", "kind=ab + 1", "kind=a", "2e1", "2e1 a",
        "2e1a", "\u00a0c", "c", "sin", "sin(a)", "\U0001d4b6", "2\U0001d4b6", "\U0001d4b6 + ?", "x",
    ],
    (): ["1", "x1"],
    ("x",): ["x", "x1", "y"],
    ("x2", "x1"): ["x1", "x"],
    tuple(f"c{place}" for place in range(12)): ["c11 + c1", "d"],
    ("n" * 600,): ["n" * 600, "n" * 600 + " "],
}  # fmt: skip


def outcome(text: str, columns: tuple[str, ...]) -> dict[str, Any]:
    """The program of a formula, or why there is none, in plain values."""
    try:
        program = parse(text, columns)
    except InputError as error:
        return {"message": error.message}
    return {
        "operations": list(program.operations),
        "arguments": list(program.arguments),
        "constants": list(program.constants),
    }


if __name__ == "__main__":
    cases = [
        {"text": text, "columns": columns} | outcome(text, columns) for columns in TEXTS for text in TEXTS[columns]
    ]
    FIXTURE.write_text("[\n" + ",\n".join(map(json.dumps, cases)) + "\n]\n")
    print(f"{FIXTURE.name}: {len(cases)} formulas")
