"""Whole runs agree with the textbook network to nine digits after 1,000 steps."""

from collections.abc import Callable

import numpy as np
import pytest

from neuroglow import reference
from neuroglow.runtime import WasmEngine
from tests.engine.nets import Net, Settings, examples, split_layers

HIDDEN = list(reference.ACTIVATIONS)
CASES: list[tuple[str, tuple[str, str, str], str, str, Settings]] = [
    *((name, (name, name, "identity"), "half_sse", "values", {}) for name in HIDDEN),
    *((loss, ("tanh", "tanh", "tanh"), loss, "values", {}) for loss in ("mse", "sse", "half_sse", "mae", "huber")),
    ("bce", ("tanh", "gelu", "sigmoid"), "bce", "bits", {}),
    ("cross_entropy", ("relu", "tanh", "softmax"), "cross_entropy", "classes", {}),
    ("penalties", ("tanh", "tanh", "tanh"), "half_sse", "values", {"l1": 0.001, "l2": 0.003}),
    ("cyclic", ("tanh", "tanh", "tanh"), "half_sse", "values", {"order": "cyclic", "batch_size": 7}),
    ("random", ("tanh", "tanh", "tanh"), "half_sse", "values", {"order": "random", "batch_size": 4}),
    ("single", ("tanh", "tanh", "tanh"), "half_sse", "values", {"batch_size": 1}),
    ("full", ("tanh", "tanh", "tanh"), "half_sse", "values", {"batch_size": 53}),
]
OPTIMIZERS: list[tuple[str, Settings, Callable[..., reference.Array]]] = [
    ("sgd", {"learning_rate": 0.03}, reference.sgd(0.03)),
    ("sgd", {"learning_rate": 0.01, "momentum": 0.9}, reference.sgd(0.01, 0.9)),
    ("sgd", {"learning_rate": 0.01, "momentum": 0.9, "nesterov": 1.0}, reference.sgd(0.01, 0.9, True)),
    ("rmsprop", {"learning_rate": 0.001}, reference.rmsprop(0.001)),
    ("rmsprop", {"learning_rate": 0.0005, "momentum": 0.5}, reference.rmsprop(0.0005, momentum=0.5)),
    ("adagrad", {"learning_rate": 0.02, "eps": 1e-10}, reference.adagrad(0.02)),
    ("adam", {"learning_rate": 0.002}, reference.adam(0.002)),
    ("adamw", {"learning_rate": 0.002, "weight_decay": 0.1}, reference.adam(0.002, weight_decay=0.1)),
]


def compare(net: Net, step: Callable[..., reference.Array], steps: int = 1000) -> None:
    """Train both on the same batches and compare every parameter and the loss."""
    pairs = net.layers()
    textbook = reference.Network([w for w, _ in pairs], [b for _, b in pairs], list(net.activations), net.loss)
    penalty = {key: float(net.settings.get(key, 0.0)) for key in ("l1", "l2")}
    settings = net.arrays["settings"]
    batches = net.batches(steps)
    textbook.train(net.x.T, net.y.T, batches, step, **penalty)
    for (weights, biases), w, b in zip(net.layers(), textbook.weights, textbook.biases, strict=True):
        assert weights == pytest.approx(w, rel=1e-9, abs=1e-9)
        assert biases == pytest.approx(b, rel=1e-9, abs=1e-9)
    net.call("evaluate", settings=settings)
    assert net.result[0] == pytest.approx(textbook.cost(net.x.T, net.y.T), rel=1e-9)


@pytest.mark.parametrize(("activations", "loss", "kind", "settings"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_whole_runs(activations: tuple[str, str, str], loss: str, kind: str, settings: Settings) -> None:
    x, y = examples(3, 3, 53, kind)  # 53 examples in batches of 10: the last one has three
    compare(Net(WasmEngine(), (3, 6, 5, 3), activations, loss, x, y, settings), reference.sgd(0.03))


@pytest.mark.parametrize(("name", "settings", "step"), OPTIMIZERS, ids=[str(o[1]) for o in OPTIMIZERS])
def test_every_optimizer(name: str, settings: Settings, step: Callable[..., reference.Array]) -> None:
    x, y = examples(3, 2, 53)
    net = Net(WasmEngine(), (3, 6, 5, 2), ("tanh", "silu", "tanh"), "half_sse", x, y, {"optimizer": name, **settings})
    compare(net, step)


def test_predictions_are_the_textbook_outputs() -> None:
    x, y = examples(4, 3, 150, "classes")
    net = Net(WasmEngine(), (4, 7, 3), ("relu", "softmax"), "cross_entropy", x, y)
    pairs = split_layers(net.params, net.sizes)
    textbook = reference.Network([w for w, _ in pairs], [b for _, b in pairs], list(net.activations), net.loss)
    net.call("predict")
    assert net.outputs == pytest.approx(textbook.forward(x.T)[1][-1].T, rel=1e-12)
    net.call("evaluate", settings=net.engine.array([*net.arrays["settings"][:-1], 3.0]))
    right = np.mean(net.outputs.argmax(0) == y.argmax(0))
    assert net.result[1] == pytest.approx(right)
