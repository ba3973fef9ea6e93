"""Formulas in the columns of the data: from text to a program that the engine runs. docs/formulas.md has the grammar.

The grammar is our own and small: nothing is ever evaluated by Python. web/src/run/formula.ts reads the same grammar,
and tests/fixtures/formulas.json holds both to the same programs and sentences.
"""

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from neuroglow.engine.formulas import OPERATIONS
from neuroglow.errors import InputError
from neuroglow.values import shown

LONGEST = 500  # characters
DEEPEST = 50  # brackets within brackets
FUNCTIONS = dict.fromkeys(("abs", "sign", "floor", "sqrt", "exp", "log", "sin", "cos", "tanh"), 1)
FUNCTIONS |= {"min": 2, "max": 2}
CONSTANTS = {"pi": 3.141592653589793}
NUMBER = re.compile(r"(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?")
WORD = re.compile(r"[^\W\d]\w*")
SIGNS = {
    "<": "less", ">": "greater", "+": "add", "-": "subtract", "*": "multiply", "/": "divide", "^": "power",
}  # fmt: skip


@dataclass(frozen=True)
class Program:
    """Steps for a stack: operations (in OPERATIONS) with the place of a column or a constant, or 0; see the engine."""

    operations: tuple[str, ...]
    arguments: tuple[int, ...]
    constants: tuple[float, ...]

    @property
    def columns(self) -> tuple[int, ...]:
        """The columns that the formula is about, in the order in which it names them."""
        steps = zip(self.operations, self.arguments, strict=True)
        return tuple(dict.fromkeys(place for operation, place in steps if operation == "column"))

    @property
    def compares(self) -> bool:
        """Whether it asks a question, such as `y > sin(3x)`, whose answer is 0 or 1."""
        return self.operations[-1] in ("less", "greater")

    @property
    def depth(self) -> int:
        """How many numbers stand on the stack at most."""
        change = {"constant": 1, "column": 1} | dict.fromkeys((*SIGNS.values(), "min", "max"), -1)
        return max(accumulate(change.get(name, 0) for name in self.operations))


def parse(text: str, columns: Sequence[str]) -> Program:
    """The program of a formula in these columns. Raises InputError with the place of what does not belong there.

    A column's name is taken as it stands, spaces and signs included, the longest first. Where the columns are x1 and
    x2, x and y mean them too.
    """
    names = {name: place for place, name in enumerate(columns)}
    if text in names:  # whatever its name holds
        return Program(("column",), (names[text],), ())
    if len(text) > LONGEST:
        raise InputError(f"expected a formula of at most {LONGEST} characters, got {len(text):,}: make it shorter")
    if tuple(columns) == ("x1", "x2"):
        names |= {"x": 0, "y": 1}
    return Reader(text, names).read()


@dataclass
class Reader:
    """Reads a formula by recursive descent, writing the program as it goes."""

    text: str
    names: dict[str, int]
    at: int = 0
    depth: int = 0
    steps: list[tuple[str, int]] = field(default_factory=list)
    constants: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.longest_first = sorted(self.names, key=lambda name: (-len(name), name))

    def read(self) -> Program:
        self.comparison()
        if self.rest():
            raise self.unexpected("an operator or the end")
        operations, arguments = zip(*self.steps, strict=True)
        return Program(operations, arguments, tuple(self.constants))

    def rest(self) -> str:
        """What is still to be read, without leading spaces."""
        while self.at < len(self.text) and self.text[self.at].isspace():
            self.at += 1
        return self.text[self.at :]

    def took(self, *signs: str) -> str:
        """The sign that comes next, if it is one of these; else "" """
        rest = self.rest()
        for sign in signs:
            if rest.startswith(sign):
                self.at += len(sign)
                return sign
        return ""

    def comparison(self) -> None:
        self.sum()
        if sign := self.took("<", ">"):
            self.sum()
            self.write(SIGNS[sign])

    def sum(self) -> None:
        self.product()
        while sign := self.took("+", "-"):
            self.product()
            self.write(SIGNS[sign])

    def product(self) -> None:
        self.signed()
        while sign := self.took("*", "/"):
            self.signed()
            self.write(SIGNS[sign])

    def signed(self) -> None:
        if self.took("-"):
            self.deeper(self.signed)
            self.write("negate")
        else:
            self.power()

    def power(self) -> None:
        number = self.atom()
        if self.took("^"):
            self.deeper(self.signed)
            self.write("power")
        elif number and (self.rest().startswith("(") or self.name() or WORD.match(self.rest())):
            self.deeper(self.power)  # 3x and 2(x + 1), and 3x^2 is 3 (x^2)
            self.write("multiply")

    def atom(self) -> bool:
        """A number, a column, a function or a bracket; whether it was a number or a constant."""
        if name := self.name():
            self.at += len(name)
            self.write("column", self.names[name])
        elif number := NUMBER.match(self.rest()):
            if not math.isfinite(float(number[0])):
                raise self.unexpected("a number below 1.8e308")
            self.at += number.end()
            self.constant(float(number[0]))
            return True
        elif word := WORD.match(self.rest()):
            return self.word(word[0])
        elif self.took("("):
            self.deeper(self.comparison)
            self.expect(")")
        else:
            raise self.unexpected("a number, a column, a function or (")
        return False

    def name(self) -> str:
        """The column whose name comes next, or ""; a name does not end within a word."""
        rest = self.rest()
        for name in self.longest_first:
            if rest.startswith(name) and not (re.match(r"\w", rest[len(name) :]) and re.search(r"\w\Z", name)):
                return name
        return ""

    def word(self, word: str) -> bool:
        """A function with what it is of, or a constant; whether it was a constant."""
        if word in CONSTANTS:
            self.at += len(word)
            self.constant(CONSTANTS[word])
            return True
        if word not in FUNCTIONS:
            columns = ", ".join(list(self.names)[:10])
            functions = ", ".join(FUNCTIONS)
            raise InputError(
                f"expected a column ({columns}) or a function ({functions}) {self.place()}, "
                f"got {shown(word)}: choose among these"
            )
        self.at += len(word)
        self.expect("(")
        self.deeper(self.comparison)
        for _ in range(FUNCTIONS[word] - 1):
            self.expect(",")
            self.deeper(self.comparison)
        self.expect(")")
        self.write(word)
        return False

    def deeper(self, read: Callable[[], object]) -> None:
        """Read something within something else, to a limit."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise InputError(f"expected at most {DEEPEST} brackets within brackets, got more: make the formula simpler")
        read()
        self.depth -= 1

    def expect(self, sign: str) -> None:
        if not self.took(sign):
            raise self.unexpected(sign)

    def unexpected(self, expected: str) -> InputError:
        rest = self.rest()
        got = shown(rest) if rest else "the end"
        return InputError(f"expected {expected} {self.place()}, got {got}: correct the formula there")

    def place(self) -> str:
        """Where reading stands, in words."""
        return f"at character {self.at + 1} of {shown(self.text)}"

    def constant(self, value: float) -> None:
        self.write("constant", len(self.constants))
        self.constants.append(value)

    def write(self, operation: str, argument: int = 0) -> None:
        self.steps.append((operation, argument))


assert {*FUNCTIONS, *SIGNS.values(), "negate", "constant", "column"} == set(OPERATIONS)
