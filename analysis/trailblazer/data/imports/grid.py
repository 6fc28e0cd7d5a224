"""Spreadsheets and CSV files of other programs as rows of text, read with bounds."""

from __future__ import annotations

import csv
import io
import warnings
from collections.abc import Iterator
from datetime import date, datetime
from itertools import islice
from pathlib import Path

import openpyxl
from defusedxml import DefusedXmlException

from trailblazer.data.imports.archive import DAMAGE, LARGEST_MEMBER, open_archive
from trailblazer.errors import InputError

MOST_ROWS = 1_000_000
MOST_COLUMNS = 300
MOST_CELLS = 50_000_000
MOST_SHEETS = 100
LONGEST_CELL = 1_000_000
SAVE_AS = 'Save it as "CSV UTF-8 (comma delimited)" or as an Excel workbook (.xlsx)'
MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8-sig"}

Grid = list[list[str]]


def read_grids(path: Path) -> dict[str, Grid]:
    """The rows of each sheet by its name, or of a CSV file under the file's own name.

    Cells are text without surrounding spaces; a number or date is as a spreadsheet shows it.
    Raises ``InputError`` when the file cannot be read, or not safely.
    """
    kind = path.suffix.lower()
    if kind in (".xlsx", ".xlsm"):
        return _sheets(path)
    if kind in (".csv", ".tsv", ".txt"):
        return {path.name: _bounded(path, _separated(path))}
    raise InputError(f"{path.name} is neither a CSV file nor an Excel workbook. {SAVE_AS}.")


def _sheets(path: Path) -> dict[str, Grid]:
    with open_archive(path) as archive:
        archive.bound_all()
        archive.refuse_declarations()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles and drop-downs, which are not read
            book = openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
            sheets = book.worksheets[:MOST_SHEETS]
            found = {sheet.title: _bounded(path, _sheet_rows(sheet)) for sheet in sheets}
            book.close()
    except InputError:
        raise
    except (*DAMAGE, DefusedXmlException, KeyError, TypeError, AttributeError, SyntaxError,
            AssertionError, IndexError) as error:  # fmt: skip
        raise InputError(
            f"{path.name} cannot be read: it is damaged or not a workbook. {SAVE_AS}."
        ) from error
    return found


def _sheet_rows(sheet: object) -> Iterator[list[str]]:
    rows = sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True)  # type: ignore[attr-defined]
    for row in rows:
        yield [_shown(value) for value in row]


def _shown(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).replace("_x000D_", "").strip()


def _separated(path: Path) -> Iterator[list[str]]:
    try:
        if path.stat().st_size > LARGEST_MEMBER:
            raise InputError(f"{path.name} is too large for coded segments. Export it in parts.")
        text = _decoded(path.read_bytes())
    except OSError as error:
        raise InputError(f"{path.name} cannot be opened. Check the path.") from error
    if "\0" in text:
        raise InputError(f"{path.name} holds NUL characters, which are not text. {SAVE_AS}.")
    head = text[:20_000]
    mark = max(",;\t", key=lambda each: head.partition("\n")[0].count(each))
    csv.field_size_limit(LONGEST_CELL)
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=mark):
            yield [cell.strip() for cell in row]
    except csv.Error as error:
        raise InputError(
            f"{path.name} cannot be read: a cell is longer than {LONGEST_CELL:,} characters or a "
            f"quotation mark is never closed. {SAVE_AS}."
        ) from error


def _decoded(content: bytes) -> str:
    """UTF-8 or UTF-16 where the file says so, else UTF-8, else what Windows used before it."""
    named = next((name for mark, name in MARKS.items() if content.startswith(mark)), "utf-8")
    for encoding in (named, "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("latin-1")


def _bounded(path: Path, rows: Iterator[list[str]]) -> Grid:
    found: Grid = []
    cells = 0
    for row in islice(rows, MOST_ROWS + 1):
        found.append(row)
        cells += len(row)
        if len(row) > MOST_COLUMNS or len(found) > MOST_ROWS or cells > MOST_CELLS:
            raise InputError(
                f"{path.name} has more than {MOST_ROWS:,} rows, {MOST_COLUMNS} columns or "
                f"{MOST_CELLS:,} cells. Export the coded segments alone."
            )
    return found
