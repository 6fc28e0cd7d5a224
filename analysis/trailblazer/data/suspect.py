"""Cells of the right form that cannot be meant: a slip of the keyboard or the spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from trailblazer.data.dictionary import TableSpec
from trailblazer.data.problems import Problem, Where, problems_at

YEARS_AWAY = 50
# As Excel and LibreOffice write them into a CSV file; a sheet's own are told where it is read.
SPREADSHEET_ERRORS = (
    "#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!",
    "Err:502", "Err:504", "Err:508", "Err:522",
)  # fmt: skip


def suspect_cells(
    typed: pd.DataFrame,
    cells: pd.DataFrame,
    spec: TableSpec,
    *,
    file: str,
    period: tuple[pd.Timestamp, pd.Timestamp] | None,
) -> Iterator[Problem]:
    """Errors of a spreadsheet that stand as text, and dates a lifetime away from the period.

    ``period`` is the first and last day of the set, ``None`` where that is not known.
    """
    for field in spec.fields:
        if field.name not in cells.columns:
            continue
        where, text = Where(file, spec.name, field.name), cells[field.name]
        if field.type == "string" and not {"enum", "pattern"} & set(field.constraints):
            errors = text[text.isin(SPREADSHEET_ERRORS)]
            rule = "is an error of the spreadsheet, not a value"
            yield from problems_at(where, errors, rule, "Mend the formula, or empty the cell.")
        elif field.type == "date" and period is not None:
            first, last = (day.year for day in period)
            years = typed[field.name].dt.year
            far = (years < first - YEARS_AWAY) | (years > last + YEARS_AWAY)
            rule = f"is more than {YEARS_AWAY} years away from the period of the set"
            yield from problems_at(where, text[far.fillna(False)], rule, "Correct the year.")
