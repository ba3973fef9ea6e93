"""The network's picture: weights and biases are dragged and pinned in it, neurons muted, layers frozen."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

import neuroglow as ng
from neuroglow import Experiment
from tests.e2e.controls import area, button, exact, opened, passing, readout, said, step, until

Place = tuple[float, float]


def bias_of(page: Page, neuron: str) -> Place:
    """Where a neuron's bias is: at its lower left corner."""
    box = button(page, neuron).bounding_box()  # also of a page that plays
    assert box is not None
    return box["x"] + 1, box["y"] + box["height"] - 1


def weight_between(page: Page, source: str, target: str) -> Place:
    """Where the weight between two neurons runs: half way."""
    one, two = area(button(page, source)), area(button(page, target))
    return (
        (one["x"] + one["width"] + two["x"]) / 2,
        (one["y"] + one["height"] / 2 + two["y"] + two["height"] / 2) / 2,
    )


def drag(page: Page, place: Place, up: float) -> None:
    page.mouse.move(*place)
    page.mouse.down()
    page.mouse.move(place[0], place[1] - up, steps=5)


def tip(page: Page) -> str:
    return said(page.get_by_role("tooltip").locator(".exact"))


def test_a_bias_is_dragged_upwards_to_a_larger_value(app: Page) -> None:
    before = float(exact(app, "Layer 1, neuron 3", 1))
    drag(app, bias_of(app, "Layer 1, neuron 3"), 25)
    expect(app.get_by_role("tooltip").locator(".exact")).to_have_text(f"{round(before + 0.25, 3):g}")
    app.mouse.up()
    readout(app, "Accuracy").hover()
    step(app)

    run = ng.load("spiral").start()
    run.edit(layer=0, neuron=2, input=None, value=round(before + 0.25, 3))
    run.advance(steps=1)
    assert float(exact(app, "Layer 1, neuron 3", 1)) == run.layers[0].biases[2]
    assert float(exact(app, "Layer 1, neuron 1", 2)) == run.layers[0].weights[0, 0]
    button(app, "Undo change").click()
    expect(readout(app, "Step")).to_have_text("0")
    assert float(exact(app, "Layer 1, neuron 3", 1)) == before


def test_a_weight_is_dragged_down_finely_with_shift(app: Page) -> None:
    place = weight_between(app, "Input x1", "Layer 1, neuron 1")
    app.mouse.move(*place)
    name = said(app.get_by_role("tooltip").locator("p").first)
    assert name.startswith("Weight")
    before = float(tip(app))
    app.keyboard.down("Shift")
    drag(app, place, -30)
    app.mouse.up()
    app.keyboard.up("Shift")
    app.mouse.move(*place)
    expect(app.get_by_role("tooltip").locator(".exact")).to_have_text(f"{round(before - 0.03, 3):g}")


def test_escape_puts_it_back(app: Page) -> None:
    before = exact(app, "Layer 1, neuron 3", 1)
    drag(app, bias_of(app, "Layer 1, neuron 3"), 40)
    expect(app.get_by_role("tooltip").locator(".exact")).not_to_have_text(before)
    app.keyboard.press("Escape")
    app.mouse.move(600, 90)
    app.mouse.up()
    assert exact(app, "Layer 1, neuron 3", 1) == before


def test_it_is_dragged_while_the_run_plays(app: Page) -> None:
    button(app, "Play").click()
    until(app, "read('Step') > 20")
    place = bias_of(app, "Layer 2, neuron 3")
    for up in range(0, 200, 10):
        if up == 0:
            drag(app, place, 0)
        app.mouse.move(place[0], place[1] - up)
    app.mouse.up()
    before = passing(app, "Step")
    until(app, f"read('Step') > {before + 20}")
    button(app, "Pause").click()
    expect(app.get_by_role("alert")).to_have_count(0)


def test_fingers_scroll_and_do_not_drag(browser: Browser, page_url: str) -> None:
    with browser.new_context(has_touch=True, viewport={"width": 390, "height": 844}) as context:
        page = opened(context.new_page(), page_url)
        before = exact(page, "Layer 1, neuron 3", 1)
        x, y = bias_of(page, "Layer 1, neuron 3")
        session = context.new_cdp_session(page)
        session.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
        for by in range(5, 60, 5):
            session.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [{"x": x, "y": y - by}]})
        session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        expect(button(page, "Undo change")).to_be_disabled()
        assert exact(page, "Layer 1, neuron 3", 1) == before


def test_a_weight_is_pinned_by_a_click_and_by_keyboard(app: Page) -> None:
    app.mouse.click(*weight_between(app, "Input x1", "Layer 1, neuron 1"))
    expect(app.get_by_role("tab", name="Inspector")).to_have_attribute("aria-selected", "true")
    expect(button(app, "Undo change")).to_be_disabled()

    page = app
    exact(page, "Layer 1, neuron 3", 2)
    page.keyboard.press("Enter")
    readout(page, "Accuracy").hover()
    expect(page.get_by_role("tab", name="Inspector")).to_have_attribute("aria-selected", "true")
    expect(button(page, "Layer 1, neuron 3")).to_have_attribute("aria-pressed", "false")


def test_a_neuron_is_silent_and_speaks_again(app: Page) -> None:
    neuron = button(app, "Layer 1, neuron 3")
    speaks = exact(app, "Layer 1, neuron 3")
    neuron.press("m")
    expect(app.get_by_role("tooltip")).to_contain_text("muted")
    assert float(tip(app)) == 0
    step(app)
    run = ng.load("spiral").start()
    run.mute(layer=0, neuron=2)
    run.advance(steps=1)
    assert float(exact(app, "Layer 1, neuron 1", 2)) == run.layers[0].weights[0, 0]
    neuron.press("m")
    expect(app.get_by_role("tooltip")).not_to_contain_text("muted")
    assert float(tip(app)) != 0
    assert speaks != "0"


def test_inputs_and_outputs_cannot_be_muted(app: Page) -> None:
    for name in ("Output neuron", "Input x1"):
        exact(app, name)
        button(app, name).press("m")
        expect(app.get_by_role("tooltip")).not_to_contain_text("muted")
    expect(button(app, "Undo change")).to_be_disabled()


@pytest.mark.parametrize(("name", "layer"), [("Freeze layer 1", 0), ("Freeze the output layer", 3)])
def test_a_layer_does_not_learn_while_it_is_frozen(app: Page, name: str, layer: int) -> None:
    button(app, name).click()
    expect(button(app, name)).to_have_attribute("aria-pressed", "true")
    for _ in range(3):
        step(app)
    run = ng.load("spiral").start()
    run.freeze(layer=layer)
    run.advance(steps=3)
    assert float(exact(app, "Layer 1, neuron 1", 2)) == run.layers[0].weights[0, 0]
    assert float(exact(app, "Output neuron", 2)) == run.layers[3].weights[0, 0]
    button(app, name).click()
    expect(button(app, name)).to_have_attribute("aria-pressed", "false")


def test_what_a_saved_run_has_muted_and_frozen_is_shown(app: Page, tmp_path_factory: pytest.TempPathFactory) -> None:
    run = Experiment().start()
    run.mute(layer=0, neuron=1)
    run.freeze(layer=1)
    path = tmp_path_factory.mktemp("runs") / "silent.glow"
    run.save(path)
    with app.expect_file_chooser() as chooser:
        button(app, "Open a file").click()
    chooser.value.set_files(path)
    expect(button(app, "Freeze layer 2")).to_have_attribute("aria-pressed", "true")
    button(app, "Layer 1, neuron 2").hover()
    expect(app.get_by_role("tooltip")).to_have_text(re.compile("muted"))
