"""Contacts as a sign of progress: settings that a team reached, and support that grew."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from trailblazer.data.suppression import withheld
from trailblazer.estimates.bootstrap import over_clusters
from trailblazer.estimates.counts import share
from trailblazer.estimates.estimate import Estimate, nothing
from trailblazer.estimates.partial import joined, said
from trailblazer.estimates.team_months import returns_withheld

REACHED = (
    "share of participating settings whose team recorded a contact in their phase of education in "
    "the latest months returned"
)
GREW = (
    "contacts of teams in the latest months, as a ratio to those of the same teams in the same "
    "calendar months a year before; BCa bootstrap over sites"
)
PAIRED = "share of team-months returned both in the latest months and a year before"
BY_PHASE = {"phase": str, "settings": int, "reached": int}


@dataclass(frozen=True)
class Reached:
    """Participating settings in whose phase of education their team recorded contacts.

    ``coverage`` is the share of settings whose team returned anything, or that have no team;
    ``by_phase`` (phase, settings, reached) the same count by phase, largest first.
    """

    settings: Estimate
    coverage: Estimate
    by_phase: pd.DataFrame


@dataclass(frozen=True)
class Growth:
    """Contacts now as a ratio to those a year before, and the share of team-months compared."""

    ratio: Estimate
    coverage: Estimate


def settings_reached(
    contacts: pd.DataFrame, settings: pd.DataFrame, *, months: int = 12
) -> Reached:
    """Count the settings whose team recorded a contact in their phase in the latest ``months``.

    Contacts are returned by phase and not by setting, so a team with contacts in one primary
    school is taken to reach all of its primary schools: the count is an upper limit. A setting
    without a team is not reached; one whose team returned nothing is in no count, nor is one
    that may or may not be reached because contacts in its phase were withheld.
    """
    latest = contacts[contacts["month"].isin(_latest(contacts, months))]
    returned = latest[latest["contacts"].notna() | withheld(latest, "contacts")]
    served = returned.loc[returned["contacts"] > 0, ["team_id", "phase"]].drop_duplicates()
    known = settings["team_id"].isna() | settings["team_id"].isin(returned["team_id"])
    at = ["team_id", "phase"]
    unsure = returned.loc[withheld(returned, "contacts"), at].drop_duplicates()
    unsure = unsure.merge(served, how="left", indicator="seen")
    unsure = unsure.loc[unsure["seen"] == "left_only", at]
    pairs = pd.MultiIndex.from_frame(settings[at])
    hidden = known & pairs.isin(pd.MultiIndex.from_frame(unsure))
    counted = settings[known & ~hidden & (not returned.empty)]
    reached = counted.merge(served.assign(reached=True), on=["team_id", "phase"], how="left")
    reached["reached"] = reached["reached"].notna()
    left_out = len(settings) - len(counted) - int(hidden.sum())
    return Reached(
        settings=share(
            "Settings reached", int(reached["reached"].sum()), of=len(counted),
            about="organisations", method=REACHED,
            note=joined(
                f"{left_out:,} whose team returned nothing left out" if left_out else "",
                said(int(hidden.sum()), of=len(settings), units="settings"),
            ),
        ),
        coverage=share(
            "Settings whose team returned contacts", len(counted),
            of=len(settings) if len(counted) else 0,
            about="organisations",
            method="share of participating settings whose team returned contacts, or without one",
        ),
        by_phase=_by_phase(reached),
    )  # fmt: skip


def contact_growth(
    contacts: pd.DataFrame,
    teams: pd.DataFrame,
    *,
    months: int = 12,
    confidence_level: float = 0.95,
    resamples: int = 2000,
    seed: int,
) -> Growth:
    """Compare the latest ``months`` of contacts with the same calendar months a year before.

    Only team-months returned in full in both years count, so that neither holidays nor missing
    returns make a difference; what teams that began later added is in neither year. The interval
    draws whole sites again, with one site only there is none.
    """
    made = _returned(contacts)
    latest = made[made["month"].isin(_latest(contacts, months))]
    before = made.assign(month=_a_year_on(made["month"]))
    pairs = latest.merge(before, on=["team_id", "month"], suffixes=("", "_before"))
    pairs = pairs.merge(teams[["team_id", "site_id"]], on="team_id")
    label = "Contacts as a ratio to a year before"
    coverage = share(
        "Team-months compared", len(pairs), of=months * len(teams) if len(pairs) else 0,
        about="organisations", method=PAIRED, note=returns_withheld(contacts),
    )  # fmt: skip
    if not pairs["contacts_before"].sum():
        return Growth(nothing(label, "ratio", "sample", GREW), coverage)
    totals = pairs.groupby("site_id")[["contacts", "contacts_before"]].sum()
    limits = over_clusters(
        [totals[name].to_numpy(dtype=np.float64) for name in totals.columns],
        np.divide, level=confidence_level, resamples=resamples, seed=seed,
    )  # fmt: skip
    low, high = limits or (None, None)
    ratio = Estimate(
        label=label, value=float(totals["contacts"].sum() / totals["contacts_before"].sum()),
        low=low, high=high, level=confidence_level if limits else None, method=GREW, unit="ratio",
        n=int(pairs["team_id"].nunique()), about="organisations", population="sample",
        note="" if limits else "one site only, so no interval over sites",
    )  # fmt: skip
    return Growth(ratio, coverage)


def _latest(contacts: pd.DataFrame, months: int) -> list[str]:
    """The latest months of the table, each as year and month; none in an empty table."""
    if contacts.empty:
        return []
    last = pd.Period(contacts["month"].max(), "M")
    return [str(last - back) for back in range(months)]


def _a_year_on(months: pd.Series[str]) -> pd.Series[str]:
    later = [str(pd.Period(month, "M") + 12) for month in months]
    return pd.Series(later, index=months.index, dtype=months.dtype)


def _returned(contacts: pd.DataFrame) -> pd.DataFrame:
    """Team-months with their contacts: ``team_id, month, contacts``; none with an empty count."""
    number = contacts["contacts"].astype("Float64").astype(float)
    sums = contacts.assign(contacts=number).groupby(["team_id", "month"])["contacts"]
    made = sums.sum().where(sums.count() == sums.size())
    return made.dropna().reset_index()


def _by_phase(reached: pd.DataFrame) -> pd.DataFrame:
    by_phase = reached.groupby("phase")["reached"].agg(settings="size", reached="sum")
    ordered = by_phase.reset_index().sort_values(["settings", "phase"], ascending=[False, True])
    return ordered.reset_index(drop=True).astype(BY_PHASE)
