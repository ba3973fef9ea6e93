"""Pictures of what the page shows, as SVG and PNG: they look the same, are harmless, and go when nobody wants them."""

import base64
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from tests.e2e.controls import button, opened, step
from tests.e2e.resting import settled

# What a picture is made of. Nothing of it runs, and nothing is loaded.
DRAWN = {"clipPath", "linearGradient", "radialGradient", "stop", "g", "path", "rect", "use", "image", "text"}
ELEMENTS = DRAWN | {"svg", "title", "defs", "style"}
EVIL = "<img src=x onerror=alert(1)>"

# Addresses of files in memory that nobody has given back.
HELD = """
(() => {
  const held = (window.held = new Set())
  const [create, revoke] = [URL.createObjectURL, URL.revokeObjectURL]
  URL.createObjectURL = (file) => { const address = create.call(URL, file); held.add(address); return address }
  URL.revokeObjectURL = (address) => { held.delete(address); revoke.call(URL, address) }
  window.violated = []
  document.addEventListener('securitypolicyviolation', ({ violatedDirective }) => violated.push(violatedDirective))
})()
"""


@pytest.fixture
def watched_app(page: Page, page_url: str) -> Iterator[Page]:
    """The page, watched for what it keeps in memory and for what its policy forbids."""
    page.add_init_script(HELD)
    yield opened(page, page_url)
    assert page.evaluate("violated") == []


def sheet(page: Page) -> Locator:
    """The Export sheet at its pictures."""
    button(page, "Export").click()
    dialog = page.get_by_role("dialog", name="Export")
    dialog.get_by_role("tab", name="Picture").click()
    settled(page)
    return dialog


def choose(dialog: Locator, part: str, times: int | None = None, **radios: str) -> None:
    """What the picture is to be, with buttons and fields."""
    dialog.get_by_label("Picture of").select_option(part)
    for name in radios.values():
        dialog.get_by_role("radio", name=name, exact=True).check(force=True)
    if times is not None:
        dialog.get_by_role("radio", name=f"{times}\N{MULTIPLICATION SIGN}").check(force=True)
    box = dialog.get_by_label("With buttons and fields")
    if box.count() > 0:
        box.check(force=True)
    settled(dialog.page)


def saved(dialog: Locator) -> tuple[str, bytes]:
    """The name and the content of the file."""
    with dialog.page.expect_download() as download:
        dialog.get_by_role("button", name="Save the picture").click()
    return download.value.suggested_filename, Path(download.value.path()).read_bytes()


def pixels(png: bytes) -> NDArray[np.float64]:
    """(height, width, 4): red, green, blue, opacity, 0 to 255."""
    with Image.open(io.BytesIO(png)) as image:
        return np.asarray(image.convert("RGBA"), np.float64)


def close(one: NDArray[Any], other: NDArray[Any]) -> tuple[float, float]:
    """The mean difference, and the share of pixels that differ clearly, of pictures that may end within a pixel."""
    height, width = (min(sizes) for sizes in zip(one.shape[:2], other.shape[:2], strict=True))
    assert abs(one.shape[0] - other.shape[0]) <= 1
    assert abs(one.shape[1] - other.shape[1]) <= 1
    apart = np.abs(one[:height, :width, :3] - other[:height, :width, :3]).max(axis=2)
    return float(apart.mean()), float((apart > 64).mean())


def test_pictures_are_what_the_page_shows(watched_app: Page, tmp_path: Path) -> None:
    page = watched_app
    step(page, "epoch")
    page.get_by_role("tab", name="Layers", exact=True).click()
    settled(page)
    for part in ("network", "output", "loss", "timeline", "Layers"):
        page.mouse.move(2, 2)
        settled(page)
        shown = pixels(page.locator(f'[data-picture="{part}"]').screenshot())
        dialog = sheet(page)
        choose(dialog, part, file="PNG", times=1)
        name, png = saved(dialog)
        assert name == f"two-spirals-{part.lower()}.png"
        mean, share = close(pixels(png), shown)
        assert (mean < 6, share < 0.03) == (True, True), (part, mean, share)
        choose(dialog, part, file="SVG")
        preview = dialog.get_by_role("img", name="Preview")
        drawn = preview.evaluate("""(image) => {
            const canvas = new OffscreenCanvas(image.naturalWidth, image.naturalHeight)
            canvas.getContext('2d').drawImage(image, 0, 0)
            return canvas.convertToBlob().then((blob) => new Promise((resolve) => {
                const reader = new FileReader()
                reader.onload = () => resolve(reader.result.split(',')[1])
                reader.readAsDataURL(blob)
            }))
        }""")
        mean, share = close(pixels(base64.b64decode(drawn)), shown)
        assert (mean < 6, share < 0.03) == (True, True), (part, mean, share)
        page.keyboard.press("Escape")
        expect(dialog).to_have_count(0)
    # Previews are gone; what was saved is there for as long as the browser needs to take it.
    assert page.evaluate("held.size") == 5


def test_a_picture_holds_texts_as_texts_and_nothing_that_runs(watched_app: Page, tmp_path: Path) -> None:
    page = watched_app
    table = tmp_path / "evil.csv"
    rows = "".join(f"{k},{k * k % 7},{EVIL if k % 2 else 'b'}\n" for k in range(40))
    table.write_text(f'"{EVIL}",b,kind\n{rows}')
    page.locator("input[type=file]:not([webkitdirectory])").first.set_input_files(table)
    settled(page)
    dialog = sheet(page)
    for letters in ("as shapes", "as text"):
        for part in ("network", "output", "page"):
            choose(dialog, part, file="SVG", letters=letters)
            _, svg = saved(dialog)
            root = ElementTree.fromstring(svg)
            tags = {element.tag.removeprefix("{http://www.w3.org/2000/svg}") for element in root.iter()}
            assert tags <= ELEMENTS
            assert ("style" in tags) == (letters == "as text")
            for element in root.iter():
                for key, value in element.attrib.items():
                    assert not key.startswith("on"), key
                    if key.endswith("href"):
                        assert re.match(r"#\w|data:image/png;base64,", value), value[:80]
                    elif "url(" in value:
                        assert re.fullmatch(r"url\(#\w+\)", value), value[:80]
            texts = {element.attrib.get("aria-label") or element.text or "" for element in root.iter()}
            assert any(EVIL[:6] in text for text in texts)
    page.keyboard.press("Escape")


def test_it_poses_in_the_other_theme_stands_on_nothing_and_leaves_nothing(watched_app: Page) -> None:
    page = watched_app
    before = page.evaluate("[document.documentElement.dataset.theme, localStorage.getItem('neuroglow-theme')]")
    was = page.evaluate("getComputedStyle(document.body).color")
    dialog = sheet(page)
    own = dialog.evaluate("(dialog) => getComputedStyle(dialog).color")
    choose(dialog, "network", file="PNG", times=1, theme="dark")
    other = pixels(saved(dialog)[1])
    assert other[2, 2, :3].max() < 60
    assert page.evaluate("getComputedStyle(document.body).color") != was
    assert dialog.evaluate("(dialog) => getComputedStyle(dialog).color") == own
    choose(dialog, "network", ground="transparent", times=2)
    clear = pixels(saved(dialog)[1])
    assert clear.shape[0] == 2 * other.shape[0]
    assert clear[2, 2, 3] == 0
    assert clear[:, :, 3].max() == 255
    # Left half way: a large picture is on its way, and nobody waits for it.
    dialog.get_by_label("Picture of").select_option("page")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    settled(page)
    assert page.evaluate("held.size") == 2
    assert page.evaluate("[document.documentElement.dataset.theme, localStorage.getItem('neuroglow-theme')]") == before
    assert page.evaluate("getComputedStyle(document.body).color") == was
    # By the keyboard, from tab to tab; what was open last is open again.
    dialog = sheet(page)
    for name in ("Film", "Code", "File", "Picture"):
        page.keyboard.press("ArrowRight")
        expect(dialog.get_by_role("tab", name=name)).to_be_focused()
        expect(dialog.get_by_role("tab", name=name)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Escape")
    expect(button(page, "Export")).to_be_focused()
