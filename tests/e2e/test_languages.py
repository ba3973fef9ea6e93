"""The page in another language: asked for, chosen, remembered, whole, and no text too long for its place."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.controls import button, opened
from tests.e2e.resting import settled

# Words that are English and nothing else: whoever sees one on a German page sees a text that was forgotten.
FORGOTTEN = r"\b(the|and|of|with|from|weights|layers?|loss|training|accuracy|expected|open|close)\b"
# What does not fit: the page is wider than the window, or a text is wider than what it stands in. What is cut on
# purpose (a text for screen readers only, a title that ends in dots, a row that scrolls) says so by its overflow.
TOO_LONG = """
() => {
  const wide = document.documentElement.clientWidth
  const found = document.documentElement.scrollWidth > wide ? [`page: ${document.documentElement.scrollWidth}`] : []
  for (const element of document.body.querySelectorAll('*')) {
    const { overflowX, display, visibility } = getComputedStyle(element)
    const text = element.children.length === 0 ? element.textContent.trim() : ''
    if (text === '' || visibility === 'hidden' || overflowX !== 'visible' || display === 'inline') continue
    if (element.clientWidth > 0 && element.scrollWidth > element.clientWidth + 1) found.push(text)
  }
  return found
}
"""
# All that is read or read aloud; what is typed in a recipe, or called by a name, stays as it is.
SAID = """
() => [...document.body.querySelectorAll('*')].flatMap((element) => [
  ...['aria-label', 'title', 'placeholder'].map((name) => element.getAttribute(name) ?? ''),
  ...(element.closest('option, code, .katex, [lang=en]') === null ?
    [...element.childNodes].filter(({ nodeType }) => nodeType === Node.TEXT_NODE).map(({ data }) => data) : []),
]).filter((text) => text.trim() !== '')
"""


def whole(page: Page) -> None:
    """Everything fits, and nothing is English."""
    assert settled(page).evaluate(TOO_LONG) == []
    pattern = f"new RegExp(String.raw`{FORGOTTEN}`, 'i')"
    allowed = "/^(Training|English)$|\\d Training$|Training:/"
    english = page.evaluate(f"() => ({SAID})().filter((text) => {pattern}.test(text) && !{allowed}.test(text.trim()))")
    assert [text for text in english if "Training" not in text] == []


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (390, 844)])
def test_the_page_in_german_is_whole_and_fits(browser: Browser, page_url: str, width: int, height: int) -> None:
    with browser.new_context(viewport={"width": width, "height": height}, locale="de-DE") as context:
        page = opened(context.new_page(), page_url)
        expect(page.locator("html")).to_have_attribute("lang", "de")
        expect(page.get_by_role("button", name="Experimente")).to_contain_text("Zwei Spiralen")
        button(page, "Schritt").click()
        whole(page)
        # An error is told in German too.
        page.get_by_role("textbox", name="Lernrate").fill("viel")
        page.get_by_role("textbox", name="Lernrate").press("Enter")
        expect(page.get_by_text("erwartet wird eine Zahl, gekommen ist „viel“: zum Beispiel 0.03")).to_be_visible()
        page.keyboard.press("Escape")
        page.get_by_role("tab", name="Schichten").click()
        whole(page)
        page.goto(f"{page_url}#learn")
        expect(page.get_by_role("heading", level=1)).to_have_text("Von einem Gewicht zur Backpropagation")
        assert settled(page).evaluate(TOO_LONG) == []


def test_a_language_is_chosen_remembered_and_asked_for(app: Page, page_url: str) -> None:
    expect(app.locator("html")).to_have_attribute("lang", "en")
    button(app, "Step").click()
    button(app, "Help").click()
    app.get_by_role("radio", name="Deutsch").click()
    # The run is the same, at the same step.
    expect(app.get_by_role("status", name="Schritt", exact=True)).to_have_text("1")
    expect(app.locator("html")).to_have_attribute("lang", "de")
    settled(app).reload()
    expect(button(settled(app), "Abspielen")).to_be_visible()

    # An address may ask for another one: for as long as the page is open.
    app.goto(f"{page_url}?lang=en")
    expect(button(settled(app), "Play")).to_be_visible()
    app.goto(f"{page_url}#learn?lang=en")
    app.goto(page_url)
    expect(button(settled(app), "Abspielen")).to_be_visible()

    # The lessons go on in what is chosen, and their address says so.
    app.goto(f"{page_url}#learn")
    expect(app.get_by_role("heading", level=1)).to_have_text("Von einem Gewicht zur Backpropagation")
    assert app.url.endswith("#learn?lang=de")
    button(settled(app), "Hilfe").click()
    app.get_by_role("radio", name="English").click()
    expect(app.get_by_role("heading", level=1)).to_have_text("From one weight to backpropagation")
    assert app.url.endswith("#learn")
