"""What axe-core finds on the pages of the lessons: nothing serious, in both themes, wide and narrow."""

from functools import cache
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page

from tests.e2e.controls import opened
from tests.e2e.learning import chapters
from tests.e2e.resting import settled

AXE = Path(__file__).parents[2] / "web/node_modules/axe-core/axe.min.js"
Theme = Literal["dark", "light"]
SIZES = {"wide": (1440, 900), "narrow": (390, 844)}
# What is drawn only when it is seen, is seen: the page is scrolled through once.
SCROLL = """
async () => {
  for (let top = 0; top < document.documentElement.scrollHeight; top += innerHeight) {
    scrollTo(0, top)
    await new Promise(requestAnimationFrame)
  }
  scrollTo(0, 0)
}
"""
RUN = """
async () => {
  const { violations } = await axe.run(document, { resultTypes: ['violations'] })
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, help, nodes }) => [`${id}: ${help}`, ...nodes.slice(0, 5).map(
      ({ html, failureSummary }) => `${html.slice(0, 200)}\\n    ${failureSummary}`
    )].join('\\n  '))
}
"""


@cache
def axe() -> str:
    return AXE.read_text()


def found(page: Page) -> list[str]:
    """What is serious or critical, with the first places of it."""
    page.evaluate(SCROLL)
    settled(page)
    # As a script of the page it would be refused: the Content-Security-Policy stays as it is.
    page.evaluate(axe())
    problems: list[str] = page.evaluate(RUN)
    return problems


@pytest.mark.parametrize("theme", ["dark", "light"])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("place", ["", "/nothing", "/teachers", *(f"/{id}" for id in chapters())])
def test_axe_finds_nothing_serious(browser: Browser, page_url: str, place: str, size: str, theme: Theme) -> None:
    width, height = SIZES[size]
    with browser.new_context(viewport={"width": width, "height": height}, color_scheme=theme) as context:
        problems = found(opened(context.new_page(), f"{page_url}#learn{place}"))
    assert not problems, "\n".join(problems)


def test_axe_finds_what_is_wrong(page: Page, page_url: str) -> None:
    opened(page, f"{page_url}#learn")
    page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<button></button>')")
    assert any(problem.startswith("button-name") for problem in found(page))
