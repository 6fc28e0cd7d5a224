"""The milestone: were all funded teams working by the deadline?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from trailblazer.estimates.counts import count, share
from trailblazer.estimates.estimate import Estimate, nothing

INDEPENDENT = ("monitoring", "document")
LATE = ["team_id", "site_id", "operational_date", "months"]
# Rules under which the share on time is also given, by the name the register uses.
WAYS = ("sooner", "later", "own_cohort", "dated", "documented")
COUNTED = "count of funded teams; a team without a date counts as late"


@dataclass(frozen=True)
class Milestones:
    """How many teams were working by the deadline, how long they took, and which were late.

    Every funded team is counted, so nothing here has an interval. ``curve`` (months, teams) is
    the cumulative number working; ``late_teams`` (team_id, site_id, operational_date, months)
    includes the undated; ``sensitivity`` (rule, on_time, funded) counts under other rules, and
    ``otherwise`` has the share on time under each of those, by the name that the register uses.
    """

    on_time: Estimate
    on_time_share: Estimate
    funded: Estimate
    late: Estimate
    undated: Estimate
    documented: Estimate
    median_months: Estimate
    slowest_months: Estimate
    deadline: pd.Timestamp | None
    first_training: pd.Timestamp | None
    curve: pd.DataFrame
    late_teams: pd.DataFrame
    sensitivity: pd.DataFrame
    otherwise: Mapping[str, Estimate]


def milestones(teams: pd.DataFrame, cohorts: pd.DataFrame, *, deadline_months: int) -> Milestones:
    """Count teams working within ``deadline_months`` calendar months of the first cohort's start.

    The clock starts at the earliest training start of any cohort. A team is on time when its
    operational date is on or before the deadline; a team without a date counts as late.
    """
    first = _date(cohorts["training_start"].min())
    deadline = None if first is None else first + pd.DateOffset(months=deadline_months)
    dated = teams.assign(months=_months(first, teams["operational_date"]))
    on_time = _by(teams, deadline)
    late = dated[~on_time].sort_values(["operational_date", "team_id"])
    rules = _rules(teams, cohorts, first, deadline_months)
    clocked = 0 if deadline is None else len(teams)
    return Milestones(
        on_time=count(
            "Teams on time", int(on_time.sum()), of=clocked,
            about="organisations", method=COUNTED,
        ),
        on_time_share=share(
            "Share of teams on time", int(on_time.sum()), of=clocked,
            about="organisations", method=COUNTED
        ),
        funded=count(
            "Funded teams", len(teams), of=len(teams),
            about="organisations", method="count of funded teams",
        ),
        late=count(
            "Teams late or undated", len(late), of=clocked,
            about="organisations", method=COUNTED,
        ),
        undated=count(
            "Teams without a date", int(teams["operational_date"].isna().sum()), of=len(teams),
            about="organisations", method="count of funded teams",
        ),
        documented=_documented(teams),
        median_months=_taken("Median months to start", dated, "median"),
        slowest_months=_taken("Months taken by the slowest team", dated, "max"),
        deadline=deadline,
        first_training=first,
        curve=_curve(dated["months"].dropna()),
        late_teams=late[LATE].reset_index(drop=True),
        sensitivity=rules[["rule", "on_time", "funded"]],
        otherwise={
            f"on_time_share_{way}": _under(way, rules) for way in WAYS
        },
    )  # fmt: skip


def months_between(start: pd.Timestamp, end: pd.Timestamp) -> float:
    """Calendar months from one date to another; part of a month counts by its own days.

    So a date on or before ``start`` plus n calendar months is never more than n months away.
    """
    whole = (end.year - start.year) * 12 + end.month - start.month
    if start + pd.DateOffset(months=whole) > end:
        whole -= 1
    since, until = (start + pd.DateOffset(months=whole + more) for more in (0, 1))
    return float(whole + (end - since) / (until - since))


def _date(value: object) -> pd.Timestamp | None:
    return value if isinstance(value, pd.Timestamp) else None


def _by(teams: pd.DataFrame, deadline: pd.Timestamp | None) -> pd.Series[bool]:
    if deadline is None:
        return pd.Series(False, index=teams.index)
    return teams["operational_date"] <= deadline


def _months(first: pd.Timestamp | None, dates: pd.Series[pd.Timestamp]) -> pd.Series[float]:
    if first is None:
        return pd.Series(float("nan"), index=dates.index)
    return pd.Series(
        [float("nan") if pd.isna(date) else months_between(first, date) for date in dates],
        index=dates.index,
        dtype=float,
    )


def _documented(teams: pd.DataFrame) -> Estimate:
    """How many start dates rest on more than the team's own word."""
    dated = teams[teams["operational_date"].notna()]
    number = int(dated["operational_source"].isin(INDEPENDENT).sum())
    method = "share of dated teams whose date came from monitoring returns or documents"
    return share(
        "Start dates documented", number, of=len(dated), about="organisations", method=method
    )


def _taken(label: str, dated: pd.DataFrame, statistic: str) -> Estimate:
    months = dated["months"].dropna()
    method = f"{statistic} of calendar months from the first training start, teams with a date"
    if months.empty:
        return nothing(label, "months", "census", method)
    missing = len(dated) - len(months)
    return Estimate(
        label=label, value=float(months.agg(statistic)), unit="months", n=len(months),
        denominator=len(dated), about="organisations", population="census", method=method,
        note=f"{missing} without a date left out" if missing else "",
    )  # fmt: skip


def _curve(months: pd.Series[float]) -> pd.DataFrame:
    """Teams working at each date on which one began, from none."""
    starts = months.value_counts().sort_index().cumsum()
    if starts.empty:
        return pd.DataFrame({"months": pd.Series(dtype=float), "teams": pd.Series(dtype=int)})
    first = min(0.0, float(starts.index[0]))
    return pd.DataFrame({"months": [first, *starts.index], "teams": [0, *starts]})


def _rules(
    teams: pd.DataFrame, cohorts: pd.DataFrame, first: pd.Timestamp | None, months: int
) -> pd.DataFrame:
    """The count under the rule that is judged and under rules that somebody else might choose.

    Columns ``way, rule, on_time, funded``; no row where the clock never started.
    """
    columns = ["way", "rule", "on_time", "funded"]
    if first is None or teams.empty:
        return pd.DataFrame(columns=columns).astype({"on_time": int, "funded": int})
    own = teams["cohort_id"].map(cohorts.set_index("cohort_id")["training_start"])
    independent = teams[teams["operational_source"].isin(INDEPENDENT)]
    dated = teams[teams["operational_date"].notna()]
    rows = [
        (way, f"Within {m} months of the first training start", *_counted(teams, first, m))
        for way, m in (("sooner", months - 1), ("judged", months), ("later", months + 1))
    ]
    within = f"Within {months} months"
    rows += [
        (
            "own_cohort", f"{within} of the team's own cohort starting",
            *_counted(teams, own, months),
        ),
        ("dated", f"{within}, teams without a date left out", *_counted(dated, first, months)),
        (
            "documented", f"{within}, dates on the team's own word left out",
            *_counted(independent, first, months),
        ),
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=columns)


def _counted(
    teams: pd.DataFrame, start: pd.Timestamp | pd.Series[pd.Timestamp], months: int
) -> tuple[int, int]:
    """Teams working within so many months of the start, and teams counted."""
    by = teams["operational_date"] <= start + pd.DateOffset(months=months)
    return int(by.sum()), len(teams)


def _under(way: str, rules: pd.DataFrame) -> Estimate:
    """The share on time under another rule; no value where the clock never started."""
    rows = rules[rules["way"] == way]
    on_time, of = (int(rows[name].sum()) for name in ("on_time", "funded"))
    rule = "" if rows.empty else str(rows["rule"].iloc[0])
    return share(
        "Share of teams on time", on_time, of=of, about="organisations", method=rule or COUNTED
    )
