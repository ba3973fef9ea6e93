"""Pictures in the page: the original, what is seen of it, and how the network repaints it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

import neuroglow as ng
from tests.conftest import playing
from tests.e2e.controls import area, button, opened, paused, readout, said
from tests.e2e.resting import settled

SIDE = 128
SAMPLES = 2000


@pytest.fixture(scope="module")
def recipe(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of a picture of many colours, seen in part."""
    path = tmp_path_factory.mktemp("rose") / "rose.toml"
    path.write_text(
        f'[data]\nsource = "rose"\nsamples = {SAMPLES}\ntest = 0.2\n'
        '[network]\ninputs = ["x", "y", "fourier(2)"]\nhidden = [16, 16]\n'
        '[training]\noptimizer = "adam"\nlearning_rate = 0.01\n'
    )
    return path


@pytest.fixture(scope="module")
def rose_url(recipe: Path) -> Iterator[str]:
    with playing(str(recipe)) as url:
        yield url


@pytest.fixture
def rose(page: Page, rose_url: str) -> Page:
    """The picture at its first frame."""
    opened(page, rose_url)
    expect(large(page)).to_be_visible()
    return page


def large(page: Page) -> Locator:
    return page.locator(".repainting")


def likeness(page: Page) -> float:
    """The PSNR in dB, once all of the picture is that of the present step."""
    return float(said(readout(page, "PSNR")).removesuffix(" dB"))


def colour(canvas: Locator, across: float, down: float) -> list[int]:
    """Red, green and blue of a canvas at shares of its width and height, once nothing is painted any more."""
    settled(canvas.page)
    found: list[int] = canvas.evaluate(
        """(canvas, [across, down]) => {
            const [x, y] = [Math.floor(across * canvas.width), Math.floor(down * canvas.height)]
            return [...canvas.getContext('2d').getImageData(x, y, 1, 1).data].slice(0, 3)
        }""",
        [across, down],
    )
    return found


def small(page: Page, name: str) -> Locator:
    return page.get_by_role("img", name=name).locator("canvas")


def near(one: list[int], other: list[int], by: int = 12) -> bool:
    return all(abs(a - b) <= by for a, b in zip(one, other, strict=True))


def test_the_repainting_comes_closer_while_it_trains(rose: Page) -> None:
    first = likeness(rose)
    canvas = large(rose).locator("canvas")
    before = [colour(canvas, share, share) for share in (0.2, 0.5, 0.8)]
    rose.get_by_label("Speed").press("End")
    button(rose, "Play").click()
    rose.wait_for_function(
        "least => parseFloat(document.querySelector('output[aria-label=PSNR]').textContent) > least", arg=first + 5
    )
    paused(rose)
    assert [colour(canvas, share, share) for share in (0.2, 0.5, 0.8)] != before


def test_the_repainting_is_that_of_the_run(rose: Page, recipe: Path) -> None:
    run = ng.load(recipe).start()
    canvas = large(rose).locator("canvas")
    for column, row in ((10, 20), (64, 64), (100, 30)):
        place = [(2 * column + 1 - SIDE) / SIDE, (SIDE - 2 * row - 1) / SIDE]
        expected = [round(255 * float(part)) for part in run.predict([place])[0]]
        assert near(colour(canvas, (column + 0.5) / SIDE, (row + 0.5) / SIDE), expected)


def test_the_original_and_its_samples_stand_beside_it(rose: Page) -> None:
    original, samples = small(rose, "The original, 128 by 128 pixels"), small(rose, "What the network sees of it")
    expect(original).to_be_visible()
    expect(samples).to_be_visible()
    share = 100 * 0.8 * SAMPLES / SIDE**2
    expect(rose.get_by_text(f"Seen in training: {share:.1f} %")).to_be_visible()
    ground = rose.evaluate(
        "() => { document.body.style.color = 'var(--zero)'; const { color } = getComputedStyle(document.body);"
        " document.body.style.color = ''; return color.match(/\\d+/g).map(Number) }"
    )
    places = [((k * 37 % 101) / 101, (k * 53 % 97) / 97) for k in range(60)]
    empty = sum(near(colour(samples, *place), ground, 3) for place in places)
    assert 0 < empty < len(places)
    assert sum(near(colour(original, *place), ground, 3) for place in places) < empty


def test_a_wipe_uncovers_the_original(rose: Page) -> None:
    canvas, original = large(rose).locator("canvas"), small(rose, "The original,")
    before = colour(canvas, 0.75, 0.3)
    wipe = rose.get_by_label("Compare with the original")
    wipe.fill("0.5")
    expect(wipe).to_have_attribute("aria-valuetext", "50 % of the original")
    assert near(colour(canvas, 0.25, 0.3), colour(original, 0.25, 0.3), 24)
    assert near(colour(canvas, 0.75, 0.3), before, 2)
    wipe.focus()
    rose.keyboard.press("End")
    assert near(colour(canvas, 0.75, 0.3), colour(original, 0.75, 0.3), 24)


def test_hovering_compares_the_colours_at_a_place(rose: Page, recipe: Path) -> None:
    caption = said(rose.locator(".caption"))
    box = area(large(rose))
    large(rose).hover(position={"x": box["width"] * 30.5 / SIDE, "y": box["height"] * 50.5 / SIDE})
    run = ng.load(recipe).start()
    answer = run.predict([[(2 * 30 + 1 - SIDE) / SIDE, (SIDE - 2 * 50 - 1) / SIDE]])[0]
    tip = large(rose).locator(".tip")
    expect(tip).to_contain_text(f"network {' '.join(f'{part:.2f}' for part in answer)}")
    expect(tip).to_contain_text("original 0.")
    expect(tip).to_contain_text("seen")
    expect(rose.locator(".caption")).not_to_have_text(caption)
    readout(rose, "PSNR").hover()
    expect(tip).to_have_count(0)
    expect(rose.locator(".caption")).to_have_text(caption)


def test_a_neuron_that_is_pointed_at_shows_its_map(rose: Page) -> None:
    canvas = large(rose).locator("canvas")
    before = colour(canvas, 0.3, 0.3)
    button(rose, "Layer 1, neuron 2").click()
    expect(rose.get_by_role("heading", name="Layer 1, neuron 2")).to_be_visible()
    expect(readout(rose, "PSNR")).to_have_count(0)
    button(rose, "Layer 1, neuron 2").click()
    readout(rose, "Step").hover()
    expect(readout(rose, "PSNR")).to_be_visible()
    assert near(colour(canvas, 0.3, 0.3), before, 2)


def test_a_picture_of_few_colours_is_repainted_with_these(page: Page, play: Callable[..., str], tmp_path: Path) -> None:
    recipe = tmp_path / "flag.toml"
    recipe.write_text('[data]\nsource = "flag"\nsamples = 500\n[network]\nhidden = [8]\n')
    opened(page, play(str(recipe)))
    run = ng.load(recipe).start()
    colours = [[int(name[at : at + 2], 16) for at in (1, 3, 5)] for name in run.data.classes]
    canvas = large(page).locator("canvas")
    answers = run.predict([[(2 * 40 + 1 - SIDE) / SIDE, (SIDE - 2 * 90 - 1) / SIDE]])[0]
    assert near(colour(canvas, 40.5 / SIDE, 90.5 / SIDE), colours[int(answers.argmax())])


def test_nothing_runs_over_the_edge(rose: Page) -> None:
    for width in (360, 390, 1440, 2560):
        rose.set_viewport_size({"width": width, "height": 844})
        assert settled(rose).evaluate("document.scrollingElement.scrollWidth") <= width
        for part in (large(rose), small(rose, "The original,"), small(rose, "What the network sees of it")):
            box = area(part)
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= width
