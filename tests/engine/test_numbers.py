"""Every function of numbers.py stays within 2 units in the last place of the exact value."""

import math
import random
from collections.abc import Callable, Iterable

import mpmath
import pytest

from neuroglow.engine import numbers

mpmath.mp.prec = 160
draw = random.Random(1)


def evenly(low: float, high: float, n: int = 4000) -> list[float]:
    return [draw.uniform(low, high) for _ in range(n)]


def by_magnitude(low: float, high: float, n: int = 2000) -> list[float]:
    """Both signs, magnitudes 10^low to 10^high."""
    return [draw.choice((-1, 1)) * 10 ** draw.uniform(low, high) for _ in range(n)]


quarters = [k * math.pi / 2 for k in range(1, 3000)]
positive = [abs(x) for x in by_magnitude(-307, 308)]
RANGES: dict[str, tuple[Callable[[float], float], Iterable[float]]] = {
    "exp": (mpmath.exp, evenly(-745.0, 709.7) + evenly(-1, 1) + by_magnitude(-20, 0)),
    "tanh": (mpmath.tanh, evenly(-2, 2) + evenly(-25, 25) + by_magnitude(-20, 1) + [0.625, math.nextafter(0.625, 0)]),
    "log": (mpmath.log, positive + evenly(0.5, 2) + [5e-324, 1e-310, 2.2250738585072014e-308, 1.7976931348623157e308]),
    "log1p": (mpmath.log1p, [abs(x) for x in by_magnitude(-20, 5)] + evenly(-0.5, 1)),
    "sin": (mpmath.sin, evenly(-10, 10) + evenly(-1.6e6, 1.6e6) + by_magnitude(-10, 2) + quarters),
    "cos": (mpmath.cos, evenly(-10, 10) + evenly(-1.6e6, 1.6e6) + by_magnitude(-10, 2) + quarters),
    "erf": (mpmath.erf, evenly(-6.5, 6.5) + by_magnitude(-10, 1) + [0.84375, 1.25, 2.857142857142857, 6.0]),
}


@pytest.mark.parametrize("name", RANGES)
def test_within_two_units_in_the_last_place(name: str) -> None:
    exact, values = RANGES[name]
    function = getattr(numbers, name)
    for x in values:
        expected = exact(mpmath.mpf(x))
        off = abs(float((mpmath.mpf(function(x)) - expected) / math.ulp(float(expected))))
        assert off <= 2, f"{name}({x!r}) is {off:.2f} ulp off"


@pytest.mark.parametrize(
    ("name", "x", "expected"),
    [
        ("exp", math.inf, math.inf), ("exp", -math.inf, 0.0), ("exp", 710.0, math.inf), ("exp", -746.0, 0.0),
        ("exp", 0.0, 1.0),
        ("tanh", math.inf, 1.0), ("tanh", -math.inf, -1.0), ("tanh", 0.0, 0.0),
        ("log", 0.0, -math.inf), ("log", math.inf, math.inf), ("log", 1.0, 0.0),
        ("log", -1.0, math.nan), ("log", -math.inf, math.nan),
        ("log1p", 0.0, 0.0), ("log1p", math.inf, math.inf), ("log1p", -1.0, -math.inf),
        ("sin", math.inf, math.nan), ("cos", -math.inf, math.nan), ("sin", 0.0, 0.0), ("cos", 0.0, 1.0),
        ("erf", math.inf, 1.0), ("erf", -math.inf, -1.0), ("erf", 0.0, 0.0),
    ],
)  # fmt: skip
def test_at_the_ends(name: str, x: float, expected: float) -> None:
    result = getattr(numbers, name)(x)
    assert result == expected or (math.isnan(result) and math.isnan(expected))


@pytest.mark.parametrize("name", RANGES)
def test_nan_stays_nan(name: str) -> None:
    assert math.isnan(getattr(numbers, name)(math.nan))


@pytest.mark.parametrize("name", ["sin", "cos"])
def test_waves_stay_between_minus_one_and_one_however_far_out(name: str) -> None:
    assert all(abs(getattr(numbers, name)(x)) <= 1 for x in by_magnitude(6, 308))


def test_power_is_repeated_multiplication() -> None:
    for base in (0.9, 0.999, 1.0, 2.0):
        for exponent in (0, 1, 2, 7, 1000):
            assert numbers.power(base, exponent) == pytest.approx(base**exponent, rel=1e-12)


def test_bits_go_there_and_back() -> None:
    for x in [0.0, -0.0, 1.5, -2.75, 5e-324, math.inf, *evenly(-1e9, 1e9, 100)]:
        assert math.copysign(1, numbers.float_from_bits(numbers.bits_from_float(x))) == math.copysign(1, x)
        assert numbers.float_from_bits(numbers.bits_from_float(x)) == x
