"""What leaves the page and comes back: how long links are, when one shows its network, what a site and a file weigh."""

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import median

from playwright.sync_api import Browser, sync_playwright

import neuroglow as ng
from neuroglow import onepage, site
from tests.browser import launch
from tests.conftest import playing

STEPS = 100_000
ADDRESS = "https://neuroglow.example/"

# A promise of when the readouts show the step, in ms since the navigation began.
NOTE_STEP = """
step => {
  window.trained = new Promise(resolve => {
    requestAnimationFrame(function frame() {
      const shown = document.querySelector('output[aria-label="Step"]')?.textContent
      if (shown === String(step) && document.documentElement.dataset.ready) resolve(performance.now())
      else requestAnimationFrame(frame)
    })
  })
}
"""


@dataclass
class Figures:
    links: Mapping[str, int]
    """Characters of the whole address, by the experiment."""
    opening: float
    """Seconds from navigation until the trained network of a link stands."""
    site: int
    """Bytes of all files."""
    file: int
    """Bytes of a run as one HTML file."""


def measure() -> Figures:
    run = ng.load("spiral").replace({"network.hidden": [8, 8, 8]}).start().advance(steps=STEPS)
    with sync_playwright() as playwright, launch(playwright) as browser, playing() as url:
        times = [opening(browser, run.link(page=url)) for _ in range(7)]
    return Figures(
        links={name: len(ng.load(name).start().advance(steps=1000).link(page=ADDRESS)) for name in ng.experiments()},
        opening=median(times),
        site=sum(map(len, site.site_files().values())),
        file=len(onepage.page(run)),
    )


def opening(browser: Browser, link: str) -> float:
    """Seconds until the network of this link stands, with a cold cache."""
    with browser.new_context(viewport={"width": 1440, "height": 900}) as context:
        page = context.new_page()
        page.add_init_script(f"({NOTE_STEP})({STEPS})")
        page.goto(link)
        return float(page.evaluate("() => window.trained")) / 1000
