"""How many sites had strategies to reach particular groups."""

from __future__ import annotations

from collections.abc import Mapping

from trailblazer.estimates.strategies import Reach
from trailblazer.present import style, widths
from trailblazer.present.charts.marks import dot_rows, rows_height
from trailblazer.present.exhibit import Chart
from trailblazer.present.words import NO_LABELS, alt, counted, inside, label


@widths.both
def sites_with_strategies(reach: Reach, *, labels: Mapping[str, str] = NO_LABELS) -> Chart | None:
    """Sites with at least one strategy for each group, most first; ``None`` without strategies."""
    if reach.by_group.empty or reach.any.value is None:
        return None
    total = reach.any.n
    rows = reach.by_group.assign(
        name=[label(group, labels) for group in reach.by_group["group"]],
        value=reach.by_group["sites"], low=None, high=None,
        text=[f"{sites} of {total}" for sites in reach.by_group["sites"]],
    ).astype({"low": float, "high": float})  # fmt: skip
    with style.canvas(rows_height(len(rows))) as (figure, axes):
        dot_rows(axes, rows)
        axes.set_xlim(0, total)
        axes.locator_params(axis="x", nbins=5, integer=True)
        axes.set_xlabel("Sites with a strategy for the group")
    most, with_any = rows.iloc[0], round(reach.any.value * total)
    sites = f"{with_any} of {counted(total, 'site')}"
    top = f"{inside(most['name'])}, {counted(most['sites'], 'site')}"
    return Chart(
        figure=figure,
        caption=(
            "Sites with at least one strategy to reach a group, by group. Every site is counted, "
            f"so there is no interval. Base: {counted(total, 'site')}."
        ),
        alt=alt(
            f"Dot chart of sites with strategies by group: {sites} had any; most often {top}.",
            f"Dot chart of sites with strategies by group: {sites} had any.",
        ),
        description=(
            f"{sites} had at least one strategy to reach a particular group. The group with most "
            f"is {top}."
        ),
        data=reach.by_group,
    )
