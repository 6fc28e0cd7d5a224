"""Reasons that people gave, in the order of how many interviews named them."""

from __future__ import annotations

from trailblazer.estimates.reasons import Reasons
from trailblazer.findings.numbers import number
from trailblazer.present import style, widths
from trailblazer.present.charts.marks import dot_rows, rows_height, share_axis
from trailblazer.present.exhibit import Chart
from trailblazer.present.words import alt, counted, inside


@widths.both
def reasons_ranked(reasons: Reasons, *, of: str = "leaving") -> Chart | None:
    """A dot a reason with the share of interviews that named it, most named first.

    ``of`` says what they are reasons for. ``None`` where nobody named any.
    """
    named = reasons.ranked[reasons.ranked["sources"] > 0]
    if named.empty:
        return None
    asked = int(named["asked"].iloc[0])
    rows = named.assign(
        name=named["reason"], value=named["share"],
        text=[f"{sources} of {asked}" for sources in named["sources"]],
    )  # fmt: skip
    with style.canvas(rows_height(len(rows))) as (figure, axes):
        dot_rows(axes, rows)
        share_axis(axes, "x", highest=float(rows["high"].max()))
        axes.set_xlabel("Interviews that named the reason")
    top = rows.iloc[0]
    interviews = counted(asked, "interview")
    often = f"{inside(top['reason'])} in {top['sources']} of {interviews}"
    return Chart(
        figure=figure,
        caption=(
            f"Reasons for {of}, by the share of interviews that named them. Base: {interviews} "
            "that asked about it; one may name several reasons. The interviews were chosen and "
            f"not sampled: the lines, {100 * reasons.level:g}% intervals, only illustrate how "
            "little so few can tell."
        ),
        alt=alt(
            f"Ranked dots of reasons for {of}: {often}, most of {counted(len(rows), 'reason')}.",
            f"Ranked dots of reasons for {of}: the first named in {top['sources']} of "
            f"{interviews}.",
        ),
        description=(
            f"Each dot is a reason for {of} and each line its illustrative interval. Named most "
            f"often was {often} ({number(top['share'], 'share')}). When the interviews are drawn "
            f"again, it comes first in {number(top['first'], 'share')} of the draws."
        ),
        data=named,
    )
