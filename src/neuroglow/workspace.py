"""The engine's arrays of one run, and the engine's functions that work on them.

All arithmetic is the engine's. Here its arrays are laid out once, and every function gets those that it asks for.
"""

import hashlib
import math
from collections.abc import Iterator
from functools import partial
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, DTypeLike, NDArray

from neuroglow.data.dataset import Dataset
from neuroglow.engine.activations import ACTIVATIONS
from neuroglow.engine.formulas import BLOCK
from neuroglow.engine.initializers import INITIALIZERS
from neuroglow.engine.training import HISTORY, SETTINGS, STATE
from neuroglow.errors import InputError
from neuroglow.examples import Arrays, Examples, Matrix, Vector, prepare, view
from neuroglow.experiment import Experiment, Training
from neuroglow.history import History
from neuroglow.layers import Layer, LayerTrace, Trace
from neuroglow.plan import Plan, batch_room, resolve, settings
from neuroglow.runtime import Engine, manifest
from neuroglow.sources import load_dataset

HISTORY_ROWS = 16_384  # more than a run can fill: every epoch up to 1,000, then 900 rows for each power of ten
EVERY = 2**31 - 1  # however many examples there are, the history's records are made at once
PREDICTION_ROWS = 1024  # predicted in one call
PASS = ("z", "a", "delta")
Ints = NDArray[np.int32]


class Divergence(NamedTuple):
    """The first step after which a parameter was not a finite number any more, and the layer that it is in."""

    step: int
    layer: int


class Memory(NamedTuple):
    """All that training and changes do to a run, besides its settings, its data and its history.

    params: (P,), layer by layer, weights before biases; moments: (2, P), what the optimizer remembers, and updates:
    (layers,), how many it has made of each; muted: (k,), silent neurons, counted from the first input; frozen:
    (layers,), 1 where a layer does not learn; state: where the run stands, by the engine's STATE.
    """

    params: Vector
    moments: Matrix
    updates: Vector
    muted: Ints
    frozen: Ints
    state: Vector

    @property
    def nbytes(self) -> int:
        return sum(array.nbytes for array in self)


class Workspace:
    """What a run has in the engine's memory: arrays such as those of `Memory`, its examples, room for passes.

    dataset: other data than those that the recipe names, such as points that were edited.
    Raises InputError when recipe and data do not fit together, or are too large for the engine's memory.
    """

    plan: Plan
    data: Examples
    arrays: Arrays

    def __init__(self, experiment: Experiment, engine: Engine, dataset: Dataset | None = None) -> None:
        self.engine = engine
        self._experiment = experiment
        try:
            self._lay_out(load_dataset(experiment, engine) if dataset is None else dataset)
        except MemoryError as error:
            raise InputError(f"expected a run that fits into the engine's memory: {error}; use less data") from error

    def _lay_out(self, dataset: Dataset) -> None:
        engine = self.engine
        self.plan = resolve(self._experiment, dataset)
        self.arrays, self.data = prepare(engine, self.plan, dataset)
        count = self.plan.parameters
        self.params, self.moments = engine.zeros(count), engine.zeros((2, count))
        layers = len(self.plan.activations)
        self.updates, self.state = engine.zeros(layers), engine.zeros(len(STATE))
        self._frozen = engine.zeros(layers, np.int32)
        self._silent = engine.zeros(sum(self.plan.sizes), np.int32)  # room for the muted neurons
        self._settings, self._history = engine.zeros(len(SETTINGS)), engine.zeros((HISTORY_ROWS, len(HISTORY)))
        self._result = engine.zeros(2)
        self._room = 0  # examples that z, a, delta and targets have room for
        self._spare: dict[str, NDArray[Any]] = {}
        self._given: dict[str, NDArray[Any]] = {
            "sizes": engine.array(self.plan.sizes, np.int32),
            "activations": engine.array([ACTIVATIONS.index(name) for name in self.plan.activations], np.int32),
            "params": self.params,
            "muted": self._silent[:0],
            "frozen": self._frozen,
            "moments": self.moments,
            "updates": self.updates,
            "settings": self._settings,
            "state": self.state,
            "order": engine.zeros(self.plan.train, np.int32),
            "grads": engine.zeros(count),
            "history": self._history,
            **{name: getattr(self.arrays, name) for name in ("x", "y", "x_test", "y_test")},
        }

    def call(self, function: str, **others: Any) -> Any:
        """Call a function of the engine with the run's arrays for its arguments of the same names, and with others."""
        names = (name for name, _ in manifest()["functions"][function]["args"])
        return self.engine.call(
            function, **{name: others[name] if name in others else self._given[name] for name in names}
        )

    def spare(self, name: str, shape: int | tuple[int, ...], dtype: DTypeLike = np.float64) -> NDArray[Any]:
        """Room that is made once: the engine gives no memory back. What it holds may be left from before."""
        shape = (shape,) if isinstance(shape, int) else shape
        size = math.prod(shape)
        if name not in self._spare or self._spare[name].size < size:
            before = self._spare[name].size if name in self._spare else 0
            self._spare[name] = self.engine.zeros(max(size, 2 * before), dtype)
        return self._spare[name][:size].reshape(shape)

    def tried(self, *names: str) -> dict[str, NDArray[Any]]:
        """Copies of some of the run's arrays, for a function to change."""
        copies = {}
        for name in names:
            array = self._given[name]
            copies[name] = self.spare(f"tried {name}", array.shape, array.dtype)
            copies[name][...] = array
        return copies

    # training

    def begin(self) -> None:
        """Step 0, with the weights and settings of the recipe."""
        self.state[:] = 0.0
        self.state[STATE.index("diverged_step")] = self.state[STATE.index("diverged_layer")] = -1.0
        self.moments[:] = self.updates[:] = 0.0
        self._frozen[:] = 0
        self._mute([])
        network = self.plan.experiment.network
        kind = INITIALIZERS.index(network.init)
        self.call("initialize", kind=kind, seed=network.seed)
        self.use(self.plan.experiment.training)
        self.call("record")

    def use(self, training: Training) -> None:
        """Train with these settings from now on, and make room for their batches."""
        self._settings[:] = settings(training, self.plan)
        room = batch_room(training, self.plan.train)
        if room > self._room:
            # The engine gives no memory back: doubling keeps what is left behind below what is in use.
            self._room = min(max(room, 2 * self._room), max(self.plan.train, BLOCK))
            neurons = sum(self.plan.sizes) * self._room
            self._given |= {name: self.engine.zeros(neurons) for name in PASS}
            self._given["targets"] = self.engine.zeros(self.plan.sizes[-1] * self._room)

    def advance(self, steps: int) -> int:
        """Make so many updates, fewer when the run diverges; returns how many were made."""
        return int(self.call("advance", steps=steps, most=EVERY))

    def copy(self) -> Memory:
        """A copy of where the run stands, for `restore`."""
        arrays = (self.params, self.moments, self.updates, self._given["muted"], self._frozen, self.state)
        return Memory(*(array.copy() for array in arrays))

    def restore(self, memory: Memory) -> None:
        """Stand again where this was copied; the settings are not part of it."""
        self.params[:], self.moments[:], self.updates[:] = memory.params, memory.moments, memory.updates
        self._frozen[:], self.state[:] = memory.frozen, memory.state
        self._mute(memory.muted)

    def on(self, dataset: Dataset, training: Training) -> "Workspace":
        """The same run at the same moment on these data, with these settings.

        It is a workspace in an engine of its own, as an engine gives no memory back. On other data its present epoch
        begins again. Raises InputError when the data do not fit.
        """
        other = Workspace(self._experiment, type(self.engine)(), dataset)
        other.use(training)
        other.restore(self.copy())
        if dataset is not self.data.dataset:
            other.state[STATE.index("position")] = 0.0
        other._history[:] = self._history
        return other

    # where the run stands

    def count(self, name: str) -> int:
        """A number of the engine's STATE, such as "step"."""
        return int(self.state[STATE.index(name)])

    @property
    def batch_size(self) -> int:
        return int(self._settings[SETTINGS.index("batch_size")])

    @property
    def diverged(self) -> Divergence | None:
        step = self.count("diverged_step")
        return None if step < 0 else Divergence(step, self.count("diverged_layer"))

    @property
    def history(self) -> History:
        rows = self._history[: self.count("history_rows")].copy()
        step, epoch = rows[:, 0].astype(np.int64), rows[:, 1].astype(np.int64)
        return History(step, epoch, *rows[:, 2:].T)

    def recorded(self, name: str, first: int) -> Iterator[tuple[int, float]]:
        """Step and value of a quantity of the history, or "plateau", at each record from row `first` on."""
        for row in range(first, self.count("history_rows")):
            record = self._history[row]
            yield int(record[0]), self.plateau(row + 1) if name == "plateau" else float(record[HISTORY.index(name)])

    def plateau(self, rows: int) -> int:
        """For how many of the first `rows` records the training loss has not come down any more."""
        return int(self.call("plateau", rows=rows))

    def digest(self) -> str:
        params = self.params.astype("<f8")
        params.view("<u8")[np.isnan(params)] = 0x7FF8000000000000
        return hashlib.sha256(params.tobytes()).hexdigest()

    def evaluate(self, split: str) -> tuple[float, float]:
        """Mean loss and accuracy over the "train" or "test" examples; NaN where there is none."""
        x, y = self.examples(split)
        self.call("evaluate", x=x, y=y, result=self._result)
        return float(self._result[0]), float(self._result[1])

    def examples(self, split: str) -> tuple[Matrix, Matrix]:
        """x (n_in, n) and y (n_out, n) of the "train" or "test" examples."""
        arrays = self.arrays
        return (arrays.x, arrays.y) if split == "train" else (arrays.x_test, arrays.y_test)

    # parameters

    def split(self, params: Vector) -> Iterator[tuple[Matrix, Vector]]:
        """Weights (n_out, n_in) and biases (n_out,) of each layer in an array like `params`, as views."""
        at = 0
        for n_in, n_out in pairwise(self.plan.sizes):
            middle, end = at + n_in * n_out, at + (n_in + 1) * n_out
            yield params[at:middle].reshape(n_out, n_in), params[middle:end]
            at = end

    def layers(self) -> tuple[Layer, ...]:
        layers, neuron = [], self.plan.sizes[0]
        silent = np.zeros(sum(self.plan.sizes), dtype=bool)
        silent[self._given["muted"]] = True
        for index, (activation, (weights, biases)) in enumerate(
            zip(self.plan.activations, self.split(self.params), strict=True)
        ):
            muted = view(silent[neuron : neuron + len(biases)])
            neuron += len(biases)
            in_units = partial(self._in_units, index)
            layers.append(Layer(view(weights), view(biases), activation, muted, self.frozen(index), in_units))
        return tuple(layers)

    def value(self, layer: int, neuron: int, input: int | None) -> float:
        """A weight, or with `input=None` a bias."""
        return float(self.params[self.place(layer, neuron, input)])

    def place(self, layer: int, neuron: int, input: int | None) -> int:
        """Where a weight, or with `input=None` a bias, stands in `params`."""
        sizes = self.plan.sizes
        start = sum((n_in + 1) * n_out for n_in, n_out in pairwise(sizes[: layer + 1]))
        n_in, n_out = sizes[layer], sizes[layer + 1]
        return start + (n_in * n_out + neuron if input is None else neuron * n_in + input)

    @property
    def silent(self) -> Ints:
        """The muted neurons, counted from the first input."""
        return self._given["muted"]

    def muted(self, layer: int, neuron: int) -> bool:
        return sum(self.plan.sizes[: layer + 1]) + neuron in self._given["muted"]

    def frozen(self, layer: int) -> bool:
        return bool(self._frozen[layer])

    def mute(self, layer: int, neuron: int, muted: bool) -> None:
        place = sum(self.plan.sizes[: layer + 1]) + neuron
        others = [other for other in self._given["muted"].tolist() if other != place]
        self._mute(sorted([*others, place]) if muted else others)

    def _mute(self, places: ArrayLike) -> None:
        count = len(np.asarray(places))
        self._silent[:count] = places
        self._given["muted"] = self._silent[:count]

    def freeze(self, layer: int, frozen: bool) -> None:
        self._frozen[layer] = frozen

    def edit(self, layer: int, neuron: int, input: int | None, value: float) -> None:
        """Give one weight, or with `input=None` one bias, another value."""
        self.params[self.place(layer, neuron, input)] = value + 0.0  # -0 is 0, as in the JSON that the page writes

    def _in_units(self, index: int) -> tuple[Matrix, Vector] | None:
        """A layer's weights and biases in the data's own units; see `Layer.in_units`."""
        plan = self.plan
        weights, biases = list(self.split(self.params))[index]
        first, last = index == 0, index == len(plan.sizes) - 2
        answers = last and plan.activations[-1] == "identity"
        if last and plan.scale_targets and not answers:
            return None
        arrays = self.arrays
        scratch = type(self.engine)()  # small and short-lived: the run's own engine gives no memory back
        own, own_biases = scratch.array(weights), scratch.array(biases)
        scratch.call(
            "weights_in_units",
            weights=own,
            biases=own_biases,
            mean=scratch.array(arrays.mean if first else np.zeros(weights.shape[1])),
            scale=scratch.array(arrays.scale if first else np.ones(weights.shape[1])),
            target_mean=scratch.array(arrays.target_mean if answers else np.zeros(len(own))),
            target_scale=scratch.array(arrays.target_scale if answers else np.ones(len(own))),
        )
        return own.copy(), own_biases.copy()

    # answers

    def predict(self, rows: Matrix) -> Matrix:
        """Outputs (n, n_out) for rows (n, columns), both in the data's own units."""
        answers = np.empty((len(rows), self.plan.sizes[-1]))
        for first in range(0, len(rows), PREDICTION_ROWS):
            answers[first : first + PREDICTION_ROWS] = self._predict(rows[first : first + PREDICTION_ROWS])
        return answers

    def _predict(self, wanted: Matrix) -> Matrix:
        """`predict` for rows that fit into one call."""
        engine, arrays = self.engine, self.arrays
        n, k, n_in, n_out = len(wanted), len(self.data.dataset.columns), self.plan.sizes[0], self.plan.sizes[-1]
        sizes = {"columns": k, "inputs": n_in, "outputs": n_out}
        room = {name: self.spare(f"predicted {name}", size * PREDICTION_ROWS) for name, size in sizes.items()}
        columns, x, outputs = (room[name][: size * n].reshape(size, n) for name, size in sizes.items())
        rows = self.spare("predicted rows", PREDICTION_ROWS, np.int32)[:n]
        rows[:] = np.arange(n)
        columns[list(self.plan.columns)] = wanted.T
        engine.call("features", **arrays.formulas, columns=columns, rows=rows, x=x)
        engine.call("standardize", x=x, mean=arrays.mean, scale=arrays.scale)
        self.call("predict", x=x, outputs=outputs)
        engine.call("in_units", x=outputs, mean=arrays.target_mean, scale=arrays.target_scale)
        return outputs.T.copy()

    def passed(self) -> dict[str, Vector]:
        """z, a and delta of every neuron, inputs first: room in which the last pass of one example has left them."""
        neurons = sum(self.plan.sizes)
        return {name: self._given[name][:neurons] for name in PASS}

    def trace(self, split: str, index: int) -> Trace:
        """One example forwards and backwards, with the parameters as they stand."""
        x, y = self.examples(split)
        n_in, n_out = self.plan.sizes[0], self.plan.sizes[-1]
        self._given["a"][:n_in], target = x[:, index], self._given["targets"][:n_out]
        target[:] = y[:, index]
        loss = self.call("trace", target=target)
        layers, at = [], n_in
        for (grad_weights, grad_biases), size in zip(
            self.split(self._given["grads"]), self.plan.sizes[1:], strict=True
        ):
            z, a, delta = (self._given[name][at : at + size].copy() for name in PASS)
            layers.append(LayerTrace(z, a, delta, grad_weights.copy(), grad_biases.copy()))
            at += size
        return Trace(x[:, index].copy(), target.copy(), tuple(layers), float(loss))
