"""A trained network as Python's source for NumPy, PyTorch or Keras: code first, numbers last."""

import base64
from itertools import pairwise

import numpy as np

from neuroglow.exporting.formulas import expression
from neuroglow.exporting.tables import COMPACT, FRAMEWORKS, KINDS, LINE, MODULES, UNPACKED, Framework
from neuroglow.exporting.text import filled, identifiers, listed, literal, number, prose
from neuroglow.exporting.trained import Layer, Trained, Vector


def code(net: Trained, framework: str) -> str:
    """The source of a file whose predict() answers as `Run.predict` does, in float64."""
    table = FRAMEWORKS[framework]
    parts = [
        *definitions(net, table),
        network(net, table),
        features(net, table),
        predict(net, table),
        classify(net),
        numbers(net, table),
        load(net, table),
    ]
    begin = f"{docstring(net, table)}\n\n{imports(table, parts)}"
    return joined([begin, *filter(None, [names(net), *parts])]) + "\n"


def joined(parts: list[str]) -> str:
    """Two empty lines around functions and classes, one elsewhere."""
    body = parts[0]
    for before, part in pairwise(parts):
        apart = any(one.startswith(("def ", "class ")) for one in (before, part))
        body += ("\n\n\n" if apart else "\n\n") + part
    return body


def docstring(net: Trained, table: Framework) -> str:
    """What the file is."""
    sizes = "-".join(map(str, net.sizes))
    steps = f"{net.step:,} step{'' if net.step == 1 else 's'}"
    lines = [
        f'"""{prose(net.title)}: a network of {sizes} neurons in {table.title}, after {steps} of training.',
        "",
        "predict() takes rows of COLUMNS in the data's own units, and answers in them. Written by neuroglow.",
    ]
    if KINDS[net.kind]:
        lines.append(KINDS[net.kind])
    if net.choice:
        lines.append(f"A column such as {prose(net.choice)} is 1 where this is so, and 0 elsewhere.")
    if net.muted:
        silent = ", ".join(f"{neuron + 1} of layer {layer + 1}" for layer, neuron in net.muted)
        lines.append(f"Muted neurons have weights of 0: {silent}.")
    return "\n".join([*lines, '"""'])


def imports(table: Framework, parts: list[str]) -> str:
    """What these parts use, the standard library first."""
    used = [line for call, line in MODULES.items() if any(call in part for part in parts)]
    standard = [line for line in used if line.startswith("import")]
    others = [line for line in used if not line.startswith("import")]
    return "\n".join([*standard, *([""] if standard else []), *table.imports, *others])


def names(net: Trained) -> str:
    """The columns, and what is answered."""
    said = {"COLUMNS": net.columns, "CLASSES": net.classes, "TARGETS": net.targets}
    return "\n".join(f"{key} = {listed([literal(name) for name in group])}" for key, group in said.items() if group)


def definitions(net: Trained, table: Framework) -> list[str]:
    """Activations that the framework does not have, in the order in which layers need them."""
    return list(dict.fromkeys(table.activations[layer.activation].define for layer in net.layers))


def each_layer(net: Trained, template: str, table: Framework) -> list[str]:
    """A line for each layer, counted from 1."""
    lines = []
    for k, layer in enumerate(net.layers, 1):
        n_out, n_in = layer.weights.shape
        place = {"k": str(k), "n_in": str(n_in), "n_out": str(n_out)}
        activation = filled(table.activations[layer.activation].write, {"z": filled(table.sums, place)})
        lines.append(filled(template, place | {"activation": activation}).replace(", activation=)", ")"))
    return lines


def network(net: Trained, table: Framework) -> str:
    """The network as the framework has it."""
    made, passed = (
        "\n".join(each_layer(net, template, table)) if template else "" for template in (table.made, table.passed)
    )
    sizes = "-".join(map(str, net.sizes))
    return filled(table.network, {"sizes": sizes, "n_in": str(net.sizes[0]), "made": made, "passed": passed})


def features(net: Trained, table: Framework) -> str:
    """The inputs, where they are more than the columns as they are."""
    if not net.inputs:
        return ""
    few = len(net.columns) <= UNPACKED
    columns = identifiers(net.columns) if few else [f"x[:, {place}]" for place in range(len(net.columns))]
    items = [expression(program, columns, table) for program in net.inputs]
    lines = ["def features(x):", '    """What the network sees: formulas in the columns."""']
    if few and columns:
        lines.append(f"    {', '.join(columns) if len(columns) > 1 else f'({columns[0]},)'} = x.T")
    lines.append(f"    return {filled(table.stack, {'inputs': listed(items, 4, each=True)})}")
    return "\n".join(lines)


def predict(net: Trained, table: Framework) -> str:
    """From rows of the columns to answers, each in the data's own units."""
    one = "answer" if net.sizes[-1] == 1 else f"{net.sizes[-1]} answers"
    lines = ["def predict(x):", f'    """The {one} to every row of x, as (rows, {net.sizes[-1]})."""', table.begin]
    x = "features(x)" if net.inputs else "x"
    if net.scaling:
        lines.append(f"    x = ({x} - MEAN) / SCALE")
    elif net.inputs:
        lines.append(f"    x = {x}")
    lines += [table.run] if table.run else each_layer(net, table.passed, table)
    lines.append("    return x * TARGET_SCALE + TARGET_MEAN" if net.target else "    return x")
    return "\n".join(lines)


def classify(net: Trained) -> str:
    """The same as names of classes."""
    if not net.classes:
        return ""
    if net.threshold is None:
        answer = "CLASSES[place] for place in predict(x).argmax(1)"
    else:
        answer = f"CLASSES[int(answer > {net.threshold:g})] for (answer,) in predict(x)"
    return f'def classify(x):\n    """The class of every row of x."""\n    return [{answer}]'


def numbers(net: Trained, table: Framework) -> str:
    """What training has found."""
    lines = []
    if net.scaling:
        lines += ["# Mean and deviation of every input over the training examples."]
        lines += [f"MEAN = {array(net.scaling.mean, table)}", f"SCALE = {array(net.scaling.scale, table)}"]
    if net.target:
        lines += ["# The same of the answers."]
        lines += [f"TARGET_MEAN = {array(net.target.mean, table)}", f"TARGET_SCALE = {array(net.target.scale, table)}"]
    lines.append("# Weights (outputs, inputs) and biases (outputs,) of every layer.")
    if sum(layer.weights.size + layer.biases.size for layer in net.layers) > COMPACT:
        lines += packed(net, table)
    else:
        for k, layer in enumerate(net.layers, 1):
            lines += [f"W{k} = {matrix(layer, table)}", f"b{k} = {array(layer.biases, table)}"]
    return "\n".join(lines)


def array(values: Vector, table: Framework) -> str:
    return filled(table.array, {"values": listed([number(value) for value in values])})


def matrix(layer: Layer, table: Framework) -> str:
    rows = [listed([number(value) for value in row], 4) for row in layer.weights]
    return filled(table.array, {"values": listed(rows, each=True)})


def packed(net: Trained, table: Framework) -> list[str]:
    """All weights and biases as one text."""
    parts = [part.ravel() for layer in net.layers for part in (layer.weights, layer.biases)]
    text = base64.b64encode(np.concatenate(parts).astype("<f8").tobytes()).decode()
    broken = "".join(f"{text[at : at + LINE]}\n" for at in range(0, len(text), LINE))
    lines = [f"NUMBERS = {filled(table.packed, {'numbers': broken})}"]
    at = 0
    for k, layer in enumerate(net.layers, 1):
        n_out, n_in = layer.weights.shape
        middle, end = at + n_out * n_in, at + n_out * (n_in + 1)
        lines += [f"W{k} = NUMBERS[{at}:{middle}].reshape({n_out}, {n_in})", f"b{k} = NUMBERS[{middle}:{end}]"]
        at = end
    return lines


def load(net: Trained, table: Framework) -> str:
    """The weights get into the network."""
    lines = each_layer(net, table.loaded, table) if table.loaded else []
    return filled(table.load, {"loaded": "\n".join(lines)})
