"""Build the engine: engine.wasm and manifest.json in a folder."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from .manifest import manifest


def build(folder: Path) -> int:
    """Compile the engine into `folder`; the size of engine.wasm in bytes. The same sources give the same bytes."""
    from . import lowered, typed  # Numba and LLVM: only where something is compiled

    described = manifest()
    parts = [
        typed.ir_of(function) + lowered.wrapper(name, typed.symbol_of(function), described["functions"][name])
        for name, function in typed.exported().items()
    ]
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        compiled = Path(scratch) / "engine.o"
        compiled.write_bytes(lowered.wasm_object(parts))
        exports = [f"--export={name}" for name in [*described["functions"], "__heap_base"]]
        linker = [sys.executable, "-m", "ziglang", "wasm-ld", "--no-entry", "--strip-all", "--stack-first"]
        target = Path(scratch) / "engine.wasm"
        subprocess.run([*linker, *exports, "-o", str(target), str(compiled)], check=True)
        wasm = target.read_bytes()
    (folder / "engine.wasm").write_bytes(wasm)
    (folder / "manifest.json").write_text(json.dumps(described, indent=1) + "\n")
    return len(wasm)
