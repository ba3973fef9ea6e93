"""Pictures as numbers: neuron maps, and how a value becomes a colour and a weight a line. Painters draw what they get.

A palette is (classes + 3, 3), red, green and blue from 0 to 255: positive, negative, zero, then one row a class.
Colours are written as red, green, blue, alpha bytes, as a browser's ImageData and Skia want them.
"""

import math

from .activations import IDENTITY, SIGMOID, SIN, SOFTMAX, TANH
from .formulas import BLOCK, calculate
from .network import forward, neurons

POSITIVE, NEGATIVE, ZERO, FIRST_CLASS = range(4)
MAP_STRENGTH = 0.78  # how far a map goes towards the full colour, so that points of that colour still stand out
THINNEST, THICKEST = 0.6, 4.6  # widths of an edge in pixels


def grid_value(low, high, k, count):
    """The middle of cell k of `count` cells between low and high."""
    return low + (high - low) * ((k + 0.5) / count)


def neuron_maps(net, formulas, mean, scale, held, across, down, bounds, width, height, first, block, work, values):
    """values (neurons, height * width): the activation of neurons first, first + 1, ... over a plane of the data.

    Column `across` of the data runs from bounds[0] to bounds[1] from left to right, column `down` from bounds[3] at the
    top to bounds[2] at the bottom (down = -1: a line of one row); the others keep their value in `held` (k,). The
    inputs are the formulas' values, standardised by mean and scale (n_in,). Neurons count from the first input.
    block (k, BLOCK): room; work: room for batches of BLOCK.
    """
    pixels = width * height
    n_all = neurons(net.sizes)
    for start in range(0, pixels, BLOCK):
        batch = min(BLOCK, pixels - start)
        for c in range(len(held)):
            for b in range(batch):
                block[c, b] = held[c]
        for b in range(batch):
            block[across, b] = grid_value(bounds[0], bounds[1], (start + b) % width, width)
            if down >= 0:
                block[down, b] = grid_value(bounds[3], bounds[2], (start + b) // width, height)
        for i in range(net.sizes[0]):
            row = work.a[i * batch : (i + 1) * batch]
            calculate(formulas, i, block, batch, row)
            for b in range(batch):
                row[b] = (row[b] - mean[i]) / scale[i]
        forward(net, work, batch)
        for j in range(min(values.shape[0], n_all - first)):
            row = values[j]
            source = (first + j) * batch
            for b in range(batch):
                row[start + b] = work.a[source + b]


def largest_of(values, least):
    """The largest magnitude below 1e300 among values (n,), at least `least`."""
    largest = least
    for v in values:
        largest = abs(v) if largest < abs(v) < 1e300 else largest
    return largest


def map_scales(sizes, activations, values, scales):
    """scales (neurons,): the value that gets the full colour in each map; values: (neurons, pixels), inputs first.

    1 for activations that stay within -1..1, else the largest magnitude on the map, at least 1.
    """
    neuron = 0
    for layer in range(-1, len(activations)):
        kind = IDENTITY if layer < 0 else activations[layer]
        bounded = kind in (TANH, SIGMOID, SIN, SOFTMAX)
        for _ in range(sizes[layer + 1]):
            scales[neuron] = 1.0 if bounded else largest_of(values[neuron], 1.0)
            neuron += 1


def share_of(v, scale):
    """How far towards its full colour a value goes: (|v| / scale)^(3/4), at most 1, and 0 for NaN."""
    t = abs(v) / scale
    t = t if t < 1.0 else 1.0 if t >= 1.0 else 0.0
    root = math.sqrt(t)
    return root * math.sqrt(root)


def paint(values, scale, strength, palette, colours):
    """colours (4 n,) of values (n,): from the zero colour towards the positive or the negative one."""
    for k in range(len(values)):
        t = strength * share_of(values[k], scale)
        side = POSITIVE if values[k] > 0.0 else NEGATIVE
        for c in range(3):
            colours[4 * k + c] = int(palette[ZERO, c] + (palette[side, c] - palette[ZERO, c]) * t + 0.5)
        colours[4 * k + 3] = 255


def paint_maps(values, scales, palette, colours):
    """colours (4 neurons pixels,) of neuron maps (neurons, pixels)."""
    pixels = values.shape[1]
    for j in range(values.shape[0]):
        paint(values[j], scales[j], MAP_STRENGTH, palette, colours[4 * j * pixels : 4 * (j + 1) * pixels])


def paint_classes(values, palette, colours):
    """colours (4 n,) of outputs (classes, n): the winning class's colour, as strong as it is ahead of an even share."""
    classes = values.shape[0]
    for k in range(values.shape[1]):
        best = 0
        for j in range(1, classes):
            best = j if values[j, k] > values[best, k] else best
        t = (values[best, k] * classes - 1.0) / (classes - 1.0)
        t = MAP_STRENGTH * (t if 0.0 < t < 1.0 else 1.0 if t >= 1.0 else 0.0)
        for c in range(3):
            full = palette[FIRST_CLASS + best, c]
            colours[4 * k + c] = int(palette[ZERO, c] + (full - palette[ZERO, c]) * t + 0.5)
        colours[4 * k + 3] = 255


def paint_colours(values, rows, colours):
    """Outputs (3, k) as red, green and blue from 0 to 1, written at the pixels rows (k,) of colours (4 n,)."""
    for k in range(len(rows)):
        pixel = 4 * rows[k]
        for c in range(3):
            v = values[c, k]
            colours[pixel + c] = int(255.0 * (v if 0.0 < v < 1.0 else 1.0 if v >= 1.0 else 0.0) + 0.5)
        colours[pixel + 3] = 255


def paint_nearest(values, threshold, rows, palette, colours):
    """The winning class's own colour for outputs (classes, k), written at the pixels rows (k,) of colours (4 n,).

    palette (classes, 3); a single output stands for class 1 above the threshold, else for class 0.
    """
    for k in range(len(rows)):
        best = 1 if values.shape[0] == 1 and values[0, k] > threshold else 0
        for j in range(1, values.shape[0]):
            best = j if values[j, k] > values[best, k] else best
        pixel = 4 * rows[k]
        for c in range(3):
            colours[pixel + c] = int(palette[best, c])
        colours[pixel + 3] = 255


def paint_weights(weights, palette, colours):
    """colours (4 n_out n_in,) of weights (n_out, n_in): what each neuron looks for, at full colour its own largest."""
    n_in = weights.shape[1]
    for j in range(weights.shape[0]):
        largest = largest_of(weights[j], 0.0)
        paint(weights[j], or_one(largest), 1.0, palette, colours[4 * j * n_in : 4 * (j + 1) * n_in])


def strength(v):
    """A magnitude without an upper limit as 0..1: |v| / (1 + |v|), and 1 for what is not finite."""
    t = abs(v)
    return t / (1.0 + t) if t < 1e300 else 1.0


def encode_weights(params, palette, widths, colours):
    """widths (P,) in pixels and colours (4 P,) of weights and biases: sign as colour, magnitude as width and alpha."""
    for k in range(len(params)):
        t = strength(params[k])
        widths[k] = THINNEST + (THICKEST - THINNEST) * t
        side = POSITIVE if params[k] > 0.0 else NEGATIVE
        for c in range(3):
            colours[4 * k + c] = int(palette[side, c])
        colours[4 * k + 3] = int(255.0 * (0.12 + 0.82 * t) + 0.5)


def encode_signals(sizes, params, a, scales, neuron_glow, edge_glow):
    """How one example makes the network glow; a: (neurons,) its activations, scales: see `map_scales`.

    neuron_glow (neurons,): activation / scale, between -1 and 1. edge_glow (P,): the magnitude that arrives through
    each weight, w a, as 0..1; 0 for biases.
    """
    here, at = 0, 0
    for k in range(len(a)):
        g = a[k] / scales[k]
        neuron_glow[k] = 1.0 if g > 1.0 else -1.0 if g < -1.0 else g if g == g else 0.0
    for layer in range(len(sizes) - 1):
        n_in, n_out = sizes[layer], sizes[layer + 1]
        for j in range(n_out):
            for i in range(n_in):
                edge_glow[at + j * n_in + i] = strength(params[at + j * n_in + i] * a[here + i])
            edge_glow[at + n_out * n_in + j] = 0.0
        at += n_out * (n_in + 1)
        here += n_in


def glow(v, scale):
    """A signed number as light, -1 to 1: how far it goes towards full light at +-scale; 0 for NaN."""
    return share_of(v, scale) if v > 0.0 else -share_of(v, scale)


def encode_errors(sizes, params, delta, neuron_glow, edge_glow):
    """How one example's error makes the network glow on its way back; delta: (neurons,), dC/dz, see `Pass`.

    neuron_glow (neurons,): delta as light, -1 to 1, 1 for the largest magnitude in the network; 0 for inputs. edge_glow
    (P,): the error that goes back through each weight, |w delta|, as 0..1, 1 for the largest; 0 for biases.
    """
    n_in = sizes[0]
    for k in range(n_in):
        neuron_glow[k] = 0.0
    scale = or_one(largest_of(delta[n_in:], 0.0))
    for k in range(n_in, len(delta)):
        neuron_glow[k] = glow(delta[k], scale)
    scale = or_one(largest_sent_back(sizes, params, delta))
    at, here = 0, n_in
    for layer in range(len(sizes) - 1):
        n_in, n_out = sizes[layer], sizes[layer + 1]
        for j in range(n_out):
            for k in range(at + j * n_in, at + (j + 1) * n_in):
                edge_glow[k] = share_of(params[k] * delta[here + j], scale)
            edge_glow[at + n_out * n_in + j] = 0.0
        at += n_out * (n_in + 1)
        here += n_out


def largest_sent_back(sizes, params, delta):
    """The largest |w delta| in the network, of those below 1e300."""
    largest, at, here = 0.0, 0, sizes[0]
    for layer in range(len(sizes) - 1):
        n_in, n_out = sizes[layer], sizes[layer + 1]
        for j in range(n_out):
            for k in range(at + j * n_in, at + (j + 1) * n_in):
                sent = abs(params[k] * delta[here + j])
                largest = sent if largest < sent < 1e300 else largest
        at += n_out * (n_in + 1)
        here += n_out
    return largest


def or_one(scale):
    """A scale to divide by: 1 instead of 0."""
    return scale if scale > 0.0 else 1.0


def encode_changes(before, after, glows):
    """glows (P,): how each parameter changes from `before` to `after`, as light, -1 to 1, 1 for the largest change."""
    largest = 0.0
    for k in range(len(after)):
        change = abs(after[k] - before[k])
        largest = change if largest < change < 1e300 else largest
    for k in range(len(after)):
        glows[k] = glow(after[k] - before[k], or_one(largest))
