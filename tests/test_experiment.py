"""The recipe: what it accepts, what it says to what it does not accept, and its TOML."""

import math
from typing import Any

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import neuroglow as ng
from neuroglow.errors import InputError
from neuroglow.experiment import FIELDS, SECTIONS, Experiment, Rule, from_dict, parse_json, problems
from neuroglow.limits import LIMITS
from tests.sentences import SENTENCE, is_sentence_or_nothing, refusal


def refused(recipe: object) -> InputError:
    with pytest.raises(InputError) as raised:
        from_dict(recipe)
    assert SENTENCE.fullmatch(raised.value.message)
    return raised.value


def test_every_field_has_a_rule_that_its_default_fits() -> None:
    recipe = Experiment().to_dict()
    keys = {key for key in recipe if key not in SECTIONS}
    keys |= {f"{section}.{key}" for section in SECTIONS for key in recipe[section]}
    assert keys == FIELDS.keys()
    assert problems(recipe) == []


def test_a_recipe_in_json_and_in_toml_is_the_same() -> None:
    experiment = Experiment(
        title='A "quoted"\ttitle\x7f\n\\ é',
        steps=10,
        data=ng.Data(source="moons", noise=0.25),
        network=ng.Network(inputs=("x1", "x1^2"), hidden=(), activation=()),
        training=ng.Training(batch_size="full", nesterov=True, learning_rate=1e-7),
    )
    assert Experiment.from_toml(experiment.to_toml()) == experiment
    assert Experiment.from_json(msgspec.json.encode(experiment.to_dict()).decode()) == experiment
    assert Experiment().to_toml() == "\n"


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("data.sampels", 3, "expected one of the fields source, formula, samples, noise"),
        ("colour", "blue", "expected one of the fields title, about"),
        ("data.samples", 10**9, "a whole number from 2 to 100,000, got 1,000,000,000"),
        ("data.samples", 10**400, "got a number with more than 15 digits"),
        ("data.samples", 2.5, "got 2.5"),
        ("data.samples", True, "got true"),
        ("data.noise", "much", "a number from 0 to 1, got 'much'"),
        ("data.noise", float("nan"), "got nan"),
        ("data.test", float("inf"), "got inf"),
        ("data.source", "x" * 2000, "a text of at most 1,000 characters"),
        ("data.seed", -1, "a whole number from 0 to 2,147,483,647, got -1"),
        ("network.hidden", [10**9], "whole numbers from 1 to 4,096, got 1,000,000,000"),
        ("network.hidden", [4] * 65, "a list of at most 64 whole numbers from 1 to 4,096, got a list of 65"),
        ("network.hidden", [4, 0], "got 0"),
        ("network.hidden", 8, "a list of at most 64 whole numbers"),
        ("network.activation", "softmax", "one of identity, relu"),
        ("network.activation", ["tanh"] * 3, "for each of the 2 hidden layers, got 3"),
        ("network.inputs", [1], "a list of at most 4,096 texts, got 1"),
        ("training.learning_rate", 1000.5, "a number from 0 to 1,000, got 1000.5"),
        ("training.batch_size", "fill", "a whole number from 1 to 100,000 or \"full\", got 'fill'"),
        ("training.nesterov", 1, "true or false, got 1"),
        ("training.optimizer", "adma", "one of sgd, rmsprop, adagrad, adam, adamw, got 'adma'"),
        ("training.beta1", 1.0, "from 0 to 0.999999, got 1"),
        ("training.loss", None, "got nothing"),
        ("training", 3, "a table of settings, got 3: write [training] above them"),
    ],
)
def test_what_does_not_fit_is_refused_with_a_sentence(key: str, value: object, said: str) -> None:
    section, _, name = key.rpartition(".")
    recipe: dict[str, Any] = {section: {name: value}} if section else {name: value}
    error = refused(recipe)
    assert said in error.message
    assert error.field == key
    assert str(error) == f"{key}: {error.message}"


def test_what_is_no_recipe_at_all_is_refused() -> None:
    others: list[object] = [[], "spiral", 3, None]
    for recipe in others:
        assert "expected a recipe" in refused(recipe).message


def test_all_that_is_wrong_is_told_field_by_field() -> None:
    found = problems({"data": {"noise": 2, "samples": 1}, "network": {"init": "ones"}})
    assert [problem.field for problem in found] == ["data.noise", "data.samples", "network.init"]


@pytest.mark.parametrize(
    "text",
    [
        "[data",
        "x = nan\nx = 1",
        "a" * 2000,
        "[[[[" * 2000,
        "data = " + "[" * 5000,
        "steps = " + "9" * 5000,
        "a" + ".a" * 400_000 + " = 1",  # tomllib alone would take hours
        "[" + '"a" . ' * 100_000 + "'a']",
    ],
)
def test_what_is_no_toml_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="expected a recipe in TOML"):
        Experiment.from_toml(text)


@pytest.mark.parametrize("text", ["", "{", '{"steps": NaN}', "[" * 100_000, '{"title": "\ud800"}'])
def test_what_is_no_json_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="expected JSON"):
        Experiment.from_json(text)


def test_replace_changes_fields_together_and_checks_them() -> None:
    experiment = ng.load("spiral")
    changed = experiment.replace({"training.learning_rate": 0.5, "network.hidden": [3], "title": "Mine"})
    assert (changed.training.learning_rate, changed.network.hidden, changed.title) == (0.5, (3,), "Mine")
    assert experiment.network.hidden == (8, 8, 8)
    both = experiment.replace({"network.activation": ["relu", "tanh"], "network.hidden": [3, 2]})
    assert both.network.activation == ("relu", "tanh")
    with pytest.raises(InputError, match="expected one of the fields"):
        experiment.replace({"training.rate": 1})
    with pytest.raises(InputError, match=r"expected one of its fields \(source, .* got none: name one, such as data"):
        experiment.replace({"data": {}})


def test_a_point_does_not_make_a_number_less_whole() -> None:
    recipe = from_dict({"steps": 7, "data": {"samples": 50}, "network": {"hidden": [3, 2]}})
    assert Experiment.from_toml("steps = 7.0\n[data]\nsamples = 5e1\n[network]\nhidden = [3.0, 2]\n") == recipe
    json = '{"steps": 7.0, "data": {"samples": 5e1}, "network": {"hidden": [3.0, 2]}}'
    assert Experiment.from_json(json) == recipe
    assert math.copysign(1, parse_json("[-0.0]")[0]) == -1  # a weight that is edited to it keeps its bits


def test_numpy_numbers_and_arrays_are_as_good_as_pythons() -> None:
    changes = {
        "data.samples": np.int64(30),
        "network.hidden": np.array([3, 2]),
        "training.learning_rate": np.float64(1),
    }
    experiment = ng.load("moons").replace(changes)
    assert experiment == ng.load("moons").replace(
        {"data.samples": 30, "network.hidden": [3, 2], "training.learning_rate": 1.0}
    )


WRONG: dict[str, Any] = {
    "data": ng.Experiment(data=None),  # type: ignore[arg-type]
    "title": ng.Experiment(title=b"x"),  # type: ignore[arg-type]
    "data.samples": ng.Experiment(data=ng.Data(samples=10**9)),
    "data.test": ng.Experiment(data=ng.Data(test=math.nan)),
    "network.hidden": ng.Experiment(network=ng.Network(hidden=3)),  # type: ignore[arg-type]
    "network.activation": ng.Experiment(network=ng.Network(activation=("tanh",))),
    "network.init": ng.Experiment(network=ng.Network(init="ones")),
    "training.learning_rate": ng.Experiment(training=ng.Training(learning_rate=-1)),
    "training.loss": ng.Experiment(training=ng.Training(loss={"bce"})),  # type: ignore[arg-type]
}


@pytest.mark.parametrize("field", WRONG)
def test_an_experiment_made_by_hand_is_checked_when_it_starts(field: str) -> None:
    with pytest.raises(InputError) as raised:
        WRONG[field].start()
    assert raised.value.field == field
    assert SENTENCE.fullmatch(raised.value.message)


def test_an_experiment_made_by_hand_may_hold_lists_and_numpy_numbers() -> None:
    network, training = ng.Network(hidden=[np.int64(3), 2]), ng.Training(batch_size=np.int64(5))  # type: ignore[arg-type]
    run = ng.Experiment(network=network, training=training).start()
    assert run.experiment == ng.Experiment(network=ng.Network(hidden=(3, 2)), training=ng.Training(batch_size=5))
    assert run.experiment.to_toml() == "[network]\nhidden = [3, 2]\n\n[training]\nbatch_size = 5\n"


plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
    max_leaves=8,
)


@given(st.sampled_from(sorted(FIELDS)), plain)
@settings(deadline=None)
def test_any_value_is_taken_as_it_is_or_refused_with_a_sentence(key: str, value: Any) -> None:
    section, _, name = key.rpartition(".")
    recipe: dict[str, Any] = {section: {name: value}} if section else {name: value}
    found = problems(recipe)
    assert all(problem.field == key and SENTENCE.fullmatch(problem.message) for problem in found)
    if not found:
        given_back = from_dict(recipe).to_dict()
        kept = (given_back[section] if section else given_back)[name]
        assert (list(kept) if isinstance(kept, tuple) else kept) == value


@given(plain)
@settings(deadline=None)
def test_anything_is_a_recipe_or_refused_with_a_sentence(recipe: Any) -> None:
    assert is_sentence_or_nothing(refusal(lambda: from_dict(recipe)))


@given(st.sampled_from(sorted(FIELDS)), st.data())
@settings(deadline=None)
def test_toml_gives_back_whatever_fits(key: str, data: st.DataObject) -> None:
    rule = FIELDS[key]
    experiment = Experiment().replace({"network.hidden": [1, 1]})
    changed = experiment.replace({key: data.draw(fitting(rule))})
    assert Experiment.from_toml(changed.to_toml()) == changed


def fitting(rule: Rule) -> st.SearchStrategy[Any]:
    """Values that fit a rule."""
    wholes = st.integers(int(rule.low), int(rule.high))
    texts = st.text(st.characters(codec="utf-8"), max_size=20)
    return {
        "number": st.floats(rule.low, rule.high),
        "whole": wholes,
        "text": texts,
        "choice": st.sampled_from(rule.choices or ("",)),
        "flag": st.booleans(),
        "size": wholes | st.just("full"),
        "numbers": st.lists(st.floats(rule.low, rule.high), max_size=rule.longest),
        "wholes": st.lists(wholes, max_size=5),
        "texts": st.lists(texts, max_size=5),
        "choices": st.lists(st.sampled_from(rule.choices or ("",)), min_size=2, max_size=2),
    }[rule.kind]


def test_limits_are_those_of_the_rules() -> None:
    assert FIELDS["network.hidden"].high == LIMITS.neurons
    assert FIELDS["training.learning_rate"].high == LIMITS.learning_rate == 1000
