"""Tables in the page: the answer along two columns, predictions, residuals, and a curve with its squared errors."""

from collections.abc import Callable, Iterator

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

import neuroglow as ng
from tests.conftest import playing
from tests.e2e.controls import area, button, choose, drop, opened, readout, step, typed, until
from tests.e2e.resting import settled


@pytest.fixture(scope="module")
def penguins_url() -> Iterator[str]:
    with playing("penguins") as url:
        yield url


@pytest.fixture
def penguins(page: Page, penguins_url: str) -> Page:
    """The penguins at their first frame."""
    opened(page, penguins_url)
    expect(page.get_by_role("radio", name="Answer")).to_be_visible()
    return page


def view(page: Page, name: str) -> None:
    page.get_by_role("radio", name=name, exact=True).check(force=True)


def surface(page: Page) -> Locator:
    return page.locator(".surface")


def held(page: Page, column: str) -> Locator:
    return page.get_by_role("region", name="Output", exact=True).get_by_label(column, exact=True)


def picture(page: Page) -> str:
    """What the map under the examples shows, once nothing is drawn any more."""
    settled(page)
    return str(surface(page).locator("canvas").first.evaluate("canvas => canvas.toDataURL()"))


def differs(page: Page, before: str) -> None:
    page.wait_for_function("before => document.querySelector('.surface canvas').toDataURL() !== before", arg=before)


def test_the_answer_along_any_two_columns(penguins: Page) -> None:
    columns = ng.load("penguins").start().data.names
    across, up = (penguins.get_by_label(name, exact=True) for name in ("Across", "Up"))
    assert typed(across) in columns
    expect(penguins.get_by_role("img", name="Map of the output over")).to_be_visible()
    before = picture(penguins)
    options = across.locator("option").all_inner_texts()
    other = next(name for name in options if name not in (across.input_value(), up.input_value()))
    across.select_option(other)
    expect(penguins.get_by_role("img", name=f"Map of the output over {other}")).to_be_visible()
    differs(penguins, before)
    # Where both would be the same column, they change places.
    was = typed(up)
    up.select_option(other)
    expect(across).to_have_value(was)
    expect(up).to_have_value(other)


def test_the_others_are_held_at_chosen_values(penguins: Page) -> None:
    before = picture(penguins)
    slider = penguins.get_by_role("region", name="Output", exact=True).get_by_role("slider").first
    slider.focus()
    slider.press("End")
    differs(penguins, before)
    button(penguins, "Reset to means").click()
    penguins.wait_for_function("before => document.querySelector('.surface canvas').toDataURL() === before", arg=before)


def test_a_click_holds_the_others_at_an_examples_values(penguins: Page) -> None:
    before = picture(penguins)
    box = area(surface(penguins))
    for share in range(1, 10):  # somewhere on the diagonal there is an example
        penguins.mouse.click(box["x"] + box["width"] * share / 10, box["y"] + box["height"] * 0.5)
        if settled(penguins).get_by_role("button", name="Reset to means").count():
            break
    expect(button(penguins, "Reset to means")).to_be_visible()
    differs(penguins, before)


def test_every_neuron_of_a_table_is_a_map(penguins: Page) -> None:
    button(penguins, "Layer 1, neuron 1").hover()
    expect(penguins.get_by_role("heading", name="Layer 1, neuron 1")).to_be_visible()
    expect(penguins.get_by_role("img", name="Map of the layer 1, neuron 1")).to_be_visible()


def test_hovering_probes_with_all_columns(penguins: Page) -> None:
    surface(penguins).hover(position={"x": 80, "y": 90})
    tip = surface(penguins).locator(".tip")
    expect(tip).to_contain_text(typed(penguins.get_by_label("Across", exact=True)))


def test_predictions_are_counted_class_by_class(penguins: Page) -> None:
    button(penguins, "Play").click()
    view(penguins, "Predicted / actual")
    expect(penguins.get_by_role("img", name="Predicted and true answers")).to_be_visible()
    expect(penguins.get_by_role("radio", name="Residuals")).to_have_count(0)
    until(penguins, "read('Accuracy') > 80")
    view(penguins, "Answer")
    expect(penguins.get_by_role("img", name="Map of the output")).to_be_visible()


def test_residuals_are_drawn_over_any_column(app: Page) -> None:
    rows = [f"{row},{row % 7},{row % 3},{row * 2 + row % 5}" for row in range(60)]
    drop(app, {"prices.csv": "\n".join(["area,age,rooms,price", *rows])})
    view(app, "Residuals")
    expect(app.get_by_role("img", name="What the targets differ by")).to_be_visible()
    over = app.get_by_label("Over", exact=True)
    pictures = set()
    for name in ("the prediction", "area", "age", "rooms"):
        over.select_option(label=name)
        expect(over.locator("option:checked")).to_have_text(name)
        settled(app)
        pictures.add(app.locator("section[aria-label=Output] canvas").evaluate("canvas => canvas.toDataURL()"))
    assert len(pictures) == 4
    step(app)
    view(app, "Predicted / actual")
    expect(app.get_by_role("img", name="Predicted and true answers")).to_be_visible()


def test_the_squared_errors_of_a_fitted_curve(page: Page, play: Callable[..., str]) -> None:
    opened(page, play("houses"))
    before = picture(page)
    for name in ("Lines", "Squares"):
        view(page, name)
        differs(page, before)
        before = picture(page)
    run = ng.load("houses").start()
    prices = np.array([329.9, 369, 399.9])  # of 1600, 2400 and 2104 square feet
    mean = float(np.mean((run.predict([[1600], [2400], [2104]])[:, 0] - prices) ** 2))
    shown = page.get_by_text("mean square").locator("b")
    expect(shown).to_have_text(f"{mean:.2f}")
    button(page, "Play").click()
    expect(shown).to_have_text("447.29")  # the least there is
    view(page, "None")
    expect(shown).to_have_count(0)


def test_two_columns_are_drawn_as_they_are(page: Page, play: Callable[..., str]) -> None:
    opened(page, play("ten-houses"))
    expect(page.get_by_role("img", name="Map of the output over area and bathrooms")).to_be_visible()
    expect(page.get_by_label("Across", exact=True)).to_have_count(0)
    expect(page.get_by_text("price = ")).to_be_visible()
    for name, label in (("Residuals", "What the targets differ by"), ("Predicted / actual", "Predicted and true")):
        view(page, name)
        expect(page.get_by_role("img", name=label)).to_be_visible()
    step(page)


def test_a_table_with_a_text_that_has_one_word_and_names_that_are_html(app: Page) -> None:
    rows = [f"{row},{row % 7},only,{'<b>a</b>' if row % 2 else 'b'},{row * 2}" for row in range(40)]
    drop(app, {"odd.csv": "\n".join(["<i>x</i>,y,constant,text,price", *rows])})
    expect(app.get_by_label("Across", exact=True)).to_have_value("<i>x</i>")
    expect(held(app, "constant")).to_be_visible()
    expect(held(app, "text").locator("option:checked")).to_have_text("average")
    before = picture(app)
    held(app, "text").select_option("<b>a</b>")
    expect(held(app, "text").locator("option")).to_have_text(["<b>a</b>", "b"])
    differs(app, before)
    step(app)
    expect(readout(app, "Step")).to_have_text("1")


def test_inputs_that_are_switched_off_leave_the_picture(app: Page) -> None:
    choose(app, "iris", "Tables")
    app.get_by_label("Across", exact=True).select_option("petal length")
    button(app, "Input sepal length").click()
    expect(app.get_by_text("3 inputs")).to_be_visible()
    expect(app.get_by_label("Across", exact=True)).to_have_value("petal length")
    button(app, "Input sepal width").click()
    expect(app.get_by_role("img", name="Map of the output over petal length and petal width")).to_be_visible()
    expect(app.get_by_label("Across", exact=True)).to_have_count(0)
