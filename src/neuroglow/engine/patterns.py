"""Pictures made by formulas, for a network to repaint.

rose, sunset and swirl change smoothly; a sunset can be learned from x and y, the fine turns of the swirl ask for
Fourier features. target, mosaic and flag have a few flat colours, so that they can be learned as classes, too.
Places are as in pictures.py: x and y from -1 to 1 on the longer side, y upwards. Colours are 0 to 255.
"""

import math

from .numbers import cos, exp, sin

PATTERNS = ("rose", "sunset", "swirl", "target", "mosaic", "flag")
ROSE, SUNSET, SWIRL, TARGET, MOSAIC, FLAG = range(6)

INK = (24.0, 28.0, 44.0)
PAPER = (247.0, 240.0, 224.0)
CORAL = (235.0, 92.0, 78.0)
GOLD = (246.0, 187.0, 66.0)
TEAL = (30.0, 138.0, 140.0)
BLUE = (44.0, 82.0, 150.0)
GLASS = (BLUE, TEAL, GOLD, CORAL, PAPER)
RINGS = (GOLD, CORAL, PAPER, TEAL, PAPER, BLUE)


def mix(a, b, t):
    """From colour a (t up to 0) to colour b (t from 1), with a smooth start and end."""
    t = 0.0 if t < 0.0 else 1.0 if t > 1.0 else t
    t = t * t * (3.0 - 2.0 * t)
    return a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t, a[2] + (b[2] - a[2]) * t


def rose(x, y):
    """Layers of five petals: the edge of each is at base (0.55 + 0.45 |cos(5/2 (angle - turn))|)."""
    r = math.sqrt(x * x + y * y) + 1e-9
    c, s = y / r, x / r
    c5, s5 = c * (5.0 - c * c * (20.0 - 16.0 * c * c)), s * (1.0 - c * c * (12.0 - 16.0 * c * c))  # of 5 angle
    colour = mix((30.0, 92.0, 96.0), (13.0, 34.0, 56.0), r / 1.3)
    for layer in range(7):
        share = layer / 6.0
        turn = 2.4 * layer
        base = 0.98 - 0.84 * share
        half = math.sqrt(max(0.0, 0.5 + 0.5 * (c5 * cos(turn) + s5 * sin(turn))))
        edge = base * (0.62 + 0.38 * half)
        rim = mix((236.0, 72.0, 128.0), (255.0, 214.0, 130.0), share)
        deep = mix((104.0, 16.0, 84.0), (240.0, 110.0, 84.0), share)
        petal = mix(deep, rim, 1.15 * r / edge - 0.2 + 0.25 * (half - 0.7))
        colour = mix(colour, petal, (edge - r) / 0.035 + 0.5)
    return colour


def sunset(x, y):
    """A sky, a sun with its glow, and three rows of hills before it."""
    colour = mix((255.0, 206.0, 120.0), (240.0, 112.0, 92.0), (y + 0.25) / 0.55)
    colour = mix(colour, (124.0, 62.0, 128.0), (y - 0.05) / 0.6)
    colour = mix(colour, (38.0, 36.0, 92.0), (y - 0.4) / 0.75)
    u, v = x - 0.22, y - 0.02
    d = math.sqrt(u * u + v * v)
    colour = mix(colour, (255.0, 226.0, 150.0), 0.8 * exp(-2.6 * d))
    colour = mix(colour, (255.0, 246.0, 214.0), (0.2 - d) / 0.03 + 0.5)
    far = -0.16 + 0.08 * sin(3.1 * x + 0.6) + 0.05 * sin(7.3 * x)
    middle = -0.38 + 0.1 * sin(2.3 * x + 2.6) + 0.03 * sin(8.0 * x + 1.0)
    near = -0.68 + 0.14 * sin(2.0 * x - 0.9) + 0.03 * sin(6.4 * x)
    colour = mix(colour, mix((196.0, 92.0, 104.0), (158.0, 70.0, 104.0), (far - y) / 0.3), (far - y) / 0.03 + 0.5)
    colour = mix(colour, mix((110.0, 52.0, 100.0), (84.0, 40.0, 92.0), (middle - y) / 0.3), (middle - y) / 0.03 + 0.5)
    return mix(colour, mix((44.0, 26.0, 66.0), (22.0, 16.0, 46.0), (near - y) / 0.4), (near - y) / 0.03 + 0.5)


def swirl(x, y):
    """Two arms that wind around the centre many times, from a warm core out into the blue."""
    r = math.sqrt(x * x + y * y) + 1e-9
    c, s = x / r, y / r
    c2, s2 = c * c - s * s, 2.0 * s * c  # of twice the angle
    turn = 44.0 * math.sqrt(r + 0.02)
    wave = 0.5 + 0.5 * (c2 * cos(turn) + s2 * sin(turn))
    dark = mix((120.0, 24.0, 84.0), (12.0, 18.0, 56.0), r / 0.9)
    light = mix((255.0, 236.0, 180.0), (255.0, 124.0, 120.0), r / 0.5)
    light = mix(light, (176.0, 126.0, 240.0), (r - 0.35) / 0.35)
    light = mix(light, (84.0, 204.0, 232.0), (r - 0.6) / 0.5)
    return mix(dark, light, wave)


def target(x, y):
    """Rings."""
    ring = int(math.sqrt(x * x + y * y) / 0.16)
    return RINGS[ring] if ring < 6 else PAPER


def mosaic(x, y):
    """Stained glass: panes around points that turn by the golden angle from one to the next, as in a sunflower."""
    nearest, second, pane = 1e9, 1e9, 0
    c, s = 1.0, 0.0
    for k in range(60):
        radius = 0.175 * math.sqrt(k + 0.5)
        u, v = x - radius * c, y - radius * s
        d = math.sqrt(u * u + v * v)
        if d < nearest:
            nearest, second, pane = d, nearest, k
        elif d < second:
            second = d
        c, s = -0.7373688780783197 * c - 0.6754902942615238 * s, 0.6754902942615238 * c - 0.7373688780783197 * s
    return INK if second - nearest < 0.03 else GLASS[(2 * pane + pane // 5) % 5]  # no two neighbours alike


def flag(x, y):
    """A sky with a disc, and two waves."""
    wave = y - 0.16 * sin(3.2 * x)
    u, v = x + 0.48, y - 0.5
    if wave > 0.1:
        return GOLD if u * u + v * v < 0.075 else BLUE
    if wave > -0.1:
        return PAPER
    return TEAL if wave > -0.26 else CORAL


def pattern(kind, width, height, colours):
    """colours (3 width height,) of a picture in PATTERNS."""
    longer = float(max(width, height))
    colour = PAPER
    for row in range(height):
        y = (height - 2 * row - 1) / longer
        for column in range(width):
            x = (2 * column + 1 - width) / longer
            if kind == ROSE:
                colour = rose(x, y)
            elif kind == SUNSET:
                colour = sunset(x, y)
            elif kind == SWIRL:
                colour = swirl(x, y)
            elif kind == TARGET:
                colour = target(x, y)
            elif kind == MOSAIC:
                colour = mosaic(x, y)
            elif kind == FLAG:
                colour = flag(x, y)
            for c in range(3):
                colours[3 * (row * width + column) + c] = int(colour[c] + 0.5)
