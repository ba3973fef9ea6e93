"""Writing files so that they are whole or absent."""

import contextlib
import os
import secrets
from pathlib import Path

from neuroglow.errors import InputError


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
