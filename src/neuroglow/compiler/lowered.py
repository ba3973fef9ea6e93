"""The part that knows LLVM: from IR to a WebAssembly object."""

import re
from typing import Any

import llvmlite.binding as llvm

DATA_LAYOUT = "e-m:e-p:32:32-p10:8:8-p20:8:8-i64:64-i128:128-n32:64-S128-ni:1:10:20"
TRIPLE = "wasm32-unknown-unknown"
LLVM_TYPES = {"float64": "double", "int32": "i32"}
ARRAY = re.compile(r"ptr (%arg\.\w+(?:\.\d+)?\.4)\b")  # where an array's data is, or that of a member of a tuple
SIZES = {"float64": 8, "float32": 4, "int32": 4, "uint8": 1}


def wrapper(export: str, symbol: str, described: dict[str, Any]) -> str:
    """IR of a function that takes plain pointers and lengths, and passes on the array structures that Numba expects."""
    result = LLVM_TYPES.get(described["returns"], "ptr")
    params, setup, call = [], [f"%ret = alloca {result}", "%exc = alloca ptr"], ["ptr %ret", "ptr %exc"]
    for name, kind in described["args"]:
        scalar, _, dimensions = kind.partition("[")
        if not dimensions:
            params.append(f"{LLVM_TYPES[kind]} %{name}")
            call.append(f"{LLVM_TYPES[kind]} %{name}")
            continue
        size = SIZES[scalar]
        sides = [f"%{name}_{k}" for k in range(int(dimensions[:-1]))]
        params += [f"ptr %{name}", *(f"i32 {side}" for side in sides)]
        setup += [f"{side}w = sext i32 {side} to i64" for side in sides]
        shape = [f"i64 {side}w" for side in sides]
        if len(sides) == 1:
            items, strides = shape[0], [f"i64 {size}"]
        else:
            setup += [f"%{name}_n = mul i64 {sides[0]}w, {sides[1]}w", f"%{name}_s = mul i64 {sides[1]}w, {size}"]
            items, strides = f"i64 %{name}_n", [f"i64 %{name}_s", f"i64 {size}"]
        call += ["ptr null", "ptr null", items, f"i64 {size}", f"ptr %{name}", *shape, *strides]
    body = [*setup, f"%status = call i32 @{symbol}({', '.join(call)})"]
    returns = LLVM_TYPES.get(described["returns"], "void")
    if returns == "void":
        body.append("ret void")
    else:
        body += [f"%value = load {returns}, ptr %ret", f"ret {returns} %value"]
    return f"define {returns} @{export}({', '.join(params)}) {{\n" + "\n".join(body) + "\n}\n"


def adapted(ir: str) -> str:
    """Numba's IR for another target: its triple and layout, no processor attributes, sqrt as one instruction.

    Arrays that a function is given never overlap (a rule of the engine), which LLVM is told by `noalias`.
    """
    ir = re.sub(r'target triple = ".*"', f'target triple = "{TRIPLE}"', ir)
    ir = re.sub(r'target datalayout = ".*"', f'target datalayout = "{DATA_LAYOUT}"', ir)
    ir = re.sub(r"attributes #(\d+) = \{.*", r"attributes #\1 = { nounwind }", ir)
    ir = re.sub(r"= common (local_unnamed_addr )?global", "= internal global", ir)
    ir = re.sub(r"^define .*", lambda line: ARRAY.sub(r"ptr noalias \1", line[0]), ir, flags=re.MULTILINE)
    return ir.replace("double @sqrt(", "double @llvm.sqrt.f64(")


def wasm_object(parts: list[str]) -> bytes:
    """One WebAssembly object from the IR of all exports; functions that several of them call are merged."""
    llvm.initialize_all_targets()
    llvm.initialize_all_asmprinters()
    module = llvm.parse_assembly(adapted(parts[0]))
    for part in parts[1:]:
        module.link_in(llvm.parse_assembly(adapted(part)))
    # Nothing but the wrappers is called from outside, so LLVM may drop arguments that nobody uses or that never vary.
    module = llvm.parse_assembly(
        re.sub(r"^define (linkonce_odr )?i32 @_Z", "define internal i32 @_Z", str(module), flags=re.M)
    )
    module.verify()
    machine = llvm.Target.from_triple(TRIPLE).create_target_machine(opt=3, features="+simd128,+bulk-memory")
    tuning = llvm.create_pipeline_tuning_options(speed_level=3)
    tuning.loop_vectorization = tuning.slp_vectorization = tuning.loop_unrolling = True
    passes = llvm.create_pass_builder(machine, tuning)
    passes.getModulePassManager().run(module, passes)
    return bytes(machine.emit_object(module))
