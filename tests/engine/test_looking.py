"""Whatever looks into a run changes nothing of it, and does not depend on what was left in the room it works in."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from neuroglow.runtime import PlainEngine, WasmEngine, manifest
from tests.engine.nets import Net, examples

SIZES, N = (2, 4, 3, 1), 70
PARAMS = 12 + 15 + 4
SIZE = {"rehearsed": len(manifest()["codes"]["rehearsed"]), "rules": len(manifest()["codes"]["rules"])}
KEPT = (
    "sizes",
    "activations",
    "params",
    "muted",
    "frozen",
    "settings",
    "x",
    "y",
    "state",
    "moments",
    "updates",
    "history",
)
COPIED = ("params", "state", "moments", "updates")
"""What `rehearse` works on are copies."""


def looks() -> dict[str, Callable[[Net], dict[str, Any]]]:
    """What each function is given besides a net's own arrays; the arrays among it are what it fills."""
    return {
        "inspect": lambda net: {"slopes": net.engine.zeros(10), "pulls": net.engine.zeros(1)},
        "rehearse": lambda net: {
            "parameter": 5,
            "places": net.engine.zeros(10, np.int32),
            "shares": net.engine.zeros(10),
            "numbers": net.engine.zeros(SIZE["rehearsed"]),
            **{name: net.engine.array(net.arrays[name]) for name in COPIED},
        },
        "check_gradient": lambda _: {"parameter": 5},
        "portray": lambda net: {
            "before": net.engine.array(net.params * 0.5),
            "values": net.engine.zeros(4 * N),
            "quantiles": net.engine.zeros((9, manifest()["quantiles"])),
            "counts": net.engine.zeros((9, manifest()["bins"])),
            "vitals": net.engine.zeros((3, 5)),
            "quiet": net.engine.zeros(10),
        },
        "random_directions": lambda net: {"seed": 1, "directions": net.engine.zeros((2, PARAMS))},
        "landscape": lambda net: {
            "first": 0,
            "count": 6,
            "centre": net.engine.array(net.params),
            "params": net.engine.zeros(PARAMS),
            "directions": net.engine.array(np.sin(np.arange(2.0 * PARAMS)).reshape(2, PARAMS)),
            "bounds": net.engine.array([-1, 1, -1, 1]),
            "width": 3,
            "height": 2,
            "losses": net.engine.zeros(6),
        },
        "project": lambda net: {
            "centre": net.engine.array(net.params * 0.5),
            "directions": net.engine.array(np.sin(np.arange(2.0 * PARAMS)).reshape(2, PARAMS)),
            "place": net.engine.zeros(2),
        },
        "layer_values": lambda net: {"layer": 2, "values": net.engine.zeros((3, N))},
        "answers_from": lambda net: {
            "layer": 2,
            "values": net.engine.array(np.sin(np.arange(3.0 * N)).reshape(3, N)),
            "outputs": net.engine.zeros((1, N)),
        },
        "plateau": lambda net: {"rows": net.count("history_rows")},
        "diagnose": lambda net: {
            "rows": net.count("history_rows"),
            "vitals": net.engine.array(np.full((3, 5), 0.25)),
            "findings": net.engine.zeros((SIZE["rules"], 5)),
        },
    }


def trained(engine: WasmEngine | PlainEngine) -> Net:
    """A net in the middle of an epoch, with a silent neuron and a frozen layer."""
    x, y = examples(2, 1, N, "signs")
    net = Net(engine, SIZES, ("tanh", "relu", "tanh"), "half_sse", x, y, {"optimizer": "adam", "task": "signed"})
    net.arrays["muted"], net.frozen[1] = engine.array([4], np.int32), 1
    net.call("record")
    net.call("advance", steps=9)
    return net


def look(net: Net, function: str) -> tuple[Any, dict[str, bytes]]:
    """What the function returns, and the bits of what it filled."""
    given = looks()[function](net)
    net.a[:2], net.target[:] = net.x[:, 3], net.y[:, 3]
    result = net.call(function, **given)
    return result, {name: value.tobytes() for name, value in given.items() if isinstance(value, np.ndarray)}


@pytest.mark.parametrize("function", list(looks()))
def test_looking_changes_nothing_and_depends_on_nothing_that_was_left(function: str) -> None:
    net, plain = trained(WasmEngine()), trained(PlainEngine())
    before = {name: net.arrays[name].tobytes() for name in KEPT}
    clean = look(net, function)
    assert {name: net.arrays[name].tobytes() for name in KEPT} == before
    for name in ("z", "a", "delta", "targets", "grads"):
        net.arrays[name][:] = np.nan
    net.order[:] = -1
    assert look(net, function) == clean
    assert look(plain, function) == clean
