"""Answers on a scale of agreement as bars that run from one line; neither way stands apart."""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from trailblazer.findings.numbers import number
from trailblazer.present import style, widths
from trailblazer.present.charts.marks import STRONG
from trailblazer.present.charts.survey import AGREE, COLOURS, DISAGREE

HEIGHT = 0.36
# In points: room for a number at either end, and between agreement and neither way.
_NUMBER, _GAP = 38, 47


def spaces(drawn: float) -> tuple[float, float]:
    """Room for a number and for the gap, in shares, where bars take up ``drawn`` in all."""
    point = drawn / (72 * widths.inches() - 9 - 2 * _NUMBER - _GAP)
    return _NUMBER * point, _GAP * point


def heads(axes: Axes, at: float, aside: float) -> None:
    """Name the two sides and the column of those who leaned neither way."""
    named = ((0, "Disagree", -4, "right"), (0, "Agree", 4, "left"), (aside, "Neither", 0, "left"))
    for x, words, pad, side in named:
        say(axes, words, (x, at), pad, side, **STRONG)


def bar(axes: Axes, middle: float, share: pd.Series[float], aside: float) -> None:
    """One row: agreement to the right, disagreement to the left, neither from ``aside`` on."""
    for codes, way in ((AGREE, 1), (DISAGREE, -1)):
        inner, outer = (way * float(share[code]) for code in codes)
        axes.barh(
            [middle, middle], [inner, outer], left=[0, inner], height=HEIGHT, linewidth=1.5,
            color=[COLOURS[code] for code in codes], edgecolor=style.PAPER,
        )  # fmt: skip
    axes.vlines(0, middle - 0.19, middle + 0.19, color=style.INK, linewidth=1.5)
    axes.barh(middle, share["neither"], left=aside, height=HEIGHT, color=COLOURS["neither"])
    say(axes, number(share["neither"], "share"), (aside + share["neither"], middle), 4, "left")


def total(axes: Axes, middle: float, value: float, way: int) -> None:
    """The share of a side at the end of its bar; ``way`` is 1 for agreement and -1 against."""
    say(axes, number(value, "share"), (way * value, middle), 4 * way, _away(way))


def total_with_line(
    axes: Axes, middle: float, value: float, way: int, low: float | None, high: float | None
) -> None:
    """The same with a line for its interval, the number in bold beyond it."""
    near, far = (way * (value if end is None or pd.isna(end) else end) for end in (low, high))
    for width, colour in ((5, style.PAPER), (2, style.INK)):
        axes.hlines(middle, near, far, color=colour, linewidth=width)
    say(axes, number(value, "share"), (far, middle), 5 * way, _away(way), **STRONG)


def say(
    axes: Axes, words: str, at: tuple[float, float], pad: float, align: str, **font: Any
) -> None:
    """Words beside a point, so many points away from it."""
    axes.annotate(
        words, at, xytext=(pad, 0), textcoords="offset points", ha=align, va="center", **font
    )


def _away(way: int) -> str:
    return "left" if way > 0 else "right"
