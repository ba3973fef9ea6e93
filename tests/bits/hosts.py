"""The four places where a run can happen, each from cases to results: {"digest", "history"} of every case."""

import hashlib
import json
import math
import shutil
import struct
import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Route

from neuroglow.data.own import read_own
from neuroglow.engine.training import HISTORY
from neuroglow.experiment import Experiment, from_dict
from neuroglow.run import Run
from neuroglow.runtime import Engine, PlainEngine, WasmEngine
from tests.bits.cases import Case

ROOT = Path(__file__).parents[2]
WASM = ROOT / "src" / "neuroglow" / "static" / "engine" / "engine.wasm"
Results = list[dict[str, str]]


def digest(numbers: Iterable[float]) -> str:
    """As `Run.digest`, of any numbers."""
    bits = (b"\0\0\0\0\0\0\xf8\x7f" if math.isnan(number) else struct.pack("<d", number) for number in numbers)
    return hashlib.sha256(b"".join(bits)).hexdigest()


def experiment(case: Case) -> Experiment:
    """The experiment of a case."""
    return from_dict(case["experiment"], None if case["own"] is None else read_own(case["own"]))


def in_python(engine: type[WasmEngine] | type[PlainEngine], cases: Sequence[Case]) -> Results:
    """Python's run, in wasmtime or as plain Python."""

    def result(case: Case) -> dict[str, str]:
        made: Engine = engine()
        run = Run(experiment(case), engine=made).resume(case["log"], case["steps"])
        rows = zip(*(run.history[name].tolist() for name in HISTORY), strict=True)
        return {"digest": run.digest(), "history": digest(float(number) for row in rows for number in row)}

    return [result(case) for case in cases]


def build_harness(folder: Path) -> Path:
    """The page's run as one file of JavaScript, for Node and for a browser."""
    vite = ["node", "node_modules/vite/bin/vite.js", "build", "--config", "vite.harness.config.ts"]
    subprocess.run([*vite, "--outDir", str(folder), "--logLevel", "warn"], cwd=ROOT / "web", check=True)
    return folder / "harness.js"


def node(script: str, harness: Path, given: object) -> Any:
    """What a script returns in Node that uses the harness, the bytes of the engine, and something given."""
    program = f"""
      import {{ readFileSync }} from 'node:fs'
      const [harness, wasm] = process.argv.slice(1)
      const {{ run, reopen, codes, exports, pictures, links, written }} = await import(harness)
      const bytes = new Uint8Array(readFileSync(wasm))
      const given = JSON.parse(readFileSync(0, 'utf8'))
      console.log(JSON.stringify(await {script}))
    """
    found = shutil.which("node")
    assert found is not None, "expected Node on the PATH"
    command = [found, "--input-type=module", "--eval", program, harness.as_uri(), str(WASM)]
    told = subprocess.run(command, input=json.dumps(given), capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr
    return json.loads(told.stdout)


def in_node(harness: Path, cases: Sequence[Case]) -> Results:
    """The page's run in Node."""
    results: Results = node("run(bytes, given)", harness, cases)
    return results


def in_chromium(browser: Browser, harness: Path, cases: Sequence[Case]) -> Results:
    """The page's run in a browser, on a page of its own that is no secure context."""
    script = "run(new Uint8Array(await (await fetch('/engine.wasm')).arrayBuffer()), given)"
    results: Results = chromium(browser, script, harness, cases)
    return results


def chromium(browser: Browser, script: str, harness: Path, given: object) -> Any:
    """As `node`, in a browser; the engine is at /engine.wasm."""
    files: dict[str, dict[str, Any]] = {
        "/": {"body": "<!doctype html><title>bits</title>", "content_type": "text/html"},
        "/harness.js": {"path": harness, "content_type": "text/javascript"},
        "/engine.wasm": {"path": WASM, "content_type": "application/wasm"},
    }

    def serve(route: Route) -> None:
        found = files.get(route.request.url.removeprefix("http://bits.test"))
        route.fulfill(**found) if found else route.fulfill(status=404)

    with browser.new_context() as context:
        page = context.new_page()
        page.route("**/*", serve)
        page.goto("http://bits.test/")
        return page.evaluate(
            f"async (given) => {{ const {{ run, links }} = await import('/harness.js'); return {script} }}", given
        )
