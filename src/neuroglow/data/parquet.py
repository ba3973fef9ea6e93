"""Parquet -> the text of a CSV, which docs/tables.md then says how to read. It needs pyarrow, an extra of its own."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from neuroglow.data.own import Table
from neuroglow.errors import InputError
from neuroglow.files import TABLE, decode, read_bytes, too_large
from neuroglow.limits import LIMITS
from neuroglow.values import short

SUFFIX = ".parquet"
BATCH = 1024  # rows


def read_columns(path: Path) -> Table:
    """The table in a Parquet file. Raises InputError when pyarrow is missing, or when the file cannot be used."""
    try:
        import pyarrow
    except ImportError as error:
        raise InputError(
            'expected pyarrow to read Parquet, got none installed: pip install "neuroglow[parquet]"', "data.source"
        ) from error
    content = read_bytes(path, TABLE)
    text = io.StringIO(newline="")
    # Quoted, names do not take part in the search for the delimiter.
    names, rows = csv.writer(text, quoting=csv.QUOTE_ALL), csv.writer(text)
    size = 0
    try:
        for k, row in enumerate(records(content, path.name)):
            size += (rows if k else names).writerow(row)
            if size > TABLE.limit:
                raise too_large(size, TABLE)
    except (pyarrow.ArrowException, OSError, UnicodeDecodeError) as error:
        raise InputError(
            f"expected a Parquet file, got '{short(path.name)}', which is none or damaged: save it anew",
            "data.source",
        ) from error
    return Table(name=path.name[: LIMITS.text], text=decode(text.getvalue().encode(), TABLE))


def records(content: bytes, name: str) -> Iterator[list[str]]:
    """The names of the columns, then the cells of each row."""
    import pyarrow
    from pyarrow import parquet, types

    buffer = pyarrow.BufferReader(content)
    metadata = parquet.read_metadata(buffer)
    if metadata.num_rows > LIMITS.rows:
        raise InputError(
            f"expected at most {LIMITS.rows:,} rows, got {metadata.num_rows:,}: keep a sample of them", "data.source"
        )
    if metadata.num_columns > LIMITS.columns:
        raise InputError(
            f"expected at most {LIMITS.columns:,} columns, got {metadata.num_columns:,}: keep those that matter",
            "data.source",
        )
    schema = metadata.schema.to_arrow_schema()
    for field in schema:
        if not readable(field.type):
            raise InputError(
                "expected columns of numbers, texts, truths and times, "
                f"got '{short(field.name)}' of type {short(str(field.type))}: leave it out or unfold it",
                "data.source",
            )
    # As a dictionary, a long text that fills a column is kept once.
    words = [field.name for field in schema if types.is_string(field.type) or types.is_large_string(field.type)]
    file = parquet.ParquetFile(buffer, read_dictionary=words)
    yield list(schema.names)
    for batch in file.iter_batches(BATCH):
        yield from map(list, zip(*map(cells, batch.columns), strict=True))


def readable(kind: Any) -> bool:
    """Whether cells of this type can be written as text."""
    from pyarrow import types

    if types.is_dictionary(kind):
        return readable(kind.value_type)
    tests = (types.is_integer, types.is_floating, types.is_decimal, types.is_boolean, types.is_null)
    texts = (types.is_string, types.is_large_string, types.is_date, types.is_time, types.is_timestamp)
    return any(test(kind) for test in tests + texts)


def cells(column: Any) -> list[str]:
    """The cells of a column of a batch: numbers exactly, nothing where there is no value."""
    import pyarrow
    from pyarrow import types

    if types.is_dictionary(column.type):
        words = cells(column.dictionary)
        return ["" if place is None else words[place] for place in column.indices.to_pylist()]
    zone = ""
    if types.is_timestamp(column.type) and column.type.tz:
        column, zone = column.cast(pyarrow.timestamp(column.type.unit)), "Z"
    if types.is_temporal(column.type):
        column = column.cast(pyarrow.string())
    return [written(value) + zone if value is not None else "" for value in column.to_pylist()]


def written(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return "" if value != value else repr(value)
    return str(value)
