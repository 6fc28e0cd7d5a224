"""What an edition was made from, and what its set lacks."""

from __future__ import annotations

from pathlib import Path

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from trailblazer.findings.verdict import NO_TABLE
from trailblazer.present import myst
from trailblazer.publish.citation import Citation, citation
from trailblazer.publish.directives.claims import in_order
from trailblazer.publish.directives.tables import claim_items
from trailblazer.publish.gaps import gated
from trailblazer.publish.offer import CITATION
from trailblazer.publish.roles import document

WITHIN = "Within the tables something is missing that parts of claims need:"


class About(SphinxDirective):
    """``{about-the-data}``: what the edition was made from, and whatever is unusual about it."""

    def run(self) -> list[nodes.Node]:
        """Say what kind of data it is, one site or all, and which settings were changed."""
        made = document(self.config.trailblazer_edition)
        known = {name: value["text"] for name, value in made["values"].items()}
        lines = [
            f"{known['edition.stamp']}. {known['edition.title']}, version "
            f"{known['edition.version']}, observed from {known['edition.from']} to "
            f"{known['edition.to']}. {known['edition.observed']}".rstrip(),
            made_with(citation(Path(self.config.trailblazer_edition, CITATION))),
        ]
        if made["settings"]:
            changed = "; ".join(f"{k.replace('_', ' ')}: {v}" for k, v in made["settings"].items())
            lines.append(
                f"Settings of this edition that are not the evaluation's own: {changed}. "
                f"Verdicts may differ for that reason alone."
            )
        return [nodes.paragraph("", line) for line in lines]


def made_with(cited: Citation) -> str:
    """The version of the report and, once there is one, the day of its release."""
    day = cited.released
    of = f" of {day.day} {day:%B %Y}" if day else ""
    return f"The report is version {cited.version}{of}."


class Contact(SphinxDirective):
    """``{contact}``: where to write to about this edition, or that its publisher must say so."""

    def run(self) -> list[nodes.Node]:
        """One paragraph; an address is printed as it was given, and never made a link."""
        given = document(self.config.trailblazer_edition)["values"]["edition.contact"]["text"]
        return [nodes.paragraph("", contact_words(given))]


def contact_words(given: str) -> str:
    """What a page says of the contact that a set names, or of a set that names none."""
    if given:
        return f"Contact for this edition: {given}"
    return (
        "This edition names nobody to write to. Whoever publishes it must add a contact, as the "
        "README of the project shows."
    )


class Notices(SphinxDirective):
    """``{notices}``: what this set lacks, and what can therefore not be tested."""

    def run(self) -> list[nodes.Node]:
        """List the notices of the check, then what else kept a part of a claim from its test."""
        edition = self.config.trailblazer_edition
        notices = [f"- {myst.text(n)}" for n in document(edition)["notices"]]
        lines = notices or ["Every table of the dictionary is in this set."]
        # A whole table that is not there is among the notices already.
        kept = [(c, p.words) for c, p in gated(in_order(edition)) if NO_TABLE not in p.reason]
        if kept:
            lines += ["", WITHIN, "", *claim_items(kept)]
        return self.parse_text_to_nodes("\n".join(lines))
