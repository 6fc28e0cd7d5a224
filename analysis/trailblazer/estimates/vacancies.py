"""Posts without anybody in them, in the teams and in the services around them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from trailblazer.estimates.estimate import Estimate, nothing
from trailblazer.estimates.partial import joined, said, with_withheld

SPECIALIST, TEAMS = "cypmhs_specialist", "mhst"
METHOD = "posts that nobody held at the end of a quarter, of all posts, over the sites returned"
BY_QUARTER = {
    "service": str, "quarter": str, "sites": int, "posts": float, "filled": float, "vacant": float,
}  # fmt: skip
BY_SERVICE = {
    "service": str, "first": float, "highest": float, "highest_in": str, "latest": float,
    "sites": int,
}  # fmt: skip


@dataclass(frozen=True)
class Vacancies:
    """Vacancy rates by service over time: a count of all posts returned, so no interval.

    ``rates`` has ``specialist_first``, ``specialist_highest`` and ``specialist_latest`` of
    specialist mental health services, and ``others_first`` and ``others_latest`` of the other
    services together, without the teams; the note of each is its quarter, and of the latest also
    what was left out because its source withheld a number.

    ``by_quarter`` (service, quarter, sites, posts, filled, vacant) has every service;
    ``by_service`` (service, first, highest, highest_in, latest, sites) its course.
    """

    rates: Mapping[str, Estimate]
    by_quarter: pd.DataFrame
    by_service: pd.DataFrame


def vacancies(local_workforce: pd.DataFrame) -> Vacancies:
    """Pool the posts of the sites that returned a service in the first and the last quarter.

    The same sites are compared throughout, so that a rate does not move because other sites
    returned it. A service with more people than posts has no vacancy.
    """
    partly = with_withheld(local_workforce, "in_post_fte", ["site_id", "service"])
    rows = _same_sites(local_workforce[~partly])
    quarters = _pooled(rows, ["service", "quarter"])
    rest = rows[~rows["service"].isin([SPECIALIST, TEAMS])]
    others = _pooled(rest.assign(service="others"), ["service", "quarter"])
    own = quarters[quarters["service"] == SPECIALIST]
    highest = own.loc[own["vacant"] == own["vacant"].max()].head(1)
    rates = {
        "specialist_first": ("specialist services, first quarter", own.head(1)),
        "specialist_highest": ("specialist services at their highest", highest),
        "specialist_latest": ("specialist services, last quarter", own.tail(1)),
        "others_first": ("other services, first quarter", others.head(1)),
        "others_latest": ("other services, last quarter", others.tail(1)),
    }
    without = _left_out(local_workforce, partly)
    return Vacancies(
        rates={
            n: _rate(f"Vacancies in {words}", row, without if n.endswith("latest") else "")
            for n, (words, row) in rates.items()
        },
        by_quarter=quarters,
        by_service=_courses(quarters),
    )


def _same_sites(table: pd.DataFrame) -> pd.DataFrame:
    """Returns with posts, of the sites that returned the service in its first and last quarter."""
    full = table[table["in_post_fte"].notna() & (table["establishment_fte"] > 0)]
    order = {quarter: at for at, quarter in enumerate(sorted(full["quarter"].unique()))}
    rows = full.assign(at=full["quarter"].map(order).astype(int))
    own, every = rows.groupby(["site_id", "service"])["at"], rows.groupby("service")["at"]
    first = own.transform("min") == every.transform("min")
    last = own.transform("max") == every.transform("max")
    return full[first & last]


def _pooled(rows: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    summed = rows.groupby(by, as_index=False).agg(
        sites=("site_id", "nunique"),
        posts=("establishment_fte", "sum"),
        filled=("in_post_fte", "sum"),
    )
    vacant = (1 - summed["filled"] / summed["posts"]).clip(lower=0)
    return summed.assign(vacant=vacant)[list(BY_QUARTER)].astype(BY_QUARTER)


def _courses(quarters: pd.DataFrame) -> pd.DataFrame:
    rows = []
    for service, own in quarters.groupby("service", sort=True):
        top = own.loc[own["vacant"] == own["vacant"].max()].iloc[0]
        ends = own["vacant"].iloc[[0, -1]].tolist()
        sites = own["sites"].max()
        rows.append((service, ends[0], top["vacant"], top["quarter"], ends[1], sites))
    return pd.DataFrame(rows, columns=list(BY_SERVICE)).astype(BY_SERVICE)


def _left_out(table: pd.DataFrame, partly: pd.Series[bool]) -> str:
    """Services at sites that would not be the same throughout, for want of a quarter."""
    every, left = (
        rows[["site_id", "service"]].drop_duplicates() for rows in (table, table[partly])
    )
    return said(len(left), of=len(every), units="services at sites")


def _rate(label: str, quarter: pd.DataFrame, without: str) -> Estimate:
    if quarter.empty:
        return nothing(label, "share", "census", METHOD, without)
    row = quarter.iloc[0]
    return Estimate(
        label=label, value=float(row["vacant"]), unit="share", n=int(row["sites"]),
        about="organisations", population="census", method=METHOD,
        note=joined(str(row["quarter"]), without),
    )  # fmt: skip
