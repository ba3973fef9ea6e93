"""What the page does with every number open and all of time in reach: tabs, seeks, several runs, and its memory."""

import random
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, Page, sync_playwright

import neuroglow as ng
from bench.page import WIDE, Motion, opened, played
from tests.browser import launch
from tests.conftest import playing

STEPS = 1_000_000
SEEKS = 30
RUNS = 4
TABS = ("Inspector", "Layers", "Landscape", "Space", "Surface 3-D")
"""One of them is open at a time, beside everything that the page always shows."""
SECONDS = 5.0
"""Between two looks at the memory."""

# Ready to measure the next click on the timeline: until the run is shown at the step that was clicked, in ms.
ARM = """
() => {
  const line = document.querySelector('[role="slider"][aria-label="Moment of the run"]')
  const shown = document.querySelector('output[aria-label="Step"]')
  window.sought = new Promise(resolve => line.addEventListener('pointerdown', () => {
    const start = performance.now()
    requestAnimationFrame(function look() {
      if (shown.textContent === line.getAttribute('aria-valuenow')) resolve(performance.now() - start)
      else requestAnimationFrame(look)
    })
  }, { once: true }))
}
"""


@dataclass
class Figures:
    tabs: dict[str, Motion]
    """At the speed that the page starts with, by what is open; and at full speed."""
    seeks: list[float]
    """Milliseconds from a click on the timeline until the run is shown there."""
    four: Motion
    memory: list[float]
    """Megabytes of the tab's process, worker included, while it plays at full speed."""


def measure(minutes: float) -> Figures:
    with sync_playwright() as playwright, launch(playwright) as browser, tempfile.TemporaryDirectory() as name:
        recipe, long = Path(name) / "wide.toml", Path(name) / "long.glow"
        recipe.write_text(WIDE)
        run = ng.load(recipe).start()
        run.seek(STEPS)
        run.save(long)
        with playing(str(recipe)) as url:
            tabs = {f"{tab} open": looked_into(browser, url, tab) for tab in TABS}
            tabs["Inspector open, full speed"] = looked_into(browser, url, TABS[0], full=True)
            four = side_by_side(browser, url)
            memory = watched(browser, url, minutes)
        with playing(str(long)) as url:
            seeks = sought(browser, url)
    return Figures(tabs, seeks, four, memory)


def looked_into(browser: Browser, url: str, tab: str, full: bool = False) -> Motion:
    """Play with a weight pinned and a tab open."""
    with opened(browser, url, full) as page:
        weight(page)
        page.get_by_role("tab", name=TABS[0], selected=True).wait_for()
        if tab != TABS[0]:
            page.get_by_role("tab", name=tab, exact=True).click()
        return played(page)


def weight(page: Page) -> None:
    """Pin a weight, with the keyboard."""
    neuron = page.get_by_role("button", name="Layer 2, neuron 3", exact=True)
    page.keyboard.press("Tab")
    neuron.focus()
    for _ in range(2):
        neuron.press("ArrowDown")
    neuron.press("Enter")


def side_by_side(browser: Browser, url: str) -> Motion:
    """Four runs that differ in their rates."""
    with opened(browser, url, full=False) as page:
        for more in range(1, RUNS):
            page.get_by_role("button", name="Fork", exact=True).click()
            page.get_by_role("button", name=f"Look at run {'ABCD'[more]}").wait_for()
            rate = page.get_by_label("Learning rate")
            rate.fill(str(0.03 * (more + 1)))
            rate.press("Enter")
        return played(page)


def sought(browser: Browser, url: str) -> list[float]:
    """Click on the timeline at random places, each step as likely as any other."""
    choice = random.Random(0)
    with opened(browser, url, full=False) as page:
        page.get_by_role("button", name="Logarithmic time").click()
        box = page.get_by_role("slider", name="Moment of the run").bounding_box()
        assert box is not None
        times = []
        for _ in range(SEEKS):
            page.evaluate(ARM)
            page.mouse.click(box["x"] + box["width"] * choice.random(), box["y"] + box["height"] / 2)
            times.append(page.evaluate("() => window.sought"))
    return times


def watched(browser: Browser, url: str, minutes: float) -> list[float]:
    """The memory of the tab while it plays at full speed."""
    with opened(browser, url, full=True) as page:
        page.get_by_role("button", name="Play", exact=True).click()
        end = time.monotonic() + 60 * minutes
        sizes = []
        while time.monotonic() < end:
            page.wait_for_timeout(1000 * SECONDS)
            sizes.append(footprint(browser))
    return sizes


def footprint(browser: Browser) -> float:
    """Megabytes that the largest renderer has for itself: its footprint, as Chromium's task manager tells it."""
    session = browser.new_browser_cdp_session()
    processes = session.send("SystemInfo.getProcessInfo")["processInfo"]
    session.detach()
    renderers = [process["id"] for process in processes if process["type"] == "renderer"]
    return max(private(Path(f"/proc/{process}/status")) for process in renderers) / 1000


def private(status: Path) -> float:
    """Kilobytes that are a process's own, in memory or swapped out."""
    fields = dict(line.split(":", 1) for line in status.read_text().splitlines())
    return sum(float(fields[name].split()[0]) for name in ("RssAnon", "VmSwap"))


def growth(sizes: list[float]) -> float:
    """Megabytes between the third and the last quarter of the time: what the garbage collector leaves."""
    quarter = max(1, len(sizes) // 4)
    return median(sizes[-quarter:]) - median(sizes[-2 * quarter : -quarter] or sizes)
