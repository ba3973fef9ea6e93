"""The page's parts, as the tests name them. What is read here is read once the page rests: see `resting`."""

from collections.abc import Mapping

from playwright.sync_api import FloatRect, Locator, Page, expect

from tests.e2e.resting import settled, watched


def opened(page: Page, url: str) -> Page:
    """The page at its first frame, with everything that comes along."""
    watched(page).goto(url)
    return settled(page)


def readout(page: Page, name: str) -> Locator:
    return page.get_by_role("status", name=name, exact=True)


def value(page: Page, name: str) -> float:
    """A readout as a number, once the page rests; shares in percent."""
    return passing(settled(page), name)


def passing(page: Page, name: str) -> float:
    """The same at this moment: of a run that plays, and never rests."""
    return float(readout(page, name).inner_text().removesuffix(" %"))


def said(of: Locator) -> str:
    """A text, once the page rests."""
    settled(of.page)
    return of.inner_text()


def typed(field: Locator) -> str:
    """What stands in a field, once the page rests."""
    settled(field.page)
    return field.input_value()


def attribute(of: Locator, name: str) -> str:
    """An attribute, once the page rests."""
    settled(of.page)
    found = of.get_attribute(name)
    assert found is not None, f"expected {of} to have the attribute {name}"
    return found


def area(of: Locator) -> FloatRect:
    """The place of something in the window, once nothing moves."""
    settled(of.page)
    found = of.bounding_box()
    assert found is not None, f"expected {of} to be seen"
    return found


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def kind(page: Page, name: str) -> None:
    """Look through the data of a kind: Points, Tables, Pixels or Pictures. The run goes on."""
    page.get_by_role("radio", name=name, exact=True).check(force=True)


def paused(page: Page) -> int:
    """The step at which a run that plays is stopped."""
    button(page, "Pause").click()
    expect(button(page, "Play")).to_be_visible()
    return round(value(page, "Step"))


def choose(page: Page, data: str, of: str = "Points") -> None:
    """Pick data from the gallery of a kind, and wait until its run stands."""
    kind(page, of)
    button(page, data).click()
    settled(page)
    expect(button(page, data)).to_have_attribute("aria-pressed", "true")
    expect(readout(page, "Step")).to_have_text("0")


def step(page: Page, unit: str = "batch") -> None:
    """One step of the run that stands, to its end."""
    settled(page).get_by_label("Unit").select_option(unit)
    before = (readout(page, "Step").inner_text(), page.locator(".caption").inner_text())
    button(page, "Step").click()
    settled(page)
    assert before != (readout(page, "Step").inner_text(), page.locator(".caption").inner_text())


def until(page: Page, condition: str) -> None:
    """Wait until a condition holds; `read("Step")` in it is a readout as a number."""
    page.wait_for_function(
        "() => { const read = (name) => parseFloat(document.querySelector(`output[aria-label='${name}']`).textContent);"
        f" return {condition} }}"
    )


def drop(page: Page, files: Mapping[str, str | bytes], size: int = 0) -> None:
    """Let files fall onto the page; with a size, each is filled up with zeros to so many bytes."""
    contents = {name: content.encode() if isinstance(content, str) else content for name, content in files.items()}
    page.evaluate(
        """([files, size]) => {
            const transfer = new DataTransfer()
            for (const [name, bytes] of files) {
                const parts = [new Uint8Array(bytes)]
                if (size > 0) parts.push(new Uint8Array(size - bytes.length))
                transfer.items.add(new File(parts, name))
            }
            const init = { bubbles: true, cancelable: true, dataTransfer: transfer }
            for (const type of ['dragenter', 'dragover', 'drop'])
                document.body.dispatchEvent(new DragEvent(type, init))
        }""",
        [[[name, list(content)] for name, content in contents.items()], size],
    )


def goes_on(page: Page) -> None:
    """The run under way takes another step."""
    before = value(page, "Step")
    step(page)
    assert value(page, "Step") == before + 1


def exact(page: Page, neuron: str, downs: int = 0) -> str:
    """What the tooltip says exactly about a neuron, or (further down) its bias and its weights; by keyboard."""
    settled(page).keyboard.press("Tab")  # the keyboard is in use, so focus shows
    button(page, neuron).focus()
    for _ in range(downs):
        page.keyboard.press("ArrowDown")
    return said(page.get_by_role("tooltip").locator(".exact"))
