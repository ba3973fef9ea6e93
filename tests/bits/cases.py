"""Recipes that use, all together, everything that a recipe can name: each must give the same bits on every host."""

from typing import Any

Case = dict[str, Any]
"""{"name", "experiment": the recipe, "log", "steps"}, as JSON has them."""


def case(
    name: str,
    data: dict[str, Any] | None = None,
    network: dict[str, Any] | None = None,
    training: dict[str, Any] | None = None,
    *,
    steps: int = 40,
    log: list[Any] | None = None,
) -> Case:
    """A small recipe, changed by what is said here: 22 training examples in batches of 7, the last one of 1."""
    experiment = {
        "data": {"samples": 30, "test": 0.25, "noise": 0.1} | (data or {}),
        "network": {"hidden": [3]} | (network or {}),
        "training": {"batch_size": 7, "learning_rate": 0.1} | (training or {}),
    }
    return {"name": name, "experiment": experiment, "log": log or [], "steps": steps}


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
    case("divergence", VALUES, {"activation": "identity"}, {"learning_rate": 1000, "batch_size": 1}, steps=400),
]
CASES = ACTIVATIONS + LOSSES + OPTIMIZERS + INITIALIZERS + ORDERS + SOURCES + INPUTS + LOGS
