"""Export: a film of the run on the page, previewed, made, cancelled, downloaded; without a server, how to get one."""

from collections.abc import Iterator
from pathlib import Path

import av
import pytest
from playwright.sync_api import Locator, Page, expect

import neuroglow as ng
from neuroglow.server.app import STATIC
from tests.e2e.controls import button, opened, readout, step
from tests.e2e.resting import settled
from tests.e2e.test_accessible import RUN, axe
from tests.server.wire import serving

LONG = 120_000  # milliseconds: a film takes as long as it takes


@pytest.fixture
def static_page(page: Page) -> Iterator[Page]:
    """The page as a host serves it that only has its files."""
    with serving(STATIC, None) as wire:
        yield opened(page, f"http://{wire.host}/")


def export(page: Page) -> Locator:
    """The sheet with what is about films, open."""
    button(page, "Export").click()
    dialog = page.get_by_role("dialog", name="Export")
    dialog.get_by_role("tab", name="Film").click()
    expect(dialog).to_be_visible()
    settled(page)
    return dialog


def short(dialog: Locator, seconds: str = "5", size: str = "480p") -> None:
    """A film that is soon made."""
    dialog.get_by_label("Seconds", exact=True).fill(seconds)
    dialog.get_by_label("Size", exact=True).select_option(size)
    dialog.get_by_label("Frames a second", exact=True).select_option("24")


def test_the_film_is_that_of_the_run_on_the_page(app: Page, tmp_path: Path) -> None:
    step(app)
    step(app, "epoch")
    stands = int(readout(app, "Step").inner_text())
    dialog = export(app)
    expect(dialog).to_contain_text(f"From its beginning to step {stands}.")
    short(dialog)
    dialog.get_by_role("radio", name="1:1").check(force=True)
    expect(dialog.get_by_label("Command", exact=True)).to_have_text(
        "neuroglow video two-spirals.glow -o two-spirals.mp4 --seconds 5 --size 480p --shape 1:1 --fps 24"
    )
    with app.expect_download() as saved:
        dialog.get_by_role("button", name="Save the run").click()
    saved.value.save_as(tmp_path / saved.value.suggested_filename)
    dialog.get_by_role("button", name="Make the film").click()
    link = dialog.get_by_role("link", name="Download")
    expect(link).to_be_visible(timeout=LONG)
    with app.expect_download() as made:
        link.click()
    assert made.value.suggested_filename == "two-spirals.mp4"
    made.value.save_as(tmp_path / "page.mp4")
    # What the command would have made of the run that was saved, bit for bit.
    run = ng.load(tmp_path / "two-spirals.glow").start()
    assert run.step == stands
    run.video(tmp_path / "command.mp4", seconds=5, size="480p", shape="1:1", fps=24)
    assert (tmp_path / "page.mp4").read_bytes() == (tmp_path / "command.mp4").read_bytes()
    with av.open(str(tmp_path / "page.mp4")) as file:
        assert (file.streams.video[0].width, file.streams.video[0].height) == (480, 480)


def test_a_preview_is_seen_and_is_no_download(app: Page) -> None:
    dialog = export(app)
    short(dialog, "6")
    dialog.get_by_role("button", name="Preview").click()
    video = dialog.locator("video")
    expect(video).to_be_visible(timeout=LONG)
    app.wait_for_function("() => document.querySelector('dialog video').readyState >= 2")
    assert video.evaluate("video => [video.videoWidth, Math.round(video.duration)]") == [640, 6]
    expect(dialog.get_by_role("link", name="Download")).to_have_count(0)


def test_a_film_goes_on_while_the_dialog_is_closed_and_can_be_cancelled(app: Page) -> None:
    dialog = export(app)
    dialog.get_by_label("Seconds", exact=True).fill("500")
    dialog.get_by_role("button", name="Make the film").click()
    expect(dialog.get_by_role("status")).to_contain_text("frames/s", timeout=LONG)
    dialog.get_by_role("button", name="Close", exact=True).click()
    expect(dialog).to_have_count(0)
    # Also for a page that was loaded again.
    app.reload()
    app.wait_for_selector('html[data-ready="true"]')
    button(app, "Export").click()
    dialog = app.get_by_role("dialog", name="Export")
    dialog.get_by_role("tab", name="Film").click()
    expect(dialog.get_by_role("progressbar", name="Progress")).to_be_visible()
    dialog.get_by_role("button", name="Cancel").click()
    expect(dialog).to_contain_text("Cancelled.", timeout=LONG)
    expect(dialog.get_by_role("button", name="Make the film")).to_be_enabled()


def test_what_cannot_be_made_is_told(app: Page) -> None:
    dialog = export(app)
    short(dialog, "2")
    dialog.get_by_role("button", name="Preview").click()
    expect(dialog.get_by_role("alert")).to_contain_text("expected time enough for half a second", timeout=LONG)
    expect(dialog.get_by_role("button", name="Preview")).to_be_enabled()


def test_without_neuroglow_play_the_page_says_how_films_are_made(static_page: Page) -> None:
    dialog = export(static_page)
    expect(dialog).to_contain_text("Films are made by neuroglow on a computer.")
    expect(dialog).to_contain_text('pip install "neuroglow[video]"')
    dialog.get_by_role("radio", name="GIF").check(force=True)
    expect(dialog.get_by_label("Command", exact=True)).to_have_text(
        "neuroglow video two-spirals.glow -o two-spirals.gif"
    )
    expect(dialog.get_by_role("button", name="Make the film")).to_have_count(0)
    with static_page.expect_download() as saved:
        dialog.get_by_role("button", name="Save the run").click()
    assert saved.value.suggested_filename == "two-spirals.glow"


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_the_dialog_is_accessible_and_is_left_by_escape(app: Page, theme: str) -> None:
    app.emulate_media(color_scheme="light" if theme == "light" else "dark")
    dialog = export(app)
    app.evaluate(axe())
    assert app.evaluate(RUN) == []
    app.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(button(app, "Export")).to_be_focused()
