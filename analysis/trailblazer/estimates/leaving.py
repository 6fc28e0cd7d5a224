"""Why practitioners left, as the monitoring of staff recorded it."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from trailblazer.estimates.counts import count, share
from trailblazer.estimates.estimate import Estimate

METHOD = "recorded reasons of spells that ended under observation, where the reason is known"
NOT_KNOWN = ("unknown",)
NOBODY = "no reason for leaving is recorded"
REASONS = {"reason": str, "leavers": int, "share": float}


@dataclass(frozen=True)
class Leaving:
    """The recorded reasons of those who left: every leaver seen, so a census without intervals.

    ``central`` is the share whose reason is the one asked about; ``lead`` by how many leavers it
    is ahead of the reason next to it (below zero: behind); ``known`` the share of leavers whose
    reason is known. ``by_reason`` (reason, leavers, share) has the known reasons, most common
    first.
    """

    central: Estimate
    lead: Estimate
    known: Estimate
    by_reason: pd.DataFrame


def leaving(
    spells: pd.DataFrame,
    *,
    central: str = "progression",
    role: str = "emhp",
    start: pd.Timestamp,
    end: pd.Timestamp,
) -> Leaving:
    """Count the reasons recorded for leaving a role between two dates.

    A reason may be recorded for a promotion too. One reason is recorded for each leaver, so that a
    second one, however strong, is not seen.
    """
    gone = spells[(spells["role"] == role) & spells["end_date"].between(start, end)]
    known = gone[gone["exit_reason"].notna() & ~gone["exit_reason"].isin(NOT_KNOWN)]
    counts = known["exit_reason"].value_counts()
    own = int(counts.get(central, 0))
    others = counts.drop(central, errors="ignore")
    note = "" if len(known) else NOBODY
    return Leaving(
        central=share(
            "Leavers with the reason recorded", own, of=len(known), method=METHOD, note=note
        ),
        lead=count(
            "Leavers more than for the next reason", own - int(others.max() if len(others) else 0),
            of=len(known), unit="people", method=METHOD, note=note,
        ),
        known=share(
            "Leavers whose reason is known", len(known), of=len(gone), method="of all leavers seen"
        ),
        by_reason=_by_reason(counts),
    )  # fmt: skip


def _by_reason(counts: pd.Series[int]) -> pd.DataFrame:
    rows = pd.DataFrame({"reason": counts.index, "leavers": counts.to_numpy()})
    rows = rows.assign(share=rows["leavers"] / max(int(rows["leavers"].sum()), 1)).astype(REASONS)
    return rows.sort_values(["leavers", "reason"], ascending=[False, True], ignore_index=True)
