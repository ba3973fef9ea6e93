"""Images in the page: looked at, drawn on with mouse, finger and keys, and answered while the pen moves."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from playwright.sync_api import Browser, Locator, Page, expect

import neuroglow as ng
from neuroglow.data.own import Images
from neuroglow.experiment import from_dict
from neuroglow.run import Run
from tests.conftest import playing
from tests.e2e.controls import area, button, choose, drop, opened, passing, readout, said, until
from tests.e2e.resting import settled

SMALL, LARGE = "digits-5x5", "digits-8x8"


@pytest.fixture(scope="module")
def small_url() -> Iterator[str]:
    with playing(SMALL) as url:
        yield url


@pytest.fixture(scope="module")
def large_url() -> Iterator[str]:
    with playing(LARGE) as url:
        yield url


@pytest.fixture
def small(page: Page, small_url: str) -> Page:
    """The 5x5 digits at their first frame."""
    opened(page, small_url)
    expect(pad(page)).to_be_visible()
    return page


@pytest.fixture
def large(page: Page, large_url: str) -> Page:
    """The 8x8 digits at their first frame."""
    opened(page, large_url)
    expect(pad(page)).to_be_visible()
    return page


def pad(page: Page) -> Locator:
    return page.locator("[aria-roledescription='drawing pad']")


def rows(page: Page) -> Locator:
    return page.get_by_role("list", name="Outputs").get_by_role("listitem")


def heading(page: Page) -> Locator:
    return page.get_by_role("region", name="Output", exact=True).get_by_role("heading").first


def middle(page: Page, column: float, row: float, sides: tuple[int, int]) -> tuple[float, float]:
    """Where a cell's middle is on the screen, also of a page that plays."""
    box = pad(page).bounding_box()
    assert box is not None
    return box["x"] + (column + 0.5) / sides[0] * box["width"], box["y"] + (row + 0.5) / sides[1] * box["height"]


def click(page: Page, column: int, row: int, sides: tuple[int, int] = (5, 5)) -> None:
    page.mouse.click(*middle(page, column, row, sides))


def expect_answers(page: Page, run: Run, image: NDArray[np.float64]) -> None:
    """The bars are those of the network's answer to this image."""
    page.wait_for_function(
        """expected => {
            const numbers = [...document.querySelectorAll('ul[aria-label=Outputs] .number')]
            const near = (number, k) => Math.abs(+number.textContent.replace('\u2212', '-') - expected[k]) < 0.002
            return numbers.length === expected.length && numbers.every(near)
        }""",
        arg=run.predict(image[None])[0].tolist(),
    )


def lit(page: Page) -> int:
    """How many pixels of the pad's canvas are nearly full ink."""
    settled(page)
    return int(
        pad(page)
        .locator("canvas")
        .evaluate(
            """canvas => {
                const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height)
                let full = 0
                for (let at = 3; at < data.length; at += 4) if (data[at] > 230) full += 1
                return full
            }"""
        )
    )


def test_an_example_is_shown_with_its_class_and_the_answers(small: Page) -> None:
    run = ng.load(SMALL).start()
    expect(heading(small)).to_have_text(f"Training example 1 of {len(run.data.x_train) + len(run.data.x_test)}")
    expect(small.get_by_title("the true class: 0")).to_have_text(run.data.classes[0])
    expect_answers(small, run, run.data.x_train[0])
    best = int(run.predict(run.data.x_train[:1])[0].argmax())
    expect(small.get_by_text(f"The network says {run.data.classes[best]}")).to_be_visible()


def test_examples_are_looked_through(small: Page) -> None:
    run = ng.load(SMALL).start()
    button(small, "Next example").click()
    expect(heading(small)).to_contain_text("example 2 of")
    expect_answers(small, run, run.data.x_train[1])
    small.keyboard.press("ArrowRight")
    expect(heading(small)).to_contain_text("example 3 of")
    for _ in range(3):
        small.keyboard.press("ArrowLeft")
    expect(heading(small)).to_contain_text("example 10 of")
    expect_answers(small, run, run.data.x_train[9])
    button(small, "Another example").click()
    expect(heading(small)).not_to_contain_text("example 10 of")


def test_test_examples_are_named(large: Page) -> None:
    run = ng.load(LARGE).start()
    button(large, "Previous example").click()
    count = len(run.data.x_train) + len(run.data.x_test)
    expect(heading(large)).to_have_text(f"Test example {count:,} of {count:,}")
    expect_answers(large, run, run.data.x_test[-1])


def test_a_drawing_begins_with_the_example_and_is_answered(small: Page) -> None:
    run = ng.load(SMALL).start()
    image = run.data.x_train[0].copy()
    for column, row in ((2, 2), (0, 0), (2, 2), (4, 3)):
        click(small, column, row)
        image[5 * row + column] = 1 - image[5 * row + column]
        expect_answers(small, run, image)
    expect(heading(small)).to_have_text("Your drawing")
    button(small, "Back to the example").click()
    expect(heading(small)).to_contain_text("Training example 1")
    expect_answers(small, run, run.data.x_train[0])
    expect(button(small, "Back to the example")).to_be_disabled()


def test_a_stroke_paints_or_erases_the_cells_that_it_passes(small: Page) -> None:
    run = ng.load(SMALL).start()
    button(small, "Clear").click()
    expect_answers(small, run, np.zeros(25))
    for full in (1.0, 0.0):  # the second time the stroke begins on a cell that is lit
        small.mouse.move(*middle(small, 0, 1, (5, 5)))
        small.mouse.down()
        small.mouse.move(*middle(small, 4, 1, (5, 5)))
        small.mouse.up()
        image = np.zeros(25)
        image[5:10] = full
        expect_answers(small, run, image)
    small.mouse.move(*middle(small, 2, 4, (5, 5)))  # the pen is up
    expect_answers(small, run, np.zeros(25))


def test_drawing_goes_through_the_network_while_it_trains(small: Page) -> None:
    small.get_by_label("Speed").press("End")
    button(small, "Play").click()
    until(small, "read('Step') > 200")
    click(small, 2, 2)
    before, answers = passing(small, "Step"), rows(small).all_inner_texts()
    small.mouse.move(*middle(small, 0, 4, (5, 5)))
    small.mouse.down()
    for step in range(21):
        small.mouse.move(*middle(small, step / 5, 4, (5, 5)))
    expect(heading(small)).to_have_text("Your drawing")
    until(small, f"read('Step') > {before + 100}")
    small.mouse.up()
    assert rows(small).all_inner_texts() != answers
    expect(button(small, "Pause")).to_be_visible()


def test_the_pad_works_with_the_keyboard(small: Page) -> None:
    run = ng.load(SMALL).start()
    image = run.data.x_train[0].copy()
    pad(small).focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowDown", "ArrowDown", "Space"):
        small.keyboard.press(key)
    image[12] = 1 - image[12]
    expect_answers(small, run, image)
    expect(pad(small)).to_contain_text("row 3, column 3")
    for _ in range(9):
        small.keyboard.press("ArrowLeft")
    small.keyboard.press("Space")
    image[10] = 1 - image[10]
    expect_answers(small, run, image)
    expect(button(small, "Play")).to_be_visible()
    expect(readout(small, "Step")).to_have_text("0")


def test_a_soft_brush_and_an_eraser(large: Page) -> None:
    button(large, "Clear").click()
    run = ng.load(LARGE).start()
    expect_answers(large, run, np.zeros(64))
    large.mouse.move(*middle(large, 1, 2, (8, 8)))
    large.mouse.down()
    large.mouse.move(*middle(large, 6, 2, (8, 8)))
    large.mouse.up()
    inked = lit(large)
    assert inked > 0
    image = np.zeros((8, 8))
    image[2, 1:7] = 1
    image[[1, 3], 1:7] = 0.1
    image[2, [0, 7]] = 0.1
    expect_answers(large, run, image.ravel())

    button(large, "Eraser").click()
    expect(button(large, "Eraser")).to_have_attribute("aria-pressed", "true")
    large.mouse.move(*middle(large, 4, 2, (8, 8)))
    large.mouse.down()
    large.mouse.move(*middle(large, 7, 2, (8, 8)))
    large.mouse.up()
    assert 0 < lit(large) < inked


def test_the_drawing_goes_through_a_network_that_was_built_anew(small: Page) -> None:
    button(small, "Clear").click()
    click(small, 2, 1)
    settled(small)
    before = rows(small).all_inner_texts()
    button(small, "Add layer").click()
    expect(small.get_by_text("2 hidden layers")).to_be_visible()
    expect(heading(small)).to_have_text("Your drawing")
    small.wait_for_function(
        """before => [...document.querySelectorAll("ul[aria-label=Outputs] li")].some(
            (row, k) => row.innerText !== before[k])""",
        arg=before,
    )
    button(small, "Remove layer").click()
    expect(small.get_by_text("1 hidden layer", exact=False)).to_be_visible()
    run = ng.load(SMALL).start()
    image = np.zeros(25)
    image[7] = 1
    expect_answers(small, run, image)


def test_an_example_stays_when_the_network_is_built_anew(small: Page) -> None:
    for _ in range(3):
        button(small, "Next example").click()
    button(small, "New weights").click()
    expect(small.get_by_label("Weights seed")).not_to_have_value("0")
    expect(heading(small)).to_contain_text("example 4 of")


def test_other_data_take_their_place_and_give_it_back(small: Page) -> None:
    click(small, 2, 2)
    expect(heading(small)).to_have_text("Your drawing")
    choose(small, "Digits of 8 \N{MULTIPLICATION SIGN} 8", "Pixels")
    expect(heading(small)).to_have_text("Training example 1 of 1,797")
    for _ in range(2):
        choose(small, "Two spirals", "Points")
        expect(small.get_by_role("img", name="Map of the output")).to_be_visible()
        choose(small, "Digits of 5 \N{MULTIPLICATION SIGN} 5", "Pixels")
        expect(heading(small)).to_have_text("Training example 1 of 10")
    choose(small, "Rose", "Pictures")
    expect(readout(small, "PSNR")).to_be_visible()
    choose(small, "iris", "Tables")
    expect(readout(small, "PSNR")).to_have_count(0)


def test_a_step_of_one_example_shows_it(small: Page) -> None:
    small.get_by_label("Unit").select_option("example")
    click(small, 0, 0)
    expect(heading(small)).to_have_text("Your drawing")
    button(small, "Step").click()
    expect(heading(small)).to_contain_text("Training example")


def test_mistakes_are_found_and_counted(large: Page) -> None:
    large.get_by_label("Unit").select_option("epoch")
    button(large, "Step").click()
    until(large, "read('Epoch') >= 1")
    verdict = large.locator(".verdict")
    seen = set()
    for _ in range(3):
        before = said(heading(large))
        button(large, "Next mistake").click()
        expect(heading(large)).not_to_have_text(before)
        expect(verdict).to_contain_text("it is")
        seen.add(said(heading(large)))
    assert len(seen) == 3

    large.get_by_text("Which classes are taken for which").click()
    expect(large.get_by_role("img", name="Predicted and true answers")).to_be_visible()
    large.get_by_text("Which classes are taken for which").click()
    expect(large.get_by_role("img", name="Predicted and true answers")).to_have_count(0)


def test_nothing_runs_over_the_edge(small: Page) -> None:
    for width in (360, 390, 1440, 2560):
        small.set_viewport_size({"width": width, "height": 844})
        assert settled(small).evaluate("document.scrollingElement.scrollWidth") <= width
        for part in (pad(small), rows(small).first, button(small, "Clear"), button(small, "Next mistake")):
            box = area(part)
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= width


def test_a_finger_draws(browser: Browser, small_url: str) -> None:
    run = ng.load(SMALL).start()
    with browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True) as context:
        page = opened(context.new_page(), small_url)
        button(page, "Clear").tap()
        pad(page).scroll_into_view_if_needed()
        page.touchscreen.tap(*middle(page, 3, 2, (5, 5)))
        image = np.zeros(25)
        image[13] = 1
        expect_answers(page, run, image)
        assert pad(page).evaluate("pad => getComputedStyle(pad).touchAction") == "none"


def images(classes: int, output: str) -> Run:
    """A run about one image of 3 by 2 pixels for each class; classes are called <b>0</b>, <b>1</b>, ..."""
    own = Images(
        name="mine",
        width=3,
        height=2,
        peak=255,
        classes=tuple(f"<b>{k}</b>" for k in range(classes)),
        labels=bytes(range(classes)),
        pixels=bytes((37 * k) % 256 for k in range(6 * classes)),
    )
    recipe = {"data": {"source": "mine", "test": 0.0}, "network": {"hidden": [4], "output": output}}
    return from_dict(recipe, own).start()


OUTPUTS = [(2, "tanh"), (2, "sigmoid"), (2, "softmax"), (3, "tanh"), (12, "softmax"), (13, "softmax"), (100, "sigmoid")]


def test_every_kind_of_output_has_bars(small: Page, tmp_path: Path) -> None:
    for classes, output in OUTPUTS:
        run, path = images(classes, output), tmp_path / f"{classes}-{output}.glow"
        run.save(path)
        drop(small, {path.name: path.read_bytes()})
        answers = run.predict(run.data.x_train[:1])[0]
        expect(rows(small).first).to_contain_text("<b>")
        settled(small)
        if len(answers) <= 12:
            expect_answers(small, run, run.data.x_train[0])
        else:
            expect(rows(small)).to_have_count(13)
            expect(rows(small).last).to_contain_text(f"{len(answers) - 12} more")
            best, truth = np.argsort(-answers, kind="stable")[:12], int(run.data.y_train[0].argmax())
            largest = np.sort(best if truth in best else np.append(best[:11], truth))
            for row, index in enumerate(largest):
                expect(rows(small).nth(row)).to_contain_text(f"<b>{index}</b>")
                expect(rows(small).nth(row)).to_contain_text(f"{answers[index]:.3f}")
        assert "<b>" in said(small.locator(".verdict"))  # a name is text, never HTML
