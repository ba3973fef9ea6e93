"""Every guess, challenge and computation of the chapters: done through the page as a reader would, and failed once."""

import re
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

import neuroglow as ng
from tests.e2e.controls import said
from tests.e2e.learning import (
    choices,
    closeness,
    compute,
    guess,
    live,
    press,
    read,
    set_to,
    solved,
    status,
    task,
    tasks,
    turn,
)
from tests.e2e.resting import settled

Way = Callable[[Page], None]
Place = tuple[str, str]

SOLVES: dict[Place, Way] = {}
FAILS: dict[Place, Way] = {}


def solves(chapter: str, id: str) -> Callable[[Way], Way]:
    """What a reader does who reaches the goal of a challenge."""
    return lambda way: SOLVES.setdefault((chapter, id), way)


def fails(chapter: str, id: str) -> Callable[[Way], Way]:
    """What a reader does who tries, and does not reach it."""
    return lambda way: FAILS.setdefault((chapter, id), way)


# 1: one weight


@solves("one-weight", "lowest")
def _(page: Page) -> None:
    turn(live(page, "The loss of every weight"), "Price of a square foot", 0.177)


@fails("one-weight", "lowest")
def _(page: Page) -> None:
    turn(live(page, "The loss of every weight"), "Price of a square foot", 0.179)


# 2: two dials


def turn_both(page: Page, weight: float, bias: float) -> None:
    part = live(page, "Three squares, two dials")
    turn(part, "Price of a square foot", weight)
    turn(part, "Base price", bias)


@solves("two-dials", "below-799")
def _(page: Page) -> None:
    turn_both(page, 0.105, 150)


@fails("two-dials", "below-799")
def _(page: Page) -> None:
    turn_both(page, 0.129, 100)


@solves("two-dials", "below-500")
def _(page: Page) -> None:
    turn_both(page, 0.059, 245)


@fails("two-dials", "below-500")
def _(page: Page) -> None:
    turn_both(page, 0.081, 200)
    turn_both(page, 0.081, 150)


# 3: gradient descent

SCALED = "The same houses, scaled"


@solves("gradient-descent", "reach-450")
def _(page: Page) -> None:
    part = live(page, SCALED)
    set_to(part, "Learning rate", "0.03")
    press(part, "100 steps", 2)


@fails("gradient-descent", "reach-450")
def _(page: Page) -> None:
    part = live(page, SCALED)
    set_to(part, "Learning rate", "0.01")
    press(part, "100 steps", 3)


@solves("gradient-descent", "one-step")
def _(page: Page) -> None:
    part = live(page, SCALED)
    set_to(part, "Learning rate", "0.5")
    press(part, "Step")


@fails("gradient-descent", "one-step")
def _(page: Page) -> None:
    part = live(page, SCALED)
    set_to(part, "Learning rate", "0.3")
    press(part, "10 steps")


# 4: two inputs


def turn_three(page: Page, area: float, bathrooms: float, base: float) -> None:
    part = live(page, "Ten houses, three dials")
    turn(part, "Per square foot", area)
    turn(part, "Per bathroom", bathrooms)
    turn(part, "Base price", base)


@solves("two-inputs", "three-dials")
def _(page: Page) -> None:
    turn_three(page, 0.17, 0, 2)


@fails("two-inputs", "three-dials")
def _(page: Page) -> None:
    turn_three(page, 0.15, 10, 0)


@solves("two-inputs", "more-inputs")
def _(page: Page) -> None:
    part = live(page, "What goes in")
    add_formula(part, "area/bathrooms")
    press(part, "1,000 steps")


@fails("two-inputs", "more-inputs")
def _(page: Page) -> None:
    press(live(page, "What goes in"), "1,000 steps")


def add_formula(part: Locator, formula: str) -> None:
    """One more input of the network."""
    field = part.get_by_role("textbox", name="Add input", exact=True)
    field.fill(formula)
    field.press("Enter")
    expect(part.get_by_text(formula).first).to_be_visible()


# 5: yes or no


@solves("yes-or-no", "all-ten")
def _(page: Page) -> None:
    part = live(page, "Neurons in between")
    press(part, "Add layer")
    press(part, "Add a neuron to layer 1", 2)
    press(part, "1,000 steps", 2)


@fails("yes-or-no", "all-ten")
def _(page: Page) -> None:
    press(live(page, "Neurons in between"), "1,000 steps")


# 6: xor


def train_bits(page: Page, thousands: int) -> None:
    part = live(page, "The row that it has not seen")
    part.get_by_role("link", name="To the guess").click()
    guess(task(page, "untrained"), 1)
    press(live(page, "The row that it has not seen"), "1,000 steps", thousands)


@solves("xor", "the-eighth")
def _(page: Page) -> None:
    train_bits(page, 7)


@fails("xor", "the-eighth")
def _(page: Page) -> None:
    train_bits(page, 4)


def place_line(page: Page, first: float, second: float, bias: float) -> None:
    part = live(page, "One neuron, one line")
    turn(part, "Weight of the first bit", first)
    turn(part, "Weight of the second bit", second)
    turn(part, "Bias", bias)


@solves("xor", "three-of-four")
def _(page: Page) -> None:
    place_line(page, 2, 2, -1)


@fails("xor", "three-of-four")
def _(page: Page) -> None:
    place_line(page, 2, 0, -1)


@solves("xor", "all-four")
def _(page: Page) -> None:
    part = live(page, "As many lines as neurons")
    press(part, "Add a neuron to layer 1")
    press(part, "1,000 steps")


@fails("xor", "all-four")
def _(page: Page) -> None:
    press(live(page, "As many lines as neurons"), "1,000 steps")


# 7: backpropagation


@solves("backpropagation", "by-hand")
def _(page: Page) -> None:
    part = live(page, "Four of the 42")
    turn(part, "From neuron 1", 1.2)
    turn(part, "From neuron 4", -1.3)


@fails("backpropagation", "by-hand")
def _(page: Page) -> None:
    turn(live(page, "Four of the 42"), "From neuron 1", 1.2)


@solves("backpropagation", "all-right")
def _(page: Page) -> None:
    part = live(page, "Steps that are too large for relu")
    set_to(part, "Learning rate", "0.1")
    press(part, "1,000 steps", 3)


@fails("backpropagation", "all-right")
def _(page: Page) -> None:
    press(live(page, "Steps that are too large for relu"), "1,000 steps", 3)


# 8: digits


@solves("digits", "tame")
def _(page: Page) -> None:
    part = live(page, "128 neurons and 180 digits")
    set_to(part, "Price on weights (L2)", "0.003")
    press(part, "1,000 steps")


@fails("digits", "tame")
def _(page: Page) -> None:
    part = live(page, "128 neurons and 180 digits")
    set_to(part, "Price on weights (L2)", "0.1")
    press(part, "1,000 steps")


#: What is said of a challenge that is not solved.
HOW_CLOSE = re.compile("still .* too (high|low)|is more than|it has to stay|Ask the network")


def names(place: Place) -> str:
    return "/".join(place)


def test_every_challenge_is_solved_and_failed_here() -> None:
    there = {(chapter, id) for chapter, _, id in tasks("challenge")}
    assert there == set(SOLVES)
    assert there == set(FAILS)


@pytest.mark.parametrize("place", SOLVES, ids=names)
def test_a_challenge_is_solved(page: Page, page_url: str, place: Place) -> None:
    read(page, page_url, *place)
    challenge = task(page, place[1])
    expect(status(challenge)).not_to_contain_text("being set up", timeout=30_000)
    solved(challenge, False)
    SOLVES[place](page)
    solved(challenge)
    expect(status(challenge)).to_contain_text("Solved.")


@pytest.mark.parametrize("place", FAILS, ids=names)
def test_a_challenge_that_is_not_solved_says_how_close_it_is(page: Page, page_url: str, place: Place) -> None:
    read(page, page_url, *place)
    challenge = task(page, place[1])
    expect(status(challenge)).not_to_contain_text("being set up", timeout=30_000)
    before = said(status(challenge))
    FAILS[place](page)
    expect(status(challenge)).not_to_have_text(before, timeout=60_000)
    settled(page)  # what would have been solved late
    solved(challenge, False)
    expect(status(challenge)).to_have_text(HOW_CLOSE)
    assert closeness(challenge)


# guesses

GUESSES = [(chapter, id) for chapter, _, id in tasks("predict")]
CHOSEN = [place for place in GUESSES if choices(*place)]
#: Guesses of numbers: what it is, when the chapter has just been opened, as it is shown.
NUMBERS: Mapping[Place, Callable[[], str]] = {
    ("two-dials", "best"): lambda: "447.29",
    ("yes-or-no", "weights"): lambda: "15",
}


def test_every_guess_is_tried_here() -> None:
    assert set(GUESSES) == set(CHOSEN) | set(NUMBERS)


GUESSED = sorted({chapter for chapter, _ in CHOSEN})


@pytest.mark.parametrize("chapter", GUESSED)
def test_right_guesses(page: Page, page_url: str, chapter: str) -> None:
    read(page, page_url, chapter)
    for place in (place for place in CHOSEN if place[0] == chapter):
        question = task(page, place[1])
        guess(question, choices(*place).index(True))
        expect(status(question)).to_have_text("Just as you guessed.")
        expect(question.get_by_text("so it is")).to_have_count(1)
        expect(question.get_by_role("radio")).to_have_count(0)


@pytest.mark.parametrize("chapter", GUESSED)
def test_other_guesses(page: Page, page_url: str, chapter: str) -> None:
    read(page, page_url, chapter)
    for place in (place for place in CHOSEN if place[0] == chapter):
        right = choices(*place)
        question = task(page, place[1])
        guess(question, right.index(False))
        expect(status(question)).to_contain_text("It turns out otherwise")
        items = question.get_by_role("listitem")
        expect(items.nth(right.index(True))).to_contain_text("so it is")
        expect(items.nth(right.index(False))).to_contain_text("your guess")


@pytest.mark.parametrize("place", NUMBERS, ids=names)
def test_a_guess_of_a_number(page: Page, page_url: str, place: Place) -> None:
    read(page, page_url, *place)
    question = task(page, place[1])
    turn(question, "Your guess", "10")
    question.get_by_role("button", name="That is my guess").click()
    expect(status(question)).to_contain_text("You guessed 10.")
    expect(status(question)).to_contain_text(f"It is {NUMBERS[place]()}", timeout=30_000)
    expect(question.get_by_role("slider")).to_have_count(0)


# computations


def two_classes(learning_rate: float = 0.1) -> ng.Run:
    changes: dict[str, Any] = {"batch_size": 1, "order": "cyclic", "learning_rate": learning_rate}
    return ng.load("two-classes").replace({f"training.{name}": value for name, value in changes.items()}).start()


def loss_of_a_fifth() -> float:
    sales = [(2104, 399.9), (1600, 329.9), (2400, 369.0)]
    return sum((0.2 * area - price) ** 2 for area, price in sales) / 3


def weight_after_a_step() -> float:
    run = two_classes()
    run.advance(steps=1)
    return float(run.layers[2].weights[1, 3])


COMPUTED: Mapping[Place, Callable[[], float]] = {
    ("one-weight", "by-hand"): loss_of_a_fifth,
    ("backpropagation", "delta-out"): lambda: float(two_classes().trace(0).layers[2].delta[1]),
    ("backpropagation", "delta-back"): lambda: float(two_classes().trace(0).layers[1].delta[3]),
    ("backpropagation", "update"): weight_after_a_step,
}


def test_every_computation_is_done_here() -> None:
    assert {(chapter, id) for chapter, _, id in tasks("compute")} == set(COMPUTED)


@pytest.mark.parametrize("place", COMPUTED, ids=names)
def test_a_computation_that_went_wrong_is_helped_along_until_it_is_done(
    page: Page, page_url: str, place: Place
) -> None:
    read(page, page_url, *place)
    number = task(page, place[1])
    value = COMPUTED[place]()
    for typed, words in (
        (f"{-value:.4g}", "Look at the sign again"),
        (f"{10 * value:.4g}", "Look at where the point stands"),
        (f"{value + 0.2 * abs(value):.4g}", "it is smaller than that"),
    ):
        compute(number, typed)
        expect(status(number)).to_contain_text(words)
    solved(number, False)
    compute(number, f"{value:.4g}")
    expect(status(number)).to_contain_text("Yes: it is")
    solved(number)
    page.reload()
    solved(task(page, place[1]))
