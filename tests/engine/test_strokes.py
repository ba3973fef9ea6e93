"""Curves and light as pixels: where they should be, as strong as they should be, the same in Python and WebAssembly."""

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from neuroglow.engine.strokes import CRISP, LIGHT
from neuroglow.runtime import Engine, PlainEngine, WasmEngine

WIDTH, HEIGHT = 60, 40
RED = (250, 40, 10)
Pixels = NDArray[np.int64]


def drawn(*steps: tuple[str, dict[str, Any]], engine: Engine | None = None) -> Pixels:
    """(HEIGHT, WIDTH, 4) after these calls."""
    engine = WasmEngine() if engine is None else engine
    sheet = engine.zeros(WIDTH * HEIGHT, np.int32)
    for function, given in steps:
        arrays = {name: engine.array(v, v.dtype) if isinstance(v, np.ndarray) else v for name, v in given.items()}
        if function == "draw_curves":
            arrays["room"] = engine.zeros((4, WIDTH))
        engine.call(function, **arrays, sheet=sheet, width=WIDTH)
    return sheet.view(np.uint8).reshape(HEIGHT, WIDTH, 4).astype(int)


def curve(
    kind: int,
    ends: tuple[float, ...],
    width: float,
    *,
    span: tuple[float, float] = (0, 1),
    light: tuple[float, float] = (1, 1),
    colour: tuple[int, ...] = RED,
) -> tuple[str, dict[str, Any]]:
    looks = np.array([[width, *span, *light]], float)
    colours = np.array(colour, np.uint8)
    return "draw_curves", {"kind": kind, "ends": np.array([ends], float), "looks": looks, "colours": colours}


def square(
    x: float, y: float, half: float, reach: float, strength: float, colour: tuple[int, ...] = RED
) -> tuple[str, dict[str, Any]]:
    looks = np.array([[half, reach, strength]], float)
    return "light_squares", {"places": np.array([[x, y]], float), "looks": looks, "colours": np.array(colour, np.uint8)}


LEVEL = (10.0, 20.0, 50.0, 20.0)
RISING = (5.25, 3.5, 55.5, 36.75)
STEEP = (24.0, 1.0, 36.0, 39.0)


@pytest.mark.parametrize(
    "steps",
    [
        [curve(CRISP, RISING, 3.2)],
        [curve(CRISP, STEEP, 0.7, light=(0.4, 0.4))],
        [curve(LIGHT, STEEP, 14.0, span=(0.2, 0.7), light=(0.0, 1.8))],
        [curve(LIGHT, RISING, 9.0), curve(CRISP, LEVEL, 2.0, light=(0.5, 0.5)), square(30, 20, 4, 9, 0.8)],
        [square(-3, 41, 0, 12, 2.5), square(59.5, 2, 6, 3, 0.3)],
    ],
)
def test_plain_python_and_webassembly_draw_the_same(steps: list[tuple[str, dict[str, Any]]]) -> None:
    assert np.array_equal(drawn(*steps), drawn(*steps, engine=PlainEngine()))


def test_a_level_line_covers_its_width_and_nothing_else() -> None:
    pixels = drawn(curve(CRISP, LEVEL, 4.0))
    assert (pixels[18:22, 10:50] == (*RED, 255)).all()
    pixels[18:22, 10:50] = 0
    assert not pixels.any()


def test_half_covered_pixels_are_half_as_strong() -> None:
    pixels = drawn(curve(CRISP, (10.0, 20.5, 50.0, 20.5), 2.0))
    assert (pixels[20, 10:50, 3] == 255).all()
    assert (np.abs(pixels[[19, 21], 10:50, 3] - 128) <= 1).all()


@pytest.mark.parametrize("ends", [RISING, (14.0, 1.0, 46.0, 39.0)])
@pytest.mark.parametrize("width", [0.6, 1.0, 2.5, 6.0])
def test_lines_are_as_wide_across_wherever_they_run(ends: tuple[float, ...], width: float) -> None:
    """What a line covers is its length times its width."""
    x0, y0, x1, y1 = ends
    t = np.linspace(0, 1, 2000)
    x, y = x0 + (x1 - x0) * (1.5 * t * (1 - t) + t**3), y0 + (y1 - y0) * t**2 * (3 - 2 * t)
    length = np.hypot(np.diff(x), np.diff(y)).sum()
    assert drawn(curve(CRISP, ends, width))[..., 3].sum() / 255 == pytest.approx(length * width, rel=0.08)


def test_lines_go_through_the_middle_of_their_way() -> None:
    pixels = drawn(curve(CRISP, RISING, 2.0))
    assert pixels[20, 30, 3] == 255


def test_later_lines_lie_above() -> None:
    blue = (10, 20, 240)
    pixels = drawn(curve(CRISP, LEVEL, 4.0), curve(CRISP, LEVEL, 4.0, colour=blue, light=(0.5, 0.5)))
    assert np.abs(pixels[20, 30, :3] - (np.array(RED) + blue) / 2).max() <= 1


def test_light_adds_up_to_white_at_most() -> None:
    once, twice, often = (drawn(*[square(30, 20, 0, 12, 0.4)] * count) for count in (1, 2, 40))
    assert np.abs(twice - 2 * once)[twice.max(axis=2) < 255].max() <= 2
    assert (often[20, 30, [0, 1, 3]] == 255).all()
    assert (once[..., 3] >= once[..., :3].max(axis=2)).all()  # premultiplied: no colour is above alpha


def test_light_falls_off_evenly_to_all_sides() -> None:
    alpha = drawn(square(30, 20, 0, 15, 1.0))[..., 3]
    assert np.abs(alpha - alpha[::-1]).max() <= 1
    assert np.abs(alpha[:, 10:50] - alpha[:, 10:50][:, ::-1]).max() <= 1
    assert (np.diff(alpha[20, 30:46]) <= 0).all()
    assert alpha[20, 46] == 0


def test_light_runs_between_its_ends_and_grows() -> None:
    alpha = drawn(curve(LIGHT, LEVEL, 6.0, span=(0.4, 0.8), light=(0, 1)))[20, :, 3]
    lit = np.flatnonzero(alpha)
    assert 22 < lit.min() < 29
    assert 37 < lit.max() < 46
    assert alpha[38] > alpha[32] > alpha[28]


def test_nothing_is_drawn_of_no_way_and_outside() -> None:
    nothing = [curve(LIGHT, LEVEL, 6.0, span=(0.5, 0.5)), curve(CRISP, (50.0, 5.0, 10.0, 5.0), 3.0)]
    outside = [curve(CRISP, (10.0, -30.0, 50.0, -20.0), 3.0), square(-50, 10, 3, 9, 1), square(30, 90, 3, 9, 1)]
    assert not drawn(*nothing, *outside).any()
