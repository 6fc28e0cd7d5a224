"""What the site has to know of the parts of a table: headers, and whether its rows stand alone."""

from __future__ import annotations

from docutils import nodes

# From this many columns on, a table is shown row by row on a phone; and one with a column less if
# a cell of it has this many letters, which a narrow column would break into a tower of words.
_STACKED, _LONG = 4, 80
# With more cells than this, such a table is a box on a phone in which the rows scroll.
_MANY = 12
# A header of a row with this many letters needs room, or it becomes a tower of words.
_WORDY = 40


def table_of(node: nodes.Element) -> nodes.Element:
    """The table that a part belongs to, or the table itself."""
    return node if isinstance(node, nodes.table) else table_of(node.parent)


def is_stacked(node: nodes.Element) -> bool:
    """Whether the table of this part is shown row by row on a phone."""
    return "stacked" in table_of(node)["classes"]


def can_stack(table: nodes.Element) -> bool:
    """Whether rows can be read one by one: enough columns, one row of headers, nothing merged."""
    merged = any("morecols" in e or "morerows" in e for e in table.findall(nodes.entry))
    heads = [row for head in table.findall(nodes.thead) for row in head.children]
    if len(heads) != 1 or merged:
        return False
    columns = len(heads[0].children)
    if columns == _STACKED - 1:
        return any(len(entry.astext()) >= _LONG for entry in table.findall(nodes.entry))
    return columns >= _STACKED or "by-row" in table["classes"]


def many_rows(table: nodes.Element) -> int:
    """How many rows a table has below its headers; none where it is short row by row."""
    rows = [row for body in table.findall(nodes.tbody) for row in body.children]
    return len(rows) if sum(len(row.children) for row in rows) > _MANY else 0


def header(entry: nodes.Element) -> str:
    """The header of the column of a cell of a table that can be stacked."""
    head = next(iter(table_of(entry).findall(nodes.thead)))
    return head.children[0].children[entry.parent.index(entry)].astext()


def scope(entry: nodes.Element) -> str:
    """Which cells a header is the header of, as HTML says it."""
    if isinstance(entry.parent.parent, nodes.thead):
        return "colgroup" if "morecols" in entry else "col"
    return "rowgroup" if "morerows" in entry else "row"


def is_wordy(entry: nodes.Element) -> bool:
    """Whether the header of a row says more than a name."""
    first = entry.parent.index(entry) == 0 and isinstance(entry.parent.parent, nodes.tbody)
    return first and len(entry.astext()) >= _WORDY
