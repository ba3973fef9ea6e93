"""One example on its way through the network, its error on the way back, and how its batch changes the weights.

As in web/src/run/probe.ts and film.ts.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from neuroglow import inspection
from neuroglow.examples import Vector
from neuroglow.maps import Floats, Maps, Weights
from neuroglow.scene import Bytes, still


class Place(NamedTuple):
    """What goes through: a training example by its place, or (example = -1) numbers for the columns that are drawn."""

    example: int
    inputs: tuple[float, ...] = ()


class Probe(NamedTuple):
    """One example, or a place that is none, on its way through the network; neurons: those shown, inputs included.

    inputs: (columns,), of those that are drawn, in the data's units. x: (n_in,), as the network sees them. z, a:
    (neurons,). answer: (n_out,), in the data's units. target: (n_out,), as the network should answer, and truth: the
    class's index or the values in the data's units; None for a place. loss: NaN there. neuron_glow: (neurons,), -1 to
    1; edge_glow: (P,), 0 to 1, as `Weights`; colours: (neurons, 4), of the activations.
    """

    inputs: Vector
    x: Vector
    z: Vector
    a: Vector
    answer: Vector
    target: Vector | None
    truth: Vector | None
    loss: float
    neuron_glow: Floats
    edge_glow: Floats
    colours: Bytes


class Way(NamedTuple):
    """The next update as a film: one example's error comes back, then its batch changes the weights.

    loss: the example's; deltas: (neurons,), dC/dz. error_glow: (neurons,), -1 to 1, and back_glow: (P,), 0 to 1, of
    the error on its way back. after: the weights afterwards; change_glow: (P,), -1 to 1, how they change; gradients:
    (P,), of the batch. batch: its places among the training examples; losses: their mean before and after.
    """

    loss: float
    deltas: Vector
    error_glow: Floats
    back_glow: Floats
    after: Weights
    change_glow: Floats
    gradients: Vector
    batch: NDArray[np.int32]
    losses: tuple[float, float]


def probe(maps: Maps, place: Place, drawn: Vector | None) -> Probe:
    """drawn: the value of each neuron's full colour on its map, where all of them have one.

    Where nothing is drawn over a plane, a neuron's own activation is all that there is to measure it by.
    """
    workspace, shown, inputs = maps.workspace, maps.scene.shown, maps.plan.sizes[0]
    columns, answer, target, truth = go_through(maps, place)
    passed = workspace.passed()
    z, a = passed["z"].copy(), passed["a"].copy()
    z[:inputs] = a[:inputs]  # what enters an input is what leaves it
    activations = maps.give("activations", a[:, None])
    scales = maps.scales(activations) if drawn is None else drawn
    glow = maps.make(
        "encode_signals",
        {"neuron_glow": maps.neurons, "edge_glow": maps.plan.parameters},
        a=maps.give("a", a),
        scales=maps.give("scales", scales),
    )
    return Probe(
        inputs=still(columns),
        x=still(a[:inputs].copy()),
        z=still(shown.neurons(z)),
        a=still(shown.neurons(a)),
        answer=still(answer),
        target=target,
        truth=truth,
        loss=go_back(maps, target),
        neuron_glow=still(shown.neurons(glow["neuron_glow"])),
        edge_glow=still(shown.weights(glow["edge_glow"])),
        colours=still(shown.neurons(maps.tiles(activations, scales)[:, 0])),
    )


def way(maps: Maps, place: Place) -> Way:
    workspace, shown, count = maps.workspace, maps.scene.shown, maps.plan.parameters
    _, _, target, _ = go_through(maps, place)
    loss = go_back(maps, target)
    delta = workspace.passed()["delta"]
    deltas = shown.neurons(delta)
    back = maps.make("encode_errors", {"neuron_glow": maps.neurons, "edge_glow": count}, delta=delta)
    rehearsal = inspection.rehearse(workspace, 0)
    gradients = shown.weights(workspace.spare("grads", count))
    batch, after = rehearsal.rows.copy(), maps.give("after", rehearsal.params)
    change = maps.make("encode_changes", {"glow": count}, before=workspace.params, after=after)
    return Way(
        loss=loss,
        deltas=still(deltas),
        error_glow=still(shown.neurons(back["neuron_glow"])),
        back_glow=still(shown.weights(back["edge_glow"])),
        after=maps.weights(after),
        change_glow=still(shown.weights(change["glow"])),
        gradients=still(gradients),
        batch=still(batch),
        losses=mean_losses(maps, batch, workspace.params, after),
    )


def go_through(maps: Maps, place: Place) -> tuple[Vector, Vector, Vector | None, Vector | None]:
    """Something goes through the network, which leaves its way in `workspace.passed`.

    Its inputs in the data's units, the answer, and if it is an example the target, and the truth in the data's units.
    """
    data, columns = maps.run.data, list(maps.scene.columns)
    row = np.zeros(len(data.dataset.columns))  # columns that are not drawn are no inputs
    target = truth = None
    if place.example < 0:
        row[columns] = place.inputs
    else:
        number = data.train_rows[place.example]
        row[columns] = data.dataset.x[columns, number]
        target = still(data.y_train[place.example].copy())
        truth = still(data.dataset.values[:, number].copy())
    answer = maps.workspace.predict(row[None, list(maps.plan.columns)])[0]
    return row[columns], answer, target, truth


def go_back(maps: Maps, target: Vector | None) -> float:
    """The loss of what has just gone through, whose deltas are in `workspace.passed` then; NaN without a target."""
    outputs, spare = maps.plan.sizes[-1], maps.workspace.spare
    wanted = maps.give("target", np.full(outputs, np.nan) if target is None else target)
    slopes, pulls = spare("made slopes", maps.neurons), spare("made pulls", outputs)
    return float(maps.workspace.call("inspect", target=wanted, slopes=slopes, pulls=pulls))


def mean_losses(maps: Maps, batch: NDArray[np.int32], before: Vector, after: Vector) -> tuple[float, float]:
    """The mean loss of these training examples with two sets of parameters."""
    workspace = maps.workspace
    everything = len(batch) == maps.plan.train and maps.run.training.order != "random"
    examples = {} if everything else inspection.examples(workspace, batch)
    result = workspace.spare("made result", 2)
    found = []
    for params in (before, after):
        workspace.call("evaluate", params=params, result=result, **examples)
        found.append(float(result[0]))
    return found[0], found[1]
