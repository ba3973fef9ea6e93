"""The page of the session's server, as most tests begin."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.controls import opened

# On a machine that does other things too, a page takes its time: only what never comes is waited for so long.
expect.set_options(timeout=20_000)


@pytest.fixture
def app(page: Page, page_url: str) -> Page:
    """The page with its first frame."""
    return opened(page, page_url)
