"""A table added up from a file with finer rows."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pandas as pd
import pyarrow

from trailblazer.data.cells import TextTable, UnreadableError, cell_faults, no_rows
from trailblazer.data.columns import column_problems
from trailblazer.data.constraints import cell_problems
from trailblazer.data.dictionary import TableSpec
from trailblazer.data.problems import Problem, Where, problems_at
from trailblazer.data.readers.signature import AGAIN
from trailblazer.data.totals import kept
from trailblazer.data.totals.form import Form, form_of
from trailblazer.data.totals.query import Grouped, grouped
from trailblazer.data.totals.rows import Totals, at_row, broken_rows, first_rows
from trailblazer.data.typed import to_types

FIRST_ROW = 2
TOO_LARGE = "is no count that can be added up"
LEFT_OUT = "Leave the column out, or give the table as it is described."


def read_totals(path: Path, spec: TableSpec, *, file: str) -> tuple[TextTable, Totals | None]:
    """The table that a file's rows add up to: one row for each key, sorted by it.

    A total is left empty when a row it rests on has no count, and each row counts one when the
    file has no column for the count of a table that has only one. Nothing is raised.
    """
    try:
        form = form_of(path)
        counts = _counts(form, spec)
    except UnreadableError as stop:
        return stop.told(file, spec.name), None
    if misnamed := column_problems(pd.DataFrame(columns=list(form.columns)), spec, file=file):
        return TextTable(file, spec.name, None, tuple(misnamed)), None
    if (known := kept.read(path, spec)) is not None:
        return TextTable(file, spec.name, known.cells, (), known.notes), Totals(form, known.rows)
    least = [int(spec.field(name).constraints.get("minimum", -(10**18))) for name in counts]
    try:
        found = grouped(form, spec.primary_key, counts, least)
    except UnreadableError as stop:
        return stop.told(file, spec.name), None
    except (duckdb.Error, pyarrow.ArrowException):
        return TextTable(file, spec.name, None, _unread(form, file, spec.name)), None
    cells, rows, notes = _cells(found, form, spec, counts)
    problems = _judged(found, form, spec, file)
    wrong = {(problem.column, problem.value) for problem in problems}
    for name in counts:  # told already, at the first row of each
        cells[name] = cells[name].mask(cells[name].map(lambda c, n=name: (n, c) in wrong), "")
    if cells.empty:
        problems.append(no_rows(file, spec.name))
    problems += cell_faults(cells, file, spec.name)
    if not problems:
        kept.write(path, spec, kept.Kept(cells, rows, notes))
    return TextTable(file, spec.name, cells, tuple(problems), notes), Totals(form, rows)


def _counts(form: Form, spec: TableSpec) -> list[str]:
    """The columns to add up: those of the file that are counts by the dictionary."""
    if not spec.primary_key:
        rule = f"cannot be added up: {spec.name} has no key"
        raise UnreadableError(None, rule, "Remove aggregate from datapackage.json.")
    counts = []
    for field in spec.fields:
        if field.name in spec.primary_key or field.name not in form.columns:
            continue
        if field.type != "integer" or {"maximum", "enum"} & set(field.constraints):
            rule = "is not a count, so rows with it cannot be added up"
            raise UnreadableError(None, rule, LEFT_OUT, field.name)
        counts.append(field.name)
    return counts


def _cells(
    found: Grouped, form: Form, spec: TableSpec, counts: list[str]
) -> tuple[pd.DataFrame, pd.Series, tuple[str, ...]]:
    """The totals as cells, how many rows each is of, and what is worth knowing."""
    keys = found.keys.apply(lambda column: column.str.strip())
    parts = {"n": found.rows}
    for name in counts:
        given = found.total[name].replace("", "0").map(int).astype("object")
        parts |= {f"+{name}": given, f"-{name}": found.blank[name], f"?{name}": found.fault[name]}
    names = list(keys.columns)
    how = {part: "max" if part.startswith("?") else "sum" for part in parts}
    whole = keys.assign(**parts).groupby(names, sort=True).agg(how).reset_index()
    whole.index = pd.RangeIndex(FIRST_ROW, FIRST_ROW + len(whole))
    cells, empty = whole[names].copy(), 0
    for name in counts:
        text = whole[f"+{name}"].astype("str").where(whole[f"-{name}"] == 0, "")
        fault = whole[f"?{name}"].str.strip()
        cells[name] = text.where(fault == "", fault)
        empty += int((cells[name] == "").sum())
    own = [f.name for f in spec.fields if f.name not in spec.primary_key and f.type == "integer"]
    if not counts and len(own) == 1:
        cells[own[0]] = whole["n"].astype("str")
    for name in form.columns:
        if name not in spec.columns:
            cells[name] = ""  # so that the check says that it is ignored
    rows = whole["n"]
    notes = [f"{int(rows.sum()):,} rows were added up to {len(rows):,}, each {spec.grain}"]
    if empty:
        notes.append(f"{empty:,} totals are left empty: a row that they rest on has no count")
    return cells.astype("str"), rows, tuple(notes)


def _judged(found: Grouped, form: Form, spec: TableSpec, file: str) -> list[Problem]:
    """Each different text among the counts that is none, at its first row.

    The totals they would be in show one of them; here every one is judged, as in any other table.
    """
    told = []
    for name, faults in found.faults.items():
        cells = pd.DataFrame({name: list(faults)}, dtype="str")
        cells.index = pd.RangeIndex(FIRST_ROW, FIRST_ROW + len(cells))
        typed = to_types(cells, spec, file=file)
        problems = [*typed.problems, *cell_problems(typed.frame, cells, spec, file=file)]
        told_of = {problem.row for problem in problems}
        odd = typed.frame[name].dropna().drop(index=list(told_of), errors="ignore").index
        where = Where(file, spec.name, name)
        problems += problems_at(where, cells[name].loc[odd], TOO_LARGE, "Check the number.")
        places = first_rows(form, {(name, problem.value) for problem in problems})
        told += [at_row(p, places.get((name, p.value)), faults[p.value]) for p in problems]
    return told


def _unread(form: Form, file: str, table: str) -> tuple[Problem, ...]:
    if form.is_text:
        return tuple(broken_rows(form, file=file, table=table))
    rule = "cannot be read: it is damaged, or not whole"
    return (Problem(file, None, "", "", rule, AGAIN, table),)
