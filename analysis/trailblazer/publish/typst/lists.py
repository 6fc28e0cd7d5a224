"""Setting lists, lines, listings and what a page holds that is not for reading."""

from __future__ import annotations

from docutils import nodes
from sphinx import addnodes

from trailblazer.publish.typst import escape
from trailblazer.publish.typst.writer import Writer, elements, typeset

_NUMBERS = {
    "arabic": "1", "loweralpha": "a", "upperalpha": "A", "lowerroman": "i", "upperroman": "I",
}  # fmt: skip
# What the notebook calls its languages, in Typst's words; the rest has the same name in both.
_LANGUAGES = {"ipython3": "python", "ipython": "python", "myst-ansi": "text", "default": "text"}


@typeset.register
def _bullets(node: nodes.bullet_list, writer: Writer) -> str:
    return f"#list({_spacing(node)}, {_items(node, writer)})\n\n"


@typeset.register
def _numbers(node: nodes.enumerated_list, writer: Writer) -> str:
    style = _NUMBERS[node.get("enumtype", "arabic")]
    pattern = f"{node.get('prefix', '')}{style}{node.get('suffix', '.') or '.'}"
    options = f"{_spacing(node)}, start: {node.get('start', 1)}"
    return f"#enum({options}, numbering: {escape.string(pattern)}, {_items(node, writer)})\n\n"


def _items(node: nodes.Element, writer: Writer) -> str:
    return ", ".join(f"[{writer.write(item).strip()}]" for item in node.children)


def _spacing(node: nodes.Element) -> str:
    roomy = any(
        sum(isinstance(child, nodes.paragraph) for child in item.children) > 1
        for item in node.children
    )
    return f"tight: {'false' if roomy else 'true'}"


@typeset.register(nodes.list_item)
@typeset.register(nodes.definition)
@typeset.register(nodes.description)
@typeset.register(nodes.field_name)
@typeset.register(nodes.field_body)
def _item(node: nodes.Element, writer: Writer) -> str:
    return writer.inside(node)


@typeset.register(nodes.definition_list)
@typeset.register(nodes.field_list)
def _terms(node: nodes.Element, writer: Writer) -> str:
    return f"#terms({', '.join(_term(item, writer) for item in node.children)})\n\n"


def _term(item: nodes.Node, writer: Writer) -> str:
    *names, meaning = item.children
    name = ", ".join(writer.write(n) for n in names if not isinstance(n, nodes.classifier))
    kinds = "".join(f" ({writer.inside(n)})" for n in names if isinstance(n, nodes.classifier))
    return f"terms.item[{name}{kinds}][{writer.write(meaning).strip()}]"


@typeset.register
def _name(node: nodes.term, writer: Writer) -> str:
    return writer.inside(node)


@typeset.register(addnodes.glossary)
def _glossary(node: nodes.Element, writer: Writer) -> str:
    return writer.inside(node)


@typeset.register
def _lines(node: nodes.line_block, writer: Writer) -> str:
    return " \\\n".join(writer.inside(line) for line in elements(node)) + "\n\n"


@typeset.register
def _listing(node: nodes.literal_block, writer: Writer) -> str:
    language = node.get("language", "text")
    named = escape.string(_LANGUAGES.get(language, language))
    return f"#raw(block: true, lang: {named}, {escape.string(node.astext())})\n\n"


@typeset.register
def _rule(node: nodes.transition, writer: Writer) -> str:
    # The rule that the site draws above its footnotes has no use where notes stand on each page.
    return "" if "footnotes" in node["classes"] else "#rule\n\n"


@typeset.register
def _raw(node: nodes.raw, writer: Writer) -> str:
    if node["format"] == "typst":
        return node.astext()
    if "task-list-item-checkbox" in node.astext():
        return f"#task({'true' if 'checked=' in node.astext() else 'false'}) "
    return ""


@typeset.register(nodes.comment)
@typeset.register(nodes.pending)
@typeset.register(nodes.substitution_definition)
@typeset.register(nodes.target)
@typeset.register(addnodes.index)
@typeset.register(nodes.footnote)
@typeset.register(nodes.meta)
@typeset.register(nodes.system_message)
@typeset.register(nodes.colspec)
@typeset.register(addnodes.highlightlang)
@typeset.register(addnodes.tabular_col_spec)
@typeset.register(addnodes.toctree)
def _nothing(node: nodes.Element, writer: Writer) -> str:
    return ""


@typeset.register
def _problematic(node: nodes.problematic, writer: Writer) -> str:
    return escape.content(node.astext())
