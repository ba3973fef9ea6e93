"""Links: a run leaves the page as one and comes back from it, whole; what they hide; and which cannot be opened."""

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

import neuroglow as ng
from neuroglow import link as links
from neuroglow.experiment import from_dict
from tests.e2e.controls import attribute, button, opened, readout, step, typed
from tests.e2e.resting import settled

HIDEABLE = Path(__file__).parents[2] / "web/src/pages/hideable.ts"
SHORT = 400
"""Characters of an ordinary experiment's link, with its address."""


def sheet(page: Page) -> Locator:
    """The dialog with the link to the run that is shown."""
    button(settled(page), "Share").click()
    expect(page.get_by_role("dialog").get_by_label("Link", exact=True)).to_have_value(re.compile("#run="))
    return page.get_by_role("dialog")


def linked(page: Page) -> str:
    """The link to the run that is shown."""
    link = typed(sheet(page).get_by_label("Link", exact=True))
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    return link


def go(page: Page, fragment: str) -> Page:
    """To another address of the same page."""
    page.evaluate("(hash) => { location.hash = hash }", fragment)
    return settled(page)


def notice(page: Page) -> Locator:
    return page.get_by_role("dialog").get_by_role("alert")


def test_a_link_brings_back_run_and_view(app: Page) -> None:
    app.get_by_label("Unit").select_option("epoch")
    for _ in range(2):
        button(settled(app), "Step").click()
    app.get_by_label("Learning rate").fill("0.3")
    app.get_by_label("Learning rate").press("Enter")
    button(settled(app), "Step").click()
    app.get_by_label("Speed", exact=True).fill("3")
    app.get_by_label("Show test examples").uncheck(force=True)
    app.get_by_label("Discrete colours").check(force=True)
    button(settled(app), "Layer 2, neuron 3").click()
    expect(app.get_by_role("tab", name="Inspector")).to_have_attribute("aria-selected", "true")

    link = linked(app)
    assert len(link) < SHORT
    map_before = app.locator("section[aria-label=Output] canvas").first.screenshot()
    with app.context.new_page() as other:
        opened(other, link)
        assert "#" not in other.url, "the address names the link no longer"
        for name in ("Step", "Epoch", "Training loss", "Test loss"):
            expect(readout(other, name)).to_have_text(readout(app, name).inner_text())
        expect(other.get_by_label("Unit")).to_have_value("epoch")
        expect(other.get_by_label("Show test examples")).not_to_be_checked()
        expect(other.get_by_label("Discrete colours")).to_be_checked()
        expect(other.get_by_role("tab", name="Inspector")).to_have_attribute("aria-selected", "true")
        assert attribute(button(other, "Layer 2, neuron 3"), "aria-pressed") == "true"
        assert other.locator("section[aria-label=Output] canvas").first.screenshot() == map_before
        assert linked(other) == link
        step(other)

    run = ng.load(link).start()  # which compares the parameters
    assert (run.step, run.epoch) == (75, 3)
    found = links.read(link)
    assert found is not None
    page, _, _ = link.partition("#")
    assert page + links.write(run.experiment, run.log, run.step, run.digest(), view=found.view) == link


def test_a_link_is_copied_scanned_and_hides_controls(app: Page) -> None:
    app.context.grant_permissions(["clipboard-read", "clipboard-write"])
    dialog = sheet(app)
    expect(dialog.get_by_role("img", name="QR code of the link")).to_be_visible()
    expect(button(app, "Copy")).to_be_focused()
    dialog.locator("summary").click()
    for name in ("Learning rate", "Play", "Timeline"):
        dialog.get_by_label(name, exact=True).check(force=True)
    field = dialog.get_by_label("Link", exact=True)
    expect(field).to_have_value(re.compile("&hide=learning-rate,play,timeline$"))
    button(app, "Copy").click()
    expect(dialog.get_by_role("status")).to_have_text("The link was copied")
    link = app.evaluate("navigator.clipboard.readText()")
    assert link == typed(field)

    dialog.get_by_label("Open a link").fill("https://example.com/")
    button(app, "Open").click()
    expect(dialog.get_by_role("alert")).to_contain_text("expected a link of neuroglow")
    dialog.get_by_label("Open a link").fill(f" {link}. ")
    button(app, "Open").click()
    settled(app)
    expect(app.get_by_role("dialog")).to_have_count(0)
    expect(app.get_by_text("This run was opened from a link.")).to_be_visible()
    assert app.url.endswith("#hide=play,timeline,learning-rate")
    hidden = (
        button(app, "Play"),
        app.get_by_label("Learning rate", exact=True),
        app.get_by_role("slider", name="Moment of the run"),
    )
    for control in hidden:
        expect(control).to_have_count(0)
    app.keyboard.press("Space")
    expect(readout(settled(app), "Step")).to_have_text("0")
    opened(app, app.url)
    expect(hidden[0]).to_have_count(0)
    button(app, "Show all controls").click()
    for control in hidden:
        expect(control).to_have_count(1)
    expect(button(app, "Show all controls")).to_have_count(0)
    assert "hide" not in app.url

    names = [name for group in re.findall(r": \[(.*)\]", HIDEABLE.read_text()) for name in re.findall("'(.*?)'", group)]
    opened(app, f"{app.url}#hide={','.join(names)}")
    controls = "[...document.querySelectorAll(':is(.transport, .settings, .closer) :is(button, input, select)')].length"
    assert len(names) > 30
    assert app.evaluate(controls.replace("input", "input:not([hidden])")) == 0
    for name in ("Experiments", "Export", "Freeze layer 1", "Add neuron to layer 1"):
        expect(button(app, name)).to_have_count(0)


def test_a_link_of_tensorflow_playground_opens_as_its_experiment(app: Page) -> None:
    step(app)
    go(
        app,
        "activation=relu&batchSize=5&dataset=circle&learningRate=0.1&noise=20&networkShape=3,2&percTrainData=70"
        "&showTestData=false&discretize=true&playButton_hide=true&x=true&y=true",
    )
    expect(app.get_by_label("Activation")).to_have_value("relu")
    expect(app.get_by_label("Learning rate")).to_have_value("0.1")
    expect(app.get_by_label("Noise")).to_have_value("0.2")
    expect(app.get_by_label("Discrete colours")).to_be_checked()
    expect(app.get_by_text("2 hidden layers")).to_be_visible()
    expect(button(app, "Play")).to_have_count(0)
    button(app, "Back to the run before").click()
    expect(readout(settled(app), "Step")).to_have_text("1")


def test_what_cannot_be_opened_says_why_and_leaves_the_run(page: Page, page_url: str) -> None:
    opened(page, f"{page_url}#run=1.abc")
    expect(notice(page)).to_contain_text("cut short")
    expect(button(page, "Open the playground")).to_be_focused()
    button(page, "Open the playground").click()
    expect(readout(settled(page), "Step")).to_have_text("0")
    assert "run=" not in page.url
    step(page)

    spiral = ng.load("spiral").start()
    spiral.advance(steps=3)
    whole = spiral.link(page="").removeprefix("#")
    for fragment, words in (
        ("run=2.abc", "version"),
        (whole[:-9], "cut short"),
        (f"run=1.{'A' * 100_000}", "characters"),
        ("dataset=circle&networkShape=1000000000", "expected"),
    ):
        go(page, fragment)
        expect(notice(page)).to_contain_text(words)
        button(page, "Back to the run before").click()
        expect(readout(settled(page), "Step")).to_have_text("1")
    go(page, whole)
    expect(readout(page, "Step")).to_have_text("3")


def test_a_long_way_is_asked_about_and_can_be_left(page: Page, page_url: str) -> None:
    recipe = from_dict({"title": "<b>Far</b>", "network": {"hidden": [64, 64]}})
    far = links.write(recipe, step=2_000_000)
    opened(page, f"{page_url}#{far.removeprefix('#')}")
    dialog = page.get_by_role("dialog", name="This run has come a long way")
    expect(dialog).to_contain_text("<b>Far</b> was shared at step 2,000,000")
    button(page, "Train up to there").click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    button(page, "Cancel").click()
    expect(dialog).to_be_visible()
    button(page, "Open it at its beginning").click()
    expect(readout(settled(page), "Step")).to_have_text("0")
    expect(page.get_by_role("button", name="Experiments")).to_contain_text("<b>Far</b>")
    step(page)


def test_play_opens_a_link_once(page: Page, play: Callable[..., str]) -> None:
    run = ng.load("spiral").start()
    run.advance(steps=3)
    url = play(run.link(hide=["fork"]))
    opened(page, url)
    expect(readout(page, "Step")).to_have_text("3")
    expect(button(page, "Fork")).to_have_count(0)
    step(page)
    opened(page, page.url)
    expect(readout(page, "Step")).to_have_text("4")
    expect(button(page, "Fork")).to_have_count(0)
