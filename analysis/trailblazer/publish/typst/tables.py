"""Setting tables: header rows repeated on each page, row headings, columns that fit the paper."""

from __future__ import annotations

from docutils import nodes

from trailblazer.publish.typst import columns as widths
from trailblazer.publish.typst.figures import caption_of
from trailblazer.publish.typst.writer import Writer, elements, typeset

# A table of fewer rows and less text than this is kept whole on one page.
_SHORT_ROWS, _SHORT_TEXT = 9, 1400
# A row longer than this may be broken over two pages; a shorter one moves to the next as a whole.
_BREAKABLE = 700


@typeset.register
def _table(node: nodes.table, writer: Writer) -> str:
    group = next(c for c in node.children if isinstance(c, nodes.tgroup))
    titles = [c for c in node.children if isinstance(c, nodes.title)]
    caption = caption_of(writer.number("table", node), titles, writer)
    writer.stubs.append(_stubs(group))  # before the cells, which may hold tables of their own
    body = f"#set text(size: {widths.size(group['cols']):g}pt);#{_grid(group, writer)}"
    text = f"#figure(kind: table, {caption}[{body}]){writer.label(node)}\n\n"
    text = f"#[#show figure: set block(breakable: false)\n{text}]\n\n" if _short(group) else text
    return f"#page(flipped: true)[{text}]\n\n" if widths.sideways(group) else text


def _short(group: nodes.tgroup) -> bool:
    rows = [row for c in group.children if isinstance(c, nodes.tbody) for row in elements(c)]
    return len(rows) < _SHORT_ROWS and sum(len(r.astext()) for r in rows) < _SHORT_TEXT


def _grid(group: nodes.tgroup, writer: Writer) -> str:
    heads = [row for c in group.children if isinstance(c, nodes.thead) for row in elements(c)]
    rows = [row for c in group.children if isinstance(c, nodes.tbody) for row in elements(c)]
    parts = [widths.columns(group)]
    if heads:
        cells = ", ".join(_cell(e, False, False, writer) for row in heads for e in elements(row))
        parts.append(f"table.header({cells})")
    parts += [_row(row, n, writer) for row, n in zip(rows, _stubs(group), strict=True)]
    return "fitted(" + ",\n  ".join(parts) + ")"


def _stubs(group: nodes.tgroup) -> list[int]:
    """How many cells at the beginning of each body row are headings of the row.

    A heading that spans rows leaves fewer to the rows below it.
    """
    stubs = sum(1 for c in group.children if isinstance(c, nodes.colspec) and c.get("stub"))
    rows = [row for c in group.children if isinstance(c, nodes.tbody) for row in elements(c)]
    counts, spanning = [], [0] * stubs
    for row in rows:
        free = [column for column in range(stubs) if not spanning[column]]
        spanning = [max(left - 1, 0) for left in spanning]
        for column, entry in zip(free, elements(row), strict=False):
            spanning[column] = int(entry.get("morerows", 0))
        counts.append(len(free))
    return counts


def _row(row: nodes.Element, stubs: int, writer: Writer) -> str:
    long = max((len(e.astext()) for e in row.children), default=0) > _BREAKABLE
    return ", ".join(
        _cell(entry, position < stubs, long, writer) for position, entry in enumerate(elements(row))
    )


def _cell(entry: nodes.Element, stub: bool, long: bool, writer: Writer) -> str:
    options = [
        f"{name}: {entry[key] + 1}"
        for name, key in (("rowspan", "morerows"), ("colspan", "morecols"))
        if key in entry
    ]
    options += [
        f"align: {side}" for side in ("right", "center") if f"text-{side}" in entry["classes"]
    ]
    options += ["breakable: true"] if long else []
    text = writer.inside(entry).strip()
    text = f"#row-head[{text}]" if stub else text
    return f"table.cell({', '.join(options)})[{text}]" if options else f"[{text}]"
