"""From invitation to answer: how many of those invited to a survey were left at each step."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from trailblazer.estimates.response import Outcome
from trailblazer.findings.numbers import number
from trailblazer.present import style, widths
from trailblazer.present.exhibit import Chart
from trailblazer.present.words import alt, inside

_ROW = 0.62


@widths.both
def response_flow(outcomes: Sequence[Outcome], *, of: str) -> Chart | None:
    """Invited, in scope, reached, answered and finished in the latest round, one bar each.

    ``outcomes`` are by round; ``of`` names who was invited, within a sentence. ``None`` when
    nobody was.
    """
    if not outcomes:
        return None
    outcome = outcomes[-1]
    steps = _steps(outcome)
    if steps.empty:
        return None
    first = steps["cases"].iloc[0]
    with style.canvas(0.3 + _ROW * len(steps)) as (figure, axes):
        axes.barh(range(len(steps)), steps["cases"], height=0.34, color=style.DARK_BLUE)
        for row, words in enumerate(_words(steps)):
            axes.annotate(
                words, (0, row - 0.2), xytext=(0, 1), textcoords="offset points", ha="left",
                va="bottom",
            )  # fmt: skip
        axes.set(xlim=(0, first), ylim=(len(steps) - 0.7, -0.8), yticks=[])
        style.bare(axes)
    answered = number(outcome.response_rate_2.value, "share")
    told = "; ".join(inside(words) for words in _words(steps))
    return Chart(
        figure=figure,
        caption=(
            f"What became of the invitations to round {outcome.round} of the survey of {of}. "
            f"Base: {outcome.invited.n:,} in scope, of which the percentages are."
        ),
        alt=alt(
            f"Shrinking bars from invitation to answer, survey of {of}: {answered} of those in "
            "scope answered at least in part.",
            f"Shrinking bars from invitation to answer: {answered} answered at least in part.",
        ),
        description=f"One bar a step, from the invitation to a full answer: {told}.",
        data=steps,
    )


def _steps(outcome: Outcome) -> pd.DataFrame:
    """The steps with their cases and, from those in scope on, their share of these."""
    scope = outcome.invited.n
    complete = outcome.flow.set_index("disposition")["cases"].get("complete", 0)
    rows = [
        ("Invited", outcome.flow["cases"].sum()),
        ("In scope", scope),
        ("Known to be reached", outcome.reached.value or 0),
        ("Answered at least in part", outcome.answered.value or 0),
        ("Answered in full", complete),
    ]
    steps = pd.DataFrame(rows, columns=["step", "cases"]).astype({"cases": int})
    if not scope:
        return steps.head(0)
    return steps.assign(share=(steps["cases"] / scope).where(steps["step"] != "Invited"))


def _words(steps: pd.DataFrame) -> list[str]:
    """Each step in words; a percentage from the step after those in scope."""
    cases, shares = steps["cases"].tolist(), steps["share"].tolist()
    ends = ["", "", *(f" ({number(share, 'share')})" for share in shares[2:])]
    return [f"{step}: {n:,}{end}" for step, n, end in zip(steps["step"], cases, ends, strict=True)]
