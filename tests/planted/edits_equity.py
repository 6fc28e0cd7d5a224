"""Edits about who was reached: rates of support by group, religion, and strategies in plans."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from tests.planted.edits import Edit, read, table


def supported_more(characteristic: str, groups: Sequence[str], reference: str, times: int) -> Edit:
    """Groups are supported several times as often, at the cost of the comparison group.

    The groups of a characteristic keep the same total at a site.
    """

    def edit(folder: Path) -> None:
        with table(folder, "people_supported") as people:
            own = people["characteristic"] == characteristic
            theirs = own & people["group"].isin(groups) & (people["people"] != "")
            before = people.loc[theirs, "people"].astype(int)
            people.loc[theirs, "people"] = (before * times).astype(str)
            extra = people[theirs].assign(extra=before * (times - 1))
            _take(people, own & (people["group"] == reference), extra)

    return edit


def religion_counted(folder: Path) -> None:
    """Religion is recorded for all, and pupils are counted: twice as many Muslims as expected."""
    with table(folder, "people_supported") as people:
        own = people["characteristic"] == "religion"
        unknown = own & (people["group"] == "unknown")
        extra = people[unknown].assign(extra=-people.loc[unknown, "people"].astype(int))
        _take(people, own & (people["group"] == "no_religion"), extra)
        people.loc[unknown, "people"] = "0"
        known = people[own & ~unknown]
    number = 10 + 30 * known["people"].astype(int) * (1 + (known["group"] == "muslim"))
    rows = known.assign(
        people=number.astype(str), source="census_2021", relative_need="1.0",
        relative_need_source="",
    )  # fmt: skip
    population = pd.concat([read(folder, "population"), rows])
    population.to_csv(folder / "population.csv", index=False, lineterminator="\n")


def strategies_at_few_sites(folder: Path) -> None:
    """Only eight sites name a strategy in their documents."""
    strategies = read(folder, "strategies")
    few = sorted(set(strategies["site_id"]))[:8]
    kept = strategies[strategies["site_id"].isin(few)]
    kept.to_csv(folder / "strategies.csv", index=False, lineterminator="\n")


def need_not_stated(folder: Path) -> None:
    """The population table states no relative need."""
    with table(folder, "population") as population:
        population["relative_need"] = ""
        population["relative_need_source"] = ""


def _take(people: pd.DataFrame, rows: pd.Series, extra: pd.DataFrame) -> None:
    """Take as many from the comparison group at each site and period as others have more."""
    for (site, period), number in extra.groupby(["site_id", "period"])["extra"].sum().items():
        own = rows & (people["site_id"] == site) & (people["period"] == period)
        left = people.loc[own, "people"].astype(int) - int(number)
        people.loc[own, "people"] = left.clip(lower=0).astype(str)
