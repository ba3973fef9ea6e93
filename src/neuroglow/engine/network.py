"""A dense network: the forward pass, and the backward pass that gives every gradient (backpropagation).

Examples go through in batches. An array for a batch holds one row a neuron and one column an example, row after row, so
that the innermost loops run along neighbouring numbers and become SIMD instructions, with no sum put in another order.
Three products are nearly all of the work: `weighted_sums`, `sent_back` and `layer_gradients`. The functions above them
do several rows and sums at once, which a processor does faster; every single sum keeps its order.
"""

from typing import NamedTuple

import numpy as np

from .activations import activate, times_slope
from .losses import output_delta


class Network(NamedTuple):
    """sizes: (layers + 1,) int32, inputs first; activations: (layers,) int32; params: (P,), see `initialize`.

    muted: (k,) int32, hidden neurons that are silent, counted from the first input, in any order: their activation and
    their delta are 0 for every example, so that nothing comes from them and nothing reaches them.
    """

    sizes: np.ndarray
    activations: np.ndarray
    params: np.ndarray
    muted: np.ndarray


class Pass(NamedTuple):
    """What a batch leaves in every neuron, inputs first: z, a and delta = dC/dz, (neurons * batch,) each."""

    z: np.ndarray
    a: np.ndarray
    delta: np.ndarray


def neurons(sizes):
    """How many neurons there are, the inputs included."""
    total = 0
    for size in sizes:
        total += size
    return total


def four_weights(weights, at, stride):
    """Four weights, each `stride` after the one before."""
    return weights[at], weights[at + stride], weights[at + 2 * stride], weights[at + 3 * stride]


def four_rows(rows, k, batch):
    """The rows k .. k + 3 of an array for a batch."""
    at = k * batch
    r0, r1 = rows[at : at + batch], rows[at + batch : at + 2 * batch]
    return r0, r1, rows[at + 2 * batch : at + 3 * batch], rows[at + 3 * batch : at + 4 * batch]


def first_rows(start, weights, at, stride, rows, count, sums, to, batch):
    """sums[to + b] = start + sum_k weights[at + k stride] rows_kb over k = 0 .. count - 1, in that order.

    count: 1 to 4; rows: (count * batch,) or more. How a sum begins: with what is left over when rows go by fours.
    """
    w0 = weights[at]
    if count == 1:
        for b in range(batch):
            sums[to + b] = start + w0 * rows[b]
    elif count == 2:
        w1 = weights[at + stride]
        for b in range(batch):
            sums[to + b] = start + w0 * rows[b] + w1 * rows[batch + b]
    elif count == 3:
        w1, w2 = weights[at + stride], weights[at + 2 * stride]
        for b in range(batch):
            sums[to + b] = start + w0 * rows[b] + w1 * rows[batch + b] + w2 * rows[2 * batch + b]
    else:
        w0, w1, w2, w3 = four_weights(weights, at, stride)
        for b in range(batch):
            low = start + w0 * rows[b] + w1 * rows[batch + b]
            sums[to + b] = low + w2 * rows[2 * batch + b] + w3 * rows[3 * batch + b]


def more_rows(weights, apart, stride, rows, first, count, sums, many, batch):
    """sums_j += sum_k weights[j apart + k stride] rows_k over k = first .. count - 1, in that order.

    sums: (many * batch,), rows: (count * batch,). Four rows and two sums at a time: the same sums, with less traffic
    between memory and arithmetic.
    """
    pairs = many - many % 2
    for j in range(0, pairs, 2):
        s, t = sums[j * batch : (j + 1) * batch], sums[(j + 1) * batch : (j + 2) * batch]
        for k in range(first, count, 4):
            v0, v1, v2, v3 = four_weights(weights, j * apart + k * stride, stride)
            w0, w1, w2, w3 = four_weights(weights, (j + 1) * apart + k * stride, stride)
            r0, r1, r2, r3 = four_rows(rows, k, batch)
            for b in range(batch):
                s[b] = s[b] + v0 * r0[b] + v1 * r1[b] + v2 * r2[b] + v3 * r3[b]
                t[b] = t[b] + w0 * r0[b] + w1 * r1[b] + w2 * r2[b] + w3 * r3[b]
    for j in range(pairs, many):
        s = sums[j * batch : (j + 1) * batch]
        for k in range(first, count, 4):
            v0, v1, v2, v3 = four_weights(weights, j * apart + k * stride, stride)
            r0, r1, r2, r3 = four_rows(rows, k, batch)
            for b in range(batch):
                s[b] = s[b] + v0 * r0[b] + v1 * r1[b] + v2 * r2[b] + v3 * r3[b]


def weighted_sums(weights, biases, a, z, n_in, n_out, batch):
    """z_j = b_j + sum_i w_ji a_i; weights: (n_out * n_in,), a: (n_in * batch,), z: (n_out * batch,)."""
    first = (n_in - 1) % 4 + 1
    for j in range(n_out):
        first_rows(biases[j], weights, j * n_in, 1, a, first, z, j * batch, batch)
    if first < n_in:
        more_rows(weights, n_in, 1, a, first, n_in, z, n_out, batch)


def sent_back(weights, delta, below, n_in, n_out, batch):
    """below_i = sum_j w_ji delta_j: the deltas of a layer as the layer below feels them; below: (n_in * batch,)."""
    first = (n_out - 1) % 4 + 1
    for i in range(n_in):
        first_rows(0.0, weights, i, n_in, delta, first, below, i * batch, batch)
    if first < n_out:
        more_rows(weights, 1, n_in, delta, first, n_out, below, n_in, batch)


def product(d, row, batch):
    """sum_b d_b row_b. Every second example is added up apart from the others, so that two run in one SIMD register."""
    pairs = batch - batch % 2
    even, odd = 0.0, 0.0
    for b in range(0, pairs, 2):
        even += d[b] * row[b]
        odd += d[b + 1] * row[b + 1]
    if pairs < batch:
        even += d[pairs] * row[pairs]
    return even + odd


def four_products(d, rows, i, batch):
    """`product` of d and the rows i .. i + 3 of an array for a batch: four sums that need not wait for each other."""
    r0, r1, r2, r3 = four_rows(rows, i, batch)
    pairs = batch - batch % 2
    even0, odd0, even1, odd1, even2, odd2, even3, odd3 = 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
    for b in range(0, pairs, 2):
        even0 += d[b] * r0[b]
        odd0 += d[b + 1] * r0[b + 1]
        even1 += d[b] * r1[b]
        odd1 += d[b + 1] * r1[b + 1]
        even2 += d[b] * r2[b]
        odd2 += d[b + 1] * r2[b + 1]
        even3 += d[b] * r3[b]
        odd3 += d[b + 1] * r3[b + 1]
    if pairs < batch:
        even0 += d[pairs] * r0[pairs]
        even1 += d[pairs] * r1[pairs]
        even2 += d[pairs] * r2[pairs]
        even3 += d[pairs] * r3[pairs]
    return even0 + odd0, even1 + odd1, even2 + odd2, even3 + odd3


def layer_gradients(a, delta, weights, biases, n_in, n_out, batch):
    """dC/dw_ji = sum over the batch of delta_j a_i, dC/db_j = sum of delta_j, written into weights and biases."""
    pairs, fours = batch - batch % 2, n_in - n_in % 4
    for j in range(n_out):
        d, row = delta[j * batch : (j + 1) * batch], weights[j * n_in : (j + 1) * n_in]
        even, odd = 0.0, 0.0
        for b in range(0, pairs, 2):
            even += d[b]
            odd += d[b + 1]
        if pairs < batch:
            even += d[pairs]
        biases[j] = even + odd
        for i in range(0, fours, 4):
            row[i], row[i + 1], row[i + 2], row[i + 3] = four_products(d, a, i, batch)
        for i in range(fours, n_in):
            row[i] = product(d, a[i * batch : (i + 1) * batch], batch)


def silence(muted, rows, begin, end, batch):
    """Zeros in rows (neurons * batch,) for the silent neurons whose rows lie from `begin` to `end`."""
    for k in range(len(muted)):
        at = muted[k] * batch
        if begin <= at < end:
            for b in range(batch):
                rows[at + b] = 0.0


def forward(net, work, batch):
    """From the inputs, which stand in the first rows of work.a, to the outputs in its last: a = f(W a_below + b)."""
    forward_from(0, net, work, batch)


def forward_from(start, net, work, batch):
    """`forward` from the activations of layer `start`, which stand in its rows of work.a; layer 0: the inputs."""
    at, here = 0, 0
    for layer in range(start):
        at += net.sizes[layer + 1] * (net.sizes[layer] + 1)
        here += net.sizes[layer] * batch
    for layer in range(start, len(net.activations)):
        n_in, n_out = net.sizes[layer], net.sizes[layer + 1]
        above = here + n_in * batch
        end = above + n_out * batch
        weights, biases = net.params[at : at + n_out * n_in], net.params[at + n_out * n_in : at + n_out * (n_in + 1)]
        z = work.z[above:end]
        weighted_sums(weights, biases, work.a[here:above], z, n_in, n_out, batch)
        activate(net.activations[layer], z, work.a[above:end], n_out, batch)
        silence(net.muted, work.a, above, end, batch)
        at += n_out * (n_in + 1)
        here = above


def backward(net, loss, y, work, grads, batch):
    """After `forward`: grads (P,) of the mean loss of the batch, and work.delta; y: (n_out * batch,) targets.

    The last layer's delta comes from the loss; each layer passes W^T delta down, where f'(z) is multiplied in
    (Rumelhart, Hinton and Williams, 1986).
    """
    layers = len(net.activations)
    end, at = neurons(net.sizes) * batch, len(net.params)
    for layer in range(layers - 1, -1, -1):
        n_in, n_out = net.sizes[layer], net.sizes[layer + 1]
        above = end - n_out * batch
        here = above - n_in * batch
        at -= n_out * (n_in + 1)
        kind, z, a, delta = net.activations[layer], work.z[above:end], work.a[above:end], work.delta[above:end]
        if layer == layers - 1:
            output_delta(loss, kind, z, a, y, delta, n_out, batch)
        else:
            times_slope(kind, z, a, delta)
        silence(net.muted, work.delta, above, end, batch)
        weights, biases = grads[at : at + n_out * n_in], grads[at + n_out * n_in : at + n_out * (n_in + 1)]
        layer_gradients(work.a[here:above], delta, weights, biases, n_in, n_out, batch)
        if layer > 0:
            sent_back(net.params[at : at + n_out * n_in], delta, work.delta[here:above], n_in, n_out, batch)
        end = above
