"""Where everything in a network's picture stands, in the page and in films: the engine's layout, layer by layer."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from neuroglow.engine.layouts import PICTURE
from neuroglow.examples import Vector
from neuroglow.runtime import Engine


class Box(NamedTuple):
    """A rectangle in pixels."""

    left: float
    top: float
    width: float
    height: float


class LayerPlaces(NamedTuple):
    """Where a layer's drawn neurons stand: xs, ys (drawn,) of their middles, x of the layer's, the side of a square.

    hidden: neurons that there was no room for.
    """

    x: float
    xs: Vector
    ys: Vector
    size: float
    hidden: int


class Geometry(NamedTuple):
    """A network's picture: its size, which may be wider than asked for, and what stands where.

    size: the side of a neuron's square, the pixels of an image apart. slots: the y of each drawn row of inputs. image:
    the box of inputs that are pixels. weights, biases: where those into layer l + 1 begin in the arrays of parameters
    of shown neurons; neurons: where those of a layer begin in arrays of shown neurons; shown: how many there are.
    """

    width: float
    height: float
    size: float
    layers: tuple[LayerPlaces, ...]
    slots: Vector
    image: Box | None
    weights: tuple[int, ...]
    biases: tuple[int, ...]
    neurons: tuple[int, ...]
    shown: tuple[int, ...]

    def parameter(self, layer: int, neuron: int, input: int | None) -> int:
        """Where a weight, or with input=None the bias, of a neuron stands in arrays of parameters of shown neurons."""
        if input is None:
            return self.biases[layer - 1] + neuron
        return self.weights[layer - 1] + neuron * self.shown[layer - 1] + input


def lay_out(
    engine: Engine,
    sizes: Sequence[int],
    shown: Sequence[int],
    inputs: Sequence[str],
    outputs: Sequence[str],
    width: float,
    height: float,
    *,
    pixels: tuple[int, int] | None = None,
    slots: Sequence[int] | None = None,
    compact: bool = False,
) -> Geometry:
    """The picture of a network in width x height pixels.

    sizes, shown: neurons of each layer, and those that there are numbers of, inputs first. inputs, outputs: the names
    beside them. pixels: columns and rows of inputs that are an image. slots: of each name in `inputs` the input that it
    is, or -1 for one that is switched off; None: all are on, in their order.
    """
    slots = range(len(inputs)) if slots is None else slots
    across, down = pixels or (0, 0)
    xs, ys = engine.zeros(sum(shown)), engine.zeros(sum(shown))
    slot_ys, middles, sides = engine.zeros(len(slots)), engine.zeros(len(shown)), engine.zeros(len(shown))
    drawn, picture = engine.zeros(len(shown), np.int32), engine.zeros(len(PICTURE))
    engine.call(
        "lay_out",
        width=width,
        height=height,
        compact=int(compact),
        across=across,
        down=down,
        longest_input=max(map(letters, inputs), default=0),
        longest_output=max(map(letters, outputs), default=0),
        shown=engine.array(shown, np.int32),
        slots=engine.array(list(slots), np.int32),
        xs=xs,
        ys=ys,
        slot_ys=slot_ys,
        middles=middles,
        sides=sides,
        drawn=drawn,
        picture=picture,
    )
    weights, biases, neurons = places(shown)
    layers = tuple(
        LayerPlaces(float(x), own(xs, at, count), own(ys, at, count), float(side), size - count)
        for x, side, at, count, size in zip(middles, sides, neurons, map(int, drawn), sizes, strict=True)
    )
    whole = dict(zip(PICTURE, map(float, picture), strict=True))
    box = Box(*(whole[f"image_{side}"] for side in Box._fields)) if pixels else None
    rows = int(np.count_nonzero(slot_ys))
    return Geometry(
        whole["width"],
        height,
        whole["size"],
        layers,
        own(slot_ys, 0, rows),
        box,
        weights,
        biases,
        neurons,
        tuple(shown),
    )


def letters(name: str) -> int:
    """How long a name is, counted as the page counts: in UTF-16."""
    return len(name.encode("utf-16-le")) // 2


def own(values: NDArray[np.float64], start: int, count: int) -> Vector:
    """A copy of some of the engine's numbers."""
    return values[start : start + count].copy()


def places(shown: Sequence[int]) -> tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]]:
    """Where weights and biases into each layer after the first begin, and the neurons of each layer."""
    weights, biases, neurons = [], [], [0]
    parameter = 0
    for before, here in pairwise(shown):
        weights.append(parameter)
        biases.append(parameter + before * here)
        parameter += (before + 1) * here
        neurons.append(neurons[-1] + before)
    return tuple(weights), tuple(biases), tuple(neurons)
