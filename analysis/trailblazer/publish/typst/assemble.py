"""Putting the pages of the book together as one document, in the order of its contents."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from docutils import nodes
from sphinx import addnodes
from sphinx.builders import Builder
from sphinx.util.nodes import inline_all_toctrees

# What leaves nothing to see, so that a section of only these has nothing but its heading.
_UNSEEN = (nodes.title, nodes.comment, nodes.target, nodes.pending, nodes.system_message)


class Part(nodes.Element):
    """The heading of a part of the book: one captioned table of contents."""


@dataclass
class Targets:
    """Where links lead: the Typst label of every page and every id of the document."""

    labels: dict[str, str] = field(default_factory=dict)
    notes: dict[str, nodes.footnote] = field(default_factory=dict)

    def label(self, docname: str, anchor: str = "") -> str | None:
        """The label of a page, or of an id on it; ``None`` when the document has no such place."""
        return self.labels.get(f"{docname}#{anchor}" if anchor else docname)


def assemble(builder: Builder) -> nodes.document:
    """Every page of the book as one document with its references resolved.

    Each captioned table of contents of the first page becomes a part. Every page is wrapped in a
    ``start_of_file`` node with ``depth`` (1 inside a part, which takes the first level of heading)
    and ``opens`` (whether it begins on a new sheet whatever room is left, as the first page does).
    Sections that hold something for the site only are left out.
    """
    root = builder.config.root_doc
    first = builder.env.get_doctree(root)
    tables = [(toc.get("caption"), toc["includefiles"]) for toc in _take_tables(first)]
    book = nodes.document(first.settings, first.reporter)
    book["docname"] = root
    book += _page(root, first, depth=0, opens=True)
    read = {root}
    for caption, files in tables:
        if caption:
            book += Part(caption=caption)
        for name in files:
            page = _with_subpages(builder, name, read)
            book += _page(name, page, depth=1 if caption else 0, opens=False)
    builder.env.resolve_references(book, root, builder)
    _drop_empty_sections(book)
    return book


def find_targets(book: nodes.document) -> Targets:
    """Collect every place of an assembled document that a link can lead to."""
    targets = Targets()
    for docname, node in _walk(book, book["docname"]):
        if isinstance(node, nodes.footnote):
            targets.notes.update({f"{docname}#{name}": node for name in node["ids"]})
        if not node["ids"]:
            continue
        label = f"{docname}#{node['ids'][0]}"
        targets.labels.update({f"{docname}#{name}": label for name in node["ids"]})
        if isinstance(node, nodes.section):
            targets.labels.setdefault(docname, label)
    return targets


def _drop_empty_sections(book: nodes.document) -> None:
    """Take out the headings that nothing stands under on paper; the innermost first."""
    for section in reversed(list(book.findall(nodes.section))):
        if all(isinstance(child, _UNSEEN) for child in section.children):
            section.parent.remove(section)


def _take_tables(page: nodes.document) -> list[addnodes.toctree]:
    tables = list(page.findall(addnodes.toctree))
    for table in tables:
        table.parent.remove(table)
    return tables


def _with_subpages(builder: Builder, name: str, read: set[str]) -> nodes.document:
    read.add(name)
    page = builder.env.get_doctree(name)
    return inline_all_toctrees(builder, read, name, page, str, [builder.config.root_doc])


def _page(name: str, page: nodes.document, *, depth: int, opens: bool) -> addnodes.start_of_file:
    wrapped = addnodes.start_of_file(docname=name, depth=depth, opens=opens)
    wrapped.extend(page.children)
    return wrapped


def _walk(node: nodes.Element, docname: str) -> Iterator[tuple[str, nodes.Element]]:
    for child in node.children:
        if isinstance(child, nodes.Element):
            inner = child["docname"] if isinstance(child, addnodes.start_of_file) else docname
            yield inner, child
            yield from _walk(child, inner)
