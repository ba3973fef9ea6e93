"""The space of a layer: where its neurons put the examples, and what the layers above make of any place in it."""

from .formulas import BLOCK
from .network import forward, forward_from, neurons
from .training import copy_columns, copy_rows


def layer_values(layer, net, x, work, values):
    """values (n_layer, n): the activations of a layer (0: the inputs) for x (n_in, n); work: room for a BLOCK."""
    for first in range(0, x.shape[1], BLOCK):
        batch = min(BLOCK, x.shape[1] - first)
        copy_columns(x, first, batch, work.a)
        forward(net, work, batch)
        copy_rows(work.a, neurons(net.sizes[:layer]), batch, first, values)


def answers_from(layer, net, values, work, outputs):
    """outputs (n_out, n) of the network when a layer's activations are values (n_layer, n), whatever is below it.

    They are taken as they are, also those of silent neurons. work: room for batches of BLOCK.
    """
    start, layers = neurons(net.sizes[:layer]), len(net.activations)
    for first in range(0, values.shape[1], BLOCK):
        batch = min(BLOCK, values.shape[1] - first)
        copy_columns(values, first, batch, work.a[start * batch : (start + values.shape[0]) * batch])
        forward_from(layer, net, work, batch)
        copy_rows(work.a, neurons(net.sizes[:layers]), batch, first, outputs)
