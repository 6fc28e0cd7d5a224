"""Leaving: where the practitioners who left went, over time in post."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes

from trailblazer.estimates.retention import Retention
from trailblazer.findings.numbers import number
from trailblazer.present import style, widths
from trailblazer.present.charts.marks import month_axis, name_value_axis, share_axis, spread
from trailblazer.present.charts.retention import drawn_until, drawn_while
from trailblazer.present.exhibit import Chart
from trailblazer.present.words import NO_LABELS, alt, counted, inside, joined, label, wrapped


@widths.both
def incidence_curve(retention: Retention, *, labels: Mapping[str, str] = NO_LABELS) -> Chart | None:
    """The share who had left, by destination, over time in post; ``None`` when nobody left.

    The curves add up to the share who had left at all: each destination is counted with the
    others as competing ways out, not as if they could not happen.
    """
    if retention.incidence.empty:
        return None
    until = drawn_until(retention)
    incidence = retention.incidence[retention.incidence["years"] < until]
    if not incidence["incidence"].max() > 0:
        return None
    ends = (
        incidence.groupby("destination")["incidence"]
        .max()
        .sort_values(ascending=False, kind="stable")
    )
    colours = dict.fromkeys(ends.index, style.LINE) | dict(
        zip(ends.index, style.PALETTE, strict=False)
    )
    with style.canvas(5.6 if widths.narrow() else 4.6) as (figure, axes):
        _incidence(axes, incidence, colours)
        _name_ends(axes, ends, colours, labels)
    parts = [f"{inside(label(d, labels))} {number(v, 'share')}" for d, v in ends.items()]
    years = number(incidence["years"].max() * 12, "count")
    largest = number(ends.iloc[0], "share")
    return Chart(
        figure=figure,
        caption=(
            "Share of practitioners who had left, by destination and months in post. Base: "
            f"{counted(retention.people.value or 0, 'practitioner')}, "
            f"{drawn_while(retention, until)}; no intervals are drawn."
        ),
        alt=alt(
            f"Step curves of leaving by destination; by {years} months: {joined(parts)}.",
            f"Step curves of leaving by destination; by {years} months {largest} had left for "
            f"the most common, {inside(label(ends.index[0], labels))}.",
        ),
        description=(
            "Each curve rises when a practitioner leaves for that destination; together they make "
            f"the share who had left. By {years} months they stand at {joined(parts)}."
        ),
        data=incidence,
    )


def _incidence(axes: Axes, incidence: pd.DataFrame, colours: Mapping[str, str]) -> None:
    sns.lineplot(
        incidence.assign(months=12 * incidence["years"]), x="months", y="incidence",
        hue="destination", hue_order=list(colours), palette=dict(colours), estimator=None,
        drawstyle="steps-post", linewidth=3, legend=False, ax=axes,
    )  # fmt: skip
    share_axis(axes, "y", 1.15 * incidence["incidence"].max())
    month_axis(axes, 12 * incidence["years"].max())
    name_value_axis(axes, "Had left for this")


def _name_ends(
    axes: Axes, ends: pd.Series[float], colours: Mapping[str, str], labels: Mapping[str, str]
) -> None:
    """Name each curve at its end; names that would overlap are moved apart."""
    last, top = axes.get_xlim()[1], axes.get_ylim()[1]
    names = [
        wrapped(
            f"{number(share, 'share')} {inside(label(destination, labels))}", widths.fitting(20), 4
        )
        for destination, share in ends.items()
    ]
    line = 0.052 if widths.narrow() else 0.065
    sizes = [top * (0.02 + line * (1 + name.count("\n"))) for name in names]
    heights = spread(list(ends), sizes, lowest=0.03 * top)
    for name, share, height, colour in zip(names, ends, heights, colours.values(), strict=True):
        axes.annotate(
            name, (last, share), xytext=(1.08 * last, height), va="center", annotation_clip=False,
            arrowprops={
                "arrowstyle": "-", "color": colour, "linewidth": 1.5, "relpos": (0, 0.5),
                "shrinkA": 0, "shrinkB": 0,
            },
        )  # fmt: skip
