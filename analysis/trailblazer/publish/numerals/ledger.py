"""Taking the ledger of a page from the document that Sphinx is about to write it from."""

from __future__ import annotations

from dataclasses import dataclass, field

from docutils import nodes
from sphinx import addnodes
from sphinx.environment import BuildEnvironment

from trailblazer.publish.numerals.passages import (
    CODE,
    IMAGE,
    LABEL,
    NUMBERING,
    ONLY,
    ORIGIN,
    REFERENCE,
    TYPED,
    Ledger,
    Passage,
)
from trailblazer.publish.numerals.tokens import Numeral, joined, numerals

_LEFT_OUT = (
    nodes.comment, nodes.substitution_definition, nodes.system_message, nodes.meta,
    nodes.footnote_reference, nodes.raw, addnodes.toctree, addnodes.index,
)  # fmt: skip
_HIDDEN = {"visually-hidden", "sr-only"}


@dataclass
class _Reading:
    """The walk over one document: what is known at the place it has come to."""

    env: BuildEnvironment
    paper: bool
    docname: str
    found: Ledger = field(default_factory=list)
    pieces: list[tuple[str, str]] = field(default_factory=list)
    kind: str = "text"
    anchor: str = ""
    only: str = ""

    def end(self) -> None:
        """Close the passage that is being read."""
        passage = _passage(self, self.kind, self.pieces)
        self.pieces = []
        if passage is not None:
            self.found.append((self.docname, passage))


def ledger(
    document: nodes.Node, env: BuildEnvironment, docname: str, *, paper: bool = False
) -> Ledger:
    """The passages of a document that hold numerals, in order, each with the page it is on.

    ``paper`` leaves out what the PDF leaves out: code, downloads and words for screen readers.
    """
    reading = _Reading(env, paper, docname)
    _read(document, reading, TYPED)
    reading.end()
    return reading.found


def _passage(reading: _Reading, kind: str, pieces: list[tuple[str, str]]) -> Passage | None:
    text = "".join(piece for piece, _ in pieces)
    found = numerals(text)
    if not found:
        return None
    spans = list(joined(piece for piece, _ in pieces))
    origins = tuple(_origin(n, spans, [origin for _, origin in pieces]) for n in found)
    number = pieces[0][0] if pieces[0][1] == NUMBERING else ""
    shown = tuple(n.text for n in found)
    return Passage(kind, reading.anchor, text, shown, origins, number, reading.only)


def _origin(numeral: Numeral, spans: list[tuple[int, int]], origins: list[str]) -> str:
    """What a numeral was made from; one that is in part typed counts as typed."""
    touched = {
        origin
        for (start, end), origin in zip(spans, origins, strict=True)
        if start < numeral.end and end > numeral.start
    }
    return TYPED if TYPED in touched else sorted(touched)[-1]


def _read(node: nodes.Node, reading: _Reading, origin: str) -> None:
    if isinstance(node, nodes.Text):
        reading.pieces.append((node.astext(), origin))
        return
    if not isinstance(node, nodes.Element) or isinstance(node, _LEFT_OUT):
        return
    if isinstance(node, nodes.label) and isinstance(node.parent, nodes.footnote):
        return
    if reading.paper and _not_on_paper(node):
        return
    origin = _origin_of(node, reading, origin)
    if isinstance(node, nodes.image):
        _apart(reading, IMAGE, node.get("alt") or "", origin)
    elif isinstance(node, nodes.math | nodes.math_block):
        _apart(reading, "formula", node.astext(), origin)
    elif isinstance(node, nodes.Inline):
        _children(node, reading, origin)
    else:
        _block(node, reading, origin)


def _block(node: nodes.Element, reading: _Reading, origin: str) -> None:
    reading.end()
    outer = reading.docname, reading.kind, reading.anchor, reading.only
    reading.only = node.get(ONLY, reading.only)
    reading.docname = node.get("docname", reading.docname)
    reading.kind = _kind(node) or reading.kind
    if isinstance(node, nodes.section | nodes.figure | nodes.table) and node["ids"]:
        reading.anchor = node["ids"][0]
    if isinstance(node, nodes.table) and not reading.paper and node.get("label"):
        _apart(reading, LABEL, node["label"], NUMBERING)
    if number := _number(node, reading):
        reading.pieces.append((f"{number} ", NUMBERING))
    _children(node, reading, origin)
    reading.end()
    reading.docname, reading.kind, reading.anchor, reading.only = outer


def _children(node: nodes.Element, reading: _Reading, origin: str) -> None:
    children = node.children
    if reading.paper and isinstance(node, nodes.figure):  # a PDF says the caption first
        children = sorted(children, key=lambda child: not isinstance(child, nodes.caption))
    for child in children:
        _read(child, reading, origin)


def _apart(reading: _Reading, kind: str, text: str, origin: str) -> None:
    """A passage of its own within another, which goes on after it."""
    passage = _passage(reading, kind, [(text, origin)])
    if passage is not None:
        reading.found.append((reading.docname, passage))
    reading.pieces.append((" ", TYPED))


def _kind(node: nodes.Element) -> str:
    if isinstance(node, nodes.title | nodes.caption):
        return "heading" if isinstance(node.parent, nodes.section) else "caption"
    if isinstance(node, nodes.entry):
        return "table cell"
    if isinstance(node, nodes.literal_block):
        return "code"
    return ""


def _origin_of(node: nodes.Element, reading: _Reading, origin: str) -> str:
    """What a node was made from: what its maker said, else as the node around it."""
    if ORIGIN in node:
        return str(node[ORIGIN])
    if isinstance(node, nodes.literal_block | nodes.literal):
        return CODE if origin == TYPED else origin
    if isinstance(node, nodes.citation) or "bibtex-citation" in node["classes"]:
        return REFERENCE
    if "std-numref" in node["classes"]:
        return NUMBERING
    return origin


def _number(node: nodes.Element, reading: _Reading) -> str:
    """The number that a heading, a figure or a table bears."""
    env, page = reading.env, reading.docname
    if isinstance(node, nodes.title) and isinstance(node.parent, nodes.section):
        numbers = env.toc_secnumbers.get(page, {})
        top = not isinstance(node.parent.parent, nodes.section)
        number = numbers.get("" if top else f"#{node.parent['ids'][0]}")
        return ".".join(map(str, number)) if number else ""
    if isinstance(node, nodes.title | nodes.caption) and node.parent["ids"]:
        kind = "table" if isinstance(node.parent, nodes.table) else "figure"
        number = env.toc_fignumbers.get(page, {}).get(kind, {}).get(node.parent["ids"][0])
        return env.config.numfig_format[kind] % ".".join(map(str, number)) if number else ""
    return ""


def _not_on_paper(node: nodes.Element) -> bool:
    if node.get("nb_element") == "cell_code_source" or _HIDDEN & set(node["classes"]):
        return True
    shown = [c for c in node.children if not isinstance(c, nodes.Text) or c.astext().strip()]
    downloads = bool(shown) and all(isinstance(c, addnodes.download_reference) for c in shown)
    return isinstance(node, nodes.paragraph) and downloads
