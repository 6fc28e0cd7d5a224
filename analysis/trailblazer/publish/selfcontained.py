"""The Sphinx extension that keeps the site whole in itself: it asks nothing of the network.

The theme's live-code scripts are left out, what only a developer of the theme needs is removed,
and a page that would load a script, a style, a font or a picture from another host is a warning.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging

logger = logging.getLogger(__name__)

_LIVE_CODE = ("thebe", "THEBE", "kernelName")
_ELSEWHERE = re.compile(
    r"""<(?:script|img|iframe|source|video|audio|embed|link)\b[^>]*?
        \b(?:src|href)\s*=\s*["']((?:https?:)?//[^"']+)""",
    re.VERBOSE,
)
_CANONICAL = re.compile(r"""<link\b[^>]*\brel=["'](?:canonical|author|license)["'][^>]*>""")
_STYLE_ELSEWHERE = re.compile(r"""(?:url\(|@import)\s*["']?((?:https?:)?//[^"')\s]+)""")


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the clearing and the check; called by Sphinx."""
    app.connect("html-page-context", _leave_out_live_code, priority=900)
    app.connect("doctree-resolved", _leave_out_kernels, priority=900)
    app.connect("build-finished", _finish)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def loads_elsewhere(site: Path) -> Iterator[tuple[Path, str]]:
    """Every page or style of a built site that loads something from a host, with its address.

    Links that a reader follows are not counted, nor the canonical address of a page.
    """
    for page in sorted(site.rglob("*.html")):
        text = _CANONICAL.sub("", page.read_text(encoding="utf-8"))
        yield from ((page, found) for found in _ELSEWHERE.findall(text))
    for style in sorted(site.rglob("*.css")):
        text = style.read_text(encoding="utf-8")
        yield from ((style, found) for found in _STYLE_ELSEWHERE.findall(text))


def _leave_out_live_code(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    for kind in ("script_files", "css_files"):
        context[kind] = [f for f in context[kind] if not _is_live_code(f)]


def _is_live_code(asset: Any) -> bool:
    written = f"{getattr(asset, 'filename', asset)}{getattr(asset, 'attributes', '')}"
    return any(word in written for word in _LIVE_CODE)


def _leave_out_kernels(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    for raw in list(doctree.findall(nodes.raw)):
        text = raw.astext().strip()
        if text.startswith("<script") and any(word in text for word in _LIVE_CODE):
            raw.parent.remove(raw)


def _finish(app: Sphinx, failure: Exception | None) -> None:
    if failure is not None or app.builder.format != "html":
        return
    site = Path(app.outdir)
    # It differs between versions of Python, and only a rebuild in place would read it.
    (site / ".buildinfo").unlink(missing_ok=True)
    for source_map in (site / "_static").rglob("*.map"):
        source_map.unlink()
    for file, address in loads_elsewhere(site):
        logger.warning(
            "%s loads %s: the site must work without a network",
            file.relative_to(site), address, type="selfcontained",
        )  # fmt: skip
