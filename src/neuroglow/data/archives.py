"""Zips, gzips and folders: what is in them, of bounded size and never unpacked onto the disk; see docs/images.md."""

import contextlib
import gzip
import io
import os
import re
import struct
import zlib
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

from neuroglow.errors import InputError
from neuroglow.files import Kind, read_bytes
from neuroglow.limits import LIMITS
from neuroglow.values import short

END = struct.Struct("<4s6xHLLH")  # of a zip: entries, bytes and place of its directory, bytes of a comment
ENTRY = struct.Struct("<4s4xHH4xLLLHHH8xL")  # of its directory
LOCAL = struct.Struct("<4s22xHH")  # before the bytes of an entry
STORED, DEFLATED = 0, 8
OUTSIDE = re.compile(r"[/\\]|[A-Za-z]:|.*[\\\0]", re.DOTALL)  # of the beginning of a path


class File(NamedTuple):
    """A file in an archive or folder: its path from there, its size in bytes, and a function that reads it."""

    path: str
    size: int
    read: Callable[[], bytes]


def zip_files(content: bytes, name: str) -> list[File]:
    """The files in a zip, in the order of its directory. Raises InputError when it should not be unpacked."""
    end = content.rfind(b"PK\5\6", max(0, len(content) - END.size - 65_535))
    if end < 0 or len(content) < end + END.size:
        raise damaged(name)
    _, entries, _, at, _ = END.unpack_from(content, end)
    zip64 = content[max(0, end - 20) : end].startswith(b"PK\6\7")
    if entries > LIMITS.archive_files or zip64:
        raise too_many(name)
    files = []
    for _ in range(entries):
        try:
            signature, flags, method, check, packed, size, length, extra, comment, local = ENTRY.unpack_from(
                content, at
            )
        except struct.error:
            signature = b""
        if signature != b"PK\1\2":
            raise damaged(name)
        at += ENTRY.size
        path = inner_path(content[at : at + length], name)
        at += length + extra + comment
        check_entry(path, flags, method, name)
        if not path.endswith("/"):
            files.append(File(path, size, partial(unpack, content, local, method, packed, size, check, path)))
    return files


def inner_path(raw: bytes, name: str) -> str:
    """An entry's path, without parts that stay where they are; that of a folder ends in a slash."""
    path = raw.decode("utf-8", "replace")
    parts = [part for part in path.removesuffix("/").split("/") if part != "."]
    if OUTSIDE.match(path) or "" in parts or ".." in parts:
        raise InputError(
            f"expected paths that stay inside the archive, got '{short(path)}' in '{short(name)}': "
            "pack the folder anew",
            "data.source",
        )
    return "/".join(parts) + ("/" if path.endswith("/") or not parts else "")


def check_entry(path: str, flags: int, method: int, name: str) -> None:
    """Refuse what is packed in a way that is not read."""
    if flags & 1:
        raise InputError(
            f"expected files without a password, got '{short(path)}' with one in '{short(name)}': pack them without",
            "data.source",
        )
    if method not in (STORED, DEFLATED):
        raise InputError(
            f"expected files that are stored or deflated, got '{short(path)}' packed otherwise in '{short(name)}': "
            "pack them as an ordinary zip",
            "data.source",
        )


def unpack(content: bytes, local: int, method: int, packed: int, size: int, check: int, path: str) -> bytes:
    """The bytes of an entry of a zip, never more than its directory says. Raises InputError when they are others."""
    try:
        signature, length, extra = LOCAL.unpack_from(content, local)
        start = local + LOCAL.size + length + extra
        found = content[start : start + packed]
        whole = signature == b"PK\3\4" and len(found) == packed
        if method == DEFLATED:
            inflate = zlib.decompressobj(-zlib.MAX_WBITS)
            found = inflate.decompress(found, size + 1)
            whole = whole and inflate.eof and not inflate.unused_data
    except (struct.error, zlib.error) as error:
        raise damaged(path) from error
    if not whole or len(found) != size or zlib.crc32(found) != check:
        raise damaged(path)
    return found


def folder_files(folder: Path, kind: Kind) -> list[File]:
    """The files in a folder and below it, hidden ones left out; `kind` bounds what is read of each."""
    files = []
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not hidden(name)]
        for name in names:
            if hidden(name):
                continue
            path = Path(place, name)
            inner = os.fsencode(path.relative_to(folder).as_posix()).decode("utf-8", "replace")
            size = 0
            with contextlib.suppress(OSError):  # which reading it will tell
                size = path.stat().st_size
            files.append(File(inner, size, partial(read_bytes, path, kind)))
            if len(files) > LIMITS.archive_files:
                raise too_many(folder.name)
    return files


def hidden(part: str) -> bool:
    """Whether a folder or file of this name is none that somebody put there."""
    return part.startswith(".") or part == "__MACOSX"


def stream(content: bytes, name: str) -> Callable[[int], bytes]:
    """A function that reads so many bytes more, or as many as there are, of a file that may be packed by gzip."""
    if not content.startswith(b"\x1f\x8b"):
        return io.BytesIO(content).read
    unpacked = gzip.GzipFile(fileobj=io.BytesIO(content))

    def read(size: int) -> bytes:
        try:
            return unpacked.read(size)
        except (OSError, EOFError, zlib.error) as error:
            raise damaged(name) from error

    return read


def check_unpacked(size: int, name: str) -> None:
    """Refuse to unpack so many bytes."""
    if size > LIMITS.archive_bytes:
        most, got = LIMITS.archive_bytes // 1_000_000, size // 1_000_000
        raise InputError(
            f"expected at most {most} MB unpacked, got {got} MB in '{short(name)}': keep a sample of them",
            "data.source",
        )


def damaged(name: str) -> InputError:
    return InputError(
        f"expected a whole file, got '{short(name)}', which is cut off or damaged: save or download it anew",
        "data.source",
    )


def too_many(name: str) -> InputError:
    return InputError(
        f"expected at most {LIMITS.archive_files:,} files, got more in '{short(name)}': keep a sample of them",
        "data.source",
    )
