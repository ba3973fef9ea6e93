"""A run as one HTML file, opened from disk with no network: the same run, and the whole playground around it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

import neuroglow as ng
from neuroglow.onepage import page as one_page
from tests.e2e.controls import button, readout, value
from tests.e2e.resting import settled, watched

TITLE = "</script><script>document.title = 'broken'</script><!--"


@pytest.fixture
def disk(page: Page) -> Iterator[Page]:
    """A browser without a network."""
    page.context.set_offline(True)
    yield watched(page)
    page.context.set_offline(False)  # other tests share it


def test_a_run_goes_on_from_disk_without_a_network(disk: Page, tmp_path: Path) -> None:
    run = ng.load("spiral").replace({"title": TITLE}).start().advance(steps=120)
    run.edit(layer=0, neuron=1, input=0, value=0.5)
    run.set(learning_rate=0.05)
    run.advance(steps=80)
    file = tmp_path / "run.html"
    file.write_bytes(one_page(run, view={"tab": "Layers", "speed": 3}, hide=["noise"]))
    assert file.stat().st_size < 800_000

    # The worker trains to its step again, and compares the digest: another one would be told as a problem.
    disk.goto(file.as_uri())
    settled(disk)
    assert value(disk, "Step") == run.step == 200
    assert value(disk, "Training loss") == pytest.approx(run.loss("train"), abs=6e-5)
    expect(disk.get_by_role("heading", name="neuroglow")).to_be_visible()
    expect(disk.get_by_text(TITLE, exact=True).first).to_be_attached()
    expect(disk.get_by_role("tab", name="Layers")).to_have_attribute("aria-selected", "true")
    expect(disk.get_by_label("Noise")).to_have_count(0)
    # Nothing leads to where there is nothing.
    for name in ("Learn", "Runs", "Share", "Export"):
        expect(disk.get_by_text(name, exact=True)).to_have_count(0)

    button(disk, "Step back").click()
    assert value(disk, "Step") == 199
    button(disk, "Step").click()
    assert value(disk, "Training loss") == pytest.approx(run.loss("train"), abs=6e-5)
    button(disk, "Play").click()
    expect(readout(disk, "Step")).not_to_have_text("200")
    button(disk, "Pause").click()
    disk.get_by_role("tab", name="Inspector").click()
    button(disk, "Open the output").click()
    expect(disk.get_by_role("tabpanel")).to_contain_text("orward")


def test_a_file_that_was_changed_says_so(disk: Page, tmp_path: Path) -> None:
    run = ng.load("xor").start().advance(steps=10)
    file = tmp_path / "run.html"
    file.write_bytes(one_page(run).replace(run.digest().encode(), b"0" * 64))
    disk.goto(file.as_uri())
    expect(disk.get_by_role("alert")).to_contain_text("expected the parameters of digest 000000000000... at step 10")
