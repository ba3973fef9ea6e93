"""Recipes and what becomes of them: the fixture that holds Python and the page to the same answers and words."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import msgspec
import pytest

from neuroglow.errors import InputError
from neuroglow.experiment import from_dict, problems
from neuroglow.run import Run

CASES = json.loads((Path(__file__).parent / "fixtures" / "recipes.json").read_text(encoding="utf-8"))


def outcome(recipe: object) -> dict[str, Any]:
    """What is wrong with a recipe, or what it becomes, in plain values."""
    if found := problems(recipe):
        return {"problems": msgspec.to_builtins(found)}
    try:
        plan = Run(from_dict(recipe)).plan
    except InputError as error:
        return {"error": {"field": error.field, "message": error.message}}
    names = ("sizes", "activations", "outputs", "task", "low", "high", "train", "test")
    resolved = {name: getattr(plan, name) for name in names}
    resolved["inputs"] = [(item.name, asdict(item.program)) for item in plan.inputs]
    resolved |= {"scale": [plan.scale_inputs, plan.scale_targets], "experiment": plan.experiment.to_dict()}
    return {"resolved": json.loads(json.dumps(resolved))}


@pytest.mark.parametrize("case", CASES, ids=lambda case: json.dumps(case["recipe"])[:60])
def test_a_recipe_becomes_the_same_in_every_host(case: dict[str, Any]) -> None:
    recipe = case.pop("recipe")
    assert outcome(recipe) == case
