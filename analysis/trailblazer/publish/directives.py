"""Directives: blocks that pages build from the records of an edition."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from docutils.parsers.rst.directives.tables import ListTable
from sphinx.util.docutils import SphinxDirective

from trailblazer.findings.record import Finding
from trailblazer.findings.register import VERDICTS, load_register
from trailblazer.findings.wording import Value, fill
from trailblazer.present import myst
from trailblazer.present.judgement import STRAND_WORDS, WEIGHT_WORDS
from trailblazer.publish.roles import badge, document, findings, values


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
        verdict = nodes.paragraph("", "", badge(finding.verdict), classes=["verdict-line"])
        headline = nodes.paragraph("", finding.headline, classes=["headline"])
        tested = [nodes.paragraph("", f"Tested here: {finding.tested}")] if finding.tested else []
        return [quote, *tested, verdict, headline]


class Findings(SphinxDirective):
    """``{findings} findings``: those of one chapter, each with verdict, headline and link."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """List the findings of a chapter in the order of the register."""
        chapter = self.arguments[0]
        chosen = [f for f in _in_order(self.config.trailblazer_edition) if f.chapter == chapter]
        if not chosen:
            raise self.error(f'No finding belongs to the chapter "{chapter}"')
        text = "\n\n".join(_card(f) for f in chosen)
        return self.parse_text_to_nodes(text)


class Tally(SphinxDirective):
    """``{tally}``: how many claims got each verdict."""

    def run(self) -> list[nodes.Node]:
        """Count the verdicts, in words."""
        found = [f.verdict for f in findings(self.config.trailblazer_edition).values()]
        items = nodes.bullet_list(classes=["tally"])
        for verdict in VERDICTS:
            count = found.count(verdict)
            words = f" {count} of {len(found)} claims"
            line = nodes.paragraph("", "", badge(verdict), nodes.Text(words))
            items += nodes.list_item("", line)
        return [items]


class Rules(SphinxDirective):
    """``{rules}``: every threshold of the register, with its reason."""

    def run(self) -> list[nodes.Node]:
        """One table a claim would be long: one row a proposition, named by its claim."""
        rows = [["What is tested", "Claim", "Evidence", "Weight", "Rule, and why"]]
        for claim in load_register().claims.values():
            for p in claim.propositions:
                weight = WEIGHT_WORDS[p.essential]
                rows.append([p.statement, claim.title, STRAND_WORDS[p.strand], weight, p.reason])
        return self.parse_text_to_nodes(_table("The rules of judgement.", "tab-rules", rows))


class Facts(SphinxDirective):
    """``{facts}``: what is published about the programme, beside the same count in this set."""

    def run(self) -> list[nodes.Node]:
        """Compare every fact that can be compared."""
        known = values(self.config.trailblazer_edition)
        one_site = document(self.config.trailblazer_edition)["site"]
        rows = [["Fact", "Published", "In this set", "Agreement", "Source"]]
        for name, fact in load_register().facts.items():
            published = known[f"fact.{name}"]["text"]
            found, agrees = "[z] not a matter of data", "Cannot be compared"
            if fact.check is not None:
                found = known[fact.check]["text"]
                if known[fact.check]["number"] is not None and not one_site:
                    agrees = "Same" if found == published else "Different"
            rows.append([fact.title, published, found, agrees, fact.source])
        caption = "Published facts beside this set. A difference changes no verdict."
        return self.parse_text_to_nodes(_table(caption, "tab-facts", rows))


class Statements(SphinxDirective):
    """``{statements} evidence``: sentences of context from the register that this set can fill."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """List the statements, leaving out what the set does not hold."""
        known = {k: Value(**v) for k, v in values(self.config.trailblazer_edition).items()}
        templates = load_register().statements.get(self.arguments[0])
        if templates is None:
            raise self.error(f'claims.yaml has no statements "{self.arguments[0]}"')
        texts = [fill(t, known, f"statements {self.arguments[0]}").strip() for t in templates]
        items = nodes.bullet_list()
        for text in filter(None, texts):
            items += nodes.list_item("", nodes.paragraph("", text))
        return [items]


class About(SphinxDirective):
    """``{about-the-data}``: what the edition was made from, and whatever is unusual about it."""

    def run(self) -> list[nodes.Node]:
        """Say what kind of data it is, one site or all, and which settings were changed."""
        made = document(self.config.trailblazer_edition)
        known = {name: value["text"] for name, value in made["values"].items()}
        lines = [
            f"{known['edition.stamp']}. {known['edition.title']}, version "
            f"{known['edition.version']}, observed from {known['edition.from']} to "
            f"{known['edition.to']}."
        ]
        if made["settings"]:
            changed = "; ".join(f"{k.replace('_', ' ')}: {v}" for k, v in made["settings"].items())
            lines.append(
                f"Settings of this edition that are not the evaluation's own: {changed}. "
                f"Verdicts may differ for that reason alone."
            )
        return [nodes.paragraph("", line) for line in lines]


class Notices(SphinxDirective):
    """``{notices}``: what this set lacks, and the claims that can therefore not be tested."""

    def run(self) -> list[nodes.Node]:
        """List the notices of the check; says so when there are none."""
        found = document(self.config.trailblazer_edition)["notices"]
        if not found:
            return [nodes.paragraph("", "Every table of the dictionary is in this set.")]
        return [
            nodes.bullet_list("", *(nodes.list_item("", nodes.paragraph("", n)) for n in found))
        ]


class ResultsTable(ListTable):
    """A list table whose columns named in ``:right:`` (counted from 0) are aligned right."""

    option_spec: ClassVar[Any] = {
        **(ListTable.option_spec or {}),
        "right": directives.positive_int_list,
    }

    def run(self) -> Sequence[nodes.table | nodes.system_message]:
        """Build the list table and mark the cells of numeric columns."""
        found = super().run()
        for row in (r for node in found for r in node.findall(nodes.row)):
            for column in self.options.get("right", []):
                row.children[column]["classes"].append("text-right")
        return found


def _in_order(edition: str) -> list[Finding]:
    found = findings(edition)
    return [found[name] for name in load_register().claims if name in found]


def _card(finding: Finding) -> str:
    """One card; its whole title is the link, so that a screen reader hears where it leads."""
    body = f"{{verdict}}`{finding.id}`\n\n{{headline}}`{finding.id}`"
    title = f"{{ref}}`{myst.text(finding.title)} <{finding.id}>`"
    return myst.directive("card", title, [("class-card", f"finding {finding.verdict}")], body)


def _table(caption: str, label: str, rows: list[list[str]]) -> str:
    body = "\n".join(
        "\n".join([f"* - {myst.text(row[0])}", *(f"  - {myst.text(c)}" for c in row[1:])])
        for row in rows
    )
    options = [("name", label), ("header-rows", "1"), ("stub-columns", "1")]
    return myst.directive("results-table", caption, options, body)


DIRECTIVES = {
    "about-the-data": About,
    "finding": FindingBlock,
    "findings": Findings,
    "tally": Tally,
    "rules": Rules,
    "facts": Facts,
    "notices": Notices,
    "statements": Statements,
    "results-table": ResultsTable,
}
