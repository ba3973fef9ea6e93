"""Time in films: which steps of a run its frames show."""

import math

from .numbers import INFINITY, exp, log

PACES = ("linear", "log")
LINEAR, LOG = range(2)


def pace(kind, start, stop, steps):
    """steps (n,): whole numbers from start to stop. linear: evenly; log: dense at first, ever wider apart.

    log: step = start + (1 + stop - start)^share - 1, so that each second multiplies how far the run has come.
    """
    n, span = len(steps), stop - start
    for k in range(n):
        share = k / (n - 1.0) if n > 1 else 1.0
        way = exp(share * log(span + 1.0)) - 1.0 if kind == LOG else share * span
        steps[k] = start + min(span, math.floor(way + 0.5))
    if n > 0:
        steps[n - 1] = stop


def distance(before, after):
    """How far it is from some parameters (P,) to others; 0 where they are no numbers any more."""
    total = 0.0
    for k in range(len(before)):
        way = after[k] - before[k]
        total += way * way
    return math.sqrt(total) if total < INFINITY else 0.0


def pace_evenly(moments, ways, longest, steps):
    """steps (n,): whole numbers from the first of moments (m,) to the last, each as far from the last as the others.

    ways (m,): how far the parameters move up to each moment from the one before it; between moments they move evenly.
    A fifth of the time goes to all steps alike, so that the last ones, which may change next to nothing, do not rush
    by. longest: no single step is shown for a much larger share of the time than this; what is beyond it in ways is
    taken away.
    """
    n, m, whole = len(steps), len(moments), 0.0
    for _ in range(16):  # what is taken away makes the whole shorter, and the others' shares larger
        whole = 0.0
        for k in range(1, m):
            whole += ways[k]
        for k in range(1, m):
            ways[k] = min(ways[k], whole * longest * (moments[k] - moments[k - 1]))
    alike = 0.25 * whole if whole > 0.0 else 1.0
    for k in range(1, m):
        ways[k] += alike * (moments[k] - moments[k - 1]) / (moments[m - 1] - moments[0])
    whole = 0.0
    for k in range(1, m):
        whole += ways[k]
    at, come = 1, 0.0
    for k in range(n):
        goal = whole * (k / (n - 1.0)) if n > 1 else whole
        while at < m - 1 and come + ways[at] < goal:
            come += ways[at]
            at += 1
        if m == 1:
            steps[k] = moments[0]
        else:
            share = (goal - come) / ways[at] if ways[at] > 0.0 else 1.0
            steps[k] = math.floor(moments[at - 1] + min(1.0, share) * (moments[at] - moments[at - 1]) + 0.5)
    if n > 0:
        steps[n - 1] = moments[m - 1]
