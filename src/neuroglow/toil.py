"""How long the way to a step takes, about, before anything of it is gone: what a link asks of its reader's machine.

The page asks first where it is much (web/src/run/toil.ts); both hosts calculate the same.
"""

import functools
import re
from collections.abc import Iterable
from itertools import pairwise
from typing import Any

from neuroglow.data.bundled import BUNDLED, IMAGES
from neuroglow.data.own import Arrays, Images, Own, Picture, Points, Table
from neuroglow.experiment import Experiment
from neuroglow.sources import bundled

TOIL = {
    "rate": 3e9,  # multiplications a second, on an ordinary computer
    "training": 3,  # forward and back, in forward passes
    "activation": 15,  # multiplications that one costs as much as
    "records": 9200,  # at most so many in a history
    "edit": 0.005,  # seconds for a change of points
    "columns": 2,  # of data on the plane
    "outputs": 3,
}


def seconds_to(step: int, experiment: Experiment, log: Iterable[tuple[int, Any]]) -> float:
    """Seconds to a step, about, of a run that nothing is known of but recipe, log and own data."""
    columns, rows = extent(experiment)
    sizes = [inputs_of(experiment.network.inputs, columns), *experiment.network.hidden, TOIL["outputs"]]
    forward = sum((before + TOIL["activation"]) * after for before, after in pairwise(sizes))
    sets = [experiment.training.batch_size]
    edits = 0
    for _, action in log:
        edits += "points" in action
        if "batch_size" in action.get("set", {}):
            sets.append(action["set"]["batch_size"])
    batch = max(rows if size == "full" else min(size, rows) for size in sets)
    records = min(step * batch / rows, TOIL["records"])
    passes = step * (TOIL["training"] * batch + 1) + records * rows
    return passes * forward / TOIL["rate"] + edits * TOIL["edit"]


def extent(experiment: Experiment) -> tuple[int, int]:
    """How many columns and rows the data have, about."""
    data, own = experiment.data, experiment.own
    if own is not None and own.name == data.source:
        return extent_of(own)
    return extents().get(data.source, (int(TOIL["columns"]), data.samples))


@functools.cache
def extents() -> dict[str, tuple[int, int]]:
    """How many columns and rows the data have that come along."""
    return {name: extent_of(bundled(name)) for name in (*BUNDLED, *IMAGES)}


def extent_of(own: Own) -> tuple[int, int]:
    match own:
        case Points():
            return len(own.columns), len(own.points)
        case Arrays():
            return len(own.columns), own.rows
        case Images():
            return own.width * own.height, len(own.labels)
        case Picture():
            return 2, own.width * own.height
        case Table():
            head = own.text.split("\n", 1)[0]
            return len(re.split("[,;\t]", head)), own.text.count("\n") + 1


def inputs_of(inputs: tuple[str, ...], columns: int) -> int:
    """How many inputs these formulas make; fourier(k) makes a sine and a cosine of each column at k octaves."""
    octaves = [re.fullmatch(r"fourier\(([1-9])\)", name) for name in inputs]
    return sum(2 * columns * int(found[1]) if found else 1 for found in octaves) if inputs else columns
