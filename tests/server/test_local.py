"""Ports, names, the browser and Ctrl-C."""

import signal
import socket
import subprocess

import pytest

from neuroglow.errors import InputError
from neuroglow.server.local import host_names, listen, stays_here, with_port
from tests.conftest import NEUROGLOW


def test_a_port_in_use_is_said_with_what_to_do() -> None:
    with listen("127.0.0.1", 0) as first:
        port = first.getsockname()[1]
        with pytest.raises(InputError, match=rf"port {port} is in use; stop the program that has it, or let --port 0"):
            listen("127.0.0.1", port)


@pytest.mark.parametrize("port", [-1, 65536, 10**9])
def test_a_port_that_cannot_be_is_refused(port: int) -> None:
    with pytest.raises(InputError, match=f"expected a port from 0 to 65535, got {port}"):
        listen("127.0.0.1", port)


@pytest.mark.parametrize("host", ["no-such-host.invalid", "192.0.2.1", "a" * 300, "evil\0"])
def test_a_host_that_is_not_this_machine_is_refused(host: str) -> None:
    with pytest.raises(InputError, match=r"leave it out for 127\.0\.0\.1"):
        listen(host, 0)


def test_names_are_the_listening_address_and_nothing_wider() -> None:
    assert host_names("127.0.0.1") == ["127.0.0.1", "localhost"]
    assert host_names("192.0.2.7") == ["192.0.2.7"]
    everywhere = host_names("0.0.0.0")
    assert everywhere[:3] == ["127.0.0.1", "localhost", "::1"]
    assert socket.gethostname().lower() in everywhere
    assert "0.0.0.0" not in everywhere


@pytest.mark.parametrize(
    ("name", "here"),
    [
        ("127.0.0.1", True),
        ("127.0.1.1", True),
        ("::1", True),
        ("localhost", True),
        ("192.0.2.7", False),
        ("box", False),
    ],
)
def test_only_loopback_names_stay_on_this_machine(name: str, here: bool) -> None:
    assert stays_here(name) is here


def test_host_headers_are_written_as_browsers_do() -> None:
    assert with_port("127.0.0.1", 8000) == "127.0.0.1:8000"
    assert with_port("::1", 8000) == "[::1]:8000"
    assert with_port("localhost", 80) == "localhost"


def start(*arguments: str) -> "subprocess.Popen[str]":
    command = [NEUROGLOW, "play", "--no-browser", *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_ctrl_c_ends_it_cleanly_with_a_browser_connected() -> None:
    process = start("--port", "0")
    assert process.stdout is not None
    line = process.stdout.readline()
    port = int(line.split("/ ")[0].rsplit(":", 1)[1])
    with socket.create_connection(("127.0.0.1", port)) as browser:
        browser.sendall(f"GET / HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode())
        assert browser.recv(12) == b"HTTP/1.1 200"
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=5)
    assert (process.returncode, errors) == (0, "")


def test_a_taken_port_ends_the_command_with_one_sentence() -> None:
    with listen("127.0.0.1", 0) as first:
        port = first.getsockname()[1]
        output, errors = start("--port", str(port)).communicate(timeout=30)
    assert output == ""
    assert f"port {port} is in use" in errors
    assert len(errors.splitlines()) == 1


def test_listening_everywhere_is_announced_with_the_names() -> None:
    process = start("--port", "0", "--host", "0.0.0.0")
    assert process.stdout is not None
    notice, address = process.stdout.readline(), process.stdout.readline()
    process.terminate()
    process.communicate(timeout=10)
    assert notice.startswith("Everyone on this network can open the page and the data in it: http://")
    assert "127.0" not in notice
    assert address.startswith("neuroglow is at http://127.0.0.1:")
