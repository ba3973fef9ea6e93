"""Definitions, defaults and whole runs are PyTorch's, as recorded in tests/fixtures/pytorch.json."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from neuroglow.engine.activations import ACTIVATIONS
from neuroglow.engine.losses import LOSSES
from neuroglow.engine.optimizers import OPTIMIZERS
from neuroglow.runtime import WasmEngine
from tests.engine.nets import Net

PYTORCH: dict[str, Any] = json.loads((Path(__file__).parents[1] / "fixtures" / "pytorch.json").read_text())


def test_nothing_is_left_out() -> None:
    assert {*PYTORCH["activations"], "softmax"} == set(ACTIVATIONS)
    assert set(PYTORCH["losses"]) == set(LOSSES)
    assert {name.split()[0] for name in PYTORCH["runs"]} == set(OPTIMIZERS)


@pytest.mark.parametrize("name", PYTORCH["activations"])
def test_activations_and_their_derivatives(name: str) -> None:
    z = np.array([PYTORCH["z"]])
    net = Net(WasmEngine(), (1, 1), (name,), "sse", z, np.zeros_like(z), init="zeros")
    net.params[0] = 1
    for k, (a, slope) in enumerate(zip(*PYTORCH["activations"][name].values(), strict=True)):
        net.loss_of(k)
        assert net.a[1] == pytest.approx(a, rel=1e-9, abs=1e-12)
        assert net.delta[1] == pytest.approx(2 * a * slope, rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("name", PYTORCH["losses"])
def test_losses_and_their_gradients(name: str) -> None:
    said = PYTORCH["losses"][name]
    output, y = np.array(said["output"]).T, np.array(said["y"]).T
    activation = {"bce": "sigmoid", "cross_entropy": "softmax"}.get(name, "identity")
    net = Net(WasmEngine(), (3, 3), (activation,), name, output, y, {"order": "cyclic", "batch_size": 5}, init="zeros")
    net.params[[0, 4, 8]] = 1  # the identity matrix: the outputs are the inputs
    net.call("evaluate")
    assert net.result[0] == pytest.approx(said["loss"], rel=1e-12)
    net.call("advance", steps=1)
    deltas = net.delta[3 * 5 : 6 * 5].reshape(3, 5).T
    assert deltas == pytest.approx(np.array(said["gradient"]), rel=1e-12, abs=1e-15)


@pytest.mark.parametrize("name", PYTORCH["runs"])
def test_optimizers(name: str) -> None:
    said = PYTORCH["runs"][name]
    x, y = np.array(said["x"]).T, np.array(said["y"]).T
    settings = {"optimizer": name.split()[0], "batch_size": 20, "order": "cyclic", **said["settings"]}
    net = Net(WasmEngine(), (2, 5, 1), ("tanh", "tanh"), "half_sse", x, y, settings)
    net.params[:] = np.concatenate([np.ravel(p) for p in said["start"]])
    net.call("advance", steps=200)
    assert net.params == pytest.approx(np.concatenate([np.ravel(p) for p in said["end"]]), rel=1e-8, abs=1e-10)
