"""What can be seen of a layer: its parameters, and what one example does in it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from neuroglow.examples import Matrix, Vector


@dataclass(frozen=True, eq=False)
class Layer:
    """A layer's parameters: weights (n_out, n_in) and biases (n_out,), read-only views of what is being trained.

    muted: (n_out,), whether each neuron is silent; frozen: whether the layer does not learn; both as they were when the
    layer was asked for.
    """

    weights: Matrix
    biases: Vector
    activation: str
    muted: NDArray[np.bool_] = field(repr=False)
    frozen: bool = field(repr=False)
    _in_units: Callable[[], tuple[Matrix, Vector] | None] = field(repr=False)

    @property
    def in_units(self) -> tuple[Matrix, Vector] | None:
        """Weights and biases as they read in the data's own units, where inputs or targets are standardised.

        An input that is a formula counts in the formula's units. None for the outputs' layer of a regression with
        standardised targets whose output is not the identity: there is no such reading.
        """
        return self._in_units()


class LayerTrace(NamedTuple):
    """One layer while one example goes through it, forwards and backwards.

    z, a: (n_out,) pre-activations and activations. delta: (n_out,) dC/dz. grad_weights: (n_out, n_in) and
    grad_biases: (n_out,) are the gradient of the example's loss, without penalties.
    """

    z: Vector
    a: Vector
    delta: Vector
    grad_weights: Matrix
    grad_biases: Vector


class Trace(NamedTuple):
    """One example's forward and backward pass in numbers. x: (n_in,) and y: (n_out,) as the network sees them."""

    x: Vector
    y: Vector
    layers: tuple[LayerTrace, ...]
    loss: float
