"""Data of every kind: chosen, opened, dropped, and refused at their place."""

import io
import struct
import zipfile
import zlib
from pathlib import Path

import msgspec
import numpy as np
import pytest
from numpy.typing import NDArray
from playwright.sync_api import Locator, Page, expect

import neuroglow as ng
from tests.e2e.controls import attribute, button, choose, drop, goes_on, kind, passing, readout, step, until, value
from tests.e2e.resting import settled

FIVE, EIGHT = (f"Digits of {side} \N{MULTIPLICATION SIGN} {side}" for side in (5, 8))
KINDS = ("Points", "Tables", "Pixels", "Pictures")


def panel(page: Page) -> Locator:
    return page.get_by_role("region", name="Data")


def title(page: Page) -> Locator:
    return page.get_by_role("button", name="Experiments")


def png(colours: NDArray[np.uint8]) -> bytes:
    """A PNG of (height, width, 3) colours."""

    def chunk(name: bytes, content: bytes) -> bytes:
        checked = name + content
        return struct.pack(">I", len(content)) + checked + struct.pack(">I", zlib.crc32(checked))

    height, width, _ = colours.shape
    rows = b"".join(b"\0" + row.tobytes() for row in colours)
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def gradient(width: int, height: int) -> NDArray[np.uint8]:
    """A picture of many colours."""
    down, across = np.mgrid[:height, :width]
    return np.stack([across * 255 // width, down * 255 // height, (across + down) % 256], axis=-1).astype(np.uint8)


def images(count: int = 20, side: int = 6) -> bytes:
    """A zip of grey pictures in two folders: one class bright at the top, one at the bottom."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for number in range(count):
            image = np.full((side, side, 3), 20 + number, np.uint8)
            half = slice(0, side // 2) if number % 2 else slice(side // 2, side)
            image[half] = 200
            archive.writestr(f"{'top' if number % 2 else 'bottom'}/{number}.png", png(image))
    return packed.getvalue()


@pytest.mark.parametrize(
    ("of", "data", "experiment", "seen"),
    [
        ("Tables", "penguins", "penguins", "Columns used"),
        ("Pixels", FIVE, "digits-5x5", "Test share"),
        ("Pictures", "Rose", "rose", "Samples"),
    ],
)
def test_data_of_another_kind_bring_a_network_that_suits_them(
    app: Page, of: str, data: str, experiment: str, seen: str
) -> None:
    choose(app, data, of)
    expect(panel(app).get_by_text(seen)).to_be_visible()
    expect(app.get_by_role("radio", name=of, exact=True)).to_be_checked()
    if experiment in ng.experiments():
        expect(title(app)).to_have_text(ng.load(experiment).title)
    first = value(app, "Training loss")
    app.get_by_label("Speed").press("End")
    button(app, "Play").click()
    until(app, f"read('Training loss') < {first * 0.9}")
    button(app, "Pause").click()
    choose(app, "Two spirals")
    expect(title(app)).to_have_text(ng.load("spiral").title)
    goes_on(app)


def test_looking_through_the_galleries_leaves_the_run_alone(app: Page) -> None:
    step(app)
    for name in KINDS[1:]:
        kind(app, name)
        expect(button(app, "Two spirals")).to_have_count(0)
        expect(app.get_by_role("slider", name="Noise")).to_have_count(0)
    kind(app, "Points")
    expect(button(app, "Two spirals")).to_have_attribute("aria-pressed", "true")
    expect(app.get_by_role("slider", name="Noise")).to_be_visible()
    assert value(app, "Step") == 1
    goes_on(app)


def test_points_keep_the_network_when_others_are_chosen(app: Page) -> None:
    button(app, "Input x1*x2").click()
    expect(app.get_by_text("3 inputs")).to_be_visible()
    choose(app, "Exclusive or")
    expect(app.get_by_text("3 inputs")).to_be_visible()
    expect(button(app, "Layer 3, neuron 8")).to_be_visible()
    choose(app, "A sine on a line")
    expect(app.get_by_text("1 input", exact=True)).to_be_visible()
    expect(button(app, "Layer 3, neuron 8")).to_be_visible()


def test_a_formula_makes_the_classes(app: Page) -> None:
    choose(app, "Formula")
    field = app.get_by_role("textbox", name="Formula")
    expect(readout(app, "Accuracy")).not_to_have_text("\N{EN DASH}")
    field.fill("x1 * x2")
    expect(readout(app, "Accuracy")).to_have_text("\N{EN DASH}")  # values, without < or >
    field.fill("x1 > sin(")
    alert = app.get_by_role("alert")
    expect(alert).to_contain_text("xpected")
    expect(field).to_have_attribute("aria-describedby", attribute(alert, "id"))
    goes_on(app)
    field.press("Escape")
    expect(alert).to_have_count(0)
    expect(field).to_have_value("x1 * x2")
    button(app, "x2 > 3sin(x1)").click()
    expect(field).to_have_value("x2 > 3sin(x1)")
    expect(readout(app, "Accuracy")).not_to_have_text("\N{EN DASH}")
    field.fill("log(x1)")
    field.press("Enter")
    expect(alert).to_contain_text("for every example")
    goes_on(app)


def test_the_same_formula_gives_the_same_run_in_python(app: Page) -> None:
    choose(app, "Formula")
    step(app, "epoch")
    spiral = ng.load("spiral")
    data = msgspec.structs.replace(spiral.data, source="formula", formula="x2 > 3sin(x1)")
    run = msgspec.structs.replace(spiral, data=data).start()
    run.advance(epochs=1)
    assert value(app, "Training loss") == pytest.approx(run.loss("train"), abs=1e-4)


def test_points_of_ones_own(app: Page) -> None:
    choose(app, "Your own")
    expect(app.get_by_role("slider", name="Noise")).to_have_count(0)
    goes_on(app)
    button(app, "Add layer").click()
    expect(app.get_by_text("4 hidden layers")).to_be_visible()
    expect(button(app, "Your own")).to_have_attribute("aria-pressed", "true")
    classes = app.get_by_role("slider", name="Classes")
    classes.press("ArrowRight")
    expect(app.get_by_text("3 outputs")).to_be_visible()
    choose(app, "Two moons")
    goes_on(app)
    choose(app, "Your own")
    expect(app.get_by_text("3 outputs")).to_be_visible()


def test_columns_of_a_table_are_switched_off_and_on(app: Page) -> None:
    choose(app, "penguins", "Tables")
    columns = app.get_by_role("group", name="Columns used")
    columns.get_by_role("button", name="use all").click()
    expect(app.get_by_text("10 inputs")).to_be_visible()  # three islands, two sexes and five numbers
    settled(app)
    count = columns.get_by_role("button", pressed=True).count()
    expect(columns).to_contain_text(f"{count} of {count}")
    island = columns.get_by_role("button", name="island")
    island.click()
    expect(island).to_have_attribute("aria-pressed", "false")
    expect(columns).to_contain_text(f"{count - 1} of {count}")
    expect(app.get_by_text("7 inputs")).to_be_visible()
    island.click()
    expect(app.get_by_text("10 inputs")).to_be_visible()
    for left in range(count, 0, -1):
        expect(columns.get_by_role("button", pressed=True)).to_have_count(left)
        columns.get_by_role("button", pressed=True).first.click()
    expect(app.get_by_role("alert")).to_contain_text("at least one input")
    goes_on(app)


def test_a_table_of_forty_columns(app: Page) -> None:
    names = [f"measure {number}" for number in range(40)]
    rows = [",".join(str((row * k) % 17) for k in range(1, 41)) for row in range(60)]
    drop(app, {"wide.csv": "\n".join([",".join(names), *rows])})
    columns = app.get_by_role("group", name="Columns used")
    expect(columns).to_contain_text("39 of 39")
    columns.get_by_role("button", name="measure 38", exact=True).click()
    expect(columns).to_contain_text("38 of 39")
    expect(app.get_by_text("38 inputs", exact=True)).to_be_visible()
    columns.get_by_role("button", name="measure 38", exact=True).click()
    expect(app.get_by_text("39 inputs", exact=True)).to_be_visible()
    for width in (390, 1440):
        app.set_viewport_size({"width": width, "height": 900})
        assert settled(app).evaluate("document.scrollingElement.scrollWidth") <= width


def test_a_picture_is_seen_in_part_and_through_fourier_features(app: Page) -> None:
    choose(app, "Rose", "Pictures")
    app.get_by_role("radio", name="x, y", exact=True).check(force=True)
    expect(app.get_by_text("2 inputs", exact=True)).to_be_visible()
    app.get_by_role("radio", name="Fourier features").check(force=True)
    octaves = app.get_by_role("slider", name="Octaves")
    octaves.press("Home")
    expect(app.get_by_text("6 inputs", exact=True)).to_be_visible()
    octaves.press("ArrowRight")
    expect(app.get_by_text("10 inputs", exact=True)).to_be_visible()
    seen = app.get_by_role("slider", name="Samples")
    seen.press("Home")
    expect(seen).to_have_attribute("aria-valuetext", "0.5 %")
    expect(readout(app, "Step")).to_have_text("0")
    goes_on(app)
    choose(app, "Sunset", "Pictures")
    expect(app.get_by_text("10 inputs", exact=True)).to_be_visible()


def test_few_colours_are_classes_or_values(app: Page) -> None:
    choose(app, "Flag", "Pictures")
    expect(readout(app, "Accuracy")).not_to_have_text("\N{EN DASH}")
    app.get_by_role("radio", name="values").check(force=True)
    expect(readout(app, "Accuracy")).to_have_text("\N{EN DASH}")
    expect(app.get_by_text("3 outputs")).to_be_visible()
    app.get_by_role("radio", name="classes").check(force=True)
    expect(readout(app, "Accuracy")).not_to_have_text("\N{EN DASH}")
    choose(app, "Rose", "Pictures")
    expect(app.get_by_role("radio", name="classes")).to_have_count(0)


def test_files_of_every_kind_are_dropped(app: Page) -> None:
    drop(app, {"mine.csv": "a,b,c\n" + "\n".join(f"{k},{k * k % 7},{k % 5}" for k in range(30))})
    expect(panel(app)).to_contain_text("mine.csv · 30 rows")
    goes_on(app)
    drop(app, {"photo.png": png(gradient(40, 24))})
    expect(panel(app)).to_contain_text("photo.png · 40 \N{MULTIPLICATION SIGN} 24 pixels")
    goes_on(app)
    drop(app, {"halves.zip": images()})
    expect(panel(app)).to_contain_text("halves.zip · 20 images")
    goes_on(app)
    drop(app, {"recipe.json": '{"title": "Moons again", "data": {"source": "moons"}}'})
    expect(title(app)).to_have_text("Moons again")
    goes_on(app)


def test_images_are_read_again_at_another_size(app: Page) -> None:
    drop(app, {"halves.zip": images(side=12)})
    expect(app.get_by_text("12 \N{MULTIPLICATION SIGN} 12 pixels")).to_be_visible()
    app.get_by_label("Size", exact=True).select_option("8")
    expect(app.get_by_text("8 \N{MULTIPLICATION SIGN} 8 pixels")).to_be_visible()
    goes_on(app)
    app.get_by_label("Size", exact=True).select_option("")
    expect(app.get_by_text("12 \N{MULTIPLICATION SIGN} 12 pixels")).to_be_visible()
    choose(app, FIVE, "Pixels")
    expect(app.get_by_label("Size", exact=True)).to_have_count(0)


def test_a_folder_of_pictures_is_opened(app: Page, tmp_path: Path) -> None:
    for number in range(12):
        image = np.full((7, 7, 3), 15 * number, np.uint8)
        path = tmp_path / "shades" / ("dark" if number < 6 else "light") / f"{number}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(png(image))
    kind(app, "Pixels")
    with app.expect_file_chooser() as chooser:
        button(app, "A folder…").click()
    chooser.value.set_files(tmp_path / "shades")
    expect(panel(app)).to_contain_text("shades · 12 images")
    expect(app.get_by_text("7 \N{MULTIPLICATION SIGN} 7 pixels")).to_be_visible()
    goes_on(app)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("photo.png", png(gradient(40, 24))[:200], "cut off or damaged"),
        ("photo.jpg", b"no picture at all", "expected a picture"),
        ("bad.zip", images()[:-30], "cut off or damaged"),
        ("<b>bold.csv", "a,b\n1,2\n", "at least 2 rows"),
        ("unknown.xyz", b"\0\1\2\3", "xpected"),
    ],
)
def test_what_cannot_be_read_is_explained_at_the_data(app: Page, name: str, content: str | bytes, words: str) -> None:
    step(app)
    drop(app, {name: content})
    alert = panel(app).get_by_role("alert")
    expect(alert).to_contain_text(words, ignore_case=True)
    expect(app.get_by_role("alert")).to_have_count(1)
    expect(title(app)).to_have_text(ng.load("spiral").title)
    goes_on(app)
    expect(alert).to_have_count(0)
    assert value(app, "Step") == 2


def test_reading_does_not_stop_the_run(app: Page) -> None:
    button(app, "Play").click()
    drop(app, {"bad.csv": "a,b\n" + "x" * 300_000})
    expect(panel(app).get_by_role("alert")).to_be_visible()
    before = passing(app, "Step")
    until(app, f"read('Step') > {before}")
    expect(button(app, "Pause")).to_be_visible()


def test_what_can_be_dropped_is_told_while_it_hovers(app: Page) -> None:
    app.evaluate(
        """() => {
            const transfer = new DataTransfer()
            transfer.items.add(new File(['a'], 'a.csv'))
            document.body.dispatchEvent(new DragEvent('dragenter', { bubbles: true, dataTransfer: transfer }))
        }"""
    )
    expect(app.get_by_text("Drop it anywhere")).to_be_visible()
    app.evaluate("document.body.dispatchEvent(new DragEvent('dragleave', { bubbles: true }))")
    expect(app.get_by_text("Drop it anywhere")).to_have_count(0)


def test_experiments_stand_by_their_kind_with_a_picture_each(app: Page) -> None:
    title(app).click()
    dialog = app.get_by_role("dialog")
    for name in KINDS:
        cards = dialog.get_by_role("region", name=name).get_by_role("button")
        expect(cards.first).to_be_visible()
        settled(app)
        expect(cards.locator("canvas")).to_have_count(cards.count())
    app.set_viewport_size({"width": 390, "height": 844})
    settled(app)
    assert dialog.evaluate("(dialog) => dialog.scrollWidth <= dialog.clientWidth")
    app.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
