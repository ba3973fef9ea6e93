"""The page as static files below a path of a plain file server: everything that needs no server of ours works there."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

import neuroglow as ng
from neuroglow.site import write_site
from tests.e2e.controls import button, opened, readout, value
from tests.e2e.resting import settled


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site below a path, served by Python's own file server."""
    folder = tmp_path_factory.mktemp("host")
    files = write_site(folder / "some" / "where")
    assert sum(map(len, files.values())) < 2_000_000
    command = [sys.executable, "-u", "-m", "http.server", "0", "--bind", "127.0.0.1", "--directory", str(folder)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        assert process.stdout is not None
        found = re.search(r"port (\d+)", process.stdout.readline())
        assert found
        yield f"http://127.0.0.1:{found[1]}/some/where/"
    finally:
        process.terminate()
        process.communicate(timeout=60)


def test_a_site_below_a_path_plays_teaches_keeps_and_opens_links(page: Page, site: str, tmp_path: Path) -> None:
    opened(page, site)
    policy = page.locator('meta[http-equiv="Content-Security-Policy"]').get_attribute("content")
    assert policy is not None
    assert policy.startswith("default-src 'none'; script-src 'self'")
    button(page, "Play").click()
    expect(readout(page, "Step")).not_to_have_text("0")
    button(page, "Pause").click()

    run = ng.load("xor").start().advance(steps=150)
    page.goto(run.link(page=site))
    page.reload()
    settled(page)
    assert value(page, "Step") == 150
    assert value(page, "Training loss") == pytest.approx(run.loss("train"), abs=6e-5)

    page.keyboard.press("Control+s")
    settled(page)
    page.get_by_role("link", name="Learn", exact=True).click()
    settled(page)
    page.get_by_role("link", name=re.compile("weight", re.I)).first.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    settled(page)
    page.get_by_role("link", name="Runs", exact=True).click()
    expect(page.get_by_role("main")).to_contain_text(run.experiment.title)
    settled(page)


def test_the_page_of_a_static_host_makes_files_that_work_from_disk(page: Page, site: str, tmp_path: Path) -> None:
    opened(page, site)
    button(page, "Step").click()
    settled(page)
    before = [value(page, name) for name in ("Step", "Training loss")]
    page.get_by_role("button", name="Export").click()
    page.get_by_role("tab", name="File").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Save the page").click()
    file = tmp_path / "page.html"
    download.value.save_as(file)
    page.context.set_offline(True)
    try:
        page.goto(file.as_uri())
        settled(page)
        assert [value(page, name) for name in ("Step", "Training loss")] == before
    finally:
        page.context.set_offline(False)  # other tests share it
