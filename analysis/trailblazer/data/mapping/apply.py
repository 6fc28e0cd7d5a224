"""From the cells of a file to the cells of a table, as the mapping file says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from trailblazer.data.cells import Meanings, TextTable
from trailblazer.data.dictionary import FieldSpec, TableSpec
from trailblazer.data.mapping.model import Column, Item, TablePart, mapping_problem
from trailblazer.data.mapping.words import converted, plain
from trailblazer.data.problems import Problem, did_you_mean

NO_MEANINGS = Meanings()


@dataclass(frozen=True)
class Mapped:
    """The cells a file gives a table, with the row of each and what columns are called there.

    ``items`` is the file's column of each row, where columns became rows; else it is empty.
    """

    cells: pd.DataFrame
    rows: pd.Series
    columns: Mapping[str, str]
    items: pd.Series
    problems: tuple[Problem, ...]


def apply_part(raw: TextTable, part: TablePart, spec: TableSpec) -> Mapped:
    """The table's cells out of a file's. A column of the dictionary's own name needs no entry."""
    cells = raw.cells if raw.cells is not None else pd.DataFrame()
    problems = list(_unknown(cells, part, spec, raw.file))
    cells = _wanted(cells, part, raw.meanings)
    columns = dict(_columns(cells, part, spec))
    made = {}
    for name, column in columns.items():
        if column.constant:
            made[name] = pd.Series(column.constant, index=cells.index, dtype="str")
        else:
            own = raw.meanings.get(column.from_, NO_MEANINGS)
            made[name] = _convert(cells[column.from_], column, own, spec.field(name))
    table = pd.DataFrame(made, index=cells.index, dtype="str")
    rows = pd.Series(cells.index, index=cells.index)
    items = pd.Series("", index=cells.index)
    if part.melt is not None:
        table, rows, items = _melted(cells, table, part, raw.meanings, spec)
    if part.distinct:
        keep = ~table.duplicated()
        table, rows, items = table[keep], rows[keep], items[keep]
    known = {name: column.from_ for name, column in columns.items() if not column.constant}
    return Mapped(table, rows, known, items, tuple(problems))


def apply_labels(raw: TextTable, spec: TableSpec) -> pd.DataFrame | None:
    """The cells of a file that is not mapped, its labelled values as the codes they name."""
    if raw.cells is None or not raw.meanings:
        return raw.cells
    made = {}
    for name in raw.cells.columns:
        field = spec.field(name) if name in spec.columns else None
        own = raw.meanings.get(name, NO_MEANINGS)
        made[name] = _convert(raw.cells[name], Column(from_=name), own, field)
    return pd.DataFrame(made, index=raw.cells.index, dtype="str")


def _convert(
    cells: pd.Series, column: Column, meanings: Meanings, field: FieldSpec | None
) -> pd.Series:
    known = {value: converted(value, column, meanings, field) for value in cells.unique()}
    return cells.map(known).astype("str")


def _columns(cells: pd.DataFrame, part: TablePart, spec: TableSpec) -> Iterator[tuple[str, Column]]:
    """The columns the mapping fills, and those the file has under their own name."""
    melted = () if part.melt is None else (part.melt.name, part.melt.value)
    for field in spec.fields:
        column = part.columns.get(field.name)
        if column is None and field.name in cells.columns and field.name not in melted:
            column = Column(from_=field.name)
        if column is not None and (column.constant or column.from_ in cells.columns):
            yield field.name, column


def _wanted(cells: pd.DataFrame, part: TablePart, meanings: Mapping[str, Meanings]) -> pd.DataFrame:
    for name, words in part.rows.items():
        if name in cells.columns:
            labels = meanings.get(name, NO_MEANINGS).labels
            allowed = {plain(word) for word in words}
            kept = {
                value: bool({plain(value), plain(labels.get(value, value))} & allowed)
                for value in cells[name].unique()
            }
            cells = cells[cells[name].map(kept).astype(bool)]
    return cells


def _melted(
    cells: pd.DataFrame,
    table: pd.DataFrame,
    part: TablePart,
    meanings: Mapping[str, Meanings],
    spec: TableSpec,
) -> tuple[pd.DataFrame, pd.Series, pd.Series]:
    """One row a respondent and column, respondent by respondent, as the file has them."""
    melt = part.melt
    assert melt is not None
    parts = [table.iloc[:0].assign(_row=0, _place=0, _item="", **{melt.name: "", melt.value: ""})]
    for place, (theirs, item) in enumerate(melt.columns.items()):
        if theirs not in cells.columns or not item.item:
            continue
        own = meanings.get(theirs, NO_MEANINGS)
        values = _answers(cells[theirs], item, own, spec.field(melt.value))
        values = values.where(values != "", melt.empty)
        values = values[values != ""]
        block = table.loc[values.index].copy()
        block[melt.name], block[melt.value] = item.item, values.to_numpy()
        parts.append(block.assign(_row=values.index, _place=place, _item=theirs))
    whole = pd.concat(parts).sort_values(["_row", "_place"], kind="stable")
    whole = whole.reset_index(drop=True)
    names = [n for n in spec.columns if n in whole.columns]
    return whole[names].astype("str"), whole["_row"], whole["_item"]


def _answers(cells: pd.Series, item: Item, meanings: Meanings, field: FieldSpec) -> pd.Series:
    column = Column(recode=item.recode, otherwise=item.otherwise)
    if not item.split:
        return _convert(cells, column, meanings, field)
    several = cells.str.split(item.split, regex=False).explode().str.strip()
    several = several[(several != "") | ~several.index.duplicated(keep=False)]
    return _convert(several.astype("str"), column, meanings, field)


def _unknown(cells: pd.DataFrame, part: TablePart, spec: TableSpec, file: str) -> Iterator[Problem]:
    """Columns the mapping names and the dictionary, or the file, does not have."""
    here = f"tables.{spec.name}"
    melt = part.melt
    ours = [*part.columns, *((melt.name, melt.value) if melt else ())]
    for name in ours:
        if name not in spec.columns:
            fix = did_you_mean(name, list(spec.columns)) or "Remove it."
            rule = f"is not a column of {spec.name}"
            yield mapping_problem(f"{here}.columns", name, rule, fix, spec.name)
    theirs = [
        *((f"columns.{n}", c.from_) for n, c in part.columns.items() if not c.constant),
        *(("rows", name) for name in part.rows),
        *(("melt.columns", name) for name in (melt.columns if melt else ())),
    ]
    for entry, name in theirs:
        if name and name not in cells.columns:
            fix = did_you_mean(name, [str(c) for c in cells.columns]) or "Correct it."
            yield mapping_problem(
                f"{here}.{entry}", name, f"is not a column of {file}", fix, spec.name
            )
