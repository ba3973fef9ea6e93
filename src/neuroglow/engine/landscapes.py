"""The loss around the present weights, over two directions among all parameters (Li et al., 2018).

A place (u, v) of the landscape has the parameters centre + u directions[0] + v directions[1].
"""

import math

from .random import DIRECTIONS, generator, normal
from .training import evaluate
from .views import grid_value


def random_directions(seed, sizes, params, directions):
    """Two directions (2, P) in which every neuron's weights and bias are as long together as they are in params (P,).

    So a step of 1 changes every neuron as much as it is large ("filter normalisation", Li et al., 2018), whatever the
    scale of its layer. A neuron of length 0 gets the length 1.
    """
    for d in range(2):
        state, at = generator(seed, DIRECTIONS, d), 0
        for layer in range(len(sizes) - 1):
            n_in, n_out = sizes[layer], sizes[layer + 1]
            biases = at + n_in * n_out
            for j in range(n_out):
                own, drawn = params[biases + j] * params[biases + j], 0.0
                state, directions[d, biases + j] = normal(state, 0.0, 1.0)
                drawn += directions[d, biases + j] * directions[d, biases + j]
                for k in range(at + j * n_in, at + (j + 1) * n_in):
                    own += params[k] * params[k]
                    state, directions[d, k] = normal(state, 0.0, 1.0)
                    drawn += directions[d, k] * directions[d, k]
                factor = math.sqrt(own if own > 0.0 else 1.0) / math.sqrt(drawn)
                directions[d, biases + j] *= factor
                for k in range(at + j * n_in, at + (j + 1) * n_in):
                    directions[d, k] *= factor
            at = biases + n_out


def landscape(first, count, net, centre, settings, examples, directions, bounds, width, height, work, y, losses):
    """losses (height * width,) at the places first .. first + count - 1: the mean loss of the examples there.

    Places go row by row over the middles of cells: u from bounds[0] to bounds[1] from left to right, v from bounds[3]
    at the top to bounds[2] at the bottom, as in `neuron_maps`. centre: (P,); net.params: room; work and y: room for
    batches of BLOCK.
    """
    across, down = directions[0], directions[1]
    for place in range(first, first + count):
        u = grid_value(bounds[0], bounds[1], place % width, width)
        v = grid_value(bounds[3], bounds[2], place // width, height)
        for k in range(len(centre)):
            net.params[k] = centre[k] + u * across[k] + v * down[k]
        losses[place], _ = evaluate(net, settings, examples, work, y)


def project(params, centre, directions, place):
    """place (2,): the u and v whose place of the landscape is nearest to params (P,), by least squares.

    The rest of params - centre is at right angles to both directions. (0, 0) where they are parallel.
    """
    uu, uv, vv, u, v = 0.0, 0.0, 0.0, 0.0, 0.0
    across, down = directions[0], directions[1]
    for k in range(len(centre)):
        way = params[k] - centre[k]
        uu += across[k] * across[k]
        uv += across[k] * down[k]
        vv += down[k] * down[k]
        u += across[k] * way
        v += down[k] * way
    determinant = uu * vv - uv * uv
    place[0] = (vv * u - uv * v) / determinant if determinant != 0.0 else 0.0
    place[1] = (uu * v - uv * u) / determinant if determinant != 0.0 else 0.0
