"""Answers to one item by the sector that respondents work in, a diverging bar each."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from trailblazer.estimates.estimate import Estimate
from trailblazer.estimates.sectors import Sectors
from trailblazer.findings.numbers import number, with_interval
from trailblazer.present import style, widths
from trailblazer.present.charts.diverging import bar, heads, spaces, total, total_with_line
from trailblazer.present.charts.survey import AGREE, COLOURS, DISAGREE, FEWEST
from trailblazer.present.exhibit import Chart
from trailblazer.present.words import (
    NO_LABELS,
    alt,
    inside,
    label,
    level_of,
    quoted,
    spanning,
    wrapped,
)

# How far below its name the middle of a bar is, in rows.
_LINE = 0.28


@widths.both
def answers_by_sector(sectors: Sectors, *, labels: Mapping[str, str] = NO_LABELS) -> Chart | None:
    """Weighted answers of each sector, most disagreement first, with its interval.

    Sectors with fewer than ten answers are left out; ``None`` when that leaves none.
    """
    rows = _rows(sectors, labels)
    if rows.empty:
        return None
    against = float(max(rows["disagree_all"].max(), rows["high"].max()))
    agree, neither = (float(rows[name].max()) for name in ("agree_all", "neither"))
    room, gap = spaces(against + agree + neither)
    left, aside = against + room, agree + gap
    with style.canvas(0.7 + 0.8 * len(rows)) as (figure, axes):
        heads(axes, -0.6, aside)
        for at, row in enumerate(rows.to_dict("records")):
            share = pd.Series({code: row[code] for code in COLOURS}, dtype=float)
            axes.annotate(
                wrapped(row["name"], widths.fitting(58), 1), (-left, at), ha="left", va="bottom"
            )
            bar(axes, at + _LINE, share, aside)
            total(axes, at + _LINE, row["agree_all"], 1)
            total_with_line(axes, at + _LINE, row["disagree_all"], -1, row["low"], row["high"])
        ends = aside + neither + room
        axes.set(xlim=(-left, ends), ylim=(len(rows) - 0.4, -0.85), yticks=[])
        style.bare(axes)
    return Chart(
        figure=figure,
        caption=_caption(sectors, rows),
        alt=_alt(rows),
        description=_description(sectors, rows),
        data=rows.drop(columns=["name", "text"]),
    )


def _rows(sectors: Sectors, labels: Mapping[str, str]) -> pd.DataFrame:
    """The sectors with enough answers and the words to write, most disagreement first."""
    shown = sectors.by_sector[sectors.by_sector["n"] >= FEWEST]
    shown = shown.assign(
        agree_all=shown[list(AGREE)].sum(axis=1), disagree_all=shown[list(DISAGREE)].sum(axis=1)
    )
    shown = shown.sort_values("disagree_all", ascending=False, kind="stable", ignore_index=True)
    return shown.assign(
        name=[
            f"{label(s, labels)} ({n:,})" for s, n in zip(shown["sector"], shown["n"], strict=True)
        ],
        text=[number(share, "share") for share in shown["disagree_all"]],
    )


def _caption(sectors: Sectors, rows: pd.DataFrame) -> str:
    level = level_of(sectors.disagree_outside, sectors.disagree_inside)
    lines = f" Lines are {level} of the share disagreeing." if level else ""
    return (
        f"Answers to {quoted(sectors.question)} by respondents' own sector, with the number that "
        "answered in brackets; the darker part of a bar is strong agreement or disagreement. Base: "
        f"{rows['n'].sum():,} that answered, in sectors with at least {FEWEST} answers.{lines}"
    )


def _alt(rows: pd.DataFrame) -> str:
    low, high = (
        f"{r['text']} in {inside(_bare(r['name']))}" for _, r in rows.iloc[[-1, 0]].iterrows()
    )
    return alt(
        f"Diverging bars of answers by sector; share disagreeing: {spanning(low, high)}.",
        "Diverging bars of answers by sector; share disagreeing: "
        f"{spanning(rows['text'].iloc[-1], rows['text'].iloc[0])}.",
    )


def _bare(name: str) -> str:
    return name.rsplit(" (", 1)[0]


def _description(sectors: Sectors, rows: pd.DataFrame) -> str:
    each = [
        f"{text} in {inside(_bare(n))}" for n, text in zip(rows["name"], rows["text"], strict=True)
    ]
    sides = {"in the NHS": sectors.disagree_inside, "outside it": sectors.disagree_outside}
    return (
        "Each bar runs left from the middle for disagreement and right for agreement; those who "
        f"leaned neither way stand in a column of their own. The share disagreeing is "
        f"{'; '.join(each)}.{_together(sides)}"
    )


def _together(sides: Mapping[str, Estimate]) -> str:
    known = [f"{with_interval(e)} {who}" for who, e in sides.items() if e.value is not None]
    return f" Taken together it is {' and '.join(known)}." if known else ""
