"""The log of a run: what was done to it, and when, in the plain values that .glow files and links hold.

docs/log.md says what every action means, and which are about the same thing; the page follows it too.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple, TypeGuard

import msgspec

from neuroglow.data.dataset import Dataset
from neuroglow.data.points import EDITS, check_edit
from neuroglow.errors import InputError
from neuroglow.experiment import Training, problems
from neuroglow.limits import LIMITS
from neuroglow.plan import Plan, check_room, settings
from neuroglow.values import check_place, is_number, is_whole, plain, shown

KEYS = {
    "edit": {"layer", "neuron", "input", "value"},
    "mute": {"layer", "neuron", "muted"},
    "freeze": {"layer", "frozen"},
}
"""Of the actions whose keys are always the same."""
LARGEST = 1e300  # of an edited weight: its products with data should still be numbers


class Entry(NamedTuple):
    """Something that was done to a run: `action` is applied when the run has taken `step` steps.

    The action is {"set": {"learning_rate": 0.1}}, with any fields of Training,
    {"edit": {"layer": 0, "neuron": 1, "input": 0, "value": 0.5}}, with null as input for the bias,
    {"mute": {"layer": 0, "neuron": 1, "muted": true}}, {"freeze": {"layer": 0, "frozen": true}}, or
    {"points": {"move": [[row, x1, x2, value], ...], "remove": [row, ...], "add": [[x1, x2, value], ...]}}, with at
    least one of the three, applied in this order; rows count the points as they are before.
    """

    step: int
    action: dict[str, dict[str, Any]]


def read_log(log: Iterable[object]) -> list[Entry]:
    """The entries of a log in plain values. Raises InputError when they are none, or go back in time."""
    entries = [read_entry(entry) for entry in log]
    if any(after.step < before.step for before, after in pairwise(entries)):
        raise InputError("expected a log whose steps never go back, got one that does: save the run anew")
    return entries


def read_entry(entry: object) -> Entry:
    match entry:
        case [step, {"set": dict(changes), **rest}] if is_moment(step) and not rest:
            check_settings(changes)
            return Entry(step, {"set": changes})
        case [step, {"points": dict(edit), **rest}] if is_moment(step) and not rest and edit.keys() <= set(EDITS):
            return Entry(step, {"points": plain(edit)})
        case [step, dict(action)] if is_moment(step) and len(action) == 1:
            ((kind, values),) = action.items()
            if kind in KEYS and isinstance(values, dict) and values.keys() == KEYS[kind]:
                return Entry(step, {kind: values})
    raise InputError(
        'expected entries such as [100, {"set": {"learning_rate": 0.1}}], '
        '[100, {"edit": {"layer": 0, "neuron": 0, "input": null, "value": 0.5}}] or '
        f'[100, {{"points": {{"add": [[1, 2, 0]]}}}}] in the log, got {shown(entry)}: correct or remove it'
    )


def is_moment(step: object) -> TypeGuard[int]:
    return is_whole(step) and 0 <= step <= LIMITS.steps


def check_settings(changes: Mapping[str, object]) -> None:
    for problem in problems({"training": changes}):
        raise InputError(problem.message, problem.field)


def check_action(action: Mapping[str, dict[str, Any]], training: Training, plan: Plan, dataset: Dataset) -> None:
    """Raise InputError when an action does not fit a run with this plan, these settings and this dataset."""
    ((kind, values),) = action.items()
    match kind:
        case "points":
            check_edit(values, dataset)
        case "set":
            check_settings(values)
            training = changed(training, action)
            settings(training, plan)
            check_room(plan.sizes, training, plan.train)
        case "edit":
            check_weight(plan.sizes, **values)
        case "mute":
            check_mute(plan.sizes, **values)
        case "freeze":
            check_place("layer", values["layer"], len(plan.sizes) - 1)
            check_flag("frozen", values["frozen"])


def check_weight(sizes: Sequence[int], layer: object, neuron: object, input: object, value: object = 0) -> None:
    """Raise InputError when there is no such weight or bias, or when it cannot have this value."""
    check_place("layer", layer, len(sizes) - 1)
    assert is_whole(layer)
    check_place("neuron", neuron, sizes[layer + 1])
    if input is not None:
        check_place("input", input, sizes[layer])
    if not is_number(value) or abs(value) > LARGEST:
        raise InputError(
            f"expected a finite number of at most {LARGEST:.0e} as the new value, got {shown(value)}: choose one"
        )


def check_mute(sizes: Sequence[int], layer: object, neuron: object, muted: object) -> None:
    hidden = len(sizes) - 2
    if is_whole(layer) and layer == hidden:
        others = f"layers 0 to {hidden - 1:,} can be muted" if hidden else "this network has no hidden layer"
        raise InputError(
            f"expected a neuron of a hidden layer, got one of layer {layer:,}: the outputs are the answer, {others}"
        )
    check_place("layer", layer, hidden)
    assert is_whole(layer)
    check_place("neuron", neuron, sizes[layer + 1])
    check_flag("muted", muted)


def check_flag(name: str, value: object) -> None:
    if not isinstance(value, bool):
        raise InputError(f"expected true or false for {name}, got {shown(value)}: choose one of these")


def thing(action: Mapping[str, dict[str, Any]]) -> tuple[Hashable, ...] | None:
    """What an action is about: the same for two actions of which the later one alone would do. None: nothing else's."""
    ((kind, values),) = action.items()
    match kind:
        case "edit":
            return kind, values["layer"], values["neuron"], values["input"]
        case "mute":
            return kind, values["layer"], values["neuron"]
        case "freeze":
            return kind, values["layer"]
        case "set":
            return kind, frozenset(values)
    move, *others = (values.get(name, ()) for name in EDITS)
    return (kind, move[0][0]) if len(move) == 1 and not any(others) else None


def changed(training: Training, action: Mapping[str, dict[str, Any]]) -> Training:
    """The training settings after an action."""
    return msgspec.convert(msgspec.structs.asdict(training) | action.get("set", {}), Training)
