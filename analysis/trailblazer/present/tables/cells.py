"""Cells of published tables: numbers as text, shorthand for what is missing, a caption for both.

Units stand in the column headings, values and limits each in a column of their own, and no cell
is blank or holds a symbol alone: the UK government guidance on tables and on shorthand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import pandas as pd

from trailblazer.findings.numbers import number, signed
from trailblazer.present.exhibit import Table
from trailblazer.present.withheld import MARK, WITHHELD, Withheld
from trailblazer.present.words import counted

UNAVAILABLE, NOT_APPLICABLE, UNRELIABLE = "[x]", "[z]", "[u]"
_MEANINGS = {
    UNAVAILABLE: "not available", NOT_APPLICABLE: "not applicable", UNRELIABLE: "low reliability",
    MARK: "not shown, because it is about few people",
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


def percent_to_tell_apart(*shares: float | None) -> Cell:
    """How to write shares that stand together: with a decimal where they would look the same.

    A share and its limits of 1%, 1% and 1% tell nothing; 0.9%, 0.6% and 1.3% do.
    """
    known = [share for share in shares if share is not None and not pd.isna(share)]
    alike = len({percent(share) for share in known}) == 1
    return percent_to_one_decimal if alike and len(set(known)) > 1 else percent


def percent_to_one_decimal(share: float) -> str:
    """A share as a percentage with a decimal, without the sign."""
    return one_decimal(100 * share)


def column(values: Sequence[float] | pd.Series[float], write: Cell) -> list[str]:
    """Numbers as cells; a missing one is ``[x]``."""
    return [_cell(value, write, UNAVAILABLE) for value in values]


def _cell(value: float, write: Cell, missing: str) -> str:
    if isinstance(value, Withheld):
        return MARK
    return missing if pd.isna(value) else write(value)


def base(numbers: pd.Series[float], thing: str, things: str | None = None) -> str:
    """How many a table is about, as the last words of a caption: `` Base: 97 interviews.``

    Nothing where a number is withheld: the sum of the others would be too small.
    """
    if any(isinstance(number, Withheld) for number in numbers):
        return ""
    return f" Base: {counted(int(numbers.sum()), thing, things)}."


def total(values: Iterable[float]) -> float:
    """The sum of a column; withheld when a part of it is, for the others would be too few."""
    parts = list(values)
    return WITHHELD if any(isinstance(part, Withheld) for part in parts) else sum(parts)


def limits(
    low: pd.Series[float],
    high: pd.Series[float],
    level: float | None,
    write: Cell,
) -> dict[str, list[str]]:
    """The two columns of limits, none without a level; ``[z]`` where a row has no interval."""
    return _limit_columns(low, high, level, [write] * len(low), "")


def shares_with_limits(
    heading: str,
    value: pd.Series[float],
    low: pd.Series[float],
    high: pd.Series[float],
    level: float | None,
) -> dict[str, list[str]]:
    """A column of percentages and their two of limits, each row as exact as it needs to be."""
    writers = [percent_to_tell_apart(*row) for row in zip(value, low, high, strict=True)]
    shares = [_cell(share, write, UNAVAILABLE) for share, write in zip(value, writers, strict=True)]
    return {heading: shares} | _limit_columns(low, high, level, writers, " (%)")


def _limit_columns(
    low: pd.Series[float],
    high: pd.Series[float],
    level: float | None,
    writers: Sequence[Cell],
    unit: str,
) -> dict[str, list[str]]:
    if level is None:
        return {}
    return {
        f"{end} {100 * level:g}% limit{unit}": [
            _cell(value, write, NOT_APPLICABLE)
            for value, write in zip(values, writers, strict=True)
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
    numeric = tuple(name for name in list(columns)[1:] if name not in words)
    frame = pd.DataFrame(
        {k: [signed(c) for c in cells] if k in numeric else cells for k, cells in columns.items()}
    )
    used = [f"{k} {v}" for k, v in _MEANINGS.items() if frame.isin([k]).any(axis=None)]
    return Table(
        frame=frame,
        caption=f"{caption} {'; '.join(used)}." if used else caption,
        numeric=numeric,
        data=data,
    )
