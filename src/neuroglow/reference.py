"""The textbook network: forward, backward and update in NumPy matrices, as one would write them on a blackboard.

It is here to be read, and to check the engine: both do the same mathematics, in another order of the same sums, and
agree to nine digits after a thousand steps. Symbols: x inputs, z sums, a activations, y targets, W weights, b biases,
C loss, delta = dC/dz.
"""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
erf = np.vectorize(math.erf, otypes=[float])


def sigmoid(z: Array) -> Array:
    return np.exp(-np.logaddexp(0, -z))


def softmax(z: Array) -> Array:
    e = np.exp(z - z.max(1, keepdims=True))
    return np.asarray(e / e.sum(1, keepdims=True))


ACTIVATIONS: dict[str, tuple[Callable[[Array], Array], Callable[[Array], Array]]] = {
    "identity": (lambda z: z, lambda z: np.ones_like(z)),
    "relu": (lambda z: np.maximum(z, 0), lambda z: np.where(z > 0, 1.0, 0.0)),
    "leaky_relu": (lambda z: np.where(z > 0, z, 0.01 * z), lambda z: np.where(z > 0, 1, 0.01)),
    "elu": (lambda z: np.where(z > 0, z, np.expm1(np.minimum(z, 0))), lambda z: np.exp(np.minimum(z, 0))),
    "gelu": (
        lambda z: z * (1 + erf(z / math.sqrt(2))) / 2,
        lambda z: (1 + erf(z / math.sqrt(2))) / 2 + z * np.exp(-z * z / 2) / math.sqrt(2 * math.pi),
    ),
    "silu": (lambda z: z * sigmoid(z), lambda z: sigmoid(z) * (1 + z * (1 - sigmoid(z)))),
    "softplus": (lambda z: np.logaddexp(0, z), sigmoid),
    "tanh": (np.tanh, lambda z: 1 - np.tanh(z) ** 2),
    "sigmoid": (sigmoid, lambda z: sigmoid(z) * (1 - sigmoid(z))),
    "sin": (np.sin, np.cos),
}
# loss of each example from z, a and y, (examples, outputs) each; and its gradient for a, or for z where marked
LOSSES: dict[str, tuple[Callable[[Array, Array, Array], Array], Callable[[Array, Array], Array]]] = {
    "mse": (lambda z, a, y: ((a - y) ** 2).mean(1), lambda a, y: 2 * (a - y) / y.shape[1]),
    "sse": (lambda z, a, y: ((a - y) ** 2).sum(1), lambda a, y: 2 * (a - y)),
    "half_sse": (lambda z, a, y: ((a - y) ** 2).sum(1) / 2, lambda a, y: a - y),
    "mae": (lambda z, a, y: abs(a - y).mean(1), lambda a, y: np.sign(a - y) / y.shape[1]),
    "huber": (
        lambda z, a, y: np.where(abs(a - y) < 1, (a - y) ** 2 / 2, abs(a - y) - 0.5).mean(1),
        lambda a, y: np.clip(a - y, -1, 1) / y.shape[1],
    ),
    "bce": (lambda z, a, y: (np.logaddexp(0, z) - z * y).mean(1), lambda a, y: (a - y) / y.shape[1]),  # for z
    "cross_entropy": (lambda z, a, y: (y * -log_softmax(z)).sum(1), lambda a, y: a - y),  # for z
}


def log_softmax(z: Array) -> Array:
    shifted = z - z.max(1, keepdims=True)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(1, keepdims=True)))


@dataclass
class Network:
    """weights[l]: (n_out, n_in), biases[l]: (n_out,), activations[l]: a name, one of each per layer."""

    weights: list[Array]
    biases: list[Array]
    activations: list[str]
    loss: str
    memory: dict[str, list[Array]] = field(default_factory=dict)
    updates: int = 0

    def forward(self, x: Array) -> tuple[list[Array], list[Array]]:
        """x: (examples, n_in); the sums z of each layer, and the activations a with x first."""
        zs, activations = [], [x]
        for W, b, name in zip(self.weights, self.biases, self.activations, strict=True):
            zs.append(activations[-1] @ W.T + b)
            activations.append(softmax(zs[-1]) if name == "softmax" else ACTIVATIONS[name][0](zs[-1]))
        return zs, activations

    def cost(self, x: Array, y: Array) -> float:
        """The mean loss over the examples."""
        zs, activations = self.forward(x)
        return float(LOSSES[self.loss][0](zs[-1], activations[-1], y).mean())

    def backward(self, x: Array, y: Array) -> tuple[list[Array], list[Array]]:
        """The gradients of the mean loss for every weight and bias."""
        zs, activations = self.forward(x)
        delta = LOSSES[self.loss][1](activations[-1], y) / len(x)
        if self.loss not in ("bce", "cross_entropy"):
            delta = delta * ACTIVATIONS[self.activations[-1]][1](zs[-1])
        grad_weights, grad_biases = [delta.T @ activations[-2]], [delta.sum(0)]
        for layer in range(len(zs) - 2, -1, -1):
            delta = (delta @ self.weights[layer + 1]) * ACTIVATIONS[self.activations[layer]][1](zs[layer])
            grad_weights.insert(0, delta.T @ activations[layer])
            grad_biases.insert(0, delta.sum(0))
        return grad_weights, grad_biases

    def train(
        self, x: Array, y: Array, batches: Iterable[NDArray[np.int32]], step: Callable[[Array, Array, "Memory"], Array],
        l1: float = 0.0, l2: float = 0.0,
    ) -> None:  # fmt: skip
        """One update for each batch of row numbers; `step` is one of the optimizers below, with its settings."""
        for rows in batches:
            self.updates += 1
            grad_weights, grad_biases = self.backward(x[rows], y[rows])
            for layer, W in enumerate(self.weights):
                penalty = l2 * W + l1 * np.sign(W)
                W += step(W, grad_weights[layer] + penalty, Memory(self, f"W{layer}"))
                b = self.biases[layer]
                b += step(b, grad_biases[layer], Memory(self, f"b{layer}"))


@dataclass
class Memory:
    """What an optimizer remembers of one weight matrix or bias vector."""

    network: Network
    name: str

    @property
    def t(self) -> int:
        return self.network.updates

    def slots(self, like: Array) -> list[Array]:
        return self.network.memory.setdefault(self.name, [np.zeros_like(like), np.zeros_like(like)])


def sgd(lr: float, momentum: float = 0.0, nesterov: bool = False) -> Callable[[Array, Array, Memory], Array]:
    def step(p: Array, g: Array, memory: Memory) -> Array:
        v = memory.slots(p)[0]
        v[:] = momentum * v + g
        return np.asarray(-lr * (g + momentum * v if nesterov else v))

    return step


def rmsprop(lr: float, alpha: float = 0.99, eps: float = 1e-8, momentum: float = 0.0) -> Callable[..., Array]:
    def step(p: Array, g: Array, memory: Memory) -> Array:
        v, s = memory.slots(p)
        s[:] = alpha * s + (1 - alpha) * g**2
        v[:] = momentum * v + g / (np.sqrt(s) + eps)
        return np.asarray(-lr * v)

    return step


def adagrad(lr: float, eps: float = 1e-10) -> Callable[..., Array]:
    def step(p: Array, g: Array, memory: Memory) -> Array:
        s = memory.slots(p)[1]
        s[:] = s + g**2
        return np.asarray(-lr * g / (np.sqrt(s) + eps))

    return step


def adam(
    lr: float, beta1: float = 0.9, beta2: float = 0.999, eps: float = 1e-8, weight_decay: float = 0.0
) -> Callable[..., Array]:
    """Adam, and with weight_decay AdamW."""

    def step(p: Array, g: Array, memory: Memory) -> Array:
        m, s = memory.slots(p)
        m[:] = beta1 * m + (1 - beta1) * g
        s[:] = beta2 * s + (1 - beta2) * g**2
        m_hat, s_hat = m / (1 - beta1**memory.t), s / (1 - beta2**memory.t)
        return np.asarray(-lr * weight_decay * p - lr * m_hat / (np.sqrt(s_hat) + eps))

    return step
