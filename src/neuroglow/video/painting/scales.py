"""From numbers to places: linear and logarithmic axes, and which numbers stand beside them."""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray


class Scale(NamedTuple):
    """Numbers from low to high on places from start to end; with `log`, equal ratios on equal distances.

    offset: added before the logarithm, so that step 0 has a place too.
    """

    low: float
    high: float
    start: float
    end: float
    log: bool = False
    offset: float = 0.0

    def places(self, values: ArrayLike) -> NDArray[np.float64]:
        """Of many numbers; NaN where there is none, as of 0 on a logarithmic axis."""
        numbers = np.asarray(values, np.float64)
        if not self.log:
            return self.start + (numbers - self.low) / (self.high - self.low) * (self.end - self.start)
        numbers = numbers + self.offset
        with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
            logs = np.where(np.isfinite(numbers) & (numbers > 0), np.log10(numbers), np.nan)
        low, high = math.log10(self.low + self.offset), math.log10(self.high + self.offset)
        places: NDArray[np.float64] = self.start + (logs - low) / (high - low) * (self.end - self.start)
        return places

    def __call__(self, value: float) -> float:
        return float(self.places(value))


def ticks(low: float, high: float, count: int = 5) -> list[float]:
    """About so many round numbers between two (Heckbert's steps of 1, 2 and 5, as d3 takes them)."""
    if not low < high:
        return [low]
    step = (high - low) / count
    power = math.floor(math.log10(step))
    error = step / 10.0**power
    factor = 10 if error >= math.sqrt(50) else 5 if error >= math.sqrt(10) else 2 if error >= math.sqrt(2) else 1
    unit = factor * 10.0**power
    first, last = math.ceil(low / unit - 1e-9), math.floor(high / unit + 1e-9)
    # Divided where it is a fraction: 3 * 0.1 is not 0.3.
    return [at / (10.0**-power / factor) if power < 0 else at * unit for at in range(first, last + 1)]


def few(low: float, high: float) -> list[float]:
    """Powers of ten, or 1-2-5 where there are not two of them between two positive numbers."""
    powers = range(math.floor(math.log10(low)), math.floor(math.log10(high)) + 1)
    inside = [factor * 10.0**power for power in powers for factor in (1, 2, 5)]
    inside = [tick for tick in inside if low <= tick <= high]
    tens = [tick for tick in inside if abs(math.log10(tick) - round(math.log10(tick))) < 1e-9]
    if len(tens) < 2:
        return inside if len(inside) <= 4 else inside[len(inside) % 2 :: 2]
    return tens[:: math.ceil(len(tens) / 4)]


def steps(last: int, log: bool) -> list[float]:
    """Beside an axis of steps from 0 to the last: few, and none that crowd at its end."""
    if not log:
        return ticks(0, last, 4)
    powers = [10.0**power for power in range(math.floor(math.log10(max(1, last))) + 1)]
    every = math.ceil(len(powers) / 5)
    return [0.0, *powers[(len(powers) - 1) % every :: every]]
