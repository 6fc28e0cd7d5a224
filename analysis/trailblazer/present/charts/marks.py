"""Marks that several figures share: rows of dots with intervals, percentage axes, end labels."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, cast

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator
from scipy.optimize import isotonic_regression

from trailblazer.present import style, widths
from trailblazer.present.words import wrapped

# Keeps a value readable where it crosses a line.
HALO: dict[str, Any] = {"facecolor": style.PAPER, "linewidth": 0, "pad": 1}
# The height of a line of text in inches.
_LINE = 0.24
STRONG: dict[str, Any] = {"fontweight": "bold"}


def dot_rows(axes: Axes, rows: pd.DataFrame, colours: Sequence[str] = (style.DARK_BLUE,)) -> None:
    """One row a dot with its interval and its value written above.

    ``rows`` has ``name, value, low, high, text``; without ``low`` and ``high`` (missing) the dot
    stands alone: a census or a purposive sample has no interval. One colour serves every row.
    """
    each = [colours[i % len(colours)] for i in range(len(rows))]
    at = np.arange(len(rows))
    axes.hlines(at, rows["low"], rows["high"], colors=each, linewidth=4)
    sns.scatterplot(
        x=rows["value"].to_numpy(), y=at, hue=at, palette=each, s=100, legend=False, zorder=3,
        clip_on=False, ax=axes,
    )  # fmt: skip
    for y, value, text in zip(at, rows["value"], rows["text"], strict=True):
        axes.annotate(
            text, (value, y), xytext=(0, 8), textcoords="offset points", ha="center",
            va="bottom", bbox=HALO,
        )  # fmt: skip
    name_rows(axes, list(rows["name"]))
    # Room for a dot at nothing and its value, which would lie on the name of the row.
    axes.tick_params(axis="y", pad=12)


def name_rows(axes: Axes, names: Sequence[str], width: int = 18) -> None:
    """Name each row at the left, first row on top."""
    most = 5 if widths.narrow() else 3
    lines = [wrapped(name, max(widths.fitting(width), 15), most) for name in names]
    _make_room(axes, lines)
    axes.set_yticks(range(len(names)), lines)
    axes.set_ylim(len(names) - 0.5, -0.75)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.set_ylabel("")


def root(axes: Axes) -> Figure:
    """The figure that axes are on."""
    return cast(Figure, axes.get_figure(root=True))


def _make_room(axes: Axes, names: Sequence[str]) -> None:
    """Make the figure higher where names of several lines would run into one another."""
    lines = max((1 + name.count("\n") for name in names), default=0)
    needed = rows_height(len(names), _LINE * lines)
    if needed > root(axes).get_figheight():
        root(axes).set_figheight(needed)


def rows_height(rows: int, inches: float = 0.62) -> float:
    """The height of a figure of rows, axis included."""
    return 1.0 + inches * rows


def share_axis(axes: Axes, way: Literal["x", "y"], highest: float = 1.0) -> None:
    """An axis from 0% to the next round percentage above ``highest``, with few ticks."""
    axis = axes.xaxis if way == "x" else axes.yaxis
    axis.set_major_locator(MaxNLocator(4, steps=[1, 2, 2.5, 5, 10]))
    axis.set_major_formatter(FuncFormatter(lambda share, _: f"{100 * share:g}%"))
    axes.set(**{f"{way}lim": (0, min(1.0, np.ceil(highest * 10 + 1e-9) / 10))})


def month_axis(axes: Axes, last: float) -> None:
    """Time in post in months, from the start, a tick each year or half year."""
    axes.set_xlim(0, last)
    axes.set_xticks(range(0, int(last) + 1, 6 if last <= 30 else 12))
    axes.set_xlabel("Months in post")


def name_value_axis(axes: Axes, words: str, up: float = 6) -> None:
    """Name an upright axis with level text above it, so that nobody has to turn their head."""
    axes.set_ylabel("")
    axes.annotate(
        words, (0, 1), xycoords="axes fraction", xytext=(0, up), textcoords="offset points",
        ha="left", va="bottom",
    )  # fmt: skip


def reference(axes: Axes, x: float, words: str, side: str = "center") -> None:
    """A dashed line to compare rows with, named on top; ``side`` aligns the name with it."""
    axes.axvline(x, color=style.LINE, linestyle=(0, (4, 3)), linewidth=1.5, zorder=0)
    axes.annotate(
        words, (x, 1), xycoords=("data", "axes fraction"), xytext=(0, 2),
        textcoords="offset points", ha=side, va="bottom",
    )  # fmt: skip


def scale(parts: Sequence[float], least: Sequence[float], room: float) -> float:
    """How many points one is, where parts side by side fill a room and none is below its least."""
    free = list(zip(parts, least, strict=True))
    while True:
        one = room / max(sum(part for part, _ in free), 1e-9)
        small = [pair for pair in free if pair[0] * one < pair[1]]
        if not small:
            return one
        room -= sum(size for _, size in small)
        free = [pair for pair in free if pair not in small]


def spread(wanted: Sequence[float], sizes: Sequence[float], lowest: float = 0.0) -> list[float]:
    """Where to put labels of these sizes so that they stay in order and none overlaps.

    Each is as near as may be to the middle wanted for it; none has its middle below ``lowest``.
    """
    order = np.argsort(wanted, kind="stable")
    placed = np.asarray(wanted, dtype=float)[order]
    size = np.asarray(sizes, dtype=float)[order]
    steps = np.cumsum(size) - size / 2
    steps -= steps[0]
    # Isotonic regression on what the sizes leave: labels that overlap move together.
    free = np.maximum(isotonic_regression(placed - steps).x, lowest) + steps
    back = np.empty_like(free)
    back[order] = free
    return [float(x) for x in back]
