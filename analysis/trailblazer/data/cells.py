"""One CSV file as text, exactly as its owner sees it in a spreadsheet.

Rows carry the number a spreadsheet shows: the header is row 1, a blank line counts, and a cell
that holds line breaks is still one row (a text editor's line numbers are then further on).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import pandas as pd

from trailblazer.data.problems import Problem, Where, problems_at

CELL_LIMIT = 32_767  # characters: what one cell of a spreadsheet can hold
READING_LIMIT = 131_072  # characters: a cell beyond this is not even read
CHUNK = 5_000  # records turned into columns at a time: keeps a million rows quick and small
SAVE_AS = 'Save the file as "CSV UTF-8 (comma delimited)".'


@dataclass(frozen=True)
class TextTable:
    """The cells of one file as text without surrounding spaces, indexed by spreadsheet row.

    ``cells`` is ``None`` when nothing could be read. A row of the wrong length is in
    ``problems`` and left out of ``cells``; rows with nothing in them are passed over.
    """

    file: str
    table: str
    cells: pd.DataFrame | None
    problems: tuple[Problem, ...]


class _UnreadableError(Exception):
    """Carries out of the reader the problem that stopped it."""

    def __init__(self, row: int | None, rule: str, fix: str, value: str = "") -> None:
        super().__init__(rule)
        self.row, self.rule, self.fix, self.value = row, rule, fix, value


def read_cells(path: Path, *, file: str, table: str) -> TextTable:
    """Read a CSV file as text. Nothing is raised: what is wrong becomes ``problems``."""
    try:
        text = _text(path)
        records = _records(text)
        columns = _header(records)
        ragged: list[tuple[int, int]] = []
        cells = _regular(text, columns)
        cells = _tidy(_irregular(records, columns, ragged) if cells is None else cells)
    except _UnreadableError as stop:
        problem = Problem(file, stop.row, "", stop.value, stop.rule, stop.fix, table)
        return TextTable(file, table, None, (problem,))
    problems = [_ragged(file, table, row, n, len(columns)) for row, n in ragged]
    if cells.empty and not ragged:
        rule = "has a header and no rows: a table that is present has at least one row"
        problems.append(Problem(file, None, "", "", rule, _NO_DATA, table))
    if "\0" in text or len(text) > CELL_LIMIT:
        problems += _cell_problems(cells, file, table)
    return TextTable(file, table, cells, tuple(problems))


_NO_DATA = "Add the rows, or remove the file to say that there are no data."


def _text(path: Path) -> str:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise _UnreadableError(None, "cannot be opened", "Check its permissions.") from error
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = _count_records(content[: error.start].decode("utf-8-sig", errors="replace"))
        raise _UnreadableError(row, "holds text that is not UTF-8", SAVE_AS) from error
    if not text.strip():
        rule = "is empty: a table that is present has at least one row"
        raise _UnreadableError(None, rule, _NO_DATA)
    return text


def _count_records(before: str) -> int:
    # The added letter stands for the character that could not be read: it may open a record.
    row = 0
    with suppress(csv.Error):
        for _ in _reader(before + "x", strict=False):
            row += 1
    return row


def _reader(text: str, *, strict: bool) -> Iterator[list[str]]:
    # The limit belongs to the whole process, and other libraries change it.
    csv.field_size_limit(READING_LIMIT)
    yield from csv.reader(io.StringIO(text, newline=""), strict=strict)


def _records(text: str) -> Iterator[tuple[int, list[str]]]:
    row = 0
    try:
        for record in _reader(text, strict=True):
            row += 1
            yield row, record
    except csv.Error as error:
        raise _UnreadableError(row + 1, *_explain(str(error))) from error


def _explain(reason: str) -> tuple[str, str]:
    if "unexpected end" in reason:
        rule = 'has a cell that begins with a quotation mark (") and never ends'
        return rule, "Add the closing quotation mark, or check that the file is complete."
    if "field larger" in reason:
        return f"has a cell of more than {CELL_LIMIT:,} characters", "Shorten it."
    rule = 'has a quotation mark (") out of place'
    return rule, 'Inside a quoted cell write each quotation mark twice ("").'


def _header(records: Iterator[tuple[int, list[str]]]) -> list[str]:
    columns = [name.strip() for name in next(records)[1]]
    for mark, name in ((";", "semicolons"), ("\t", "tabs")):
        if len(columns) == 1 and mark in columns[0]:
            raise _UnreadableError(1, f"separates its columns by {name}, not commas", SAVE_AS)
    if not any(columns):
        fix = "Put the column names in row 1."
        raise _UnreadableError(1, "has no column names", fix)
    for name in columns:
        if columns.count(name) > 1:
            fix = "Give each column a name of its own, or remove one."
            raise _UnreadableError(1, "is the name of more than one column", fix, name or "(empty)")
    return columns


def _regular(text: str, columns: list[str]) -> pd.DataFrame | None:
    """The cells by pandas' reader, far quicker than ours; ``None`` unless the two must agree.

    They do when no cell is quoted and there are as many commas as whole rows would have: pandas
    stops at a row that is too long, and without one none can be too short.
    """
    if '"' in text or "\0" in text:
        return None
    try:
        cells = pd.read_csv(
            io.StringIO(text),
            dtype="str",
            na_filter=False,
            skip_blank_lines=False,
            quoting=csv.QUOTE_NONE,
        )
    except ValueError:
        return None
    commas = (len(columns) - 1) * (len(cells) + 1)
    if not isinstance(cells.index, pd.RangeIndex) or text.count(",") != commas:
        return None
    cells.columns = pd.Index(columns)
    return cells.set_axis(pd.RangeIndex(2, len(cells) + 2))


def _irregular(
    records: Iterator[tuple[int, list[str]]], columns: list[str], ragged: list[tuple[int, int]]
) -> pd.DataFrame:
    """The cells record by record; the row and length of those that do not fit go to ``ragged``."""
    width = len(columns)
    parts = [pd.DataFrame(columns=columns, dtype="str", index=pd.Index([], dtype="int64"))]
    while chunk := list(islice(records, CHUNK)):
        whole = [(row, record) for row, record in chunk if len(record) == width]
        ragged += [(row, len(r)) for row, r in chunk if len(r) != width and any(r)]
        if whole:
            rows, contents = zip(*whole, strict=True)
            cells = dict(zip(columns, zip(*contents, strict=True), strict=True))
            parts.append(pd.DataFrame(cells, index=pd.Index(rows, dtype="int64"), dtype="str"))
    return pd.concat(parts)


def _tidy(cells: pd.DataFrame) -> pd.DataFrame:
    """Without the spaces around texts, and without the rows that hold nothing."""
    stripped = pd.DataFrame({name: cells[name].str.strip() for name in cells.columns})
    return stripped[(stripped != "").any(axis=1)]


def _ragged(file: str, table: str, row: int, found: int, expected: int) -> Problem:
    rule = f"has a different number of cells from the header ({found}, not {expected})"
    fix = "Check for a missing or extra comma, or a text with commas and no quotation marks."
    return Problem(file, row, "", "", rule, fix, table)


def _cell_problems(cells: pd.DataFrame, file: str, table: str) -> Iterator[Problem]:
    for name, column in cells.items():
        where = Where(file, table, str(name))
        nul = column[column.str.contains("\0", regex=False)]
        yield from problems_at(where, nul, "holds a NUL character, which is not text", SAVE_AS)
        long = column[column.str.len() > CELL_LIMIT]
        rule = f"is a cell of more than {CELL_LIMIT:,} characters"
        yield from problems_at(where, long, rule, "Shorten it.")
