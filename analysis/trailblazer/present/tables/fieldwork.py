"""Tables about how a survey went: invitations, outcome rates, respondents, weights, blanks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from trailblazer.estimates.fieldwork import Fieldwork
from trailblazer.estimates.response import Outcome
from trailblazer.present.exhibit import Table
from trailblazer.present.tables.cells import (
    UNAVAILABLE,
    column,
    finish,
    percent,
    percent_to_one_decimal,
    ratio,
    whole,
)
from trailblazer.present.words import NO_LABELS, inside, joined, label

_DISPOSITIONS = {
    "complete": "Answered in full", "partial": "Answered in part", "break_off": "Broke off",
    "refusal": "Refused", "non_contact": "No contact", "other_eligible": "Other, eligible",
    "unknown_eligibility": "Not known whether eligible", "ineligible": "Not eligible",
    "duplicate": "Invited twice",
}  # fmt: skip
_COUNTS = ("frame_size", "pages", "items", "scales", "routed", "duplicates", "both_rounds")
_MODES = {"web_closed": "Online, by invitation", "web_open": "Online, open", "mixed": "Mixed"}
_RATES = {
    "response_rate": ("Response rate 1 (AAPOR RR1)", "Answered in full, of all in scope"),
    "response_rate_2": (
        "Response rate 2 (AAPOR RR2)", "Answered at least in part, of all in scope",
    ),
    "contact_rate": ("Contact rate (AAPOR CON1)", "Known to be reached, of all in scope"),
    "cooperation_rate": (
        "Cooperation rate (AAPOR COOP2)", "Answered at least in part, of those reached",
    ),
    "refusal_rate": ("Refusal rate (AAPOR REF1)", "Refused or broke off, of all in scope"),
    "completion_rate": ("Completion rate (CHERRIES)", "Answered in full, of those that began"),
}  # fmt: skip


def survey_facts(surveys: Mapping[str, Fieldwork]) -> Table | None:
    """How each round was run; ``surveys`` maps the words for a population to its fieldwork."""
    shown = [(name, row) for name, f in surveys.items() for _, row in f.facts.iterrows()]
    if not shown:
        return None
    columns: dict[str, list[str]] = {
        "Fact": [
            "Kind of survey", "First day", "Last day", "Invited", "Screens", "Questions",
            "Questions on the five-point scale", "Questions not for everybody",
            "Invited twice by mistake", "Answered an earlier round too",
        ]
    }  # fmt: skip
    for name, row in shown:
        columns[f"{name}, round {row['round']}"] = [
            _MODES.get(str(row["mode"]), UNAVAILABLE), _day(row["opened"]), _day(row["closed"]),
            *column(pd.to_numeric(row[list(_COUNTS)]), whole),
        ]  # fmt: skip
    data = pd.concat([f.facts.assign(survey=name) for name, f in surveys.items()])
    return finish(columns, "How the surveys were run, by round.", data=data)


def dispositions(fieldwork: Fieldwork, *, of: str) -> Table | None:
    """How the invitations ended in each round; ``of`` names who was invited, in a sentence."""
    flows = [o.flow.set_index("disposition")["cases"] for o in fieldwork.outcomes]
    if not flows or sum(flow.sum() for flow in flows) == 0:
        return None
    cases = pd.concat(flows, axis=1, keys=[o.round for o in fieldwork.outcomes])
    cases = cases[cases.sum(axis=1) > 0]
    columns = {"Outcome": [_DISPOSITIONS[code] for code in cases.index]}
    for at in cases.columns:
        columns[f"Round {at}"] = column(cases[at], whole)
        columns[f"Round {at} (%)"] = column(cases[at] / cases[at].sum(), percent_to_one_decimal)
    return finish(
        columns,
        f"Outcome of the invitations to the survey of {of}.",
        data=cases.rename(columns=lambda at: f"round_{at}").reset_index(),
    )


def outcome_rates(fieldwork: Fieldwork, *, of: str) -> Table | None:
    """Response, contact, cooperation, refusal and completion rates of each round."""
    known = [o for o in fieldwork.outcomes if o.invited.value]
    if not known:
        return None
    columns = {"Rate": [words for words, _ in _RATES.values()]}
    for outcome in known:
        values = pd.Series([getattr(outcome, name).value for name in _RATES], dtype=float)
        columns[f"Round {outcome.round} (%)"] = column(values, percent)
    columns["What it is"] = [meaning for _, meaning in _RATES.values()]
    scope = joined([f"{o.invited.n:,} in round {o.round}" for o in known])
    return finish(
        columns,
        f"Outcome rates of the survey of {of}. In scope were {scope}: all invited but those found "
        "not eligible.",
        words=("What it is",),
        data=_rates(known),
    )


def frame_and_respondents(
    fieldwork: Fieldwork, *, of: str, labels: Mapping[str, str] = NO_LABELS
) -> Table | None:
    """How those who answered compare with all who were invited, before and after weighting."""
    frame = fieldwork.frame
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
            "Response rate 2 (%)": column(frame["response"], percent),
            "Standardised difference, unweighted": column(frame["difference"], _signed),
            "Standardised difference, weighted": column(frame["difference_weighted"], _signed),
        },
        f"All {of} that were invited beside those that answered the latest round. A standardised "
        "difference beyond 0.10 either way is usually called an imbalance.",
        data=frame,
    )


def survey_weights(surveys: Mapping[str, Fieldwork]) -> Table | None:
    """What weighting did in each round: margins matched, design effect, what is left of n."""
    shown = [
        (name, outcome, weights)
        for name, f in surveys.items()
        for outcome, weights in zip(f.outcomes, f.weights, strict=True)
        if outcome.answered.value
    ]
    if not shown:
        return None
    return finish(
        {
            "Survey": [f"{name}, round {outcome.round}" for name, outcome, _ in shown],
            "Matched to all invited by": [_margins(w.margins) for _, _, w in shown],
            "Answered": column([o.answered.value or 0 for _, o, _ in shown], whole),
            "Design effect of weights": column([w.deff for *_, w in shown], ratio),
            "Effective number": column([w.n_eff for *_, w in shown], whole),
            "Smallest weight": column([w.smallest for *_, w in shown], ratio),
            "Largest weight": column([w.largest for *_, w in shown], ratio),
        },
        "What weighting did. Weights are multiples of the average weight; the effective number is "
        "how many equal answers would be as informative, clustering apart.",
        words=("Matched to all invited by",),
    )


def item_nonresponse(fieldwork: Fieldwork, *, of: str) -> Table | None:
    """For each question of the latest round, how many gave no answer, by kind."""
    items = fieldwork.items
    if items.empty:
        return None
    kinds = {
        "Answered": "answered", "Not for them": "not_asked", "Do not know": "dont_know",
        "Prefer not to say": "prefer_not", "Skipped": "skipped", "Not reached": "not_reached",
    }  # fmt: skip
    return finish(
        {
            "Question": list(items["question"]),
            **{words: column(items[name], whole) for words, name in kinds.items()},
            "Answered, of those it was for (%)": column(items["item_response"], percent),
        },
        f"Who answered which question, among {of} that answered the latest round at least in part. "
        "Not reached means left blank, with all later questions, by those that did not finish.",
        data=items,
    )


def _rates(outcomes: Sequence[Outcome]) -> pd.DataFrame:
    rows = [
        {"round": o.round, "rate": name, "value": getattr(o, name).value}
        for o in outcomes
        for name in _RATES
    ]
    return pd.DataFrame(rows)


def _margins(margins: Sequence[str]) -> str:
    return joined([inside(label(m, NO_LABELS)) for m in margins]) if margins else "nothing"


def _signed(value: float) -> str:
    return ratio(round(value, 2) + 0.0)


def _day(date: pd.Timestamp) -> str:
    return UNAVAILABLE if pd.isna(date) else f"{date.day} {date:%b %Y}"
