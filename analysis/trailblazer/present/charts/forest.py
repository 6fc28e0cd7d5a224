"""Rate ratios on a log scale, before and after allowing for need."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator
from matplotlib.transforms import ScaledTranslation

from trailblazer.estimates.equity import Disparity
from trailblazer.findings.numbers import number
from trailblazer.present import style, widths
from trailblazer.present.charts.marks import name_rows, reference, root, rows_height
from trailblazer.present.exhibit import Chart
from trailblazer.present.groups import bases, group_name, references, together
from trailblazer.present.words import NO_LABELS, alt, counted, inside, level_of

_TICKS = (0.1, 0.25, 0.5, 1, 2, 4, 10)
_SAME_NEED = "Need was taken to be the same in every group."
_CRUDE = ("ratio", "low", "high")
_ADJUSTED = ("adjusted", "adjusted_low", "adjusted_high")


@widths.both
def rate_ratio_forest(
    *disparities: Disparity, each: bool = True, labels: Mapping[str, str] = NO_LABELS
) -> Chart | None:
    """Rate ratios as recorded and after allowing for need, against equal rates.

    One dot a row where need is taken to be the same in every group. Each characteristic has a row
    for the groups compared, taken together, and one for each group (``each`` false: the first
    only). ``None`` when no ratio could be computed. A ratio of nought has no place on a log
    scale; the table holds it.
    """
    held = [d for d in disparities if not d.rates.empty]
    rows = pd.concat([pd.DataFrame(), *(_rows(d, each, labels) for d in held)], ignore_index=True)
    if rows.empty:
        return None
    need = any(d.need_differs for d in held)
    height = rows_height(len(rows), 0.75) + (0.8 if need and widths.narrow() else 0.3)
    with style.canvas(height) as (figure, axes):
        _log_axis(axes, rows)
        if need:
            _marks(axes, rows, _CRUDE, -0.2, style.PAPER, "as recorded")
            _marks(axes, rows, _ADJUSTED, 0.2, style.DARK_BLUE, "allowing for need")
        else:
            _marks(axes, rows, _CRUDE, 0, style.DARK_BLUE)
        name_rows(axes, list(rows["name"]))
        reference(axes, 1, "Same rate")
        axes.set_xlabel("Rate ratio (log scale)")
    caption, short, description = _words(held, rows, need, labels)
    return Chart(
        figure=figure,
        caption=caption,
        alt=short,
        description=description,
        data=rows.drop(columns=["name"] if need else ["name", *_ADJUSTED]),
    )


def _rows(disparity: Disparity, each: bool, labels: Mapping[str, str]) -> pd.DataFrame:
    """The rows of one characteristic; no row twice where only one group is compared."""
    pair = (disparity.ratio, disparity.ratio_adjusted)
    pooled = dict(
        zip((*_CRUDE, *_ADJUSTED), (x for e in pair for x in (e.value, e.low, e.high)), strict=True)
    )
    first = pd.DataFrame([pooled]).astype(float)
    groups = disparity.ratios
    if not each or len(groups) == 1:
        groups = groups.head(0)
    names = [together(disparity, labels)]
    names += [group_name(disparity.characteristic, group, labels) for group in groups["group"]]
    rows = pd.concat([first, groups[list(pooled)].astype(float)]).assign(
        characteristic=disparity.characteristic,
        group=["all_compared", *groups["group"]],
        name=names,
    )
    return rows[(rows["ratio"] > 0) & (rows["adjusted"] > 0)]


def _words(
    held: Sequence[Disparity], rows: pd.DataFrame, need: bool, labels: Mapping[str, str]
) -> tuple[str, str, str]:
    """The caption, the alternative text and the description of the rate ratios."""
    against = references(held, labels)
    first = rows.iloc[0]
    who, crude = inside(first["name"]), number(first["ratio"], "ratio")
    people = bases({d.characteristic: d.ratio.n for d in held})
    base = f"people supported whose group is known, {people}"
    lines = f"Lines are {level_of(*(e for d in held for e in (d.ratio, d.ratio_adjusted)))}."
    shown = f"Rate of support of each group beside that of {against}"
    told = (
        f"Each row sets the rate of support of one group beside that of {against}; 1 is the same "
        f"rate. For {who} the ratio is {_told(first, _CRUDE)}"
    )
    plot = f"Forest plot of {counted(len(rows), 'rate ratio')}"
    if not need:
        return (
            f"{shown}. {_SAME_NEED} Base: {base}. {lines}",
            alt(
                f"{plot}: {who} {crude} against {against}; 1 is the same rate. {_SAME_NEED}",
                f"{plot}: {who} {crude}; 1 is the same rate. {_SAME_NEED}",
                f"{plot}: {crude} in the first row; 1 is the same rate. {_SAME_NEED}",
            ),
            f"{told}. {_SAME_NEED}",
        )
    adjusted = number(first["adjusted"], "ratio")
    return (
        f"{shown}. Open dots are rates as recorded; filled dots allow for need. Base: {base}. "
        f"{lines}",
        alt(
            f"{plot} (1 is the same rate): {who} {adjusted} after allowing for need, {crude} as "
            "recorded.",
            f"{plot}: {adjusted} in the first row after allowing for need, {crude} as recorded.",
        ),
        f"{told} as recorded and {_told(first, _ADJUSTED)} after allowing for need.",
    )


def _told(row: pd.Series[Any], columns: tuple[str, ...]) -> str:
    """A ratio with its limits; without where it has none."""
    value, low, high = (row[name] for name in columns)
    words = number(value, "ratio")
    if pd.isna(low):
        return words
    return f"{words} (from {number(low, 'ratio')} to {number(high, 'ratio')})"


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
    if words and widths.narrow():
        _name_mark(axes, fill, words, 24 if fill == style.DARK_BLUE else 43)
    for row, (y, ratio) in enumerate(zip(at, value, strict=True)):
        said = f" {words}" if row == 0 and not widths.narrow() else ""
        axes.annotate(
            f"{number(ratio, 'ratio')}{said}", (1, y),
            xycoords=("axes fraction", "data"), xytext=(9, 0), textcoords="offset points",
            va="center",
        )  # fmt: skip


def _name_mark(axes: Axes, fill: str, words: str, up: float) -> None:
    """One kind of mark and its name above the axes, so many points up."""
    above = axes.transAxes + ScaledTranslation(6 / 72, up / 72, root(axes).dpi_scale_trans)
    axes.plot(
        0, 1, "o", markersize=9, color=fill, markeredgecolor=style.DARK_BLUE, markeredgewidth=2,
        clip_on=False, transform=above,
    )  # fmt: skip
    axes.annotate(
        words, (0, 1), xycoords=above, xytext=(11, 0), textcoords="offset points", va="center"
    )


def _log_axis(axes: Axes, rows: pd.DataFrame) -> None:
    ends = rows[[*_CRUDE, *_ADJUSTED]].to_numpy(dtype=float)
    axes.set_xscale("log")
    axes.set_xlim(0.85 * min(0.5, ends.min()), 1.15 * max(2, ends.max()))
    axes.xaxis.set_major_locator(FixedLocator(_TICKS))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda x, _: f"{x:g}"))
    axes.xaxis.set_minor_locator(NullLocator())
