"""What is recorded while a run trains, and conditions on it such as "test_loss < 0.01", "epoch >= 50", "plateau 20"."""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from operator import ge, gt, le, lt
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from neuroglow.engine.training import HISTORY
from neuroglow.errors import InputError
from neuroglow.examples import Vector
from neuroglow.plan import Plan
from neuroglow.values import shown

CONDITION = re.compile(r"\s*((?:train|test)_(?:loss|accuracy))\s*(<=|>=|<|>)\s*([-+.\w]+)\s*")
COUNT = re.compile(r"\s*(epoch\s*>=|plateau\s)\s*([0-9]{1,12})\s*", re.ASCII)
COMPARISONS: dict[str, Callable[[float, float], bool]] = {"<": lt, "<=": le, ">": gt, ">=": ge}


@dataclass(frozen=True, eq=False, repr=False)
class History:
    """What was recorded at step 0 and at the ends of epochs: of every one up to 1,000, of every 10th up to 10,000, ...

    Arrays of the same length. Losses and accuracies are NaN where there is no test, or no accuracy (regression).
    """

    step: NDArray[np.int64]
    epoch: NDArray[np.int64]
    train_loss: Vector
    test_loss: Vector
    train_accuracy: Vector
    test_accuracy: Vector

    def __getitem__(self, name: str) -> NDArray[Any]:
        if name not in HISTORY:
            raise KeyError(f"expected one of {', '.join(HISTORY)}, got {name!r}")
        array: NDArray[Any] = getattr(self, name)
        return array

    def __len__(self) -> int:
        return len(self.step)

    def __repr__(self) -> str:
        return f"<History of {len(self):,} records, the last at step {self.step[-1]:,}: {', '.join(HISTORY)}>"


class Condition(NamedTuple):
    """A quantity and how it compares to a bound.

    The quantity is one of HISTORY, or "plateau": for how many records the training loss has not come down any more.
    """

    name: str
    compare: Callable[[float, float], bool]
    bound: float

    def holds(self, value: float) -> bool:
        return self.compare(value, self.bound)


def parse_condition(text: object, plan: Plan) -> Condition:
    """The condition that a text states. Raises InputError when it states none, or none that a run can fulfil."""
    if isinstance(text, str) and (counted := COUNT.fullmatch(text)) and int(counted[2]):
        return Condition("epoch" if "epoch" in counted[1] else "plateau", ge, float(counted[2]))
    found = CONDITION.fullmatch(text) if isinstance(text, str) else None
    try:
        bound = float(found[3]) if found else math.nan
    except ValueError:
        bound = math.nan
    if found is None or not math.isfinite(bound):
        raise InputError(
            'expected a condition such as "test_loss < 0.01", "train_accuracy >= 0.99", "epoch >= 50" or "plateau 20", '
            f"got {shown(text)}: write one like these"
        )
    name, sign, _ = found.groups()
    split, _, quantity = name.partition("_")
    if quantity == "accuracy" and plan.task == "regression":
        raise InputError(f"expected a condition on a loss, as regression has no accuracy, got {shown(text)}: use one")
    if split == "test" and not plan.test:
        raise InputError(
            f"expected a condition on the training, as there are no test examples, got {shown(text)}: "
            f"use train_{quantity}, or hold examples out with data.test"
        )
    return Condition(name, COMPARISONS[sign], bound)
