"""Initial weights and biases.

Sources: glorot_uniform Glorot and Bengio 2010; he_normal He et al. 2015; lecun_normal LeCun et al. 1998;
pytorch the default of torch.nn.Linear; uniform the choice of TensorFlow Playground.
"""

import math

from .random import WEIGHTS, generator, normal, uniform

INITIALIZERS = ("uniform", "glorot_uniform", "he_normal", "lecun_normal", "pytorch", "normal", "zeros")
UNIFORM, GLOROT_UNIFORM, HE_NORMAL, LECUN_NORMAL, PYTORCH, NORMAL, ZEROS = range(7)


def initialize(kind, seed, sizes, params):
    """Fill `params` (P,), layer by layer, weights (n_out, n_in) then biases (n_out,); sizes: (layers + 1,) int32.

    Each weight draws one number: uniform within +-limit, or normal with a deviation. Biases are 0 unless stated.
    """
    state = generator(seed, WEIGHTS, 0)
    at = 0
    for layer in range(len(sizes) - 1):
        n_in, n_out = sizes[layer], sizes[layer + 1]
        limit, deviation, bias = 0.0, 0.0, 0.0
        if kind == UNIFORM:
            limit, bias = 0.5, 0.1
        elif kind == GLOROT_UNIFORM:
            limit = math.sqrt(6.0 / (n_in + n_out))
        elif kind == HE_NORMAL:
            deviation = math.sqrt(2.0 / n_in)
        elif kind == LECUN_NORMAL:
            deviation = math.sqrt(1.0 / n_in)
        elif kind == PYTORCH:
            limit = math.sqrt(1.0 / n_in)
        elif kind == NORMAL:
            deviation = 1.0
        for k in range(at, at + n_out * n_in):
            if limit > 0.0:
                state, params[k] = uniform(state, -limit, limit)
            elif deviation > 0.0:
                state, params[k] = normal(state, 0.0, deviation)
            else:
                params[k] = 0.0
        at += n_out * n_in
        for k in range(at, at + n_out):
            if kind == PYTORCH:
                state, params[k] = uniform(state, -limit, limit)
            else:
                params[k] = bias
        at += n_out
