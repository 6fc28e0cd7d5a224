"""Setting running text: pages, headings, paragraphs, words within a line, links and notes."""

from __future__ import annotations

from docutils import nodes
from sphinx import addnodes
from sphinx_design.badges_buttons import sd_badge, sd_line_break
from sphinx_design.shared import PassthroughTextElement

from trailblazer.publish.typst import escape
from trailblazer.publish.typst.assemble import Part
from trailblazer.publish.typst.boxes import panel_of
from trailblazer.publish.typst.writer import Writer, logger, typeset

_HIDDEN = ("visually-hidden", "sr-only")
_EVERYWHERE = ("http://", "https://", "mailto:")
# A paragraph before a table that is no longer than this stays with it.
_LEAD_IN = 500


@typeset.register
def _document(node: nodes.document, writer: Writer) -> str:
    return writer.inside(node)


@typeset.register
def _part(node: Part, writer: Writer) -> str:
    return f"#part[{escape.content(node['caption'])}]\n\n"


@typeset.register
def _page(node: addnodes.start_of_file, writer: Writer) -> str:
    outer = writer.docname, writer.level
    writer.docname = node["docname"]
    writer.level += node.get("depth", 0)
    text = writer.inside(node)
    writer.docname, writer.level = outer
    return f"#pagebreak(weak: true)\n\n{text}" if node.get("opens") else text


@typeset.register
def _section(node: nodes.section, writer: Writer) -> str:
    writer.level += 1
    text = writer.inside(node)
    writer.level -= 1
    return text


@typeset.register
def _title(node: nodes.title, writer: Writer) -> str:
    section = node.parent
    if not isinstance(section, nodes.section):
        return f"#strong[{writer.inside(node)}]\n\n"
    heading = _section_number(section, writer) + writer.inside(node)
    page = section.parent
    opens = isinstance(page, addnodes.start_of_file) and not page.get("opens")
    kind = ", supplement: [chapter]" if opens else ""
    return f"#heading(level: {writer.level}{kind})[{heading}]{writer.label(section)}\n\n"


def _section_number(section: nodes.section, writer: Writer) -> str:
    numbers = writer.env.toc_secnumbers.get(writer.docname, {})
    top = not isinstance(section.parent, nodes.section)
    number = numbers.get("" if top else f"#{section['ids'][0]}")
    return ".".join(map(str, number)) + "#h(0.6em);" if number else ""


@typeset.register
def _paragraph(node: nodes.paragraph, writer: Writer) -> str:
    if _only(node, addnodes.download_reference) and not isinstance(node.parent, nodes.entry):
        return ""  # the files are beside the site: paper has nothing to download
    panel = panel_of(node)
    text = writer.inside(node)
    if panel:
        return f"#panel({escape.string(panel)})[{text}]\n\n"
    return f"#lead-in[{text}]\n\n" if _leads_in(node) else f"{text}\n\n"


def _leads_in(node: nodes.paragraph) -> bool:
    after = node.next_node(descend=False, siblings=True)
    while isinstance(after, nodes.Invisible):
        after = after.next_node(descend=False, siblings=True)
    if isinstance(after, nodes.table):
        return len(node.astext()) <= _LEAD_IN
    return _only(node, nodes.strong) or isinstance(after, nodes.block_quote)


def _only(node: nodes.Element, kind: type[nodes.Element]) -> bool:
    """Whether a paragraph holds elements of one kind and nothing else but white space."""
    shown = [c for c in node.children if not isinstance(c, nodes.Text) or c.astext().strip()]
    return bool(shown) and all(isinstance(child, kind) for child in shown)


@typeset.register(nodes.caption)
@typeset.register(nodes.rubric)
def _small_title(node: nodes.Element, writer: Writer) -> str:
    return f"#small-title[{writer.inside(node)}]\n\n"


@typeset.register
def _text(node: nodes.Text, writer: Writer) -> str:
    return escape.content(node.astext())


@typeset.register
def _inline(node: nodes.inline, writer: Writer) -> str:
    classes = node["classes"]
    if any(name in classes for name in _HIDDEN):
        return ""
    text = writer.inside(node)
    if "verdict" in classes:
        kinds = [name[8:] for name in classes if name.startswith("verdict-")]
        return f"#verdict({escape.string(''.join(kinds))})[{text}];"
    if "source" in classes:
        return f"#origin[{text}];"
    return text + _page_of(node, writer) if "place" in classes else text


def _page_of(node: nodes.inline, writer: Writer) -> str:
    """The number of the page that a place leads to, for those who read on paper."""
    goals = [destination(link, writer) for link in node.findall(nodes.reference)]
    return "".join(f"#on-page({goal});" for goal in goals if goal)


@typeset.register(nodes.abbreviation)
@typeset.register(nodes.generated)
@typeset.register(nodes.compound)
@typeset.register(nodes.legend)
@typeset.register(PassthroughTextElement)
@typeset.register(addnodes.download_reference)
def _plain(node: nodes.Element, writer: Writer) -> str:
    return writer.inside(node)


@typeset.register(nodes.strong)
def _strong(node: nodes.strong, writer: Writer) -> str:
    return f"#strong[{writer.inside(node)}];"


@typeset.register(nodes.emphasis)
@typeset.register(nodes.title_reference)
@typeset.register(addnodes.literal_emphasis)
def _emphasis(node: nodes.Element, writer: Writer) -> str:
    return f"#emph[{writer.inside(node)}];"


@typeset.register
def _superscript(node: nodes.superscript, writer: Writer) -> str:
    return f"#super[{writer.inside(node)}];"


@typeset.register
def _subscript(node: nodes.subscript, writer: Writer) -> str:
    return f"#sub[{writer.inside(node)}];"


@typeset.register
def _literal(node: nodes.literal, writer: Writer) -> str:
    return f"#raw({escape.string(node.astext())});"


@typeset.register
def _badge(node: sd_badge, writer: Writer) -> str:
    return f"#badge[{writer.inside(node)}];"


@typeset.register
def _line_break(node: sd_line_break, writer: Writer) -> str:
    return " \\\n"


@typeset.register
def _reference(node: nodes.reference, writer: Writer) -> str:
    text, goal = writer.inside(node), destination(node, writer)
    if goal is None:
        return text
    # An address that is its own text is left to Typst, which knows where to break the line.
    if node.astext() == node.get("refuri"):
        return f"#link({goal});"
    return f"#link({goal})[{text}];"


def destination(node: nodes.reference, writer: Writer) -> str | None:
    """Where a reference leads, as Typst names it; ``None`` for files that only the site has."""
    uri = node.get("refuri", "")
    if uri.startswith(_EVERYWHERE):
        return escape.string(uri)
    if "refid" in node:
        docname, anchor = writer.docname, node["refid"]
    elif uri.startswith("%"):
        docname, _, anchor = uri[1:].partition("#")
    else:
        return None
    label = writer.targets.label(docname, anchor)
    if label is None:
        logger.warning(
            "a link to %s#%s leads nowhere in the PDF", docname, anchor, location=node,
            type="typst", subtype="link",
        )  # fmt: skip
        return None
    return f"label({escape.string(label)})"


@typeset.register
def _note_mark(node: nodes.footnote_reference, writer: Writer) -> str:
    key = f"{writer.docname}#{node['refid']}"
    name = f"label({escape.string('note:' + key)})"
    if key in writer.noted:
        return f"#footnote({name});"
    writer.noted.add(key)
    note = writer.targets.notes[key]
    text = writer.write_all(c for c in note.children if not isinstance(c, nodes.label))
    return f"#footnote[{text.strip()}]#{name};"


@typeset.register
def _citation(node: nodes.citation, writer: Writer) -> str:
    label, *rest = node.children
    text = writer.write_all(rest).strip()
    return f"#source[{escape.content(label.astext())}][{text}]\n\n"
