"""Which weights are drawn as lines, and how strongly: as many as one can tell apart, finer where there are many.

Opacities and light are drawn in STEPS, widths in halves of a pixel: lines of one look are drawn together, which is much
faster. A layer's lines are counted by neuron, then by input.
"""

import math

STEPS = 12
WIDTHS = 16  # the widest line in halves of a pixel
MOST_LINES = 240  # of the weights between two layers the largest are drawn, so many
SIGNALS = 160  # lines of an image are the signal's: about so many, and only where there is some
DENSE, FINEST = 120, 0.55  # from so many lines on they are finer and fainter, so that one can see through them
FADED = 0.18  # other lines, where one neuron's are looked at
FROZEN, SILENT = 0.5, 0.22  # lines into a layer that does not learn; from and to silent neurons


def nearest(v):
    """The whole number nearest to v, the larger one of two."""
    return math.floor(v + 0.5)


def veil_of(lines):
    """How much of their width and opacity lines keep where there are so many."""
    return max(FINEST, min(1.0, math.sqrt(DENSE / max(1, lines))))


def light_cut(lights, least, most):
    """The level from `least` on, in STEPS, from which on about `most` of lights (n,), 0 to 1, are."""
    level, count = STEPS, count_at(lights, STEPS)
    while level > least:
        count += count_at(lights, level - 1)
        if count > most:
            break
        level -= 1
    return level


def count_at(lights, level):
    count = 0
    for k in range(len(lights)):
        count += 1 if nearest(float(lights[k]) * 12.0) == level else 0
    return count


def largest_from(params, most, sizes):
    """The magnitude of the smallest of the `most` largest params (n,), NaN being the largest; sizes (n,): room."""
    for k in range(len(params)):
        v = abs(params[k])
        sizes[k] = v if v == v else math.inf
    place = max(0, len(params) - most)
    low, high = 0, len(params) - 1
    while low < high:  # Hoare's selection
        pivot = sizes[(low + high) // 2]
        i, j = low, high
        while i <= j:
            while sizes[i] < pivot:
                i += 1
            while pivot < sizes[j]:
                j -= 1
            if i <= j:
                sizes[i], sizes[j] = sizes[j], sizes[i]
                i += 1
                j -= 1
        if place <= j:
            high = j
        elif place >= i:
            low = i
        else:
            break
    return sizes[place]


def line_looks(
    shown, image, frozen, chosen, chosen_input, chosen_neuron, params, widths, colours, edge_glow, muted_inputs,
    muted_neurons, sizes, levels, halves,
):  # fmt: skip
    """How each line into a layer is drawn; see exports.line_looks."""
    inputs, neurons = len(muted_inputs), len(muted_neurons)
    dim = light_cut(edge_glow, 2, SIGNALS) if image else 0
    least = 0.0 if image or inputs * neurons <= MOST_LINES else largest_from(params, MOST_LINES, sizes)
    veil = veil_of(inputs * neurons)
    calm = veil * (FROZEN if frozen else 1.0)
    for neuron in range(neurons):
        for i in range(inputs):
            k = neuron * shown + i
            mine = chosen and (neuron == chosen_neuron or i == chosen_input)
            strength = float(colours[4 * k + 3]) / 255.0 * STEPS
            if image and not mine:
                signal = nearest(float(edge_glow[k]) * 12.0)
                strength = 1.0 + signal if signal >= dim else 0.0
            elif abs(params[k]) < least and not mine:
                strength = 0.0
            kept = 1.0 if mine else FADED if chosen else calm
            if muted_inputs[i] == 1 or muted_neurons[neuron] == 1:
                kept *= SILENT
            levels[neuron * inputs + i] = min(STEPS, nearest(strength * kept))
            halves[neuron * inputs + i] = min(WIDTHS, max(1, nearest(2.0 * float(widths[k]) * veil)))


def blend_lines(share, widths, colours, widths_after, colours_after, widths_now, colours_now):
    """Widths (P,) and colours (4 P,) so far on their way from those before an update to those after it."""
    for k in range(len(widths)):
        width = 1.0 * float(widths[k])
        widths_now[k] = width + (float(widths_after[k]) - width) * share
    for k in range(len(colours)):
        byte = float(colours[k])
        colours_now[k] = int(byte + (float(colours_after[k]) - byte) * share + 0.5)
