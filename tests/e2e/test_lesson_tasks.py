"""Guesses, challenges and computations of chapters: how they help, what they forgive, and what they keep."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.controls import area
from tests.e2e.learning import (
    closeness,
    compute,
    guess,
    live,
    press,
    press_to,
    read,
    set_to,
    solved,
    status,
    task,
    turn,
)
from tests.e2e.resting import settled

CURVE = "The loss of every weight"
PRICE = "Price of a square foot"
SCALED = "The same houses, scaled"

# guesses


def test_a_guess_is_made_by_keyboard_and_once(page: Page, page_url: str) -> None:
    read(page, page_url, "one-weight", "bottom")
    question = task(page, "bottom")
    button = question.get_by_role("button", name="That is my guess")
    expect(button).to_be_disabled()
    question.get_by_role("radio").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    expect(button).to_be_focused()
    page.keyboard.press("Enter")
    expect(question.get_by_role("listitem").nth(2)).to_contain_text("your guess")
    page.reload()
    question = task(page, "bottom")
    expect(question.get_by_role("listitem").nth(2)).to_contain_text("your guess")
    expect(question.get_by_role("radio")).to_have_count(0)


def test_what_comes_after_a_guess_is_told_once_it_is_made(page: Page, page_url: str) -> None:
    read(page, page_url, "one-weight", "bottom")
    question = task(page, "bottom")
    expect(question.get_by_text("The houses do not agree")).to_have_count(0)
    guess(question, 1)
    expect(question.get_by_text("The houses do not agree")).to_be_visible()


def test_a_run_waits_for_its_guess(page: Page, page_url: str) -> None:
    read(page, page_url, "xor", "untrained")
    part = live(page, "Seven rows of bits")
    expect(part.get_by_text("Make your guess first")).to_be_visible()
    expect(press_to(part, "Play")).to_be_disabled()
    press(part, "Start again")
    expect(part.get_by_text("Make your guess first")).to_be_visible()
    guess(task(page, "untrained"), 0)
    expect(part.get_by_text("Make your guess first")).to_have_count(0)
    press(part, "Step")


def test_where_guesses_are_hidden_nothing_waits_for_them(page: Page, page_url: str) -> None:
    read(page, page_url, "xor", hide="predictions")
    part = live(page, "Seven rows of bits")
    expect(press_to(part, "Play")).to_be_enabled()
    expect(page.locator("#untrained")).to_have_count(0)


def test_a_number_is_guessed_with_a_slider(page: Page, page_url: str) -> None:
    read(page, page_url, "yes-or-no", "weights")
    question = task(page, "weights")
    slider = question.get_by_role("slider")
    slider.focus()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    question.get_by_role("button", name="That is my guess").click()
    expect(status(question)).to_contain_text(re.compile(r"You guessed 0\.?\d*\. It is 15\."), timeout=30_000)


@pytest.mark.parametrize("typed", ["many", "", "1e999"])
def test_a_guess_that_is_no_number_is_told_at_its_field(page: Page, page_url: str, typed: str) -> None:
    read(page, page_url, "two-dials", "best")
    question = task(page, "best")
    turn(question, "Your guess", typed)
    expect(question.get_by_role("alert")).to_contain_text("xpected a number")
    turn(question, "Your guess", "500")
    expect(question.get_by_role("alert")).to_have_count(0)


# challenges


def test_a_challenge_says_how_close_it_is(page: Page, page_url: str) -> None:
    read(page, page_url, "one-weight", "lowest")
    challenge, part = task(page, "lowest"), live(page, CURVE)
    expect(status(challenge)).to_have_text("Loss: still 25,119 too high.", timeout=30_000)
    assert closeness(challenge) == [0]
    turn(part, PRICE, 0.15)
    expect(status(challenge)).to_contain_text("too high")
    turn(part, PRICE, 0.18)
    expect(status(challenge)).to_have_text("Nearly there. Loss: still 38 too high.")
    assert 90 < closeness(challenge)[0] < 100
    turn(part, PRICE, 0.3)
    expect(status(challenge)).to_have_text("Loss: still 64,390 too high. Your best so far: Loss 2,058.")
    expect(challenge.get_by_text("best 2,058")).to_be_visible()
    turn(part, PRICE, 0.177)
    expect(status(challenge)).to_have_text("Solved. Loss 2,016.8.")
    solved(challenge)
    turn(part, PRICE, 0.3)
    solved(challenge)
    expect(status(challenge)).to_have_text("Solved. Loss 2,016.8.")


def test_a_goal_that_was_passed_between_two_pictures_is_reached(page: Page, page_url: str) -> None:
    read(page, page_url, "gradient-descent", "reach-450")
    part = live(page, SCALED)
    set_to(part, "Learning rate", "0.03")
    press(part, "100 steps", 4)
    solved(task(page, "reach-450"))


def test_steps_that_are_used_up_are_no_dead_end(page: Page, page_url: str) -> None:
    read(page, page_url, "gradient-descent", "reach-450")
    part, challenge = live(page, SCALED), task(page, "reach-450")
    press(part, "100 steps", 3)
    expect(status(challenge)).to_contain_text("Steps: 300 is more than 200. “Start again” gives you another try.")
    expect(status(challenge)).to_contain_text("Your best so far")
    press(part, "Start again")
    expect(status(challenge)).not_to_contain_text("is more than")
    set_to(part, "Learning rate", "0.1")
    press(part, "100 steps")
    solved(challenge)


def test_numbers_that_ran_away_come_back(page: Page, page_url: str) -> None:
    read(page, page_url, "gradient-descent", "reach-450")
    part, challenge = live(page, SCALED), task(page, "reach-450")
    set_to(part, "Learning rate", "1.1")
    press(part, "100 steps")
    expect(status(challenge)).to_contain_text("too high")
    solved(challenge, False)
    press(part, "Start again")
    expect(status(challenge)).to_contain_text("too high")


def test_hints_come_one_after_the_other(page: Page, page_url: str) -> None:
    read(page, page_url, "one-weight", "lowest")
    challenge = task(page, "lowest")
    expect(challenge.get_by_role("listitem")).to_have_count(0)
    for hint in (1, 2, 3):
        challenge.get_by_role("button", name=f"Hint {hint} of 3").click()
        expect(challenge.get_by_role("listitem")).to_have_count(hint)
    expect(challenge.get_by_role("button")).to_have_count(0)
    expect(challenge.get_by_role("listitem").last).to_be_focused()


def test_hints_and_challenges_can_be_hidden(page: Page, page_url: str) -> None:
    read(page, page_url, "one-weight", hide="hints")
    expect(task(page, "lowest").get_by_role("button")).to_have_count(0)
    read(page, page_url, "two-dials", hide="challenges")
    expect(page.locator("#below-799")).to_have_count(0)
    expect(page.locator("#best")).to_have_count(1)


# computations


def test_a_computation_counts_right_digits(page: Page, page_url: str) -> None:
    read(page, page_url, "one-weight", "by-hand")
    number = task(page, "by-hand")
    expect(number.get_by_role("button", name="Check")).to_be_enabled()
    for typed, said in (
        ("4,6", "0 of 3 digits are right: it is larger than that."),
        ("4600", "1 of 3 digits are right: it is smaller than that."),
        ("4250", "2 of 3 digits are right: it is larger than that."),
        ("-4285", "The digits are right. Look at the sign again."),
        ("42.85", "The digits are right. Look at where the point stands."),
        ("4,285", "Yes: it is 4,285."),
    ):
        compute(number, typed)
        expect(status(number)).to_have_text(said)
    solved(number)


@pytest.mark.parametrize("typed", ["", "many", "1e999", "1 2,3,4", "<b>1</b>"])
def test_what_is_no_number_is_told_at_its_field(page: Page, page_url: str, typed: str) -> None:
    read(page, page_url, "one-weight", "by-hand")
    number = task(page, "by-hand")
    compute(number, typed)
    expect(number.get_by_role("alert")).to_contain_text("xpected a number, got")
    number.get_by_role("textbox").fill("4285")
    expect(number.get_by_role("alert")).to_have_count(0)
    number.get_by_role("textbox").press("Enter")
    solved(number)


def test_who_tried_three_times_may_see_the_number_and_still_has_to_find_it(page: Page, page_url: str) -> None:
    read(page, page_url, "one-weight", "by-hand")
    number = task(page, "by-hand")
    for typed in ("1", "2", "3"):
        expect(number.get_by_role("button", name="Show how it is")).to_have_count(0)
        compute(number, typed)
    number.get_by_role("button", name="Show how it is").click()
    expect(status(number)).to_contain_text("It is 4,285")
    solved(number, False)
    compute(number, "4285")
    solved(number)


# everywhere


@pytest.mark.parametrize("chapter", ["one-weight", "two-dials", "gradient-descent", "backpropagation"])
def test_tasks_fit_on_a_phone(page: Page, page_url: str, chapter: str) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    read(page, page_url, chapter)
    for place in page.locator(".part:is(.predict, .challenge, .compute)").all():
        place.scroll_into_view_if_needed()
        box = area(place)
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 360
    assert settled(page).evaluate("document.documentElement.scrollWidth") <= 360


def test_a_handout_has_boxes_to_tick_and_no_answers(page: Page, page_url: str) -> None:
    read(page, page_url, "one-weight", "bottom")
    guess(task(page, "bottom"), 0)
    page.emulate_media(media="print")
    question = task(page, "bottom")
    expect(question.get_by_text("so it is")).to_be_hidden()
    expect(question.get_by_text("The houses do not agree")).to_be_hidden()
    expect(question.get_by_text("Well above zero")).to_be_visible()
    expect(task(page, "lowest").get_by_role("status")).to_be_hidden()
