"""From a table's columns to what the network sees: standardising, features, targets, and back to the data's units."""

import math

from .numbers import sin
from .random import SPLIT, generator, shuffle

FEATURES = ("column", "square", "product", "sin")
COLUMN, SQUARE, PRODUCT, SINE = range(4)


def split(seed, order):
    """Fill `order` (n,) int32 with the rows in random order: the first are for training, the rest for the test."""
    for k in range(len(order)):
        order[k] = k
    shuffle(generator(seed, SPLIT, 0), order)


def fit(columns, rows, mean, scale):
    """mean and scale (k,), the standard deviation, of columns (k, n) over the given rows; a constant has scale 1."""
    for c in range(columns.shape[0]):
        total = 0.0
        for r in rows:
            total += columns[c, r]
        mean[c] = total / len(rows)
        squares = 0.0
        for r in rows:
            squares += (columns[c, r] - mean[c]) * (columns[c, r] - mean[c])
        deviation = math.sqrt(squares / len(rows))
        scale[c] = deviation if deviation > 0.0 else 1.0


def feature(kind, first, second):
    """An input of the network from standardised columns: c, c^2, c d or sin c."""
    if kind == SQUARE:
        return first * first
    if kind == PRODUCT:
        return first * second
    if kind == SINE:
        return sin(first)
    return first


def features(kinds, firsts, seconds, columns, mean, scale, rows, x):
    """x (n_in, rows): input i is feature kinds[i] of standardised columns firsts[i] and seconds[i], at those rows."""
    for i in range(len(kinds)):
        c, d = firsts[i], seconds[i]
        for k in range(len(rows)):
            r = rows[k]
            x[i, k] = feature(kinds[i], (columns[c, r] - mean[c]) / scale[c], (columns[d, r] - mean[d]) / scale[d])


def class_targets(values, rows, low, high, y):
    """y (n_out, rows) from class numbers: one output has `high` for class 1; of several, the class's own has it."""
    for j in range(y.shape[0]):
        wanted = 1 if y.shape[0] == 1 else j
        for k in range(len(rows)):
            y[j, k] = high if int(values[rows[k]]) == wanted else low


def value_targets(values, rows, mean, scale, y):
    """y (1, rows) from values, standardised."""
    for k in range(len(rows)):
        y[0, k] = (values[rows[k]] - mean) / scale


def in_units(values, mean, scale):
    """Undo standardising, in place: values (n,) become values * scale + mean."""
    for k in range(len(values)):
        values[k] = values[k] * scale + mean


def weights_in_units(weights, biases, mean, scale, target_mean, target_scale):
    """A single layer's weights (n_out, n_in) and biases (n_out,) as they read in the data's own units, in place.

    From y' = sum w x' + b with x' = (x - mean) / scale and y = y' target_scale + target_mean.
    """
    for j in range(weights.shape[0]):
        for i in range(weights.shape[1]):
            weights[j, i] /= scale[i]
            biases[j] -= weights[j, i] * mean[i]
            weights[j, i] *= target_scale
        biases[j] = biases[j] * target_scale + target_mean
