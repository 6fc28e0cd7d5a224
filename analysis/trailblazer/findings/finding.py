"""From a claim and its evidence to the finding: judged, worded, set beside what was published."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from trailblazer.estimates.estimate import Estimate, Evidence, Prominence
from trailblazer.findings.assessed import Assessed
from trailblazer.findings.brief import brief
from trailblazer.findings.claim import Claim
from trailblazer.findings.integration import converge, directions
from trailblazer.findings.policy import POLICIES
from trailblazer.findings.record import (
    DataUsed,
    Exhibit,
    Finding,
    MadeBy,
    PublishedValue,
    TestedProposition,
)
from trailblazer.findings.robustness import robustness, without_effect
from trailblazer.findings.verdict import Judged, judge
from trailblazer.findings.wording import (
    Value,
    fill,
    headline,
    proposition_words,
    scores,
    thresholds,
    values,
)


def find(
    claim: Claim,
    evidence: Mapping[str, Evidence],
    *,
    present: Collection[str],
    exhibits: Collection[Exhibit],
    settings: Mapping[str, Value],
    assessed: Assessed,
    policy: str,
    data: DataUsed,
    made_by: MadeBy,
) -> Finding:
    """Judge a claim and make its finding; raises when the register and the evidence disagree.

    The verdict is that of the exact ``evidence``; all that the finding tells of it, numbers and
    words, is what the disclosure ``policy`` lets be told.

    ``settings`` are the notebook's parameters as quotable values, such as ``deadline_months``.
    What people ``assessed`` is kept beside the verdict, which it cannot change.
    """
    told = POLICIES[policy].evidence(evidence)
    verdict, judged = judge(claim, evidence, present, told)
    strands = directions(judged)
    quotable = {**settings, **values(told), **thresholds(judged, told), **scores(judged)}
    caveats = (fill(c, quotable, f"{claim.id}, caveats").strip() for c in claim.caveats)
    return Finding(
        **claim.model_dump(
            include={
                "id", "title", "claim", "locator", "chapter", "objective", "kind", "subject",
                "quantifier", "contradicted_by", "tested",
            }
        ),
        caveats=tuple(filter(None, caveats)),
        verdict=verdict,
        headline=headline(claim, verdict, judged, quotable),
        brief=brief(claim, verdict, judged, quotable),
        propositions=tuple(_tested(j, quotable) for j in judged),
        estimates={k: v for k, v in sorted(told.items()) if isinstance(v, Estimate)},
        prominence={k: v for k, v in sorted(told.items()) if isinstance(v, Prominence)},
        strands=strands,
        convergence=converge(strands, assessed.convergence),
        confidence=assessed.confidence,
        robustness=robustness(claim, evidence, present),
        without_effect=without_effect(claim, evidence, told, judged),
        other_claims=tuple(s.says for s in claim.robustness if s.another_claim),
        published=_published(claim, evidence, quotable),
        exhibits=tuple(exhibits),
        policy=policy,
        data=data,
        made_by=made_by,
        values=quotable,
    )  # fmt: skip


def _tested(judged: Judged, quotable: Mapping[str, Value]) -> TestedProposition:
    p = judged.proposition
    return TestedProposition(
        id=p.id,
        statement=p.statement,
        words=proposition_words(judged, quotable),
        strand=p.strand,
        essential=p.essential,
        decisive=p.decisive,
        indicator=p.indicator,
        rule=p.reason,
        estimate=p.estimate,
        outcome=judged.outcome,
        reason=judged.reason,
    )


def _published(
    claim: Claim, evidence: Mapping[str, Evidence], quotable: Mapping[str, Value]
) -> tuple[PublishedValue, ...]:
    return tuple(
        PublishedValue(
            estimate=p.estimate,
            published=p.text,
            found=quotable[p.estimate].text,
            consistent=_consistent(p.value, evidence[p.estimate]),
            source=p.source,
        )
        for p in claim.published
    )


def _consistent(published: float, found: Evidence) -> bool | None:
    """Whether the published figure is inside the new interval, or equal to a census count."""
    if not isinstance(found, Estimate) or found.value is None:
        return None
    if found.low is None or found.high is None:
        return found.value == published
    # The published figures are rounded to a whole per cent: allow half of one either side.
    slack = 0.005 if found.unit in ("share", "points") else 0.0
    return found.low - slack <= published <= found.high + slack
