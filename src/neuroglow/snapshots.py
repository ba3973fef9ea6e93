"""Moments of a run, kept so that seeking need not begin at step 0: a cache, nothing that recipe and log lack."""

from bisect import bisect_left, bisect_right
from typing import NamedTuple, Self

from neuroglow.data.dataset import Dataset
from neuroglow.experiment import Training
from neuroglow.workspace import Memory

MOST = 512
MOST_BYTES = 256_000_000


class Snapshot(NamedTuple):
    """A run at a step, before what the log says for this step was done, when `taken` entries had been.

    dataset: the points that there were then, or whatever else the data are.
    """

    step: int
    taken: int
    training: Training
    dataset: Dataset
    memory: Memory


class Snapshots:
    """A bounded number of snapshots, the denser the nearer to where the run is: going back a little is quick."""

    def __init__(self) -> None:
        self._kept: list[Snapshot] = []

    def copy(self) -> Self:
        other = type(self)()
        other._kept = list(self._kept)
        return other

    def __contains__(self, step: int) -> bool:
        place = bisect_left(self._kept, step, key=lambda moment: moment.step)
        return place < len(self._kept) and self._kept[place].step == step

    def add(self, moment: Snapshot) -> None:
        """Keep a moment, which is where the run is, and drop others when there are too many."""
        kept, now = self._kept, moment.step
        kept.insert(bisect_left(kept, now, key=lambda other: other.step), moment)
        if len(kept) > max(2, min(MOST, MOST_BYTES // moment.memory.nbytes)):
            self._thin(now)

    def _thin(self, now: int) -> None:
        """Drop a quarter, at least one: those whose neighbours are near each other, as seen from now.

        Never two in a row, so that no gap becomes more than two old ones together.
        """
        steps = [0, *(moment.step for moment in self._kept), self._kept[-1].step]
        near = steps[-1] / 8 + 1  # nearer than this all are equally near, so that enough is left for what is far
        places = [k for k in range(0, len(self._kept), 2) if self._kept[k].step != now]
        gaps = {k: (steps[k + 2] - steps[k]) / (abs(now - steps[k + 1]) + near) for k in places}
        gone = set(sorted(gaps, key=lambda k: gaps[k])[: max(1, len(self._kept) // 4)])
        self._kept = [moment for k, moment in enumerate(self._kept) if k not in gone]

    def before(self, step: int) -> Snapshot | None:
        """The last moment up to this step."""
        place = bisect_right(self._kept, step, key=lambda moment: moment.step)
        return self._kept[place - 1] if place else None

    def forget_after(self, step: int) -> None:
        """Drop what lies behind this step: the run will go another way."""
        del self._kept[bisect_right(self._kept, step, key=lambda moment: moment.step) :]
