"""From the text of a cell to a value of its column's type, and the cells that have none.

Only the plain forms are read (``52.5``, ``2019-09-01``, ``true`` or ``yes``): a thousands comma, a
British date or another word is a problem to report, never a guess. Where a column may hold counts
that their source withheld, the shorthand for them is read as missing and marked.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from trailblazer.data.dictionary import FieldSpec, FieldType, TableSpec
from trailblazer.data.problems import Problem, Where, problems_at
from trailblazer.data.suppression import kinds, status_column

DTYPES: dict[FieldType, str] = {
    "string": "str",
    "integer": "Int64",
    "number": "float64",
    "boolean": "boolean",
    "date": "datetime64[us]",
}
FORMS = {
    "integer": r"[+-]?[0-9]{1,18}",
    "number": r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,2})?",
    "date": r"[12][0-9]{3}-[0-9]{2}-[0-9]{2}",
}
TRUTHS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
ADVICE = {
    "integer": ("is not a whole number", "Write a whole number such as 12."),
    "number": ("is not a number", "Write a number such as 52.5."),
    "boolean": ("is neither true nor false", "Write true or false, or yes or no."),
    "date": ("is not a date", "Write the year, month and day, such as 2019-09-01."),
}


@dataclass(frozen=True)
class TypedTable:
    """A table as the estimators want it, indexed by spreadsheet row, and what would not go in.

    ``frame`` has every column of the dictionary, in its order; a column the file lacks is all
    missing, and so is a cell named in ``problems``. Columns that say why cells were withheld
    (``people_status``) come last, where there are any.
    """

    frame: pd.DataFrame
    problems: tuple[Problem, ...]


def empty_frame(spec: TableSpec) -> pd.DataFrame:
    """The table with no rows: the right columns, each of the right type."""
    return pd.DataFrame({f.name: pd.Series([], dtype=DTYPES[f.type]) for f in spec.fields})


def to_types(cells: pd.DataFrame, spec: TableSpec, *, file: str) -> TypedTable:
    """Give each column of ``cells`` (text, empty for missing) the type the dictionary names."""
    columns: dict[str, pd.Series] = {}
    marks: dict[str, pd.Series] = {}
    problems: list[Problem] = []
    for field in spec.fields:
        if field.name not in cells.columns:
            columns[field.name] = pd.Series(None, index=cells.index, dtype=DTYPES[field.type])
            continue
        text = cells[field.name]
        columns[field.name] = typed = _convert(text, field)
        wordless = text[typed.isna() & (text != "")]
        if field.may_be_suppressed and (mark := kinds(wordless).dropna()).size:
            marks[status_column(field.name)] = mark.reindex(cells.index).astype("str")
            wordless = wordless.drop(mark.index)
        problems += _failures(wordless, field, file, spec.name)
    return TypedTable(pd.DataFrame(columns | marks, index=cells.index), tuple(problems))


def _convert(text: pd.Series, field: FieldSpec) -> pd.Series:
    present = text.where(text != "")
    if field.type == "boolean":
        return present.str.lower().map(TRUTHS).astype("boolean")
    if field.type == "string":
        return present
    plain = present.where(present.str.fullmatch(FORMS[field.type]).fillna(False).astype(bool))
    if field.type == "date":
        dates = pd.to_datetime(plain, format="%Y-%m-%d", errors="coerce")
        return dates.astype("datetime64[us]")
    return plain.astype("Int64") if field.type == "integer" else plain.astype("float64")


def _failures(text: pd.Series, field: FieldSpec, file: str, table: str) -> list[Problem]:
    if text.empty:
        return []
    rule, fix = ADVICE[field.type]
    return problems_at(Where(file, table, field.name), text, rule, fix)
