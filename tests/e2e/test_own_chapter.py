"""A chapter of a teacher's own: opened from a file, shown or refused line by line, opened again once it was changed."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.learning import live, read
from tests.e2e.resting import settled

CHAPTER = """+++
title = "Mine"
summary = "A line."
minutes = 3

[experiments.price]
from = "houses"
+++
Something to read.

:::live{run=price title="A line"}
::curve
::play{buttons="step reset"}
:::

[Above](#place) and [elsewhere](1-one-weight.md).

## A place {#place}

Below.
"""


@pytest.fixture
def teachers(page: Page, page_url: str) -> Page:
    """The teachers' page, in a browser that opens files by the dialog that every browser has."""
    page.add_init_script("delete window.showOpenFilePicker")
    read(page, page_url, "teachers")
    page.get_by_role("group", name="Your own chapter").scroll_into_view_if_needed()
    return page


def own(page: Page) -> Locator:
    return page.get_by_role("group", name="Your own chapter")


def choose(page: Page, text: str | bytes, name: str = "mine.md") -> None:
    with page.expect_file_chooser() as chooser:
        own(page).get_by_role("button").click()
    content = text.encode() if isinstance(text, str) else text
    chooser.value.set_files({"name": name, "mimeType": "text/markdown", "buffer": content})


def shown(page: Page, title: str) -> None:
    """The chapter of this title is open; a compiler and an engine have come for it."""
    expect(page.get_by_role("heading", level=1)).to_have_text(title, timeout=30_000)


def errors(page: Page) -> list[str]:
    """`Line 3: what is wrong there`, of the file that was opened last."""
    expect(own(page).get_by_role("status")).to_have_text(re.compile(r"has (one error|\d+ errors)"), timeout=30_000)
    settled(page)
    found = own(page).get_by_role("listitem").all()
    return [f"{each.locator('.line').inner_text()}: {each.locator('.sentence').inner_text()}" for each in found]


def test_a_chapter_is_shown_and_lives(teachers: Page) -> None:
    choose(teachers, CHAPTER)
    shown(teachers, "Mine")
    expect(teachers).to_have_title("Mine · neuroglow")
    assert teachers.url.endswith("#learn/own")
    part = live(teachers, "A line")
    part.get_by_role("button", name="Step", exact=True).click()
    teachers.get_by_role("link", name="Above").click()
    expect(teachers.get_by_role("heading", name="A place")).to_be_in_viewport()
    assert teachers.url.endswith("#learn/own/place")


def test_errors_are_told_by_line_until_they_are_gone(teachers: Page) -> None:
    bad = CHAPTER.replace("minutes = 3", "minuets = 3").replace("::curve", "::kurve").replace("#place)", "#plaice)")
    choose(teachers, bad)
    first, second, third, *others = errors(teachers)
    assert re.fullmatch(r"Line 1: expected minutes in the front matter, got none: .*", first)
    assert re.fullmatch(r"Line 4: expected one of the keys .*, got 'minuets': did you mean minutes\?", second)
    assert re.fullmatch(r"Line 12: expected one of the components .*, got 'kurve': did you mean curve\?", third)
    assert not others
    expect(own(teachers).get_by_text("::kurve")).to_be_visible()
    choose(teachers, CHAPTER.replace("#place)", "#plaice)"))
    [link] = errors(teachers)
    assert re.fullmatch(
        r"Line 16: link: expected one of the places of own place, got 'plaice': did you mean place\?", link
    )
    choose(teachers, CHAPTER)
    shown(teachers, "Mine")
    choose(teachers, CHAPTER.replace('"Mine"', '"Changed"'))
    shown(teachers, "Changed")
    live(teachers, "A line")
    choose(teachers, bad)
    assert len(errors(teachers)) == 3
    expect(teachers.get_by_role("heading", level=1)).to_have_count(0)


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", "Line 1: expected a chapter, got an empty file"),
        ("Mine", "Line 1: expected +++ in the first line"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "Line 1: expected text in UTF-8, got other bytes"),
        ("a" * 5_000_000, "Line 1: expected a chapter of at most 200,000 characters, got a file of 5 MB"),
        (CHAPTER.replace("::curve", "::map"), "Line 12: map: expected data with two columns, got 1 in the run price"),
        (
            CHAPTER.replace("+++\nS", 'network = { inputs = ["a"] }\n+++\nS'),
            "Line 6: experiments.price: expected a column",
        ),
        (CHAPTER + "\n<script>alert(1)</script>", "Line 22: expected Markdown, got HTML"),
    ],
)
def test_what_is_no_chapter(teachers: Page, text: str | bytes, error: str) -> None:
    choose(teachers, text)
    [sentence] = errors(teachers)
    assert sentence.startswith(error)
    assert teachers.url.endswith("#learn/teachers")


def test_the_example_opens_and_is_saved_and_its_work_is_nobodys_progress(teachers: Page, tmp_path: Path) -> None:
    with teachers.expect_download() as download:
        teachers.get_by_role("button", name="Save the example").click()
    assert download.value.suggested_filename == "my-first-chapter.md"
    saved = tmp_path / "saved.md"
    download.value.save_as(saved)
    assert saved.read_text().startswith('+++\ntitle = "My first chapter"')
    teachers.get_by_role("button", name="Open the example").click()
    shown(teachers, "My first chapter")
    teachers.get_by_role("radio").nth(1).check(force=True)
    teachers.get_by_role("button", name="That is my guess").click()
    expect(teachers.get_by_text("No straight line passes through all three of these.")).to_be_visible()
    assert "own" not in (teachers.evaluate("localStorage.getItem('neuroglow-progress')") or "")


def test_opened_without_a_file_the_page_asks_for_one(page: Page, page_url: str) -> None:
    read(page, page_url, "own")
    expect(own(page).get_by_role("button", name="Open a chapter file")).to_be_visible()
    page.get_by_role("link", name="For teachers").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("For teachers")


def test_a_file_that_is_dropped_is_followed_while_it_is_edited(teachers: Page) -> None:
    teachers.evaluate(
        """chapter => {
            // what a browser gives for a file of the computer's, saved a second time later on
            window.versions = [new File([chapter], 'mine.md', { lastModified: 1 })]
            const item = { getAsFileSystemHandle: async () => ({ kind: 'file', getFile: async () => versions.at(-1) }) }
            const drop = new Event('drop', { bubbles: true, cancelable: true })
            Object.defineProperty(drop, 'dataTransfer', { value: { files: versions, items: [item] } })
            document.querySelector('[aria-label="Your own chapter"]').dispatchEvent(drop)
        }""",
        CHAPTER,
    )
    shown(teachers, "Mine")
    expect(own(teachers).get_by_role("status")).to_contain_text("It is read again whenever you save it.")
    teachers.evaluate(
        "chapter => versions.push(new File([chapter], 'mine.md', { lastModified: 2 }))",
        CHAPTER.replace("Mine", "Edited"),
    )
    shown(teachers, "Edited")
