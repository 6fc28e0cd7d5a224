"""Cells of published tables: numbers as text, shorthand for what is missing, a caption for both.

Units stand in the column headings, values and limits each in a column of their own, and no cell
is blank or holds a symbol alone: the UK government guidance on tables and on shorthand.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pandas as pd

from trailblazer.findings.numbers import number
from trailblazer.present.exhibit import Table

UNAVAILABLE, NOT_APPLICABLE, UNRELIABLE = "[x]", "[z]", "[u]"
_MEANINGS = {
    UNAVAILABLE: "not available", NOT_APPLICABLE: "not applicable", UNRELIABLE: "low reliability",
}  # fmt: skip

Cell = Callable[[float], str]


def whole(value: float) -> str:
    """A count: ``1,050``."""
    return f"{value:,.0f}"


def percent(share: float) -> str:
    """A share as a percentage, without the sign: its column names the unit."""
    return number(share, "share").replace("%", "")


def one_decimal(value: float) -> str:
    """A rate or a time."""
    return f"{value:.1f}"


def ratio(value: float) -> str:
    """A ratio."""
    return number(value, "ratio")


def column(values: Sequence[float] | pd.Series[float], write: Cell) -> list[str]:
    """Numbers as cells; a missing one is ``[x]``."""
    return [UNAVAILABLE if pd.isna(value) else write(value) for value in values]


def limits(
    low: Sequence[float | None] | pd.Series[float],
    high: Sequence[float | None] | pd.Series[float],
    level: float | None,
    write: Cell,
) -> dict[str, list[str]]:
    """The two columns of limits, none without a level; ``[z]`` where a row has no interval."""
    if level is None:
        return {}
    unit = " (%)" if write is percent else ""
    return {
        f"{end} {100 * level:g}% limit{unit}": [
            NOT_APPLICABLE if value is None or pd.isna(value) else write(value) for value in values
        ]
        for end, values in (("Lower", low), ("Upper", high))
    }


def finish(
    columns: dict[str, list[str]],
    caption: str,
    *,
    words: Sequence[str] = (),
    data: pd.DataFrame | None = None,
) -> Table:
    """A table of text cells; all columns but the first and those named as words are numbers.

    The caption explains the shorthand that the cells use.
    """
    frame = pd.DataFrame(columns)
    used = [f"{k} {v}" for k, v in _MEANINGS.items() if frame.isin([k]).any(axis=None)]
    return Table(
        frame=frame,
        caption=f"{caption} {'; '.join(used)}." if used else caption,
        numeric=tuple(name for name in frame.columns[1:] if name not in words),
        data=data,
    )
