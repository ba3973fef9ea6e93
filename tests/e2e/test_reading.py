"""Files that are chosen and dropped: read in the browser as in Python, and refused without harm to the run at hand."""

import base64
import io
import json
import struct
import zipfile
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, Route, expect

from tests.bits.hosts import WASM, build_harness
from tests.e2e.controls import button, drop, goes_on, step, value
from tests.e2e.resting import settled

FIXTURES = Path(__file__).parents[1] / "fixtures" / "images"
CASES: list[dict[str, Any]] = json.loads((FIXTURES / "cases.json").read_text(encoding="utf-8"))


def panel(page: Page) -> Locator:
    return page.get_by_role("region", name="Data")


def open_files(page: Page, *paths: Path) -> None:
    """Choose files in the page's dialog."""
    page.locator("input[type=file]:not([webkitdirectory])").set_input_files(paths)


@pytest.fixture(scope="module")
def readers(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Page:
    """A page with nothing on it but the page's readers."""
    harness = build_harness(tmp_path_factory.mktemp("harness"))
    files: dict[str, dict[str, Any]] = {
        "/": {"body": "<!doctype html><title>readers</title>", "content_type": "text/html"},
        "/harness.js": {"path": harness, "content_type": "text/javascript"},
        "/engine.wasm": {"path": WASM, "content_type": "application/wasm"},
    }

    def serve(route: Route) -> None:
        found = files.get(route.request.url.removeprefix("http://readers.test"))
        route.fulfill(**found) if found else route.fulfill(status=404)

    page = browser.new_page()
    page.route("**/*", serve)
    page.goto("http://readers.test/")
    return page


def read(page: Page, paths: list[str], size: int | None) -> dict[str, Any]:
    """What the page's readers make of some of the shared files: own data, or what they refuse them with."""
    files = [[path, base64.b64encode((FIXTURES / path).read_bytes()).decode()] for path in paths]
    found: dict[str, Any] = page.evaluate(
        """async ([files, size]) => {
          const { read } = await import('/harness.js')
          const bytes = (text) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
          const opened = files.map(([path, content]) => new File([bytes(content)], path.split('/').at(-1)))
          const wasm = await WebAssembly.compile(await (await fetch('/engine.wasm')).arrayBuffer())
          try {
            return { expected: (await read(opened, files.map(([path]) => path), size, wasm)).own }
          } catch ({ field, message }) {
            return { error: message, field }
          }
        }""",
        [files, size],
    )
    return found


@pytest.mark.parametrize("case", CASES, ids=[f"{number}-{case['open']}" for number, case in enumerate(CASES)])
def test_a_browser_reads_what_python_reads(readers: Page, case: dict[str, Any]) -> None:
    found = read(readers, case["paths"], case["size"])
    if "expected" in case and "expected" in found:
        (got, pixels), (wanted, given) = split(found["expected"]), split(case["expected"])
        assert got == wanted
        assert len(pixels) == len(given)
        assert max(abs(a - b) for a, b in zip(pixels, given, strict=True)) <= case["within"]
    else:
        assert found == {key: case[key] for key in ("error", "field") if key in case}


def split(own: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Own data without their pixels, and these."""
    return {key: own[key] for key in own if key != "pixels"}, base64.b64decode(own["pixels"])


HARMFUL = (
    "bomb.png", "bomb.zip", "cut.jpg", "notes.png", "pickled-images.npz", "lying-images-idx3-ubyte", "lying.zip",
    "climbing.zip", "locked.zip", "huge-images-idx3-ubyte", "alone-images-idx3-ubyte",
)  # fmt: skip


def test_harmful_files_are_explained_where_they_were_dropped(app: Page) -> None:
    refused = {case["open"]: case for case in CASES if "error" in case}
    for steps, name in enumerate(HARMFUL):
        case = refused[name]
        drop(app, {path: (FIXTURES / path).read_bytes() for path in case["paths"]})
        alert = panel(app).get_by_role("alert")
        expect(alert, name).to_have_text(case["error"])
        assert value(app, "Step") == steps
        goes_on(app)
        expect(alert, name).to_have_count(0)


def test_a_zip_of_a_hundred_thousand_files(app: Page, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "many.zip", "w") as archive:
        for number in range(100_000):
            archive.writestr(f"{number}.png", b"")
    open_files(app, tmp_path / "many.zip")
    expect(panel(app).get_by_role("alert")).to_have_text(
        "expected at most 20,000 files, got more in 'many.zip': keep a sample of them"
    )
    goes_on(app)


def test_images_and_labels_are_chosen_together(app: Page, tmp_path: Path) -> None:
    images, labels = tmp_path / "few-images-idx3-ubyte", tmp_path / "few-labels-idx1-ubyte"
    images.write_bytes(struct.pack(">IIII", 0x803, 6, 4, 5) + bytes(range(120)))
    labels.write_bytes(struct.pack(">II", 0x801, 6) + bytes([0, 1, 2] * 2))
    open_files(app, images)
    expect(panel(app).get_by_role("alert")).to_have_text(
        "expected labels in 'few-labels-idx1-ubyte' beside 'few-images-idx3-ubyte', got no such file: "
        "open both from one folder"
    )
    open_files(app, images, labels)
    expect(panel(app)).to_contain_text("few-images-idx3-ubyte · 6 images")
    expect(app.get_by_text("5 \N{MULTIPLICATION SIGN} 4 pixels")).to_be_visible()
    goes_on(app)
    step(app)
    open_files(app, labels)
    expect(panel(app).get_by_role("alert")).to_contain_text("open the file of images")
    assert value(app, "Step") == 2


def test_names_in_an_archive_are_text(app: Page) -> None:
    name = "<img src=x onerror=document.title='harmed'>"
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for number in range(8):
            archive.writestr(f"{name if number % 2 else 'plain'}/{number}.png", picture(30 * number))
    drop(app, {f"{name}.zip": packed.getvalue()})
    expect(panel(app)).to_contain_text(f"{name}.zip · 8 images")
    expect(app.get_by_text(name, exact=True).first).to_be_visible()
    goes_on(app)
    assert settled(app).locator("img[src='x']").count() == 0
    assert app.title() != "harmed"


def picture(grey: int, side: int = 6) -> bytes:
    """A PNG of one grey."""
    content = io.BytesIO()
    Image.new("L", (side, side), grey).save(content, "PNG")
    return content.getvalue()


def test_the_run_goes_on_while_files_are_read(app: Page, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "grey.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(3000):
            archive.writestr(f"{number % 2}/{number}.png", picture(number % 256))
    button(app, "Play").click()
    app.evaluate(
        """() => {
          const step = document.querySelector("output[aria-label='Step']")
          window.seen = new Set()
          window.watching = setInterval(() => {
            if (document.body.textContent.includes('grey.zip')) clearInterval(window.watching)
            else window.seen.add(step.textContent)
          }, 20)
        }"""
    )
    open_files(app, tmp_path / "grey.zip")
    expect(panel(app)).to_contain_text("grey.zip · 3,000 images", timeout=60_000)
    assert app.evaluate("window.seen.size") > 10


def test_a_folder_is_dropped(app: Page, tmp_path: Path) -> None:
    shades = tmp_path / "shades"
    for number in range(250):  # a browser lists a folder by the hundred
        path = shades / ("dark" if number < 125 else "light") / f"{number}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(picture(number))
    (shades / ".hidden").mkdir()
    (shades / ".hidden" / "secret.png").write_bytes(b"no picture")
    (shades / "notes.txt").write_text("what this is")
    data = {"items": [], "files": [str(shades)], "dragOperationsMask": 1}
    mouse = app.context.new_cdp_session(app)
    for event in ("dragEnter", "dragOver", "drop"):
        mouse.send("Input.dispatchDragEvent", {"type": event, "x": 600, "y": 400, "data": data})
    expect(panel(app)).to_contain_text("shades · 250 images")
    expect(app.get_by_text("6 \N{MULTIPLICATION SIGN} 6 pixels")).to_be_visible()
    goes_on(app)
