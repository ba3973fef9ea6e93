"""From the engine's Python to engine.wasm: Numba types it, LLVM lowers it to WebAssembly, wasm-ld links it.

Needed to build the package, never to use it. typed.py knows Numba, lowered.py knows LLVM, manifest.py writes down what
hosts must know to call the result.
"""

from .build import build

__all__ = ["build"]
