"""Data made by formulas: points on the plane or on a line, with a class or a value each.

circle, xor, gauss, spiral, plane and multi_gauss are those of TensorFlow Playground, with its formulas and its domain
of -6 to 6; noise 0.5 is its "50". In the others noise is a share of the shape's own size in the same spirit.
Classes are 0, 1, ...; where TensorFlow Playground says +1, the class is 1, and -1 is 0.
"""

import math

from .numbers import cos, sin
from .random import DATA, TWO_PI, generator, normal, uniform

DATASETS = (
    "circle", "xor", "gauss", "spiral", "moons", "checkerboard", "stripes", "blobs", "rings", "arms",
    "plane", "multi_gauss", "sine", "step", "sawtooth", "linear",
)  # fmt: skip
(
    CIRCLE, XOR, GAUSS, SPIRAL, MOONS, CHECKERBOARD, STRIPES, BLOBS, RINGS, ARMS,
    PLANE, MULTI_GAUSS, SINE, STEP, SAWTOOTH, LINEAR,
) = range(16)  # fmt: skip
DOMAIN = 6.0
SCATTER = -1  # in the place of a dataset's number: random numbers of its own
BUMPS = ((-4.0, 2.5, 1.0), (0.0, 2.5, -1.0), (4.0, 2.5, 1.0), (-4.0, -2.5, -1.0), (0.0, -2.5, 1.0), (4.0, -2.5, -1.0))


def circle(state, noise, label):
    """A disc of class 1 (radius 0 to 2.5) in a ring of class 0 (3.5 to 5); noise moves the point that is judged."""
    low, high = (0.0, 2.5) if label == 1 else (3.5, 5.0)
    state, radius = uniform(state, low, high)
    state, angle = uniform(state, 0.0, TWO_PI)
    x, y = radius * sin(angle), radius * cos(angle)
    state, dx = uniform(state, -5.0, 5.0)
    state, dy = uniform(state, -5.0, 5.0)
    dx, dy = x + noise * dx, y + noise * dy
    return state, x, y, 1.0 if math.sqrt(dx * dx + dy * dy) < 2.5 else 0.0


def xor(state, noise):
    """Class 1 where x1 and x2 have the same sign; 0.3 is left free along the axes."""
    state, x = uniform(state, -5.0, 5.0)
    state, y = uniform(state, -5.0, 5.0)
    x += 0.3 if x > 0.0 else -0.3
    y += 0.3 if y > 0.0 else -0.3
    state, dx = uniform(state, -5.0, 5.0)
    state, dy = uniform(state, -5.0, 5.0)
    return state, x, y, 1.0 if (x + noise * dx) * (y + noise * dy) >= 0.0 else 0.0


def gauss(state, noise, label):
    """Two round clouds around (2, 2) and (-2, -2); the variance goes from 0.5 to 4 as noise goes from 0 to 0.5."""
    centre = 2.0 if label == 1 else -2.0
    deviation = math.sqrt(0.5 + 7.0 * noise)
    state, x = normal(state, centre, deviation)
    state, y = normal(state, centre, deviation)
    return state, x, y, float(label)


def arm(state, noise, along, turns, start, label):
    """A point at `along` (0 to 1) on a spiral arm of radius 5."""
    radius = 5.0 * along
    angle = turns * along * TWO_PI + start
    state, dx = uniform(state, -1.0, 1.0)
    state, dy = uniform(state, -1.0, 1.0)
    return state, radius * sin(angle) + noise * dx, radius * cos(angle) + noise * dy, float(label)


def moons(state, noise, label):
    """Two half circles of radius 3 that hold each other."""
    state, angle = uniform(state, 0.0, 0.5 * TWO_PI)
    state, dx = normal(state, 0.0, 3.0 * noise)
    state, dy = normal(state, 0.0, 3.0 * noise)
    x, y = 3.0 * cos(angle) - 1.5, 3.0 * sin(angle) - 0.75
    sign = 1.0 if label == 1 else -1.0
    return state, sign * x + dx, sign * y + dy, float(label)


def cells(state, noise, columns, rows):
    """Class by the parity of the cell in a grid of columns x rows over -5..5; noise moves the point that is judged."""
    state, x = uniform(state, -5.0, 5.0)
    state, y = uniform(state, -5.0, 5.0)
    state, dx = uniform(state, -5.0, 5.0)
    state, dy = uniform(state, -5.0, 5.0)
    column = math.floor((x + noise * dx + 5.0) * columns / 10.0)
    row = math.floor((y + noise * dy + 5.0) * rows / 10.0)
    return state, x, y, 1.0 if (int(column) + int(row)) & 1 else 0.0


def blob(state, noise, label, classes):
    """Round clouds on a circle of radius 3.5, one a class."""
    angle = TWO_PI * label / classes
    deviation = 0.6 + 2.0 * noise
    state, x = normal(state, 3.5 * sin(angle), deviation)
    state, y = normal(state, 3.5 * cos(angle), deviation)
    return state, x, y, float(label)


def ring(state, noise, label, classes):
    """Rings around the centre, one a class, the first innermost."""
    width = 5.0 / classes
    state, radius = uniform(state, (label + 0.1) * width, (label + 0.9) * width)
    state, angle = uniform(state, 0.0, TWO_PI)
    state, dx = normal(state, 0.0, width * noise)
    state, dy = normal(state, 0.0, width * noise)
    return state, radius * sin(angle) + dx, radius * cos(angle) + dy, float(label)


def plane(state, noise):
    """(x1 + x2) / 10, over -6..6; noise moves the point that is judged."""
    state, x = uniform(state, -6.0, 6.0)
    state, y = uniform(state, -6.0, 6.0)
    state, dx = uniform(state, -6.0, 6.0)
    state, dy = uniform(state, -6.0, 6.0)
    return state, x, y, (x + noise * dx + y + noise * dy) / 10.0


def multi_gauss(state, noise):
    """Six bumps, three up and three down: at each place the strongest of max(0, 1 - distance / 2), with its sign."""
    state, x = uniform(state, -6.0, 6.0)
    state, y = uniform(state, -6.0, 6.0)
    state, dx = uniform(state, -6.0, 6.0)
    state, dy = uniform(state, -6.0, 6.0)
    value = 0.0
    for bump in BUMPS:
        u, v = x + noise * dx - bump[0], y + noise * dy - bump[1]
        height = 1.0 - math.sqrt(u * u + v * v) / 2.0
        if height > abs(value):
            value = bump[2] * height
    return state, x, y, value


def on_a_line(kind, state, noise):
    """x in -6..6 and a value: sine sin x, step -1 or 1, sawtooth rising from -1 to 1 three times, linear x / 6."""
    state, x = uniform(state, -6.0, 6.0)
    state, e = normal(state, 0.0, noise)
    value = x / 6.0
    if kind == SINE:
        value = sin(x)
    elif kind == STEP:
        value = 1.0 if x >= 0.0 else -1.0
    elif kind == SAWTOOTH:
        value = 2.0 * (x / 4.0 - math.floor(x / 4.0)) - 1.0
    return state, x, value + e


def generate(kind, seed, noise, classes, x, y):
    """Fill x (2 or 1, n) and y (n,) with n points and their class or value; noise: 0 to 1.

    Classes alternate, so that every class has its share of any n.
    """
    state = generator(seed, DATA, kind)
    n = len(y)
    for k in range(n):
        if kind >= SINE:
            state, x[0, k], y[k] = on_a_line(kind, state, noise)
        elif kind == CIRCLE:
            state, x[0, k], x[1, k], y[k] = circle(state, noise, 1 - k % 2)
        elif kind == XOR:
            state, x[0, k], x[1, k], y[k] = xor(state, noise)
        elif kind == GAUSS:
            state, x[0, k], x[1, k], y[k] = gauss(state, noise, 1 - k % 2)
        elif kind == SPIRAL:
            along = (k // 2) / ((n + 1) // 2)
            start = 0.5 * TWO_PI * (k % 2)
            state, x[0, k], x[1, k], y[k] = arm(state, noise, along, 1.75, start, 1 - k % 2)
        elif kind == MOONS:
            state, x[0, k], x[1, k], y[k] = moons(state, noise, 1 - k % 2)
        elif kind == CHECKERBOARD:
            state, x[0, k], x[1, k], y[k] = cells(state, noise, 4.0, 4.0)
        elif kind == STRIPES:
            state, x[0, k], x[1, k], y[k] = cells(state, noise, 6.0, 1.0)
        elif kind == BLOBS:
            state, x[0, k], x[1, k], y[k] = blob(state, noise, k % classes, classes)
        elif kind == RINGS:
            state, x[0, k], x[1, k], y[k] = ring(state, noise, k % classes, classes)
        elif kind == ARMS:
            along = (k // classes) / ((n + classes - 1) // classes)
            start = TWO_PI * (k % classes) / classes
            state, x[0, k], x[1, k], y[k] = arm(state, noise, along, 0.75, start, k % classes)
        elif kind == PLANE:
            state, x[0, k], x[1, k], y[k] = plane(state, noise)
        elif kind == MULTI_GAUSS:
            state, x[0, k], x[1, k], y[k] = multi_gauss(state, noise)


def scatter(seed, noise, columns, judged):
    """columns (2, n): points anywhere on the plane; judged (2, n): where noise moves them for a formula to judge."""
    state = generator(seed, DATA, SCATTER)
    for k in range(columns.shape[1]):
        for c in range(2):
            state, columns[c, k] = uniform(state, -DOMAIN, DOMAIN)
        for c in range(2):
            state, d = uniform(state, -DOMAIN, DOMAIN)
            judged[c, k] = columns[c, k] + noise * d
