"""The Sphinx extension that says what a page is about before it is opened.

Search engines, chats and social media show a title, a sentence and a picture of a page that is
linked to. The sentence of a page of results is what was computed on it, so a shared link says what
the data say; any other page can give its own (``description`` in its front matter) or is quoted
from its beginning. The picture, drawn anew with each edition, counts the verdicts and bears the
label of the data. Its address is relative unless the book is given its own (``baseurl`` under
``html`` in ``_config.yml``), because where a site will lie is not known when it is made.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from trailblazer.findings.record import Finding
from trailblazer.publish import card
from trailblazer.publish.directives.chapters import tally_sentence
from trailblazer.publish.directives.claims import in_order
from trailblazer.publish.roles import document

IMAGE = "_static/preview.png"
LONGEST = 320  # letters; what shows previews cuts them somewhere between 150 and 300
_SENTENCE = re.compile(r"(?<=[.?!])\s+(?=[A-Z])")
_SEARCH = "Find words in this report."


def setup(app: Sphinx) -> dict[str, Any]:
    """Register both; called by Sphinx."""
    app.connect("html-page-context", _describe)
    app.connect("build-finished", _draw, priority=400)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def _describe(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    found = in_order(app.config.trailblazer_edition)
    base = app.config.html_baseurl
    context["preview"] = {
        "title": context.get("title") or "Search",
        "description": app.env.metadata.get(page, {}).get("description")
        or description(page, found, doctree),
        "image": f"{base.rstrip('/')}/{IMAGE}" if base else context["pathto"](IMAGE, 1),
        "alt": _alt(found, _stamp(app)),
        "width": card.SIZE[0],
        "height": card.SIZE[1],
    }


def description(page: str, found: list[Finding], doctree: nodes.document | None) -> str:
    """What a page says, in whole sentences and at most about 300 letters.

    For a page of results, the headlines of its claims in their order, as many as there is room
    for; for a chapter and the first page, how the claims came out; for any other, how it begins.
    """
    own = [f.headline for f in found if f.made_by.notebook == page]
    if own:
        return " ".join(_that_fit(own))
    chapter = [f for f in found if f.chapter == page]
    if chapter:
        return tally_sentence(chapter)
    if page == "index":
        return tally_sentence(found, "this report")
    return " ".join(_that_fit(_SENTENCE.split(_beginning(doctree)))) if doctree else _SEARCH


def _that_fit(said: list[str]) -> list[str]:
    """As many as fit, and always the first."""
    kept = said[:1]
    for one in said[1:]:
        if len(" ".join([*kept, one])) > LONGEST:
            break
        kept.append(one)
    return kept


def _beginning(doctree: nodes.document) -> str:
    """The first paragraph that is text of the page and not of a box, a table or a list."""
    for paragraph in doctree.findall(nodes.paragraph):
        if isinstance(paragraph.parent, nodes.section):
            return " ".join(paragraph.astext().split())
    return next((t.astext() for t in doctree.findall(nodes.title)), "")


def _alt(found: list[Finding], stamp: str) -> str:
    return f"{tally_sentence(found, 'this report')} {stamp}."


def _stamp(app: Sphinx) -> str:
    values = document(app.config.trailblazer_edition)["values"]
    return str(values["edition.stamp"]["text"])


def _draw(app: Sphinx, failure: Exception | None) -> None:
    if failure is not None or app.builder.format != "html":
        return
    found = in_order(app.config.trailblazer_edition)
    card.draw(Path(app.outdir) / IMAGE, app.config.project, [f.verdict for f in found], _stamp(app))
