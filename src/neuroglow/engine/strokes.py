"""Lines and light as pixels: the curves of weights, drawn crisp or as light that adds up, and the light around neurons.

A sheet is (width height,) pixels, rows from top to bottom, each four bytes: three colours and, uppermost, alpha, by
which the colours are already multiplied (premultiplied). A curve from x0, y0 to x1, y1 leaves and arrives level: at a
share t of its way it is at x0 + (x1 - x0) (1.5 t (1 - t) + t^3), y0 + (y1 - y0) t^2 (3 - 2 t), a cubic Bezier curve.

The four bytes of a pixel are worked on at once, each in 16 bits of a 64-bit number: its lanes.
"""

import math
from typing import NamedTuple

import numpy as np

CRISP, LIGHT = range(2)
FULL = 256  # full strength
BYTES, PAIRS, WORD = 0x00FF00FF00FF00FF, 0x0000FFFF0000FFFF, 0xFFFFFFFF
ONES = 0x0001000100010001  # one in each lane
SIGN = 1 << 31
STEEP = 1.5  # from how far up or down beside it on the nearest place of a curve has to be looked for
FAR = 1.15  # how much longer than the straight line between its ends a curve is, about


class Bend(NamedTuple):
    """What all curves from one x to another have in common, by column of pixels: see `bend`.

    shares: how far along they are; rises, slopes: how far from y0 to y1, and how steeply they go there. cosines: of the
    angle to the horizontal, for one of them.
    """

    shares: np.ndarray
    rises: np.ndarray
    slopes: np.ndarray
    cosines: np.ndarray


class Look(NamedTuple):
    """A curve: from y0 it rises by `rise`; columns `first` to `last`. How it looks: kind (CRISP or LIGHT), how wide it
    is and how far it reaches to each side, its lanes, from and to which share of its way it runs, its strength there,
    and how long it is."""

    y0: float
    rise: float
    first: int
    last: int
    kind: int
    width: float
    reach: float
    lanes: int
    start: float
    stop: float
    tail: float
    head: float
    length: float


def bend(x0, x1, first, last, curves):
    """Follow all curves from x0 to x1 through the columns first to last."""
    t = 0.0
    for column in range(first, last + 1):
        share = (column + 0.5 - x0) / (x1 - x0)
        share = 0.0 if share < 0.0 else 1.0 if share > 1.0 else share
        for _ in range(3):
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


def lanes_of(pixel):
    """The four bytes of a pixel in lanes."""
    lanes = pixel & WORD
    lanes = (lanes | (lanes << 16)) & PAIRS
    return (lanes | (lanes << 8)) & BYTES


def pixel_of(lanes):
    """Lanes as a pixel."""
    lanes = (lanes | (lanes >> 8)) & PAIRS
    return (((lanes | (lanes >> 16)) & WORD) ^ SIGN) - SIGN


def lanes_of_colour(colours, k, alpha):
    """The k-th colour with this alpha."""
    return int(colours[3 * k]) | int(colours[3 * k + 1]) << 16 | int(colours[3 * k + 2]) << 32 | alpha << 48


def brightest(colours, k):
    """The largest of a colour's three parts: light covers as much as it shines."""
    return max(int(colours[3 * k]), int(colours[3 * k + 1]), int(colours[3 * k + 2]))


def add_light(sheet, pixel, lanes, strength, grain):
    """Light adds up, at most to white; `grain` (0 to 255) rounds it here up, there down: no bands."""
    while strength > 0:
        some = strength if strength < FULL else FULL
        added = ((lanes * some + grain * ONES) >> 8) & BYTES
        whole = lanes_of(int(sheet[pixel])) + added
        sheet[pixel] = pixel_of((whole | ((whole >> 8) & ONES) * 255) & BYTES)
        strength -= FULL


def lay_over(sheet, pixel, lanes, strength):
    """A colour of a strength up to FULL covers what is there."""
    there = lanes_of(int(sheet[pixel]))
    sheet[pixel] = pixel_of(((there * (FULL - strength) + lanes * strength + 128 * ONES) >> 8) & BYTES)


def grain_at(x, y):
    """An even spread of 0 to 255 over neighbouring pixels (Roberts' R2 sequence)."""
    return ((x * 3092 + y * 2334) >> 4) & 255


def draw_crisp(look, curves, column, edge, sheet, width):
    """The pixels of a line in one column. edge: the share of the column that belongs to it."""
    cosine = curves.cosines[column]
    here = look.y0 + look.rise * curves.rises[column]
    tall = look.reach / cosine
    top, bottom = max(0, math.floor(here - tall)), min(len(sheet) // width - 1, math.floor(here + tall))
    most = look.width if look.width < 1.0 else 1.0
    for y in range(top, bottom + 1):
        cover = look.reach - abs(y + 0.5 - here) * cosine
        if cover > 0.0:
            cover = cover if cover < most else most
            lay_over(sheet, y * width + column, look.lanes, int(FULL * edge * cover * look.head + 0.5))


def draw_light(look, curves, column, edge, sheet, width):
    """The pixels of a shining line in one column."""
    cosine = curves.cosines[column]
    here, slope = look.y0 + look.rise * curves.rises[column], look.rise * curves.slopes[column]
    tall = look.reach / cosine
    low, high = here - tall, here + tall
    steep = look.reach * abs(slope) > STEEP
    if steep:
        wide = int(look.reach) + 1
        before = look.y0 + look.rise * curves.rises[max(look.first, column - wide)]
        beyond = look.y0 + look.rise * curves.rises[min(look.last, column + wide)]
        low, high = min(before, beyond) - look.reach, max(before, beyond) + look.reach
    top, bottom = max(0, math.floor(low)), min(len(sheet) // width - 1, math.floor(high))
    thin, shift = 1.0 / look.reach, slope * cosine * cosine
    near, t, off = column, curves.shares[column], 0.0
    for y in range(top, bottom + 1):
        if steep:
            near = column + math.floor((y + 0.5 - here) * shift + 0.5)
            near = look.first if near < look.first else look.last if near > look.last else near
            t = curves.shares[near]
            aside = look.rise * curves.slopes[near] * (column - near)
            off = (y + 0.5 - look.y0 - look.rise * curves.rises[near] - aside) * curves.cosines[near] * thin
        else:
            off = (y + 0.5 - here) * cosine * thin
        beyond = (max(look.start - t, t - look.stop, 0.0)) * look.length * thin  # ends are round
        nearness = 1.0 - off * off - beyond * beyond
        if nearness > 0.0:
            along = (t - look.start) / (look.stop - look.start)
            along = 0.0 if along < 0.0 else 1.0 if along > 1.0 else along
            strength = FULL * edge * (look.tail + (look.head - look.tail) * along * along) * soft(nearness)
            add_light(sheet, y * width + column, look.lanes, int(strength), grain_at(column, y))


def draw_curves(kind, ends, looks, colours, room, sheet, width):
    """Draw curves; see exports.draw_curves."""
    curves = Bend(room[0], room[1], room[2], room[3])
    x0, x1 = 0.0, 0.0
    for k in range(ends.shape[0]):
        bent = ends[k, 0] == x0 and ends[k, 2] == x1
        x0, y0, x1, y1 = ends[k, 0], ends[k, 1], ends[k, 2], ends[k, 3]
        if not x1 > x0 or not looks[k, 2] > looks[k, 1]:
            continue
        first, last = max(0, math.floor(x0)), min(width - 1, math.ceil(x1) - 1)
        if not bent:
            bend(x0, x1, first, last, curves)
        for column in range(first, last + 1):
            slope = (y1 - y0) * curves.slopes[column]
            curves.cosines[column] = 1.0 / math.sqrt(1.0 + slope * slope)
        wide = looks[k, 0]
        reach = wide / 2.0 + (0.5 if kind == CRISP else 0.0)
        lanes = lanes_of_colour(colours, k, 255 if kind == CRISP else brightest(colours, k))
        length = FAR * math.sqrt((x1 - x0) * (x1 - x0) + (y1 - y0) * (y1 - y0))
        look = Look(
            y0, y1 - y0, first, last, kind, wide, reach, lanes, looks[k, 1], looks[k, 2], looks[k, 3], looks[k, 4],
            length,
        )  # fmt: skip
        margin = reach / length
        for column in range(first, last + 1):
            edge = min(column + 1.0, x1) - max(float(column), x0)
            if kind == CRISP:
                draw_crisp(look, curves, column, edge, sheet, width)
            elif look.start - 3.0 * margin < curves.shares[column] < look.stop + 3.0 * margin:
                draw_light(look, curves, column, edge, sheet, width)


def light_squares(places, looks, colours, sheet, width):
    """Light around squares and points; see exports.light_squares."""
    height = len(sheet) // width
    for k in range(places.shape[0]):
        x, y, half, reach, strength = places[k, 0], places[k, 1], looks[k, 0], looks[k, 1], FULL * looks[k, 2]
        far, thin = half + reach, 1.0 / reach
        lanes = lanes_of_colour(colours, k, brightest(colours, k))
        left, right = max(0, math.floor(x - far)), min(width - 1, math.floor(x + far))
        for row in range(max(0, math.floor(y - far)), min(height - 1, math.floor(y + far)) + 1):
            down = max(0.0, abs(row + 0.5 - y) - half) * thin
            for column in range(left, right + 1):
                across = max(0.0, abs(column + 0.5 - x) - half) * thin
                nearness = 1.0 - across * across - down * down
                if nearness > 0.0:
                    pixel = row * width + column
                    add_light(sheet, pixel, lanes, int(strength * soft(nearness)), grain_at(column, row))
