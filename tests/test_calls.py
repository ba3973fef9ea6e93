"""Calls of WebAssembly functions give what wasmtime's own calls give, also where a function stops."""

from typing import Any

import pytest
import wasmtime

from neuroglow import calls

TEXT = """(module
  (func (export "nothing") (param i32))
  (func (export "whole") (param i32 f64 i32) (result i32) (i32.sub (local.get 0) (local.get 2)))
  (func (export "real") (param f64 i32 f64) (result f64) (f64.div (local.get 0) (local.get 2)))
  (func (export "stops") (param i32) unreachable))"""


@pytest.fixture
def exports() -> tuple[Any, Any]:
    store = wasmtime.Store()
    instance = wasmtime.Instance(store, wasmtime.Module(store.engine, TEXT), [])
    return store, instance.exports(store)


@pytest.mark.parametrize("known", [True, False])
def test_calls_are_those_of_wasmtime(exports: tuple[Any, Any], known: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether or not the interface below is as it is known."""
    store, functions = exports
    if not known:
        monkeypatch.setattr(calls, "direct", refused)
    nothing, whole, real, stops = (
        calls.call_of(store, functions[name]) for name in ("nothing", "whole", "real", "stops")
    )
    assert nothing([1]) is None
    assert [whole([a, 0.5, b]) for a, b in ((7, 9), (-(2**31), 0), (2**31 - 1, 1))] == [-2, -(2**31), 2**31 - 2]
    assert [real([a, 1, b]) for a, b in ((1.0, 3.0), (-0.0, 1.0), (1.0, 0.0))] == [1 / 3, -0.0, float("inf")]
    with pytest.raises(wasmtime.Trap, match="unreachable"):
        stops([1])
    assert whole([3, 0.0, 1]) == 2


def refused(*_: object) -> None:
    raise AttributeError


def test_too_few_numbers_are_refused(exports: tuple[Any, Any]) -> None:
    store, functions = exports
    with pytest.raises(TypeError, match="expected 3 numbers, got 2"):
        calls.call_of(store, functions["whole"])([1, 2.0])
