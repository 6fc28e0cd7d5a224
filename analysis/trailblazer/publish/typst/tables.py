"""Setting tables: header rows repeated on each page, row headings, columns that fit the paper."""

from __future__ import annotations

from collections.abc import Iterable

from docutils import nodes

from trailblazer.publish.typst import escape
from trailblazer.publish.typst.figures import caption_of
from trailblazer.publish.typst.writer import Writer, elements, typeset

# A column of longest cell up to this many characters is as wide as its text; the wider ones share
# what is left in proportion to their text, within these bounds, and none is narrower than its
# longest word. Titles of columns may be broken between words, so that only their words count.
_NARROW, _WIDEST = 18, 300
# The least part of all shares that a column of row headings has, where it shares at all.
_HEADING = 0.2
# How many of the longest words of a column are measured to find the least width it can have.
_MEASURED = 6
# A table of fewer rows and less text than this is kept whole on one page.
_SHORT_ROWS, _SHORT_TEXT = 12, 2500
# A row longer than this may be broken over two pages; a shorter one moves to the next as a whole.
_BREAKABLE = 700
# The size of type for up to so many columns; more have the last of them.
_SIZES = ((5, 8.5), (99, 8.0))
# A table whose columns cannot be narrower than this together is set on a page turned on its side:
# the room of an upright page in points, with the width of a letter and the space around a cell.
_ROOM, _LETTER, _SPACE = 475, 0.53, 8.5


@typeset.register
def _table(node: nodes.table, writer: Writer) -> str:
    group = next(c for c in node.children if isinstance(c, nodes.tgroup))
    titles = [c for c in node.children if isinstance(c, nodes.title)]
    caption = caption_of(writer.number("table", node), titles, writer)
    writer.stubs.append(_stubs(group))  # before the cells, which may hold tables of their own
    body = f"#set text(size: {_size(group['cols'])});#{_grid(group, writer)}"
    text = f"#figure(kind: table, {caption}[{body}]){writer.label(node)}\n\n"
    text = f"#[#show figure: set block(breakable: false)\n{text}]\n\n" if _short(group) else text
    return f"#page(flipped: true)[{text}]\n\n" if _sideways(group) else text


def _sideways(group: nodes.tgroup) -> bool:
    """Whether the longest words alone are wider than an upright page."""
    letter = _LETTER * _points(group["cols"])
    longest = [max(map(len, words), default=0) for words in _words(group)]
    return sum(letter * n + _SPACE for n in longest) > _ROOM


def _short(group: nodes.tgroup) -> bool:
    rows = [row for c in group.children if isinstance(c, nodes.tbody) for row in elements(c)]
    return len(rows) < _SHORT_ROWS and sum(len(r.astext()) for r in rows) < _SHORT_TEXT


def _grid(group: nodes.tgroup, writer: Writer) -> str:
    stubs = sum(1 for c in group.children if isinstance(c, nodes.colspec) and c.get("stub"))
    heads = [row for c in group.children if isinstance(c, nodes.thead) for row in elements(c)]
    rows = [row for c in group.children if isinstance(c, nodes.tbody) for row in elements(c)]
    parts = [_columns(group, stubs)]
    if heads:
        cells = ", ".join(_cell(e, False, False, writer) for row in heads for e in elements(row))
        parts.append(f"table.header({cells})")
    parts += [_row(row, n, writer) for row, n in zip(rows, _stubs(group), strict=True)]
    return "fitted(" + ",\n  ".join(parts) + ")"


def _stubs(group: nodes.tgroup) -> list[int]:
    """How many cells at the beginning of each body row are headings of the row.

    A heading that spans rows leaves fewer to the rows below it.
    """
    columns = sum(1 for c in group.children if isinstance(c, nodes.colspec) and c.get("stub"))
    rows = [row for c in group.children if isinstance(c, nodes.tbody) for row in elements(c)]
    counts, spanning = [], [0] * columns
    for row in rows:
        free = [column for column in range(columns) if not spanning[column]]
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


def _columns(group: nodes.tgroup, stubs: int) -> str:
    """What the template needs to know of each column, in order, to give it a width.

    Row headings that share what is left have a part in it that they can be read in.
    """
    cells = [heads + texts for heads, texts in zip(*_cells(group), strict=True)]
    longest = [max(map(len, texts), default=0) for texts in cells]
    if max(longest) <= _NARROW * 2 and sum(longest) <= _NARROW * 5:
        return f"({'none, ' * group['cols']})"
    shares = [_share(texts) for texts in _cells(group)[1]]
    least = _HEADING * sum(shares)
    for position in range(stubs):
        shares[position] = max(shares[position], least) if shares[position] else 0
    return f"({', '.join(map(_column, _words(group), shares))},)"


def _cells(group: nodes.tgroup) -> tuple[list[list[str]], list[list[str]]]:
    """The text of every cell by column: of the header rows, and of the others."""
    heads = [row for c in group.children if isinstance(c, nodes.thead) for row in elements(c)]
    rows = [row for c in group.children if isinstance(c, nodes.tbody) for row in elements(c)]
    return _texts(group["cols"], heads), _texts(group["cols"], rows)


def _words(group: nodes.tgroup) -> list[list[str]]:
    """What must stand in one line, by column: words, and all of the text of a narrow column."""
    found = []
    for heads, texts in zip(*_cells(group), strict=True):
        words = [word for head in heads for word in head.split()]
        found.append(words + ([w for t in texts for w in t.split()] if _share(texts) else texts))
    return found


def _texts(count: int, rows: list[nodes.Element]) -> list[list[str]]:
    """The text of every cell, by column; a cell over several columns is in none."""
    cells: list[list[str]] = [[] for _ in range(count)]
    for row in rows:
        for position, entry in enumerate(elements(row)[:count]):
            if "morecols" not in entry:
                cells[position].append(entry.astext())
    return cells


def _share(texts: list[str]) -> float:
    """A column's share of what is left; 0 for one that is as wide as its text."""
    longest = max(map(len, texts), default=0)
    if longest <= _NARROW:
        return 0
    return min(max(sum(map(len, texts)) / len(texts), longest / 3, _NARROW), _WIDEST)


def _column(words: list[str], share: float) -> str:
    """The longest words of a column, never broken, and its share of what is left."""
    return f"(words: ({_longest(words)},), share: {share:.0f})"


def _longest(words: Iterable[str]) -> str:
    ranked = sorted({*words, ""}, key=lambda word: (-len(word), word))
    return ", ".join(map(escape.string, ranked[:_MEASURED]))


def _points(columns: int) -> float:
    return next(size for most, size in _SIZES if columns <= most)


def _size(columns: int) -> str:
    return f"{_points(columns):g}pt"
