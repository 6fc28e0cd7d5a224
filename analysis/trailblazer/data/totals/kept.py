"""Totals kept between runs, so that notebooks do not add up the same rows again."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pyarrow
from pyarrow import parquet

from trailblazer import digests, places
from trailblazer.data.dictionary import TableSpec

VERSION = 1  # of how rows are added up: another one makes all totals anew
MOST_KEPT = 30
_NOTES = b"trailblazer.notes"
_ROWS = " rows"  # names of columns have no spaces around them


@dataclass(frozen=True)
class Kept:
    """The cells of a table, how many rows of the file each row of it is of, and notes."""

    cells: pd.DataFrame
    rows: pd.Series
    notes: tuple[str, ...]


def read(path: Path, spec: TableSpec) -> Kept | None:
    """The totals of a file, when they are kept: by its digest and the table's description."""
    try:
        content = _place(path, spec).read_bytes()
        # ``read_table`` would load a reader of whole folders, which notebooks may not use.
        table = parquet.ParquetFile(pyarrow.BufferReader(content)).read()
        notes = tuple(json.loads(table.schema.metadata[_NOTES]))
        frame = table.to_pandas(ignore_metadata=True)
        cells = frame.drop(columns=_ROWS).astype("str")
    except (OSError, pyarrow.ArrowException, KeyError, ValueError):
        return None
    index = pd.RangeIndex(2, 2 + len(frame))
    return Kept(cells.set_axis(index), frame[_ROWS].set_axis(index), notes)


def write(path: Path, spec: TableSpec, totals: Kept) -> None:
    """Keep totals, whole or not at all; where nothing can be written they are made again."""
    place = _place(path, spec)
    frame = totals.cells.assign(**{_ROWS: totals.rows})
    table = pyarrow.Table.from_pandas(frame, preserve_index=False)
    table = table.replace_schema_metadata({_NOTES: json.dumps(totals.notes)})
    work = place.with_name(f".{os.getpid()}-{place.name}")
    with suppress(OSError):
        place.parent.mkdir(parents=True, exist_ok=True)
        parquet.write_table(table, work)
        work.replace(place)
        _trim(place.parent)


def _place(path: Path, spec: TableSpec) -> Path:
    key = [VERSION, digests.of_file(path), spec.model_dump(mode="json")]
    return places.derived() / "totals" / f"{digests.of_data(key)}.parquet"


def _trim(folder: Path) -> None:
    known = sorted(folder.glob("[0-9a-f]*.parquet"), key=lambda p: p.stat().st_mtime)
    for old in known[:-MOST_KEPT]:
        old.unlink(missing_ok=True)
