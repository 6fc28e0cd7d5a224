"""One survey item on a five-point scale of agreement, weighted to all who were invited."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd

from trailblazer.estimates.answers import (
    given_by,
    item_on,
    nonresponse,
    placed_on_scale,
    tally,
)
from trailblazer.estimates.estimate import Estimate, Unit, nothing
from trailblazer.estimates.intervals import wilson
from trailblazer.estimates.invited import CHECKED, MARGINS, invited_informants, invited_settings
from trailblazer.estimates.response import Outcome, outcome_rates
from trailblazer.estimates.weights import Share, Weighted, compare, weigh

SHARE = "weighted share, sites as clusters, finite population; Korn-Graubard interval"
NET = "weighted share agreeing minus share disagreeing, same design; t interval"
PLAIN = "share of those who answered the item, Wilson interval"
ANSWERS = {"code": str, "share_weighted": float, "share_unweighted": float, "n": int}
BY_PHASE = {"phase": str, "n": int, "value": float, "low": float, "high": float}
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
    other. ``answers`` (code, share_weighted, share_unweighted, n) has the scale in order;
    ``by_phase`` (phase, n, value, low, high) the share agreeing by phase of setting;
    ``nonresponse`` (kind, n) those who answered the survey but not the item; ``frame`` (margin,
    category, frame_share, respondent_share, weighted_share) respondents beside all invited.
    """

    question: str
    round: int
    agree: Estimate
    disagree: Estimate
    net: Estimate
    agree_unweighted: Estimate
    response_rate: Estimate
    response_rate_2: Estimate
    answers: pd.DataFrame
    by_phase: pd.DataFrame
    nonresponse: pd.DataFrame
    weights: Weights
    frame: pd.DataFrame


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
    confidence_level: float = 0.95,
) -> Likert:
    """Estimate agreement with the item on a claim, in its latest round (or the one given).

    ``population`` is ``settings`` (raked to phase, free school meals and region) or
    ``key_informants`` (weighted to sector). The base is complete and partial cases that placed
    themselves on the scale; the others are counted by kind. Sources: Korn and Graubard (1998);
    Lumley, Complex Surveys (2010).
    """
    item = item_on(item_claim, survey_items, surveys, population, round)
    at = round if item is None else int(item["round"])
    rates = outcome_rates(survey_cases, surveys, population=population, round=at)
    if item is None:
        return _unanswered(rates)
    cases = survey_cases[survey_cases["survey_id"] == item["survey_id"]]
    if population == "settings":
        frame = invited_settings(cases, settings, sites)
    else:
        frame = invited_informants(cases)
    given = given_by(frame, survey_answers[survey_answers["item_id"] == item["item_id"]])
    placed = placed_on_scale(given)
    if placed.empty:
        return replace(_unanswered(rates), question=str(item["question"]))
    weighted = weigh(placed, frame, MARGINS[population])
    return Likert(
        question=str(item["question"]),
        round=rates.round,
        **_estimates(weighted, placed, confidence_level),
        response_rate=rates.response_rate,
        response_rate_2=rates.response_rate_2,
        answers=tally(placed, weighted.weights),
        by_phase=_by_phase(weighted, placed, confidence_level),
        nonresponse=nonresponse(given["answer"]),
        weights=_weights(weighted),
        frame=compare(weighted, placed, frame, [*MARGINS[population], *CHECKED[population]]),
    )


def _estimates(weighted: Weighted, placed: pd.DataFrame, level: float) -> dict[str, Estimate]:
    agree, disagree = (weighted.share(c, level=level) for c in ("agree", "disagree"))
    net, ends = weighted.mean("net", level=level)
    plain, n = int(placed["agree"].sum()), len(placed)
    # Without any variation the t interval has no width, which would claim too much.
    spread = None if placed["net"].nunique() == 1 else ends
    return {
        "agree": _estimate("Agree", agree, level),
        "disagree": _estimate("Disagree", disagree, level),
        "net": _estimate("Agree minus disagree", Share(net, spread, n), level, "points", NET),
        "agree_unweighted": _estimate(
            "Agree, unweighted", Share(plain / n, wilson(plain, n, level=level), n), level,
            method=PLAIN, weighted=False,
        ),
    }  # fmt: skip


def _estimate(
    label: str,
    found: Share,
    level: float,
    unit: Unit = "share",
    method: str = SHARE,
    *,
    weighted: bool = True,
) -> Estimate:
    low, high = found.interval or (None, None)
    return Estimate(
        label=label, value=found.value, low=low, high=high,
        level=level if found.interval else None, method=method, unit=unit, n=found.n,
        population="sample", weighted=weighted,
    )  # fmt: skip


def _by_phase(weighted: Weighted, placed: pd.DataFrame, level: float) -> pd.DataFrame:
    if "phase" not in placed:
        return _empty(BY_PHASE)
    missing = (float("nan"), float("nan"))
    rows = [
        (phase, share.n, share.value, *(share.interval or missing))
        for phase, share in sorted(weighted.shares("agree", "phase", level=level).items())
    ]
    return pd.DataFrame(rows, columns=list(BY_PHASE))


def _weights(weighted: Weighted) -> Weights:
    relative = weighted.weights / weighted.weights.mean()
    deff = weighted.design_effect
    return Weights(
        weighted.margins, deff, len(relative) / deff, float(relative.min()), float(relative.max())
    )


def _unanswered(rates: Outcome) -> Likert:
    return Likert(
        question="",
        round=rates.round,
        agree=nothing("Agree", "share", "sample", SHARE),
        disagree=nothing("Disagree", "share", "sample", SHARE),
        net=nothing("Agree minus disagree", "points", "sample", NET),
        agree_unweighted=nothing("Agree, unweighted", "share", "sample", PLAIN),
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
