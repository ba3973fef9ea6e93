"""The laws of pacing: from start to stop, never back, and as the pace says."""

import numpy as np
import pytest

from neuroglow.engine.pacing import LINEAR, LOG, PACES, distance, pace, pace_evenly
from neuroglow.runtime import PlainEngine, WasmEngine


@pytest.mark.parametrize("kind", range(len(PACES)))
@pytest.mark.parametrize(("start", "stop"), [(0, 0), (5, 6), (0, 100), (3, 420_000), (0, 10**12)])
@pytest.mark.parametrize("count", [1, 2, 7, 300])
def test_steps_go_from_start_to_stop_and_never_back(kind: int, start: int, stop: int, count: int) -> None:
    steps = np.zeros(count)
    pace(kind, start, stop, steps)
    assert steps[-1] == stop
    assert count == 1 or steps[0] == start
    assert (np.diff(steps) >= 0).all()
    assert (steps == np.floor(steps)).all()
    engine = WasmEngine()
    compiled = engine.zeros(count)
    engine.call("pace", kind=kind, start=start, stop=stop, steps=compiled)
    assert compiled.tolist() == steps.tolist()


def test_linear_is_even_and_log_multiplies() -> None:
    even, log = np.zeros(11), np.zeros(11)
    pace(LINEAR, 0.0, 1000.0, even)
    pace(LOG, 0.0, 1023.0, log)
    assert even.tolist() == list(range(0, 1001, 100))
    assert log.tolist() == [2**k - 1 for k in range(11)]


def test_distance_is_euclids_and_0_where_there_are_no_numbers() -> None:
    assert distance(np.array([1.0, 2.0]), np.array([4.0, 6.0])) == 5
    assert distance(np.array([1.0]), np.array([np.nan])) == 0
    assert distance(np.array([0.0]), np.array([np.inf])) == 0


@pytest.mark.parametrize("engine", [PlainEngine(), WasmEngine()])
def test_evenly_means_as_far_each_time(engine: PlainEngine | WasmEngine) -> None:
    moments, ways = engine.array([0, 10, 20, 100]), engine.array([0, 40.0, 3.0, 5.0])
    steps = engine.zeros(11)
    engine.call("pace_evenly", moments=moments, ways=ways, longest=1.0, steps=steps)
    assert steps.tolist() == [0, 1, 3, 4, 6, 7, 9, 12, 34, 67, 100]


def test_evenly_copes_with_standing_still() -> None:
    for moments, ways in (([5.0], [0.0]), ([0.0, 9.0], [0.0, 0.0]), ([0.0, 4.0, 9.0], [0.0, 0.0, 2.0])):
        steps = np.zeros(5)
        pace_evenly(np.array(moments), np.array(ways), 0.1, steps)
        assert steps[-1] == moments[-1]
        assert (np.diff(steps) >= 0).all()


def test_no_step_is_shown_for_longer_than_is_said() -> None:
    moments, ways, steps = np.arange(101.0), np.array([0.0, 50, 40, *[0.1] * 98]), np.zeros(300)
    pace_evenly(moments, ways, 0.1, steps)
    shown = np.bincount(steps.astype(int))
    assert shown.max() <= 0.12 * 300
    assert shown[0] + shown[1] + shown[2] > 0.15 * 300
