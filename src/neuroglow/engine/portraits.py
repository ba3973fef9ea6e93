"""What the layers of a network are like: how weights, gradients and activations are spread, and signs of trouble."""

import math

from .activations import IDENTITY, RELU, SIGMOID, SOFTMAX
from .inspection import layer_slopes
from .training import NOTHING, gradient

QUANTILES = (0.0, 0.05, 0.25, 0.5, 0.75, 0.95, 1.0)
BINS = 25  # odd: the middle one is around 0
VITALS = ("saturated", "dead", "gradient", "weight", "ratio")
SATURATED, DEAD, GRADIENT, WEIGHT, RATIO = range(5)
HARDLY = 0.05  # of the steepest slope: a neuron that reacts less hardly reacts (tanh beyond +-0.975)


def portray(net, settings, examples, before, work, y, grads, values, quantiles, counts, vitals, quiet):
    """Weights, gradients and activations of each layer, over examples that go through in one batch.

    before: (P,), the parameters one step away, earlier or later; values: room for the longest list, the weights of a
    layer or its activations for all examples; work and y: room for the examples; grads: (P,), of their mean loss.
    Three rows a layer, its weights, the gradients of these, and its activations: quantiles (3 layers, 7), see
    `describe`, and counts (3 layers, BINS). vitals (layers, 5), by VITALS, over the neurons that are not silent:

    saturated      share of activations where f' is near 0, see `hardly`
    dead           share of neurons that are relus with z <= 0 for every example: nothing reaches them any more
    gradient       root mean square of the gradients of the weights
    weight, ratio  root mean square of the weights, and that of their change in the step over it

    quiet (neurons,): the share of examples at which a neuron hardly reacts, 0 for inputs and silent neurons.
    """
    batch = examples.x.shape[1]
    gradient(net, settings, examples, work, y, grads)
    for i in range(net.sizes[0]):
        quiet[i] = 0.0
    at, neuron = 0, net.sizes[0]
    for layer in range(len(net.activations)):
        n_out = net.sizes[layer + 1]
        count = net.sizes[layer] * n_out
        weights, gradients = net.params[at : at + count], grads[at : at + count]
        activations = work.a[neuron * batch : (neuron + n_out) * batch]
        describe(weights, values, quantiles[3 * layer], counts[3 * layer])
        describe(gradients, values, quantiles[3 * layer + 1], counts[3 * layer + 1])
        describe(activations, values, quantiles[3 * layer + 2], counts[3 * layer + 2])
        examine(net, layer, neuron, work, batch, quiet, vitals[layer])
        scale = root_mean_square(weights)
        vitals[layer, GRADIENT], vitals[layer, WEIGHT] = root_mean_square(gradients), scale
        vitals[layer, RATIO] = distance(weights, before[at : at + count]) / scale if scale > 0.0 else 0.0
        at += count + n_out
        neuron += n_out


def describe(numbers, values, quantiles, counts):
    """How numbers (n,) are spread, those that are finite; values: (n,) or more, room.

    quantiles (7,): by QUANTILES, between two numbers in proportion; NaN where there is no number. counts (BINS,): how
    many are in each of as many equal parts between -reach and reach, the largest magnitude.
    """
    count = 0
    for v in numbers:
        if v - v == 0.0:
            values[count] = v
            count += 1
    for k in range(len(counts)):
        counts[k] = 0.0
    for k in range(len(quantiles)):
        quantiles[k] = NOTHING
    if count == 0:
        return
    sort(values, count)
    for k in range(len(quantiles)):
        place = QUANTILES[k] * (count - 1)
        below = int(place)
        above = min(below + 1, count - 1)
        quantiles[k] = values[below] + (place - below) * (values[above] - values[below])
    reach = max(abs(values[0]), abs(values[count - 1]))
    for k in range(count):
        share = 0.5 + 0.5 * (values[k] / reach) if reach > 0.0 else 0.5
        counts[min(int(share * BINS), BINS - 1)] += 1.0


def sort(values, count):
    """Put values[:count] in ascending order, in place: heapsort (Williams, 1964)."""
    for start in range(count // 2 - 1, -1, -1):
        sift(values, start, count)
    for end in range(count - 1, 0, -1):
        values[0], values[end] = values[end], values[0]
        sift(values, 0, end)


def sift(values, k, count):
    """Let values[k] sink to where none of the two below it, at 2k + 1 and 2k + 2, is larger."""
    item, child = values[k], 2 * k + 1
    while child < count:
        if child + 1 < count and values[child + 1] > values[child]:
            child += 1
        if values[child] <= item:
            break
        values[k] = values[child]
        k, child = child, 2 * child + 1
    values[k] = item


def hardly(kind, slope):
    """Whether f' is near 0: under HARDLY of the steepest that this activation has (1, a quarter for sigmoid)."""
    return abs(slope) < (0.25 * HARDLY if kind == SIGMOID else HARDLY)


def examine(net, layer, first, work, batch, quiet, vitals):
    """How many of a layer's activations are saturated, and how many of its neurons, from `first` on, dead.

    Writes over work.delta, which is no longer needed.
    """
    kind, n_out = net.activations[layer], net.sizes[layer + 1]
    begin, end = first * batch, (first + n_out) * batch
    slopes = work.delta[begin:end]
    if kind not in (IDENTITY, SOFTMAX):
        layer_slopes(kind, work.z[begin:end], work.a[begin:end], slopes)
    awake, saturated, dead = 0, 0.0, 0.0
    for j in range(n_out):
        quiet[first + j] = 0.0
        if is_muted(net, first + j):
            continue
        awake += 1
        if kind in (IDENTITY, SOFTMAX):
            continue
        still = 0
        for b in range(batch):
            z = work.z[begin + j * batch + b]
            still += 1 if z == z and hardly(kind, slopes[j * batch + b]) else 0
        quiet[first + j] = still / batch
        saturated += still / batch
        dead += 1.0 if kind == RELU and still == batch else 0.0
    vitals[SATURATED] = saturated / awake if awake > 0 else 0.0
    vitals[DEAD] = dead / awake if awake > 0 else 0.0


def is_muted(net, neuron):
    """Whether a neuron, counted from the first input, is silent."""
    muted = False
    for silent in net.muted:
        muted = muted or silent == neuron
    return muted


def root_mean_square(values):
    """sqrt of the mean of v^2 over values (n,)."""
    total = 0.0
    for v in values:
        total += v * v
    return math.sqrt(total / len(values))


def distance(values, others):
    """The root mean square of the differences of values and others, (n,) each."""
    total = 0.0
    for k in range(len(values)):
        total += (values[k] - others[k]) * (values[k] - others[k])
    return math.sqrt(total / len(values))
