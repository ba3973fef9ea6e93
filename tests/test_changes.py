"""What is done to a run: muting, freezing, how changes join in the log, undo, redo and fork."""

import math
from pathlib import Path
from typing import Any

import pytest

import neuroglow as ng
from neuroglow.engine.optimizers import OPTIMIZERS
from neuroglow.errors import InputError
from neuroglow.experiment import Experiment
from neuroglow.log import read_log
from neuroglow.run import Run
from tests.sentences import SENTENCE

SMALL = Experiment().replace({"data.samples": 37, "network.hidden": [3, 2], "training.optimizer": "adam"})


def start(changes: dict[str, object] | None = None) -> Run:
    return SMALL.replace(changes or {}).start()


def stands(run: Run) -> tuple[Any, ...]:
    """Where a run stands, and how it came there."""
    return (
        run.step,
        run.epoch,
        run.digest(),
        run.training,
        run.log,
        [array.tobytes() for array in run._workspace.copy()],
    )


# mute


def test_a_muted_neuron_is_silent_forwards_and_backwards() -> None:
    run = start().advance(steps=20).mute(layer=0, neuron=1)
    trace = run.trace(4)
    assert trace.layers[0].a[1] == trace.layers[0].delta[1] == 0
    assert (trace.layers[0].grad_weights[1] == 0).all()
    assert (trace.layers[1].grad_weights[:, 1] == 0).all()
    assert trace.layers[0].a[0] != 0 != trace.layers[0].delta[0]
    assert [layer.muted.tolist() for layer in run.layers] == [[False, True, False], [False, False], [False]]
    weights = run.layers[0].weights[1].copy()
    without = run.predict([[1, 2]])
    run.edit(layer=0, neuron=1, input=0, value=50)
    assert run.predict([[1, 2]]) == without
    run.mute(layer=0, neuron=1, muted=False).edit(layer=0, neuron=1, input=0, value=weights[0])
    assert run.trace(4).layers[0].a[1] != 0


def test_muting_is_a_moment_of_the_run() -> None:
    run = start().advance(steps=20)
    before = run.digest()
    run.mute(layer=0, neuron=2).advance(steps=20).mute(layer=1, neuron=0).advance(steps=5)
    end = stands(run)
    assert run.seek(20).layers[0].muted[2]
    assert not run.seek(19).layers[0].muted.any()
    assert run.digest() == start().advance(steps=19).digest()
    assert run.seek(20).digest() == before
    assert stands(run.seek(45)) == end == stands(start().resume(run.log, 45))


def test_every_hidden_neuron_may_be_muted() -> None:
    run = start()
    for layer, size in enumerate((3, 2)):
        for neuron in range(size):
            run.mute(layer=layer, neuron=neuron)
    run.advance(steps=50)
    assert run.diverged is None
    bias = run.layers[2].biases[0]
    assert run.predict([[3, 4], [-1, 2]]).ravel().tolist() == [math.tanh(bias)] * 2
    assert (run.layers[0].weights == start().layers[0].weights).all()  # nothing reaches them


# freeze


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_a_frozen_layer_stays_and_goes_on_as_if_nothing_had_been(optimizer: str) -> None:
    run = start({"training.optimizer": optimizer, "training.l2": 0.01, "training.momentum": 0.5}).advance(steps=10)
    weights, biases = run.layers[1].weights.copy(), run.layers[1].biases.copy()
    memory = run._workspace.copy()
    run.freeze(layer=1).advance(steps=30)
    assert (run.layers[1].weights == weights).all()
    assert (run.layers[1].biases == biases).all()
    assert [layer.frozen for layer in run.layers] == [False, True, False]
    assert run._workspace.copy().updates.tolist() == [40, 10, 40]
    place = run._workspace.place(1, 0, 0)
    assert (run._workspace.moments[:, place : place + 8] == memory.moments[:, place : place + 8]).all()
    assert (run.trace(0).layers[1].grad_weights != 0).any()  # gradients are still calculated
    run.freeze(layer=1, frozen=False).advance(steps=1)
    assert (run.layers[1].weights != weights).any()
    assert run._workspace.copy().updates.tolist() == [41, 11, 41]


def test_all_layers_may_be_frozen() -> None:
    run = start().advance(steps=3)
    before = run.digest()
    for layer in range(3):
        run.freeze(layer=layer)
    assert run.advance(steps=10).digest() == before
    assert run.step == 13


# how changes join


def test_a_weight_that_is_dragged_while_the_run_stands_leaves_one_entry() -> None:
    run = start().advance(steps=5)
    for value in range(100):
        run.edit(layer=0, neuron=0, input=0, value=value / 10)
    assert run.log == [(5, {"edit": {"layer": 0, "neuron": 0, "input": 0, "value": 9.9}})]
    run.edit(layer=0, neuron=0, input=None, value=3).edit(layer=0, neuron=0, input=0, value=1)
    assert len(run.log) == 3
    run.set(learning_rate=0.1).set(learning_rate=0.2).set(learning_rate=0.3, l1=0.1).set(l1=0.2, learning_rate=0.3)
    assert [action.get("set") for _, action in run.log[3:]] == [
        {"learning_rate": 0.2},
        {"l1": 0.2, "learning_rate": 0.3},
    ]
    run.mute(layer=0, neuron=0).mute(layer=0, neuron=0, muted=False).freeze(layer=0).freeze(layer=0, frozen=False)
    assert len(run.log) == 7
    run.edit_points(move=[[5, 1, 2, 0]]).edit_points(move=[[5, 1, 3, 0]]).edit_points(move=[[6, 1, 3, 0]])
    assert [action["points"]["move"][0] for _, action in run.log[7:]] == [(5, 1, 3, 0), (6, 1, 3, 0)]
    assert stands(start().resume(run.log, 5)) == stands(run)


def test_what_changes_nothing_leaves_no_entry_and_no_trace() -> None:
    run = start().advance(steps=5).mute(layer=0, neuron=1).advance(steps=5).undo()
    run.advance(steps=5).seek(3)
    value = float(run.layers[0].weights[1, 0])
    run.edit(layer=0, neuron=1, input=0, value=value).mute(layer=0, neuron=1, muted=False)
    run.freeze(layer=2, frozen=False).set(learning_rate=0.03, optimizer="adam")
    assert run.log == []
    assert run.redo().step == 10  # nothing was lost
    assert len(run.log) == 1


def test_entries_ahead_are_dropped_by_a_change_and_only_by_one() -> None:
    run = start().advance(steps=5).mute(layer=0, neuron=1).advance(steps=5).freeze(layer=0).seek(7)
    run.mute(layer=0, neuron=1)
    assert len(run.log) == 2
    run.mute(layer=0, neuron=0)
    assert [step for step, _ in run.log] == [5, 7]


# undo and redo


def test_undo_goes_to_the_moment_before_the_change_and_redo_back_again() -> None:
    run = start().advance(steps=5)
    first = stands(run)
    run.edit(layer=0, neuron=0, input=0, value=1).advance(steps=5).mute(layer=1, neuron=0).advance(steps=7)
    last = stands(run)
    assert run.undo().step == 10
    assert stands(run) == stands(start().resume(run.log, 10))
    assert stands(run.undo()) == first
    assert run.redo().step == 10
    assert stands(run.redo()) == last


def test_changes_of_the_same_thing_are_undone_together() -> None:
    run = start().set(l1=0.5)
    for value in range(5):
        run.edit(layer=0, neuron=0, input=0, value=value).advance(steps=2)
    assert len(run.log) == 6
    assert run.undo().step == 0
    assert run.log == [(0, {"set": {"l1": 0.5}})]
    assert run.redo().step == 10
    assert len(run.log) == 6


def test_undo_takes_what_lies_ahead_along_and_redo_brings_it_back() -> None:
    run = start().advance(steps=5).mute(layer=0, neuron=0).advance(steps=5).freeze(layer=0).advance(steps=5)
    end = stands(run)
    run.seek(8).undo()
    assert (run.step, run.log) == (5, [])
    assert run.advance(steps=15).layers[0].frozen is False
    assert run.redo().step == 8
    assert stands(run.seek(15)) == end


def test_redo_is_for_what_was_undone_and_ends_with_something_new() -> None:
    run = start().advance(steps=5)
    with pytest.raises(InputError, match="expected a change to undo, got none"):
        run.undo()
    run.mute(layer=0, neuron=0).undo()
    run.set(l2=0.1)
    with pytest.raises(InputError, match="expected an undone change to redo, got none"):
        run.redo()
    run.undo().resume([], 3)
    with pytest.raises(InputError) as raised:
        run.redo()
    assert SENTENCE.fullmatch(raised.value.message)


def test_undo_of_edited_points_brings_the_points_back() -> None:
    run = start().advance(steps=5)
    before, data = stands(run), run.data.dataset
    run.edit_points(add=[[1, 2, 0]]).advance(steps=5).undo()
    assert stands(run) == before
    assert run.data.dataset is data
    assert len(run.redo().data.dataset) == 38


def test_undo_recovers_a_run_that_diverged() -> None:
    run = start({"network.activation": "relu", "network.output": "identity"}).advance(steps=30)
    before = run.digest()
    run.set(learning_rate=1000, optimizer="sgd").advance(steps=500)
    assert run.diverged is not None
    where = run.step
    assert run.undo().digest() == before
    assert run.diverged is None
    assert run.redo().diverged is not None
    assert run.step == where


# fork


def test_a_fork_goes_its_own_way() -> None:
    run = start().advance(steps=20).mute(layer=0, neuron=0).advance(steps=20).freeze(layer=0).seek(30)
    fork = run.fork()
    assert stands(fork) == stands(run)
    assert stands(fork.fork().advance(steps=20)) == stands(run.advance(steps=20))
    run.seek(30)
    fork.set(learning_rate=0.1).advance(steps=10)
    assert fork.digest() != run.advance(steps=10).digest()
    assert len(run.log) == 2
    assert fork.undo().undo().step == 20
    assert run.layers[0].muted[0]
    assert (fork.history.step == [0, *range(2, 21, 2)]).all()


def test_twenty_forks_are_twenty_runs() -> None:
    run = start().advance(steps=10)
    forks = [run.fork().edit(layer=0, neuron=0, input=0, value=k / 10).advance(steps=5) for k in range(20)]
    assert len({fork.digest() for fork in forks}) == 20
    assert all(fork.undo().digest() == run.digest() for fork in forks)


def test_a_fork_of_edited_points_keeps_them() -> None:
    run = start().advance(steps=3).edit_points(add=[[1, 2, 1]])
    fork = run.fork()
    assert stands(fork.advance(steps=8)) == stands(run.advance(steps=8))
    assert stands(fork.seek(2)) == stands(run.seek(2))


# bad input


@pytest.mark.parametrize(
    ("act", "said"),
    [
        (lambda run: run.edit(layer=0, neuron=0, input=0, value="1"), "expected a finite number of at most 1e+300"),
        (lambda run: run.edit(layer=0, neuron=0, input=0, value=1e308), "as the new value, got a number"),
        (lambda run: run.edit(layer=0, neuron=0, input=0, value=math.inf), "got inf"),
        (lambda run: run.edit(layer=0, neuron=0, input=0, value=math.nan), "got nan"),
        (lambda run: run.edit(layer=0, neuron=0, input=0, value=True), "got true"),
        (lambda run: run.edit(layer="a", neuron=0, input=0, value=1), "for layer, got 'a'"),
        (
            lambda run: run.mute(layer=2, neuron=0),
            "a neuron of a hidden layer, got one of layer 2: the outputs are the",
        ),
        (lambda run: run.mute(layer=3, neuron=0), "from 0 to 1 for layer, got 3"),
        (lambda run: run.mute(layer=-1, neuron=0), "for layer, got -1"),
        (lambda run: run.mute(layer=1, neuron=2), "from 0 to 1 for neuron, got 2"),
        (lambda run: run.mute(layer=True, neuron=0), "for layer, got true"),
        (lambda run: run.mute(layer=0, neuron="first"), "for neuron, got 'first'"),
        (lambda run: run.mute(layer=0, neuron=0, muted=1), "expected true or false for muted, got 1"),
        (lambda run: run.freeze(layer=3), "from 0 to 2 for layer, got 3"),
        (lambda run: run.freeze(layer=None), "for layer, got nothing"),
        (lambda run: run.freeze(layer=0, frozen="yes"), "expected true or false for frozen, got 'yes'"),
    ],
)
def test_what_cannot_be_changed_is_refused_and_changes_nothing(act: Any, said: str) -> None:
    run = start().advance(steps=4)
    before = stands(run)
    with pytest.raises(InputError) as raised:
        act(run)
    assert said in raised.value.message
    assert SENTENCE.fullmatch(raised.value.message)
    assert stands(run) == before


def test_without_hidden_layers_there_is_nothing_to_mute() -> None:
    with pytest.raises(InputError, match="this network has no hidden layer"):
        ng.load("houses").start().mute(layer=0, neuron=0)
    assert ng.load("houses").start().freeze(layer=0).advance(steps=3).step == 3


@pytest.mark.parametrize(
    "action",
    [
        {"mute": {"layer": 0, "neuron": 0}},
        {"mute": {"layer": 0, "neuron": 0, "muted": True, "why": ""}},
        {"mute": [0, 0, True]},
        {"freeze": {"layer": 0, "frozen": True}, "mute": {}},
        {"frozen": {"layer": 0, "frozen": True}},
        {"freeze": {}},
        {},
        3,
    ],
)
def test_other_entries_of_a_log_are_refused(action: object) -> None:
    with pytest.raises(InputError) as raised:
        read_log([[3, action]])
    assert SENTENCE.fullmatch(raised.value.message)


@pytest.mark.parametrize(
    "action", [{"mute": {"layer": 2, "neuron": 0, "muted": True}}, {"freeze": {"layer": "0", "frozen": 1}}]
)
def test_entries_that_do_not_fit_the_run_are_refused(action: object) -> None:
    with pytest.raises(InputError):
        start().resume([[3, action]], 10)


def test_a_log_holds_so_many_changes_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("neuroglow.changes.LIMITS", type("Few", (), {"log": 3}))
    run = start()
    for value in range(1, 4):
        run.edit(layer=0, neuron=0, input=0, value=value).advance(steps=1)
    with pytest.raises(InputError, match="expected at most 3 changes to a run, got one more"):
        run.mute(layer=0, neuron=0)
    assert run.seek(2).edit(layer=0, neuron=0, input=0, value=7).log[-1][1]["edit"]["value"] == 7  # instead of the last


def test_muted_and_frozen_runs_are_saved(tmp_path: Path) -> None:
    run = start().advance(steps=9).mute(layer=0, neuron=1).freeze(layer=2).advance(steps=5)
    run.save(tmp_path / "quiet.glow")
    assert stands(ng.load(tmp_path / "quiet.glow").start()) == stands(run)


# a run that diverged


def test_losses_beyond_all_numbers_are_shown_as_what_they_are() -> None:
    run = ng.load("exploding-rate").start().advance(steps=10_000)
    losses = run.history.train_loss
    assert math.isinf(losses[-1])
    first = int(run.history.step[list(map(math.isfinite, losses)).index(False)])
    assert math.isfinite(run.seek(first - 1).loss("train"))
    assert len(run.history) == first
    assert not math.isfinite(run.advance(steps=1).loss("train"))


def test_before_a_divergence_all_is_finite() -> None:
    run = start({"network.activation": "relu", "network.output": "identity"}).advance(steps=40)
    run.set(learning_rate=1000, optimizer="sgd").advance(steps=500)
    assert run.diverged is not None
    step = run.diverged.step
    assert run.history.step[-1] <= step
    for place in (step - 1, 40, 3, 0):
        assert run.seek(place).diverged is None
        assert all(math.isfinite(value) for value in run._workspace.params)
    assert run.seek(step).diverged is not None
