"""A sheet of an Excel workbook as text cells: cached values only, no formula is ever computed."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
from defusedxml import DefusedXmlException
from openpyxl.utils import get_column_letter

from trailblazer.data.cells import (
    NO_DATA,
    TextTable,
    UnreadableError,
    named,
    tidy,
    with_faults,
)
from trailblazer.data.imports.archive import DAMAGE, open_archive
from trailblazer.data.problems import Problem
from trailblazer.data.readers.formulas import uncalculated, uncalculated_problem
from trailblazer.data.readers.layout import USUAL, Layout
from trailblazer.data.readers.plain import value_text
from trailblazer.data.readers.signature import AGAIN, content_of, expect
from trailblazer.errors import InputError

MOST_COLUMNS = 2_000
LAST_ROW = 1_048_576  # of a sheet, as Excel has it
MOST_CELLS = 50_000_000
MOST_TEXT = 512 * 1024**2  # characters in all: cells may share one long text
BEYOND = 20  # columns looked at to the right of the last one with a name
EXCEL_DIGITS = 15
HALF = "cannot be read: it is damaged, or was not saved or copied to its end"
SAVE_AGAIN = "Open it in Excel and save it once more, or take an earlier copy."
PARSING = (
    *DAMAGE, DefusedXmlException, KeyError, TypeError, AttributeError, SyntaxError,
    AssertionError, IndexError, RecursionError,
)  # fmt: skip


def read_sheet(path: Path, *, file: str, table: str, layout: Layout = USUAL) -> TextTable:
    """Read a sheet as text. Nothing is raised: what is wrong becomes ``problems``.

    Dates come as 2019-09-01, truths as true and false, a number shown as a percentage with its
    sign. An error (``#REF!``) and a formula whose result the file does not hold are problems.
    """
    try:
        book = _book(path)
        sheet = _chosen(book, layout.sheet, table)
        columns = _columns(sheet, layout.header)
        errors: list[tuple[int, int, str]] = []
        stray: list[tuple[int, int]] = []
        with _plain_refusals():
            cells = tidy(_cells(sheet, columns, layout, errors, stray))
        with _plain_refusals():
            content = book._archive.read(sheet._worksheet_path)
            open_formulas = uncalculated(content, layout.header + layout.skip)
    except UnreadableError as stop:
        return stop.told(file, table)
    problems = [_stray(file, table, row, at) for row, at in stray]
    problems += [_error(file, table, row, columns[at], value) for row, at, value in errors]
    problems += [
        uncalculated_problem(file, table, row, columns[at])
        for row, at in open_formulas
        if at < len(columns) and columns[at]
    ]
    return TextTable(file, table, cells, with_faults(cells, file, table, problems))


def sheets_with_rows(path: Path) -> list[str]:
    """The names of the sheets that hold more than a header row.

    Raises ``UnreadableError`` when the workbook cannot be read, or not safely.
    """
    book = _book(path)
    with _plain_refusals():
        return [sheet.title for sheet in book.worksheets if len(list(_filled(sheet, 2))) == 2]


class _plain_refusals:  # noqa: N801
    """Turns whatever a damaged workbook makes the library raise into a plain refusal."""

    def __enter__(self) -> None:
        self._quiet = warnings.catch_warnings()
        self._quiet.__enter__()
        warnings.simplefilter("ignore")  # about styles and drop-downs, which are not read

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        self._quiet.__exit__(None, None, None)
        if isinstance(error, PARSING) and not isinstance(error, InputError):
            rule = "cannot be read: it is damaged or not a workbook"
            raise UnreadableError(None, rule, AGAIN) from error


def _book(path: Path) -> Any:
    content = content_of(path)
    expect(content, "zip", suffix=path.suffix)
    return _opened(path, hash(content))


@lru_cache(maxsize=2)
def _opened(path: Path, _content: int) -> Any:
    try:
        with open_archive(path) as archive:
            archive.bound_all()
            archive.refuse_declarations()
    except InputError as error:
        rule, _, fix = str(error).removeprefix(f"{path.name} ").partition(". ")
        if isinstance(error.__cause__, DAMAGE):
            rule, fix = HALF, SAVE_AGAIN
        raise UnreadableError(None, rule, fix) from error
    with _plain_refusals():
        stream = io.BytesIO(path.read_bytes())
        return openpyxl.load_workbook(stream, read_only=True, data_only=True, keep_links=False)


def _chosen(book: Any, wanted: str, table: str) -> Any:
    """The sheet asked for, else the one named as the table, else the only one with anything."""
    by_name = {sheet.title.strip().casefold(): sheet for sheet in book.worksheets}
    name = (wanted or table).strip().casefold()
    if name in by_name:
        return by_name[name]
    shown = ", ".join(sheet.title for sheet in book.worksheets[:10])
    if wanted:
        rule = f'has no sheet "{wanted}"'
        raise UnreadableError(None, rule, f"Its sheets: {shown}.")
    with _plain_refusals():
        filled = [sheet for sheet in book.worksheets if list(_filled(sheet, 1))]
    if len(filled) == 1:
        return filled[0]
    if not filled:
        rule = "is empty: a table that is present has at least one row"
        raise UnreadableError(None, rule, NO_DATA)
    rule = f"has several sheets ({shown}) and none is named {table}"
    raise UnreadableError(None, rule, f"Name the sheet with the table {table}.")


def _filled(sheet: Any, most: int) -> Iterator[tuple[Any, ...]]:
    """The first rows that hold anything."""
    rows = islice(sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True), LAST_ROW)
    return islice((row for row in rows if any(value not in (None, "") for value in row)), most)


def _columns(sheet: Any, header: int) -> list[str]:
    """The names in the header row; an empty one stands for a column without a name."""
    with _plain_refusals():
        rows = sheet.iter_rows(
            min_row=header, max_row=header, max_col=MOST_COLUMNS + 1, values_only=True
        )
        names = [value_text(value).strip() for value in next(iter(rows), ())]
    while names and not names[-1]:
        names.pop()
    if len(names) > MOST_COLUMNS:
        rule = f"has more than {MOST_COLUMNS:,} columns"
        raise UnreadableError(header, rule, "Keep only the columns needed.")
    named([name for name in names if name], header)
    return names


def _cells(
    sheet: Any,
    columns: list[str],
    layout: Layout,
    errors: list[tuple[int, int, str]],
    stray: list[tuple[int, int]],
) -> pd.DataFrame:
    kept: dict[int, list[str]] = {}
    length = 0
    first = layout.header + layout.skip + 1
    rows = sheet.iter_rows(min_row=first, max_col=len(columns) + BEYOND)
    for number, row in enumerate(rows, start=first):
        if number > LAST_ROW or len(kept) * len(columns) > MOST_CELLS or length > MOST_TEXT:
            rule = (
                f"has more than {LAST_ROW:,} rows, {MOST_CELLS:,} cells or {MOST_TEXT:,} characters"
            )
            raise UnreadableError(None, rule, "Keep only the rows and columns needed.")
        texts = [""] * len(columns)
        for at, cell in enumerate(row):
            if cell.value is None:
                continue
            if at >= len(columns) or not columns[at]:
                if str(cell.value).strip():
                    stray.append((number, at))
                continue
            if cell.data_type == "e":
                errors.append((number, at, str(cell.value)))
                continue
            texts[at] = _shown(cell)
            length += len(texts[at])
        if any(texts):
            kept[number] = texts
    cells = pd.DataFrame.from_dict(kept, orient="index", columns=columns, dtype="str")
    cells.index = pd.Index(list(kept), dtype="int64")
    return cells[[name for name in columns if name]]


def _shown(cell: Any) -> str:
    value = cell.value
    if isinstance(value, float | int) and not isinstance(value, bool):
        if "%" in (cell.number_format or ""):
            return f"{value * 100:.{EXCEL_DIGITS}g}%"
        return value_text(value, digits=EXCEL_DIGITS)
    return value_text(value).replace("_x000D_", "").strip()


def _stray(file: str, table: str, row: int, at: int) -> Problem:
    rule = f"has a cell in column {get_column_letter(at + 1)}, which has no name in the header"
    return Problem(file, row, "", "", rule, "Give the column a name, or empty the cell.", table)


def _error(file: str, table: str, row: int, column: str, value: str) -> Problem:
    rule = "is an error of the spreadsheet, not a value"
    return Problem(file, row, column, value, rule, "Mend the formula, or empty the cell.", table)
