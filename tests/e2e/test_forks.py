"""Runs side by side: forked at a moment, changed, compared and closed."""

import re

from playwright.sync_api import Locator, Page, expect

import neuroglow as ng
from tests.e2e.controls import area, button, exact, paused, readout, step, until
from tests.e2e.resting import settled


def pane(page: Page, letter: str) -> Locator:
    return page.get_by_role("region", name=f"Run {letter}", exact=True)


def focus(page: Page, letter: str) -> None:
    button(settled(page), f"Look at run {letter}").click()
    expect(button(page, f"Look at run {letter}")).to_have_attribute("aria-pressed", "true")


def fork(page: Page, runs: int) -> None:
    """One more run; so many there are then, and the new one is looked at."""
    button(settled(page), "Fork").click()
    expect(page.get_by_role("region", name=re.compile(r"^Run [A-D]$"))).to_have_count(runs)
    expect(button(page, f"Look at run {'ABCD'[runs - 1]}")).to_have_attribute("aria-pressed", "true")


def rate(page: Page, text: str) -> None:
    field = page.get_by_label("Learning rate")
    field.fill(text)
    field.press("Enter")


def test_a_fork_is_changed_and_compared(app: Page) -> None:
    for _ in range(3):
        step(app)
    before = exact(app, "Layer 1, neuron 1", 2)
    fork(app, 2)
    assert exact(app, "Layer 1, neuron 1", 2) == before
    rate(app, "0.5")
    expect(pane(app, "B")).to_contain_text("learning rate 0.1 → 0.5")
    for _ in range(2):
        step(app)
    for letter in "AB":
        expect(pane(app, letter)).to_contain_text("step 5")

    one, other = ng.load("spiral").start(), ng.load("spiral").start()
    one.advance(steps=5)
    other.advance(steps=3)
    other.set(learning_rate=0.5)
    other.advance(steps=2)
    assert float(exact(app, "Layer 1, neuron 1", 2)) == other.layers[0].weights[0, 0]
    focus(app, "A")
    expect(app.get_by_label("Learning rate")).to_have_value("0.1")
    assert float(exact(app, "Layer 1, neuron 1", 2)) == one.layers[0].weights[0, 0]


def test_all_play_together_and_go_back_together(app: Page) -> None:
    fork(app, 2)
    rate(app, "0.01")
    button(app, "Play").click()
    until(app, "read('Step') > 200")
    last = paused(app)
    for letter in "AB":
        expect(pane(app, letter)).to_contain_text(f"step {last:,}")
    line = app.get_by_role("slider", name="Moment of the run")
    line.press("Home")
    for letter in "AB":
        expect(pane(app, letter)).to_contain_text("step 0")
    line.press("End")
    for letter in "AB":
        expect(pane(app, letter)).to_contain_text(f"step {last:,}")


def test_another_network_is_compared_too(app: Page) -> None:
    fork(app, 2)
    button(app, "New weights").click()
    expect(pane(app, "B")).to_contain_text("weights seed 10")
    expect(pane(app, "A")).to_contain_text("weights seed 9")
    button(app, "Remove layer").click()
    expect(pane(app, "B")).to_contain_text("hidden 8, 8")
    step(app)
    expect(pane(app, "A")).to_contain_text("step 1")


def test_a_run_is_closed_and_the_others_go_on(app: Page) -> None:
    for runs in (2, 3):
        fork(app, runs)
    rate(app, "0.7")
    button(app, "Close run B").click()
    expect(pane(app, "B")).to_have_count(0)
    expect(button(app, "Look at run C")).to_have_attribute("aria-pressed", "true")
    expect(app.get_by_label("Learning rate")).to_have_value("0.7")
    button(app, "Close run C").click()
    expect(pane(app, "A")).to_have_count(0)  # alone, it fills the page again
    expect(app.get_by_label("Learning rate")).to_have_value("0.1")
    step(app)
    expect(readout(app, "Step")).to_have_text("1")


def test_a_fifth_run_is_refused_in_a_sentence(app: Page) -> None:
    for runs in (2, 3, 4):
        fork(app, runs)
    button(app, "Fork").click()
    expect(app.get_by_role("alert")).to_have_text(
        "expected at most 4 runs side by side, got one more: close one first", ignore_case=True
    )
    for _ in range(20):
        button(app, "Fork").click()
    expect(app.get_by_role("region", name=re.compile(r"^Run [A-D]$"))).to_have_count(4)
    button(app, "Close run D").click()
    expect(pane(app, "D")).to_have_count(0)
    fork(app, 4)
    step(app)
    expect(app.get_by_role("alert")).to_have_count(0)


def test_another_experiment_takes_the_place_of_all(app: Page) -> None:
    fork(app, 2)
    app.get_by_role("button", name="Experiments").click()
    cards = app.get_by_role("dialog").get_by_role("button")
    cards.filter(has=app.get_by_text("Seven rows of bits", exact=True)).click()
    expect(pane(app, "A")).to_have_count(0)
    expect(readout(app, "Step")).to_have_text("0")


def test_side_by_side_on_a_phone(app: Page) -> None:
    app.set_viewport_size({"width": 390, "height": 844})
    fork(app, 2)
    one, two = (area(pane(app, letter)) for letter in "AB")
    assert one["x"] == two["x"]
    assert one["y"] + one["height"] <= two["y"]
    assert app.evaluate("document.documentElement.scrollWidth") <= 390
