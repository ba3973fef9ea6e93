"""Whatever is done to a run, in whatever order: Python and the page do what a small model of docs/log.md says.

The model knows nothing but recipe, log and step. Its digests are those of a fresh run that replays the log up to there.
The page takes the same commands in one long-living Node process, a line of JSON each, and answers with a line.
"""

import json
import math
import shutil
import subprocess
from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from neuroglow.data.own import read_own
from neuroglow.data.points import points_of
from neuroglow.errors import InputError
from neuroglow.experiment import Experiment, Training, from_dict
from neuroglow.run import Run
from tests.bits.hosts import WASM, build_harness

RECIPE = Experiment().replace(
    {"data.samples": 24, "network.hidden": [3, 2], "training.batch_size": 5, "training.momentum": 0.5}
)
SIZES = (2, 3, 2, 1)
KINDS: list[dict[str, Any]] = [
    {"training.optimizer": "adam"},
    {"network.activation": "relu", "network.output": "identity"},  # diverges at large rates
]
MOST_RUNS = 4  # the page's limit
FAR = 90  # steps
Command = dict[str, Any]


class Told(NamedTuple):
    """What a host says of the run that is looked at."""

    refused: bool
    step: int
    digest: str
    log: list[Any]
    diverged: int | None
    runs: int


class Start(NamedTuple):
    """What a run begins with, as JSON: a recipe, and points if they are its own."""

    experiment: str
    own: str

    def run(self) -> Run:
        own = json.loads(self.own)
        return from_dict(json.loads(self.experiment), None if own is None else read_own(own)).start()


def start_of(experiment: dict[str, Any], own: object = None) -> Start:
    return Start(json.dumps(experiment), json.dumps(own))


def again(run: Run, start: Start) -> Start:
    """The recipe of a reset: settings and points as they are now."""
    recipe = json.loads(start.experiment)
    recipe["training"] = plain(run.experiment.to_dict()["training"] | settings_of(run))
    if run.data.dataset is run._dataset:
        return Start(json.dumps(recipe), start.own)
    dataset = run.data.dataset
    recipe["data"] |= {"source": "points", "formula": ""}
    points = points_of(dataset).tolist()
    own = {"kind": "points", "name": "points", "columns": dataset.columns, "classes": dataset.classes, "points": points}
    return start_of(recipe, own)


def settings_of(run: Run) -> dict[str, Any]:
    return {name: getattr(run.training, name) for name in run.training.__struct_fields__}


def plain(value: Any) -> Any:
    """As JSON gives it."""
    return json.loads(json.dumps(value))


def finite(value: Any) -> Any:
    """As JSON gives it when JavaScript has written it: what is no finite number is nothing."""
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, np.ndarray | list | tuple):
        return [finite(item) for item in (value.tolist() if isinstance(value, np.ndarray) else value)]
    if isinstance(value, dict):
        return {key: finite(item) for key, item in value.items()}
    return {name: getattr(value, name) for name in value.__struct_fields__} if isinstance(value, Training) else value


class Moment(NamedTuple):
    """Where a replayed run comes to, and what can be seen there."""

    step: int
    digest: str
    diverged: int | None
    weights: list[Any]
    biases: list[Any]
    training: dict[str, Any]
    again: Start
    epochs: tuple[int, int]
    """Where the step back by an epoch goes to, and the step forward."""


@cache
def replayed(start: Start, log: str, step: int) -> Moment:
    """A fresh run that replays a log up to a step: the oracle."""
    run = start.run().resume(json.loads(log), step)
    layers = run.layers
    return Moment(
        run.step,
        run.digest(),
        None if run.diverged is None else run.diverged.step,
        [layer.weights.tolist() for layer in layers],
        [layer.biases.tolist() for layer in layers],
        settings_of(run),
        again(run, start),
        (epoch_back(run), run.advance(epochs=1).step),
    )


def epoch_back(run: Run) -> int:
    """The beginning of the present epoch, or from there that of the one before."""
    history = run.history
    return int(history.step[history.step < run.step][-1]) if run.step else 0


class ModelRun:
    """A run as docs/log.md tells it: entries with steps up to the present one have been taken, others lie ahead."""

    def __init__(self, start: Start) -> None:
        self.start = start
        self.log: list[Any] = []
        self.step = self.furthest = 0
        self.undone: list[tuple[list[Any], int]] = []

    @property
    def moment(self) -> Moment:
        return replayed(self.start, json.dumps(self.log), self.step)

    @property
    def taken(self) -> list[Any]:
        return [entry for entry in self.log if entry[0] <= self.step]

    def go(self, step: int) -> None:
        self.step = replayed(self.start, json.dumps(self.log), step).step
        self.furthest = max(self.furthest, self.step)

    def change(self, action: dict[str, Any]) -> None:
        if self.holds(action):
            return
        taken = self.taken
        if taken and taken[-1][0] == self.step and thing(taken[-1][1]) == thing(action) is not None:
            taken.pop()
        self.log = [*taken, [self.step, action]]
        self.furthest = self.step
        self.undone = []

    def holds(self, action: dict[str, Any]) -> bool:
        ((kind, values),) = action.items()
        now = self.moment
        if kind == "set":
            return all(now.training[key] == value for key, value in values.items())
        if kind == "edit":
            layer, neuron, place = values["layer"], values["neuron"], values["input"]
            value = now.biases[layer][neuron] if place is None else now.weights[layer][neuron][place]
            return bool(value == values["value"])
        if kind in ("mute", "freeze"):
            same = [entry[1][kind] for entry in self.taken if thing(entry[1]) == thing(action)]
            flag = "muted" if kind == "mute" else "frozen"
            return bool(values[flag] == (same[-1][flag] if same else False))
        return False

    def undo(self) -> bool:
        """Whether there was something to undo."""
        taken = self.taken
        if not taken:
            return False
        first = len(taken) - 1
        while first and thing(taken[first - 1][1]) == thing(taken[first][1]) is not None:
            first -= 1
        self.undone.append((self.log[first:], self.step))
        self.step = self.furthest = self.log[first][0]
        self.log = self.log[:first]
        return True

    def redo(self) -> bool:
        """Whether there was something to redo."""
        if not self.undone:
            return False
        entries, step = self.undone.pop()
        self.log = self.log + entries
        self.step = step
        self.furthest = max(entries[0][0], step)
        return True


def thing(action: dict[str, Any]) -> tuple[Any, ...] | None:
    """What an action is about."""
    ((kind, values),) = action.items()
    if kind == "set":
        return (kind, *sorted(values))
    if kind != "points":
        return kind, *(values.get(name) for name in ("layer", "neuron", "input"))
    return (kind, values["move"][0][0]) if values.keys() == {"move"} and len(values["move"]) == 1 else None


class Model:
    """The runs of a page, all of which move together."""

    def __init__(self, start: Start) -> None:
        self.runs = [ModelRun(start)]
        self.at = 0

    @property
    def run(self) -> ModelRun:
        return self.runs[self.at]

    def do(self, command: Command) -> bool:
        """Whether a command is refused."""
        match command:
            case {"do": "advance", "steps": steps}:
                before = self.run.step
                self.run.go(before + steps)
                taken = steps if self.run.moment.diverged == before else self.run.step - before
                for run in self.others:
                    run.go(run.step + taken)
            case {"do": "seek", "step": step}:
                self.run.go(step)
                for run in self.others:
                    run.go(min(step, run.furthest))
            case {"do": "back", "unit": unit}:
                by = 1 if unit == "batch" else self.run.step - self.run.moment.epochs[0]
                for run in self.runs:
                    run.go(max(0, run.step - by))
            case {"do": "step"}:  # by an epoch
                goes = next((run for run in [self.run, *self.others] if run.moment.diverged is None), self.run)
                taken = goes.moment.epochs[1] - goes.step
                for run in self.runs:
                    run.go(run.step + taken)
            case {"do": "set", "settings": values}:
                self.run.change({"set": values})
            case {"do": "edit" | "mute" | "freeze" | "points" as kind}:
                self.run.change({kind: command[kind]})
            case {"do": "undo"}:
                return not self.run.undo()
            case {"do": "redo"}:
                return not self.run.redo()
            case {"do": "reset"}:
                self.runs = [ModelRun(run.moment.again) for run in self.runs]
            case {"do": "fork"}:
                if len(self.runs) == MOST_RUNS:
                    return True
                self.runs.append(deepcopy(self.run))
                self.at = len(self.runs) - 1
            case {"do": "close"}:
                if len(self.runs) == 1:
                    return True
                del self.runs[self.at]
                self.at = max(0, self.at - 1)
            case {"do": "focus", "index": index}:
                self.at = index
            case _:
                raise AssertionError(command)
        return False

    @property
    def others(self) -> list[ModelRun]:
        return [run for run in self.runs if run is not self.run]

    def tell(self, refused: bool) -> Told:
        run = self.run
        return Told(refused, run.step, run.moment.digest, run.log, run.moment.diverged, len(self.runs))


class Python:
    """Python's runs, which know nothing of each other: what the page does with them together is done one by one."""

    def __init__(self, start: Start) -> None:
        self.starts, self.runs, self.furthest = [start], [start.run()], [0]
        self.at = 0

    @property
    def run(self) -> Run:
        return self.runs[self.at]

    def do(self, command: Command) -> Told:
        try:
            self._do(command)
        except InputError:
            return self.tell(refused=True)
        return self.tell(refused=False)

    def _do(self, command: Command) -> None:
        kind = command["do"]
        if kind == "advance":
            before, stuck = self.run.step, self.run.diverged is not None
            self.run.advance(steps=command["steps"])
            for run in self.others:
                run.advance(steps=command["steps"] if stuck else self.run.step - before)
        elif kind == "seek":
            self.run.seek(command["step"])
            for run in self.others:
                run.seek(min(command["step"], self.furthest[self.runs.index(run)]))
        elif kind == "back":
            by = 1 if command["unit"] == "batch" else self.run.step - epoch_back(self.run)
            for run in self.runs:
                run.seek(max(0, run.step - by))
        elif kind == "step":
            goes = next((run for run in [self.run, *self.others] if run.diverged is None), self.run)
            taken = -goes.step + goes.advance(epochs=1).step
            for run in self.runs:
                if run is not goes:
                    run.advance(steps=taken)
        elif kind == "set":
            self.run.set(**command["settings"])
        elif kind in ("edit", "mute", "freeze"):
            getattr(self.run, kind)(**command[kind])
        elif kind == "points":
            self.run.edit_points(**command["points"])
        elif kind in ("undo", "redo"):
            getattr(self.run, kind)()
        elif kind == "reset":
            self.starts = [again(run, start) for run, start in zip(self.runs, self.starts, strict=True)]
            self.runs = [start.run() for start in self.starts]
        elif kind == "fork":
            if len(self.runs) == MOST_RUNS:
                raise InputError("expected at most 4 runs side by side, got one more: close one first")
            self.runs.append(self.run.fork())
            self.starts.append(self.starts[self.at])
            self.at = len(self.runs) - 1
        elif kind == "close":
            if len(self.runs) == 1:
                raise InputError("expected another run, got the only one: keep it")
            del self.runs[self.at], self.starts[self.at]
            self.at = max(0, self.at - 1)
        else:
            self.at = command["index"]

    @property
    def others(self) -> list[Run]:
        return [run for run in self.runs if run is not self.run]

    def tell(self, refused: bool) -> Told:
        run = self.run
        diverged = None if run.diverged is None else run.diverged.step
        return Told(refused, run.step, run.digest(), plain(run.log), diverged, len(self.runs))


class Page:
    """The page's session, in Node."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process

    def do(self, command: Command) -> Told:
        told = self.answer(command)
        refused = told["problem"] is not None
        return Told(refused, told["step"], told["digest"], told["log"], told["diverged"], told["runs"])

    def answer(self, command: Command) -> dict[str, Any]:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(command) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        assert line, f"the page's process ended at {command}"
        told: dict[str, Any] = json.loads(line, parse_int=lambda text: int(text) if len(text) < 16 else float(text))
        return told


layers = st.integers(0, 2)
small = st.floats(-2, 2, allow_subnormal=False).map(lambda value: round(value, 2))


@st.composite
def weights(draw: st.DrawFn) -> dict[str, Any]:
    layer = draw(layers)
    place = draw(st.none() | st.integers(0, SIZES[layer] - 1))
    return {"layer": layer, "neuron": draw(st.integers(0, SIZES[layer + 1] - 1)), "input": place}


@st.composite
def hidden(draw: st.DrawFn) -> dict[str, Any]:
    layer = draw(st.integers(0, 1))
    return {"layer": layer, "neuron": draw(st.integers(0, SIZES[layer + 1] - 1))}


CHANGED = st.sampled_from(
    [
        {"learning_rate": 0.03},
        {"learning_rate": 0.3},
        {"optimizer": "adam"},
        {"optimizer": "adamw", "learning_rate": 0.01},
        {"batch_size": "full"},
        {"batch_size": 3},
        {"l2": 0.01, "order": "random"},
        {"order": "cyclic"},
    ]
)
POINTS = st.one_of(
    st.tuples(st.integers(0, 9), small, small).map(lambda point: {"move": [[point[0], point[1], point[2], 1]]}),
    st.tuples(small, small).map(lambda point: {"add": [[*point, 0]]}),
    st.integers(0, 9).map(lambda row: {"remove": [row]}),
)
REFUSED = st.sampled_from(
    [
        {"do": "seek", "step": -1},
        {"do": "seek", "step": 1.5},
        {"do": "set", "settings": {"learning_rate": "fast"}},
        {"do": "set", "settings": {"rate": 1}},
        *(
            {"do": "edit", "edit": {"layer": 0, "neuron": 0, "input": 0, "value": value}}
            for value in ("0.5", 1e308, None, True)
        ),
        {"do": "edit", "edit": {"layer": 3, "neuron": 0, "input": 0, "value": 1}},
        {"do": "mute", "mute": {"layer": 2, "neuron": 0, "muted": True}},
        {"do": "mute", "mute": {"layer": 0, "neuron": 3, "muted": True}},
        {"do": "mute", "mute": {"layer": 0, "neuron": 0, "muted": 1}},
        {"do": "freeze", "freeze": {"layer": 3, "frozen": True}},
        {"do": "freeze", "freeze": {"layer": 0, "frozen": "yes"}},
        {"do": "points", "points": {"remove": [99]}},
    ]
)


class Machine(RuleBasedStateMachine):
    """Random commands to the model, to Python and to the page, all of which must stand at the same place after each."""

    page: Page | None = None

    @initialize(kind=st.sampled_from(KINDS))
    def begin(self, kind: dict[str, Any]) -> None:
        start = start_of(RECIPE.replace(kind).to_dict())
        self.model, self.python = Model(start), Python(start)
        if self.page is not None:
            self.page.do({"do": "start", "experiment": json.loads(start.experiment)})

    def do(self, command: Command) -> None:
        self.python.furthest = [run.furthest for run in self.model.runs]
        self.agree(command, refused=self.model.do(command))

    def agree(self, command: Command, *, refused: bool) -> None:
        told = self.model.tell(refused)
        assert self.python.do(command) == told
        if self.page is not None:
            assert self.page.do(command) == told

    @rule(steps=st.integers(1, 40))
    def play(self, steps: int) -> None:
        self.do({"do": "advance", "steps": steps})

    @rule()
    def pause(self) -> None:
        self.do({"do": "advance", "steps": 0})

    @rule()
    def step(self) -> None:
        self.do({"do": "advance", "steps": 1})

    @rule()
    def step_an_epoch(self) -> None:
        self.do({"do": "step", "unit": "epoch"})

    @precondition(lambda self: self.model.run.step > 0)
    @rule(unit=st.sampled_from(["batch", "epoch"]))
    def step_back(self, unit: str) -> None:
        self.do({"do": "back", "unit": unit})

    @rule(step=st.integers(0, FAR))
    def seek(self, step: int) -> None:
        self.do({"do": "seek", "step": step})

    @rule(share=st.floats(0, 1))
    def seek_back(self, share: float) -> None:
        self.do({"do": "seek", "step": int(share * self.model.run.step)})

    @rule(weight=weights(), value=small)
    def edit(self, weight: dict[str, Any], value: float) -> None:
        self.do({"do": "edit", "edit": weight | {"value": value}})

    @rule(weight=weights(), values=st.lists(small, min_size=2, max_size=4))
    def drag(self, weight: dict[str, Any], values: list[float]) -> None:
        for value in values:
            self.edit(weight, value)

    @rule(neuron=hidden(), muted=st.booleans())
    def mute(self, neuron: dict[str, Any], muted: bool) -> None:
        self.do({"do": "mute", "mute": neuron | {"muted": muted}})

    @rule(layer=layers, frozen=st.booleans())
    def freeze(self, layer: int, frozen: bool) -> None:
        self.do({"do": "freeze", "freeze": {"layer": layer, "frozen": frozen}})

    @rule(changes=CHANGED)
    def set(self, changes: dict[str, Any]) -> None:
        self.do({"do": "set", "settings": changes})

    @rule(edit=POINTS)
    def points(self, edit: dict[str, Any]) -> None:
        self.do({"do": "points", "points": edit})

    @rule()
    def undo(self) -> None:
        self.do({"do": "undo"})

    @precondition(lambda self: self.model.run.undone)
    @rule()
    def redo(self) -> None:
        self.do({"do": "redo"})

    @rule(times=st.integers(1, 3), steps=st.integers(0, 20))
    def undo_and_redo(self, times: int, steps: int) -> None:
        for _ in range(times):
            self.undo()
        self.play(steps)
        for _ in range(times):
            self.do({"do": "redo"})

    @rule(steps=st.integers(1, 40))
    def diverge(self, steps: int) -> None:
        self.set({"learning_rate": 1000, "optimizer": "sgd"})
        self.play(steps)

    @rule()
    def reset(self) -> None:
        self.do({"do": "reset"})

    @rule()
    def fork(self) -> None:
        self.do({"do": "fork"})

    @precondition(lambda self: len(self.model.runs) > 1)
    @rule()
    def close(self) -> None:
        self.do({"do": "close"})

    @rule(share=st.floats(0, 0.99))
    def focus(self, share: float) -> None:
        self.do({"do": "focus", "index": int(share * len(self.model.runs))})

    @rule(weight=weights())
    def look(self, weight: dict[str, Any]) -> None:
        """What is going on and the next update are the same numbers in both hosts, and looking changes nothing."""
        run = self.python.run
        update = run.explain(**weight)
        found = {one.rule: [-1 if one.layer is None else one.layer, list(one.evidence)] for one in run.diagnose()}
        if self.page is not None:
            pick = {"layer": weight["layer"] + 1, "neuron": weight["neuron"]}
            part = "bias" if weight["input"] is None else weight["input"]
            told = self.page.answer({"do": "look", "inspect": pick | {"part": part}})
            assert {one["rule"]: [one["layer"], one["evidence"]] for one in told["findings"]} == finite(found)
            for name, value in told["next"].items():
                assert value == finite(getattr(update, name)), name
        self.pause()

    @rule(command=REFUSED)
    def nonsense(self, command: Command) -> None:
        self.agree(command, refused=True)

    @invariant()
    def all_runs_stand_where_the_model_stands(self) -> None:
        if not hasattr(self, "model"):
            return
        for run, model in zip(self.python.runs, self.model.runs, strict=True):
            assert (run.step, run.digest()) == (model.step, model.moment.digest)


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """The page's session in a process of its own."""
    harness = build_harness(tmp_path_factory.mktemp("machine"))
    program = """
      import { readFileSync } from 'node:fs'
      import { createInterface } from 'node:readline'
      const [harness, wasm] = process.argv.slice(1)
      const { machine } = await import(harness)
      // Lines that come before somebody takes them would be lost: it listens when it is ready.
      const listen = () => createInterface({ input: process.stdin })
      await machine(new Uint8Array(readFileSync(wasm)), listen, (line) => process.stdout.write(line + '\\n'))
    """
    found = shutil.which("node")
    assert found is not None, "expected Node on the PATH"
    command = [found, "--input-type=module", "--eval", program, harness.as_uri(), str(WASM)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        yield Page(process)
    finally:
        process.communicate(timeout=10)


def check(machine: type[Machine], examples: int) -> None:
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=30,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_python_and_the_page_do_what_the_model_does(page: Page) -> None:
    class Both(Machine):
        pass

    Both.page = page
    check(Both, 25)


def test_python_does_what_the_model_does() -> None:
    check(Machine, 15)
