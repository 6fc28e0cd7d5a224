"""What people said of a view in each round of interviews, for it and against it."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from matplotlib.axes import Axes

from trailblazer.estimates.rounds import Rounds
from trailblazer.findings.numbers import number
from trailblazer.present import style, widths
from trailblazer.present.charts.marks import STRONG
from trailblazer.present.exhibit import Chart
from trailblazer.present.words import alt, counted, joined

_ROW = 0.9
# In shares of the interviews asked: room for a number beside a bar, and for words at the left.
_ROOM, _WORDS = 0.16, 0.42
SIDES = (("supporting", 1, style.DARK_BLUE), ("against", -1, style.ORANGE))


@widths.both
def stances_by_round(views: Mapping[str, Rounds]) -> Chart | None:
    """Bars diverging from one line: interviews for each view and against it, a bar a round.

    ``views`` maps how a view is named on the figure to its rounds. A view that no round asked
    about is left out; ``None`` when that leaves none. No interval: people were chosen.
    """
    rows = _rows(views)
    if rows.empty:
        return None
    each = list(rows.groupby("view", sort=False))
    with style.canvas(1.1 + 0.55 * len(rows) + 0.45 * len(each)) as (figure, axes):
        _draw(axes, rows)
        style.bare(axes)
    said = [f"{view}: {joined([_in_round(row) for row in own.itertuples()])}" for view, own in each]
    return Chart(
        figure=figure,
        caption=(
            "Interviews that expressed a view (right) and that spoke against it (left), as shares "
            f"of those asked about it, by round. Base: {_base(rows)}, chosen and not sampled, so "
            "there is no interval. The rest said nothing of it or held it with a reservation."
        ),
        alt=alt(
            f"Diverging bars of interviews for a view, by round. {'; '.join(said)}.",
            f"Diverging bars of interviews by round. {said[0]}.",
            f"Diverging bars of interviews by round: {rows['share_for'].iloc[-1]:.0%} for the "
            "view in the last one.",
        ),
        description=(
            "Each bar is a round of interviews; people of the two rounds are not linked. Shares "
            f"of those asked that expressed the view. {'. '.join(said)}."
        ),
        data=rows.drop(columns="at"),
    )


def _rows(views: Mapping[str, Rounds]) -> pd.DataFrame:
    """A row a view and round that asked about it, with its shares and its place, downwards."""
    found = [rounds.by_round.assign(view=view) for view, rounds in views.items()]
    rows = pd.concat(found, ignore_index=True)
    rows = rows[rows["asked"] != 0].reset_index(drop=True)
    heading = rows.groupby("view", sort=False).ngroup() + 1
    return rows.assign(
        share_for=rows["supporting"] / rows["asked"],
        share_against=rows["against"] / rows["asked"],
        at=_ROW * (rows.index + heading),
    )


def _draw(axes: Axes, rows: pd.DataFrame) -> None:
    left = float(rows["share_against"].max())
    start = -left - widths.room(_ROOM + _WORDS)
    for column, way, colour in SIDES:
        share = rows["share_for" if way > 0 else "share_against"]
        axes.barh(rows["at"], way * share, color=colour, height=0.62)
        for at, value, count in zip(rows["at"], share, rows[column], strict=True):
            axes.annotate(
                f"{number(value, 'share')} ({count})", (way * value, at), xytext=(5 * way, 0),
                textcoords="offset points", ha="left" if way > 0 else "right", va="center",
                **(STRONG if way > 0 else {}),
            )  # fmt: skip
    for row in rows.itertuples():
        axes.annotate(f"Round {row.round}", (start, row.at), va="center", ha="left")
    for view, own in rows.groupby("view", sort=False):
        axes.annotate(str(view), (start, own["at"].min() - _ROW), va="center", ha="left", **STRONG)
    axes.vlines(0, rows["at"].min() - 0.45, rows["at"].max() + 0.45, color=style.INK, linewidth=1.5)
    for words, pad, side in (("Against", -4, "right"), ("For", 4, "left")):
        axes.annotate(
            words, (0, -0.65), xytext=(pad, 0), textcoords="offset points", ha=side, va="center"
        )
    right = max(float(rows["share_for"].max()) + widths.room(0.22), 0.5)
    axes.set(xlim=(start, right), ylim=(rows["at"].max() + 0.6, -1.05), yticks=[])


def _in_round(row: object) -> str:
    return f"{row.supporting} of {row.asked} in round {row.round}"  # type: ignore[attr-defined]


def _base(rows: pd.DataFrame) -> str:
    asked = [counted(n, "interview") for n in rows.groupby("view", sort=False)["asked"].sum()]
    return joined(list(dict.fromkeys(asked)))
