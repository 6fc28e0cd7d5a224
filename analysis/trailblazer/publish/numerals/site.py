"""Reading a finished page of the site as a reader meets it, and what is around it.

The page is read from its bytes and knows nothing of how they came about.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from lxml import html

from trailblazer.publish.numerals.passages import LABEL
from trailblazer.publish.numerals.printed import key
from trailblazer.publish.numerals.tokens import written

# Elements within a line: a numeral may go on over their edges.
_INLINE = frozenset((
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "i", "ins", "kbd",
    "label", "mark", "q", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var",
    "wbr",
))  # fmt: skip
_SILENT = frozenset(("script", "style", "template"))
# A label that is not the words it should repeat.
DIFFERS = "label that differs from what it names"
# Attributes that are shown or read aloud, of any element.
_SAID = ("aria-label", "title", "placeholder", "data-label")
_ARTICLE = "bd-article"


@dataclass(frozen=True)
class Seen:
    """One block of a finished page that holds numerals, and what kind of block it is."""

    kind: str
    anchor: str
    text: str
    numerals: tuple[str, ...]


@dataclass
class Page:
    """A finished page: its own text in order, and the words around it and in attributes."""

    body: list[Seen] = field(default_factory=list)
    around: list[Seen] = field(default_factory=list)


@dataclass
class _Reading:
    page: Page
    inside: bool = False
    kind: str = "text"
    anchor: str = ""
    text: list[str] = field(default_factory=list)

    def end(self) -> None:
        """Close the block that is being read."""
        self.put("".join(self.text), self.kind, aside=not self.inside)
        self.text = []

    def put(self, text: str, kind: str, *, aside: bool) -> None:
        """Keep a text that holds numerals."""
        found = tuple(written(text))
        if found:
            where = self.page.around if aside else self.page.body
            where.append(Seen(kind, self.anchor, " ".join(text.split()), found))


def read_page(path: Path) -> Page:
    """The numerals of a finished page; a file that is no HTML gives an empty page."""
    return parse_page(path.read_bytes())


def parse_page(source: bytes) -> Page:
    """The numerals of a page from its bytes."""
    reading = _Reading(Page())
    root = html.document_fromstring(source, parser=html.HTMLParser(encoding="utf-8"))
    _read(root, reading)
    reading.end()
    return reading.page


def _read(node: html.HtmlElement, reading: _Reading) -> None:
    if not isinstance(node.tag, str):  # a comment
        return
    classes = (node.get("class") or "").split()
    if node.tag in _SILENT or "headerlink" in classes or "footnote-reference" in classes:
        return
    _attributes(node, reading)
    if node.tag == "img":
        reading.put(node.get("alt") or "", "alternative text", aside=not reading.inside)
    elif node.tag == "math":
        text = " ".join(t.text or "" for t in node.iter("mn", "mtext"))
        reading.put(text, "formula", aside=not reading.inside)
        reading.text.append(" ")
    elif node.tag in _INLINE:
        _children(node, reading)
    else:
        _block(node, classes, reading)


def _block(node: html.HtmlElement, classes: list[str], reading: _Reading) -> None:
    reading.end()
    outer = reading.inside, reading.kind, reading.anchor
    reading.inside = reading.inside or _ARTICLE in classes
    reading.kind = _kind(node) or reading.kind
    if node.tag in ("section", "figure", "table") and node.get("id"):
        reading.anchor = node.get("id", "")
    _children(node, reading)
    reading.end()
    reading.inside, reading.kind, reading.anchor = outer


def _children(node: html.HtmlElement, reading: _Reading) -> None:
    reading.text.append(node.text or "")
    for child in node:
        _read(child, reading)
        reading.text.append(child.tail or "")


def _attributes(node: html.HtmlElement, reading: _Reading) -> None:
    """What is shown or read aloud beside the text: it repeats words that stand elsewhere."""
    for name in _SAID:
        said = node.get(name)
        if not said:
            continue
        own = _own(node, name)
        if own is not None and key(said) != key(own):
            reading.put(said, DIFFERS, aside=True)
        elif name == "aria-label" and own is None and node.find("./table") is not None:
            reading.end()
            reading.put(said, LABEL, aside=not reading.inside)
        elif own is None:
            reading.put(said, name, aside=True)
    if node.tag == "meta" and (node.get("name") or node.get("property")) not in (None, "viewport"):
        reading.put(node.get("content") or "", "description of the page", aside=True)


def _own(node: html.HtmlElement, name: str) -> str | None:
    """What an attribute should repeat: a cell its header, the box of a table the caption."""
    if name == "data-label":
        table = next(node.iterancestors("table"))
        heads = table.findall("./thead/tr/*")
        position = len(list(node.itersiblings(preceding=True)))
        return str(heads[position].text_content()) if position < len(heads) else None
    if name == "aria-label":
        caption = node.find("./table/caption")
        words = caption.find("./span[@class='caption-text']") if caption is not None else None
        return str(words.text_content()) if words is not None else None
    return None


def _kind(node: html.HtmlElement) -> str:
    kinds = {
        "caption": "caption", "figcaption": "caption", "td": "table cell", "th": "table cell",
        "pre": "code", "title": "title of the page", "text": "text in a picture",
    }  # fmt: skip
    return "heading" if node.tag in ("h1", "h2", "h3", "h4", "h5") else kinds.get(node.tag, "")


def pages(site: Path) -> Iterator[tuple[str, Path]]:
    """The pages of a site by name, without those that only a script fills."""
    for path in sorted(site.rglob("*.html")):
        name = path.relative_to(site).with_suffix("").as_posix()
        if not name.startswith("_"):
            yield name, path
