"""The same bits everywhere: plain Python, wasmtime, Node and Chromium."""

import json
from pathlib import Path
from typing import Any, get_args

import pytest
from playwright.sync_api import Browser

from neuroglow.data.bundled import BUNDLED, IMAGES
from neuroglow.data.generators import FORMULA
from neuroglow.data.own import Own
from neuroglow.engine.activations import ACTIVATIONS
from neuroglow.engine.datasets import DATASETS
from neuroglow.engine.formulas import OPERATIONS
from neuroglow.engine.initializers import INITIALIZERS
from neuroglow.engine.losses import LOSSES
from neuroglow.engine.optimizers import OPTIMIZERS
from neuroglow.engine.patterns import PATTERNS
from neuroglow.engine.training import ORDERS
from neuroglow.experiment import from_dict
from neuroglow.library import load
from neuroglow.run import Run
from neuroglow.runtime import PlainEngine, WasmEngine
from tests.bits.cases import CASES, Case
from tests.bits.hosts import Results, build_harness, experiment, in_chromium, in_node, in_python, node
from tests.bits.renew import FIXTURE


@pytest.fixture(scope="module")
def harness(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_harness(tmp_path_factory.mktemp("harness"))


@pytest.fixture(scope="module")
def expected() -> Results:
    """What the compiled engine gives in Python."""
    return in_python(WasmEngine, CASES)


def named(results: Results) -> dict[str, dict[str, str]]:
    return {case["name"]: result for case, result in zip(CASES, results, strict=True)}


def test_plain_python_gives_the_same_bits(expected: Results) -> None:
    assert named(in_python(PlainEngine, CASES)) == named(expected)


def test_node_gives_the_same_bits(harness: Path, expected: Results) -> None:
    assert named(in_node(harness, CASES)) == named(expected)


def test_chromium_gives_the_same_bits(harness: Path, browser: Browser, expected: Results) -> None:
    assert named(in_chromium(browser, harness, CASES)) == named(expected)


def test_a_saved_run_goes_on_in_the_page_and_comes_back(harness: Path, tmp_path: Path) -> None:
    run = Run(from_dict({"data": {"samples": 60}})).advance(30)
    run.set(learning_rate=0.1).edit(layer=0, neuron=0, input=None, value=1.5).advance(20)
    run.save(tmp_path / "there.glow")
    text = node("reopen(bytes, given, 25)", harness, (tmp_path / "there.glow").read_text())
    (tmp_path / "back.glow").write_text(text)
    back = load(tmp_path / "back.glow").start()
    assert back.step == 75
    assert back.log == run.log
    assert back.digest() == run.advance(25).digest()


def test_the_bits_are_those_of_before(expected: Results) -> None:
    """Other bits break everyone's saved runs. Where they are meant, `python -m tests.bits.renew` pins them."""
    before: list[dict[str, Any]] = json.loads(FIXTURE.read_text())
    assert {case["name"]: (case["digest"], case["history"]) for case in before} == {
        case["name"]: (result["digest"], result["history"]) for case, result in zip(CASES, expected, strict=True)
    }


def test_the_cases_cover_every_registry() -> None:
    plans = [Run(experiment(case)).plan for case in CASES]
    recipes = [plan.experiment for plan in plans]
    actions = [action for case in CASES for _, action in case["log"]]
    settings = [action["set"] for action in actions if "set" in action]
    held = [plan for plan, case in zip(plans, CASES, strict=True) if any("freeze" in taken for _, taken in case["log"])]
    assert {name for plan in plans for name in plan.activations} == set(ACTIVATIONS)
    assert {recipe.training.loss for recipe in recipes} == set(LOSSES)
    assert {recipe.training.optimizer for recipe in recipes} == set(OPTIMIZERS)
    assert {recipe.training.order for recipe in recipes} == set(ORDERS)
    assert {recipe.network.init for recipe in recipes} == set(INITIALIZERS)
    assert {recipe.data.source for recipe in recipes} == {*DATASETS, *PATTERNS, *BUNDLED, *IMAGES, FORMULA, "mine"}
    assert {type(experiment(case).own) for case in CASES} == {type(None), *get_args(Own)}
    assert {step for plan in plans for item in plan.inputs for step in item.program.operations} == set(OPERATIONS)
    assert any("optimizer" in change for change in settings)
    assert {kind for action in actions for kind in action} == {"set", "edit", "points", "mute", "freeze"}
    assert {plan.experiment.training.optimizer for plan in held} == set(OPTIMIZERS)


def test_only_one_case_diverges() -> None:
    diverged = []
    for case in CASES:
        run = Run(experiment(case))
        run.resume(case["log"], case["steps"])
        if run.diverged is not None:
            diverged.append(case["name"])
    assert diverged == ["divergence"]


@pytest.mark.parametrize("section", ["data", "network", "training"])
def test_the_three_seeds_do_not_touch_each_other(section: str) -> None:
    def facts(recipe: dict[str, Any]) -> dict[str, str]:
        run = Run(from_dict(recipe))
        facts = {"data": run.data.dataset.x.tobytes().hex(), "network": run.digest()}
        return facts | {"training": run.advance(10).digest()}

    recipe: Case = {"data": {"samples": 30}, "network": {"hidden": [3]}}
    first, other = facts(recipe), facts(recipe | {section: recipe.get(section, {}) | {"seed": 1}})
    same = {"data": {"network"}, "network": {"data"}, "training": {"data", "network"}}[section]
    assert {name for name in first if first[name] == other[name]} == same
