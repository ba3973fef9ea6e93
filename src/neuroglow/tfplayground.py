"""Links of TensorFlow Playground (https://playground.tensorflow.org), as the equal experiments of neuroglow's.

Every key that its page knows is read as its page reads it; docs/links.md says what has no equal here. The page reads
them in web/src/run/tfplayground.ts, by the same tables.
"""

import math
import re
import zlib
from collections.abc import Mapping
from typing import Any

from neuroglow.errors import InputError
from neuroglow.experiment import from_dict, parse_float
from neuroglow.link import Linked, check_length, fragment, linked
from neuroglow.packing import FIELD

HOST = re.compile(r"^(?:https?://)?playground\.tensorflow\.org(?:[/#?]|$)")
NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
HIDE = "_hide"
MOST_NOISE = 80  # beyond it, its page takes 50

DATASETS = {"circle": "circle", "xor": "xor", "gauss": "gauss", "spiral": "spiral"}
VALUES = {"reg-plane": "plane", "reg-gauss": "multi_gauss"}
"""Its datasets for classes and for values, by our names."""
SAMPLES = {"classification": 500, "regression": 1200}
ACTIVATIONS = {"relu": "relu", "tanh": "tanh", "sigmoid": "sigmoid", "linear": "identity"}
PENALTIES = {"L1": "l1", "L2": "l2"}
INPUTS = {
    "x": "x1", "y": "x2", "xSquared": "x1^2", "ySquared": "x2^2", "xTimesY": "x1*x2", "sinX": "sin(x1)",
    "sinY": "sin(x2)",
}  # fmt: skip
"""Its inputs, by our formulas; its page has no others, although it knows cosX and cosY."""
CHOSEN = ("x", "y")  # unless a link says otherwise
KEYS = (
    "activation", "regularization", "batchSize", "dataset", "regDataset", "learningRate", "regularizationRate",
    "noise", "networkShape", "seed", "showTestData", "discretize", "percTrainData", "x", "y", "xTimesY", "xSquared",
    "ySquared", "cosX", "sinX", "cosY", "sinY", "collectStats", "tutorial", "problem", "initZero", "hideText",
)  # fmt: skip
"""What its page reads from an address, besides what is hidden."""
HIDEABLE = {
    "showTestData": "test-points", "discretize": "discrete", "playButton": "play", "stepButton": "step",
    "resetButton": "reset", "learningRate": "learning-rate", "activation": "activation",
    "regularization": "regularization", "regularizationRate": "strength", "problem": "data", "dataset": "data",
    "percTrainData": "test-share", "noise": "noise", "batchSize": "batch-size", "numHiddenLayers": "layers",
}  # fmt: skip
"""What it can hide, by the names of our controls."""
SHARED = (
    "DATASETS", "VALUES", "SAMPLES", "ACTIVATIONS", "PENALTIES", "INPUTS", "CHOSEN", "KEYS", "HIDEABLE", "MOST_NOISE",
    "TITLE",
)  # fmt: skip
"""What the page gets of these."""
USUAL = "dataset=circle"
TITLE = "From TensorFlow Playground"


def read(text: str) -> Linked | None:
    """The experiment of one of its links: of an address, or of what follows its #. None: it is none.

    Raises InputError when it asks for what there cannot be: a network without inputs, a billion neurons.
    """
    found = fragment(text)
    at_home = HOST.search(text.strip(" \t\r\n")) is not None
    said = dict(pair(part) for part in found.split("&")) if "#" in text or not at_home else {}
    known = sum(f"{name}=" in found and (name in KEYS or name.endswith(HIDE)) for name in said)
    if not at_home and known < (1 if "#" in text else 2):
        return None
    check_length(found)
    hidden = [name.removesuffix(HIDE) for name, value in said.items() if name.endswith(HIDE) and value == "true"]
    view: dict[str, bool] = {} if flag(said, "showTestData") else {"testPoints": False}
    view |= {"discrete": True} if flag(said, "discretize") else {}
    hide = dict.fromkeys(HIDEABLE[name] for name in hidden if name in HIDEABLE)
    again = found if known else USUAL  # as the page can tell it from other addresses
    return linked(from_dict(recipe(said, hidden)), view=view, hide=tuple(hide), text=again)


def pair(part: str) -> tuple[str, str]:
    """A name and its value, which ends at a second =; of what is said twice, the last counts."""
    name, value, *_ = [*part.split("="), ""]
    return name, value


def recipe(said: Mapping[str, str], hidden: list[str]) -> dict[str, Any]:
    """The recipe of what a link says; what it does not say, or says in words of no meaning, is as on its page."""
    task = "regression" if said.get("problem") == "regression" else "classification"
    chosen = VALUES if task == "regression" else DATASETS
    source = chosen.get(said.get("regDataset" if task == "regression" else "dataset", ""), next(iter(chosen.values())))
    share = (100 - number(said, "percTrainData", 50)) / 100
    inputs = [formula for name, formula in INPUTS.items() if flag(said, name, name in CHOSEN) and name not in hidden]
    if not inputs:
        raise InputError(
            f"expected an input at least ({', '.join(INPUTS)}) in a link of TensorFlow Playground, got none: "
            "choose one there",
            FIELD,
        )
    number_of = seed(said.get("seed", ""))
    return {
        "title": TITLE,
        "data": {"source": source, "samples": SAMPLES[task], "noise": noise(said), "test": share, "seed": number_of},
        "network": {
            "inputs": inputs,
            "hidden": shape(said.get("networkShape")),
            "activation": ACTIVATIONS.get(said.get("activation", ""), "tanh"),
            "init": "zeros" if flag(said, "initZero") else "uniform",
            "seed": number_of,
        },
        "training": {
            "learning_rate": number(said, "learningRate", 0.03),
            "batch_size": number(said, "batchSize", 10),
            "order": "cyclic" if share > 0 else "shuffle",  # without a test nothing is shuffled beforehand
            "seed": number_of,
            **penalty(said),
        },
    }


def flag(said: Mapping[str, str], name: str, usual: bool = False) -> bool:
    """Everything that is said is true, but for "false"."""
    return said[name] != "false" if said.get(name) else usual


def number(said: Mapping[str, str], name: str, usual: float) -> float:
    """A number in decimal digits; what is none is as usual."""
    value = value_of(said.get(name, ""))
    return usual if math.isnan(value) else value


def value_of(text: str) -> float:
    value = parse_float(text) if NUMBER.fullmatch(text) else math.nan
    return value if math.isfinite(value) else math.nan


def noise(said: Mapping[str, str]) -> float:
    """As a share of 1, and as its page takes what is not from 0 to 80."""
    percent = number(said, "noise", 0)
    return max(0, 50 if percent > MOST_NOISE else percent) / 100


def shape(text: str | None) -> list[float]:
    """The hidden layers; none where a link says that there are none."""
    if text is None:
        return [4, 2]
    sizes = [value_of(size) for size in text.split(",")] if text else []
    return [4, 2] if any(map(math.isnan, sizes)) else sizes


def penalty(said: Mapping[str, str]) -> dict[str, float]:
    kind = PENALTIES.get(said.get("regularization", ""))
    return {kind: number(said, "regularizationRate", 0)} if kind else {}


def seed(text: str) -> int:
    """A seed of ours for one of its: of 0.91979 the digits, of anything else a checksum, 0 of none."""
    digits = re.fullmatch(r"0\.([0-9]{1,9})", text)
    if digits:
        return int(digits[1])
    return zlib.crc32(text.encode()) & 0x7FFFFFFF if text else 0
