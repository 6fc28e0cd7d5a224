"""Rows about another time than the set: right in form, and often meant for another set."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import pandas as pd

from trailblazer.data.problems import Notice

PERIODS = ("period", "quarter", "month")
# What did happen cannot be dated after the last day that the set covers.
HAPPENED = (("teams", "operational_date"), ("survey_cases", "responded_on"))
# Posts and vacancies are counted from before there were teams.
FROM_BEFORE = ("local_workforce",)
SHOWN = 3

Days = tuple[pd.Timestamp, pd.Timestamp]


def outside(
    tables: Mapping[str, pd.DataFrame], days: Days | None, *, files: Mapping[str, str]
) -> Iterator[Notice]:
    """A notice for each column with rows that lie outside the period of the set.

    ``days`` are its first and last day, ``None`` where they are not known.
    """
    if days is None:
        return
    for name, table in tables.items():
        for column in PERIODS:
            if column in table:
                first = pd.Timestamp.min if name in FROM_BEFORE else days[0]
                words = table[column].dropna().unique()
                far = [word for word in words if _apart(word, (first, days[1]))]
                rows = int(table[column].isin(far).sum())
                yield from _said(files[name], name, column, rows, sorted(far), "outside the period")
    for name, column in HAPPENED:
        if name in tables:
            late = tables[name][column]
            late = late[late > days[1]].dropna()
            shown = sorted({f"{day:%Y-%m-%d}" for day in late})
            yield from _said(files[name], name, column, len(late), shown, "after the last day")


def _said(
    file: str, table: str, column: str, rows: int, shown: list[str], where: str
) -> Iterator[Notice]:
    if rows:
        words = ", ".join(shown[:SHOWN]) + (", …" if len(shown) > SHOWN else "")
        lie = f"{rows:,} row{'s lie' if rows > 1 else ' lies'}"
        message = (
            f'column "{column}": {lie} {where} that datapackage.json gives the set ({words}). '
            "Correct the one or the other, unless it is meant"
        )
        yield Notice(file, message, table)


def _apart(word: str, days: Days) -> bool:
    """Whether a month, quarter, year or span of them has no day in common with the period."""
    parts = re.findall(r"(\d{4})(?:-(Q[1-4]|\d{2}(?!\d)))?", word)
    if not parts:
        return False
    first, last = _months(*parts[0])[0], _months(*parts[-1])[1]
    return bool(first > days[1].to_period("M") or last < days[0].to_period("M"))


def _months(year: str, part: str) -> tuple[pd.Period, pd.Period]:
    """The first and last month of a year, a quarter or a month."""
    if part.startswith("Q"):
        quarter = pd.Period(f"{year}{part}", "Q")
        return quarter.asfreq("M", "start"), quarter.asfreq("M", "end")
    if part:
        return (month := pd.Period(f"{year}-{part}", "M")), month
    return pd.Period(f"{year}-01", "M"), pd.Period(f"{year}-12", "M")
