"""Lines and light as pixels: the curves of weights, drawn crisp or as light that adds up, and the light around neurons.

A sheet is (4 width height,) bytes, rows from top to bottom, three colours and alpha; colours are already multiplied by
alpha (premultiplied), in the order in which they are given. A curve from x0, y0 to x1, y1 leaves and arrives level: at
a share t of its way it is at x0 + (x1 - x0) (1.5 t (1 - t) + t^3), y0 + (y1 - y0) t^2 (3 - 2 t), a cubic Bezier curve.
"""

import math
from typing import NamedTuple

import numpy as np

CRISP, LIGHT = range(2)
ALPHA = 3
FINE = 12  # bits of a share of full strength
FULL = 1 << FINE
WHOLE = 1.5  # a slope from which on the nearest place of a curve has to be looked for


class Bend(NamedTuple):
    """What all curves from one x to another have in common, by column of pixels: see `bend`.

    shares: how far along they are; rises, slopes: how far from y0 to y1, and how steeply they go there.
    """

    shares: np.ndarray
    rises: np.ndarray
    slopes: np.ndarray


class Look(NamedTuple):
    """A curve's look: kind (CRISP or LIGHT), how far it reaches to each side, its colour's place, from and to which
    share of its way it runs, and its strength there."""

    kind: int
    width: float
    reach: float
    colour: int
    start: float
    stop: float
    tail: float
    head: float


def bend(x0, x1, first, last, curves):
    """Follow all curves from x0 to x1 through the columns first to last."""
    t = 0.0
    for column in range(first, last + 1):
        share = (column + 0.5 - x0) / (x1 - x0)
        share = 0.0 if share < 0.0 else 1.0 if share > 1.0 else share
        for _ in range(4):
            t -= (1.5 * t * (1.0 - t) + t * t * t - share) / (1.5 - 3.0 * t + 3.0 * t * t)
        t = 0.0 if t < 0.0 else 1.0 if t > 1.0 else t
        curves.shares[column] = t
        curves.rises[column] = t * t * (3.0 - 2.0 * t)
        curves.slopes[column] = 6.0 * t * (1.0 - t) / ((x1 - x0) * (1.5 - 3.0 * t + 3.0 * t * t))


def soft(nearness):
    """Light across a line, 1 in the middle (nearness 1) and 0 at its edge: a bright core in a wide faint shine."""
    squared = nearness * nearness
    fourth = squared * squared
    return 0.3 * squared + 0.7 * fourth * fourth


def add_light(sheet, pixel, colours, colour, strength, grain):
    """Light of a strength (in FULL) adds up; `grain` (0 to FULL - 1) rounds it here up, there down: no bands."""
    most = 0
    for c in range(3):
        value = int(sheet[pixel + c]) + ((int(colours[colour + c]) * strength + grain) >> FINE)
        value = value if value < 255 else 255
        most = most if most > value else value
        sheet[pixel + c] = value
    alpha = int(sheet[pixel + ALPHA])
    sheet[pixel + ALPHA] = alpha if alpha > most else most


def lay_over(sheet, pixel, colours, colour, strength):
    """A colour of a strength (in FULL) covers what is there."""
    for c in range(3):
        there = int(sheet[pixel + c])
        sheet[pixel + c] = there + (((int(colours[colour + c]) - there) * strength + FULL // 2) >> FINE)
    there = int(sheet[pixel + ALPHA])
    sheet[pixel + ALPHA] = there + (((255 - there) * strength + FULL // 2) >> FINE)


def grain_at(x, y):
    """An even spread of 0 to FULL - 1 over neighbouring pixels (Roberts' R2 sequence)."""
    return (x * 3092 + y * 2334) & (FULL - 1)


def draw_column(y0, rise, column, first, last, look, curves, edge, colours, sheet, width, height):
    """The pixels of a curve in one column. edge: the share of the column that belongs to it."""
    here = y0 + rise * curves.rises[column]
    slope = rise * curves.slopes[column]
    cosine = 1.0 / math.sqrt(1.0 + slope * slope)
    steep = look.reach * abs(slope) > WHOLE
    low, high = here - look.reach / cosine, here + look.reach / cosine
    if steep:
        wide = int(look.reach) + 1
        before = y0 + rise * curves.rises[max(first, column - wide)]
        beyond = y0 + rise * curves.rises[min(last, column + wide)]
        low, high = min(before, beyond) - look.reach, max(before, beyond) + look.reach
    top, bottom = max(0, math.floor(low)), min(height - 1, math.floor(high))
    length = look.stop - look.start
    for y in range(top, bottom + 1):
        off = y + 0.5 - here
        near, distance = column, abs(off) * cosine
        if steep:
            near = column + math.floor(off * slope * cosine * cosine + 0.5)
            near = first if near < first else last if near > last else near
            slant = rise * curves.slopes[near]
            off = y + 0.5 - (y0 + rise * curves.rises[near]) - slant * (column - near)
            distance = abs(off) / math.sqrt(1.0 + slant * slant)
        if distance >= look.reach:
            continue
        pixel = 4 * (y * width + column)
        if look.kind == CRISP:
            cover = look.reach - distance
            most = look.width if look.width < 1.0 else 1.0
            cover = cover if cover < most else most
            lay_over(sheet, pixel, colours, look.colour, int(FULL * edge * cover * look.head))
            continue
        t = curves.shares[near]
        if t < look.start or t > look.stop:
            continue
        along = (t - look.start) / length
        strength = look.tail + (look.head - look.tail) * along * along
        nearness = 1.0 - (distance / look.reach) * (distance / look.reach)
        add_light(sheet, pixel, colours, look.colour, int(FULL * edge * strength * soft(nearness)), grain_at(column, y))


def draw_curves(kind, ends, looks, colours, room, sheet, width):
    """Draw curves; see exports.draw_curves."""
    height = len(sheet) // (4 * width)
    curves = Bend(room[0], room[1], room[2])
    x0, x1 = 0.0, 0.0
    for k in range(ends.shape[0]):
        bent = ends[k, 0] == x0 and ends[k, 2] == x1
        x0, y0, x1, y1 = ends[k, 0], ends[k, 1], ends[k, 2], ends[k, 3]
        if not x1 > x0:
            continue
        first, last = max(0, math.floor(x0)), min(width - 1, math.ceil(x1) - 1)
        if not bent:
            bend(x0, x1, first, last, curves)
        wide = looks[k, 0]
        reach = wide / 2.0 + 0.5 if kind == CRISP else wide / 2.0
        look = Look(kind, wide, reach, 3 * k, looks[k, 1], looks[k, 2], looks[k, 3], looks[k, 4])
        if look.stop <= look.start or reach <= 0.0:
            continue
        for column in range(first, last + 1):
            edge = min(column + 1.0, x1) - max(float(column), x0)
            draw_column(y0, y1 - y0, column, first, last, look, curves, edge, colours, sheet, width, height)


def light_squares(places, looks, colours, sheet, width):
    """Light around squares and points; see exports.light_squares."""
    height = len(sheet) // (4 * width)
    for k in range(places.shape[0]):
        x, y, half, reach, strength = places[k, 0], places[k, 1], looks[k, 0], looks[k, 1], looks[k, 2]
        far = half + reach
        left, right = max(0, math.floor(x - far)), min(width - 1, math.floor(x + far))
        for row in range(max(0, math.floor(y - far)), min(height - 1, math.floor(y + far)) + 1):
            down = max(0.0, abs(row + 0.5 - y) - half) / reach
            for column in range(left, right + 1):
                across = max(0.0, abs(column + 0.5 - x) - half) / reach
                nearness = 1.0 - (across * across + down * down)
                if nearness > 0.0:
                    add_light(
                        sheet, 4 * (row * width + column), colours, 3 * k,
                        int(FULL * strength * soft(nearness)), grain_at(column, row),
                    )  # fmt: skip
