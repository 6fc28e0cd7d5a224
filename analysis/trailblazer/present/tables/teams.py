"""Tables about the teams: who was late, other rules for the milestone, how time was spent."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from trailblazer.estimates.estimate import Estimate
from trailblazer.estimates.milestones import Milestones
from trailblazer.estimates.time_use import NAMES, TimeUse
from trailblazer.estimates.time_use_otherwise import COMPARED, WAYS
from trailblazer.present.exhibit import Table
from trailblazer.present.tables.cells import (
    UNAVAILABLE,
    column,
    finish,
    limits,
    one_decimal,
    percent,
    shares_with_limits,
    whole,
)
from trailblazer.present.words import NO_LABELS, counted, label


def late_teams(m: Milestones) -> Table | None:
    """The teams that missed the deadline, those without a date last; ``None`` when none did.

    Teams are organisations, not people, so naming them discloses nothing about anyone.
    """
    late = m.late_teams
    if late.empty or m.deadline is None:
        return None
    return finish(
        {
            "Team": list(late["team_id"]),
            "Site": list(late["site_id"]),
            "Began work": [_day(date) for date in late["operational_date"]],
            "Months after the first cohort began training": column(late["months"], one_decimal),
        },
        f"Teams that were not known to be working by {_day(m.deadline)}.",
        words=("Site", "Began work"),
        data=late,
    )


def milestone_sensitivity(m: Milestones) -> Table | None:
    """Teams on time under other rules; the middle rule is the one that is judged."""
    rules = m.sensitivity
    if rules.empty:
        return None
    return finish(
        {
            "Rule": list(rules["rule"]),
            "Teams on time": column(rules["on_time"], whole),
            "Teams counted": column(rules["funded"], whole),
        },
        "Teams on time under the rule that is judged and under rules that others might choose.",
        data=rules,
    )


def time_use_shares(time_use: TimeUse, *, labels: Mapping[str, str] = NO_LABELS) -> Table | None:
    """The mean share of time by function, with limits and the same by the compositional centre."""
    shares = time_use.shares
    rows = pd.DataFrame(
        [
            (function, e.value, e.low, e.high, time_use.compositional[function].value, e.n)
            for function, e in shares.items()
        ],
        columns=["function", "mean", "low", "high", "centre", "teams"],
    ).astype({"mean": float, "low": float, "high": float, "centre": float})
    if rows["mean"].isna().all():
        return None
    level = next((e.level for e in shares.values() if e.level is not None), None)
    return finish(
        {
            "Function": [label(function, labels) for function in rows["function"]],
            **shares_with_limits(
                "Mean share of time (%)", rows["mean"], rows["low"], rows["high"], level
            ),
            "Typical split (%)": column(rows["centre"], percent),
            "Teams": column(rows["teams"], whole),
        },
        "Mean share of team time by function. The typical split (the compositional centre) is "
        "another way of averaging: it averages the ratios between the functions of a team, not "
        f"the shares, and adds up to 100%. Base: {counted(int(rows['teams'].max()), 'team')}.",
        data=rows,
    )


def time_use_otherwise(time_use: TimeUse, otherwise: Mapping[str, Estimate]) -> Table | None:
    """How much more time went to direct support, as judged and averaged in other ways."""
    judged = {
        "over_whole_school": time_use.direct_minus_whole_school,
        "over_advice": time_use.direct_minus_advice,
    }
    found: dict[str, Estimate] = {}
    for name, other in COMPARED.items():
        named = label(NAMES[other], NO_LABELS)
        found[f"{named}, as judged"] = judged[name]
        found |= {f"{named}, {said}": otherwise[f"{name}_{way}"] for way, said in WAYS.items()}
    rows = pd.DataFrame(
        [(name, e.value, e.low, e.high, e.n) for name, e in found.items()],
        columns=["compared", "difference", "low", "high", "teams"],
    ).astype({"difference": float, "low": float, "high": float})
    if rows["difference"].isna().all():
        return None
    level = next((e.level for e in found.values() if e.level is not None), None)
    return finish(
        {
            "Compared with": list(rows["compared"]),
            "Difference (percentage points)": column(rows["difference"], percent),
            **limits(rows["low"], rows["high"], level, percent),
            "Teams": column(rows["teams"], whole),
        },
        "How much more of their time teams gave to direct support than to each of two other "
        "functions, as judged and in other ways of averaging.",
        data=rows,
    )


def _day(date: pd.Timestamp) -> str:
    return UNAVAILABLE if pd.isna(date) else f"{date.day} {date:%B %Y}"
