"""Time on direct support beside the other functions, by other ways of averaging."""

from __future__ import annotations

import numpy as np
import pandas as pd

from trailblazer.estimates.bootstrap import Floats, over_clusters
from trailblazer.estimates.estimate import Estimate, nothing
from trailblazer.estimates.time_use import (
    CENTRE,
    NAMES,
    ONE_SITE,
    Resampling,
    log_parts,
    more_direct,
    shares_by_team,
)

# The comparisons that are judged, by the name the register uses.
COMPARED = {"over_whole_school": "whole_school", "over_advice": "advice_liaison"}
# Who is compared with whom in the other ways, in words.
WAYS = {
    "by_size": "larger teams counted for more",
    "centre": "percentages as parts of a whole",
    "diary": "returns from diaries only",
    "earliest": "earliest period only",
    "latest": "latest period only",
}
BOOTSTRAP = "; BCa bootstrap over sites"
BY_SIZE = f"mean of the teams' own percentages, weighted by funded posts{BOOTSTRAP}"


def time_use_otherwise(
    time_use: pd.DataFrame,
    teams: pd.DataFrame,
    *,
    confidence_level: float = 0.95,
    resamples: int = 2000,
    seed: int,
) -> dict[str, Estimate]:
    """Direct support minus each other function, in the ways that somebody else might choose.

    Keys ``over_whole_school_<way>`` and ``over_advice_<way>``: ``by_size`` (larger teams count
    more), ``diary`` (no returns from memory), ``earliest`` and ``latest`` (one period), and
    ``centre`` (percentages as parts of a whole). Units and interval are those of
    :func:`~trailblazer.estimates.time_use.time_use`.
    """
    how = Resampling(confidence_level, resamples, seed)
    every = shares_by_team(time_use, teams)
    periods = time_use["period"]
    parts = {
        "diary": time_use[time_use["source"] == "diary"],
        "earliest": time_use[periods == periods.min()],
        "latest": time_use[periods == periods.max()],
    }
    found: dict[str, Estimate] = {}
    for name, other in COMPARED.items():
        found[f"{name}_by_size"] = more_direct(
            every,
            other,
            how,
            weights=every["funded_fte"],
            method=BY_SIZE,
            said=f", {WAYS['by_size']}",
        )
        found[f"{name}_centre"] = _between_centres(every, other, how)
        for way, rows in parts.items():
            of_part = shares_by_team(rows, teams)
            found[f"{name}_{way}"] = more_direct(of_part, other, how, said=f", {WAYS[way]}")
    return found


def _between_centres(by_team: pd.DataFrame, other: str, how: Resampling) -> Estimate:
    """Direct support minus another function at the centre of the teams' compositions."""
    label = f"Time on direct support minus {NAMES[other]}, {WAYS['centre']}"
    method = f"difference of the {CENTRE}{BOOTSTRAP}"
    logs = log_parts(by_team)
    if logs.empty:
        return nothing(label, "points", "sample", method)
    functions = list(logs.columns)
    totals = logs.assign(teams=1.0).groupby(by_team["site_id"]).sum()

    def difference(*of: Floats) -> Floats:
        *sums, number = of
        centre = np.exp(np.stack([total / number for total in sums]))
        closed = dict(zip(functions, centre / centre.sum(axis=0), strict=True))
        none = np.zeros_like(number)
        return np.asarray(closed.get("direct_support", none) - closed.get(other, none))

    columns = [totals[name].to_numpy(dtype=np.float64) for name in totals.columns]
    limits = over_clusters(
        columns, difference, level=how.level, resamples=how.resamples, seed=how.seed
    )
    low, high = limits or (None, None)
    return Estimate(
        label=label, value=float(difference(*(c.sum(keepdims=True) for c in columns))[0]),
        low=low, high=high, level=how.level if limits else None, method=method, unit="points",
        n=len(logs), about="organisations", population="sample", note="" if limits else ONE_SITE,
    )  # fmt: skip
