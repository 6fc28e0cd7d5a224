"""One survey item on a five-point scale of agreement, weighted to all who were invited."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd

from trailblazer.estimates.answers import given_by, item_on, nonresponse, on_scale, tally
from trailblazer.estimates.designs import Weighted
from trailblazer.estimates.estimate import About, Estimate, about_those_asked
from trailblazer.estimates.invited import CHECKED, MARGINS, invited
from trailblazer.estimates.response import ANSWERED, Outcome, outcome_rates
from trailblazer.estimates.scale import BY_PHASE, by_phase, no_shares, shares
from trailblazer.estimates.weights import compare, design_effect, weigh

ANSWERS = {"code": str, "share_weighted": float, "share_unweighted": float, "n": int}
FRAME = {
    "margin": str, "category": str, "frame_share": float, "respondent_share": float,
    "weighted_share": float,
}  # fmt: skip


@dataclass(frozen=True)
class Weights:
    """What weighting did: the margins matched, Kish's design effect, the sample size it leaves.

    ``smallest`` and ``largest`` are multiples of the average weight.
    """

    margins: tuple[str, ...] = ()
    deff: float = 1.0
    n_eff: float = 0.0
    smallest: float = 1.0
    largest: float = 1.0


@dataclass(frozen=True)
class Likert:
    """The answers to one item.

    ``agree`` and ``disagree`` join two points of the scale each; ``net`` is the one minus the
    other, and ``p_half`` the p-value of a t test that half agree. ``answers`` (code,
    share_weighted, share_unweighted, n) has the scale in order; ``by_phase`` (phase, n, value, low,
    high) the share agreeing by phase of setting; ``nonresponse`` (kind, n) those who answered the
    survey but not the item; ``frame`` (margin, category, frame_share, respondent_share,
    weighted_share) respondents beside all invited.
    """

    question: str
    round: int
    agree: Estimate
    disagree: Estimate
    net: Estimate
    agree_unweighted: Estimate
    net_unweighted: Estimate
    p_half: float
    response_rate: Estimate
    response_rate_2: Estimate
    answers: pd.DataFrame
    by_phase: pd.DataFrame
    nonresponse: pd.DataFrame
    weights: Weights
    frame: pd.DataFrame
    about: About = "people"


def likert(
    item_claim: str,
    *,
    surveys: pd.DataFrame,
    survey_cases: pd.DataFrame,
    survey_items: pd.DataFrame,
    survey_answers: pd.DataFrame,
    settings: pd.DataFrame,
    sites: pd.DataFrame,
    population: str,
    round: int | None = None,
    dispositions: Sequence[str] = ANSWERED,
    confidence_level: float = 0.95,
) -> Likert:
    """Estimate agreement with the item on a claim, in its latest round (or the one given).

    ``population`` is ``settings`` (raked to phase, free school meals and region) or
    ``key_informants`` (weighted to sector). The base is complete and partial cases (or those of
    other ``dispositions``) that placed themselves on the scale; the others are counted by kind.
    An item that was not for everybody is estimated for those it was for: they are a domain of all
    who answered or did not have to. Sources: Korn and Graubard (1998); Lumley, Complex Surveys
    (2010).
    """
    item = item_on(item_claim, survey_items, surveys, population, round)
    at = round if item is None else int(item["round"])
    rates = outcome_rates(survey_cases, surveys, population=population, round=at)
    if item is None:
        return _unanswered(rates)
    cases = survey_cases[survey_cases["survey_id"] == item["survey_id"]]
    frame = invited(population, cases, settings, sites)
    answers = survey_answers[survey_answers["item_id"] == item["item_id"]]
    given = given_by(frame, answers, dispositions)
    base = on_scale(given)
    placed = base[base["asked"] == 1]
    if placed.empty:
        return replace(_unanswered(rates), question=str(item["question"]))
    routed = "asked" if len(placed) < len(base) else ""
    weighted = weigh(base, frame, MARGINS[population], within=routed)
    found = Likert(
        question=str(item["question"]),
        round=rates.round,
        **shares(weighted, placed, confidence_level),  # type: ignore[arg-type]
        p_half=weighted.differs_from("agree", 0.5),
        response_rate=rates.response_rate,
        response_rate_2=rates.response_rate_2,
        answers=tally(placed, weighted.weights[placed.index]),
        by_phase=by_phase(weighted, placed, confidence_level),
        nonresponse=nonresponse(given["answer"]),
        weights=describe_weights(weighted, weighted.weights[placed.index]),
        frame=compare(weighted, base, frame, [*MARGINS[population], *CHECKED[population]]),
    )
    return about_those_asked(found, population)


def describe_weights(weighted: Weighted, weights: pd.Series[float]) -> Weights:
    """What weighting did to those whose weights are given."""
    relative = weights / weights.mean()
    deff = design_effect(weights)
    return Weights(
        weighted.margins, deff, len(relative) / deff, float(relative.min()), float(relative.max())
    )


def _unanswered(rates: Outcome) -> Likert:
    return Likert(
        question="",
        round=rates.round,
        **no_shares(),  # type: ignore[arg-type]
        p_half=float("nan"),
        response_rate=rates.response_rate,
        response_rate_2=rates.response_rate_2,
        answers=_empty(ANSWERS),
        by_phase=_empty(BY_PHASE),
        nonresponse=nonresponse(pd.Series(dtype=str)),
        weights=Weights(),
        frame=_empty(FRAME),
    )


def _empty(columns: dict[str, type]) -> pd.DataFrame:
    return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in columns.items()})
