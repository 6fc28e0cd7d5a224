"""Tables of reasons: what people named, and what was recorded when somebody left."""

from __future__ import annotations

from collections.abc import Mapping

from trailblazer.estimates.leaving import Leaving
from trailblazer.estimates.reasons import Reasons
from trailblazer.present.exhibit import Table
from trailblazer.present.tables.cells import column, finish, percent, shares_with_limits, whole
from trailblazer.present.words import NO_LABELS, counted, label, spanning


def reasons_ranked(reasons: Reasons, *, of: str = "leaving") -> Table | None:
    """Reasons by the interviews that named them, and how firm their rank is."""
    rows = reasons.ranked
    if not rows["sources"].sum() > 0:
        return None
    ranks = zip(rows["rank_low"], rows["rank_high"], strict=True)
    level = f"{100 * reasons.level:g}%"
    return finish(
        {
            "Reason": list(rows["reason"]),
            "Interviews": column(rows["sources"], whole),
            **shares_with_limits(
                "Share of those asked (%)", rows["share"], rows["low"], rows["high"], reasons.level
            ),
            "Draws in which it is first (%)": column(rows["first"], percent),
            f"Ranks in {level} of draws": [
                spanning(f"{low}", f"{high}").removeprefix("from ") for low, high in ranks
            ],
        },
        f"Reasons for {of} by the interviews that named them. Base: "
        f"{counted(int(rows['asked'].iloc[0]), 'interview')} that asked about it, chosen and not "
        "sampled, so that the limits are an illustration. A draw is the same number of interviews, "
        "drawn again from these; a tie for the first place counts for nobody.",
        data=rows,
    )


def recorded_reasons(leaving: Leaving, *, labels: Mapping[str, str] = NO_LABELS) -> Table | None:
    """Reasons recorded when practitioners left, most common first; ``None`` when none were."""
    rows = leaving.by_reason
    if rows.empty:
        return None
    return finish(
        {
            "Recorded reason": [label(reason, labels) for reason in rows["reason"]],
            "Practitioners": column(rows["leavers"], whole),
            "Share of those known (%)": column(rows["share"], percent),
        },
        f"Reasons recorded for leaving. Base: {leaving.central.n:,} of the "
        f"{counted(leaving.known.n, 'practitioner')} who left, for whom a reason is known.",
        data=rows,
    )
