"""Monthly returns of contacts: which were due, which were made, and what they hold."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from trailblazer.data.suppression import withheld
from trailblazer.estimates.partial import said

IN_PERSON = "in_person"
MODES = (IN_PERSON, "video", "telephone", "text_or_chat", "other_remote")
DUE = {
    "team_id": str, "site_id": str, "month": str, "returned": bool, "contacts": float,
    "remote": float, "weekdays": float, "months": float,
}  # fmt: skip
BY_MONTH = {
    "month": str, "due": int, "returned": int, "contacts": float, "per_weekday": float,
    "remote_share": float, **dict.fromkeys(MODES, float),
}  # fmt: skip


@dataclass(frozen=True)
class Windows:
    """The months compared: so many before and after the month of an event, and a year later.

    The month of the event belongs to neither, because part of it lies on each side.
    """

    before: tuple[str, ...]
    after: tuple[str, ...]
    later: tuple[str, ...]


def windows(event: str, months: int) -> Windows:
    """The ``months`` on either side of the month that holds a day (``2020-03-23``)."""
    at = pd.Period(event, "M")
    reach = range(1, months + 1)
    return Windows(
        before=tuple(str(at - k) for k in reversed(reach)),
        after=tuple(str(at + k) for k in reach),
        later=tuple(str(at + 12 + k) for k in reach),
    )


def team_months(contacts: pd.DataFrame, teams: pd.DataFrame) -> pd.DataFrame:
    """One row for each team and month in which a return was due.

    Columns ``team_id, site_id, month, returned, contacts, remote, weekdays, months`` (1), by team
    and month; contacts are missing where there was no return. A return is due from the month after
    a team began, because it worked only part of that one, to the last month of the table. A team
    without a date began in the first month it has a row for; with no row either, all months are
    due. A return counts when none of its counts is empty: an empty count is not none, and a
    return with a hole would tilt the shares. A mode or phase that has no row is none.
    """
    if contacts.empty or teams.empty:
        return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in DUE.items()})
    span = pd.period_range(contacts["month"].min(), contacts["month"].max(), freq="M").astype(str)
    grid = _began(contacts, teams).merge(pd.DataFrame({"month": span}), how="cross")
    grid = grid[grid["month"] > grid["began"]].drop(columns="began")
    due = grid.merge(_sums(contacts), on=["team_id", "month"], how="left")
    due["returned"] = due.pop("holes").eq(0)
    for name in ("contacts", "remote"):
        due[name] = due[name].astype(float).where(due["returned"])
    due = due.assign(weekdays=_weekdays(due["month"]), months=1.0)
    return due[list(DUE)].sort_values(["team_id", "month"], ignore_index=True)


def returns_withheld(contacts: pd.DataFrame) -> str:
    """How many returns are left out because one of their counts was withheld; empty for none."""
    marked = contacts[withheld(contacts, "contacts")]
    number, of = (len(c[["team_id", "month"]].drop_duplicates()) for c in (marked, contacts))
    return said(number, of=of, units="monthly returns")


def by_month(contacts: pd.DataFrame, due: pd.DataFrame) -> pd.DataFrame:
    """Every month: returns due and made, contacts by mode, and contacts for each weekday of a team.

    Columns ``month, due, returned, contacts, per_weekday, remote_share`` and one a mode. A share
    or an average is missing in a month without any return or contact.
    """
    if due.empty:
        return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in BY_MONTH.items()})
    made = due[due["returned"]]
    months = due.groupby("month").agg(due=("returned", "size"), returned=("returned", "sum"))
    sums = made.groupby("month")[["contacts", "remote", "weekdays"]].sum().reindex(months.index)
    modes = contacts.merge(made[["team_id", "month"]], on=["team_id", "month"]).pivot_table(
        index="month", columns="mode", values="contacts", aggfunc="sum"
    )
    modes = modes.astype(float).reindex(index=months.index, columns=list(MODES))
    some = sums["contacts"].where(sums["contacts"] > 0)
    table = months.assign(
        contacts=sums["contacts"],
        per_weekday=sums["contacts"] / sums["weekdays"],
        remote_share=sums["remote"] / some,
    ).join(modes.fillna(0.0))
    return table.reset_index()[list(BY_MONTH)].astype(BY_MONTH)


def _began(contacts: pd.DataFrame, teams: pd.DataFrame) -> pd.DataFrame:
    """Teams with the month in which they began: ``team_id, site_id, began``, perhaps empty."""
    dated = teams["operational_date"].dt.strftime("%Y-%m")
    rows = contacts.sort_values("month").drop_duplicates("team_id").set_index("team_id")["month"]
    began = dated.where(dated.notna(), teams["team_id"].map(rows)).fillna("").astype(str)
    return teams[["team_id", "site_id"]].assign(began=began)


def _sums(contacts: pd.DataFrame) -> pd.DataFrame:
    """Contacts and remote contacts of each team-month, and how many of its counts are empty."""
    counted = contacts["contacts"].astype("Float64")
    rows = contacts[["team_id", "month"]].assign(
        contacts=counted,
        remote=counted.where(contacts["mode"] != IN_PERSON, 0.0),
        holes=counted.isna().astype(int),
    )
    return rows.groupby(["team_id", "month"], as_index=False)[["contacts", "remote", "holes"]].sum()


def _weekdays(months: pd.Series[str]) -> pd.Series[float]:
    """Mondays to Fridays of each month; school and bank holidays are not taken out."""
    first = months.to_numpy(dtype="datetime64[M]")
    days = np.busday_count(first.astype("datetime64[D]"), (first + 1).astype("datetime64[D]"))
    return pd.Series(days, index=months.index, dtype=float)
