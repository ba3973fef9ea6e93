"""The playground as people use it: with mouse, keyboard and files, in Chromium."""

import math
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

import neuroglow as ng
from tests.e2e.controls import (
    area,
    attribute,
    button,
    choose,
    drop,
    exact,
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

CONTROLS = (
    ("button", "Play"), ("button", "Step"), ("button", "Reset"), ("button", "New weights"),
    ("button", "Add layer"), ("button", "Remove layer"),
    ("slider", "Speed"), ("slider", "Noise"), ("slider", "Test share"), ("button", "Open a file"),
    ("textbox", "Learning rate"), ("textbox", "Batch size"), ("combobox", "Activation"), ("combobox", "Optimizer"),
)  # fmt: skip
NONE = "\N{EN DASH}"
DIGITS = "Digits of 5 \N{MULTIPLICATION SIGN} 5"
READOUTS = ("Epoch", "Step", "Training loss", "Test loss", "Accuracy")


def test_names_of_controls_and_readouts(app: Page) -> None:
    for role, name in CONTROLS:
        expect(app.get_by_role(role, name=name, exact=True)).to_have_count(1)  # type: ignore[arg-type]
        if name != "Step":
            expect(app.get_by_label(name, exact=True)).to_have_count(1 if role != "button" or name in labelled else 0)
    for name in READOUTS:
        expect(readout(app, name)).to_have_count(1)
    button(app, "Play").click()
    expect(button(app, "Pause")).to_have_count(1)


labelled = {"Play", "Reset", "Add layer", "Remove layer", "Open a file"}
"""Buttons that show an icon, so that their name is a label; the others show their name."""


def test_watch_a_network_learn(app: Page) -> None:
    choose(app, "A disc in a ring")
    first = value(app, "Training loss")
    button(app, "Play").click()
    until(app, f"read('Training loss') < {first / 4} && read('Accuracy') > 90")
    button(app, "Pause").click()
    expect(button(app, "Play")).to_be_visible()
    goes_on(app)


def test_reset_gives_the_same_weights_again(app: Page) -> None:
    names = [("Layer 1, neuron 2", 1), ("Layer 2, neuron 3", 4), ("Output neuron", 8)]
    before = [exact(app, *name) for name in names], [said(readout(app, name)) for name in READOUTS]
    button(app, "Play").click()
    until(app, "read('Step') > 50")
    trained = passing(app, "Training loss")
    button(app, "Reset").click()
    expect(readout(app, "Step")).to_have_text("0")
    expect(button(app, "Play")).to_be_visible()
    assert trained != value(app, "Training loss")
    assert before == ([exact(app, *name) for name in names], [said(readout(app, name)) for name in READOUTS])


def test_new_weights(app: Page) -> None:
    before = exact(app, "Layer 1, neuron 1", 2)
    seed = int(typed(app.get_by_label("Weights seed")))
    button(app, "New weights").click()
    expect(app.get_by_label("Weights seed")).to_have_value(str(seed + 1))
    expect(readout(app, "Step")).to_have_text("0")
    assert exact(app, "Layer 1, neuron 1", 2) != before


def test_steps_of_a_batch_an_epoch_and_an_example(app: Page) -> None:
    step(app)
    assert value(app, "Step") == 1
    step(app, "epoch")
    assert (value(app, "Epoch"), value(app, "Step")) == (1, 25)
    for example in range(1, 11):
        step(app, "example")
        expect(app.get_by_text(f"Example {example} of the 10 in this batch")).to_be_visible()
        assert value(app, "Step") == 25
    step(app, "example")
    assert value(app, "Step") == 26


def test_keyboard(app: Page) -> None:
    app.keyboard.press("Space")
    expect(button(app, "Pause")).to_be_visible()
    app.keyboard.press("Space")
    expect(button(app, "Play")).to_be_visible()
    settled(app)

    speed = app.get_by_label("Speed")
    speed.focus()
    before = attribute(speed, "aria-valuetext")
    app.keyboard.press("ArrowRight")
    assert attribute(speed, "aria-valuetext") != before
    app.keyboard.press("End")
    expect(speed).to_have_attribute("aria-valuetext", "max")
    app.keyboard.press("Space")
    expect(button(app, "Pause")).to_be_visible()

    rate = app.get_by_label("Learning rate")
    rate.focus()
    app.keyboard.press("ArrowDown")
    expect(rate).to_have_value("0.05")

    assert app.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_everything_is_reached_with_tab(app: Page) -> None:
    missed = app.evaluate(
        """() => [...document.querySelectorAll('button, select, input')].filter((element) =>
            element.offsetParent !== null && element.tabIndex < 0 && element.ariaHidden !== 'true').length"""
    )
    assert missed == 0
    app.get_by_role("button", name="Experiments").focus()
    for name in ("Keep", "Share", "Export", "Theme"):
        app.keyboard.press("Tab")
        expect(button(app, name)).to_be_focused()


def test_neurons_and_weights_tell_their_values(app: Page) -> None:
    run = ng.load("spiral").start()
    layer = run.layers[0]
    assert float(exact(app, "Layer 1, neuron 3", 1)) == layer.biases[2]
    expect(app.get_by_role("tooltip")).to_contain_text("Bias · Layer 1, neuron 3")
    assert float(exact(app, "Layer 1, neuron 3", 3)) == layer.weights[2, 1]
    expect(app.get_by_role("tooltip")).to_contain_text("Weight · Layer 1, neuron 3 ← x2")

    neuron = button(app, "Layer 2, neuron 5")
    neuron.hover()
    expect(app.get_by_role("tooltip")).to_contain_text("Layer 2, neuron 5 · tanh")
    expect(app.get_by_role("heading", name="Layer 2, neuron 5")).to_be_visible()

    # The middle of the straight line between the third neurons of two layers: their weight is the nearest.
    one = area(button(app, "Layer 1, neuron 3"))
    app.mouse.move(one["x"] + one["width"] + 8, one["y"] + one["height"] / 2)
    expect(app.get_by_role("tooltip")).to_contain_text("Weight · Layer 2, neuron")
    app.mouse.move(one["x"] + 1, one["y"] + one["height"] - 1)
    expect(app.get_by_role("tooltip")).to_contain_text("Bias · Layer 1, neuron 3")
    assert float(said(app.get_by_role("tooltip").locator(".exact"))) == layer.biases[2]


def test_a_neuron_is_pinned_by_a_click(app: Page) -> None:
    neuron = button(app, "Layer 2, neuron 5")
    neuron.click()
    app.get_by_role("status", name="Accuracy").hover()
    expect(neuron).to_have_attribute("aria-pressed", "true")
    expect(app.get_by_role("heading", name="Layer 2, neuron 5")).to_be_visible()
    neuron.press("Space")
    app.get_by_role("status", name="Accuracy").hover()
    expect(app.get_by_role("heading", name="Output", exact=True)).to_be_visible()


def test_hovering_the_map_shows_the_answer_there(app: Page) -> None:
    before = said(app.locator(".caption"))
    app.get_by_role("img", name="Map of the output").hover(position={"x": 40, "y": 60})
    expect(app.locator(".surface .tip")).to_contain_text("output")
    expect(app.locator(".caption")).not_to_have_text(before)
    app.get_by_role("status", name="Accuracy").hover()
    expect(app.locator(".caption")).to_have_text(before)


def test_training_settings_change_without_a_reset(app: Page) -> None:
    for _ in range(3):
        step(app)
    app.get_by_label("Learning rate").fill("0.5")
    app.get_by_label("Batch size").fill("full")
    app.get_by_label("Optimizer").select_option("adam")
    app.get_by_label("Beta 1").fill("0.8")
    app.get_by_label("Regularisation").select_option("l2")
    app.get_by_label("Strength").fill("0.002")
    app.get_by_label("Loss", exact=True).select_option("huber")
    step(app)
    assert value(app, "Step") == 4

    run = ng.load("spiral").start()
    run.advance(steps=3)
    run.set(learning_rate=0.5, batch_size="full", optimizer="adam", beta1=0.8, l2=0.002, loss="huber")
    run.advance(steps=1)
    assert float(exact(app, "Layer 1, neuron 1", 2)) == run.layers[0].weights[0, 0]


def test_a_loss_that_needs_other_outputs_starts_anew(app: Page) -> None:
    step(app)
    app.get_by_label("Loss", exact=True).select_option("bce")
    expect(readout(app, "Step")).to_have_text("0")
    expect(app.get_by_label("Loss", exact=True)).to_have_value("bce")
    goes_on(app)


def test_layers_neurons_and_inputs(app: Page) -> None:
    for layers in (4, 5, 6, 7, 8):
        button(app, "Add layer").click()
        expect(app.get_by_text(f"{layers} hidden layers")).to_be_visible()
    expect(button(app, "Add layer")).to_be_disabled()
    expect(button(app, "Layer 8, neuron 8")).to_be_visible()
    for layers in (7, 6, 5, 4, 3, 2, 1, 0):
        button(app, "Remove layer").click()
        expect(app.get_by_text(f"{layers} hidden layer")).to_be_visible()
    expect(button(app, "Remove layer")).to_be_disabled()
    button(app, "Add layer").click()
    for neurons in range(5, 17):
        button(app, "Add a neuron to layer 1").click()
        expect(button(app, f"Layer 1, neuron {neurons}")).to_be_visible()
    expect(button(app, "Add a neuron to layer 1")).to_be_disabled()
    button(app, "Remove a neuron from layer 1").click()
    expect(button(app, "Layer 1, neuron 16")).to_have_count(0)

    button(app, "Input x1*x2").click()
    expect(app.get_by_text("3 inputs")).to_be_visible()
    button(app, "Input x1").click()
    button(app, "Input x2").click()
    expect(app.get_by_text("1 input", exact=True)).to_be_visible()
    button(app, "Input x1*x2").click()
    expect(app.get_by_role("alert")).to_contain_text("at least one input")
    goes_on(app)
    expect(app.get_by_role("alert")).to_have_count(0)


def test_data_settings_start_anew_with_the_same_weights(app: Page) -> None:
    before = exact(app, "Layer 1, neuron 1", 2)
    step(app)
    noise = app.get_by_label("Noise")
    noise.focus()
    app.keyboard.press("ArrowRight")
    expect(noise).to_have_attribute("aria-valuetext", "5 %")
    expect(readout(app, "Step")).to_have_text("0")
    assert exact(app, "Layer 1, neuron 1", 2) == before
    app.get_by_label("Samples").fill("100")
    app.get_by_label("Test share").press("Home")
    expect(app.get_by_role("img", name="100 training and 0 test examples").first).to_be_visible()
    expect(readout(app, "Test loss")).to_have_text(NONE)


@pytest.mark.parametrize(
    ("data", "kind", "picture"),
    [
        ("Clouds of several classes", "Points", "Map of the output"),
        ("Hills and valleys", "Points", "Map of the output"),
        ("A sine on a line", "Points", "The network's curve"),
        ("iris", "Tables", "Map of the output over sepal length"),
    ],
)
def test_every_kind_of_data_has_its_picture(app: Page, data: str, kind: str, picture: str) -> None:
    choose(app, data, kind)
    expect(app.get_by_role("img", name=picture)).to_be_visible()
    first = value(app, "Training loss")
    button(app, "Play").click()
    until(app, f"read('Training loss') < {first * 0.8}")


def test_all_experiments(app: Page) -> None:
    for name in ng.experiments():
        experiment = ng.load(name)
        app.get_by_role("button", name="Experiments").click()
        cards = app.get_by_role("dialog").get_by_role("button")
        cards.filter(has=app.get_by_text(experiment.title, exact=True)).click()
        expect(app.get_by_role("button", name="Experiments")).to_have_text(experiment.title)
        expect(app.get_by_role("alert")).to_have_count(0)
        expect(readout(app, "Step")).to_have_text("0")


def test_a_straight_line_is_told_in_the_units_of_the_data(app: Page) -> None:
    app.get_by_role("button", name="Experiments").click()
    app.get_by_role("dialog").get_by_role("button", name=ng.load("houses").title).click()
    app.get_by_label("Speed").press("End")
    button(app, "Play").click()
    expect(readout(app, "Training loss")).to_have_text("447.29")
    expect(app.get_by_text("price = 0.0585 · area + 247.26")).to_be_visible()


def test_quick_clicks_all_count(app: Page) -> None:
    app.evaluate(
        """() => { for (let click = 0; click < 5; click++)
            document.querySelector('[aria-label="Add a neuron to layer 2"]').click() }"""
    )
    expect(button(app, "Layer 2, neuron 13")).to_be_visible()
    expect(button(app, "Layer 2, neuron 14")).to_have_count(0)


def test_a_table_of_ones_own(app: Page) -> None:
    rows = [f"{x},{'red' if x % 3 else 'blue'},{2 * x + 1}" for x in range(40)]
    drop(app, {"mine.csv": "\n".join(["size,colour,price", *rows, ",red,7"])})
    expect(app.get_by_text("mine.csv", exact=False).first).to_be_visible()
    expect(app.get_by_text("3 inputs")).to_be_visible()
    expect(app.locator(".notice")).to_contain_text("1")
    expect(app.get_by_role("img", name="Map of the output")).to_be_visible()
    goes_on(app)
    app.get_by_label("Target").select_option("colour")
    expect(readout(app, "Step")).to_have_text("0")
    expect(readout(app, "Accuracy")).not_to_have_text(NONE)
    first = value(app, "Training loss")
    button(app, "Play").click()
    until(app, f"read('Training loss') < {first}")


HEADER = "a,b,c\n"
BAD_FILES: dict[str, tuple[str | bytes, str]] = {
    "empty.csv": ("", "expected"),
    "names-only.csv": (HEADER, "at least 2 rows"),
    "ragged.csv": (HEADER + "1,2,3\n4,5\n", "line 3"),
    "binary.csv": (bytes(range(256)) * 4, "binary"),
    "one-column.csv": ("a\n1\n2\n3\n", "two columns"),
    "wide.csv": (",".join(f"c{k}" for k in range(100_000)) + "\n", "1,000"),
    "missing.csv": (HEADER + "1,2,\n3,4,\n5,6,\n", "c"),
    "one-class.csv": (HEADER + "1,2,x\n3,4,x\n5,6,x\n", "different values"),
    "half.glow": ('{"neuroglow": 1, "experiment": {"data": {"sour', "save it again"),
    "list.json": ("[1, 2]", "list"),
    "unknown.json": ('{"netwrok": {}}', "netwrok"),
    "wrong.json": ('{"network": {"hidden": "many"}}', "hidden"),
    "huge.json": ('{"network": {"hidden": [1000000000]}}', "4,096"),
    "nan.json": ('{"training": {"learning_rate": NaN}}', "expected"),
    "rate.json": ('{"training": {"learning_rate": 1e400}}', "expected"),
}  # fmt: skip


def test_bad_files_are_explained_and_the_run_goes_on(app: Page) -> None:
    alert = app.get_by_role("alert")
    for name, (content, words) in BAD_FILES.items():
        drop(app, {name: content})
        expect(alert, name).to_contain_text(words)
        expect(alert, name).to_have_count(1)
        expect(alert, name).to_contain_text("xpected")
        expect(readout(app, "Step"), name).to_have_text("0")
    goes_on(app)
    expect(alert).to_have_count(0)


def test_a_table_that_is_too_large_is_not_read(app: Page) -> None:
    drop(app, {"large.csv": HEADER}, 101_000_000)
    expect(app.get_by_role("alert")).to_contain_text("at most 100 MB")
    goes_on(app)


def test_a_saved_run_goes_on_where_it_was(app: Page, tmp_path: Path) -> None:
    run = ng.load("xor").start()
    run.advance(steps=40)
    run.set(learning_rate=0.2)
    run.advance(steps=20)
    path = tmp_path / "mine.glow"
    run.save(path)
    with app.expect_file_chooser() as chooser:
        button(app, "Open a file").click()
    chooser.value.set_files(path)
    expect(readout(app, "Step")).to_have_text("60")
    expect(app.get_by_label("Learning rate")).to_have_value("0.2")
    step(app)
    run.advance(steps=1)
    assert float(exact(app, "Layer 1, neuron 1", 1)) == run.layers[0].biases[0]


def test_what_does_not_fit_is_explained_beside_its_control(app: Page) -> None:
    step(app)
    for label, wrong, words in [
        ("Learning rate", "5000", "from 0 to 1,000"),
        ("Learning rate", "fast", "a number"),
        ("Batch size", "0", "from 1 to"),
        ("Batch size", "1.5", "whole number"),
        ("Momentum", "1", "from 0 to"),
        ("Samples", "1000000000", "from 2 to 100,000"),
        ("Weights seed", "-1", "from 0 to"),
    ]:
        field = app.get_by_label(label, exact=True)
        field.fill(wrong)
        field.press("Enter")
        alert = app.get_by_role("alert")
        expect(alert).to_contain_text(words)
        expect(field).to_have_attribute("aria-describedby", attribute(alert, "id"))
        field.press("Escape")
        expect(readout(app, "Step")).to_have_text("1")
    goes_on(app)


def test_divergence_is_named_at_once_and_can_be_left(app: Page) -> None:
    before = exact(app, "Layer 1, neuron 1", 2)
    choose(app, "Hills and valleys")
    app.get_by_label("Activation").select_option("identity")
    app.get_by_label("Learning rate").fill("1000")
    app.get_by_label("Learning rate").press("Enter")
    button(app, "Play").click()
    alert = app.get_by_role("alert")
    expect(alert).to_contain_text("diverged in step")
    expect(alert).to_contain_text("layer")
    expect(button(app, "Play")).to_be_disabled()
    step_of_divergence = value(app, "Step")
    expect(alert).to_contain_text(f"step {step_of_divergence:.0f}:")

    button(app, "Go back").click()
    expect(alert).to_have_count(0)
    assert value(app, "Step") < step_of_divergence
    assert math.isfinite(float(exact(app, "Layer 1, neuron 1", 2)))

    app.get_by_label("Learning rate").fill("0.001")
    app.get_by_label("Learning rate").press("Enter")
    button(app, "Reset").click()
    expect(readout(app, "Step")).to_have_text("0")
    assert exact(app, "Layer 1, neuron 1", 2) == before
    for _ in range(3):
        goes_on(app)


def test_themes_follow_the_system_until_one_is_chosen(browser: Browser, page_url: str) -> None:
    ground = "getComputedStyle(document.documentElement).backgroundColor"
    with browser.new_context(color_scheme="dark") as context:
        page = opened(context.new_page(), page_url)
        dark = page.evaluate(ground)
        page.emulate_media(color_scheme="light")
        light = settled(page).evaluate(ground)
        assert dark != light
        page.keyboard.press("t")  # dark or light
        assert settled(page).evaluate(ground) == dark
        page.reload()
        assert settled(page).evaluate(ground) == dark


def test_the_theme_works_without_storage(browser: Browser, page_url: str) -> None:
    with browser.new_context(color_scheme="dark") as context:
        context.add_init_script(
            "Object.defineProperty(window, 'localStorage', { get() { throw new Error('forbidden') } })"
        )
        page = opened(context.new_page(), page_url)
        page.keyboard.press("t")  # dark or light
        expect(page.locator("html")).to_have_attribute("data-theme", "light")


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        ("Two spirals", "Points"),
        ("A sine on a line", "Points"),
        ("Formula", "Points"),
        ("penguins", "Tables"),
        (DIGITS, "Pixels"),
        ("Rose", "Pictures"),
    ],
)
def test_nothing_runs_over_the_edge(app: Page, data: str, kind: str) -> None:
    choose(app, data, kind)
    for width in (360, 390, 720, 1080, 1440, 2560):
        app.set_viewport_size({"width": width, "height": 900})
        assert settled(app).evaluate("document.scrollingElement.scrollWidth") <= width
        for role, name in CONTROLS:
            control = app.get_by_role(role, name=name, exact=True)  # type: ignore[arg-type]
            if control.count() == 0:
                continue  # tables have no noise
            box = area(control)
            assert box["x"] >= 0, (name, width)
            assert box["x"] + box["width"] <= width, (name, width)


def test_the_transport_stays_in_sight_on_a_phone(app: Page) -> None:
    app.set_viewport_size({"width": 390, "height": 844})
    app.get_by_label("Weights seed").scroll_into_view_if_needed()
    expect(button(app, "Play")).to_be_in_viewport()


def test_large_networks_are_drawn_in_part(page: Page, play: Callable[..., str], tmp_path: Path) -> None:
    recipe = tmp_path / "large.toml"
    recipe.write_text("[data]\nsamples = 100\n[network]\nhidden = [" + "200, " * 12 + "]\n")
    opened(page, play(str(recipe)))
    expect(page.get_by_text(re.compile(r"^\+ 1\d\d more$")).first).to_be_visible()
    assert settled(page).evaluate("document.scrollingElement.scrollWidth") <= 1440
    step(page)
    assert value(page, "Step") == 1


def test_what_the_server_was_asked_for_is_played(page: Page, play: Callable[..., str]) -> None:
    opened(page, play("xor-milo"))
    expect(page.get_by_role("button", name="Experiments")).to_have_text(ng.load("xor-milo").title)
    expect(readout(page, "Test loss")).to_have_text(NONE)
    expect(readout(page, "Accuracy")).not_to_have_text(NONE)  # of the training examples: nothing is held out
    expect(page.get_by_text("3 inputs")).to_be_visible()
