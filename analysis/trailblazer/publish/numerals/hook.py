"""The Sphinx extension that keeps the ledger of every page as it is about to be written."""

from __future__ import annotations

from typing import Any
from weakref import WeakKeyDictionary

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx

from trailblazer.publish.numerals.ledger import ledger
from trailblazer.publish.numerals.passages import ONLY, Ledger

_KEPT: WeakKeyDictionary[Sphinx, Ledger] = WeakKeyDictionary()


def setup(app: Sphinx) -> dict[str, Any]:
    """Listen when all references of a page are resolved and all mends are made."""
    app.connect("doctree-read", _say_what_is_for_one_format)
    app.connect("doctree-resolved", _keep, priority=990)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": False}


def kept(app: Sphinx) -> Ledger:
    """The ledger of the pages that were written: of the PDF, in the order of the book."""
    return _KEPT.get(app, [])


def _say_what_is_for_one_format(app: Sphinx, document: nodes.document) -> None:
    """Leave a mark on what stands under ``only``, which is gone when pages are written."""
    for only in document.findall(addnodes.only):
        for child in only.children:
            if isinstance(child, nodes.Element):
                child[ONLY] = only["expr"]


def _keep(app: Sphinx, document: nodes.document, docname: str) -> None:
    paper = app.builder.format != "html"
    _KEPT.setdefault(app, []).extend(ledger(document, app.env, docname, paper=paper))
