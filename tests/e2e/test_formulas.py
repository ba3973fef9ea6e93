"""Inputs that are formulas, as people type them into the page."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.controls import button, choose


def add(page: Page, formula: str) -> None:
    field = page.get_by_role("textbox", name="Add input")
    field.fill(formula)
    field.press("Enter")


def inputs(page: Page, count: int) -> Locator:
    return page.get_by_text(f"{count} input" + "s" * (count > 1), exact=True)


def test_a_formula_becomes_an_input_and_can_be_switched_off_and_removed(app: Page) -> None:
    add(app, "sin(3x1)")
    expect(inputs(app, 3)).to_be_visible()
    expect(app.get_by_role("textbox", name="Add input")).to_have_value("")
    neuron = button(app, "Input sin(3x1)")
    expect(neuron).to_have_attribute("aria-pressed", "true")
    neuron.click()
    expect(inputs(app, 2)).to_be_visible()
    expect(neuron).to_have_attribute("aria-pressed", "false")
    neuron.click()
    expect(inputs(app, 3)).to_be_visible()
    neuron.click()
    button(app, "Remove input sin(3x1)").click()
    expect(neuron).to_have_count(0)
    expect(inputs(app, 2)).to_be_visible()
    button(app, "Step").click()
    expect(app.get_by_role("status", name="Step", exact=True)).to_have_text("1")


def test_one_that_calculates_the_same_is_switched_on_instead(app: Page) -> None:
    add(app, "x1 * x2")
    expect(button(app, "Input x1*x2")).to_have_attribute("aria-pressed", "true")
    expect(button(app, "Input x1 * x2")).to_have_count(0)
    add(app, "(x1)*x2")
    expect(app.get_by_role("alert")).to_contain_text("got '(x1)*x2', which is one already")
    expect(inputs(app, 3)).to_be_visible()


@pytest.mark.parametrize(
    ("formula", "sentence"),
    [
        ("cot(x1)", "or a function (abs, sign,"),
        ("sin(x1", "Expected ) at character 7 of 'sin(x1', got the end"),
        ("1/(x1-x1)", "for every example, got none for example"),
    ],
)
def test_what_is_no_formula_is_explained_and_can_be_corrected(app: Page, formula: str, sentence: str) -> None:
    add(app, formula)
    expect(app.get_by_role("alert")).to_contain_text(sentence, ignore_case=True)
    expect(app.get_by_role("textbox", name="Add input")).to_have_value(formula)
    expect(inputs(app, 2)).to_be_visible()
    add(app, "abs(x1 - x2)")
    expect(app.get_by_role("alert")).to_have_count(0)
    expect(inputs(app, 3)).to_be_visible()


def test_what_is_typed_is_checked_without_being_asked_for(app: Page) -> None:
    app.get_by_role("textbox", name="Add input").fill("x3")
    expect(app.get_by_role("alert")).to_contain_text("got 'x3'")
    app.get_by_role("textbox", name="Add input").fill("x2")
    expect(app.get_by_role("alert")).to_have_count(0)


def test_a_tables_columns_can_be_switched_off_and_on_and_calculated_with(app: Page) -> None:
    choose(app, "iris", "Tables")
    expect(inputs(app, 4)).to_be_visible()
    add(app, "petal length * petal width")
    expect(inputs(app, 5)).to_be_visible()
    for column in ("sepal length", "sepal width"):
        button(app, f"Input {column}").click()
        expect(button(app, f"Input {column}")).to_have_count(0)
    expect(inputs(app, 3)).to_be_visible()
    expect(app.get_by_role("img", name="Map of the output")).to_be_visible()
    button(app, "sepal width").click()
    expect(inputs(app, 4)).to_be_visible()
    expect(button(app, "Input sepal width")).to_be_visible()
    expect(app.get_by_role("radio", name="Predicted / actual")).to_be_visible()
