"""The lessons as a place: addresses, contents, the reader's progress, and the way to the playground and back."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e.controls import button, opened, readout, step, value
from tests.e2e.learning import chapters, guess, live, press, read, solved, task, turn
from tests.e2e.resting import settled

KEY = "neuroglow-progress"
NAME = "neuroglow-progress.json"


def learn(page: Page, url: str, behind: str = "") -> Page:
    return opened(page, f"{url}#learn{behind}")


def follow(page: Page, name: str | re.Pattern[str]) -> None:
    page.get_by_role("link", name=name, exact=isinstance(name, str)).first.click()
    settled(page)


def heading(page: Page, name: str) -> Locator:
    return page.get_by_role("heading", name=name, level=1, exact=True)


def offer(page: Page, file: dict[str, str | bytes]) -> None:
    """Import a file of progress."""
    name, content = next(iter(file.items()))
    body = content if isinstance(content, bytes) else content.encode()
    page.locator("input[type=file]").set_input_files({"name": name, "mimeType": "application/json", "buffer": body})


def progress(chapters: object) -> str:
    return json.dumps({"neuroglow": "progress", "version": 1, "chapters": chapters})


def top(page: Page, id: str) -> float:
    found: float = page.evaluate("id => document.getElementById(id).getBoundingClientRect().top", id)
    return found


# where one is


def test_every_page_says_where_one_is(page: Page, page_url: str) -> None:
    opened(page, page_url)
    expect(page).to_have_title("neuroglow")
    expect(page.get_by_role("link", name="Playground", exact=True)).to_have_attribute("aria-current", "page")
    follow(page, "Learn")
    expect(page).to_have_title("Learn · neuroglow")
    expect(page.get_by_role("link", name="Learn", exact=True)).to_have_attribute("aria-current", "page")
    expect(heading(page, "From one weight to backpropagation")).to_be_visible()
    follow(page, "One weight")
    expect(page).to_have_title("One weight · neuroglow")
    expect(heading(page, "One weight")).to_be_visible()
    assert page.url.endswith("#learn/one-weight")


def test_the_contents_lead_to_every_chapter_and_to_what_one_does_there(page: Page, page_url: str) -> None:
    learn(page, page_url)
    listed = page.get_by_role("list", name="Chapters").locator("h2 a")
    assert [link.get_attribute("href") for link in listed.all()] == [f"#learn/{id}" for id in chapters()]
    follow(page, re.compile("Will the curve touch zero"))
    expect(heading(page, "One weight")).to_be_visible()
    page.wait_for_function("() => Math.abs(document.getElementById('bottom').getBoundingClientRect().top) < 120")
    page.wait_for_function("() => document.activeElement.matches('main')")


def test_going_back_leads_to_where_one_was(page: Page, page_url: str) -> None:
    read(page, page_url, "one-weight", "bottom")
    page.wait_for_function("() => Math.abs(document.getElementById('bottom').getBoundingClientRect().top) < 120")
    settled(page).mouse.wheel(0, 300)  # the page has let go of the place
    page.wait_for_function("() => history.state?.whereabouts?.below > 200")
    before = top(settled(page), "bottom")
    follow(page, "Playground")
    expect(readout(page, "Step")).to_have_text("0")
    page.go_back()
    settled(page)
    page.wait_for_function(
        "before => Math.abs(document.getElementById('bottom').getBoundingClientRect().top - before) < 4", arg=before
    )
    page.reload()
    settled(page)
    page.wait_for_function(
        "before => Math.abs(document.getElementById('bottom').getBoundingClientRect().top - before) < 4", arg=before
    )


@pytest.mark.parametrize("name", ["nothing", "%E0%A4%A", "<img src=x onerror=alert(1)>", "constructor"])
def test_an_unknown_chapter_leads_to_the_contents(page: Page, page_url: str, name: str) -> None:
    learn(page, page_url, f"/{name}")
    expect(page.get_by_role("alert")).to_contain_text(re.compile("There is no chapter “.+” here"))
    expect(heading(page, "From one weight to backpropagation")).to_be_visible()
    follow(page, "One weight")
    expect(page.get_by_role("alert")).to_have_count(0)


def test_an_unknown_place_is_the_chapters_beginning(page: Page, page_url: str) -> None:
    read(page, page_url, "one-weight", "nowhere")
    expect(heading(page, "One weight")).to_be_in_viewport()


def test_what_a_link_hides_stays_hidden_on_the_way(page: Page, page_url: str) -> None:
    read(page, page_url, "one-weight", hide="code,playground,nonsense")
    part = live(page, "The price of a square foot")
    expect(part.get_by_role("button", name="Show the code")).to_have_count(0)
    expect(part.get_by_role("button", name="Open in the playground")).to_have_count(0)
    follow(page, "Learn")
    follow(page, "Two dials")
    assert page.url.endswith("#learn/two-dials?hide=code,playground")
    expect(page.get_by_role("button", name="Start again").first).to_be_visible()
    expect(page.get_by_role("button", name="Show the code")).to_have_count(0)
    opened(page, f"{page_url}#learn/one-weight?hide=")
    expect(live(page, "The price of a square foot").get_by_role("button", name="Show the code")).to_be_visible()


def test_a_page_that_does_not_come_can_be_tried_again(browser: Browser, page_url: str) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.route("**/1-one-weight-*.js", lambda route: route.abort())
        page.goto(f"{page_url}#learn/one-weight")
        expect(page.get_by_role("alert")).to_have_text(
            "Expected “One weight” from where this page came from, got nothing: check the connection, then try again."
        )
        page.unroute("**/1-one-weight-*.js")
        button(page, "Try again").click()
        expect(heading(page, "One weight")).to_be_visible()


# the playground meanwhile


def test_the_playgrounds_run_stands_while_one_reads(page: Page, page_url: str) -> None:
    opened(page, page_url)
    button(page, "Play").click()
    expect(readout(page, "Step")).not_to_have_text("0")
    follow(page, "Learn")
    follow(page, "Playground")
    expect(button(page, "Play")).to_be_visible()
    reached = round(value(page, "Step"))
    assert reached > 0
    page.wait_for_timeout(300)  # in which it might have gone on
    expect(readout(page, "Step")).to_have_text(str(reached))
    step(page)
    expect(readout(page, "Step")).to_have_text(str(reached + 1))


def test_a_run_goes_on_in_the_playground_and_the_one_before_waits(page: Page, page_url: str) -> None:
    opened(page, page_url)
    step(page)
    step(page)
    read(page, page_url, "one-weight")
    part = live(page, "The price of a square foot")
    turn(part, "Price of a square foot", "0.18")
    press(part, "Open in the playground")
    expect(page.get_by_role("button", name="Experiments")).to_contain_text("Three houses")
    expect(readout(page, "Training loss")).to_have_text(re.compile(r"^2057"))
    expect(page.get_by_role("status").filter(has_text="This run comes from")).to_be_visible()
    button(page, "Back to the run before").click()
    expect(readout(page, "Step")).to_have_text("2")
    expect(page.get_by_role("button", name="Experiments")).to_contain_text("Two spirals")
    expect(page.get_by_text("This run comes from")).to_have_count(0)
    step(page)


def test_several_runs_are_brought_and_each_is_come_back_to(page: Page, page_url: str) -> None:
    read(page, page_url, "one-weight")
    for price in ("0.18", "0.2"):
        part = live(page, "The price of a square foot")
        turn(part, "Price of a square foot", price)
        press(part, "Open in the playground")
        expect(readout(page, "Training loss")).to_have_text(re.compile(r"^2057|^4285"))
        page.go_back()
        settled(page)
    follow(page, "Playground")
    button(page, "Back to the run before").click()
    expect(readout(page, "Training loss")).to_have_text(re.compile(r"^2057"))
    expect(button(page, "Back to the run before")).to_have_count(0)


# progress


def test_progress_is_kept_and_shown(page: Page, page_url: str) -> None:
    learn(page, page_url)
    expect(page.get_by_text("Nothing yet.")).to_be_visible()
    read(page, page_url, "one-weight", "bottom")
    guess(task(page, "bottom"), 1)
    turn(live(page, "The loss of every weight"), "Price of a square foot", "0.177")
    solved(task(page, "lowest"))
    page.reload()
    settled(page)
    solved(task(page, "lowest"))
    follow(page, "Learn")
    card = page.get_by_role("list", name="Chapters").locator("> li").first
    expect(card).to_contain_text("2 of 3 done")
    expect(card.get_by_role("img", name="done", exact=True)).to_have_count(2)
    expect(page.get_by_role("link", name="Go on with “One weight”")).to_be_visible()


def test_progress_is_taken_along_as_a_file(page: Page, page_url: str, tmp_path: Path) -> None:
    learn(page, page_url)
    offer(page, {NAME: progress({"one-weight": {"solved": ["lowest"], "guesses": {"bottom": 2}, "read": True}})})
    expect(page.get_by_text("Added. 2 of")).to_be_visible()
    with page.expect_download() as download:
        button(page, "Export").click()
    assert download.value.suggested_filename == NAME
    file = tmp_path / NAME
    download.value.save_as(file)

    button(page, "Clear").click()
    expect(page.get_by_text("It cannot be brought back.")).to_be_visible()
    button(page, "Keep it").click()
    expect(page.get_by_text("It cannot be brought back.")).to_have_count(0)
    button(page, "Clear").click()
    button(page, "Clear").click()
    expect(page.get_by_text("Cleared.")).to_be_visible()
    expect(button(page, "Export")).to_have_count(0)

    page.locator("input[type=file]").set_input_files(file)
    expect(page.get_by_text("Added. 2 of")).to_be_visible()
    page.reload()
    settled(page)
    expect(page.get_by_text(re.compile("^2 of .* done in all"))).to_be_visible()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "Expected progress, got an empty file: choose a file that this page has exported"),
        ("{", "Expected progress as JSON, got a text that is none, or not all of it"),
        (b"\x89PNG\xff", "Expected progress as text, got a file of another kind"),
        ("[]", "Expected progress, got a list of 0"),
        ('{"neuroglow": 1}', "Expected progress, got a saved run, which the playground opens"),
        ('{"neuroglow": "progress", "version": 9}', "Expected version 1 of the file, got 9: reload the page"),
        (progress({"xor": {"solved": [1]}}), "Expected names of letters, digits and hyphens, got 1"),
        (progress({"<b>": {}}), "Expected names of letters, digits and hyphens, got '<b>'"),
        ("x" * 100_001, "Expected a file of at most 100,000 bytes, got one of 100,001"),
    ],
    ids=["empty", "cut off", "picture", "list", "saved run", "later", "number", "markup", "large"],
)
def test_a_file_of_another_making_is_refused_in_a_sentence(
    page: Page, page_url: str, content: str | bytes, sentence: str
) -> None:
    learn(page, page_url)
    offer(page, {NAME: progress({"xor": {"read": True}})})
    expect(page.get_by_text("Added.")).to_be_visible()
    offer(page, {NAME: content})
    said = page.get_by_role("alert")
    expect(said).to_have_text(re.compile(re.escape(sentence), re.IGNORECASE))
    kept: str = page.evaluate(f"() => localStorage.getItem('{KEY}')")
    assert json.loads(kept)["chapters"] == {"xor": {"solved": [], "guesses": {}, "read": True}}


@pytest.mark.parametrize(
    ("broken", "sentence"),
    [
        (
            "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('', 'SecurityError') } })",
            "This browser lets the page keep nothing",
        ),
        (
            "Storage.prototype.setItem = () => { throw new DOMException('no', 'QuotaExceededError') }",
            "This browser has no room left",
        ),
        (f"localStorage.setItem('{KEY}', 'nonsense')", "cannot be read, so it begins anew"),
    ],
    ids=["forbidden", "full", "unreadable"],
)
def test_where_nothing_can_be_kept_the_page_says_so_once_and_goes_on(
    page: Page, page_url: str, broken: str, sentence: str
) -> None:
    page.add_init_script(broken)
    read(page, page_url, "one-weight", "bottom")
    guess(task(page, "bottom"), 1)
    notice = page.get_by_role("status").filter(has_text=sentence)
    expect(notice).to_be_visible()
    button(page, "Dismiss").click()
    turn(live(page, "The loss of every weight"), "Price of a square foot", "0.177")
    solved(task(page, "lowest"))
    expect(notice).to_have_count(0)
    follow(page, "Learn")
    expect(page.get_by_role("list", name="Chapters").locator("> li").first).to_contain_text("2 of 3 done")
    expect(notice).to_have_count(0)


def test_two_windows_share_progress(page: Page, page_url: str) -> None:
    learn(page, page_url)
    other = page.context.new_page()
    learn(other, page_url)
    offer(other, {NAME: progress({"one-weight": {"solved": ["lowest"]}})})
    expect(page.get_by_role("list", name="Chapters").locator("> li").first).to_contain_text("1 of 3 done")


# teachers


def test_a_teacher_makes_a_link_that_hides_things(page: Page, page_url: str) -> None:
    learn(page, page_url, "/teachers")
    maker = page.get_by_role("group", name="A link to give away")
    maker.get_by_label("Chapter").select_option("one-weight")
    maker.get_by_label("At", exact=True).select_option("bottom")
    maker.get_by_role("checkbox", name="Hints").check()
    maker.get_by_role("checkbox", name="Show the code").check()
    field = maker.get_by_label("The link")
    expect(field).to_have_value(f"{page_url}#learn/one-weight/bottom?hide=code,hints")
    with page.expect_popup() as popup:
        maker.get_by_role("link", name="Try it").click()
    there = popup.value
    expect(heading(there, "One weight")).to_be_visible()
    expect(there.get_by_role("button", name="Hint 1 of 3")).to_have_count(0)
