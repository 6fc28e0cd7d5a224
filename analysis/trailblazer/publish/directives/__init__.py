"""Directives: blocks that pages build from the records of an edition, by topic."""

from __future__ import annotations

from trailblazer.publish.directives.claims import FindingBlock, Findings, Tally
from trailblazer.publish.directives.context import Aims, Facts, Flags, Functions, Said
from trailblazer.publish.directives.edition import About, Notices
from trailblazer.publish.directives.limits import Decisions, Limits
from trailblazer.publish.directives.register import Rules, Statements
from trailblazer.publish.directives.synthesis import (
    Confidence,
    Disagreements,
    JointDisplay,
    Robustness,
)
from trailblazer.publish.directives.tables import ResultsTable

DIRECTIVES = {
    "about-the-data": About,
    "aims": Aims,
    "confidence": Confidence,
    "decisions": Decisions,
    "disagreements": Disagreements,
    "facts": Facts,
    "flags": Flags,
    "functions": Functions,
    "finding": FindingBlock,
    "findings": Findings,
    "joint-display": JointDisplay,
    "limits": Limits,
    "notices": Notices,
    "results-table": ResultsTable,
    "robustness": Robustness,
    "rules": Rules,
    "said-of-context": Said,
    "statements": Statements,
    "tally": Tally,
}
