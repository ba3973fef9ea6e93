"""The page as a folder of static files, for any host and any path on it: `neuroglow site FOLDER`.

A host that only serves files sends no headers of ours, so the page brings its Content-Security-Policy along.
"""

import contextlib
import os
import secrets
import shutil
from collections.abc import Iterator, Mapping
from html import escape
from importlib.metadata import version
from pathlib import Path

from neuroglow.errors import InputError
from neuroglow.files import reason
from neuroglow.server.app import STATIC, read_files
from neuroglow.server.gate import CONTENT_SECURITY_POLICY

LIST = "neuroglow-site.txt"
"""Names all other files: a folder with nothing but these was written here, and may be written again."""
NOT_SERVED = {"engine/manifest.json"}  # Python's; the page has it in its script
NOT_IN_META = ("frame-ancestors",)
"""Directives that browsers only take from a header."""
CHARSET = b'<meta charset="utf-8" />'


def write_site(folder: str | os.PathLike[str], static: Path = STATIC) -> dict[str, bytes]:
    """Write the page into the folder; its files, by their paths in it.

    Raises InputError when the folder holds anything but an earlier site, or cannot be written.
    """
    files = site_files(static)
    goal = Path(os.path.abspath(folder))
    try:
        check_replaceable(goal)
        with drafted(goal, files) as draft:
            replace(goal, draft)
    except InputError:
        raise
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        raise InputError(
            f"expected a folder that can be written, got '{goal}' ({reason(error)}): choose another"
        ) from error
    return files


def site_files(static: Path = STATIC) -> dict[str, bytes]:
    """The files of a site, by their paths in it, with forward slashes."""
    files = {name: content for name, content in read_files(static).items() if name not in NOT_SERVED}
    if missing := {"index.html", "engine/engine.wasm"} - files.keys():
        raise InputError(
            f"expected the built page in {static}, found no {min(missing)}; install neuroglow again (pip install .)"
        )
    files["index.html"] = guarded(files["index.html"])
    names = "\n".join(sorted(files))
    head = f"Written by `neuroglow site`, version {version('neuroglow')}, which may replace exactly these files:"
    files[LIST] = f"{head}\n{names}\n".encode()
    return files


def guarded(index: bytes) -> bytes:
    """The page with its policy in it, before anything else that it could be about."""
    directives = [one for one in CONTENT_SECURITY_POLICY.split("; ") if not one.startswith(NOT_IN_META)]
    metas = (
        f'<meta http-equiv="Content-Security-Policy" content="{escape("; ".join(directives))}" />'
        '<meta name="referrer" content="no-referrer" />'
    )
    before, found, after = index.partition(CHARSET)
    if not found:
        raise InputError("expected a page that says its charset, got another; install neuroglow again (pip install .)")
    return before + CHARSET + metas.encode() + after


def check_replaceable(goal: Path) -> None:
    """Raise InputError when something would be lost that no earlier site brought."""
    if not os.path.lexists(goal):
        return
    if goal.is_symlink() or not goal.is_dir():
        raise InputError(f"expected a folder, got '{goal}', which is none: choose another")
    listed = goal / LIST
    ours = {LIST, *listed.read_text("utf-8").splitlines()[1:]} if listed.is_file() else set()
    for path in sorted(goal.rglob("*")):
        name = path.relative_to(goal).as_posix()
        if path.is_dir() and not path.is_symlink():
            continue
        if name not in ours:
            raise InputError(
                f"expected an empty folder or an earlier site, got '{goal}', which holds {name}: "
                "choose another, or empty it"
            )


@contextlib.contextmanager
def drafted(goal: Path, files: Mapping[str, bytes]) -> Iterator[Path]:
    """The files in a folder beside the goal, on the disk; it is gone afterwards, unless it was moved away."""
    goal.parent.mkdir(parents=True, exist_ok=True)
    draft = goal.parent / f".{goal.name}.{secrets.token_hex(4)}"
    draft.mkdir()
    try:
        for name, content in files.items():
            path = draft / name
            path.parent.mkdir(parents=True, exist_ok=True)
            with open(path, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
        yield draft
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def replace(goal: Path, draft: Path) -> None:
    """Put the draft where the goal is; what was there before goes only when the draft stands."""
    if not goal.exists():
        draft.rename(goal)
        return
    before = goal.parent / f".{goal.name}.{secrets.token_hex(4)}"
    goal.rename(before)
    try:
        draft.rename(goal)
    except OSError:
        before.rename(goal)
        raise
    shutil.rmtree(before)
