"""A run: an experiment under way, with the log of what was done to it.

Recipe and log give every bit of every step. A run lets its workspace train in pieces, applies the log between them, and
keeps snapshots, from which `seek` goes on exactly as the run once went.
"""

import time
from collections.abc import Callable, Iterable, Sequence
from copy import copy
from itertools import groupby
from os import PathLike
from typing import TYPE_CHECKING, Any, Literal, Self

import numpy as np
from numpy.typing import ArrayLike

from neuroglow import glow, inspection
from neuroglow.changes import Changes
from neuroglow.data.dataset import Dataset
from neuroglow.data.points import edited
from neuroglow.errors import InputError
from neuroglow.examples import Examples, Matrix
from neuroglow.experiment import Experiment, Rule, Training, from_dict
from neuroglow.files import write_whole
from neuroglow.findings import FINDINGS, Finding, finding
from neuroglow.history import Condition, History, parse_condition
from neuroglow.inspection import Update
from neuroglow.layers import Layer, Trace
from neuroglow.limits import LIMITS
from neuroglow.log import Entry, changed, check_action, check_weight, read_log
from neuroglow.plan import Plan
from neuroglow.runtime import Engine, WasmEngine
from neuroglow.snapshots import Snapshot, Snapshots
from neuroglow.values import check_place, is_whole, plain, shown
from neuroglow.workspace import Divergence, Workspace

if TYPE_CHECKING:
    from neuroglow.video.made import Film

Split = Literal["train", "test"]
Progress = Callable[["Run"], object]
PIECE = 0.05  # seconds: how long one call of the engine should take, so that Ctrl-C and progress are prompt


class Run:
    """An experiment under way. `experiment.start()` makes one at step 0.

    Raises InputError when a field of the recipe does not fit, when recipe and data do not fit together, or when they
    are too large for the engine's memory.
    """

    def __init__(self, experiment: Experiment, *, engine: Engine | None = None) -> None:
        self.experiment = from_dict(experiment.to_dict(), experiment.own)  # checked, wherever it comes from
        self._workspace = Workspace(self.experiment, WasmEngine() if engine is None else engine)
        self._dataset = self.data.dataset  # at step 0
        self._changes = Changes()
        self._snapshots = Snapshots()
        self._piece = 1  # steps in the next call of the engine
        self._begin()

    def _begin(self) -> None:
        """Step 0."""
        self._training = self.plan.experiment.training
        self._use_data(self._dataset)
        self._workspace.begin()
        self._changes.taken = 0
        self._apply()

    def __repr__(self) -> str:
        return f"<Run of {self.experiment.title or self.data.dataset.name} at step {self.step:,}>"

    # where the run stands

    @property
    def workspace(self) -> Workspace:
        """The run's arrays in the engine, for those who look at it; what is changed there is in no log."""
        return self._workspace

    @property
    def moment(self) -> tuple[object, ...]:
        """Equal as long as nothing has moved the run and nothing was done to it."""
        return self._workspace, self.step, self._changes, self._changes.written, self._changes.taken

    @property
    def plan(self) -> Plan:
        """The recipe with everything settled."""
        return self._workspace.plan

    @property
    def data(self) -> Examples:
        """The examples as the network sees them, and how they come from the data."""
        return self._workspace.data

    @property
    def step(self) -> int:
        """How many updates have been made."""
        return self._workspace.count("step")

    @property
    def epoch(self) -> int:
        """How many times the training examples have been gone through."""
        return self._workspace.count("epoch")

    @property
    def diverged(self) -> Divergence | None:
        """The step and layer at which a parameter stopped being finite, or None. Seeking back recovers."""
        return self._workspace.diverged

    @property
    def training(self) -> Training:
        """The training settings in force, as the recipe names them."""
        return self._training

    @property
    def log(self) -> list[tuple[int, dict[str, Any]]]:
        """What was done to this run, as `neuroglow.log.Entry` describes it, the earliest first."""
        return [
            (step, {kind: dict(values) for kind, values in action.items()}) for step, action in self._changes.entries
        ]

    def loss(self, split: Split = "train") -> float:
        """The mean loss over the training or test examples, without penalties; NaN when there are none."""
        return self._workspace.evaluate(known(split))[0]

    def accuracy(self, split: Split = "train") -> float:
        """The share of examples of the right class; NaN for regression, and when there are none."""
        return self._workspace.evaluate(known(split))[1]

    @property
    def layers(self) -> tuple[Layer, ...]:
        """The layers after the inputs, the outputs last."""
        return self._workspace.layers()

    @property
    def history(self) -> History:
        """The losses and accuracies so far; see `History`."""
        return self._workspace.history

    def digest(self) -> str:
        """SHA-256, in hexadecimal, of the parameters' little-endian float64 bytes, layer by layer, weights then biases.

        Any NaN counts as 0x7ff8000000000000.
        """
        return self._workspace.digest()

    # moving on

    def advance(
        self,
        steps: int | None = None,
        *,
        epochs: int | None = None,
        until: str | None = None,
        max_steps: int | None = None,
        progress: Progress | None = None,
    ) -> Self:
        """Train on, and return the run.

        steps: so many updates. epochs: to the end of the present epoch and of so many in all. until: to the first
        record in the history that fulfils a condition such as "test_loss < 0.01" (train or test, loss or accuracy;
        <, <=, > or >=), to the end of an epoch ("epoch >= 50"), or to where the training loss has come down by 0.1 %
        at most in so many records ("plateau 20"); but for at most `max_steps` updates (1,000,000 when nothing is said).
        progress: called with the run about 20 times a second.
        A run that diverges stops there, and stays there. After `seek` went back, what was logged later is applied again
        in its place. Interrupted, a run stands where it was at a step's end.
        """
        goal = self.goal(steps, epochs=epochs, until=until, max_steps=max_steps)
        if until is not None:
            return self._advance_until(parse_condition(until, self.plan), goal, progress)
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
        lengths = {"steps": steps, "epochs": epochs, "until": until}
        given = [name for name, length in lengths.items() if length is not None]
        if len(given) != 1:
            raise InputError(
                f"expected one of steps, epochs and until, got {' and '.join(given) or 'none'}: "
                "for example advance(steps=100)"
            )
        if until is None and max_steps is not None:
            raise InputError(f"expected max_steps together with until, got it with {given[0]}: leave it out")
        if until is not None:
            condition = parse_condition(until, self.plan)
            most = 1_000_000 if max_steps is None else count("max_steps", max_steps)
            if condition.name == "epoch":
                most = min(most, self._steps_to_epoch(int(condition.bound)))
            return self.step + most
        if epochs is not None:
            return self.step + self._steps_to_epoch(self.epoch + count("epochs", epochs))
        return self.step + count("steps", steps)

    def fulfils(self, condition: str) -> bool:
        """Whether a condition such as "test_loss < 0.01" (see `advance`) holds here and now."""
        return self._meets(parse_condition(condition, self.plan))

    def _meets(self, condition: Condition) -> bool:
        if condition.name == "epoch":
            return condition.holds(self.epoch)
        if condition.name == "plateau":
            return condition.holds(self._workspace.plateau(self._workspace.count("history_rows")))
        split, _, quantity = condition.name.partition("_")
        loss, accuracy = self._workspace.evaluate(split)
        return condition.holds(loss if quantity == "loss" else accuracy)

    def _steps_to_epoch(self, epoch: int) -> int:
        """How many steps it takes, with the present batch size, until this many epochs are over."""
        left = epoch - self.epoch
        if left <= 0:
            return 0
        n, batch = self.plan.train, self._workspace.batch_size
        return -(-(n - self._workspace.count("position")) // batch) + (left - 1) * -(-n // batch)

    def _advance_until(self, condition: Condition, goal: int, progress: Progress | None) -> Self:
        if self._meets(condition):
            return self
        if condition.name == "epoch":  # not all of them are recorded
            epoch = int(condition.bound)
            return self._go(lambda: min(goal - self.step, self._steps_to_epoch(epoch)), progress)
        while self.step < goal and self.diverged is None:
            seen = self._workspace.count("history_rows")
            self._go(lambda: goal - self.step, progress, pieces=1)
            for step, value in self._workspace.recorded(condition.name, seen):
                if condition.holds(value):
                    return self.seek(step)
        return self

    def _go(self, remaining: Callable[[], int], progress: Progress | None = None, pieces: int | None = None) -> Self:
        """Take the remaining steps, in pieces, and apply the log where it says so."""
        while (left := remaining()) > 0 and self.diverged is None and pieces != 0:
            if (step := self._changes.next_step) is not None:
                left = min(left, step - self.step)
            started = time.perf_counter()
            taken = self._workspace.advance(min(left, self._piece))
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

    def seek(self, step: int, *, progress: Progress | None = None) -> Self:
        """Go to a moment of the run, forwards or backwards, exactly; return the run, which stands there.

        What was logged later than that moment stays in the log until something else is done there: `advance` applies it
        again in its place, `set`, `edit` and `edit_points` put something new in its stead. On the way to a later moment
        a run may diverge; it then stops there. progress: as in `advance`.
        """
        goal = count("step", step)
        moment = self._snapshots.before(goal)
        if goal < self.step or (moment is not None and moment.step > self.step):
            self._go_back(goal)
        return self._go(lambda: goal - self.step, progress)

    def _go_back(self, step: int) -> None:
        """Stand at the last snapshot up to this step, or at the beginning."""
        moment = self._snapshots.before(step)
        if moment is None:
            self._begin()
        else:
            self._restore(moment)

    def _keep(self) -> None:
        """Take a snapshot, before what the log says for this step is applied."""
        if self.step not in self._snapshots:
            taken, data, memory = self._changes.taken, self.data.dataset, self._workspace.copy()
            self._snapshots.add(Snapshot(self.step, taken, self._training, data, memory))

    def _restore(self, moment: Snapshot) -> None:
        self._use(moment.training)
        self._use_data(moment.dataset)
        self._workspace.restore(moment.memory)
        self._changes.taken = moment.taken
        self._apply()

    # interventions

    def set(self, **changes: Any) -> Self:
        """Change training settings from the next step on: `run.set(learning_rate=0.1)`; return the run.

        Raises InputError for unknown settings, values that do not fit, and losses that do not fit the outputs.
        """
        if not changes:
            raise InputError("expected a setting to change, got none: for example set(learning_rate=0.1)")
        self._do("set", changes)
        return self

    def edit(self, *, layer: int, neuron: int, input: int | None, value: float) -> Self:
        """Give one weight, or with `input=None` one bias, another value; return the run.

        layer: 0 is the first one after the inputs. neuron: in that layer. input: in the layer below it.
        Raises InputError when there is no such weight, or when the value is not a finite number.
        """
        self._do("edit", {"layer": layer, "neuron": neuron, "input": input, "value": value})
        return self

    def edit_points(
        self, *, add: ArrayLike | None = None, move: ArrayLike | None = None, remove: ArrayLike | None = None
    ) -> Self:
        """Change the points that are trained on, from the next step on; return the run, whose `data` are then others.

        First points are moved, each given as (row, *columns, value), then rows are removed, then points are added, each
        given as (*columns, value). Rows are those of `run.data.dataset` as it is before; a value is that of a
        regression, or the index of a class. What is learned stays; the present epoch begins again.
        Raises InputError when the data are no points, when there are no such rows, or when no point or too many remain.
        """
        given = {"move": move, "remove": remove, "add": add}
        self._do("points", {name: points for name, points in given.items() if points is not None})
        return self

    def mute(self, *, layer: int, neuron: int, muted: bool = True) -> Self:
        """Silence a hidden neuron, or with `muted=False` let it speak again; return the run.

        layer: 0 is the first hidden one. A muted neuron's activation is 0 for every example, and so is its delta.
        Raises InputError when there is no such neuron, and for outputs, which are the answer.
        """
        self._do("mute", {"layer": layer, "neuron": neuron, "muted": muted})
        return self

    def freeze(self, *, layer: int, frozen: bool = True) -> Self:
        """Keep a layer as it is while the others learn, or with `frozen=False` let it learn again; return the run.

        layer: 0 is the first one after the inputs. Neither its parameters nor what the optimizer remembers of them
        change, as with parameters without gradients in PyTorch; its gradients are still calculated.
        Raises InputError when there is no such layer.
        """
        self._do("freeze", {"layer": layer, "frozen": frozen})
        return self

    def _do(self, kind: str, values: dict[str, Any]) -> None:
        entry = Entry(self.step, plain({kind: values}))
        check_action(entry.action, self._training, self.plan, self.data.dataset)
        if self._holds(kind, entry.action[kind]):
            return
        self._changes.check_room(entry)
        self._perform([entry])
        self._changes.add(entry)
        self._snapshots.forget_after(self.step)

    def _holds(self, kind: str, values: dict[str, Any]) -> bool:
        """Whether all is as an action wants it."""
        match kind:
            case "set":
                return bool(changed(self._training, {kind: values}) == self._training)
            case "edit":
                place = {name: values[name] for name in ("layer", "neuron", "input")}
                return bool(self._workspace.value(**place) == values["value"])
            case "mute":
                return bool(values["muted"] == self._workspace.muted(values["layer"], values["neuron"]))
            case "freeze":
                return bool(values["frozen"] == self._workspace.frozen(values["layer"]))
        return False

    def _apply(self) -> None:
        """Apply the entries of the log that are due."""
        due = self._changes.due(self.step)
        self._perform(due)
        self._changes.taken += len(due)

    def undo(self) -> Self:
        """Take the last change back: the run goes to the moment before it; return the run.

        Changes of the same thing in a row (the same weight, the same setting, ...) are taken back together, and what
        was logged for later with them. Raises InputError when nothing was changed up to here.
        """
        step = self._changes.undo(self.step)
        return self._again_from(step)

    def redo(self, *, progress: Progress | None = None) -> Self:
        """Make the last undone change again, and go to where the run stood before it was undone; return the run.

        progress: as in `advance`. Raises InputError when nothing was undone, or something else was changed since.
        """
        undone = self._changes.redo()
        self._again_from(undone.entries[0].step)
        return self.seek(undone.step, progress=progress)

    def _again_from(self, step: int) -> Self:
        """The log has become another from this step on: stand there if the run was there or later."""
        self._snapshots.forget_after(step)
        if self.step < step:
            return self
        self._go_back(step)
        return self.seek(step)

    def fork(self) -> Self:
        """Another run with the same recipe, log and moment; each goes its own way from here."""
        other = copy(self)
        other._workspace = self._workspace.on(self.data.dataset, self._training)
        other._changes, other._snapshots = self._changes.copy(), self._snapshots.copy()
        return other

    def _perform(self, entries: Sequence[Entry]) -> None:
        """Do what entries say. Raises InputError for the first that does not fit; what it says is then not done."""
        for points, group in groupby(entries, lambda entry: "points" in entry.action):
            dataset = self.data.dataset
            for _, action in group:
                check_action(action, self._training, self.plan, dataset)
                if points:  # a hundred of them in a row, of a point that was dragged, are one change of the data
                    split = dataset.split or (self.data.train_rows, self.data.test_rows)
                    dataset = edited(dataset, action["points"], split, self.experiment.data.test)
                elif "set" in action:
                    self._use(changed(self._training, action))
                else:
                    ((kind, values),) = action.items()
                    getattr(self._workspace, kind)(**values)  # edit, mute or freeze
            self._use_data(dataset)

    def _use(self, training: Training) -> None:
        self._workspace.use(training)
        self._training = training

    def _use_data(self, dataset: Dataset) -> None:
        if dataset is not self.data.dataset:
            self._workspace = self._workspace.on(dataset, self._training)

    # answers

    def predict(self, x: ArrayLike) -> Matrix:
        """What the network answers to x (n, columns) in the data's own units; returns (n, n_out).

        The columns are `run.data.columns`. Regression answers in the target's units; for classes, the outputs.
        """
        columns = self.data.columns
        try:
            rows = np.asarray(x, dtype=np.float64)
        except (TypeError, ValueError, OverflowError) as error:
            raise InputError(f"expected a matrix of numbers, got {type(x).__name__}: write [[...], ...]") from error
        if rows.ndim != 2 or rows.shape[1] != len(columns):
            names = ", ".join(columns[:10]) + (", ..." if len(columns) > 10 else "")
            got = f"{rows.shape[1]}" if rows.ndim == 2 else f"an array of shape {rows.shape}"
            raise InputError(f"expected rows of {len(columns)} inputs ({names}), got {got}: give one row an example")
        return self._workspace.predict(rows)

    def trace(self, index: int, split: Split = "train") -> Trace:
        """One example forwards and backwards, in numbers, with the parameters as they stand; see `Trace`.

        index: into `run.data.x_train`, or into `x_test` with split="test".
        """
        index = plain(index)
        check_place("example", index, self._workspace.examples(known(split))[0].shape[1])
        return self._workspace.trace(split, index)

    def explain(self, *, layer: int, neuron: int, input: int | None) -> Update:
        """What the next step will do to one weight, or with `input=None` to one bias, and why; see `Update`.

        layer: 0 is the first one after the inputs. Nothing is done: the run stays where it is.
        Raises InputError when there is no such weight.
        """
        place = plain({"layer": layer, "neuron": neuron, "input": input})
        check_weight(self.plan.sizes, **place)
        return inspection.explain(self._workspace, self._training, **place)

    def diagnose(self) -> list[Finding]:
        """What is going on: signs of trouble here and now, the most urgent first; see `Finding`.

        Losses are those of the history; layers are measured by up to 256 of the training examples.
        """
        found = {rule: (layer, evidence) for rule, layer, evidence in inspection.diagnose(self._workspace)}
        layers = len(self.plan.activations)
        return [finding(rule, *found[rule], layers) for rule in FINDINGS if rule in found]

    # films and files

    def video(
        self, path: str | PathLike[str], *, progress: Callable[[int, int], object] | None = None, **wanted: Any
    ) -> "Film":
        """Make a film of this run; return it, and a notebook shows it. The run stays where it stands.

        path: .mp4, .webm, .gif, .png or .svg. wanted: what `neuroglow video` takes, by the same names:
        `run.video("film.mp4", layout="dashboard", seconds=20, size="720p", theme="light", captions_as="track")`; see
        `neuroglow.video.order.Order`. A run that was trained is shown up to its moment, one at step 0 as far as its
        experiment suggests; steps says otherwise. progress: called with the frames that are done, and their number.
        Needs `pip install "neuroglow[video]"`. The file is whole or not there at all.
        Raises InputError for what there is not, and when the film cannot be made or written.
        """
        from neuroglow.video.order import make, order

        return make(self, path, order(wanted), progress=progress)

    def export(self, path: str | PathLike[str], framework: str | None = None) -> None:
        """Write what the run has come to, as somebody else's file: what `path` ends in decides.

        .onnx: the trained network, for ONNX runtimes; .py: its code for "numpy", "pytorch" or "keras", which
        `framework` says (numpy when nothing is said): both take columns in the data's own units, as `predict` does.
        .html: the run as one page. .svg and .png: a picture of the network, with `pip install "neuroglow[video]"`.
        .glow: the run itself, as `save` does. The file is whole or not there at all.
        Raises InputError for what there is not, when a weight is not finite, and when the file cannot be written.
        """
        from neuroglow.exporting.writing import export

        export(self, path, framework)

    def save(self, path: str | PathLike[str]) -> None:
        """Write recipe, log and moment to a .glow file: `neuroglow.load(path).start()` goes on from here.

        The file is whole or not there at all. Raises InputError when it cannot be written.
        """
        glow.check_savable(path)
        write_whole(path, glow.encode(self.experiment, self.log, self.step, self.digest()))

    def link(self, page: str = "http://127.0.0.1:8000/", *, hide: Iterable[str] = ()) -> str:
        """A link with recipe, log and moment: `neuroglow.load(link).start()` goes on from here, and so does a page.

        page: the address of the page that it is to open in, anywhere; it is where `neuroglow play` serves it if nothing
        is said. hide: names of controls that the page does not show then. Raises InputError when it would be too long,
        as data of one's own go along.
        """
        from neuroglow.link import write  # it reads what runs save, so it stands below

        return page.partition("#")[0] + write(self.experiment, self.log, self.step, self.digest(), hide=hide)

    def resume(self, log: Iterable[object], step: int, *, progress: Progress | None = None) -> Self:
        """Take over the log of another run of the same experiment, and go to a moment of it; return the run.

        progress: as in `advance`.
        Raises InputError when an entry does not fit; the run is of no use then.
        """
        self._changes = Changes(read_log(log))
        self._snapshots = Snapshots()
        self._begin()
        return self.seek(step, progress=progress)


def count(name: str, value: object) -> int:
    """The value, a number of steps or epochs. Raises InputError when it is none."""
    rule, value = Rule("whole", 0, LIMITS.steps), plain(value)
    if message := rule.problem(value):
        raise InputError(message, name)
    assert is_whole(value)
    return value


def known(split: object) -> Split:
    """The name of a part of the examples. Raises InputError for others."""
    if split == "train" or split == "test":
        return split
    raise InputError(f"expected train or test, got {shown(split)}: choose one of these")
