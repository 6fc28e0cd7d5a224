"""How teams spent their time: the mean of each function, and every team beside the others."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.transforms import ScaledTranslation

from trailblazer.estimates.estimate import Estimate
from trailblazer.estimates.time_use import TimeUse
from trailblazer.findings.numbers import number, with_interval
from trailblazer.present import style, widths
from trailblazer.present.charts.marks import dot_rows, rows_height, share_axis, spread
from trailblazer.present.exhibit import Chart
from trailblazer.present.words import (
    NO_LABELS,
    alt,
    counted,
    inside,
    joined,
    label,
    level_of,
    wrapped,
)


@widths.both
def share_intervals(time_use: TimeUse, *, labels: Mapping[str, str] = NO_LABELS) -> Chart | None:
    """The mean share of team time by function, with intervals; ``None`` without any team.

    A function on which no team spent time is left out.
    """
    shown = _shares(time_use)
    if not shown:
        return None
    rows = pd.DataFrame(
        [
            {"name": label(f, labels), "value": e.value, "low": e.low, "high": e.high,
             "text": number(e.value, "share")}
            for f, e in shown.items()
        ]
    ).astype({"value": float, "low": float, "high": float})  # fmt: skip
    with style.canvas(rows_height(len(rows))) as (figure, axes):
        dot_rows(axes, rows, style.PALETTE)
        share_axis(axes, "x", max(rows["value"].max(), rows["high"].max()))
        axes.set_xlabel("Mean share of team time")
    ranked = rows.sort_values("value", ascending=False, kind="stable")
    parts = [f"{inside(n)} {t}" for n, t in zip(ranked["name"], ranked["text"], strict=True)]
    return Chart(
        figure=figure,
        caption=_caption(list(shown.values())),
        alt=alt(
            f"Dot chart of mean shares of team time, highest first: {joined(parts)}.",
            f"Dot chart of mean shares of team time; highest: {parts[0]}.",
        ),
        description=_describe_means(ranked["name"].iloc[0], shown, labels),
        data=rows.drop(columns="text").rename(columns={"name": "function", "value": "share"}),
    )


@widths.both
def time_use_by_team(time_use: TimeUse, *, labels: Mapping[str, str] = NO_LABELS) -> Chart | None:
    """One thin bar a team, split by function, ordered by direct support; ``None`` without any.

    Team names are left out: the figure shows how far teams differ, not which is which.
    """
    functions = list(_shares(time_use))
    if not functions or time_use.teams.empty:
        return None
    teams = time_use.teams
    largest = int((teams[functions].idxmax(axis=1) == "direct_support").sum())
    with style.canvas(1.6 + 0.075 * max(len(teams), 12)) as (figure, axes):
        _stack(axes, teams[functions])
        _name_segments(figure, axes, teams[functions].mean(), labels)
    low, high = (number(teams["direct_support"].agg(f), "share") for f in ("min", "max"))
    named = inside(label("direct_support", labels))
    return Chart(
        figure=figure,
        caption=(
            "How each team divided its time. Each bar is a team, ordered by the share of "
            f"{named}. Base: {counted(len(teams), 'team')} that returned their time."
        ),
        alt=alt(
            f"Stacked bars, one a team: {named} takes {low} to {high} of time and is the largest "
            f"part in {largest} of {counted(len(teams), 'team')}.",
            f"Stacked bars of time, one a team: {low} to {high} goes to {named}.",
        ),
        description=(
            f"Each bar shows how one team divided its time. The share of {named} runs from {low} "
            f"to {high}. It is the largest part in {largest} of {counted(len(teams), 'team')}."
        ),
        data=teams,
    )


def _shares(time_use: TimeUse) -> dict[str, Estimate]:
    return {f: e for f, e in time_use.shares.items() if e.value}


def _caption(shown: list[Estimate]) -> str:
    level = level_of(*shown)
    lines = f" Lines are {level}." if level else ""
    return f"Mean share of team time by function. Base: {counted(shown[0].n, 'team')}.{lines}"


def _describe_means(highest: str, shown: Mapping[str, Estimate], labels: Mapping[str, str]) -> str:
    each = [f"{inside(label(f, labels))} {with_interval(e)}" for f, e in shown.items()]
    return (
        f"Each dot is the mean of the teams' own percentages. The shares are {joined(each)}. "
        f"The highest is {inside(highest)}."
    )


def _stack(axes: Axes, shares: pd.DataFrame) -> None:
    long = shares.melt(ignore_index=False, var_name="function", value_name="share").reset_index()
    colours = dict(zip(shares.columns, style.PALETTE, strict=False))
    sns.histplot(
        long, y="index", weights="share", hue="function", hue_order=list(shares.columns)[::-1],
        multiple="stack", discrete=True, shrink=0.85, palette=colours, alpha=1, legend=False,
        edgecolor=style.PAPER, linewidth=0.6, ax=axes,
    )  # fmt: skip
    share_axis(axes, "x")
    axes.set(xlabel="Share of the team's time", ylabel="", yticks=[])
    axes.set_ylim(len(shares) - 0.4, -0.6)
    axes.spines["left"].set_visible(False)


def _name_segments(
    figure: Figure, axes: Axes, means: pd.Series[float], labels: Mapping[str, str]
) -> None:
    middles = spread(list(means.cumsum() - means / 2), [0.25] * len(means))
    for middle, function, colour in zip(middles, means.index, style.PALETTE, strict=False):
        axes.plot(
            middle, 1.0, marker="s", markersize=11, color=colour, clip_on=False,
            transform=axes.get_xaxis_transform() + _lifted(figure, 10),
        )  # fmt: skip
        axes.annotate(
            wrapped(label(str(function), labels), widths.fitting(14)), (middle, 1),
            xycoords=("data", "axes fraction"), xytext=(0, 18), textcoords="offset points",
            ha="center", va="bottom",
        )  # fmt: skip


def _lifted(figure: Figure, points: float) -> ScaledTranslation:
    return ScaledTranslation(0, points / 72, figure.dpi_scale_trans)
