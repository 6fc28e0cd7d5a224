"""How the strands of evidence fit together: a code proposed by rule, beside the assessors' codes.

The codes are those of the triangulation protocol (Farmer and others, 2006; O'Cathain and others,
2010). The rule sees only which way each strand points; people see what the strands say. Where the
two differ, both are printed. Neither changes a verdict: dissonance between strands that decide a
claim already keeps it from *supported*, because one of its parts is then not met.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Literal

from trailblazer.findings.assessed import Judgement
from trailblazer.findings.frozen import Frozen
from trailblazer.findings.proposition import Strand
from trailblazer.findings.verdict import Judged, Outcome

Direction = Literal["for", "mixed", "against", "unclear", "silent"]
Fit = Literal["agreement", "partial_agreement", "silence", "dissonance"]


class Convergence(Frozen):
    """The fit of the strands: what the rule proposes, and what each assessor coded, if any did."""

    proposed: Fit
    coded: Judgement | None

    @property
    def codes(self) -> tuple[str, ...]:
        """Every code given, the proposed one first, each once."""
        assessors = [r.level for r in self.coded.ratings] if self.coded else []
        return tuple(dict.fromkeys([self.proposed, *assessors]))


def directions(judged: Collection[Judged]) -> dict[Strand, Direction]:
    """What each strand of evidence says; silent means it could not be asked of this set."""
    by_strand: dict[Strand, set[Outcome]] = {}
    for j in judged:
        by_strand.setdefault(j.proposition.strand, set()).add(j.outcome)
    return {strand: _direction(outcomes) for strand, outcomes in sorted(by_strand.items())}


def propose(strands: Mapping[Strand, Direction]) -> Fit:
    """The code that follows from the directions of the strands alone.

    *Silence* when fewer than two strands have anything to say, *dissonance* when one speaks for
    the claim and another against it, *agreement* when all that speak point one way and none of
    them is in doubt; anything else is *partial agreement*. A silent strand takes nothing from the
    agreement of two others.
    """
    speaking = [d for d in strands.values() if d != "silent"]
    if len(speaking) < 2:
        return "silence"
    if {"for", "against"} <= set(speaking):
        return "dissonance"
    one_way = set(speaking) in ({"for"}, {"against"})
    return "agreement" if one_way else "partial_agreement"


def converge(strands: Mapping[Strand, Direction], coded: Judgement | None) -> Convergence:
    """The proposed code with those of the assessors beside it."""
    return Convergence(proposed=propose(strands), coded=coded)


def _direction(outcomes: set[Outcome]) -> Direction:
    if {"met", "unmet"} <= outcomes:
        return "mixed"
    if "met" in outcomes:
        return "for"
    if "unmet" in outcomes:
        return "against"
    return "unclear" if "uncertain" in outcomes else "silent"
