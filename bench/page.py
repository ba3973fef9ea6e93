"""What the page does in a real Chromium: how soon it stands, how much it loads, how smoothly and how fast it trains."""

import gzip
import struct
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from statistics import median, quantiles

import numpy as np
from playwright.sync_api import Browser, Page, Response, sync_playwright

from tests.browser import launch
from tests.conftest import playing

WIDE = """
[data]
source = "spiral"
samples = 500
[network]
hidden = [8, 8, 8]
"""

DEEP = """
[data]
source = "spiral"
samples = 500
[network]
hidden = [16, 16, 16, 16, 16, 16]
"""

# The picture stands beside this recipe.
REPAINTED = """
[data]
source = "picture.png"
samples = 20000
test = 0.1
[network]
hidden = [64, 64, 64]
[training]
optimizer = "adam"
batch_size = 32
"""
SIDE = 200

# A promise of when the first frame stands, in ms since the navigation began.
NOTE_READY = """
window.ready = new Promise(resolve => {
  new MutationObserver(() => {
    if (document.documentElement?.dataset.ready) requestAnimationFrame(() => resolve(performance.now()))
  }).observe(document, { attributes: true, subtree: true, attributeFilter: ['data-ready'] })
})
"""

# Watches animation frames for some seconds: when they came, and in which of them the step that is shown had changed.
WATCH = """
seconds => new Promise(resolve => {
  const step = document.querySelector('output[aria-label="Step"]')
  const times = [], start = performance.now()
  let shown = step.textContent, changes = 0
  requestAnimationFrame(function frame(now) {
    times.push(now)
    if (step.textContent !== shown) { shown = step.textContent; changes++ }
    if (performance.now() - start < seconds * 1000) requestAnimationFrame(frame)
    else resolve({ times, changes })
  })
})
"""

# Presses Play, and waits until so many percent of the answers are right: the ms that it took.
READ = """
percent => new Promise(resolve => {
  const shown = document.querySelector('output[aria-label="Accuracy"]'), start = performance.now()
  document.querySelector('button[aria-label="Play"]').click()
  requestAnimationFrame(function frame() {
    if (parseFloat(shown.textContent) >= percent) resolve(performance.now() - start)
    else requestAnimationFrame(frame)
  })
})
"""


@dataclass
class Motion:
    """A page that trains."""

    frames: float
    """A second; only those count that show another step than the one before."""
    interval: float
    """From one animation frame to the next, in ms: the median."""
    slowest: float
    """And the 95th percentile."""
    epochs: float
    """A second."""


@dataclass
class Figures:
    first_frame: float
    """Seconds from navigation to the first frame, with a cold cache."""
    weight: int
    """Bytes of script and style that came up to then, gzipped."""
    normal: Motion
    full: Motion
    scenes: dict[str, Motion]
    """At normal speed, by what is shown."""
    reading: float
    """Seconds from Play at full speed until 95 % of the test set of digits-8x8 are read rightly."""


def measure() -> Figures:
    with sync_playwright() as playwright, launch(playwright) as browser, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for recipe, text in {"wide": WIDE, "deep": DEEP, "repainted": REPAINTED}.items():
            (folder / f"{recipe}.toml").write_text(text)
        (folder / "picture.png").write_bytes(picture(SIDE))
        with playing() as url:
            starts, weights = zip(*(first_frame(browser, url) for _ in range(7)), strict=True)
        with playing(str(folder / "wide.toml")) as url:
            normal, full = motion(browser, url), motion(browser, url, full=True)
        scenes = {
            "25-40-10 with 5x5 digits": "digits-5x5",
            "64-40-10 with 8x8 digits": "digits-8x8",
            "2-16-16-16-16-16-16-1 with all maps": str(folder / "deep.toml"),
            f"2-64-64-64-3 repainting {SIDE}x{SIDE}": str(folder / "repainted.toml"),
        }
        shown = {}
        for what, opened in scenes.items():
            with playing(opened) as url:
                shown[what] = motion(browser, url)
        with playing("digits-8x8") as url:
            times = [reading(browser, url) for _ in range(5)]
    return Figures(median(starts), round(median(weights)), normal, full, shown, median(times))


def picture(side: int) -> bytes:
    """A PNG of smooth colours with some edges in them."""
    y, x = np.mgrid[-1 : 1 : side * 1j, -1 : 1 : side * 1j]
    ring = np.hypot(x, y) % 0.5 < 0.25
    colours = np.stack([np.sin(3 * x) / 2 + 0.5, np.where(ring, 0.8, 0.2), np.cos(4 * x * y) / 2 + 0.5], axis=2)
    rows = np.zeros((side, 1 + 3 * side), np.uint8)  # each begins with its filter: none
    rows[:, 1:] = np.round(255 * colours).reshape(side, -1)

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    parts = chunk(b"IHDR", header), chunk(b"IDAT", zlib.compress(rows.tobytes())), chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def first_frame(browser: Browser, url: str) -> tuple[float, int]:
    """Seconds until the first frame stands, and the gzipped size of the scripts and styles that came."""
    parts: list[Response] = []
    with browser.new_context(viewport={"width": 1440, "height": 900}) as context:
        page = context.new_page()
        page.add_init_script(NOTE_READY)
        page.on("response", lambda response: parts.append(response) if response.url.endswith((".js", ".css")) else None)
        page.goto(url)
        ready = page.evaluate("() => window.ready")
        bodies = {part.url: part.body() for part in parts}
    return ready / 1000, sum(len(gzip.compress(body)) for body in bodies.values())


@contextmanager
def opened(browser: Browser, url: str, full: bool) -> Iterator[Page]:
    """The page at its first frame, at the speed that it starts with or at full speed."""
    with browser.new_context(viewport={"width": 1440, "height": 900}) as context:
        page = context.new_page()
        page.goto(url)
        page.wait_for_selector("html[data-ready=true]")
        if full:
            page.get_by_label("Speed", exact=True).press("End")
        yield page


def motion(browser: Browser, url: str, full: bool = False, seconds: float = 6) -> Motion:
    """Play a run, and watch it after two seconds."""
    with opened(browser, url, full) as page:
        return played(page, seconds)


def played(page: Page, seconds: float = 6) -> Motion:
    """Press Play, and watch the page after two seconds."""
    page.get_by_role("button", name="Play", exact=True).click()
    page.wait_for_timeout(2000)
    before = epoch(page)
    watched = page.evaluate(WATCH, seconds)
    after = epoch(page)
    times = watched["times"]
    intervals = [then - now for now, then in pairwise(times)]
    lasted = (times[-1] - times[0]) / 1000
    return Motion(
        frames=min(len(intervals), watched["changes"]) / lasted,
        interval=median(intervals),
        slowest=quantiles(intervals, n=20)[-1],
        epochs=(after - before) / lasted,
    )


def epoch(page: Page) -> int:
    """The epoch that the page shows."""
    return int(page.get_by_label("Epoch", exact=True).inner_text())


def reading(browser: Browser, url: str, percent: float = 95) -> float:
    """Seconds from Play at full speed until so many percent of the test set are right."""
    with opened(browser, url, full=True) as page:
        taken: float = page.evaluate(READ, percent)
    return taken / 1000
