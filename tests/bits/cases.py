"""Recipes that use, all together, everything that a recipe can name: each must give the same bits on every host."""

import struct
from base64 import b64encode
from collections.abc import Sequence
from typing import Any

Case = dict[str, Any]
"""{"name", "experiment": the recipe, "own": its own data or null, "log", "steps"}, as JSON has them."""


def case(
    name: str,
    data: dict[str, Any] | None = None,
    network: dict[str, Any] | None = None,
    training: dict[str, Any] | None = None,
    *,
    steps: int = 40,
    log: list[Any] | None = None,
    own: dict[str, Any] | None = None,
) -> Case:
    """A small recipe, changed by what is said here: 22 training examples in batches of 7, the last one of 1."""
    experiment = {
        "data": {"samples": 30, "test": 0.25, "noise": 0.1} | (data or {}),
        "network": {"hidden": [3]} | (network or {}),
        "training": {"batch_size": 7, "learning_rate": 0.1} | (training or {}),
    }
    if own is not None:
        experiment["data"]["source"] = own["name"]
    return {"name": name, "experiment": experiment, "own": own, "log": log or [], "steps": steps}


def base64(values: Sequence[float], kind: str = "B") -> str:
    """Numbers as own data hold them: bytes, or little-endian float64 ("d")."""
    return b64encode(struct.pack(f"<{len(values)}{kind}", *values)).decode()


CLASSES = {"source": "blobs", "classes": 4}
VALUES = {"source": "multi_gauss"}

ACTIVATIONS = [
    case(f"activation {name}", network={"hidden": [3, 2], "activation": name})
    for name in ("identity", "relu", "leaky_relu", "elu", "gelu", "silu", "softplus", "tanh", "sigmoid", "sin")
] + [
    case("activations, one a layer", network={"hidden": [2, 3, 2], "activation": ["relu", "sin", "gelu"]}),
    case("output softplus", network={"output": "softplus"}),
]
LOSSES = [
    *(case(f"loss {name}", VALUES, training={"loss": name}) for name in ("mse", "sse", "half_sse", "mae", "huber")),
    *(case(f"loss {name}, classes", CLASSES, {"output": "tanh"}, {"loss": name}) for name in ("mse", "mae", "huber")),
    case("loss bce", training={"loss": "bce"}),
    case("loss bce, classes", CLASSES, training={"loss": "bce"}),
    case("loss cross_entropy", CLASSES, training={"loss": "cross_entropy"}),
    case("loss cross_entropy, two classes", training={"loss": "cross_entropy"}),
]
OPTIMIZERS = [
    *(
        case(f"optimizer {name}", training={"optimizer": name})
        for name in ("sgd", "rmsprop", "adagrad", "adam", "adamw")
    ),
    case("momentum", training={"momentum": 0.9}),
    case("nesterov", training={"momentum": 0.9, "nesterov": True}),
    case("rmsprop, momentum", training={"optimizer": "rmsprop", "momentum": 0.5, "alpha": 0.9, "eps": 1e-6}),
    case("adam, betas", training={"optimizer": "adam", "beta1": 0.8, "beta2": 0.99, "eps": 0}),
    case("adamw, decay", training={"optimizer": "adamw", "weight_decay": 0.1}),
    case("l1 and l2", training={"l1": 0.01, "l2": 0.02}),
]
INITIALIZERS = [
    case(f"init {name}", network={"hidden": [4, 3], "init": name, "seed": 3}, steps=12)
    for name in ("uniform", "glorot_uniform", "he_normal", "lecun_normal", "pytorch", "normal", "zeros")
]
ORDERS = [
    *(case(f"order {name}", training={"order": name, "seed": 5}) for name in ("shuffle", "cyclic", "random")),
    case("full batch", training={"batch_size": "full"}),
    case("batch of one", training={"batch_size": 1}, steps=60),
    case("batch larger than the data", training={"batch_size": 1000}),
]
SOURCES = [
    case(f"data {name}", {"source": name, "noise": 0.2, "seed": 7}, steps=12)
    for name in (
        "circle", "xor", "gauss", "spiral", "moons", "checkerboard", "stripes", "blobs", "rings", "arms",
        "plane", "multi_gauss", "sine", "step", "sawtooth", "linear",
    )
] + [
    case("table iris", {"source": "iris"}, steps=12),
    case("table iris, as it is", {"source": "iris", "standardize": "none"}, steps=12),
    case("table houses", {"source": "houses", "test": 0}, {"hidden": []}, {"batch_size": "full", "loss": "mse"}),
    case("table xor-milo", {"source": "xor-milo", "test": 0}, {"output": "sigmoid"}, {"batch_size": 1}),
    case("no test", {"test": 0}, steps=12),
    case("nearly all for the test", {"test": 1}, steps=12),
]  # fmt: skip
INPUTS = [
    case("features", network={"inputs": ["x1", "x1^2", "x2^2", "x1*x2", "sin(x1)", "sin(x2)"]}),
    case(
        "features of a standardised table", {"source": "houses", "test": 0}, {"inputs": ["area^2", "area", "sin(area)"]}
    ),
    case(
        "formulas",
        network={
            "inputs": [
                "abs(x1 - 2x2)",
                "exp(-x1^2/8)",
                "log(1 + x2^2)",
                "sqrt(abs(x1))",
                "cos(pi x2)",
                "2^tanh(x1)",
                "min(x1, x2) > floor(x1)",
                "max(x1, sign(x2)) < 0.5",
                "x1/(3 + x2^2)",
            ]
        },
    ),
    case("no hidden layer", network={"hidden": []}),
    case("deep", network={"hidden": [2] * 8}, steps=12),
]
KINDS = [
    case("formula, classes", {"source": "formula", "formula": "x2 > sin(3x1)", "noise": 0.2, "seed": 7}),
    case("formula, values", {"source": "formula", "formula": "x1*x2/4 + exp(x1/3)", "seed": 7}),
    case("levels", CLASSES | {"levels": [0.1, 0.9]}, {"output": "sigmoid"}, {"loss": "sse"}),
    case("fourier inputs", network={"inputs": ["x1", "fourier(2)"]}),
    *(
        case(f"picture {name}", {"source": name, "noise": 0, "seed": 4}, {"inputs": ["x", "fourier(3)"]}, steps=12)
        for name in ("rose", "sunset", "swirl", "target", "mosaic", "flag")
    ),
    case("picture, no test", {"source": "flag", "task": "regression", "test": 0}, steps=12),
    case("several targets, standardised", {"source": "sunset", "standardize": "all"}, {"output": "identity"}),
    case(
        "pixels 5x5",
        {"source": "digits-5x5", "test": 0, "levels": [0, 0.99]},
        {"output": "sigmoid"},
        {"loss": "sse", "order": "cyclic", "batch_size": 1},
    ),
    case("pixels 8x8", {"source": "digits-8x8"}, {"activation": "relu"}, {"batch_size": 32}),
    case("table penguins", {"source": "penguins", "target": "species"}, {"inputs": ["island", "bill_length_mm"]}),
    case("table ten-houses", {"source": "ten-houses", "test": 0}),
    case("table rated-houses", {"source": "rated-houses", "test": 0.3}, {"hidden": [], "output": "softmax"}),
    case("own table", own={"kind": "table", "name": "mine", "text": "a,b,c\n1,2,3\n2,2.5,1\n4,0,1\n0,1,7\n"}, steps=12),
    case(
        "own points",
        own={
            "kind": "points",
            "name": "mine",
            "columns": ["x1", "x2"],
            "classes": ["0", "1", "2"],
            "points": [[k % 7 - 3, k % 5 - 2.5, k % 3] for k in range(20)],
        },
    ),
    case(
        "own arrays",
        own={
            "kind": "arrays",
            "name": "mine",
            "columns": ["a", "b"],
            "targets": ["u", "v"],
            "classes": [],
            "rows": 8,
            "x": base64([k * k % 17 / 3 for k in range(16)], "d"),
            "values": base64([k * k % 13 / 7 for k in range(16)], "d"),
        },
    ),
    case(
        "own images",
        own={
            "kind": "images",
            "name": "mine",
            "width": 2,
            "height": 3,
            "peak": 7,
            "classes": ["a", "b"],
            "labels": base64([k % 2 for k in range(9)]),
            "pixels": base64([k * k % 8 for k in range(54)]),
        },
    ),
    case(
        "own picture",
        {"noise": 0},
        own={
            "kind": "picture",
            "name": "mine",
            "width": 7,
            "height": 4,
            "pixels": base64([k * 37 % 256 for k in range(84)]),
        },
    ),
]
LOGS = [
    case(
        "a log",
        log=[
            [0, {"edit": {"layer": 0, "neuron": 2, "input": 1, "value": -1.5}}],
            [10, {"set": {"learning_rate": 0.3, "optimizer": "adam"}}],
            [10, {"edit": {"layer": 1, "neuron": 0, "input": None, "value": 0.25}}],
            [17, {"set": {"batch_size": "full", "order": "cyclic"}}],
            [23, {"set": {"optimizer": "rmsprop", "batch_size": 3, "order": "random", "seed": 9}}],
            [40, {"edit": {"layer": 1, "neuron": 0, "input": 2, "value": 4.0}}],
        ],
    ),
    case(
        "edited points",
        log=[
            [5, {"points": {"add": [[1.5, -2.5, 1], [6, 6, 0]], "move": [[3, 0.125, 0.25, 1]]}}],
            [5, {"points": {"remove": [0, 31, 7]}}],
            [9, {"set": {"batch_size": "full", "optimizer": "adam"}}],
            [20, {"points": {"remove": [1], "add": [[0.1, 0.2, 0]]}}],
            [20, {"edit": {"layer": 1, "neuron": 0, "input": None, "value": 0.25}}],
            [21, {"points": {"move": [[28, -1, -1, 0]]}}],
        ],
    ),
    case("edited points of a line", {"source": "sine"}, log=[[7, {"points": {"add": [[0.5, 0.75]] * 9}}]]),
    case("divergence", VALUES, {"activation": "identity"}, {"learning_rate": 1000, "batch_size": 1}, steps=400),
]
MUTE_AND_FREEZE: list[Any] = [
    [6, {"mute": {"layer": 0, "neuron": 1, "muted": True}}],
    [9, {"freeze": {"layer": 1, "frozen": True}}],
    [15, {"freeze": {"layer": 0, "frozen": True}}],
    [15, {"mute": {"layer": 1, "neuron": 0, "muted": True}}],
    [21, {"freeze": {"layer": 1, "frozen": False}}],
    [26, {"mute": {"layer": 0, "neuron": 1, "muted": False}}],
    [30, {"freeze": {"layer": 0, "frozen": False}}],
]
SILENCE = [
    *(
        case(f"mute and freeze, {name}", network={"hidden": [3, 2]}, training={"optimizer": name}, log=MUTE_AND_FREEZE)
        for name in ("sgd", "rmsprop", "adagrad", "adam", "adamw")
    ),
    case(
        "mute and freeze, momentum, l1, random",
        network={"hidden": [3, 2]},
        training={"momentum": 0.9, "l1": 0.01, "order": "random"},
        log=MUTE_AND_FREEZE,
    ),
    case(
        "everything muted, then frozen, and another optimizer",
        training={"optimizer": "adam"},
        log=[
            *([4, {"mute": {"layer": 0, "neuron": neuron, "muted": True}}] for neuron in range(3)),
            [9, {"edit": {"layer": 0, "neuron": 1, "input": 0, "value": 2.0}}],
            [9, {"mute": {"layer": 0, "neuron": 1, "muted": False}}],
            *([14, {"freeze": {"layer": layer, "frozen": True}}] for layer in range(2)),
            [20, {"set": {"optimizer": "rmsprop"}}],
            [25, {"freeze": {"layer": 1, "frozen": False}}],
            [30, {"points": {"remove": [0, 1]}}],
        ],
    ),
]
CASES = ACTIVATIONS + LOSSES + OPTIMIZERS + INITIALIZERS + ORDERS + SOURCES + INPUTS + KINDS + LOGS + SILENCE
