"""Statements a report must make about its data, which depend on the data being invented or real."""

from __future__ import annotations

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from trailblazer.findings.register import load_register
from trailblazer.publish.directives.limits import book_of
from trailblazer.publish.directives.tables import table
from trailblazer.publish.quality import DECLARATIONS, declarations
from trailblazer.publish.roles import document, values


class DeclarationText(SphinxDirective):
    """``{declaration} data-sharing``: the statement that is true of the data of this edition."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Print the paragraphs for invented data, or those for real ones; nothing where none is."""
        return declared(self, self.arguments[0])


def declared(directive: SphinxDirective, name: str) -> list[nodes.Node]:
    """The statement of that name as it is true of the data of the edition that is being made."""
    found = declarations(book_of(directive.env)).get(name)
    if found is None:
        raise directive.error(f'book/{DECLARATIONS} has no statement "{name}"')
    synthetic = bool(document(directive.config.trailblazer_edition)["synthetic"])
    text = "\n\n".join(found.synthetic if synthetic else found.real)
    return directive.parse_text_to_nodes(text)


class PublishedFacts(SphinxDirective):
    """``{published} funding_piru fieldwork``: facts that a page quotes, with their sources."""

    required_arguments = 1
    optional_arguments = 99

    def run(self) -> list[nodes.Node]:
        """One row a fact; a fact that the register does not have stops the build."""
        known = load_register().facts
        quoted = values(self.config.trailblazer_edition)
        rows = [["Fact", "As published", "Source"]]
        for name in self.arguments:
            if name not in known:
                raise self.error(f'claims.yaml has no fact "{name}"')
            rows.append([known[name].title, quoted[f"fact.{name}"]["text"], known[name].source])
        caption = "Published facts that this page quotes."
        return self.parse_text_to_nodes(table(caption, "tab-published", rows))
