"""Every rule holds for a run that was made for it, with the evidence that it names, and not for one that does well."""

from collections.abc import Callable, Iterator

import numpy as np
import pytest

from neuroglow.engine.activations import ACTIVATIONS
from neuroglow.runtime import PlainEngine, WasmEngine, manifest
from tests.engine.nets import Array, Net, examples
from tests.engine.test_portraits import Portrait

RULES = manifest()["codes"]["rules"]
Findings = dict[str, tuple[int, list[float]]]
RANDOM = np.random.default_rng(0)
PLACES = RANDOM.uniform(-1, 1, (2, 60))
XOR = np.sign(PLACES[:1] * PLACES[1:])
DISC = np.where((PLACES**2).sum(0, keepdims=True) < 0.5, 1.0, -1.0)


def run(y: Array, hidden: tuple[int, ...] = (6,), activation: str = "tanh", epochs: int = 0, *, x: Array = PLACES,
        output: str = "tanh", init: str = "glorot_uniform", test: tuple[Array, Array] | None = None,
        engine: type[WasmEngine | PlainEngine] = WasmEngine, **settings: float | str) -> Net:  # fmt: skip
    """A run of some epochs, six steps each, with a record at the end of each."""
    sizes, chosen = (len(x), *hidden, len(y)), {"learning_rate": 0.3} | settings
    net = Net(engine(), sizes, (*[activation] * len(hidden), output), "half_sse", x, y, chosen, init=init)
    if test is not None:
        net.arrays["x_test"], net.arrays["y_test"] = map(net.engine.array, test)
    net.call("record")
    net.call("advance", steps=6 * epochs)
    return net


def diagnose(net: Net) -> Findings:
    """The rules that hold, with their layers and evidence; the next update is the change that counts."""
    after = Net(net.engine, net.sizes, net.activations, net.loss, net.x, net.y, net.settings)
    for name in ("params", "moments", "updates", "state", "settings", "muted", "frozen"):
        after.arrays[name] = net.engine.array(net.arrays[name], net.arrays[name].dtype)
    after.call("advance", steps=1)
    portrait = Portrait(net, after.params)
    findings = net.engine.zeros((len(RULES), 5))
    findings[:] = 7
    net.call("diagnose", rows=net.count("history_rows"), vitals=portrait.numbers, findings=findings)
    assert set(findings[:, 0]) <= {0, 1}
    assert np.isnan(findings[findings[:, 0] == 0, 2:]).all()
    return {rule: (int(row[1]), row[2:].tolist()) for rule, row in zip(RULES, findings, strict=True) if row[0] == 1}


def recorded(net: Net, losses: list[float], tests: list[float] | None = None) -> Net:
    """The net with these losses in its history."""
    net.history[: len(losses), 2] = losses
    net.history[: len(losses), 0] = np.arange(len(losses)) * 6
    net.history[: len(losses), 3] = np.nan if tests is None else tests
    net.state[manifest()["codes"]["state"].index("history_rows")] = len(losses)
    return net


@pytest.mark.parametrize("engine", [WasmEngine, PlainEngine])
def test_a_run_that_learns_has_no_findings(engine: type[WasmEngine | PlainEngine]) -> None:
    net = run(XOR, epochs=40 if engine is WasmEngine else 6, engine=engine)
    assert diagnose(net) == {}


def test_at_the_start_there_is_nothing_to_tell() -> None:
    for activation in ACTIVATIONS:
        if activation != "softmax":
            assert diagnose(run(XOR, activation=activation)) == {}, activation


# how training goes


def test_diverged() -> None:
    x, y = examples(2, 1, 60)
    net = run(10 * y, (3,), "relu", 40, x=x, output="identity", learning_rate=100.0)
    layer, (step, loss, rate) = diagnose(net)["diverged"]
    assert layer == net.count("diverged_layer")
    assert step == net.count("diverged_step")
    assert np.isfinite(loss)
    assert rate == 100
    assert "diverged" not in diagnose(run(y, (3,), "relu", 40, x=x, output="identity", learning_rate=0.01))


def test_diverged_by_its_loss_alone() -> None:
    assert diagnose(recorded(run(XOR), [0.5, 3, 1e200, np.inf]))["diverged"] == (-1, [18, 1e200, 0.3])
    layer, evidence = diagnose(recorded(run(XOR), [np.nan]))["diverged"]
    assert layer == -1
    assert evidence == pytest.approx([0, np.nan, 0.3], nan_ok=True)


def test_causes_are_told_of_a_run_that_has_diverged() -> None:
    net = recorded(run(3 * XOR, x=1000 * PLACES), [0.5, np.nan])
    assert set(diagnose(net)) == {"diverged", "unscaled", "out_of_range"}


@pytest.mark.parametrize("rate", [10.0, 100.0])
def test_rate_too_high(rate: float) -> None:
    net = run(XOR, epochs=30, learning_rate=rate)
    layer, (rose, latest, best) = diagnose(net)["rate_too_high"]
    assert layer == -1
    assert 0 <= rose <= 1
    assert latest == net.history[30, 2] > best == net.history[:31, 2].min()


def test_rate_too_high_by_leaps() -> None:
    leaps = [0.5, 0.4, 0.3, 0.45, 0.31, 0.44, 0.3, 0.42, 0.29, 0.41, 0.3, 0.43]
    assert diagnose(recorded(run(XOR), leaps))["rate_too_high"] == (-1, [pytest.approx(5 / 11), 0.43, 0.29])
    unrest = [0.5, 0.4, 0.3, 0.35, 0.31, 0.34, 0.3, 0.32, 0.29, 0.31, 0.3, 0.33]
    assert "rate_too_high" not in diagnose(recorded(run(XOR), unrest))
    low = [loss / 10 for loss in leaps]
    assert "rate_too_high" not in diagnose(recorded(run(XOR), low))


def test_a_loss_that_stands_still_because_all_is_saturated_does_not_leap() -> None:
    net = run(XOR, init="normal")
    net.params[:12] *= 1000
    assert set(diagnose(recorded(net, [0.5] + [0.9] * 25))) == {"saturated"}
    assert set(diagnose(recorded(net, [0.5] + [0.9, 0.95] * 12))) == {"saturated", "rate_too_high"}


@pytest.mark.parametrize("optimizer", ["sgd", "adam"])
def test_rate_too_low(optimizer: str) -> None:
    net = run(DISC, epochs=30, learning_rate=1e-5, optimizer=optimizer)
    layer, (fall, ratio, rate) = diagnose(net)["rate_too_low"]
    assert layer == -1
    losses = net.history[:31, 2]
    assert fall == pytest.approx((1 - losses[30] / losses[10]) / 20)
    assert 0 < ratio < 1e-3
    assert rate == 1e-5


def test_a_line_that_has_found_its_place_is_no_rate_too_low_and_no_plateau() -> None:
    x, y = examples(2, 1, 60)
    for epochs in range(2, 100, 7):
        assert diagnose(run(y, (), epochs=epochs, x=x, output="identity", batch_size=60.0)) == {}


def test_plateau() -> None:
    findings = diagnose(run(DISC, (1,), epochs=200))
    layer, (records, best, over_constant) = findings["plateau"]
    assert layer == -1
    assert 30 <= records < 200
    constant = 0.5 * DISC.var()
    assert over_constant == pytest.approx(best / constant)
    assert 0.4 < over_constant < 1
    assert "plateau" not in diagnose(run(DISC, (6,), epochs=200))


def level(losses: list[float]) -> int:
    net = recorded(run(XOR), losses)
    return int(net.call("plateau", rows=len(losses)))


def test_how_long_a_loss_has_been_level() -> None:
    assert level([1.0]) == 0
    assert level([1.0, 0.5, 0.25]) == 0
    assert level([1.0, 0.5, 0.5, 0.6, 0.4996]) == 3  # a thousandth of 0.5 is 0.0005
    assert level([1.0, 0.5, 0.5, 0.6, 0.4994]) == 0
    assert level([1.0, 2.0, 3.0, np.nan, np.inf]) == 4
    assert level([np.nan, np.nan]) == 0
    assert level([1.0, 0.0, 0.0, 0.0]) == 2
    creeping = [0.5 * 0.9999**k for k in range(20)]
    assert level(creeping) == 10  # many small steps are a large one in the end


# layers


def test_dead_relus() -> None:
    net = run(XOR, (4, 6), "relu", init="he_normal")
    assert "dead_relus" not in diagnose(net)
    net.params[12 + 24 : 12 + 30] = [-100, -100, -100, 0, 0, -100]
    assert diagnose(net)["dead_relus"] == (1, [pytest.approx(4 / 6), pytest.approx(4), 6])
    net.arrays["muted"] = net.engine.array([2 + 4 + 0, 2 + 4 + 1], np.int32)  # their silence is meant
    assert diagnose(net)["dead_relus"] == (1, [pytest.approx(2 / 4), pytest.approx(2), 4])
    assert "dead_relus" not in diagnose(run(XOR, (4, 6), "sigmoid"))


@pytest.mark.parametrize("activation", ["tanh", "sigmoid"])
def test_saturated(activation: str) -> None:
    net = run(XOR, (5,), activation, init="normal")
    assert "saturated" not in diagnose(net)
    net.params[:10] *= 1000
    layer, (share, weight, gradient) = diagnose(net)["saturated"]
    assert layer == 0
    assert share > 0.8
    assert weight == pytest.approx(np.sqrt((net.params[:10] ** 2).mean()))
    assert 0 <= gradient < 0.01
    net.call("predict")
    net.arrays["y"][:] = net.outputs  # the same network where it is right
    net.call("record", state=(state := net.engine.array(net.state * 0)))
    assert state[manifest()["codes"]["state"].index("history_rows")] == 1
    assert "saturated" not in diagnose(net)


def test_vanishing_gradients() -> None:
    layer, (first, last, ratio) = diagnose(run(XOR, (5,) * 6, "sigmoid"))["vanishing_gradients"]
    assert layer == 0
    assert ratio == pytest.approx(first / last)
    assert 0 < ratio < 0.005
    assert "vanishing_gradients" not in diagnose(run(XOR, (5,) * 6, "tanh"))
    assert "vanishing_gradients" not in diagnose(run(XOR, (5,), "sigmoid"))


def test_symmetric() -> None:
    zeros = run(XOR, (4, 3), init="zeros")
    assert diagnose(zeros)["symmetric"] == (0, [4, 0, 0])
    zeros.call("advance", steps=60)
    assert diagnose(zeros)["symmetric"] == (0, [4, 0, 0])
    assert "symmetric" not in diagnose(run(XOR, (4, 3)))


def test_symmetric_while_incoming_and_outgoing_weights_are_the_same() -> None:
    net = run(XOR, (3,))
    net.params[:] = [1, -2, 1, -2, 1, -2, 0.5, 0.5, 0.5, 4, 4, 4, 1]
    assert diagnose(net)["symmetric"] == (0, [3, 2, 0])
    net.call("advance", steps=30)
    assert "symmetric" in diagnose(net)
    net.params[10] += 0.1  # heard another way, the second neuron learns other things
    assert "symmetric" not in diagnose(net)
    net.arrays["muted"] = net.engine.array([2 + 1], np.int32)
    assert diagnose(net)["symmetric"][1][0] == 2


# data


def memories() -> Iterator[Net]:
    """A network that learns thirty accidents by heart, and one that finds the rule behind as many examples."""
    x, test = RANDOM.uniform(-1, 1, (2, 60)), RANDOM.uniform(-1, 1, (2, 200))
    for rule in (lambda places: RANDOM.choice([-1.0, 1.0], (1, places.shape[1])), lambda places: np.sign(places[:1])):
        accident: Callable[[Array], Array] = rule
        held_out = (test, accident(test))
        yield run(accident(x), (24, 24), epochs=400, x=x, test=held_out, optimizer="adam", learning_rate=0.02)


def test_memorising() -> None:
    by_heart, understood = memories()
    layer, (best, now, train) = diagnose(by_heart)["memorising"]
    assert layer == -1
    tests = by_heart.history[: by_heart.count("history_rows"), 3]
    assert now == tests[-1] > 1.2 * best
    assert best == tests.min()
    assert train == by_heart.history[len(tests) - 1, 2] < 0.2
    assert "memorising" not in diagnose(understood)


REACH = {
    "relu": (0, np.inf), "softplus": (0, np.inf), "elu": (-1, np.inf), "tanh": (-1, 1), "sin": (-1, 1),
    "sigmoid": (0, 1), "gelu": (-0.16997120747990369, np.inf), "silu": (-0.2784645427610738, np.inf),
}  # fmt: skip


@pytest.mark.parametrize("output", [name for name in ACTIVATIONS if name != "softmax"])
def test_out_of_range(output: str) -> None:
    low, high = REACH.get(output, (-np.inf, np.inf))
    y = np.array([[-0.1, 0, 0.4, 1, 1.5, -3]])
    x = PLACES[:, :6]
    net = run(y, (3,), x=x, output=output)
    outside = (y < low) | (y > high)
    if not outside.any():
        assert "out_of_range" not in diagnose(net)
    else:
        assert diagnose(net)["out_of_range"] == (1, [-3, low, outside.mean()])
    fitting = np.clip(y, low, high)
    assert "out_of_range" not in diagnose(run(fitting, (3,), x=x, output=output))


def test_out_of_range_above() -> None:
    assert diagnose(run(3.0 * XOR.clip(0, 1)))["out_of_range"] == (1, [3, 1, (XOR > 0).mean()])


def test_an_activation_comes_as_near_to_its_reach_as_one_likes() -> None:
    for name, (low, high) in REACH.items():
        net = Net(WasmEngine(), (1, 1), (name,), "mse", np.linspace(-40, 40, 100_001)[None], np.zeros((1, 100_001)))
        net.params[:] = [1, 0]
        net.call("predict")
        assert net.outputs.min() == pytest.approx(low, abs=1e-6), name
        assert net.outputs.min() >= low
        assert net.outputs.max() == (40 if high == np.inf else pytest.approx(high, abs=1e-6)), name


def test_unscaled() -> None:
    x = PLACES.copy()
    assert "unscaled" not in diagnose(run(XOR, x=20 * x))
    x[1] *= 1000
    largest, smallest = abs(x[1]).max(), abs(x[0]).max()
    layer, evidence = diagnose(run(XOR, x=x))["unscaled"]
    assert layer == -1
    assert evidence == pytest.approx([largest, smallest, largest / smallest])
    x = PLACES * [[1], [1e-4]]
    assert "unscaled" in diagnose(run(XOR, x=x))
    x[1] = 0  # a pixel that is always dark
    assert "unscaled" not in diagnose(run(XOR, x=x))


def test_targets_that_are_all_the_same_are_no_trouble() -> None:
    assert diagnose(run(np.ones((1, 60)) * 0.5, epochs=60)) == {}
