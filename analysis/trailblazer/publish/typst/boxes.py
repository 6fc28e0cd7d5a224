"""Setting what stands apart from the text: admonitions, quotations, cards, tabs and cells."""

from __future__ import annotations

import re

from docutils import nodes
from sphinx import addnodes
from sphinx.locale import admonitionlabels

from trailblazer.publish.typst import escape
from trailblazer.publish.typst.writer import Writer, elements, typeset

# Classes that pages give to a paragraph, a division or an admonition, and the template knows.
PANELS = ("claim", "headline", "synthetic", "verdict-line")
_COLUMNS = re.compile(r"sd-row-cols-(?:\w+-)?(\d+)$")
_MOST_COLUMNS = 3


def panel_of(node: nodes.Element) -> str:
    """The first class of a node that the template sets apart; empty when it has none."""
    return next((name for name in node["classes"] if name in PANELS), "")


@typeset.register(nodes.admonition)
@typeset.register(nodes.attention)
@typeset.register(nodes.caution)
@typeset.register(nodes.danger)
@typeset.register(nodes.error)
@typeset.register(nodes.hint)
@typeset.register(nodes.important)
@typeset.register(nodes.note)
@typeset.register(nodes.tip)
@typeset.register(nodes.warning)
@typeset.register(addnodes.seealso)
def _admonition(node: nodes.Element, writer: Writer) -> str:
    title, body = _titled(node, writer, nodes.title)
    kind = panel_of(node) or node.tagname
    label = title or escape.content(str(admonitionlabels.get(node.tagname, "Note")))
    return f"#admonition({escape.string(kind)})[{label}][{body}]\n\n"


@typeset.register(nodes.topic)
@typeset.register(nodes.sidebar)
def _aside(node: nodes.Element, writer: Writer) -> str:
    title, body = _titled(node, writer, nodes.title)
    return f"#aside[{title}][{body}]\n\n"


@typeset.register
def _quotation(node: nodes.block_quote, writer: Writer) -> str:
    source = [c for c in node.children if isinstance(c, nodes.attribution)]
    text = writer.write_all(c for c in node.children if c not in source).strip()
    given = f", attribution: [{writer.inside(source[0])}]" if source else ""
    return f"#quotation(kind: {escape.string(panel_of(node))}{given})[{text}]\n\n"


@typeset.register
def _container(node: nodes.container, writer: Writer) -> str:
    if node.get("nb_element") == "cell_code_source":
        return ""
    match node.get("design_component"):
        case "grid-container":
            return _grid(node, writer)
        case "card":
            return f"#card{_card(node, writer)}\n\n"
        case "dropdown" | "tab-item":
            title, body = _titled(node, writer, nodes.rubric)
            return f"#opened[{title or 'Details'}][{body}]\n\n"
        case "card-header" | "card-title" | "card-footer":
            return f"#small-title[{writer.inside(node).strip()}]\n\n"
    panel = panel_of(node)
    text = writer.inside(node)
    return f"#panel({escape.string(panel)})[{text}]\n\n" if panel else text


def _titled(node: nodes.Element, writer: Writer, kind: type[nodes.Element]) -> tuple[str, str]:
    """The title of a block, where its first child is one, and the rest of it."""
    head = node.children[0] if node.children else None
    if not isinstance(head, kind):
        return "", writer.inside(node).strip()
    anchor = f"#anchor({escape.string(writer.label_of(head))});" if head["ids"] else ""
    return anchor + writer.inside(head), writer.write_all(node.children[1:]).strip()


def _grid(node: nodes.container, writer: Writer) -> str:
    """Cards side by side, as many as the page asks for and paper has room for."""
    items = [
        item
        for item in node.findall(nodes.container)
        if item.get("design_component") == "grid-item"
    ]
    asked = [int(m[1]) for c in elements(node)[0]["classes"] if (m := _COLUMNS.match(c))]
    columns = min(max(asked, default=2), _MOST_COLUMNS, max(len(items), 1))
    cells = ", ".join(f"[{_cell(item, writer)}]" for item in items)
    return f"#cards({columns}, {cells})\n\n"


def _cell(item: nodes.container, writer: Writer) -> str:
    cards = [c for c in elements(item) if _is(c, "card")]
    if len(cards) == 1 == len(item.children):
        return f"#card-text{_card(cards[0], writer)}"
    return writer.inside(item).strip()


def _card(card: nodes.Element, writer: Writer) -> str:
    """Title and text of a card; where the whole card is a link, its title becomes the link."""
    link = next((r for r in card.findall(nodes.reference) if _covers_card(r)), None)
    title = next((c for c in card.findall(nodes.container) if _is(c, "card-title")), None)
    heading = writer.inside(title).strip() if title is not None else ""
    if link is not None:
        shown = heading or escape.content(link.astext())
        heading = writer.write(_relabelled(link, shown))
    parts = [c for c in card.children if link is None or link not in c.children]
    body = "".join(_card_part(part, title, writer) for part in parts)
    return f"[{heading}][{body.strip()}]"


def _card_part(part: nodes.Node, title: nodes.Node | None, writer: Writer) -> str:
    if _is(part, "card-body") or _is(part, "card-overlay"):
        return writer.write_all(c for c in part.children if c is not title)
    return writer.write(part)


def _relabelled(link: nodes.reference, shown: str) -> nodes.reference:
    """The link of a card with the title of the card, already set, as its text."""
    linked = link.copy()
    linked["ids"] = []
    linked += nodes.raw("", shown, format="typst")
    return linked


def _covers_card(link: nodes.reference) -> bool:
    return "sd-stretched-link" in link["classes"]


def _is(node: nodes.Node, component: str) -> bool:
    return isinstance(node, nodes.container) and node.get("design_component") == component
