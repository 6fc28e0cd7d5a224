"""Monthly and quarterly statistics of mental health services (NHS England, MHSDS) as they are.

Below England counts are rounded to the nearest 5 and small ones are suppressed, so providers do
not add up to England. Nothing here adds them up: England is what was published, and beside it
stands between which numbers the sum of the providers must lie.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from trailblazer.data.imports.recognise import recognise
from trailblazer.data.suppression import kinds
from trailblazer.errors import InputError

SIGNS = {"REPORTING_PERIOD_START", "BREAKDOWN", "PRIMARY_LEVEL", "MEASURE_ID", "MEASURE_VALUE"}
ENGLAND = "England"
COLUMNS: Mapping[str, str] = {
    "REPORTING_PERIOD_START": "start",
    "REPORTING_PERIOD_END": "end",
    "BREAKDOWN": "breakdown",
    "PRIMARY_LEVEL": "place",
    "SECONDARY_LEVEL": "part",
    "MEASURE_ID": "measure",
    "MEASURE_NAME": "name",
    "MEASURE_VALUE": "value",
}
SMALLEST_SHOWN, ROUNDED_TO = 5, 5


@dataclass(frozen=True)
class Bounds:
    """Between which whole numbers a sum of rounded and suppressed counts must lie."""

    low: int
    high: int
    suppressed: int
    of: int


def read_mhsds(path: Path) -> pd.DataFrame:
    """One row a published value, with the period, breakdown, place and measure it is of.

    Columns as in ``COLUMNS``, and ``status``. ``value`` is the number as published, neither
    unrounded nor added up, and missing where it was withheld; ``status`` then says why. Raises
    ``InputError`` when a value is neither.
    """
    cells = recognise(path).text.cells
    assert cells is not None, "recognise raises when there are none"
    if absent := sorted(SIGNS - {*cells.columns}):
        raise InputError(f"{path.name} is no MHSDS file: it has no column {absent[0]}.")
    frame = cells.reindex(columns=list(COLUMNS)).rename(columns=dict(COLUMNS))
    status = kinds(frame["value"])
    value = pd.to_numeric(frame["value"].where(status.isna()), errors="coerce")
    wrong = frame["value"][value.isna() & status.isna()]
    if not wrong.empty:
        raise InputError(
            f'{path.name}, row {wrong.index[0]}: "{wrong.iloc[0][:30]}" is neither a number nor a '
            "shorthand for one withheld. Correct it."
        )
    return frame.assign(value=value.astype(float), status=status).reset_index(drop=True)


def england(statistics: pd.DataFrame, measure: str) -> float | None:
    """The figure published for England; ``None`` when there is none. It is never a sum."""
    rows = statistics[(statistics["measure"] == measure) & (statistics["breakdown"] == ENGLAND)]
    known = rows["value"].dropna()
    return float(known.iloc[0]) if len(known) == 1 else None


def bounds(statistics: pd.DataFrame, measure: str, breakdown: str) -> Bounds:
    """Where the sum of a count over the places of a breakdown must lie.

    A shown count stands for those that round to it, a suppressed one for nothing up to the
    smallest that is shown.
    """
    rows = statistics[(statistics["measure"] == measure) & (statistics["breakdown"] == breakdown)]
    shown, hidden = rows["value"].dropna(), int(rows["status"].notna().sum())
    reach = ROUNDED_TO // 2
    low = sum(max(0, int(value) - reach) for value in shown)
    high = sum(int(value) + reach for value in shown)
    return Bounds(low, high + hidden * (SMALLEST_SHOWN - 1), hidden, len(rows))


def coverage(statistics: pd.DataFrame) -> pd.DataFrame:
    """By breakdown: how many values are numbers, how many of those zero, how many withheld."""
    marked = statistics.assign(
        numbers=statistics["value"].notna(),
        zero=statistics["value"].eq(0),
        withheld=statistics["status"].notna(),
    )
    found = marked.groupby("breakdown", sort=False)[["numbers", "zero", "withheld"]].sum()
    return found.astype(int).reset_index()
