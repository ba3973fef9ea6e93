"""Snapshots are few, and never far apart: any moment of a long run is a short way from one."""

from itertools import pairwise

import numpy as np
import pytest

from neuroglow.data.dataset import Dataset
from neuroglow.experiment import Training
from neuroglow.snapshots import MOST, Snapshot, Snapshots
from neuroglow.workspace import Memory


def moment(step: int, size: int = 1) -> Snapshot:
    numbers, whole = np.zeros(size), np.zeros(0, np.int32)
    data = Dataset("none", ("x",), np.zeros((1, 2)), ("y",), "regression", (), np.zeros((1, 2)))
    return Snapshot(step, 0, Training(), data, Memory(numbers, numbers, numbers, whole, whole, numbers))


@pytest.mark.parametrize("pieces", [1, 37, 1000])
def test_there_are_few_and_the_farthest_gap_is_small(pieces: int) -> None:
    kept = Snapshots()
    one = moment(0)
    for k in range(1, 10_001):
        kept.add(one._replace(step=k * pieces))
    steps = [0, *(other.step for other in kept._kept)]
    assert len(steps) <= MOST + 1
    assert steps[-1] == 10_000 * pieces
    gaps = [after - before for before, after in pairwise(steps)]
    assert max(gaps) < 0.015 * steps[-1]
    assert max(gaps[-20:]) < 0.003 * steps[-1]
    assert gaps[-1] == pieces
    assert [kept.before(step) is None for step in (0, pieces, steps[-1])] == [True, kept._kept[0].step > pieces, False]


def test_those_of_large_networks_are_fewer() -> None:
    kept = Snapshots()
    large = moment(0, 4_000_000)  # four arrays of 32 MB
    for step in range(1, 30):
        kept.add(large._replace(step=step))
    assert len(kept._kept) == 2
    assert kept._kept[-1].step == 29


def test_they_are_forgotten_when_a_run_goes_another_way() -> None:
    kept = Snapshots()
    for step in (10, 20, 30):
        kept.add(moment(step))
    copy = kept.copy()
    kept.forget_after(20)
    assert [30 in kept, 20 in kept, 30 in copy] == [False, True, True]
