"""How each framework writes what a network calculates. `neuroglow.schema` gives the page the same tables.

Whatever an activation, a formula or a kind of data needs of a framework is one entry here. The writers (code.py and
onnx.py, and the page's in web/src/run/exporting/) only put entries together, and write the same bytes.
"""

import keyword
from typing import Any, NamedTuple

from neuroglow.engine.activations import ACTIVATIONS
from neuroglow.engine.formulas import OPERATIONS

COMPACT = 1000
"""Networks of more weights and biases have them as base64."""
LINE, SHORT = 100, 96
"""Signs on a line of a long list, and of a list that stands on one line."""
UNPACKED = 8
"""Of more columns than these, features() names none."""


class Activation(NamedTuple):
    """An activation of $z, and the function that a file has to bring along for it."""

    write: str
    define: str = ""


class Framework(NamedTuple):
    """What code for a framework is made of; $names stand for what a network fills in.

    array: of $values; packed: of the float64 in $numbers. number: $0 as a number of the framework's own, where
    Python's would not do, which refuse to be divided by zero; typed: operations that never take Python's. sums: a
    layer's z. network: the network; `made` and `passed` are a line for each of its layers, about its $activation.
    stack: $inputs as the columns of an array; constant: an input that is $0 everywhere. begin: predict() takes its x.
    run: its way through the network, if it is not `passed`. load: how the network gets its weights, `loaded` those of
    every layer.
    """

    title: str
    imports: tuple[str, ...]
    array: str
    packed: str
    number: str
    typed: tuple[str, ...]
    pi: str
    operations: dict[str, str]
    activations: dict[str, Activation]
    sums: str
    network: str
    made: str
    passed: str
    stack: str
    constant: str
    begin: str
    run: str
    load: str
    loaded: str


NUMPY_OPERATIONS = {
    "negate": "-$0",
    "add": "$0 + $1",
    "subtract": "$0 - $1",
    "multiply": "$0 * $1",
    "divide": "$0 / $1",
    "power": "$0**$1",
    "less": "($0 < $1).astype(float)",
    "greater": "($0 > $1).astype(float)",
    "min": "np.fmin($0, $1)",  # as max(log(x1), 0) is 0 where there is no logarithm
    "max": "np.fmax($0, $1)",
    **{name: f"np.{name}($0)" for name in ("abs", "sign", "floor", "sqrt", "exp", "log", "sin", "cos", "tanh")},
}
TORCH_OPERATIONS = {name: text.replace("np.", "torch.") for name, text in NUMPY_OPERATIONS.items()} | {
    "less": "($0 < $1).double()",
    "greater": "($0 > $1).double()",
}
ONNX_OPERATIONS = {
    "negate": "x Neg",
    "add": "x y Add",
    "subtract": "x y Sub",
    "multiply": "x y Mul",
    "divide": "x y Div",
    "power": "x y Pow",
    "less": "x y Less Cast",
    "greater": "x y Greater Cast",
    "min": "x y Less x y Where",
    "max": "x y Greater x y Where",
    **{name: f"x {name.capitalize()}" for name in ("abs", "sign", "floor", "sqrt", "exp", "log", "sin", "cos", "tanh")},
}
"""Operations of x, or of x and y, on a stack."""

BINDING = {
    "add": (1, 1, 2),
    "subtract": (1, 1, 2),
    "multiply": (2, 2, 3),
    "divide": (2, 2, 3),
    "negate": (3, 3, 3),
    "power": (4, 5, 3),
}
"""How strongly an operator binds, and how strongly its operands have to in order to need no brackets."""
STRONGEST = 5

NUMPY_ACTIVATIONS = {
    "identity": Activation("$z"),
    "relu": Activation("np.maximum($z, 0)"),
    "leaky_relu": Activation("leaky_relu($z)", "def leaky_relu(z):\n    return np.where(z > 0, z, 0.01 * z)"),
    "elu": Activation("elu($z)", "def elu(z):\n    return np.where(z > 0, z, np.expm1(np.minimum(z, 0)))"),
    "gelu": Activation(
        "gelu($z)",
        "def gelu(z):\n    return z * (1 + np.vectorize(math.erf, otypes=[float])(z / math.sqrt(2))) / 2",
    ),
    "silu": Activation("silu($z)", "def silu(z):\n    return z * (1 + np.tanh(z / 2)) / 2  # z / (1 + e^-z)"),
    "softplus": Activation("np.logaddexp(0, $z)"),
    "tanh": Activation("np.tanh($z)"),
    "sigmoid": Activation("sigmoid($z)", "def sigmoid(z):\n    return (1 + np.tanh(z / 2)) / 2  # 1 / (1 + e^-z)"),
    "sin": Activation("np.sin($z)"),
    "softmax": Activation(
        "softmax($z)",
        "def softmax(z):\n    e = np.exp(z - z.max(1, keepdims=True))\n    return e / e.sum(1, keepdims=True)",
    ),
}
TORCH_ACTIVATIONS = {
    "identity": Activation("$z"),
    "leaky_relu": Activation("F.leaky_relu($z, 0.01)"),
    "elu": Activation("F.elu($z)"),
    "gelu": Activation("F.gelu($z)"),
    "silu": Activation("F.silu($z)"),
    "softplus": Activation("F.softplus($z, threshold=40)"),  # from its usual 20 on it would leave 2e-9 out
    "softmax": Activation("torch.softmax($z, dim=1)"),
    **{name: Activation(f"torch.{name}($z)") for name in ("relu", "tanh", "sigmoid", "sin")},
}
KERAS_NAMED = ("relu", "elu", "gelu", "silu", "softplus", "tanh", "sigmoid", "softmax")
KERAS_ACTIVATIONS = {
    "identity": Activation(""),
    "leaky_relu": Activation(
        "leaky_relu", "def leaky_relu(z):\n    return keras.activations.leaky_relu(z, negative_slope=0.01)"
    ),
    "sin": Activation("keras.ops.sin"),
    **{name: Activation(f'"{name}"') for name in KERAS_NAMED},
}
# ln(erfc(x) / t) + x^2 with t = 1 / (1 + x / 2), as a polynomial in u = 2 t - 1, the highest power first: fitted at
# Chebyshev's nodes, as Numerical Recipes has it in section 6.2.2. From 0 to infinity erfc is then right to 1e-15.
ERFC = (
    3.99322639651523e-09, -1.1808396926565442e-07, 1.4212425539749192e-07, 8.5443286557448e-07,
    -1.670838889597775e-06, -2.351808487631655e-06, 8.896022996163178e-06, -4.077828569509823e-07,
    -3.037364189719407e-05, 3.2066655258079446e-05, 7.146976794250743e-05, -0.00017442647429112993,
    -9.375152341352955e-05, 0.0006737092008641839, -0.00014624443024541866, -0.0023458170668852092,
    0.001758933357310285, 0.008824938937818345, -0.009872689358730183, -0.046895610245823345,
    0.04734330684181755, 0.6726432239778232, -0.6717940840566923,
)  # fmt: skip
# z Phi(z), where Phi(z) is 1 - q above zero and q below, q = erfc(|z| / sqrt 2) / 2: Erf is there for float32 only.
GELU = (
    "x = z Abs 0.7071067811865476 Mul",
    "t = 1 x 0.5 Mul 1 Add Div",
    "u = t 2 Mul 1 Sub",
    f"p = {ERFC[0]!r} {' '.join(f'u Mul {number!r} Add' for number in ERFC[1:])}",
    "q = p x x Mul Sub Exp t Mul 0.5 Mul",
    "a = z z 0 Greater 1 q Sub q Where Mul",
)
ONNX_ACTIVATIONS = {
    "identity": "a = z",
    "relu": "a = z Relu",
    "leaky_relu": "a = z z 0.01 Mul Max",
    "elu": "a = z 0 Greater z z 0 Min Exp 1 Sub Where",
    "gelu": "; ".join(GELU),
    "silu": "a = z z Sigmoid Mul",
    "softplus": "a = z 0 Max z Abs Neg Exp 1 Add Log Add",
    "tanh": "a = z Tanh",
    "sigmoid": "a = z Sigmoid",
    "sin": "a = z Sin",
    "softmax": "a = z Softmax",
}
"""From a layer's sums z to its activations a, on a stack, in operators that runtimes have for float64 too."""
ONNX_ARITY = {
    **dict.fromkeys(("Add", "Sub", "Mul", "Div", "Pow", "Less", "Greater", "Min", "Max"), 2),
    **dict.fromkeys(("Abs", "Sign", "Floor", "Sqrt", "Exp", "Log", "Sin", "Cos", "Tanh", "Neg", "Cast"), 1),
    **dict.fromkeys(("Relu", "Sigmoid", "Softmax"), 1),
    "Where": 3,
}

FRAMEWORKS = {
    "numpy": Framework(
        title="NumPy",
        imports=("import numpy as np",),
        array="np.array($values)",
        packed='np.frombuffer(base64.b64decode("""\n$numbers"""), dtype="<f8")',
        number="np.float64($0)",
        typed=(),
        pi="np.pi",
        operations=NUMPY_OPERATIONS,
        activations=NUMPY_ACTIVATIONS,
        sums="x @ W$k.T + b$k",
        network="",
        made="",
        passed="    x = $activation",
        stack="np.column_stack($inputs)",
        constant="np.zeros(len(x)) + $0",
        begin="    x = np.asarray(x, dtype=float)",
        run="",
        load="",
        loaded="",
    ),
    "pytorch": Framework(
        title="PyTorch",
        imports=("import torch", "from torch import nn"),
        array="torch.tensor($values, dtype=torch.float64)",
        packed='torch.frombuffer(bytearray(base64.b64decode("""\n$numbers""")), dtype=torch.float64)',
        number="torch.tensor($0, dtype=torch.float64)",
        typed=("min", "max"),
        pi="torch.pi",
        operations=TORCH_OPERATIONS,
        activations=TORCH_ACTIVATIONS,
        sums="self.layer$k(x)",
        network='class Network(nn.Module):\n    """$sizes neurons."""\n\n'
        "    def __init__(self):\n        super().__init__()\n$made\n\n"
        "    def forward(self, x):\n$passed\n        return x",
        made="        self.layer$k = nn.Linear($n_in, $n_out)",
        passed="        x = $activation",
        stack="torch.stack($inputs, dim=1)",
        constant="torch.zeros(len(x), dtype=torch.float64) + $0",
        begin="    x = torch.as_tensor(x, dtype=torch.float64)",
        run="    with torch.no_grad():\n        x = network(x)",
        load="network = Network().double()\nnetwork.load_state_dict({\n$loaded\n})",
        loaded='    "layer$k.weight": W$k,\n    "layer$k.bias": b$k,',
    ),
    "keras": Framework(
        title="Keras",
        imports=("import keras", "import numpy as np"),
        array="np.array($values)",
        packed='np.frombuffer(base64.b64decode("""\n$numbers"""), dtype="<f8")',
        number="np.float64($0)",
        typed=(),
        pi="np.pi",
        operations=NUMPY_OPERATIONS,
        activations=KERAS_ACTIVATIONS,
        sums="",
        network='keras.config.set_floatx("float64")  # only TensorFlow also multiplies in it\n\n'
        "network = keras.Sequential([\n    keras.Input(($n_in,)),\n$made\n])",
        made="    keras.layers.Dense($n_out, activation=$activation),",
        passed="",
        stack="np.column_stack($inputs)",
        constant="np.zeros(len(x)) + $0",
        begin="    x = np.asarray(x, dtype=float)",
        run="    x = network.predict(x, verbose=0)",
        load="# Keras has weights as (inputs, outputs).\nnetwork.set_weights([\n$loaded\n])",
        loaded="    W$k.T, b$k,",
    ),
}

MODULES = {"base64.": "import base64", "math.": "import math", "F.": "from torch.nn import functional as F"}
"""What is imported where a file uses it."""
KINDS = {
    "points": "",
    "table": "",
    "pixels": "Columns are an image's pixels, row by row from the top, 0 to 1.",
    "picture": "Columns are places in a picture, the longer side from -1 to 1, y upwards; answers are colours, 0 to 1.",
}
"""What is to be known of the columns of a kind of data."""
RESERVED = (*keyword.kwlist, "np", "torch", "float", "len")
"""What a column cannot be called in code."""

PLAIN = ("negate", "add", "subtract", "multiply", "divide")
"""What Python's own numbers can do without ever refusing, as long as nothing is divided by 0."""
LARGEST_WHOLE = 1e15
"""Whole numbers below are written without a point."""


def shared() -> dict[str, Any]:
    """What the page's writers need, as JSON has it."""
    named = (
        "COMPACT", "LINE", "SHORT", "UNPACKED", "BINDING", "STRONGEST", "PLAIN", "LARGEST_WHOLE", "MODULES", "KINDS",
        "RESERVED", "ONNX_OPERATIONS", "ONNX_ACTIVATIONS", "ONNX_ARITY",
    )  # fmt: skip
    frameworks = {name: plain(framework) for name, framework in FRAMEWORKS.items()}
    return {name: globals()[name] for name in named} | {"FRAMEWORKS": frameworks}


def plain(framework: Framework) -> dict[str, Any]:
    activations = {name: activation._asdict() for name, activation in framework.activations.items()}
    return framework._asdict() | {"activations": activations}


assert all(set(table) == set(ACTIVATIONS) for table in (NUMPY_ACTIVATIONS, TORCH_ACTIVATIONS, KERAS_ACTIVATIONS))
assert set(ONNX_ACTIVATIONS) == set(ACTIVATIONS)
assert all({*table, "constant", "column"} == set(OPERATIONS) for table in (TORCH_OPERATIONS, ONNX_OPERATIONS))
