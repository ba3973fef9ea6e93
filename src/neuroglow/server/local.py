"""Serving the page on this machine: the port, the names that the server answers to, the browser, Ctrl-C."""

import asyncio
import contextlib
import errno
import ipaddress
import os
import socket
import threading
import webbrowser
from typing import TYPE_CHECKING

import uvicorn

from neuroglow.errors import InputError
from neuroglow.keeping import Shelf, check_folder
from neuroglow.server.app import create_app
from neuroglow.server.films import Films

if TYPE_CHECKING:
    from starlette.types import ASGIApp

EVERYWHERE = ("0.0.0.0", "::")
LOCAL_NAMES = ("127.0.0.1", "localhost")


class Server(uvicorn.Server):
    """uvicorn's server, which tells its address, and a browser, once it answers, and takes its films along."""

    def __init__(self, config: uvicorn.Config, address: str, browser: bool, films: Films) -> None:
        super().__init__(config)
        self.address = address
        self.browser = browser
        self.films = films

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        print(f"neuroglow is at {self.address} (Ctrl-C ends it)", flush=True)
        if self.browser:
            # In a thread, because a text browser returns only when it is left.
            threading.Thread(target=webbrowser.open, args=(self.address,), daemon=True).start()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        # Here, because uvicorn hands a signal on after this: SIGTERM then ends the process at once.
        await asyncio.to_thread(self.films.close)
        await super().shutdown(sockets)


def serve(
    start: bytes | None = None,
    *,
    host: str = "127.0.0.1",
    port: int = 8000,
    browser: bool = True,
    runs: str | os.PathLike[str] = "~/neuroglow",
) -> None:
    """Serve the page until Ctrl-C.

    start: the JSON document that the page opens first, None for its own default.
    host: the address to listen on; only 127.0.0.1 keeps the page to this machine.
    port: 0 takes any free one. InputError when the host or port cannot be had.
    browser: open the page in a browser, unless the environment says BROWSER=none.
    runs: the folder in which the page keeps runs; it is made when the first one is kept.
    """
    check_folder(runs)
    listener = listen(host, port)
    with contextlib.closing(listener):
        port = listener.getsockname()[1]
        names = host_names(host)
        hosts = frozenset(with_port(name, port) for name in names)
        films = Films()
        app = create_app(hosts=hosts, start=start, films=films, shelf=Shelf(runs))
        if others := [f"http://{with_port(name, port)}/" for name in names if not stays_here(name)]:
            print(f"Everyone on this network can open the page and the data in it: {', '.join(others)}", flush=True)
        wanted = browser and os.environ.get("BROWSER", "").lower() != "none"
        with contextlib.suppress(KeyboardInterrupt):  # how uvicorn hands Ctrl-C on after it has shut down
            Server(configuration(app), f"http://{with_port(names[0], port)}/", wanted, films).run(sockets=[listener])


def configuration(app: "ASGIApp") -> uvicorn.Config:
    """uvicorn's settings: quiet, without WebSockets until something needs them, trusting no proxy's headers."""
    return uvicorn.Config(
        app,
        loop="asyncio",
        http="h11",
        ws="none",
        lifespan="off",
        log_level="error",
        access_log=False,
        proxy_headers=False,
        server_header=False,
        timeout_graceful_shutdown=1,
    )


def listen(host: str, port: int) -> socket.socket:
    """A listening socket; InputError, with what to do, when there is none to be had."""
    if not 0 <= port <= 65535:
        raise InputError(f"expected a port from 0 to 65535, got {port}; 0 takes any free one")
    try:
        # "localhost" may mean ::1 first, where the printed 127.0.0.1 would not answer.
        name = "127.0.0.1" if host in LOCAL_NAMES else host
        family, _, _, _, address = socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)[0]
        both = name == "::" and socket.has_dualstack_ipv6()
        return socket.create_server(address[:2], family=family, dualstack_ipv6=both)
    except (socket.gaierror, ValueError):  # ValueError: names that cannot be encoded
        problem = f"expected an address of this machine as host, got {host!r}; leave it out for 127.0.0.1"
    except OSError as error:
        match error.errno:
            case errno.EADDRINUSE:
                problem = f"port {port} is in use; stop the program that has it, or let --port 0 take any free one"
            case errno.EACCES:
                problem = f"port {port} is reserved for administrators; take one from 1024 on, or any with --port 0"
            case errno.EADDRNOTAVAIL:
                problem = f"expected an address of this machine as host, got {host!r}; leave it out for 127.0.0.1"
            case _:
                problem = f"cannot listen on {host}, port {port}: {error.strerror}; leave host out for 127.0.0.1"
    raise InputError(problem)


def host_names(host: str) -> list[str]:
    """The names by which a server that listens on `host` may be addressed, the one to print first."""
    if host in LOCAL_NAMES:
        return list(LOCAL_NAMES)
    if host not in EVERYWHERE:
        return [host]
    own = socket.gethostname()
    names = [*LOCAL_NAMES, "::1", own.lower()]
    with contextlib.suppress(OSError):
        names += [str(address[4][0]) for address in socket.getaddrinfo(own, None, type=socket.SOCK_STREAM)]
    with contextlib.suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(("192.0.2.1", 9))  # sends nothing: it only asks which address would be used for the way out
        names.append(probe.getsockname()[0])
    return list(dict.fromkeys(names))


def stays_here(name: str) -> bool:
    """Whether a name means this machine to itself only."""
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return name == "localhost"


def with_port(name: str, port: int) -> str:
    """What a browser sends as Host: IPv6 addresses in brackets, port 80 left out."""
    name = f"[{name}]" if ":" in name else name
    return name if port == 80 else f"{name}:{port}"
