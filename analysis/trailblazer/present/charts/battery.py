"""Several items on one scale of agreement, one diverging bar each under its question."""

from __future__ import annotations

import pandas as pd

from trailblazer.estimates.battery import Battery
from trailblazer.estimates.survey import Likert
from trailblazer.findings.numbers import number, with_interval
from trailblazer.present import style, widths
from trailblazer.present.charts.diverging import bar, heads, spaces, total, total_with_line
from trailblazer.present.charts.survey import COLOURS, DISAGREE, FEWEST
from trailblazer.present.exhibit import Chart
from trailblazer.present.words import alt, counted, joined, level_of, quoted, wrapped

_ROW, _LINE = 1.0, 0.24


@widths.both
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
    neither = max(float(s["neither"]) for s in shares)
    space, gap = spaces(left + right + neither)
    aside = right + gap
    level = level_of(*(i.agree for i in shown))
    questions = [wrapped(i.question, widths.fitting(62), 3) for i in shown]
    lines = max(2, *(1 + words.count("\n") for words in questions))
    with style.canvas(0.7 + (0.62 + 0.24 * lines) * len(shown)) as (figure, axes):
        heads(axes, -0.6, aside)
        for row, (item, share) in enumerate(zip(shown, shares, strict=True)):
            axes.annotate(questions[row], (-left - space, row * _ROW), ha="left", va="bottom")
            middle = row * _ROW + _LINE
            bar(axes, middle, share, aside)
            total(axes, middle, float(share[list(DISAGREE)].sum()), -1)
            agree = item.agree
            total_with_line(axes, middle, agree.value or 0.0, 1, agree.low, agree.high)
        ends = aside + neither + space
        axes.set(xlim=(-left - space, ends), ylim=(len(shown) * _ROW - 0.4, -0.85), yticks=[])
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
    shown = {c: i.latest for c, i in battery.items.items() if i.latest.agree.n >= FEWEST}
    return pd.DataFrame(
        [
            (item.question, c, *share)
            for (c, item), share in zip(shown.items(), shares, strict=True)
        ],
        columns=["statement", "claim", *COLOURS],
    )
