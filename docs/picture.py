"""Takes the README's picture from the real page, at a moment that is always the same: python -m docs.picture"""

import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

import neuroglow as ng
from tests.browser import launch
from tests.conftest import playing

STEPS = 20_000


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        run = ng.load("spiral").start()
        run.advance(steps=STEPS)
        moment = Path(folder) / "spiral.glow"
        run.save(moment)
        with sync_playwright() as playwright, launch(playwright) as browser, playing(str(moment)) as url:
            page = browser.new_page(viewport={"width": 1440, "height": 900}, color_scheme="dark")
            page.goto(url)
            page.wait_for_selector("html[data-ready=true]")
            page.wait_for_timeout(500)  # the gallery's pictures come after the first frame
            page.screenshot(path=Path(__file__).with_name("playground.jpg"), type="jpeg", quality=90)


if __name__ == "__main__":
    main()
