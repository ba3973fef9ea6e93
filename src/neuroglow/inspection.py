"""What a run is about to do, and how it is: the next update explained, the layers measured, what is going on.

The engine tries everything on copies: looking changes no bit of the run.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from neuroglow.engine.formulas import BLOCK
from neuroglow.examples import Matrix, Vector
from neuroglow.experiment import Training
from neuroglow.runtime import manifest
from neuroglow.workspace import PASS, Workspace

MOST_EXAMPLES = 256
ROOM = 65_536
"""How many training examples are enough to measure the layers by, and numbers of neurons times examples: the page
takes as many."""


@dataclass(frozen=True, eq=False)
class Update:
    """What one step does to one weight or bias.

    step: the one that it leads to. examples: (n,), the batch's, as rows of `run.data.x_train`, and shares: (n,), what
    each adds to the gradient. gradient: of the batch's mean loss, by backpropagation; check: the same by central
    differences. penalty: what l1 and l2 add to it; decay: what AdamW takes from the value beforehand. first, second:
    the optimizer's memory before and after (sgd's velocity, Adam's two moments). value: before and after. count: which
    update of its layer the optimizer makes, from 1. frozen: the layer is, and nothing changes.
    training: the settings in force.
    """

    step: int
    examples: NDArray[np.int32]
    shares: Vector
    gradient: float
    check: float
    penalty: float
    decay: float
    first: tuple[float, float]
    second: tuple[float, float]
    value: tuple[float, float]
    count: int
    frozen: bool
    training: Training


class Rehearsal(NamedTuple):
    """The next update, tried on copies: the batch's rows, what each adds to the gradient, numbers by the engine's
    REHEARSED, and the parameters afterwards."""

    rows: NDArray[np.int32]
    shares: Vector
    numbers: dict[str, float]
    params: Vector


def explain(workspace: Workspace, training: Training, layer: int, neuron: int, input: int | None) -> Update:
    """The next update of a weight, or with `input=None` of a bias."""
    place = workspace.place(layer, neuron, input)
    rows, shares, numbers, _ = rehearse(workspace, place)
    check = workspace.call("check_gradient", parameter=place, **examples(workspace, rows))
    return Update(
        step=workspace.count("step") + 1,
        examples=rows.copy(),
        shares=shares.copy(),
        gradient=numbers["gradient"],
        check=float(check),
        penalty=numbers["penalty"],
        decay=numbers["decay"],
        first=(numbers["first"], numbers["new_first"]),
        second=(numbers["second"], numbers["new_second"]),
        value=(numbers["value"], numbers["new_value"]),
        count=int(numbers["count"]),
        frozen=workspace.frozen(layer),
        training=training,
    )


def rehearse(workspace: Workspace, parameter: int) -> Rehearsal:
    """The next update. Its arrays are room that the next rehearsal uses again."""
    names, train = manifest()["codes"]["rehearsed"], workspace.plan.train
    tried = workspace.tried("params", "state", "moments", "updates", "order")
    numbers, grads = workspace.spare("numbers", len(names)), workspace.spare("grads", len(tried["params"]))
    places, shares = workspace.spare("places", train, np.int32), workspace.spare("shares", train)
    room = {"grads": grads, "places": places, "shares": shares, "numbers": numbers}
    count = workspace.call("rehearse", parameter=parameter, **tried, **room)
    return Rehearsal(places[:count], shares[:count], dict(zip(names, numbers.tolist(), strict=True)), tried["params"])


def examples(workspace: Workspace, rows: NDArray[np.int32]) -> dict[str, Matrix]:
    """x (n_in, rows) and y (n_out, rows) of some training examples."""
    places = workspace.spare("picked places", len(rows), np.int32)
    places[:] = rows
    picked = {}
    for name, source in zip(("x", "y"), workspace.examples("train"), strict=True):
        picked[name] = workspace.spare(f"picked {name}", (len(source), len(rows)))
        workspace.engine.call("pick_examples", x=source, places=places, picked=picked[name])
    return picked


def diagnose(workspace: Workspace) -> list[tuple[str, int, tuple[float, ...]]]:
    """The engine's RULES that hold here and now: the rule, its layer (0 after the inputs, -1: none), its evidence."""
    rules = manifest()["codes"]["rules"]
    sample = sample_of(workspace)
    work = room_for(workspace, sample["x"].shape[1])
    vitals = measure(workspace, sample, work)
    findings = workspace.spare("findings", (len(rules), 5))
    rows = workspace.count("history_rows")
    workspace.call("diagnose", rows=rows, vitals=vitals, findings=findings, **sample, **work)
    return [
        (rule, int(row[1]), tuple(map(float, row[2:])))
        for rule, row in zip(rules, findings, strict=True)
        if row[0] == 1.0
    ]


def sample_of(workspace: Workspace) -> dict[str, Matrix]:
    """x and y of some training examples, evenly spread; the page takes the same."""
    train, neurons = workspace.plan.train, sum(workspace.plan.sizes)
    count = min(train, MOST_EXAMPLES, max(BLOCK, ROOM // neurons))
    return examples(workspace, np.array([k * train // count for k in range(count)], dtype=np.int32))


def room_for(workspace: Workspace, batch: int) -> dict[str, Vector]:
    """z, a, delta and targets for so many examples."""
    sizes, batch = workspace.plan.sizes, max(batch, BLOCK)
    work = {name: workspace.spare(f"sample {name}", sum(sizes) * batch) for name in PASS}
    return work | {"targets": workspace.spare("sample targets", sizes[-1] * batch)}


def measure(workspace: Workspace, sample: dict[str, Matrix], work: dict[str, Vector]) -> Matrix:
    """The layers' vitals (layers, 5), by the engine's VITALS; the change that counts is that of the next update."""
    codes, sizes = manifest()["codes"], workspace.plan.sizes
    layers, n = len(sizes) - 1, sample["x"].shape[1]
    longest = max(n_out * max(n_in, n) for n_in, n_out in pairwise(sizes))
    shapes: dict[str, Any] = {
        "values": longest,
        "grads": workspace.plan.parameters,
        "quantiles": (3 * layers, manifest()["quantiles"]),
        "counts": (3 * layers, manifest()["bins"]),
        "vitals": (layers, len(codes["vitals"])),
        "quiet": sum(sizes),
    }
    room = {name: workspace.spare(name, shape) for name, shape in shapes.items()}
    before = rehearse(workspace, 0).params
    workspace.call("portray", before=before, **sample, **work, **room)
    return room["vitals"]
