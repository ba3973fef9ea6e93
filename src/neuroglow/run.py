"""A run: an experiment under way, with the log of what was done to it.

Recipe and log give every bit of every step. All arithmetic is the engine's; a run calls it in pieces, applies the log
between them, and keeps snapshots, from which `seek` goes on exactly as the run once went.
"""

import hashlib
import math
import re
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from operator import ge, gt, le, lt
from os import PathLike
from typing import Any, Literal, NamedTuple, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from neuroglow import glow
from neuroglow.engine.activations import ACTIVATIONS
from neuroglow.engine.formulas import BLOCK
from neuroglow.engine.initializers import INITIALIZERS
from neuroglow.engine.training import HISTORY, SETTINGS, STATE
from neuroglow.errors import InputError
from neuroglow.examples import Examples, Matrix, Vector, load_dataset, prepare, view
from neuroglow.experiment import Experiment, Rule, Training, is_whole, shown
from neuroglow.files import write_whole
from neuroglow.limits import LIMITS
from neuroglow.log import Entry, changed, check_action, check_length, check_place, plain, read_log
from neuroglow.plan import Plan, batch_room, resolve, settings
from neuroglow.runtime import Engine, WasmEngine
from neuroglow.snapshots import Snapshot, Snapshots

Split = Literal["train", "test"]
HISTORY_ROWS = 16_384  # more than a run can fill: every epoch up to 1,000, then 900 rows for each power of ten
PIECE = 0.05  # seconds: how long one call of the engine should take, so that Ctrl-C and progress are prompt
PREDICTION_ROWS = 1024  # predicted in one call
PASS = ("z", "a", "delta")
CONDITION = re.compile(r"\s*((?:train|test)_(?:loss|accuracy))\s*(<=|>=|<|>)\s*([-+.\w]+)\s*")
COMPARISONS: dict[str, Callable[[float, float], bool]] = {"<": lt, "<=": le, ">": gt, ">=": ge}


@dataclass(frozen=True, eq=False)
class Layer:
    """A layer's parameters: weights (n_out, n_in) and biases (n_out,), read-only views of what is being trained."""

    weights: Matrix
    biases: Vector
    activation: str
    _in_units: Callable[[], tuple[Matrix, Vector] | None]

    @property
    def in_units(self) -> tuple[Matrix, Vector] | None:
        """Weights and biases as they read in the data's own units, where inputs or targets are standardised.

        An input that is a formula counts in the formula's units. None for the outputs' layer of a regression with
        standardised targets whose output is not the identity: there is no such reading.
        """
        return self._in_units()


class LayerTrace(NamedTuple):
    """One layer while one example goes through it, forwards and backwards.

    z, a: (n_out,) pre-activations and activations. delta: (n_out,) dC/dz. grad_weights: (n_out, n_in) and
    grad_biases: (n_out,) are the gradient of the example's loss, without penalties.
    """

    z: Vector
    a: Vector
    delta: Vector
    grad_weights: Matrix
    grad_biases: Vector


class Trace(NamedTuple):
    """One example's forward and backward pass in numbers. x: (n_in,) and y: (n_out,) as the network sees them."""

    x: Vector
    y: Vector
    layers: tuple[LayerTrace, ...]
    loss: float


@dataclass(frozen=True, eq=False)
class History:
    """What was recorded at step 0 and at the ends of epochs: of every one up to 1,000, of every 10th up to 10,000, ...

    Arrays of the same length. Losses and accuracies are NaN where there is no test, or no accuracy (regression).
    """

    step: NDArray[np.int64]
    epoch: NDArray[np.int64]
    train_loss: Vector
    test_loss: Vector
    train_accuracy: Vector
    test_accuracy: Vector

    def __getitem__(self, name: str) -> NDArray[Any]:
        if name not in HISTORY:
            raise KeyError(f"expected one of {', '.join(HISTORY)}, got {name!r}")
        array: NDArray[Any] = getattr(self, name)
        return array

    def __len__(self) -> int:
        return len(self.step)


class Divergence(NamedTuple):
    """The first step after which a parameter was not a finite number any more, and the layer that it is in."""

    step: int
    layer: int


class Run:
    """An experiment under way. `experiment.start()` makes one at step 0.

    `data` holds the examples as the network sees them, and how they come from the data; see `Examples`.
    Raises InputError when recipe and data do not fit together, or are too large for the engine's memory.
    """

    data: Examples

    def __init__(self, experiment: Experiment, *, engine: Engine | None = None) -> None:
        self.experiment = experiment
        self._engine: Engine = WasmEngine() if engine is None else engine
        try:
            self._build()
        except MemoryError as error:
            raise InputError(f"expected a run that fits into the engine's memory: {error}; use less data") from error

    def _build(self) -> None:
        engine = self._engine
        dataset = load_dataset(self.experiment, engine)
        self.plan: Plan = resolve(self.experiment, dataset)
        self._arrays, self.data = prepare(engine, self.plan, dataset)
        count = self.plan.parameters
        self._net = {
            "sizes": engine.array(self.plan.sizes, np.int32),
            "activations": engine.array([ACTIVATIONS.index(name) for name in self.plan.activations], np.int32),
            "params": engine.zeros(count),
        }
        self._data = {
            "x": self._arrays.x,
            "y": self._arrays.y,
            "x_test": self._arrays.x_test,
            "y_test": self._arrays.y_test,
        }
        self._params = self._net["params"]
        self._grads, self._moments = engine.zeros(count), engine.zeros((2, count))
        self._order = engine.zeros(self.plan.train, np.int32)
        self._settings, self._state = engine.zeros(len(SETTINGS)), engine.zeros(len(STATE))
        self._history = engine.zeros((HISTORY_ROWS, len(HISTORY)))
        self._result = engine.zeros(2)
        self._room = 0
        self._work: dict[str, Vector] = {}
        self._buffers: list[Vector] = []
        self._log: list[Entry] = []
        self._snapshots = Snapshots()
        self._piece = 1  # steps in the next call of the engine
        self._begin()

    def _begin(self) -> None:
        """Step 0."""
        self._state[:] = 0.0
        self._state[STATE.index("diverged_step")] = self._state[STATE.index("diverged_layer")] = -1.0
        self._moments[:] = 0.0
        network = self.plan.experiment.network
        kind = INITIALIZERS.index(network.init)
        self._engine.call("initialize", kind=kind, seed=network.seed, sizes=self._net["sizes"], params=self._params)
        self._applied = 0
        self._use(self.plan.experiment.training)
        self._engine.call(
            "record",
            **self._net,
            **self._data,
            **self._work,
            settings=self._settings,
            state=self._state,
            history=self._history,
        )
        self._apply()

    def __repr__(self) -> str:
        return f"<Run of {self.experiment.title or self.data.dataset.name} at step {self.step:,}>"

    # where the run stands

    @property
    def step(self) -> int:
        """How many updates have been made."""
        return self._count("step")

    @property
    def epoch(self) -> int:
        """How many times the training examples have been gone through."""
        return self._count("epoch")

    def _count(self, name: str) -> int:
        return int(self._state[STATE.index(name)])

    @property
    def diverged(self) -> Divergence | None:
        """The step and layer at which a parameter stopped being finite, or None. Seeking back recovers."""
        step = self._count("diverged_step")
        return None if step < 0 else Divergence(step, self._count("diverged_layer"))

    @property
    def training(self) -> Training:
        """The training settings in force, as the recipe names them."""
        return self._training

    @property
    def log(self) -> list[tuple[int, dict[str, Any]]]:
        """What was done to this run, as [step, {"set": {...}}] and [step, {"edit": {...}}], the earliest first."""
        return [(entry.step, entry.action) for entry in self._log]

    def loss(self, split: Split = "train") -> float:
        """The mean loss over the training or test examples, without penalties; NaN when there are none."""
        return self._evaluate(split)[0]

    def accuracy(self, split: Split = "train") -> float:
        """The share of examples of the right class; NaN for regression, and when there are none."""
        return self._evaluate(split)[1]

    def _evaluate(self, split: str) -> tuple[float, float]:
        if split not in ("train", "test"):
            raise InputError(f"expected train or test, got {shown(split)}: choose one of these")
        x, y = ("x", "y") if split == "train" else ("x_test", "y_test")
        examples = {"x": self._data[x], "y": self._data[y]}
        self._engine.call(
            "evaluate", **self._net, **examples, **self._work, settings=self._settings, result=self._result
        )
        return float(self._result[0]), float(self._result[1])

    @property
    def layers(self) -> tuple[Layer, ...]:
        """The layers after the inputs, the outputs last."""
        return tuple(
            Layer(view(weights), view(biases), activation, partial(self._in_units, index))
            for index, (activation, (weights, biases)) in enumerate(
                zip(self.plan.activations, self._split(self._params), strict=True)
            )
        )

    def _in_units(self, index: int) -> tuple[Matrix, Vector] | None:
        """A layer's weights and biases in the data's own units; see `Layer.in_units`."""
        weights, biases = list(self._split(self._params))[index]
        first, last = index == 0, index == len(self.plan.sizes) - 2
        answers = last and self.plan.activations[-1] == "identity"
        if last and self.plan.scale_targets and not answers:
            return None
        scratch = type(self._engine)()  # small and short-lived: the run's own engine gives no memory back
        own, own_biases = scratch.array(weights), scratch.array(biases)
        scratch.call(
            "weights_in_units",
            weights=own,
            biases=own_biases,
            mean=scratch.array(self.data.mean if first else np.zeros(weights.shape[1])),
            scale=scratch.array(self.data.scale if first else np.ones(weights.shape[1])),
            target_mean=scratch.array([self.data.target_mean if answers else 0.0] * len(own)),
            target_scale=scratch.array([self.data.target_scale if answers else 1.0] * len(own)),
        )
        return own.copy(), own_biases.copy()

    def _split(self, params: Vector) -> Iterable[tuple[Matrix, Vector]]:
        """Weights and biases of each layer in an array like `params`."""
        at = 0
        for n_in, n_out in pairwise(self.plan.sizes):
            middle, end = at + n_in * n_out, at + (n_in + 1) * n_out
            yield params[at:middle].reshape(n_out, n_in), params[middle:end]
            at = end

    @property
    def history(self) -> History:
        """The losses and accuracies so far; see `History`."""
        rows = self._history[: self._count("history_rows")].copy()
        step, epoch = rows[:, 0].astype(np.int64), rows[:, 1].astype(np.int64)
        return History(step, epoch, *rows[:, 2:].T)

    def digest(self) -> str:
        """SHA-256, in hexadecimal, of the parameters' little-endian float64 bytes, layer by layer, weights then biases.

        Any NaN counts as 0x7ff8000000000000.
        """
        params = self._params.astype("<f8")
        params.view("<u8")[np.isnan(params)] = 0x7FF8000000000000
        return hashlib.sha256(params.tobytes()).hexdigest()

    # moving on

    def advance(
        self,
        steps: int | None = None,
        *,
        epochs: int | None = None,
        until: str | None = None,
        max_steps: int | None = None,
        progress: Callable[[Self], object] | None = None,
    ) -> Self:
        """Train on, and return the run.

        steps: so many updates. epochs: to the end of the present epoch and of so many in all. until: to the first
        record in the history that fulfils a condition such as "test_loss < 0.01" (train or test, loss or accuracy;
        <, <=, > or >=), or for at most `max_steps` updates (1,000,000 when nothing is said).
        progress: called with the run about 20 times a second.
        A run that diverges stops there, and stays there. After `seek` went back, what was logged later is applied again
        in its place. Interrupted, a run stands where it was at a step's end.
        """
        goal = self.goal(steps, epochs=epochs, until=until, max_steps=max_steps)
        if until is not None:
            return self._advance_until(until, goal, progress)
        if epochs is not None:
            last = self.epoch + epochs
            return self._go(lambda: self._steps_to_epoch(last), progress)
        return self._go(lambda: goal - self.step, progress)

    def goal(
        self,
        steps: int | None = None,
        *,
        epochs: int | None = None,
        until: str | None = None,
        max_steps: int | None = None,
    ) -> int:
        """The step to which `advance` would go, with the settings as they are; with `until`, at most."""
        if [steps, epochs, until].count(None) != 2:
            raise InputError("expected steps, epochs or until, one of them: for example advance(steps=100)")
        if until is None and max_steps is not None:
            raise InputError("expected max_steps together with until: leave it out, or add a condition")
        if until is not None:
            self._condition(until)
            return self.step + (1_000_000 if max_steps is None else count("max_steps", max_steps))
        if epochs is not None:
            return self.step + self._steps_to_epoch(self.epoch + count("epochs", epochs))
        return self.step + count("steps", steps)

    def fulfils(self, condition: str) -> bool:
        """Whether a condition such as "test_loss < 0.01" holds here and now."""
        name, holds = self._condition(condition)
        split, _, quantity = name.partition("_")
        loss, accuracy = self._evaluate(split)
        return holds(loss if quantity == "loss" else accuracy)

    def _steps_to_epoch(self, epoch: int) -> int:
        """How many steps it takes, with the present batch size, until this many epochs are over."""
        left = epoch - self.epoch
        if left <= 0:
            return 0
        n, batch = self.plan.train, int(self._settings[SETTINGS.index("batch_size")])
        return -(-(n - self._count("position")) // batch) + (left - 1) * -(-n // batch)

    def _advance_until(self, until: str, goal: int, progress: Callable[[Self], object] | None) -> Self:
        name, holds = self._condition(until)
        column = HISTORY.index(name)
        if self.fulfils(until):
            return self
        while self.step < goal and self.diverged is None:
            seen = self._count("history_rows")
            self._go(lambda: goal - self.step, progress, pieces=1)
            for row in self._history[seen : self._count("history_rows")]:
                if holds(row[column]):
                    return self.seek(int(row[0]))
        return self

    def _condition(self, until: str) -> tuple[str, Callable[[float], bool]]:
        """The quantity that a condition is about, and whether a value of it fulfils the condition."""
        found = CONDITION.fullmatch(until) if isinstance(until, str) else None
        try:
            bound = float(found[3]) if found else math.nan
        except ValueError:
            bound = math.nan
        if found is None or not math.isfinite(bound):
            raise InputError(
                f'expected a condition such as "test_loss < 0.01" or "train_accuracy >= 0.99", got {shown(until)}: '
                "write one like these"
            )
        if found[1].endswith("accuracy") and self.plan.task == "regression":
            raise InputError(
                f"expected a condition on a loss, as regression has no accuracy, got {shown(until)}: use one"
            )
        if found[1].startswith("test") and not self.plan.test:
            raise InputError(
                f"expected a condition on the training, as there are no test examples, got {shown(until)}: use "
                f"train_{found[1].partition('_')[2]}, or hold examples out with data.test"
            )
        compare = COMPARISONS[found[2]]
        return found[1], lambda value: compare(value, bound)

    def _go(
        self, remaining: Callable[[], int], progress: Callable[[Self], object] | None = None, pieces: int | None = None
    ) -> Self:
        """Take the remaining steps, in pieces, and apply the log where it says so."""
        while (left := remaining()) > 0 and self.diverged is None and pieces != 0:
            if self._applied < len(self._log):
                left = min(left, self._log[self._applied].step - self.step)
            started = time.perf_counter()
            taken = self._engine.call(
                "advance",
                steps=min(left, self._piece),
                **self._net,
                **self._data,
                **self._work,
                settings=self._settings,
                state=self._state,
                moments=self._moments,
                order=self._order,
                grads=self._grads,
                history=self._history,
            )
            self._pace(taken, time.perf_counter() - started)
            self._keep()
            self._apply()
            pieces = None if pieces is None else pieces - 1
            if progress is not None:
                progress(self)
        return self

    def _pace(self, taken: int, seconds: float) -> None:
        """Make the engine's next call as long as it should be; one piece at most doubles the last."""
        if taken == self._piece or seconds > PIECE:
            best = taken * PIECE / max(seconds, 1e-6)
            self._piece = max(1, min(int(best), 2 * self._piece, 10**9))

    def seek(self, step: int) -> Self:
        """Go to a moment of the run, forwards or backwards, exactly; return the run, which stands there.

        What was logged later than that moment stays in the log until something else is done there: `advance` applies it
        again in its place, `set` and `edit` put something new in its stead. On the way to a later moment a run may
        diverge; it then stops there.
        """
        goal = count("step", step)
        if goal < self.step:
            moment = self._snapshots.before(goal)
            if moment is None:
                self._begin()
            else:
                self._restore(moment)
        return self._go(lambda: goal - self.step)

    def _keep(self) -> None:
        """Take a snapshot, before what the log says for this step is applied."""
        if self.step not in self._snapshots:
            arrays = (self._params.copy(), self._moments.copy(), self._state.copy())
            self._snapshots.add(Snapshot(self.step, self._applied, self._training, *arrays))

    def _restore(self, moment: Snapshot) -> None:
        self._params[:], self._moments[:], self._state[:] = moment.params, moment.moments, moment.state
        self._applied = moment.applied
        self._use(moment.training)
        self._apply()

    # interventions

    def set(self, **changes: Any) -> Self:
        """Change training settings from the next step on: `run.set(learning_rate=0.1)`; return the run.

        Raises InputError for unknown settings, values that do not fit, and losses that do not fit the outputs.
        """
        if not changes:
            raise InputError("expected a setting to change: for example set(learning_rate=0.1)")
        self._do("set", changes)
        return self

    def edit(self, *, layer: int, neuron: int, input: int | None, value: float) -> Self:
        """Give one weight, or with `input=None` one bias, another value; return the run.

        layer: 0 is the first one after the inputs. neuron: in that layer. input: in the layer below it.
        Raises InputError when there is no such weight, or when the value is not a finite number.
        """
        self._do("edit", {"layer": layer, "neuron": neuron, "input": input, "value": value})
        return self

    def _do(self, kind: str, values: dict[str, Any]) -> None:
        action = {kind: plain(values)}
        check_action(action, self._training, self.plan)
        check_length(self._log[: self._applied])
        del self._log[self._applied :]
        self._snapshots.forget_after(self.step)
        self._log.append(Entry(self.step, action))
        self._apply()

    def _apply(self) -> None:
        """Apply the entries of the log that are due."""
        while self._applied < len(self._log) and self._log[self._applied].step <= self.step:
            action = self._log[self._applied].action
            check_action(action, self._training, self.plan)
            if "set" in action:
                self._use(changed(self._training, action))
            else:
                edit = action["edit"]
                weights, biases = list(self._split(self._params))[edit["layer"]]
                if edit["input"] is None:
                    biases[edit["neuron"]] = edit["value"]
                else:
                    weights[edit["neuron"], edit["input"]] = edit["value"]
            self._applied += 1

    def _use(self, training: Training) -> None:
        """Train with these settings, and make room for their batches."""
        self._settings[:] = settings(training, self.plan)
        self._training = training
        room = batch_room(training, self.plan.train)
        if room > self._room:
            # The engine gives no memory back: doubling keeps what is left behind below what is in use.
            self._room = min(max(room, 2 * self._room), max(self.plan.train, BLOCK))
            neurons = sum(self.plan.sizes) * self._room
            self._work = {name: self._engine.zeros(neurons) for name in ("z", "a", "delta")}
            self._work["targets"] = self._engine.zeros(self.plan.sizes[-1] * self._room)

    # answers

    def predict(self, x: ArrayLike) -> Matrix:
        """What the network answers to x (n, columns) in the data's own units; returns (n, n_out).

        The columns are `run.data.columns`. Regression answers in the target's units; for classes, the outputs.
        """
        columns = self.data.columns
        try:
            rows = np.asarray(x, dtype=np.float64)
        except (TypeError, ValueError) as error:
            raise InputError(f"expected a matrix of numbers, got {type(x).__name__}: write [[...], ...]") from error
        if rows.ndim != 2 or rows.shape[1] != len(columns):
            names = ", ".join(columns[:10]) + (", ..." if len(columns) > 10 else "")
            got = f"{rows.shape[1]}" if rows.ndim == 2 else f"an array of shape {rows.shape}"
            raise InputError(f"expected rows of {len(columns)} inputs ({names}), got {got}: give one row an example")
        answers = np.empty((len(rows), self.plan.sizes[-1]))
        for first in range(0, len(rows), PREDICTION_ROWS):
            answers[first : first + PREDICTION_ROWS] = self._predict(rows[first : first + PREDICTION_ROWS])
        return answers

    def _predict(self, rows: Matrix) -> Matrix:
        """`predict` for rows that fit into one call."""
        engine, arrays = self._engine, self._arrays
        n, k, n_in, n_out = len(rows), len(self.data.dataset.columns), self.plan.sizes[0], self.plan.sizes[-1]
        if not self._buffers:
            self._buffers = [engine.zeros(size * PREDICTION_ROWS) for size in (k, n_in, n_out)]
            self._every_row = engine.array(np.arange(PREDICTION_ROWS), np.int32)
        columns, x, outputs = (
            buffer[: size * n].reshape(size, n) for buffer, size in zip(self._buffers, (k, n_in, n_out), strict=True)
        )
        columns[list(self.plan.columns)] = rows.T
        engine.call("features", **arrays.formulas, columns=columns, rows=self._every_row[:n], x=x)
        engine.call("standardize", x=x, mean=arrays.mean, scale=arrays.scale)
        work = {name: self._work[name] for name in PASS}
        engine.call("predict", **self._net, **work, x=x, outputs=outputs)
        engine.call("in_units", x=outputs, mean=arrays.target_mean, scale=arrays.target_scale)
        return outputs.T.copy()

    def trace(self, index: int, split: Split = "train") -> Trace:
        """One example forwards and backwards, in numbers, with the parameters as they stand; see `Trace`.

        index: into `run.data.x_train`, or into `x_test` with split="test".
        """
        if split not in ("train", "test"):
            raise InputError(f"expected train or test, got {shown(split)}: choose one of these")
        x, y = (self._arrays.x, self._arrays.y) if split == "train" else (self._arrays.x_test, self._arrays.y_test)
        check_place("example", index, x.shape[1])
        work = {name: self._work[name] for name in PASS}
        n_in, n_out = self.plan.sizes[0], self.plan.sizes[-1]
        work["a"][:n_in], target = x[:, index], self._work["targets"][:n_out]
        target[:] = y[:, index]
        loss = self._engine.call(
            "trace", **self._net, **work, settings=self._settings, target=target, grads=self._grads
        )
        layers, at = [], n_in
        for (grad_weights, grad_biases), size in zip(self._split(self._grads), self.plan.sizes[1:], strict=True):
            z, a, delta = (work[name][at : at + size].copy() for name in PASS)
            layers.append(LayerTrace(z, a, delta, grad_weights.copy(), grad_biases.copy()))
            at += size
        return Trace(x[:, index].copy(), target.copy(), tuple(layers), float(loss))

    # files

    def save(self, path: str | PathLike[str]) -> None:
        """Write recipe, log and moment to a .glow file: `neuroglow.load(path).start()` goes on from here.

        The file is whole or not there at all. Raises InputError when it cannot be written.
        """
        glow.check_savable(path)
        write_whole(path, glow.encode(self.experiment, self.log, self.step, self.digest()))

    def resume(self, log: Iterable[object], step: int) -> Self:
        """Take over the log of another run of the same experiment, and go to a moment of it; return the run.

        Raises InputError when an entry does not fit; the run is of no use then.
        """
        self._log = read_log(log)
        self._snapshots = Snapshots()
        self._begin()
        return self.seek(step)


def count(name: str, value: object) -> int:
    """The value, a number of steps or epochs. Raises InputError when it is none."""
    rule = Rule("whole", 0, LIMITS.steps)
    if message := rule.problem(value):
        raise InputError(message, name)
    assert is_whole(value)
    return value
