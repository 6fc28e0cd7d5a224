"""Tables about the surveys: the answers, who answered, and how they compare with all invited."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from trailblazer.estimates.response import Outcome
from trailblazer.estimates.survey import Likert
from trailblazer.findings.numbers import number
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

_DISPOSITIONS = {
    "complete": "Answered in full", "partial": "Answered in part", "break_off": "Broke off",
    "refusal": "Refused", "non_contact": "No contact", "other_eligible": "Other, eligible",
    "unknown_eligibility": "Not known whether eligible", "ineligible": "Not eligible",
    "duplicate": "Invited twice",
}  # fmt: skip


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


def frame_and_respondents(likert: Likert, *, labels: Mapping[str, str] = NO_LABELS) -> Table | None:
    """How those who answered compare with all who were invited, before and after weighting."""
    frame = likert.frame
    if frame.empty:
        return None
    names = [
        f"{label(margin, labels)}: {label(category, labels)}"
        for margin, category in zip(frame["margin"], frame["category"], strict=True)
    ]
    return finish(
        {
            "Group": names,
            "All invited (%)": column(frame["frame_share"], percent),
            "Answered, unweighted (%)": column(frame["respondent_share"], percent),
            "Answered, weighted (%)": column(frame["weighted_share"], percent),
        },
        f"All who were invited beside the {likert.agree.n:,} that answered. The weights leave the "
        f"information of {likert.weights.n_eff:,.0f} equal answers.",
        data=frame,
    )


def response_rates(outcome: Outcome, *, of: str) -> Table | None:
    """How the cases of a survey ended; ``of`` names who was invited, within a sentence."""
    ended = outcome.flow[outcome.flow["cases"] > 0]
    if ended.empty:
        return None
    rate, second = (
        number(e.value, "share") for e in (outcome.response_rate, outcome.response_rate_2)
    )
    return finish(
        {
            "Outcome": [_DISPOSITIONS[code] for code in ended["disposition"]],
            "Cases": column(ended["cases"], whole),
        },
        f"Outcome of round {outcome.round} of the survey of {of}. The response rate (AAPOR RR1) is "
        f"{rate}, and {second} with partial answers counted (RR2), of {outcome.invited.n:,} in "
        "scope.",
        data=ended,
    )


def _not_answered(likert: Likert, labels: Mapping[str, str]) -> str:
    counts = pd.Series(likert.nonresponse["n"].to_numpy(), index=likert.nonresponse["kind"])
    kinds = [f"{label(kind, labels).lower()} {n:,}" for kind, n in counts[counts > 0].items()]
    return f"Not in the base: {'; '.join(kinds)}." if kinds else "Nobody asked left it out."
