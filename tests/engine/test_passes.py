"""When a pass lights up: the signal goes forward, the error comes back, with the ordinary picture at both ends."""

from typing import NamedTuple

import numpy as np
import pytest
from numpy.typing import NDArray

from neuroglow.engine.passes import END, LAYER_PASS, PASS, STILLS, pass_length
from neuroglow.runtime import Engine, PlainEngine, WasmEngine

LAYERS = (2, 3, 5, 10)
MOMENTS = np.linspace(0, END, 401)


class Light(NamedTuple):
    """What shines at a moment: of the whole picture, and of each layer."""

    whole: dict[str, float]
    layers: dict[str, NDArray[np.float64]]


def light_at(moment: float, layers: int, engine: Engine | None = None) -> Light:
    engine = WasmEngine() if engine is None else engine
    light, by_layer = engine.zeros(len(PASS)), engine.zeros(len(LAYER_PASS) * layers)
    engine.call("pass_at", moment=moment, light=light, layer_light=by_layer)
    return Light(
        dict(zip(PASS, light.tolist(), strict=True)),
        dict(zip(LAYER_PASS, by_layer.reshape(len(LAYER_PASS), layers), strict=True)),
    )


def after(moment: float, millis: float, layers: int) -> float:
    return float(WasmEngine().call("moment_after", moment=moment, millis=millis, layers=layers))


def test_plain_python_and_webassembly_agree_bit_for_bit() -> None:
    plain, compiled = PlainEngine(), WasmEngine()
    for moment in MOMENTS[::7]:
        one, other = (light_at(moment, 4, engine) for engine in (plain, compiled))
        assert one.whole == other.whole
        assert all(one.layers[name].tobytes() == other.layers[name].tobytes() for name in LAYER_PASS)
        given = {"moment": moment, "millis": -750.0, "layers": 4}
        assert plain.call("moment_after", **given) == compiled.call("moment_after", **given)


@pytest.mark.parametrize("moment", [0.0, END])
def test_a_pass_begins_and_ends_with_the_ordinary_picture(moment: float) -> None:
    whole, layers = light_at(moment, 3)
    assert [whole[name] for name in ("veil", "signal", "error", "change")] == [0, 0, 0, 0]
    assert layers["dimmed"].tolist() == [0, 0, 0]
    assert whole["changed"] == (moment == END)


def test_each_phase_shows_its_own_light_where_it_is_best_looked_at() -> None:
    forward, error, backward, update = (light_at(phase + share, 3).whole for phase, share in enumerate(STILLS))
    assert forward["signal"] == 1
    assert [phase["error"] for phase in (forward, error, backward)] == [0, 1, 1]
    assert [phase["change"] for phase in (backward, update)] == [0, 1]
    assert update["changed"] > 0.7


def test_brightness_stays_between_0_and_1_and_never_jumps() -> None:
    names = ("veil", "signal", "error", "change", "changed")
    lights = np.array([[light_at(moment, 4).whole[name] for name in names] for moment in MOMENTS])
    assert lights.min() == 0
    assert lights.max() <= 1
    jumps = np.abs(np.diff(lights, axis=0)).max(axis=0)
    jumps[names.index("signal")] = 0  # which is there at once, but nowhere yet
    assert jumps.max() < 0.1


@pytest.mark.parametrize("layers", LAYERS)
def test_the_signal_reaches_one_layer_after_the_other_and_the_error_comes_back_the_other_way(layers: int) -> None:
    moments = np.linspace(0, 2, 401)
    forth = np.array([light_at(STILLS[0] * min(1, moment), layers).layers["arrived"] for moment in moments])
    back = np.array([light_at(1 + moment, layers).layers["returned"] for moment in moments])
    for lights, order in ((forth, 1), (back, -1)):
        assert (np.diff(lights, axis=0) >= 0).all()
        assert lights[-1].tolist() == [1] * layers
        reached = (lights == 1).argmax(axis=0)[::order]
        assert (np.diff(reached) > 0).all()
    assert forth[0, 0] == 0
    assert back[0].max() == 0


@pytest.mark.parametrize("layers", LAYERS)
def test_light_is_on_the_lines_into_a_layer_before_it_is_there(layers: int) -> None:
    for moment in np.linspace(0, STILLS[0], 50):
        lights = light_at(moment, layers).layers
        assert (lights["sent"][lights["arrived"] > 0] > 0.8).all()
    for moment in np.linspace(2, 3, 50):
        lights = light_at(moment, layers).layers
        assert (lights["sent_back"][1:][lights["returned"][:-1] > 0] > 0.8).all()


@pytest.mark.parametrize("layers", LAYERS)
def test_time_leads_from_the_beginning_to_the_end_and_the_same_time_back(layers: int) -> None:
    moment, total = 0.0, sum(pass_length(phase, layers) for phase in range(4))
    for frame in range(round(total / 16)):
        assert moment < END, frame
        moment = after(moment, 16, layers)
    assert after(moment, 16, layers) == END
    assert after(END, -total, layers) == pytest.approx(0)
    assert after(after(1.5, 3000, layers), -3000, layers) == pytest.approx(1.5)
    assert (after(0, -100, layers), after(END, 100, layers)) == (0, END)
