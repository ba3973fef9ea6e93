"""What of a run is drawn: its neurons, columns of its data, the domain over them, and the examples as points.

The page chooses the same in web/src/run/scene.ts; tests/test_views.py holds both together.
"""

from itertools import pairwise
from typing import Any, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from neuroglow.data.dataset import Dataset
from neuroglow.examples import Matrix, Rows, Vector
from neuroglow.plan import Plan
from neuroglow.run import Run
from neuroglow.themes import RGB, Theme, rgb

Bytes = NDArray[np.uint8]
Number = TypeVar("Number", bound=np.generic)

SHOWN_NEURONS = 40
"""Of each layer, except for the inputs that are pixels: more would be no picture any more."""
SHOWN_POINTS = 2000
SCATTERED_COLUMNS = 100
"""Examples with more columns could not be drawn over any two of them."""
PLANE, MARGIN = 6.0, 0.08


class Plane(NamedTuple):
    """Two of the drawn columns, by their places, and what all of them are held at, in the data's units."""

    across: int
    down: int
    held: tuple[float, ...] | None = None
    """None: at their means."""


class Over(NamedTuple):
    """What maps are drawn over: two of the dataset's columns, or one (down = -1), from and to where, the others held.

    bounds: (4,); held: (columns,), of the dataset.
    """

    across: int
    down: int
    bounds: tuple[float, ...]
    held: Vector


class Points(NamedTuple):
    """The examples that are drawn, those for training first.

    rows: (n,), of the dataset. inputs: (columns, n), of those that are drawn, in the data's units; none where there are
    too many. values: (n,), the class's index or the first target. test: (n,), whether it is held out. colours: (n, 4).
    """

    rows: Rows
    inputs: Matrix
    values: Vector
    test: NDArray[np.bool_]
    colours: Bytes


class Shown:
    """The part of a network that is drawn: of each layer its first neurons, and what lies between them.

    sizes: neurons of each layer, inputs included. whole: whether that is all of them.
    """

    def __init__(self, plan: Plan) -> None:
        pixels = plan.kind == "pixels"
        self.sizes = tuple(
            size if pixels and layer == 0 else min(size, SHOWN_NEURONS) for layer, size in enumerate(plan.sizes)
        )
        self.whole = self.sizes == plan.sizes
        self._neurons, self._weights = places_of(plan.sizes, self.sizes)

    def neurons(self, items: NDArray[Number]) -> NDArray[Number]:
        """Items (neurons, ...) of the shown neurons; a copy."""
        return items.copy() if self.whole else items[self._neurons]

    def weights(self, items: NDArray[Number]) -> NDArray[Number]:
        """Items (P, ...) of the weights and biases between shown neurons; a copy."""
        return items.copy() if self.whole else items[self._weights]


def places_of(sizes: tuple[int, ...], shown: tuple[int, ...]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Where the shown neurons stand among all, and the weights and biases between them."""
    starts = np.cumsum([0, *sizes])
    neurons = [start + np.arange(count) for start, count in zip(starts, shown, strict=False)]
    weights, at = [], 0
    for (n_in, n_out), (fewer, rows) in zip(pairwise(sizes), pairwise(shown), strict=True):
        weights.append((at + n_in * np.arange(rows)[:, None] + np.arange(fewer)).ravel())
        weights.append(at + n_in * n_out + np.arange(rows))
        at += (n_in + 1) * n_out
    return np.concatenate(neurons), np.concatenate(weights)


class Scene:
    """What does not change while a run goes on with the same examples.

    columns: the dataset's columns that are drawn, and domain: of each of them, in the data's units; () for pixels.
    classes: the classes' own colours, where a picture has few. full: (targets,), the value of each regression target
    that gets the full colour, as the network sees it; (1.0,) for classes. rows: of the points that are drawn, the first
    `train_points` of them for training.

    before: the scene before points were edited, whose domain stays as it is.
    """

    def __init__(self, run: Run, before: "Scene | None" = None) -> None:
        self.plan, self.data = run.plan, run.data
        plan, dataset = self.plan, self.data.dataset
        self.shown = Shown(plan)
        self.columns = drawn_columns(plan, dataset)
        given = run.experiment.own is not None and run.experiment.own.name == run.experiment.data.source
        drawn = () if plan.kind == "pixels" else self.columns
        domain = tuple(domain_of(dataset, column, given) for column in drawn)
        self.domain: tuple[tuple[float, float], ...] = domain if before is None else before.domain
        few = plan.kind == "picture" and dataset.task == "classification"
        self.classes = tuple(rgb(name) for name in dataset.classes) if few else None
        share = min(1.0, SHOWN_POINTS / (plan.train + plan.test))
        self.train_points = int(np.ceil(plan.train * share))
        self.rows = np.concatenate(
            [self.data.train_rows[: self.train_points], self.data.test_rows[: int(plan.test * share)]]
        )
        regression = plan.task == "regression"
        self.full = np.maximum(np.abs(self.data.y_train).max(axis=0), 1.0) if regression else np.ones(1)

    def palette(self, theme: Theme) -> Matrix:
        """Rows of red, green, blue: positive, negative, zero, then one for each class; as the engine wants it."""
        count = len(self.data.dataset.classes)
        classes = self.classes or class_colours(theme, count)
        return np.array([theme.positive, theme.negative, theme.zero, *classes], dtype=np.float64)

    def over(self, plane: Plane | None, means: Vector | None) -> Over | None:
        """What maps are drawn over: both columns (or the one) that there are, else those of the plane, if any."""
        columns, domain = self.columns, self.domain
        if not domain:
            return None
        held = np.zeros(len(self.data.dataset.columns))
        if len(columns) <= 2:
            across, down = 0, len(columns) - 1 or -1
        elif plane is None:
            return None
        else:
            across, down = plane.across, plane.down
            held[list(columns)] = means if plane.held is None else plane.held
        last = domain[down] if down >= 0 else (0.0, 0.0)
        return Over(columns[across], columns[down] if down >= 0 else -1, (*domain[across], *last), held)

    def points(self, colours: Bytes) -> Points:
        dataset, rows = self.data.dataset, self.rows
        drawn = self.columns if self.domain and len(self.columns) <= SCATTERED_COLUMNS else ()
        return Points(
            rows=rows,
            inputs=dataset.x[list(drawn)][:, rows],
            values=dataset.values[0, rows],
            test=np.arange(len(rows)) >= self.train_points,
            colours=colours,
        )

    def original(self) -> Bytes:
        """A picture as it is: RGBA (height, width, 4)."""
        dataset = self.data.dataset
        assert dataset.size is not None, "only pictures have colours"
        width, height = dataset.size
        pixels = np.full((len(dataset), 4), 255, dtype=np.uint8)
        if self.classes is None:
            pixels[:, :3] = np.rint(255.0 * dataset.values.T)  # they are whole numbers over 255
        else:
            pixels[:, :3] = np.array(self.classes)[dataset.values[0].astype(int)]
        return pixels.reshape(height, width, 4)

    def seen(self) -> Bytes:
        """Of each pixel of a picture: 0 never seen, 1 in training, 2 in the test; (height, width)."""
        dataset = self.data.dataset
        assert dataset.size is not None, "only pictures have pixels that are seen"
        seen = np.zeros(len(dataset), dtype=np.uint8)
        seen[self.data.train_rows], seen[self.data.test_rows] = 1, 2
        return seen.reshape(dataset.size[::-1])


def class_colours(theme: Theme, count: int) -> tuple[RGB, ...]:
    """One for each class; of two, the first is the negative one."""
    if count == 2:
        return theme.negative, theme.positive
    return tuple(theme.classes[index % len(theme.classes)] for index in range(count))


def drawn_columns(plan: Plan, dataset: Dataset) -> tuple[int, ...]:
    """All columns of pixels; both (or the one) of a plane (or a line); else those that inputs are made of."""
    everything = tuple(range(len(dataset.columns)))
    if plan.kind == "pixels" or len(everything) <= 2 or not plan.columns:
        return everything
    return tuple(sorted(plan.columns))


def domain_of(dataset: Dataset, column: int, given: bool) -> tuple[float, float]:
    """Where a map of a column begins and ends.

    -6 to 6 for points, or further where a user's own (given) lie; the edges of a picture; a little beyond a table.
    """
    if dataset.kind == "picture":
        assert dataset.size is not None
        edge = dataset.size[column] / max(dataset.size)
        return -edge, edge
    if dataset.kind == "points" and not given:
        return -PLANE, PLANE
    low, high = float(dataset.x[column].min()), float(dataset.x[column].max())
    margin = MARGIN * (high - low) if low < high else 1.0
    if dataset.kind == "table":
        return low - margin, high + margin
    return (low - margin if low < -PLANE else -PLANE), (high + margin if high > PLANE else PLANE)


def still(array: NDArray[Any]) -> NDArray[Any]:
    """The array, which nobody changes any more."""
    array.flags.writeable = False
    return array
