"""Texts as parts of Python's source: numbers, names, lists. What users have named is never more than a text."""

import json
import re
from collections.abc import Mapping, Sequence

from neuroglow.exporting.tables import LINE, RESERVED, SHORT

PLACE = re.compile(r"\$([a-z_]+|[01])")
# What is not seen, or changes how the rest is seen: controls, marks of direction, halves of pairs.
UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ud800-\udfff\ufeff]")
NO_WORD = re.compile("[^A-Za-z0-9_]+")


def filled(template: str, values: Mapping[str, str]) -> str:
    """A template with its $names filled in; names that there are not stay."""
    return PLACE.sub(lambda place: values.get(place[1], place[0]), template)


def number(value: float) -> str:
    """A float, to the last bit."""
    return repr(float(value))


def literal(text: str) -> str:
    """A text in Python's source, and in JSON."""
    return UNSEEN.sub(lambda sign: f"\\u{ord(sign[0]):04x}", json.dumps(text, ensure_ascii=False))


def prose(text: str) -> str:
    """A text in a comment, or between three quotes."""
    return UNSEEN.sub(" ", text).replace("\\", "/").replace('"', "'")


def listed(items: Sequence[str], indent: int = 0, *, each: bool = False) -> str:
    """A list on one line if it fits there; else with as many items to a line as fit, or with `each` only one."""
    one = f"[{', '.join(items)}]"
    if len(one) <= SHORT and "\n" not in one:
        return one
    inner = " " * (indent + 4)
    lines, used = [""], 0
    for item in items:
        if used and (each or used + len(item) > LINE - indent):
            lines.append("")
            used = 0
        lines[-1] += f"{' ' if used else inner}{item},"
        used += len(item) + 2
    return "[\n" + "\n".join(lines) + "\n" + " " * indent + "]"


def identifiers(columns: Sequence[str]) -> list[str]:
    """What columns are called in code: as they are where that is a name, and in no case two the same."""
    names = [NO_WORD.sub("_", column).strip("_") for column in columns]
    return [
        f"column{place + 1}"
        if not name or name[0].isdigit() or name in RESERVED or names.count(name) > 1 or name.startswith("column")
        else name
        for place, name in enumerate(names)
    ]
