"""What a file of finer rows looks like: its columns and their types, before a row is read."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow
from pyarrow import parquet

from trailblazer.data.cells import NO_DATA, SAVE_AS, UnreadableError, named
from trailblazer.data.readers.formats import PARQUET, TEXT
from trailblazer.data.readers.lines import bound_first_line
from trailblazer.data.readers.parquet import LONGEST_TEXT, MOST_COLUMNS
from trailblazer.data.readers.separated import HEAD, READING_LIMIT, explain, separator_of
from trailblazer.data.readers.signature import AGAIN, expect

MOST_ROWS = 2_000_000_000


SAVE = "Save it as a CSV file in UTF-8, or as Parquet."


@dataclass(frozen=True)
class Form:
    """The columns of a file, in its order, each with its kind.

    Kinds are ``whole`` (numbers kept as whole ones), ``broken`` (other numbers), ``text`` and
    ``other``. ``mark`` is the separator of a text file; a Parquet file has none.
    """

    path: Path
    columns: tuple[str, ...]
    kinds: tuple[str, ...]
    mark: str = ""

    @property
    def is_text(self) -> bool:
        """Whether it is a file of separated values."""
        return bool(self.mark)

    def at(self, column: str) -> int:
        """Where a column stands."""
        return self.columns.index(column)


def form_of(path: Path) -> Form:
    """Read the head of a file. ``UnreadableError`` says why rows of it cannot be added up."""
    kind = path.suffix.lower()
    try:
        with path.open("rb") as stream:
            start = stream.read(16)
    except OSError as error:
        raise UnreadableError(None, "cannot be opened", "Check its permissions.") from error
    if kind in PARQUET:
        expect(start, "parquet", suffix=kind)
        return _parquet(path)
    if kind in TEXT:
        expect(start, "text", suffix=kind)
        return _separated(path)
    raise UnreadableError(None, "is of a kind whose rows are not added up", SAVE)


@dataclass(frozen=True)
class Record:
    """A row of a text file, with the number a spreadsheet shows."""

    row: int
    cells: list[str]


def records(path: Path, mark: str) -> Iterator[Record]:
    """Every row of a text file, one at a time. Raises ``UnreadableError`` at one that is none."""
    csv.field_size_limit(READING_LIMIT)
    row = 0
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            for cells in csv.reader(stream, delimiter=mark, strict=True):
                row += 1
                yield Record(row, cells)
    except UnicodeDecodeError as error:
        raise UnreadableError(
            row + 1, "or a row soon after holds text that is not UTF-8", SAVE_AS
        ) from error
    except csv.Error as error:
        raise UnreadableError(row + 1, *explain(str(error))) from error


def batches(path: Path, column: str) -> Iterator[tuple[int, Any]]:
    """A column of a Parquet file in parts, each with the number of records before it."""
    done = 0
    with path.open("rb") as stream:
        for batch in _file(stream).iter_batches(batch_size=500_000, columns=[column]):
            yield done, pyarrow.chunked_array([batch.column(0)])
            done += batch.num_rows


def _separated(path: Path) -> Form:
    bound_first_line(path)
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as stream:
        mark = separator_of(stream.read(HEAD))
    first = next(records(path, mark), None)
    if first is None:
        raise UnreadableError(
            None, "is empty: a table that is present has at least one row", NO_DATA
        )
    columns = named(first.cells, 1)
    if len(columns) > MOST_COLUMNS:
        raise _too_wide()
    return Form(path, tuple(columns), ("text",) * len(columns), mark)


def _parquet(path: Path) -> Form:
    try:
        with path.open("rb") as stream:
            source = _file(stream)
            schema, rows = source.schema_arrow, source.metadata.num_rows
    except (pyarrow.ArrowException, OSError, ValueError, MemoryError) as error:
        raise UnreadableError(None, "cannot be read: it is damaged, or not whole", AGAIN) from error
    columns = named(schema.names, None)
    if len(columns) > MOST_COLUMNS:
        raise _too_wide()
    if rows > MOST_ROWS:
        raise UnreadableError(None, f"has more than {MOST_ROWS:,} rows", "Save it in parts.")
    return Form(path, tuple(columns), tuple(_kind(field.type) for field in schema))


def _file(stream: Any) -> parquet.ParquetFile:
    return parquet.ParquetFile(
        stream, thrift_string_size_limit=LONGEST_TEXT, thrift_container_size_limit=50_000_000
    )


def _too_wide() -> UnreadableError:
    rule = f"has more than {MOST_COLUMNS:,} columns"
    return UnreadableError(None, rule, "Save only the columns needed.")


def _kind(kind: Any) -> str:
    if pyarrow.types.is_dictionary(kind):
        kind = kind.value_type
    if pyarrow.types.is_integer(kind):
        return "whole"
    if pyarrow.types.is_floating(kind) or pyarrow.types.is_decimal(kind):
        return "broken"
    texts = (pyarrow.types.is_string, pyarrow.types.is_large_string, pyarrow.types.is_string_view)
    return "text" if any(is_kind(kind) for is_kind in texts) else "other"
