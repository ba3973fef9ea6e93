"""The part that knows Numba: the engine's plain functions, typed, as LLVM IR."""

import os

# Unoptimised IR for no particular processor: LLVM's WebAssembly target does all the optimising, on every host alike.
os.environ |= {"NUMBA_OPT": "0", "NUMBA_CPU_NAME": "generic", "NUMBA_CPU_FEATURES": ""}
import functools
import importlib
from types import FunctionType, ModuleType
from typing import Any

from llvmlite import ir
from numba import njit, types
from numba.core.compiler import Flags, compile_extra
from numba.core.registry import cpu_target
from numba.cpython import slicing
from numba.extending import intrinsic

from .manifest import signature

MODULES = (
    "numbers", "random", "formulas", "activations", "losses", "initializers", "optimizers", "datasets",
    "patterns", "pictures", "network", "preparation", "training",
    "inspection", "portraits", "views", "landscapes", "spaces", "diagnosis",
    "layouts", "lines", "passes", "pacing", "strokes", "exports",
)  # fmt: skip
INLINED = ("numbers",)  # a call in an inner loop would keep it from becoming SIMD instructions
SCALARS = {"int32": types.int32, "float64": types.float64, "float32": types.float32, "uint8": types.uint8}

# No index in the engine counts from an array's end. Without Numba's check for that, LLVM sees that numbers which are
# used one after the other are neighbours in memory, and has SIMD instructions for them: a quarter to a half more speed.
assert hasattr(slicing, "fix_index"), "expected Numba to have slicing.fix_index: look where it wraps indices now"
slicing.fix_index = lambda _builder, index, _size: index


@intrinsic  # type: ignore[untyped-decorator]
def float_from_bits(_: Any, bits: Any) -> Any:
    """numbers.float_from_bits as one instruction."""

    def codegen(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return builder.bitcast(args[0], ir.DoubleType())

    return types.float64(types.int64), codegen


@intrinsic  # type: ignore[untyped-decorator]
def bits_from_float(_: Any, x: Any) -> Any:
    """numbers.bits_from_float as one instruction."""

    def codegen(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return builder.bitcast(args[0], ir.IntType(64))

    return types.int64(types.float64), codegen


@functools.cache
def exported() -> dict[str, FunctionType]:
    """The functions of exports.EXPORTS by name, calling compiled versions of all that they call.

    The engine's own modules stay plain Python: each function is copied into a namespace in which the names of other
    engine functions stand for their compiled versions.
    """
    compiled: dict[Any, Any] = {}
    scope: dict[str, Any] = {}
    for name in MODULES:
        module = importlib.import_module(f"neuroglow.engine.{name}")
        scope = namespace(module, compiled)
    return {function.__name__: scope[function.__name__].py_func for function in scope["EXPORTS"]}


def namespace(module: ModuleType, compiled: dict[Any, Any]) -> dict[str, Any]:
    """The module's names with every engine function replaced by its compiled version; adds its own to `compiled`."""
    scope = dict(vars(module))
    bits = {"float_from_bits": float_from_bits, "bits_from_float": bits_from_float}
    for name, value in vars(module).items():
        if isinstance(value, FunctionType) and value.__module__ == module.__name__:
            copy = FunctionType(value.__code__, scope, name, value.__defaults__)
            copy.__annotations__ = value.__annotations__
            inlined = module.__name__.rpartition(".")[2] in INLINED
            compiled[value] = bits.get(name) or njit(copy, error_model="numpy", _nrt=False, forceinline=inlined)
    for name, value in vars(module).items():
        if isinstance(value, FunctionType):
            scope[name] = compiled.get(value, value)
        elif isinstance(value, ModuleType) and value.__name__.startswith("neuroglow.engine."):
            scope[name] = Namespace(value, compiled)
    return scope


class Namespace(ModuleType):
    """An engine module as another one sees it, with compiled functions in place of plain ones."""

    def __init__(self, module: ModuleType, compiled: dict[Any, Any]) -> None:
        super().__init__(module.__name__)
        for name, value in vars(module).items():
            if not name.startswith("__"):
                setattr(self, name, compiled.get(value, value) if isinstance(value, FunctionType) else value)


def numba_type(name: str) -> Any:
    """ "float64[2]" as a C-contiguous Numba array type, "int32" as a scalar."""
    scalar, _, dimensions = name.partition("[")
    return types.Array(SCALARS[scalar], int(dimensions[:-1]), "C") if dimensions else SCALARS[scalar]


@functools.cache
def result_of(function: FunctionType) -> Any:
    """Numba's result for an exported function: no Python C API, no reference counting, no exceptions for 0/0."""
    flags = Flags()
    flags.nrt = False
    flags.no_cpython_wrapper = flags.no_cfunc_wrapper = True
    flags.error_model = "numpy"
    described = signature(function)
    args = tuple(numba_type(kind) for _, kind in described["args"])
    returns = types.void if described["returns"] == "void" else SCALARS[described["returns"]]
    typing, target = cpu_target.typing_context, cpu_target.target_context
    typing.refresh()
    target.refresh()
    return compile_extra(typing, target, function, args, returns, flags, {})


def symbol_of(function: FunctionType) -> str:
    """The name of the function in its IR."""
    return str(result_of(function).fndesc.llvm_func_name)


def ir_of(function: FunctionType) -> str:
    """The function and all that it calls as LLVM IR."""
    return str(result_of(function).library._final_module)
