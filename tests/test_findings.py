"""What is going on, in words: every rule has its text, and a run that triggers it, and one that does not."""

import re
from typing import Any

import pytest

import neuroglow as ng
from neuroglow.engine.diagnosis import RULES
from neuroglow.engine.optimizers import OPTIMIZERS
from neuroglow.experiment import FIELDS, Experiment, problems
from neuroglow.findings import FINDINGS, PLACE, finding, number
from neuroglow.run import Run
from neuroglow.runtime import PlainEngine

Recipe = dict[str, Any]
TRIGGERS: dict[str, tuple[Recipe, Recipe, int]] = {
    # rule: a recipe in which it holds, what is changed so that it does not, steps
    "rate_too_high": (
        {"data.source": "linear", "data.noise": 0.2, "network.hidden": [], "training.learning_rate": 0.3},
        {"training.learning_rate": 0.03},
        200,
    ),
    "rate_too_low": (
        {"data.source": "circle", "training.learning_rate": 0.00003},
        {"training.learning_rate": 0.1},
        2000,
    ),
    "saturated": (
        {"data.source": "circle", "network.inputs": ["50x1", "50x2"], "network.init": "normal"},
        {"network.inputs": ["x1", "x2"], "network.init": "glorot_uniform", "training.learning_rate": 0.1},
        500,
    ),
    "out_of_range": (
        {"data.source": "plane", "network.output": "sigmoid"},
        {"network.output": "identity"},
        500,
    ),
}


def after(recipe: Recipe, steps: int) -> Run:
    return Experiment().replace(recipe).start().advance(steps=steps)


def test_every_rule_has_a_text() -> None:
    assert set(FINDINGS) == set(RULES)
    for text in FINDINGS.values():
        assert text.sentence.endswith(".")
        assert text.advice.endswith(".")
        assert not text.title.endswith(".")
        assert (text.change is None) == (text.button == "")
        assert not re.search(r"[{}]", PLACE.sub("", text.sentence + text.advice))
    assert len({text.title for text in FINDINGS.values()}) == len(FINDINGS)


@pytest.mark.parametrize("rule", [rule for rule, text in FINDINGS.items() if text.change])
def test_changes_are_such_that_a_recipe_can_take(rule: str) -> None:
    change = FINDINGS[rule].change
    assert change is not None
    ((kind, value),) = change.items()
    if kind == "set":
        assert problems({"training": value}) == []
    elif kind == "start":
        assert problems(value) == []
    elif kind == "activation":
        assert FIELDS["network.activation"].fits(value)
    else:
        assert kind in ("factor", "best")
        assert 0 < value <= 10


def test_numbers_read_well() -> None:
    said = [number(value, kind) for value, kind in ((0.03, None), (1234567.0, "count"), (0.9, "percent"))]
    assert said == ["0.03", "1,234,567", "90%"]
    assert [number(share, "percent") for share in (0.004, 0.05, 0.000023)] == ["0.4%", "5%", "0.0023%"]
    assert number(float("nan"), "count") == number(float("inf"), None) == "beyond all numbers"


def test_layers_have_names() -> None:
    said = [finding("dead_relus", layer, (0.5, 2.0, 4.0), 3).sentence for layer in (0, 2)]
    assert said[0].startswith("2 of the 4 neurons of layer 1 answer 0")
    assert "of the output layer" in said[1]
    assert finding("plateau", -1, (20.0, 0.5, 0.9), 3).layer is None


@pytest.mark.parametrize("rule", TRIGGERS)
def test_a_rule_holds_where_it_should_and_only_there(rule: str) -> None:
    recipe, better, steps = TRIGGERS[rule]
    found = {one.rule: one for one in after(recipe, steps).diagnose()}
    assert rule in found
    assert len(found[rule].evidence) == 3
    assert rule not in {one.rule for one in after(recipe | better, steps).diagnose()}


@pytest.mark.parametrize("name", ["xor", "spiral", "moons", "iris", "houses", "sine", "digits-5x5", "circle-squares"])
def test_there_is_nothing_to_say_of_runs_that_learn(name: str) -> None:
    experiment = ng.load(name)
    run = experiment.start()
    assert run.advance(steps=experiment.steps).diagnose() == []


def test_looking_changes_no_bit() -> None:
    run = Experiment().start().advance(steps=33)
    before = [array.tobytes() for array in run._workspace.copy()]
    assert run.diagnose() == run.diagnose()
    assert [array.tobytes() for array in run._workspace.copy()] == before
    assert run.advance(steps=10).digest() == Experiment().start().advance(steps=43).digest()


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_a_run_can_be_diagnosed_at_any_moment(optimizer: str) -> None:
    recipe = {"training.optimizer": optimizer, "training.learning_rate": 10, "network.output": "identity"}
    run = Experiment().replace(recipe).start()
    for step in (0, 1, 5, 60, 0):
        for found in run.seek(step).mute(layer=0, neuron=0).freeze(layer=2).diagnose():
            assert "{" not in found.sentence


def test_plain_python_says_the_same() -> None:
    recipe = {"data.samples": 30, "network.init": "zeros"}
    plain = Run(Experiment().replace(recipe), engine=PlainEngine()).advance(steps=20)
    assert plain.diagnose() == after(recipe, 20).diagnose() != []
