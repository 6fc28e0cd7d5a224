"""How long practitioners stay in post, and where those who leave go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from trailblazer.estimates.counts import count
from trailblazer.estimates.estimate import Estimate, nothing
from trailblazer.estimates.intervals import byar
from trailblazer.estimates.staying import DELAYED, FROM_DAY_ONE, still_in_field, still_in_post
from trailblazer.estimates.survival import (
    aalen_johansen,
    followed_at,
    kaplan_meier,
    log_log,
    observed_spells,
)

RATE = "leavers over person-years in post, Byar's interval"
INCIDENCE = "Aalen-Johansen cumulative incidence with delayed entry"
RATE = "leavers over person-years in post, Byar's interval"


@dataclass(frozen=True)
class Retention:
    """Staying in one post, from its first day.

    ``curve`` (years, survival, low, high, at_risk) has a row at 0, at each step, and where
    following ends; ``at_risk`` (years, at_risk) the number followed at round times; ``incidence``
    (destination, years, incidence) the share that had left, by destination, and ``incidence_at``
    the same after ``months``, which ``survival`` is of too. ``ignoring_entry`` is what leaving
    delayed entry out of account would give: too high, because those who had left before
    observation began were never seen.
    """

    survival: Estimate
    survival_24: Estimate
    in_field: Estimate
    ignoring_entry: Estimate
    leaver_rate: Estimate
    people: Estimate
    spells_at_entry_late: Estimate
    curve: pd.DataFrame
    at_risk: pd.DataFrame
    incidence: pd.DataFrame
    incidence_at: Mapping[str, Estimate]
    months: int


def retention(
    spells: pd.DataFrame,
    *,
    role: str = "emhp",
    start: pd.Timestamp,
    end: pd.Timestamp,
    months: int = 12,
    confidence_level: float = 0.95,
) -> Retention:
    """Estimate the share of spells in a role that last ``months``, as seen from start to end.

    Leaving is the end of a spell in the role, promotion included. A person with two spells
    counts in both.
    """
    observed = observed_spells(spells[spells["role"] == role], start=start, end=end)
    steps, level = kaplan_meier(observed), confidence_level
    incidence = aalen_johansen(observed, steps)
    return Retention(
        survival=still_in_post(observed, months, DELAYED, level),
        survival_24=still_in_post(observed, 24, DELAYED, level),
        in_field=still_in_field(observed, months, level),
        ignoring_entry=still_in_post(observed.assign(entry=0.0), months, FROM_DAY_ONE, level),
        leaver_rate=_leaver_rate(observed, level),
        people=count(
            "Practitioners followed", observed["staff_id"].nunique(),
            of=observed["staff_id"].nunique(), unit="people", method="people with a spell seen",
        ),
        spells_at_entry_late=count(
            "Already in post when observation began", int((observed["entry"] > 0).sum()),
            of=len(observed), method="count of spells seen",
        ),
        curve=_curve(observed, steps, level),
        at_risk=_at_risk(observed),
        incidence=incidence,
        incidence_at=_incidence_at(observed, incidence, months),
        months=months,
    )  # fmt: skip


def _leaver_rate(observed: pd.DataFrame, level: float) -> Estimate:
    label = "Leavers a year for each person in post"
    if observed.empty:
        return nothing(label, "share", "sample", RATE)
    leavers, years = (
        int(observed["left"].sum()),
        float((observed["exit"] - observed["entry"]).sum()),
    )
    low, high = byar(leavers, level=level)
    return Estimate(
        label=label, value=leavers / years, low=low / years, high=high / years, level=level,
        method=RATE, unit="share", n=len(observed), population="sample",
        note=f"{leavers} leavers in {years:.0f} person-years",
    )  # fmt: skip


def _curve(observed: pd.DataFrame, steps: pd.DataFrame, level: float) -> pd.DataFrame:
    rows = [(0.0, 1.0, 1.0, 1.0, followed_at(observed, 0))]
    for years, survival, error, at_risk in zip(
        steps["years"], steps["survival"], steps["error"], steps["at_risk"], strict=True
    ):
        low, high = (
            log_log(survival, error, level=level) if survival > 0 else (float("nan"), float("nan"))
        )
        rows.append((years, survival, low, high, int(at_risk)))
    last = observed["exit"].max()
    if last > rows[-1][0]:
        rows.append((float(last), *rows[-1][1:4], followed_at(observed, last)))
    columns = ["years", "survival", "low", "high", "at_risk"]
    curve = pd.DataFrame(rows, columns=columns)
    return curve[: len(curve) if len(observed) else 0]


def _at_risk(observed: pd.DataFrame) -> pd.DataFrame:
    """How many were followed at half-years, or at whole years of a long study."""
    longest = float(observed["exit"].max()) if len(observed) else -1.0
    times = np.arange(0, longest, 0.5 if longest <= 4 else 1.0)
    return pd.DataFrame({"years": times, "at_risk": [followed_at(observed, t) for t in times]})


def _incidence_at(
    observed: pd.DataFrame, incidence: pd.DataFrame, months: int
) -> dict[str, Estimate]:
    reached = incidence[incidence["years"] <= months / 12]
    shares = reached.groupby("destination")["incidence"].max()
    return {
        str(destination): Estimate(
            label=f"Left within {months} months: {destination}", value=float(value),
            unit="share", n=len(observed), population="sample", method=INCIDENCE,
        )
        for destination, value in shares.items()
    }  # fmt: skip
