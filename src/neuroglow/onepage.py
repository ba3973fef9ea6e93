"""The page as one file: a run with the whole playground around it, from disk, without a network.

It is put together from the files of the page (web/one.ts says which): the template's loader makes modules of them. Its
Content-Security-Policy lets in nothing from elsewhere; what is put in here, files, engine and run, is data to it.
"""

import base64
import gzip
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from neuroglow import glow
from neuroglow.errors import InputError
from neuroglow.runtime import asset

if TYPE_CHECKING:
    from neuroglow.run import Run

STATIC = Path(__file__).parent / "static"
TEMPLATE, LIST = "one.html", "one.json"
RUN_MARK = b'<script type="application/json" id="run">'
ENGINE_MARK = b'<script type="text/plain" id="engine">'
FILES_MARK = b'<script type="text/plain" id="files">'


class Parts(msgspec.Struct):
    """What the page consists of: names of files in assets/."""

    entry: str
    worker: str
    scripts: list[str]
    training: list[str]
    """The scripts of the worker."""
    styles: list[str]
    fonts: list[str]


def page(run: "Run", view: Mapping[str, Any] | None = None, hide: Iterable[str] = ()) -> bytes:
    """The file that shows this run at its moment.

    view: how it is looked at, as a link has it; hide: names of controls that are not shown.

    Raises InputError when the page is not built, EngineMissing when the engine is not.
    """
    saved = glow.encode(run.experiment, run.log, run.step, run.digest())
    parcel = {"glow": msgspec.Raw(saved), "view": view or {}, "hide": list(hide)}
    return fill(part(TEMPLATE), asset("engine.wasm"), files(), msgspec.json.encode(parcel))


def files(static: Path = STATIC) -> bytes:
    """The files of the page, as the JSON object that the loader takes them from."""
    parts = msgspec.json.decode(part(LIST, static), type=Parts)

    def texts(names: Iterable[str]) -> dict[str, str]:
        return {name: part(f"assets/{name}", static).decode() for name in names}

    fonts = {name: base64.b64encode(part(f"assets/{name}", static)).decode() for name in parts.fonts}
    return msgspec.json.encode(
        {
            "entry": parts.entry,
            "worker": parts.worker,
            "scripts": texts(parts.scripts),
            "training": texts(parts.training),
            "styles": list(texts(parts.styles).values()),
            "fonts": fonts,
        }
    )


def fill(template: bytes, engine: bytes, files: bytes, parcel: bytes) -> bytes:
    """The template with engine, files and run in it; the run may hold any text, and stays data."""
    contents = {RUN_MARK: parcel.replace(b"<", b"\\u003c"), ENGINE_MARK: packed(engine), FILES_MARK: packed(files)}
    for mark, content in contents.items():
        before, found, after = template.partition(mark)
        if not found:
            raise InputError(f"expected a place for {mark.decode()} in {TEMPLATE}, found none; {ANEW}")
        template = before + mark + content + after
    return template


def packed(content: bytes) -> bytes:
    """Compressed with gzip, in base64."""
    return base64.b64encode(gzip.compress(content, mtime=0))


ANEW = "install neuroglow again (pip install .)"


def part(name: str, static: Path = STATIC) -> bytes:
    try:
        return (static / name).read_bytes()
    except OSError:
        raise InputError(f"expected the built page in {static}, found no {name}; {ANEW}") from None
