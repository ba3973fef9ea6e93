"""What is written for the page is what Python says, and is up to date."""

import json
import re
from pathlib import Path

import pytest

import neuroglow as ng
from neuroglow import schema
from neuroglow.compiler.manifest import manifest
from neuroglow.experiment import FIELDS, Experiment


def test_the_generated_files_are_up_to_date() -> None:
    assert schema.main(["--check"]) == 0


def test_check_writes_nothing_and_fails_on_a_difference(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(schema, "FOLDER", tmp_path / "src")
    assert schema.main(["--check"]) == 1
    assert not schema.FOLDER.exists()
    assert schema.main([]) == 0
    assert schema.main(["--check"]) == 0
    (schema.FOLDER / schema.GENERATED / "schema.ts").write_text("export {}\n")
    assert schema.main(["--check"]) == 1
    assert "schema.ts" in capsys.readouterr().err


def test_every_field_is_in_the_page_with_its_rule() -> None:
    text = schema.schema()
    for key, rule in FIELDS.items():
        assert f"  readonly {key.rpartition('.')[2]}: " in text
        assert f'"{key}": {{\n    "kind": "{rule.kind}"' in text
    assert "  readonly task: 'auto' | 'regression' | 'classification'\n" in text
    assert "  readonly batch_size: number | 'full'\n" in text
    assert "table" not in schema.structure("Experiment", Experiment)


def test_the_page_has_the_experiments_with_every_field() -> None:
    experiments = json.loads(schema.generated()[f"{schema.GENERATED}experiments.json"])
    assert [one["name"] for one in experiments] == ng.experiments() + ng.failures()
    assert [one["name"] for one in experiments if one.get("kind") == "failures"] == ng.failures()
    assert all(one["experiment"] == json.loads(json.dumps(ng.load(one["name"]).to_dict())) for one in experiments)
    assert json.loads(schema.generated()[f"{schema.GENERATED}first.json"]) in [one["experiment"] for one in experiments]


def test_workers_and_the_page_are_offered_what_they_call_and_films_functions_go_to_neither() -> None:
    drawing, training = (
        set(re.findall(r'^  "(\w+)": \{$', schema.generated()[f"{schema.GENERATED}{name}.ts"], re.MULTILINE))
        for name in ("drawing", "manifest")
    )
    functions = set(manifest()["functions"])
    assert drawing == set(schema.DRAWING)
    assert functions - training == drawing | set(schema.FILMS)
