"""The first page: how many claims got each verdict, and every claim as a card."""

from __future__ import annotations

from collections.abc import Mapping

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from trailblazer.findings.claim import VERDICTS
from trailblazer.findings.record import Finding
from trailblazer.findings.wording import Value
from trailblazer.present import myst
from trailblazer.present.integration import LEVEL_WORDS
from trailblazer.present.words import counted, inside, joined
from trailblazer.publish.directives.claims import in_order, of_chapter
from trailblazer.publish.directives.declarations import declared
from trailblazer.publish.directives.synthesis import changed_by_settings
from trailblazer.publish.directives.tables import claim_items, claim_links
from trailblazer.publish.gaps import FEW as FEW_PARTS
from trailblazer.publish.gaps import untested
from trailblazer.publish.measure import leading, measured, spark
from trailblazer.publish.roles import badge, quotable

# A tile names its claims when they are no more than these.
FEW = 4


class Tally(SphinxDirective):
    """``{tally}``: a tile for each verdict with how many claims got it, and which, if few."""

    def run(self) -> list[nodes.Node]:
        """Count the verdicts, after what the data are where that settles them."""
        found = in_order(self.config.trailblazer_edition)
        tiles = nodes.bullet_list(classes=["tally"])
        for verdict in VERDICTS:
            own = [f.id for f in found if f.verdict == verdict]
            count = nodes.inline("", f"{len(own)}", classes=["count"])
            words = nodes.inline("", f" of {len(found)} claims", classes=["of"])
            line = nodes.paragraph("", "", badge(verdict), nodes.Text(" "), count, words)
            tile = nodes.list_item("", line, classes=["none"] if not own else [])
            if 0 < len(own) <= FEW:
                tile += self.parse_text_to_nodes(claim_links(own))
            tiles += tile
        return [*declared(self, "by-construction"), tiles]


class Findings(SphinxDirective):
    """``{findings} findings``: those of one chapter, each with verdict, headline and link."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Lay out the findings of a chapter as cards, in the order of the register."""
        said = quotable(self.config.trailblazer_edition)
        cards = "\n\n".join(_card(f, said) for f in of_chapter(self, self.arguments[0]))
        return self.parse_text_to_nodes(myst.directive("container", "claim-cards", [], cards))


class HowSure(SphinxDirective):
    """``{how-sure}``: how many verdicts other choices change, and how far evidence is trusted."""

    def run(self) -> list[nodes.Node]:
        """Say both in two sentences; of judgements that nobody made, only that they are none."""
        found = in_order(self.config.trailblazer_edition)
        firm = nodes.paragraph("", changed_by_settings(found))
        if any(finding.data.synthetic for finding in found):
            return [firm, *declared(self, "judged")]
        return [firm, nodes.paragraph("", _trusted(found))]


class Untested(SphinxDirective):
    """``{untested}``: the deciding parts of claims that these data could not test, and why."""

    def run(self) -> list[nodes.Node]:
        """One item a part, or how many there are where that would be a long list."""
        parts = untested(in_order(self.config.trailblazer_edition))
        if not parts:
            return []
        lines = claim_items(parts)
        if len(parts) > FEW_PARTS:
            of = counted(len({claim for claim, _ in parts}), "claim")
            lines = [f"- Parts of {of} could not be tested with these data. Each claim says which."]
        return self.parse_text_to_nodes("\n".join(lines))


def _card(finding: Finding, known: Mapping[str, Value]) -> str:
    """One card; its title is the link, so that a screen reader hears where it leads."""
    body = [f"{{verdict}}`{finding.id}`", f"{{headline}}`{finding.id}`"]
    found = leading(finding, known)
    if found is not None:
        told = measured(known, f"{finding.id}.{found.name}", of_all=found.of_all)
        of = "a ratio of " if found.ratio else ""
        needed = f"one {found.needed}" if found.ratio else found.needed
        said = f"Tested: {inside(found.tested)}. Found: {of}{told}. Needed: {needed}."
        body.append(f"{{.measure}}\n{myst.text(said)}")
        body.append(f"```{{raw}} html\n{spark(found)}\n```")
    title = f"{{ref}}`{myst.text(finding.title)} <{finding.id}>`"
    options = [("class-card", f"finding {finding.verdict}")]
    return myst.directive("card", title, options, "\n\n".join(body))


def _trusted(found: list[Finding]) -> str:
    """How many claims people trust the evidence for how far."""
    overall = [f.confidence["overall"].shown for f in found if "overall" in f.confidence]
    if not overall:
        return "Nobody has judged how far the evidence can be trusted."
    levels = {words: overall.count(level) for level, words in LEVEL_WORDS.items()}
    said = [f"{words.lower()} for {counted(n, 'claim')}" for words, n in levels.items() if n]
    return f"Confidence in the evidence, as people judged it, is {joined(said)}."
