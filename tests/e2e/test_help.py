"""Help: all is found by a few letters and reached by keys; looks, languages, the tour; and what is said aloud."""

import re

from playwright.sync_api import Browser, Locator, Page, expect

import neuroglow as ng
from tests.e2e.controls import button, opened, readout, value
from tests.e2e.resting import settled, watched


def status(page: Page) -> Locator:
    """What a screen reader is told of the run."""
    return page.locator("p.aloud[role=status]")


def options(page: Page) -> Locator:
    return page.get_by_role("dialog").get_by_role("option")


def find(page: Page, letters: str) -> Locator:
    """What the command palette has for these letters; the likeliest first."""
    settled(page).keyboard.press("Control+k")
    field = page.get_by_role("combobox", name="Find anything")
    expect(field).to_be_focused()
    expect(options(page).filter(has_text="Two spirals")).to_be_visible()  # the experiments have come
    page.keyboard.type(letters)
    return options(page)


def test_everything_is_found_by_a_few_letters(app: Page) -> None:
    expect(find(app, "zzqx")).to_have_count(0)
    expect(app.get_by_role("dialog")).to_contain_text("Nothing here is called “zzqx”.")
    app.keyboard.press("Escape")

    expect(find(app, "lear ra").first).to_contain_text("Learning rate")
    app.keyboard.press("Enter")
    expect(app.get_by_role("textbox", name="Learning rate")).to_be_focused()

    expect(find(app, "back").first).to_contain_text("ack")
    expect(options(app).filter(has_text="Backprop")).to_be_visible()  # a chapter
    app.keyboard.press("Escape")

    # What opens in the place of the palette.
    expect(find(app, "short tour").first).to_contain_text("A short tour")
    app.keyboard.press("Enter")
    tour = app.get_by_role("dialog", name="A short tour")
    expect(tour).to_contain_text("Press Play")
    app.keyboard.press("Escape")
    expect(tour).to_have_count(0)

    # An experiment, from another page.
    app.evaluate("() => { location.hash = 'learn' }")
    wanted = ng.load("xor").title
    expect(find(app, wanted).first).to_contain_text(wanted)
    app.keyboard.press("ArrowDown")
    app.keyboard.press("ArrowUp")
    app.keyboard.press("Enter")
    expect(app.get_by_role("button", name="Experiments")).to_contain_text(wanted)
    expect(find(app, "<img src=x onerror=alert(1)>")).to_have_count(0)
    assert app.locator("dialog img").count() == 0


def test_keys_do_what_the_sheet_says_and_can_be_switched_off(app: Page) -> None:
    keys = settled(app).keyboard
    for key, step in ((".", 1), (".", 2), (",", 1)):
        keys.press(key)
        expect(readout(app, "Step")).to_have_text(str(step))
        settled(app)
    expect(status(app)).to_have_text(re.compile(r"^Step 1, epoch 0\. Training loss 0\.\d+, test loss 0\.\d+\."))
    keys.press("3")
    expect(app.get_by_label("Unit")).to_have_value("epoch")
    speed = app.get_by_role("slider", name="Speed")
    before = speed.input_value()
    keys.press("-")
    expect(speed).not_to_have_value(before)
    keys.press("n")
    expect(button(app, "Input x1")).to_be_focused()

    keys.press("?")
    sheet = app.get_by_role("dialog", name="Keys")
    expect(sheet).to_contain_text("Ctrl+K")
    sheet.get_by_role("switch").uncheck()
    keys.press("Escape")
    keys.press(".")
    assert value(app, "Step") == 1
    app.reload()  # it is remembered
    settled(app)
    keys.press("?")
    expect(app.get_by_role("dialog")).to_have_count(0)
    keys.press("Control+k")
    expect(app.get_by_role("combobox", name="Find anything")).to_be_focused()


def test_themes_colours_and_language_are_chosen_in_menus_and_remembered(app: Page) -> None:
    shown = "getComputedStyle(document.documentElement).getPropertyValue('--positive')"
    before = settled(app).evaluate(shown)
    button(app, "Theme").click()
    menu = app.get_by_role("dialog", name="Theme")
    menu.get_by_role("radio", name="Light").check()
    menu.get_by_role("radio", name="Red and green").check()
    expect(app.locator("html")).to_have_attribute("data-colours", "green-red")
    expect(app.locator("html")).to_have_attribute("data-theme", "light")
    assert app.evaluate(shown) != before
    app.keyboard.press("Escape")
    expect(button(app, "Theme")).to_be_focused()

    button(app, "Help").click()
    app.get_by_role("radio", name="Deutsch").click()
    expect(app.locator("html")).to_have_attribute("lang", "de")
    expect(app.get_by_role("link", name="Lernen")).to_be_visible()
    settled(app).reload()
    expect(settled(app).get_by_role("link", name="Lernen")).to_be_visible()
    assert "#128a45" in app.evaluate(shown)


def test_the_network_is_walked_as_a_list(app: Page) -> None:
    run = ng.load("spiral").start()
    settled(app).keyboard.press("o")
    tree = app.get_by_role("tree", name="The network in words")
    expect(app.get_by_role("tabpanel")).to_contain_text("177 weights and biases in all")
    tree.get_by_role("treeitem").first.focus()
    press = app.keyboard.press
    for key in ("ArrowDown", "ArrowRight", "ArrowDown", "ArrowRight", "ArrowDown", "ArrowDown"):
        press(key)
    here = app.locator(":focus")
    expect(here).to_have_attribute("aria-level", "3")
    expect(here).to_contain_text("Weight from x1")
    weight = float(run.layers[0].weights[0, 0])
    expect(here).to_contain_text(f"{abs(weight):.4f}")
    press("Enter")
    expect(here).to_have_attribute("aria-selected", "true")
    press("ArrowLeft")
    expect(app.locator(":focus")).to_contain_text("Neuron 1")
    press("ArrowLeft")
    expect(tree.get_by_role("treeitem").filter(has_text="Weight")).to_have_count(0)


def test_who_comes_for_the_first_time_is_shown_around_once(browser: Browser, page_url: str) -> None:
    with browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True) as context:
        page = context.new_page()
        page.goto(page_url)
        tour = page.get_by_role("dialog", name="A short tour")
        expect(tour).to_contain_text("Press Play")
        # The page can be used meanwhile.
        button(page, "Step").click()
        expect(readout(page, "Step")).to_have_text("1")
        for words in ("Every square is a neuron", "the whole network answers", "Change whatever you like"):
            tour.get_by_role("button", name="Next").click()
            expect(tour).to_contain_text(words)
            box = tour.bounding_box()
            assert box is not None
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= 390
            assert box["y"] + box["height"] <= 844
        tour.get_by_role("button", name="Begin").click()
        expect(tour).to_have_count(0)
        assert page.evaluate("localStorage.getItem('neuroglow-toured')") is not None

        # A finger that rests sees what a mouse sees, and opens nothing.
        page.evaluate("scrollTo(0, 0)")
        neuron = button(page, "Layer 1, neuron 2").bounding_box()
        assert neuron is not None
        place = {"x": neuron["x"] + neuron["width"] / 2, "y": neuron["y"] + neuron["height"] / 2}
        touch = context.new_cdp_session(page)
        touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [place]})
        expect(page.get_by_role("tooltip")).to_contain_text("Layer 1, neuron 2")
        touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        expect(page.get_by_role("tooltip")).to_have_count(0)
        expect(button(page, "Layer 1, neuron 2")).to_have_attribute("aria-pressed", "false")

        # It comes again when it is asked for.
        button(page, "Help").click()
        button(page, "A short tour").click()
        expect(tour).to_contain_text("Press Play")
        page.keyboard.press("Escape")
        expect(tour).to_have_count(0)


def test_a_small_high_contrast_enlarged_window_has_everything(browser: Browser, page_url: str) -> None:
    """A window of 1440x900, enlarged twofold, with forced colours and no motion; and the narrowest one."""
    with browser.new_context(
        viewport={"width": 720, "height": 450}, forced_colors="active", reduced_motion="reduce"
    ) as context:
        page = watched(context.new_page())
        opened(page, page_url)
        ground = page.evaluate(
            """() => {
                const { width, height } = document.querySelector('.network canvas')
                const canvas = document.querySelector('.network canvas')
                return [...canvas.getContext('2d').getImageData(width / 2, height / 2, 1, 1).data]
            }"""
        )
        assert ground[:3] != [255, 255, 255]  # drawn in the page's colours, not in those that are forced
        for width, height in ((720, 450), (360, 740)):
            page.set_viewport_size({"width": width, "height": height})
            assert settled(page).evaluate("document.documentElement.scrollWidth") <= width
            for name in ("Theme", "Help"):
                button(page, name).click()
                box = page.locator(":popover-open").bounding_box()
                assert box is not None
                assert box["x"] >= 0
                assert box["x"] + box["width"] <= width
                assert box["y"] + box["height"] <= height
                page.keyboard.press("Escape")
