"""Who was supported: rates by group, and rate ratios before and after allowing for need."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator

from trailblazer.estimates.equity import Disparity
from trailblazer.findings.numbers import number, with_interval
from trailblazer.present import style
from trailblazer.present.charts.marks import dot_rows, name_rows, reference, rows_height
from trailblazer.present.exhibit import Chart
from trailblazer.present.words import NO_LABELS, alt, inside, label, level_of, spanning

_TICKS = (0.1, 0.25, 0.5, 1, 2, 4, 10)
_SAME_NEED = "Need was taken to be the same in every group."
_CRUDE = ("ratio", "low", "high")
_ADJUSTED = ("adjusted", "adjusted_low", "adjusted_high")


def rate_ratio_forest(
    disparity: Disparity, *, labels: Mapping[str, str] = NO_LABELS
) -> Chart | None:
    """Rate ratios on a log scale, as recorded and after allowing for need, against equal rates.

    One dot a group where need is taken to be the same in every group. The first row is every
    other group together against the comparison group. ``None`` when no ratio could be computed.
    A ratio of nought has no place on a log scale; the table holds it.
    """
    rows = _ratios(disparity, labels)
    if rows.empty:
        return None
    with style.canvas(rows_height(len(rows), 0.75) + 0.3) as (figure, axes):
        _log_axis(axes, rows)
        if disparity.need_differs:
            _marks(axes, rows, _CRUDE, -0.2, style.PAPER, " as recorded")
            _marks(axes, rows, _ADJUSTED, 0.2, style.DARK_BLUE, " allowing for need")
        else:
            _marks(axes, rows, _CRUDE, 0, style.DARK_BLUE)
        name_rows(axes, list(rows["name"]))
        reference(axes, 1, "Same rate")
        axes.set_xlabel("Rate ratio (log scale)")
    caption, short, description = _words(disparity, rows.iloc[0], labels)
    return Chart(
        figure=figure,
        caption=caption,
        alt=short,
        description=description,
        data=rows.drop(columns=["name"] if disparity.need_differs else ["name", *_ADJUSTED]),
    )


def _words(
    disparity: Disparity, first: pd.Series[Any], labels: Mapping[str, str]
) -> tuple[str, str, str]:
    """The caption, the alternative text and the description of the rate ratios."""
    compared = f"the {label(disparity.rates['group'].iloc[0], labels)} group"
    who, crude = inside(first["name"]), number(first["ratio"], "ratio")
    base = f"Base: {disparity.ratio.n:,} people supported whose group is known"
    lines = f"Lines are {level_of(disparity.ratio, disparity.ratio_adjusted)}."
    shown = f"Rate of support of each group beside that of {compared}"
    told = (
        f"Each row sets the rate of support of one group beside that of {compared}; 1 is the same "
        f"rate. For {who} the ratio is {with_interval(disparity.ratio)}"
    )
    plot = "Forest plot of rate ratios"
    if not disparity.need_differs:
        return (
            f"{shown}. {_SAME_NEED} {base}. {lines}",
            alt(
                f"{plot} against {compared}: {who} {crude}; 1 is the same rate. {_SAME_NEED}",
                f"{plot}: {crude} for all other groups; 1 is the same rate. {_SAME_NEED}",
            ),
            f"{told}. {_SAME_NEED}",
        )
    adjusted = number(first["adjusted"], "ratio")
    return (
        f"{shown}. Open dots are rates as recorded; filled dots allow for need. {base}. {lines}",
        alt(
            f"{plot} against {compared}: {who} {adjusted} after allowing for need, {crude} as "
            "recorded. 1 is the same rate.",
            f"{plot}: {adjusted} after allowing for need, {crude} as recorded.",
        ),
        f"{told} as recorded and {with_interval(disparity.ratio_adjusted)} after allowing for "
        "need.",
    )


def rates_by_group(disparity: Disparity, *, labels: Mapping[str, str] = NO_LABELS) -> Chart | None:
    """People supported per 1,000 in each group, with intervals; ``None`` without a denominator."""
    known = disparity.rates.dropna(subset=["rate"])
    if known.empty:
        return None
    rows = known.rename(columns={"rate": "value"}).assign(
        name=[label(group, labels) for group in known["group"]],
        text=[f"{rate:.1f}" for rate in known["rate"]],
    )
    with style.canvas(rows_height(len(rows))) as (figure, axes):
        dot_rows(axes, rows)
        axes.set_xlim(0, 1.08 * rows["high"].max())
        axes.locator_params(axis="x", nbins=5)
        axes.set_xlabel("People supported per 1,000 pupils")
    ends = rows.sort_values("value", kind="stable").iloc[[0, -1]]
    low, high = (f"{t} ({n})" for t, n in zip(ends["text"], ends["name"], strict=True))
    return Chart(
        figure=figure,
        caption=(
            "People supported per 1,000 pupils on roll, by group. Base: "
            f"{rows['people'].sum():,} people supported. Lines are {level_of(disparity.ratio)}."
        ),
        alt=alt(
            f"Dot chart of people supported per 1,000 pupils by group: {spanning(low, high)}.",
            f"Dot chart of people supported per 1,000 pupils by group: {spanning(*ends['text'])}.",
        ),
        description=(
            "Each dot is the number of people supported for every 1,000 pupils of the group. "
            f"The rate is {spanning(low, high)}."
        ),
        data=known,
    )


def _ratios(disparity: Disparity, labels: Mapping[str, str]) -> pd.DataFrame:
    pair = (disparity.ratio, disparity.ratio_adjusted)
    together = dict(
        zip((*_CRUDE, *_ADJUSTED), (x for e in pair for x in (e.value, e.low, e.high)), strict=True)
    )
    groups = disparity.ratios
    rows = pd.concat([pd.DataFrame([together]).astype(float), groups[list(together)].astype(float)])
    names = ["All other groups together", *(label(group, labels) for group in groups["group"])]
    rows = rows.assign(group=["all_others", *groups["group"]], name=names)
    return rows[(rows["ratio"] > 0) & (rows["adjusted"] > 0)].reset_index(drop=True)


def _marks(
    axes: Axes,
    rows: pd.DataFrame,
    columns: tuple[str, ...],
    shift: float,
    fill: str,
    words: str = "",
) -> None:
    """One mark a row, its value at the right edge; the first also says which kind of mark it is."""
    value, low, high = (rows[name] for name in columns)
    at = rows.index + shift
    axes.hlines(at, low, high, colors=style.DARK_BLUE, linewidth=3)
    sns.scatterplot(
        x=value, y=at, s=110, color=fill, edgecolor=style.DARK_BLUE, linewidth=2, zorder=3, ax=axes
    )
    for row, (y, ratio) in enumerate(zip(at, value, strict=True)):
        axes.annotate(
            f"{number(ratio, 'ratio')}{words if row == 0 else ''}", (1, y),
            xycoords=("axes fraction", "data"), xytext=(9, 0), textcoords="offset points",
            va="center",
        )  # fmt: skip


def _log_axis(axes: Axes, rows: pd.DataFrame) -> None:
    ends = rows[[*_CRUDE, *_ADJUSTED]].to_numpy(dtype=float)
    axes.set_xscale("log")
    axes.set_xlim(0.85 * min(0.5, ends.min()), 1.15 * max(2, ends.max()))
    axes.xaxis.set_major_locator(FixedLocator(_TICKS))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda x, _: f"{x:g}"))
    axes.xaxis.set_minor_locator(NullLocator())
