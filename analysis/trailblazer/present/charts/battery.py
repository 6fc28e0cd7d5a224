"""Several items on one scale of agreement, one diverging bar each under its question."""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from trailblazer.estimates.battery import Battery
from trailblazer.estimates.estimate import Estimate
from trailblazer.estimates.survey import Likert
from trailblazer.findings.numbers import number, with_interval
from trailblazer.present import style
from trailblazer.present.charts.marks import STRONG
from trailblazer.present.charts.survey import AGREE, COLOURS, DISAGREE, FEWEST
from trailblazer.present.exhibit import Chart
from trailblazer.present.words import alt, counted, joined, level_of, quoted, wrapped

# In shares of all answers: where the bar of those who leaned neither way starts, and the ends.
_GAP, _ROOM = 0.16, 0.15
_ROW, _LINE = 1.0, 0.24


def likert_battery(battery: Battery) -> Chart | None:
    """Weighted answers to several items, diverging from one line; neither way stands apart.

    Items with fewer than ten answers are left out; ``None`` when that leaves none. No mean of the
    codes is drawn: the answers are ordered, not measured.
    """
    shown = [i.latest for i in battery.items.values() if i.latest.agree.n >= FEWEST]
    if not shown:
        return None
    shares = [i.answers.set_index("code")["share_weighted"].reindex(list(COLOURS)) for i in shown]
    right = max(i.agree.high or i.agree.value or 0.0 for i in shown)
    left = max(float(s[list(DISAGREE)].sum()) for s in shares)
    aside = right + _GAP
    level = level_of(*(i.agree for i in shown))
    with style.canvas(0.7 + 1.1 * len(shown)) as (figure, axes):
        _heads(axes, aside)
        for row, (item, share) in enumerate(zip(shown, shares, strict=True)):
            _question(axes, row * _ROW, item.question, -left - _ROOM)
            _bar(axes, row * _ROW, share, aside)
            _interval(axes, row * _ROW, item.agree)
        ends = aside + max(float(s["neither"]) for s in shares) + _ROOM
        axes.set(xlim=(-left - _ROOM, ends), ylim=(len(shown) * _ROW - 0.4, -0.85), yticks=[])
        style.bare(axes)
    return Chart(
        figure=figure,
        caption=(
            "Answers to several statements, weighted to all who were invited; the darker part of "
            f"a bar is strong agreement or disagreement. {_base(shown)}"
            + (f" Lines are {level} of the share agreeing." if level else "")
        ),
        alt=_alt(shown),
        description=_description(shown),
        data=_data(battery, shares),
    )


def _heads(axes: Axes, aside: float) -> None:
    heads = ((0, "Disagree", -4, "right"), (0, "Agree", 4, "left"), (aside, "Neither", 0, "left"))
    for x, words, pad, side in heads:
        _say(axes, words, (x, -0.6), pad, side, **STRONG)


def _question(axes: Axes, at: float, words: str, left: float) -> None:
    axes.annotate(
        wrapped(words, 62, 2), (left, at), xytext=(0, 0), textcoords="offset points", ha="left",
        va="bottom",
    )  # fmt: skip


def _bar(axes: Axes, at: float, share: pd.Series[float], aside: float) -> None:
    middle = at + _LINE
    for codes, way in ((AGREE, 1), (DISAGREE, -1)):
        inner, outer = (way * float(share[code]) for code in codes)
        axes.barh(
            [middle, middle], [inner, outer], left=[0, inner], height=0.36, linewidth=1.5,
            color=[COLOURS[code] for code in codes], edgecolor=style.PAPER,
        )  # fmt: skip
    against = float(share[list(DISAGREE)].sum())
    _say(axes, number(against, "share"), (-against, middle), -4, "right")
    axes.vlines(0, middle - 0.19, middle + 0.19, color=style.INK, linewidth=1.5)
    axes.barh(middle, share["neither"], left=aside, height=0.36, color=COLOURS["neither"])
    _say(axes, number(share["neither"], "share"), (aside + share["neither"], middle), 4, "left")


def _interval(axes: Axes, at: float, agree: Estimate) -> None:
    """The share agreeing at the end of its bar, with a line for its interval."""
    middle, value = at + _LINE, agree.value or 0.0
    low, high = (value if end is None else end for end in (agree.low, agree.high))
    for width, colour in ((5, style.PAPER), (2, style.INK)):
        axes.hlines(middle, low, high, color=colour, linewidth=width)
    _say(axes, number(value, "share"), (high, middle), 5, "left", **STRONG)


def _say(
    axes: Axes, words: str, at: tuple[float, float], pad: float, align: str, **font: Any
) -> None:
    axes.annotate(
        words, at, xytext=(pad, 0), textcoords="offset points", ha=align, va="center", **font
    )


def _base(shown: list[Likert]) -> str:
    numbers = [f"{item.agree.n:,}" for item in shown]
    return f"Base: {joined(numbers)} that answered."


def _alt(shown: list[Likert]) -> str:
    each = [number(item.agree.value, "share") for item in shown]
    what = counted(len(shown), "statement")
    return alt(
        f"Diverging bars of answers to {what}, top to bottom: {joined(each)} agree.",
        f"Diverging bars of answers to {what}: {min(each)} to {max(each)} agree.",
    )


def _description(shown: list[Likert]) -> str:
    each = [
        f"{with_interval(item.agree)} agree and {number(item.disagree.value, 'share')} disagree "
        f"with {quoted(item.question)}"
        for item in shown
    ]
    return (
        "Each bar runs right from the middle for agreement and left for disagreement; those who "
        f"leaned neither way stand in a column of their own. {joined(each)}."
    )


def _data(battery: Battery, shares: list[pd.Series[float]]) -> pd.DataFrame:
    claims = [c for c, i in battery.items.items() if i.latest.agree.n >= FEWEST]
    return pd.DataFrame(
        [(claim, *share) for claim, share in zip(claims, shares, strict=True)],
        columns=["claim", *COLOURS],
    )
