"""What the data of an edition could not test: the deciding parts of claims that were left open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from trailblazer.findings.numbers import NONE
from trailblazer.findings.record import Finding, TestedProposition
from trailblazer.present.integration import sentence
from trailblazer.present.words import counted

# Parts are told one by one when they are no more than these.
FEW = 3


def untested(found: Iterable[Finding]) -> list[tuple[str, str]]:
    """The claim and the words of each deciding part that could not be tested."""
    return [(claim, p.words) for claim, p in gated(found) if p.essential]


def gated(found: Iterable[Finding]) -> Iterator[tuple[str, TestedProposition]]:
    """Each claim and part, deciding or not, that could not be tested."""
    for finding in found:
        yield from ((finding.id, p) for p in finding.propositions if p.outcome == "gated")


def in_a_sentence(found: Mapping[str, Finding]) -> str:
    """The same for a summary; *not available* when every deciding part could be tested."""
    parts = untested(found.values())
    if not parts:
        return NONE
    if len(parts) == 1:
        return sentence(parts[0][1])
    claims = len({claim for claim, _ in parts})
    return f"Parts of {counted(claims, 'claim')} could not be tested with these data."
