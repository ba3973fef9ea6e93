"""What messages to users look like: expected, actual, next step."""

import re
from collections.abc import Callable

from neuroglow.errors import InputError

SENTENCE = re.compile(r"expected .+, got .+: .+", re.DOTALL)


def refusal(action: Callable[..., object], *arguments: object) -> str:
    """The message with which an action refuses its input, or "" if it does not."""
    try:
        action(*arguments)
    except InputError as error:
        return error.message
    return ""


def is_sentence_or_nothing(message: str) -> bool:
    return message == "" or SENTENCE.fullmatch(message) is not None
