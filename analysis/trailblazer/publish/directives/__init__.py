"""Directives: blocks that pages build from the records of an edition, by topic."""

from __future__ import annotations

from trailblazer.publish.directives.assumptions import (
    Assumptions,
    Common,
    Quantifiers,
    Settings,
)
from trailblazer.publish.directives.chapters import Bearings, ByVerdict, Chapter, ChapterTally
from trailblazer.publish.directives.checklists import ChecklistTable, Overview
from trailblazer.publish.directives.claims import ClaimBlock, FindingBlock, OutcomeBlock
from trailblazer.publish.directives.code import DataAndCode
from trailblazer.publish.directives.context import Aims, Facts, Flags, Functions, Said
from trailblazer.publish.directives.declarations import DeclarationText, PublishedFacts
from trailblazer.publish.directives.dictionary import DataDictionary, HowToCite
from trailblazer.publish.directives.downloads import DataFiles, Downloads
from trailblazer.publish.directives.edition import About, Contact, Notices
from trailblazer.publish.directives.home import Findings, HowSure, Tally, Untested
from trailblazer.publish.directives.limits import Decisions, Limits, SharedLimits
from trailblazer.publish.directives.register import Statements
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
    "assumptions": Assumptions,
    "bearings": Bearings,
    "by-verdict": ByVerdict,
    "chapter": Chapter,
    "chapter-tally": ChapterTally,
    "checklist": ChecklistTable,
    "checklists": Overview,
    "claim": ClaimBlock,
    "common-thresholds": Common,
    "confidence": Confidence,
    "contact": Contact,
    "data-and-code": DataAndCode,
    "data-files": DataFiles,
    "decisions": Decisions,
    "declaration": DeclarationText,
    "dictionary": DataDictionary,
    "disagreements": Disagreements,
    "downloads": Downloads,
    "facts": Facts,
    "finding": FindingBlock,
    "findings": Findings,
    "flags": Flags,
    "functions": Functions,
    "how-sure": HowSure,
    "how-to-cite": HowToCite,
    "joint-display": JointDisplay,
    "limits": Limits,
    "notices": Notices,
    "outcome": OutcomeBlock,
    "published": PublishedFacts,
    "quantifiers": Quantifiers,
    "results-table": ResultsTable,
    "robustness": Robustness,
    "said-of-context": Said,
    "settings": Settings,
    "shared-limits": SharedLimits,
    "statements": Statements,
    "tally": Tally,
    "untested": Untested,
}
