"""Plain values, as JSON and TOML give them: what they are, and how messages show them."""

import math
from typing import Any, TypeGuard

from neuroglow.errors import InputError


def is_number(value: object) -> TypeGuard[int | float]:
    return is_whole(value) or (isinstance(value, float) and math.isfinite(value))


def is_whole(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)


def plain(value: Any) -> Any:
    """Lists as tuples, which nobody can change, and NumPy's numbers and arrays as Python's."""
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    return tuple(map(plain, value)) if isinstance(value, list | tuple) else value


def shown(value: object) -> str:
    """A value as messages show it: short, in the words of TOML."""
    match value:
        case bool():
            return "true" if value else "false"
        case int() | float() if value == value // 1:
            return f"{int(value):,}" if abs(value) < 10**15 else "a number with more than 15 digits"
        case float():
            return repr(value)
        case str():
            return f"'{short(value)}'"
        case list() | tuple():
            return f"a list of {len(value):,}"
        case dict():
            return "a table"
        case None:
            return "nothing"
    return str(value)[:60]


def short(text: str) -> str:
    """A text as it stands within a sentence."""
    return text if len(text) <= 60 else f"{text[:60]}..."


def check_place(name: str, place: object, size: int, field: str = "") -> None:
    """Raise InputError when `place` does not count one of `size` things."""
    if not is_whole(place) or not 0 <= place < size:
        raise InputError(
            f"expected a whole number from 0 to {size - 1:,} for {name}, got {shown(place)}: choose another", field
        )
