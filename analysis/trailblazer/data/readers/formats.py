"""Which reader a file needs, by the end of its name."""

from __future__ import annotations

from pathlib import Path

from trailblazer.data.cells import TextTable, UnreadableError
from trailblazer.data.readers.layout import USUAL, Layout
from trailblazer.data.readers.separated import read_separated

TEXT = (".csv", ".tsv", ".txt")
WORKBOOK = (".xlsx", ".xlsm")
PARQUET = (".parquet",)
STATISTICS = (".sav", ".zsav", ".dta")
SUFFIXES = (*TEXT, *WORKBOOK, *PARQUET, *STATISTICS)
OLD = (".xls", ".xlsb", ".ods")
OLD_ADVICE = 'Open it in Excel or LibreOffice and save it as "Excel Workbook (.xlsx)".'


def read_file(path: Path, *, file: str, table: str, layout: Layout = USUAL) -> TextTable:
    """Read a table from a file of any known format. Nothing is raised.

    The libraries of the other formats are loaded only when a file needs them.
    """
    kind = path.suffix.lower()
    if kind in TEXT:
        return read_separated(path, file=file, table=table, layout=layout)
    if kind in WORKBOOK:
        from trailblazer.data.readers.workbook import read_sheet

        return read_sheet(path, file=file, table=table, layout=layout)
    if kind in PARQUET:
        from trailblazer.data.readers.parquet import read_parquet

        return read_parquet(path, file=file, table=table)
    if kind in STATISTICS:
        from trailblazer.data.readers.labelled import read_labelled

        return read_labelled(path, file=file, table=table)
    fix = OLD_ADVICE if kind in OLD else f"Save it as one of: {', '.join(SUFFIXES)}."
    return UnreadableError(None, "is of a kind that is not read", fix).told(file, table)
