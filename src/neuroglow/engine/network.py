"""A dense network: the forward pass, and the backward pass that gives every gradient (backpropagation).

Examples go through in batches. An array for a batch holds one row a neuron and one column an example, row after row, so
that the innermost loops run along neighbouring numbers and become SIMD instructions, with no sum put in another order.
"""

from typing import NamedTuple

import numpy as np

from .activations import activate, times_slope
from .losses import output_delta


class Network(NamedTuple):
    """sizes: (layers + 1,) int32, inputs first; activations: (layers,) int32; params: (P,), see `initialize`."""

    sizes: np.ndarray
    activations: np.ndarray
    params: np.ndarray


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


def weighted_sum(start, weights, stride, rows, count, batch, total):
    """total_b = start + sum_k weights[k stride] rows_kb over k = 0 .. count - 1, in that order.

    rows: (count * batch,), total: (batch,). Four rows at a time: the same sum with a quarter of the traffic. The first
    pass takes what is over, and the start with it.
    """
    first = (count - 1) % 4 + 1
    r0, w0 = rows[:batch], weights[0]
    if first == 1:
        for b in range(batch):
            total[b] = start + w0 * r0[b]
    elif first == 2:
        w1, r1 = weights[stride], rows[batch : 2 * batch]
        for b in range(batch):
            total[b] = start + w0 * r0[b] + w1 * r1[b]
    elif first == 3:
        w1, r1, w2, r2 = weights[stride], rows[batch : 2 * batch], weights[2 * stride], rows[2 * batch : 3 * batch]
        for b in range(batch):
            total[b] = start + w0 * r0[b] + w1 * r1[b] + w2 * r2[b]
    else:
        w1, r1, w2, r2 = weights[stride], rows[batch : 2 * batch], weights[2 * stride], rows[2 * batch : 3 * batch]
        w3, r3 = weights[3 * stride], rows[3 * batch : 4 * batch]
        for b in range(batch):
            total[b] = start + w0 * r0[b] + w1 * r1[b] + w2 * r2[b] + w3 * r3[b]
    for k in range(first, count, 4):
        w0, w1 = weights[k * stride], weights[(k + 1) * stride]
        w2, w3 = weights[(k + 2) * stride], weights[(k + 3) * stride]
        r0, r1 = rows[k * batch : (k + 1) * batch], rows[(k + 1) * batch : (k + 2) * batch]
        r2, r3 = rows[(k + 2) * batch : (k + 3) * batch], rows[(k + 3) * batch : (k + 4) * batch]
        for b in range(batch):
            total[b] = total[b] + w0 * r0[b] + w1 * r1[b] + w2 * r2[b] + w3 * r3[b]


def weighted_sums(weights, biases, a, z, n_in, n_out, batch):
    """z_j = b_j + sum_i w_ji a_i; weights: (n_out * n_in,), a: (n_in * batch,), z: (n_out * batch,)."""
    for j in range(n_out):
        weighted_sum(biases[j], weights[j * n_in :], 1, a, n_in, batch, z[j * batch : (j + 1) * batch])


def sent_back(weights, delta, below, n_in, n_out, batch):
    """below_i = sum_j w_ji delta_j: the deltas of a layer as the layer below feels them; below: (n_in * batch,)."""
    for i in range(n_in):
        weighted_sum(0.0, weights[i:], n_in, delta, n_out, batch, below[i * batch : (i + 1) * batch])


def layer_gradients(a, delta, weights, biases, n_in, n_out, batch):
    """dC/dw_ji = sum over the batch of delta_j a_i, dC/db_j = sum of delta_j, written into weights and biases.

    Every second example is added up apart from the others, so that two run in one SIMD register.
    """
    pairs = batch - batch % 2
    for j in range(n_out):
        d = delta[j * batch : (j + 1) * batch]
        even, odd = 0.0, 0.0
        for b in range(0, pairs, 2):
            even += d[b]
            odd += d[b + 1]
        if pairs < batch:
            even += d[pairs]
        biases[j] = even + odd
        for i in range(n_in):
            row = a[i * batch : (i + 1) * batch]
            even, odd = 0.0, 0.0
            for b in range(0, pairs, 2):
                even += d[b] * row[b]
                odd += d[b + 1] * row[b + 1]
            if pairs < batch:
                even += d[pairs] * row[pairs]
            weights[j * n_in + i] = even + odd


def forward(net, work, batch):
    """From the inputs, which stand in the first rows of work.a, to the outputs in its last: a = f(W a_below + b)."""
    at, here = 0, 0
    for layer in range(len(net.activations)):
        n_in, n_out = net.sizes[layer], net.sizes[layer + 1]
        above = here + n_in * batch
        end = above + n_out * batch
        weights, biases = net.params[at : at + n_out * n_in], net.params[at + n_out * n_in : at + n_out * (n_in + 1)]
        z = work.z[above:end]
        weighted_sums(weights, biases, work.a[here:above], z, n_in, n_out, batch)
        activate(net.activations[layer], z, work.a[above:end], n_out, batch)
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
        weights, biases = grads[at : at + n_out * n_in], grads[at + n_out * n_in : at + n_out * (n_in + 1)]
        layer_gradients(work.a[here:above], delta, weights, biases, n_in, n_out, batch)
        if layer > 0:
            sent_back(net.params[at : at + n_out * n_in], delta, work.delta[here:above], n_in, n_out, batch)
        end = above
