"""Everything that pictures of a run need, as numbers: computed by the engine when they are asked for.

The Python counterpart of what the page's worker does for a frame (web/src/run/frame.ts and what it uses), with the same
results bit for bit; tests/test_views.py compares both.
"""

from collections.abc import Callable, Hashable, Sequence
from typing import Any, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from neuroglow.errors import InputError
from neuroglow.examples import Matrix, Vector
from neuroglow.history import History
from neuroglow.maps import MAPPED_NEURONS, Maps, Weights
from neuroglow.plan import FROM_ZERO, Plan
from neuroglow.run import Run
from neuroglow.scene import Bytes, Over, Plane, Points, Scene, still
from neuroglow.signals import Place, Probe, Way, probe, way
from neuroglow.themes import Theme
from neuroglow.values import check_place

__all__ = ["Bytes", "Losses", "Plane", "Points", "Probe", "Repainting", "Views", "Way", "Weights", "winners"]

Made = TypeVar("Made")

MAP_SIDE = 44
"""Pixels along the side of a neuron's map, if not said otherwise: the page's where it has time."""


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
    data with more than two columns are drawn over; without one there are none. The domain is that of the points as they
    are when views begin: axes do not move when points are edited.
    """

    def __init__(self, run: Run, theme: Theme, *, side: int = MAP_SIDE, plane: Plane | None = None) -> None:
        self.run, self.theme, self.side, self.plane = run, theme, side, plane
        self._kept: dict[Hashable, Any] = {}
        self._lasting: dict[Hashable, Any] = {}
        self._moment: tuple[object, ...] = ()
        self._data = run.data.dataset
        self._maps = Maps(run, theme, plane)

    def _follow(self) -> None:
        """Let go of what was made at another moment, or of other examples: points may have been edited."""
        if self._moment == self.run.moment:
            return
        self._kept, self._moment = {}, self.run.moment
        if self.run.data.dataset is not self._data:
            self._data, self._lasting = self.run.data.dataset, {}
            self._maps = Maps(self.run, self.theme, self.plane, self._maps)

    def _keep(self, name: Hashable, make: Callable[[], Made]) -> Made:
        """What was made at this moment of the run, or is made now."""
        self._follow()
        if name not in self._kept:
            self._kept[name] = make()
        found: Made = self._kept[name]
        return found

    def _last(self, name: Hashable, make: Callable[[], Made]) -> Made:
        """What is the same as long as the examples are."""
        self._follow()
        if name not in self._lasting:
            self._lasting[name] = make()
        found: Made = self._lasting[name]
        return found

    # what it is about

    @property
    def plan(self) -> Plan:
        return self.run.plan

    @property
    def scene(self) -> Scene:
        """What of the run is drawn."""
        self._follow()
        return self._maps.scene

    @property
    def over(self) -> Over | None:
        """What maps are drawn over."""
        self._follow()
        return self._maps.over

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
        return tuple(self.run.data.dataset.columns[column] for column in self.scene.columns)

    @property
    def domain(self) -> tuple[tuple[float, float], ...]:
        """From where to where maps go over each of these columns; () for pixels."""
        return self.scene.domain

    @property
    def class_colours(self) -> NDArray[np.int64]:
        """(classes, 3)."""
        return self._maps.colours[3:].astype(np.int64)

    @property
    def mapped(self) -> bool:
        """Whether neurons have maps, or lines where the data have one column."""
        return self.over is not None and self.side > 0 and sum(self.plan.sizes) <= MAPPED_NEURONS

    @property
    def line(self) -> bool:
        """Whether the data have one column, over which everything is a curve."""
        self._follow()
        return self._maps.line

    @property
    def threshold(self) -> float:
        """Where a single output changes from the first class to the second."""
        return 0.5 if self.plan.activations[-1] in FROM_ZERO else 0.0

    # the network

    def weights(self) -> Weights:
        return self._keep("weights", lambda: self._maps.weights(self.run.workspace.params))

    def muted(self) -> NDArray[np.bool_]:
        """(neurons,)."""

        def make() -> NDArray[np.bool_]:
            muted = np.zeros(sum(self.plan.sizes), dtype=bool)
            muted[self.run.workspace.silent] = True
            return still(self.scene.shown.neurons(muted))

        return self._keep("muted", make)

    def frozen(self) -> tuple[bool, ...]:
        """One for each layer after the inputs."""
        return tuple(self.run.workspace.frozen(layer) for layer in range(len(self.plan.activations)))

    def filters(self) -> Bytes | None:
        """What each of the first neurons looks for in an image: RGBA (neurons, height, width, 4); None for others."""
        dataset = self.run.data.dataset
        if dataset.kind != "pixels" or dataset.size is None or self.names_in != dataset.columns:
            return None
        (width, height), (inputs, neurons) = dataset.size, self.sizes[:2]
        return self._keep("filters", lambda: self._maps.filters(inputs, neurons).reshape(neurons, height, width, 4))

    def maps(self, side: int | None = None) -> Bytes | None:
        """RGBA of every shown neuron's map (neurons, side, side, 4); None where there is no plane to draw them over."""
        size = self.side if side is None else side
        return self._keep(("maps", size), lambda: self._mapped(size)) if self.mapped and not self.line else None

    def lines(self, places: int | None = None) -> Matrix | None:
        """What every shown neuron answers at so many places from left to right (neurons, places)."""
        size = self.side if places is None else places
        return self._keep(("lines", size), lambda: self._maps.lines(size)) if self.mapped and self.line else None

    def scales(self) -> Vector | None:
        """The value of each shown neuron's full colour on its map or line of `side` places; None without these."""
        return still(self.scene.shown.neurons(self._scales())) if self.mapped else None

    def _scales(self) -> Vector:
        """Of all neurons."""
        maps, side = self._maps, self.side
        return self._keep("scales", lambda: maps.scales(maps.values(0, maps.neurons, side, 1 if self.line else side)))

    def _mapped(self, side: int) -> Bytes:
        maps = self._maps
        if side != self.side:
            self._scales()
        values = maps.values(0, maps.neurons, side, side)
        scales = self._keep("scales", lambda: maps.scales(values))
        return still(self.scene.shown.neurons(maps.tiles(values, scales).reshape(-1, side, side, 4)))

    # an example

    def probe(self, example: int | None = None, inputs: Sequence[float] | None = None) -> Probe:
        """A training example by its place, or a place by its `columns` in the data's units; without any, the first.

        Raises InputError when there is no such example, or when these are not as many numbers.
        """
        place = self._place(example, inputs)
        drawn = self._scales() if self.mapped and self.scene.shown.whole else None
        return self._keep(("probe", place), lambda: probe(self._maps, place, drawn))

    def way(self, example: int | None = None, inputs: Sequence[float] | None = None) -> Way:
        """The next update, with the error of an example as `probe` takes it; NaN for a place."""
        place = self._place(example, inputs)
        return self._keep(("way", place), lambda: way(self._maps, place))

    def _place(self, example: int | None, inputs: Sequence[float] | None) -> Place:
        if inputs is None:
            place = Place(0 if example is None else example)
            check_place("example", place.example, self.plan.train)
            return place
        if len(inputs) != len(self.columns):
            names = ", ".join(self.columns[:10]) + (", ..." if len(self.columns) > 10 else "")
            raise InputError(
                f"expected {len(self.columns)} inputs ({names}), got {len(inputs)}: give one number for each"
            )
        return Place(-1, tuple(float(value) for value in inputs))

    # the answers

    def losses(self) -> Losses:
        def make() -> Losses:
            train, test = (self.run.workspace.evaluate(split) for split in ("train", "test"))
            accuracies = (np.nan, np.nan) if self.plan.task == "regression" else (train[1], test[1])
            return Losses(train[0], test[0], *accuracies)

        return self._keep("losses", make)

    def history(self) -> History:
        """What was recorded up to here."""
        return self._keep("history", lambda: self.run.history)

    def output(self, side: int) -> Bytes | None:
        """RGBA of the answer over the plane (side, side, 4): the winning class, or the first output's value."""
        if self.over is None or self.line:
            return None
        return self._keep(("output", side), lambda: self._maps.output(side))

    def curve(self, places: int) -> Matrix | None:
        """Places along the line with the answers there, in the data's units (places, 1 + n_out)."""
        return self._keep(("curve", places), lambda: self._maps.curve(places)) if self.line else None

    def units(self) -> tuple[Vector, float] | None:
        """Weights (n_in,) and bias of a network that is a straight line, in the data's own units; None for others."""
        plan = self.plan
        straight = plan.sizes[1:] == (1,) and plan.task == "regression" and plan.activations[0] == "identity"
        return self._keep("units", lambda: self._maps.units()) if straight else None

    def points(self) -> Points:
        """The examples that are drawn."""
        return self._last("points", lambda: self.scene.points(self._maps.points()))

    def predictions(self) -> Matrix:
        """The network's answers to these examples, in the data's units (points, n_out)."""

        def make() -> Matrix:
            examples = self.run.data.dataset.x[list(self.plan.columns)][:, self.scene.rows]
            return still(self.run.workspace.predict(examples.T))

        return self._keep("predictions", make)

    def guesses(self) -> NDArray[np.intp]:
        """The class that the network takes each of these examples for (points,)."""
        return self._keep("guesses", lambda: still(winners(self.predictions(), self.threshold)))

    def confusion(self) -> NDArray[np.int64]:
        """How many of the drawn examples that are held out, or of all where none are, by class and guess."""

        def make() -> NDArray[np.int64]:
            points, classes = self.points(), len(self.run.data.classes)
            counted = points.test if self.plan.test else np.ones(len(points.rows), dtype=bool)
            cells = points.values.astype(np.int64) * classes + self.guesses()
            return still(np.bincount(cells[counted], minlength=classes * classes).reshape(classes, classes))

        return self._keep("confusion", make)

    def original(self) -> Bytes:
        """A picture as it is, RGBA (height, width, 4)."""
        return self._last("original", lambda: still(self.scene.original()))

    def repainting(self) -> Repainting | None:
        """A picture as the network paints it; None for other data."""
        if self.kind != "picture":
            return None
        return self._keep("repainting", lambda: Repainting(*self._maps.repainted(self.original())))


def winners(outputs: Matrix, threshold: float) -> NDArray[np.intp]:
    """The class that each row of outputs (n, n_out) means: the largest, or the side of the threshold."""
    if outputs.shape[1] == 1:
        return (outputs[:, 0] > threshold).astype(np.intp)
    best = np.zeros(len(outputs), dtype=np.intp)
    for output in range(1, outputs.shape[1]):
        best[outputs[:, output] > outputs[np.arange(len(outputs)), best]] = output
    return best
