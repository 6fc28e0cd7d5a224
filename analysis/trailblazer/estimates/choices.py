"""One item of a survey that allows several answers, weighted to all who were invited."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from trailblazer.estimates.answers import RESERVED, given_by, item_on
from trailblazer.estimates.counts import share
from trailblazer.estimates.estimate import About, Estimate, about_those_asked
from trailblazer.estimates.invited import MARGINS, invited
from trailblazer.estimates.weights import weigh

TICKED = {"code": str, "n": int, "share": float, "low": float, "high": float}


@dataclass(frozen=True)
class Choices:
    """How many ticked each answer to an item.

    ``ticked`` (code, n, share, low, high) has a row an answer that somebody ticked, the largest
    weighted share first; shares do not add up to one, for a respondent may tick several. ``base``
    is the share of those who answered the survey that ticked any.
    """

    question: str
    round: int
    base: Estimate
    level: float
    ticked: pd.DataFrame
    about: About = "people"


def choices(
    item_claim: str,
    *,
    surveys: pd.DataFrame,
    survey_cases: pd.DataFrame,
    survey_items: pd.DataFrame,
    survey_answers: pd.DataFrame,
    settings: pd.DataFrame,
    sites: pd.DataFrame,
    population: str,
    confidence_level: float = 0.95,
) -> Choices:
    """Estimate who ticked what at the latest item on a claim that allows several answers.

    Weighted and with intervals as in :func:`~trailblazer.estimates.survey.likert`. An item put to
    some only is not taken as a domain: those it was not for count as not having answered it.
    Without such an item, or without an answer, ``ticked`` has no row.
    """
    none = pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in TICKED.items()})
    item = item_on(item_claim, survey_items, surveys, population, None, kind="multi")
    if item is None:
        return Choices("", 0, _answered(0, 0), confidence_level, none)
    cases = survey_cases[survey_cases["survey_id"] == item["survey_id"]]
    frame = invited(population, cases, settings, sites)
    answers = survey_answers[survey_answers["item_id"] == item["item_id"]]
    given = given_by(frame, answers)
    told = given[~given["answer"].isin(RESERVED)]
    answered, asked = given["case_id"].nunique(), (str(item["question"]), int(item["round"]))
    if told.empty:
        return Choices(*asked, _answered(0, answered), confidence_level, none)
    wide = pd.crosstab(told["case_id"], told["answer"]).clip(upper=1).add_prefix("ticked ")
    base = frame.merge(wide, left_on="case_id", right_index=True)
    weighted = weigh(base, frame, MARGINS[population])
    rows = [
        (str(name).removeprefix("ticked "), int(base[name].sum()), found.value,
         *(found.interval or (float("nan"), float("nan"))))
        for name in wide.columns
        for found in [weighted.share(str(name), level=confidence_level)]
    ]  # fmt: skip
    ticked = pd.DataFrame(rows, columns=list(TICKED)).astype(TICKED)
    ticked = ticked.sort_values(["share", "code"], ascending=[False, True], ignore_index=True)
    found = Choices(*asked, _answered(len(base), answered), confidence_level, ticked)
    return about_those_asked(found, population)


def _answered(ticked: int, of: int) -> Estimate:
    return share("Ticked an answer", ticked, of=of, method="share of those who answered the survey")
