"""Inside one example and one update: every number of the way forward, the way back, and the step of the optimizer.

What is explained here is what training does: the functions that it is made of are those of network.py and training.py.
"""

from .activations import SOFTMAX, times_slope
from .losses import BCE, CROSS_ENTROPY, output_pull
from .network import silence
from .optimizers import ADAMW, penalty
from .training import (
    L1,
    L2,
    LAST_OPTIMIZER,
    LEARNING_RATE,
    LOSS,
    NOTHING,
    OPTIMIZER,
    WEIGHT_DECAY,
    begin_anew,
    evaluate,
    next_gradient,
    next_update,
    settle_order,
    trace,
)

REHEARSED = (
    "value", "gradient", "penalty", "decay", "first", "second", "new_first", "new_second", "new_value", "count",
)  # fmt: skip
VALUE, GRADIENT, PENALTY, DECAY, FIRST, SECOND, NEW_FIRST, NEW_SECOND, NEW_VALUE, COUNT = range(10)
STRIDE = 1e-5  # of finite differences: smaller ones lose more digits of the loss, larger ones cross more kinks of relus


def inspect(net, settings, y, work, slopes, pulls, grads):
    """`trace` of one example, with every factor of the chain rule; returns its loss.

    Fills work (of the inputs: z = a, delta = 0), slopes (neurons,) with f'(z), and pulls (n_out,) with dC/da, so that
    delta of an output is pull * slope. slopes: 0 for inputs and silent neurons, NaN for softmax; pulls: NaN where loss
    and activation go together (bce, cross_entropy). Targets y of NaN stand for no example: what goes back is then NaN.
    """
    loss = trace(net, settings, y, work, grads)
    for i in range(net.sizes[0]):
        work.z[i], work.delta[i], slopes[i] = work.a[i], 0.0, 0.0
    start = net.sizes[0]
    for layer in range(len(net.activations)):
        end = start + net.sizes[layer + 1]
        layer_slopes(net.activations[layer], work.z[start:end], work.a[start:end], slopes[start:end])
        start = end
    silence(net.muted, slopes, 0, len(slopes), 1)
    n_out, kind = len(pulls), int(settings[LOSS])
    if kind in (BCE, CROSS_ENTROPY):
        for j in range(n_out):
            pulls[j] = NOTHING
    else:
        output_pull(kind, work.a[start - n_out : start], y, pulls, n_out, 1)
    return loss


def layer_slopes(kind, z, a, slopes):
    """slopes = f'(z); z, a and slopes: (n,). NaN for softmax, whose outputs depend on each other's sums."""
    for k in range(len(slopes)):
        slopes[k] = NOTHING if kind == SOFTMAX else 1.0
    if kind != SOFTMAX:
        times_slope(kind, z, a, slopes)


def whereabouts(sizes, parameter):
    """The layer of a parameter, the neuron that it belongs to, and the one whose activation it weighs (-1: a bias).

    Layers count from the first after the inputs, neurons from the first input.
    """
    at, below = 0, 0
    for layer in range(len(sizes) - 1):
        n_in, n_out = sizes[layer], sizes[layer + 1]
        k = parameter - at
        if k < n_in * n_out:
            return layer, below + n_in + k // n_in, below + k % n_in
        if k < (n_in + 1) * n_out:
            return layer, below + n_in + k - n_in * n_out, -1
        at += (n_in + 1) * n_out
        below += n_in
    return -1, -1, -1


def rehearse(parameter, net, memory, settings, train, state, order, work, y, grads, places, shares, numbers):
    """The next update, and what it makes of one parameter; returns how many examples its batch has.

    params, moments, updates and state (step, epoch, position) become, bit for bit, what `advance` makes of them with
    one step: give it copies. No record for the history is made or needed. parameter: its index in params; places
    (batch,) int32: which examples of `train` are in the batch; shares (batch,): what each adds to the gradient;
    grads (P,): of the batch, with penalties. numbers, by REHEARSED:

    value, gradient     p, and dC/dp of the batch's mean loss C, which is the sum of the shares
    penalty, decay      what l1 and l2 add to the gradient, what AdamW takes from p beforehand
    first, second       the optimizer's memory of p, see optimizers.py; new_...: after the update
    count               which update of its layer this is, t; of a frozen layer, which changes nothing: the last one's
    """
    settle_order(settings, state, order)
    first, batch = next_gradient(net, settings, train, state, order, work, y, grads)
    layer, neuron, source = whereabouts(net.sizes, parameter)
    for b in range(batch):
        places[b] = order[first + b]
        shares[b] = work.delta[neuron * batch + b] * (1.0 if source < 0 else work.a[source * batch + b])
    if int(settings[OPTIMIZER]) != int(state[LAST_OPTIMIZER]):
        begin_anew(memory, settings, state)
    p = net.params[parameter]
    numbers[VALUE], numbers[GRADIENT] = p, grads[parameter]
    numbers[PENALTY] = 0.0 if source < 0 else penalty(p, settings[L1], settings[L2])
    decays = int(settings[OPTIMIZER]) == ADAMW and memory.frozen[layer] == 0
    numbers[DECAY] = settings[LEARNING_RATE] * settings[WEIGHT_DECAY] * p if decays else 0.0
    numbers[FIRST], numbers[SECOND] = memory.moments[0, parameter], memory.moments[1, parameter]
    next_update(net, memory, settings, state, batch, train.x.shape[1], grads)
    numbers[NEW_FIRST], numbers[NEW_SECOND] = memory.moments[0, parameter], memory.moments[1, parameter]
    numbers[NEW_VALUE], numbers[COUNT] = net.params[parameter], memory.updates[layer]
    return batch


def check_gradient(parameter, net, settings, examples, work, y):
    """dC/dp of the mean loss C over the examples without any backpropagation: by central differences of fourth order,

        (C(p - 2h) - 8 C(p - h) + 8 C(p + h) - C(p + 2h)) / 12 h          h = STRIDE max(1, |p|)

    (Fornberg, 1988). It is off by about 1e-10 C, and more where a relu has its kink within 2h. params is as before
    afterwards; work and y: room for batches of BLOCK.
    """
    p = net.params[parameter]
    h = STRIDE * max(1.0, abs(p))
    total = 0.0
    for steps, factor in ((-2.0, 1.0), (-1.0, -8.0), (1.0, 8.0), (2.0, -1.0)):
        net.params[parameter] = p + steps * h
        loss, _ = evaluate(net, settings, examples, work, y)
        total += factor * loss
    net.params[parameter] = p
    return total / (12.0 * h)


def pick_examples(x, places, picked):
    """picked (k, n): the columns of x at places (n,) int32."""
    for i in range(picked.shape[0]):
        for b in range(len(places)):
            picked[i, b] = x[i, places[b]]
