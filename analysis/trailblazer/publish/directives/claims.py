"""Claims as they came out: one at the head of its section, many as cards, counted by verdict."""

from __future__ import annotations

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from trailblazer.findings.claim import VERDICTS
from trailblazer.findings.context import low_for
from trailblazer.findings.record import Finding
from trailblazer.findings.register import load_register
from trailblazer.present import judgement, myst
from trailblazer.publish.directives.declarations import declared
from trailblazer.publish.directives.shown import shown
from trailblazer.publish.roles import badge, findings, quotable


class FindingBlock(SphinxDirective):
    """``{finding} milestone``: the claim as published, the verdict and the headline."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Show one finding at the head of its section."""
        name = self.arguments[0]
        finding = findings(self.config.trailblazer_edition).get(name)
        if finding is None:
            raise self.error(f'The finding of "{name}" is not in this edition')
        quote = nodes.block_quote("", nodes.paragraph("", finding.claim), classes=["claim"])
        quote += nodes.attribution("", f"What the evaluation said. {finding.locator}")
        agreeing = judgement.agreeing(finding)
        said = [nodes.Text(f" {agreeing}.")] if agreeing else []
        verdict = nodes.paragraph("", "", badge(finding.verdict), *said, classes=["verdict-line"])
        headline = nodes.paragraph("", finding.headline, classes=["headline"])
        tested = [nodes.paragraph("", f"Tested here: {finding.tested}")] if finding.tested else []
        return [quote, *tested, verdict, headline, *self._low(finding), *shown(self, finding)]

    def _low(self, finding: Finding) -> list[nodes.Node]:
        """A warning where too few returns were made, or too few answered, for what it rests on."""
        known = quotable(self.config.trailblazer_edition)
        low = low_for(load_register(), known, finding)
        if not low:
            return []
        said = " ".join(flagged.sentence for flagged in low)
        return [nodes.note("", nodes.paragraph("", f"Much is missing here. {said}"))]


class Findings(SphinxDirective):
    """``{findings} findings``: those of one chapter, each with verdict, headline and link."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """List the findings of a chapter in the order of the register."""
        chapter = self.arguments[0]
        chosen = [f for f in in_order(self.config.trailblazer_edition) if f.chapter == chapter]
        if not chosen:
            raise self.error(f'No finding belongs to the chapter "{chapter}"')
        text = "\n\n".join(_card(f) for f in chosen)
        return self.parse_text_to_nodes(text)


class Tally(SphinxDirective):
    """``{tally}``: how many claims got each verdict."""

    def run(self) -> list[nodes.Node]:
        """Count the verdicts, in words, after what the data are where that settles them."""
        found = [f.verdict for f in findings(self.config.trailblazer_edition).values()]
        items = nodes.bullet_list(classes=["tally"])
        for verdict in VERDICTS:
            count = found.count(verdict)
            words = f" {count} of {len(found)} claims"
            line = nodes.paragraph("", "", badge(verdict), nodes.Text(words))
            items += nodes.list_item("", line)
        return [*declared(self, "by-construction"), items]


def in_order(edition: str) -> list[Finding]:
    """Every finding of an edition, in the order of the register."""
    found = findings(edition)
    return [found[name] for name in load_register().claims if name in found]


def _card(finding: Finding) -> str:
    """One card; its whole title is the link, so that a screen reader hears where it leads."""
    body = f"{{verdict}}`{finding.id}`\n\n{{headline}}`{finding.id}`"
    title = f"{{ref}}`{myst.text(finding.title)} <{finding.id}>`"
    return myst.directive("card", title, [("class-card", f"finding {finding.verdict}")], body)
