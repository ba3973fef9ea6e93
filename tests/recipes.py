"""What becomes of recipes: `python -m tests.recipes` writes tests/fixtures/recipes.json anew, for the recipes in it.

A new case is added there as {"recipe": {...}}, with "own": {...} if it brings data along. The page is held to the same
answers and sentences (web/src/run/recipe.test.ts).
"""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import msgspec

from neuroglow.data.own import read_own
from neuroglow.errors import InputError
from neuroglow.experiment import from_dict, problems
from neuroglow.run import Run

FIXTURE = Path(__file__).parent / "fixtures" / "recipes.json"
CASES: list[dict[str, Any]] = json.loads(FIXTURE.read_text(encoding="utf-8"))
GIVEN = ("recipe", "own")


def outcome(recipe: object, own: object = None) -> dict[str, Any]:
    """What is wrong with a recipe, or what it becomes, in plain values."""
    if found := problems(recipe):
        return {"problems": msgspec.to_builtins(found)}
    try:
        plan = Run(from_dict(recipe, None if own is None else read_own(own))).plan
    except InputError as error:
        return {"error": {"field": error.field, "message": error.message}}
    names = ("kind", "sizes", "activations", "outputs", "task", "low", "high", "train", "test")
    resolved = {name: getattr(plan, name) for name in names}
    resolved["inputs"] = [(item.name, asdict(item.program)) for item in plan.inputs]
    resolved |= {"scale": [plan.scale_inputs, plan.scale_targets], "experiment": plan.experiment.to_dict()}
    return {"resolved": json.loads(json.dumps(resolved))}


if __name__ == "__main__":
    given = [{key: case[key] for key in GIVEN if key in case} for case in CASES]
    FIXTURE.write_text(
        "[\n" + ",\n".join(json.dumps(case | outcome(**case), ensure_ascii=False) for case in given) + "\n]\n"
    )
    print(f"{FIXTURE.name}: {len(CASES)} recipes")
