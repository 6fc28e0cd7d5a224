"""How far people were involved, as planned and as found."""

from __future__ import annotations

from collections.abc import Mapping

from trailblazer.estimates.involvement import GROUPS, LEVELS, LOW, Involvement, by_level
from trailblazer.findings.numbers import number, with_interval
from trailblazer.present import style, widths
from trailblazer.present.charts.stacked import key, stacked_rows
from trailblazer.present.exhibit import Chart
from trailblazer.present.words import NO_LABELS, alt, counted, inside, label

COLOURS = dict(
    zip(
        LEVELS,
        (style.DARK_PINK, style.ORANGE, style.LINE, style.TURQUOISE, style.DARK_BLUE),
        strict=True,
    )
)
WHEN = {"intended": "planned", "achieved": "found"}


@widths.both
def involvement_levels(
    involvement: Involvement, *, labels: Mapping[str, str] = NO_LABELS
) -> Chart | None:
    """Levels planned and found for each group, from the lowest; ``None`` where none was found."""
    rows = by_level(involvement.cases)
    rows = rows[rows["group"].isin(GROUPS)]
    if rows.empty or involvement.low.value is None:
        return None
    shares = rows.pivot(index=["group", "when"], columns="level", values="share")
    order = [(g, w) for g in GROUPS for w in WHEN if (g, w) in shares.index]
    shares = shares.reindex(index=order, columns=list(LEVELS))
    shares.index = [f"{label(group, labels)}: {WHEN[when]}" for group, when in order]
    with style.canvas(1.6 + 0.62 * len(shares)) as (figure, axes):
        stacked_rows(axes, shares, COLOURS)
        key(axes, [label(level, labels) for level in LEVELS], list(COLOURS.values()))
        axes.set_xlabel("Share of cases")
    low, base = involvement.low, involvement.cases
    lowest = " or only ".join(inside(label(level, labels)) for level in LOW)
    planned = int(base["intended"].notna().sum())
    return Chart(
        figure=figure,
        caption=(
            "Level of involvement planned and found, by group. A case is a group at a stage of the "
            f"work in a site. Base: {planned} cases with a plan and {low.n} with evidence of what "
            f"came of it, in {counted(base['site_id'].nunique(), 'site')}."
        ),
        alt=alt(
            "Stacked bars of the level of involvement planned and found, by group: "
            f"people were {lowest} in {number(low.value, 'share')} of cases.",
            f"Stacked bars of involvement planned and found: {number(low.value, 'share')} low.",
        ),
        description=_description(involvement, lowest),
        data=rows,
    )


def _description(involvement: Involvement, lowest: str) -> str:
    low, short, beyond = involvement.low, involvement.short, involvement.beyond
    words = (
        "Each bar splits the cases of one group, from no involvement at the left to being in the "
        f"lead at the right. People were {lowest} in {with_interval(low)} of cases."
    )
    if short.value is None:
        return words
    return (
        f"{words} Set beside its own plan, less was found than planned in "
        f"{number(short.value, 'share')} of cases and more in {number(beyond.value, 'share')}."
    )
