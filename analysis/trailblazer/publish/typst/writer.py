"""The walk over the document: what is known on the way, and which function sets which node.

Every kind of docutils node is set by one function registered with :data:`typeset`, in the module
of its family. A node that nobody registered is a warning, so that nothing is left out unseen.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import singledispatch

from docutils import nodes
from sphinx.environment import BuildEnvironment
from sphinx.util import logging

from trailblazer.publish.typst import escape
from trailblazer.publish.typst.assemble import Targets

logger = logging.getLogger(__name__)

# These carry their label themselves, or are no place a link can lead to.
_LABELLED = (
    nodes.section, nodes.figure, nodes.table, nodes.math_block,
    nodes.footnote, nodes.footnote_reference, nodes.document,
)  # fmt: skip


@dataclass
class Writer:
    """What the functions that set nodes need to know about the place they are at.

    ``stubs`` collects, for every table, how many cells of each body row are headings of the row.
    """

    env: BuildEnvironment
    images: Mapping[str, str]
    targets: Targets
    docname: str
    level: int = 0
    noted: set[str] = field(default_factory=set)
    stubs: list[list[int]] = field(default_factory=list)

    def write(self, node: nodes.Node) -> str:
        """Set one node, with the label that links to it need."""
        text = typeset(node, self)
        if isinstance(node, nodes.Element) and node["ids"] and not isinstance(node, _LABELLED):
            return f"#anchor({escape.string(self.label_of(node))});{text}"
        return text

    def write_all(self, children: Iterable[nodes.Node]) -> str:
        """Set nodes one after the other."""
        return "".join(map(self.write, children))

    def inside(self, node: nodes.Element) -> str:
        """Set the children of a node."""
        return self.write_all(node.children)

    def label_of(self, node: nodes.Element) -> str:
        """The label of a node that has an id."""
        return f"{self.docname}#{node['ids'][0]}"

    def label(self, node: nodes.Element) -> str:
        """The label of a node as Typst writes it after an element; nothing without an id."""
        return f" #label({escape.string(self.label_of(node))})" if node["ids"] else ""

    def number(self, kind: str, node: nodes.Element) -> str:
        """The number of a figure or table in words, such as ``Figure 2.1``; the same as in HTML."""
        numbers = self.env.toc_fignumbers.get(self.docname, {}).get(kind, {})
        number = numbers.get(node["ids"][0]) if node["ids"] else None
        if number is None:
            return ""
        words: str = self.env.config.numfig_format[kind]
        return words % ".".join(map(str, number))


def elements(node: nodes.Node) -> list[nodes.Element]:
    """The children of a node that are no bare text."""
    return [child for child in node.children if isinstance(child, nodes.Element)]


@singledispatch
def typeset(node: nodes.Node, writer: Writer) -> str:
    """Typst source of one node; this one answers for the nodes that nobody registered."""
    logger.warning(
        "the PDF cannot show a node of the kind %r", type(node).__name__, location=node,
        type="typst", subtype="node",
    )  # fmt: skip
    return escape.content(node.astext())
