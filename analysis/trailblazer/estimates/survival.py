"""Time in post when not everybody was seen from their first day: Kaplan-Meier, Aalen-Johansen."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.stats import norm
from statsmodels.duration.survfunc import SurvfuncRight

from trailblazer.estimates.intervals import Interval

DAYS_IN_YEAR = 365.25
# Somebody who left on their first day was in post for part of it.
PART_OF_A_DAY = 0.5


def observed_spells(
    spells: pd.DataFrame, *, start: pd.Timestamp, end: pd.Timestamp
) -> pd.DataFrame:
    """The part of each spell seen between two dates, in years since the spell began.

    Columns ``staff_id, entry, exit, left, destination``. A spell begun before ``start`` is seen
    from that day only (``entry`` above 0: left truncation) and one that ended by then not at all;
    a spell still open at ``end``, the data cut-off, is censored there.
    """
    last = spells["end_date"].where(spells["end_date"] <= end)
    days = (last.fillna(end) - spells["start_date"]).dt.days
    entry = (start - spells["start_date"]).dt.days.clip(lower=0)
    seen = pd.DataFrame(
        {
            "staff_id": spells["staff_id"],
            "entry": entry / DAYS_IN_YEAR,
            "exit": days.clip(lower=PART_OF_A_DAY) / DAYS_IN_YEAR,
            "left": last.notna(),
            "destination": spells["exit_destination"].fillna("unknown"),
        }
    )
    begun = spells["start_date"] < end
    return seen[begun & (seen["exit"] > seen["entry"])].reset_index(drop=True)


def kaplan_meier(observed: pd.DataFrame) -> pd.DataFrame:
    """The share still in post after each time at which somebody left.

    Columns ``years, survival, error, at_risk, leavers``: the standard error is Greenwood's and
    ``at_risk`` counts those being followed just before. Nobody counts before their own ``entry``.
    Source: Kaplan and Meier (1958); for delayed entry Klein and Moeschberger, section 4.6.
    """
    if observed.empty:
        columns = ["years", "survival", "error", "at_risk", "leavers"]
        return pd.DataFrame(columns=columns, dtype=float)
    fit = SurvfuncRight(
        observed["exit"].to_numpy(), observed["left"].to_numpy(dtype=int),
        entry=observed["entry"].to_numpy(),
    )  # fmt: skip
    return pd.DataFrame(
        {
            # Once nobody is left the share stays nothing, which rounding in the logs forgets.
            "years": fit.surv_times, "survival": np.minimum.accumulate(fit.surv_prob),
            "error": fit.surv_prob_se,
            "at_risk": fit.n_risk, "leavers": fit.n_events,
        }
    ).astype(float)  # fmt: skip


def log_log(survival: float, error: float, *, level: float) -> Interval:
    """Interval of a survival share on the log-log scale, which keeps it between none and all.

    ``survival`` lies strictly between 0 and 1. Source: Kalbfleisch and Prentice (2002).
    """
    reach = float(norm.ppf((1 + level) / 2)) * error / (survival * np.log(survival))
    low, high = sorted((survival ** float(np.exp(reach)), survival ** float(np.exp(-reach))))
    return low, high


def followed_at(observed: pd.DataFrame, years: float) -> int:
    """How many were being followed at a time in post; at 0, those seen from their first day."""
    begun = observed["entry"] < years if years > 0 else observed["entry"] == 0
    return int((begun & (observed["exit"] >= years)).sum())


def aalen_johansen(observed: pd.DataFrame, steps: pd.DataFrame) -> pd.DataFrame:
    """The share that had left to each destination, the others being competing ways out.

    ``steps`` is what ``kaplan_meier`` gives for the same spells. Columns ``destination, years,
    incidence``, from 0 at 0; over destinations they add to the share that had left. Own code
    because statsmodels' ``CumIncidenceRight`` knows no delayed entry. Source: Aalen and Johansen
    (1978).
    """
    before = steps["survival"].shift(fill_value=1.0)
    left = observed[observed["left"]]
    curves = []
    for destination in sorted(left["destination"].unique()):
        exits = left.loc[left["destination"] == destination, "exit"].value_counts()
        leavers = exits.reindex(steps["years"], fill_value=0).to_numpy()
        incidence = (before * leavers / steps["at_risk"]).cumsum()
        curves.append(
            pd.DataFrame(
                {
                    "destination": destination,
                    "years": [0.0, *steps["years"]],
                    "incidence": [0.0, *incidence],
                }
            )
        )
    empty = pd.DataFrame({"destination": [], "years": [], "incidence": []})
    return pd.concat(curves, ignore_index=True) if curves else empty
