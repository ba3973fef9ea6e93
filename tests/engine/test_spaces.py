"""The way into a layer's space, and on from there, is the way through the network."""

import numpy as np
import pytest

from neuroglow.runtime import WasmEngine
from tests.engine.nets import Array, Net, examples

SIZES = (2, 5, 2, 3)


def net() -> Net:
    x, y = examples(2, 3, 150)
    return Net(WasmEngine(), SIZES, ("tanh", "gelu", "softmax"), "cross_entropy", x, y)


def values_of(made: Net, layer: int) -> Array:
    values = made.engine.zeros((SIZES[layer], made.x.shape[1]))
    made.call("layer_values", layer=layer, values=values)
    return values


@pytest.mark.parametrize("layer", range(4))
@pytest.mark.parametrize("muted", [(), (4, 8)])
def test_into_a_layer_and_on_is_a_prediction(layer: int, muted: tuple[int, ...]) -> None:
    made = net()
    made.arrays["muted"] = made.engine.array(muted, np.int32)
    made.call("predict")
    outputs = made.engine.zeros(made.outputs.shape)
    made.call("answers_from", layer=layer, values=values_of(made, layer), outputs=outputs)
    assert outputs.tobytes() == made.outputs.tobytes()


def test_the_space_of_the_inputs_is_the_inputs() -> None:
    made = net()
    assert values_of(made, 0).tobytes() == made.x.tobytes()


def test_a_silent_neuron_is_a_line_of_zeros() -> None:
    made = net()
    made.arrays["muted"] = made.engine.array([8], np.int32)
    assert not values_of(made, 2)[1].any()
    assert values_of(made, 2)[0].all()
