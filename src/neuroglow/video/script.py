"""From a storyboard to frames: which moment of the run each one shows."""

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple, Self

import msgspec
import numpy as np

from neuroglow.engine.pacing import PACES
from neuroglow.engine.training import HISTORY
from neuroglow.errors import InputError
from neuroglow.examples import Vector
from neuroglow.history import History
from neuroglow.plan import batch_of
from neuroglow.runtime import Engine, WasmEngine
from neuroglow.values import check_place, shown
from neuroglow.video.options import Options
from neuroglow.video.storyboard import Layout, Scene, Storyboard, kind_of, positions

if TYPE_CHECKING:
    from neuroglow.run import Run

SUITABLE: dict[str, Layout] = {
    "points": "dashboard",
    "line": "dashboard",
    "table": "dashboard",
    "digits": "digits",
    "picture": "network+map",
}
EPOCHS = 100  # of a run for which nothing is suggested, as `neuroglow train` takes them
MOMENTS = 400  # at which a run is measured for the pace "change", evenly and ever wider apart: twice as many
PHASES = (0.4, 0.15, 0.25, 0.2)  # of a pass's time: signal, error, the way back, change
ARRIVED = 0.5  # of its time, where a signal goes forward only; then it stays
HELD = 0.4  # seconds for which the pace "change" shows one step at most
FRAMES = 100_000
Progress = Callable[["Run"], object]


class Cue(NamedTuple):
    """One frame.

    frame: from 0. scene: its place in the storyboard. share: how far the scene has come, 0 to 1. step: the moment of
    the run. example: the one that is looked at, a place in the training examples, or -1 for the scene's own input.
    pass_: which of the scene's examples it is. moment: of a pass, 0 to 4 (to 1 the signal goes forward, to 2 the error
    is measured, to 3 it comes back, to 4 the weights change); None: no pass is under way.
    """

    frame: int
    scene: int
    share: float
    step: int
    example: int
    pass_: int
    moment: float | None


class Shot(msgspec.Struct, frozen=True):
    """A scene with everything settled. first: its first frame; frames: how many it has, without the gap after it.

    inputs: of thinking and situation, what goes in where this is no training example: the columns in the data's units.
    """

    scene: Scene
    layout: Layout
    first: int
    frames: int
    inputs: tuple[float, ...] | None = None


class Records(msgspec.Struct, frozen=True):
    """A run's history as plain numbers, which processes can tell each other."""

    step: tuple[int, ...]
    epoch: tuple[int, ...]
    train_loss: tuple[float, ...]
    test_loss: tuple[float, ...]
    train_accuracy: tuple[float, ...]
    test_accuracy: tuple[float, ...]

    @classmethod
    def of(cls, history: History) -> Self:
        return cls(*(tuple(history[name].tolist()) for name in HISTORY))

    def arrays(self) -> History:
        columns = (np.array(getattr(self, name), dtype=np.float64) for name in HISTORY[2:])
        return History(np.array(self.step, dtype=np.int64), np.array(self.epoch, dtype=np.int64), *columns)


class Script(msgspec.Struct, frozen=True):
    """A film, frame by frame.

    steps: the film's last step, at which `records` end. diverged: the step at which the run diverged, or None.
    """

    fps: int
    shots: tuple[Shot, ...]
    cues: tuple[Cue, ...]
    steps: int
    diverged: int | None
    records: Records

    @property
    def frames(self) -> int:
        return len(self.cues)

    @property
    def seconds(self) -> float:
        return len(self.cues) / self.fps

    def shot(self, cue: Cue) -> Shot:
        return self.shots[cue.scene]

    @property
    def epochs(self) -> int:
        """How many are over at the film's last step, as far as there is a record of it."""
        return self.records.epoch[-1]

    @property
    def history(self) -> History:
        """The losses up to the film's last step."""
        return self.records.arrays()


def plan(run: "Run", storyboard: Storyboard, options: Options, progress: Progress | None = None) -> Script:
    """The film's frames. The run is moved: it goes once to the film's last step.

    Raises InputError when the storyboard does not fit the run: steps beyond the last, examples that there are not, an
    input of another length, a film too long. progress: as in `Run.advance`.
    """
    if not storyboard.scenes:
        raise InputError("expected one scene or more, got none: write [[scenes]] with kind and seconds")
    check_frames(storyboard, options.fps)
    last = last_step(run, storyboard)
    for number, scene in enumerate(storyboard.scenes, 1):
        check_scene(run, scene, last, f"scene {number}")
    run.seek(last, progress=progress)
    diverged, reached, history = run.diverged, run.step, run.history
    shots: list[Shot] = []
    cues: list[Cue] = []
    stands = 0
    spans = [(round(start * options.fps), round(end * options.fps)) for start, end in positions(storyboard)]
    for index, (scene, (first, end)) in enumerate(zip(storyboard.scenes, spans, strict=True)):
        frames = max(1, end - first)
        layout = scene.layout or storyboard.look.layout or SUITABLE[kind_of(run)]
        shots.append(Shot(scene, layout, first, frames, input_of(run, scene)))
        made = list(Frames(run, scene, index, min(stands, reached), reached, progress).cues(frames))
        stands = made[-1].step
        fill(cues, first, made)
        cues += made
    return Script(
        fps=options.fps,
        shots=tuple(shots),
        cues=tuple(cue._replace(frame=frame) for frame, cue in enumerate(cues)),
        steps=reached,
        diverged=None if diverged is None else diverged.step,
        records=Records.of(history),
    )


def fill(cues: list[Cue], first: int, made: Sequence[Cue]) -> None:
    """Hold the last picture up to a frame; before the first scene, its first one."""
    held = (cues or made)[-1 if cues else 0]
    cues += [held] * (first - len(cues))


def last_step(run: "Run", storyboard: Storyboard) -> int:
    """The film's last step: as the storyboard says, where the run stands, or as far as is suggested."""
    if storyboard.steps is not None:
        return storyboard.steps
    if run.step:
        return run.step
    return run.experiment.steps or run.goal(epochs=EPOCHS)


def check_frames(storyboard: Storyboard, fps: int) -> None:
    frames = round(positions(storyboard)[-1][1] * fps)
    if not 1 <= frames <= FRAMES:
        raise InputError(f"expected a film of 1 to {FRAMES:,} frames, got {frames:,}: change its length or fps")


def check_scene(run: "Run", scene: Scene, last: int, where: str) -> None:
    """Raise InputError when a scene asks for what the run does not have."""
    steps = [step for step in (scene.start, scene.stop, *scene.steps) if step is not None]
    if steps and max(steps) > last:
        raise InputError(
            f"expected steps up to the film's last, {last:,}, got {max(steps):,}: choose earlier ones, "
            "or give the film more with `steps`",
            where,
        )
    for example in scene.examples:
        check_place("an example", example, run.plan.train, where)
    columns = run.data.columns
    if scene.input is not None and len(scene.input) != len(columns):
        names = ", ".join(columns[:10]) + (", ..." if len(columns) > 10 else "")
        raise InputError(
            f"expected an input of {len(columns)} numbers ({names}), got {len(scene.input)}: give one each",
            f"{where}, input",
        )
    if scene.kind == "situation" and scene.input is None and not scene.examples and not run.plan.test:
        raise InputError(
            "expected an input or examples, as no examples are held out, got neither: "
            f"write input = [{', '.join('0' * min(len(columns), 4))}{', ...' if len(columns) > 4 else ''}]",
            where,
        )
    if scene.epochs and not begun(run, scene.epochs, last):
        raise InputError(
            f"expected epochs that begin before the film's last step, {last:,}, got {shown(min(scene.epochs))}: "
            "choose earlier ones, or give the film more with `steps`",
            where,
        )


def first_step(run: "Run", epoch: int) -> int:
    """The step at which an epoch begins, with the run's batch size as it is."""
    return epoch * -(-run.plan.train // batch_of(run.training, run.plan.train))


def begun(run: "Run", epochs: Sequence[int], last: int) -> list[int]:
    """Those of some epochs that a film sees: they begin before its last step. The very first one always does."""
    return [epoch for epoch in epochs if first_step(run, epoch) < max(1, last)]


def input_of(run: "Run", scene: Scene) -> tuple[float, ...] | None:
    """What goes in where it is no training example: what the scene says, else the first example that is held out."""
    if scene.kind not in ("thinking", "situation") or scene.input is not None or scene.examples:
        return scene.input
    if scene.kind == "thinking":
        return None
    row, dataset = int(run.data.test_rows[0]), run.data.dataset
    return tuple(float(dataset.x[column, row]) for column in run.plan.columns)


class Frames:
    """The frames of one scene. run: at the film's last step, or anywhere if it does not diverge up to there.

    stands: the step at which it begins, if it does not say so; last: the film's last.
    """

    def __init__(self, run: "Run", scene: Scene, index: int, stands: int, last: int, progress: Progress | None) -> None:
        self.run, self.scene, self.index, self.last, self.progress = run, scene, index, last, progress
        self.diverges = run.diverged is not None
        self.start = min(stands if scene.start is None else scene.start, last)
        stop = last if scene.kind == "learning" else self.start
        self.stop = max(self.start, min(stop if scene.stop is None else scene.stop, last))

    def cues(self, frames: int) -> Iterable[Cue]:
        """frames: how many there are."""
        match self.scene.kind:
            case "thinking":
                return self.passes(frames)
            case "situation":
                return self.situations(frames)
            case "learning":
                return self.learning(frames)
        step = self.scene.steps[-1] if self.scene.steps else self.stop
        return (self.cue(k, frames, min(step, self.last), *self.shown(k, frames)) for k in range(frames))

    def cue(self, k: int, frames: int, step: int, example: int, pass_: int, moment: float | None = None) -> Cue:
        return Cue(0, self.index, k / (frames - 1) if frames > 1 else 1.0, step, example, pass_, moment)

    def learning(self, frames: int) -> Iterable[Cue]:
        given = self.scene.steps
        if given:
            steps = [min(given[k * len(given) // frames], self.last) for k in range(frames)]
        else:
            steps = self.paced(frames)
        return (self.cue(k, frames, step, *self.shown(k, frames)) for k, step in enumerate(steps))

    def shown(self, k: int, frames: int) -> tuple[int, int]:
        """The example that is looked at while no signal is on its way, and the how many-th it is."""
        scene, n = self.scene, self.run.plan.train
        if scene.input is not None:
            return -1, 0
        number = k * max(scene.count, len(scene.examples)) // frames
        return (scene.examples[number % len(scene.examples)] if scene.examples else number % n), number

    def passes(self, frames: int) -> Iterable[Cue]:
        """One example after the other, each at its own moment of the run, all of them for equally long."""
        through = self.through()
        for k in range(frames):
            at = k * len(through)
            number = at // frames
            step, example = through[number]
            yield self.cue(k, frames, step, example, number, self.moment((at - number * frames) / frames))

    def moment(self, share: float) -> float:
        """How far a pass is, 0 to 4, when a share of its time is over."""
        if self.scene.kind == "situation" or not self.scene.backward:
            return min(1.0, share / ARRIVED)
        moment = 0.0
        for phase in PHASES:
            moment += min(1.0, share / phase)
            share = max(0.0, share - phase)
        return moment

    def through(self) -> list[tuple[int, int]]:
        """At which step which example goes through; -1 for the scene's own input."""
        scene, run = self.scene, self.run
        if scene.epochs:
            return [item for epoch in begun(run, scene.epochs, self.last) for item in self.epoch(epoch)]
        steps = [min(step, self.last) for step in scene.steps] or self.paced(max(scene.count, len(scene.examples)))
        if scene.input is not None:
            return [(step, -1) for step in steps]
        if scene.examples:
            return [(step, scene.examples[k % len(scene.examples)]) for k, step in enumerate(steps)]
        if run.training.order == "cyclic" and run.training.batch_size == 1:  # the one that is learned from next
            return [(step, step % run.plan.train) for step in steps]
        return [(step, k % run.plan.train) for k, step in enumerate(steps)]

    def epoch(self, epoch: int) -> list[tuple[int, int]]:
        """All training examples of an epoch, each at the step at which the examples go through in their order."""
        n, first = self.run.plan.train, first_step(self.run, epoch)
        batch = batch_of(self.run.training, n)
        return [(min(first + k // batch, self.last), k) for k in range(n)]

    def situations(self, frames: int) -> Iterable[Cue]:
        """One signal after the other goes forward, in the first part of its time, and stays."""
        examples = self.scene.examples or (-1,)
        for k in range(frames):
            at = k * len(examples)
            number = at // frames
            moment = self.moment((at - number * frames) / frames)
            yield self.cue(k, frames, self.stop, examples[number], number, moment)

    def paced(self, count: int) -> list[int]:
        """So many steps from start to stop."""
        engine, pace = WasmEngine(), self.scene.pace
        steps = engine.zeros(count)
        if pace == "change" and self.diverges:
            pace = "log"  # its parameters change more in its last steps than in all others
        if pace == "change":
            moments, ways = self.measured(engine)
            longest = HELD / self.scene.seconds
            given = {"moments": engine.array(moments), "ways": engine.array(ways)}
            engine.call("pace_evenly", **given, longest=longest, steps=steps)
        else:
            engine.call("pace", kind=PACES.index(pace), start=self.start, stop=self.stop, steps=steps)
        return [int(step) for step in steps]

    def measured(self, engine: Engine) -> tuple[Vector, Vector]:
        """Moments between start and stop, and how far the parameters move up to each from the one before."""
        run = self.run
        room = engine.zeros(MOMENTS)
        found: set[int] = set()
        for kind in range(len(PACES)):
            engine.call("pace", kind=kind, start=self.start, stop=self.stop, steps=room)
            found |= {int(step) for step in room}
        moments = sorted(found)
        before, after = engine.zeros(run.plan.parameters), engine.zeros(run.plan.parameters)
        ways: list[float] = []
        for moment in moments:
            run.seek(moment, progress=self.progress)
            after[:] = np.concatenate([part for layer in run.layers for part in (layer.weights.ravel(), layer.biases)])
            ways.append(engine.call("distance", before=before, after=after) if ways else 0.0)
            before[:] = after
        return np.array(moments, dtype=np.float64), np.array(ways)
