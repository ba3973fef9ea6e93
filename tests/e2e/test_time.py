"""All of a run's time: the timeline, steps back, undo and redo, and rules by which a run stops."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

import neuroglow as ng
from tests.e2e.controls import area, attribute, button, choose, exact, paused, readout, said, step, until, value
from tests.e2e.resting import settled

WEIGHTS = (("Layer 1, neuron 2", 1), ("Layer 2, neuron 3", 4), ("Output neuron", 8))
READOUTS = ("Epoch", "Step", "Training loss", "Test loss", "Accuracy")


def timeline(page: Page) -> Locator:
    return page.get_by_role("slider", name="Moment of the run")


def moment(page: Page) -> tuple[list[str], list[str]]:
    """Some weights, exactly, and all readouts."""
    return [exact(page, *weight) for weight in WEIGHTS], [said(readout(page, name)) for name in READOUTS]


def played(page: Page, steps: int) -> int:
    """Play at normal speed until so many steps are taken; where it stands then."""
    button(page, "Play").click()
    until(page, f"read('Step') >= {steps}")
    return paused(page)


def at(page: Page, step: int) -> None:
    """The run stands at this step, on the timeline too."""
    expect(readout(page, "Step")).to_have_text(str(step))
    expect(timeline(page)).to_have_attribute("aria-valuenow", str(step))


def drag(page: Page, *shares: float) -> int:
    """Drag the handle to places on the line, one after the other, and let go at the last; the step that it comes to."""
    box = area(timeline(page))
    places = [(box["x"] + share * box["width"], box["y"] + box["height"] / 2) for share in shares]
    page.mouse.move(*places[0])
    page.mouse.down()
    for place in places:
        page.mouse.move(*place, steps=5)
    page.mouse.up()
    there = int(attribute(timeline(page), "aria-valuenow"))
    expect(readout(page, "Step")).to_have_text(str(there))
    return there


def rate(page: Page, text: str) -> None:
    field = page.get_by_label("Learning rate")
    field.fill(text)
    field.press("Enter")
    field.blur()


def test_any_moment_is_reached_with_the_mouse_and_is_exact(app: Page) -> None:
    last = played(app, 600)
    before = moment(app)
    there = drag(app, 1, 0.2, 0.9, 0.5)
    assert 0 < there < last
    expect(timeline(app)).to_have_attribute("aria-valuetext", re.compile(rf"^step {there:,}, epoch [\d,]+$"))
    run = ng.load("spiral").start()
    run.seek(there)
    assert float(exact(app, "Layer 1, neuron 1", 2)) == run.layers[0].weights[0, 0]
    assert float(exact(app, "Output neuron", 1)) == run.layers[-1].biases[0]
    drag(app, 0.5, 0)
    at(app, 0)
    drag(app, 0, 1)
    at(app, last)
    assert moment(app) == before


def test_any_moment_is_reached_with_the_keyboard(app: Page) -> None:
    last = played(app, 100)
    before = moment(app)
    line = timeline(app)
    line.focus()
    for key, there in (
        ("Home", 0), ("ArrowRight", 1), ("ArrowUp", 2), ("ArrowLeft", 1), ("PageUp", 26), ("PageDown", 1),
        ("PageDown", 0), ("ArrowLeft", 0), ("End", last), ("ArrowRight", last), ("ArrowDown", last - 1), ("End", last),
    ):  # fmt: skip
        line.press(key)
        at(app, there)
    assert moment(app) == before


def test_a_click_jumps_and_play_goes_on_from_there(app: Page) -> None:
    last = played(app, 300)
    run = ng.load("spiral").start()
    assert 0 < drag(app, 0.4) < last
    button(app, "Play").click()
    until(app, f"read('Step') > {last}")
    run.advance(steps=paused(app))
    assert float(exact(app, "Layer 1, neuron 1", 2)) == run.layers[0].weights[0, 0]


def test_the_timeline_tells_moments_and_changes(app: Page) -> None:
    step(app)
    rate(app, "0.5")
    expect(button(app, "Undo change")).to_be_enabled()
    played(app, 300)
    box = area(timeline(app))
    app.mouse.move(box["x"] + box["width"] - 60, box["y"] + 10)
    tip = timeline(app).locator(".tip")
    expect(tip).to_contain_text(re.compile(r"Step [\d,]+ · epoch [\d,]+"))
    expect(tip).to_contain_text(re.compile(r"Loss 0\.\d+ · test 0\.\d+"))
    for x in range(60):
        app.mouse.move(box["x"] + x, box["y"] + 10)
        settled(app)
        if tip.get_by_text("Step 1: learning rate 0.1 → 0.5").count() == 1:
            break
    expect(tip).to_contain_text("Step 1: learning rate 0.1 → 0.5")
    app.mouse.click(box["x"] + x, box["y"] + 10)
    at(app, 1)


def test_time_is_logarithmic_until_it_is_told_otherwise(app: Page) -> None:
    last = played(app, 1000)
    logarithmic = drag(app, 0.5)
    scale = button(app, "log: logarithmic time")
    expect(scale).to_have_attribute("aria-pressed", "true")
    scale.click()
    assert abs(drag(app, 0.5) - last / 2) < last / 20
    assert logarithmic < last / 3
    app.reload()
    expect(scale).to_have_attribute("aria-pressed", "false")


def test_steps_back_are_those_forward(app: Page) -> None:
    expect(button(app, "Step back")).to_be_disabled()
    moments = [moment(app)]
    for _ in range(3):
        step(app)
        moments.append(moment(app))
    for there in (2, 1, 0):
        button(app, "Step back").click()
        at(app, there)
        assert moment(app) == moments[there]
    expect(button(app, "Step back")).to_be_disabled()

    step(app, "epoch")
    for _ in range(3):
        step(app)
    for there in (25, 0):
        app.get_by_label("Unit").select_option("epoch")
        button(app, "Step back").click()
        at(app, there)


def test_an_example_back(app: Page) -> None:
    step(app)
    captions = []
    for example in range(1, 4):
        step(app, "example")
        caption = app.get_by_text(f"Example {example} of the 10 in this batch")
        expect(caption).to_be_visible()
        captions.append(caption)
    button(app, "Step back").click()
    expect(captions[1]).to_be_visible()
    button(app, "Step back").click()
    expect(captions[0]).to_be_visible()
    at(app, 1)


def test_changes_are_taken_back_and_come_again(app: Page) -> None:
    for _ in range(3):
        step(app)
    before = moment(app)
    rate(app, "0.5")
    expect(button(app, "Undo change")).to_be_enabled()
    for _ in range(2):
        step(app)
    app.get_by_label("Optimizer").select_option("adam")
    step(app)
    after = moment(app)

    app.get_by_role("status", name="Accuracy").hover()
    app.locator("main").click(position={"x": 4, "y": 4})
    app.keyboard.press("Control+z")
    at(app, 5)
    expect(app.get_by_label("Optimizer")).to_have_value("sgd")
    app.keyboard.press("Control+z")
    at(app, 3)
    expect(app.get_by_label("Learning rate")).to_have_value("0.1")
    assert moment(app) == before
    expect(button(app, "Undo change")).to_be_disabled()
    app.keyboard.press("Control+Shift+Z")
    at(app, 5)
    app.keyboard.press("Control+y")
    at(app, 6)
    assert moment(app) == after
    expect(button(app, "Redo change")).to_be_disabled()

    button(app, "Undo change").click()
    at(app, 5)
    field = app.get_by_label("Learning rate")
    field.focus()
    app.keyboard.press("Control+z")  # the field's own
    at(app, 5)


def stop_when(page: Page, quantity: str, number: str, compare: str | None = None) -> None:
    button(settled(page), "Stop when…").click()
    form = page.get_by_role("form", name="Stop when")
    form.get_by_label("Quantity").select_option(label=quantity)
    if compare is not None:
        form.get_by_label("Comparison").select_option(label=compare)
    form.get_by_label("Value").fill(number)
    form.get_by_role("button", name="Add").click()
    page.keyboard.press("Escape")


@pytest.mark.parametrize(
    ("quantity", "number", "chip", "until"),
    [
        ("Epoch", "7", "epoch 7", "epoch >= 7"),
        ("Training loss", "0.2", "training loss < 0.2", "train_loss < 0.2"),
        ("Test accuracy", "90 %", "test accuracy ≥ 90 %", "test_accuracy >= 0.9"),
        ("Plateau", "3", "plateau of 3 records", "plateau 3"),
    ],
)
def test_a_run_stops_exactly_at_the_record(app: Page, quantity: str, number: str, chip: str, until: str) -> None:
    choose(app, "A disc in a ring")
    if quantity == "Plateau":
        rate(app, "0.00001")
    stop_when(app, quantity, number)
    expect(app.get_by_role("list", name="The run stops at").get_by_text(chip)).to_be_visible()
    app.get_by_label("Speed").press("End")
    button(app, "Play").click()
    expect(app.locator(".notice")).to_contain_text("The run has stopped at step")
    expect(button(app, "Play")).to_be_visible()

    run = ng.load("spiral").replace({"data.source": "circle"}).start()
    if quantity == "Plateau":
        run.set(learning_rate=0.00001)
    run.advance(until=until, max_steps=100_000)
    assert value(app, "Step") == run.step
    button(app, f"Remove: {chip}").click()
    button(app, "Play").click()
    expect(app.locator(".notice")).to_have_count(0)
    expect(app.get_by_role("list", name="The run stops at")).to_have_count(0)


def test_a_rule_that_makes_no_sense_is_refused_in_a_sentence(app: Page) -> None:
    stop_when(app, "Epoch", "soon")
    button(app, "Stop when…").click()
    form = app.get_by_role("form", name="Stop when")
    form.get_by_label("Quantity").select_option(label="Epoch")
    form.get_by_label("Value").fill("soon")
    form.get_by_label("Value").press("Enter")
    expect(form.get_by_role("alert")).to_have_text("expected an epoch from 1 on, got “soon”: 100, for example")
    expect(app.get_by_role("list", name="The run stops at")).to_have_count(0)


def test_dragging_at_full_speed_through_resets_and_other_data(app: Page) -> None:
    app.get_by_label("Speed").press("End")
    box = area(timeline(app))
    left, width, y = box["x"], box["width"], box["y"] + box["height"] / 2

    def x(share: float) -> float:
        return left + share * width

    for turn, data in enumerate(("A disc in a ring", "Exclusive or", "Two clouds")):
        button(app, "Play").click()
        until(app, "read('Step') > 200")
        app.mouse.move(x(1), y)
        app.mouse.down()
        for share in (0.1, 0.9, 0.3, 0.7, 0.5):
            app.mouse.move(x(share), y, steps=6)
        app.keyboard.press("Space")  # plays under the dragging hand
        for share in (0.2, 0.8):
            app.mouse.move(x(share), y, steps=6)
        if turn == 0:
            app.evaluate("document.querySelector('button[aria-label=Reset]').click()")
        else:
            app.evaluate("name => document.querySelector(`button[aria-label='${name}']`).click()", data)
        for share in (0.9, 0.1, 0.6):
            app.mouse.move(x(share), y, steps=6)
        app.mouse.up()
        button(app, "Reset").click()
        expect(readout(app, "Step")).to_have_text("0")
    expect(app.get_by_role("alert")).to_have_count(0)
    step(app)
    at(app, 1)


def test_before_a_divergence_all_is_as_it_was(app: Page) -> None:
    choose(app, "Hills and valleys")
    app.get_by_label("Activation").select_option("identity")
    rate(app, "0.001")
    last = played(app, 60)
    before = moment(app)
    app.get_by_label("Batch size").fill("20")  # so that the two rates are not one change
    app.get_by_label("Batch size").press("Enter")
    rate(app, "1000")
    button(app, "Play").click()
    alert = app.get_by_role("alert")
    expect(alert).to_contain_text("diverged in step")
    end = round(value(app, "Step"))
    line = timeline(app)
    line.focus()
    line.press("Home")
    at(app, 0)
    expect(alert).to_have_count(0)
    line.press("End")
    at(app, end)
    expect(alert).to_contain_text(f"diverged in step {end}")
    app.keyboard.press("Control+z")
    at(app, last)
    expect(alert).to_have_count(0)
    assert moment(app) == before
