"""The Sphinx extension that makes the search of the site work from a folder, without a server.

Sphinx's own search fetches every page it found in order to quote it, which a browser refuses for a
page opened from a file. Here the words of all sections are put into one script, which only the
search page loads, and each result is quoted from it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx

WORDS = "_static/search-words.js"
# What Sphinx's own search needs and ours does not.
_UNUSED = ("searchindex.js", "_static/searchtools.js")
# Code, formulas and lists of pages are no text that a reader looks for.
_NOT_SEARCHED = (
    nodes.literal_block, nodes.raw, nodes.math_block, nodes.comment, addnodes.toctree,
)  # fmt: skip

Section = tuple[str, str, str]


def setup(app: Sphinx) -> dict[str, Any]:
    """Collect the words of each page as it is written; called by Sphinx."""
    found: dict[str, list[Section]] = {}

    def collect(app: Sphinx, doctree: nodes.document, docname: str) -> None:
        if app.builder.format == "html":
            found[docname] = list(sections(doctree))

    def finish(app: Sphinx, failure: Exception | None) -> None:
        if failure is None and app.builder.format == "html":
            _write(app, found)

    app.connect("builder-inited", _leave_out_index)
    app.connect("doctree-resolved", collect, priority=900)
    app.connect("build-finished", finish, priority=400)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": False}


def _leave_out_index(app: Sphinx) -> None:
    """Make no index for Sphinx's own search: a fifth of the time of writing would go in it."""
    if app.builder.format == "html":
        for step in ("index_page", "dump_search_index"):
            setattr(app.builder, step, lambda *_: None)


def sections(doctree: nodes.document) -> Iterator[Section]:
    """Each section of a page: where it is on the page, its heading and its words.

    The first section is the page itself, and is reached without an anchor.
    """
    for number, section in enumerate(doctree.findall(nodes.section)):
        heading = next((c.astext() for c in section.children if isinstance(c, nodes.title)), "")
        own = [c for c in section.children if not isinstance(c, nodes.section | nodes.title)]
        words = " ".join(" ".join(text.split()) for child in own for text in _texts(child))
        yield ("" if number == 0 else section["ids"][0], heading, words)


def _texts(node: nodes.Node) -> Iterator[str]:
    if isinstance(node, _NOT_SEARCHED) or not isinstance(node, nodes.Element):
        return
    if "cell_input" in node.get("classes", ()):
        return
    if isinstance(node, nodes.TextElement):
        yield node.astext()
        return
    for child in node.children:
        yield from _texts(child)


def _write(app: Sphinx, found: dict[str, list[Section]]) -> None:
    pages = [
        {
            "address": app.builder.get_target_uri(page),
            "title": app.env.titles[page].astext(),
            "sections": found[page],
        }
        for page in sorted(found)
    ]
    text = json.dumps(pages, ensure_ascii=False, separators=(",", ":"))
    site = Path(app.outdir)
    (site / WORDS).write_text(f"const SEARCH_PAGES = {text};\n", encoding="utf-8", newline="\n")
    for name in _UNUSED:
        (site / name).unlink(missing_ok=True)
