"""The engine's memory for pictures: it only grows, so what is given to the engine again and again has its place."""

import atexit
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import DTypeLike, NDArray

from neuroglow.run import Run
from neuroglow.runtime import Engine, WasmEngine


class Rooms:
    """Arrays that engine functions read and write, by name; the same room each time it is asked for.

    owners: whose picture is in a room that several pictures use in turns.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.owners: dict[str, object] = {}
        self._rooms: dict[tuple[str, str], NDArray[Any]] = {}

    def room(self, name: str, shape: int | tuple[int, ...], dtype: DTypeLike = np.float64) -> NDArray[Any]:
        """Room that holds whatever it held before."""
        size = int(np.prod(shape))
        key = (name, np.dtype(dtype).str)
        held = self._rooms.get(key)
        if held is None or held.size < size:
            held = self._rooms[key] = self.engine.zeros(max(16, size + size // 2), dtype)
        return held[:size].reshape(shape)

    def put(self, name: str, values: NDArray[Any]) -> NDArray[Any]:
        """A copy of values where the engine reads them."""
        held = self.room(name, values.shape, values.dtype)
        held[...] = values
        return held


_KEPT: WeakKeyDictionary[Run, Rooms] = WeakKeyDictionary()
atexit.register(_KEPT.clear)  # engines go before the library that runs them


def rooms_of(run: Run) -> Rooms:
    """All pictures of a run share their room, which goes with the run."""
    if run not in _KEPT:
        _KEPT[run] = Rooms(WasmEngine())
    return _KEPT[run]
