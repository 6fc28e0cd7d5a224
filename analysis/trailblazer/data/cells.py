"""A table as text, exactly as its owner sees it, whatever the format of its file.

Rows carry the number a spreadsheet shows: the header is row 1, a blank line counts, and a cell
that holds line breaks is still one row (a text editor's line numbers are then further on). Files
without a header row (Parquet, SPSS, Stata) number their first record 1, as those programs do.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from trailblazer.data.problems import Problem, Where, problems_at

CELL_LIMIT = 32_767  # characters: what one cell of a spreadsheet can hold
SAVE_AS = 'Save the file as "CSV UTF-8 (comma delimited)".'
# Characters that no page, drawing or spreadsheet can show: controls but tab and line ends, halves
# of a pair, no characters at all; and those that turn the direction of what stands around a text.
CONTROLS = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff"
OVERRIDES = "\u202d\u202e"
NO_TEXT = re.compile(f"[{CONTROLS}{OVERRIDES}\ud800-\udfff]")
REMOVE = "Remove it: type the text anew, or paste it without its formatting."
NO_DATA = "Add the rows, or remove the file to say that there are no data."


@dataclass(frozen=True)
class Meanings:
    """What a statistics program keeps beside the values of a column.

    ``labels`` gives the word for a value (``1``: *Strongly agree*), ``missing`` the values that
    stand for no answer, ``title`` the question or description. ``text`` says that the program
    keeps the column as text: without labels, what people typed.
    """

    labels: Mapping[str, str] = field(default_factory=dict)
    missing: frozenset[str] = frozenset()
    title: str = ""
    text: bool = False


@dataclass(frozen=True)
class TextTable:
    """The cells of one table as text without surrounding spaces, indexed by row.

    ``cells`` is ``None`` when nothing could be read. A row of the wrong length is in
    ``problems`` and left out of ``cells``; rows with nothing in them are passed over. ``notes``
    are worth knowing and stop nothing. ``meanings`` are by column, where the file has any.
    """

    file: str
    table: str
    cells: pd.DataFrame | None
    problems: tuple[Problem, ...]
    notes: tuple[str, ...] = ()
    meanings: Mapping[str, Meanings] = field(default_factory=dict)


class UnreadableError(Exception):
    """Carries out of a reader the problem that stopped it."""

    def __init__(self, row: int | None, rule: str, fix: str, value: str = "") -> None:
        super().__init__(rule)
        self.row, self.rule, self.fix, self.value = row, rule, fix, value

    def told(self, file: str, table: str) -> TextTable:
        """The table that could not be read, with the problem in it."""
        problem = Problem(file, self.row, "", self.value, self.rule, self.fix, table)
        return TextTable(file, table, None, (problem,))


def named(columns: Sequence[str], row: int | None) -> list[str]:
    """The column names if they are usable: some, and no two the same; else ``UnreadableError``."""
    names = [name.strip() for name in columns]
    if not any(names):
        raise UnreadableError(row, "has no column names", "Put the column names in row 1.")
    times = Counter(names)
    for name in names:
        if NO_TEXT.search(name):
            rule = "is the name of a column and holds a control character, which is not text"
            raise UnreadableError(row, rule, "Type the name anew.", name)
        if times[name] > 1:
            fix = "Give each column a name of its own, or remove one."
            raise UnreadableError(
                row, "is the name of more than one column", fix, name or "(empty)"
            )
    return names


def tidy(cells: pd.DataFrame) -> pd.DataFrame:
    """Without the spaces around texts, and without the rows that hold nothing."""
    stripped = pd.DataFrame({name: cells[name].str.strip() for name in cells.columns})
    return stripped[(stripped != "").any(axis=1)]


def no_rows(file: str, table: str) -> Problem:
    """The problem of a file that has columns and nothing under them."""
    rule = "has a header and no rows: a table that is present has at least one row"
    return Problem(file, None, "", "", rule, NO_DATA, table)


def with_faults(
    cells: pd.DataFrame, file: str, table: str, problems: Sequence[Problem] = ()
) -> tuple[Problem, ...]:
    """The problems met in reading and those of the cells; no rows, when nothing else says why."""
    none = [no_rows(file, table)] if cells.empty and not problems else []
    return (*problems, *none, *cell_faults(cells, file, table))


def cell_faults(cells: pd.DataFrame, file: str, table: str) -> Iterator[Problem]:
    """Cells no spreadsheet could hold: control characters, and texts beyond its limit."""
    for name, column in cells.items():
        where = Where(file, table, str(name))
        nul = column[column.str.contains("\0", regex=False)]
        yield from problems_at(where, nul, "holds a NUL character, which is not text", SAVE_AS)
        other = column[column.str.contains(f"[{CONTROLS}]", regex=True)].drop(nul.index)
        rule = "holds a control character, which is not text"
        yield from problems_at(where, other, rule, REMOVE)
        turned = column[column.str.contains(f"[{OVERRIDES}]", regex=True)]
        rule = "holds a character that turns the direction of the text around it"
        yield from problems_at(where, turned, rule, REMOVE)
        long = column[column.str.len() > CELL_LIMIT]
        rule = f"is a cell of more than {CELL_LIMIT:,} characters"
        yield from problems_at(where, long, rule, "Shorten it.")
