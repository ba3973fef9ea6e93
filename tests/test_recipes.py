"""Recipes and what becomes of them: the fixture that holds Python and the page to the same answers and words."""

import json
from typing import Any

import pytest

from tests.recipes import CASES, GIVEN, outcome


@pytest.mark.parametrize("case", CASES, ids=lambda case: json.dumps(case["recipe"])[:60])
def test_a_recipe_becomes_the_same_in_every_host(case: dict[str, Any]) -> None:
    given = {key: case[key] for key in GIVEN if key in case}
    assert given | outcome(**given) == case
