"""Hand-edits about what settings reported, and about what is set beside it."""

from __future__ import annotations

from pathlib import Path

from tests.planted.edits import table

TEAM = "accepted_mhst"


def waits_longer_for_a_team(folder: Path) -> None:
    """Children wait ten times as long for a team as they did; for specialists as before."""
    with table(folder, "referrals") as referrals:
        own = (referrals["outcome"] == TEAM) & (referrals["median_wait_days"] != "")
        days = referrals.loc[own, "median_wait_days"].astype(float) * 10
        referrals.loc[own, "median_wait_days"] = days.astype(str)
