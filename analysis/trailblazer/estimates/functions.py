"""Whether teams deliver all three of their core functions."""

from __future__ import annotations

import pandas as pd

from trailblazer.estimates.estimate import Estimate, nothing
from trailblazer.estimates.intervals import wilson
from trailblazer.estimates.time_use import shares_by_team

CORE = ["direct_support", "whole_school", "advice_liaison"]
LABEL = "Teams that gave time to all three functions"


def all_functions(
    time_use: pd.DataFrame,
    teams: pd.DataFrame,
    *,
    least: float = 0.0,
    confidence_level: float = 0.95,
) -> Estimate:
    """The share of teams that gave some, and at least ``least``, of their time to each function.

    Shares of time are averaged over the periods that a team returned. The periods are sampled and
    some teams returned none, so the share has Wilson's interval; teams of one site are taken as
    separate. ``least`` is a fraction of 1.
    """
    method = "share of teams that returned their time, Wilson interval"
    if least:
        method = f"{method}; at least {least:.0%} of their time on each"
    shares = shares_by_team(time_use, teams)[CORE]
    if shares.empty:
        return nothing(LABEL, "share", "sample", method)
    enough = (shares >= least) & (shares > 0)
    number, of = int(enough.all(axis=1).sum()), len(shares)
    low, high = wilson(number, of, level=confidence_level)
    return Estimate(
        label=LABEL, value=number / of, low=low, high=high, level=confidence_level, unit="share",
        n=of, about="organisations", population="sample", method=method,
    )  # fmt: skip
