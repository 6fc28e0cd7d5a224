"""Setting tables: header rows repeated on each page, row headings, columns that fit the paper."""

from __future__ import annotations

from docutils import nodes

from trailblazer.publish.typst.figures import caption_of
from trailblazer.publish.typst.writer import Writer, elements, typeset

# A column of longest cell up to this many characters is as wide as its text; the wider ones share
# what is left in proportion to their text, within these bounds.
_NARROW, _WIDEST = 18, 120
# A row longer than this may be broken over two pages; a shorter one moves to the next as a whole.
_BREAKABLE = 700
# From this many columns on, a table is set on a page turned on its side.
_SIDEWAYS = 9


@typeset.register
def _table(node: nodes.table, writer: Writer) -> str:
    group = next(c for c in node.children if isinstance(c, nodes.tgroup))
    titles = [c for c in node.children if isinstance(c, nodes.title)]
    caption = caption_of(writer.number("table", node), titles, writer)
    body = f"#set text(size: {_size(group['cols'])});#{_grid(group, writer)}"
    text = f"#figure(kind: table, {caption}[{body}]){writer.label(node)}\n\n"
    return f"#page(flipped: true)[{text}]\n\n" if group["cols"] >= _SIDEWAYS else text


def _grid(group: nodes.tgroup, writer: Writer) -> str:
    stubs = sum(1 for c in group.children if isinstance(c, nodes.colspec) and c.get("stub"))
    heads = [row for c in group.children if isinstance(c, nodes.thead) for row in elements(c)]
    rows = [row for c in group.children if isinstance(c, nodes.tbody) for row in elements(c)]
    parts = [f"columns: ({_columns(group['cols'], heads + rows)},)"]
    if heads:
        cells = ", ".join(_cell(e, False, False, writer) for row in heads for e in elements(row))
        parts.append(f"table.header({cells})")
    parts += [_row(row, stubs, writer) for row in rows]
    return "table(" + ",\n  ".join(parts) + ")"


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


def _columns(count: int, rows: list[nodes.Element]) -> str:
    """Widths of the columns: narrow ones as their text, wide ones in proportion to theirs."""
    longest, total = [0] * count, [0] * count
    for row in rows:
        for position, entry in enumerate(elements(row)[:count]):
            if "morecols" not in entry:
                length = len(entry.astext())
                longest[position] = max(longest[position], length)
                total[position] += length
    if max(longest) <= _NARROW * 2 and sum(longest) <= _NARROW * 5:
        return ", ".join(["auto"] * count)
    return ", ".join(map(_width, longest, (t / len(rows) for t in total)))


def _width(longest: int, mean: float) -> str:
    if longest <= _NARROW:
        return "auto"
    return f"{min(max(mean, longest / 3, _NARROW), _WIDEST):.0f}fr"


def _size(columns: int) -> str:
    return "9pt" if columns <= 6 else "8.5pt"
