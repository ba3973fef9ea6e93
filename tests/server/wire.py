"""A real server on a free port, spoken to in bytes."""

import contextlib
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import uvicorn

from neuroglow.keeping import Shelf
from neuroglow.server.app import create_app
from neuroglow.server.films import Films
from neuroglow.server.local import configuration


class Answer:
    """The status, headers (names in lower case) and body of a raw HTTP answer."""

    def __init__(self, raw: bytes) -> None:
        head, _, self.body = raw.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        self.status = int(first.split()[1])
        self.headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}


class Wire:
    """A server under test, spoken to in bytes."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.host = f"127.0.0.1:{port}"

    def ask(self, path: str, headers: str, method: str = "GET", body: bytes = b"") -> Answer:
        """Send exactly these header lines (each with its line end), a body, and read until the server closes."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=10) as connection:
            connection.sendall(
                f"{method} {path} HTTP/1.1\r\n{headers}Connection: close\r\n\r\n".encode("latin-1") + body
            )
            return Answer(b"".join(iter(lambda: connection.recv(65536), b"")))


@contextlib.contextmanager
def serving(
    static: Path, start: bytes | None, films: Films | None = None, shelf: Shelf | None = None
) -> Iterator[Wire]:
    """A real uvicorn, in a thread, with the application on a free port."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        wire = Wire(listener.getsockname()[1])
        hosts = frozenset({wire.host, f"localhost:{wire.port}"})
        app = create_app(hosts=hosts, start=start, static=static, films=films, shelf=shelf)
        server = uvicorn.Server(configuration(app))
        thread = threading.Thread(target=server.run, args=([listener],))
        thread.start()
        try:
            yield wire
        finally:
            server.should_exit = True
            thread.join(10)
