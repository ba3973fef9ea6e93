"""Python and the page write the same bytes: two writers, one set of tables."""

import base64
from pathlib import Path

import pytest

from neuroglow.errors import InputError
from neuroglow.exporting.code import code
from neuroglow.exporting.onnx import onnx
from neuroglow.exporting.tables import FRAMEWORKS
from neuroglow.exporting.trained import trained
from neuroglow.run import Run
from tests.bits.cases import Case
from tests.bits.hosts import experiment, node
from tests.exporting.cases import DIVERGED, EXPORTED

FORMS = [*FRAMEWORKS, "onnx"]


def by_python(case: Case) -> dict[str, str]:
    """A case as each of the FORMS, or why there is none."""
    run = Run(experiment(case)).resume(case["log"], case["steps"])
    try:
        net = trained(run)
    except InputError as error:
        return dict.fromkeys(FORMS, error.message)
    return {name: code(net, name) for name in FRAMEWORKS} | {"onnx": base64.b64encode(onnx(net)).decode()}


@pytest.fixture(scope="module")
def by_page(harness: Path) -> list[dict[str, str]]:
    cases = [{key: case[key] for key in ("experiment", "own", "log", "steps")} for case in EXPORTED]
    found: list[dict[str, str]] = node("exports(bytes, given)", harness, {"cases": cases, "forms": FORMS})
    return found


def test_both_write_the_same(by_page: list[dict[str, str]]) -> None:
    for case, found in zip(EXPORTED, by_page, strict=True):
        mine = by_python(case)
        for form in FORMS:
            assert found[form] == mine[form], f"{case['name']} as {form}"


def test_what_has_diverged_is_refused_by_both(by_page: list[dict[str, str]]) -> None:
    place = [case["name"] for case in EXPORTED].index(DIVERGED)
    assert by_page[place]["onnx"].startswith("expected finite weights to export, got others at step")
