"""Small networks with data, laid out as the engine wants them, for the tests of the engine itself."""

from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neuroglow.runtime import Engine, code, manifest

Array = NDArray[np.float64]
Settings = dict[str, float | str]
DEFAULTS = {
    "learning_rate": 0.03, "batch_size": 10, "alpha": 0.99, "beta1": 0.9, "beta2": 0.999, "eps": 1e-8,
    "weight_decay": 0.01,
}  # fmt: skip


@dataclass
class Net:
    """A network in an engine; x: (n_in, n), y: (n_out, n)."""

    engine: Engine
    sizes: tuple[int, ...]
    activations: tuple[str, ...]
    loss: str
    x: Array
    y: Array
    settings: dict[str, float | str] = field(default_factory=dict)
    init: str = "glorot_uniform"
    seed: int = 0

    def __post_init__(self) -> None:
        e, codes = self.engine, manifest()["codes"]
        count = sum((a + 1) * b for a, b in pairwise(self.sizes))
        room = sum(self.sizes) * max(64, self.x.shape[1])
        chosen = DEFAULTS | {"loss": self.loss, "task": "regression"} | self.settings
        registries = {"loss": "losses", "optimizer": "optimizers", "order": "orders", "task": "tasks"}
        settings = [chosen.get(name, 0.0) for name in codes["settings"]]
        values = [
            code(registries[name], value) if isinstance(value, str) else value
            for name, value in zip(codes["settings"], settings, strict=True)
        ]
        self.arrays: dict[str, NDArray[Any]] = {
            "sizes": e.array(self.sizes, np.int32),
            "activations": e.array([code("activations", name) for name in self.activations], np.int32),
            "params": e.zeros(count),
            "muted": e.zeros(0, np.int32),
            "frozen": e.zeros(len(self.activations), np.int32),
            "settings": e.array(values),
            "x": e.array(self.x),
            "y": e.array(self.y),
            "x_test": e.zeros((self.x.shape[0], 0)),
            "y_test": e.zeros((self.y.shape[0], 0)),
            "state": e.array([-1 if "diverged" in name else 0 for name in codes["state"]]),
            "moments": e.zeros((2, count)),
            "updates": e.zeros(len(self.activations)),
            "order": e.zeros(self.x.shape[1], np.int32),
            "z": e.zeros(room),
            "a": e.zeros(room),
            "delta": e.zeros(room),
            "targets": e.zeros(self.sizes[-1] * max(64, self.x.shape[1])),
            "grads": e.zeros(count),
            "history": e.zeros((3000, 6)),
            "result": e.zeros(2),
            "target": e.zeros(self.sizes[-1]),
            "outputs": e.zeros(self.y.shape),
        }
        self.call("initialize", kind=code("initializers", self.init), seed=self.seed)

    def call(self, function: str, **arguments: Any) -> Any:
        """Call an engine function; what is not given comes from this network's arrays."""
        names = [name for name, _ in manifest()["functions"][function]["args"]]
        given = {**self.arrays, "most": 2**31 - 1, **arguments}
        return self.engine.call(function, **{name: given[name] for name in names})

    def count(self, name: str) -> int:
        """A number of STATE, such as "step"."""
        return int(self.arrays["state"][manifest()["codes"]["state"].index(name)])

    def __getattr__(self, name: str) -> NDArray[Any]:
        try:
            return self.__dict__["arrays"][name]  # type: ignore[no-any-return]
        except KeyError:
            raise AttributeError(name) from None

    def layers(self) -> list[tuple[Array, Array]]:
        """Copies of weights (n_out, n_in) and biases (n_out,) of each layer."""
        return split_layers(self.arrays["params"], self.sizes)

    def loss_of(self, example: int) -> float:
        """The loss of one example, by `trace`, which also fills delta and grads."""
        self.arrays["a"][: self.sizes[0]] = self.x[:, example]
        self.arrays["target"][:] = self.y[:, example]
        return float(self.call("trace"))

    def batches(self, steps: int) -> list[NDArray[np.int32]]:
        """The rows of the next `steps` batches; takes those steps."""
        batches = []
        for _ in range(steps):
            count = self.call("next_batch")
            batches.append(self.order[:count].copy())
            self.call("advance", steps=1)
        return batches


def columns_as_they_are(engine: Engine, count: int) -> dict[str, NDArray[Any]]:
    """Formulas that are just the columns, as arguments of engine functions, and their block."""
    return {
        "starts": engine.array(range(count + 1), np.int32),
        "codes": engine.array([code("operations", "column")] * count, np.int32),
        "arguments": engine.array(range(count), np.int32),
        "constants": engine.zeros(0),
        "stack": engine.zeros((1, 64)),
        "block": engine.zeros((count, 64)),
    }


def split_layers(params: Array, sizes: tuple[int, ...]) -> list[tuple[Array, Array]]:
    """Parameters in the engine's order as a pair of weights and biases for each layer."""
    layers, at = [], 0
    for n_in, n_out in pairwise(sizes):
        weights = params[at : at + n_in * n_out].reshape(n_out, n_in).copy()
        at += n_in * n_out
        layers.append((weights, params[at : at + n_out].copy()))
        at += n_out
    return layers


def examples(n_in: int, n_out: int, n: int, kind: str = "values", seed: int = 0) -> tuple[Array, Array]:
    """Normally distributed inputs, and targets: "values", "signs" (-1/+1), "bits" (0/1) or "classes" (one of n_out)."""
    random = np.random.default_rng(seed)
    x = random.normal(size=(n_in, n))
    if kind == "classes":
        return x, np.eye(n_out)[random.integers(n_out, size=n)].T.copy()
    y = np.tanh(random.normal(size=(n_out, n)))
    return x, {"values": y, "signs": np.sign(y), "bits": (y > 0) * 1.0}[kind]
