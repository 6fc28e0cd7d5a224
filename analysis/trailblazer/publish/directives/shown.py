"""Where a claim is shown: its figures and tables by their numbers, each a link."""

from __future__ import annotations

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from trailblazer.findings.record import Exhibit, Finding
from trailblazer.present.words import joined

_PREFIX = {"figure": "fig", "table": "tab"}


def shown(directive: SphinxDirective, finding: Finding) -> list[nodes.Node]:
    """The figures and tables of a claim, and the table of how it was judged, on its own page."""
    if directive.env.docname != finding.made_by.notebook:
        return []
    links = [
        _link(exhibit) for kind in _PREFIX for exhibit in finding.exhibits if exhibit.kind == kind
    ]
    evidence = f"Evidence: {joined(links)}. " if links else ""
    judged = f"How it was judged: {{numref}}`tab-{finding.id}-judged`."
    return directive.parse_text_to_nodes(f"{evidence}{judged}")


def _link(exhibit: Exhibit) -> str:
    return f"{{numref}}`{_PREFIX[exhibit.kind]}-{exhibit.id}`"
