"""How teams divide their time between their functions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from trailblazer.estimates.bootstrap import Floats, over_clusters
from trailblazer.estimates.counts import share
from trailblazer.estimates.estimate import Estimate, Unit, nothing

FUNCTIONS = ("direct_support", "whole_school", "advice_liaison", "other")
NAMES = {
    "direct_support": "direct support",
    "whole_school": "whole-school work",
    "advice_liaison": "advice and liaison",
    "other": "other work",
}
# Half a percentage point: half of the smallest share that teams write down.
ZERO = 0.005
MEAN = (
    "mean of the teams' own percentages, sampled periods averaged within a team; BCa bootstrap "
    "over sites"
)
ONE_SITE = "one site only, so no interval over sites"
CENTRE = "closed geometric mean of the teams' percentages, zeros replaced multiplicatively by 0.5%"


@dataclass(frozen=True)
class TimeUse:
    """Mean shares of team time by function, and how direct support compares with the others.

    Every team of the first wave was asked, but about sampled periods, so the shares carry an
    interval. ``teams`` (team_id and a column a function, fractions of 1) is ordered by direct
    support, highest first. ``compositional`` is the sensitivity that treats percentages as parts
    of a whole.
    """

    shares: Mapping[str, Estimate]
    direct_minus_whole_school: Estimate
    direct_minus_advice: Estimate
    coverage: Estimate
    teams: pd.DataFrame
    compositional: Mapping[str, Estimate]


@dataclass(frozen=True)
class Resampling:
    """How intervals are drawn: their level, the number of draws, the seed."""

    level: float
    resamples: int
    seed: int


def time_use(
    time_use: pd.DataFrame,
    teams: pd.DataFrame,
    *,
    confidence_level: float = 0.95,
    resamples: int = 2000,
    seed: int,
) -> TimeUse:
    """Average each team over its periods, then the teams; intervals by drawing sites again.

    A function that a team does not report in a period took none of its time then. Percentages
    are used as returned: a team whose parts do not add to 100 is not rescaled.
    """
    by_team = shares_by_team(time_use, teams)
    by_team = by_team.sort_values(
        ["direct_support", "team_id"], ascending=[False, True], ignore_index=True
    )
    how = Resampling(confidence_level, resamples, seed)
    return TimeUse(
        shares={
            f: _mean(f"Time on {NAMES[f]}", by_team, by_team[f], "share", how) for f in FUNCTIONS
        },
        direct_minus_whole_school=more_direct(by_team, "whole_school", how),
        direct_minus_advice=more_direct(by_team, "advice_liaison", how),
        coverage=returned(time_use, teams),
        teams=by_team[["team_id", *FUNCTIONS]],
        compositional=_compositional(by_team),
    )  # fmt: skip


def returned(time_use: pd.DataFrame, teams: pd.DataFrame) -> Estimate:
    """The share of funded teams that returned their time in any period."""
    return share(
        "Teams that returned their time", int(teams["team_id"].isin(time_use["team_id"]).sum()),
        of=len(teams),
        about="organisations", method="share of funded teams with a return in any period",
    )  # fmt: skip


def shares_by_team(time_use: pd.DataFrame, teams: pd.DataFrame) -> pd.DataFrame:
    """A row a team that returned its time: team_id, its shares averaged over periods, its site.

    Columns ``team_id``, one a function (fractions of 1), ``site_id`` and ``funded_fte``.
    """
    periods = time_use.pivot_table(
        index=["team_id", "period"], columns="function", values="percent", aggfunc="sum"
    )
    periods = periods.reindex(columns=list(FUNCTIONS)).fillna(0.0) / 100
    by_team = periods.groupby("team_id").mean().reset_index()
    return by_team.merge(teams.reindex(columns=["team_id", "site_id", "funded_fte"]), on="team_id")


def more_direct(
    by_team: pd.DataFrame,
    other: str,
    how: Resampling,
    *,
    weights: pd.Series[float] | None = None,
    method: str = MEAN,
    said: str = "",
) -> Estimate:
    """How much more of their time teams give to direct support than to another function.

    ``weights`` are of teams, one each unless given; a team without a weight is left out. ``said``
    ends the label.
    """
    label = f"Time on direct support minus {NAMES[other]}{said}"
    more = by_team["direct_support"] - by_team[other]
    return _mean(label, by_team, more, "points", how, weights, method)


def log_parts(by_team: pd.DataFrame) -> pd.DataFrame:
    """Logs of the shares of each team, closed, with zeros replaced; the rows keep their index.

    A function on which no team spent time is not a part at all and has no column; a team that
    spent no time has no row. Source: Martín-Fernández and others (2003), for the zeros.
    """
    shares = by_team[list(FUNCTIONS)]
    whole = shares[shares.sum(axis=1) > 0]
    parts = whole.loc[:, (whole > 0).any()].div(whole.sum(axis=1), axis=0)
    zero = parts == 0
    kept = parts.mul(1 - ZERO * zero.sum(axis=1), axis=0)
    return pd.DataFrame(np.log(kept.mask(zero, ZERO)))


def _mean(
    label: str,
    by_team: pd.DataFrame,
    values: pd.Series[float],
    unit: Unit,
    how: Resampling,
    weights: pd.Series[float] | None = None,
    method: str = MEAN,
) -> Estimate:
    """The mean of a figure of each team, with an interval from drawing whole sites again."""
    each = pd.Series(1.0, index=values.index) if weights is None else weights.astype(float)
    values, each = values[each > 0], each[each > 0]
    if values.empty:
        return nothing(label, unit, "sample", method)
    totals = pd.DataFrame({"sum": values * each, "of": each}).groupby(by_team["site_id"]).sum()
    found = over_clusters(
        [totals[name].to_numpy(dtype=np.float64) for name in ("sum", "of")],
        _ratio, level=how.level, resamples=how.resamples, seed=how.seed,
    )  # fmt: skip
    low, high = found or (None, None)
    return Estimate(
        label=label, value=float((values * each).sum() / each.sum()), low=low, high=high,
        level=how.level if found else None, method=method, unit=unit, n=len(values),
        about="organisations", population="sample", note="" if found else ONE_SITE,
    )  # fmt: skip


_ratio: Callable[[Floats, Floats], Floats] = np.divide


def _compositional(by_team: pd.DataFrame) -> dict[str, Estimate]:
    centre = _centre(by_team)
    return {
        f: nothing(f"Time on {NAMES[f]}, compositional", "share", "sample", CENTRE)
        if centre is None
        else Estimate(
            label=f"Time on {NAMES[f]}, compositional", value=float(centre.get(f, 0.0)),
            unit="share", n=len(by_team), about="organisations", population="sample", method=CENTRE,
        )
        for f in FUNCTIONS
    }  # fmt: skip


def _centre(by_team: pd.DataFrame) -> pd.Series[float] | None:
    """The centre of compositions: Aitchison (1986)."""
    parts = log_parts(by_team)
    if parts.empty:
        return None
    centre = np.exp(parts.mean())
    return pd.Series(centre / centre.sum())
