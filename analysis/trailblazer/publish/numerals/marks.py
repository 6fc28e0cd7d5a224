"""Saying of every node what made it, so that a numeral on a page can be traced."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from docutils import nodes
from docutils.parsers.rst import Directive
from sphinx import addnodes
from sphinx_design.shared import is_component

from trailblazer.publish.numerals.passages import MADE_BY, ORIGIN

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
        before = set(map(id, _sections(self.state.document)))
        made: list[nodes.Node] = list(directive.run(self))
        # Headings of a directive start sections of the page, which it does not return.
        started = [s for s in _sections(self.state.document) if id(s) not in before]
        for node in (*_left(made), *started):
            if isinstance(node, nodes.Element):
                node[ORIGIN] = " ".join([MADE_BY, name, *self.arguments])
        return made

    return type(directive.__name__, (directive,), {"run": run, "__doc__": directive.__doc__})


def _left(made: Iterable[nodes.Node]) -> Iterator[nodes.Node]:
    """The nodes that are left when it is settled what one format shows, and what is folded."""
    for node in made:
        gone = isinstance(node, addnodes.only) or is_component(node, "dropdown")
        yield from _left(node.children) if gone else (node,)


def _sections(node: nodes.Element) -> Iterator[nodes.section]:
    """The sections of a page so far, without looking into their text."""
    for child in node.children:
        if isinstance(child, nodes.section):
            yield child
            yield from _sections(child)


def all_marked(directives: Mapping[str, type[Directive]]) -> dict[str, type[Directive]]:
    """Every directive of the book, marking what it makes."""
    return {name: marked(name, directive) for name, directive in directives.items()}
