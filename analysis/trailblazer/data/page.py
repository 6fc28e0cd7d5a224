"""A page of HTML that stands alone: no script, no request, everything in it escaped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

STYLE = """
:root { color-scheme: light dark; }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 75rem; margin: 0 auto; padding: 1rem; }
h1, h2 { line-height: 1.2; } h2 { margin-top: 2.5rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; margin: 0.5rem 0 1rem; }
caption { text-align: left; font-weight: bold; padding: 0.5rem 0; }
th, td { text-align: left; vertical-align: top; padding: 0.35rem 0.75rem 0.35rem 0; }
th, td { border-bottom: 1px solid GrayText; overflow-wrap: anywhere; min-width: 4rem; }
tbody th { min-width: 11rem; }
td.wide { min-width: 14rem; }
a:focus-visible, .scroll:focus-visible { outline: 3px solid; outline-offset: 2px; }
"""


def page(title: str, body: Iterable[str]) -> str:
    """A whole page: ``title`` is plain text and its one main heading, ``body`` is HTML."""
    heading = escape(_clean(title))
    return (
        '<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{heading}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n"
        f"<h1>{heading}</h1>\n" + "\n".join(body) + "\n</main>\n</body>\n</html>\n"
    )


def heading(text: str, *, anchor: str = "") -> str:
    """A heading below the main one."""
    mark = f' id="{escape(anchor)}"' if anchor else ""
    return f"<h2{mark}>{escape(_clean(text))}</h2>"


def paragraph(text: str) -> str:
    """A paragraph of plain text."""
    return f"<p>{escape(_clean(text))}</p>"


def listed(items: Iterable[str]) -> str:
    """A list of plain texts."""
    return "<ul>\n" + "\n".join(f"<li>{escape(_clean(item))}</li>" for item in items) + "\n</ul>"


def table(caption: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of plain texts, that can be scrolled by keyboard; the first cell names its row."""
    label = escape(_clean(caption))
    head = "".join(f'<th scope="col">{escape(text)}</th>' for text in heads)
    lines = "\n".join(_row([escape(_clean(text)) for text in row]) for row in rows)
    return (
        f'<div class="scroll" role="region" aria-label="{label}" tabindex="0">\n<table>\n'
        f"<caption>{label}</caption>\n<thead><tr>{head}</tr></thead>\n"
        f"<tbody>\n{lines}\n</tbody>\n</table>\n</div>"
    )


def _row(cells: Sequence[str]) -> str:
    first, *others = cells
    wide = (f'<td class="wide">{c}</td>' if len(c) > 60 else f"<td>{c}</td>" for c in others)
    return f'<tr><th scope="row">{first}</th>{"".join(wide)}</tr>'


def _clean(text: str) -> str:
    """The text without characters that cannot be seen or may not stand in HTML."""
    return "".join(c if c.isprintable() else " " for c in text)
