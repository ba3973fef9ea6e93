"""Networks, slow motion, maps, questions, matrices, softmax, cross-entropy and sweeps in chapters."""

import re
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e.controls import area, attribute, said, typed
from tests.e2e.learning import guess, live, press, press_to, read, task, turn
from tests.e2e.resting import settled

REFERENCE = Path(__file__).parents[2] / "src/neuroglow/reference.py"
MINUS = "\N{MINUS SIGN}"


def written(part: Locator, layer: str) -> Locator:
    """The number of a layer that is written out, in the first line that is about it."""
    return part.get_by_role("group", name=f"{layer}, one number written out", exact=True).first


def neuron(part: Locator, layer: str) -> Locator:
    return part.get_by_label(f"{layer}: the neuron that is written out").first


def fits(page: Page) -> bool:
    return bool(settled(page).evaluate("document.documentElement.scrollWidth <= innerWidth"))


# networks


def test_what_is_pointed_at_in_the_network_is_shown_by_the_map(page: Page, page_url: str) -> None:
    part = live(read(page, page_url, "backpropagation"), "Two half moons")
    title = part.get_by_role("region", name="Map", exact=True).get_by_role("heading")
    expect(title).to_have_text("Output")
    network = part.get_by_role("group", name="Network", exact=True)
    first = network.get_by_role("button", name=re.compile("layer 1", re.IGNORECASE)).first
    first.hover()
    expect(title).not_to_have_text("Output")
    page.mouse.move(2, 2)
    expect(title).to_have_text("Output")
    first.click()
    expect(first).to_have_attribute("aria-pressed", "true")
    press(part, "10 steps")
    expect(part.locator("dl > div", has_text="Step").locator("dd")).to_have_text("10")
    expect(first).to_have_attribute("aria-pressed", "true")


def test_layers_and_neurons_come_and_go(page: Page, page_url: str) -> None:
    part = live(read(page, page_url, "xor"), "As many lines as neurons")
    expect(part.get_by_text("1 hidden layer", exact=True)).to_be_visible()
    press(part, "Add layer")
    expect(part.get_by_text("2 hidden layers", exact=True)).to_be_visible()
    press(part, "Remove layer")
    expect(part.get_by_text("1 hidden layer", exact=True)).to_be_visible()


def test_slow_motion_is_played_and_leaves_the_numbers_of_the_matrices(page: Page, page_url: str) -> None:
    part = live(read(page, page_url, "backpropagation"), "Deltas, passed back")
    expect(written(part, "Output")).to_be_visible()
    press(part, "Watch one update in slow motion")
    film = part.get_by_role("region", name="Slow motion", exact=True)
    expect(film).to_be_visible()
    press(film, "Next phase")
    expect(film.get_by_role("status", name="What is seen")).not_to_be_empty()
    press(film, "Close slow motion")
    expect(press_to(part, "Watch one update in slow motion")).to_be_visible()
    before = said(written(part, "Output"))
    press(part, "Next example", 2)
    expect(written(part, "Output")).not_to_have_text(before)


def test_the_line_of_a_neuron_follows_its_weights(page: Page, page_url: str) -> None:
    part = live(read(page, page_url, "xor"), "One neuron, one line")
    line = part.locator(".map svg path").last
    before = attribute(line, "d")
    # It is straight: all of its places lie between its ends.
    places = [(float(x), float(y)) for x, y in re.findall(r"(\d+\.\d+) (\d+\.\d+)", before)]
    (x0, y0), (x1, y1) = min(places), max(places)
    assert all(abs((x - x0) * (y1 - y0) - (y - y0) * (x1 - x0)) < 0.5 * abs(x1 - x0) for x, y in places)
    turn(part, "Bias", 3)
    expect(line).not_to_have_attribute("d", before)


# questions


def test_a_question_is_put_together_and_answered(page: Page, page_url: str) -> None:
    read(page, page_url, "xor")
    part = live(page, "The row that it has not seen")
    ask = part.get_by_role("region", name="Ask the network", exact=True)
    expect(ask.get_by_text("?", exact=True)).to_be_visible()  # the guess comes first
    guess(task(page, "untrained"), 1)
    part = live(page, "The row that it has not seen")
    expect(ask.get_by_text("The network has never seen this one.")).to_be_visible()
    expect(ask.get_by_role("list", name="Answer")).to_be_visible()
    third = ask.get_by_role("switch").nth(2)
    third.focus()
    page.keyboard.press("Space")
    expect(third).to_be_checked()
    expect(ask.get_by_text("It learns from this one; the right answer is 0.")).to_be_visible()


def test_numbers_are_asked_with_sliders(page: Page, page_url: str) -> None:
    part = live(read(page, page_url, "yes-or-no"), "Good or Bad?")
    ask = part.get_by_role("region", name="Ask the network", exact=True)
    answer = ask.get_by_role("list", name="Answer")
    before = said(answer)
    press(part, "100 steps")
    expect(answer).not_to_have_text(before)
    slider = ask.get_by_role("slider").first
    slider.focus()
    now = typed(slider)
    page.keyboard.press("ArrowRight")
    expect(slider).not_to_have_value(now)


# matrices


def test_the_code_beside_the_formulas_is_that_of_the_reference(page: Page, page_url: str) -> None:
    part = live(read(page, page_url, "backpropagation"), "Gradients, and the update")
    lines = REFERENCE.read_text().splitlines()
    statements = part.locator(".statement")
    expect(statements.first).to_be_visible()
    settled(page)
    seen = statements.evaluate_all(
        "all => all.map(one => [one.querySelector('span').textContent, one.querySelector('code').textContent])"
    )
    assert len(seen) > 12
    for number, code in seen:
        for offset, line in enumerate(code.split("\n")):
            assert lines[int(number) - 1 + offset].endswith(line), code


def test_what_is_chosen_is_written_out_everywhere(page: Page, page_url: str) -> None:
    part = live(read(page, page_url, "backpropagation"), "Deltas, passed back")
    choice = neuron(part, "Layer 2")
    expect(choice).to_have_value("0")
    before = said(written(part, "Layer 2"))
    choice.select_option("3")
    expect(written(part, "Layer 2")).not_to_have_text(before)
    # by pointing at a number
    numbers = part.get_by_role("group", name="Layer 2 in numbers").first
    numbers.locator("[data-cell=d_2_0]").hover()
    expect(choice).to_have_value("2")
    expect(numbers.locator("[data-cell=d_2_0]")).to_have_class(re.compile("marked"))
    # in the network
    network = part.get_by_role("group", name="Network", exact=True)
    network.get_by_role("button", name=re.compile("layer 2", re.IGNORECASE)).nth(1).hover()
    expect(choice).to_have_value("1")


def test_the_numbers_of_an_example_agree_with_each_other(page: Page, page_url: str) -> None:
    part = live(read(page, page_url, "backpropagation"), "Deltas, passed back")
    expect(part.get_by_text("Example 1 of 207")).to_be_visible()
    press(part, "Next example")
    expect(part.get_by_text("Example 2 of 207")).to_be_visible()
    slider = part.get_by_role("slider", name="Example", exact=True)
    slider.focus()
    page.keyboard.press("End")
    expect(part.get_by_text("Example 207 of 207")).to_be_visible()

    settled(page)

    def cells(name: str) -> list[float]:
        matrix = part.get_by_role("group", name="Output in numbers").first
        texts = matrix.locator(f"[data-cell^='{name}_']").all_text_contents()
        return [float(text.strip().replace(MINUS, "-")) for text in texts]

    delta, answer, target = cells("d"), cells("a"), cells("y")
    assert sorted(target) == [0, 1]
    for d, a, y in zip(delta, answer, target, strict=True):
        assert abs(d - (a - y)) < 0.006


# toys


def test_softmax_has_the_shares_that_everyone_gets(page: Page, page_url: str) -> None:
    read(page, page_url, "yes-or-no")
    two, three = (page.get_by_role("region", name="Softmax", exact=True).nth(place) for place in (0, 1))

    def shares(toy: Locator) -> list[str]:
        settled(page)
        return toy.locator(".share b").all_inner_texts()

    two.scroll_into_view_if_needed()
    expect(two.locator(".share b").first).to_have_text("0.119")
    assert shares(two) == ["0.119", "0.881"]
    turn(two, "Bad", 5)
    turn(two, "Good", 10)
    expect(two.locator(".share b").first).to_have_text("0.007")
    assert shares(two) == ["0.007", "0.993"]
    turn(two, "Good", "many")
    expect(two.get_by_role("alert")).to_be_visible()
    assert shares(two) == ["0.007", "0.993"]

    three.scroll_into_view_if_needed()
    expect(three.locator(".share b").first).to_have_text("0.042")
    assert shares(three) == ["0.042", "0.114", "0.844"]
    press(three, "One more class")
    expect(three.locator(".share b")).to_have_count(4)
    expect(three.locator(".share b").last).not_to_be_empty()
    press(three, "Take class 4 away", 1)
    press(three, "Take class 3 away", 1)
    expect(three.get_by_role("button", name="Take class 2 away")).to_be_disabled()


def test_cross_entropy_costs_what_the_logarithm_says(page: Page, page_url: str) -> None:
    read(page, page_url, "yes-or-no")
    toy = page.get_by_role("region", name="Cross-entropy", exact=True)
    toy.scroll_into_view_if_needed()
    picture = toy.get_by_role("img")
    expect(picture).to_have_attribute("aria-label", "0.633 for the right class costs 0.457")
    turn(toy, "Probability of the right class", 0)
    expect(picture).to_have_attribute("aria-label", "0 for the right class costs ∞")
    turn(toy, "Probability of the right class", 1)
    expect(picture).to_have_attribute("aria-label", re.compile("^1 for the right class costs"))
    box = area(toy.locator(".chart"))
    page.mouse.move(box["x"] + box["width"] - 13, box["y"] + 60)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 60, steps=4)
    page.mouse.up()
    expect(picture).to_have_attribute("aria-label", re.compile(r"^0\.4[5-9]\d* .* costs 0\.[67]"))


def swept(page: Page, title: str) -> tuple[Locator, Locator]:
    """A sweep, and the rows of its table, one for each run that is trained."""
    sweep = page.get_by_role("region", name=title, exact=True)
    sweep.scroll_into_view_if_needed()
    return sweep, sweep.locator("tbody tr")


def test_a_sweep_trains_one_run_after_the_other(page: Page, page_url: str) -> None:
    sweep, rows = swept(read(page, page_url, "digits"), "From one hidden neuron to 128")
    expect(rows).to_have_count(0)
    press(sweep, "Train all 8")
    expect(rows).to_have_count(8, timeout=60_000)
    expect(press_to(sweep, "Again")).to_be_visible()
    settled(page)
    losses = [float(text) for text in rows.locator("td:nth-child(2)").all_inner_texts()]
    assert losses[0] > losses[1] > losses[2] > 0  # more hidden neurons learn more of what they train with


def test_a_sweep_can_be_stopped_and_begun_again(page: Page, page_url: str) -> None:
    sweep, rows = swept(read(page, page_url, "digits"), "From almost no price to a high one")
    press(sweep, "Train all 8")
    rows.first.wait_for(state="attached")
    press(sweep, "Stop")  # eight runs of 128 neurons take a while
    expect(press_to(sweep, "Again")).to_be_visible()
    settled(page)
    assert rows.count() < 8
    press(sweep, "Again")
    rows.first.wait_for(state="attached")
    press(sweep, "Stop")
    expect(press_to(sweep, "Again")).to_be_visible()


# narrow


def test_on_a_phone_matrices_scroll_within_themselves(browser: Browser, page_url: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    page = context.new_page()
    part = live(read(page, page_url, "backpropagation"), "One example, forwards")
    numbers = part.get_by_role("group", name="Layer 2 in numbers").first
    numbers.scroll_into_view_if_needed()
    expect(numbers).to_be_visible()
    assert fits(page)
    assert numbers.evaluate("one => one.scrollWidth > one.clientWidth")
    numbers.locator("[data-cell=z_3_0]").tap()
    expect(neuron(part, "Layer 2")).to_have_value("3")
    context.close()
