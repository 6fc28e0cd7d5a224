"""Keys: what must not repeat within a table, and what must be found in another one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import pandas as pd

from trailblazer.data.dictionary import ForeignKey, TableSpec
from trailblazer.data.problems import Notice, Problem, Where, problems_at, suggestions


def repeated(cells: pd.DataFrame, spec: TableSpec, *, file: str) -> Iterator[Problem]:
    """Each row whose key, or whose value in a unique column, an earlier row already has."""
    unique = [(f.name,) for f in spec.fields if f.constraints.get("unique")]
    for columns in dict.fromkeys((spec.primary_key, *unique)):
        if columns and set(columns) <= set(cells.columns):
            yield from _repeats(cells, columns, file, spec.name)


def _repeats(
    cells: pd.DataFrame, columns: Sequence[str], file: str, table: str
) -> Iterator[Problem]:
    key = cells.loc[_complete(cells, columns), list(columns)]
    if not key.duplicated().any():
        return
    rows = key.index.to_series()
    first = rows.groupby([key[name] for name in columns]).transform("first")
    named, values = ", ".join(columns), joined(key)
    again = rows != first
    for row, earlier, value in zip(rows[again], first[again], values[again], strict=True):
        fix = f"Row {earlier} has it already: correct one of the two rows, or remove one."
        rule = "is used more than once"
        yield Problem(file, int(row), named, value, rule, fix, table, int(earlier))


def unknown(
    child: pd.DataFrame,
    parents: Mapping[str, pd.DataFrame],
    spec: TableSpec,
    *,
    files: Mapping[str, str],
) -> Iterator[Problem]:
    """Each value that points to a row another table does not have.

    ``parents`` holds the tables that could be read whole: a link to any other is passed over,
    because what it lacks cannot be known.
    """
    for link in spec.foreign_keys:
        parent = parents.get(link.table or spec.name)
        if parent is None or not _can_follow(link, child, parent):
            continue
        file = files[link.table or spec.name]
        lost = joined(_lost(child, parent, link))
        single = len(link.keys) == 1
        guesses = suggestions(lost, list(parent[link.keys[0]].unique())) if single else {}
        where = Where(files[spec.name], spec.name, ", ".join(link.fields))
        fix = f"Correct it, or add it to {file}."
        yield from problems_at(where, lost, f"is not in {file}", fix, guesses)


def joined(key: pd.DataFrame) -> pd.Series:
    """The columns of a key as one text: ``T05, 2020-Q1``."""
    first, *others = (key[name] for name in key.columns)
    for column in others:
        first = first + ", " + column
    return first


def unchecked(
    cells: pd.DataFrame | None, spec: TableSpec, *, files: Mapping[str, str], present: set[str]
) -> Iterator[Notice]:
    """A notice for each link to a table the set does not hold, where any row makes it."""
    for link in spec.foreign_keys:
        if link.table and link.table not in present and _is_made(link, cells):
            message = f"{', '.join(link.fields)} cannot be checked: there is no {files[link.table]}"
            yield Notice(files[spec.name], message, spec.name)


def _is_made(link: ForeignKey, cells: pd.DataFrame | None) -> bool:
    if cells is None:
        return True
    there = set(link.fields) <= set(cells.columns)
    return there and bool(_complete(cells, link.fields).any())


def _can_follow(link: ForeignKey, child: pd.DataFrame, parent: pd.DataFrame) -> bool:
    return set(link.fields) <= set(child.columns) and set(link.keys) <= set(parent.columns)


def _complete(cells: pd.DataFrame, columns: Sequence[str]) -> pd.Series:
    return (cells[list(columns)] != "").all(axis=1)


def _lost(child: pd.DataFrame, parent: pd.DataFrame, link: ForeignKey) -> pd.DataFrame:
    links = child.loc[_complete(child, link.fields), list(link.fields)]
    if len(link.fields) == 1:
        return links[~links[link.fields[0]].isin(parent[link.keys[0]])]
    known = pd.MultiIndex.from_frame(parent[list(link.keys)])
    return links[~pd.MultiIndex.from_frame(links).isin(known)]
