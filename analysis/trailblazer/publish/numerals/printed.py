"""What a notebook printed, as plain text by block, to hold the blocks of its page against."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from pathlib import Path

_FENCE = re.compile(r"^\s*:{3,}(?:\{(?P<name>[\w-]+)\}\s*(?P<argument>.*))?$")
_OPTION = re.compile(r"^\s*:(?P<name>[\w-]+):\s?(?P<value>.*)$")
_ROLE = re.compile(r"\{[\w-]+\}`(?P<text>[^`<]*?)\s*(?:<[^`]*>)?`")
_SPAN = re.compile(r"\[(?P<text>[^\]]*)\]\{[^}]*\}")
_ITEM = re.compile(r"^\s*(?:[*-] )?(?:[*-] |> |-- )*")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_WORDS = re.compile(r"[^\w%.,\u2212-]+|_")
# Directives whose argument is read as text; of any other it is a path or a name.
_TITLED = {"results-table", "dropdown", "admonition", "note", "card", "tab-item", "list-table"}


def key(text: str) -> str:
    """A text by its words and numerals alone, so that quotation marks and markup do not matter."""
    return " ".join(_WORDS.sub(" ", text.replace("\u2212", "-")).split())


def printed(notebook: Path) -> frozenset[str]:
    """The blocks of text that an executed notebook printed, by key."""
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    outputs = [output for cell in cells for output in cell.get("outputs", ())]
    texts = ["".join(o.get("data", {}).get("text/markdown", "")) for o in outputs]
    return frozenset(key(block) for text in texts for block in blocks(text))


def blocks(markdown: str) -> Iterator[str]:
    """The blocks of MyST that our notebooks print: paragraphs, items, cells, captions."""
    lines: list[str] = []
    for raw in [*markdown.splitlines(), ""]:
        fence, option = _FENCE.match(raw), _OPTION.match(raw)
        starts = _ITEM.match(raw)
        marked = starts is not None and starts[0].strip()
        if lines and (fence or option or marked or not raw.strip()):
            yield _plain(" ".join(lines))
            lines = []
        if fence:
            if fence["name"] in _TITLED and fence["argument"]:
                yield _plain(fence["argument"])
        elif option:
            if option["name"] in ("alt", "label"):
                yield html.unescape(option["value"])
        elif not raw.lstrip().startswith("% "):
            lines += [_ITEM.sub("", raw, count=1)] if raw.strip() else []


def _plain(text: str) -> str:
    """MyST as the reader sees it: no roles, no emphasis, no escapes."""
    text = _SPAN.sub(lambda m: m["text"], _ROLE.sub(lambda m: m["text"], text))
    parts = _ESCAPE.split(text)
    parts[::2] = [re.sub("[*`]", "", part) for part in parts[::2]]  # between what was escaped
    return html.unescape("".join(parts))
