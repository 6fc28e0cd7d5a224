"""Rates of support by group: who was supported, out of how many."""

from __future__ import annotations

import pandas as pd

from trailblazer.data.suppression import withheld
from trailblazer.estimates.intervals import byar
from trailblazer.estimates.partial import said

KEY = ["site_id", "group"]
RATES = ["group", "people", "population", "rate", "low", "high"]


def cells_of(supported: pd.DataFrame, pupils: pd.DataFrame, *, unknown: str) -> pd.DataFrame:
    """A row a site and group: ``people`` supported, ``pupils``, and pupils weighted by need.

    Both tables hold one characteristic. People are summed over periods; pupils are averaged over
    theirs. A site that returned nothing is left out; a group that a returning site does not list
    had nobody supported. A missing count (withheld, say) is not zero: its cell is left out, and
    ``whole`` is false at its site, where no part can be set against the sum of all parts.

    ``need`` weights pupils by relative need, ``half_need`` by half of what that differs from one.
    ``as_known`` and ``as_pupils`` are the people supported when those of unknown group at the
    site are shared out like the others supported there, or like the pupils there.
    """
    there = pupils[pupils["site_id"].isin(supported["site_id"]) & (pupils["group"] != unknown)]
    number, need = there["people"].astype(float), there["relative_need"].fillna(1.0)
    weighted = there.assign(pupils=number, need=number * need, half_need=number * (1 + need) / 2)
    cells = weighted.groupby(KEY)[["pupils", "need", "half_need"]].mean()
    returned = supported.assign(people=supported["people"].astype(float)).groupby(KEY)["people"]
    people = returned.sum().where(returned.count() == returned.size())
    cells["people"] = people.reindex(cells.index).mask(~cells.index.isin(people.index), 0.0)
    holes = {*supported.loc[supported["people"].isna(), "site_id"]}
    holes |= {*there.loc[there["people"].isna(), "site_id"]}
    cells["whole"] = ~cells.index.get_level_values("site_id").isin(holes)
    more = people[people.index.get_level_values("group") == unknown].droplevel("group")
    return _shared_out(cells.dropna().reset_index(), more.dropna())


def cells_withheld(supported: pd.DataFrame, pupils: pd.DataFrame) -> str:
    """How many groups at sites are in no rate because a count was withheld; empty for none."""
    every = pd.concat([supported, pupils])
    marked = every[withheld(every, "people")]
    number, of = (len(rows[KEY].drop_duplicates()) for rows in (marked, every))
    return said(number, of=of, units="groups at sites")


def _shared_out(cells: pd.DataFrame, unknown: pd.Series[float]) -> pd.DataFrame:
    more = cells["site_id"].map(unknown).fillna(0.0).astype(float)
    parts = {
        way: cells[base] / cells.groupby("site_id")[base].transform("sum")
        for way, base in (("as_known", "people"), ("as_pupils", "pupils"))
    }
    return cells.assign(
        **{way: cells["people"] + more * part.fillna(0.0) for way, part in parts.items()}
    )


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
