"""Everything with the keyboard alone: a whole tour through the playground, in both themes, wide and narrow."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.controls import button, opened, readout, value
from tests.e2e.resting import settled
from tests.e2e.test_accessible import ALL, SIZES, Theme

FOCUS = """
() => {
  const at = document.activeElement
  return {
    name: at.ariaLabel ?? [...(at.labels ?? [])].map((label) => label.textContent).join(' ') ?? '',
    text: at.textContent.trim(),
    field: at.matches('input'),
    seen: at.matches(':focus-visible'),
  }
}
"""


def tab_to(page: Page, name: str, field: bool = False, most: int = 80) -> None:
    """On with Tab until what is called so, or only a field, has the keyboard; whatever has it on the way shows that."""
    for _ in range(most):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        assert focus["seen"], f"nothing shows that {focus} has the keyboard"
        if (focus["field"] or not field) and (re.search(name, focus["name"]) or re.fullmatch(name, focus["text"])):
            return
    raise AssertionError(f"expected {name} within {most} presses of Tab, was last at {focus}")


@pytest.mark.parametrize(("size", "theme"), ALL)
def test_a_tour_by_keyboard(browser: Browser, page_url: str, size: str, theme: Theme) -> None:
    width, height = SIZES[size]
    with browser.new_context(viewport={"width": width, "height": height}, color_scheme=theme) as context:
        page = opened(context.new_page(), page_url)
        press = page.keyboard.press

        # Another experiment is opened.
        press("e")
        expect(page.get_by_role("dialog", name="Choose an experiment")).to_be_visible()
        settled(page)
        tab_to(page, ".*Exclusive or.*|.*XOR.*")
        press("Enter")
        expect(page.get_by_role("button", name="Experiments")).to_contain_text(
            re.compile("xor|exclusive", re.IGNORECASE)
        )

        # It plays, and stands still.
        settled(page)
        press("Space")
        expect(button(page, "Pause")).to_be_visible()
        page.wait_for_function(
            "() => parseFloat(document.querySelector(\"output[aria-label='Step']\").textContent) > 10"
        )
        press("Space")
        expect(button(page, "Play")).to_be_visible()
        step = value(page, "Step")

        # A neuron is picked, and one of its weights is another from now on.
        press("n")
        tab_to(page, "^Layer 1, neuron 1$")
        press("ArrowDown")
        press("ArrowDown")
        expect(page.get_by_role("tooltip")).to_contain_text("Weight")
        press("Enter")
        expect(page.get_by_role("tabpanel", name="Inspector")).to_be_visible()
        settled(page)
        before = value(page, "Training loss")
        tab_to(page, "^Weight from", field=True)
        page.keyboard.type("1.5")
        press("Enter")
        expect(readout(page, "Training loss")).not_to_have_text(f"{before:.4f}")
        assert value(page, "Step") == step
        page.evaluate("() => document.activeElement.blur()")
        press("Control+z")
        expect(readout(page, "Training loss")).to_have_text(f"{before:.4f}")

        # It is shared, kept and exported; the keyboard is back where it was each time.
        settled(page)
        for key in ("l", "x"):
            press(key)
            sheet = page.locator("dialog[open]")
            expect(sheet).to_be_visible()
            settled(page)
            assert page.evaluate("() => document.activeElement.closest('dialog') !== null")
            press("Tab")
            assert page.evaluate(FOCUS)["seen"]
            press("Escape")
            expect(sheet).to_have_count(0)
        press("Control+s")
        expect(page.get_by_role("complementary", name="Kept as")).to_contain_text("Exclusive or")
        press("Control+k")
        page.keyboard.type("runs")  # before there is anything to type into
        expect(page.get_by_role("combobox", name="Find anything")).to_have_value("runs")
        press("Enter")
        expect(page.get_by_role("main")).to_contain_text(re.compile("xor|exclusive", re.IGNORECASE))
