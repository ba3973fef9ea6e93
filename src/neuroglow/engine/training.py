"""Training: batches in their order, one update after the other, and the losses on the way.

Everything that a run is made of stands in two small arrays, so that a host can set, save and compare them:
`settings` (what the user chose, by SETTINGS) and `state` (how far the run is, by STATE).
"""

from typing import NamedTuple

import numpy as np

from .formulas import BLOCK
from .losses import example_loss
from .network import backward, forward, neurons
from .optimizers import ADAGRAD, ADAM, ADAMW, RMSPROP, SGD, adagrad, adam, decay, penalize, rmsprop, sgd
from .random import ORDER, below, generator, shuffle

SETTINGS = (
    "loss", "optimizer", "learning_rate", "batch_size", "order", "seed", "l1", "l2",
    "momentum", "nesterov", "alpha", "beta1", "beta2", "eps", "weight_decay", "task",
)  # fmt: skip
(
    LOSS, OPTIMIZER, LEARNING_RATE, BATCH_SIZE, ORDER_KIND, SEED, L1, L2,
    MOMENTUM, NESTEROV, ALPHA, BETA1, BETA2, EPS, WEIGHT_DECAY, TASK,
) = range(16)  # fmt: skip
STATE = (
    "step", "epoch", "position", "diverged_step", "diverged_layer", "history_rows", "optimizer",
    "to_record", "train_total", "train_hits", "test_total", "test_hits",
)  # fmt: skip
(
    STEP, EPOCH, POSITION, DIVERGED_STEP, DIVERGED_LAYER, HISTORY_ROWS, LAST_OPTIMIZER,
    TO_RECORD, TRAIN_TOTAL, TRAIN_HITS, TEST_TOTAL, TEST_HITS,
) = range(12)  # fmt: skip
HISTORY = ("step", "epoch", "train_loss", "test_loss", "train_accuracy", "test_accuracy")
ORDERS = ("shuffle", "cyclic", "random")
SHUFFLE, CYCLIC, RANDOM = range(3)
TASKS = ("regression", "signed", "unsigned", "classes")
REGRESSION, SIGNED, UNSIGNED, CLASSES = range(4)  # one output for two classes, -1/+1 or 0/1; one output a class
NOTHING = float("nan")


class Examples(NamedTuple):
    """x: (n_in, n), y: (n_out, n); examples in columns."""

    x: np.ndarray
    y: np.ndarray


class Memory(NamedTuple):
    """What the optimizer has of each layer.

    moments: (2, P), see optimizers.py; updates: (layers,), how many it has made; frozen: (layers,) int32, 1 for layers
    that do not learn: their parameters, moments and updates stay as they are.
    """

    moments: np.ndarray
    updates: np.ndarray
    frozen: np.ndarray


def settle_order(settings, state, order):
    """Write the order of the present epoch into `order` (n,) int32: it follows from the seed and the epoch alone.

    With order "random" only the examples of the next batch are drawn, from the seed and the step.
    """
    n = len(order)
    kind, seed = int(settings[ORDER_KIND]), int(settings[SEED])
    if kind == RANDOM:
        draws = generator(seed, ORDER, state[STEP])
        for k in range(batch_of(settings, n)):
            draws, order[k] = below(draws, n)
        return
    for k in range(n):
        order[k] = k
    if kind == SHUFFLE:
        shuffle(generator(seed, ORDER, state[EPOCH]), order)


def batch_of(settings, n):
    """The batch size, at most n."""
    return min(int(settings[BATCH_SIZE]), n)


def next_batch(settings, state, n):
    """Where in `order` the next batch starts, and how many examples it has: an epoch's last may be smaller."""
    size = batch_of(settings, n)
    if int(settings[ORDER_KIND]) == RANDOM:
        return 0, size
    first = int(state[POSITION])
    return first, min(size, n - first)


def take(examples, order, first, batch, a, y):
    """Copy the examples order[first : first + batch] into a (n_in * batch,) and y (n_out * batch,)."""
    for i in range(examples.x.shape[0]):
        row = examples.x[i]
        for b in range(batch):
            a[i * batch + b] = row[order[first + b]]
    for j in range(examples.y.shape[0]):
        row = examples.y[j]
        for b in range(batch):
            y[j * batch + b] = row[order[first + b]]


def penalties(net, settings, grads):
    """Add what l1 and l2 ask for to the gradients of the weights."""
    l1, l2 = settings[L1], settings[L2]
    if l1 == 0.0 and l2 == 0.0:
        return
    at = 0
    for layer in range(len(net.activations)):
        count = net.sizes[layer] * net.sizes[layer + 1]
        penalize(net.params[at : at + count], grads[at : at + count], l1, l2)
        at += count + net.sizes[layer + 1]


def update(net, memory, settings, state, grads):
    """One step of the optimizer for every layer that learns; grads: (P,). Frozen layers stay as they are.

    Another optimizer than before starts with no memory.
    """
    kind, layers = int(settings[OPTIMIZER]), len(net.activations)
    if kind != int(state[LAST_OPTIMIZER]):
        begin_anew(memory, settings, state)
    if alike(memory):  # an update treats every parameter alike: all layers at once are the same bits, sooner
        for layer in range(layers):
            memory.updates[layer] += 1.0
        improve(kind, settings, net.params, grads, memory.moments[0], memory.moments[1], int(memory.updates[0]))
        return
    start = 0
    for layer in range(layers):
        end = start + (net.sizes[layer] + 1) * net.sizes[layer + 1]
        if memory.frozen[layer] == 0:
            memory.updates[layer] += 1.0
            first, second = memory.moments[0, start:end], memory.moments[1, start:end]
            t = int(memory.updates[layer])
            improve(kind, settings, net.params[start:end], grads[start:end], first, second, t)
        start = end


def begin_anew(memory, settings, state):
    """Another optimizer than before: it has no memory, as before its first update."""
    state[LAST_OPTIMIZER] = settings[OPTIMIZER]
    for k in range(memory.moments.shape[1]):
        memory.moments[0, k], memory.moments[1, k] = 0.0, 0.0
    for layer in range(len(memory.updates)):
        memory.updates[layer] = 0.0


def alike(memory):
    """Whether all layers learn, and the optimizer has made as many updates of each."""
    for layer in range(len(memory.updates)):
        if memory.frozen[layer] != 0 or memory.updates[layer] != memory.updates[0]:
            return False
    return True


def improve(kind, settings, params, grads, first, second, t):
    """Update number t, from 1, of some parameters; params, grads, first and second: (k,) each."""
    lr = settings[LEARNING_RATE]
    if kind == SGD:
        sgd(params, grads, first, lr, settings[MOMENTUM], settings[NESTEROV] != 0.0)
    elif kind == RMSPROP:
        rmsprop(params, grads, first, second, lr, settings[MOMENTUM], settings[ALPHA], settings[EPS])
    elif kind == ADAGRAD:
        adagrad(params, grads, second, lr, settings[EPS])
    elif kind in (ADAM, ADAMW):
        if kind == ADAMW:
            decay(params, lr * settings[WEIGHT_DECAY])
        adam(params, grads, first, second, lr, settings[BETA1], settings[BETA2], settings[EPS], t)


def broken_layer(net):
    """The first layer with a parameter that is not a finite number, or -1."""
    at = 0
    for layer in range(len(net.activations)):
        end = at + (net.sizes[layer] + 1) * net.sizes[layer + 1]
        if not finite(net.params[at:end]):
            return layer
        at = end
    return -1


def finite(values):
    """Whether all values are finite: 0 times a finite number is 0, 0 times any other is NaN."""
    even, odd = 0.0, 0.0
    pairs = len(values) - len(values) % 2
    for k in range(0, pairs, 2):
        even += 0.0 * values[k]
        odd += 0.0 * values[k + 1]
    if pairs < len(values):
        even += 0.0 * values[pairs]
    return even + odd == 0.0


def right(task, a, y, b, rows, batch):
    """Whether the answer to example b is right: on the right side of the threshold, or largest for the right class."""
    if task == SIGNED:
        return (a[b] > 0.0) == (y[b] > 0.0)
    if task == UNSIGNED:
        return (a[b] > 0.5) == (y[b] > 0.5)
    answer, target = 0, 0
    for j in range(1, rows):
        if a[j * batch + b] > a[answer * batch + b]:
            answer = j
        if y[j * batch + b] > y[target * batch + b]:
            target = j
    return answer == target


def evaluate(net, settings, examples, work, y):
    """The mean loss over all examples, and the share answered rightly (NaN for regression; both NaN without examples).

    work and y: room for batches of BLOCK.
    """
    n = examples.x.shape[1]
    total, hits = add_losses(net, settings, examples, 0, n, work, y, 0.0, 0.0)
    return means(settings, total, hits, n)


def gradient(net, settings, examples, work, y, grads):
    """grads (P,) of the mean loss of the examples, which go through in one batch; work and y: room for these."""
    batch = examples.x.shape[1]
    copy_columns(examples.x, 0, batch, work.a)
    copy_columns(examples.y, 0, batch, y)
    forward(net, work, batch)
    backward(net, int(settings[LOSS]), y, work, grads, batch)


def add_losses(net, settings, examples, first, count, work, y, total, hits):
    """total and hits, to which the losses and right answers of the examples first .. first + count are added."""
    n_out = net.sizes[len(net.activations)]
    task, kind = int(settings[TASK]), int(settings[LOSS])
    for start in range(first, first + count, BLOCK):
        batch = min(BLOCK, first + count - start)
        copy_columns(examples.x, start, batch, work.a)
        copy_columns(examples.y, start, batch, y)
        forward(net, work, batch)
        outputs = (neurons(net.sizes) - n_out) * batch
        z, a = work.z[outputs : outputs + n_out * batch], work.a[outputs : outputs + n_out * batch]
        for b in range(batch):
            total += example_loss(kind, z, a, y, b, n_out, batch)
            if task != REGRESSION and right(task, a, y, b, n_out, batch):
                hits += 1.0
    return total, hits


def means(settings, total, hits, n):
    """Mean loss and accuracy of n examples."""
    if n == 0:
        return NOTHING, NOTHING
    return total / n, (NOTHING if int(settings[TASK]) == REGRESSION else hits / n)


def copy_columns(matrix, first, count, rows):
    """Copy columns first .. first + count of a matrix into rows (matrix rows * count,)."""
    for i in range(matrix.shape[0]):
        source = matrix[i]
        for b in range(count):
            rows[i * count + b] = source[first + b]


def copy_rows(a, neuron, batch, first, matrix):
    """Copy the rows of an array for a batch, from a neuron on, into the columns first .. of a matrix (rows, n)."""
    for j in range(matrix.shape[0]):
        row, source = matrix[j], (neuron + j) * batch
        for b in range(batch):
            row[first + b] = a[source + b]


def record(net, settings, train, test, state, work, y, history):
    """Append the present step, epoch, losses and accuracies to history (rows, 6), by HISTORY."""
    begin_record(train, test, state)
    go_on_recording(int(state[TO_RECORD]), net, settings, train, test, state, work, y, history)


def begin_record(train, test, state):
    """All examples are still to be evaluated for a record."""
    state[TO_RECORD] = float(train.x.shape[1] + test.x.shape[1])
    state[TRAIN_TOTAL], state[TRAIN_HITS], state[TEST_TOTAL], state[TEST_HITS] = 0.0, 0.0, 0.0, 0.0


def go_on_recording(most, net, settings, train, test, state, work, y, history):
    """Evaluate up to `most` more examples for the record that is under way, and append it when these were the last.

    Training examples come first. Returns how many of `most` are left.
    """
    n, n_test = train.x.shape[1], test.x.shape[1]
    first = n + n_test - int(state[TO_RECORD])
    count = min(most, max(n - first, 0))
    state[TRAIN_TOTAL], state[TRAIN_HITS] = add_losses(
        net, settings, train, first, count, work, y, state[TRAIN_TOTAL], state[TRAIN_HITS]
    )
    first += count
    rest = min(most - count, n + n_test - first) if first >= n else 0
    state[TEST_TOTAL], state[TEST_HITS] = add_losses(
        net, settings, test, first - n, rest, work, y, state[TEST_TOTAL], state[TEST_HITS]
    )
    state[TO_RECORD] = float(n + n_test - first - rest)
    if state[TO_RECORD] == 0.0:
        row = history[int(state[HISTORY_ROWS])]
        row[0], row[1] = state[STEP], state[EPOCH]
        row[2], row[4] = means(settings, state[TRAIN_TOTAL], state[TRAIN_HITS], n)
        row[3], row[5] = means(settings, state[TEST_TOTAL], state[TEST_HITS], n_test)
        state[HISTORY_ROWS] += 1.0
    return most - count - rest


def recorded(epoch):
    """Whether the end of this epoch goes into the history: every one up to 1,000, then every 10th up to 10,000, ..."""
    grid = 1
    while grid * 1000 < epoch:
        grid *= 10
    return epoch % grid == 0


def next_gradient(net, settings, train, state, order, work, y, grads):
    """grads (P,) of the mean loss of the next batch, without penalties; where it starts in `order`, and its size."""
    first, batch = next_batch(settings, state, train.x.shape[1])
    take(train, order, first, batch, work.a, y)
    forward(net, work, batch)
    backward(net, int(settings[LOSS]), y, work, grads, batch)
    return first, batch


def next_update(net, memory, settings, state, batch, n, grads):
    """Update all that learns by the gradients of a batch, and count the step; whether an epoch of n examples ends."""
    penalties(net, settings, grads)
    update(net, memory, settings, state, grads)
    state[STEP] += 1.0
    state[POSITION] += batch
    ended = state[POSITION] >= n
    if ended:
        state[EPOCH] += 1.0
        state[POSITION] = 0.0
    return ended


def advance(steps, most, net, memory, settings, train, test, state, order, work, y, grads, history):
    """Take up to `steps` updates and return how many were taken.

    Fewer only if the history is full, if an update leaves a parameter that is not finite (state then names the step
    and the layer, and further calls go on regardless), or if a record for the history is under way after `most`
    examples (at least 1) were evaluated for records: the next call goes on with it, on the same parameters and data.
    order: (n,) int32; work, y: room for a batch; grads: (P,); history: (rows, 6). How a run is cut into calls changes
    no bit of it.
    """
    n = train.x.shape[1]
    if state[TO_RECORD] > 0.0:
        most = go_on_recording(most, net, settings, train, test, state, work, y, history)
    if state[TO_RECORD] > 0.0:
        return 0
    settle_order(settings, state, order)
    for taken in range(steps):
        if int(state[HISTORY_ROWS]) == len(history):
            return taken
        _, batch = next_gradient(net, settings, train, state, order, work, y, grads)
        ended = next_update(net, memory, settings, state, batch, n, grads)
        if ended or int(settings[ORDER_KIND]) == RANDOM:
            settle_order(settings, state, order)
        if ended and recorded(int(state[EPOCH])):
            begin_record(train, test, state)
            most = go_on_recording(most, net, settings, train, test, state, work, y, history)
        if state[DIVERGED_STEP] < 0.0 and not finite(net.params):
            state[DIVERGED_STEP], state[DIVERGED_LAYER] = state[STEP], float(broken_layer(net))
            return taken + 1
        if state[TO_RECORD] > 0.0:
            return taken + 1
    return steps


def trace(net, settings, y, work, grads):
    """One example through the network and back: its inputs stand in work.a, its target in y (n_out,).

    Fills work (one column) and grads (P,), and returns its loss.
    """
    forward(net, work, 1)
    backward(net, int(settings[LOSS]), y, work, grads, 1)
    n_out = net.sizes[len(net.activations)]
    start = neurons(net.sizes) - n_out
    return example_loss(int(settings[LOSS]), work.z[start:], work.a[start:], y, 0, n_out, 1)


def predict(net, x, work, outputs):
    """outputs (n_out, n) of the network for x (n_in, n); work: room for batches of BLOCK."""
    n, n_out = x.shape[1], net.sizes[len(net.activations)]
    for first in range(0, n, BLOCK):
        batch = min(BLOCK, n - first)
        copy_columns(x, first, batch, work.a)
        forward(net, work, batch)
        copy_rows(work.a, neurons(net.sizes) - n_out, batch, first, outputs)
