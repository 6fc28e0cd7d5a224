"""The milestone: how many teams were working, month by month, against the deadline."""

from __future__ import annotations

import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes

from trailblazer.estimates.milestones import Milestones
from trailblazer.findings.numbers import number
from trailblazer.present import style, widths
from trailblazer.present.charts.marks import STRONG, name_value_axis
from trailblazer.present.exhibit import Chart
from trailblazer.present.words import alt, counted


@widths.both
def milestone_curve(m: Milestones, *, deadline_months: int) -> Chart | None:
    """Teams working by months since the first cohort began training, with the deadline.

    A step for each team; teams that started after the deadline are marked. ``None`` when no team
    has a date that can be drawn.
    """
    if m.curve.empty or m.funded.value is None or m.on_time.value is None:
        return None
    on_time, funded = int(m.on_time.value), int(m.funded.value)
    late = m.late_teams["months"].dropna()
    with style.canvas(4.0) as (figure, axes):
        _curve(axes, m.curve, deadline_months)
        _late(axes, m.curve, late)
        _funded(axes, funded)
        _deadline(axes, deadline_months, on_time, funded)
        axes.set_xlabel("Months since the first cohort began training")
        name_value_axis(axes, "Teams working")
    return Chart(
        figure=figure,
        caption=_caption(m, funded, late),
        alt=_alt(on_time, funded, deadline_months),
        description=_description(m, deadline_months),
        data=m.curve,
    )


def _curve(axes: Axes, curve: pd.DataFrame, deadline: int) -> None:
    last = max(1.35 * deadline, float(curve["months"].max()) + 1)
    end = pd.DataFrame({"months": [last], "teams": [curve["teams"].max()]})
    steps = pd.concat([curve, end]).astype(float)
    sns.lineplot(
        steps, x="months", y="teams", estimator=None, drawstyle="steps-post", linewidth=3,
        color=style.DARK_BLUE, ax=axes,
    )  # fmt: skip
    axes.set_xlim(float(curve["months"].iloc[0]), last)
    axes.set_xticks(range(0, int(last) + 1, 6 if last <= 30 else 12))


def _late(axes: Axes, curve: pd.DataFrame, months: pd.Series[float]) -> None:
    reached = [curve.loc[curve["months"] <= month, "teams"].max() for month in months]
    sns.scatterplot(
        x=months.to_numpy(), y=reached, color=style.ORANGE, edgecolor=style.INK, s=90, zorder=4,
        legend=False, clip_on=False, ax=axes,
    )  # fmt: skip


def _funded(axes: Axes, funded: int) -> None:
    axes.axhline(funded, color=style.LINE, linewidth=1, zorder=0)
    axes.annotate(
        f"{funded} funded", (0, funded), xycoords=("axes fraction", "data"), xytext=(4, 2),
        textcoords="offset points", va="bottom",
    )  # fmt: skip
    axes.set_ylim(0, 1.14 * funded)
    axes.set_yticks(sorted({0, round(funded / 2), funded}))


def _deadline(axes: Axes, months: int, on_time: int, funded: int) -> None:
    """The deadline and the count by then, in the corner that a rising curve leaves free."""
    axes.axvline(months, color=style.LINE, linestyle=(0, (4, 3)), linewidth=1.5, zorder=0)
    high = on_time >= 0.4 * funded
    side, align = (8, "left") if high else (-8, "right")
    axes.annotate(
        f"{on_time} of {funded}\non time", (months, on_time), xytext=(side, -8 if high else 8),
        textcoords="offset points", ha=align, va="top" if high else "bottom", **STRONG,
    )  # fmt: skip
    axes.annotate(
        f"Deadline:\n{months} months", (months, 0 if high else funded), ha=align,
        xytext=(side, 8 if high else -6), textcoords="offset points",
        va="bottom" if high else "top",
    )  # fmt: skip


def _caption(m: Milestones, funded: int, late: pd.Series[float]) -> str:
    undated = len(m.late_teams) - len(late)
    dots = "" if late.empty else " Dots mark teams that began after the deadline."
    missing = f" {counted(undated, 'team')} gave no date." if undated else ""
    return (
        "Teams working, by months since the first cohort began training. Base: all "
        f"{counted(funded, 'funded team')}, so there is no sampling error and no interval."
        f"{dots}{missing}"
    )


def _alt(on_time: int, funded: int, deadline: int) -> str:
    missed = funded - on_time
    who = "all" if missed == 0 else f"{on_time} of"
    ending = "" if missed == 0 else f", {missed} {'was' if missed == 1 else 'were'} not"
    return alt(
        f"Step curve of teams working over time: {who} {funded} funded teams were working "
        f"within {deadline} months{ending}."
    )


def _description(m: Milestones, deadline: int) -> str:
    on_time, funded = number(m.on_time.value, "count"), number(m.funded.value, "count")
    late, undated = m.late_teams["months"].count(), m.late_teams["months"].isna().sum()
    missed = f"{counted(late, 'team')} began later and {counted(undated, 'team')} gave no date. "
    return (
        "The curve rises by one step for each team that began work. "
        f"{on_time} of {funded} funded teams were working within {deadline} months of the first "
        f"cohort beginning training. {missed if late or undated else ''}The middle team took "
        f"{number(m.median_months.value, 'months')} and the slowest with a date "
        f"{number(m.slowest_months.value, 'months')}."
    )
