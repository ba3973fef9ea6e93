"""Dials, curves, valleys, settings and buttons of chapters: by keys, mouse and finger, and fed with nonsense."""

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e.controls import area, attribute, said
from tests.e2e.controls import typed as entered
from tests.e2e.learning import live, press, press_to, read, set_to, turn
from tests.e2e.resting import settled

WEIGHT = "Price of a square foot"
BIAS = "Base price"
MINUS = "\N{MINUS SIGN}"


def dial(part: Locator, label: str) -> Locator:
    return part.get_by_role("slider", name=label, exact=True)


def typed(part: Locator, label: str) -> Locator:
    return part.get_by_role("textbox", name=f"{label}, typed", exact=True)


def number(text: str) -> float:
    return float(text.replace(",", "").replace(MINUS, "-"))


def figure(part: Locator, label: str) -> Locator:
    """One of the large numbers of a live part."""
    return part.locator("dl > div", has=part.page.get_by_text(label, exact=True)).locator("dd")


def mean(part: Locator) -> Locator:
    return part.locator("tfoot td")


def shows(of: Locator, value: float, within: float) -> None:
    """A number in a text or in a field, once the page rests."""
    settled(of.page)
    assert number(of.evaluate("of => of.value ?? of.textContent")) == pytest.approx(value, abs=within)


@pytest.fixture
def one_weight(page: Page, page_url: str) -> Locator:
    return live(read(page, page_url, "one-weight"), "The price of a square foot")


@pytest.fixture
def two_dials(page: Page, page_url: str) -> Locator:
    return live(read(page, page_url, "two-dials"), "Three squares, two dials")


def test_the_table_follows_the_dial_to_the_numbers_of_the_text(one_weight: Locator) -> None:
    turn(one_weight, WEIGHT, 0.18)
    expect(mean(one_weight)).to_have_text("2,058")
    answers = one_weight.locator("tbody .answer")
    expect(answers).to_have_text(["378.7", "288.0", "432.0"])
    expect(one_weight.locator("tbody td.negative")).to_have_text([f"{MINUS}21.2", f"{MINUS}41.9"])
    expect(one_weight.locator("tbody td.positive")).to_have_text(["+63.0"])


def test_a_dial_is_turned_with_keys(one_weight: Locator) -> None:
    slider = dial(one_weight, WEIGHT)
    slider.focus()
    before = said(mean(one_weight))
    for _ in range(5):
        slider.press("ArrowRight")
    expect(typed(one_weight, WEIGHT)).to_have_value("0.105")
    expect(slider).to_have_attribute("aria-valuetext", "0.105 thousand $")
    expect(mean(one_weight)).not_to_have_text(before)
    field = typed(one_weight, WEIGHT)
    field.focus()
    field.press("ArrowUp")
    field.press("Shift+ArrowUp")
    expect(field).to_have_value("0.116")
    expect(slider).to_have_value("0.116")


def test_a_dial_is_turned_with_the_mouse_and_stands_where_the_hand_has_it(one_weight: Locator, page: Page) -> None:
    slider = dial(one_weight, WEIGHT)
    box = area(slider)
    y = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] / 4, y)
    page.mouse.down()
    for share in (0.3, 0.4, 0.5):
        page.mouse.move(box["x"] + box["width"] * share, y, steps=4)
    page.mouse.up()
    middle = float(attribute(slider, "max")) / 2
    weight = arrived(slider)
    assert weight == pytest.approx(middle, abs=0.002)
    squares = [(weight * area - price) ** 2 for area, price in ((2104, 399.9), (1600, 329.9), (2400, 369.0))]
    shows(mean(one_weight), sum(squares) / 3, within=0.51)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("abc", "expected a number, got “abc”"),
        ("", "expected a number, got nothing"),
        ("Infinity", "expected a number, got “Infinity”"),
        ("-inf", "expected a number, got “-inf”"),
        ("NaN", "expected a number, got “NaN”"),
        ("1e999", "expected a number, got “1e999”"),
        ("1e300", f"expected a number from {MINUS}1,000,000 to 1,000,000, got 1e300"),
        ("-1000001", f"expected a number from {MINUS}1,000,000 to 1,000,000, got -1000001"),
        ("9" * 300, f"expected a number from {MINUS}1,000,000 to 1,000,000, got 99999999999999999999999…"),
        ("<b>1</b>", "expected a number, got “<b>1</b>”"),
    ],
)
def test_what_is_no_number_for_a_dial_is_told_at_the_dial(one_weight: Locator, text: str, sentence: str) -> None:
    field = typed(one_weight, WEIGHT)
    turn(one_weight, WEIGHT, text)
    alert = one_weight.get_by_role("alert")
    expect(alert).to_have_text(re.compile(re.escape(sentence) + r": 0\.\d+, for example$"))
    expect(field).to_have_attribute("aria-invalid", "true")
    assert attribute(alert, "id") == attribute(field, "aria-describedby")
    expect(dial(one_weight, WEIGHT)).to_have_value("0.1")
    expect(mean(one_weight)).to_have_text("27,139")
    field.press("Escape")
    expect(alert).to_have_count(0)
    expect(field).to_have_value("0.1")


def test_a_number_beyond_the_dial_is_taken_and_the_way_back_is_open(one_weight: Locator) -> None:
    turn(one_weight, WEIGHT, "1000000")
    expect(mean(one_weight)).to_have_text(re.compile("·10¹⁸$|e.?18$"))
    slider = dial(one_weight, WEIGHT)
    most = float(attribute(slider, "max"))
    expect(slider).to_have_value(str(most))
    turn(one_weight, WEIGHT, "-0,5")
    expect(mean(one_weight)).to_have_text(re.compile(r"^1,9\d\d,\d{3}$"))
    slider.press("End")
    slider.press("Home")
    expect(typed(one_weight, WEIGHT)).to_have_value("0.000")


def arrived(of: Locator) -> float:
    """The number in a field, once what was dragged is where it was let go."""
    return number(entered(of))


def test_the_point_on_the_curve_of_losses_is_pulled(page: Page, page_url: str) -> None:
    part = live(read(page, page_url, "one-weight"), "The loss of every weight")
    knob = part.get_by_role("slider", name=f"{WEIGHT}, on the curve", exact=True)
    box = area(knob)
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 90, y + 30, steps=8)
    page.mouse.up()
    pulled = arrived(dial(part, WEIGHT))
    assert 0.14 < pulled < 0.2
    knob.press("ArrowLeft")
    expect(dial(part, WEIGHT)).not_to_have_value(str(pulled))
    assert arrived(dial(part, WEIGHT)) < pulled


def test_the_point_in_the_valley_is_pulled_and_takes_both_dials_along(two_dials: Locator, page: Page) -> None:
    knob = two_dials.get_by_role("application", name=re.compile("on the map"))
    box, before = area(knob), number(said(figure(two_dials, "Loss")))
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 60, y - 75, steps=20)
    page.mouse.up()
    expect(typed(two_dials, BIAS)).not_to_have_value("0")
    bias, weight = (arrived(typed(two_dials, label)) for label in (BIAS, WEIGHT))
    assert weight < 0.177
    assert bias > 50
    assert number(said(figure(two_dials, "Loss"))) != before
    knob.press("ArrowUp")
    knob.press("Shift+ArrowRight")
    shows(typed(two_dials, BIAS), bias + 2.5, within=0.6)  # a press is a two-hundredth of the way
    shows(typed(two_dials, WEIGHT), weight + 0.015, within=2e-4)


def test_a_finger_pulls_the_point_and_else_scrolls(browser: Browser, page_url: str) -> None:
    with browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True) as context:
        page = read(context.new_page(), page_url, "two-dials")
        part = live(page, "Three squares, two dials")
        knob = part.get_by_role("application", name=re.compile("on the map"))
        knob.scroll_into_view_if_needed()
        knob.evaluate("knob => knob.scrollIntoView({ block: 'center' })")
        touch = context.new_cdp_session(page)

        def swipe(x: float, y: float, dx: float, dy: float) -> None:
            touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
            for at in range(1, 11):
                spot = {"x": x + dx * at / 10, "y": y + dy * at / 10}
                touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [spot]})
            touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

        box = area(knob)
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        swipe(x - 90, y - 60, 0, -80)
        assert entered(typed(part, BIAS)) == "0"
        knob.evaluate("knob => knob.scrollIntoView({ block: 'center' })")
        box, scrolled = area(knob), page.evaluate("scrollY")
        swipe(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, -30, -60)
        expect(typed(part, BIAS)).not_to_have_value("0")
        assert page.evaluate("scrollY") == scrolled


def test_steps_are_taken_one_by_one_and_many_at_once_and_back(page: Page, page_url: str) -> None:
    part = live(read(page, page_url, "gradient-descent"), "The same houses, scaled")
    step, loss = figure(part, "Step"), figure(part, "Loss")
    expect(step).to_have_text("0")
    expect(loss).to_have_text("134,972")
    set_to(part, "Learning rate", "0.1")
    press(part, "Step")
    expect(step).to_have_text("1")
    press(part, "10 steps", times=2)
    expect(step).to_have_text("21")
    press(part, "100 steps")
    expect(step).to_have_text("121")
    expect(loss).to_have_text("447.29")
    press(part, "Start again")
    expect(step).to_have_text("0")
    chosen = part.get_by_role("radiogroup", name="Learning rate").get_by_role("radio", name="0.1", exact=True)
    expect(chosen).to_be_checked()  # time goes back to the beginning, the reader's choice stays
    press(part, "Play")
    expect(press_to(part, "Pause")).to_be_visible()
    expect(step).not_to_have_text("0")
    press(part, "Pause")
    expect(press_to(part, "Play")).to_be_visible()
    now = said(step)
    page.wait_for_timeout(300)  # in which it might have gone on
    expect(step).to_have_text(now)


def test_a_dial_takes_over_from_a_run_that_plays(page: Page, page_url: str) -> None:
    part = live(read(page, page_url, "gradient-descent"), "The dials turn themselves")
    press(part, "Play")
    expect(figure(part, "Step")).not_to_have_text("0")
    turn(part, BIAS, 100)
    expect(press_to(part, "Play")).to_be_visible()
    expect(figure(part, "Bias")).to_have_text(re.compile("^100"))


def test_a_rate_that_is_too_large_is_told_and_does_no_harm(page: Page, page_url: str) -> None:
    part = live(read(page, page_url, "gradient-descent"), "A larger step")
    set_to(part, "Learning rate", "3e-7")
    press(part, "1,000 steps", times=2)
    lost = part.get_by_text(re.compile("grown beyond all bounds"))
    expect(lost).to_be_visible(timeout=20_000)
    expect(press_to(part, "Step")).to_be_disabled()
    set_to(part, "Learning rate", "1e-7")
    press(part, "Start again")
    expect(figure(part, "Step")).to_have_text("0")
    expect(lost).to_have_count(0)
    press(part, "10 steps")
    expect(figure(part, "Loss")).to_have_text("2,016.73")


def test_inputs_are_switched_and_typed(page: Page, page_url: str) -> None:
    part = live(read(page, page_url, "two-inputs"), "What goes in")
    bathrooms = part.get_by_role("button", name="bathrooms", exact=True)
    area = part.get_by_role("button", name="area", exact=True)
    bathrooms.click()
    expect(bathrooms).to_have_attribute("aria-pressed", "false")
    expect(figure(part, "Inputs")).to_have_text("1")
    area.click()
    expect(part.get_by_role("alert")).to_have_text(re.compile("at least one input"))
    expect(area).to_have_attribute("aria-pressed", "true")
    field = part.get_by_role("textbox", name="Add input")
    field.fill("log(area")
    field.press("Enter")
    expect(part.get_by_role("alert")).to_be_visible()
    field.fill("log(area)")
    field.press("Enter")
    expect(figure(part, "Inputs")).to_have_text("2")
    added = part.get_by_role("button", name="log(area)", exact=True)
    expect(added).to_have_attribute("aria-pressed", "true")
    added.click()
    expect(added).to_have_attribute("aria-pressed", "false")
    expect(figure(part, "Inputs")).to_have_text("1")


def test_nothing_is_wider_than_the_page(page: Page, page_url: str) -> None:
    for chapter, title in (
        ("one-weight", "The price of a square foot"),
        ("two-dials", "Three squares, two dials"),
        ("gradient-descent", "The same houses, scaled"),
        ("two-inputs", "What goes in"),
    ):
        live(read(page, page_url, chapter), title)
        for width in (360, 390, 1440):
            page.set_viewport_size({"width": width, "height": 844})
            assert settled(page).evaluate("document.documentElement.scrollWidth") <= width, chapter
