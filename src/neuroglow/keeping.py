"""Runs that are kept in a folder of the user's: .glow files, each with its name and a small picture inside.

A file's name is made here, never of what a user typed: that is text inside the file. A file is whole or absent,
whatever happens meanwhile; what was deleted can be had back for some days. Files of others are listed when they are
saved runs, and left alone when they are anything else.
"""

import base64
import binascii
import errno
import hashlib
import os
import re
import secrets
import struct
import threading
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from neuroglow import glow
from neuroglow.errors import InputError
from neuroglow.experiment import parse_json
from neuroglow.files import RUN, check_writable, read_bytes, read_text, reason, write_whole
from neuroglow.values import is_number, is_whole, shown

NAME = 200
"""Characters of a run's name."""
PICTURE, SIDE = 200_000, 512
"""Characters of a picture in base64, and pixels of its sides."""
LAYERS = 66
GONE = ".gone"
FORGET = 7 * 86400
"""Seconds until what was deleted is gone for good."""
STALE = 3600
"""Seconds after which a file that was never finished is in nobody's hands any more."""
OURS = re.compile(r"[0-9]{8}-[0-9]{6}-[0-9a-f]{8}")
DRAFT = re.compile(r"\.[0-9]{8}-[0-9]{6}-[0-9a-f]{8}\.glow\.[0-9a-f]{8}")
NUMBERS = ("train_loss", "test_loss", "train_accuracy", "test_accuracy")
KEYS = {"name", "sizes", "picture", "mark", *NUMBERS}


class Data(msgspec.Struct):
    source: str = ""


class Recipe(msgspec.Struct):
    title: str = ""
    data: Data = msgspec.field(default_factory=Data)


class Head(msgspec.Struct):
    """What a list of runs tells of a file; all the rest of it is passed over."""

    neuroglow: int
    experiment: Recipe
    step: int
    digest: str
    kept: dict[str, Any] | None = None


class Shelf:
    """The runs in a folder, which is made when the first one is kept. Several threads may use it."""

    def __init__(self, folder: str | os.PathLike[str]) -> None:
        self.folder = Path(os.path.abspath(Path(folder).expanduser()))
        self._lock = threading.RLock()
        self._known: dict[Path, tuple[tuple[int, int], dict[str, Any]]] = {}

    def all(self) -> list[dict[str, Any]]:
        """What there is to tell of every run, the latest first; of one that cannot be read, its `problem`.

        Raises InputError when the folder cannot be looked into.
        """
        with self._lock:
            self._tidy()
            entries = [self._entry(id, path) for id, path in self._files().items()]
        return sorted(entries, key=lambda entry: (-entry["when"], entry["id"]))

    def read(self, id: str) -> str:
        """The .glow file of a run. Raises InputError when there is none, or when it cannot be read."""
        return read_text(self._find(id), RUN)

    def keep(self, text: str, told: object) -> dict[str, Any]:
        """Keep a run, and tell what `all` will tell of it. told: its name, and what else is worth knowing: see KEYS.

        Raises InputError when that is no run, when something told does not fit, or when nothing can be written there.
        """
        kept = check(told)
        content = with_kept(text, kept | {"when": round(time.time() * 1000)})
        with self._lock:
            try:
                self.folder.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise self._unwritable(error) from error
            id = time.strftime("%Y%m%d-%H%M%S-", time.gmtime()) + secrets.token_hex(4)
            path = self.folder / (id + glow.SUFFIX)
            write_whole(path, content)
            return self._entry(id, path)

    def rename(self, id: str, name: object) -> dict[str, Any]:
        """Give a run another name. Raises InputError as `keep` does."""
        with self._lock:
            path = self._find(id)
            before = self._entry(id, path)
            if before["problem"]:
                raise InputError(before["problem"])
            kept = {key: before[key] for key in KEYS if key in before} | {"name": name}
            write_whole(path, with_kept(read_text(path, RUN), check(kept) | {"when": before["when"]}))
            return self._entry(id, path)

    def remove(self, id: str) -> None:
        """Delete a run; `restore` has it back for some days."""
        with self._lock:
            path = self._find(id)
            gone = path.with_name(f".{path.name}{GONE}")
            self._move(path, gone)
            os.utime(gone)

    def restore(self, id: str) -> dict[str, Any]:
        """Have a run back that was deleted. Raises InputError when it is gone for good."""
        with self._lock:
            path = self._files(gone=True).get(id)
            if path is None:
                raise InputError(
                    "expected a run that was deleted, got one that is not there any more: look at the list"
                )
            back = path.with_name(path.name.removeprefix(".").removesuffix(GONE))
            if back.exists():
                raise InputError(f"expected no other file called '{back.name}', got one meanwhile: rename that")
            self._move(path, back)
            return self._entry(id, back)

    def _find(self, id: str) -> Path:
        found = self._files().get(id)
        if found is None:
            raise InputError("expected a run that is kept, got one that is not there any more: look at the list again")
        return found

    def _files(self, *, gone: bool = False) -> dict[str, Path]:
        """The files of runs, or of those that were deleted, by their ids."""
        end = glow.SUFFIX + (GONE if gone else "")
        return {
            id_of(path.name.removeprefix("." if gone else "").removesuffix(GONE)): path
            for path in self._looked()
            if path.name.endswith(end) and path.name.startswith(".") == gone
        }

    def _looked(self) -> Iterator[Path]:
        """The files in the folder, links and all that are no files left out."""
        try:
            with os.scandir(self.folder) as found:
                return iter([Path(item.path) for item in found if item.is_file(follow_symlinks=False)])
        except FileNotFoundError:
            return iter(())
        except OSError as error:
            raise InputError(
                f"expected a folder of runs, got '{self.folder}' ({reason(error)}): choose another with --runs"
            ) from error

    def _entry(self, id: str, path: Path) -> dict[str, Any]:
        status = path.stat()
        stamp = (status.st_mtime_ns, status.st_size)
        if path not in self._known or self._known[path][0] != stamp:
            self._known[path] = (stamp, told_of(path, status))
        return {"id": id} | self._known[path][1]

    def _tidy(self) -> None:
        """Remove what was deleted long ago, and what a crash has left unfinished."""
        now = time.time()
        for path in self._looked():
            old = FORGET if path.name.endswith(glow.SUFFIX + GONE) and path.name[0] == "." else None
            old = STALE if DRAFT.fullmatch(path.name) else old
            try:
                if old is not None and now - path.stat().st_mtime > old:
                    path.unlink()
            except OSError:
                continue  # somebody else was quicker, or it may not be removed: it is not listed

    def _move(self, path: Path, to: Path) -> None:
        try:
            path.rename(to)
        except OSError as error:
            raise self._unwritable(error) from error

    def _unwritable(self, error: OSError) -> InputError:
        return InputError(
            f"expected a folder where runs can be kept, got '{self.folder}' ({reason(error)}): "
            "choose another with --runs, or save the run as a file"
        )


def check_folder(folder: str | os.PathLike[str]) -> None:
    """Raise InputError when no run could be kept there, as far as that can be told without making it."""
    place = Path(os.path.abspath(Path(folder).expanduser()))
    try:
        if place.exists() and not place.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, "it is no folder")
    except (OSError, ValueError) as error:
        raise InputError(f"expected a folder for runs, got '{place}' ({reason(error)}): choose another") from error
    if place.exists():
        check_writable(place / ("0" + glow.SUFFIX))


def id_of(name: str) -> str:
    """By which the page names a file: ours by the name that we gave it, others' by a fingerprint of theirs."""
    stem = name.removesuffix(glow.SUFFIX)
    if OURS.fullmatch(stem):
        return stem
    return "file-" + hashlib.sha256(name.encode("utf-8", "surrogateescape")).hexdigest()[:16]


def told_of(path: Path, status: os.stat_result) -> dict[str, Any]:
    """What a list tells of a file."""
    plain = path.name.removeprefix(".").removesuffix(GONE).removesuffix(glow.SUFFIX)
    stem = plain.encode("utf-8", "replace").decode()
    unknown: dict[str, Any] = {"name": stem, "when": status.st_mtime_ns // 1_000_000, "bytes": status.st_size}
    nothing: dict[str, Any] = {"title": "", "source": "", "step": 0, "digest": "", "problem": ""}
    try:
        head = msgspec.json.decode(read_bytes(path, RUN), type=Head)
    except InputError as error:
        return unknown | nothing | {"problem": str(error)}
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        problem = f"expected a saved run in {shown(stem + glow.SUFFIX)}, got a file that is damaged: delete it"
        return unknown | nothing | {"problem": problem}
    found = {"title": head.experiment.title, "source": head.experiment.data.source, "step": head.step}
    found |= {"digest": head.digest, "problem": ""}
    if OURS.fullmatch(stem):
        unknown["name"] = head.experiment.title or stem
    try:
        kept = {key: value for key, value in (head.kept or {}).items() if key in KEYS}
        when = (head.kept or {}).get("when")
        return unknown | found | (check(kept) if kept else {}) | ({"when": when} if is_whole(when) else {})
    except InputError:
        return unknown | found  # what was told of it was changed by hand; the run is as good as before


def with_kept(text: str, kept: Mapping[str, Any]) -> bytes:
    """A .glow file with what is told of it. Raises InputError when it is none that can be opened."""
    glow.decode(text)
    saved = parse_json(text)
    assert isinstance(saved, dict)
    saved.pop("kept", None)
    return msgspec.json.encode({"neuroglow": saved.pop("neuroglow"), "kept": kept} | saved)


def check(told: object) -> dict[str, Any]:
    """What is told of a run, checked. Raises InputError when something in it does not fit."""
    if not isinstance(told, Mapping) or not told.keys() <= KEYS:
        raise InputError(f"expected {', '.join(sorted(KEYS))} of a run, got {shown(told)}: leave the others out")
    found: dict[str, Any] = {"name": named(told.get("name"))}
    for key in NUMBERS:
        value = told.get(key)
        if value is not None and not is_number(value):
            raise InputError(f"expected a number or null as {key}, got {shown(value)}: correct it")
        found[key] = value
    sizes = told.get("sizes", ())
    if (
        not isinstance(sizes, list | tuple)
        or len(sizes) > LAYERS
        or not all(is_whole(one) and one > 0 for one in sizes)
    ):
        raise InputError(f"expected how many neurons each layer has, got {shown(sizes)}: correct it")
    mark = told.get("mark", "")
    if not isinstance(mark, str) or len(mark) > 64:
        raise InputError(f"expected a short text as mark, got {shown(mark)}: correct it")
    return found | {"sizes": list(sizes), "mark": mark, "picture": pictured(told.get("picture", ""))}


def named(name: object) -> str:
    """A name as it is shown: one line, without anything that is no text."""
    if not isinstance(name, str):
        raise InputError(f"expected a name, got {shown(name)}: type one")
    one = " ".join("".join(sign if sign.isprintable() else " " for sign in name).split())
    if not 1 <= len(one) <= NAME:
        raise InputError(f"expected a name of 1 to {NAME} characters, got {len(one):,}: choose another", "name")
    return one


def pictured(picture: object) -> str:
    """A small PNG in base64, or none."""
    problem = InputError(f"expected a PNG of at most {SIDE} x {SIDE} pixels in base64, got another: leave it out")
    if not isinstance(picture, str) or len(picture) > PICTURE:
        raise problem
    if not picture:
        return ""
    try:
        content = base64.b64decode(picture, validate=True)
        width, height = struct.unpack(">II", content[16:24])
    except (binascii.Error, ValueError, struct.error):
        raise problem from None
    if content[:16] != b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" or not (0 < width <= SIDE and 0 < height <= SIDE):
        raise problem
    return picture
