"""Calls of WebAssembly functions that take and return numbers, for the price of the call.

wasmtime's own `Func.__call__` asks for the type of every parameter anew and makes several objects of each: for the
engine's functions, with some 20 numbers each, that takes longer than what most of them do for a picture. Here a
function's parameters have their place in memory once and for all. The interface below Func is not promised to stay:
where it has become another one, calls are made through Func.
"""

import ctypes
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

Number = int | float
Call = Callable[[Sequence[Number]], Any]
"""Takes int for i32 and float for f64."""


def call_of(store: Any, function: Any) -> Call:
    """What calls a wasmtime Func of i32 and f64, with a sequence of its arguments."""
    try:
        return direct(store, function)
    except (ImportError, AttributeError):
        return lambda numbers: function(store, *numbers)


def direct(store: Any, function: Any) -> Call:
    """`call_of` through the C interface. Raises ImportError or AttributeError where that is not as it is known here."""
    from wasmtime import Trap, WasmtimeError, _ffi

    kinds = {"i32": _ffi.WASMTIME_I32.value, "f64": _ffi.WASMTIME_F64.value}
    signature = function.type(store)
    params, results = ([str(kind) for kind in side] for side in (signature.params, signature.results))
    given, got = (_ffi.wasmtime_val_t * len(params))(), (_ffi.wasmtime_val_t * len(results))()
    for value, kind in zip(given, params, strict=True):
        value.kind = kinds[kind]
    size, offset = ctypes.sizeof(_ffi.wasmtime_val_t), _ffi.wasmtime_val_t.of.offset
    memory: Any = given
    wholes = np.ndarray(len(params), np.int32, memory, offset, (size,))
    reals = np.ndarray(len(params), np.float64, memory, offset, (size,))
    real = [place for place, kind in enumerate(params) if kind == "f64"]
    answer = {(): None, ("i32",): "i32", ("f64",): "f64"}[tuple(results)]
    invoke, this, trap_pointer = _ffi.wasmtime_func_call, ctypes.byref(function._func), ctypes.POINTER(_ffi.wasm_trap_t)

    def call(numbers: Sequence[Number]) -> Any:
        if len(numbers) != len(params):
            raise TypeError(f"expected {len(params)} numbers, got {len(numbers)}")
        wholes[:] = [0 if isinstance(number, float) else number for number in numbers] if real else numbers
        for place in real:
            reals[place] = numbers[place]
        trap = trap_pointer()
        error = invoke(store._context(), this, given, len(params), got, len(results), ctypes.byref(trap))
        if error:
            raise WasmtimeError._from_ptr(error)
        if trap:
            raise Trap._from_ptr(trap)
        return None if answer is None else getattr(got[0].of, answer)

    return call
