"""The lessons in a real Chromium: how soon a chapter's first live part stands, and how smoothly chapters are read."""

from dataclasses import dataclass
from itertools import pairwise
from statistics import median, quantiles

from playwright.sync_api import Browser, sync_playwright

from bench.page import NOTE_READY
from tests.browser import launch
from tests.conftest import playing
from tests.e2e.learning import chapters

# Reads on, slowly, for some seconds, and plays what can be played while it is in sight. Gives the times of the frames.
READ = """
seconds => new Promise(resolve => {
  const times = [], start = performance.now()
  let looked = 0
  requestAnimationFrame(function frame(now) {
    times.push(now)
    scrollBy(0, 3)
    if (now - looked > 500) {
      looked = now
      for (const button of document.querySelectorAll('main button[aria-label="Play"]:not(:disabled)')) {
        const { top, bottom } = button.getBoundingClientRect()
        if (top > 0 && bottom < innerHeight) button.click()
      }
    }
    if (now - start < seconds * 1000) requestAnimationFrame(frame)
    else resolve(times)
  })
})
"""


@dataclass
class Chapter:
    opening: float
    """Seconds from navigation, with a cold cache, until the first live part stands."""
    frames: float
    """A second, while it is read and what is in sight plays."""
    slowest: float
    """From one frame to the next, in ms: the 95th percentile."""


def measure() -> dict[str, Chapter]:
    with sync_playwright() as playwright, launch(playwright) as browser, playing() as url:
        return {id: chapter(browser, f"{url}#learn/{id}") for id in chapters()}


def chapter(browser: Browser, address: str) -> Chapter:
    openings = [opening(browser, address) for _ in range(5)]
    intervals = reading(browser, address)
    return Chapter(median(openings), 1000 * len(intervals) / sum(intervals), quantiles(intervals, n=20)[-1])


def opening(browser: Browser, address: str) -> float:
    with browser.new_context(viewport={"width": 1440, "height": 900}) as context:
        page = context.new_page()
        page.add_init_script(NOTE_READY)
        page.goto(address)
        page.wait_for_selector("html[data-ready=true]")
        ready: float = page.evaluate("() => window.ready")
    return ready / 1000


def reading(browser: Browser, address: str, seconds: float = 10) -> list[float]:
    """The intervals between frames."""
    with browser.new_context(viewport={"width": 1440, "height": 900}) as context:
        page = context.new_page()
        page.goto(address)
        page.wait_for_selector("html[data-ready=true]")
        page.wait_for_timeout(2000)  # the other parts of the chapter begin when the page is idle
        times: list[float] = page.evaluate(READ, seconds)
    return [then - now for now, then in pairwise(times)]
