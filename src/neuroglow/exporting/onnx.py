"""A trained network as an ONNX file, in float64. Its fields' numbers are those of onnx.proto.

The input x are rows of the columns in the data's own units, and y answers as `Run.predict` does. Columns, classes and
targets stand in the file's metadata, as JSON.
"""

import struct
from collections.abc import Mapping, Sequence

import numpy as np

from neuroglow.exporting.protobuf import message
from neuroglow.exporting.tables import ONNX_ACTIVATIONS, ONNX_ARITY, ONNX_OPERATIONS
from neuroglow.exporting.text import literal, number, prose
from neuroglow.exporting.trained import Scale, Trained, Vector
from neuroglow.formula import Program

IR_VERSION, OPSET = 8, 17
DOUBLE, INT64 = 11, 7
INT, TENSOR = 2, 4  # kinds of attributes


class Graph:
    """Nodes and constants; every value has a name, which is an identifier."""

    def __init__(self) -> None:
        self.nodes: list[bytes] = []
        self.numbers: dict[str, str] = {}
        self.constants: dict[str, bytes] = {}

    def node(self, kind: str, inputs: Sequence[str], name: str = "", **attributes: int | bytes) -> str:
        """An operator, and the name of what comes out of it."""
        name = name or f"{kind.lower()}{len(self.nodes) + 1}"
        fields = [*((1, one) for one in inputs), (2, name), (3, name), (4, kind)]
        self.nodes.append(message([*fields, *((5, attribute(*one)) for one in attributes.items())]))
        return name

    def array(self, name: str, values: Vector) -> str:
        """A constant of this name."""
        self.constants[name] = tensor(name, values.shape, DOUBLE, values.astype("<f8").tobytes())
        return name

    def number(self, word: str) -> str:
        """A constant number, once however often it is used."""
        if word not in self.numbers:
            self.numbers[word] = self.array(f"number{len(self.numbers) + 1}", np.array(float(word)))
        return self.numbers[word]

    def whole(self, value: int) -> str:
        """A list of one whole number."""
        name = f"whole{value}"
        self.constants[name] = tensor(name, (1,), INT64, struct.pack("<q", value))
        return name

    def calculate(self, text: str, values: Mapping[str, str], name: str = "") -> str:
        """What comes of operators on a stack, where names stand for values; its last node has this name."""
        words, stack = text.split(), list[str]()
        for place, word in enumerate(words):
            last = name if place == len(words) - 1 else ""
            if word in ONNX_ARITY:
                count = ONNX_ARITY[word]
                attributes = {"to": DOUBLE} if word == "Cast" else {}
                stack[-count:] = [self.node(word, stack[-count:], last, **attributes)]
            else:
                stack.append(values[word] if word in values else self.number(word))
        return stack[0]


def attribute(name: str, value: int | bytes) -> bytes:
    """A whole number, or a tensor."""
    is_tensor = isinstance(value, bytes)
    return message([(1, name), (5 if is_tensor else 3, value), (20, TENSOR if is_tensor else INT)])


def tensor(name: str, shape: Sequence[int], kind: int, content: bytes) -> bytes:
    """A constant array, row by row, little-endian."""
    return message([*((1, size) for size in shape), (2, kind), (8, name), (9, content)])


def onnx(net: Trained) -> bytes:
    """The file."""
    graph = Graph()
    x = features(graph, net) if net.inputs else "x"
    if net.scaling:
        x = graph.calculate("x MEAN Sub SCALE Div", {"x": x, **scale(graph, net.scaling, "")})
    y = layers(graph, net, x)
    if net.target:
        target = scale(graph, net.target, "TARGET_")
        graph.calculate("y TARGET_SCALE Mul TARGET_MEAN Add", {"y": y, **target}, "y")
    else:
        graph.node("Identity", [y], "y")
    return model(net, graph)


def layers(graph: Graph, net: Trained, x: str) -> str:
    """From what the network sees, by its name, to its outputs."""
    for k, layer in enumerate(net.layers, 1):
        weights, biases = graph.array(f"W{k}", layer.weights), graph.array(f"b{k}", layer.biases)
        values = {"z": graph.node("Gemm", [x, weights, biases], f"z{k}", transB=1)}
        for line in ONNX_ACTIVATIONS[layer.activation].split("; "):
            name, _, text = line.partition(" = ")
            values[name] = graph.calculate(text, values, f"{name}{k}")
        x = values["a"]
    return x


def scale(graph: Graph, scaling: Scale, prefix: str) -> dict[str, str]:
    names = f"{prefix}MEAN", f"{prefix}SCALE"
    return {name: graph.array(name, values) for name, values in zip(names, scaling, strict=True)}


def features(graph: Graph, net: Trained) -> str:
    """The inputs by their formulas, as the columns of one array."""
    used = sorted({place for program in net.inputs for place in program.columns})
    columns = {place: graph.node("Gather", ["x", graph.whole(place)], f"column{place + 1}", axis=1) for place in used}
    inputs = []
    for program in net.inputs:
        value = formula(graph, program, columns)
        if not program.columns:
            value = graph.node("Add", [zeros(graph), value])
        inputs.append(value)
    return graph.node("Concat", inputs, "features", axis=1)


def formula(graph: Graph, program: Program, columns: Mapping[int, str]) -> str:
    """What comes of a formula in columns of these names."""
    stack: list[str] = []
    for operation, place in zip(program.operations, program.arguments, strict=True):
        if operation == "column":
            stack.append(columns[place])
        elif operation == "constant":
            stack.append(graph.number(number(program.constants[place])))
        else:
            text = ONNX_OPERATIONS[operation]
            count = 2 if " y " in text else 1
            stack[-count:] = [graph.calculate(text, dict(zip("xy", stack[-count:], strict=False)))]
    return stack[0]


def zeros(graph: Graph) -> str:
    """A 0 for every row."""
    shape = graph.node("Concat", [graph.node("Shape", ["x"], end=1), graph.whole(1)], axis=0)
    return graph.node("ConstantOfShape", [shape], value=tensor("", (1,), DOUBLE, bytes(8)))


def model(net: Trained, graph: Graph) -> bytes:
    """The file around a graph from x to y."""
    told = {"columns": net.columns, "classes": net.classes, "targets": net.targets}
    metadata = {key: f"[{', '.join(map(literal, names))}]" for key, names in told.items() if names}
    metadata |= {"step": str(net.step)} | ({} if net.threshold is None else {"threshold": f"{net.threshold:g}"})
    whole = message(
        [
            *((1, node) for node in graph.nodes),
            (2, "network"),
            *((5, constant) for constant in graph.constants.values()),
            (10, prose(net.title)),
            (11, rows("x", len(net.columns))),
            (12, rows("y", net.sizes[-1])),
        ]
    )
    return message(
        [
            (1, IR_VERSION),
            (2, "neuroglow"),
            (7, whole),
            (8, message([(1, ""), (2, OPSET)])),
            *((14, message([(1, key), (2, text)])) for key, text in metadata.items()),
        ]
    )


def rows(name: str, width: int) -> bytes:
    """What goes in, or comes out: as many rows as there are, of so many numbers."""
    shape = message([(1, message([(2, "rows")])), (1, message([(1, width)]))])
    return message([(1, name), (2, message([(1, message([(1, DOUBLE), (2, shape)]))]))])
