"""Curves of staying and leaving, coarsened: no step that is published is that of a few people."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from trailblazer.estimates.estimate import Estimate
from trailblazer.estimates.retention import Retention
from trailblazer.findings.policy import Policy

_MONTHS = 12


def coarse(retention: Retention, policy: Policy) -> Retention:
    """The curves with steps of at least as many leavers as a policy lets be told, by months.

    A destination that fewer people left for is left out. Nothing changes without control.
    """
    if not policy.controls or retention.curve.empty:
        return retention
    curve = _steps(retention.curve, policy)
    people = retention.people.value or 0
    return replace(
        retention,
        curve=curve,
        incidence_at={k: e for k, e in retention.incidence_at.items() if _told(e, policy)},
        incidence=_destinations(retention.incidence, curve, people, policy),
    )


def _told(estimate: Estimate, policy: Policy) -> bool:
    return not policy.estimate(estimate).withheld


def _steps(curve: pd.DataFrame, policy: Policy) -> pd.DataFrame:
    """The first row, those after which enough people have left since the last, and the end."""
    before = curve["survival"].shift(fill_value=1.0)
    left = (curve["at_risk"] * (1 - curve["survival"] / before.where(before > 0))).fillna(0)
    kept, since = [0], 0.0
    for at in range(1, len(curve)):
        since += float(left.iloc[at])
        if round(since) >= policy.smallest and not policy.hides(curve["at_risk"].iloc[at]):
            kept, since = [*kept, at], 0.0
    rows = curve.iloc[kept]
    shares = rows[["survival", "low", "high"]].round(2)
    rows = rows.assign(years=_to_months(rows["years"]), **shares)
    end = rows.tail(1).assign(years=_to_months(curve["years"].tail(1)).iloc[0])
    return pd.concat([rows, end], ignore_index=True)


def _destinations(
    incidence: pd.DataFrame, curve: pd.DataFrame, people: float, policy: Policy
) -> pd.DataFrame:
    parts = []
    for _, rows in incidence.groupby("destination", sort=False):
        if round(float(rows["incidence"].max()) * people) < policy.smallest:
            continue
        at = [float(rows.loc[rows["years"] <= y + 1e-9, "incidence"].max()) for y in curve["years"]]
        told = pd.DataFrame({"years": curve["years"], "incidence": at}).fillna(0.0).round(2)
        parts.append(told.assign(destination=rows["destination"].iloc[0]))
    if not parts:
        return incidence.iloc[:0]
    return pd.concat(parts, ignore_index=True)[list(incidence.columns)]


def _to_months(years: pd.Series) -> pd.Series:
    return (years * _MONTHS).round() / _MONTHS
