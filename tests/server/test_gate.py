"""Who is let in: each route of the route table, over a raw socket, with every way of naming the wrong server."""

import re
from collections.abc import Coroutine
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from neuroglow.keeping import Shelf
from neuroglow.server.app import routes
from neuroglow.server.films import Films
from neuroglow.server.gate import GUARDS, Gate
from tests.server.wire import Wire

if TYPE_CHECKING:
    from starlette.types import Message, Receive, Scope, Send

HANDSHAKE = (
    "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
)


def paths(static: Path) -> list[str]:
    """One path for every route of the table, and every file for the one that serves files."""
    found = []
    for route in routes(None, static, Films(), Shelf(static / "runs")):
        if "{name:path}" in route.path:
            found += [f"/{path.relative_to(static).as_posix()}" for path in static.rglob("*.*")]
        else:
            path = route.path.replace("{id}", "made")
            assert "{" not in path, f"say here how to fill in {route.path}"
            found.append(path)
    return found


def foreign(port: int) -> dict[str, str]:
    """Header lines that a server on this port must never let in."""
    host = f"127.0.0.1:{port}"
    own = f"Host: {host}\r\n"
    return {
        "no host": "",
        "two hosts": own + own,
        "two hosts, one foreign": own + f"Host: evil.example:{port}\r\n",
        "foreign first": f"Host: evil.example:{port}\r\n" + own,
        "foreign host": f"Host: evil.example:{port}\r\n",
        "empty host": "Host: \r\n",
        "no port": "Host: 127.0.0.1\r\n",
        "other port": f"Host: 127.0.0.1:{port + 1}\r\n",
        "a prefix": f"Host: 127.0.0.1:{port}0\r\n",
        "a suffix": f"Host: evil.127.0.0.1:{port}\r\n",
        "user before host": f"Host: evil@127.0.0.1:{port}\r\n",
        "zero address": f"Host: 0.0.0.0:{port}\r\n",
        "forwarded host": f"Host: evil.example\r\nX-Forwarded-Host: {host}\r\n",
        "foreign origin": own + "Origin: http://evil.example\r\n",
        "null origin": own + "Origin: null\r\n",
        "empty origin": own + "Origin: \r\n",
        "secure origin": own + f"Origin: https://{host}\r\n",
        "origin of another port": own + f"Origin: http://127.0.0.1:{port + 1}\r\n",
        "origin with our prefix": own + f"Origin: http://{host}.evil.example\r\n",
        "two origins": own + f"Origin: http://{host}\r\nOrigin: http://{host}\r\n",
        "ours and a foreign origin": own + f"Origin: http://{host}\r\nOrigin: http://evil.example\r\n",
    }


def test_every_route_refuses_every_foreign_request(wire: Wire, static: Path) -> None:
    for path in [*paths(static), "/nothing/here"]:
        for name, headers in foreign(wire.port).items():
            for handshake in ("", HANDSHAKE):
                answer = wire.ask(path, headers + handshake)
                # Without exactly one Host, uvicorn's parser refuses before the gate can.
                assert answer.status == (403 if ("\r\n" + headers).count("\r\nHost:") == 1 else 400), (path, name)
                assert b"neuroglow</title>" not in answer.body, (path, name)
                assert "access-control-allow-origin" not in answer.headers, (path, name)


async def nothing_comes() -> "Message":
    raise AssertionError("the gate read from a request that it refuses")


async def inside(scope: "Scope", receive: "Receive", send: "Send") -> None:
    await send({"type": "inside"})


def sent_by_gate(kind: str, lines: str) -> list["Message"]:
    """What a gate for port 8000 answers to these header lines, with `inside` behind it, whatever the parser thinks."""
    sent: list[Message] = []

    async def send(message: "Message") -> None:
        sent.append(message)

    headers = [tuple(line.lower().encode().split(b": ", 1)) for line in lines.split("\r\n")[:-1]]
    answer = Gate(inside, frozenset({"127.0.0.1:8000"}))({"type": kind, "headers": headers}, nothing_comes, send)
    # Nothing here waits, so one step runs the coroutine to its end, also beside Playwright's event loop.
    assert isinstance(answer, Coroutine)
    with pytest.raises(StopIteration):
        answer.send(None)
    return sent


@pytest.mark.parametrize("lines", foreign(8000).values(), ids=foreign(8000))
def test_the_gate_itself_refuses_on_http_and_websocket(lines: str) -> None:
    assert sent_by_gate("websocket", lines) == [{"type": "websocket.close", "code": 1008}]
    assert sent_by_gate("http", lines)[0]["status"] == 403


def test_the_gate_opens_to_exactly_its_own_names() -> None:
    for lines in ("Host: 127.0.0.1:8000\r\n", "Host: 127.0.0.1:8000\r\nOrigin: http://127.0.0.1:8000\r\n"):
        for kind in ("http", "websocket"):
            assert sent_by_gate(kind, lines) == [{"type": "inside"}]


def test_the_gate_ignores_what_it_does_not_know() -> None:
    assert sent_by_gate("webtransport", "Host: 127.0.0.1:8000\r\n") == []


def test_own_names_are_let_in(wire: Wire) -> None:
    for name in (wire.host, f"localhost:{wire.port}", f"LocalHost:{wire.port}"):
        assert wire.ask("/", f"Host: {name}\r\n").status == 200
        assert wire.ask("/", f"Host: {name}\r\nOrigin: http://localhost:{wire.port}\r\n").status == 200


def test_a_handshake_from_the_own_page_opens_no_socket(wire: Wire, static: Path) -> None:
    for path in paths(static):
        own = f"Host: {wire.host}\r\nOrigin: http://{wire.host}\r\n"
        assert wire.ask(path, own + HANDSHAKE).status != 101, path


def test_other_methods_are_refused(wire: Wire, static: Path) -> None:
    for path in ["/", "/api/start"]:
        for method in ("POST", "PUT", "DELETE", "OPTIONS", "TRACE"):
            answer = wire.ask(path, f"Host: {wire.host}\r\nContent-Length: 0\r\n", method)
            assert answer.status == 405, (path, method)


def test_every_answer_carries_the_guards(wire: Wire) -> None:
    own = f"Host: {wire.host}\r\n"
    for path, headers in [("/", own), ("/api/start", own), ("/nothing", own), ("/", own + "Origin: null\r\n")]:
        answer = wire.ask(path, headers)
        assert {name: answer.headers.get(name) for name in GUARDS} == GUARDS
        assert not [name for name in answer.headers if name.startswith("access-control")]


def test_the_policy_allows_nothing_inline_and_nothing_from_elsewhere() -> None:
    policy = GUARDS["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'self' 'wasm-unsafe-eval';")
    assert not re.search(r"unsafe-inline|'unsafe-eval'|\*|https?:", policy)
