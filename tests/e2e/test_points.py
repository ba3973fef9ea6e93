"""Points of one's own: added, sprayed, moved, erased and pasted, with mouse, keys and finger, while it learns."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

import neuroglow as ng
from tests.e2e.controls import area, button, choose, opened, passing, readout, said, step, until, value
from tests.e2e.resting import settled

SPIRAL = 500
"""Points of the experiment that the page begins with."""


def tool(page: Page, name: str) -> Locator:
    """Take a tool; gives the drawing."""
    page.get_by_role("radio", name=name, exact=True).check(force=True)
    return drawing(page)


def drawing(page: Page) -> Locator:
    return page.locator(".surface")


def count(page: Page) -> int:
    """Points, by what is written under the drawing."""
    text = said(page.get_by_role("region", name="Output", exact=True))
    return sum(int(number) for number in re.findall(r"(\d+) (?:training|test)\b", text))


def counts(page: Page, least: int, most: int | None = None) -> None:
    """Wait until there are so many points."""
    page.wait_for_function(
        """([least, most]) => {
            const text = document.querySelector('section[aria-label="Output"]').innerText
            const numbers = [...text.matchAll(/(\\d+) (?:training|test)\\b/g)]
            const points = numbers.reduce((sum, [, number]) => sum + Number(number), 0)
            return least <= points && points <= most
        }""",
        arg=[least, least if most is None else most],
    )


def at(page: Page, x1: float, x2: float) -> tuple[int, int]:
    """The pixel of the window at a place of the plane, also of a page that plays."""
    drawing(page).scroll_into_view_if_needed()
    drawing(page).element_handle().wait_for_element_state("stable")
    box = drawing(page).bounding_box()
    assert box is not None
    return round(box["x"] + box["width"] * (x1 + 6) / 12), round(box["y"] + box["height"] * (6 - x2) / 12)


def placed(page: Page, x1: float, x2: float) -> tuple[float, float]:
    """The point that a click at a place makes: where the pixel is, with four figures."""
    box = area(drawing(page))
    side = drawing(page).evaluate("element => element.clientWidth")
    across, down = at(page, x1, x2)
    return float(f"{-6 + 12 * (across - box['x']) / side:.4g}"), float(f"{6 - 12 * (down - box['y']) / side:.4g}")


def click(page: Page, x1: float, x2: float) -> None:
    page.mouse.click(*at(page, x1, x2))


def stroke(page: Page, *places: tuple[float, float]) -> None:
    page.mouse.move(*at(page, *places[0]))
    page.mouse.down()
    for place in places[1:]:
        page.mouse.move(*at(page, *place), steps=12)
    page.mouse.up()


def paste(page: Page, text: str) -> None:
    """Ctrl+V over the drawing."""
    drawing(page).hover()
    page.evaluate(
        """(text) => {
            const data = new DataTransfer()
            data.setData('text/plain', text)
            const init = { clipboardData: data, bubbles: true, cancelable: true }
            document.body.dispatchEvent(new ClipboardEvent('paste', init))
        }""",
        text,
    )


def emptied(page: Page) -> None:
    """Add is chosen, and there are no points."""
    tool(page, "Add")
    button(page, "Clear all").click()
    expect(page.locator(".caption")).to_have_text("Add at least two points")


def losses(page: Page) -> str:
    """All readouts: of a few points, some are trained on and others are held out."""
    return said(page.get_by_role("region", name="Run", exact=True))


def test_a_click_adds_a_point_and_training_goes_on(app: Page) -> None:
    for _ in range(3):
        step(app)
    tool(app, "Add")
    click(app, -5.5, 5.5)
    counts(app, SPIRAL + 1)
    expect(readout(app, "Step")).to_have_text("3")
    step(app)
    assert value(app, "Step") == 4


def test_the_run_is_the_one_that_python_makes_of_the_same_points(app: Page) -> None:
    emptied(app)
    app.get_by_role("radio", name="1", exact=True).check(force=True)
    click(app, -3, 3)
    click(app, 3, -3)
    app.get_by_role("radio", name="0", exact=True).check(force=True)
    click(app, 0, 0)
    counts(app, 3)
    for _ in range(5):
        step(app)
    run = ng.load("spiral").start()
    run.edit_points(
        remove=list(range(SPIRAL)),
        add=[[*placed(app, -3, 3), 1], [*placed(app, 3, -3), 1]],
    )
    run.edit_points(add=[[*placed(app, 0, 0), 0]])
    run.advance(steps=5)
    assert said(readout(app, "Training loss")) == f"{run.loss('train'):.4f}"
    assert (value(app, "Step"), count(app)) == (run.step, 3)
    app.keyboard.press("Tab")  # the keyboard is in use, so focus shows what is exact
    button(app, "Layer 1, neuron 1").focus()
    app.keyboard.press("ArrowDown")
    app.keyboard.press("ArrowDown")
    assert float(said(app.get_by_role("tooltip").locator(".exact"))) == run.layers[0].weights[0, 0]


def test_points_are_edited_while_the_network_learns(app: Page) -> None:
    button(app, "Play").click()
    until(app, "read('Step') > 50")
    tool(app, "Add")
    stroke(app, (-5, 5), (5, 5))
    counts(app, SPIRAL + 15, SPIRAL + 45)
    app.keyboard.press("Control+z")
    counts(app, SPIRAL)
    app.keyboard.press("Control+Shift+z")
    counts(app, SPIRAL + 15, SPIRAL + 45)
    tool(app, "Erase")
    stroke(app, (-5.9, 5), (5.9, 5))
    counts(app, SPIRAL - 50, SPIRAL + 10)
    expect(button(app, "Pause")).to_be_visible()
    reached = passing(app, "Step")
    until(app, f"read('Step') > {reached}")
    expect(app.get_by_role("alert")).to_have_count(0)


def test_a_point_is_dragged_and_removed(app: Page) -> None:
    emptied(app)
    for place in ((-4, -4), (4, 4), (0, 4)):
        click(app, *place)
    counts(app, 3)
    tool(app, "Move")
    stroke(app, (-4, -4), (-4, 2))
    before = losses(app)
    stroke(app, (-4, 2), (5, -5))
    app.wait_for_function("before => document.querySelector('section.transport').innerText !== before", arg=before)
    counts(app, 3)
    app.keyboard.down("Shift")
    click(app, 5, -5)
    app.keyboard.up("Shift")
    counts(app, 2)
    app.keyboard.press("Control+z")
    counts(app, 3)
    click(app, 0, 4)
    app.keyboard.press("Delete")
    counts(app, 2)
    button(app, "Undo").click()
    counts(app, 3)


def test_without_points_the_run_waits_and_goes_on_with_two(app: Page) -> None:
    button(app, "Play").click()
    until(app, "read('Step') > 20")
    emptied(app)
    expect(button(app, "Play")).to_be_disabled()
    expect(button(app, "Step")).to_be_disabled()
    stood = value(app, "Step")
    click(app, -3, 0)
    app.keyboard.press("Space")
    expect(app.locator(".caption")).to_have_text("Add at least two points")
    assert value(app, "Step") == stood
    click(app, 3, 0)
    counts(app, 2)
    until(app, f"read('Step') > {stood}")
    expect(button(app, "Pause")).to_be_visible()
    button(app, "Reset").click()
    expect(readout(app, "Step")).to_have_text("0")
    counts(app, 2)


def test_clearing_can_be_undone(app: Page) -> None:
    emptied(app)
    app.keyboard.press("Control+z")
    counts(app, SPIRAL)
    expect(button(app, "Play")).to_be_enabled()
    step(app)


def test_the_keyboard_does_it_as_well(app: Page) -> None:
    emptied(app)
    app.keyboard.press("Tab")
    surface = tool(app, "Add")
    surface.focus()
    for key in ("ArrowRight", "Enter", "Shift+ArrowUp", "Shift+ArrowUp", "Enter", "Shift+ArrowLeft", "Enter"):
        surface.press(key)
    counts(app, 3)
    surface.press("Delete")
    counts(app, 2)
    tool(app, "Move")
    surface.focus()
    for key in ("ArrowRight", "Enter", "Shift+ArrowRight", "Escape"):
        surface.press(key)
    counts(app, 2)
    step(app)


def test_points_on_a_line_have_their_value_by_their_height(app: Page) -> None:
    choose(app, "A sine on a line")
    expect(app.get_by_role("img", name="The network's curve")).to_be_visible()
    points = count(app)
    surface = tool(app, "Add")
    box = area(surface)
    surface.click(position={"x": box["width"] * 0.3, "y": 20})
    counts(app, points + 1)
    surface.click(position={"x": box["width"] * 0.6, "y": 20})
    counts(app, points + 2)
    surface.click(position={"x": box["width"] * 0.6, "y": 20}, modifiers=["Shift"])
    counts(app, points + 1)
    step(app)


def test_values_on_the_plane_have_a_slider(app: Page) -> None:
    choose(app, "Values on a tilted plane")
    tool(app, "Add")
    app.get_by_role("slider", name="Value", exact=True).fill("-0.5")
    button(app, "Clear all").click()
    for place in ((-5, 5), (5, 5), (0, -5)):
        click(app, *place)
    counts(app, 3)
    step(app)


@pytest.mark.parametrize(
    "text", ["x1\tx2\tclass\n1,5\t2,25\t1\n-3\t4\t0\n", "1.5,2.25,1\n-3,4,0", "1,5;2,25;1\n-3;4;0"]
)
def test_points_from_a_spreadsheet(app: Page, text: str) -> None:
    paste(app, text)
    counts(app, SPIRAL + 2)
    app.keyboard.press("Control+z")
    counts(app, SPIRAL)


def test_pasted_classes_that_are_unknown_begin_another_run(app: Page) -> None:
    step(app)
    paste(app, "1\t2\tcat\n-3\t4\tdog\n0\t0\t<img src=x onerror=alert(1)>\n2\t2\tcat")
    expect(readout(app, "Step")).to_have_text("0")
    counts(app, 4)
    tool(app, "Add")
    for name in ("cat", "dog", "<img src=x onerror=alert(1)>"):
        expect(app.get_by_role("radio", name=name, exact=True)).to_have_count(1)
    step(app)


def test_pasted_points_beyond_the_plane_are_shown_where_they_are(app: Page) -> None:
    paste(app, "area\tprice\tsold\n" + "\n".join(f"{50 + row}\t{100 + row**2}\t{row % 2}" for row in range(20)))
    expect(app.get_by_role("img", name="Map of the output over area and price")).to_be_visible()
    expect(app.get_by_role("radio", name="Add", exact=True)).to_have_count(0)
    step(app)


def test_a_paste_that_is_none_is_explained_and_changes_nothing(app: Page) -> None:
    for text, words in (
        ("hello", "got 'hello'"),
        ("1,2,0\n1,b,0", "got 'b' in line 2"),
        ("1,2,3,4", "got 4 in line 1"),
    ):
        paste(app, text)
        expect(app.get_by_role("alert")).to_contain_text(words)
        assert count(app) == SPIRAL
    paste(app, "1,2,0")
    expect(app.get_by_role("alert")).to_have_count(0)
    counts(app, SPIRAL + 1)
    step(app)


def test_too_many_points_are_refused_and_the_run_goes_on(app: Page) -> None:
    for rows in (4000, 600):
        paste(app, "\n".join(f"{row / 1000},{row / 2000},{row % 2}" for row in range(rows)))
    expect(app.get_by_role("alert")).to_contain_text("5,000 points")
    counts(app, SPIRAL + 4000)
    step(app)


def test_the_paste_button_has_a_field_where_the_clipboard_is_closed(app: Page) -> None:
    tool(app, "Add")
    button(app, "Paste").click()
    app.get_by_role("textbox", name="Paste points here").fill("1,2,0\n2,3,1")
    counts(app, SPIRAL + 2)
    expect(app.get_by_role("textbox", name="Paste points here")).to_have_count(0)


def test_a_finger_draws_only_with_a_tool(browser: Browser, page_url: str) -> None:
    with browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True) as context:
        page = opened(context.new_page(), page_url)
        drawing(page).scroll_into_view_if_needed()
        actions = "element => getComputedStyle(element).touchAction"
        assert drawing(page).evaluate(actions) == "pan-y pinch-zoom"
        tool(page, "Add")
        assert drawing(settled(page)).evaluate(actions) == "none"
        page.touchscreen.tap(*at(page, 5.5, -5.5))
        counts(page, SPIRAL + 1)
        assert settled(page).evaluate("document.scrollingElement.scrollWidth") <= 390


def test_points_of_other_data_are_not_edited(app: Page, play: Callable[..., str]) -> None:
    opened(app, play("ten-houses"))
    expect(app.get_by_role("radio", name="Add", exact=True)).to_have_count(0)
    paste(app, "1\t2")
    expect(app.get_by_role("alert")).to_have_count(0)
