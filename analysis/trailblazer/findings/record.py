"""The record of a finding: one claim judged on one set, as one JSON file.

A record holds no clock, host or path: two runs on the same input write the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from trailblazer import files
from trailblazer.estimates.estimate import Estimate, Evidence, Prominence
from trailblazer.findings.register import Claim, Strand, Verdict
from trailblazer.findings.verdict import Judged, Outcome, judge
from trailblazer.findings.wording import Value, headline, proposition_words, values

SCHEMA = "trailblazer-finding/1"

Parameter = str | int | float | bool


class Frozen(BaseModel):
    """A part of a record: closed and unchangeable."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Exhibit(Frozen):
    """A figure or table of a finding: where it lies and the words that go with it."""

    id: str
    kind: Literal["figure", "table"]
    path: str
    data: str
    caption: str
    alt: str = ""
    description: str = ""


class TestedProposition(Frozen):
    """A proposition as it came out on this set."""

    id: str
    statement: str
    words: str
    strand: Strand
    essential: bool
    decisive: bool
    rule: str
    estimate: str
    outcome: Outcome
    reason: str


class DataUsed(Frozen):
    """The set a finding rests on: its name and version, and the tables read with their digests."""

    name: str
    title: str
    version: str
    synthetic: bool
    period: tuple[str, str]
    tables: Mapping[str, str]


class MadeBy(Frozen):
    """What made the record: the notebook, the digest of its code, the parameters, our version."""

    notebook: str
    code_sha256: str
    parameters: Mapping[str, Parameter]
    version: str


class PublishedValue(Frozen):
    """A figure the evaluation printed beside the new one; consistency never changes a verdict."""

    estimate: str
    published: str
    found: str
    consistent: bool | None
    source: str


class Finding(Frozen):
    """A claim judged on a set: verdict, words, evidence, and where all of it came from."""

    schema_version: str = SCHEMA
    id: str
    title: str
    claim: str
    locator: str
    chapter: str
    objective: str
    kind: str
    subject: str
    quantifier: str
    verdict: Verdict
    headline: str
    propositions: tuple[TestedProposition, ...]
    estimates: Mapping[str, Estimate]
    prominence: Mapping[str, Prominence]
    strands: Mapping[Strand, Literal["for", "mixed", "against", "unclear", "silent"]]
    published: tuple[PublishedValue, ...]
    contradicted_by: str
    tested: str
    caveats: tuple[str, ...]
    exhibits: tuple[Exhibit, ...]
    policy: str
    data: DataUsed
    made_by: MadeBy
    values: Mapping[str, Value]


def find(
    claim: Claim,
    evidence: Mapping[str, Evidence],
    *,
    present: Collection[str],
    exhibits: Collection[Exhibit],
    settings: Mapping[str, Value],
    policy: str,
    data: DataUsed,
    made_by: MadeBy,
) -> Finding:
    """Judge a claim and make its finding; raises when the register and the evidence disagree.

    ``settings`` are the notebook's parameters as quotable values, such as ``deadline_months``.
    """
    verdict, judged = judge(claim, evidence, present)
    quotable = {**settings, **values(evidence)}
    return Finding(
        **claim.model_dump(
            include={
                "id", "title", "claim", "locator", "chapter", "objective", "kind", "subject",
                "quantifier", "contradicted_by", "tested", "caveats",
            }
        ),
        verdict=verdict,
        headline=headline(claim, verdict, judged, quotable),
        propositions=tuple(_tested(j, quotable) for j in judged),
        estimates={k: v for k, v in sorted(evidence.items()) if isinstance(v, Estimate)},
        prominence={k: v for k, v in sorted(evidence.items()) if isinstance(v, Prominence)},
        strands=_strands(judged),
        published=_published(claim, evidence, quotable),
        exhibits=tuple(exhibits),
        policy=policy,
        data=data,
        made_by=made_by,
        values=quotable,
    )  # fmt: skip


def write(finding: Finding, folder: Path) -> Path:
    """Write a finding as ``<id>.json``, whole or not at all."""
    path = folder / f"{finding.id}.json"
    files.write_text(path, finding.model_dump_json(indent=2) + "\n")
    return path


def read_all(folder: Path) -> dict[str, Finding]:
    """Every finding of a folder by id, in alphabetical order."""
    paths = sorted(folder.glob("*.json"))
    return {p.stem: Finding.model_validate(json.loads(p.read_text("utf-8"))) for p in paths}


def _tested(judged: Judged, quotable: Mapping[str, Value]) -> TestedProposition:
    p = judged.proposition
    return TestedProposition(
        id=p.id,
        statement=p.statement,
        words=proposition_words(judged, quotable),
        strand=p.strand,
        essential=p.essential,
        decisive=p.decisive,
        rule=p.reason,
        estimate=p.estimate,
        outcome=judged.outcome,
        reason=judged.reason,
    )


def _strands(
    judged: Collection[Judged],
) -> dict[Strand, Literal["for", "mixed", "against", "unclear", "silent"]]:
    """What each strand of evidence says; silent means it could not be asked of this set."""
    by_strand: dict[Strand, set[Outcome]] = {}
    for j in judged:
        by_strand.setdefault(j.proposition.strand, set()).add(j.outcome)
    return {strand: _direction(outcomes) for strand, outcomes in sorted(by_strand.items())}


def _direction(
    outcomes: set[Outcome],
) -> Literal["for", "mixed", "against", "unclear", "silent"]:
    if {"met", "unmet"} <= outcomes:
        return "mixed"
    if "met" in outcomes:
        return "for"
    if "unmet" in outcomes:
        return "against"
    return "unclear" if "uncertain" in outcomes else "silent"


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
