"""The Sphinx extension that makes the pages of the site usable by everyone.

It mends what docutils and the theme leave undone for WCAG 2.2 AA, each found with axe-core: table
headers without a scope, wide tables that a phone cannot show, formulas that need a script,
images whose alternative text is a file name, and roles that assistive technology rejects.
"""

from __future__ import annotations

import types
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util import logging
from sphinx.util.math import get_node_equation_number
from sphinx.writers.html5 import HTML5Translator

from trailblazer.publish import grid, latex

logger = logging.getLogger(__name__)

_HERE = Path(__file__).parent


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the mends; called by Sphinx."""
    app.setup_extension("trailblazer.publish.selfcontained")
    app.setup_extension("trailblazer.publish.pictures")
    app.setup_extension("trailblazer.publish.search")
    app.add_html_math_renderer("mathml", (_inline_math, None), (_display_math, None))
    app.add_css_file("accessible.css")
    app.add_css_file("site.css")
    app.add_css_file("print.css", media="print")
    app.add_js_file("site.js")
    app.connect("config-inited", _add_files)
    # After the theme, which puts its own translator in at the ordinary priority.
    app.connect("builder-inited", _extend_translator, priority=900)
    app.connect("doctree-resolved", _mend_doctree)
    app.connect("html-page-context", _follow_device)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


class AccessibleTranslator(HTML5Translator):
    """What is written differently from the theme's translator, under which this one is put."""

    def visit_table(self, node: nodes.Element) -> None:
        """Make the box in which the theme scrolls a wide table reachable and named."""
        if grid.can_stack(node):
            node["classes"].append("stacked")
        super().visit_table(node)
        if grid.is_stacked(node) and (rows := grid.many_rows(node)):
            said = f'<table data-rows="{rows} rows, to be scrolled in this box"'
            self.body[-1] = self.body[-1].replace("<table", said, 1)
        self._say_role(node, "table", "table")
        title = next((c for c in node.children if isinstance(c, nodes.title)), None)
        words = title.astext() if title is not None else node.get("label") or "Table"
        # A group and no region: two tables of a page may have the same caption, landmarks may not.
        group = f'<div role="group" tabindex="0" aria-label="{self.attval(words)}"'
        self.body[-2] = self.body[-2].replace("<div", group, 1)

    def visit_thead(self, node: nodes.thead) -> None:
        """Say what the element is, as for all parts of a table that a phone shows row by row."""
        super().visit_thead(node)
        self._say_role(node, "thead", "rowgroup")

    def visit_tbody(self, node: nodes.tbody) -> None:
        """Say what the element is."""
        super().visit_tbody(node)
        self._say_role(node, "tbody", "rowgroup")

    def visit_row(self, node: nodes.Element) -> None:
        """Say what the element is."""
        super().visit_row(node)
        self._say_role(node, "tr", "row")

    def visit_entry(self, node: nodes.entry) -> None:
        """Say which way a header reads; an empty corner is no header."""
        if grid.is_wordy(node):
            node["classes"].append("wordy")
        super().visit_entry(node)
        tag = self.body[-1]
        if tag.startswith("<th") and not node.astext().strip():
            self.body[-1], self.context[-1] = tag.replace("<th", "<td", 1), "</td>\n"
        if self.body[-1].startswith("<td"):
            self._say_role(node, "td", "cell")
            if grid.is_stacked(node):
                label = f'<td data-label="{self.attval(grid.header(node))}"'
                self.body[-1] = self.body[-1].replace("<td", label, 1)
            return
        scope = grid.scope(node)
        self._say_role(node, "th", "columnheader" if scope.startswith("col") else "rowheader")
        self.body[-1] = self.body[-1].replace("<th", f'<th scope="{scope}"', 1)

    def _say_role(self, node: nodes.Element, tag: str, role: str) -> None:
        """Keep the meaning of a part of a stacked table, which its display takes from it."""
        if grid.is_stacked(node):
            self.body[-1] = self.body[-1].replace(f"<{tag}", f'<{tag} role="{role}"', 1)

    def visit_citation(self, node: nodes.Element) -> None:
        """Leave out the roles of docutils: one is deprecated, the other lacks its children."""
        self.body.append(self.starttag(node, "div", CLASS="citation"))

    def depart_citation(self, node: nodes.Element) -> None:
        """Close the one element that was opened."""
        self.body.append("</div>\n")


def _extend_translator(app: Sphinx) -> None:
    if app.builder.format != "html":
        return
    name = app.builder.name
    below = app.registry.translators.get(name, app.builder.default_translator_class)
    extended = types.new_class("ExtendedTranslator", (AccessibleTranslator, below))
    app.set_translator(name, extended, override=True)


def _add_files(app: Sphinx, config: Config) -> None:
    config.templates_path = [str(_HERE / "templates"), *config.templates_path]
    config.html_use_index = False  # a report has no entries for one: its page would be empty
    config.html_static_path = [*config.html_static_path, str(_HERE / "static")]


def _follow_device(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Light or dark as the device is set: without this the theme reports an error on each page."""
    context["default_mode"] = "auto"


def _mend_doctree(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    if app.builder.format != "html":
        return
    for image in doctree.findall(nodes.image):
        if not image.get("alt"):
            logger.warning(
                "the image %s has no alternative text", image["uri"], location=image,
                type="accessible", subtype="alt",
            )  # fmt: skip
    for raw in doctree.findall(nodes.raw):
        if "task-list-item-checkbox" in raw.astext():
            raw.children = [nodes.Text(_labelled(raw.astext()))]


def _labelled(checkbox: str) -> str:
    """The check box of a task list with a name: what is beside it is no label of its own."""
    page = BeautifulSoup(checkbox, "html.parser")
    for box in page.find_all("input"):
        box["aria-label"] = "Done" if box.has_attr("checked") else "To do"
    return str(page)


def _mathml(node: nodes.Element, *, display: bool) -> str:
    try:
        return latex.mathml(node.astext(), display=display)
    except latex.FormulaError as fault:
        logger.warning("%s", fault, location=node, type="accessible", subtype="math")
        return ""


def _inline_math(writer: HTML5Translator, node: nodes.math) -> None:
    writer.body.append(_mathml(node, display=False))
    raise nodes.SkipNode


def _display_math(writer: HTML5Translator, node: nodes.math_block) -> None:
    writer.body.append(writer.starttag(node, "div", CLASS="formula", TABINDEX="0"))
    writer.body.append(_mathml(node, display=True))
    if node["number"]:
        number = get_node_equation_number(writer, node)
        writer.body.append(f'<span class="eqno">({number})')
        writer.add_permalink_ref(node, "Link to this equation")
        writer.body.append("</span>")
    writer.body.append("</div>\n")
    raise nodes.SkipNode
