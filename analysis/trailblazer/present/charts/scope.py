"""How many teams keep to mild and moderate needs, and how many take more complex ones."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from trailblazer.estimates.scope import HOLDS, TAKES, Scope
from trailblazer.findings.numbers import number
from trailblazer.present import style, widths
from trailblazer.present.charts.marks import STRONG, name_rows, rows_height
from trailblazer.present.exhibit import Chart
from trailblazer.present.words import NO_LABELS, alt, counted, inside, joined, label


@widths.both
def scope_bars(scope: Scope, *, labels: Mapping[str, str] = NO_LABELS) -> Chart | None:
    """A bar for each position, zero included; the two that the claim is about stand out.

    ``None`` when no team's position was found.
    """
    rows = scope.by_position
    if rows.empty:
        return None
    names = [label(position, labels) for position in rows["position"]]
    colours = [style.DARK_BLUE if p in (HOLDS, TAKES) else style.NEUTRAL for p in rows["position"]]
    with style.canvas(rows_height(len(rows), 0.6) - 0.5) as (figure, axes):
        axes.barh(range(len(rows)), rows["teams"], color=colours, height=0.7)
        for at, (teams, share) in enumerate(zip(rows["teams"], rows["share"], strict=True)):
            of_known = "" if pd.isna(share) else f" ({number(share, 'share')})"
            axes.annotate(
                f"{teams}{of_known}", (teams, at), xytext=(6, 0), textcoords="offset points",
                va="center", **STRONG,
            )  # fmt: skip
        name_rows(axes, names, width=20)
        axes.set_xlim(0, 1.05 * max(int(rows["teams"].max()), 1))
        style.bare(axes)
    said = [f"{inside(n)} {t}" for n, t in zip(names, rows["teams"], strict=True)]
    base = counted(int(rows["teams"].sum()), "team")
    both = rows.set_index("position")["teams"]
    return Chart(
        figure=figure,
        caption=(
            "Teams by their last known position on more complex needs. Percentages are of the "
            f"{counted(scope.takes.n, 'team')} whose position is known. Base: {base}, those whose "
            "position stayed unclear among them; a bar is a count, so it has no interval."
        ),
        alt=alt(
            f"Bar chart of {base} by position on complex needs: {joined(said)}.",
            f"Bar chart of {base} by position: {both[TAKES]} take complex needs, {both[HOLDS]} "
            "hold their scope.",
        ),
        description=(
            f"{base} by position: {joined(said)}. Of the {scope.takes.n} whose position is known, "
            f"{number(scope.takes.value, 'share')} take complex needs and "
            f"{number(scope.holds.value, 'share')} hold to mild and moderate needs."
        ),
        data=rows,
    )
