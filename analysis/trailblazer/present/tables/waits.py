"""The table of waits: days to first contact by level of need and by who took the referral on."""

from __future__ import annotations

from collections.abc import Mapping

from trailblazer.estimates.waits import Waits
from trailblazer.present.exhibit import Table
from trailblazer.present.tables.cells import column, finish, limits, whole
from trailblazer.present.words import NO_LABELS, label


def waits_by_need(waits: Waits, *, labels: Mapping[str, str] = NO_LABELS) -> Table | None:
    """Waits for a team and for specialist services, and the difference with its limits."""
    rows = waits.by_need
    if rows.empty:
        return None
    return finish(
        {
            "Level of need": [label(need, labels) for need in rows["need_band"]],
            "Wait for a team (days)": column(rows["team"], whole),
            "Wait for specialist services (days)": column(rows["specialist"], whole),
            "Sooner by a team (days)": column(rows["sooner"], whole),
            **limits(rows["low"], rows["high"], waits.sooner.level, whole),
            "Returns compared": column(rows["returns"], whole),
        },
        "Days from referral to first contact, by level of need, where a team returned waits by "
        "both routes for the same quarter. Each is an average of the medians that teams returned. "
        "Limits are those of the difference.",
        data=rows,
    )
