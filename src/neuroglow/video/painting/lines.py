"""The lines of the weights: where they run, and how they look. Which are drawn, and how strongly, the engine says."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from neuroglow.engine.lines import STEPS
from neuroglow.examples import Matrix, Vector
from neuroglow.geometry import Geometry
from neuroglow.video.painting.brush import Curves
from neuroglow.video.painting.rooms import Rooms
from neuroglow.views import Probe, Weights

Indices = NDArray[np.int64]


class Edges(NamedTuple):
    """All weights between neurons that are drawn, layer by layer, by neuron, then by input.

    ends: (n, 4), x0, y0, x1, y1; places: (n,), in arrays of parameters; layers: (n,), that they lead into; sources:
    (n,), where their inputs are in arrays of neurons; starts: where those into each layer begin, and the last ends.
    """

    ends: Matrix
    places: Indices
    layers: Indices
    sources: Indices
    starts: tuple[int, ...]


def edges_of(geometry: Geometry) -> Edges:
    """Lines begin and end a pixel beside the squares."""
    ends, places, layers, sources, starts = [], [], [], [], [0]
    for layer in range(1, len(geometry.layers)):
        before, here = geometry.layers[layer - 1], geometry.layers[layer]
        inputs, neurons = np.arange(len(before.ys)), np.arange(len(here.ys))
        neuron, source = (each.ravel() for each in np.meshgrid(neurons, inputs, indexing="ij"))
        ends.append(
            np.column_stack(
                [
                    before.xs[source] + before.size / 2 + 1,
                    before.ys[source],
                    here.xs[neuron] - here.size / 2 - 1,
                    here.ys[neuron],
                ]
            )
        )
        places.append(geometry.weights[layer - 1] + neuron * geometry.shown[layer - 1] + source)
        layers.append(np.full(len(neuron), layer))
        sources.append(geometry.neurons[layer - 1] + source)
        starts.append(starts[-1] + len(neuron))
    return Edges(
        np.concatenate(ends), np.concatenate(places), np.concatenate(layers), np.concatenate(sources), tuple(starts)
    )


def boldness(size: float) -> float:
    """Large pictures have bolder lines."""
    return max(1.0, size / 54)


def curves_of(
    rooms: Rooms,
    geometry: Geometry,
    edges: Edges,
    weights: Weights,
    probe: Probe,
    muted: NDArray[np.bool_],
    frozen: tuple[bool, ...],
) -> Curves:
    """The lines as they are drawn: layer by layer, thin ones first, so that thick ones lie above them."""
    levels, halves = (np.zeros(len(edges.places), np.uint8) for _ in range(2))
    for layer in range(1, len(geometry.layers)):
        some = slice(edges.starts[layer - 1], edges.starts[layer])
        levels[some], halves[some] = looks_into(rooms, geometry, layer, weights, probe, muted, frozen[layer - 1])
    order = np.lexsort((levels, halves, edges.layers))
    order = order[levels[order] > 0]
    strengths = levels[order] / STEPS
    return Curves(
        ends=edges.ends[order],
        widths=halves[order] / 2 * boldness(geometry.size),
        colours=weights.colours[edges.places[order], :3],
        spans=np.tile([0.0, 1.0], (len(order), 1)),
        strengths=np.column_stack([strengths, strengths]),
    )


def looks_into(
    rooms: Rooms,
    geometry: Geometry,
    layer: int,
    weights: Weights,
    probe: Probe,
    muted: NDArray[np.bool_],
    frozen: bool,
) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Opacities, in STEPS, and widths, in halves of a pixel, of the lines into a layer."""
    inputs, neurons = len(geometry.layers[layer - 1].ys), len(geometry.layers[layer].ys)
    here = slice(geometry.weights[layer - 1], geometry.biases[layer - 1])
    silent = [
        muted[geometry.neurons[each] : geometry.neurons[each] + count].astype(np.uint8)
        for each, count in ((layer - 1, inputs), (layer, neurons))
    ]
    levels, halves = (rooms.room(name, inputs * neurons, np.uint8) for name in ("levels", "halves"))
    rooms.engine.call(
        "line_looks",
        shown=geometry.shown[layer - 1],
        image=int(layer == 1 and geometry.image is not None),
        frozen=int(frozen),
        chosen=0,
        chosen_input=-1,
        chosen_neuron=-1,
        params=rooms.put("line params", weights.params[here]),
        widths=rooms.put("line widths", weights.widths[here]),
        colours=rooms.put("line colours", weights.colours[here].reshape(-1)),
        edge_glow=rooms.put("line glow", probe.edge_glow[here]),
        muted_inputs=rooms.put("muted inputs", silent[0]),
        muted_neurons=rooms.put("muted neurons", silent[1]),
        sizes=rooms.room("line sizes", here.stop - here.start),
        levels=levels,
        halves=halves,
    )
    return levels.copy(), halves.copy()


def on_the_way(rooms: Rooms, before: Weights, after: Weights, share: float) -> Weights:
    """Weights whose widths and colours are so far on their way to those after an update."""
    if share <= 0:
        return before
    widths = rooms.room("widths now", before.widths.shape, np.float32)
    colours = rooms.room("colours now", before.colours.size, np.uint8)
    rooms.engine.call(
        "blend_lines",
        share=share,
        widths=rooms.put("widths before", before.widths),
        colours=rooms.put("colours before", before.colours.reshape(-1)),
        widths_after=rooms.put("widths after", after.widths),
        colours_after=rooms.put("colours after", after.colours.reshape(-1)),
        widths_now=widths,
        colours_now=colours,
    )
    return Weights(before.params, widths.copy(), colours.reshape(-1, 4).copy())


def lit(rooms: Rooms, edges: Edges, light: NDArray[np.float32], least: int, most: int) -> tuple[Indices, Vector]:
    """The lines that carry most light, and how much: those from a level on, from `least` on, at most `most` of them."""
    level = rooms.engine.call("light_cut", lights=rooms.put("lights", light), least=least, most=most)
    shares = light[edges.places].astype(float)
    chosen = np.flatnonzero(np.floor(shares * STEPS + 0.5) >= level)
    if len(chosen) > most:
        chosen = np.sort(chosen[np.argsort(-shares[chosen], kind="stable")[:most]])
    return chosen, shares[chosen]
