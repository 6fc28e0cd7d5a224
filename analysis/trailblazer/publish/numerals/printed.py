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
# Where an escaped sign waits, out of reach of what reads markup: private characters of Unicode.
_APART = 0xE000
_TYPESET = str.maketrans({"\u2212": "-", "\u2013": "--", "\u2014": "---", "\u2026": "..."})
_RUNS = re.compile(r"-{2,}|\.{2,}")
_WORDS = re.compile(r"[^\w%.,\u2212-]+|_")
# Directives whose argument is read as text; of any other it is a path or a name.
_TITLED = {"results-table", "dropdown", "admonition", "note", "card", "tab-item", "list-table"}


def key(text: str) -> str:
    """A text by its words and numerals alone, so that quotation marks and markup do not matter."""
    return " ".join(_WORDS.sub(" ", _RUNS.sub(" ", text.translate(_TYPESET))).split())


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
                yield html.unescape(_unquoted(option["value"]))
        elif not raw.lstrip().startswith("% "):
            lines += [_ITEM.sub("", raw, count=1)] if raw.strip() else []


def _plain(text: str) -> str:
    """MyST as the reader sees it: no roles, no emphasis, no escapes."""
    text = _ESCAPE.sub(lambda m: chr(_APART + ord(m[1])), text)
    text = _SPAN.sub(lambda m: m["text"], _ROLE.sub(lambda m: m["text"], text))
    text = html.unescape(re.sub("[*`]", "", text))
    return "".join(chr(ord(c) - _APART) if 0 <= ord(c) - _APART < 128 else c for c in text)


def _unquoted(value: str) -> str:
    quoted = len(value) > 1 and value[0] == value[-1] == '"'
    return re.sub(r"\\(.)", r"\1", value[1:-1]) if quoted else value
