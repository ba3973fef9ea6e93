"""The Python that chapters show for a run, written by the page's code, comes to that very run."""

import contextlib
import io
import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import neuroglow as ng
from tests.bits.cases import CASES
from tests.bits.hosts import build_harness, node

Start = dict[str, Any]
"""{"from": a built-in experiment, "experiment", "own", "log", "step"}, as the page has it."""
NAMES = [name for name in ng.experiments() if ng.load(name).steps <= 2000]
IN_A_FILE = {"arrays", "images", "picture"}
"""Data that lines of Python cannot hold."""


def start(name: str, changes: dict[str, Any] | None = None, log: list[Any] | None = None, step: int = 0) -> Start:
    """A built-in experiment, changed as a chapter does it."""
    return {"from": name, "experiment": ng.load(name).replace(changes or {}).to_dict(), "log": log or [], "step": step}


def by_chance(seed: int) -> Start:
    """A run that a restless reader has come to."""
    random = np.random.default_rng(seed)
    pick, some = random.integers, random.random
    settings: list[dict[str, Any]] = [
        {"learning_rate": 0.01}, {"batch_size": "full"}, {"optimizer": "adam"}, {"l2": 0.001, "order": "cyclic"},
        {"momentum": 0.5}, {"learning_rate": 0.03}, {"loss": "mae"},
    ]  # fmt: skip

    def action() -> dict[str, Any]:
        place = {"layer": int(pick(2)), "neuron": int(pick(2))}
        actions: list[dict[str, Any]] = [
            {"edit": place | {"input": int(pick(2)), "value": float(some() * 10.0 ** pick(-9, 2))}},
            {"edit": place | {"input": None, "value": 0}},
            {"set": settings[pick(len(settings))]},
            {"mute": place | {"muted": bool(pick(2))}},
            {"freeze": {"layer": int(pick(3)), "frozen": bool(pick(2))}},
            {"points": {"remove": [int(pick(8))]}},
            {"points": {"add": [[0.5, float(some()), 1]], "move": [[1, -2, float(some()), 0]]}},
        ]
        return actions[pick(len(actions))]

    steps = sorted(int(pick(40) * pick(2)) for _ in range(12))
    changes = {"data.samples": 40, "network.hidden": [3, 2], "network.output": "tanh", "network.seed": seed}
    return start("circle", changes, [[step, action()] for step in steps], step=40)


STARTS = [
    *(start(name, step=20) for name in NAMES),
    start("houses", {"data.standardize": "none", "network.init": "zeros"}, step=3),
    *({"from": "houses", **case, "step": case["steps"]} for case in CASES),
    *map(by_chance, range(25)),
]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, str]]:
    given = [{key: one.get(key) for key in ("from", "experiment", "own", "log", "step")} for one in STARTS]
    found: list[dict[str, str]] = node("codes(bytes, given)", build_harness(tmp_path_factory.mktemp("code")), given)
    return found


@pytest.mark.parametrize(
    "place", range(len(STARTS)), ids=lambda place: STARTS[place].get("name", STARTS[place]["from"])
)
def test_the_code_of_a_run_makes_it(
    told: list[dict[str, str]], place: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    code, glow = told[place]["code"], told[place]["glow"]
    saved = json.loads(glow)
    kind = saved.get("own", {}).get("kind")
    assert ("run.glow" in code) == (kind in IN_A_FILE)
    Path("run.glow").write_text(glow, encoding="utf-8")
    printed, names = io.StringIO(), dict[str, Any]()
    with contextlib.redirect_stdout(printed):
        exec(compile(code, "shown", "exec"), names)
    run = names["run"]
    assert (run.step, run.digest()) == (saved["step"], saved["digest"])
    comment = re.search(r"  # (.+)\n$", code)
    assert comment is not None
    assert printed.getvalue() == f"{comment[1]}\n"
