"""Which weights are drawn as lines, and how strongly."""

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from neuroglow.engine.lines import FADED, FINEST, FROZEN, MOST_LINES, SIGNALS, SILENT, STEPS, WIDTHS
from neuroglow.runtime import Engine, PlainEngine, WasmEngine

Bytes = NDArray[np.uint8]


class Lines:
    """Lines from inputs to neurons, of which more may be shown than are drawn."""

    def __init__(self, inputs: int, neurons: int, *, more: int = 0, seed: int = 1) -> None:
        random = np.random.default_rng(seed)
        self.inputs, self.neurons, self.shown = inputs, neurons, inputs + more
        count = self.shown * neurons
        self.params = random.normal(0, 2, count)
        self.widths = random.uniform(0.6, 4.6, count).astype(np.float32)
        self.colours = np.full(4 * count, 255, np.uint8)
        self.glow = (random.uniform(0, 1, count) ** 3).astype(np.float32)
        self.muted_inputs, self.muted_neurons = np.zeros(inputs, np.uint8), np.zeros(neurons, np.uint8)

    def looks(self, engine: Engine | None = None, **given: Any) -> tuple[Bytes, Bytes]:
        """levels and halves, (neurons, inputs) each."""
        e = WasmEngine() if engine is None else engine
        levels, halves = (e.zeros(self.inputs * self.neurons, np.uint8) for _ in range(2))
        flags = {"image": 0, "frozen": 0, "chosen": 0, "chosen_input": -1, "chosen_neuron": -1} | given
        e.call(
            "line_looks",
            shown=self.shown,
            **flags,
            params=e.array(self.params),
            widths=e.array(self.widths, np.float32),
            colours=e.array(self.colours, np.uint8),
            edge_glow=e.array(self.glow, np.float32),
            muted_inputs=e.array(self.muted_inputs, np.uint8),
            muted_neurons=e.array(self.muted_neurons, np.uint8),
            sizes=e.zeros(len(self.params)),
            levels=levels,
            halves=halves,
        )
        return levels.reshape(self.neurons, self.inputs), halves.reshape(self.neurons, self.inputs)


@pytest.mark.parametrize("flags", [{}, {"image": 1}, {"frozen": 1}, {"chosen": 1, "chosen_neuron": 2}])
def test_plain_python_and_webassembly_agree(flags: dict[str, int]) -> None:
    lines = Lines(24, 16, more=2)
    lines.params[5], lines.params[7] = np.nan, -np.inf
    for one, other in zip(lines.looks(PlainEngine(), **flags), lines.looks(WasmEngine(), **flags), strict=True):
        assert one.tobytes() == other.tobytes()


def test_a_few_lines_are_all_drawn_as_strong_and_wide_as_they_are() -> None:
    lines = Lines(3, 4)
    lines.colours[3::4] = np.arange(12) * 255 // 11
    levels, halves = lines.looks()
    assert levels.ravel().tolist() == [round(STEPS * place / 11) for place in range(12)]
    assert np.abs(halves.ravel() / 2 - lines.widths).max() <= 0.25
    lines.widths[:] = 100
    assert (lines.looks()[1] == WIDTHS).all()


def test_of_many_lines_the_largest_are_drawn_finer_and_fainter() -> None:
    lines = Lines(40, 40)
    levels, halves = lines.looks()
    drawn = levels.ravel() > 0
    assert drawn.sum() == MOST_LINES
    assert np.abs(lines.params[drawn]).min() >= np.abs(lines.params[~drawn]).max()
    assert set(levels.ravel()[drawn]) == {round(STEPS * FINEST)}
    assert halves.max() <= round(2 * 4.6 * FINEST)


def test_all_lines_of_equal_weights_are_drawn() -> None:
    lines = Lines(40, 40)
    lines.params[:] = 0.5
    assert (lines.looks()[0] > 0).all()


def test_between_an_image_and_the_first_layer_lines_are_the_signals() -> None:
    lines = Lines(64, 40)
    levels = lines.looks(image=1)[0].ravel()
    drawn = levels > 0
    assert 0 < drawn.sum() <= SIGNALS
    assert lines.glow[drawn].min() > lines.glow[~drawn].max()
    lines.glow[:] = 0
    assert not lines.looks(image=1)[0].any()


def test_lines_into_a_frozen_layer_are_calmer_and_those_of_silent_neurons_hardly_show() -> None:
    lines = Lines(3, 4)
    assert set(lines.looks(frozen=1)[0].ravel()) == {round(STEPS * FROZEN)}
    lines.muted_inputs[1] = lines.muted_neurons[2] = 1
    levels = lines.looks()[0]
    assert set(levels[2]) | set(levels[:, 1]) == {round(STEPS * SILENT)}
    assert (np.delete(np.delete(levels, 2, 0), 1, 1) == STEPS).all()


def test_the_lines_of_a_neuron_that_is_looked_at_stand_out() -> None:
    lines = Lines(40, 10)
    levels = lines.looks(chosen=1, chosen_neuron=3)[0]
    assert (levels[3] == STEPS).all()
    assert np.delete(levels, 3, 0).max() == round(STEPS * FADED)
    levels = lines.looks(chosen=1, chosen_input=7)[0]
    assert (levels[:, 7] == STEPS).all()
    assert np.delete(levels, 7, 1).max() == round(STEPS * FADED)


@pytest.mark.parametrize("most", [0, 5, 32, 1000])
def test_the_cut_is_where_about_so_many_lights_are_as_bright(most: int) -> None:
    lights = (np.random.default_rng(3).uniform(0, 1, 200) ** 2).astype(np.float32)
    e = WasmEngine()
    level = e.call("light_cut", lights=e.array(lights, np.float32), least=2, most=most)
    brightness = np.floor(lights.astype(float) * STEPS + 0.5)
    assert 2 <= level <= STEPS
    assert (brightness >= level).sum() <= most or level == STEPS
    assert level == 2 or (brightness >= level - 1).sum() > most


def test_weights_on_their_way_begin_and_end_where_they_should() -> None:
    e = WasmEngine()
    widths, after = (e.array(values, np.float32) for values in ([1.0, 4.5], [2.0, 0.6]))
    colours, colours_after = (e.array(values, np.uint8) for values in ([0, 255, 10, 40] * 2, [255, 0, 11, 240] * 2))
    widths_now, colours_now = e.zeros(2, np.float32), e.zeros(8, np.uint8)
    for share, width, colour in ((0.0, [1.0, 4.5], [0, 255, 10, 40]), (1.0, [2.0, 0.6], [255, 0, 11, 240])):
        e.call(
            "blend_lines",
            share=share,
            widths=widths,
            colours=colours,
            widths_after=after,
            colours_after=colours_after,
            widths_now=widths_now,
            colours_now=colours_now,
        )
        assert widths_now.tolist() == np.array(width, np.float32).tolist()
        assert colours_now.tolist() == colour * 2
