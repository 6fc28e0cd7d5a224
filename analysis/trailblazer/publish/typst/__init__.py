"""The Sphinx extension that makes the PDF of the book through Typst.

It adds the builder ``typstpdf`` and the values ``typst_title``, ``typst_subtitle``,
``typst_edition`` (on the cover: what it was computed from), ``typst_stamp`` (on the cover and every
page, unless empty) and ``typst_document_date`` (ISO; the date of the document, never taken from the
clock).
"""

from __future__ import annotations

from typing import Any

from sphinx.application import Sphinx
from sphinx.config import Config

# Imported for what they register: how each family of nodes is set.
from trailblazer.publish.typst import boxes, figures, formulas, lists, prose, tables
from trailblazer.publish.typst.builder import TypstBuilder

__all__ = ["boxes", "figures", "formulas", "lists", "prose", "setup", "tables"]

# What a notebook printed, best first. HTML is not in the list: the PDF cannot show it, and a cell
# that printed nothing else is a warning.
_SHOWN = ("text/markdown", "image/svg+xml", "image/png", "image/jpeg", "text/plain")


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the builder and its configuration; called by Sphinx."""
    app.add_builder(TypstBuilder)
    for name in ("title", "subtitle", "edition", "stamp", "document_date"):
        app.add_config_value(f"typst_{name}", "", "", [str])
    app.connect("config-inited", _prefer_shown, priority=900)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def _prefer_shown(app: Sphinx, config: Config) -> None:
    chosen = [(TypstBuilder.name, kind, 10 * rank) for rank, kind in enumerate(_SHOWN, start=1)]
    config.nb_mime_priority_overrides = [*config.nb_mime_priority_overrides, *chosen]
