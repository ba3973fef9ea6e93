"""Scripts: each frame's moment of the run."""

from itertools import pairwise

import numpy as np
import pytest

import neuroglow as ng
from neuroglow.run import Run
from neuroglow.video.options import Options
from neuroglow.video.script import Script, last_step, plan
from neuroglow.video.storyboard import Scene, Storyboard, builtin, fitting, from_toml
from tests.sentences import is_sentence_or_nothing, refusal


def planned(run: Run, *scenes: Scene, steps: int | None = None, fps: int = 10) -> Script:
    return plan(run, Storyboard(scenes=scenes, steps=steps), Options(fps=fps))


def learning(**fields: object) -> Scene:
    return Scene(kind="learning", **{"seconds": 2, **fields})  # type: ignore[arg-type]


@pytest.mark.parametrize("fps", [24, 30, 60])
def test_a_film_is_as_long_as_its_scenes_to_a_frame(fps: int) -> None:
    run = ng.load("xor").start()
    script = plan(run, fitting(run), Options(fps=fps))
    assert script.frames == round(33 * fps)
    assert script.seconds == pytest.approx(33, abs=1 / fps)
    assert [cue.frame for cue in script.cues] == list(range(script.frames))


@pytest.mark.parametrize("pace", ["linear", "log", "change"])
def test_every_pace_goes_from_start_to_stop(pace: str) -> None:
    script = planned(ng.load("xor").start(), learning(start=10, stop=800, pace=pace), steps=1000)
    steps = [cue.step for cue in script.cues]
    assert steps[0] == 10
    assert steps[-1] == 800
    assert steps == sorted(steps)


def test_linear_is_even_and_log_is_dense_early() -> None:
    run = ng.load("xor").start()
    even = [cue.step for cue in planned(run, learning(pace="linear", seconds=10.1), steps=1000).cues]
    assert all(later - earlier == 10 for earlier, later in pairwise(even))
    log = [cue.step for cue in planned(run, learning(pace="log", seconds=10.1), steps=1000).cues]
    assert log[50] == 31  # half of the time: the square root of the way


def test_by_change_each_second_changes_the_network_as_much() -> None:
    run = ng.load("circle").start()
    script = planned(run, learning(pace="change", seconds=4), steps=2000)
    seconds = [script.cues[k].step for k in (0, 10, 20, 30, 39)]

    def params(step: int) -> np.ndarray:
        run.seek(step)
        return np.concatenate([part for layer in run.layers for part in (layer.weights.ravel(), layer.biases)])

    def way(start: int, stop: int) -> float:
        steps = np.unique(np.linspace(start, stop, 60).astype(int))
        return sum(float(np.linalg.norm(params(b) - params(a))) for a, b in pairwise(steps.tolist()))

    ways = [way(a, b) for a, b in pairwise(seconds)]
    assert max(ways) < 2 * min(ways)
    even = [way(a, a + 500) for a in (0, 500, 1000, 1500)]
    assert max(even) > 2 * min(even)


def test_given_steps_are_shown_for_equally_long() -> None:
    script = planned(ng.load("xor").start(), learning(steps=(0, 5, 100, 3)), steps=100)
    assert [cue.step for cue in script.cues] == [0] * 5 + [5] * 5 + [100] * 5 + [3] * 5


def test_in_a_gap_the_last_picture_stays() -> None:
    script = planned(ng.load("xor").start(), learning(stop=50), learning(at=4.0, stop=100), steps=100)
    assert {(cue.scene, cue.step) for cue in script.cues[20:40]} == {(0, 50)}
    assert script.cues[40].scene == 1
    assert script.frames == 60
    late = planned(ng.load("xor").start(), learning(at=1.0), steps=100)
    assert {cue.step for cue in late.cues[:10]} == {0}
    assert late.cues[-1].step == 100


def test_examples_think_one_after_the_other() -> None:
    scene = Scene(kind="thinking", seconds=4, count=4, stop=90, pace="linear")
    script = planned(ng.load("xor").start(), scene, steps=100)
    assert [cue.example for cue in script.cues] == [k // 10 for k in range(40)]
    assert [cue.step for cue in script.cues[::10]] == [0, 30, 60, 90]
    for first in range(0, 40, 10):
        moments = [cue.moment or 0.0 for cue in script.cues[first : first + 10]]
        assert moments[0] == 0
        assert moments == sorted(moments)
        assert 3 < moments[-1] < 4


def test_without_the_way_back_a_signal_goes_forward_and_stays() -> None:
    script = planned(ng.load("xor").start(), Scene(kind="thinking", seconds=2, backward=False), steps=10)
    assert script.cues[0].moment == 0
    assert script.cues[-1].moment == 1


def test_milos_film_shows_thirteen_passes_of_seven_examples_a_second_each() -> None:
    run = ng.load("xor-milo").start()
    script = plan(run, builtin()["xor-milo"], Options(fps=30))
    shot = next(shot for shot in script.shots if shot.scene.kind == "thinking")
    cues = script.cues[shot.first : shot.first + shot.frames]
    assert shot.frames == 91 * 30
    assert [cue.example for cue in cues[::30]] == list(range(7)) * 13
    assert [cue.step for cue in cues[::210]] == [7 * epoch for epoch in shot.scene.epochs]
    assert cues[-1].step == 60_000 * 7 - 1
    assert all(cue.step % 7 == cue.example for cue in cues)  # the example that is learned from next
    new = next(shot for shot in script.shots if shot.scene.kind == "situation")
    assert new.inputs == (1, 1, 0)
    assert script.cues[new.first].example == -1


def test_a_saved_run_of_milos_shows_the_passes_that_it_has() -> None:
    run = ng.load("xor-milo").start().advance(700)
    script = plan(run, fitting(run), Options(fps=30))
    shot = next(shot for shot in script.shots if shot.scene.kind == "thinking")
    cues = script.cues[shot.first : shot.first + shot.frames]
    assert sorted({cue.step // 7 for cue in cues}) == [0, 1, 2, 4, 9, 29, 99]
    assert script.cues[-1].step == 700


def test_a_situation_is_an_example_that_is_held_out() -> None:
    run = ng.load("iris").start()
    script = planned(run, Scene(kind="situation", seconds=1))
    row = run.data.test_rows[0]
    assert script.shots[0].inputs == tuple(run.data.dataset.x[:, row])


def test_a_film_goes_as_far_as_is_suggested_or_as_the_run_stands() -> None:
    run = ng.load("xor").start()
    board = from_toml('[[scenes]]\nkind = "learning"\nseconds = 1\n')
    assert last_step(run, board) == 1500
    assert last_step(run.advance(70), board) == 70
    assert plan(run, board, Options(fps=10)).steps == 70


def test_a_film_of_a_run_that_diverges_ends_there() -> None:
    run = ng.load("exploding-rate").start()
    script = planned(run, learning())
    assert script.diverged is not None
    assert script.cues[-1].step == script.steps == run.step
    assert script.history.step[-1] <= script.steps


def test_how_a_run_swings_up_is_seen_before_it_diverges() -> None:
    by_change, by_log = (
        planned(ng.load("exploding-rate").start(), learning(pace=pace, seconds=10)) for pace in ("change", "log")
    )
    assert by_change.cues == by_log.cues
    assert 20 < by_change.cues[50].step < 40


@pytest.mark.parametrize(
    ("scene", "says"),
    [
        (learning(stop=101), "expected steps up to the film's last, 100, got 101"),
        (learning(steps=(1, 500)), "expected steps up to the film's last, 100, got 500"),
        (Scene(kind="thinking", seconds=1, examples=(250,)), "for an example, got 250"),
        (Scene(kind="situation", seconds=1, input=(1, 2, 3)), "expected an input of 2 numbers (x1, x2), got 3"),
        (Scene(kind="thinking", seconds=1, epochs=(4,)), "expected epochs that begin before the film's last step"),
    ],
)
def test_what_the_run_does_not_have_is_said(scene: Scene, says: str) -> None:
    message = refusal(lambda: planned(ng.load("xor").start(), scene, steps=100))
    assert says in message
    assert is_sentence_or_nothing(message)


def test_without_held_out_examples_a_situation_needs_an_input() -> None:
    message = refusal(lambda: planned(ng.load("houses").start(), Scene(kind="situation", seconds=1)))
    assert "expected an input or examples" in message
    assert is_sentence_or_nothing(message)


def test_no_film_has_no_frames_or_too_many() -> None:
    run = ng.load("xor").start()
    assert "expected one scene or more" in refusal(lambda: planned(run))
    assert "expected a film of 1 to 100,000 frames, got 0" in refusal(
        lambda: planned(run, learning(seconds=0.1), fps=1)
    )
    too_long = tuple(learning(seconds=600) for _ in range(1))
    assert "got 600,000" in refusal(lambda: planned(run, *too_long, fps=1000))


def test_the_last_frame_has_the_final_step() -> None:
    for name in ("two-classes", "iris", "sine"):
        run = ng.load(name).start()
        script = plan(run, fitting(run), Options(fps=5))
        assert script.cues[-1].step == script.steps == run.experiment.steps
        assert script.history.step[-1] == run.history.step[-1]
