"""The page as one file: a run with the whole playground around it, from disk, without a network.

The template is built with the page (web/one.config.ts). It has its own Content-Security-Policy, which lets in nothing
but the template's own script; what is put in here, the engine and the run, is data to it.
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

TEMPLATE = Path(__file__).parent / "static" / "one.html"
RUN_MARK = b'<script type="application/json" id="run">'
ENGINE_MARK = b'<script type="text/plain" id="engine">'


def page(run: "Run", view: Mapping[str, Any] | None = None, hide: Iterable[str] = ()) -> bytes:
    """The file that shows this run at its moment.

    view: how it is looked at, as a link has it; hide: names of controls that are not shown.

    Raises InputError when there is no template, EngineMissing when there is no engine.
    """
    saved = glow.encode(run.experiment, run.log, run.step, run.digest())
    parcel = {"glow": msgspec.Raw(saved), "view": view or {}, "hide": list(hide)}
    return fill(template(), asset("engine.wasm"), msgspec.json.encode(parcel))


def fill(template: bytes, engine: bytes, parcel: bytes) -> bytes:
    """The template with engine.wasm and the run in it; the run may hold any text, and stays data."""
    packed = base64.b64encode(gzip.compress(engine, mtime=0))
    for mark, content in ((RUN_MARK, parcel.replace(b"<", b"\\u003c")), (ENGINE_MARK, packed)):
        before, found, after = template.partition(mark)
        if not found:
            raise InputError(f"expected a place for {mark.decode()} in {TEMPLATE}, found none; {ANEW}")
        template = before + mark + content + after
    return template


ANEW = "install neuroglow again (pip install .)"


def template() -> bytes:
    try:
        return TEMPLATE.read_bytes()
    except OSError:
        raise InputError(f"expected the page as one file in {TEMPLATE}, found none; {ANEW}") from None
