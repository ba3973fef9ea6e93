"""The page of the session's server, as most tests begin."""

import pytest
from playwright.sync_api import Page

from tests.e2e.controls import opened


@pytest.fixture
def app(page: Page, page_url: str) -> Page:
    """The page with its first frame."""
    return opened(page, page_url)
