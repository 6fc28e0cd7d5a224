"""The fit of the strands and people's judgements: kept beside the verdict, never changing it."""

from __future__ import annotations

from itertools import product

import pandas as pd
import pytest

from trailblazer.findings.assessed import Assessed, Judgement, Rating, assessed
from trailblazer.findings.claim import Claim
from trailblazer.findings.integration import Direction, converge, directions, propose
from trailblazer.findings.proposition import Strand
from trailblazer.findings.register import load_register
from trailblazer.findings.verdict import Judged, Outcome, verdict_of

CLAIM: Claim = load_register().claims["retention"]
STRANDS: tuple[Strand, ...] = ("monitoring", "survey", "interviews")


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (("for", "for"), "agreement"),
        (("against", "against", "silent"), "agreement"),
        (("for", "against"), "dissonance"),
        (("for", "against", "mixed"), "dissonance"),
        (("for", "mixed"), "partial_agreement"),
        (("for", "unclear"), "partial_agreement"),
        (("unclear", "unclear"), "partial_agreement"),
        (("for",), "silence"),
        (("for", "silent"), "silence"),
        (("silent", "silent"), "silence"),
    ],
)
def test_the_rule_sees_which_way_strands_point(said: tuple[Direction, ...], expected: str) -> None:
    assert propose(dict(zip(STRANDS, said, strict=False))) == expected


def judged(outcome: Outcome, strand: Strand, **changes: object) -> Judged:
    changed = {"strand": strand, "essential": True, "decisive": False, **changes}
    return Judged(proposition=CLAIM.propositions[0].model_copy(update=changed), outcome=outcome)


def test_dissonance_of_strands_that_decide_caps_the_verdict_at_partly() -> None:
    outcomes: tuple[Outcome, ...] = ("met", "unmet", "uncertain", "gated")
    seen = set()
    for found in product(outcomes, repeat=3):
        parts = [judged(o, s) for o, s in zip(found, STRANDS, strict=True)]
        if propose(directions(parts)) == "dissonance":
            verdict = verdict_of(parts)
            assert verdict == "partly_supported", found
            seen.add(verdict)
    assert seen


def test_a_decisive_part_contradicts_in_dissonance_too() -> None:
    parts = [judged("met", "survey"), judged("unmet", "monitoring", decisive=True)]
    assert propose(directions(parts)) == "dissonance"
    assert verdict_of(parts) == "not_supported"


def test_a_strand_with_parts_that_differ_is_mixed() -> None:
    parts = [judged("met", "survey"), judged("unmet", "survey"), judged("gated", "interviews")]
    assert directions(parts) == {"survey": "mixed", "interviews": "silent"}


ROWS = pd.DataFrame(
    [
        ("retention", "confidence", "adequacy", "minor", "Some.", "b"),
        ("retention", "confidence", "adequacy", "moderate", "Few.", "a"),
        ("retention", "confidence", "overall", "high", "No concern.", "a"),
        ("retention", "confidence", "relevance", "agreement", "Not on this scale.", "a"),
        ("retention", "convergence", "overall", "agreement", "Same.", "a"),
        ("gap", "confidence", "overall", "low", "Another claim.", "a"),
    ],
    columns=["claim_id", "instrument", "component", "rating", "reason", "assessor_id"],
)


def test_both_judgements_are_kept_and_the_lower_is_shown() -> None:
    found = assessed(ROWS, "retention")
    adequacy = found.confidence["adequacy"]
    assert adequacy.shown == "moderate"
    assert adequacy.differs
    assert [(r.assessor, r.level) for r in adequacy.ratings] == [
        ("assessor_a", "moderate"),
        ("assessor_b", "minor"),
    ]
    assert list(found.confidence) == ["adequacy", "overall"]
    assert found.confidence["overall"].shown == "high"


def test_nobody_assessed_it() -> None:
    assert assessed(ROWS[:0], "retention") == Assessed()
    assert converge({"survey": "for"}, None).codes == ("silence",)


def test_rule_and_assessors_stand_side_by_side() -> None:
    rating = Rating(assessor="a", level="agreement", reason="Same.")
    coded = Judgement(component="overall", shown="agreement", ratings=(rating,))
    found = converge({"survey": "for", "interviews": "against"}, coded)
    assert found.codes == ("dissonance", "agreement")


def test_every_notebook_with_claims_reads_the_judgements() -> None:
    register = load_register()
    for claim in register.claims.values():
        assert "judgements" in register.reads(claim.notebook)
        assert "judgements" not in claim.tables
