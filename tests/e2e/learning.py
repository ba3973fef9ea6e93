"""The lessons' parts, as their tests name them. What is read here is read once the page rests: see `resting`."""

import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.e2e.resting import settled, watched

LESSONS = Path(__file__).parents[2] / "web/src/lessons"


def chapters(language: str = "en") -> dict[str, str]:
    """The text of every chapter by its id, in their order."""
    files = (LESSONS / language).glob("[0-9]*-*.md")
    ordered = sorted(files, key=lambda file: int(file.stem.split("-")[0]))
    return {file.stem.split("-", 1)[1]: file.read_text() for file in ordered}


def read(page: Page, url: str, chapter: str, place: str = "", **options: str) -> Page:
    """A chapter, scrolled to a place in it; `hide="code,hints"` and the like are options of its address."""
    behind = "&".join(f"{name}={value}" for name, value in options.items())
    watched(page).goto(f"{url}#learn/{chapter}{f'/{place}' if place else ''}{f'?{behind}' if behind else ''}")
    return settled(page)


def live(page: Page, title: str) -> Locator:
    """A live part, seen and ready."""
    part = page.get_by_role("region", name=title, exact=True)
    part.scroll_into_view_if_needed()
    expect(press_to(part, "Start again")).to_be_enabled(timeout=30_000)
    settled(page)
    return part


def press_to(part: Locator, name: str) -> Locator:
    """A button of a part; where two do the same, the first one."""
    return part.get_by_role("button", name=name, exact=True).first


def press(part: Locator, name: str, times: int = 1) -> None:
    for _ in range(times):
        press_to(part, name).click()


def turn(part: Locator, label: str, value: float | str) -> None:
    """A number is typed beside a dial."""
    field = part.get_by_role("textbox", name=f"{label}, typed", exact=True)
    field.fill(str(value))
    field.press("Enter")


def set_to(part: Locator, label: str, value: str) -> None:
    """One of the values of a setting is chosen."""
    group = part.get_by_role("radiogroup", name=label, exact=True)
    group.get_by_role("radio", name=value, exact=True).check(force=True)


def task(page: Page, id: str) -> Locator:
    """A guess, a challenge or a computation, by its id."""
    found = page.locator(f'[id="{id}"]').get_by_role("region").first
    found.scroll_into_view_if_needed()
    settled(page)
    return found


def status(of: Locator) -> Locator:
    return of.get_by_role("status").first


def solved(of: Locator, yes: bool = True) -> None:
    expect(of).to_have_attribute("data-solved", "true" if yes else "false", timeout=60_000)


def closeness(of: Locator) -> list[int]:
    """How full the bars of a challenge are, in percent."""
    settled(of.page)
    return [int(bar.get_attribute("aria-valuenow") or 0) for bar in of.get_by_role("meter").all()]


def guess(of: Locator, place: int) -> None:
    """One of the answers to choose from, from 0."""
    of.get_by_role("radio").nth(place).check()
    of.get_by_role("button", name="That is my guess").click()


def compute(of: Locator, text: str) -> None:
    of.get_by_role("textbox").fill(text)
    of.get_by_role("button", name="Check", exact=True).click()


Task = tuple[str, str, str]


def tasks(kind: str = r"predict|challenge|compute") -> list[Task]:
    """(chapter, kind, id) of everything that there is to do, as it stands in the chapters' files."""
    opening = re.compile(rf"^:::+({kind})\{{([^}}]*)\}}", re.MULTILINE)
    found = []
    for chapter, text in chapters().items():
        for match in opening.finditer(text):
            id = re.search(r"""(?:^|\s)(?:id=|#)["']?([\w-]+)""", match[2])
            assert id, f"{chapter}: {match[0]} has no id"
            found.append((chapter, match[1], id[1]))
    return found


def choices(chapter: str, id: str) -> list[bool]:
    """Which of the answers to choose from is right; empty where a number is guessed."""
    text = chapters()[chapter]
    start = re.search(rf"^:::+predict\{{[^}}]*id=[\"']?{re.escape(id)}[\"']?[\s}}]", text, re.MULTILINE)
    assert start
    end = text.index(":::", start.end())
    return [mark == "x" for mark in re.findall(r"^- \[([ x])\]", text[start.end() : end], re.MULTILINE)]
