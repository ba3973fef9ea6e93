"""What the other tests rest on: a page is waited for until nothing is under way any more."""

import pytest
from playwright.sync_api import Page

from tests.e2e.controls import button, passing, value
from tests.e2e.resting import settled

CHAINS = {
    "a timer": "setTimeout(done, 600)",
    "one timer after the other": "setTimeout(() => setTimeout(done, 200), 200)",
    "frames": """
        let left = 20
        const next = () => left-- > 0 ? requestAnimationFrame(next) : done()
        requestAnimationFrame(next)
    """,
    "a file that is loaded": "fetch('engine/engine.wasm').then((response) => response.arrayBuffer()).then(done)",
    "something that moves": """
        document.body.animate({ opacity: [1, 0.5, 1] }, { duration: 500 }).finished.then(done)
    """,
}


@pytest.mark.parametrize("chain", CHAINS.values(), ids=CHAINS)
def test_what_is_under_way_is_waited_for(app: Page, chain: str) -> None:
    app.evaluate(f"() => {{ window.over = false; const done = () => {{ window.over = true }}; {chain} }}")
    assert settled(app).evaluate("window.over")


def test_what_was_called_off_is_not(app: Page) -> None:
    app.evaluate(
        "() => { clearTimeout(setTimeout(() => {}, 900)); cancelAnimationFrame(requestAnimationFrame(() => {})) }"
    )
    assert app.evaluate("window.unrest()") == []


def test_the_next_step_is_there_when_the_page_rests(app: Page) -> None:
    for steps in range(1, 6):
        button(app, "Step").click()
        assert value(app, "Step") == steps


def test_a_page_that_plays_never_rests(app: Page) -> None:
    button(app, "Play").click()
    with pytest.raises(AssertionError, match="never rests"):
        settled(app, seconds=1)
    assert passing(app, "Step") > 0
