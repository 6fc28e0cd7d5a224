"""Who holds the seats, the votes and the chairs of governing bodies."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from trailblazer.estimates.estimate import Estimate
from trailblazer.estimates.seats import SECTORS, Seats
from trailblazer.findings.numbers import number
from trailblazer.present import style, widths
from trailblazer.present.charts.stacked import key, stacked_rows
from trailblazer.present.exhibit import Chart
from trailblazer.present.words import NO_LABELS, alt, counted, inside, joined, label

# The sectors with a part of their own; the rest hold too few seats to draw.
SHOWN = SECTORS[:5]
OTHERS = "others"
COLOURS = dict(
    zip(
        (*SHOWN, OTHERS),
        (style.DARK_BLUE, style.MID_BLUE, style.ORANGE, style.DARK_PINK, style.TURQUOISE,
         style.LINE),
        strict=True,
    )
)  # fmt: skip
WHAT = {"seats": "Seats", "votes": "Votes", "chairs": "Chairs"}


@widths.both
def seats_by_sector(seats: Seats, *, labels: Mapping[str, str] = NO_LABELS) -> Chart | None:
    """Seats, votes and chairs split by sector, the NHS first; ``None`` without any seat."""
    if seats.by_sector.empty:
        return None
    counts = seats.by_sector.set_index("sector")
    merged = counts.groupby(lambda s: s if s in SHOWN else OTHERS).sum().T
    merged = merged.reindex(columns=list(COLOURS), fill_value=0)
    merged = merged[merged.sum(axis=1) > 0]
    shares = merged.div(merged.sum(axis=1), axis=0)
    totals = merged.sum(axis=1)
    shares.index = [f"{WHAT[what]} ({totals[what]:,})" for what in merged.index]
    names = [*(label(sector, labels) for sector in SHOWN), "Others"]
    with style.canvas(1.9 + 0.62 * len(shares)) as (figure, axes):
        stacked_rows(axes, shares, COLOURS)
        key(axes, names, list(COLOURS.values()), columns=2)
        axes.set_xlabel("Share held by each sector")
    return Chart(
        figure=figure,
        caption=_caption(seats, counts, labels),
        alt=_alt(seats),
        description=_description(seats),
        data=seats.by_sector,
    )


def _caption(seats: Seats, counts: pd.DataFrame, labels: Mapping[str, str]) -> str:
    few = [inside(label(sector, labels)) for sector in counts.index if sector not in SHOWN]
    others = f" Others: {'; '.join(few)}." if few else ""
    return (
        "Seats on governing bodies, seats with a vote, and chairs, by sector; how many there are "
        f"stands in brackets.{others} All on record were counted, so there is no interval. "
        f"Base: {counted(seats.nhs_seats.n, 'seat')}."
    )


def _held(seats: Seats) -> list[str]:
    parts: dict[str, Estimate] = {
        "seats": seats.nhs_seats, "votes": seats.nhs_votes, "chairs": seats.nhs_chairs,
    }  # fmt: skip
    return [
        f"{number(e.value, 'share')} of {what}" for what, e in parts.items() if e.value is not None
    ]


def _alt(seats: Seats) -> str:
    return alt(
        f"Stacked bars of seats on governing bodies by sector: the NHS has {joined(_held(seats))}."
    )


def _description(seats: Seats) -> str:
    bodies = seats.bodies
    words = (
        "Each bar splits the seats, the votes or the chairs by sector, the two parts of the NHS "
        f"first. The NHS has {joined(_held(seats))}."
    )
    if bodies.value is None:
        return words
    return (
        f"{words} It has more than half of the votes in {bodies.value:,.0f} of "
        f"{counted(bodies.n, 'body', 'bodies')}."
    )
