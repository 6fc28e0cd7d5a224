"""What a set holds, and the same estimate made in other ways."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from trailblazer.data.dictionary import load_dictionary
from trailblazer.data.load import DataSet
from trailblazer.estimates.estimate import Estimate
from trailblazer.findings.numbers import number
from trailblazer.present import published
from trailblazer.present.exhibit import Table
from trailblazer.present.tables.cells import (
    NOT_APPLICABLE,
    UNAVAILABLE,
    column,
    finish,
    percent_to_tell_apart,
    whole,
)
from trailblazer.present.withheld import WITHHELD


def holdings(data: DataSet) -> Table:
    """Every table of the dictionary with what one row is and how many rows the set holds.

    A table that the set leaves out has no number of rows; one without rows for a site has 0.
    """
    specs = load_dictionary().tables
    rows = pd.DataFrame({"table": list(specs), "rows": [_rows(data, name) for name in specs]})
    return finish(
        {
            "Table": [spec.title or name for name, spec in specs.items()],
            "One row is": [spec.grain or UNAVAILABLE for spec in specs.values()],
            "Rows": column(rows["rows"], whole),
        },
        "The tables of this set.",
        words=("One row is",),
        data=rows,
    )


def _rows(data: DataSet, name: str) -> float | None:
    """How many rows a table holds, as far as it may be told where rows are of people."""
    if not data.present(name):
        return None
    number = float(len(data[name]))
    fields = load_dictionary().tables[name].fields
    of_people = any(field.sensitivity != "public" for field in fields)
    told = published.current().count(number) if of_people else number
    return WITHHELD if told is None else float(told)


def robustness(estimates: Sequence[Estimate], *, of: str) -> Table | None:
    """One quantity by several methods, the one judged first; ``of`` names the quantity."""
    known = [e for e in estimates if e.value is not None]
    if not known:
        return None
    return finish(
        {
            "Estimate": [e.label for e in known],
            "Value": [_written(e, e.value) for e in known],
            "Lower limit": [_written(e, e.low) for e in known],
            "Upper limit": [_written(e, e.high) for e in known],
            "Method": [e.method for e in known],
        },
        f"How {of} depends on the method.",
        words=("Method",),
        data=pd.DataFrame(
            [e.model_dump(include={"value", "low", "high", "unit", "method"}) for e in known]
        ).assign(estimate=[e.label for e in known]),
    )


def _written(estimate: Estimate, value: float | None) -> str:
    """The value or a limit, with a decimal where the three would look the same otherwise."""
    if value is None:
        return NOT_APPLICABLE
    if estimate.unit != "share":
        return number(value, estimate.unit)
    return f"{percent_to_tell_apart(estimate.value, estimate.low, estimate.high)(value)}%"
