"""How the strands fit and how sure people are of a finding, in words a reader meets elsewhere."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from trailblazer.findings.assessed import CERQUAL_CAVEAT, SCALES, Judgement
from trailblazer.findings.integration import Direction
from trailblazer.findings.proposition import Strand
from trailblazer.findings.record import Finding
from trailblazer.present.exhibit import Table

NOT_ASSESSED = "Not assessed"
STRAND_WORDS: Mapping[Strand, str] = {
    "monitoring": "Monitoring data",
    "survey": "Survey",
    "interviews": "Interviews and focus groups",
    "documents": "Documents",
}
DIRECTION_WORDS: Mapping[Direction, str] = {
    "for": "Bears the claim out",
    "mixed": "Bears out a part",
    "against": "Speaks against it",
    "unclear": "Not clear either way",
    "silent": "Silent",
}
FIT_WORDS: Mapping[str, str] = {
    "agreement": "Agreement",
    "partial_agreement": "Partial agreement",
    "silence": "Silence",
    "dissonance": "Dissonance",
}
FIT_MEANS: Mapping[str, str] = {
    "agreement": "the strands that speak of it say the same",
    "partial_agreement": "the strands agree in part",
    "silence": "no two strands speak of it, so none can confirm another",
    "dissonance": "one strand bears the claim out and another speaks against it",
}
PART_WORDS: Mapping[str, str] = {
    "methodological_limitations": "How the evidence was gathered",
    "coherence": "How well accounts fit together",
    "adequacy": "How rich the evidence is",
    "relevance": "How close it is to the question",
    "overall": "Confidence overall",
}
CONCERN_WORDS: Mapping[str, str] = {
    "none_or_very_minor": "No or very minor concern",
    "minor": "Minor concern",
    "moderate": "Moderate concern",
    "serious": "Serious concern",
}
LEVEL_WORDS: Mapping[str, str] = {
    "high": "High",
    "moderate": "Moderate",
    "low": "Low",
    "very_low": "Very low",
}


def strand_words(finding: Finding, strand: Strand) -> list[str]:
    """What one strand says of a claim, a sentence a proposition, each with its number."""
    return [sentence(p.words) for p in finding.propositions if p.strand == strand]


def directions(finding: Finding) -> str:
    """Which way each strand points, in one sentence."""
    said = [f"{STRAND_WORDS[s]}: {DIRECTION_WORDS[d].lower()}" for s, d in finding.strands.items()]
    return f"{'; '.join(said)}."


def unused(finding: Finding) -> str:
    """The strands that no rule of the claim rests on, in words; empty when it rests on all."""
    left = [words for strand, words in STRAND_WORDS.items() if strand not in finding.strands]
    return f"No rule for this claim rests on: {', '.join(map(str.lower, left))}." if left else ""


def fit(finding: Finding) -> str:
    """The fit of the strands: by rule, then by each assessor, and whether the two differ."""
    proposed = finding.convergence.proposed
    words = f"By rule: {FIT_WORDS[proposed].lower()} ({FIT_MEANS[proposed]})."
    coded = finding.convergence.coded
    if coded is None:
        return f"{words} Not assessed by people."
    if {r.level for r in coded.ratings} == {proposed}:
        return f"{words} {drawn(f'{_all(coded)} the same', finding)}."
    each = drawn(_each(coded, FIT_WORDS), finding)
    words = f"{words} {each}. The rule sees only which way each strand points."
    unseen = proposed != "dissonance" and any(r.level == "dissonance" for r in coded.ratings)
    # Of judgements drawn at random nobody can say that they saw something.
    if finding.data.synthetic or not unseen:
        return words
    return f"{words} The assessors saw a contradiction that the rule does not see."


def confidence(finding: Finding) -> str:
    """Confidence overall: the lower level where assessors differ, and what each gave."""
    overall = finding.confidence.get("overall")
    if overall is None:
        return f"{NOT_ASSESSED}."
    words = drawn(LEVEL_WORDS[overall.shown], finding)
    if not overall.differs:
        return f"{words}. {_all(overall)} this level."
    return f"{words}, the lower of two views. {_each(overall, LEVEL_WORDS)}."


def drawn(words: str, finding: Finding) -> str:
    """What people judged, marked where nobody did and chance stands for them: a synthetic set."""
    return f"{words} (drawn at random)" if finding.data.synthetic else words


def confidence_parts(finding: Finding) -> Table | None:
    """One row a part of confidence: the level shown and each assessor's rating with its reason."""
    if not finding.confidence:
        return None
    rows = [
        {
            "What was judged": PART_WORDS[part],
            "Shown": level(finding, part),
            "What each assessor said": _reasons(finding.confidence[part])
            if part in finding.confidence
            else NOT_ASSESSED,
        }
        for part in SCALES
    ]
    subject = drawn("Confidence in the evidence", finding)
    caption = f"{subject}: {finding.title}. {CERQUAL_CAVEAT}"
    return Table(frame=pd.DataFrame(rows), caption=caption)


def level(finding: Finding, part: str) -> str:
    """The level shown for a part of confidence, in words."""
    judged = finding.confidence.get(part)
    return NOT_ASSESSED if judged is None else scale_words(part)[judged.shown]


def with_reasons(finding: Finding, part: str) -> str:
    """The level shown for a part of confidence, then each assessor's rating with its reason."""
    judged = finding.confidence.get(part)
    return f"{NOT_ASSESSED}." if judged is None else f"{level(finding, part)}. {_reasons(judged)}"


def scale_words(part: str) -> Mapping[str, str]:
    """The words of the scale on which a part of confidence is judged."""
    return LEVEL_WORDS if part == "overall" else CONCERN_WORDS


def assessor(name: str) -> str:
    """An assessor's pseudonym as a reader sees it: ``assessor_a`` is *Assessor A*."""
    return " ".join(part.capitalize() for part in name.split("_"))


def sentence(words: str) -> str:
    """A proposition's words as a sentence of their own."""
    return f"{words[:1].upper()}{words[1:]}."


def _all(judged: Judgement) -> str:
    number = len(judged.ratings)
    return {1: "The one assessor gave", 2: "Both assessors gave"}.get(number, "All assessors gave")


def _each(judged: Judgement, words: Mapping[str, str]) -> str:
    said = [f"{assessor(r.assessor)}: {words[r.level].lower()}" for r in judged.ratings]
    return "; ".join(said)


def _reasons(judged: Judgement) -> str:
    words = scale_words(judged.component)
    if not judged.differs:
        reasons = " ".join(dict.fromkeys(r.reason for r in judged.ratings))
        return f"{_all(judged)} this. {reasons}"
    said = [f"{assessor(r.assessor)}: {words[r.level].lower()}. {r.reason}" for r in judged.ratings]
    return " ".join(said)
