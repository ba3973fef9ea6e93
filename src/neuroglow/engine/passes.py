"""When one update lights up: the signal goes forward, the error is measured and comes back, the weights change.

A moment is a number from 0 to END: its whole part is the phase, the rest how far that has come. Everything here depends
on the moment and the number of layers only, so that the page and films show the same at the same moment.
"""

import math

from .numbers import exp

END = 4.0  # forward, error, backward, update
STILLS = (0.97, 0.9, 0.97, 0.62)  # how far each phase has come where it shows everything that it is about
CROSSING, SETTING_OFF = 620.0, 700.0  # milliseconds of a way through the network, for each layer crossed and beforehand
LOOKING, CHANGING = 2200.0, 3000.0  # milliseconds of the error and of the update

# Brightness at some moments; between them it changes smoothly.
VEIL = (
    (0.0, 0.0), (0.2, 0.74), (1.0, 0.7), (1.25, 0.82), (2.0, 0.82), (2.2, 0.84), (3.0, 0.8), (3.25, 0.5), (3.7, 0.45),
    (4.0, 0.0),
)  # fmt: skip
SIGNAL = (
    (0.0, 0.0), (0.02, 1.0), (1.0, 1.0), (1.3, 0.42), (2.0, 0.36), (2.3, 0.1), (3.0, 0.06), (3.2, 0.0), (4.0, 0.0),
)  # fmt: skip
ERROR = ((1.0, 0.0), (1.3, 1.0), (3.0, 1.0), (3.3, 0.3), (3.7, 0.2), (3.95, 0.0))
CHANGE = ((3.0, 0.0), (3.25, 1.0), (3.7, 1.0), (4.0, 0.0))
CHANGED = ((3.2, 0.0), (3.75, 1.0))

UNREACHED, ASIDE = 0.7, 0.4  # how far neurons stand back before the signal comes, and outside of what is shown
LEAVING = 0.12  # light sets off along a line so much later than its neuron lights up
RINGS = (0.05, 0.3)  # rings grow around the outputs so long after the error was measured
GROWING = 0.55

PASS = ("veil", "signal", "error", "change", "changed", "front", "back", "ring", "second_ring")
LAYER_PASS = ("arrived", "flash", "returned", "dimmed", "sent", "sent_back")


def smooth(share):
    """3 t^2 - 2 t^3 of a share, kept between 0 and 1."""
    t = max(0.0, min(1.0, share))
    return t * t * (3.0 - 2.0 * t)


def between(keys, moment):
    """The value at a moment between those of some moments, in their order."""
    before, value = keys[0]
    for at, to in keys:
        if at >= moment:
            return to if at == before else value + (to - value) * smooth((moment - before) / (at - before))
        before, value = at, to
    return value


def signal_front(moment, layers):
    """Where the signal is: at layer 0 soon after the beginning, and beyond the last layer at the end of its phase."""
    return -0.5 + (layers + 0.4) * min(1.0, moment / STILLS[0])


def error_front(moment, layers):
    """Where the error is on its way back from the last layer."""
    return layers - 0.8 - (layers + 0.1) * max(0.0, min(1.0, (moment - 2.0) / STILLS[2]))


def arrived(beyond):
    """How much of a neuron's light is there when the front is so far beyond its layer."""
    return smooth((beyond + 0.06) / 0.4)


def flash(beyond):
    """The flash when it arrives: exp(-((beyond - 0.16) / 0.2)^2)."""
    t = (beyond - 0.16) / 0.2
    return exp(-(t * t))


def dimmed(layer, layers, moment):
    """How far a layer's neurons stand back."""
    if moment <= 1.0:
        missing = 1.0 - arrived(signal_front(moment, layers) - layer)
        return UNREACHED * missing * smooth(moment / 0.08)
    if moment > 3.0:
        return ASIDE * smooth(4.0 - moment) if layer == 0 else 0.0
    if layer == layers - 1:
        return 0.0
    if moment <= 2.0:
        return ASIDE * smooth((moment - 1.0) / 0.25)
    return ASIDE * (1.0 - arrived(layer - error_front(moment, layers)))


def pass_at(moment, light, layer_light):
    """light (9,) by PASS and layer_light (6 layers,) by LAYER_PASS at a moment; see exports.pass_at."""
    layers = len(layer_light) // 6
    front, back = signal_front(moment, layers), error_front(moment, layers)
    light[0] = between(VEIL, moment)
    light[1] = between(SIGNAL, moment)
    light[2] = between(ERROR, moment)
    light[3] = between(CHANGE, moment)
    light[4] = between(CHANGED, moment)
    light[5], light[6] = front, back
    light[7] = (moment - 1.0 - RINGS[0]) / GROWING
    light[8] = (moment - 1.0 - RINGS[1]) / GROWING
    for layer in range(layers):
        layer_light[layer] = arrived(front - layer)
        layer_light[layers + layer] = flash(front - layer)
        layer_light[2 * layers + layer] = arrived(layer - back)
        layer_light[3 * layers + layer] = dimmed(layer, layers, moment)
        layer_light[4 * layers + layer] = front - (layer - 1) - LEAVING
        layer_light[5 * layers + layer] = layer - LEAVING - back


def pass_length(phase, layers):
    """Milliseconds of a phase."""
    if phase == 1:
        return LOOKING
    return CHANGING if phase == 3 else SETTING_OFF + CROSSING * (layers - 1)


def moment_after(moment, millis, layers):
    """The moment so many milliseconds later, or earlier where they are negative; 0 and END are the last ones."""
    at, left = moment, abs(millis)
    while left > 0.0:
        forth = millis > 0.0
        if at >= END if forth else at <= 0.0:
            break
        phase = int(math.floor(at) if forth else -math.floor(-at) - 1)
        edge = phase + 1.0 if forth else float(phase)
        length = pass_length(phase, layers)
        room = abs(edge - at) * length
        taken = min(left, room)
        at = edge if taken == room else at + (taken if forth else -taken) / length
        left -= taken
    return at
