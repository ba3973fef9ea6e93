"""What a network is like inside: layers over time, the loss around it, its surface, the bent plane, its mistakes."""

import re
from collections.abc import Callable

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

import neuroglow as ng
from tests.e2e.controls import area, attribute, button, choose, opened, paused, readout, step, until, value
from tests.e2e.controls import said as told
from tests.e2e.resting import settled

TABLE = "Which classes are taken for which"
LAYERS = ("Layer 1", "Layer 2", "Layer 3", "Output")
NUMBER = r"\N{MINUS SIGN}?[\d.]+(?:e-?\d+|k)?"


def look(page: Page, tab: str) -> None:
    page.get_by_role("tab", name=tab, exact=True).click()


def picture(page: Page, name: str | re.Pattern[str]) -> Locator:
    return page.get_by_role("img", name=name)


def pixels(drawing: Locator) -> str:
    settled(drawing.page)
    return str(drawing.locator("canvas").first.evaluate("canvas => canvas.toDataURL()"))


def said(drawing: Locator) -> list[float]:
    """The numbers in a drawing's text alternative, in their order."""
    text = attribute(drawing, "aria-label").split(": ", 1)[1]
    return [float(found.replace("\N{MINUS SIGN}", "-")) for found in re.findall(NUMBER, text)]


def trained(page: Page, steps: int) -> int:
    """Play until so many steps are taken; where the run stands then."""
    button(page, "Play").click()
    until(page, f"read('Step') >= {steps}")
    return paused(page)


def test_layers_tell_what_their_weights_are_like(app: Page) -> None:
    look(app, "Layers")
    last = trained(app, 300)
    run = ng.load("spiral").start()
    run.advance(last)
    for name, layer in zip(LAYERS, run.layers, strict=True):
        weights = picture(app, re.compile(f"^{name}, weights"))
        quantiles = np.quantile(layer.weights, [0.5, 0.25, 0.75, 0, 1])
        expect(weights).to_have_attribute("aria-label", re.compile(f"{quantiles[4]:.2g}".rstrip("0")))
        assert said(weights) == pytest.approx(quantiles, rel=0.06, abs=0.02)
        for kind in ("gradients", "activations", "update to weight", "saturated and dead"):
            expect(picture(app, re.compile(f"^{name}, {kind}"))).to_be_visible()


def test_a_moment_in_a_layers_chart_is_gone_to(app: Page) -> None:
    look(app, "Layers")
    last = trained(app, 300)
    chart = picture(app, re.compile("^Layer 2, weights"))
    box = area(chart)
    chart.hover(position={"x": box["width"] * 0.4, "y": box["height"] / 2})
    tip = app.locator(".layers .tip")
    expect(tip).to_contain_text("median")
    moment = re.search(r"step ([\d,]+)", told(tip))
    assert moment is not None
    chart.click(position={"x": box["width"] * 0.4, "y": box["height"] / 2})
    expect(readout(app, "Step")).not_to_have_text(str(last))
    # More moments may have come meanwhile, nearer to the pointer.
    assert int(moment[1]) / 3 < value(app, "Step") < 3 * int(moment[1])

    moments = app.get_by_role("slider", name="Moment", exact=True)
    moments.focus()
    app.keyboard.press("Home")
    expect(moments).to_have_attribute("aria-valuenow", "0")
    app.keyboard.press("Enter")
    expect(readout(app, "Step")).to_have_text("0")
    app.keyboard.press("ArrowRight")
    expect(moments).not_to_have_attribute("aria-valuenow", "0")
    expect(moments).to_have_attribute("aria-valuetext", re.compile("median"))


def test_scales_of_layers_are_shared_or_their_own(app: Page) -> None:
    look(app, "Layers")
    chart = picture(app, re.compile("^Output, activations"))
    step(app)
    shared = pixels(chart)
    app.get_by_label("own scales").check()
    app.wait_for_function(
        "([element, before]) => element.toDataURL() !== before", arg=[chart.locator("canvas").element_handle(), shared]
    )


def landscape(page: Page) -> Locator:
    return picture(page, re.compile("^The loss over"))


def surveyed(page: Page) -> None:
    """The loss around the weights is that of the present ones."""
    expect(page.get_by_role("tabpanel").get_by_role("status")).to_have_text("around the present weights")


def test_the_loss_around_the_weights(app: Page) -> None:
    look(app, "Landscape")
    trained(app, 300)
    surveyed(app)
    low, high, now = said(landscape(app))[:3]
    assert low <= now < high
    assert now == pytest.approx(value(app, "Training loss"), rel=0.3)

    before = attribute(landscape(app), "aria-label")
    button(app, "Other directions").click()
    expect(landscape(app)).not_to_have_attribute("aria-label", before)
    surveyed(app)
    reach = app.get_by_role("slider", name="Reach")
    reach.focus()
    wide = said(landscape(app))[1]
    for _ in range(3):
        app.keyboard.press("ArrowLeft")
    expect(reach).to_have_attribute("aria-valuetext", "\N{PLUS-MINUS SIGN}0.1")
    surveyed(app)
    app.wait_for_function("wide => +document.querySelector('.map').ariaLabel.match(/to ([\\d.]+)/)[1] < wide", arg=wide)

    landscape(app).hover(position={"x": 20, "y": 20})
    expect(app.locator(".map .tip")).to_contain_text("loss")


def test_the_way_over_the_landscape_leads_back(app: Page) -> None:
    look(app, "Landscape")
    last = trained(app, 300)
    surveyed(app)
    box = area(landscape(app))
    # The way begins somewhere near the middle: wherever the pointer is a hand, a moment is under it.
    found = app.evaluate(
        """async ([left, top, side]) => {
            const map = document.querySelector('.map')
            for (let y = 2; y < side; y += 6) for (let x = 2; x < side; x += 6) {
                const place = { clientX: left + x, clientY: top + y, bubbles: true }
                map.dispatchEvent(new PointerEvent('pointermove', place))
                await Promise.resolve()
                const told = map.querySelector('.tip')?.textContent.match(/at step ([\\d,]+)/)
                if (told && +told[1].replace(',', '') < 200) return [x, y, told[1].replace(',', '')]
            }
        }""",
        [box["x"], box["y"], box["width"]],
    )
    assert found is not None, "expected an early moment of the run inside the landscape"
    landscape(app).click(position={"x": found[0], "y": found[1]})
    expect(readout(app, "Step")).to_have_text(found[2])
    assert value(app, "Step") < last


def test_the_loss_over_two_weights(app: Page) -> None:
    look(app, "Landscape")
    app.get_by_role("radio", name="Two weights").check(force=True)
    expect(landscape(app)).to_have_attribute(
        "aria-label", re.compile("Layer 1, neuron 1 ← x1 and Layer 1, neuron 1 ← x2")
    )
    app.get_by_label("Across: layer").select_option("Layer 2")
    app.get_by_label("Across: neuron").select_option("Neuron 3")
    app.get_by_label("Across: weight").select_option("← Neuron 5")
    app.get_by_label("Up: weight").select_option("Bias")
    expect(landscape(app)).to_have_attribute(
        "aria-label", re.compile("Layer 2, neuron 3 ← neuron 5 and Layer 1, neuron 1: bias")
    )
    surveyed(app)
    # Another network does not have that neuron: the nearest takes its place.
    button(app, "Remove layer").click()
    button(app, "Remove layer").click()
    expect(app.get_by_label("Across: layer")).to_have_value("2")
    expect(landscape(app)).to_have_attribute("aria-label", re.compile("Output ← neuron 5"))


def surface(page: Page) -> Locator:
    return page.get_by_role("application", name=re.compile("^The output over x1 and x2 as heights"))


def test_the_surface_is_turned_with_mouse_and_keys(app: Page) -> None:
    look(app, "Surface 3-D")
    view = surface(app)
    app.wait_for_function("() => document.querySelector('.relief canvas') !== null")
    trained(app, 100)
    first = pixels(view)
    view.focus()
    seen = {first}
    for key in ("ArrowLeft", "ArrowUp", "+", "-", "ArrowRight"):
        app.keyboard.press(key)
        seen.add(pixels(view))
    assert len(seen) > 4
    app.keyboard.press("Home")
    assert pixels(view) == first

    box = area(view)
    app.mouse.move(box["x"] + 200, box["y"] + 100)
    app.mouse.down()
    app.mouse.move(box["x"] + 320, box["y"] + 130, steps=4)
    app.mouse.up()
    dragged = pixels(view)
    assert dragged != first
    app.mouse.wheel(0, -300)
    app.wait_for_function(
        "([canvas, before]) => canvas.toDataURL() !== before", arg=[view.locator("canvas").element_handle(), dragged]
    )
    button(app, "First view").click()
    assert pixels(view) == first


def test_the_plane_is_bent_by_a_layer_of_two_neurons(app: Page) -> None:
    look(app, "Space")
    button(app, "Add a layer of two neurons").click()
    expect(app.get_by_text("2", exact=True).first).to_be_visible()
    bent = picture(app, re.compile("^The same plane as layer 4 sees it, 100 % bent"))
    expect(bent).to_be_visible()
    flat = picture(app, re.compile("^The plane of x1 and x2"))
    slider = app.get_by_role("slider", name="Bent")
    slider.focus()
    app.keyboard.press("Home")
    half = picture(app, re.compile("^The same plane as layer 4 sees it, 0 % bent"))
    expect(half).to_be_visible()
    # Flat, both are the same picture, with the same example under the pointer.
    assert pixels(half) == pixels(flat)
    box = area(flat)
    run = ng.load("spiral").start()
    x, y = run.data.x_train[3]
    flat.hover(position={"x": (x + 6) / 12 * box["width"], "y": (6 - y) / 12 * box["height"]})
    expect(flat.locator("i")).to_have_count(1)
    expect(half.locator("i")).to_have_count(1)
    expect(flat.locator(".tip")).to_contain_text("example")
    button(app, "Bend the plane").click()
    expect(slider).to_have_attribute("aria-valuetext", "100 %", timeout=10_000)


def test_without_a_plane_there_is_nothing_to_bend(app: Page) -> None:
    choose(app, "iris", "Tables")
    expect(app.get_by_role("tab", name="Layers", exact=True)).to_be_visible()
    for tab in ("Space", "Surface 3-D"):
        expect(app.get_by_role("tab", name=tab, exact=True)).to_have_count(0)


def cell(page: Page, row: int, column: int, classes: int) -> None:
    """Click a cell of the table of classes."""
    matrix = page.locator(".matrix")
    box, button_box = area(matrix), area(matrix.get_by_role("button"))
    left = box["width"] - classes * button_box["width"]
    matrix.click(position={"x": left + (column + 0.5) * button_box["width"], "y": (row + 0.5) * button_box["height"]})


def examples(page: Page) -> Locator:
    return page.get_by_role("region", name="Examples of the cell")


def counted(page: Page, names: tuple[str, ...]) -> list[list[int]]:
    """The table of classes as the keyboard reads it, cell by cell."""
    at = page.locator(".matrix").get_by_role("button")
    settled(page)
    at.focus()
    for _ in names:
        page.keyboard.press("ArrowUp")
    table = []
    for truth in names:
        page.keyboard.press("Home")
        row = []
        for guess in names:
            expect(at).to_have_attribute("aria-label", re.compile(f"^{truth} taken for {guess}: "))
            row.append(int(re.findall(r"\d+", str(at.get_attribute("aria-label")).split(": ")[1])[0]))
            page.keyboard.press("ArrowRight")
        table.append(row)
        page.keyboard.press("ArrowDown")
    return table


def test_two_classes_are_counted_and_their_examples_looked_at(app: Page) -> None:
    last = trained(app, 200)
    app.get_by_text(TABLE).click()
    expect(picture(app, "Predicted and true answers")).to_be_visible()
    run = ng.load("spiral").start()
    run.advance(last)
    guesses = run.predict(run.data.x_test)[:, 0] > 0
    truths = run.data.y_test[:, 0] > 0
    expected = [
        [int(np.sum((truths == truth) & (guesses == guess))) for guess in (False, True)] for truth in (False, True)
    ]
    assert counted(app, ("0", "1")) == expected

    cell(app, 0, 1, 2)
    expect(examples(app)).to_contain_text(f"0 taken for 1: {expected[0][1]}")
    wrong = np.flatnonzero(~truths & guesses)
    first = examples(app).get_by_role("listitem").first.get_by_role("button")
    expect(first).to_have_attribute("aria-label", re.compile(f"^Example {len(run.data.x_train) + wrong[0] + 1}: "))
    first.click()
    expect(first).to_have_attribute("aria-pressed", "true")
    expect(app.locator(".caption")).to_contain_text(
        f"x1 = {run.data.x_test[wrong[0], 0]:.4f}".replace("-", "\N{MINUS SIGN}")
    )

    cell(app, 1, 1, 2)
    expect(examples(app)).to_contain_text(f"1 taken for 1: {expected[1][1]}")
    app.keyboard.press("Escape")
    expect(examples(app)).to_have_count(0)
    app.keyboard.press("ArrowLeft")
    app.keyboard.press("Enter")
    expect(examples(app)).to_contain_text(f"1 taken for 0: {expected[1][0]}")


def test_the_table_of_classes_lives_while_the_run_plays(app: Page) -> None:
    app.get_by_text(TABLE).click()
    cell(app, 0, 0, 2)
    before = told(examples(app).locator("header"))
    button(app, "Play").click()
    expect(examples(app).locator("header")).not_to_have_text(before)
    button(app, "Pause").click()


def test_images_of_a_cell_are_shown_small(page: Page, play: Callable[..., str]) -> None:
    opened(page, play("digits-8x8"))
    trained(page, 60)
    page.get_by_text(TABLE).click()
    cell(page, 7, 7, 10)
    images = examples(page).get_by_role("list", name="Examples").get_by_role("button")
    expect(images.first).to_be_visible()
    expect(images.first.locator("canvas")).to_have_count(1)
    name = attribute(images.nth(1), "aria-label")
    images.nth(1).click()
    expect(page.get_by_role("heading", name=re.compile(f"Test {name.lower()} of"))).to_be_visible()
    expect(page.get_by_role("region", name="Output", exact=True)).to_contain_text("7")


def test_rows_of_a_cell_are_shown(app: Page) -> None:
    choose(app, "iris", "Tables")
    trained(app, 200)
    app.get_by_role("radio", name="Predicted / actual").check(force=True)
    cell(app, 0, 0, 3)
    rows = examples(app).get_by_role("list", name="Examples").get_by_role("button")
    expect(rows.first).to_be_visible()
    rows.first.click()
    expect(rows.first).to_have_attribute("aria-pressed", "true")
    button(app, "Close the examples").click()
    expect(examples(app)).to_have_count(0)


@pytest.mark.parametrize("width", [360, 390, 1440])
def test_nothing_is_wider_than_the_screen(app: Page, width: int) -> None:
    app.set_viewport_size({"width": width, "height": 844})
    for tab in ("Layers", "Landscape", "Space", "Surface 3-D"):
        look(app, tab)
        expect(app.get_by_role("tabpanel").locator("canvas, button").first).to_be_visible()
        assert settled(app).evaluate("document.scrollingElement.scrollWidth") <= width, tab
