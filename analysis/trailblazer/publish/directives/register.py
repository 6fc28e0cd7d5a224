"""What the register says, whatever the data: statements of context."""

from __future__ import annotations

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from trailblazer.findings.register import load_register
from trailblazer.findings.wording import fill
from trailblazer.publish.roles import quotable


class Statements(SphinxDirective):
    """``{statements} evidence``: sentences of context from the register that this set can fill."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """List the statements, leaving out what the set does not hold."""
        known = quotable(self.config.trailblazer_edition)
        templates = load_register().statements.get(self.arguments[0])
        if templates is None:
            raise self.error(f'claims.yaml has no statements "{self.arguments[0]}"')
        texts = [fill(t, known, f"statements {self.arguments[0]}").strip() for t in templates]
        items = nodes.bullet_list()
        for text in filter(None, texts):
            items += nodes.list_item("", nodes.paragraph("", text))
        return [items] if items.children else []
