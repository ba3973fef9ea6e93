"""The log of a run: what was done to it, and when, in the plain values that .glow files and links hold."""

from collections.abc import Iterable, Mapping
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

EDIT_KEYS = {"layer", "neuron", "input", "value"}
LARGEST = 1e300  # of an edited weight: its products with data should still be numbers


class Entry(NamedTuple):
    """Something that was done to a run: `action` is applied when the run has taken `step` steps.

    The action is {"set": {"learning_rate": 0.1}}, with any fields of Training,
    {"edit": {"layer": 0, "neuron": 1, "input": 0, "value": 0.5}}, with null as input for the bias, or
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
        case [step, {"edit": dict(edit), **rest}] if is_moment(step) and not rest and edit.keys() == EDIT_KEYS:
            return Entry(step, {"edit": edit})
        case [step, {"points": dict(edit), **rest}] if is_moment(step) and not rest and edit.keys() <= set(EDITS):
            return Entry(step, {"points": plain(edit)})
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
    if "points" in action:
        check_edit(action["points"], dataset)
        return
    if "set" in action:
        check_settings(action["set"])
        training = changed(training, action)
        settings(training, plan)
        check_room(plan.sizes, training, plan.train)
        return
    edit = action["edit"]
    check_place("layer", edit["layer"], len(plan.sizes) - 1)
    check_place("neuron", edit["neuron"], plan.sizes[edit["layer"] + 1])
    if edit["input"] is not None:
        check_place("input", edit["input"], plan.sizes[edit["layer"]])
    if not is_number(edit["value"]) or abs(edit["value"]) > LARGEST:
        got = shown(edit["value"])
        raise InputError(f"expected a finite number of at most {LARGEST:.0e} as the new value, got {got}: choose one")


def changed(training: Training, action: Mapping[str, dict[str, Any]]) -> Training:
    """The training settings after an action."""
    return msgspec.convert(msgspec.structs.asdict(training) | action.get("set", {}), Training)


def check_length(log: list[Entry]) -> None:
    if len(log) >= LIMITS.log:
        raise InputError(f"expected at most {LIMITS.log:,} changes to a run, got one more: start a new run")
