"""Parquet files become the text of a CSV, number by number."""

import datetime
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from neuroglow.data import parquet as reader
from neuroglow.data.reading import read_parquet
from neuroglow.data.tables import read_table
from neuroglow.files import TABLE
from tests.sentences import SENTENCE, is_sentence_or_nothing, refusal


def written(folder: Path, **columns: Any) -> Path:
    path = folder / "a.parquet"
    parquet.write_table(pyarrow.table(columns), path)
    return path


def refused(path: Path) -> str:
    message = refusal(read_parquet, path)
    assert SENTENCE.fullmatch(message)
    return message


def test_every_type_has_its_text(tmp_path: Path) -> None:
    noon = datetime.datetime(2020, 1, 2, 12, 30)
    path = written(
        tmp_path,
        whole=[1, None, 2**60],
        fraction=[0.1, float("nan"), 1e-300],
        single=pyarrow.array([0.1, None, 2], pyarrow.float32()),
        text=["a,b", 'say "x"', None],
        truth=[True, None, False],
        day=[noon.date(), None, noon.date()],
        time=pyarrow.array([noon, None, noon], pyarrow.timestamp("ms")),
        there=pyarrow.array([noon, None, noon], pyarrow.timestamp("ms", "Europe/Paris")),
        price=[Decimal("1.50"), None, Decimal("-0.05")],
        kind=pyarrow.array(["u", "v", None]).dictionary_encode(),
        nothing=pyarrow.nulls(3),
    )
    table = read_parquet(path)
    assert table.name == "a.parquet"
    assert table.text.splitlines() == [
        '"whole","fraction","single","text","truth","day","time","there","price","kind","nothing"',
        '1,0.1,0.10000000149011612,"a,b",true,2020-01-02,2020-01-02 12:30:00.000,2020-01-02 12:30:00.000Z,1.50,u,',
        ',,,"say ""x""",,,,,,v,',
        "1152921504606846976,1e-300,2.0,,false,2020-01-02,2020-01-02 12:30:00.000,2020-01-02 12:30:00.000Z,-0.05,,",
    ]


@given(st.lists(st.floats(-1e99, 1e99), min_size=2, max_size=20, unique=True))
@settings(deadline=None)
def test_numbers_keep_every_bit(tmp_path_factory: pytest.TempPathFactory, values: list[float]) -> None:
    path = written(tmp_path_factory.mktemp("numbers"), **{"x;;;;": values, "y": list(range(len(values)))})
    assert read_table(read_parquet(path).text, task="regression").x.tolist() == [values]


def test_batches_do_not_matter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path, x=np.arange(100) / 7, y=[f"{k % 3}" for k in range(100)])
    whole = read_parquet(path)
    monkeypatch.setattr(reader, "BATCH", 7)
    assert read_parquet(path) == whole


def test_what_cannot_be_used_is_refused(tmp_path: Path) -> None:
    nested = written(tmp_path, tags=[[1], [2]], y=[1, 2])
    assert refused(nested).startswith("expected columns of numbers, texts, truths and times, got 'tags' of type list<")
    assert "expected at most 1,000 columns, got 1,001" in refused(
        written(tmp_path, **{f"c{k}": [1] for k in range(1001)})
    )
    assert "expected at most 1,000,000 rows, got 1,000,001" in refused(written(tmp_path, x=np.zeros(1_000_001)))
    assert "expected a table as UTF-8 text" in refused(written(tmp_path, x=["a\0b"], y=[1]))
    for content in (b"", b"PAR1", b"a,b\n1,2\n", b"PAR1" + bytes(50) + b"PAR1"):
        (tmp_path / "a.parquet").write_bytes(content)
        assert "expected a Parquet file, got 'a.parquet', which is none or damaged" in refused(tmp_path / "a.parquet")


def test_a_text_that_swells_ends_at_the_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "TABLE", TABLE._replace(limit=1_000_000))
    one = pyarrow.array(["x" * 100_000]).dictionary_encode()
    path = written(tmp_path, x=one.take(pyarrow.array([0] * 100_000)), y=range(100_000))
    assert path.stat().st_size < 1_000_000
    assert "expected a table of at most 1 MB" in refused(path)


def test_without_pyarrow_it_is_said_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    message = refused(tmp_path / "a.parquet")
    assert message.startswith("expected pyarrow to read Parquet, got none installed: pip install")


@given(st.data())
@settings(deadline=None)
def test_files_that_were_changed_are_read_or_refused_with_a_sentence(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    path = written(tmp_path_factory.mktemp("changed"), x=[1.5, 2.5, None], y=["a", "b", "a"])
    content = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    path.write_bytes(content[: data.draw(st.sampled_from([len(content), len(content) // 2]))])
    assert is_sentence_or_nothing(refusal(read_parquet, path))
