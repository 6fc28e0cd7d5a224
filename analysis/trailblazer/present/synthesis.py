"""A claim seen from all its strands at once: what each says, and what follows when they are joined.

Nothing is judged here. The sentences are put together from the directions of the strands, their
fit, the verdict and people's confidence, all of which stand in the record of the finding.
"""

from __future__ import annotations

from collections.abc import Mapping

from trailblazer.findings.claim import VERDICT_WORDS
from trailblazer.findings.integration import Direction
from trailblazer.findings.proposition import Strand
from trailblazer.findings.record import Finding
from trailblazer.findings.verdict import Outcome
from trailblazer.present.integration import (
    FIT_WORDS,
    LEVEL_WORDS,
    STRAND_WORDS,
    assessor,
    drawn,
    sentence,
)
from trailblazer.present.words import joined

# A strand as the subject of a sentence, and whether its verb is plural.
_SUBJECTS: Mapping[Strand, tuple[str, bool]] = {
    "monitoring": ("the monitoring data", True),
    "survey": ("the survey", False),
    "interviews": ("interviews and focus groups", True),
    "documents": ("documents", True),
}
_SAYS: Mapping[Direction, tuple[str, str]] = {
    "for": ("bears the claim out", "bear the claim out"),
    "mixed": ("bears out a part of the claim", "bear out a part of the claim"),
    "against": ("speaks against the claim", "speak against the claim"),
    "unclear": ("does not settle it", "do not settle it"),
    "silent": ("is silent", "are silent"),
}


def fit_codes(finding: Finding) -> str:
    """The code of fit by rule and from each assessor, shortly."""
    said = [f"By rule: {FIT_WORDS[finding.convergence.proposed].lower()}"]
    coded = finding.convergence.coded
    ratings = coded.ratings if coded else ()
    said += [
        drawn(f"{assessor(r.assessor)}: {FIT_WORDS[r.level].lower()}", finding) for r in ratings
    ]
    return f"{'. '.join(said)}." if ratings else f"{said[0]}. Not assessed by people."


def fit_reasons(finding: Finding) -> str:
    """Who gives which code, each assessor with a reason."""
    coded = finding.convergence.coded
    said = [f"By rule: {FIT_WORDS[finding.convergence.proposed].lower()}."]
    for rating in coded.ratings if coded else ():
        code = f"{assessor(rating.assessor)}: {FIT_WORDS[rating.level].lower()}"
        said.append(f"{drawn(code, finding)}.")
        said.append(rating.reason)
    return " ".join(said)


def meta_inference(finding: Finding) -> str:
    """What follows from the strands taken together: who says what, what that means, how sure."""
    parts = [sentence(_told(finding)), _meaning(finding)]
    parts.append(f"Verdict: {VERDICT_WORDS[finding.verdict].lower()}.")
    overall = finding.confidence.get("overall")
    # Levels drawn at random say nothing of how sure one may be.
    if overall is not None and not finding.data.synthetic:
        parts.append(f"Confidence in the evidence: {LEVEL_WORDS[overall.shown].lower()}.")
    return " ".join(parts)


def bears_out(finding: Finding) -> dict[str, str]:
    """What speaks for a claim, by the words for the strand; nothing where nothing does."""
    return _by_strand(finding, ("met",))


def speaks_against(finding: Finding) -> dict[str, str]:
    """What speaks against a claim or leaves it open, by the words for the strand."""
    return _by_strand(finding, ("unmet", "uncertain"))


def _by_strand(finding: Finding, outcomes: tuple[Outcome, ...]) -> dict[str, str]:
    said: dict[str, str] = {}
    for strand, name in STRAND_WORDS.items():
        own = [p for p in finding.propositions if p.strand == strand and p.outcome in outcomes]
        if own:
            said[name] = f"{'; '.join(p.words for p in own)}."
    return said


def _told(finding: Finding) -> str:
    """Which way each strand points; those that point the same way are named together."""
    speaking = [s for s in STRAND_WORDS if finding.strands.get(s, "silent") != "silent"]
    if not speaking:
        return "no kind of evidence has anything to say of the claim"
    return "; ".join(
        _says(direction, [s for s in STRAND_WORDS if finding.strands.get(s) == direction])
        for direction in _SAYS
        if direction in finding.strands.values()
    )


def _says(direction: Direction, strands: list[Strand]) -> str:
    plural = len(strands) > 1 or _SUBJECTS[strands[0]][1]
    # "Interviews and focus groups" comes last, so that its own "and" does not confuse.
    names = sorted((_SUBJECTS[s][0] for s in strands), key=lambda name: " and " in name)
    return f"{joined(names)} {_SAYS[direction][plural]}"


def _meaning(finding: Finding) -> str:
    """What the proposed fit means for a reader."""
    speaking = {d for d in finding.strands.values() if d != "silent"}
    fit = finding.convergence.proposed
    if fit == "silence":
        return "No second kind of evidence confirms or contradicts it." if speaking else (
            "It can be neither confirmed nor contradicted here."
        )  # fmt: skip
    if fit == "agreement":
        together = "for" if "for" in speaking else "against"
        return f"Different kinds of evidence count {together} it."
    if fit == "dissonance":
        return "The strands contradict each other, and neither is set aside."
    return "They agree only in part: what one leaves open the other does not settle."
