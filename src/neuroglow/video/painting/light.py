"""Light: an example's signal in the network, and one update in slow motion, as the engine says when and how bright.

The signal runs forward as comets, the error comes back as strings of beads in a colour of its own, then the weights
that change glow.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from neuroglow.engine.passes import LAYER_PASS, PASS
from neuroglow.examples import Matrix, Vector
from neuroglow.geometry import Geometry
from neuroglow.themes import RGB, Theme
from neuroglow.video.painting.brush import LIGHT, Brush, Colours, Curves, Lights, places_on
from neuroglow.video.painting.lines import Edges, Indices, boldness, lit
from neuroglow.video.painting.rooms import Rooms
from neuroglow.views import Probe, Way, Weights

LIT, BRIGHT = 48, 3  # only the lines that carry most get a wide soft light: about so many, from this level on
CARRYING = 140  # about so many carry light at once while an example goes through
TRAIL = 0.62  # how long comets are, as a share of their way
FAINTEST = 0.02
CORE, REACH = 0.16, 1.0  # the light of a neuron is full within a smaller square, and reaches beyond that; in sides
AROUND = 2.4  # so much of it is left at the edge of the neuron's square, where it is first seen
ERROR_CLASS = 3  # the error has the colour of a class that stands apart from both signs
BEADS_A_MOMENT, BEADS_APART = 260.0, 2.1  # how far beads travel in a phase; in sizes, how far apart they are
CROWDED = 14  # from so many lines between two layers on, each shines less
ROOMY, SLIMMEST = 110.0, 0.45  # shorter lines carry finer light, at least so much of the width
IMAGE = 0.6  # lines from an image lie close together
FLOOD, DAMPED = 12.0, 0.5  # where more weights change about as much as the most does, each glows less, at least so
PAPER = 0.8  # on a light ground, light is a little less


class Timing(NamedTuple):
    """A moment of an update, as engine/passes.py says it. By layer, from the inputs: arrived ... sent_back."""

    moment: float
    veil: float
    signal: float
    error: float
    change: float
    changed: float
    front: float
    back: float
    ring: float
    second_ring: float
    arrived: Vector
    flash: Vector
    returned: Vector
    dimmed: Vector
    sent: Vector
    sent_back: Vector


def timing(rooms: Rooms, moment: float, layers: int) -> Timing:
    light, by_layer = rooms.room("pass", len(PASS)), rooms.room("pass by layer", len(LAYER_PASS) * layers)
    rooms.engine.call("pass_at", moment=moment, light=light, layer_light=by_layer)
    layered = by_layer.reshape(len(LAYER_PASS), layers).copy()
    return Timing._make([moment, *map(float, light), *layered])


class Carried(NamedTuple):
    """Lines that carry light: edges, shares of full light, how far it has come, colours (n, 3)."""

    edges: Indices
    shares: Vector
    gone: Vector
    colours: Colours

    def where(self, chosen: NDArray[np.bool_]) -> "Carried":
        return Carried(self.edges[chosen], self.shares[chosen], self.gone[chosen], self.colours[chosen])


class Neurons(NamedTuple):
    """All drawn neurons but the pixels of an image. middles: (n, 2); sizes, layers, places (in arrays): (n,)."""

    middles: Matrix
    sizes: Vector
    layers: Indices
    places: Indices


def neurons_of(geometry: Geometry) -> Neurons:
    some = [
        (np.column_stack([here.xs, here.ys]), here.size, layer, geometry.neurons[layer])
        for layer, here in enumerate(geometry.layers)
        if layer > 0 or geometry.image is None
    ]
    return Neurons(
        np.concatenate([middles for middles, *_ in some]),
        np.concatenate([np.full(len(middles), size) for middles, size, *_ in some]),
        np.concatenate([np.full(len(middles), layer) for middles, _, layer, _ in some]),
        np.concatenate([first + np.arange(len(middles)) for middles, _, _, first in some]),
    )


class Lamp:
    """Puts a network's light on a brush."""

    def __init__(self, rooms: Rooms, geometry: Geometry, edges: Edges, theme: Theme) -> None:
        self._rooms, self._geometry, self._edges = rooms, geometry, edges
        self._neurons = neurons_of(geometry)
        self._signs = np.array([theme.negative, theme.positive], np.uint8)
        self.error: RGB = theme.classes[ERROR_CLASS]
        self._error = np.array(self.error, np.uint8)
        self._bold = boldness(geometry.size)
        self._power = 1.0 if theme.dark else PAPER
        gaps = np.diff(edges.starts)
        self._calm = np.minimum(1.0, np.sqrt(CROWDED / np.clip(gaps, 1, CARRYING)))[edges.layers - 1]
        if geometry.image is not None:
            self._calm[: edges.starts[1]] *= IMAGE
        self._slim = (0.4 + 0.6 * self._calm) * np.clip((edges.ends[:, 2] - edges.ends[:, 0]) / ROOMY, SLIMMEST, 1.0)

    def ordinary(self, brush: Brush, probe: Probe, weights: Weights, strength: float) -> None:
        """The signal of the shown example: along the weights that carry most of it, and around the neurons."""
        chosen, shares = lit(self._rooms, self._edges, probe.edge_glow, BRIGHT, LIT)
        raises = (weights.params[self._edges.places[chosen]] > 0).astype(int)
        brush.curves(
            LIGHT, self._curves(chosen, self._signs[raises], 10 + 20 * shares, strength * (0.05 + 0.32 * shares))
        )
        self._glow(brush, 0.5 * strength * probe.neuron_glow[self._neurons.places].astype(float))

    def signal(self, brush: Brush, probe: Probe, weights: Weights, time: Timing) -> None:
        """Comets on their way forward, the light that they leave, and the neurons that they have reached."""
        chosen, shares = lit(self._rooms, self._edges, probe.edge_glow, 1, CARRYING)
        raises = weights.params[self._edges.places[chosen]] * probe.neuron_glow[self._edges.sources[chosen]] >= 0
        gone = time.sent[self._edges.layers[chosen]]
        carried = Carried(chosen, shares, gone, self._signs[raises.astype(int)]).where(gone > 0)
        self._trails(brush, carried, time.signal)
        comets = carried.where(carried.gone - TRAIL < 1)
        behind = np.maximum(0.0, comets.gone - TRAIL)
        head = time.signal * (0.5 + 1.4 * comets.shares)
        tail = 0.5 * head * (behind - (comets.gone - TRAIL))
        widths = self._bold * (6 + 15 * comets.shares)
        stop = np.minimum(1.0, comets.gone)
        brush.curves(LIGHT, self._curves(comets.edges, comets.colours, widths, head, tail, behind, stop))
        self._heads(brush, carried.where(carried.gone < 1), time.signal)
        layers = self._neurons.layers
        shine = probe.neuron_glow[self._neurons.places] * (0.75 * time.arrived[layers] + 0.6 * time.flash[layers])
        self._glow(brush, time.signal * shine)

    def _trails(self, brush: Brush, carried: "Carried", strength: float) -> None:
        """Where the signal has been."""
        widths, light = self._bold * (5 + 17 * carried.shares), strength * (0.08 + 0.5 * carried.shares)
        stop = np.minimum(1.0, carried.gone)
        brush.curves(LIGHT, self._curves(carried.edges, carried.colours, widths, light, stop=stop))

    def come_back(self, brush: Brush, way: Way, time: Timing) -> None:
        """The error: around the outputs, and as beads on its way back."""
        layers = self._neurons.layers
        last = layers == len(self._geometry.layers) - 1
        appears = np.where(last, 1.0, time.returned[layers]) * (layers > 0)
        strength = 0.9 * time.error * appears * np.abs(way.error_glow[self._neurons.places])
        if time.moment > 2:
            self._beads(brush, way, time)
        self._glow(brush, strength, self._error)

    def change(self, brush: Brush, way: Way, time: Timing) -> None:
        """The weights and biases that change, in the colour of the direction."""
        sizes = np.abs(way.change_glow)
        chosen, shares = lit(self._rooms, self._edges, sizes, 1, CARRYING)
        grows = (way.change_glow[self._edges.places[chosen]] >= 0).astype(int)
        damp = max(DAMPED, min(1.0, (FLOOD / max(1.0, float(shares.sum()))) ** 0.5))
        light = time.change * damp * (0.12 + 0.95 * shares)
        brush.curves(
            LIGHT, self._curves(chosen, self._signs[grows], self._bold * (0.4 + 0.6 * damp) * (6 + 22 * shares), light)
        )
        for layer, here in enumerate(self._geometry.layers):
            if layer == 0:
                continue
            first = self._geometry.biases[layer - 1]
            changes = way.change_glow[first : first + len(here.ys)]
            corners = np.column_stack([here.xs - here.size / 2 + 1, here.ys + here.size / 2 - 1])
            self._lights(
                brush, corners, np.zeros(len(corners)), 9 * self._bold, time.change * changes.astype(float) * 1.2
            )

    def _curves(
        self,
        chosen: Indices,
        colours: Colours,
        widths: Vector,
        head: Vector,
        tail: Vector | None = None,
        start: Vector | None = None,
        stop: Vector | None = None,
    ) -> Curves:
        n = len(chosen)
        spans = np.column_stack([np.zeros(n) if start is None else start, np.ones(n) if stop is None else stop])
        light = (self._power * self._calm[chosen])[:, None]
        strengths = light * np.column_stack([head if tail is None else tail, head])
        return Curves(self._edges.ends[chosen], widths * self._slim[chosen], colours, spans, strengths)

    def _heads(self, brush: Brush, carried: "Carried", strength: float) -> None:
        """The light at the front; `gone` is where on the line it is."""
        places = places_on(self._edges.ends[carried.edges], carried.gone)
        lights = strength * self._power * self._calm[carried.edges] * (0.7 + 1.6 * carried.shares)
        reaches = self._bold * self._slim[carried.edges] * (7 + 9 * carried.shares)
        brush.lights(Lights(places, np.zeros(len(places)), reaches, carried.colours, lights))

    def _glow(self, brush: Brush, strengths: Vector, colour: Colours | None = None) -> None:
        """Around neurons; strengths: (neurons,), below 0 in the negative colour, if none is said."""
        self._lights(
            brush,
            self._neurons.middles,
            CORE * self._neurons.sizes,
            REACH * self._neurons.sizes,
            AROUND * strengths,
            colour,
        )

    def _lights(
        self,
        brush: Brush,
        places: Matrix,
        halves: Vector,
        reaches: Vector | float,
        strengths: Vector,
        colour: Colours | None = None,
    ) -> None:
        seen = np.abs(strengths) > FAINTEST
        colours = self._signs[(strengths >= 0).astype(int)] if colour is None else np.tile(colour, (len(places), 1))
        reaches = np.broadcast_to(reaches, len(places))
        lights = np.abs(strengths) * self._power
        brush.lights(Lights(places[seen], halves[seen], reaches[seen], colours[seen], lights[seen]))

    def _beads(self, brush: Brush, way: Way, time: Timing) -> None:
        """Beads that travel to the left: the way back is told from the way forth at a glance."""
        chosen, shares = lit(self._rooms, self._edges, way.back_glow, 1, CARRYING)
        gone = time.sent_back[self._edges.layers[chosen]]
        colours = np.tile(self._error, (len(chosen), 1))
        carried = Carried(chosen, shares, gone, colours).where(gone > 0)
        start = 1 - np.minimum(1.0, carried.gone)
        light = time.error * (0.04 + 0.3 * carried.shares)
        widths = self._bold * (4 + 14 * carried.shares)
        brush.curves(LIGHT, self._curves(carried.edges, carried.colours, widths, light, start=start))
        calm = self._calm[carried.edges]
        sizes = (2.4 + 3.4 * carried.shares) * self._bold * (0.55 + 0.45 * calm)
        lights = time.error * self._power * calm * (0.3 + 0.9 * carried.shares)
        travelled = (time.moment - 2) * BEADS_A_MOMENT * self._bold
        strings = [
            beads_on(self._edges.ends[edge], first, BEADS_APART * size, travelled)
            for edge, first, size in zip(carried.edges, start.tolist(), sizes.tolist(), strict=True)
        ]
        if strings:
            counts, beads = [len(string) for string in strings], np.concatenate(strings)
            colours = np.tile(self._error, (len(beads), 1))
            brush.lights(
                Lights(beads, np.zeros(len(beads)), np.repeat(sizes, counts), colours, np.repeat(lights, counts))
            )
        ahead = carried.where(carried.gone < 1)
        self._heads(brush, ahead._replace(gone=1 - ahead.gone), time.error)


ALONG = np.linspace(0, 1, 25)


def beads_on(ends: Vector, start: float, apart: float, travelled: float) -> Matrix:
    """Places (n, 2) of beads between a share of a curve's way and its end, so far on their way to its beginning."""
    points = places_on(np.tile(ends, (len(ALONG), 1)), ALONG)
    lengths = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))])
    at = np.arange(lengths[-1] - travelled % apart, np.interp(start, ALONG, lengths), -apart)
    return np.column_stack([np.interp(at, lengths, points[:, 0]), np.interp(at, lengths, points[:, 1])])
