"""Files: reading within a bounded size, and writing so that a file is whole or absent."""

import contextlib
import errno
import os
import secrets
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from neuroglow.errors import InputError
from neuroglow.limits import LIMITS


class Kind(NamedTuple):
    """A kind of file: its name, its largest size in bytes, and what to do when it is too large, or no text."""

    name: str
    limit: int
    shorten: str
    write: str = ""
    field: str = ""


TABLE = Kind("table", LIMITS.table_bytes, "keep fewer rows or columns", "export it as CSV (UTF-8)", "data.source")
RECIPE = Kind("recipe", LIMITS.recipe_bytes, "leave out what is not a recipe", "save it as UTF-8 text")
RUN = Kind("saved run", LIMITS.table_bytes + LIMITS.log_bytes, "use a smaller table", "save the run anew")


def read_text(path: str | os.PathLike[str], kind: Kind) -> str:
    """The text of a file. Raises InputError as `read_bytes` does, and when it is not UTF-8 text."""
    return decode(read_bytes(path, kind), kind)


def read_bytes(path: str | os.PathLike[str], kind: Kind) -> bytes:
    """What a file holds; its size is checked before it is read, and while it is.

    Raises InputError when there is no such file, or when it is too large or not a regular file.
    """
    try:
        with open(path, "rb", opener=open_at_once) as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                raise InputError(f"expected a file, got '{path}', which is none: give the path of a {kind.name}")
            if status.st_size > kind.limit:
                raise too_large(status.st_size, kind)
            content = file.read(kind.limit + 1)
            if len(content) > kind.limit:
                raise too_large(len(content), kind)
            return content
    except InputError:
        raise
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        raise InputError(f"expected a file that can be read, got '{path}' ({reason(error)}): check the path") from error


def open_at_once(path: str, flags: int) -> int:
    """Opens a named pipe too without waiting for somebody to write into it."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


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


def check_writable(path: str | os.PathLike[str]) -> None:
    """Raise InputError when `write_whole` would, short of a full disk: before the work, rather than after it."""
    with draft_of(path) as draft:
        draft.open("xb").close()


def write_whole(path: str | os.PathLike[str], content: bytes) -> None:
    """Write a file by way of a temporary one in the same folder, so that neither a crash nor a full disk leaves half.

    Raises InputError, and leaves what was there before, when it cannot be written.
    """
    with draft_of(path) as draft:
        with draft.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(os.path.realpath(path))
        if os.name == "posix":
            folder = os.open(draft.parent, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)


@contextlib.contextmanager
def draft_of(path: str | os.PathLike[str]) -> Iterator[Path]:
    """A name for a temporary file beside the one that is to be written, or that a link there leads to; gone at the end.

    Raises InputError when something fails meanwhile, or when what has that place is no file: a folder, a device.
    """
    draft = None
    try:
        place = Path(os.path.realpath(path))
        if place.exists() and not place.is_file():
            raise FileExistsError(errno.EEXIST, "it is no file")
        draft = place.with_name(f".{place.name}.{secrets.token_hex(4)}")
        yield draft
    except InputError:
        raise
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        raise InputError(
            f"expected a place where a file can be written, got '{path}' ({reason(error)}): choose another"
        ) from error
    finally:
        if draft is not None:
            with contextlib.suppress(OSError):
                draft.unlink()


def reason(error: OSError | ValueError) -> str:
    return (getattr(error, "strerror", None) or str(error) or "it cannot be used").lower()
