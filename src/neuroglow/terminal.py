"""What the commands share: reading their options, speaking in one sentence. Nothing heavy is imported here."""

import argparse
import sys
from typing import Any, NoReturn

BAD_INPUT, NOT_REACHED, INTERRUPTED = 2, 1, 130
WHAT = (
    "a built-in experiment, the link of a run (or of TensorFlow Playground), or a file: recipe, saved run, table, "
    "picture, set of images (or a folder of pictures)"
)
PATIENT = "go to the step of a link also where the way there takes longer than ten minutes"


class Parser(argparse.ArgumentParser):
    """An argument parser that says what is wrong in one sentence, and keeps the line breaks of its texts."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False, **settings)
        self.set_defaults(parser=self)

    def error(self, message: str) -> NoReturn:
        say(f"{message}; see {self.prog} --help")
        sys.exit(BAD_INPUT)


def say(message: str) -> None:
    """One line on stderr. Names in files may hold what terminals obey, so it is shown instead."""
    print(f"neuroglow: {printable(message)}", file=sys.stderr)


def printable(message: str) -> str:
    """The message without anything that a terminal would obey."""
    return "".join(sign if sign.isprintable() else repr(sign)[1:-1] for sign in message)


def whole(text: str) -> int:
    """A whole number of the command line."""
    try:
        return int(text)
    except ValueError:
        got = text if len(text) <= 60 else f"{text[:60]}..."
        raise argparse.ArgumentTypeError(f"expected a whole number such as 1000, got '{got}'") from None


def number(text: str) -> float:
    """A number of the command line."""
    try:
        return float(text)
    except ValueError:
        got = text if len(text) <= 60 else f"{text[:60]}..."
        raise argparse.ArgumentTypeError(f"expected a number such as 12.5, got '{got}'") from None
