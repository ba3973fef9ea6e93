"""Everything that pictures of a run need, as numbers: computed by the engine when they are asked for.

The Python counterpart of what the page's worker does for a frame (web/src/run/frame.ts and what it uses), with the same
results bit for bit; tests/test_views.py compares both.
"""

from collections.abc import Callable, Hashable, Sequence
from typing import Any, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from neuroglow import inspection
from neuroglow.errors import InputError
from neuroglow.examples import Matrix, Vector
from neuroglow.history import History
from neuroglow.plan import FROM_ZERO, Plan
from neuroglow.run import Run
from neuroglow.scene import Bytes, Plane, Points, Scene, still
from neuroglow.themes import Theme
from neuroglow.values import check_place
from neuroglow.workspace import Workspace

Floats = NDArray[np.float32]
Made = TypeVar("Made")

MAP_SIDE = 44
"""Pixels along the side of a neuron's map, if not said otherwise: the page's where it has time."""
MAPPED_NEURONS = 2048
"""Networks with more are drawn without maps: each map holds what one of them does at every pixel."""


class Weights(NamedTuple):
    """Of the shown weights and biases, layer by layer, weights (outputs by inputs) before biases.

    params: (P,); widths: (P,), in pixels; colours: (P, 4).
    """

    params: Vector
    widths: Floats
    colours: Bytes


class Probe(NamedTuple):
    """One example, or a place that is none, on its way through the network; neurons: those shown, inputs included.

    inputs: (columns,), of those that are drawn, in the data's units. x: (n_in,), as the network sees them. z, a:
    (neurons,). answer: (n_out,), in the data's units. target: (n_out,), as the network should answer, and truth: the
    class's index or the values in the data's units; None for a place. loss: NaN there. neuron_glow: (neurons,), -1 to
    1; edge_glow: (P,), 0 to 1, as `Weights`; colours: (neurons, 4), of the activations.
    """

    inputs: Vector
    x: Vector
    z: Vector
    a: Vector
    answer: Vector
    target: Vector | None
    truth: Vector | None
    loss: float
    neuron_glow: Floats
    edge_glow: Floats
    colours: Bytes


class Way(NamedTuple):
    """The next update as a film: one example's error comes back, then its batch changes the weights.

    loss: the example's; deltas: (neurons,), dC/dz. error_glow: (neurons,), -1 to 1, and back_glow: (P,), 0 to 1, of
    the error on its way back. after: the weights afterwards; change_glow: (P,), -1 to 1, how they change; gradients:
    (P,), of the batch. batch: its places among the training examples; losses: their mean before and after.
    """

    loss: float
    deltas: Vector
    error_glow: Floats
    back_glow: Floats
    after: Weights
    change_glow: Floats
    gradients: Vector
    batch: NDArray[np.int32]
    losses: tuple[float, float]


class Losses(NamedTuple):
    """NaN where there is no test, or no accuracy (regression)."""

    train_loss: float
    test_loss: float
    train_accuracy: float
    test_accuracy: float


class Repainting(NamedTuple):
    """A picture as the network paints it: RGBA (height, width, 4), and how near it is, in decibels."""

    pixels: Bytes
    psnr: float


class Views:
    """Pictures of a run as numbers, in the colours of a theme.

    What is given is a copy that nobody changes, kept until the run stands elsewhere. Looking moves no bit of the run.
    side: pixels along the side of the neurons' maps, by which they are measured, too; 0: no maps. plane: what maps of
    data with more than two columns are drawn over; without one there are none.
    """

    def __init__(self, run: Run, theme: Theme, *, side: int = MAP_SIDE, plane: Plane | None = None) -> None:
        self.run, self.theme, self.side, self.plane = run, theme, side, plane
        self._kept: dict[Hashable, Any] = {}
        self._moment: tuple[object, ...] = ()
        self._look()

    def _look(self) -> None:
        """Points were edited, or the run is looked at for the first time."""
        self.scene = Scene(self.run)
        self._data = self.run.data.dataset
        means = self._means() if self.plane is not None and self.plane.held is None else None
        self.over = self.scene.over(self.plane, means)
        self._colours = self.scene.palette(self.theme)
        self._still: dict[str, Any] = {}

    def _keep(self, name: Hashable, make: Callable[[], Made]) -> Made:
        """What was made at this moment of the run, or is made now."""
        if self._moment != self.run.moment:
            if self.run.data.dataset is not self._data:
                self._look()
            self._kept, self._moment = {}, self.run.moment
        if name not in self._kept:
            self._kept[name] = make()
        found: Made = self._kept[name]
        return found

    # what it is about

    @property
    def plan(self) -> Plan:
        return self.run.plan

    @property
    def kind(self) -> str:
        """points, table, pixels or picture."""
        return self.plan.kind

    @property
    def sizes(self) -> tuple[int, ...]:
        """Shown neurons of each layer, inputs included."""
        return self.scene.shown.sizes

    @property
    def names_in(self) -> tuple[str, ...]:
        return self.run.data.names

    @property
    def names_out(self) -> tuple[str, ...]:
        return self.plan.outputs

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the data's columns that are drawn, which a place is given in."""
        return tuple(self._data.columns[column] for column in self.scene.columns)

    @property
    def domain(self) -> tuple[tuple[float, float], ...]:
        """From where to where maps go over each of these columns; () for pixels."""
        return self.scene.domain

    @property
    def class_colours(self) -> NDArray[np.int64]:
        """(classes, 3)."""
        return self._colours[3:].astype(np.int64)

    @property
    def mapped(self) -> bool:
        """Whether neurons have maps, or lines where the data have one column."""
        return self.over is not None and self.side > 0 and sum(self.plan.sizes) <= MAPPED_NEURONS

    @property
    def line(self) -> bool:
        """Whether the data have one column, over which everything is a curve."""
        return self.over is not None and self.over.down < 0

    # at the present moment

    def weights(self) -> Weights:
        return self._keep("weights", lambda: self._encoded(self._workspace.params))

    def muted(self) -> NDArray[np.bool_]:
        """(neurons,)."""

        def make() -> NDArray[np.bool_]:
            muted = np.zeros(sum(self.plan.sizes), dtype=bool)
            muted[self._workspace.silent] = True
            return self.scene.shown.neurons(muted)

        return self._keep("muted", make)

    def frozen(self) -> tuple[bool, ...]:
        """One for each layer after the inputs."""
        return tuple(layer.frozen for layer in self.run.layers)

    def losses(self) -> Losses:
        def make() -> Losses:
            train, test = (self._workspace.evaluate(split) for split in ("train", "test"))
            accuracies = (np.nan, np.nan) if self.plan.task == "regression" else (train[1], test[1])
            return Losses(train[0], test[0], *accuracies)

        return self._keep("losses", make)

    def history(self) -> History:
        """What was recorded up to here."""
        return self._keep("history", lambda: self.run.history)

    # what neurons do over the data

    def maps(self, side: int | None = None) -> Bytes | None:
        """RGBA of every shown neuron's map (neurons, side, side, 4); None where there is no plane to draw them over."""
        if not self.mapped or self.line:
            return None
        size = self.side if side is None else side
        return self._keep(("maps", size), lambda: self._maps(size))

    def lines(self, places: int | None = None) -> Matrix | None:
        """What every shown neuron answers at so many places from left to right (neurons, places)."""
        if not self.mapped or not self.line:
            return None
        size = self.side if places is None else places
        return self._keep(("lines", size), lambda: self.scene.shown.neurons(self._values(0, size, 1).copy()))

    def scales(self) -> Vector | None:
        """The value of each shown neuron's full colour on its map or line of `side` places; None without these."""
        return self.scene.shown.neurons(self._scales()) if self.mapped else None

    def filters(self) -> Bytes | None:
        """What each of the first neurons looks for in an image: RGBA (neurons, height, width, 4)."""
        dataset = self._data
        if dataset.kind != "pixels" or dataset.size is None or self.names_in != dataset.columns:
            return None
        (width, height), (inputs, neurons) = dataset.size, self.sizes[:2]

        def make() -> Bytes:
            weights = self._workspace.params[: inputs * neurons].reshape(neurons, inputs)
            colours = self._call("paint_weights", {"colours": 4 * weights.size}, weights=weights)["colours"]
            return still(colours.reshape(neurons, height, width, 4))

        return self._keep("filters", make)

    # what the network answers

    def probe(self, example: int | None = None, inputs: Sequence[float] | None = None) -> Probe:
        """A training example by its place, or a place by its `columns` in the data's units; without any, the first.

        Raises InputError when there is no such example, or when these are not as many numbers.
        """
        place = None if inputs is None else self._place(inputs)
        example = None if inputs is not None else self._example(example)
        return self._keep(("probe", example, place), lambda: self._probe(example, place))

    def way(self, example: int | None = None, inputs: Sequence[float] | None = None) -> Way:
        """The next update, with the error of an example as `probe` takes it; NaN for a place."""
        place = None if inputs is None else self._place(inputs)
        example = None if inputs is not None else self._example(example)
        return self._keep(("way", example, place), lambda: self._way(example, place))

    film = way

    def output(self, side: int) -> Bytes | None:
        """RGBA of the answer over the plane (side, side, 4): the winning class, or the first output's value."""
        if self.over is None or self.line:
            return None

        def make() -> Bytes:
            count = self.plan.sizes[-1]
            shown = count if self.plan.task == "classes" else 1
            values = self._values(sum(self.plan.sizes) - count, side, side, shown)
            return still(self._painted(values).reshape(side, side, 4))

        return self._keep(("output", side), make)

    def curve(self, places: int) -> Matrix | None:
        """Places along the line with the answers there, in the data's units (places, 1 + n_out)."""
        over = self.over
        if over is None or not self.line:
            return None

        def make() -> Matrix:
            arrays, outputs = self._workspace.arrays, self.plan.sizes[-1]
            answers = self._values(sum(self.plan.sizes) - outputs, places, 1)
            self._engine.call("in_units", x=answers, mean=arrays.target_mean, scale=arrays.target_scale)
            low, high = over.bounds[:2]
            x = low + (high - low) * ((np.arange(places) + 0.5) / places)
            return still(np.column_stack([x, answers.T]))

        return self._keep(("curve", places), make)

    def units(self) -> tuple[Vector, float] | None:
        """Weights (n_in,) and bias of a network that is a straight line, in the data's own units; None for others."""
        plan = self.plan
        if len(plan.sizes) > 2 or plan.sizes[1] != 1 or plan.task != "regression" or plan.activations[0] != "identity":
            return None

        def make() -> tuple[Vector, float]:
            arrays, params = self._workspace.arrays, self._workspace.params
            weights, biases = self._given("line", params[None, :-1]), self._given("offset", params[-1:])
            targets = {"target_mean": arrays.target_mean, "target_scale": arrays.target_scale}
            self._engine.call(
                "weights_in_units", weights=weights, biases=biases, mean=arrays.mean, scale=arrays.scale, **targets
            )
            return still(weights[0].copy()), float(biases[0])

        return self._keep("units", make)

    def points(self) -> Points:
        """The examples that are drawn."""
        return self._once("points", lambda: self.scene.points(self._point_colours()))

    def predictions(self) -> Matrix:
        """The network's answers to these examples, in the data's units (points, n_out)."""

        def make() -> Matrix:
            return still(self._workspace.predict(self._data.x[:, self.points().rows][list(self.plan.columns)].T))

        return self._keep("predictions", make)

    def guesses(self) -> NDArray[np.intp]:
        """The class that the network takes each of these examples for (points,)."""
        return self._keep("guesses", lambda: winners(self.predictions(), self.threshold))

    def confusion(self) -> NDArray[np.int64]:
        """How many of the drawn examples that are held out, or of all where none are, by class and guess."""

        def make() -> NDArray[np.int64]:
            points, classes = self.points(), len(self._data.classes)
            counted = points.test if self.plan.test else np.ones(len(points.rows), dtype=bool)
            cells = points.values.astype(np.int64) * classes + self.guesses()
            return still(np.bincount(cells[counted], minlength=classes * classes).reshape(classes, classes))

        return self._keep("confusion", make)

    @property
    def threshold(self) -> float:
        """Where a single output changes from the first class to the second."""
        return 0.5 if self.plan.activations[-1] in FROM_ZERO else 0.0

    def original(self) -> Bytes:
        """A picture as it is, RGBA (height, width, 4)."""
        return self._once("original", lambda: still(self.scene.original()))

    def repainting(self) -> Repainting | None:
        """A picture as the network paints it; None for other data."""
        return self._keep("repainting", self._repainted) if self.kind == "picture" else None

    # how

    @property
    def _workspace(self) -> Workspace:
        return self.run.workspace

    @property
    def _engine(self) -> Any:
        return self._workspace.engine

    def _once(self, name: str, make: Callable[[], Made]) -> Made:
        """What is the same as long as the examples are."""
        self._keep("", lambda: None)
        if name not in self._still:
            self._still[name] = make()
        found: Made = self._still[name]
        return found

    def _call(self, function: str, made: dict[str, Any], **others: Any) -> dict[str, Any]:
        """Copies of what a function of the engine makes, by name with size; it gets the run's arrays and others."""
        kinds = {"colours": np.uint8, "widths": np.float32, "neuron_glow": np.float32, "edge_glow": np.float32}
        kinds["glow"] = np.float32
        room = {
            name: self._workspace.spare(f"made {name}", size, kinds.get(name, np.float64))
            for name, size in made.items()
        }
        if function.startswith(("paint", "encode_weights")):
            others["palette"] = self._palette()
        self._workspace.call(function, **(room | others))
        return {name: still(array.copy()) for name, array in room.items()}

    def _given(self, name: str, values: NDArray[Any]) -> NDArray[Any]:
        """Values where the engine's functions read them."""
        room = self._workspace.spare(f"given {name}", values.shape, values.dtype)
        room[...] = values
        return room

    def _palette(self) -> Matrix:
        return self._given("palette", self._colours)

    def _encoded(self, params: Vector) -> Weights:
        """Shown weights as lines; params: (P,), of all."""
        shown = self.scene.shown.weights(params)
        drawn = params if self.scene.shown.whole else self._given("params", shown)
        count = len(shown)
        made = self._call("encode_weights", {"widths": count, "colours": 4 * count}, params=drawn)
        return Weights(still(shown), made["widths"], made["colours"].reshape(-1, 4))

    def _values(self, first: int, width: int, height: int, neurons: int | None = None) -> Matrix:
        """The activations of neurons from `first` on (neurons, height * width), until the next call."""
        over, arrays = self.over, self._workspace.arrays
        assert over is not None, "neurons have values over a plane or a line"
        count = sum(self.plan.sizes) - first if neurons is None else neurons
        values = self._workspace.spare("drawn values", (count, width * height))
        self._workspace.call(
            "neuron_maps",
            **arrays.formulas,
            mean=arrays.mean,
            scale=arrays.scale,
            held=self._given("held", over.held),
            across=over.across,
            down=over.down,
            bounds=self._given("bounds", np.array(over.bounds)),
            width=width,
            height=height,
            first=first,
            values=values,
        )
        return values

    def _measured(self, values: Matrix) -> Vector:
        """The value of each neuron's full colour, from what all of them do (neurons, places)."""
        scales = self._workspace.spare("drawn scales", len(values))
        self._workspace.call("map_scales", values=values, scales=scales)
        if self.plan.task == "regression":
            scales[len(scales) - len(self.scene.full) :] = self.scene.full
        return scales

    def _centre(self, values: Matrix) -> None:
        """A single output from 0 to 1, the last of these neurons, is painted like one from -1 to 1."""
        if self.plan.task == "unsigned":
            last = values[-1:]
            mean, scale = self._given("centre", np.array([-1.0])), self._given("spread", np.array([2.0]))
            self._engine.call("in_units", x=last, mean=mean, scale=scale)

    def _scales(self) -> Vector:
        """Of all neurons, on maps of `side`."""

        def make() -> Vector:
            values = self._values(0, self.side, 1 if self.line else self.side)
            return still(self._measured(values).copy())

        return self._keep("scales", make)

    def _maps(self, side: int) -> Bytes:
        values = self._values(0, side, side)
        if side == self.side:
            scales = self._keep("scales", lambda: still(self._measured(values).copy()))
        else:
            scales = self._scales()
            values = self._values(0, side, side)
        self._centre(values)
        made = self._call("paint_maps", {"colours": 4 * values.size}, values=values, scales=self._given("s", scales))
        return still(self.scene.shown.neurons(made["colours"].reshape(-1, side, side, 4)))

    def _painted(self, values: Matrix) -> Bytes:
        """RGBA (places, 4) of answers (outputs, places)."""
        made = {"colours": 4 * values.shape[1]}
        if self.plan.task == "classes":
            return bytes_of(self._call("paint_classes", made, values=values))
        self._centre(values)
        scales = self._given("full", self.scene.full[:1])
        return bytes_of(self._call("paint_maps", made, values=values, scales=scales))

    def _point_colours(self) -> Bytes:
        scene, dataset, rows = self.scene, self._data, self.scene.rows
        if self.kind == "picture":
            return still(scene.original().reshape(-1, 4)[rows])
        if self.plan.task != "regression":
            colours = np.full((len(rows), 4), 255, dtype=np.uint8)
            colours[:, :3] = self._colours[3 + dataset.values[0, rows].astype(int)]
            return still(colours)
        arrays, engine = self._workspace.arrays, self._engine
        y = self._given("targets", dataset.values[:, rows])
        engine.call("standardize", x=y, mean=arrays.target_mean, scale=arrays.target_scale)
        made = {"colours": 4 * len(rows)}
        return bytes_of(self._call("paint", made, values=y[0], scale=scene.full[0], strength=1.0))

    def _means(self) -> Vector:
        """Of the columns that are drawn."""
        engine = type(self._engine)()  # small and short-lived: the run's own engine gives no memory back
        x = engine.array(self._data.x[list(self.scene.columns)])
        mean, scale = engine.zeros(len(x)), engine.zeros(len(x))
        engine.call("fit", x=x, mean=mean, scale=scale)
        means: Vector = mean.copy()
        return means

    # one example

    def _place(self, inputs: Sequence[float]) -> tuple[float, ...]:
        if len(inputs) != len(self.columns):
            names = ", ".join(self.columns[:10]) + (", ..." if len(self.columns) > 10 else "")
            raise InputError(
                f"expected {len(self.columns)} inputs ({names}), got {len(inputs)}: give one number for each"
            )
        return tuple(float(value) for value in inputs)

    def _example(self, example: int | None) -> int:
        check_place("example", example or 0, self.plan.train)
        return example or 0

    def _went(self, example: int | None, place: tuple[float, ...] | None) -> tuple[Vector, Vector, Vector | None]:
        """Through the network goes an example, or a place. Its inputs in the data's units, the answer, the target."""
        columns = list(self.scene.columns)
        row = np.zeros(len(self._data.columns))
        target = None
        if place is not None:
            row[columns] = place
        else:
            assert example is not None
            row[columns] = self._data.x[columns, self.run.data.train_rows[example]]
            target = self.run.data.y_train[example].copy()
        answer = self._workspace.predict(row[None, list(self.plan.columns)])[0]
        return row[columns], answer, target

    def _loss(self, target: Vector | None) -> float:
        """Of what has just gone through the network, on its way back: leaves the deltas in `workspace.passed`."""
        outputs, neurons = self.plan.sizes[-1], sum(self.plan.sizes)
        wanted = self._given("target", np.full(outputs, np.nan) if target is None else target)
        room = {"slopes": neurons, "pulls": outputs}
        made = {name: self._workspace.spare(f"made {name}", size) for name, size in room.items()}
        return float(self._workspace.call("inspect", target=wanted, **made))

    def _probe(self, example: int | None, place: tuple[float, ...] | None) -> Probe:
        shown, neurons, inputs = self.scene.shown, sum(self.plan.sizes), self.plan.sizes[0]
        drawn = self._scales() if self.mapped and shown.whole else None
        columns, answer, target = self._went(example, place)
        passed = self._workspace.passed()
        passed["z"][:inputs] = passed["a"][:inputs]  # what enters an input is what leaves it
        z, a = passed["z"].copy(), passed["a"].copy()
        activations = self._given("activations", a[:, None])
        scales = self._measured(activations) if drawn is None else self._given("s", drawn)
        signal = {"neuron_glow": neurons, "edge_glow": self.plan.parameters}
        glow = self._call("encode_signals", signal, a=self._given("a", a), scales=scales)
        self._centre(activations)
        tiles = self._call("paint_maps", {"colours": 4 * neurons}, values=activations, scales=scales)
        return Probe(
            inputs=still(columns),
            x=still(a[:inputs].copy()),
            z=still(shown.neurons(z)),
            a=still(shown.neurons(a)),
            answer=still(answer),
            target=None if target is None else still(target),
            truth=None if example is None else still(self._data.values[:, self.run.data.train_rows[example]].copy()),
            loss=self._loss(target),
            neuron_glow=still(shown.neurons(glow["neuron_glow"])),
            edge_glow=still(shown.weights(glow["edge_glow"])),
            colours=still(shown.neurons(bytes_of(tiles))),
        )

    def _way(self, example: int | None, place: tuple[float, ...] | None) -> Way:
        workspace, shown, neurons = self._workspace, self.scene.shown, sum(self.plan.sizes)
        _, _, target = self._went(example, place)
        loss = self._loss(target)
        delta = workspace.passed()["delta"]
        deltas = shown.neurons(delta)
        room = {"neuron_glow": neurons, "edge_glow": self.plan.parameters}
        back = self._call("encode_errors", room, delta=delta)
        rehearsal = inspection.rehearse(workspace, 0)
        gradients = shown.weights(workspace.spare("grads", self.plan.parameters))
        batch, after = rehearsal.rows.copy(), self._given("after", rehearsal.params)
        change = self._call("encode_changes", {"glow": self.plan.parameters}, before=workspace.params, after=after)
        return Way(
            loss=loss,
            deltas=still(deltas),
            error_glow=still(shown.neurons(back["neuron_glow"])),
            back_glow=still(shown.weights(back["edge_glow"])),
            after=self._encoded(after),
            change_glow=still(shown.weights(change["glow"])),
            gradients=still(gradients),
            batch=still(batch),
            losses=self._mean_losses(batch, workspace.params, after),
        )

    def _mean_losses(self, batch: NDArray[np.int32], before: Vector, after: Vector) -> tuple[float, float]:
        """The mean loss of these training examples with two sets of parameters."""
        workspace = self._workspace
        everything = len(batch) == self.plan.train and self.run.training.order != "random"
        examples = {} if everything else inspection.examples(workspace, batch)
        result = workspace.spare("made result", 2)
        found = []
        for params in (before, after):
            workspace.call("evaluate", params=params, result=result, **examples)
            found.append(float(result[0]))
        return found[0], found[1]

    def _repainted(self) -> Repainting:
        workspace, dataset, engine = self._workspace, self._data, self._engine
        original = self.original()
        n = len(dataset)
        answers = workspace.predict(dataset.x[list(self.plan.columns)].T)
        values = self._given("painted", np.ascontiguousarray(answers.T))
        rows = self._given("pixels", np.arange(n, dtype=np.int32))
        colours = workspace.spare("made colours", 4 * n, np.uint8)
        if self.scene.classes is None:
            engine.call("paint_colours", values=values, rows=rows, colours=colours)
        else:
            palette = self._given("classes", self._colours[3:])
            threshold = 0.5 if self.plan.task == "unsigned" else 0.0
            engine.call(
                "paint_nearest", values=values, threshold=threshold, rows=rows, palette=palette, colours=colours
            )
        psnr = engine.call("psnr", a=colours, b=self._given("original", original.ravel()))
        return Repainting(still(colours.reshape(original.shape).copy()), float(psnr))


def bytes_of(made: dict[str, Any]) -> Bytes:
    """Colours (n, 4)."""
    colours: Bytes = made["colours"].reshape(-1, 4)
    return colours


def winners(outputs: Matrix, threshold: float) -> NDArray[np.intp]:
    """The class that each row of outputs (n, n_out) means: the largest, or the side of the threshold."""
    if outputs.shape[1] == 1:
        return (outputs[:, 0] > threshold).astype(np.intp)
    best = np.zeros(len(outputs), dtype=np.intp)
    for output in range(1, outputs.shape[1]):
        best[outputs[:, output] > outputs[np.arange(len(outputs)), best]] = output
    return best
