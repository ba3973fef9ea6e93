"""A chapter as it is read: what runs and what stands, its contents, code and paper, and the way to the playground."""

import contextlib
import io
import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.controls import readout, said, value
from tests.e2e.learning import chapters, live, press, press_to, read, turn
from tests.e2e.resting import settled

CHAPTERS = list(chapters())
#: Something is drawn in every part that draws; a path that nobody has walked yet may be empty.
INKED = """() => {
    const inked = (canvas) => {
        if (canvas.width === 0 || canvas.height === 0) return false
        const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height)
        return data.some((byte, at) => byte !== data[at % 4])
    }
    const parts = [...document.querySelectorAll('.pictures .part')].filter((part) => part.querySelector('canvas'))
    return parts.filter((part) => ![...part.querySelectorAll('canvas')].some(inked)).map((part) => part.className)
}"""


def runs(chapter: str) -> list[str]:
    """The titles of its live parts: the first one of each run."""
    found: dict[str, str] = {}
    for opening in re.findall(r"^:::+live\{(.*)\}", chapters()[chapter], re.MULTILINE):
        run, title = re.search(r"run=([\w-]+)", opening), re.search(r'title="([^"]*)"', opening)
        assert run, f"{chapter}: {opening}"
        assert title, f"{chapter}: {opening}"
        found.setdefault(run[1], title[1])
    return list(found.values())


def steps(part: Locator) -> int:
    """What its numbers say, once nothing moves."""
    term = part.locator("dt", has_text=re.compile("^Step$"))
    return int(said(term.locator("xpath=../dd")).replace(",", ""))


def code(part: Locator) -> str:
    press(part, "Show the code")
    text = part.locator("pre")
    expect(text).to_contain_text("print(")
    return said(text)


#: Counts the requests to train.
COUNTING = """
const post = Worker.prototype.postMessage
window.trained = 0
Worker.prototype.postMessage = function (message, ...others) {
    if (message.type === 'frame' && message.advance !== null) window.trained += 1
    post.call(this, message, ...others)
}
"""


def test_what_is_out_of_sight_takes_no_steps(page: Page, page_url: str) -> None:
    page.add_init_script(COUNTING)
    read(page, page_url, "gradient-descent")
    part = live(page, "The dials turn themselves")
    press(part, "Play")
    page.wait_for_function("() => window.trained > 3")
    page.get_by_role("heading", name="Too small, right, too large").scroll_into_view_if_needed()
    expect(part).not_to_be_in_viewport()
    settled(page)  # what was on its way has come
    trained, stood = page.evaluate("window.trained"), steps(part)
    page.wait_for_timeout(1000)
    assert page.evaluate("window.trained") == trained
    assert steps(part) == stood
    part.scroll_into_view_if_needed()
    expect(press_to(part, "Pause")).to_be_visible()
    page.wait_for_function("(trained) => window.trained > trained + 3", arg=trained)


def test_a_run_that_stood_stays_standing(page: Page, page_url: str) -> None:
    read(page, page_url, "gradient-descent")
    part = live(page, "The dials turn themselves")
    press(part, "Step")
    page.get_by_role("heading", name="Too small, right, too large").scroll_into_view_if_needed()
    expect(part).not_to_be_in_viewport()
    part.scroll_into_view_if_needed()
    page.wait_for_timeout(500)  # in which it might have begun to move
    assert steps(part) == 1


def test_every_part_has_its_picture_though_it_was_never_seen(page: Page, page_url: str) -> None:
    read(page, page_url, "xor")
    for title in runs("xor"):
        expect(page.get_by_role("region", name=title, exact=True).get_by_text("Show the code")).to_be_attached(
            timeout=30_000
        )


def test_all_workers_end_when_the_chapter_is_left(page: Page, page_url: str) -> None:
    read(page, page_url, "two-dials")
    live(page, runs("two-dials")[-1])
    assert page.workers
    page.evaluate("location.hash = '#learn'")
    expect(page.get_by_role("heading", level=1, name="From one weight to backpropagation")).to_be_visible()
    for _ in range(100):
        if not page.workers:
            break
        page.wait_for_timeout(50)
    assert page.workers == []


def test_start_again_keeps_what_was_set_and_as_it_was_does_not(page: Page, page_url: str) -> None:
    read(page, page_url, "gradient-descent")
    part = live(page, "The same houses, scaled")
    rates = part.get_by_role("radiogroup", name="Learning rate", exact=True)
    begin = said(rates.locator("label:has(:checked)"))
    assert begin != "0.3"
    expect(part.get_by_role("button", name="As it was")).to_have_count(0)
    rates.get_by_role("radio", name="0.3", exact=True).check(force=True)
    press(part, "10 steps")
    expect(part.locator("dd").first).to_have_text("10")
    press(part, "Start again")
    expect(part.locator("dd").first).to_have_text("0")
    expect(rates.get_by_role("radio", name="0.3", exact=True)).to_be_checked()
    press(part, "As it was")
    expect(part.get_by_role("button", name="As it was")).to_have_count(0)
    assert said(rates.locator("label:has(:checked)")) == begin


def test_what_happens_is_told_seldom_and_in_words(page: Page, page_url: str) -> None:
    read(page, page_url, "gradient-descent")
    part = live(page, "The dials turn themselves")
    told = part.locator("p.aloud[role=status]")
    expect(told).to_have_text("")
    press(part, "10 steps")
    expect(told).to_contain_text("Step 10: 3 training and 0 test examples; loss")
    page.evaluate(
        """() => {
            window.told = 0
            const told = document.querySelector('p.aloud[role=status]')
            const count = (changes) => { window.told += changes.length }
            new MutationObserver(count).observe(told, { childList: true, characterData: true, subtree: true })
        }"""
    )
    press(part, "Play")
    page.wait_for_timeout(3000)
    press(part, "Pause")
    assert page.evaluate("window.told") <= 1


def test_numbers_in_the_text_follow_and_keep_quiet(page: Page, page_url: str) -> None:
    read(page, page_url, "one-weight")
    number = page.locator(".value").first
    expect(number).to_have_text("27,139")
    turn(live(page, "The price of a square foot"), "Price of a square foot", 0.18)
    expect(number).to_have_text("2,058")
    assert number.evaluate("(element) => element.closest('[aria-live], [role=status]')") is None


def test_the_contents_at_the_side_say_where_one_is(page: Page, page_url: str) -> None:
    read(page, page_url, "one-weight")
    places = page.get_by_role("navigation", name="In this chapter")
    expect(places).to_contain_text("0 of 3 done")
    expect(places.locator("[aria-current]")).to_have_count(0)
    places.get_by_role("link", name="How wrong is it?").click()
    expect(page).to_have_url(re.compile("#learn/one-weight/how-wrong-is-it$"))
    expect(page.get_by_role("heading", name="How wrong is it?")).to_be_in_viewport()
    expect(places.locator("[aria-current]")).to_have_text("How wrong is it?")


def test_the_contents_are_folded_where_there_is_no_side(page: Page, page_url: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    read(page, page_url, "one-weight")
    places = page.get_by_role("navigation", name="In this chapter")
    link = places.get_by_role("link", name="How wrong is it?")
    expect(link).to_be_hidden()
    places.get_by_text("In this chapter").click()
    expect(link).to_be_visible()
    assert settled(page).evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_who_came_to_the_end_has_read_it(page: Page, page_url: str) -> None:
    read(page, page_url, "one-weight")
    path = page.get_by_role("navigation", name="Chapters").first
    expect(path.get_by_role("link", name="Chapter 1: One weight", exact=True)).to_be_visible()
    page.get_by_text("Now you can").scroll_into_view_if_needed()
    page.keyboard.press("End")
    expect(path.get_by_role("link", name="Chapter 1: One weight, done")).to_be_attached()
    page.get_by_role("link", name="Two dials").last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Two dials")


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_the_code_of_every_run_prints_what_it_says_and_the_playground_goes_on(
    chapter: str, page: Page, page_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A saved run says which parameters it has: the playground tells when these are others."""
    monkeypatch.chdir(tmp_path)  # a table of the chapter's own is written there
    read(page, page_url, chapter, hide="predictions")
    for title in runs(chapter):
        text = code(live(page, title))
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile(text, title, "exec"), {})
        assert printed.getvalue().strip() == text.strip().rsplit("# ", 1)[1], f"{title}:\n{text}"
    step, loss = printed.getvalue().split()
    press(live(page, title), "Open in the playground")
    expect(readout(page, "Step")).to_have_text(step)
    assert value(page, "Training loss") == pytest.approx(float(loss), rel=1e-2)
    expect(page.get_by_role("alert")).to_have_count(0)


def test_the_code_follows_the_run(page: Page, page_url: str) -> None:
    read(page, page_url, "one-weight")
    part = live(page, "The price of a square foot")
    assert "value=0.1)" in code(part)
    turn(part, "Price of a square foot", 0.18)
    expect(part.locator("pre")).to_contain_text("value=0.18)")
    expect(part.locator("pre")).to_contain_text("# 0 2057.73")


@pytest.mark.parametrize("chapter", ["two-dials", "backpropagation", "digits"])  # which have every kind of picture
def test_it_prints_in_ink_with_every_picture(chapter: str, page: Page, page_url: str) -> None:
    page.emulate_media(color_scheme="dark")
    read(page, page_url, chapter)
    page.evaluate("window.print = () => { window.asked = true }")
    page.get_by_role("button", name="Print").click()
    page.wait_for_function("() => window.asked === true", timeout=120_000)
    expect(page.locator("html")).to_have_attribute("data-theme", "light")
    expect(page.get_by_text("The network is being set up")).to_have_count(0)
    assert page.evaluate(INKED) == []
    page.emulate_media(media="print")
    settled(page)
    for name in ("Print", "Start again", "Show the code", "Open in the playground", "Play", "Check"):
        for control in page.get_by_role("button", name=name, exact=True).all():
            expect(control).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.pdf(prefer_css_page_size=True, print_background=True).startswith(b"%PDF")
    page.emulate_media(media="screen")
    expect(page.locator("html")).not_to_have_attribute("data-theme", "light")


def test_a_translation_is_a_link_away(page: Page, page_url: str) -> None:
    read(page, page_url, "one-weight")
    page.get_by_role("link", name="Deutsch").click()
    expect(page.locator(".reading[lang=de] h1")).to_be_visible()
    expect(page.get_by_role("button", name="Drucken")).to_be_visible()
    page.get_by_role("link", name="English").click()
    expect(page.locator(".reading[lang=en] h1")).to_have_text("One weight")
