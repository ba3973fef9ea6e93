"""What is going on: what the page says of runs that go wrong, the changes that it offers, the gallery of failures."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

import neuroglow as ng
from neuroglow.findings import FINDINGS
from tests.e2e.controls import area, button, exact, opened, readout, said, step, typed, until, value
from tests.e2e.resting import settled

SOON = 30_000


def panel(page: Page) -> Locator:
    return page.get_by_role("region", name="What is going on?")


def finding(page: Page, title: str) -> Locator:
    return panel(page).get_by_role("listitem").filter(has=page.get_by_role("heading", name=title, exact=True))


def failure(page: Page, name: str) -> None:
    """Open a failure from the gallery."""
    experiment = ng.load(name)
    page.get_by_role("button", name="Experiments").click()
    cards = page.get_by_role("dialog").get_by_role("region", name="Failures").get_by_role("button")
    cards.filter(has=page.get_by_text(experiment.title, exact=True)).click()
    expect(page.get_by_role("button", name="Experiments")).to_have_text(experiment.title)
    expect(readout(page, "Step")).to_have_text("0")
    settled(page)


def play(page: Page, steps: int) -> None:
    """Play until about so many steps are taken, or the run stands."""
    button(page, "Play").click()
    until(page, f"read('Step') >= {steps} || document.querySelector('[aria-label=\"Play\"]') !== null")
    page.evaluate("document.querySelector('[aria-label=\"Pause\"]')?.click()")  # it may have stopped by itself
    expect(button(page, "Play")).to_be_visible()
    settled(page)


def take_back(page: Page) -> None:
    panel(page).get_by_role("button", name="Take it back").click()


SHOWN = {
    "zero-weights": "symmetric",
    "dying-relus": "dead_relus",
    "exploding-rate": "diverged",
    "too-small": "plateau",
    "memorised": "memorising",
    "unscaled-inputs": "unscaled",
    "sigmoid-stack": "vanishing_gradients",
}
"""Each failure, and what is going on in it."""


def test_every_failure_has_its_finding_here() -> None:
    assert set(SHOWN) == set(ng.failures())


@pytest.mark.parametrize(("name", "rule"), SHOWN.items())
def test_a_failure_opens_says_what_to_look_at_and_shows_its_finding(app: Page, name: str, rule: str) -> None:
    failure(app, name)
    expect(panel(app)).to_contain_text(f"What to look at: {ng.load(name).why}")
    play(app, ng.load(name).steps)
    title = FINDINGS[rule].title
    expect(finding(app, title)).to_be_visible(timeout=SOON)

    run = ng.load(name).start()
    run.seek(round(value(app, "Step")))
    told = next(found for found in run.diagnose() if found.rule == rule)
    assert words(told.sentence) in words(said(finding(app, title)))


def words(text: str) -> str:
    """Without numbers, which Python and the page write in their own ways."""
    return " ".join(re.findall(r"[A-Za-z_]+", re.sub(r"\d[\d.,e+-]*", " ", text)))


def test_back_to_the_lowest_loss_with_a_smaller_rate(app: Page) -> None:
    failure(app, "exploding-rate")
    play(app, 800)
    rate = app.get_by_label("Learning rate")
    before, last = float(typed(rate)), value(app, "Step")
    finding(app, "The run diverged").get_by_role("button").click()
    expect(rate).to_have_value(f"{before / 10:g}")
    assert value(app, "Step") < last
    step(app)
    take_back(app)
    expect(rate).to_have_value(f"{before:g}")


def test_another_run_with_random_weights_and_back_to_the_one_before(app: Page) -> None:
    failure(app, "zero-weights")
    play(app, 100)
    stands, bias = value(app, "Step"), exact(app, "Output neuron", 1)
    init = app.get_by_label("Initial weights")
    finding(app, "All neurons are the same").get_by_role("button").click()
    expect(init).to_have_value("glorot_uniform")
    expect(readout(app, "Step")).to_have_text("0")
    expect(finding(app, "All neurons are the same")).to_have_count(0)
    take_back(app)
    expect(init).to_have_value("zeros")
    expect(readout(app, "Step")).to_have_text(f"{stands:.0f}")
    assert exact(app, "Output neuron", 1) == bias


def test_another_activation_for_the_layer_that_is_dead(app: Page) -> None:
    failure(app, "dying-relus")
    play(app, 100)
    finding(app, "Dead neurons").get_by_role("button").click()
    expect(app.get_by_label("Activation")).to_have_value("mixed")
    expect(readout(app, "Step")).to_have_text("0")
    button(app, "Layer 2, neuron 1").hover()
    expect(app.get_by_role("tooltip")).to_contain_text("leaky relu")


def test_a_setting_from_now_on(app: Page) -> None:
    failure(app, "memorised")
    play(app, ng.load("memorised").steps)
    stands = value(app, "Step")
    finding(app, "It memorises the training examples").get_by_role("button").click()
    expect(app.get_by_label("Regularisation")).to_have_value("l2")
    assert value(app, "Step") == stands
    panel(app).get_by_role("button", name="Take it back").click()
    expect(app.get_by_label("Regularisation")).to_have_value("none")


def test_other_data_as_the_network_sees_them(app: Page) -> None:
    failure(app, "unscaled-inputs")
    finding(app, "Unscaled inputs").get_by_role("button").click()
    expect(finding(app, "Unscaled inputs")).to_have_count(0)
    play(app, 500)
    assert value(app, "Accuracy") > 90


def test_what_is_taken_back_is_what_the_button_has_done(app: Page) -> None:
    """Once something else is done, the way back is that of the log."""
    failure(app, "memorised")
    play(app, ng.load("memorised").steps)
    finding(app, "It memorises the training examples").get_by_role("button").click()
    expect(panel(app).get_by_role("button", name="Take it back")).to_be_visible()
    app.get_by_label("Learning rate").fill("0.02")
    expect(panel(app).get_by_role("button", name="Take it back")).to_have_count(0)


def test_a_layer_that_is_talked_about_is_shown(app: Page) -> None:
    failure(app, "dying-relus")
    play(app, 100)
    finding(app, "Dead neurons").hover()
    spot, neuron = area(app.locator(".spot")), area(button(app, "Layer 2, neuron 1"))
    assert spot["x"] < neuron["x"]
    assert spot["x"] + spot["width"] > neuron["x"] + neuron["width"]
    readout(app, "Accuracy").hover()
    expect(app.locator(".spot")).to_have_count(0)


def test_where_nothing_is_wrong_one_calm_line_says_how_it_goes(app: Page) -> None:
    expect(panel(app)).to_contain_text("Nothing has been learned yet.")
    expect(panel(app).get_by_role("listitem")).to_have_count(0)
    app.get_by_role("button", name="Experiments").click()
    app.get_by_role("dialog").get_by_role("button", name=ng.load("gauss").title).click()
    for _ in range(3):
        step(app, "epoch")
    run = ng.load("gauss").start()
    run.advance(epochs=3)
    first, last = run.history.train_loss[0], run.history.train_loss[-1]
    fell = f"Learning: the training loss fell from {first:.4f} to {last:.4f} in the last 3 epochs"
    expect(panel(app)).to_contain_text(fell)


def test_sentences_stand_still_while_it_plays(app: Page) -> None:
    failure(app, "sigmoid-stack")
    app.evaluate(
        """() => {
            const panel = document.querySelector('[aria-label="What is going on?"]')
            window.changes = 0
            let before = panel.textContent
            new MutationObserver(() => {
                if (panel.textContent !== before) window.changes += 1
                before = panel.textContent
            }).observe(panel, { subtree: true, childList: true, characterData: true })
        }"""
    )
    button(app, "Play").click()
    expect(finding(app, "Vanishing gradients")).to_be_visible(timeout=SOON)
    app.wait_for_timeout(3000)
    button(app, "Pause").click()
    assert app.evaluate("window.changes") <= 12


def test_on_a_narrow_page(page: Page, page_url: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    app = opened(page, page_url)
    failure(app, "zero-weights")
    play(app, 100)
    expect(finding(app, "All neurons are the same")).to_be_visible()
    assert settled(app).evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_another_run_takes_the_place_of_its_own_only(app: Page) -> None:
    failure(app, "zero-weights")
    play(app, 100)
    stands = value(app, "Step")
    button(app, "Fork").click()
    networks = app.locator("canvas.drawing")
    expect(networks).to_have_count(2)
    finding(app, "All neurons are the same").get_by_role("button").click()
    expect(app.get_by_label("Initial weights")).to_have_value("glorot_uniform")
    expect(networks).to_have_count(2)
    take_back(app)
    expect(app.get_by_label("Initial weights")).to_have_value("zeros")
    expect(readout(app, "Step")).to_have_text(f"{stands:.0f}")
    expect(networks).to_have_count(2)
