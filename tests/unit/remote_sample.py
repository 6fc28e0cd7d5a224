"""Small made-up contacts, and what is estimated of them, for figures and tables."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from trailblazer.estimates.delivery import Delivery, delivery
from trailblazer.estimates.kept import Kept, kept_by_phase
from trailblazer.estimates.phase_gap import PHASES, PhaseGap, phase_gap

LOCKDOWN = "2020-03-23"
PARTS = {"primary": (40, 20), "special": (10, 2)}


def made_returns(
    teams: int,
    remote: float = 0.9,
    parts: Mapping[str, tuple[int, int]] = PARTS,
    last: str = "2021-06",
) -> dict[str, pd.DataFrame]:
    """Teams that have so many contacts by phase before and after the lockdown, by two modes.

    A tenth of the earlier contacts is remote, and the share ``remote`` of the later ones.
    """
    rows = []
    for team in range(teams):
        for month in pd.period_range("2019-12", last, freq="M").astype(str):
            after = int("2020-03" < month < "2020-08")
            share = remote if after else 0.1
            for phase, counts in parts.items():
                video = round(share * counts[after])
                there = counts[after] - video + team % 3
                rows += [
                    (f"T{team:02d}", month, mode, phase, count)
                    for mode, count in (("in_person", there), ("video", video))
                ]
    contacts = pd.DataFrame(rows, columns=["team_id", "month", "mode", "phase", "contacts"])
    began = pd.Series([pd.Timestamp("2019-09-02")] * teams, dtype="datetime64[us]")
    ids = {
        "team_id": [f"T{i:02d}" for i in range(teams)],
        "site_id": [f"S{i // 2:02d}" for i in range(teams)],
    }
    return {"contacts": contacts, "teams": pd.DataFrame({**ids, "operational_date": began})}


def made_delivery(teams: int, remote: float = 0.9, last: str = "2021-06") -> Delivery:
    """How contacts of :func:`made_returns` took place."""
    tables = made_returns(teams, remote, last=last)
    return delivery(**tables, lockdown=LOCKDOWN, months=3, resamples=50, seed=1)


def made_kept(teams: int, parts: Mapping[str, tuple[int, int]] = PARTS) -> Kept:
    """Contacts of :func:`made_returns` kept up by phase."""
    tables = made_returns(teams, parts=parts)
    return kept_by_phase(**tables, lockdown=LOCKDOWN, months=3, resamples=50, seed=1)


def made_phase_gap(*rows: tuple[str, int, float, float, float]) -> PhaseGap:
    """Phases with their answers, difference from all others and limits."""
    names = ("surveys", "survey_cases", "survey_answers", "settings", "sites")
    items = pd.DataFrame(columns=["survey_id", "item_id", "kind", "claims"], dtype="str")
    none = {name: pd.DataFrame() for name in names}
    none["surveys"] = pd.DataFrame(columns=["survey_id", "population", "round"])
    found = phase_gap("made-up", survey_items=items, **none)
    phases = pd.DataFrame(rows, columns=list(PHASES)).astype(PHASES)
    return PhaseGap("Did it work?", found.lowest, 0.95, phases)
