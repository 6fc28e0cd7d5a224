"""The Sphinx extension that gives each figure of the site its two drawings and names its numbers.

A browser takes the one that suits the width of the screen, and only that one; assistive technology
meets one image with one alternative text. It needs no script.
"""

from __future__ import annotations

import html
import posixpath
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.osutil import relative_uri

from trailblazer.present.behind import LABEL
from trailblazer.present.exhibit import NARROW

# Screens up to which the narrow drawing is shown: below it, letters of the wide one get too small.
PHONE = "(max-width: 30em)"


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the change to pages; called by Sphinx."""
    app.connect("doctree-resolved", _offer_both)
    app.connect("doctree-resolved", _name_numbers)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": False}


def _offer_both(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Put each image that has a narrow drawing beside it into a ``picture`` with both."""
    builder = app.builder
    if builder.format != "html":
        return
    for image in list(doctree.findall(nodes.image)):
        folder, name = posixpath.split(image["uri"])
        narrow = posixpath.join(folder, NARROW, name)
        if not (Path(app.srcdir) / narrow).is_file():
            continue
        shown = f"narrow-{name}"
        builder.images[narrow] = shown
        page = builder.get_target_uri(docname)
        address = html.escape(relative_uri(page, f"{builder.imagedir}/{shown}"))
        place = image.parent.index(image)
        source = f'<picture><source media="{PHONE}" srcset="{address}">'
        image.parent.insert(place, nodes.raw("", source, format="html"))
        image.parent.insert(place + 2, nodes.raw("", "</picture>", format="html"))


def _name_numbers(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Name the table under a figure by the number of the figure, for those who hear the page."""
    numbers = app.env.toc_fignumbers.get(docname, {}).get("figure", {})
    number = ""
    for node in doctree.findall(lambda n: isinstance(n, nodes.figure | nodes.table)):
        if isinstance(node, nodes.figure):
            number = ".".join(map(str, numbers.get(next(iter(node["ids"]), ""), ())))
        elif isinstance(node, nodes.table) and node.get("label") == LABEL:
            node["label"] = f"{LABEL} {number}".strip()
