"""What the page does in a real Chromium: how soon it stands, how much it loads, how smoothly and how fast it trains."""

import gzip
import tempfile
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from statistics import median, quantiles

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
([step, seconds]) => new Promise(resolve => {
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


@dataclass
class Motion:
    """A page that trains: frames a second, the 95th percentile of their intervals in ms, epochs a second."""

    frames: float
    drawn: float
    interval: float
    epochs: float


@dataclass
class Figures:
    first_frame: float
    """Seconds from navigation to the first frame, with a cold cache."""
    weight: int
    """Bytes of script and style, gzipped."""
    normal: Motion
    full: Motion


def measure() -> Figures:
    with sync_playwright() as playwright, launch(playwright) as browser, tempfile.TemporaryDirectory() as folder:
        recipe = Path(folder) / "wide.toml"
        recipe.write_text(WIDE)
        with playing() as url:
            starts, weights = zip(*(first_frame(browser, url) for _ in range(7)), strict=True)
        with playing(str(recipe)) as url:
            motions = [motion(browser, url, full) for full in (False, True)]
    return Figures(median(starts), round(median(weights)), *motions)


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


def motion(browser: Browser, url: str, full: bool, seconds: float = 6) -> Motion:
    """Play a run, at the speed that the page starts with or at full speed, and watch it after two seconds."""
    with browser.new_context(viewport={"width": 1440, "height": 900}) as context:
        page = context.new_page()
        page.goto(url)
        page.wait_for_selector("html[data-ready=true]")
        if full:
            page.get_by_label("Speed", exact=True).press("End")
        page.get_by_role("button", name="Play", exact=True).click()
        page.wait_for_timeout(2000)
        step = page.get_by_label("Step", exact=True).and_(page.locator(":not(button)")).element_handle()
        before = epoch(page)
        watched = page.evaluate(WATCH, [step, seconds])
        after = epoch(page)
    times = watched["times"]
    intervals = [then - now for now, then in pairwise(times)]
    lasted = (times[-1] - times[0]) / 1000
    return Motion(
        frames=len(intervals) / lasted,
        drawn=watched["changes"] / lasted,
        interval=quantiles(intervals, n=20)[-1],
        epochs=(after - before) / lasted,
    )


def epoch(page: Page) -> int:
    """The epoch that the page shows."""
    shown = page.get_by_label("Epoch", exact=True).inner_text()
    return int("".join(filter(str.isdigit, shown)))
