"""How long children waited for a team, beside specialist services for the same level of need."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from trailblazer.data.suppression import withheld
from trailblazer.estimates.bootstrap import Floats, over_clusters
from trailblazer.estimates.estimate import Estimate, nothing
from trailblazer.estimates.partial import said

TEAM, SPECIALIST = "accepted_mhst", "specialist_accepted"
METHOD = (
    "mean of the median waits that a team returned for one quarter and level of need, by route, "
    "each weighted by the referrals taken on; only where both routes were returned; bootstrap over "
    "sites"
)
LABELS = ("Seen sooner by a team", "Wait for a team", "Wait for specialist services")
BY_NEED = {
    "need_band": str, "team": float, "specialist": float, "sooner": float, "low": float,
    "high": float, "returns": int, "referrals": int,
}  # fmt: skip
_KEYS = ["team_id", "quarter", "need_band"]


@dataclass(frozen=True)
class Waits:
    """Days from referral to first contact by who took the referral on, need for need.

    ``sooner`` is by how many days fewer children waited for a team than for specialist services.
    ``by_need`` (need_band, team, specialist, sooner, low, high, returns, referrals) has the levels
    of need that both took on. Waits are medians of returns, so their average is of returns and
    not of children; no interval is given for a route alone.
    """

    sooner: Estimate
    team: Estimate
    specialist: Estimate
    by_need: pd.DataFrame


def waits(
    referrals: pd.DataFrame,
    teams: pd.DataFrame,
    *,
    confidence_level: float = 0.95,
    resamples: int = 2000,
    seed: int = 2018,
) -> Waits:
    """Compare the two routes within team, quarter and level of need.

    Comparing within a level of need keeps apart what need alone would explain; it does not make
    the children alike. Nothing is known of waits before there were teams.
    """
    pairs, note = _pairs(referrals, teams), _left_out(referrals)
    if pairs.empty:
        sooner, team, other = (nothing(label, "days", "sample", METHOD, note) for label in LABELS)
        return Waits(sooner, team, other, _frame([]))
    means = _means(pairs)
    ends = _interval(pairs, confidence_level, resamples, seed)
    low, high = ends or (None, None)
    rows = [
        (need, *_means(own), *(_interval(own, confidence_level, resamples, seed) or (None, None)),
         len(own), int(own["weight"].sum()))
        for need, own in pairs.groupby("need_band", sort=True, observed=True)
    ]  # fmt: skip
    sooner = Estimate(
        label=LABELS[0], value=means[2], low=low, high=high,
        level=confidence_level if ends else None, method=METHOD, unit="days", n=len(pairs),
        population="sample", note=note,
    )  # fmt: skip
    return Waits(
        sooner,
        _route(LABELS[1], means[0], pairs),
        _route(LABELS[2], means[1], pairs),
        _frame(rows),
    )


def _pairs(referrals: pd.DataFrame, teams: pd.DataFrame) -> pd.DataFrame:
    """Team, quarter and level of need with a wait by both routes: one row each, with its site."""
    waited = referrals[referrals["median_wait_days"].notna() & (referrals["referrals"] > 0)]
    columns = [*_KEYS, "referrals", "median_wait_days"]
    routes = [waited.loc[waited["outcome"] == route, columns] for route in (TEAM, SPECIALIST)]
    both = routes[0].merge(routes[1], on=_KEYS, suffixes=("_team", "_specialist"))
    placed = both.merge(teams[["team_id", "site_id"]], on="team_id")
    number = placed[["referrals_team", "referrals_specialist"]].sum(axis=1).astype(float)
    return placed.assign(
        weight=number,
        team=placed["median_wait_days_team"].astype(float),
        specialist=placed["median_wait_days_specialist"].astype(float),
    )


def _left_out(referrals: pd.DataFrame) -> str:
    """Comparisons that lack one of their waits, or a weight, because it was withheld."""
    rows = referrals[referrals["outcome"].isin([TEAM, SPECIALIST])]
    marked = rows[withheld(rows, "referrals") | withheld(rows, "median_wait_days")]
    number, of = (len(own[_KEYS].drop_duplicates()) for own in (marked, rows))
    return said(number, of=of, units="team-quarters by level of need")


def _means(pairs: pd.DataFrame) -> tuple[float, float, float]:
    total = pairs["weight"].sum()
    team, specialist = (
        float((pairs[route] * pairs["weight"]).sum() / total) for route in ("team", "specialist")
    )
    return team, specialist, specialist - team


def _interval(
    pairs: pd.DataFrame, level: float, resamples: int, seed: int
) -> tuple[float, float] | None:
    days = (pairs["specialist"] - pairs["team"]) * pairs["weight"]
    sums = pairs.assign(days=days).groupby("site_id")[["days", "weight"]].sum()
    parts = [sums[name].to_numpy(dtype=float) for name in ("days", "weight")]
    return over_clusters(parts, _ratio, level=level, resamples=resamples, seed=seed)


def _ratio(days: Floats, weight: Floats) -> Floats:
    return days / weight


def _route(label: str, value: float, pairs: pd.DataFrame) -> Estimate:
    return Estimate(
        label=label, value=value, method=METHOD, unit="days", n=len(pairs), population="sample"
    )


def _frame(rows: list[tuple[object, ...]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list(BY_NEED)).astype(BY_NEED)
