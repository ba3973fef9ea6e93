"""What the server serves: the files of the page, and the start document."""

import json
from pathlib import Path

import pytest

from neuroglow.errors import InputError
from neuroglow.server.app import create_app
from tests.server.wire import Wire, serving


def own(wire: Wire) -> str:
    return f"Host: {wire.host}\r\n"


def test_files_come_with_their_type_and_their_age(static: Path, wire: Wire) -> None:
    page = wire.ask("/", own(wire))
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert page.headers["cache-control"] == "no-cache"
    engine = wire.ask("/engine/engine.wasm", own(wire))
    assert (engine.body, engine.headers["content-type"]) == (b"\0asm", "application/wasm")
    assert engine.headers["cache-control"] == "no-cache"
    script = wire.ask("/assets/index-1a2b.js", own(wire))
    assert script.headers["content-type"] == "text/javascript; charset=utf-8"
    assert "immutable" in script.headers["cache-control"]


@pytest.mark.parametrize(
    "path",
    [
        "/notes.secret",
        "/assets",
        "/assets/",
        "/../app.py",
        "/assets/../../app.py",
        "/%2e%2e/app.py",
        "/..%2fapp.py",
        "/%2fetc%2fpasswd",
        "//etc/passwd",
        "/index.html%00",
    ],
)
def test_nothing_but_the_page_is_served(wire: Wire, path: str) -> None:
    assert wire.ask(path, own(wire)).status == 404


def test_the_start_document_is_announced_and_served(static: Path) -> None:
    document: dict[str, object] = {"experiment": {"title": "</script>"}, "own": None, "log": [], "step": 7}
    with serving(static, json.dumps(document).encode()) as wire:
        assert b'<meta name="neuroglow-start" content="api/start"></head>' in wire.ask("/", own(wire)).body
        assert b"neuroglow-start" in wire.ask("/index.html", own(wire)).body
        answer = wire.ask("/api/start", own(wire))
        assert json.loads(answer.body) == document
        assert answer.headers["cache-control"] == "no-store"


def test_without_a_start_nothing_is_announced(static: Path) -> None:
    with serving(static, None) as wire:
        assert b"neuroglow-start" not in wire.ask("/", own(wire)).body
        assert wire.ask("/api/start", own(wire)).status == 204


def test_a_missing_page_is_said_before_anything_listens(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"expected the built page in .*, found none; install neuroglow again"):
        create_app(hosts=frozenset(), static=tmp_path)
