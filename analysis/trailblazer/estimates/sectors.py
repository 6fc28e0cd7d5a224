"""One item of the survey of implementers by the sector that respondents work in."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from trailblazer.estimates.answers import SCALE, given_by, item_on, placed_on_scale
from trailblazer.estimates.designs import Share, Weighted
from trailblazer.estimates.estimate import Estimate, nothing
from trailblazer.estimates.intervals import wilson
from trailblazer.estimates.invited import MARGINS, invited
from trailblazer.estimates.scale import PLAIN, SHARE, written
from trailblazer.estimates.seats import NHS
from trailblazer.estimates.weights import weigh

WHO = "key_informants"
ROWS = {"sector": str, "n": int, **dict.fromkeys(SCALE, float), "low": float, "high": float}


@dataclass(frozen=True)
class Sectors:
    """Answers to one item by respondents' own sector, and by whether they work in the NHS.

    ``agree_outside`` and ``disagree_outside`` are of those outside the NHS, ``disagree_inside`` of
    those in it; ``disagree_unweighted`` of all, as they answered. ``by_sector`` (sector, n, a
    weighted share a point of the scale, low, high) has the sectors of the scale's base, most
    answers first, with the interval of the share disagreeing.
    """

    question: str
    agree_outside: Estimate
    disagree_outside: Estimate
    disagree_inside: Estimate
    disagree_unweighted: Estimate
    by_sector: pd.DataFrame

    @property
    def evidence(self) -> dict[str, Estimate]:
        """Every estimate by the name that the register uses, to conclude a claim with."""
        return {
            "agree_outside": self.agree_outside,
            "disagree_outside": self.disagree_outside,
            "disagree_inside": self.disagree_inside,
            "disagree_unweighted": self.disagree_unweighted,
        }


def by_sector(
    item_claim: str,
    *,
    surveys: pd.DataFrame,
    survey_cases: pd.DataFrame,
    survey_items: pd.DataFrame,
    survey_answers: pd.DataFrame,
    settings: pd.DataFrame,
    sites: pd.DataFrame,
    round: int | None = None,
    confidence_level: float = 0.95,
) -> Sectors:
    """Estimate the latest answers to the item on a claim within each sector.

    Weights and design are those of :func:`~trailblazer.estimates.survey.likert`; a sector is a
    domain of all who answered. Those whose sector is not known count neither as NHS nor as
    outside it.
    """
    item = item_on(item_claim, survey_items, surveys, WHO, round)
    if item is None:
        return _unanswered()
    cases = survey_cases[survey_cases["survey_id"] == item["survey_id"]]
    frame = invited(WHO, cases, settings, sites)
    own = survey_answers[survey_answers["item_id"] == item["item_id"]]
    placed = placed_on_scale(given_by(frame, own))
    if placed.empty:
        return _unanswered()
    placed = placed.assign(employer=placed["sector"].map(_employer))
    weighted = weigh(placed, frame, MARGINS[WHO])
    agree, disagree = (
        weighted.shares(c, "employer", level=confidence_level) for c in ("agree", "disagree")
    )
    plain, n = int(placed["disagree"].sum()), len(placed)
    ends = wilson(plain, n, level=confidence_level)
    return Sectors(
        question=str(item["question"]),
        agree_outside=_of("Agree, outside the NHS", agree.get("outside"), confidence_level),
        disagree_outside=_of(
            "Disagree, outside the NHS", disagree.get("outside"), confidence_level
        ),
        disagree_inside=_of("Disagree, in the NHS", disagree.get("nhs"), confidence_level),
        disagree_unweighted=written(
            "Disagree, unweighted", Share(plain / n, ends, n), confidence_level, method=PLAIN,
            weighted=False,
        ),
        by_sector=_rows(placed, weighted, confidence_level),
    )  # fmt: skip


def _employer(sector: str) -> str:
    if sector == "not_known":
        return sector
    return "nhs" if sector in NHS else "outside"


def _of(label: str, found: Share | None, level: float) -> Estimate:
    if found is None or found.n == 0:
        return nothing(label, "share", "sample", SHARE)
    return written(label, found, level)


def _rows(placed: pd.DataFrame, weighted: Weighted, level: float) -> pd.DataFrame:
    sums = weighted.weights.groupby([placed["sector"], placed["answer"]]).sum().unstack()
    shares = sums.reindex(columns=list(SCALE)).fillna(0.0)
    shares = shares.div(shares.sum(axis=1), axis=0)
    missing = (float("nan"), float("nan"))
    rows = [
        (sector, found.n, *shares.loc[sector], *(found.interval or missing))
        for sector, found in weighted.shares("disagree", "sector", level=level).items()
        if found.n
    ]
    frame = pd.DataFrame(rows, columns=list(ROWS))
    return frame.sort_values(["n", "sector"], ascending=[False, True], ignore_index=True)


def _unanswered() -> Sectors:
    return Sectors(
        question="",
        agree_outside=_of("Agree, outside the NHS", None, 0.0),
        disagree_outside=_of("Disagree, outside the NHS", None, 0.0),
        disagree_inside=_of("Disagree, in the NHS", None, 0.0),
        disagree_unweighted=nothing("Disagree, unweighted", "share", "sample", PLAIN),
        by_sector=pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in ROWS.items()}),
    )
