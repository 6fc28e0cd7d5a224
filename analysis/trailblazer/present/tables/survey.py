"""Tables about one item of a survey: its answers, and agreement by phase of education."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from trailblazer.estimates.choices import Choices
from trailblazer.estimates.survey import Likert
from trailblazer.findings.numbers import told
from trailblazer.present.charts.survey import FEWEST
from trailblazer.present.exhibit import Table
from trailblazer.present.tables.cells import (
    UNRELIABLE,
    column,
    finish,
    percent,
    shares_with_limits,
    whole,
)
from trailblazer.present.words import NO_LABELS, label, quoted


def likert_answers(likert: Likert, *, labels: Mapping[str, str] = NO_LABELS) -> Table | None:
    """Each answer with its weighted and unweighted share, then those who gave none, by kind."""
    answers = likert.answers
    if answers.empty:
        return None
    return finish(
        {
            "Answer": [label(code, labels) for code in answers["code"]],
            "Weighted share (%)": column(answers["share_weighted"], percent),
            "Unweighted share (%)": column(answers["share_unweighted"], percent),
            "Number of answers": column(answers["n"], whole),
        },
        f"Answers to {quoted(likert.question)}. Base: {likert.agree.n:,} that answered. "
        f"{_not_answered(likert, labels)}",
        data=answers,
    )


def agree_by_phase(likert: Likert, *, labels: Mapping[str, str] = NO_LABELS) -> Table | None:
    """The share agreeing in each phase of education, with limits; ``[u]`` on few answers."""
    phases = likert.by_phase
    if phases.empty:
        return None
    shares = shares_with_limits(
        "Weighted share agreeing (%)", phases["value"], phases["low"], phases["high"],
        likert.agree.level,
    )  # fmt: skip
    few = phases["n"] < FEWEST
    marked = {
        name: [UNRELIABLE if f else cell for f, cell in zip(few, cells, strict=True)]
        for name, cells in shares.items()
    }
    return finish(
        {
            "Phase": [label(phase, labels) for phase in phases["phase"]],
            **marked,
            "Number of answers": column(phases["n"], whole),
        },
        f"Share agreeing with {quoted(likert.question)}, by phase of education.",
        data=phases[~few],
    )


def choices(found: Choices, *, labels: Mapping[str, str] = NO_LABELS) -> Table | None:
    """Each answer of an item that allows several, with how many ticked it."""
    if found.ticked.empty:
        return None
    rows = found.ticked
    return finish(
        {
            "Answer": [label(code, labels) for code in rows["code"]],
            **shares_with_limits(
                "Weighted share (%)", rows["share"], rows["low"], rows["high"], found.level
            ),
            "Number of answers": column(rows["n"], whole),
        },
        f"Answers to {quoted(found.question)}. Several could be given, so shares do not add up to "
        f"a whole. Base: {told(found.base)} of the {found.base.n:,} that answered the survey.",
        data=rows,
    )


def _not_answered(likert: Likert, labels: Mapping[str, str]) -> str:
    counts = pd.Series(likert.nonresponse["n"].to_numpy(), index=likert.nonresponse["kind"])
    kinds = [f"{label(kind, labels).lower()} {n:,}" for kind, n in counts[counts > 0].items()]
    return f"Not in the base: {'; '.join(kinds)}." if kinds else "Nobody asked left it out."
