"""A small page, and a server that serves it."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from neuroglow.keeping import Shelf
from neuroglow.server.films import Films
from tests.server.wire import Wire, serving


@pytest.fixture(scope="module")
def static(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small built page."""
    folder = tmp_path_factory.mktemp("static")
    (folder / "assets").mkdir()
    (folder / "engine").mkdir()
    (folder / "index.html").write_text("<!doctype html><head><title>neuroglow</title></head>")
    (folder / "assets" / "index-1a2b.js").write_text("export {}")
    (folder / "engine" / "engine.wasm").write_bytes(b"\0asm")
    (folder / "notes.secret").write_text("not part of the page")
    return folder


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    """A place for runs; its folder is not there yet."""
    return Shelf(tmp_path_factory.mktemp("home") / "runs")


@pytest.fixture(scope="module")
def wire(static: Path, shelf: Shelf) -> Iterator[Wire]:
    films = Films()
    with contextlib.closing(films), serving(static, b'{"step": 0}', films, shelf) as wire:
        yield wire
