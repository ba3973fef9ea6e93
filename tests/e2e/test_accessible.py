"""What axe-core finds on the pages, their sheets and menus: nothing serious, in both themes, wide and narrow."""

from collections.abc import Iterator
from functools import cache
from itertools import product
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.controls import button, opened
from tests.e2e.learning import chapters
from tests.e2e.resting import settled

AXE = Path(__file__).parents[2] / "web/node_modules/axe-core/axe.min.js"
Theme = Literal["dark", "light"]
SIZES = {"wide": (1440, 900), "narrow": (390, 844)}
THEMES: tuple[Theme, ...] = ("dark", "light")
ALL = list(product(SIZES, THEMES))
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
async (part) => {
  const { violations } = await axe.run(part ?? document, { resultTypes: ['violations'] })
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, help, nodes }) => [`${id}: ${help}`, ...nodes.slice(0, 5).map(
      ({ html, failureSummary }) => `${html.slice(0, 200)}\\n    ${failureSummary}`
    )].join('\\n  '))
}
"""
# By their keys: experiments, share, export, what can be found, keys.
SHEETS = ("e", "l", "x", "Control+k", "?")


@cache
def axe() -> str:
    return AXE.read_text()


def found(page: Page, part: str | None = None) -> list[str]:
    """What is serious or critical, with the first places of it; of the whole page, or of the part that is meant."""
    if part is None:
        page.evaluate(SCROLL)
    settled(page)
    # As a script of the page it would be refused: the Content-Security-Policy stays as it is.
    if not page.evaluate("'axe' in window"):
        page.evaluate(axe())
    problems: list[str] = page.evaluate(RUN, part)
    return problems


def walked(page: Page, lessons: list[str]) -> Iterator[tuple[str, str | None]]:
    """One place after the other: its name, and which part of the page is new."""
    yield "playground", None
    for name in ("Theme", "Help"):
        button(page, name).click()
        yield name, ":popover-open"
        page.keyboard.press("Escape")
    for key in SHEETS:
        settled(page).keyboard.press(key)
        expect(page.locator("dialog[open]")).to_be_visible()
        yield key, "dialog[open]"
        page.keyboard.press("Escape")
        expect(page.locator("dialog[open]")).to_have_count(0)
    for key, name in (("i", "Inspector"), ("o", "Outline")):
        settled(page).keyboard.press(key)
        expect(page.get_by_role("tabpanel", name=name)).to_be_visible()
        yield name, ".closer"
    for place in ("runs", "learn", "learn/nothing", "learn/teachers", *(f"learn/{lesson}" for lesson in lessons)):
        page.evaluate("(place) => { location.hash = place }", place)
        yield place, None


@pytest.mark.parametrize(("size", "theme"), ALL)
def test_axe_finds_nothing_serious(browser: Browser, page_url: str, size: str, theme: Theme) -> None:
    width, height = SIZES[size]
    # What chapters have in common is seen everywhere; of the chapters, each way to look sees some.
    lessons = [lesson for place, lesson in enumerate(chapters()) if place % len(ALL) == ALL.index((size, theme))]
    problems = []
    with browser.new_context(viewport={"width": width, "height": height}, color_scheme=theme) as context:
        page = opened(context.new_page(), page_url)
        for name, part in walked(page, lessons):
            problems += [f"{name}: {problem}" for problem in found(page, part)]
    assert not problems, "\n".join(problems)


def test_axe_finds_what_is_wrong(page: Page, page_url: str) -> None:
    opened(page, f"{page_url}#learn")
    page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<button></button>')")
    assert any(problem.startswith("button-name") for problem in found(page))
