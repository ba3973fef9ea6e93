"""The page's parts, as the tests name them."""

from playwright.sync_api import Locator, Page


def opened(page: Page, url: str) -> Page:
    """The page at its first frame."""
    page.goto(url)
    page.wait_for_selector('html[data-ready="true"]')
    return page


def readout(page: Page, name: str) -> Locator:
    return page.get_by_role("status", name=name, exact=True)


def value(page: Page, name: str) -> float:
    """A readout as a number; shares in percent."""
    return float(readout(page, name).inner_text().removesuffix(" %"))


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)
