"""Optimizers: from gradients to new parameters; formulas and defaults of PyTorch's torch.optim.

p parameter, g gradient, lr learning rate; `first` and `second` are the optimizer's memory, (P,) each and 0 at the
start; t counts its updates from 1.
"""

import math

from .numbers import power

OPTIMIZERS = ("sgd", "rmsprop", "adagrad", "adam", "adamw")
SGD, RMSPROP, ADAGRAD, ADAM, ADAMW = range(5)


def sgd(params, grads, first, lr, momentum, nesterov):
    """v = momentum v + g; p -= lr v, or with Nesterov's correction p -= lr (g + momentum v)"""
    if momentum == 0.0:
        for k in range(len(params)):
            params[k] -= lr * grads[k]
    elif nesterov:
        for k in range(len(params)):
            first[k] = momentum * first[k] + grads[k]
            params[k] -= lr * (grads[k] + momentum * first[k])
    else:
        for k in range(len(params)):
            first[k] = momentum * first[k] + grads[k]
            params[k] -= lr * first[k]


def rmsprop(params, grads, first, second, lr, momentum, alpha, eps):
    """s = alpha s + (1 - alpha) g^2; v = momentum v + g / (sqrt(s) + eps); p -= lr v (Tieleman and Hinton, 2012)"""
    for k in range(len(params)):
        second[k] = alpha * second[k] + (1.0 - alpha) * grads[k] * grads[k]
        first[k] = momentum * first[k] + grads[k] / (math.sqrt(second[k]) + eps)
        params[k] -= lr * first[k]


def adagrad(params, grads, second, lr, eps):
    """s = s + g^2; p -= lr g / (sqrt(s) + eps) (Duchi et al., 2011)"""
    for k in range(len(params)):
        second[k] += grads[k] * grads[k]
        params[k] -= lr * grads[k] / (math.sqrt(second[k]) + eps)


def adam(params, grads, first, second, lr, beta1, beta2, eps, t):
    """m = beta1 m + (1 - beta1) g; s = beta2 s + (1 - beta2) g^2; with both divided by 1 - beta^t,
    p -= lr m / (sqrt(s) + eps) (Kingma and Ba, 2015)"""
    rate = lr / (1.0 - power(beta1, t))
    root = math.sqrt(1.0 - power(beta2, t))
    for k in range(len(params)):
        first[k] = beta1 * first[k] + (1.0 - beta1) * grads[k]
        second[k] = beta2 * second[k] + (1.0 - beta2) * grads[k] * grads[k]
        params[k] -= rate * first[k] / (math.sqrt(second[k]) / root + eps)


def decay(params, amount):
    """p -= amount p, the decoupled weight decay of AdamW (Loshchilov and Hutter, 2019)"""
    for k in range(len(params)):
        params[k] *= 1.0 - amount


def penalty(w, l1, l2):
    """l1 sign(w) + l2 w: what the penalties add to a weight's gradient."""
    return l2 * w + (l1 if w > 0.0 else -l1 if w < 0.0 else 0.0)


def penalize(weights, grads, l1, l2):
    """g += l1 sign(w) + l2 w, for a layer's weights (not its biases)."""
    for k in range(len(weights)):
        grads[k] += penalty(weights[k], l1, l2)
