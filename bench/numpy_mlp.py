"""The peer in NumPy: minibatch gradient descent as a good textbook writes it, vectorised over the batch."""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def spiral(examples: int) -> tuple[Array, Array]:
    """Two spirals: x (2, examples) within -6 to 6, y (1, examples) of -1 and +1."""
    half = examples // 2
    radius = np.arange(half) / half * 5
    angle = 1.75 * np.arange(half) / half * 2 * np.pi
    arms = [np.stack([radius * np.sin(angle + turn), radius * np.cos(angle + turn)]) for turn in (0, np.pi)]
    return np.concatenate(arms, axis=1), np.repeat([[1.0, -1.0]], half, axis=1)


class Network:
    """A dense tanh network with half squared error, trained by plain gradient descent; examples are columns."""

    def __init__(self, sizes: list[int], rng: np.random.Generator) -> None:
        self.rng = rng
        self.weights = [rng.uniform(-0.5, 0.5, (n_out, n_in)) for n_in, n_out in pairwise(sizes)]
        self.biases = [np.full((n_out, 1), 0.1) for n_out in sizes[1:]]
        self.losses: list[float] = []

    def forward(self, x: Array) -> list[Array]:
        """The activations of all layers, the inputs first."""
        activations = [x]
        for weights, biases in zip(self.weights, self.biases, strict=True):
            activations.append(np.tanh(weights @ activations[-1] + biases))
        return activations

    def backward(self, activations: list[Array], y: Array) -> list[tuple[Array, Array]]:
        """The gradients of weights and biases, layer by layer, averaged over the batch."""
        gradients = []
        delta = (activations[-1] - y) * (1 - activations[-1] ** 2) / y.shape[1]
        for layer in reversed(range(len(self.weights))):
            gradients.append((delta @ activations[layer].T, delta.sum(axis=1, keepdims=True)))
            if layer:
                delta = (self.weights[layer].T @ delta) * (1 - activations[layer] ** 2)
        return gradients[::-1]

    def train(self, x: Array, y: Array, epochs: int, batch: int = 10, rate: float = 0.03) -> int:
        """Train for whole epochs, shuffled anew each time, and keep each batch's loss; the number of steps it took."""
        self.losses.clear()
        for _ in range(epochs):
            order = self.rng.permutation(x.shape[1])
            for first in range(0, len(order), batch):
                rows = order[first : first + batch]
                activations, targets = self.forward(x[:, rows]), y[:, rows]
                self.losses.append(0.5 * ((activations[-1] - targets) ** 2).sum() / len(rows))
                gradients = self.backward(activations, targets)
                for layer, (weights, biases) in enumerate(gradients):
                    self.weights[layer] -= rate * weights
                    self.biases[layer] -= rate * biases
        return len(self.losses)
