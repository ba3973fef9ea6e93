"""CSV text -> Dataset, by the rules of docs/tables.md, which the page's reader follows too.

The text is read twice: once to check its shape and see what each column holds, once to build the arrays. Only numbers
and short lists of texts are kept, so a table of 100 MB needs little more memory than itself. Both passes work on blocks
of records turned into columns, where one regular expression and one `map(float, ...)` replace a loop over the cells.
"""

import csv
import io
import re
from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import compress, islice
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from neuroglow.data.dataset import Dataset
from neuroglow.errors import InputError
from neuroglow.limits import LIMITS

MISSING = frozenset({"", "na", "n/a", "nan", "null", "?"})
BLOCK = 4096  # records handled together
LARGEST = 1e100  # numbers beyond it are taken as text: their squares would overflow
NUMBER = r"[ \t]*+[+-]?+(?:[0-9]++(?:\.[0-9]*+)?+|\.[0-9]++)(?:[eE][+-]?+[0-9]++)?+[ \t]*+"
ALL_NUMBERS = re.compile(rf"(?:{NUMBER}\n)*+")
ONE_NUMBER = re.compile(NUMBER)
FIRST_LINE = re.compile(r'(?:[ \t]*[\r\n]+)*+((?:[^"\r\n]+|"[^"]*"?)*+)')
QUOTED = re.compile(r'"[^"]*"?')

Task = Literal["auto", "regression", "classification"]


def read_table(text: str, *, name: str = "table", target: str = "", task: Task = "auto") -> Dataset:
    """The dataset that a CSV, semicolon- or tab-separated text holds.

    `target` is the column to predict, or "" for the last one; `task` is "auto", "regression" or "classification".
    Raises InputError, with the message and field that docs/tables.md lists, when the text holds no usable table.
    """
    delimiter = find_delimiter(text)
    columns, rows = survey(text, delimiter)
    if rows < 2:
        raise InputError(
            f"expected at least 2 rows below the line of column names, got {rows}: add examples", "data.source"
        )
    goal = find_target(columns, target)
    notices: list[str] = []
    if strange := next((column.name for column in columns if number(column.name, delimiter) is not None), None):
        notices.append(
            f"the first line is taken as the names of the columns, but '{short(strange)}' is a number: "
            "add a line of names if the file has none"
        )
    used = find_used(columns, goal, rows, task, delimiter, notices)
    if not goal.numeric and goal.missing < rows:
        check_texts(goal, task)

    collect(text, delimiter, used)
    whole = np.logical_and.reduce([~np.isnan(column.numbers) for column in used])
    kept = int(whole.sum())
    if kept < 2:
        raise InputError(
            f"expected at least 2 rows without missing values, got {kept} of {rows:,}: "
            "fill the gaps, or leave out columns that have many",
            "data.source",
        )
    if kept < rows:
        gaps = ", ".join(f"{short(column.name)} {column.missing:,}" for column in used if column.missing)
        verbs = "is left out because it misses" if rows - kept == 1 else "are left out because they miss"
        notices.append(f"{rows - kept:,} of {rows:,} rows {verbs} a value ({gaps})")

    settled, classes, values = target_values(
        goal, whole, task, lambda different: spellings(text, delimiter, goal, different, whole)
    )
    if settled == "regression" and looks_like_classes(values):
        notices.append(
            f"the target '{short(goal.name)}' holds {len(np.unique(values))} different whole numbers "
            'and is taken as a quantity: set task to "classification" to take them as classes'
        )
    x, inputs, groups = input_matrix([column for column in used if column is not goal], whole)
    return Dataset(
        name, inputs, x, (goal.name,), settled, classes, values[None], groups, kind="table", notices=tuple(notices)
    )


@dataclass(eq=False)
class Column:
    """What the first pass learns about a column, and what the second one collects of it."""

    place: int
    name: str
    numeric: bool = True
    missing: int = 0
    texts: set[str] = field(default_factory=set)  # no longer filled once there are too many
    first_text: tuple[str, int] = ("", 0)  # the first cell that is not a number, and its line
    words: list[str] = field(default_factory=list)  # a text column's texts, in the order in which they appear
    # A numeric column's values, a text column's places in `words`; NaN where a value is missing.
    numbers: NDArray[np.float64] = field(default_factory=lambda: np.empty(0))


def find_target(columns: Sequence[Column], target: str) -> Column:
    """The column of that name, or the last one."""
    if not target:
        return columns[-1]
    for column in columns:
        if column.name == target:
            return column
    shown = ", ".join(short(column.name) for column in columns[:10]) + (", ..." if len(columns) > 10 else "")
    raise InputError(
        f"expected the target to be one of the columns ({shown}), got '{short(target)}': "
        "set data.target to one of them",
        "data.target",
    )


def find_used(
    columns: Sequence[Column], goal: Column, rows: int, task: Task, delimiter: str, notices: list[str]
) -> list[Column]:
    """The target and the columns that can be inputs, in the table's order; adds what there is to say to the notices."""
    used = []
    for column in columns:
        word, line = column.first_text
        if column is goal:
            used.append(column)
            if task == "auto" and len(column.texts) <= LIMITS.categories:
                notices += not_numbers(column, delimiter)
        elif column.missing == rows:
            notices.append(f"column '{short(column.name)}' is left out: it holds no values")
        elif not column.numeric and len(column.texts) > LIMITS.categories:
            notices.append(
                f"column '{short(column.name)}' is left out: it holds more than {LIMITS.categories} different texts, "
                f"the first that is not a number being '{short(word)}' in line {line}"
            )
        else:
            used.append(column)
            notices += not_numbers(column, delimiter)
    if len(used) == 1:
        raise InputError(
            f"expected an input column besides the target '{short(goal.name)}', got none that can be used: "
            f"add columns of numbers, or of at most {LIMITS.categories} different texts",
            "data.source",
        )
    return used


def not_numbers(column: "Column", delimiter: str) -> list[str]:
    """A notice about a column of texts most of which are numbers: often it is one cell that makes them texts."""
    numbers = sum(number(word, delimiter) is not None for word in column.texts)
    if column.numeric or 2 * numbers <= len(column.texts):
        return []
    word, line = column.first_text
    notice = (
        f"column '{short(column.name)}' is taken as texts because of '{short(word)}' in line {line}: "
        "leave cells empty where a number is missing"
    )
    return [notice]


def check_texts(goal: Column, task: Task) -> None:
    """Raise InputError when the texts of a target cannot be what the task asks for."""
    word, line = goal.first_text
    if task == "regression":
        raise InputError(
            f"expected numbers in the target '{short(goal.name)}' for regression, "
            f"got '{short(word)}' in line {line}: "
            'choose another target, or set task to "classification"',
            "data.target",
        )
    if len(goal.texts) > LIMITS.categories:
        raise InputError(
            f"expected numbers, or at most {LIMITS.categories} classes, in the target '{short(goal.name)}', "
            f"got '{short(word)}' in line {line} and more than {LIMITS.categories} texts: "
            "correct it, or choose another target",
            "data.target",
        )


def short(word: str) -> str:
    """A text from a table as messages show it."""
    return word if len(word) <= 60 else word[:60] + "..."


def find_delimiter(text: str) -> str:
    """The comma, semicolon or tab that is most frequent in the first line, outside quotes."""
    first = FIRST_LINE.match(text)
    bare = QUOTED.sub("", first[1]) if first else ""
    return max(",;\t", key=bare.count)


def records(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """The line in which each record begins, and its cells as they stand; records of empty cells are left out.

    Raises InputError for a broken quote, a cell that is too long, and a record unlike the first one.
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    width = 0
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            if "limit" in str(error):
                problem = f"expected cells of at most {LIMITS.cell:,} characters, got a longer one in line {line}"
            else:
                problem = (
                    "expected a closing quote before the next delimiter or line end, "
                    f"got none in the record that begins in line {line}"
                )
            raise InputError(f"{problem}: check the quotes there", "data.source") from error
        if not "".join(cells).strip(" \t"):
            continue
        if width and len(cells) != width:
            raise InputError(
                f"expected {width:,} cells in line {line} as in the first line, got {len(cells):,}: "
                "check the delimiters there",
                "data.source",
            )
        width = len(cells)
        yield line, cells


def header(cells: Sequence[str]) -> list[Column]:
    """Columns named by the first record."""
    names = [cell.strip(" \t") or f"column {place}" for place, cell in enumerate(cells, 1)]
    if len(names) == 1:
        raise InputError(
            f"expected at least two columns (inputs and a target), got one ('{short(names[0])}'): "
            "separate columns by commas, semicolons or tabs",
            "data.source",
        )
    if len(names) > LIMITS.columns:
        raise InputError(
            f"expected at most {LIMITS.columns:,} columns, got {len(names):,}: keep those that matter", "data.source"
        )
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise InputError(
                f"expected different names of columns, got '{short(name)}' twice: rename one", "data.source"
            )
        seen.add(name)
    return [Column(place, name) for place, name in enumerate(names)]


def blocks(text: str, delimiter: str) -> Iterator[tuple[list[int], list[tuple[str, ...]]]]:
    """The records after the first one, many at a time: their lines, and their cells column by column."""
    rows = records(text, delimiter)
    next(rows, None)
    while block := list(islice(rows, BLOCK)):
        lines, cells = zip(*block, strict=True)
        yield list(lines), list(zip(*cells, strict=True))


def survey(text: str, delimiter: str) -> tuple[list[Column], int]:
    """First pass: the columns with what they hold, and the number of rows."""
    first = next(records(text, delimiter), None)
    if first is None:
        raise InputError(
            "expected a line of column names and at least two rows, got an empty table: "
            "check that the file was written",
            "data.source",
        )
    columns = header(first[1])
    rows = 0
    for lines, cells in blocks(text, delimiter):
        rows += len(lines)
        if rows > LIMITS.rows:
            raise InputError(f"expected at most {LIMITS.rows:,} rows, got more: keep a sample of them", "data.source")
        for column in columns:
            look(column, cells[column.place], lines, delimiter)
    return columns, rows


def look(column: Column, cells: Sequence[str], lines: Sequence[int], delimiter: str) -> None:
    """Take note of what these cells of a column hold."""
    numbers = all_numbers(cells, delimiter)
    if column.numeric and numbers is None:
        for cell, line in zip(cells, lines, strict=True):
            word = cell.strip(" \t")
            if word.lower() not in MISSING and number(word, delimiter) is None:
                column.numeric = False
                column.first_text = (word, line)
                break
    if numbers is None:
        column.missing += sum(cell.strip(" \t").lower() in MISSING for cell in cells)
    if len(column.texts) <= LIMITS.categories:
        words = {cell.strip(" \t") for cell in cells}
        column.texts.update(word for word in words if word.lower() not in MISSING)


def number(word: str, delimiter: str) -> float | None:
    """The number that a cell without surrounding space reads, or None."""
    if delimiter == ";":
        word = word.replace(",", ".")
    if not ONE_NUMBER.fullmatch(word):
        return None
    value = float(word)
    return value if abs(value) <= LARGEST else None


def all_numbers(cells: Sequence[str], delimiter: str) -> "array[float] | None":
    """The cells' numbers if each of them is one: the fast way for what most tables are made of."""
    joined = "\n".join(cells) + "\n"
    if delimiter == ";":
        joined = joined.replace(",", ".")
    if joined.count("\n") != len(cells) or not ALL_NUMBERS.fullmatch(joined):
        return None
    values = array("d", map(float, joined.split("\n")[:-1]))
    return values if max(values) <= LARGEST and min(values) >= -LARGEST else None


def collect(text: str, delimiter: str, columns: Sequence[Column]) -> None:
    """Second pass: the numbers of the columns, NaN where a value is missing."""
    parts: list[list[array[float]]] = [[] for _ in columns]
    places: list[dict[str, int]] = [{} for _ in columns]
    nan = float("nan")
    for _, cells in blocks(text, delimiter):
        for column, part, place in zip(columns, parts, places, strict=True):
            block = cells[column.place]
            numbers = all_numbers(block, delimiter) if column.numeric else None
            if numbers is None:
                numbers = array("d")
                for cell in block:
                    word = cell.strip(" \t")
                    if word.lower() in MISSING:
                        numbers.append(nan)
                    elif column.numeric:
                        value = number(word, delimiter)
                        numbers.append(nan if value is None else value)
                    else:
                        numbers.append(place.setdefault(word, len(place)))
            part.append(numbers)
    for column, part, place in zip(columns, parts, places, strict=True):
        column.numbers = np.concatenate(part) if part else np.empty(0)
        column.words = list(place)


def target_values(
    goal: Column, rows: NDArray[np.bool_], task: Task, spelled: Callable[[NDArray[np.float64]], tuple[str, ...]]
) -> tuple[Literal["regression", "classification"], tuple[str, ...], NDArray[np.float64]]:
    """The task, the classes (none for regression), and for each of these rows the target's value or class.

    spelled: how the table writes numbers of the target.
    """
    numbers = goal.numbers[rows]
    different = np.unique(numbers)
    if len(different) == 1:
        only = goal.words[int(different[0])] if goal.words else spelled(different)[0]
        raise InputError(
            f"expected at least two different values in the target '{short(goal.name)}', got only '{short(only)}': "
            "choose another target",
            "data.target",
        )
    if not goal.numeric:
        return "classification", *sorted_codes(goal, rows)
    if task == "regression" or (task == "auto" and len(different) > 2):
        return "regression", (), numbers
    if len(different) > LIMITS.categories:
        raise InputError(
            f"expected at most {LIMITS.categories} classes in the target '{short(goal.name)}', got more: "
            "choose another target",
            "data.target",
        )
    return "classification", spelled(different), np.searchsorted(different, numbers).astype(np.float64)


def looks_like_classes(values: NDArray[np.float64]) -> bool:
    """Whether there are so few different whole numbers that they may be meant as classes."""
    different = np.unique(values)
    return bool(3 <= len(different) <= 10 and len(values) >= 20 and np.all(different == np.floor(different)))


def spellings(
    text: str, delimiter: str, column: Column, values: NDArray[np.float64], rows: NDArray[np.bool_]
) -> tuple[str, ...]:
    """How the table writes each of these numbers of a column where the first one of these rows holds it."""
    wanted = {float(value): "" for value in values}
    missing = len(wanted)
    kept = iter(rows)
    for _, cells in blocks(text, delimiter):
        for cell in compress(cells[column.place], kept):
            word = cell.strip(" \t")
            value = number(word, delimiter)
            if value is not None and wanted.get(value) == "":
                wanted[value] = word
                missing -= 1
        if not missing:
            break
    return tuple(wanted.values())


def sorted_codes(column: Column, rows: NDArray[np.bool_]) -> tuple[tuple[str, ...], NDArray[np.float64]]:
    """The texts that a column holds in these rows, sorted, and for each row the place of its text among them."""
    places = column.numbers[rows].astype(np.intp)
    present = sorted(np.unique(places), key=lambda place: column.words[place])
    codes = np.zeros(len(column.words))
    codes[present] = np.arange(len(present))
    return tuple(column.words[place] for place in present), codes[places]


def input_matrix(
    columns: Sequence[Column], rows: NDArray[np.bool_]
) -> tuple[NDArray[np.float64], tuple[str, ...], dict[str, tuple[str, ...]]]:
    """x (inputs, n) in the data's units, the inputs' names, and which of them came from one text column."""
    coded = {column.name: sorted_codes(column, rows) for column in columns if not column.numeric}
    groups = {name: tuple(f"{name}={word}" for word in words) for name, (words, _) in coded.items()}
    names = tuple(name for column in columns for name in groups.get(column.name, (column.name,)))
    if len(names) > LIMITS.neurons:
        raise InputError(
            f"expected at most {LIMITS.neurons:,} inputs, got {len(names):,} after turning texts into columns: "
            "leave out text columns",
            "data.source",
        )
    n = int(rows.sum())
    if len(names) * n > LIMITS.numbers:
        raise InputError(
            f"expected at most {LIMITS.numbers:,} numbers (rows times inputs), got {len(names) * n:,}: "
            "keep fewer rows or columns",
            "data.source",
        )
    x = np.empty((len(names), n))
    i = 0
    for column in columns:
        if column.numeric:
            x[i] = column.numbers[rows]
            i += 1
        else:
            words, codes = coded[column.name]
            for k in range(len(words)):
                x[i] = codes == k
                i += 1
    return x, names, groups
