"""One text file of separated values (CSV and its kin) as text cells."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path

import pandas as pd

from trailblazer.data.cells import (
    CELL_LIMIT,
    NO_DATA,
    NO_TEXT,
    SAVE_AS,
    TextTable,
    UnreadableError,
    cell_faults,
    named,
    no_rows,
    tidy,
)
from trailblazer.data.problems import Problem
from trailblazer.data.readers.decode import BrokenError, decoded
from trailblazer.data.readers.layout import USUAL, Layout
from trailblazer.data.readers.lines import bound_first_line, bound_lines
from trailblazer.data.readers.signature import content_of, expect

READING_LIMIT = 131_072  # characters: a cell beyond this is not even read
MOST_COLUMNS = 10_000
CHUNK = 5_000  # records turned into columns at a time: keeps a million rows quick and small
SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab"}
HEAD = 1_000_000  # characters looked at to find the separator


def read_separated(path: Path, *, file: str, table: str, layout: Layout = USUAL) -> TextTable:
    """Read a CSV file as text. Nothing is raised: what is wrong becomes ``problems``.

    The separator is the comma, semicolon or tab that makes most columns of the header.
    """
    try:
        text, note = _text(path, layout.encoding)
        mark = layout.separator or separator_of(text, layout.header)
        records = _records(text, mark)
        columns = _header(records, layout.header)
        for _ in islice(records, layout.skip):
            pass
        ragged: list[tuple[int, int]] = []
        usual = layout.header == 1 and layout.skip == 0
        cells = _regular(text, columns, mark) if usual else None
        cells = tidy(_irregular(records, columns, ragged) if cells is None else cells)
    except UnreadableError as stop:
        return stop.told(file, table)
    problems = [ragged_problem(file, table, row, (n, len(columns)), mark) for row, n in ragged]
    if cells.empty and not ragged:
        problems.append(no_rows(file, table))
    if _may_hold_too_long(text) or NO_TEXT.search(text):
        problems += cell_faults(cells, file, table)
    return TextTable(file, table, cells, tuple(problems), (note,) if note else ())


def _may_hold_too_long(text: str) -> bool:
    """Whether a cell may be beyond the limit: if nothing is quoted, no cell outruns its line."""
    if len(text) <= CELL_LIMIT or '"' in text:
        return len(text) > CELL_LIMIT
    return max(map(len, text.split("\n"))) > CELL_LIMIT


def separator_of(text: str, header: int = 1) -> str:
    """The separator that makes most columns of the header; a comma when none makes more."""
    return max(SEPARATORS, key=lambda mark: _width(text[:HEAD], mark, header))


def _width(text: str, mark: str, header: int) -> int:
    with suppress(csv.Error):
        for record in islice(_reader(text, mark, strict=False), header - 1, header):
            return len(record)
    return 0


def _text(path: Path, encoding: str) -> tuple[str, str]:
    bound_first_line(path)
    content = content_of(path)
    bound_lines(content)
    expect(content, "text", suffix=path.suffix or ".csv")
    try:
        text, note = decoded(content, encoding)
    except BrokenError as broken:
        rule = "holds text that is not UTF-8"
        raise UnreadableError(_count_records(broken.before), rule, SAVE_AS) from broken
    if not text.strip():
        rule = "is empty: a table that is present has at least one row"
        raise UnreadableError(None, rule, NO_DATA)
    return text, note


def _count_records(before: str) -> int:
    # The added letter stands for the character that could not be read: it may open a record.
    row = 0
    with suppress(csv.Error):
        for _ in _reader(before + "x", ",", strict=False):
            row += 1
    return row


def _reader(text: str, mark: str, *, strict: bool) -> Iterator[list[str]]:
    # The limit belongs to the whole process, and other libraries change it.
    csv.field_size_limit(READING_LIMIT)
    yield from csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=strict)


def _records(text: str, mark: str = ",") -> Iterator[tuple[int, list[str]]]:
    row = 0
    try:
        for record in _reader(text, mark, strict=True):
            row += 1
            yield row, record
    except csv.Error as error:
        raise UnreadableError(row + 1, *explain(str(error))) from error


def explain(reason: str) -> tuple[str, str]:
    """What is wrong with a row that Python cannot read, and what to do, from what Python says."""
    if "unexpected end" in reason:
        rule = 'has a cell that begins with a quotation mark (") and never ends'
        return rule, "Add the closing quotation mark, or check that the file is complete."
    if "field larger" in reason:
        return f"has a cell of more than {CELL_LIMIT:,} characters", "Shorten it."
    rule = 'has a quotation mark (") out of place'
    return rule, 'Inside a quoted cell write each quotation mark twice ("").'


def _header(records: Iterator[tuple[int, list[str]]], header: int = 1) -> list[str]:
    row, names = next(islice(records, header - 1, header), (header, []))
    if len(names) > MOST_COLUMNS:
        fix = "Save only the columns needed."
        raise UnreadableError(row, f"has more than {MOST_COLUMNS:,} columns", fix)
    return named(names, row)


def _regular(text: str, columns: list[str], mark: str = ",") -> pd.DataFrame | None:
    """The cells by pandas' reader, far quicker than ours; ``None`` unless the two must agree.

    They do when no cell is quoted and there are as many commas as whole rows would have: pandas
    stops at a row that is too long, and without one none can be too short.
    """
    if '"' in text or "\0" in text:
        return None
    try:
        cells = pd.read_csv(
            io.StringIO(text),
            sep=mark,
            dtype="str",
            na_filter=False,
            skip_blank_lines=False,
            quoting=csv.QUOTE_NONE,
        )
    except ValueError:
        return None
    marks = (len(columns) - 1) * (len(cells) + 1)
    if not isinstance(cells.index, pd.RangeIndex) or text.count(mark) != marks:
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


def ragged_problem(file: str, table: str, row: int, lengths: tuple[int, int], mark: str) -> Problem:
    """The problem of a row with another number of cells (the first length) than the header."""
    rule = "has a different number of cells from the header ({}, not {})".format(*lengths)
    name = SEPARATORS.get(mark, "separator")
    fix = f"Check for a missing or extra {name}, or a text with {name}s and no quotation marks."
    return Problem(file, row, "", "", rule, fix, table)
