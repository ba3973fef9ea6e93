"""Silent neurons and frozen layers: what they are to the outputs, to the gradients, and to every optimizer."""

from itertools import pairwise

import numpy as np
import pytest

from neuroglow.engine.activations import ACTIVATIONS
from neuroglow.engine.optimizers import OPTIMIZERS
from neuroglow.runtime import PlainEngine, WasmEngine
from tests.engine.nets import Array, Net, Settings, examples
from tests.engine.test_gradients import largest_relative_error

SIZES = (3, 5, 4, 2)
HIDDEN = [name for name in ACTIVATIONS if name != "softmax"]


def net(settings: Settings | None = None, activation: str = "tanh", engine: type[WasmEngine] = WasmEngine) -> Net:
    x, y = examples(3, 2, 23)
    return Net(engine(), SIZES, (activation, activation, "tanh"), "half_sse", x, y, settings or {})


def mute(made: Net, *neurons: int) -> Net:
    """The net with these neurons silent, counted from the first input."""
    made.arrays["muted"] = made.engine.array(neurons, np.int32)
    return made


def freeze(made: Net, *layers: int) -> Net:
    """The net with these layers frozen, and all others learning."""
    made.frozen[:] = [layer in layers for layer in range(len(made.activations))]
    return made


def parts(array: Array) -> list[Array]:
    """What an array like params holds of each layer."""
    ends = np.cumsum([0, *((n_in + 1) * n_out for n_in, n_out in pairwise(SIZES))])
    return [array[..., start:end].copy() for start, end in pairwise(ends)]


@pytest.mark.parametrize("activation", HIDDEN)
def test_a_silent_neuron_is_one_whose_outgoing_weights_are_zero(activation: str) -> None:
    silent, cut = mute(net(activation=activation), 3 + 1, 8 + 0, 8 + 3), net(activation=activation)
    second, third = 5 * 4, 5 * 4 + 4 * 6  # where the weights of the second and the third layer begin
    cut.params[second : second + 4 * 5].reshape(4, 5)[:, 1] = 0
    cut.params[third : third + 2 * 4].reshape(2, 4)[:, [0, 3]] = 0
    for made in (silent, cut):
        made.call("predict")
        made.call("evaluate")
    assert silent.outputs.tobytes() == cut.outputs.tobytes()
    assert silent.result.tobytes() == cut.result.tobytes()


@pytest.mark.parametrize("activation", HIDDEN)
def test_gradients_around_silent_neurons_agree_with_differences(activation: str) -> None:
    made = mute(net(activation=activation), 3 + 1, 8 + 2)
    assert largest_relative_error(made, example=4) < 1e-6


def test_nothing_comes_from_a_silent_neuron_and_nothing_reaches_it() -> None:
    made = mute(net(), 8, 4)
    made.loss_of(0)
    assert made.a[[4, 8]].tolist() == made.delta[[4, 8]].tolist() == [0, 0]
    first, second, third = parts(made.grads)
    assert not first[:15].reshape(5, 3)[1].any()
    assert first[15 + 1] == 0
    assert not second[:20].reshape(4, 5)[:, 1].any()
    assert not second[:20].reshape(4, 5)[0].any()
    assert not third[:8].reshape(2, 4)[:, 0].any()


def test_silent_neurons_change_no_bit_of_what_the_rest_would_do_without_them() -> None:
    x, y = examples(2, 1, 20)
    small = Net(WasmEngine(), (2, 3, 1), ("tanh", "identity"), "half_sse", x, y, {"optimizer": "adam"})
    large = Net(WasmEngine(), (2, 4, 1), ("tanh", "identity"), "half_sse", x, y, {"optimizer": "adam"})
    (w, b), (v, c) = small.layers()
    large.params[:] = [*w.ravel(), 7, 7, *b, 7, *v.ravel(), 7, *c]  # a fourth neuron, which is silent
    mute(large, 2 + 3)
    for made in (small, large):
        made.call("advance", steps=50)
    rest = [*range(6), *range(8, 11), *range(12, 15), 16]
    assert large.params[rest].tobytes() == small.params.tobytes()
    assert large.params[[6, 7, 11, 15]].tolist() == [7, 7, 7, 7]


def test_a_network_of_silent_neurons_answers_with_its_last_biases() -> None:
    made = mute(net(), *range(3, 12))
    made.call("predict")
    assert made.outputs == pytest.approx(np.tanh(made.layers()[2][1])[:, None] * np.ones(23))


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("frozen", [(0,), (1,), (2,), (0, 2), (0, 1, 2)])
def test_a_frozen_layer_and_its_memory_stay_as_they_are(optimizer: str, frozen: tuple[int, ...]) -> None:
    made = net({"optimizer": optimizer, "momentum": 0.5, "weight_decay": 0.1, "l2": 0.01, "learning_rate": 0.01})
    made.call("advance", steps=7)
    params, moments = parts(made.params), parts(made.moments)
    freeze(made, *frozen).call("advance", steps=9)
    for layer in range(3):
        still = layer in frozen
        assert (parts(made.params)[layer].tobytes() == params[layer].tobytes()) == still
        assert (parts(made.moments)[layer].tobytes() == moments[layer].tobytes()) == still
        assert made.updates[layer] == (7 if still else 16)
    assert made.grads.all()


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_layers_that_learn_do_not_notice_that_others_are_frozen(optimizer: str) -> None:
    """The first update depends on the gradients alone, so the layers that learn get the same bits."""
    free, held = net({"optimizer": optimizer}), freeze(net({"optimizer": optimizer}), 1)
    before = parts(free.params)
    for made in (free, held):
        made.call("advance", steps=1)
    expected = parts(free.params)
    expected[1] = before[1]
    assert held.params.tobytes() == np.concatenate(expected).tobytes()


@pytest.mark.parametrize("name", ["adam", "adamw"])
def test_adam_counts_the_updates_of_each_layer_as_pytorch_does(name: str) -> None:
    """Against Adam as its paper has it, with an own t for every layer: frozen for some steps, then learning again."""
    decay = 0.1 if name == "adamw" else 0.0
    made = net({"optimizer": name, "learning_rate": 0.01, "weight_decay": decay})
    textbook = parts(made.params)
    m, s = [np.zeros_like(part) for part in textbook], [np.zeros_like(part) for part in textbook]
    counts = [0, 0, 0]
    for step in range(40):
        freeze(made, *(() if step < 10 or step >= 30 else (0,) if step < 20 else (0, 2)))
        made.call("advance", steps=1)
        for layer, g in enumerate(parts(made.grads)):
            if made.frozen[layer]:
                continue
            counts[layer] += 1
            textbook[layer] *= 1 - 0.01 * decay
            m[layer] = 0.9 * m[layer] + 0.1 * g
            s[layer] = 0.999 * s[layer] + 0.001 * g * g
            m_hat, s_hat = m[layer] / (1 - 0.9 ** counts[layer]), s[layer] / (1 - 0.999 ** counts[layer])
            textbook[layer] -= 0.01 * m_hat / (np.sqrt(s_hat) + 1e-8)
    assert counts == made.updates.tolist() == [20, 40, 30]
    assert made.params == pytest.approx(np.concatenate(textbook), rel=1e-10)


def test_another_optimizer_forgets_what_was_learned_of_frozen_layers_too() -> None:
    made = net({"optimizer": "sgd", "momentum": 0.9})
    made.call("advance", steps=5)
    freeze(made, 0).arrays["settings"][:] = net({"optimizer": "adam"}).arrays["settings"]
    made.call("advance", steps=3)
    assert made.updates.tolist() == [0, 3, 3]
    assert not parts(made.moments)[0].any()


def test_muting_and_freezing_give_the_same_bits_in_plain_python() -> None:
    settings: Settings = {"optimizer": "adamw", "l1": 0.01, "order": "random"}
    compiled = net(settings)
    plain = Net(PlainEngine(), SIZES, compiled.activations, "half_sse", compiled.x, compiled.y, settings)
    for made in (compiled, plain):
        mute(freeze(made, 1), 10, 4).call("advance", steps=3)
        mute(freeze(made, 0), 5).call("advance", steps=3)
    for name in ("params", "moments", "updates", "state"):
        assert compiled.arrays[name].tobytes() == plain.arrays[name].tobytes(), name
