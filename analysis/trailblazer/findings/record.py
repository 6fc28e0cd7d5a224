"""The record of a finding: one claim judged on one set, as one JSON file.

A record holds no clock, host or path: two runs on the same input write the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from trailblazer import files
from trailblazer.estimates.estimate import About, Estimate, Prominence
from trailblazer.findings.assessed import Judgement
from trailblazer.findings.claim import Verdict
from trailblazer.findings.frozen import Frozen
from trailblazer.findings.integration import Convergence, Direction
from trailblazer.findings.proposition import Strand
from trailblazer.findings.verdict import Outcome
from trailblazer.findings.wording import Value

SCHEMA = "trailblazer-finding/1"

Parameter = str | int | float | bool


class Exhibit(Frozen):
    """A figure or table of a finding: where it lies and the words that go with it."""

    id: str
    kind: Literal["figure", "table"]
    path: str
    data: str
    caption: str
    alt: str = ""
    description: str = ""
    about: About = "people"


class TestedProposition(Frozen):
    """A proposition as it came out on this set."""

    id: str
    statement: str
    words: str
    strand: Strand
    essential: bool
    decisive: bool
    indicator: bool = False
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
    """A claim judged on a set: verdict, words, evidence, and where all of it came from.

    ``robustness`` gives the verdict under each other defensible setting, by the setting's words;
    ``without_effect`` names those that change no number on this set, and so cannot change it, and
    ``other_claims`` those that ask for more or less than the claim says.
    ``confidence`` holds people's judgement of the evidence by part, ``overall`` last, and is empty
    where nobody assessed it. ``brief`` is the headline in a length that fits a summary.
    """

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
    brief: str
    propositions: tuple[TestedProposition, ...]
    estimates: Mapping[str, Estimate]
    prominence: Mapping[str, Prominence]
    strands: Mapping[Strand, Direction]
    convergence: Convergence
    confidence: Mapping[str, Judgement]
    robustness: Mapping[str, Verdict]
    without_effect: tuple[str, ...] = ()
    other_claims: tuple[str, ...] = ()
    published: tuple[PublishedValue, ...]
    contradicted_by: str
    tested: str
    caveats: tuple[str, ...]
    exhibits: tuple[Exhibit, ...]
    policy: str
    data: DataUsed
    made_by: MadeBy
    values: Mapping[str, Value]

    @property
    def tried(self) -> dict[str, Verdict]:
        """The verdict of this claim under each other setting that could change it on this set."""
        left_out = {*self.without_effect, *self.other_claims}
        return {k: v for k, v in self.robustness.items() if k not in left_out}


def write(finding: Finding, folder: Path) -> Path:
    """Write a finding as ``<id>.json``, whole or not at all."""
    path = folder / f"{finding.id}.json"
    files.write_text(path, finding.model_dump_json(indent=2) + "\n")
    return path


def read_all(folder: Path) -> dict[str, Finding]:
    """Every finding of a folder by id, in alphabetical order."""
    paths = sorted(folder.glob("*.json"))
    return {p.stem: Finding.model_validate(json.loads(p.read_text("utf-8"))) for p in paths}
