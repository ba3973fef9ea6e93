"""Laws of runs: however one gets to a moment, it is the same moment."""

import hashlib
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import neuroglow as ng
from neuroglow.errors import InputError
from neuroglow.experiment import Experiment
from neuroglow.run import Run
from neuroglow.runtime import PlainEngine
from neuroglow.snapshots import MOST
from tests.sentences import SENTENCE

SMALL = Experiment().replace({"data.samples": 37, "data.noise": 0.1, "network.hidden": [3], "training.momentum": 0.5})


def start(changes: dict[str, object] | None = None) -> Run:
    return SMALL.replace(changes or {}).start()


def moment(run: Run) -> tuple[Any, ...]:
    """All that a run is at a moment, and its past."""
    history = [run.history[name].tobytes() for name in ("step", "epoch", "train_loss", "test_loss", "test_accuracy")]
    state = [array.tobytes() for array in run._workspace.copy()]
    return run.step, run.epoch, run.digest(), run.training, *state, history


cuts = st.lists(st.integers(0, 40), max_size=6)
orders = st.sampled_from(["shuffle", "cyclic", "random"])


@given(cuts, orders, st.sampled_from([1, 4, 10, 19, "full"]))
@settings(max_examples=30, deadline=None)
def test_how_a_run_is_cut_into_calls_changes_no_bit(cuts: list[int], order: str, batch: int | str) -> None:
    changes: dict[str, object] = {"training.order": order, "training.batch_size": batch}
    whole, cut = start(changes).advance(steps=sum(cuts)), start(changes)
    for steps in cuts:
        cut.advance(steps=steps)
    assert moment(cut) == moment(whole)


@given(st.lists(st.integers(0, 300), min_size=1, max_size=8), orders)
@settings(max_examples=30, deadline=None)
def test_seeking_back_and_forth_changes_no_bit(steps: list[int], order: str) -> None:
    run = start({"training.order": order, "training.optimizer": "adam"})
    run.advance(steps=50).set(learning_rate=0.2).advance(steps=50).edit(layer=0, neuron=1, input=0, value=0.5)
    run.advance(steps=100).set(batch_size=3, optimizer="sgd").advance(steps=37)
    for step in steps:
        run.seek(step)
        direct = start({"training.order": order, "training.optimizer": "adam"}).resume(run.log, step)
        assert moment(run) == moment(direct)


def test_snapshots_are_bounded_and_change_nothing() -> None:
    run = start()
    run._piece = 1
    digests = {}
    for _ in range(300):
        run.advance(steps=1)
        digests[run.step] = run.digest()
    assert len(run._snapshots._kept) <= MOST
    for step in [300, 299, 7, 150, 149, 148, 300, 1]:
        assert run.seek(step).digest() == digests[step]
    assert run.seek(0).digest() == start().digest()


def test_later_entries_of_the_log_wait_until_something_new_is_done() -> None:
    run = start().advance(steps=20).set(learning_rate=0.3).advance(steps=20)
    end, log = run.digest(), run.log
    assert run.seek(10).training.learning_rate == 0.03
    assert run.log == log
    assert run.advance(steps=30).digest() == end
    run.seek(10).edit(layer=0, neuron=0, input=None, value=1.0)
    assert [step for step, _ in run.log] == [10]
    assert run.advance(steps=30).training.learning_rate == 0.03
    assert run.digest() != end


def test_what_is_done_at_a_step_belongs_to_that_step() -> None:
    run = start().advance(steps=5).edit(layer=1, neuron=0, input=2, value=-0.25)
    assert run.layers[1].weights[0, 2] == -0.25
    assert run.seek(4).layers[1].weights[0, 2] != -0.25
    assert run.seek(5).layers[1].weights[0, 2] == -0.25
    run.edit(layer=1, neuron=0, input=None, value=2).advance(steps=1).seek(5)
    assert run.layers[1].biases[0] == 2
    assert start().edit(layer=0, neuron=0, input=0, value=9).seek(0).layers[0].weights[0, 0] == 9


def test_three_seeds_are_independent() -> None:
    base = start()
    data, weights, order = (start({f"{section}.seed": 1}) for section in ("data", "network", "training"))
    assert (base.data.x_train != data.data.x_train).any()
    assert base.digest() == data.digest() == order.digest() != weights.digest()
    assert (base.data.x_train == weights.data.x_train).all()
    assert (base.data.x_train == order.data.x_train).all()
    assert base.advance(epochs=1).digest() != order.advance(epochs=1).digest()


def test_plain_python_gives_the_same_run() -> None:
    compiled, plain = start(), Run(SMALL, engine=PlainEngine())
    for run in (compiled, plain):
        run.advance(steps=7).set(order="random", l1=0.01).advance(steps=6)
    assert moment(plain) == moment(compiled)
    assert plain.predict([[1, 2], [3, 4]]).tobytes() == compiled.predict([[1, 2], [3, 4]]).tobytes()


def test_settings_take_effect_from_the_next_step_on() -> None:
    run = start().advance(steps=3)
    before = run.digest()
    run.set(learning_rate=0)
    assert run.advance(steps=1, epochs=None).seek(3).digest() == before
    assert run.set(learning_rate=np.float64(0), momentum=0.0).advance(steps=4).digest() == before
    assert run.log == [(3, {"set": {"learning_rate": 0}}), (3, {"set": {"learning_rate": 0.0, "momentum": 0.0}})]


def test_a_batch_size_may_grow_to_all_examples() -> None:
    run = start({"data.samples": 900, "training.batch_size": 1})
    for size in (2, 70, 100, 99, "full", 100_000, 5):
        run.set(batch_size=size).advance(steps=2)
    assert run.diverged is None
    assert run.seek(7).advance(steps=7).step == 14


def test_epochs_end_where_epochs_end() -> None:
    run = start()  # 18 examples for training in batches of 10: two steps an epoch
    assert (run.plan.train, run.advance(epochs=3).step, run.epoch) == (18, 6, 3)
    run.advance(steps=1)
    assert run.advance(epochs=1).step == 8
    run.set(batch_size=5).advance(epochs=2)
    assert (run.step, run.epoch) == (16, 6)
    run.seek(7)
    assert run.advance(epochs=3).step == 16
    assert run.advance(epochs=0).step == 16


def test_numpy_numbers_are_as_good_as_pythons() -> None:
    twenty, two, three = np.array([20, 2, 3])  # np.int64
    run = start().advance(steps=twenty).set(batch_size=np.int32(5)).advance(epochs=two)
    assert run.seek(run.history.step[2]).step == 4
    assert (run.trace(three).x == run.data.x_train[3]).all()


def test_the_log_that_is_given_out_is_a_copy() -> None:
    run = start().set(learning_rate=0.5)
    run.log[0][1]["set"]["learning_rate"] = 7
    assert run.log == [(0, {"set": {"learning_rate": 0.5}})]


def test_until_stops_at_the_first_record_that_fulfils_it() -> None:
    run = ng.load("xor").start().advance(until="test_loss < 0.01")
    history = run.history
    assert run.loss("test") == history.test_loss[-1] < 0.01
    assert (history.test_loss[:-1] >= 0.01).all()
    assert history.step[-1] == run.step
    step = run.step
    assert run.advance(until=" test_loss<1e-2 ").step == step
    assert run.fulfils("train_accuracy >= 0.5")
    assert not run.fulfils("test_accuracy<=0.5")
    assert run.advance(until="test_loss < 0", max_steps=100).step == step + 100


def test_until_stops_at_the_end_of_an_epoch_recorded_or_not() -> None:
    run = start()  # two steps an epoch
    assert run.advance(until="epoch >= 50").step == 100
    assert run.advance(until="epoch>=50").step == 100
    assert run.advance(until="epoch >= 1003").step == 2006
    assert run.history.epoch[-1] == 1000
    assert run.fulfils("epoch >= 1003")
    assert not run.fulfils("epoch >= 1004")
    assert run.goal(until="epoch >= 1010") == 2020
    assert run.seek(3).advance(until="epoch >= 30", max_steps=7).step == 10


def test_until_stops_at_a_plateau() -> None:
    run = start({"training.learning_rate": 0}).advance(until="plateau 20")
    assert (run.epoch, run.step) == (20, 40)  # nothing comes down after the first record
    assert run.fulfils("plateau 20")
    assert not run.fulfils("plateau 21")
    run = ng.load("moons").start().advance(until="plateau 5", max_steps=20_000)
    losses = run.history.train_loss
    assert len(losses) - 1 - np.flatnonzero(losses * 0.999 <= losses.min())[0] == 5
    assert run.history.step[-1] == run.step < 20_000


@pytest.mark.parametrize(
    "until",
    [
        *["", "loss<1", "test_loss=1", "test_loss<nan", "test_loss<x", "test_loss<1; x", "test_loss<1e", 3],
        *["epoch > 5", "epoch < 5", "epoch >= 5.5", "epoch >= 0", "epoch >= -1", "plateau", "plateau 0", "plateau20"],
        *["plateau 2e1", "plateau twenty", "epoch >= 99999999999999", "plateaus 3", "plateau 3 4"],
    ],
)
def test_other_conditions_are_refused(until: Any) -> None:
    with pytest.raises(InputError, match="expected a condition such as"):
        start().advance(until=until)


def test_conditions_need_what_they_are_about() -> None:
    with pytest.raises(InputError, match="regression has no accuracy"):
        ng.load("sine").start().advance(until="test_accuracy>0.5")
    with pytest.raises(InputError, match="use train_loss"):
        ng.load("houses").start().advance(until="test_loss<500")


def test_the_history_is_recorded_at_the_ends_of_epochs() -> None:
    run = start({"training.batch_size": "full"})
    seen = {run.step: (run.loss("train"), run.loss("test"), run.accuracy("train"), run.accuracy("test"))}
    for _ in range(30):
        run.advance(epochs=1)
        seen[run.step] = (run.loss("train"), run.loss("test"), run.accuracy("train"), run.accuracy("test"))
    history = run.history
    assert list(history.step) == list(history.epoch) == list(range(31)) == list(seen)
    columns = zip(history.train_loss, history.test_loss, history["train_accuracy"], history.test_accuracy, strict=True)
    assert list(columns) == list(seen.values())
    assert len(history) == 31
    run.advance(epochs=1470)
    assert list(run.history.epoch) == [*range(1001), *range(1010, 1501, 10)]
    assert len(run.seek(20).history) == 21


def test_divergence_stops_the_run_and_seeking_back_recovers() -> None:
    run = start({"network.activation": "relu", "network.output": "identity", "training.learning_rate": 1000})
    run.advance(steps=10_000)
    assert run.diverged is not None
    step, layer = run.diverged
    assert step == run.step < 10_000
    assert layer in (0, 1)
    assert not np.isfinite(run.layers[layer].weights).all() or not np.isfinite(run.layers[layer].biases).all()
    assert run.advance(steps=5).step == step
    assert run.advance(until="test_loss<0.1").step == step
    assert len(run.digest()) == 64
    assert run.seek(step - 1).diverged is None
    assert all(np.isfinite(layer.weights).all() for layer in run.layers)
    assert run.seek(10_000).step == step
    assert run.seek(0).set(learning_rate=0.001).advance(steps=100).diverged is None


def test_the_digest_is_that_of_the_parameters_bytes() -> None:
    run = start().advance(steps=3)
    content = b"".join(part.astype("<f8").tobytes() for layer in run.layers for part in (layer.weights, layer.biases))
    assert run.digest() == hashlib.sha256(content).hexdigest()
    run._workspace.params[0] = -math.nan
    one = run.digest()
    run._workspace.params.view(np.uint64)[0] = 0x7FF8000000000001
    assert run.digest() == one


def test_views_show_the_run_and_cannot_change_it() -> None:
    run = start()
    weights, x = run.layers[0].weights, run.data.x_train
    before = weights.copy()
    run.advance(steps=1)
    assert (weights != before).any()
    for array in (weights, run.layers[0].biases, x, run.data.y_test, run.data.scaling.mean):
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0
    assert (x.shape, run.data.y_train.shape) == ((18, 2), (18, 1))
    assert (run.data.x_test.shape, run.data.y_test.shape) == ((19, 2), (19, 1))
    assert [layer.weights.shape for layer in run.layers] == [(3, 2), (1, 3)]


def test_what_there_is_shows_itself_in_a_line() -> None:
    run = ng.load("moons").start().advance(steps=100)
    assert repr(run) == "<Run of Two moons at step 100>"
    assert repr(run.history).startswith("<History of 5 records, the last at step 100: step, epoch, train_loss, ")
    assert "activation='tanh')" in repr(run.layers[0])


def test_the_scaling_leads_from_the_datas_units_to_the_networks_and_back() -> None:
    run = ng.load("iris").replace({"network.inputs": ["petal width", "sepal length"]}).start()
    data, scaling = run.data, run.data.scaling
    raw = data.dataset.x[[data.dataset.columns.index(name) for name in data.columns]].T
    assert data.names == data.columns == ("petal width", "sepal length")
    assert scaling.mean == pytest.approx(raw[data.train_rows].mean(0))
    assert scaling.scale == pytest.approx(raw[data.train_rows].std(0))
    assert (raw[data.test_rows] - scaling.mean) / scaling.scale == pytest.approx(data.x_test)
    assert (scaling.target_mean, scaling.target_scale) == (0, 1)
    houses = ng.load("houses").replace({"data.standardize": "all"}).start().data
    prices = houses.y_train * houses.scaling.target_scale + houses.scaling.target_mean
    assert prices.ravel() == pytest.approx([399.9, 329.9, 369])
    assert start().data.scaling.mean.tolist() == [0, 0]


def test_views_outlive_their_run() -> None:
    weights = ng.load("houses").start().advance(steps=100).layers[0].weights
    assert weights.shape == (1, 1)
    assert np.isfinite(weights).all()


def test_the_trace_of_an_example_agrees_with_the_textbook() -> None:
    run = ng.load("two-classes").start().advance(steps=20)
    params = [layer.weights.copy() for layer in run.layers], [layer.biases.copy() for layer in run.layers]
    trace = run.trace(5)
    assert (trace.x == run.data.x_train[5]).all()
    a = trace.x
    for layer, weights, biases in zip(trace.layers, *params, strict=True):
        assert layer.z == pytest.approx(weights @ a + biases, abs=1e-12)
        assert layer.grad_weights == pytest.approx(np.outer(layer.delta, a), abs=1e-12)
        assert layer.grad_biases == pytest.approx(layer.delta, abs=1e-15)
        a = layer.a
    assert a == pytest.approx(np.exp(trace.layers[-1].z) / np.exp(trace.layers[-1].z).sum())
    assert trace.loss == pytest.approx(-np.log(a[trace.y == 1])[0])
    assert trace.layers[-1].delta == pytest.approx(a - trace.y, abs=1e-12)
    digest = run.digest()
    run.trace(0, "train")
    assert run.digest() == digest


def test_predictions_take_and_give_the_datas_units() -> None:
    run = (
        ng.load("houses").replace({"data.standardize": "all", "training.learning_rate": 0.1}).start().advance(steps=400)
    )
    prices = run.predict([[2104], [1600], [2400]])
    assert prices.shape == (3, 1)
    slope, offset = np.polyfit([2104, 1600, 2400], [399.9, 329.9, 369], 1)
    assert prices.ravel() == pytest.approx(slope * np.array([2104, 1600, 2400]) + offset)
    assert run.layers[0].in_units is not None
    weights, biases = run.layers[0].in_units
    assert weights[0, 0] == pytest.approx(slope)
    assert biases[0] == pytest.approx(offset)


def test_weights_of_formulas_count_in_the_formulas_units() -> None:
    run = ng.load("houses").replace({"network.inputs": ["area", "area^2"]}).start().advance(steps=10)
    assert run.layers[0].in_units is not None
    weights, biases = run.layers[0].in_units
    by_hand = weights[0, 0] * 2000 + weights[0, 1] * 2000**2 + biases[0]
    assert run.predict([[2000]])[0, 0] == pytest.approx(by_hand)
    unscaled = ng.load("spiral").replace({"network.inputs": ["x1^2"]}).start()
    assert unscaled.layers[0].in_units is not None
    assert (unscaled.layers[0].in_units[0] == unscaled.layers[0].weights).all()


def test_predictions_for_the_examples_are_those_of_the_evaluation() -> None:
    run = start({"data.samples": 5000, "network.inputs": ["x1*x2", "sin(x2)"]}).advance(steps=50)
    assert run.data.columns == ("x1", "x2")
    x, values = run.data.dataset.x, run.data.dataset.values[0]
    rows = run.data.test_rows
    answers = run.predict(x[:, rows].T)
    assert answers.shape == (2500, 1)
    assert run.accuracy("test") == np.mean((answers[:, 0] > 0) == (values[rows] == 1))
    assert run.predict(np.empty((0, 2))).shape == (0, 1)


@pytest.mark.parametrize("x", [[1, 2], [[1, 2, 3]], [["a", "b"]], 3, [[]], [[1], [2, 3]], None, [[10**400, 1]]])
def test_predictions_need_the_inputs_columns(x: Any) -> None:
    with pytest.raises(InputError) as raised:
        start().predict(x)
    assert SENTENCE.fullmatch(raised.value.message)


@pytest.mark.parametrize(
    ("act", "said"),
    [
        (lambda run: run.set(), "expected a setting"),
        (lambda run: run.set(rate=1), "expected one of the fields"),
        (lambda run: run.set(learning_rate=1001), "from 0 to 1,000"),
        (lambda run: run.set(learning_rate=math.nan), "got nan"),
        (lambda run: run.set(loss="bce"), "with tanh outputs, got bce"),
        (lambda run: run.edit(layer=2, neuron=0, input=0, value=1), "from 0 to 1 for layer, got 2"),
        (lambda run: run.edit(layer=0, neuron=3, input=0, value=1), "from 0 to 2 for neuron, got 3"),
        (lambda run: run.edit(layer=0, neuron=0, input=-1, value=1), "from 0 to 1 for input, got -1"),
        (lambda run: run.edit(layer=True, neuron=0, input=0, value=1), "for layer, got true"),
        (lambda run: run.edit(layer=0, neuron=0, input=0, value=math.inf), "expected a finite number"),
        (lambda run: run.edit(layer=0, neuron=0, input=0, value=10**400), "expected a finite number"),
        (lambda run: run.seek(-1), "expected a whole number"),
        (lambda run: run.seek(1.5), "got 1.5"),
        (lambda run: run.advance(), "expected one of steps, epochs and until, got none"),
        (lambda run: run.advance(3, epochs=3), "got steps and epochs"),
        (lambda run: run.advance(steps=-3), "got -3"),
        (lambda run: run.advance(steps=10, max_steps=3), "expected max_steps together with until, got it with steps"),
        (lambda run: run.advance(epochs="3"), "got '3'"),
        (lambda run: run.loss("all"), "expected train or test"),
        (lambda run: run.trace(18), "from 0 to 17 for example, got 18"),
        (lambda run: run.trace(0, "none"), "expected train or test"),
    ],
)
def test_what_cannot_be_done_is_refused_and_changes_nothing(act: Any, said: str) -> None:
    run = start().advance(steps=4)
    before = moment(run)
    with pytest.raises(InputError) as raised:
        act(run)
    assert said in str(raised.value)
    assert SENTENCE.fullmatch(raised.value.message)
    assert moment(run) == before
    assert run.log == []


def test_interrupting_leaves_a_run_that_goes_on() -> None:
    def stop(run: Run) -> None:
        if run.step >= 30:
            raise KeyboardInterrupt

    run = start()
    with pytest.raises(KeyboardInterrupt):
        run.advance(steps=10**9, progress=stop)
    stood = run.step
    assert moment(run) == moment(start().advance(steps=stood))
    assert moment(run.advance(steps=9)) == moment(start().advance(steps=stood + 9))


# points that are edited while training goes on

POINTS = st.tuples(st.floats(-6, 6), st.floats(-6, 6), st.integers(0, 1))


@st.composite
def edits(draw: st.DrawFn, rows: int = 20) -> dict[str, Any]:
    """An edit that fits any dataset of so many points or more."""
    chosen = draw(st.lists(st.integers(0, rows - 1), unique=True, max_size=6))
    move, remove = chosen[: len(chosen) // 2], chosen[len(chosen) // 2 :]
    edit = {"move": [(row, *draw(POINTS)) for row in move], "remove": remove, "add": draw(st.lists(POINTS, max_size=5))}
    return {name: entries for name, entries in edit.items() if entries} or {"add": [(1.0, 2.0, 1)]}


@given(st.lists(st.tuples(st.integers(0, 25), edits()), min_size=1, max_size=5), st.lists(st.integers(0, 90)), orders)
@settings(max_examples=25, deadline=None)
def test_seeking_over_edited_points_changes_no_bit(
    changes: list[tuple[int, dict[str, Any]]], steps: list[int], order: str
) -> None:
    recipe = {"training.order": order, "training.optimizer": "adam", "data.samples": 60}
    run = start(recipe)
    for distance, edit in changes:
        run.advance(steps=distance).edit_points(**edit)
    run.advance(steps=7).set(batch_size="full").advance(steps=3)
    for step in [*steps, run.step]:
        run.seek(step)
        direct = start(recipe).resume(run.log, step)
        assert moment(run) == moment(direct)
        assert run.data.x_train.tobytes() == direct.data.x_train.tobytes()


def test_edited_points_are_trained_on_and_the_epoch_begins_again() -> None:
    run = start().advance(steps=3)  # in the middle of an epoch of two steps
    before, digest, history = run.data.dataset, run.digest(), len(run.history)
    assert run._workspace.count("position") == 10
    run.edit_points(move=[[0, 1, 2, 1]], remove=[1, 36], add=[[3.0, -4, 0], [0.5, 0.25, 1]])
    after = run.data.dataset
    assert (run.step, run.epoch, run.digest(), len(run.history)) == (3, 1, digest, history)
    assert run._workspace.count("position") == 0
    assert after.x[:, 0].tolist() == [1, 2]
    assert after.values[0, 0] == 1
    assert after.x[:, 1:-2].tolist() == before.x[:, 2:-1].tolist()
    assert after.x[:, -2:].tolist() == [[3, 0.5], [-4, 0.25]]
    assert after.values[0, -2:].tolist() == [0, 1]
    assert (run.plan.train, run.plan.test, after.classes) == (18, 19, ("0", "1"))
    assert run.log == [
        (3, {"points": {"move": ((0, 1, 2, 1),), "remove": (1, 36), "add": ((3, -4, 0), (0.5, 0.25, 1))}})
    ]
    assert run.advance(epochs=1).step == 5
    assert run.seek(2).data.dataset is before


def test_points_that_stay_keep_their_side() -> None:
    run = start({"data.samples": 40, "data.test": 0.25})
    points = run.data.dataset.x.T
    train, test = (set(map(tuple, points[rows])) for rows in (run.data.train_rows, run.data.test_rows))
    added = [[0.1 * place, 5.5, place % 2] for place in range(20)]
    run.edit_points(remove=[0, 7, 39]).edit_points(add=added)
    points = run.data.dataset.x.T
    sides = [set(map(tuple, points[rows])) for rows in (run.data.train_rows, run.data.test_rows)]
    assert sides[0] & test == sides[1] & train == set()
    assert [len(side) for side in sides] == [43, 14]  # a quarter of 57, as of 40
    run.edit_points(remove=run.data.train_rows)
    assert len(run.data.train_rows) == 1
    assert len(run.data.test_rows) == 13


def test_edited_points_are_scaled_anew() -> None:
    run = start({"data.standardize": "all", "data.test": 0}).edit_points(add=np.full((20, 3), [100, 0, 1.0]))
    assert run.data.scaling.mean == pytest.approx(run.data.dataset.x.mean(1))
    assert run.data.x_train.mean(0) == pytest.approx([0, 0], abs=1e-12)


def test_edited_points_stay_with_their_run_when_it_is_saved(tmp_path: Path) -> None:
    run = start().advance(steps=9).edit_points(add=np.array([[1, 2, 1]]), remove=np.array([3]))
    run.advance(steps=5).save(tmp_path / "points.glow")
    again = ng.load(tmp_path / "points.glow").start()
    assert moment(again) == moment(run)
    assert again.log == run.log


def test_a_point_that_is_dragged_far_is_one_change_of_the_data() -> None:
    run = start()
    for place in range(300):
        run.edit_points(move=[[5, place / 100, 0, 1]])
    assert run.seek(0).data.dataset.x[0, 5] == 2.99


def test_lines_have_points_of_two_numbers() -> None:
    run = ng.load("sine").start().edit_points(add=[[0.5, -1.25]], move=[[0, 1, 2]])
    assert run.data.dataset.x[0, [0, -1]].tolist() == [1, 0.5]
    assert run.data.dataset.values[0, [0, -1]].tolist() == [2, -1.25]


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        ({}, "expected points to move, remove or add, got none"),
        ({"add": []}, "expected points to move, remove or add, got none"),
        ({"add": 3}, "expected a list of what to add, got 3"),
        ({"add": [3]}, "expected points such as [x1, x2, value or class], got 3"),
        ({"add": [[1, 2]]}, "expected points such as [x1, x2, value or class], got a list of 2"),
        ({"add": [["1", 2, 0]]}, "expected finite numbers of at most 1,000,000 in points, got '1'"),
        ({"add": [[1e7, 2, 0]]}, "got 10,000,000"),
        ({"add": [[float("nan"), 2, 0]]}, "got nan"),
        ({"add": [[True, 2, 0]]}, "got true"),
        ({"add": [[1, 2, 2]]}, "expected a whole number from 0 to 1 for class, got 2"),
        ({"add": [[1, 2, 0.5]]}, "for class, got 0.5"),
        ({"move": [[]]}, "expected points such as [row, x1, x2, value or class], got a list of 0"),
        ({"move": [[37, 1, 2, 0]]}, "expected a whole number from 0 to 36 for row, got 37"),
        ({"move": [[0, 1, 2, 0], [0, 1, 2, 0]]}, "expected different rows to edit, got 0 twice"),
        ({"move": [[0, 1, 2, 0]], "remove": [0]}, "got 0 twice"),
        ({"remove": [-1]}, "for row, got -1"),
        ({"remove": [[1]]}, "for row, got a list of 1"),
        ({"remove": list(range(36))}, "expected 2 to 5,000 points after an edit, got 1"),
        ({"add": [[1, 2, 0]] * 5000}, "got 5,037"),
    ],
)
def test_other_edits_of_points_are_refused_and_change_nothing(edit: dict[str, Any], said: str) -> None:
    run = start().advance(steps=3)
    before = moment(run)
    with pytest.raises(InputError) as raised:
        run.edit_points(**edit)
    assert SENTENCE.fullmatch(raised.value.message)
    assert said in raised.value.message
    assert (moment(run), run.log) == (before, [])


def test_points_for_which_an_input_is_no_number_are_refused_and_change_nothing() -> None:
    run = start({"network.inputs": ["1/x1"]}).advance(steps=3)
    before, data = moment(run), run.data
    with pytest.raises(InputError, match="expected a number from '1/x1' for every example"):
        run.edit_points(add=[[0, 1, 1]])
    assert moment(run) == before
    assert run.data is data
    assert run.log == []


def test_only_points_can_be_edited() -> None:
    with pytest.raises(InputError, match="expected points to edit, got data of the kind table"):
        ng.load("iris").start().edit_points(remove=[0])
