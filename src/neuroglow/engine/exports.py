"""What the compiled engine offers, with the types of its arguments: flat functions over plain arrays.

Arguments of the same name mean the same everywhere:
sizes (layers + 1,), activations (layers,), params (P,), muted (k,)   the network, see network.py, initializers.py
frozen (layers,), moments (2, P), updates (layers,)       what the optimizer has of it, see training.py
z, a, delta (neurons * batch,), grads (P,)                room for a pass; batch: the largest used, at least 64
x, y, x_test, y_test (n_in or n_out, examples)            the data as the network sees it
settings, state                                           see training.py
palette (classes + 3, 3)                                  see views.py
starts, codes, arguments, constants, stack                formulas, see formulas.py; block (columns, 64): room
"""

from typing import Annotated

import numpy as np
from numpy.typing import NDArray

from . import (
    datasets,
    diagnosis,
    initializers,
    inspection,
    landscapes,
    layouts,
    lines,
    losses,
    pacing,
    passes,
    patterns,
    pictures,
    portraits,
    preparation,
    spaces,
    strokes,
    training,
    views,
)
from .formulas import Formulas
from .network import Network, Pass
from .training import Examples, Memory

Int = Annotated[int, "int32"]
Float = Annotated[float, "float64"]
Ints = Annotated[NDArray[np.int32], "int32[1]"]
Bytes = Annotated[NDArray[np.uint8], "uint8[1]"]
Floats32 = Annotated[NDArray[np.float32], "float32[1]"]
Vector = Annotated[NDArray[np.float64], "float64[1]"]
Matrix = Annotated[NDArray[np.float64], "float64[2]"]


# data
def generate(kind: Int, seed: Int, noise: Float, classes: Int, columns: Matrix, values: Vector) -> None:
    """Points (2 or 1, n) and their classes or values (n,) of a generator in DATASETS."""
    datasets.generate(kind, seed, noise, classes, columns, values)


def scatter(seed: Int, noise: Float, columns: Matrix, judged: Matrix) -> None:
    """Points (2, n) on the plane, and where noise moves them (2, n) for a formula to judge."""
    datasets.scatter(seed, noise, columns, judged)


def pattern(kind: Int, width: Int, height: Int, colours: Bytes) -> None:
    """A picture in PATTERNS as colours (3 width height,)."""
    patterns.pattern(kind, width, height, colours)


def opaque(rgba: Bytes, colours: Bytes) -> None:
    """colours (3 n,) of rgba (4 n,) over white."""
    pictures.opaque(rgba, colours)


def grey(colours: Bytes, greys: Bytes) -> None:
    """greys (n,) of colours (3 n,)."""
    pictures.grey(colours, greys)


def shrink(
    source: Bytes, width: Int, height: Int, channels: Int, target: Bytes, target_width: Int, target_height: Int
) -> None:
    """A picture in another size: target (target_height target_width channels,), each pixel the mean of its area."""
    pictures.shrink(source, width, height, channels, target, target_width, target_height)


def image_columns(pixels: Bytes, peak: Float, columns: Matrix) -> None:
    """columns (k, n) of images (n k,), as shares of peak."""
    pictures.image_columns(pixels, peak, columns)


def picture_examples(colours: Bytes, width: Int, height: Int, columns: Matrix, values: Matrix) -> None:
    """Every pixel's place (2, n), the longer side from -1 to 1, and colour (3, n) from 0 to 1, of colours (3 n,)."""
    pictures.picture_examples(colours, width, height, columns, values)


def split(seed: Int, order: Ints) -> None:
    """All rows in random order (n,): the first are for training, the rest for the test."""
    preparation.split(seed, order)


def features(
    starts: Ints, codes: Ints, arguments: Ints, constants: Vector, stack: Matrix,
    columns: Matrix, rows: Ints, block: Matrix, x: Matrix,
) -> None:  # fmt: skip
    """x (n_in, rows): the formulas' values at some rows of columns (k, n)."""
    preparation.features(Formulas(starts, codes, arguments, constants, stack), columns, rows, block, x)


def fit(x: Matrix, mean: Vector, scale: Vector) -> None:
    """Mean and standard deviation (k,) of the rows of x (k, n)."""
    preparation.fit(x, mean, scale)


def standardize(x: Matrix, mean: Vector, scale: Vector) -> None:
    """x (k, n) less its mean and over its scale (k,), in place."""
    preparation.standardize(x, mean, scale)


def in_units(x: Matrix, mean: Vector, scale: Vector) -> None:
    """Undo `standardize`, in place."""
    preparation.in_units(x, mean, scale)


def class_targets(values: Vector, rows: Ints, low: Float, high: Float, y: Matrix) -> None:
    """y (n_out, rows) from class numbers (n,)."""
    preparation.class_targets(values, rows, low, high, y)


def value_targets(values: Matrix, rows: Ints, y: Matrix) -> None:
    """y (n_out, rows) from values (n_out, n)."""
    preparation.value_targets(values, rows, y)


def weights_in_units(
    weights: Matrix, biases: Vector, mean: Vector, scale: Vector, target_mean: Vector, target_scale: Vector
) -> None:
    """A single layer's weights (n_out, n_in) and biases as they read in the data's own units, in place."""
    preparation.weights_in_units(weights, biases, mean, scale, target_mean, target_scale)


# training
def initialize(kind: Int, seed: Int, sizes: Ints, params: Vector) -> None:
    """Initial params by a rule in INITIALIZERS."""
    initializers.initialize(kind, seed, sizes, params)


def advance(
    steps: Int, most: Int, sizes: Ints, activations: Ints, params: Vector, muted: Ints, frozen: Ints,
    settings: Vector, x: Matrix, y: Matrix, x_test: Matrix, y_test: Matrix, state: Vector, moments: Matrix,
    updates: Vector, order: Ints, z: Vector, a: Vector, delta: Vector, targets: Vector, grads: Vector, history: Matrix,
) -> Int:  # fmt: skip
    """Train for up to `steps` updates and return how many were taken; see training.advance.

    most: examples that may be evaluated for the history in this call, all in all;
    order: (n,); targets: (n_out * batch,), room; history: (rows, 6).
    """
    net, memory, work = Network(sizes, activations, params, muted), Memory(moments, updates, frozen), Pass(z, a, delta)
    train, test = Examples(x, y), Examples(x_test, y_test)
    return int(
        training.advance(steps, most, net, memory, settings, train, test, state, order, work, targets, grads, history)
    )


def record(
    sizes: Ints, activations: Ints, params: Vector, muted: Ints, settings: Vector,
    x: Matrix, y: Matrix, x_test: Matrix, y_test: Matrix, state: Vector,
    z: Vector, a: Vector, delta: Vector, targets: Vector, history: Matrix,
) -> None:  # fmt: skip
    """Append the present losses and accuracies to history (rows, 6); a run starts with this."""
    net, work = Network(sizes, activations, params, muted), Pass(z, a, delta)
    training.record(net, settings, Examples(x, y), Examples(x_test, y_test), state, work, targets, history)


def evaluate(
    sizes: Ints, activations: Ints, params: Vector, muted: Ints, settings: Vector, x: Matrix, y: Matrix,
    z: Vector, a: Vector, delta: Vector, targets: Vector, result: Vector,
) -> None:  # fmt: skip
    """result (2,): mean loss and accuracy over all examples of x and y."""
    net, work = Network(sizes, activations, params, muted), Pass(z, a, delta)
    result[0], result[1] = training.evaluate(net, settings, Examples(x, y), work, targets)


def gradient(
    sizes: Ints, activations: Ints, params: Vector, muted: Ints, settings: Vector, x: Matrix, y: Matrix,
    z: Vector, a: Vector, delta: Vector, targets: Vector, grads: Vector,
) -> None:  # fmt: skip
    """grads (P,) of the mean loss of all examples of x and y; z, a, delta and targets: room for as many."""
    net, work = Network(sizes, activations, params, muted), Pass(z, a, delta)
    training.gradient(net, settings, Examples(x, y), work, targets, grads)


def softmax(sums: Matrix, powers: Matrix, shares: Matrix, costs: Matrix) -> None:
    """powers, shares and costs (n, classes) of sums (n, classes): e^sum, the softmax of each row, -ln of each share."""
    losses.class_losses(sums, powers, shares, costs)


def cross_entropy(shares: Vector, costs: Vector) -> None:
    """costs (n,): -ln of shares (n,)."""
    losses.surprise(shares, costs)


def next_batch(settings: Vector, state: Vector, order: Ints) -> Int:
    """Put the rows of the next batch at the front of order (n,) and return how many there are."""
    training.settle_order(settings, state, order)
    first, count = training.next_batch(settings, state, len(order))
    for k in range(count):
        order[k] = order[first + k]
    return int(count)


def trace(
    sizes: Ints, activations: Ints, params: Vector, muted: Ints, settings: Vector, target: Vector,
    z: Vector, a: Vector, delta: Vector, grads: Vector,
) -> Float:  # fmt: skip
    """One example forward and back: its inputs stand at the front of a, its target is (n_out,). Returns its loss."""
    net, work = Network(sizes, activations, params, muted), Pass(z, a, delta)
    return float(training.trace(net, settings, target, work, grads))


def predict(
    sizes: Ints, activations: Ints, params: Vector, muted: Ints, x: Matrix,
    z: Vector, a: Vector, delta: Vector, outputs: Matrix,
) -> None:  # fmt: skip
    """outputs (n_out, n) for x (n_in, n)."""
    training.predict(Network(sizes, activations, params, muted), x, Pass(z, a, delta), outputs)


# inspection
def inspect(
    sizes: Ints, activations: Ints, params: Vector, muted: Ints, settings: Vector, target: Vector,
    z: Vector, a: Vector, delta: Vector, slopes: Vector, pulls: Vector, grads: Vector,
) -> Float:  # fmt: skip
    """`trace`, with f'(z) as slopes (neurons,) and dC/da as pulls (n_out,); see inspection.inspect."""
    net, work = Network(sizes, activations, params, muted), Pass(z, a, delta)
    return float(inspection.inspect(net, settings, target, work, slopes, pulls, grads))


def rehearse(
    parameter: Int, sizes: Ints, activations: Ints, params: Vector, muted: Ints, frozen: Ints,
    settings: Vector, x: Matrix, y: Matrix, state: Vector, moments: Matrix, updates: Vector, order: Ints,
    z: Vector, a: Vector, delta: Vector, targets: Vector, grads: Vector,
    places: Ints, shares: Vector, numbers: Vector,
) -> Int:  # fmt: skip
    """The next update, on copies of params, state, moments and updates, and what it makes of params[parameter].

    Returns the batch's size; places, shares (that many, or room for more): its examples, and what each adds to the
    gradient; numbers by REHEARSED; see inspection.rehearse.
    """
    net, memory, work = Network(sizes, activations, params, muted), Memory(moments, updates, frozen), Pass(z, a, delta)
    train = Examples(x, y)
    return int(
        inspection.rehearse(
            parameter, net, memory, settings, train, state, order, work, targets, grads, places, shares, numbers
        )
    )


def check_gradient(
    parameter: Int, sizes: Ints, activations: Ints, params: Vector, muted: Ints, settings: Vector,
    x: Matrix, y: Matrix, z: Vector, a: Vector, delta: Vector, targets: Vector,
) -> Float:  # fmt: skip
    """How the mean loss over x and y changes with params[parameter], by finite differences; params stays as it is."""
    net, work = Network(sizes, activations, params, muted), Pass(z, a, delta)
    return float(inspection.check_gradient(parameter, net, settings, Examples(x, y), work, targets))


def pick_examples(x: Matrix, places: Ints, picked: Matrix) -> None:
    """picked (k, n): the columns of x (k, ...) at places (n,)."""
    inspection.pick_examples(x, places, picked)


def portray(
    sizes: Ints, activations: Ints, params: Vector, muted: Ints, settings: Vector, x: Matrix, y: Matrix, before: Vector,
    z: Vector, a: Vector, delta: Vector, targets: Vector, grads: Vector, values: Vector,
    quantiles: Matrix, counts: Matrix, vitals: Matrix, quiet: Vector,
) -> None:  # fmt: skip
    """How weights, gradients and activations of each layer are spread, and signs of trouble; see portraits.portray.

    before: (P,), params one step away; x, y: as many examples as z, a, delta and targets have room for; values: room
    for the longest list, the most of n_in n_out and n_out n of a layer. quantiles (3 layers, 7), counts (3 layers,
    BINS), vitals (layers, 5) by VITALS, quiet (neurons,).
    """
    net, work, examples = Network(sizes, activations, params, muted), Pass(z, a, delta), Examples(x, y)
    portraits.portray(net, settings, examples, before, work, targets, grads, values, quantiles, counts, vitals, quiet)


def random_directions(seed: Int, sizes: Ints, params: Vector, directions: Matrix) -> None:
    """Two random directions (2, P) in which every neuron is as long as in params."""
    landscapes.random_directions(seed, sizes, params, directions)


def landscape(
    first: Int, count: Int, sizes: Ints, activations: Ints, centre: Vector, muted: Ints, settings: Vector,
    x: Matrix, y: Matrix, directions: Matrix, bounds: Vector, width: Int, height: Int,
    params: Vector, z: Vector, a: Vector, delta: Vector, targets: Vector, losses: Vector,
) -> None:  # fmt: skip
    """losses (height * width,) at `count` places from `first` on, around centre (P,); params (P,): room."""
    net, work = Network(sizes, activations, params, muted), Pass(z, a, delta)
    landscapes.landscape(
        first, count, net, centre, settings, Examples(x, y), directions, bounds, width, height, work, targets, losses
    )


def project(params: Vector, centre: Vector, directions: Matrix, place: Vector) -> None:
    """place (2,) of params on a landscape."""
    landscapes.project(params, centre, directions, place)


def layer_values(
    layer: Int, sizes: Ints, activations: Ints, params: Vector, muted: Ints, x: Matrix,
    z: Vector, a: Vector, delta: Vector, values: Matrix,
) -> None:  # fmt: skip
    """values (n_layer, n): activations of a layer (0: the inputs) for x (n_in, n)."""
    spaces.layer_values(layer, Network(sizes, activations, params, muted), x, Pass(z, a, delta), values)


def answers_from(
    layer: Int, sizes: Ints, activations: Ints, params: Vector, muted: Ints, values: Matrix,
    z: Vector, a: Vector, delta: Vector, outputs: Matrix,
) -> None:  # fmt: skip
    """outputs (n_out, n) for activations (n_layer, n) of a layer (0: the inputs)."""
    spaces.answers_from(layer, Network(sizes, activations, params, muted), values, Pass(z, a, delta), outputs)


def plateau(history: Matrix, rows: Int) -> Int:
    """For how many of the first `rows` records of history the training loss has fallen by a thousandth at most."""
    return int(diagnosis.plateau(history, rows, diagnosis.LEVEL))


def diagnose(
    sizes: Ints, activations: Ints, params: Vector, muted: Ints, settings: Vector, state: Vector,
    history: Matrix, rows: Int, vitals: Matrix, x: Matrix, y: Matrix, findings: Matrix,
) -> None:  # fmt: skip
    """What is going on: findings (RULES, 5) with whether a rule holds, its layer and its evidence; see diagnosis.py.

    The first `rows` records of history are those up to now; vitals: of `portray`, for the same examples x, y.
    """
    net, examples = Network(sizes, activations, params, muted), Examples(x, y)
    diagnosis.diagnose(net, settings, state, history, rows, vitals, examples, findings)


# views
def neuron_maps(
    sizes: Ints, activations: Ints, params: Vector, muted: Ints,
    starts: Ints, codes: Ints, arguments: Ints, constants: Vector, stack: Matrix,
    mean: Vector, scale: Vector, held: Vector, across: Int, down: Int, bounds: Vector, width: Int, height: Int,
    first: Int, block: Matrix, z: Vector, a: Vector, delta: Vector, values: Matrix,
) -> None:  # fmt: skip
    """values (neurons, height * width): activations of neurons from `first` on over two columns of the data."""
    net, work = Network(sizes, activations, params, muted), Pass(z, a, delta)
    formulas = Formulas(starts, codes, arguments, constants, stack)
    views.neuron_maps(net, formulas, mean, scale, held, across, down, bounds, width, height, first, block, work, values)


def map_scales(sizes: Ints, activations: Ints, values: Matrix, scales: Vector) -> None:
    """scales (neurons,): the value that gets the full colour in each neuron's map."""
    views.map_scales(sizes, activations, values, scales)


def paint(values: Vector, scale: Float, strength: Float, palette: Matrix, colours: Bytes) -> None:
    """colours (4 n,) of values (n,), e.g. of points."""
    views.paint(values, scale, strength, palette, colours)


def paint_maps(values: Matrix, scales: Vector, palette: Matrix, colours: Bytes) -> None:
    """colours (4 neurons pixels,) of neuron maps."""
    views.paint_maps(values, scales, palette, colours)


def paint_classes(values: Matrix, palette: Matrix, colours: Bytes) -> None:
    """colours (4 n,) of outputs (classes, n)."""
    views.paint_classes(values, palette, colours)


def paint_colours(values: Matrix, rows: Ints, colours: Bytes) -> None:
    """Outputs (3, k) as colours, written at the pixels rows (k,) of colours (4 n,)."""
    views.paint_colours(values, rows, colours)


def paint_nearest(values: Matrix, threshold: Float, rows: Ints, palette: Matrix, colours: Bytes) -> None:
    """The winning class's colour in palette (classes, 3), written at the pixels rows (k,) of colours (4 n,)."""
    views.paint_nearest(values, threshold, rows, palette, colours)


def paint_weights(weights: Matrix, palette: Matrix, colours: Bytes) -> None:
    """colours (4 n_out n_in,) of weights (n_out, n_in), full at each neuron's own largest."""
    views.paint_weights(weights, palette, colours)


def psnr(a: Bytes, b: Bytes) -> Float:
    """How near two pictures (4 n,) are, in decibels."""
    return float(pictures.psnr(a, b))


def encode_weights(params: Vector, palette: Matrix, widths: Floats32, colours: Bytes) -> None:
    """widths (P,) in pixels and colours (4 P,) of weights and biases."""
    views.encode_weights(params, palette, widths, colours)


def encode_signals(
    sizes: Ints, params: Vector, a: Vector, scales: Vector, neuron_glow: Floats32, edge_glow: Floats32
) -> None:
    """How one example, with activations a (neurons,), makes neurons and edges glow."""
    views.encode_signals(sizes, params, a, scales, neuron_glow, edge_glow)


def encode_errors(sizes: Ints, params: Vector, delta: Vector, neuron_glow: Floats32, edge_glow: Floats32) -> None:
    """How one example's error, delta (neurons,), makes neurons (neurons,) and edges (P,) glow on its way back."""
    views.encode_errors(sizes, params, delta, neuron_glow, edge_glow)


def encode_changes(before: Vector, after: Vector, glow: Floats32) -> None:
    """glow (P,), -1 to 1: how each parameter changes, 1 for the largest change."""
    views.encode_changes(before, after, glow)


# where things stand in pictures, and when they glow
def lay_out(
    width: Float, height: Float, compact: Int, across: Int, down: Int, longest_input: Int, longest_output: Int,
    shown: Ints, slots: Ints, xs: Vector, ys: Vector, slot_ys: Vector, middles: Vector, sides: Vector, drawn: Ints,
    picture: Vector,
) -> None:  # fmt: skip
    """Where a network stands in a picture of width x height pixels; see layouts.py.

    compact: 1 where it is one of several; across, down: of inputs that are pixels, else 0; longest_input,
    longest_output: letters of the longest name; shown (layers,): neurons of each layer, inputs first, of all of which
    there are numbers; slots (k,): for each row of the inputs the input that stands there, or -1.

    Written: xs, ys (neurons,): middles of the squares, of each layer the first drawn (layers,) ones; slot_ys (k,): of
    the rows that there is room for, else 0; middles (layers,): of each layer; sides (layers,): of its squares; picture
    (6,) by layouts.PICTURE: a width that may be larger than the one given, the side of a square, and the image's box.
    """
    layouts.lay_out(
        width, height, compact, across, down, longest_input, longest_output, shown, slots, xs, ys, slot_ys, middles,
        sides, drawn, picture,
    )  # fmt: skip


def line_looks(
    shown: Int, image: Int, frozen: Int, chosen: Int, chosen_input: Int, chosen_neuron: Int, params: Vector,
    widths: Floats32, colours: Bytes, edge_glow: Floats32, muted_inputs: Bytes, muted_neurons: Bytes,
    sizes: Vector, levels: Bytes, halves: Bytes,
) -> None:  # fmt: skip
    """How each line into a layer is drawn: levels (neurons inputs,), opacities in twelfths, and halves, of a pixel.

    params, widths, edge_glow (n,), colours (4 n,): of its weights, `shown` from each input to the next neuron's first;
    sizes (n,): room. muted_inputs (inputs,), muted_neurons (neurons,): 1 where one of those that are drawn is silent.
    image: 1 where the inputs are one, frozen: 1 where the layer does not learn. chosen: 1 where a neuron is looked at,
    which is an input or a neuron of this layer, or, with -1 for both, one elsewhere.
    """
    lines.line_looks(
        shown, image, frozen, chosen, chosen_input, chosen_neuron, params, widths, colours, edge_glow, muted_inputs,
        muted_neurons, sizes, levels, halves,
    )  # fmt: skip


def light_cut(lights: Floats32, least: Int, most: Int) -> Int:
    """The level from `least` on, in twelfths, from which on about `most` of lights (n,), 0 to 1, are."""
    return int(lines.light_cut(lights, least, most))


def blend_lines(
    share: Float, widths: Floats32, colours: Bytes, widths_after: Floats32, colours_after: Bytes,
    widths_now: Floats32, colours_now: Bytes,
) -> None:  # fmt: skip
    """Widths (P,) and colours (4 P,) so far on their way from those before an update to those after it."""
    lines.blend_lines(share, widths, colours, widths_after, colours_after, widths_now, colours_now)


def pass_at(moment: Float, light: Vector, layer_light: Vector) -> None:
    """What shines how much at a moment of an update, 0 to 4; see passes.py.

    light (9,) by PASS: how far the ordinary picture stands back, how bright signal, error and changing weights are
    where they have been, how far the weights are on their way from before to after, where the fronts of the signal and
    of the error are, in layers, and how far two rings around the outputs have grown, where that is between 0 and 1.
    layer_light (6 layers,) by LAYER_PASS: of every layer, the inputs first, how much of its neurons' light is there,
    the flash as it comes, how much of the error has come back, how far its neurons stand back, and how far signal and
    error have come along the lines into it, where that is between 0 and 1.
    """
    passes.pass_at(moment, light, layer_light)


def moment_after(moment: Float, millis: Float, layers: Int) -> Float:
    """The moment of an update so many milliseconds later, or earlier where they are negative, kept from 0 to 4."""
    return float(passes.moment_after(moment, millis, layers))


# films
def draw_curves(kind: Int, ends: Matrix, looks: Matrix, colours: Bytes, room: Matrix, sheet: Ints, width: Int) -> None:
    """Draw curves on a sheet (width height,), crisp (kind 0) or as light that adds up (1); see strokes.py.

    ends (n, 4): x0, y0, x1, y1 in pixels, x1 beyond x0; looks (n, 5): width, from and to which share of its way a curve
    runs, its strength at that beginning and at that end (a crisp one runs all of its way and has the latter); colours
    (3 n,); room (4, width). Curves between the same columns should follow each other.
    """
    strokes.draw_curves(kind, ends, looks, colours, room, sheet, width)


def light_squares(places: Matrix, looks: Matrix, colours: Bytes, sheet: Ints, width: Int) -> None:
    """Light around squares on a sheet (width height,), adding up.

    places (n, 2): their middles in pixels; looks (n, 3): half a side (0: a point), how far the light reaches beyond it,
    and its strength; colours (3 n,).
    """
    strokes.light_squares(places, looks, colours, sheet, width)


def pace(kind: Int, start: Float, stop: Float, steps: Vector) -> None:
    """steps (n,) from start to stop, by one of PACES."""
    pacing.pace(kind, start, stop, steps)


def distance(before: Vector, after: Vector) -> Float:
    """How far it is from params (P,) to others."""
    return float(pacing.distance(before, after))


def pace_evenly(moments: Vector, ways: Vector, longest: Float, steps: Vector) -> None:
    """steps (n,) from the first of moments (m,) to the last, so that each changes the network as much as the others.

    ways (m,) are cut where a single step would take more than the share `longest` of the time.
    """
    pacing.pace_evenly(moments, ways, longest, steps)


EXPORTS = (
    generate, scatter, pattern, opaque, grey, shrink, image_columns, picture_examples,
    split, features, fit, standardize, in_units, class_targets, value_targets, weights_in_units,
    initialize, advance, record, evaluate, gradient, softmax, cross_entropy, next_batch, trace, predict,
    inspect, rehearse, check_gradient, pick_examples, portray,
    random_directions, landscape, project, layer_values, answers_from, plateau, diagnose,
    neuron_maps, map_scales, paint, paint_maps, paint_classes, paint_colours, paint_nearest, paint_weights, psnr,
    encode_weights, encode_signals, encode_errors, encode_changes,
    draw_curves, light_squares, pace, distance, pace_evenly,
    lay_out, line_looks, light_cut, blend_lines, pass_at, moment_after,
)  # fmt: skip
