"""A Parquet file as text cells."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow
from pyarrow import parquet

from trailblazer.data.cells import (
    TextTable,
    UnreadableError,
    named,
    tidy,
    with_faults,
)
from trailblazer.data.readers.plain import value_text
from trailblazer.data.readers.signature import AGAIN, content_of, expect

MOST_COLUMNS = 2_000
MOST_ROWS = 50_000_000
LARGEST = 4 * 1024**3  # bytes once unpacked
MOST_CELLS = 500_000_000
LONGEST_TEXT = 64 * 1024**2  # of what the file says of itself
PART = 100_000  # rows unpacked at a time
INDEX = "__index_level_"  # what pandas calls the numbers of its rows


def read_parquet(path: Path, *, file: str, table: str) -> TextTable:
    """Read a Parquet file as text. Nothing is raised: what is wrong becomes ``problems``."""
    try:
        content = content_of(path)
        expect(content, "parquet", suffix=path.suffix)
        arrow = _whole(content)
        columns = named(arrow.column_names, None)
        cells_of = {n: texts(arrow.column(at), n) for at, n in enumerate(columns)}
    except UnreadableError as stop:
        return stop.told(file, table)
    rows = pd.RangeIndex(1, arrow.num_rows + 1)
    kept = {n: t for n, t in cells_of.items() if not n.startswith(INDEX)}
    cells = tidy(pd.DataFrame(kept, index=rows, dtype="str"))
    return TextTable(file, table, cells, with_faults(cells, file, table))


def _whole(content: bytes) -> Any:
    # From memory: pyarrow opens files without Python, and so the run engine, being told.
    try:
        source = parquet.ParquetFile(
            pyarrow.BufferReader(content),
            thrift_string_size_limit=LONGEST_TEXT,
            thrift_container_size_limit=MOST_ROWS,
        )
        meta = source.metadata
        groups = range(meta.num_row_groups)
        size = sum(meta.row_group(n).total_byte_size for n in groups)
        cells = meta.num_columns * meta.num_rows
        if (
            meta.num_columns > MOST_COLUMNS
            or meta.num_rows > MOST_ROWS
            or cells > MOST_CELLS
            or size > LARGEST
        ):
            raise _too_large()
        return _read(source)
    except (pyarrow.ArrowException, OSError, ValueError, MemoryError) as error:
        rule = "cannot be read: it is damaged, or not whole"
        raise UnreadableError(None, rule, AGAIN) from error


def _read(source: parquet.ParquetFile) -> Any:
    """All rows, part by part: what a file says of its size need not be true."""
    parts, size = [], 0
    for part in source.iter_batches(batch_size=PART):
        size += part.nbytes
        if size > LARGEST:
            raise _too_large()
        parts.append(part)
    return pyarrow.Table.from_batches(parts, None if parts else source.schema_arrow)


def _too_large() -> UnreadableError:
    rule = (
        f"has more than {MOST_ROWS:,} rows, {MOST_COLUMNS:,} columns or {MOST_CELLS:,} cells, or "
        f"unpacks to more than {LARGEST // 1024**3} GB"
    )
    return UnreadableError(None, rule, "Save only the columns needed, or counts.")


def texts(column: Any, name: str) -> Any:
    """The values of an Arrow column as text, each different value turned into text once.

    Raises ``UnreadableError`` when no cell of a table could hold them.
    """
    if pyarrow.types.is_null(column.type):
        return np.full(len(column), "", dtype=object)
    try:
        if not pyarrow.types.is_dictionary(column.type):
            column = column.dictionary_encode()
        encoded = column.unify_dictionaries().combine_chunks()
        single = pyarrow.types.is_float32(encoded.type.value_type)
        values = encoded.dictionary.to_pylist()
    except (pyarrow.ArrowException, ValueError) as error:
        raise _not_cells(name, column.type) from error
    if any(isinstance(value, bytes | list | dict) for value in values):
        raise _not_cells(name, encoded.type.value_type)
    known = np.array([*(value_text(v, single=single) for v in values), ""], dtype=object)
    places = encoded.indices.fill_null(len(values)) if len(encoded) else encoded.indices
    return known[places.to_numpy(zero_copy_only=False).astype("int64")]


def _not_cells(name: str, kind: object) -> UnreadableError:
    rule = f"is a column of {kind}, which no cell of a table can hold"
    return UnreadableError(None, rule, "Save it as text or numbers, or leave it out.", name)
