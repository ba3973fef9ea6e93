"""Recipes and logs in the few letters that links have for them, and back."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from neuroglow.experiment import FIELDS, SECTIONS, Experiment
from neuroglow.limits import LIMITS
from neuroglow.log import Entry, is_moment
from neuroglow.packing import damaged, unknown
from neuroglow.shapes import FLAG, NUMBER, Either, Many, Nothing, Parts, Shape, fits, whole

TEXTS = ("title", "about", "why")

SHORT = {
    "title": "ti", "about": "ab", "why": "wh", "steps": "go",
    "data.source": "d", "data.formula": "f", "data.samples": "n", "data.noise": "no", "data.test": "te",
    "data.seed": "ds", "data.classes": "c", "data.target": "y", "data.task": "ta", "data.levels": "le",
    "data.standardize": "st",
    "network.inputs": "x", "network.hidden": "h", "network.activation": "a", "network.output": "o",
    "network.init": "i", "network.seed": "ws",
    "training.loss": "l", "training.optimizer": "op", "training.learning_rate": "lr", "training.batch_size": "b",
    "training.order": "or", "training.l1": "l1", "training.l2": "l2", "training.seed": "os",
    "training.momentum": "m", "training.nesterov": "ne", "training.alpha": "al", "training.beta1": "b1",
    "training.beta2": "b2", "training.eps": "ep", "training.weight_decay": "wd",
}  # fmt: skip
"""The fields of a recipe as links name them. Links of long ago have to be read: no name ever changes its meaning."""
LONG = {letters: key for key, letters in SHORT.items()}

COUNT = whole(0, LIMITS.rows)
POINTS = Many(Many(NUMBER, 4), LIMITS.points)
ACTIONS: dict[str, tuple[str, dict[str, Shape]]] = {
    "e": ("edit", {"layer": COUNT, "neuron": COUNT, "input": Either((COUNT, Nothing())), "value": NUMBER}),
    "m": ("mute", {"layer": COUNT, "neuron": COUNT, "muted": FLAG}),
    "f": ("freeze", {"layer": COUNT, "frozen": FLAG}),
}
"""The actions of a log whose keys are always the same: in links their values stand in this order."""
EDITS: dict[str, tuple[str, Shape]] = {
    "m": ("move", POINTS),
    "r": ("remove", Many(COUNT, LIMITS.points)),
    "a": ("add", POINTS),
}
"""What is done to points."""


# recipes


def short_recipe(experiment: Experiment) -> tuple[dict[str, Any], str]:
    """A recipe's differences from the defaults, and the name of the built-in experiment whose texts it has, or ""."""
    recipe, defaults = flat(experiment.to_dict()), flat(Experiment().to_dict())
    name = texts_of(experiment)
    different = {
        SHORT[key]: value for key, value in recipe.items() if value != defaults[key] and not (name and key in TEXTS)
    }
    return different, name


def long_recipe(different: object, name: object) -> dict[str, Any]:
    """The recipe of its differences from the defaults, in plain values that are still to be checked."""
    from neuroglow.library import builtin

    if not isinstance(name, str) or not isinstance(different, dict):
        raise damaged()
    example = builtin().get(name)
    recipe: dict[str, Any] = {} if example is None else {key: getattr(example, key) for key in TEXTS}
    for letters, value in different.items():
        if letters not in LONG:
            raise unknown(letters)
        section, _, field = LONG[letters].rpartition(".")
        (recipe.setdefault(section, {}) if section else recipe)[field] = value
    return recipe


def texts_of(experiment: Experiment) -> str:
    """The name of the built-in experiment that has the same texts, or ""."""
    from neuroglow.library import builtin

    texts = [getattr(experiment, key) for key in TEXTS]
    same = (name for name, one in builtin().items() if texts == [getattr(one, key) for key in TEXTS])
    return next(same, "") if any(texts) else ""


def flat(recipe: Mapping[str, Any]) -> dict[str, Any]:
    """A recipe's values by their dotted keys, in the order of FIELDS."""
    found = {}
    for key in FIELDS:
        section, _, field = key.rpartition(".")
        found[key] = recipe[section][field] if section in SECTIONS else recipe[field]
    return found


# logs


def short_log(log: Iterable[Entry | tuple[int, dict[str, Any]]]) -> list[list[Any]]:
    """A log's entries, each the steps since the one before, a letter, and what it says."""
    found, last = [], 0
    for step, action in log:
        found.append([step - last, *short_action(action)])
        last = step
    return found


def short_action(action: Mapping[str, Any]) -> list[Any]:
    ((kind, values),) = action.items()
    if kind == "set":
        return ["s", {SHORT[f"training.{key}"]: value for key, value in values.items()}]
    if kind == "points":
        return ["p", {letter: values[key] for letter, (key, _) in EDITS.items() if key in values}]
    letter, keys = next((letter, keys) for letter, (name, keys) in ACTIONS.items() if name == kind)
    return [letter, *(values[key] for key in keys)]


def long_log(entries: object) -> list[tuple[int, dict[str, Any]]]:
    """The log of its short form, in plain values that are still to be checked."""
    if not isinstance(entries, list) or len(entries) > LIMITS.log:
        raise damaged()
    found, step = [], 0
    for entry in entries:
        if not isinstance(entry, list) or len(entry) < 2 or not is_moment(entry[0]):
            raise damaged()
        step += entry[0]
        found.append((step, long_action(entry[1], entry[2:])))
    return found


def long_action(letter: object, values: Sequence[Any]) -> dict[str, Any]:
    match letter, values:
        case "s", [dict(settings)]:
            return {"set": {training_key(key): value for key, value in settings.items()}}
        case "p", [dict(edit)] if all(key in EDITS and fits(EDITS[key][1], value) for key, value in edit.items()):
            return {"points": {EDITS[key][0]: value for key, value in edit.items()}}
        case str(), _ if letter in ACTIONS and fits(Parts(tuple(ACTIONS[letter][1].values())), values):
            name, keys = ACTIONS[letter]
            return {name: dict(zip(keys, values, strict=True))}
    raise unknown(letter)


def training_key(letters: str) -> str:
    """A training setting by its name in links."""
    key = LONG.get(letters, "")
    if not key.startswith("training."):
        raise unknown(letters)
    return key.removeprefix("training.")
