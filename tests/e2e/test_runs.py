"""Runs are kept, and nothing is lost: on the page of runs, in a folder, after a reload, and after being killed."""

import contextlib
import json
import os
import re
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect
from playwright.sync_api import Error as PlaywrightError

import neuroglow as ng
from neuroglow.server.app import STATIC
from tests.browser import launch_profile
from tests.e2e.controls import button, drop, opened, readout, step
from tests.e2e.resting import settled, watched
from tests.server.wire import serving

NASTY = "<img src=x onerror=alert(1)> ../../a\\b"
TABLE = "width,price\n" + "".join(f"{row},{row * row}\n" for row in range(12))


@pytest.fixture(scope="module")
def host() -> Iterator[str]:
    """The address of the page as a host serves it that only has its files."""
    with serving(STATIC, None) as wire:
        yield f"http://{wire.host}/"


def keep(page: Page) -> Locator:
    """What is told once the run is kept."""
    settled(page).keyboard.press("Control+s")
    note = page.get_by_role("complementary", name="Kept as")
    expect(note.get_by_label("Name")).to_be_visible()
    return note


def runs(page: Page) -> Locator:
    """The rows of the page of runs."""
    page.get_by_role("navigation", name="Pages").get_by_role("link", name="Runs").click()
    settled(page)
    return page.get_by_role("list", name="Kept runs").get_by_role("listitem")


def names(rows: Locator) -> list[str]:
    return rows.get_by_role("heading").all_inner_texts()


def exported(page: Page, name: str, folder: Path) -> Path:
    with page.expect_download() as download:
        button(page, f"Export {name} as a .glow file").click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def test_a_run_is_kept_named_taken_along_deleted_and_had_back(page: Page, host: str, tmp_path: Path) -> None:
    opened(page, f"{host}#runs")
    expect(page.get_by_role("heading", name="Nothing kept yet")).to_be_visible()
    page.get_by_role("link", name="To the playground").click()
    step(page, "epoch")
    field = keep(page).get_by_label("Name")
    expect(field).to_have_value("Two spirals")
    field.fill(f" {NASTY}\n ")
    field.press("Enter")
    expect(page.get_by_role("status").filter(has_text="Kept as")).to_contain_text(NASTY)
    expect(keep(page)).to_contain_text("Kept already as")
    step(page)
    expect(keep(page).get_by_label("Name")).to_have_value("Two spirals")

    rows = runs(page)
    assert names(rows) == ["Two spirals", NASTY], "what was typed is text"
    expect(rows.first).to_contain_text(re.compile(r"2.8.8.8.1"))
    expect(rows.first).to_contain_text("step 26")
    assert rows.first.locator("img").evaluate("img => [img.complete, img.naturalWidth]") == [True, 128]

    path = exported(page, NASTY, tmp_path)
    assert re.fullmatch(r"[\w .-]+\.glow", path.name)
    run = ng.load(path).start()
    assert run.step == 25

    button(page, f"Delete {NASTY}").click()
    expect(page.get_by_role("status").filter(has_text="Deleted")).to_contain_text(NASTY)
    expect(rows).to_have_count(1)
    button(page, "Undo").click()
    expect(rows).to_have_count(2)

    # Those of others come in as well; what is none is told, and nothing else happens.
    other = ng.load("xor").start()
    other.advance(steps=40)
    other.save(tmp_path / "a friend's.glow")
    broken = json.loads(path.read_text()) | {"digest": "0" * 64}
    files = {"a friend's.glow": (tmp_path / "a friend's.glow").read_bytes(), path.name: path.read_bytes()}
    drop(page, files)
    expect(rows).to_have_count(3)
    assert names(settled(page).get_by_role("list", name="Kept runs").get_by_role("listitem"))[0] == "a friend's"
    for name, content, said in [
        ("broken.glow", json.dumps(broken), "expected the parameters of digest 000000000000"),
        ("cut.glow", path.read_text()[:200], "expected a saved run or recipe as JSON"),
        ("notes.txt", "hello", "expected a .glow file, got “notes.txt”"),
    ]:
        drop(page, {name: content})
        expect(page.get_by_role("alert")).to_contain_text(said)
        settled(page)
        expect(rows).to_have_count(3)

    button(page, f"Rename {NASTY}").click()
    page.get_by_role("textbox", name="Name").fill("Later")
    page.get_by_role("textbox", name="Name").press("Enter")
    button(page, "Open Later").click()
    expect(readout(page, "Step")).to_have_text("25")
    expect(keep(page).get_by_label("Name")).to_have_value("Later")  # the very same: it is kept already


def test_under_neuroglow_play_runs_are_files_in_a_folder(page: Page, play: Callable[..., str], tmp_path: Path) -> None:
    folder = tmp_path / "my runs"
    opened(page, play("--runs", str(folder)))
    rows = runs(page)
    expect(page.get_by_role("main")).to_contain_text(f"Kept in {folder}")
    page.get_by_role("link", name="Playground", exact=True).click()
    assert not folder.exists()
    step(page, "epoch")
    keep(page)
    rows = runs(page)
    expect(rows).to_have_count(1)
    (path,) = folder.iterdir()
    assert ng.load(path).start().step == 25
    button(page, "Delete Two spirals").click()
    expect(rows).to_have_count(0)
    button(page, "Undo").click()
    expect(rows).to_have_count(1)

    later = json.loads(path.read_text()) | {"neuroglow": 2}
    del later["kept"]
    (folder / "later.glow").write_text(json.dumps(later))
    page.reload()
    button(page, "Open later").click()
    expect(page.get_by_role("alert")).to_contain_text("expected a .glow file of version 1, got version 2")
    page.get_by_role("link", name="Playground", exact=True).click()
    expect(readout(settled(page), "Step")).to_have_text("25")  # what was there is there still


REFUSED = {
    # The browser's own comes back afterwards.
    "damaged": (
        """window.before = IDBFactory.prototype.open
        IDBFactory.prototype.open = () => {
            const request = { error: new DOMException('', 'UnknownError') }
            setTimeout(() => request.onerror())
            return request
        }""",
        "IDBFactory.prototype.open = window.before",
        "expected storage that can be read",
    ),
    "forbidden": (
        """window.before = Object.getOwnPropertyDescriptor(window, 'indexedDB')
        Object.defineProperty(window, 'indexedDB', {
            configurable: true,
            get() { throw new DOMException('', 'SecurityError') },
        })""",
        "Object.defineProperty(window, 'indexedDB', window.before)",
        "expected a browser that lets pages keep something",
    ),
    "full": (
        "IDBObjectStore.prototype.put = () => { throw new DOMException('', 'QuotaExceededError') }",
        "true",
        "expected room for one more run",
    ),
}


def test_storage_that_keeps_nothing_is_told_and_all_else_goes_on(browser: Browser, host: str) -> None:
    with browser.new_context() as context:
        page = opened(context.new_page(), host)
        for script, back, said in REFUSED.values():
            page.evaluate(f"() => {{ {script} }}")
            settled(page).keyboard.press("Control+s")
            expect(page.get_by_role("alert")).to_contain_text(said)
            page.evaluate(f"() => {{ {back} }}")
            step(page)
        expect(readout(page, "Step")).to_have_text("3")
    with browser.new_context() as context:
        page = opened(context.new_page(), host)
        session = context.new_cdp_session(page)
        session.send("Storage.overrideQuotaForOrigin", {"origin": host.rstrip("/"), "quotaSize": 1})
        step(page)
        expect(page.get_by_role("alert")).to_contain_text("what you do from now on goes when the tab is closed")
        session.send("Storage.overrideQuotaForOrigin", {"origin": host.rstrip("/")})
        step(page)
        expect(page.get_by_role("alert")).to_have_count(0)


def stored(page: Page) -> list[dict[str, object]]:
    """What is kept of the playgrounds of this browser."""
    found: list[dict[str, object]] = page.evaluate(
        """() => new Promise((resolve, reject) => {
            const request = indexedDB.open('neuroglow')
            request.onerror = reject
            request.onsuccess = () => {
                const all = request.result.transaction('sessions').objectStore('sessions').getAll()
                all.onerror = reject
                all.onsuccess = () => { resolve(all.result); request.result.close() }
            }
        })"""
    )
    return found


def until_kept(page: Page, at: int) -> None:
    """Wait until a run at this step is kept."""
    for _ in range(100):
        if any(lane["step"] == at for head in stored(page) for lane in head["lanes"]):  # type: ignore[attr-defined]
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"expected step {at} to be kept, got {stored(page)}")


def text(page: Page, tmp_path: Path) -> str:
    """The run of the page as a file."""
    settled(page)
    button(page, "Export").click()
    page.get_by_role("tab", name="File").click()
    with page.expect_download() as download:
        page.get_by_role("dialog").get_by_role("button", name="Save the run").click()
    download.value.save_as(tmp_path / "page.glow")
    page.keyboard.press("Escape")
    return (tmp_path / "page.glow").read_text()


def test_what_was_open_is_there_again(browser: Browser, host: str, tmp_path: Path) -> None:
    with browser.new_context(viewport={"width": 1440, "height": 900}) as context:
        page = opened(context.new_page(), host)
        # Nothing was done: nothing is kept, and a reload begins anew.
        drop(page, {"prices.csv": TABLE})
        expect(readout(page, "Step")).to_have_text("0")
        page.get_by_label("Speed").focus()
        page.keyboard.press("End")
        step(page, "epoch")
        button(page, "Fork").click()
        step(page)
        before = text(page, tmp_path)
        at = json.loads(before)["step"]
        until_kept(page, at)

        again = settled(page)
        page.reload()
        again = settled(page)
        assert text(again, tmp_path) == before, "recipe, data, log, step and digest"
        expect(page.get_by_label("Speed")).to_have_attribute("aria-valuetext", "max")
        expect(page.get_by_label("Unit")).to_have_value("batch")
        expect(page.get_by_role("region", name=re.compile("Run [AB]"))).to_have_count(2)
        expect(button(page, "Play")).to_be_visible()

        # Another tab has a playground of its own; when this one is closed, it is found among those that were left.
        other = opened(context.new_page(), host)
        expect(readout(other, "Step")).to_have_text("0")
        page.close()
        third = other
        runs(third)
        expect(third.get_by_role("list", name="Left open").get_by_role("listitem")).to_have_count(1)
        with third.expect_navigation():
            button(third, "Open prices again").click()
        third.wait_for_selector("html[data-ready]")
        assert text(third, tmp_path) == before
        step(third)
        at += 1

        # What cannot be read any more is told, and the page begins anew.
        until_kept(third, at)
        third.evaluate(
            """() => new Promise((resolve) => {
                const request = indexedDB.open('neuroglow')
                request.onsuccess = () => {
                    const transaction = request.result.transaction('pieces', 'readwrite')
                    transaction.objectStore('pieces').clear()
                    transaction.oncomplete = () => { request.result.close(); resolve() }
                }
            })"""
        )
        third.reload()
        settled(third)
        expect(third.get_by_role("alert")).to_contain_text("it begins anew")
        expect(readout(third, "Step")).to_have_text("0")
        step(third)


def pid_of(folder: Path) -> int:
    """The browser's own process, of all that it began."""
    for process in Path("/proc").iterdir():
        try:
            arguments = (process / "cmdline").read_bytes().split(b"\0")
        except (OSError, ValueError):
            continue
        if f"--user-data-dir={folder}".encode() in arguments and not any(
            one.startswith(b"--type=") for one in arguments
        ):
            return int(process.name)
    raise AssertionError("expected the browser's process, found none")


def passing_step(page: Page) -> int:
    return int(readout(page, "Step").inner_text())


@pytest.mark.skipif(not Path("/proc").exists(), reason="finds the browser's process in /proc")
def test_killed_while_it_is_kept_ten_times_it_is_there_again(browser: Browser, host: str, tmp_path: Path) -> None:
    profile = tmp_path / "profile"
    most = 0
    context: BrowserContext | None = None
    for kill in range(10):
        if context is None:
            context = launch_profile(browser.browser_type, str(profile))
        page = context.new_page()
        opened(page, host)
        assert passing_step(page) >= most, f"after {kill} kills"
        page.keyboard.press("Space")
        page.wait_for_function(
            f"() => Number(document.querySelector('output[aria-label=Step]').textContent) > {most + 100}"
        )
        seen = passing_step(page)
        if kill == 2:
            page.wait_for_timeout(1500)
            most = max(most, seen)  # what was there a second before
        else:
            page.wait_for_timeout(100 * (kill % 5))
        if kill % 5 == 2:
            os.kill(pid_of(profile), signal.SIGKILL)
            context = None
        else:
            with page.expect_event("crash"), contextlib.suppress(PlaywrightError):  # it answers no more
                page.goto("chrome://crash", timeout=5000)
    context = context or launch_profile(browser.browser_type, str(profile))
    page = opened(watched(context.new_page()), host)
    assert passing_step(page) >= most > 0
    saved = json.loads(text(page, tmp_path))
    run = ng.load(tmp_path / "page.glow").start()
    assert (run.step, run.digest()) == (saved["step"], saved["digest"])
    context.close()
