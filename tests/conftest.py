"""What several tests share: the real page, served by the real command, in a real browser."""

import contextlib
import re
import subprocess
import sysconfig
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, ViewportSize, sync_playwright

from tests.bits.hosts import build_harness
from tests.browser import launch

SIZE: ViewportSize = {"width": 1440, "height": 900}
NEUROGLOW = str(Path(sysconfig.get_path("scripts")) / "neuroglow")


@contextlib.contextmanager
def playing(*arguments: str) -> Iterator[str]:
    """The address of a `neuroglow play` process with these arguments, on a free port, that ends with the block."""
    command = [NEUROGLOW, "play", *arguments, "--port", "0", "--no-browser"]
    runs = tempfile.TemporaryDirectory(prefix="neuroglow-test-")
    if "--runs" not in arguments:
        command += ["--runs", f"{runs.name}/runs"]  # not the folder of whoever runs the tests
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    deadline = threading.Timer(60, process.kill)
    deadline.start()
    try:
        assert process.stdout is not None
        found = next(filter(None, (re.search(r"is at (http://\S+/)", line) for line in process.stdout)), None)
        assert found, f"{' '.join(command)} ended with exit code {process.wait()} before it told an address"
        deadline.cancel()
        yield found[1]
    finally:
        deadline.cancel()
        process.terminate()
        process.communicate(timeout=60)
        runs.cleanup()


@pytest.fixture(scope="session")
def page_url() -> Iterator[str]:
    """The address of the built page, served without anything to open."""
    with playing() as url:
        yield url


@pytest.fixture(scope="session")
def harness(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page's run as one file of JavaScript, for Node."""
    return build_harness(tmp_path_factory.mktemp("harness"))


@pytest.fixture
def servers() -> Iterator[contextlib.ExitStack]:
    """What ends with the test, after its page: without its server a page would miss files that it is still loading."""
    with contextlib.ExitStack() as stack:
        yield stack


@pytest.fixture
def play(servers: contextlib.ExitStack) -> Callable[..., str]:
    """`play("xor-milo")` serves the page with these arguments and returns its address; all end with the test."""
    return lambda *arguments: servers.enter_context(playing(*arguments))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A Chromium, headless."""
    with sync_playwright() as playwright, launch(playwright) as browser:
        yield browser


@pytest.fixture(scope="session")
def profile(browser: Browser) -> Iterator[BrowserContext]:
    """What the pages of one test after another share: with its caches they open in half the time."""
    with browser.new_context(viewport=SIZE) as context:
        yield context


@pytest.fixture
def page(profile: BrowserContext, servers: contextlib.ExitStack) -> Iterator[Page]:
    """An empty browser page of 1440 by 900; what the console reports as an error fails the test at its end.

    That includes uncaught exceptions, files that are missing, and everything that the Content-Security-Policy refused.
    Nothing that a page has kept is there for the next one.
    """
    problems: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type == "error":
            problems.append(f"{message.text} ({message.location['url']})")

    origins = set[str]()
    page = profile.new_page()
    page.on("console", note)
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("framenavigated", lambda frame: origins.add("/".join(frame.url.split("/")[:3])))
    yield page
    forget(profile, origins)
    assert not problems, "the page reported errors:\n" + "\n".join(problems)


def forget(profile: BrowserContext, origins: Iterable[str]) -> None:
    """Close all pages, and remove what they have kept."""
    keeper = profile.new_page()
    for page in profile.pages:
        if page != keeper:
            page.close()
    storage = profile.new_cdp_session(keeper)
    for origin in origins:
        if origin.startswith("http"):
            storage.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "all"})
    profile.clear_permissions()
    keeper.close()
