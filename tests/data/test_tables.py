"""The reader of tables: held to docs/tables.md by the fixtures that the page reads too."""

import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neuroglow.data import tables
from neuroglow.data.bundled import BUNDLED
from neuroglow.data.tables import read_table
from neuroglow.errors import InputError
from neuroglow.files import TABLE, decode, read_text
from neuroglow.limits import LIMITS
from tests.sentences import SENTENCE, is_sentence_or_nothing, refusal

FIXTURES = Path(__file__).parents[1] / "fixtures" / "tables"
CASES = [
    pytest.param(path.with_suffix(".csv"), case, id=f"{path.stem}-{case['target']}-{case['task']}")
    for path in sorted(FIXTURES.glob("*.json"))
    for case in json.loads(path.read_text(encoding="utf-8"))
]


@pytest.mark.parametrize(("path", "case"), CASES)
def test_the_reader_follows_the_written_rules(path: Path, case: dict[str, Any]) -> None:
    options: dict[str, Any] = {"target": case["target"], "task": case["task"]}
    if "error" in case:
        with pytest.raises(InputError) as raised:
            read_table(decode(path.read_bytes(), TABLE), **options)
        assert (raised.value.message, raised.value.field) == (case["error"], case["field"])
        return
    table, expected = read_table(decode(path.read_bytes(), TABLE), **options), case["expected"]
    assert list(table.columns) == expected["columns"]
    assert table.x.tolist() == expected["x"]
    assert np.signbit(table.x).tolist() == np.signbit(np.array(expected["x"])).tolist()
    assert {name: list(parts) for name, parts in table.groups.items()} == expected["groups"]
    assert (table.targets, table.task, list(table.classes)) == (
        (expected["target"],),
        expected["task"],
        expected["classes"],
    )
    assert table.values.tolist() == [expected["values"]]
    assert list(table.notices) == expected["notices"]


def test_every_fixture_has_both_files() -> None:
    assert {path.stem for path in FIXTURES.glob("*.csv")} == {path.stem for path in FIXTURES.glob("*.json")}


def test_every_kind_of_message_in_the_document_is_in_a_fixture_or_in_a_test_here() -> None:
    document = (Path(__file__).parents[2] / "docs" / "tables.md").read_text(encoding="utf-8")
    errors = document.partition("## Errors")[2]
    beginnings = {re.split(r"['\"\d(]", message)[0] for message in re.findall(r"`(expected [^`]*)`", errors)}
    held = "\n".join(path.read_text(encoding="utf-8") for path in FIXTURES.glob("*.json"))
    tests = (Path(__file__), Path(__file__).with_name("test_parquet.py"), Path(__file__).parents[1] / "test_files.py")
    elsewhere = "\n".join(path.read_text(encoding="utf-8") for path in tests)
    missing = [beginning for beginning in beginnings if beginning not in held and beginning.strip() not in elsewhere]
    assert missing == []


def refused(text: str) -> str:
    message = refusal(lambda: read_table(text))
    assert SENTENCE.fullmatch(message)
    return message


def test_blocks_do_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    text = (FIXTURES / "missing.csv").read_text() + "".join(
        f"{k},{k / 7},,{'yes' if k % 3 else 'no'}\n" for k in range(99)
    )
    whole = read_table(text)
    for size in (1, 2, 7):
        monkeypatch.setattr(tables, "BLOCK", size)
        parts = read_table(text)
        assert parts.x.tobytes() == whole.x.tobytes()
        assert parts.values.tobytes() == whole.values.tobytes()
        assert (parts.classes, parts.notices) == (whole.classes, whole.notices)


def test_classes_are_called_as_the_first_row_that_remains_writes_them(monkeypatch: pytest.MonkeyPatch) -> None:
    text = (FIXTURES / "numeric-classes.csv").read_text()
    for size in (1, 2, 7):
        monkeypatch.setattr(tables, "BLOCK", size)
        assert read_table(text).classes == ("0", "1")


def test_a_column_may_turn_out_to_hold_texts_late() -> None:
    rows = 2 * tables.BLOCK
    text = "a,b,y\n" + "".join(f"{k % 9},{k},{k % 5}.5\n" for k in range(rows)) + "n.b.,1,2\n"
    table = read_table(text)
    assert table.columns[:2] == ("a=0", "a=1")
    assert table.columns[-2:] == ("a=n.b.", "b")
    assert len(table) == rows + 1


def test_limits_of_rows_and_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "expected at most 1,000 columns, got 100,000:" in refused(",".join(f"c{k}" for k in range(100_000)) + "\n")
    small = type(LIMITS)(rows=10, numbers=20, neurons=5)
    monkeypatch.setattr(tables, "LIMITS", small)
    row = "1,2,3.5\n2,3,4\n"
    assert "expected at most 10 rows, got more" in refused("a,b,y\n" + 6 * row)
    assert len(read_table("a,b,y\n" + 5 * row)) == 10
    assert "expected at most 20 numbers (rows times inputs), got 24" in refused("a,b,c,y\n" + 4 * "1,2,3,4\n1,2,3,5\n")
    assert "expected at most 5 inputs, got 6 after turning texts" in refused("a,b,y\nu,u,1\nv,v,2\nw,w,3\n")


def test_a_cell_has_its_limit() -> None:
    assert "expected cells of at most 131,072 characters, got a longer one in line 2" in refused(
        f"a,y\n{'x' * 200_000},1\n2,3\n"
    )


def test_bundled_tables() -> None:
    assert set(BUNDLED) == {"houses", "iris", "penguins", "rated-houses", "ten-houses", "xor-milo"}
    tables = {name: read_table(read_text(path, TABLE)) for name, path in BUNDLED.items()}
    iris, penguins, houses = tables["iris"], tables["penguins"], tables["ten-houses"]
    assert iris.classes == ("setosa", "versicolor", "virginica")
    assert np.bincount(iris.values[0].astype(int)).tolist() == [50, 50, 50]
    # Fisher's own means of sepal length and petal width.
    assert iris.x[0].mean() == pytest.approx(5.8433, abs=1e-4)
    assert iris.x[3].mean() == pytest.approx(1.1993, abs=1e-4)
    assert penguins.classes == ("Adelie", "Chinstrap", "Gentoo")
    assert np.bincount(penguins.values[0].astype(int)).tolist() == [146, 68, 119]
    assert penguins.notices[0].startswith("11 of 344 rows are left out because they miss a value")
    assert penguins.x[penguins.columns.index("body_mass_g")].mean() == pytest.approx(4207.06, abs=0.01)
    assert (houses.columns, houses.targets, len(houses)) == (("area", "bathrooms"), ("price",), 10)
    assert tables["houses"].x.tolist() == houses.x[:1, :3].tolist()


cells = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=5)


@given(st.lists(st.lists(cells, min_size=3, max_size=3), max_size=8), st.sampled_from(",;\t"))
@settings(deadline=None)
def test_any_quoted_table_is_read_or_refused_with_a_sentence(rows: list[list[str]], delimiter: str) -> None:
    text = "".join(delimiter.join('"' + cell.replace('"', '""') + '"' for cell in row) + "\n" for row in rows)
    message = refusal(lambda: read_table(text))
    assert is_sentence_or_nothing(message)
    if not message:
        table = read_table(text)
        assert np.isfinite(table.x).all()
        assert np.isfinite(table.values).all()


@given(st.binary(max_size=60))
@settings(deadline=None)
def test_any_bytes_are_read_or_refused_with_a_sentence(content: bytes) -> None:
    assert is_sentence_or_nothing(refusal(lambda: read_table(decode(content, TABLE))))


@given(st.lists(st.floats(-1e99, 1e99), min_size=2, max_size=20, unique=True))
@settings(deadline=None)
def test_numbers_keep_every_bit(values: list[float]) -> None:
    text = "x,y\n" + "".join(f"{value!r},{place}.5\n" for place, value in enumerate(values))
    assert read_table(text, task="regression").x.tolist() == [values]
