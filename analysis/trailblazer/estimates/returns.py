"""How complete the monitoring returns are: what came back of what was to be expected."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from trailblazer.data.suppression import withheld
from trailblazer.estimates.counts import share
from trailblazer.estimates.estimate import Estimate

# Table, who makes the return, its period, and the column that is empty where none was made.
_RETURNS = (
    ("contacts", "team_id", "month", "contacts"),
    ("referrals", "team_id", "quarter", "referrals"),
    ("time_use", "team_id", "period", "percent"),
    ("local_workforce", "site_id", "quarter", "in_post_fte"),
    ("people_supported", "site_id", "period", "people"),
)
LABELS = {
    "contacts": "Team-months of contacts returned",
    "referrals": "Team-quarters of referrals returned",
    "time_use": "Team-periods of time use returned",
    "local_workforce": "Site-quarters of local workforce returned",
    "people_supported": "Site-periods of people supported returned",
    "staff_spells": "Teams with staff returned",
}


@dataclass(frozen=True)
class Returns:
    """What came back, as a share of what was expected, in all and over time.

    ``shares`` has an estimate a table, by its name; ``by_quarter`` (table, quarter, returned,
    expected, share) a row for every quarter of the tables that are returned by month or quarter.
    """

    shares: Mapping[str, Estimate]
    by_quarter: pd.DataFrame


def returns(tables: Mapping[str, pd.DataFrame]) -> Returns:
    """Compare the returns that were made with those that could have been.

    A team is expected to make one for every period of a table that ends after it began work, a
    site for every period of a table. A return of none counts as made, and so does one whose counts
    were withheld before they came here; an empty one does not. A
    team or period that is nowhere in the table is not expected in it where its start is not known.
    """
    cells = {
        table: _cells(tables, table, unit, period, value) for table, unit, period, value in _RETURNS
    }
    shares = {table: _share(table, found) for table, found in cells.items()}
    teams = tables["teams"]["team_id"]
    staffed = teams.isin(tables["staff_spells"]["team_id"])
    of = 0 if tables["staff_spells"].empty else len(teams)
    shares["staff_spells"] = share(
        LABELS["staff_spells"],
        int(staffed.sum()),
        of=of,
        about="organisations",
        method="teams with any spell in post",
    )
    dated = [found.assign(table=table) for table, found in cells.items()]
    return Returns(shares=shares, by_quarter=_by_quarter(pd.concat(dated)))


def _cells(
    tables: Mapping[str, pd.DataFrame], table: str, unit: str, period: str, value: str
) -> pd.DataFrame:
    """One row an expected return: ``unit, period, end, made``."""
    rows = tables[table]
    came = rows[rows[value].notna() | withheld(rows, value)]
    made = came[[unit, period]].drop_duplicates().assign(made=True)
    periods = pd.DataFrame({period: sorted(rows[period].dropna().unique())}, dtype="str")
    units = tables["teams" if unit == "team_id" else "sites"]
    began = units["operational_date"] if unit == "team_id" else pd.Timestamp.min
    every = units[[unit]].assign(began=began).merge(periods, how="cross")
    every = every.assign(end=every[period].map(_end))
    found = every.merge(made, on=[unit, period], how="left")
    found = found.assign(made=found["made"].eq(True))
    open_then = found["end"].isna() | (found["began"] <= found["end"])
    found = found[open_then | found["made"]].rename(columns={unit: "unit", period: "period"})
    return found[["unit", "period", "end", "made"]]


def _end(period: str) -> pd.Timestamp | None:
    """The last day of a month or a quarter; ``None`` for a year or a span."""
    if len(period) != 7:
        return None
    return pd.Period(period.replace("-Q", "Q")).end_time


def _share(table: str, found: pd.DataFrame) -> Estimate:
    return share(
        LABELS[table], int(found["made"].sum()), of=len(found),
        about="organisations", method="returns made, of those expected since work began",
    )  # fmt: skip


def _by_quarter(found: pd.DataFrame) -> pd.DataFrame:
    dated = found.dropna(subset=["end"])
    quarter = pd.to_datetime(dated["end"]).dt.to_period("Q").astype("str")
    counted = dated.assign(quarter=quarter).groupby(["table", "quarter"])["made"]
    table = counted.agg(returned="sum", expected="count").astype(int).reset_index()
    return table.assign(share=table["returned"] / table["expected"])
