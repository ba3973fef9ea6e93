"""Export, Code: what the page writes of a run is what Python writes, and what cannot be written is told."""

import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

import neuroglow as ng
from neuroglow.exporting.code import code
from neuroglow.exporting.onnx import onnx
from neuroglow.exporting.trained import Trained, trained
from tests.e2e.controls import button, choose, step
from tests.e2e.resting import settled

TITLES = {"numpy": "NumPy", "pytorch": "PyTorch", "keras": "Keras"}


def at_code(page: Page) -> Locator:
    """The sheet, open at the code."""
    button(page, "Export").click()
    sheet = page.get_by_role("dialog", name="Export")
    sheet.get_by_role("tab", name="Code").click()
    settled(page)
    return sheet


def downloaded(sheet: Locator, button: str, path: Path) -> bytes:
    with sheet.page.expect_download() as found:
        sheet.get_by_role("button", name=button).click()
    assert found.value.suggested_filename == path.name
    found.value.save_as(path)
    return path.read_bytes()


def of_the_page(sheet: Locator, folder: Path) -> Trained:
    """The network of the run that the page shows, opened in Python."""
    glow = folder / "two-spirals.glow"
    sheet.get_by_role("tab", name="File").click()
    downloaded(sheet, "Save the run", glow)
    sheet.get_by_role("tab", name="Code").click()
    return trained(ng.load(glow).start())


def test_the_page_writes_what_python_writes(app: Page, tmp_path: Path) -> None:
    step(app)
    step(app, "epoch")
    sheet = at_code(app)
    net = of_the_page(sheet, tmp_path)
    for framework, title in TITLES.items():
        sheet.get_by_role("radio", name=title).check(force=True)
        shown = sheet.get_by_label(f"The trained network in {title}")
        expect(shown).to_contain_text(f"neurons in {title}, after {net.step} steps of training")
        wanted = code(net, framework)
        assert shown.inner_text().strip() == wanted.strip()
        assert downloaded(sheet, "Download two-spirals.py", tmp_path / "two-spirals.py").decode() == wanted
    assert downloaded(sheet, "Download two-spirals.onnx", tmp_path / "two-spirals.onnx") == onnx(net)

    sheet.get_by_role("button", name="Close").click()
    choose(app, "A scattered line")
    app.get_by_label("Learning rate").fill("10")
    button(app, "Play").click()
    expect(app.get_by_text("The run diverged in step")).to_be_visible()
    sheet = at_code(app)
    refused = re.compile(r"^expected finite weights to export, got others at step [\d,]+: go back", re.IGNORECASE)
    expect(sheet.get_by_role("alert")).to_have_text(refused)
    expect(sheet.get_by_role("button", name=re.compile("Download"))).to_have_count(2)
    for offer in sheet.get_by_role("button", name=re.compile("Download")).all():
        expect(offer).to_be_disabled()
