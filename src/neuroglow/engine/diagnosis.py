"""What is going on: signs of trouble in a run, from its losses, its layers and its data, each with its evidence.

rule                  holds when; its three numbers of evidence
diverged              a parameter or the loss is not a finite number any more; the step, the last finite loss, the rate
rate_too_high         the loss leaps up and down, or stays worse than at the start; share of recent records that rose,
                      latest loss, best loss
rate_too_low          the loss falls with every record, but hardly, and so little do the weights change; share of itself
                      that the loss fell a record, the weights' change in a step over the weights, the rate
plateau               the loss has long been about as low as it gets, which is not low; for how many records, the best
                      loss, that over `constant_loss`
dead_relus            many relus of a layer answer 0 to every example; their share, their number, the layer's neurons
saturated             the sigmoids or tanhs of a hidden layer are nearly always at an end, where f' is near 0; the
                      share, root mean square of the layer's weights, and of their gradients
vanishing_gradients   hardly any error arrives at the first layer; root mean square of its gradients, of the last
                      layer's, the first over the second
memorising            the test loss rises while the training loss falls; the best test loss, the latest, the latest
                      training loss
out_of_range          there are targets that the outputs cannot reach; the one farthest out, the limit, the share of
                      targets beyond it
symmetric             all neurons of a hidden layer are the same, and will stay so; how many, their largest weight, 0
unscaled              inputs are very large, or of very different sizes; the largest magnitude of an input, the
                      smallest, the first over the second

Shares and ratios are plain numbers, losses those of the history. dead_relus, saturated, vanishing_gradients, symmetric
and out_of_range name a layer, from 0, the first after the inputs; diverged, too, where a parameter is; else it is -1.

Losses of different data, and different losses, become comparable over `constant_loss`: 1 is what an answer costs that
knows no inputs. The rules about what holds a run back are silent while it does well, under STRUGGLING. All thresholds
are far from what the built-in experiments do on their way, and from what the gallery's failures do.
"""

from typing import NamedTuple

from .activations import ELU, GELU, IDENTITY, RELU, SIGMOID, SILU, SIN, SOFTMAX, SOFTPLUS, TANH
from .losses import constant_loss
from .numbers import INFINITY
from .portraits import DEAD, GRADIENT, RATIO, SATURATED, WEIGHT, is_muted
from .training import DIVERGED_LAYER, DIVERGED_STEP, LEARNING_RATE, LOSS, NOTHING

RULES = (
    "diverged", "rate_too_high", "rate_too_low", "plateau", "dead_relus", "saturated", "vanishing_gradients",
    "memorising", "out_of_range", "symmetric", "unscaled",
)  # fmt: skip
(
    DIVERGED, RATE_TOO_HIGH, RATE_TOO_LOW, PLATEAU, DEAD_RELUS, SATURATION, VANISHING_GRADIENTS,
    MEMORISING, OUT_OF_RANGE, SYMMETRIC, UNSCALED,
) = range(11)  # fmt: skip
STEP, TRAIN, TEST = 0, 2, 3  # of a record: its step, its losses

LEVEL = 0.001  # how near to the best loss a stop rule calls level
NEARLY_LEVEL = 0.01  # and how near a diagnosis, which looks at a run on its way
STRUGGLING = 0.4  # over constant_loss; of two classes, one example of ten on the wrong side
RECENT = 20  # records
FEW = 5  # records, too few to say how a loss goes
LEAP = 1.3  # a loss over the one before that is more than the unrest of small batches
LEAPS = 0.25  # share of recent records
WORSE = 1.05  # a loss over those that it must not stay above
FALLS = 0.9  # share of recent records
SLOW = 0.01  # share of a struggling run's loss that falls in a record, when nothing holds it back: some percent
TINY_STEPS = 1e-3  # change over weights in a step; more than that while there is much to learn
PULL = 0.02  # gradient over weights, root mean squares: steps may be tiny where less pulls
LONG = 30  # records
MANY_DEAD = 0.5  # share of a layer's neurons; a fifth is common
MOSTLY_SATURATED = 0.8  # share of a layer's activations; two thirds are common where a net has learned to be certain
VANISHING = 0.005  # gradients of the first layer over those of the last: 0.05 and more where it learns
OVER_BEST, OVER_TRAIN = 1.2, 2.0  # test loss over its best, and over the training loss
GAP = 0.25  # from training to test loss, over constant_loss: a smaller one costs few right answers
BEYOND = 1e-9  # what rounding does to a target
ALIKE = 1e-9  # weights that differ by less, in proportion, are the same
LARGE_INPUT, UNEVEN = 100.0, 1000.0  # magnitudes; pixels of 0 to 1 that are never bright are 1/255 at least


class Course(NamedTuple):
    """How the training loss has gone: at the first record, at the latest, the lowest of the last FEW, the best of all;
    and `constant_loss`, what an answer costs that knows no inputs."""

    first: float
    latest: float
    lately: float
    best: float
    constant: float


def plateau(history, rows, level):
    """For how many of the first `rows` records the training loss has been level.

    It has been so since the first record that was already near the best of all: that stood above it by no more than
    `level`, a share of itself. history: (rows or more, 6).
    """
    best = lowest(history, TRAIN, 0, rows)
    for k in range(rows):
        if history[k, TRAIN] * (1.0 - level) <= best:
            return rows - 1 - k
    return 0


def lowest(history, column, first, rows):
    """The lowest finite loss, TRAIN or TEST, of the records first .. rows - 1; infinite where there is none."""
    best = INFINITY
    for k in range(first, rows):
        best = history[k, column] if history[k, column] < best else best
    return best


def course_of(history, rows, constant):
    """The course up to record rows - 1."""
    lately = lowest(history, TRAIN, max(rows - FEW, 0), rows)
    return Course(history[0, TRAIN], history[rows - 1, TRAIN], lately, lowest(history, TRAIN, 0, rows), constant)


def diagnose(net, settings, state, history, rows, vitals, examples, findings):
    """findings (RULES, 5): whether a rule holds (0 or 1), its layer or -1, and its evidence (NaN where it does not).

    history (rows or more, 6): its first `rows` records are those up to now, at least one; vitals (layers, 5): see
    `portray`; examples: some for training.
    """
    for rule in range(len(RULES)):
        findings[rule, 0], findings[rule, 1] = 0.0, -1.0
        findings[rule, 2], findings[rule, 3], findings[rule, 4] = NOTHING, NOTHING, NOTHING
    look_at_inputs(examples.x, findings)
    look_at_targets(net, examples.y, findings)
    if has_diverged(settings, state, history, rows, findings):
        return
    look_at_symmetry(net, findings)
    course = course_of(history, rows, constant_loss(int(settings[LOSS]), examples.y))
    look_at_test(course, history, rows, findings)
    if course.lately > STRUGGLING * course.constant > 0.0:
        look_at_layers(net, vitals, findings)
        look_at_rate(course, settings, history, rows, vitals, findings)
        look_at_progress(net, course, history, rows, findings)


def note(findings, rule, layer, first, second, third):
    """The rule holds, on this evidence."""
    findings[rule, 0], findings[rule, 1] = 1.0, float(layer)
    findings[rule, 2], findings[rule, 3], findings[rule, 4] = first, second, third


def look_at_inputs(x, findings):
    """unscaled, by the largest magnitude of every input; inputs that are always 0 do not count. x: (n_in, n)."""
    largest, smallest = 0.0, INFINITY
    for i in range(x.shape[0]):
        magnitude = 0.0
        for v in x[i]:
            magnitude = max(magnitude, abs(v))
        if magnitude > 0.0:
            largest, smallest = max(largest, magnitude), min(smallest, magnitude)
    if largest >= LARGE_INPUT or largest >= UNEVEN * smallest:
        note(findings, UNSCALED, -1, largest, smallest, largest / smallest)


def reach(kind):
    """The lowest and the highest value of an activation, or what it comes as near to as one likes."""
    if kind in (TANH, SIN):
        return -1.0, 1.0
    if kind in (SIGMOID, SOFTMAX):
        return 0.0, 1.0
    if kind in (RELU, SOFTPLUS):
        return 0.0, INFINITY
    if kind == ELU:
        return -1.0, INFINITY
    if kind == GELU:
        return -0.16997120747990369, INFINITY
    if kind == SILU:
        return -0.2784645427610738, INFINITY
    return -INFINITY, INFINITY


def look_at_targets(net, y, findings):
    """out_of_range; y: (n_out, n)."""
    last = len(net.activations) - 1
    low, high = reach(net.activations[last])
    farthest, target, limit, outside = 0.0, 0.0, 0.0, 0
    for j in range(y.shape[0]):
        for v in y[j]:
            beyond = max(v - high, low - v)
            if beyond > BEYOND:
                outside += 1
            if beyond > max(BEYOND, farthest):
                farthest, target, limit = beyond, v, high if v > high else low
    if outside > 0:
        note(findings, OUT_OF_RANGE, last, target, limit, outside / (y.shape[0] * y.shape[1]))


def has_diverged(settings, state, history, rows, findings):
    """diverged: by the engine's own account, or by a loss that is not finite."""
    finite, loss, step = 0, NOTHING, state[DIVERGED_STEP]
    for k in range(rows):
        if history[k, TRAIN] - history[k, TRAIN] == 0.0:
            loss, finite = history[k, TRAIN], k + 1
    if step < 0.0 and finite == rows:
        return False
    if step < 0.0:
        step = history[finite, STEP]
    note(findings, DIVERGED, state[DIVERGED_LAYER], step, loss, settings[LEARNING_RATE])
    return True


def same(a, b):
    """Whether two weights are the same but for rounding."""
    return abs(a - b) <= ALIKE * max(abs(a), abs(b))


def twins(net, layer, at, i, j):
    """Whether neurons i and j of a hidden layer, whose weights start at `at`, get the same and are heard the same."""
    n_in, n_out, n_next = net.sizes[layer], net.sizes[layer + 1], net.sizes[layer + 2]
    biases, above = at + n_in * n_out, at + (n_in + 1) * n_out
    alike = same(net.params[biases + i], net.params[biases + j])
    for k in range(n_in):
        alike = alike and same(net.params[at + i * n_in + k], net.params[at + j * n_in + k])
    for k in range(n_next):
        alike = alike and same(net.params[above + k * n_out + i], net.params[above + k * n_out + j])
    return alike


def look_at_symmetry(net, findings):
    """symmetric: neurons with the same weights have the same gradients. Silent neurons do not count."""
    at, neuron = 0, net.sizes[0]
    for layer in range(len(net.activations) - 1):
        n_in, n_out = net.sizes[layer], net.sizes[layer + 1]
        model, count, alike = -1, 0, True
        for j in range(n_out):
            if not is_muted(net, neuron + j):
                model = j if model < 0 else model
                count += 1
                alike = alike and twins(net, layer, at, model, j)
        if alike and count > 1:
            largest = abs(net.params[at + n_in * n_out + model])
            for k in range(at + model * n_in, at + (model + 1) * n_in):
                largest = max(largest, abs(net.params[k]))
            note(findings, SYMMETRIC, layer, float(count), largest, 0.0)
            return
        at += (n_in + 1) * n_out
        neuron += n_out


def look_at_test(course, history, rows, findings):
    """memorising: a run that does well on its training examples, and has long done worse and worse on the others."""
    recent = max(rows - RECENT, 0)
    before, lately = lowest(history, TEST, 0, recent), lowest(history, TEST, recent, rows)
    known = course.lately < STRUGGLING * course.constant
    apart = lately > OVER_TRAIN * course.lately and lately - course.lately > GAP * course.constant
    if known and apart and OVER_BEST * before < lately < INFINITY:
        note(findings, MEMORISING, -1, before, history[rows - 1, TEST], course.latest)


def look_at_layers(net, vitals, findings):
    """dead_relus and saturated, each in the layer where it is worst, and vanishing_gradients."""
    dead, saturated, hidden = MANY_DEAD, MOSTLY_SATURATED, len(net.activations) - 1
    neuron = net.sizes[0]
    for layer in range(hidden):
        vital, kind, awake = vitals[layer], net.activations[layer], 0
        for j in range(net.sizes[layer + 1]):
            awake += 0 if is_muted(net, neuron + j) else 1
        if kind == RELU and vital[DEAD] >= dead and awake > 0:
            dead = vital[DEAD]
            note(findings, DEAD_RELUS, layer, dead, dead * awake, float(awake))
        if kind in (TANH, SIGMOID) and vital[SATURATED] >= saturated:
            saturated = vital[SATURATED]
            note(findings, SATURATION, layer, saturated, vital[WEIGHT], vital[GRADIENT])
        neuron += net.sizes[layer + 1]
    arriving, leaving = vitals[0, GRADIENT], vitals[hidden, GRADIENT]
    if hidden >= 2 and 0.0 < arriving < VANISHING * leaving:
        note(findings, VANISHING_GRADIENTS, 0, arriving, leaving, arriving / leaving)


def look_at_rate(course, settings, history, rows, vitals, findings):
    """rate_too_high and rate_too_low, over the recent records. Where the loss stands still, saturation says why."""
    count = min(RECENT, rows - 1)
    if count < FEW:
        return
    rose, leapt, fell = 0.0, 0.0, 0.0
    for k in range(rows - count, rows):
        loss, before = history[k, TRAIN], history[k - 1, TRAIN]
        rose += 1.0 if loss > before else 0.0
        leapt += 1.0 if loss > LEAP * before else 0.0
        fell += 1.0 if loss < before else 0.0
    worse = lowest(history, TRAIN, rows - count, rows) > WORSE * max(course.first, course.constant)
    moves = rose > 0.0 or findings[SATURATION, 0] == 0.0
    if (worse and moves) or (count >= 2 * FEW and leapt >= LEAPS * count):
        note(findings, RATE_TOO_HIGH, -1, rose / count, course.latest, course.best)
        return
    ratio, pull = 0.0, 0.0
    for layer in range(vitals.shape[0]):
        ratio = max(ratio, vitals[layer, RATIO])
        pull = max(pull, vitals[layer, GRADIENT] / vitals[layer, WEIGHT]) if vitals[layer, WEIGHT] > 0.0 else pull
    fall = (1.0 - course.latest / history[rows - 1 - count, TRAIN]) / count
    steady = fell >= FALLS * count and 0.0 < fall < SLOW
    if steady and 0.0 < ratio < TINY_STEPS and pull > PULL:
        note(findings, RATE_TOO_LOW, -1, fall, ratio, settings[LEARNING_RATE])


def look_at_progress(net, course, history, rows, findings):
    """plateau, unless the rate explains it; a straight line at rest (no hidden layer) is the best one there is."""
    straight = len(net.activations) == 1 and net.activations[0] == IDENTITY
    if straight or findings[RATE_TOO_HIGH, 0] != 0.0 or findings[RATE_TOO_LOW, 0] != 0.0:
        return
    since = plateau(history, rows, NEARLY_LEVEL)
    if since >= LONG and course.best > STRUGGLING * course.constant:
        note(findings, PLATEAU, -1, float(since), course.best, course.best / course.constant)
