"""Rates of support by group: who was supported, out of how many."""

from __future__ import annotations

import pandas as pd

from trailblazer.estimates.intervals import byar

KEY = ["site_id", "group"]
RATES = ["group", "people", "population", "rate", "low", "high"]


def cells_of(supported: pd.DataFrame, pupils: pd.DataFrame) -> pd.DataFrame:
    """A row a site and group: ``people`` supported, ``pupils``, and pupils weighted by ``need``.

    Both tables hold one characteristic. People are summed over periods; pupils are averaged over
    theirs. A site that returned nothing is left out; a group that a returning site does not list
    had nobody supported. A missing count (withheld, say) is not zero: its cell is left out.
    """
    there = pupils[pupils["site_id"].isin(supported["site_id"])]
    number = there["people"].astype(float)
    weighted = there.assign(pupils=number, need=number * there["relative_need"].fillna(1.0))
    cells = weighted.groupby(KEY)[["pupils", "need"]].mean()
    returned = supported.assign(people=supported["people"].astype(float)).groupby(KEY)["people"]
    people = returned.sum().where(returned.count() == returned.size())
    cells["people"] = people.reindex(cells.index).mask(~cells.index.isin(people.index), 0.0)
    return cells.dropna().reset_index()


def rates_by_group(cells: pd.DataFrame, order: list[str], *, level: float) -> pd.DataFrame:
    """People supported per 1,000 pupils in each group, with Byar's interval, in the order given."""
    sums = cells.groupby("group")[["people", "pupils"]].sum()
    sums = sums.reindex([group for group in order if group in sums.index])
    rows = []
    for group, people, pupils in zip(sums.index, sums["people"], sums["pupils"], strict=True):
        rates = [1000 * number / pupils for number in (people, *byar(round(people), level=level))]
        rows.append([group, round(people), round(pupils), *rates])
    types = {"people": int, "population": int, "rate": float, "low": float, "high": float}
    return pd.DataFrame(rows, columns=RATES).astype(types)


def representation(rates: pd.DataFrame) -> pd.DataFrame:
    """Each group's part of those supported beside its part of all pupils.

    Columns ``group, share_supported, share_population, ratio``; the unknown are in neither part.
    """
    supported = rates["people"] / rates["people"].sum()
    population = rates["population"] / rates["population"].sum()
    return pd.DataFrame(
        {
            "group": rates["group"],
            "share_supported": supported,
            "share_population": population,
            "ratio": supported / population,
        }
    )
