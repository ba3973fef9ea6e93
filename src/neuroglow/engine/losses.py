"""Losses, each beside its gradient: what one output a costs when y was wanted, and how that cost changes with a.

The loss of an example adds up its outputs (mse, mae, huber and bce take their mean), the loss of a batch is the mean
over its examples, all as in PyTorch. bce and cross_entropy are computed from the pre-activations z, together with the
sigmoid or softmax that they go with: so no logarithm of 0 can appear, and the gradient for z is simply a - y.
"""

from .activations import softmax, times_slope
from .numbers import exp, log, log1p

LOSSES = ("mse", "sse", "half_sse", "mae", "huber", "bce", "cross_entropy")
MSE, SSE, HALF_SSE, MAE, HUBER, BCE, CROSS_ENTROPY = range(7)


def half_square(a, y):
    """(a - y)^2 / 2"""
    return 0.5 * (a - y) * (a - y)


def half_square_gradient(a, y):
    """a - y"""
    return a - y


def square(a, y):
    """(a - y)^2"""
    return (a - y) * (a - y)


def square_gradient(a, y):
    """2 (a - y)"""
    return 2.0 * (a - y)


def absolute(a, y):
    """|a - y|"""
    return abs(a - y)


def absolute_gradient(a, y):
    """The sign of a - y, and 0 at 0"""
    return 1.0 if a > y else -1.0 if a < y else a - y


def huber(a, y):
    """(a - y)^2 / 2 where |a - y| < 1, else |a - y| - 1/2 (Huber, 1964)"""
    e = abs(a - y)
    return 0.5 * e * e if e < 1.0 else e - 0.5


def huber_gradient(a, y):
    """a - y, held between -1 and 1"""
    e = a - y
    return 1.0 if e > 1.0 else -1.0 if e < -1.0 else e


def binary_cross_entropy(z, y):
    """-y ln s - (1 - y) ln(1 - s) with s = sigmoid(z), which is max(z, 0) - z y + ln(1 + e^-|z|)"""
    return (z if z > 0.0 else 0.0 * z) - z * y + log1p(exp(-abs(z)))


def binary_cross_entropy_gradient(a, y):
    """a - y with a = sigmoid(z): the gradient for z itself"""
    return a - y


def log_sum_exp(z, b, rows, batch):
    """ln sum_j e^(z_j) of example b; z: (rows * batch,)."""
    largest = z[b]
    for j in range(1, rows):
        largest = z[j * batch + b] if z[j * batch + b] > largest else largest
    total = 0.0
    for j in range(rows):
        total += exp(z[j * batch + b] - largest)
    return largest + log(total)


def share(kind, rows):
    """What each output's cost is multiplied by: 1 / rows for losses that are a mean over the outputs, else 1."""
    return 1.0 / rows if kind in (MSE, MAE, HUBER, BCE) else 1.0


def output_loss(kind, z, a, y):
    """What one output costs, before `share`; any loss but cross_entropy, whose outputs belong together."""
    if kind == HALF_SSE:
        return half_square(a, y)
    if kind in (SSE, MSE):
        return square(a, y)
    if kind == MAE:
        return absolute(a, y)
    if kind == HUBER:
        return huber(a, y)
    return binary_cross_entropy(z, y)


def example_loss(kind, z, a, y, b, rows, batch):
    """The loss of example b of a batch; z, a and y: (rows * batch,), one column an example."""
    total = 0.0
    if kind == CROSS_ENTROPY:  # sum_j y_j (ln sum_k e^(z_k) - z_j)
        normaliser = log_sum_exp(z, b, rows, batch)
        for j in range(rows):
            if y[j * batch + b] != 0.0:
                total += y[j * batch + b] * (normaliser - z[j * batch + b])
        return total
    for j in range(rows):
        k = j * batch + b
        total += output_loss(kind, z[k], a[k], y[k])
    return total * share(kind, rows)


def class_losses(sums, powers, shares, losses):
    """powers, shares and losses (n, classes) of sums (n, classes): e^sum, the softmax of each row, and what
    cross_entropy costs with it whichever class is the right one: -ln of each share, finite also where that is 0.
    """
    n, classes = sums.shape
    for k in range(n):
        row = sums[k]
        softmax(row, shares[k], classes, 1)
        normaliser = log_sum_exp(row, 0, classes, 1)
        for j in range(classes):
            powers[k, j] = exp(row[j])
            losses[k, j] = normaliser - row[j]


def surprise(shares, losses):
    """losses (n,): -ln of shares (n,), what cross_entropy costs if the right class has this share."""
    for k in range(len(shares)):
        losses[k] = 0.0 - log(shares[k])  # not -0 for a share of 1


def constant_loss(kind, y):
    """The mean loss of the same answer to every example, the mean of the targets y (n_out, n): knowing no inputs."""
    rows, n = y.shape
    total = 0.0
    for j in range(rows):
        mean = 0.0
        for b in range(n):
            mean += y[j, b]
        mean /= n
        certain = not 0.0 < mean < 1.0
        if kind == CROSS_ENTROPY:
            total -= 0.0 if certain else n * mean * log(mean)
        elif kind != BCE or not certain:
            z = log(mean / (1.0 - mean)) if kind == BCE else 0.0
            for b in range(n):
                total += output_loss(kind, z, mean, y[j, b])
    return total / n * share(kind, rows)


def output_delta(kind, activation, z, a, y, delta, rows, batch):
    """delta = dC/dz of the output layer, C the mean loss of the batch; z, a, y and delta: (rows * batch,)."""
    if kind in (CROSS_ENTROPY, BCE):
        scale = share(kind, rows) / batch
        for k in range(rows * batch):
            delta[k] = scale * (a[k] - y[k])
        return
    output_pull(kind, a, y, delta, rows, batch)
    times_slope(activation, z, a, delta)


def output_pull(kind, a, y, pull, rows, batch):
    """pull = dC/da of the output layer, for losses that are computed from a; a, y and pull: (rows * batch,)."""
    n = rows * batch
    scale = share(kind, rows) / batch
    if kind == HALF_SSE:
        for k in range(n):
            pull[k] = scale * half_square_gradient(a[k], y[k])
    elif kind in (SSE, MSE):
        for k in range(n):
            pull[k] = scale * square_gradient(a[k], y[k])
    elif kind == MAE:
        for k in range(n):
            pull[k] = scale * absolute_gradient(a[k], y[k])
    elif kind == HUBER:
        for k in range(n):
            pull[k] = scale * huber_gradient(a[k], y[k])
