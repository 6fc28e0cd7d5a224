"""Where in a file of many rows a value stands that something is wrong with.

The file is added up without row numbers, which is quicker. Only when there is something to tell is
it read once more, up to the rows that matter.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import groupby

import pandas as pd

from trailblazer.data.cells import UnreadableError
from trailblazer.data.problems import Problem
from trailblazer.data.readers.parquet import texts
from trailblazer.data.readers.separated import ragged_problem
from trailblazer.data.totals.form import Form, batches, records

MOST_RAGGED = 50
Places = dict[tuple[str, str], int]


@dataclass(frozen=True)
class Totals:
    """The totals of a table, and the file whose rows they come from.

    ``rows`` is how many rows of the file each total is of, indexed as the totals are.
    """

    form: Form
    rows: pd.Series

    def told(self, problems: list[Problem]) -> list[Problem]:
        """Problems of totals as problems of rows: each once, at the first row that has it."""

        def kind(problem: Problem) -> tuple[str, str, str]:
            return problem.column, problem.value, problem.rule

        def of_rows(problem: Problem) -> bool:
            return problem.row in self.rows.index and problem.column in self.form.columns

        others = [problem for problem in problems if not of_rows(problem)]
        told = []
        for (column, value, _), alike in groupby(
            sorted(filter(of_rows, problems), key=kind), key=kind
        ):
            same = list(alike)
            times = sum(int(self.rows.loc[p.row]) for p in same if p.row is not None)
            told.append((same[0], times, (column, value)))
        found = first_rows(self.form, {place for *_, place in told})
        return others + [at_row(problem, found.get(place), times) for problem, times, place in told]


def at_row(problem: Problem, row: int | None, times: int) -> Problem:
    """The problem at the first row that has it, with how many rows have it."""
    also = f"{times:,} rows have it." if times > 1 else ""
    return replace(problem, row=row, fix=f"{problem.fix} {also}".strip(), other_row=None)


def first_rows(form: Form, wanted: set[tuple[str, str]]) -> Places:
    """The first row of each value (a column and its text), as far as it can be found."""
    by_column: dict[str, set[str]] = {}
    for column, value in wanted:
        by_column.setdefault(column, set()).add(value)
    return _in_text(form, by_column) if form.is_text else _in_parquet(form, by_column)


def _in_text(form: Form, wanted: dict[str, set[str]]) -> Places:
    found: Places = {}
    left = {form.at(column): (column, set(values)) for column, values in wanted.items()}
    try:
        for record in records(form.path, form.mark):
            if not left:
                break
            if record.row == 1 or not any(record.cells):
                continue
            for at in list(left):
                column, values = left[at]
                value = record.cells[at].strip() if at < len(record.cells) else ""
                if value in values:
                    found[column, value] = record.row
                    values.discard(value)
                    if not values:
                        del left[at]
    except UnreadableError:
        pass  # what could not be found has no row
    return found


def _in_parquet(form: Form, wanted: Mapping[str, set[str]]) -> Places:
    found: Places = {}
    for column, values in wanted.items():
        left = set(values)
        for before, part in batches(form.path, form.columns[form.at(column)]):
            cells = pd.Series(texts(part, column)).str.strip()
            here = cells[cells.isin(left)].drop_duplicates()
            places = zip(here.index.to_list(), here, strict=True)
            found |= {(column, str(value)): before + int(at) + 1 for at, value in places}
            left -= set(here)
            if not left:
                break
    return found


def broken_rows(form: Form, *, file: str, table: str) -> list[Problem]:
    """What is wrong with a text file whose rows could not all be read, row by row."""
    found: list[Problem] = []
    width = len(form.columns)
    try:
        for record in records(form.path, form.mark):
            if len(record.cells) != width and any(record.cells):
                lengths = (len(record.cells), width)
                found.append(ragged_problem(file, table, record.row, lengths, form.mark))
                if len(found) == MOST_RAGGED:
                    break
    except UnreadableError as stop:
        found.append(Problem(file, stop.row, "", stop.value, stop.rule, stop.fix, table))
    if not found:
        rule = "has rows that are not all of one form, or text that is not UTF-8"
        found.append(
            Problem(file, None, "", "", rule, "Export it again, or save it as Parquet.", table)
        )
    return found
