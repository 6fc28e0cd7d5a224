"""What an edition was made from, and what its set lacks."""

from __future__ import annotations

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from trailblazer.publish.roles import document


class About(SphinxDirective):
    """``{about-the-data}``: what the edition was made from, and whatever is unusual about it."""

    def run(self) -> list[nodes.Node]:
        """Say what kind of data it is, one site or all, and which settings were changed."""
        made = document(self.config.trailblazer_edition)
        known = {name: value["text"] for name, value in made["values"].items()}
        lines = [
            f"{known['edition.stamp']}. {known['edition.title']}, version "
            f"{known['edition.version']}, observed from {known['edition.from']} to "
            f"{known['edition.to']}. {known['edition.observed']}".rstrip()
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
