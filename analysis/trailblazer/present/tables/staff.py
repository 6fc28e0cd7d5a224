"""Tables about staying and leaving: how many were followed, and where those who left went."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from trailblazer.estimates.retention import Retention
from trailblazer.present.charts.retention import drawn_until
from trailblazer.present.exhibit import Table
from trailblazer.present.tables.cells import column, finish, percent, shares_with_limits, whole
from trailblazer.present.words import NO_LABELS, counted, label

# Shares are told to whole percentages: less than so much may be left over by rounding alone.
LEAST_UNTOLD = 0.015


def retention_at_risk(retention: Retention) -> Table | None:
    """The share still in post at round times, with limits and the number followed then.

    As far as the curve is drawn: after that it rests on too few.
    """
    if retention.curve.empty:
        return None
    steps = retention.curve.drop(columns="at_risk").astype(float)
    rows = pd.merge_asof(retention.at_risk.astype({"years": float}), steps, on="years")
    rows = rows[rows["years"] <= drawn_until(retention)].reset_index(drop=True)
    level = retention.leaver_rate.level
    return finish(
        {
            "Months in post": column(12 * rows["years"], whole),
            "Number followed": column(rows["at_risk"], whole),
            **shares_with_limits(
                "Still in post (%)", rows["survival"], rows["low"], rows["high"], level
            ),
        },
        "Practitioners followed and the share still in post, by time in post. Base: "
        f"{_base(retention)}.",
        data=rows,
    )


def exits_by_destination(
    retention: Retention, *, labels: Mapping[str, str] = NO_LABELS
) -> Table | None:
    """The share that had left for each destination, most common first; ``None`` when none left."""
    exits = retention.incidence_at
    if not exits:
        return None
    rows = pd.DataFrame({"destination": list(exits), "share": [e.value for e in exits.values()]})
    rows = rows.sort_values("share", ascending=False, kind="stable", ignore_index=True)
    when = next(iter(exits.values())).label.partition(":")[0].lower()
    return finish(
        {
            "Destination": [label(destination, labels) for destination in rows["destination"]],
            "Had left for it (%)": column(rows["share"], percent),
        },
        f"Share of practitioners who {when} of starting, by destination.{_others(retention)} "
        f"Base: {_base(retention)}.",
        data=rows,
    )


def _others(retention: Retention) -> str:
    """What to say where the destinations told do not make up all who left."""
    stayed = retention.survival.value
    told = sum(e.value or 0.0 for e in retention.incidence_at.values())
    if stayed is None or 1 - stayed - told < LEAST_UNTOLD:
        return ""
    return " Destinations that few people left for are not listed."


def _base(retention: Retention) -> str:
    return counted(retention.people.value or 0, "practitioner")
