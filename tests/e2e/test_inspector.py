"""The inspector: every number of a neuron and a weight, as Python has them, and what can be done to them."""

import math
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

import neuroglow as ng
from neuroglow.inspection import Update
from tests.e2e.controls import (
    area,
    button,
    choose,
    drop,
    goes_on,
    opened,
    passing,
    readout,
    said,
    step,
    typed,
    until,
    value,
)
from tests.e2e.resting import settled

SPIRAL = "spiral"


def inspector(page: Page) -> Locator:
    return page.get_by_role("region", name="Inspector", exact=True)


def part(page: Page, name: str) -> Locator:
    """Forward, Loss, Backward, Gradient or Update."""
    return inspector(page).get_by_role("region", name=name, exact=True)


def read(text: str) -> float:
    """A number as it is shown: with the minus sign of a book, and brackets where it is negative in a sum."""
    return float(text.strip().strip("()").replace("\N{MINUS SIGN}", "-").replace("\N{INFINITY}", "inf"))


def live(where: Locator, name: str) -> float:
    """A live number of a formula, once the page rests; where it stands several times, the last one."""
    settled(where.page)
    return read(where.locator(f'mn[data-name="{name}"]').last.text_content() or "")


def rows(where: Locator, label: str) -> list[list[float]]:
    """The numbers of each row of a list of terms; those that can be edited count, too."""
    settled(where.page)
    found = []
    for row in where.get_by_role("list", name=label, exact=True).get_by_role("listitem").all():
        fields = [read(field.input_value()) for field in row.get_by_role("spinbutton").all()]
        texts = [read(cell.inner_text()) for cell in row.locator(".number").all() if cell.locator("input").count() == 0]
        found.append(fields + texts)
    return found


def shown(number: float) -> object:
    """What is shown of a number: four decimals, or three figures of a small one."""
    return pytest.approx(number, abs=5.1e-5) if abs(number) >= 1e-3 or number == 0 else pytest.approx(number, rel=6e-3)


def open_neuron(page: Page, name: str) -> None:
    button(page, name).click()
    expect(part(page, "Forward")).to_be_visible()
    settled(page)


def open_part(page: Page, name: str) -> None:
    """Of the neuron that is open its bias, or the weight from somewhere."""
    inspector(page).get_by_label("Part", exact=True).select_option(label=name)
    expect(part(page, "Update").locator(".waiting")).to_have_count(0)


def weight(page: Page, source: str) -> Locator:
    return inspector(page).get_by_role("spinbutton", name=f"Weight from {source}", exact=True)


def bias(page: Page) -> Locator:
    return inspector(page).get_by_role("spinbutton", name="Bias", exact=True)


def taken(page: Page, steps: int) -> None:
    for _ in range(steps):
        step(page)


def spiral(steps: int) -> ng.Run:
    return ng.load(SPIRAL).start().advance(steps=steps)


def test_a_hidden_neuron_as_python_has_it(app: Page) -> None:
    taken(app, 3)
    open_neuron(app, "Layer 2, neuron 3")
    run = spiral(3)
    trace = run.trace(0)
    below, layer, above = trace.layers[0], trace.layers[1], trace.layers[2]

    forward = part(app, "Forward")
    assert live(forward, "z") == shown(layer.z[2])
    assert live(forward, "a") == shown(layer.a[2])
    terms = rows(forward, "Terms of the sum")
    assert len(terms) == len(below.a)
    for (w, a), w_, a_ in zip(terms, run.layers[1].weights[2], below.a, strict=True):
        assert (w, a) == (shown(w_), shown(a_))
    assert read(typed(bias(app))) == shown(run.layers[1].biases[2])

    loss = part(app, "Loss")
    assert live(loss, "C") == shown(trace.loss)
    assert live(loss, "a") == shown(trace.layers[-1].a[0])
    assert live(loss, "y") == shown(trace.y[0])

    backward = part(app, "Backward")
    for (w, d), w_, d_ in zip(rows(backward, "What comes back"), run.layers[2].weights[:, 2], above.delta, strict=True):
        assert (w, d) == (shown(w_), shown(d_))
    assert live(backward, "slope") == shown(1 - layer.a[2] ** 2)
    assert live(backward, "delta") == shown(layer.delta[2])

    gradient = part(app, "Gradient")
    for (a, g), a_, g_ in zip(rows(gradient, "Gradients"), below.a, layer.grad_weights[2], strict=True):
        assert (a, g) == (shown(a_), shown(g_))
    assert live(gradient, "delta") == shown(layer.grad_biases[2])
    assert read(said(gradient.locator("b"))) == pytest.approx(layer.grad_biases[2], rel=1e-5)
    digits = re.search(r"agrees to (\d+) digits", said(gradient))
    assert digits is not None
    assert int(digits[1]) >= 5


def test_the_output_neuron_has_the_factors_of_the_chain_rule(app: Page) -> None:
    open_neuron(app, "Output neuron")
    trace = spiral(0).trace(0)
    output, y = trace.layers[-1], trace.y[0]
    backward = part(app, "Backward")
    assert live(backward, "pull") == shown(output.a[0] - y)
    assert live(backward, "slope") == shown(1 - output.a[0] ** 2)
    assert live(backward, "delta") == shown(output.delta[0])
    expect(button(app, "Mute")).to_have_count(0)


def test_softmax_and_cross_entropy_leave_the_error(page: Page, play: Callable[..., str]) -> None:
    opened(page, play("iris"))
    open_neuron(page, "Output versicolor")
    trace = ng.load("iris").start().trace(0)
    loss, backward = part(page, "Loss"), part(page, "Backward")
    for (a, y), a_, y_ in zip(rows(loss, "Answers and targets"), trace.layers[-1].a, trace.y, strict=True):
        assert (a, y) == (shown(a_), shown(y_))
    assert live(loss, "C") == shown(trace.loss)
    assert live(backward, "delta") == shown(trace.layers[-1].delta[1])
    loss.get_by_role("button", name="Open setosa").click()
    expect(inspector(page).get_by_label("Neuron", exact=True)).to_have_value("0")


OPTIMIZERS = ["sgd", "momentum", "nesterov", "rmsprop", "adagrad", "adam", "adamw"]


def test_updates_as_python_explains_them(app: Page, tmp_path: Path) -> None:
    for optimizer in OPTIMIZERS:
        momentum = 0.9 if optimizer in ("momentum", "nesterov") else 0.0
        name = "sgd" if momentum else optimizer
        run = ng.load(SPIRAL).start()
        run.set(optimizer=name, momentum=momentum, nesterov=optimizer == "nesterov", l2=0.01)
        run.advance(steps=2)
        run.save(tmp_path / f"{optimizer}.glow")
        drop(app, {f"{optimizer}.glow": (tmp_path / f"{optimizer}.glow").read_bytes()})
        expect(readout(app, "Step")).to_have_text("2")
        if optimizer == OPTIMIZERS[0]:
            open_neuron(app, "Layer 2, neuron 3")
            open_part(app, "Weight from neuron 2")

        inspector(app).get_by_role("radio", name="Next step").check(force=True)
        compare(app, run.explain(layer=1, neuron=2, input=1))
        step(app)
        inspector(app).get_by_role("radio", name="Last step").check(force=True)
        compare(app, run.explain(layer=1, neuron=2, input=1))


def compare(page: Page, update: Update) -> None:
    where = part(page, "Update")
    expect(where).to_contain_text(f"Step {update.step}: of its {len(update.shares)} examples")
    ups = int((update.shares < 0).sum())
    expect(where).to_contain_text(re.compile(rf"\b{ups}\s+push(ed)?\s+it up"))
    assert live(where, "gradient") == shown(update.gradient)
    assert live(where, "penalty") == shown(update.penalty)
    before, after = (read(text) for text in re.findall(r"[\N{MINUS SIGN}\d.]+\d", said(where.locator(".says").last)))
    assert (before, after) == (shown(update.value[0]), shown(update.value[1]))
    assert after - before == pytest.approx(update.value[1] - update.value[0], rel=0.06)
    for symbol, pair in (("v", update.first), ("m", update.first), ("s", update.second)):
        if where.locator(f'mn[data-name="{symbol}_"]').count() > 0:
            assert live(where, f"{symbol}_") == shown(pair[1])


def test_without_a_last_step_it_says_why(app: Page) -> None:
    open_neuron(app, "Layer 1, neuron 1")
    expect(part(app, "Update")).to_contain_text("No step has been taken yet")
    step(app)
    expect(part(app, "Update")).to_contain_text("Why did this bias move?")
    bias(app).fill("0.5")
    bias(app).press("Enter")
    expect(part(app, "Update")).to_contain_text("Something was changed at this step")


def test_a_bar_opens_its_example(app: Page) -> None:
    step(app)
    run = spiral(0)
    open_neuron(app, "Layer 2, neuron 3")
    update = run.explain(layer=1, neuron=2, input=None)
    bars = inspector(app).get_by_role("slider", name="Examples of the batch by their push")
    bars.press("End")
    most = int(update.examples[update.shares.argmax()])
    expect(bars).to_have_attribute("aria-valuetext", re.compile(rf"^Training example {most + 1} adds "))
    bars.press("Enter")
    expect(inspector(app).get_by_text(f"Training example {most + 1}:")).to_be_visible()
    trace = spiral(1).trace(most)
    expect(part(app, "Loss").locator('mn[data-name="y"]')).to_contain_text(f"{abs(trace.y[0]):.4f}")
    assert live(part(app, "Loss"), "C") == shown(trace.loss)

    inspector(app).locator(".bars").click(position={"x": 4, "y": 20})
    first = int(update.examples[update.shares.argmin()])
    expect(inspector(app).get_by_text(f"Training example {first + 1}:")).to_be_visible()
    button(app, "Back to the first example").click()
    expect(inspector(app).get_by_text("Training example 1:")).to_be_visible()
    expect(button(app, "Back to the first example")).to_have_count(0)


def test_a_weight_is_typed_dragged_and_stepped(app: Page) -> None:
    open_neuron(app, "Layer 2, neuron 3")
    field = weight(app, "neuron 1")
    field.fill("\N{MINUS SIGN}0,25")
    field.press("Enter")
    field.blur()
    expect(field).to_have_value("\N{MINUS SIGN}0.2500")

    box = area(field)
    x, y = box["x"] + 20, box["y"] + box["height"] / 2
    app.mouse.move(x, y)
    app.mouse.down()
    app.mouse.move(x + 75, y, steps=5)
    app.mouse.up()
    expect(field).to_have_value("0.5000")

    field.focus()
    app.keyboard.press("ArrowUp")
    app.keyboard.press("Shift+ArrowDown")
    field.blur()
    expect(field).to_have_value("0.5900")

    run = spiral(0)
    run.edit(layer=1, neuron=2, input=0, value=0.59)
    z = f"{run.trace(0).layers[1].z[2]:.4f}".replace("-", "\N{MINUS SIGN}")
    expect(part(app, "Forward").locator('mn[data-name="z"]')).to_have_text(z)
    assert value(app, "Training loss") == shown(run.loss("train"))


def test_a_weight_is_edited_while_it_plays(app: Page) -> None:
    open_neuron(app, "Layer 2, neuron 3")
    button(app, "Freeze layer").click()
    expect(button(app, "Freeze layer")).to_have_attribute("aria-pressed", "true")
    button(app, "Play").click()
    until(app, "read('Step') > 20")
    weight(app, "neuron 1").fill("0.75")
    weight(app, "neuron 1").press("Enter")
    bias(app).focus()
    # The layer is frozen: it stays as it was typed, while others learn.
    expect(weight(app, "neuron 1")).to_have_value("0.7500")
    seen = passing(app, "Step")
    until(app, f"read('Step') > {seen + 20}")
    expect(weight(app, "neuron 1")).to_have_value("0.7500")
    weight(app, "neuron 2").scroll_into_view_if_needed()
    box = weight(app, "neuron 2").bounding_box()  # of a page that plays
    assert box is not None
    before = read(weight(app, "neuron 2").input_value())
    app.mouse.move(box["x"] + 20, box["y"] + 10)
    app.mouse.down()
    app.mouse.move(box["x"] - 30, box["y"] + 10, steps=10)
    app.mouse.up()
    expect(weight(app, "neuron 2")).to_have_value(f"{before - 0.5:.4f}".replace("-", "\N{MINUS SIGN}"))
    z = part(app, "Forward").locator('mn[data-name="z"]').last
    expect(z).not_to_have_text(z.text_content() or "")
    button(app, "Pause").click()
    expect(button(app, "Play")).to_be_visible()


def test_a_silent_neuron_answers_0(app: Page) -> None:
    open_neuron(app, "Layer 2, neuron 3")
    button(app, "Mute").click()
    expect(button(app, "Mute")).to_have_attribute("aria-pressed", "true")
    expect(part(app, "Forward")).to_contain_text("This neuron is muted")
    assert live(part(app, "Forward"), "a") == 0
    assert live(part(app, "Backward"), "delta") == 0
    run = spiral(0)
    run.mute(layer=1, neuron=2, muted=True)
    assert live(part(app, "Loss"), "C") == shown(run.trace(0).loss)
    button(app, "Mute").click()
    expect(button(app, "Mute")).to_have_attribute("aria-pressed", "false")
    assert live(part(app, "Loss"), "C") == shown(spiral(0).trace(0).loss)


def test_a_frozen_layer_keeps_its_weights(app: Page) -> None:
    open_neuron(app, "Layer 2, neuron 3")
    before = typed(weight(app, "neuron 1"))
    button(app, "Freeze layer").click()
    expect(button(app, "Freeze layer")).to_have_attribute("aria-pressed", "true")
    taken(app, 3)
    expect(part(app, "Update")).to_contain_text("This layer is frozen")
    expect(weight(app, "neuron 1")).to_have_value(before)
    assert live(part(app, "Update"), "gradient") != 0
    button(app, "Freeze layer").click()
    taken(app, 2)
    expect(part(app, "Update")).not_to_contain_text("This layer is frozen")
    expect(weight(app, "neuron 1")).not_to_have_value(before)


def test_what_is_no_number_is_refused_where_it_was_typed(app: Page) -> None:
    open_neuron(app, "Layer 2, neuron 3")
    field = weight(app, "neuron 1")
    for text in ("abc", "", "Infinity", "-infinity", "NaN", "1e309", "0.1.2"):
        before = typed(field)
        field.fill(text)
        field.press("Enter")
        problem = inspector(app).get_by_role("alert")
        expect(problem).to_contain_text("expected a number")
        expect(field).to_have_attribute("aria-invalid", "true")
        expect(field).to_have_value(text)  # it stays to be corrected
        explained = "(field) => document.getElementById(field.getAttribute('aria-describedby')) !== null"
        assert app.evaluate(explained, field.element_handle())
        field.press("Escape")
        expect(problem).to_have_count(0)
        field.blur()
        expect(field).to_have_value(before)
    goes_on(app)


def test_a_weight_has_to_leave_room_for_products(app: Page) -> None:
    open_neuron(app, "Output neuron")
    field = weight(app, "neuron 1")
    before = typed(field)
    field.fill("1e308")
    field.press("Enter")
    problem = inspector(app).get_by_role("alert")
    expect(problem).to_contain_text("expected a finite number of at most 1e")
    expect(field).to_have_value("1e308")
    field.press("Escape")
    expect(problem).to_have_count(0)
    field.blur()
    expect(field).to_have_value(before)
    field.fill("1e300")
    field.press("Enter")
    field.blur()
    expect(field).to_have_value("1.00e300")
    assert math.isfinite(live(part(app, "Forward"), "a"))
    field.fill("0.5")
    field.press("Enter")
    goes_on(app)


def test_by_keyboard_alone(app: Page) -> None:
    button(app, "Layer 2, neuron 3").focus()
    app.keyboard.press("Enter")
    where = inspector(app)
    expect(part(app, "Forward")).to_be_visible()
    button(app, "Next neuron").focus()
    app.keyboard.press("ArrowDown")
    expect(where.get_by_label("Neuron", exact=True)).to_have_value("3")
    app.keyboard.press("ArrowRight")
    expect(where.get_by_label("Layer", exact=True)).to_have_value("3")
    app.keyboard.press("ArrowLeft")
    app.keyboard.press("ArrowLeft")
    app.keyboard.press("ArrowLeft")
    expect(where.get_by_label("Layer", exact=True)).to_have_value("0")
    expect(where).to_contain_text("An input")
    app.keyboard.press("ArrowRight")
    name = where.get_by_role("button", name="Weight from x2", exact=True)
    name.focus()
    app.keyboard.press("Enter")
    expect(where.get_by_label("Part", exact=True)).to_have_value("1")
    settled(app)
    missed = where.evaluate(
        """(where) => [...where.querySelectorAll('button, select, input')].filter((control) => {
            control.focus()
            return !control.disabled && document.activeElement !== control
        }).length"""
    )
    assert missed == 0
    button(app, "Unpin").press("Enter")
    expect(where).to_contain_text("Click a neuron or a weight")
    button(app, "Open the output").press("Enter")
    expect(where.get_by_label("Layer", exact=True)).to_have_value("4")


def test_many_inputs_scroll(page: Page, play: Callable[..., str]) -> None:
    opened(page, play("digits-8x8"))
    open_neuron(page, "Layer 1, neuron 1")
    terms = part(page, "Forward").get_by_role("list", name="Terms of the sum")
    settled(page)
    assert terms.get_by_role("listitem").count() < 20
    terms.evaluate("(list) => { list.scrollTop = list.scrollHeight }")
    expect(terms.get_by_role("listitem").last).to_be_visible()
    run = ng.load("digits-8x8").start()
    last = rows(part(page, "Forward"), "Terms of the sum")[-1]
    assert last[0] == shown(run.layers[0].weights[0, -1])
    terms.evaluate("(list) => { list.scrollTop = 0 }")
    part(page, "Forward").get_by_role("button", name="largest first").click()
    trace = run.trace(0)
    most = max(abs(run.layers[0].weights[0] * trace.x))
    w, a = rows(part(page, "Forward"), "Terms of the sum")[0]
    assert abs(w * a) == pytest.approx(most, abs=1e-3)


def test_a_place_of_no_example_has_no_target(app: Page) -> None:
    open_neuron(app, "Output neuron")
    box = area(app.locator(".answers canvas").first)
    app.mouse.move(box["x"] + box["width"] / 3, box["y"] + box["height"] / 4)
    expect(part(app, "Loss")).to_contain_text("no target")
    expect(part(app, "Backward")).to_contain_text("Without a target nothing goes back")


def test_another_network_closes_what_it_does_not_have(app: Page) -> None:
    open_neuron(app, "Layer 3, neuron 8")
    button(app, "Remove layer").click()
    expect(readout(app, "Step")).to_have_text("0")
    expect(inspector(app)).to_be_visible()
    choose(app, "A disc in a ring")
    open_neuron(app, "Output neuron")
    goes_on(app)


def test_a_phone(page: Page, page_url: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    opened(page, page_url)
    open_neuron(page, "Layer 2, neuron 3")
    assert settled(page).evaluate("document.documentElement.scrollWidth") <= 390
    for name in ("Forward", "Loss", "Backward", "Gradient", "Update"):
        box = area(part(page, name))
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
