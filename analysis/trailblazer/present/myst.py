"""MyST as notebooks print it, and the same as HTML for whoever opens the notebook in Jupyter."""

from __future__ import annotations

import base64
import html
import re
from collections.abc import Sequence

import pandas as pd

# Any ASCII punctuation may be escaped in CommonMark; these are the ones that could start markup.
_MARKUP = re.compile(r"([\\`*_{}\[\]<>|$#~^@])")
# These start a block where a line begins with them: a list, a comment, a break, a target.
_BLOCK = re.compile(r"^(?=[=%:!]|[-+](?!\d)|\(.*\)=$)|^\d{1,9}(?=[.)](?: |$))")
# A value of an option that needs no quotation marks to be taken as it is.
_PLAIN = re.compile(r"[^\W_](?:[^#\"\\:]|:(?=.))*")


def text(value: object) -> str:
    """Text from data made safe for MyST: shown as it is, never read as markup or HTML."""
    flat = " ".join(str(value).split())
    shown = _MARKUP.sub(r"\\\1", flat.replace("&", "&amp;"))
    return _BLOCK.sub(r"\g<0>\\", shown, count=1)


def directive(name: str, argument: str, options: Sequence[tuple[str, str]], body: str = "") -> str:
    """A MyST directive; the fence is longer than any run of colons in the body."""
    longest = max((len(m) for m in re.findall(r":{3,}", body)), default=2)
    fence = ":" * (longest + 1)
    lines = [f"{fence}{{{name}}} {argument}".rstrip()]
    lines += [f":{key}: {_option(value)}".rstrip() for key, value in options]
    return "\n".join([*lines, "", body, fence]) if body else "\n".join([*lines, fence])


def _option(value: str) -> str:
    flat = " ".join(value.split())
    if not flat or _PLAIN.fullmatch(flat):
        return flat
    escaped = flat.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def captioned(caption: str, source: str) -> str:
    """A caption and the line that says where the numbers come from, which is set lighter."""
    return f"{text(caption)} [{text(source)}]{{.source}}" if source else text(caption)


def figure(path: str, label: str, alt: str, caption: str, source: str = "") -> str:
    """A numbered figure with its caption and alternative text."""
    options = [("name", label), ("alt", alt)]
    return directive("figure", path, options, captioned(caption, source))


def table(
    frame: pd.DataFrame, label: str, caption: str, numeric: Sequence[str], source: str = ""
) -> str:
    """A numbered table with a caption, one header row and row headings in the first column."""
    right = " ".join(str(i) for i, name in enumerate(frame.columns) if name in numeric)
    options = [("name", label), ("header-rows", "1"), ("stub-columns", "1")]
    options += [("right", right)] if right else []
    return directive("results-table", captioned(caption, source), options, rows(frame))


def rows(frame: pd.DataFrame) -> str:
    """The header and the rows of a frame as the list that a table is made from."""
    every = [list(frame.columns), *frame.itertuples(index=False, name=None)]
    return "\n".join(map(_row, every))


def _row(cells: Sequence[object]) -> str:
    first, *rest = (text(cell) for cell in cells)
    return "\n".join([f"* - {first}", *(f"  - {cell}" for cell in rest)])


def html_text(value: str) -> str:
    """Text made safe for HTML."""
    return html.escape(value)


def html_figure(svg: bytes, alt: str, caption: str) -> str:
    """The figure for Jupyter, whole in itself."""
    data = base64.b64encode(svg).decode("ascii")
    return (
        f'<figure><img src="data:image/svg+xml;base64,{data}" alt="{html.escape(alt)}">'
        f"<figcaption>{html.escape(caption)}</figcaption></figure>"
    )


def html_table(frame: pd.DataFrame, caption: str) -> str:
    """The table for Jupyter."""
    shown = frame.set_index(frame.columns[0])
    shown.columns.name, shown.index.name = frame.columns[0], None
    return shown.to_html(escape=True, border=0).replace(
        ">\n", f">\n<caption>{html.escape(caption)}</caption>\n", 1
    )
