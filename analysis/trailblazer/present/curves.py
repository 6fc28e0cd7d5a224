"""Curves of staying and leaving, coarsened: no step that is published is that of a few people."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from trailblazer.estimates.estimate import Estimate
from trailblazer.estimates.retention import Retention
from trailblazer.findings.policy import Policy

_MONTHS = 12
_NEAR = 1e-6
_ALIKE = 0.005  # shares that are the same whole percentage


def coarse(retention: Retention, policy: Policy) -> Retention:
    """The curves with steps of at least as many leavers as a policy lets be told, by months.

    A destination that fewer people left for is left out. Nothing changes without control.
    """
    if not policy.controls or retention.curve.empty:
        return retention
    curve = _agreeing(_steps(retention.curve, policy), retention, policy)
    people = retention.people.value or 0
    return replace(
        retention,
        curve=curve,
        incidence_at={k: e for k, e in retention.incidence_at.items() if _told(e, policy)},
        incidence=_destinations(retention.incidence, curve, people, policy),
    )


def _told(estimate: Estimate, policy: Policy) -> bool:
    return not policy.estimate(estimate).withheld


def _agreeing(curve: pd.DataFrame, retention: Retention, policy: Policy) -> pd.DataFrame:
    """The curve without a row for a month of which sentences tell another share, or none.

    Theirs is of rounded counts where that can be, which one step of a curve cannot follow.
    """
    for months, exact in ((retention.months, retention.survival), (24, retention.survival_24)):
        told = policy.estimate(exact).value
        at = (curve["years"] * _MONTHS - months).abs() < _NEAR
        same = told is not None and (curve["survival"] - told).abs() < _ALIKE
        curve = curve[~at | same | (curve["years"] == 0)]
    return curve.reset_index(drop=True)


def _steps(curve: pd.DataFrame, policy: Policy) -> pd.DataFrame:
    """The ends of months by which enough people have left since the last, the first, and the end.

    A step within a month counts from the end of it, so that a row is true of its month.
    """
    before = curve["survival"].shift(fill_value=1.0)
    left = (curve["at_risk"] * (1 - curve["survival"] / before.where(before > 0))).fillna(0)
    month = np.ceil((curve["years"] * _MONTHS).round(6))
    curve, left = curve.groupby(month).last(), left.groupby(month).sum()
    curve["years"] = curve.index / _MONTHS
    kept, since = [0], 0.0
    for at in range(1, len(curve)):
        since += float(left.iloc[at])
        if round(since) >= policy.smallest and not policy.hides(curve["at_risk"].iloc[at]):
            kept, since = [*kept, at], 0.0
    rows = _rounded(curve.iloc[kept])
    end = rows.tail(1).assign(years=curve["years"].iloc[-1])
    return pd.concat([rows, end], ignore_index=True)


def _rounded(rows: pd.DataFrame) -> pd.DataFrame:
    """Shares to the whole percentage, with limits as far from them as the exact, widened to it."""
    told = rows["survival"].round(2)
    moved = told - rows["survival"]
    low = np.floor(((rows["low"] + moved) * 100).round(4)) / 100
    high = np.ceil(((rows["high"] + moved) * 100).round(4)) / 100
    return rows.assign(survival=told, low=low.clip(0, told), high=high.clip(told, 1))


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
