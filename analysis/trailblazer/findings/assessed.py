"""What people judged of a claim: confidence in the evidence and the fit of the strands.

Such judgements are data: each assessor's stands in the table of judgements with a reason. They
are read here and never changed, and none of them changes a verdict.
"""

from __future__ import annotations

import string
from collections.abc import Mapping
from types import MappingProxyType

import pandas as pd

from trailblazer.findings.frozen import Frozen

# Said wherever confidence is shown.
CERQUAL_CAVEAT = (
    "The parts judged are those of GRADE-CERQual (Confidence in the Evidence from Reviews of "
    "Qualitative research), which was made for syntheses of many studies. Here they are borrowed "
    "for one evaluation, so this is a note informed by that approach and not a rating under it. "
    "It never changes a verdict."
)
CONCERNS = ("none_or_very_minor", "minor", "moderate", "serious")
LEVELS = ("high", "moderate", "low", "very_low")
FITS = ("agreement", "partial_agreement", "silence", "dissonance")
# The parts of confidence, each with its scale from best to worst.
SCALES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "methodological_limitations": CONCERNS,
        "coherence": CONCERNS,
        "adequacy": CONCERNS,
        "relevance": CONCERNS,
        "overall": LEVELS,
    }
)


class Rating(Frozen):
    """What one assessor gave, and why."""

    assessor: str
    level: str
    reason: str


class Judgement(Frozen):
    """One thing judged by one or more assessors.

    ``shown`` is the worst level that was given: where assessors differ, the more cautious one
    stands, and every rating is kept beside it.
    """

    component: str
    shown: str
    ratings: tuple[Rating, ...]

    @property
    def differs(self) -> bool:
        """Whether the assessors did not all give the same."""
        return len({r.level for r in self.ratings}) > 1


class Assessed(Frozen):
    """The judgements of one claim; empty where nobody assessed it.

    ``confidence`` holds the parts by name, in the order of the approach, with ``overall`` last.
    """

    confidence: Mapping[str, Judgement] = {}
    convergence: Judgement | None = None


def assessed(judgements: pd.DataFrame, claim: str) -> Assessed:
    """The judgements of a claim from the table of judgements.

    A rating that is not on the scale of what is judged is left out: it says nothing about it.
    """
    judgements = judgements.assign(assessor_id=_pseudonyms(judgements["assessor_id"]))
    own = judgements[judgements["claim_id"] == claim]
    confidence = own[own["instrument"] == "confidence"]
    parts = {name: _judgement(confidence, name, scale) for name, scale in SCALES.items()}
    fit = own[own["instrument"] == "convergence"]
    return Assessed(
        confidence={name: part for name, part in parts.items() if part is not None},
        convergence=_judgement(fit, "overall", FITS),
    )


def _pseudonyms(assessors: pd.Series) -> pd.Series:
    """Letters for assessors, the same for every claim: a set may hold their names."""
    known = sorted(assessors.dropna().unique())
    letters = string.ascii_lowercase
    named = {a: f"assessor_{letters[n] if n < 26 else n + 1}" for n, a in enumerate(known)}
    return assessors.map(named)


def _judgement(rows: pd.DataFrame, component: str, scale: tuple[str, ...]) -> Judgement | None:
    own = rows[(rows["component"] == component) & rows["rating"].isin(scale)]
    if own.empty:
        return None
    ratings = [
        Rating(assessor=row.assessor_id, level=row.rating, reason=row.reason)
        for row in own.sort_values("assessor_id").itertuples()
    ]
    worst = max((r.level for r in ratings), key=scale.index)
    return Judgement(component=component, shown=worst, ratings=tuple(ratings))
