"""Slow motion: one update as a film that is played, stepped through, reversed and told with its numbers."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

import neuroglow as ng
from tests.e2e.controls import button, choose, exact, opened, passing, readout, step, typed, value
from tests.e2e.resting import settled

PHASES = ("Forward", "Error", "Backward", "Update")


def moment(page: Page) -> Locator:
    return page.get_by_role("slider", name="Moment of the update")


def told(page: Page) -> Locator:
    return page.get_by_role("status", name="What is seen")


def open_film(page: Page) -> None:
    """Slow motion, standing at the beginning of the next update."""
    button(page, "Slow motion").click()
    button(page, "Pause the film").click()
    moment(page).fill("0")
    expect(told(page)).not_to_be_empty()


def in_phase(page: Page, name: str) -> None:
    expect(moment(page)).to_have_attribute("aria-valuetext", re.compile(f"^{name}"))


def on(page: Page, name: str) -> None:
    """On to where the next phase is best looked at."""
    button(page, "Next phase").click()
    expect(button(page, "Play the film")).to_be_visible(timeout=30_000)
    in_phase(page, name)


def test_an_update_is_played_and_really_made(app: Page) -> None:
    button(app, "Slow motion").click()
    expect(button(app, "Slow motion")).to_have_attribute("aria-pressed", "true")
    expect(told(app)).to_contain_text("go in.")
    assert passing(app, "Step") == 0
    for beginning in ("The answer is", "The error goes back", "The 10 examples of the batch together"):
        expect(told(app)).to_contain_text(beginning, timeout=30_000)
    expect(told(app)).to_contain_text("Update 1 is made", timeout=30_000)
    expect(readout(app, "Step")).to_have_text("1")
    run = ng.load("spiral").start()
    run.advance(steps=1)
    button(app, "Next update").click()
    expect(told(app)).to_contain_text("go in.")
    button(app, "Close slow motion").click()
    expect(told(app)).to_have_count(0)
    assert float(exact(app, "Layer 1, neuron 1", 2)) == run.layers[0].weights[0, 0]


def test_a_run_that_plays_stops_for_its_film(app: Page) -> None:
    button(app, "Play").click()
    expect(readout(app, "Epoch")).not_to_have_text("0")
    button(app, "Slow motion").click()
    expect(button(app, "Play")).to_be_visible()
    expect(told(app)).to_contain_text("The answer is", timeout=30_000)


def test_it_is_told_with_the_numbers_of_the_run(app: Page) -> None:
    run = ng.load("spiral").start()
    trace = run.trace(0)
    open_film(app)
    on(app, "Forward")
    on(app, "Error")
    expect(told(app)).to_contain_text(f"For this example the loss is {trace.loss:.4f}.")
    on(app, "Backward")
    deltas = {(layer, neuron): d for layer in range(3) for neuron, d in enumerate(trace.layers[layer].delta)}
    layer, neuron = max(deltas, key=lambda place: abs(deltas[place]))
    expect(told(app)).to_contain_text(f"layer {layer + 1}, neuron {neuron + 1}")
    delta = f"{deltas[layer, neuron]:.4f}".replace("-", "\N{MINUS SIGN}")
    expect(told(app)).to_contain_text(f"its delta is {delta}")
    on(app, "Update")
    expect(told(app)).to_contain_text("Loss of the batch:")


def test_pause_step_and_reverse(app: Page) -> None:
    open_film(app)
    for name in PHASES:
        on(app, name)
    for name in reversed(PHASES[:-1]):
        button(app, "Previous phase").click()
        expect(button(app, "Play backwards")).to_be_visible(timeout=30_000)
        in_phase(app, name)
    button(app, "Play the film").click()
    button(app, "Pause the film").click()
    stands = typed(moment(app))
    app.wait_for_timeout(200)  # in which it might have moved
    assert typed(moment(app)) == stands
    assert value(app, "Step") == 0


def test_the_slider_leads_to_any_moment_and_its_end_makes_the_update(app: Page) -> None:
    first = exact(app, "Layer 1, neuron 1", 2)
    open_film(app)
    moment(app).fill("2.5")
    in_phase(app, "Backward")
    moment(app).fill("4")
    expect(moment(app)).to_have_attribute("aria-valuetext", "Made")
    expect(readout(app, "Step")).to_have_text("1")
    moment(app).fill("3.5")
    expect(readout(app, "Step")).to_have_text("0")
    in_phase(app, "Update")
    button(app, "Close slow motion").click()
    assert exact(app, "Layer 1, neuron 1", 2) == first


def test_before_its_beginning_is_the_update_before(app: Page) -> None:
    for _ in range(2):
        step(app)
    open_film(app)
    button(app, "Previous phase").click()
    expect(readout(app, "Step")).to_have_text("1")
    in_phase(app, "Update")
    moment(app).fill("0")
    button(app, "Play backwards").click()
    expect(readout(app, "Step")).to_have_text("0")
    button(app, "Stop going back").click()
    moment(app).fill("0")
    expect(button(app, "Previous phase")).to_be_disabled()
    expect(button(app, "Play backwards")).to_be_disabled()


def test_the_run_goes_its_way(app: Page) -> None:
    """Playing it ends the film; steps, resets and other runs begin the film anew."""
    open_film(app)
    moment(app).fill("1.5")
    step(app)
    expect(moment(app)).to_have_value("0")
    moment(app).fill("1.5")
    choose(app, "Exclusive or")
    expect(moment(app)).to_have_value("0")
    on(app, "Forward")
    button(app, "Play").click()
    expect(told(app)).to_have_count(0)
    expect(button(app, "Slow motion")).to_have_attribute("aria-pressed", "false")


def test_space_plays_the_film(app: Page) -> None:
    open_film(app)
    app.locator(".caption").click(force=True)
    app.keyboard.press("Space")
    expect(button(app, "Pause the film")).to_be_visible()
    app.keyboard.press("Space")
    expect(button(app, "Play the film")).to_be_visible()
    assert value(app, "Step") == 0


def test_without_motion_there_are_stills(page: Page, page_url: str) -> None:
    page.emulate_media(reduced_motion="reduce")
    app = opened(page, page_url)
    button(app, "Slow motion").click()
    in_phase(app, "Forward")
    expect(button(app, "Play the film")).to_have_count(0)
    for name in PHASES[1:]:
        before = settled(app).locator("canvas.drawing").screenshot()
        button(app, "Next phase").click()
        in_phase(app, name)
        stands = settled(app).locator("canvas.drawing").screenshot()
        assert stands != before
        app.wait_for_timeout(100)
        assert app.locator("canvas.drawing").screenshot() == stands
    button(app, "Next phase").click()
    expect(readout(app, "Step")).to_have_text("1")
    button(app, "Next update").click()
    in_phase(app, "Forward")
    button(app, "Previous phase").click()
    expect(moment(app)).to_have_value("0")
    button(app, "Previous phase").click()
    expect(readout(app, "Step")).to_have_text("0")
    in_phase(app, "Update")


@pytest.mark.parametrize(
    ("data", "kind", "right"),
    [("penguins", "Tables", "Right is"), ("Digits of 5 \N{MULTIPLICATION SIGN} 5", "Pixels", "Right is"),
     ("houses", "Tables", "The answer is"), ("Rose", "Pictures", "")],
)  # fmt: skip
def test_every_kind_of_data_has_its_film(page: Page, page_url: str, data: str, kind: str, right: str) -> None:
    page.emulate_media(reduced_motion="reduce")
    app = opened(page, page_url)
    choose(app, data, kind)
    button(app, "Slow motion").click()
    for name in PHASES:
        in_phase(app, name)
        expect(told(app)).to_contain_text({"Forward": "In the end:", "Error": right}.get(name, ""))
        button(app, "Next phase").click()
    expect(readout(app, "Step")).to_have_text("1")


def test_a_run_that_has_diverged_cannot_go_on_but_back(app: Page) -> None:
    choose(app, "A scattered line")
    app.get_by_label("Learning rate").fill("10")
    button(app, "Play").click()
    expect(app.get_by_text("The run diverged in step")).to_be_visible()
    button(app, "Slow motion").click()
    expect(told(app)).to_contain_text("no finite numbers")
    expect(button(app, "Next phase")).to_be_disabled()
    last = value(app, "Step")
    button(app, "Previous phase").click()
    expect(readout(app, "Step")).to_have_text(f"{last - 1:.0f}")


def test_a_narrow_page_has_room_for_it(page: Page, page_url: str) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.set_viewport_size({"width": 390, "height": 844})
    app = opened(page, page_url)
    button(app, "Slow motion").click()
    for name in PHASES:
        in_phase(app, name)
        button(app, "Next phase").click()
        assert settled(app).evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
