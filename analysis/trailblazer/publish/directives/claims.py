"""One claim at the head of its section: what was said, the verdict, and the headline."""

from __future__ import annotations

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from trailblazer.findings.context import low_for
from trailblazer.findings.record import Finding
from trailblazer.findings.register import load_register
from trailblazer.present import judgement
from trailblazer.publish.directives.shown import shown
from trailblazer.publish.roles import badge, findings, quotable


def finding_of(directive: SphinxDirective) -> Finding:
    """The finding that a directive names; one that the edition does not hold stops the build."""
    name = directive.arguments[0]
    finding = findings(directive.config.trailblazer_edition).get(name)
    if finding is None:
        raise directive.error(f'The finding of "{name}" is not in this edition')
    return finding


class ClaimBlock(SphinxDirective):
    """``{claim} milestone``: the claim as published, and what of it is tested."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Show what the evaluation said."""
        return claimed(finding_of(self))


class OutcomeBlock(SphinxDirective):
    """``{outcome} milestone``: the verdict, how many other settings agree, and the headline."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Show how the claim came out."""
        return outcome(self, finding_of(self))


class FindingBlock(SphinxDirective):
    """``{finding} milestone``: claim and outcome together, at the head of a section.

    On a page that is a notebook this also says which claim the section is about: there the two
    are set apart, each under a heading of its own (see :mod:`trailblazer.publish.arrange`).
    """

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Show one finding."""
        finding = finding_of(self)
        return [*claimed(finding), *outcome(self, finding)]


def claimed(finding: Finding) -> list[nodes.Node]:
    """The words of the evaluation with their source, and what of them is tested."""
    quote = nodes.block_quote("", nodes.paragraph("", finding.claim), classes=["claim"])
    quote += nodes.attribution("", finding.locator)
    tested = [nodes.paragraph("", f"Tested here: {finding.tested}")] if finding.tested else []
    return [quote, *tested]


def outcome(directive: SphinxDirective, finding: Finding) -> list[nodes.Node]:
    """Verdict and headline, a warning where much is missing, and where the evidence is shown."""
    agreeing = judgement.agreeing(finding)
    said = [nodes.Text(f" {agreeing}.")] if agreeing else []
    verdict = nodes.paragraph("", "", badge(finding.verdict), *said, classes=["verdict-line"])
    headline = nodes.paragraph("", finding.headline, classes=["headline"])
    low = _low(finding, directive.config.trailblazer_edition)
    return [verdict, headline, *low, *shown(directive, finding)]


def _low(finding: Finding, edition: str) -> list[nodes.Node]:
    """A warning where too few returns were made, or too few answered, for what it rests on."""
    low = low_for(load_register(), quotable(edition), finding)
    if not low:
        return []
    said = " ".join(flagged.sentence for flagged in low)
    return [nodes.note("", nodes.paragraph("", f"Much is missing here. {said}"))]


def of_chapter(directive: SphinxDirective, chapter: str) -> list[Finding]:
    """The findings of a chapter; an unknown chapter stops the build."""
    found = [f for f in in_order(directive.config.trailblazer_edition) if f.chapter == chapter]
    if not found:
        raise directive.error(f'No finding belongs to the chapter "{chapter}"')
    return found


def in_order(edition: str) -> list[Finding]:
    """Every finding of an edition, in the order of the register."""
    found = findings(edition)
    return [found[name] for name in load_register().claims if name in found]
