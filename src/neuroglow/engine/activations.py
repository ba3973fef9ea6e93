"""Activation functions, each beside its derivative; definitions and defaults of PyTorch's torch.nn.

`f(z)` is the activation, `f_slope(z, a)` its derivative at z; a = f(z) is known by then and often the shorter way.
"""

from .numbers import cos, erf, exp, log1p, sin, tanh

ACTIVATIONS = (
    "identity", "relu", "leaky_relu", "elu", "gelu", "silu", "softplus", "tanh", "sigmoid", "sin", "softmax",
)  # fmt: skip
IDENTITY, RELU, LEAKY_RELU, ELU, GELU, SILU, SOFTPLUS, TANH, SIGMOID, SIN, SOFTMAX = range(11)


def relu(z):
    """max(0, z)"""
    return z if z > 0.0 else 0.0 * z  # 0 * z keeps a NaN a NaN


def relu_slope(z, a):
    """1 where z > 0, else 0"""
    return 1.0 if z > 0.0 else 0.0


def leaky_relu(z):
    """z where z > 0, else 0.01 z"""
    return z if z > 0.0 else 0.01 * z


def leaky_relu_slope(z, a):
    """1 where z > 0, else 0.01"""
    return 1.0 if z > 0.0 else 0.01


def elu(z):
    """z where z > 0, else e^z - 1"""
    return z if z > 0.0 else exp(z) - 1.0


def elu_slope(z, a):
    """1 where z > 0, else e^z = a + 1"""
    return 1.0 if z > 0.0 else a + 1.0


def gelu(z):
    """z Phi(z) with Phi(z) = (1 + erf(z / sqrt 2)) / 2, the normal distribution (Hendrycks and Gimpel, 2016)"""
    return z * (0.5 + 0.5 * erf(z * 0.7071067811865476))


def gelu_slope(z, a):
    """Phi(z) + z phi(z) with phi(z) = e^(-z^2 / 2) / sqrt(2 pi)"""
    return 0.5 + 0.5 * erf(z * 0.7071067811865476) + z * exp(-0.5 * z * z) * 0.3989422804014327


def sigmoid(z):
    """1 / (1 + e^-z), written so that e^ never overflows"""
    e = exp(-abs(z))
    return (1.0 if z >= 0.0 else e) / (1.0 + e)


def sigmoid_slope(z, a):
    """a (1 - a)"""
    return a * (1.0 - a)


def silu(z):
    """z sigmoid(z)"""
    return z * sigmoid(z)


def silu_slope(z, a):
    """s + z s (1 - s) with s = sigmoid(z)"""
    s = sigmoid(z)
    return s + a * (1.0 - s)


def softplus(z):
    """ln(1 + e^z)"""
    return (z if z > 0.0 else 0.0 * z) + log1p(exp(-abs(z)))


def softplus_slope(z, a):
    """sigmoid(z)"""
    return sigmoid(z)


def tanh_slope(z, a):
    """1 - a^2"""
    return 1.0 - a * a


def sin_slope(z, a):
    """cos z"""
    return cos(z)


def softmax(z, a, rows, batch):
    """a_j = e^(z_j - m) / sum_k e^(z_k - m), m the largest z; z and a: (rows * batch,), one column an example."""
    for b in range(batch):
        largest = z[b]
        for j in range(1, rows):
            largest = z[j * batch + b] if z[j * batch + b] > largest else largest
        total = 0.0
        for j in range(rows):
            a[j * batch + b] = exp(z[j * batch + b] - largest)
            total += a[j * batch + b]
        for j in range(rows):
            a[j * batch + b] /= total


def activate(kind, z, a, rows, batch):
    """a = f(z) for the `rows` neurons of a layer and a batch of examples; z and a: (rows * batch,)."""
    n = rows * batch
    if kind == IDENTITY:
        for k in range(n):
            a[k] = z[k]
    elif kind == RELU:
        for k in range(n):
            a[k] = relu(z[k])
    elif kind == LEAKY_RELU:
        for k in range(n):
            a[k] = leaky_relu(z[k])
    elif kind == ELU:
        for k in range(n):
            a[k] = elu(z[k])
    elif kind == GELU:
        for k in range(n):
            a[k] = gelu(z[k])
    elif kind == SILU:
        for k in range(n):
            a[k] = silu(z[k])
    elif kind == SOFTPLUS:
        for k in range(n):
            a[k] = softplus(z[k])
    elif kind == TANH:
        for k in range(n):
            a[k] = tanh(z[k])
    elif kind == SIGMOID:
        for k in range(n):
            a[k] = sigmoid(z[k])
    elif kind == SIN:
        for k in range(n):
            a[k] = sin(z[k])
    elif kind == SOFTMAX:
        softmax(z, a, rows, batch)


def times_slope(kind, z, a, delta):
    """delta *= f'(z): from dC/da to dC/dz; z, a and delta: (n,). Softmax never comes here: see losses.py."""
    n = len(delta)
    if kind == RELU:
        for k in range(n):
            delta[k] *= relu_slope(z[k], a[k])
    elif kind == LEAKY_RELU:
        for k in range(n):
            delta[k] *= leaky_relu_slope(z[k], a[k])
    elif kind == ELU:
        for k in range(n):
            delta[k] *= elu_slope(z[k], a[k])
    elif kind == GELU:
        for k in range(n):
            delta[k] *= gelu_slope(z[k], a[k])
    elif kind == SILU:
        for k in range(n):
            delta[k] *= silu_slope(z[k], a[k])
    elif kind == SOFTPLUS:
        for k in range(n):
            delta[k] *= softplus_slope(z[k], a[k])
    elif kind == TANH:
        for k in range(n):
            delta[k] *= tanh_slope(z[k], a[k])
    elif kind == SIGMOID:
        for k in range(n):
            delta[k] *= sigmoid_slope(z[k], a[k])
    elif kind == SIN:
        for k in range(n):
            delta[k] *= sin_slope(z[k], a[k])
