"""python -m neuroglow.compiler [FOLDER]: write engine.wasm and manifest.json there, by default beside the page."""

import sys
from pathlib import Path

from .build import build

folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[1] / "static" / "engine"
size = build(folder)
print(f"engine.wasm: {size / 1000:.1f} kB")
