"""A typed table as the text of its CSV file: reading, the other way round."""

from __future__ import annotations

import io

import pandas as pd

from trailblazer.data.dictionary import TableSpec
from trailblazer.data.suppression import symbols, withheld

DATES = "%Y-%m-%d"


def as_csv(table: pd.DataFrame, spec: TableSpec) -> str:
    """A table as CSV text with the dictionary's columns in their order.

    Dates are ISO dates, what is missing is an empty cell, and what its source withheld is the
    shorthand for that. A column the table does not have is empty.
    """
    columns = {f.name: _cells(table, f.name, f.type) for f in spec.fields}
    text = io.StringIO()
    pd.DataFrame(columns).to_csv(text, index=False, lineterminator="\n")
    return text.getvalue()


def _cells(table: pd.DataFrame, name: str, kind: str) -> pd.Series:
    if name not in table:
        return pd.Series(None, index=table.index, dtype="object")
    column = table[name]
    if kind == "date":
        return pd.to_datetime(column).dt.strftime(DATES)
    if kind == "boolean":
        return column.astype("boolean").map({True: "true", False: "false"})
    column = column.astype("Int64") if kind == "integer" else column
    hidden = withheld(table, name)
    return column.astype("str").mask(hidden, symbols(table, name)) if hidden.any() else column
