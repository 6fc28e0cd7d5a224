"""The assumptions log: thresholds, words that count, smallest numbers, settings of notebooks."""

from __future__ import annotations

from collections.abc import Iterable

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from trailblazer.findings.claim import Claim
from trailblazer.findings.register import load_register
from trailblazer.present import myst
from trailblazer.present.integration import STRAND_WORDS
from trailblazer.present.judgement import weight
from trailblazer.publish.assumptions import Assumption, amount, assumptions, declared_settings
from trailblazer.publish.directives.limits import book_of
from trailblazer.publish.directives.tables import bullets, claim_links, table
from trailblazer.publish.quality import SETTINGS, settings
from trailblazer.publish.roles import findings

DECISIVE = "Decides, and by itself contradicts the claim"
RULE_WORDS = {
    "census": "A full count",
    "interval": "An estimate with an interval",
    "prominence": "A view expressed in interviews",
    "universal": "Nobody says otherwise",
}


class Assumptions(SphinxDirective):
    """``{assumptions}``: every threshold, gate, cap, bar and smallest number of the register."""

    def run(self) -> list[nodes.Node]:
        """A fold a claim, in the order of the register, with one row a proposition."""
        known = findings(self.config.trailblazer_edition)
        shown = [_fold(c, assumptions(c, known[c.id])) for c in load_register().claims.values()]
        return self.parse_text_to_nodes("\n\n".join(shown))


class Quantifiers(SphinxDirective):
    """``{quantifiers}``: what each word that counts or compares asks of the data, and why."""

    def run(self) -> list[nodes.Node]:
        """One row a word, with the claims that use it."""
        register = load_register()
        rows = [["Word", "What it asks of the data", "Why", "Claims"]]
        for word, means in register.quantifiers.items():
            using = [c.id for c in register.claims.values() if word in register.words_of(c)]
            if using:
                rows.append([word.capitalize(), means.rule, means.reason, claim_links(using)])
        caption = "Words that count or compare, and the rule for each."
        return self.parse_text_to_nodes(table(caption, "tab-words", rows, by_row=True))


class Common(SphinxDirective):
    """``{common-thresholds}``: agreement of coders, warnings and smallest numbers."""

    def run(self) -> list[nodes.Node]:
        """One row a threshold that is not of one claim alone."""
        register = load_register()
        rows = [["What it is for", "Numbers", "Why"]]
        bars = register.agreement
        rows.append(
            [
                "Agreement of coders (Krippendorff's alpha)",
                f"Tentative conclusions from {bars.tentative:g}, firm ones from {bars.firm:g}",
                bars.reason,
            ]
        )
        for flag in register.flags.values():
            rows.append(
                [flag.title, f"A warning below {amount(flag.at_least, 'share')}", flag.reason]
            )
        every = [p for claim in register.claims.values() for p in claim.propositions]
        for rule, reason in register.smallest.items():
            numbers = sorted({p.min_n for p in every if p.rule == rule and p.min_n > 1})
            said = " or ".join(map(str, numbers)) or "None is asked for"
            rows.append([f"{RULE_WORDS[rule]}: smallest number to go by", said, reason])
        caption = "Thresholds that claims have in common."
        return self.parse_text_to_nodes(table(caption, "tab-common", rows))


class Settings(SphinxDirective):
    """``{settings}``: what the notebooks are run with, as they declare it, and why."""

    def run(self) -> list[nodes.Node]:
        """One row a setting; one without a reason in ``quality/settings.yml`` stops the build."""
        self.env.note_reread()  # the settings stand in notebooks, which are other pages
        reasons = settings(book_of(self.env))
        rows = [["Setting", "Value", "What it is", "Why this value"]]
        for found in declared_settings():
            if found.name not in reasons:
                raise self.error(f'book/{SETTINGS} gives no reason for "{found.name}"')
            rows.append([found.title, found.value, found.what, reasons[found.name]])
        caption = "Settings of the notebooks. A build that changes one says so on the first page."
        return self.parse_text_to_nodes(table(caption, "tab-settings", rows))


def _fold(claim: Claim, tested: Iterable[Assumption]) -> str:
    rows = [["What is tested", "Evidence, weight, rule and conditions", "Why"], *map(_row, tested)]
    caption = f"{claim.title}: every threshold, and why it is there."
    shown = table(caption, f"tab-thresholds-{claim.id}", rows, by_row=True, widths="28 40 32")
    body = f"{{ref}}`Where it is tested <{claim.id}>`.\n\n{shown}"
    return myst.directive("dropdown", myst.text(claim.title), [], body)


def _row(assumption: Assumption) -> list[str]:
    p = assumption.proposition
    said = DECISIVE if p.decisive else weight(p)
    terms = map(myst.text, assumption.terms)
    return [p.statement, bullets([f"{STRAND_WORDS[p.strand]}. {said}.", *terms]), p.reason]
