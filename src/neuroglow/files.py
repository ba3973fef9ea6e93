"""Files: reading text of a bounded size, and writing so that a file is whole or absent."""

import contextlib
import os
import secrets
import stat
from pathlib import Path
from typing import NamedTuple

from neuroglow.errors import InputError
from neuroglow.limits import LIMITS


class Kind(NamedTuple):
    """A kind of text file: its name, its largest size in bytes, and what to do when it is too large, or no text."""

    name: str
    limit: int
    shorten: str
    write: str
    field: str = ""


TABLE = Kind("table", LIMITS.table_bytes, "keep fewer rows or columns", "export it as CSV (UTF-8)", "data.source")
RECIPE = Kind("recipe", LIMITS.recipe_bytes, "leave out what is not a recipe", "save it as UTF-8 text")
RUN = Kind("saved run", LIMITS.table_bytes + LIMITS.log_bytes, "use a smaller table", "save the run anew")


def read_text(path: str | os.PathLike[str], kind: Kind) -> str:
    """The text of a file; its size is checked before it is read.

    Raises InputError when there is no such file, or when it is too large, not a regular file, or not UTF-8 text.
    """
    path = Path(path)
    try:
        with path.open("rb") as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                raise InputError(f"expected a file, got '{path}', which is none: give the path of a {kind.name}")
            if status.st_size > kind.limit:
                raise too_large(status.st_size, kind)
            content = file.read(kind.limit + 1)
    except OSError as error:
        reason = (error.strerror or "it cannot be read").lower()
        raise InputError(f"expected a file that can be read, got '{path}' ({reason}): check the path") from error
    return decode(content, kind)


def decode(content: bytes, kind: Kind) -> str:
    """UTF-8 bytes as text, without the byte order mark."""
    if len(content) > kind.limit:
        raise too_large(len(content), kind)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise InputError(f"expected a {kind.name} as UTF-8 text, got binary data: {kind.write}", kind.field)
    return text


def too_large(size: int, kind: Kind) -> InputError:
    most, got = kind.limit // 1_000_000, size // 1_000_000
    return InputError(f"expected a {kind.name} of at most {most} MB, got {got} MB: {kind.shorten}", kind.field)


def write_whole(path: str | os.PathLike[str], content: bytes) -> None:
    """Write a file by way of a temporary one in the same folder, so that neither a crash nor a full disk leaves half.

    Raises InputError, and leaves what was there before, when it cannot be written.
    """
    path = Path(path)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with draft.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
        if os.name == "posix":
            folder = os.open(path.parent, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)
    except OSError as error:
        reason = (error.strerror or "it cannot be written").lower()
        raise InputError(
            f"expected a place where a file can be written, got '{path}' ({reason}): choose another"
        ) from error
    finally:
        with contextlib.suppress(OSError):
            draft.unlink()
