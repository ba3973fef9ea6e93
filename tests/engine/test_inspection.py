"""What is explained is what happens: traces with slopes, updates beforehand, gradients without backpropagation."""

from typing import Any

import numpy as np
import pytest

from neuroglow import reference
from neuroglow.engine.activations import ACTIVATIONS
from neuroglow.engine.losses import LOSSES
from neuroglow.engine.optimizers import OPTIMIZERS
from neuroglow.engine.training import ORDERS
from neuroglow.runtime import WasmEngine, manifest
from tests.engine.nets import Array, Net, Settings, examples

HIDDEN = [name for name in ACTIVATIONS if name != "softmax"]
OUTPUTS = [
    *((name, "tanh", "values") for name in LOSSES if name not in ("bce", "cross_entropy")),
    ("bce", "sigmoid", "bits"),
    ("cross_entropy", "softmax", "classes"),
]
CHANGED = ("params", "moments", "updates", "state")


def net(activation: str = "tanh", loss: str = "half_sse", output: str = "tanh", kind: str = "values", n: int = 23,
        settings: Settings | None = None) -> Net:  # fmt: skip
    x, y = examples(3, 2, n, kind)
    activations = (activation, activation, output)  # with biases from the start: no relu sits exactly at its kink
    return Net(WasmEngine(), (3, 5, 4, 2), activations, loss, x, y, settings or {}, init="pytorch")


def mute(made: Net, *neurons: int) -> None:
    made.arrays["muted"] = made.engine.array(neurons, np.int32)


# one example


def inspect(made: Net, example: int) -> tuple[float, Array, Array]:
    """The loss, f'(z) of every neuron, dC/da of every output."""
    slopes, pulls = made.engine.zeros(sum(made.sizes)), made.engine.zeros(made.sizes[-1])
    made.a[: made.sizes[0]] = made.x[:, example]
    made.target[:] = made.y[:, example]
    return made.call("inspect", slopes=slopes, pulls=pulls), slopes, pulls


@pytest.mark.parametrize("activation", HIDDEN)
def test_an_inspection_is_a_trace_with_its_slopes(activation: str) -> None:
    traced, inspected = net(activation), net(activation)
    loss, slopes, _ = inspect(inspected, 5)
    assert loss == traced.loss_of(5)
    assert inspected.grads.tobytes() == traced.grads.tobytes()
    for name in ("z", "a", "delta"):
        assert inspected.arrays[name][3:14].tobytes() == traced.arrays[name][3:14].tobytes()
    derivative = reference.ACTIVATIONS[activation][1]
    assert slopes[3:12] == pytest.approx(derivative(inspected.z[3:12]), rel=1e-9, abs=1e-12)
    assert inspected.z[:3].tolist() == inspected.a[:3].tolist() == inspected.x[:, 5].tolist()
    assert slopes[:3].tolist() == inspected.delta[:3].tolist() == [0, 0, 0]


@pytest.mark.parametrize(("loss", "output", "kind"), OUTPUTS)
def test_the_error_of_an_output_is_its_pull_times_its_slope(loss: str, output: str, kind: str) -> None:
    made = net("tanh", loss, output, kind)
    _, slopes, pulls = inspect(made, 2)
    if loss in ("bce", "cross_entropy"):
        assert np.isnan(pulls).all()
        assert np.isnan(slopes[12:14]).all() == (output == "softmax")
    else:
        assert (pulls * slopes[12:14]).tobytes() == made.delta[12:14].tobytes()


def test_every_error_is_the_weighted_errors_above_times_the_slope() -> None:
    made = net("gelu")
    _, slopes, _ = inspect(made, 7)
    weights = made.layers()[2][0]
    assert made.delta[8:12] == pytest.approx((weights.T @ made.delta[12:14]) * slopes[8:12], rel=1e-12)


def test_silent_neurons_have_no_slope() -> None:
    made = net()
    mute(made, 4, 11)
    _, slopes, _ = inspect(made, 0)
    assert [k for k in range(3, 14) if slopes[k] == 0] == [4, 11]


@pytest.mark.parametrize(("loss", "output", "kind"), OUTPUTS)
def test_without_a_target_there_is_a_way_forward_and_none_back(loss: str, output: str, kind: str) -> None:
    made = net("relu", loss, output, kind)
    with_target = net("relu", loss, output, kind)
    inspect(with_target, 3)
    made.y[:] = np.nan
    cost, slopes, _ = inspect(made, 3)
    assert np.isnan(cost)
    assert np.isnan(made.delta[3:14]).all()
    assert np.isnan(made.grads).all()
    assert made.a[:14].tobytes() == with_target.a[:14].tobytes()
    assert not np.isnan(slopes[:12]).any()


# one update


def rehearse(made: Net, parameter: int) -> tuple[dict[str, float], Array, Array, dict[str, Array]]:
    """Numbers by name, the batch's examples, their shares, and the copies on which it happened."""
    copies = {name: made.engine.array(made.arrays[name]) for name in CHANGED}
    names, n = manifest()["codes"]["rehearsed"], made.x.shape[1]
    room: dict[str, Any] = {
        "numbers": made.engine.zeros(len(names)),
        "places": made.engine.zeros(n, np.int32),
        "shares": made.engine.zeros(n),
    }
    count = made.call("rehearse", parameter=parameter, **copies, **room)
    numbers = dict(zip(names, room["numbers"].tolist(), strict=True))
    return numbers, room["places"][:count].copy(), room["shares"][:count].copy(), copies


def follow(made: Net, steps: int, parameter: int) -> None:
    """Rehearse every step before it is made; both must change the same bits."""
    for _ in range(steps):
        before = {name: made.arrays[name].copy() for name in CHANGED}
        numbers, places, shares, copies = rehearse(made, parameter)
        grads = made.grads.copy()
        for name in CHANGED:
            assert made.arrays[name].tobytes() == before[name].tobytes()
        count = made.call("next_batch")
        assert places.tolist() == made.order[:count].tolist()
        made.call("advance", steps=1)
        for name in ("params", "moments", "updates"):
            assert copies[name].tobytes() == made.arrays[name].tobytes(), name
        for name in ("step", "epoch", "position", "optimizer"):
            at = manifest()["codes"]["state"].index(name)
            assert copies["state"][at] == made.state[at], name
        assert grads.tobytes() == made.grads.tobytes()
        assert numbers["value"] == before["params"][parameter]
        assert numbers["new_value"] == made.params[parameter]
        assert [numbers["new_first"], numbers["new_second"]] == made.moments[:, parameter].tolist()
        assert numbers["gradient"] + numbers["penalty"] == grads[parameter]
        assert shares.sum() == pytest.approx(numbers["gradient"], rel=1e-12, abs=1e-17)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("order", ORDERS)
def test_a_rehearsed_update_is_the_update_bit_for_bit(optimizer: str, order: str) -> None:
    settings: Settings = {
        "optimizer": optimizer,
        "order": order,
        "momentum": 0.5,
        "nesterov": 1.0,
        "l1": 0.01,
        "l2": 0.02,
    }
    made = net(settings=settings)  # 23 examples in batches of 10: the last one of an epoch has 3
    made.call("record")
    follow(made, 7, parameter=7)
    mute(made, 4, 9)
    made.frozen[1] = 1
    follow(made, 4, parameter=19)
    made.frozen[:] = [0, 1, 1]
    made.arrays["settings"][:] = net(settings={"optimizer": "adam"}).arrays["settings"]
    follow(made, 3, parameter=2)


@pytest.mark.parametrize("parameter", range(20 + 24 + 10))
def test_the_shares_of_every_weight_and_bias_add_up_to_its_gradient(parameter: int) -> None:
    made = net("sigmoid", "cross_entropy", "softmax", "classes")
    _, places, shares, _ = rehearse(made, parameter)
    assert shares.sum() == pytest.approx(made.grads[parameter], rel=1e-12, abs=1e-17)
    for place, share in zip(places, shares, strict=True):
        made.loss_of(place)
        assert share == pytest.approx(made.grads[parameter] / len(places), rel=1e-12, abs=1e-17)


def test_what_adamw_takes_beforehand_and_what_penalties_add_are_told_apart() -> None:
    settings: Settings = {"optimizer": "adamw", "learning_rate": 0.1, "weight_decay": 0.2, "l1": 0.5, "l2": 0.25}
    made = net(settings=settings)
    w = made.params[4]
    weight, bias = rehearse(made, 4)[0], rehearse(made, 15)[0]
    assert weight["decay"] == pytest.approx(0.1 * 0.2 * w)
    assert weight["penalty"] == pytest.approx(0.25 * w + 0.5 * np.sign(w))
    assert bias["penalty"] == 0
    made.frozen[0] = 1
    frozen = rehearse(made, 4)[0]
    assert frozen["decay"] == frozen["count"] == 0
    assert frozen["new_value"] == frozen["value"]
    assert frozen["gradient"] == weight["gradient"]


def test_the_first_update_of_another_optimizer_finds_no_memory() -> None:
    made = net(settings={"momentum": 0.9})
    made.call("advance", steps=5)
    assert rehearse(made, 3)[0]["first"] == made.moments[0, 3] != 0
    made.arrays["settings"][:] = net(settings={"optimizer": "adam"}).arrays["settings"]
    numbers = rehearse(made, 3)[0]
    assert numbers["first"] == numbers["second"] == 0
    assert numbers["count"] == 1


def test_an_update_can_be_rehearsed_while_a_record_is_under_way() -> None:
    made, whole = net(n=130), net(n=130)
    assert made.call("advance", steps=20, most=5) < 20
    assert made.count("to_record") > 0
    made.call("advance", steps=0, most=5)
    _, _, _, copies = rehearse(made, 0)
    whole.call("advance", steps=made.count("step") + 1)
    assert copies["params"].tobytes() == whole.params.tobytes()


# gradients without backpropagation


@pytest.mark.parametrize("activation", HIDDEN)
@pytest.mark.parametrize(("loss", "output", "kind"), OUTPUTS)
def test_differences_agree_with_backpropagation(activation: str, loss: str, output: str, kind: str) -> None:
    made = net(activation, loss, output, kind, n=7, settings={"batch_size": 7, "order": "cyclic"})
    mute(made, 6)
    before = made.params.copy()
    rehearse(made, 0)
    grads, largest = made.grads.copy(), abs(made.grads).max()
    for parameter in range(0, len(grads), 5):
        check = made.call("check_gradient", parameter=parameter)
        assert check == pytest.approx(grads[parameter], rel=1e-6, abs=1e-8 * largest)
    assert made.params.tobytes() == before.tobytes()


def test_differences_for_more_examples_than_a_block() -> None:
    made = net(n=150, settings={"batch_size": 150})
    made.call("advance", steps=1)
    made.params[:] = net(n=150).params
    assert made.call("check_gradient", parameter=11) == pytest.approx(made.grads[11], rel=1e-7)


def test_differences_of_a_broken_network_are_no_number_and_leave_it_as_it_is() -> None:
    made = net()
    made.params[30] = np.nan
    before = made.params.copy()
    for parameter in (3, 30):
        assert np.isnan(made.call("check_gradient", parameter=parameter))
    assert made.params.tobytes() == before.tobytes()


def test_examples_are_picked_by_their_places() -> None:
    made = net()
    places, picked = made.engine.array([4, 0, 22, 4], np.int32), made.engine.zeros((3, 4))
    made.call("pick_examples", places=places, picked=picked)
    assert picked.tolist() == made.x[:, [4, 0, 22, 4]].tolist()
