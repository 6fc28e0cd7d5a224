"""Staying: the share of practitioners still in post over time, and how many were followed."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes

from trailblazer.estimates.estimate import Estimate
from trailblazer.estimates.retention import Retention
from trailblazer.estimates.staying import FEW
from trailblazer.findings.numbers import number, with_interval
from trailblazer.present import style, widths
from trailblazer.present.charts.marks import STRONG, month_axis, name_value_axis, share_axis
from trailblazer.present.exhibit import Chart
from trailblazer.present.words import alt, counted, level_of


@widths.both
def retention_curve(retention: Retention, *, months: int) -> Chart | None:
    """The share of practitioners still in post by time in post, with band and numbers followed.

    ``months`` is the time at which the share is written on the curve. ``None`` when nobody was
    followed.
    """
    if retention.curve.empty:
        return None
    known = 0 if retention.survival.value is None else months / 12
    until = max(drawn_until(retention), known)
    curve = retention.curve[retention.curve["years"] < until]
    with style.canvas(4.6) as (figure, axes):
        _survival(axes, pd.concat([curve, curve.tail(1).assign(years=until)]))
        _write_share(axes, retention.survival, months)
        _at_risk(axes, retention.at_risk)
    people = counted(retention.people.value or 0, "practitioner")
    level = level_of(retention.survival, retention.leaver_rate).removesuffix("s")
    return Chart(
        figure=figure,
        caption=(
            "Share of practitioners still in post, by months in post, with the number followed at "
            f"each time below. Base: {people}, {drawn_while(retention, until)}. The band is the "
            f"{level}."
        ),
        alt=alt(
            f"Falling step curve with band: of {people}, {_message(retention, months, _plain)}."
        ),
        description=(
            "The curve starts at 100% and steps down when a practitioner leaves the post; those "
            "still in post at the data cut-off count for as long as they were followed. Of "
            f"{people}, {_message(retention, months, with_interval)}."
        ),
        data=curve,
    )


def fewest_drawn(retention: Retention) -> int:
    """How many must be followed for a curve to be drawn on: ten, and a tenth of the most ever.

    One where there never were ten, so that a small site shows what it has. After Pocock and
    others (2002): the end of a curve that rests on a handful of people draws the eye and misleads.
    """
    most = int(retention.curve["at_risk"].max())
    return 1 if most < FEW else max(FEW, round(most / 10))


def drawn_until(retention: Retention) -> float:
    """Years in post up to which enough practitioners were followed to draw a curve.

    The whole of a curve so short that too few were left at the first time they were counted.
    """
    followed = pd.concat([retention.curve[["years", "at_risk"]], retention.at_risk])
    enough = followed.loc[followed["at_risk"] >= fewest_drawn(retention), "years"].max()
    return float(enough or retention.curve["years"].max())


def drawn_while(retention: Retention, until: float) -> str:
    """How far a curve is drawn, for a caption: by the rule, or past it and then by how few."""
    parts = (retention.curve[retention.curve["years"] < until], retention.at_risk)
    followed = pd.concat([part[["years", "at_risk"]] for part in parts])
    lowest = int(followed.loc[followed["years"] <= until, "at_risk"].min())
    if lowest >= fewest_drawn(retention):
        return f"drawn while {fewest_drawn(retention)} or more were followed"
    months = number(12 * until, "count")
    return f"drawn to {months} months, at times with as few as {lowest} followed"


def _message(retention: Retention, months: int, write: Callable[[Estimate], str]) -> str:
    if retention.survival.value is None:
        return f"none was followed for {months} months"
    return f"{write(retention.survival)} were still in post after {months} months"


def _plain(estimate: Estimate) -> str:
    return number(estimate.value, estimate.unit)


def _survival(axes: Axes, curve: pd.DataFrame) -> None:
    months = 12 * curve["years"]
    axes.fill_between(
        months, curve["low"], curve["high"], step="post", color=style.DARK_BLUE, alpha=0.2,
        linewidth=0,
    )  # fmt: skip
    sns.lineplot(
        x=months, y=curve["survival"], estimator=None, drawstyle="steps-post", linewidth=3,
        color=style.DARK_BLUE, ax=axes,
    )  # fmt: skip
    share_axis(axes, "y")
    month_axis(axes, float(months.max()))
    name_value_axis(axes, "Still in post")


def _write_share(axes: Axes, survival: Estimate, months: int) -> None:
    """Write the share on the curve, on the side that a falling curve and its band leave free."""
    if survival.value is None:
        return
    early = months <= 0.75 * axes.get_xlim()[1]
    above = early or (survival.low or 0) < 0.2
    edge = survival.high if above else survival.low
    align = "left" if early else "right"
    axes.plot(months, survival.value, "o", markersize=10, color=style.DARK_BLUE, clip_on=False)
    axes.annotate(
        f"{number(survival.value, 'share')} after\n{months} months",
        (months, survival.value if edge is None else edge),
        xytext=(4 if align == "left" else -4, 4 if above else -4), textcoords="offset points",
        ha=align, va="bottom" if above else "top", **STRONG,
    )  # fmt: skip


def _at_risk(axes: Axes, at_risk: pd.DataFrame) -> None:
    """The number still followed, under the month it belongs to."""
    known = at_risk[(12 * at_risk["years"]).isin(axes.get_xticks())]
    row = axes.secondary_xaxis(-0.27)
    row.set_xticks(list(12 * known["years"]), [f"{people:,}" for people in known["at_risk"]])
    row.set_xlabel("Number still followed")
    row.spines["bottom"].set_visible(False)
    row.tick_params(length=0, pad=0)
