"""The compiled engine in Python: engine.wasm in wasmtime, called by name, its memory seen as NumPy arrays."""

import atexit
import ctypes
import functools
import json
from pathlib import Path
from typing import Any, Protocol, cast

import numpy as np
from numpy.typing import ArrayLike, DTypeLike, NDArray

from neuroglow.calls import Call, call_of
from neuroglow.errors import EngineMissing

PAGE = 65536  # bytes, WebAssembly's unit of memory


class Engine(Protocol):
    """What runs an engine function: `engine.call("advance", steps=10, ...)`, on arrays made by `zeros` and `array`."""

    def zeros(self, shape: int | tuple[int, ...], dtype: DTypeLike = np.float64) -> NDArray[Any]:
        """A C-contiguous array of zeros that engine functions can read and write."""

    def array(self, values: ArrayLike, dtype: DTypeLike = np.float64) -> NDArray[Any]:
        """A copy of `values` that engine functions can read and write."""

    def holds(self, array: NDArray[Any]) -> bool:
        """Whether engine functions can read and write an array as it is: it was made here."""

    def call(self, function: str, **arguments: Any) -> Any:
        """Call an exported function (engine/exports.py) with all its arguments by name."""


@functools.cache
def manifest() -> dict[str, Any]:
    """The functions of the engine with their types, and the registries with their codes."""
    return dict(json.loads(asset("manifest.json")))


def code(registry: str, name: str) -> int:
    """The number that the engine knows a name by, such as code("activations", "tanh")."""
    return int(manifest()["codes"][registry].index(name))


def asset(name: str) -> bytes:
    """A file of the compiled engine."""
    path = Path(__file__).with_name("static") / "engine" / name
    if not path.is_file():
        raise EngineMissing(f"the compiled engine ({name}) is missing: build it with `python -m neuroglow.compiler`")
    return path.read_bytes()


@functools.cache
def compiled() -> tuple[Any, Any]:
    """wasmtime's engine and the engine's module, compiled once for the process."""
    import wasmtime

    engine = wasmtime.Engine()
    return engine, wasmtime.Module(engine, asset("engine.wasm"))


# Freed later, wasmtime would find its own library gone and complain on stderr.
atexit.register(compiled.cache_clear)


class WasmEngine:
    """One instance of engine.wasm with a memory of its own, which lives as long as any array made here.

    Memory is handed out from a growing top and given back as a whole: make one instance a run.
    """

    def __init__(self) -> None:
        import wasmtime

        engine, module = compiled()
        self._store = wasmtime.Store(engine)
        self._exports = cast(Any, wasmtime.Instance(self._store, module, []).exports(self._store))
        self._memory = self._exports["memory"]
        self._calls: dict[str, Call] = {}
        self._top = int(self._exports["__heap_base"].value(self._store))
        # wasmtime reserves the whole address space of a memory at first, so growing never moves it
        self._base = ctypes.addressof(self._memory.data_ptr(self._store).contents)

    def zeros(self, shape: int | tuple[int, ...], dtype: DTypeLike = np.float64) -> NDArray[Any]:
        dtype = np.dtype(dtype)
        shape = (shape,) if isinstance(shape, int) else shape
        size = int(np.prod(shape, dtype=np.int64)) * dtype.itemsize
        start = (self._top + 15) & ~15
        missing = start + size - self._memory.data_len(self._store)
        if start + size > 2**31:
            raise MemoryError(f"the engine has 2 GB of memory, and {size:,} bytes more do not fit")
        if missing > 0:
            self._memory.grow(self._store, -(-missing // PAGE))
        self._top = start + size
        buffer = cast(Any, (ctypes.c_ubyte * size).from_address(self._base + start))
        buffer.engine = self  # the memory must outlive every view of it
        view: NDArray[Any] = np.frombuffer(buffer, dtype=dtype)
        return view.reshape(shape)

    def array(self, values: ArrayLike, dtype: DTypeLike = np.float64) -> NDArray[Any]:
        source = np.asarray(values, dtype=dtype)
        view = self.zeros(source.shape, dtype)
        view[...] = source
        return view

    def holds(self, array: NDArray[Any]) -> bool:
        return 0 < self._place(array) <= self._top and array.flags.c_contiguous

    def _place(self, array: NDArray[Any]) -> int:
        """Where an array begins, if it is in the memory."""
        return int(array.__array_interface__["data"][0]) - self._base

    def call(self, function: str, **arguments: Any) -> Any:
        flat: list[int | float] = []
        for name, kind, dtype, dimensions in signature(function):
            value = arguments.pop(name)
            if dimensions:
                place = self._place(value) if isinstance(value, np.ndarray) else 0
                fits = 0 < place <= self._top and value.flags.c_contiguous
                if not fits or value.dtype != dtype or value.ndim != dimensions:
                    raise TypeError(f"{function}: {name} must be a {kind} array made by this engine")
                flat += (place, *value.shape)
            else:
                flat.append(float(value) if kind == "float64" else int(value))
        if arguments:
            raise TypeError(f"{function} has no argument {', '.join(arguments)}")
        if function not in self._calls:
            self._calls[function] = call_of(self._store, self._exports[function])
        return self._calls[function](flat)


@functools.cache
def signature(function: str) -> tuple[tuple[str, str, "np.dtype[Any]", int], ...]:
    """Of each argument its name, its kind as the manifest has it, and what that means: a type, 0 to 2 dimensions."""
    found = []
    for name, kind in manifest()["functions"][function]["args"]:
        dtype, _, dimensions = kind.removesuffix("]").partition("[")
        found.append((name, kind, np.dtype(dtype), int(dimensions or 0)))
    return tuple(found)


class PlainEngine:
    """The same functions as plain Python on NumPy arrays: thousands of times slower, open to a debugger, same bits."""

    def zeros(self, shape: int | tuple[int, ...], dtype: DTypeLike = np.float64) -> NDArray[Any]:
        return np.zeros(shape, dtype)

    def array(self, values: ArrayLike, dtype: DTypeLike = np.float64) -> NDArray[Any]:
        return np.array(values, dtype=dtype, order="C")

    def holds(self, array: NDArray[Any]) -> bool:
        return array.flags.c_contiguous

    def call(self, function: str, **arguments: Any) -> Any:
        from neuroglow.engine import exports

        with np.errstate(all="ignore"):  # overflow and NaN are states of a run, as in the compiled engine
            return getattr(exports, function)(**arguments)
