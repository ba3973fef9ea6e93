"""What neurons do over the data, and weights and answers, as the engine's values and colours.

As in web/src/run/maps.ts. Arrays are made in the workspace's room; what is given away is a copy, if not said otherwise.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from neuroglow.examples import Matrix, Vector
from neuroglow.plan import Plan
from neuroglow.run import Run
from neuroglow.scene import Bytes, Over, Plane, Scene, still
from neuroglow.themes import Theme
from neuroglow.workspace import Workspace

Floats = NDArray[np.float32]

MAPPED_NEURONS = 2048
"""Networks with more are drawn without maps: each map holds what one of them does at every pixel."""
KINDS: dict[str, type[np.generic]] = {
    "colours": np.uint8,
    "widths": np.float32,
    "neuron_glow": np.float32,
    "edge_glow": np.float32,
    "glow": np.float32,
}
"""Of what functions of the engine make, where it is not float64."""


class Weights(NamedTuple):
    """Of the shown weights and biases, layer by layer, weights (outputs by inputs) before biases.

    params: (P,); widths: (P,), in pixels; colours: (P, 4).
    """

    params: Vector
    widths: Floats
    colours: Bytes


class Maps:
    """Of a run with a scene, in the colours of a theme; plane: see `Views`. over: None where there are no maps.

    before: those before points were edited; what they are drawn over stays as it is.
    """

    def __init__(self, run: Run, theme: Theme, plane: Plane | None, before: "Maps | None" = None) -> None:
        self.run = run
        self.scene: Scene = Scene(run, None if before is None else before.scene)
        self.colours = self.scene.palette(theme)
        self.over: Over | None = self._over(plane) if before is None else before.over

    @property
    def workspace(self) -> Workspace:
        return self.run.workspace

    @property
    def plan(self) -> Plan:
        return self.scene.plan

    @property
    def neurons(self) -> int:
        """Of all layers, inputs included."""
        return sum(self.plan.sizes)

    @property
    def line(self) -> bool:
        """Whether they go along one column of the data."""
        return self.over is not None and self.over.down < 0

    def make(self, function: str, made: dict[str, int], **others: Any) -> dict[str, NDArray[Any]]:
        """What a function of the engine makes, by name with size; it gets the run's arrays and others."""
        spare = self.workspace.spare
        room = {name: spare(f"made {name}", size, KINDS.get(name, np.float64)) for name, size in made.items()}
        if function.startswith("paint") or function == "encode_weights":
            others["palette"] = self.give("palette", self.colours)
        self.workspace.call(function, **(room | others))
        return {name: still(array.copy()) for name, array in room.items()}

    def give(self, name: str, values: NDArray[Any]) -> NDArray[Any]:
        """Values where the engine's functions read and write them, until others are given by this name."""
        room = self.workspace.spare(f"given {name}", values.shape, values.dtype)
        room[...] = values
        return room

    def weights(self, params: Vector) -> Weights:
        """Shown weights as lines; params: (P,), of all, in the engine's memory."""
        shown = self.scene.shown.weights(params)
        drawn = params if self.scene.shown.whole else self.give("params", shown)
        count = len(shown)
        made = self.make("encode_weights", {"widths": count, "colours": 4 * count}, params=drawn)
        return Weights(still(shown), made["widths"], made["colours"].reshape(-1, 4))

    def filters(self, inputs: int, neurons: int) -> Bytes:
        """What each of the first neurons looks for: RGBA (neurons, inputs, 4)."""
        weights = self.workspace.params[: inputs * neurons].reshape(neurons, inputs)
        made = self.make("paint_weights", {"colours": 4 * weights.size}, weights=weights)
        return made["colours"].reshape(neurons, inputs, 4)

    # over the data

    def values(self, first: int, count: int, width: int, height: int) -> Matrix:
        """Activations of `count` neurons from `first` on (count, height * width); they last until the next call."""
        over, arrays = self.over, self.workspace.arrays
        assert over is not None, "neurons have values over a plane or a line"
        values = self.workspace.spare("drawn values", (count, width * height))
        self.workspace.call(
            "neuron_maps",
            **arrays.formulas,
            mean=arrays.mean,
            scale=arrays.scale,
            held=self.give("held", over.held),
            across=over.across,
            down=over.down,
            bounds=self.give("bounds", np.array(over.bounds)),
            width=width,
            height=height,
            first=first,
            values=values,
        )
        return values

    def scales(self, values: Matrix) -> Vector:
        """The value of each neuron's full colour, from what all of them do (neurons, places)."""
        scales = self.workspace.spare("drawn scales", len(values))
        self.workspace.call("map_scales", values=values, scales=scales)
        if self.plan.task == "regression":
            scales[len(scales) - len(self.scene.full) :] = self.scene.full
        return still(scales.copy())

    def centre(self, values: Matrix) -> None:
        """A single output from 0 to 1, the last of these neurons, is painted like one from -1 to 1; in place."""
        if self.plan.task == "unsigned":
            mean, scale = self.give("centre", np.array([-1.0])), self.give("spread", np.array([2.0]))
            self.workspace.engine.call("in_units", x=values[-1:], mean=mean, scale=scale)

    def tiles(self, values: Matrix, scales: Vector) -> Bytes:
        """RGBA (neurons, places, 4) of what all neurons do (neurons, places), which is centred in place."""
        self.centre(values)
        made = self.make("paint_maps", {"colours": 4 * values.size}, values=values, scales=self.give("scales", scales))
        return made["colours"].reshape(*values.shape, 4)

    def lines(self, places: int) -> Matrix:
        """What every shown neuron answers at so many places from left to right (neurons, places)."""
        return still(self.scene.shown.neurons(self.values(0, self.neurons, places, 1)))

    def output(self, side: int) -> Bytes:
        """RGBA of the answer over the plane (side, side, 4): the winning class, or the first output's value."""
        outputs, classes = self.plan.sizes[-1], self.plan.task == "classes"
        values = self.values(self.neurons - outputs, outputs if classes else 1, side, side)
        made = {"colours": 4 * side * side}
        if classes:
            painted = self.make("paint_classes", made, values=values)
        else:
            self.centre(values)
            painted = self.make("paint_maps", made, values=values, scales=self.give("full", self.scene.full[:1]))
        return painted["colours"].reshape(side, side, 4)

    def curve(self, places: int) -> Matrix:
        """Places along the line with the answers there, in the data's units (places, 1 + n_out)."""
        assert self.over is not None, "a curve goes along a column"
        arrays, outputs = self.workspace.arrays, self.plan.sizes[-1]
        answers = self.values(self.neurons - outputs, outputs, places, 1)
        self.workspace.engine.call("in_units", x=answers, mean=arrays.target_mean, scale=arrays.target_scale)
        low, high = self.over.bounds[:2]
        x = low + (high - low) * ((np.arange(places) + 0.5) / places)  # the middle of a cell, as the engine has it
        return still(np.column_stack([x, answers.T]))

    def points(self) -> Bytes:
        """RGBA of the examples that are drawn (points, 4)."""
        scene, dataset, rows = self.scene, self.run.data.dataset, self.scene.rows
        if self.plan.kind == "picture":
            return still(scene.original().reshape(-1, 4)[rows])
        if self.plan.task != "regression":
            colours = np.full((len(rows), 4), 255, dtype=np.uint8)
            colours[:, :3] = self.colours[3 + dataset.values[0, rows].astype(int)]
            return still(colours)
        arrays = self.workspace.arrays
        y = self.give("targets", dataset.values[:, rows])
        self.workspace.engine.call("standardize", x=y, mean=arrays.target_mean, scale=arrays.target_scale)
        made = self.make("paint", {"colours": 4 * len(rows)}, values=y[0], scale=scene.full[0], strength=1.0)
        return made["colours"].reshape(-1, 4)

    def units(self) -> tuple[Vector, float]:
        """Weights (n_in,) and bias of a single neuron, in the data's own units."""
        arrays, params = self.workspace.arrays, self.workspace.params
        weights, biases = self.give("line", params[None, :-1]), self.give("offset", params[-1:])
        targets = {"target_mean": arrays.target_mean, "target_scale": arrays.target_scale}
        inputs = {"mean": arrays.mean, "scale": arrays.scale}
        self.workspace.engine.call("weights_in_units", weights=weights, biases=biases, **inputs, **targets)
        return still(weights[0].copy()), float(biases[0])

    def repainted(self, original: Bytes) -> tuple[Bytes, float]:
        """A picture (height, width, 4) as the network paints it, and how near it is, in decibels."""
        workspace, engine, dataset = self.workspace, self.workspace.engine, self.run.data.dataset
        answers = workspace.predict(dataset.x[list(self.plan.columns)].T)
        values = self.give("painted", answers.T)
        rows = self.give("pixels", np.arange(len(dataset), dtype=np.int32))
        colours = workspace.spare("made colours", original.size, np.uint8)
        if self.scene.classes is None:
            engine.call("paint_colours", values=values, rows=rows, colours=colours)
        else:
            palette = self.give("classes", self.colours[3:])
            threshold = 0.5 if self.plan.task == "unsigned" else 0.0
            engine.call(
                "paint_nearest", values=values, threshold=threshold, rows=rows, palette=palette, colours=colours
            )
        psnr = engine.call("psnr", a=colours, b=self.give("original", original.ravel()))
        return still(colours.reshape(original.shape).copy()), float(psnr)

    def _over(self, plane: Plane | None) -> Over | None:
        return self.scene.over(plane, self._means() if plane is not None and plane.held is None else None)

    def _means(self) -> Vector:
        """Of the columns that are drawn."""
        engine = type(self.workspace.engine)()  # small and short-lived: the run's own engine gives no memory back
        x = engine.array(self.run.data.dataset.x[list(self.scene.columns)])
        mean, scale = engine.zeros(len(x)), engine.zeros(len(x))
        engine.call("fit", x=x, mean=mean, scale=scale)
        means: Vector = mean.copy()
        return means
