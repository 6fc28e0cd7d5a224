"""Setting figures and images, numbered as in the site and never without words for the blind."""

from __future__ import annotations

import re
from collections.abc import Sequence

from docutils import nodes

from trailblazer.publish.typst import escape
from trailblazer.publish.typst.writer import Writer, logger, typeset

_WIDTH = re.compile(r"([\d.]+)\s*(%|px|pt|cm|mm|in|em)?$")
_POINTS_PER_PIXEL = 0.75


@typeset.register
def _figure(node: nodes.figure, writer: Writer) -> str:
    words = [c for c in node.children if isinstance(c, nodes.caption | nodes.legend)]
    picture = writer.write_all(c for c in node.children if c not in words).strip()
    caption = caption_of(writer.number("figure", node), words, writer)
    return f"#figure(kind: image, {caption}[{picture}]){writer.label(node)}\n\n"


def caption_of(number: str, words: Sequence[nodes.Element], writer: Writer) -> str:
    """The ``caption`` argument of a figure or table; nothing where there is none to show."""
    text = " ".join(writer.inside(part).strip() for part in words)
    if not number and not text:
        return ""
    counted = f"#exhibit-number[{escape.content(number)}];" if number else ""
    return f"caption: [{counted}{text}], "


@typeset.register
def _image(node: nodes.image, writer: Writer) -> str:
    if node["uri"] not in writer.images:
        return ""
    if not node.get("alt"):
        logger.warning(
            "the image %s has no alternative text", node["uri"], location=node,
            type="typst", subtype="alt",
        )  # fmt: skip
    alt = node.get("alt") or "Image without alternative text"
    path, words = escape.string(f"images/{writer.images[node['uri']]}"), escape.string(alt)
    width = _width(node)
    if isinstance(node.parent, nodes.TextElement):
        return f"#box(image({path}, alt: {words}{width}));"
    call = f"image({path}, alt: {words}{width})" if width else f"picture({path}, {words})"
    return f"#{call}\n\n"


def _width(node: nodes.image) -> str:
    found = _WIDTH.match(node.get("width", ""))
    if found is None:
        return ""
    size, unit = float(found[1]), found[2] or "px"
    if unit == "px":
        size, unit = size * _POINTS_PER_PIXEL, "pt"
    return f", width: {size:g}{unit}"
