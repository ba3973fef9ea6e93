"""Where a network's neurons stand in a picture of so many pixels: the page and films draw them there.

Nothing here depends on a run's numbers. Layers stand side by side, neurons above each other as large as there is room
for; where they would be cramped, layers get several columns. Inputs that are pixels are one image.
"""

import math
from typing import NamedTuple

import numpy as np

TOP, BOTTOM = 60.0, 52.0  # room above and below the neurons
COMPACT_TOP, COMPACT_BOTTOM, COMPACT_COLUMN = 38.0, 20.0, 40.0  # where a network is one of several
SMALLEST, LARGEST = 18.0, 96.0  # sides of a neuron's square
SQUARE = 0.76  # share of the distance between two neurons that their squares take
CRAMPED, WRAPPED, COLUMNS = 30.0, 48.0, 5  # smaller squares get several columns, at most so many, of larger ones
BESIDE, GAP = 8.0, 30.0  # between the columns of a layer, and at least between two layers
NARROW, NARROW_SIZE = 600.0, 34.0  # a picture that is narrower has smaller neurons
COLUMN, NARROW_COLUMN = 74.0, 66.0  # at least from a layer to the next
CHARACTER = 7.2  # about the width of a letter of a name
LARGEST_IMAGE = 280.0
PICTURE = ("width", "size", "image_left", "image_top", "image_width", "image_height")


class Room(NamedTuple):
    """What there is room for. across: columns of the image, 0: none; slots: rows of the first layer, without one.

    shown: (layers,) neurons; width, height: of the picture, and between its upper and its lower edge; margins: left and
    right together; fitting: neurons that fit above each other; ideal: the side of a square that nothing hinders.
    """

    shown: np.ndarray
    slots: int
    across: int
    image_width: float
    width: float
    height: float
    margins: float
    ideal: float
    fitting: int


class Columns(NamedTuple):
    """An arrangement of squares of one size: `most` above each other, `pitch` apart, with `gap` between layers."""

    size: float
    most: int
    pitch: float
    gap: float


def margin(longest, width, layers):
    """Room for names beside a layer, the longest of so many letters; more of it where there are few layers."""
    return min(width * (0.15 if layers > 3 else 0.24), min(132.0, max(30.0, 18.0 + longest * CHARACTER)))


def image_cell(across, down, width, room):
    """The side of a pixel of an image that is as large as there is room for beside the network."""
    return min(min(LARGEST_IMAGE, width * 0.3) / across, min(LARGEST_IMAGE, room * 0.7) / down)


def count_of(room, layer):
    """Squares of a layer: its neurons, what could be an input, or one image."""
    return room.shown[layer] if layer > 0 else 1 if room.across > 0 else room.slots


def columns_of(room, layer, most):
    """Columns of a layer. Inputs and outputs have their names beside them, and so one column."""
    if layer == 0 or layer == len(room.shown) - 1:
        return 1
    return min(COLUMNS, -(-count_of(room, layer) // most))


def rows_of(room, layer, most):
    return min(-(-count_of(room, layer) // columns_of(room, layer, most)), room.fitting)


def width_of(room, layer, size, most):
    """How wide a layer is."""
    if layer == 0 and room.across > 0:
        return room.image_width
    columns = columns_of(room, layer, most)
    return columns * size + (columns - 1) * BESIDE


def arrange(room, size):
    """How squares of this size are arranged."""
    most = max(1, math.floor((room.height * SQUARE) / size))
    rows, taken = 1, 0.0
    for layer in range(len(room.shown)):
        rows = max(rows, rows_of(room, layer, most))
        taken += width_of(room, layer, size, most)
    gap = (room.width - (room.margins + taken)) / (len(room.shown) - 1)
    return Columns(size, most, min(room.height / rows, room.ideal * 1.5), gap)


def fits(room, size):
    """Whether squares of this size have room, in several columns where need be."""
    columns = arrange(room, size)
    inputs = rows_of(room, 0, columns.most)
    return columns.gap >= 2.0 * size and columns.pitch * SQUARE >= size and inputs <= room.fitting


def best_size(room, compact):
    """The side of a neuron's square."""
    rows = 1
    for layer in range(len(room.shown)):
        rows = max(rows, min(count_of(room, layer), room.fitting))
    single = min(room.ideal, (room.height / rows) * SQUARE)
    size = float(math.floor(max(SMALLEST, single)))  # larger ones would not fit into the column
    if single >= CRAMPED or compact:
        return size
    larger = float(math.floor(min(room.ideal, WRAPPED) + 0.5))
    while larger > size and not fits(room, larger):
        larger -= 1.0
    return max(size, larger)


def row_at(row, rows, middle, pitch):
    """The y of a row of so many around a middle."""
    return middle + (row - (rows - 1) / 2) * pitch


def place_inputs(slots, here, x, slot_ys, xs, ys):
    """Inputs stand where their slots are; how many have one."""
    for neuron in range(here):
        found = -1
        for slot in range(len(slots)):
            if slots[slot] == neuron:
                found = slot
                break
        if not 0 <= found < len(slot_ys):
            return neuron
        xs[neuron], ys[neuron] = x, slot_ys[found]
    return here


def place_pixels(here, across, cell, left, top, xs, ys):
    """Pixels stand row by row."""
    for pixel in range(here):
        xs[pixel] = left + (0.5 + pixel % across) * cell
        ys[pixel] = top + (0.5 + pixel // across) * cell


def place_layer(here, start, rows, columns, middle, arrangement, xs, ys):
    """Neurons stand column by column; the last column may have fewer, and then stands in the middle, too."""
    size, pitch = arrangement.size, arrangement.pitch
    drawn = min(here, rows * columns)
    short = (rows * columns - drawn) * (pitch / 2)
    last = (columns - 1) * rows
    for neuron in range(drawn):
        xs[neuron] = start + size / 2 + (neuron // rows) * (size + BESIDE)
        ys[neuron] = row_at(neuron % rows, rows, middle, pitch) + (short if neuron >= last else 0.0)
    return drawn


def lay_out(
    width, height, compact, across, down, longest_input, longest_output, shown, slots, xs, ys, slot_ys, middles, sides,
    drawn, picture,
):  # fmt: skip
    """Where everything stands in a picture of width x height pixels; see exports.lay_out."""
    layers, narrow, image = len(shown), width < NARROW, across > 0
    top, bottom = (COMPACT_TOP, COMPACT_BOTTOM) if compact else (TOP, BOTTOM)
    free = max(SMALLEST, height - top - bottom)
    side = image_cell(across, down, width, free) if image else 0.0
    image_width, image_height = side * across, side * down
    left = (14.0 if narrow else 28.0) if image else margin(longest_input, width, layers)
    right = margin(longest_output, width, layers)
    ideal = min(LARGEST, max(44.0, min(width / 17.0, height / 14.0)))
    ideal = min(ideal, NARROW_SIZE) if narrow else ideal
    fitting = max(1, math.floor(free / (SMALLEST + 6.0)))
    room = Room(shown, len(slots), across, image_width, width, free, left + right, ideal, fitting)
    size = best_size(room, compact)
    columns = arrange(room, size)
    least = COMPACT_COLUMN if compact else NARROW_COLUMN if narrow else COLUMN
    gap = max(max(0.0 if compact else GAP, least - size), columns.gap)
    middle = top + free / 2

    rows = 0 if image else rows_of(room, 0, columns.most)
    for row in range(rows):
        slot_ys[row] = row_at(row, rows, middle, columns.pitch)
    image_top = top + (free - image_height) / 2
    edge, at = left, 0
    for layer in range(layers):
        start, here, wide = edge, shown[layer], width_of(room, layer, size, columns.most)
        edge += wide + gap
        middles[layer] = float(math.floor(start + wide / 2 + 0.5))
        sides[layer] = size
        if layer > 0:
            rows, count = rows_of(room, layer, columns.most), columns_of(room, layer, columns.most)
            drawn[layer] = place_layer(here, start, rows, count, middle, columns, xs[at:], ys[at:])
        elif image:
            sides[0] = image_width / across
            place_pixels(here, across, sides[0], start, image_top, xs, ys)
            drawn[0] = here
        else:
            drawn[0] = place_inputs(slots, here, middles[0], slot_ys[:rows], xs, ys)
        at += here
    picture[0] = max(width, float(math.floor(edge - gap + right + 0.5)))
    picture[1] = size
    picture[2], picture[3], picture[4], picture[5] = left, image_top, image_width, image_height
