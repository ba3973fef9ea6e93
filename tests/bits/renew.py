"""python -m tests.bits.renew: pin today's bits in tests/fixtures/digests.json, when a change of them is meant."""

import json
from pathlib import Path

from neuroglow.runtime import WasmEngine
from tests.bits.cases import CASES
from tests.bits.hosts import in_python

FIXTURE = Path(__file__).parents[1] / "fixtures" / "digests.json"

if __name__ == "__main__":
    pinned = [case | result for case, result in zip(CASES, in_python(WasmEngine, CASES), strict=True)]
    FIXTURE.write_text("[\n" + ",\n".join(json.dumps(case) for case in pinned) + "\n]\n")
    print(f"{FIXTURE.name}: {len(pinned)} recipes")
