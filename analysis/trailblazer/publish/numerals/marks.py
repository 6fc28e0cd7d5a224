"""Saying of every node what made it, so that a numeral on a page can be traced."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from docutils import nodes
from docutils.parsers.rst import Directive

from trailblazer.publish.numerals.ledger import ORIGIN

# These lay out what a page or a notebook gives them: the text is not theirs.
LAYOUT = ("results-table",)


def traced(node: nodes.inline, origin: str) -> nodes.inline:
    """A node that says what it was made from."""
    node[ORIGIN] = origin
    return node


def marked(name: str, directive: type[Directive]) -> type[Directive]:
    """The directive, saying of all nodes it makes that they are its own."""
    if name in LAYOUT:
        return directive

    def run(self: Any) -> list[nodes.Node]:
        made: list[nodes.Node] = list(directive.run(self))
        for node in made:
            if isinstance(node, nodes.Element):
                node[ORIGIN] = " ".join(["made by", name, *self.arguments])
        return made

    return type(directive.__name__, (directive,), {"run": run, "__doc__": directive.__doc__})


def all_marked(directives: Mapping[str, type[Directive]]) -> dict[str, type[Directive]]:
    """Every directive of the book, marking what it makes."""
    return {name: marked(name, directive) for name, directive in directives.items()}
