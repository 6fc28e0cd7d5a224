"""Answers to a five-point question: how settings leaned, and how the kinds of setting differ."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from trailblazer.estimates.survey import Likert
from trailblazer.findings.numbers import number, with_interval
from trailblazer.present import style, widths
from trailblazer.present.charts.marks import (
    STRONG,
    dot_rows,
    reference,
    rows_height,
    scale,
    share_axis,
)
from trailblazer.present.exhibit import Chart
from trailblazer.present.words import (
    NO_LABELS,
    alt,
    inside,
    joined,
    label,
    level_of,
    quoted,
    spanning,
    wrapped,
)

# Each side from the middle outwards.
AGREE = ("agree", "strongly_agree")
DISAGREE = ("disagree", "strongly_disagree")
COLOURS = {
    "strongly_agree": style.DARK_BLUE, "agree": style.MID_BLUE, "neither": style.NEUTRAL,
    "disagree": style.ORANGE, "strongly_disagree": style.DARK_PINK,
}  # fmt: skip
# A share of fewer answers says next to nothing, and says it with a dot as large as any other.
FEWEST = 10
# In points: the least that a side and the column of those who leaned neither way take, which is
# room for their labels, and what is between agreement and that column.
_SIDE, _ASIDE, _GAP = 88, 78, 16


@widths.both
def likert_bar(likert: Likert, *, labels: Mapping[str, str] = NO_LABELS) -> Chart | None:
    """Weighted answers as one bar diverging from the middle; those who leaned neither way apart.

    ``None`` with fewer than ten answers. No mean of the codes is drawn: the answers are
    ordered, not measured.
    """
    if likert.answers.empty or likert.agree.n < FEWEST:
        return None
    share = likert.answers.set_index("code")["share_weighted"].reindex(list(COLOURS)).fillna(0.0)
    agree, disagree = (float(share[list(side)].sum()) for side in (AGREE, DISAGREE))
    neither = float(share["neither"])
    drawn, least = (disagree, agree, neither), (_SIDE, _SIDE, _ASIDE)
    point = 1 / scale(drawn, least, 72 * widths.inches() - 12 - _GAP)
    left, right, column = (max(s, n * point) for s, n in zip(drawn, least, strict=True))
    aside = right + _GAP * point
    with style.canvas(2.35) as (figure, axes):
        _side(axes, share[list(AGREE)], 1, _SIDE * point, labels)
        _side(axes, -share[list(DISAGREE)], -1, _SIDE * point, labels)
        axes.barh(0, neither, left=aside, height=0.8, color=style.NEUTRAL)
        _totals(axes, likert, neither, aside)
        axes.vlines(0, -1.7, 0.95, color=style.INK, linewidth=1.5)
        axes.set(xlim=(-left, aside + column), ylim=(0.95, -1.75), yticks=[])
        style.bare(axes)
    return Chart(
        figure=figure,
        caption=(
            f"Answers to {quoted(likert.question)}, weighted to all who were invited. "
            f"Base: {likert.agree.n:,} that answered."
        ),
        alt=_alt(likert),
        description=_description(likert, share, labels),
        data=likert.answers,
    )


@widths.both
def agree_by_phase(likert: Likert, *, labels: Mapping[str, str] = NO_LABELS) -> Chart | None:
    """The share agreeing in each phase of education, with intervals and a line at half.

    Phases with fewer than ten answers are left out. ``None`` when that leaves none.
    """
    rows = _phases(likert, labels)
    if rows.empty:
        return None
    with style.canvas(rows_height(len(rows))) as (figure, axes):
        dot_rows(axes, rows)
        share_axis(axes, "x")
        reference(axes, 0.5, "Half")
        axes.set_xlabel("Weighted share agreeing")
    low, high = (
        f"{row.text} in {inside(label(row.phase, labels))}"
        for row in rows.iloc[[-1, 0]].itertuples()
    )
    return Chart(
        figure=figure,
        caption=(
            "Share agreeing by phase of education, with the number that answered in brackets. "
            f"Base: {rows['n'].sum():,} that answered, in phases with at least {FEWEST} answers. "
            f"Lines are {level_of(likert.agree)}."
        ),
        alt=alt(
            f"Dot chart of the share agreeing by phase of education: {spanning(low, high)}.",
            "Dot chart of the share agreeing by phase of education: "
            f"{spanning(rows['text'].iloc[-1], rows['text'].iloc[0])}.",
        ),
        description=(
            "Each dot is the weighted share that agreed in one phase of education: "
            f"{spanning(low, high)}. Long lines rest on few answers; small differences "
            "between phases may be chance."
        ),
        data=rows.drop(columns=["name", "text"]).rename(columns={"value": "share"}),
    )


def _phases(likert: Likert, labels: Mapping[str, str]) -> pd.DataFrame:
    """The phases with enough answers, highest agreement first, with the words to write."""
    shown = likert.by_phase[likert.by_phase["n"] >= FEWEST].sort_values(
        "value", ascending=False, kind="stable"
    )
    return shown.assign(
        name=[
            f"{label(p, labels)} ({n:,})" for p, n in zip(shown["phase"], shown["n"], strict=True)
        ],
        text=[number(share, "share") for share in shown["value"]],
    )


def _side(
    axes: Axes, parts: pd.Series[float], way: int, room: float, labels: Mapping[str, str]
) -> None:
    """Draw one side from the middle outwards; the inner label stands below, the outer above.

    With one label a side on each level, no two can meet however small the parts are.
    """
    inner, outer = (str(code) for code in parts.index)
    axes.barh(
        [0, 0], parts, left=[0, parts[inner]], height=0.8, edgecolor=style.PAPER, linewidth=1.5,
        color=[COLOURS[inner], COLOURS[outer]],
    )  # fmt: skip
    towards, away = ("left", "right") if way > 0 else ("right", "left")
    at, align = (parts.sum(), away) if abs(parts.sum()) > room else (0, towards)
    _say(axes, _words(inner, abs(parts[inner]), labels), (0, 0.45), towards, "top")
    _say(axes, _words(outer, abs(parts[outer]), labels), (at, -0.45), align, "bottom")


def _words(code: str, share: float, labels: Mapping[str, str]) -> str:
    return f"{wrapped(label(code, labels), 12, 2)} {number(share, 'share')}"


def _say(
    axes: Axes, words: str, at: tuple[float, float], align: str, vertical: str, **font: Any
) -> None:
    pad = 3 if align == "left" else -3
    axes.annotate(
        words, at, xytext=(pad, 0), textcoords="offset points", ha=align, va=vertical, **font
    )


def _totals(axes: Axes, likert: Likert, neither: float, aside: float) -> None:
    for share, words, x, align in (
        (likert.agree.value, "agree", 0.0, "left"),
        (likert.disagree.value, "disagree", 0.0, "right"),
        (neither, "neither", aside, "left"),
    ):
        _say(axes, f"{number(share, 'share')} {words}", (x, -1.2), align, "bottom", **STRONG)


def _alt(likert: Likert) -> str:
    agree, disagree = (number(e.value, "share") for e in (likert.agree, likert.disagree))
    shares = f"{agree} agree, {disagree} disagree"
    asked = textwrap.shorten(likert.question.strip(), 60, placeholder="…").rstrip(".")
    return alt(
        f"Diverging bar of answers to {quoted(likert.question)}: {shares}.",
        f"Diverging bar of answers to {quoted(asked)}: {shares}.",
    )


def _description(likert: Likert, share: pd.Series[float], labels: Mapping[str, str]) -> str:
    each = [f"{inside(label(code, labels))} {number(share[code], 'share')}" for code in COLOURS]
    return (
        "The bar runs right from the middle for agreement and left for disagreement; those who "
        "leaned neither way stand in a column of their own. Weighted "
        f"answers are {joined(each)}. In all {with_interval(likert.agree)} agree and "
        f"{number(likert.disagree.value, 'share')} disagree; without weights "
        f"{number(likert.agree_unweighted.value, 'share')} agree."
    )
