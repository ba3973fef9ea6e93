"""From a table's columns to what the network sees: standardising, features, targets, and back to the data's units."""

import math

from .formulas import BLOCK, calculate
from .random import SPLIT, generator, shuffle


def split(seed, order):
    """Fill `order` (n,) int32 with the rows in random order: the first are for training, the rest for the test."""
    for k in range(len(order)):
        order[k] = k
    shuffle(generator(seed, SPLIT, 0), order)


def fit(x, mean, scale):
    """mean and scale (k,), the standard deviation, of the rows of x (k, n); a constant has scale 1."""
    n = x.shape[1]
    for i in range(x.shape[0]):
        total = 0.0
        for k in range(n):
            total += x[i, k]
        mean[i] = total / n
        squares = 0.0
        for k in range(n):
            squares += (x[i, k] - mean[i]) * (x[i, k] - mean[i])
        deviation = math.sqrt(squares / n)
        scale[i] = deviation if deviation > 0.0 else 1.0


def features(formulas, columns, rows, block, x):
    """x (n_in, rows): the formulas' values at those rows of columns (k, n); block: (k, BLOCK), room."""
    for first in range(0, len(rows), BLOCK):
        count = min(BLOCK, len(rows) - first)
        for c in range(columns.shape[0]):
            for b in range(count):
                block[c, b] = columns[c, rows[first + b]]
        for k in range(x.shape[0]):
            calculate(formulas, k, block, count, x[k, first : first + count])


def standardize(x, mean, scale):
    """x (n_in, n) less its mean and over its scale (n_in,), in place."""
    for i in range(x.shape[0]):
        for k in range(x.shape[1]):
            x[i, k] = (x[i, k] - mean[i]) / scale[i]


def class_targets(values, rows, low, high, y):
    """y (n_out, rows) from class numbers: one output has `high` for class 1; of several, the class's own has it."""
    for j in range(y.shape[0]):
        wanted = 1 if y.shape[0] == 1 else j
        for k in range(len(rows)):
            y[j, k] = high if int(values[rows[k]]) == wanted else low


def value_targets(values, rows, y):
    """y (n_out, rows) from values (n_out, n)."""
    for j in range(y.shape[0]):
        for k in range(len(rows)):
            y[j, k] = values[j, rows[k]]


def in_units(x, mean, scale):
    """Undo `standardize`, in place."""
    for i in range(x.shape[0]):
        for k in range(x.shape[1]):
            x[i, k] = x[i, k] * scale[i] + mean[i]


def weights_in_units(weights, biases, mean, scale, target_mean, target_scale):
    """A single layer's weights (n_out, n_in) and biases (n_out,) as they read in the data's own units, in place.

    From y' = sum w x' + b with x' = (x - mean) / scale and y = y' target_scale + target_mean; mean, scale: (n_in,),
    target_mean, target_scale: (n_out,).
    """
    for j in range(weights.shape[0]):
        for i in range(weights.shape[1]):
            weights[j, i] /= scale[i]
            biases[j] -= weights[j, i] * mean[i]
            weights[j, i] *= target_scale[j]
        biases[j] = biases[j] * target_scale[j] + target_mean[j]
