"""What is going on in a run, in plain words: a text for each of the engine's rules, and a change that may help.

The engine decides which rules hold, and gives numbers as evidence (engine/diagnosis.py says which). The page shows the
same texts: python -m neuroglow.schema writes them out for it, in this order, the most urgent first.
"""

import math
import re
from collections.abc import Sequence
from typing import Any, NamedTuple

PLACE = re.compile(r"\{(layer|[012])(?::(count|percent))?\}")


class Text(NamedTuple):
    """What is said about a rule that holds.

    sentence: with {layer} ("layer 2", "the output layer", "the network") and the evidence: {0} with four figures,
    {0:count} as a whole number, {0:percent} as a share. change: one of {"set": {...}}, training settings from now on;
    {"factor": 0.1}, the learning rate times this; {"best": 0.1}, back to the lowest training loss and then the rate
    times this; {"start": {...}}, a new run with this part of the recipe changed; {"activation": "tanh"}, a new run in
    which the hidden layer of the finding (-1: all) has this activation; or None. button: what the change is called.
    """

    title: str
    sentence: str
    advice: str
    change: dict[str, Any] | None
    button: str


FINDINGS = {
    "diverged": Text(
        "The run diverged",
        "At step {0:count} numbers of {layer} became too large to be numbers, at a learning rate of {2}.",
        "The loss was {1} before. Go back to where it was lowest, and go on from there with a smaller rate.",
        {"best": 0.1},
        "Go back and divide the rate by 10",
    ),
    "rate_too_high": Text(
        "The learning rate is too high",
        "The training loss has been {2} and is {1}: steps this long leap over the valley, or out of it.",
        "Go on with shorter ones, perhaps from where the loss was lowest.",
        {"factor": 0.1},
        "Divide the rate by 10",
    ),
    "out_of_range": Text(
        "The outputs cannot reach the targets",
        "{2:percent} of the targets are out of reach: the outputs end at {1}, and one target is {0}.",
        "Choose an output activation without such bounds, or scale the targets.",
        {"start": {"network": {"output": "identity"}}},
        "Start again with identity outputs",
    ),
    "symmetric": Text(
        "All neurons are the same",
        "The {0:count} neurons of {layer} have the same weights and get the same gradients: they stay the same.",
        "Random weights to begin with make them different.",
        {"start": {"network": {"init": "glorot_uniform"}}},
        "Start again with random weights",
    ),
    "unscaled": Text(
        "Unscaled inputs",
        "The largest numbers of the inputs go from {1} to {0}: too large, or too different, for one learning rate.",
        "Scaled to mean 0 and deviation 1, all inputs count alike, and their weights learn alike.",
        {"start": {"data": {"standardize": "all"}}},
        "Start again with scaled inputs",
    ),
    "dead_relus": Text(
        "Dead neurons",
        "{1:count} of the {2:count} neurons of {layer} answer 0 to every example, and no gradient comes through them.",
        "Where leaky_relu is below 0 it still has a slope, so that a neuron can come back; a smaller rate helps too.",
        {"activation": "leaky_relu"},
        "Start again with leaky_relu",
    ),
    "saturated": Text(
        "Saturated neurons",
        "{0:percent} of the activations of {layer} are at the flat ends of their curve; gradients of {2} are left.",
        "Smaller weights to begin with keep sums where the curve is steep; relu is never flat for large sums.",
        {"activation": "relu"},
        "Start again with relu",
    ),
    "vanishing_gradients": Text(
        "Vanishing gradients",
        "Hardly any of the error arrives at {layer}: its gradients are {0}, those of the last layer {1}.",
        "Every layer makes them smaller, sigmoid at least four times. Take tanh or relu, or fewer layers.",
        {"start": {"network": {"activation": "tanh", "init": "glorot_uniform"}}},
        "Start again with tanh",
    ),
    "memorising": Text(
        "It memorises the training examples",
        "The training loss falls ({2}), the test loss rises ({1}, once {0}): what is learned now holds for these only.",
        "More examples, fewer neurons or a penalty on large weights keep it from that.",
        {"set": {"l2": 0.003}},
        "Set l2 to 0.003",
    ),
    "rate_too_low": Text(
        "The learning rate is too low",
        "The loss falls steadily, but by only {0:percent} a record; a step changes the weights by {1:percent}.",
        "A rate of {2} is very cautious: longer steps get there sooner.",
        {"factor": 10},
        "Multiply the rate by 10",
    ),
    "plateau": Text(
        "The loss stands still",
        "The training loss has not come down in {0:count} records: {1}, {2:percent} of what knowing nothing costs.",
        "It may be done, or in a flat place: another rate, more neurons or other inputs show which.",
        None,
        "",
    ),
}


class Finding(NamedTuple):
    """Something that is going on in a run.

    rule: one of FINDINGS. layer: the one that it is about, 0 is the first one after the inputs; None: no layer.
    sentence: with its evidence in it; advice: what may help. evidence: the numbers.
    """

    rule: str
    layer: int | None
    title: str
    sentence: str
    advice: str
    evidence: tuple[float, ...]


def finding(rule: str, layer: int, evidence: Sequence[float], layers: int) -> Finding:
    """What the engine found, in words; layer: -1 for none; layers: how many the network has after the inputs."""
    text = FINDINGS[rule]
    sentence, advice = (filled(words, layer, evidence, layers) for words in (text.sentence, text.advice))
    return Finding(rule, None if layer < 0 else layer, text.title, sentence, advice, tuple(evidence))


def filled(words: str, layer: int, evidence: Sequence[float], layers: int) -> str:
    """A text with its numbers in it."""

    def fill(found: re.Match[str]) -> str:
        if found[1] == "layer":
            return "the network" if layer < 0 else "the output layer" if layer == layers - 1 else f"layer {layer + 1}"
        return number(evidence[int(found[1])], found[2])

    return PLACE.sub(fill, words)


def number(value: float, kind: str | None) -> str:
    """A number as sentences show it."""
    if not math.isfinite(value):
        return "beyond all numbers"
    if kind == "percent":
        return f"{value:.0%}" if abs(value) >= 0.1 else f"{100 * value:.2g}%"
    return f"{value:,.0f}" if kind == "count" else f"{value:.4g}"
