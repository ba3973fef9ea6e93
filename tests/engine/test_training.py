"""Laws of training: cutting a run changes nothing, orders visit what they should, divergence is named."""

import numpy as np
import pytest

from neuroglow.engine.training import recorded
from neuroglow.runtime import PlainEngine, WasmEngine, manifest
from tests.engine.nets import Net, Settings, examples


def net(settings: Settings | None = None, engine: WasmEngine | PlainEngine | None = None, n: int = 23) -> Net:
    x, y = examples(2, 1, n, "signs")
    chosen: Settings = {"task": "signed", **(settings or {})}
    made = Net(engine or WasmEngine(), (2, 4, 1), ("tanh", "tanh"), "half_sse", x, y, chosen)
    made.call("record")
    return made


@pytest.mark.parametrize("order", ["shuffle", "cyclic", "random"])
@pytest.mark.parametrize("optimizer", ["sgd", "adam"])
def test_how_a_run_is_cut_changes_no_bit(order: str, optimizer: str) -> None:
    settings: Settings = {"order": order, "optimizer": optimizer, "batch_size": 5}
    whole, cut = net(settings), net(settings)
    whole.call("advance", steps=97)
    for steps in (1, 0, 2, 40, 3, 51):
        assert cut.call("advance", steps=steps) == steps
    assert whole.params.tobytes() == cut.params.tobytes()
    assert whole.state.tobytes() == cut.state.tobytes()
    assert whole.history.tobytes() == cut.history.tobytes()


def test_an_epoch_visits_every_example_once_in_a_new_order_each_time() -> None:
    trained = net({"batch_size": 5})
    epochs = [np.concatenate(trained.batches(5)) for _ in range(3)]
    assert all(sorted(epoch) == list(range(23)) for epoch in epochs)
    assert len({tuple(epoch) for epoch in epochs}) == 3


def test_cyclic_order_is_the_order_of_the_data() -> None:
    assert [list(rows) for rows in net({"order": "cyclic", "batch_size": 9}).batches(4)] == [
        list(range(9)), list(range(9, 18)), list(range(18, 23)), list(range(9)),
    ]  # fmt: skip


def test_random_order_draws_whole_batches_with_replacement() -> None:
    batches = net({"order": "random", "batch_size": 20}).batches(200)
    assert all(len(rows) == 20 for rows in batches)
    assert any(len(set(rows)) < 20 for rows in batches)
    assert np.bincount(np.concatenate(batches), minlength=23) == pytest.approx(np.full(23, 4000 / 23), abs=60)


def test_the_order_seed_changes_the_order_only() -> None:
    one, other = net({"seed": 1.0}), net({"seed": 2.0})
    assert one.params.tobytes() == other.params.tobytes()
    assert [list(rows) for rows in one.batches(3)] != [list(rows) for rows in other.batches(3)]


def test_history_has_the_start_and_the_end_of_every_epoch() -> None:
    trained = net({"batch_size": 10})
    trained.call("advance", steps=9)
    rows = trained.history[: trained.count("history_rows")]
    assert rows[:, 0].tolist() == [0, 3, 6, 9]
    assert rows[:, 1].tolist() == [0, 1, 2, 3]
    trained.call("evaluate")
    assert rows[-1, [2, 4]] == pytest.approx(trained.result)
    assert np.isnan(rows[:, 3]).all()  # nothing was held out


@pytest.mark.parametrize("task", ["signed", "regression"])
@pytest.mark.parametrize("most", [1, 7, 64, 100, 150, 10_000])
def test_a_record_that_is_made_in_pieces_changes_no_bit(task: str, most: int) -> None:
    whole, cut = net({"task": task}, n=130), net({"task": task}, n=130)
    for trained in (whole, cut):
        trained.arrays["x_test"], trained.arrays["y_test"] = map(trained.engine.array, examples(2, 1, 45, "signs", 1))
    under_way, taken, calls = manifest()["codes"]["state"].index("to_record"), 0, 0
    while taken < 30 or cut.state[under_way]:
        before = cut.state[under_way]
        took = cut.call("advance", steps=30 - taken, most=most)
        assert not before or cut.state[under_way] == max(before - most, 0) or took
        taken, calls = taken + took, calls + 1
    whole.call("advance", steps=30)
    assert taken == 30
    assert calls >= 2 * 175 // most
    for name in ("params", "state", "history"):
        assert whole.arrays[name].tobytes() == cut.arrays[name].tobytes(), name


def test_history_thins_out_by_decades() -> None:
    kept = [epoch for epoch in range(1, 20_001) if recorded(epoch)]
    assert kept[:1000] == list(range(1, 1001))
    assert kept[1000:1003] == [1010, 1020, 1030]
    assert kept[1900:1902] == [10_100, 10_200]
    assert len(kept) == 1000 + 900 + 100


def test_a_full_history_stops_the_run_until_there_is_room() -> None:
    trained, other = net(), net()
    trained.arrays["history"] = trained.engine.zeros((4, 6))
    trained.call("record", state=trained.engine.zeros(len(trained.state)))
    assert trained.call("advance", steps=100) == 9
    kept = trained.arrays["history"]
    trained.arrays["history"] = trained.engine.zeros((100, 6))
    trained.arrays["history"][:4] = kept
    assert trained.call("advance", steps=91) == 91
    other.call("advance", steps=100)
    assert trained.params.tobytes() == other.params.tobytes()
    assert trained.history[:35].tobytes() == other.history[:35].tobytes()


@pytest.mark.parametrize("engine", [WasmEngine, PlainEngine])
def test_divergence_is_named_by_step_and_layer_and_training_can_go_on(engine: type[WasmEngine | PlainEngine]) -> None:
    x, y = examples(2, 1, 20)
    settings: Settings = {"learning_rate": 1000.0}
    wild = Net(engine(), (2, 3, 1), ("relu", "identity"), "sse", x, y, settings)
    taken = wild.call("advance", steps=1000)
    assert taken < 1000
    assert wild.count("step") == taken == wild.count("diverged_step")
    assert wild.count("diverged_layer") in (0, 1)
    assert not np.isfinite(wild.params).all()
    assert wild.call("advance", steps=10) == 10
    assert wild.count("diverged_step") == taken
    tame = Net(engine(), (2, 3, 1), ("relu", "identity"), "sse", x, y, settings)
    tame.call("advance", steps=taken - 1)
    assert np.isfinite(tame.params).all()


def test_another_optimizer_starts_with_no_memory() -> None:
    changed, fresh = net({"optimizer": "sgd", "momentum": 0.9}), net({"optimizer": "adam"})
    changed.call("advance", steps=6)
    fresh.params[:], fresh.state[:3] = changed.params, changed.state[:3]
    changed.arrays["settings"][:] = fresh.arrays["settings"]
    for trained in (changed, fresh):
        trained.call("advance", steps=5)
    assert changed.updates.tolist() == [5, 5]
    assert changed.params.tobytes() == fresh.params.tobytes()


def test_penalties_pull_on_weights_not_on_biases() -> None:
    x, y = np.zeros((2, 4)), np.zeros((1, 4))
    pulled = Net(WasmEngine(), (2, 1), ("identity",), "half_sse", x, y, {"l1": 0.1, "l2": 0.5, "learning_rate": 1.0})
    pulled.params[:] = [2.0, -3.0, 0.0]
    pulled.call("advance", steps=1)
    assert pulled.params == pytest.approx([2 - 0.1 - 0.5 * 2, -3 + 0.1 + 0.5 * 3, 0.0])


@pytest.mark.parametrize(
    ("task", "kind", "n_out"), [("signed", "signs", 1), ("unsigned", "bits", 1), ("classes", "classes", 3)]
)
def test_accuracy_counts_right_answers(task: str, kind: str, n_out: int) -> None:
    x, y = examples(2, n_out, 200, kind)
    judged = Net(WasmEngine(), (2, n_out), ("identity",), "half_sse", x, y, {"task": task}, init="normal")
    judged.call("predict")
    judged.call("evaluate")
    if n_out == 1:
        threshold = 0.0 if task == "signed" else 0.5
        right = (judged.outputs > threshold) == (y > threshold)
    else:
        right = judged.outputs.argmax(0) == y.argmax(0)
    assert judged.result[1] == pytest.approx(right.mean())
