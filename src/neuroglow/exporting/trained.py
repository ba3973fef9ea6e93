"""A trained network as plain values: what every export writes down."""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from neuroglow.errors import InputError
from neuroglow.formula import Program

if TYPE_CHECKING:
    from neuroglow.run import Run

Vector = NDArray[np.float64]


class Layer(NamedTuple):
    """weights: (n_out, n_in), biases: (n_out,)."""

    weights: Vector
    biases: Vector
    activation: str


class Scale(NamedTuple):
    """Standardised numbers are (number - mean) / scale; (n,) each."""

    mean: Vector
    scale: Vector


class Trained(NamedTuple):
    """A network as a run has trained it, from columns in the data's own units to answers in the target's.

    inputs: programs in `columns`; () where these are the inputs as they are. scaling, target: None where nothing is
    standardised. targets: what a regression answers; classes: () for regression. threshold: where the only output
    changes from one class to the other. choice: a column that stands for one text of a text column, or "". muted:
    (layer, neuron), 0 the first hidden layer; such a neuron's weights, and those that it goes on to, are 0 here.
    """

    title: str
    step: int
    kind: str
    columns: tuple[str, ...]
    inputs: tuple[Program, ...]
    scaling: Scale | None
    layers: tuple[Layer, ...]
    target: Scale | None
    targets: tuple[str, ...]
    classes: tuple[str, ...]
    threshold: float | None
    choice: str
    muted: tuple[tuple[int, int], ...]

    @property
    def sizes(self) -> tuple[int, ...]:
        return self.layers[0].weights.shape[1], *(len(layer.biases) for layer in self.layers)


def trained(run: "Run") -> Trained:
    """The network of a run where it stands. Raises InputError when a weight is not finite."""
    plan, workspace, dataset = run.plan, run.workspace, run.data.dataset
    params = workspace.params.copy()
    if not np.isfinite(params).all():
        raise InputError(
            f"expected finite weights to export, got others at step {run.step:,}: "
            "go back to a moment before the run diverged"
        )
    layers = tuple(
        Layer(weights, biases, activation)
        for (weights, biases), activation in zip(workspace.split(params), plan.activations, strict=True)
    )
    muted = tuple(place_of(neuron, plan.sizes) for neuron in sorted(workspace.silent.tolist()))
    for layer, neuron in muted:
        layers[layer].weights[neuron], layers[layer].biases[neuron] = 0, 0
        layers[layer + 1].weights[:, neuron] = 0
    arrays, places = workspace.arrays, {column: place for place, column in enumerate(plan.columns)}
    programs = tuple(renumbered(item.program, places) for item in plan.inputs)
    columns = tuple(dataset.columns[column] for column in plan.columns)
    chosen = {column for group in dataset.groups.values() for column in group}
    single = plan.task in ("signed", "unsigned")
    return Trained(
        title=run.experiment.title or plan.experiment.data.source,
        step=run.step,
        kind=plan.kind,
        columns=columns,
        inputs=() if all(map(is_column, programs, range(len(programs)))) else programs,
        scaling=Scale(arrays.mean.copy(), arrays.scale.copy()) if plan.scale_inputs else None,
        layers=layers,
        target=Scale(arrays.target_mean.copy(), arrays.target_scale.copy()) if plan.scale_targets else None,
        targets=() if dataset.classes else plan.outputs,
        classes=dataset.classes,
        threshold=(0.5 if plan.task == "unsigned" else 0.0) if single else None,
        choice=next((column for column in columns if column in chosen), ""),
        muted=muted,
    )


def is_column(program: Program, place: int) -> bool:
    """Whether a formula is nothing but the column at this place."""
    return program.operations == ("column",) and program.arguments == (place,)


def place_of(neuron: int, sizes: tuple[int, ...]) -> tuple[int, int]:
    """Layer and place of a hidden neuron counted from the first input."""
    layer = 0
    while neuron >= sizes[layer]:
        neuron -= sizes[layer]
        layer += 1
    return layer - 1, neuron


def renumbered(program: Program, places: dict[int, int]) -> Program:
    """A program in the columns that the network needs, instead of all that the data have."""
    steps = zip(program.operations, program.arguments, strict=True)
    return Program(
        program.operations,
        tuple(places[place] if operation == "column" else place for operation, place in steps),
        program.constants,
    )
