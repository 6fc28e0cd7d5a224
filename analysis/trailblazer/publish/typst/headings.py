"""Row headings of tables, which Typst's wheel cannot mark: put into the tags of the finished PDF.

Typst tags the cells of header rows as headings (TH) and every other cell as data (TD). Its function
for row headings is behind a switch that the wheel does not have. A reader who hears a table needs
them, so those cells are tagged here as what they are: a TH whose scope is its row.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pikepdf
from sphinx.errors import ExtensionError

# How many cells at the beginning of each body row are headings, table by table.
Stubs = Sequence[Sequence[int]]


def mark_row_headings(path: Path, tables: Stubs) -> None:
    """Tag the first cells of body rows as row headings; the same bytes each time.

    Raises :class:`sphinx.errors.ExtensionError` when the PDF holds other tables than those written.
    """
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        found = list(_elements(pdf.Root.StructTreeRoot, "/Table"))
        if len(found) != len(tables):
            raise ExtensionError(f"The PDF holds {len(found)} tables, not {len(tables)}")
        scope = pikepdf.Dictionary(O=pikepdf.Name.Table, Scope=pikepdf.Name.Row)
        for table, stubs in zip(found, tables, strict=True):
            _mark(table, stubs, scope)
        pdf.save(path, deterministic_id=True)


def _mark(table: Any, stubs: Sequence[int], scope: pikepdf.Dictionary) -> None:
    rows = [row for body in _elements(table, "/TBody") for row in _elements(body, "/TR")]
    if len(rows) != len(stubs):
        raise ExtensionError(f"A table of the PDF has {len(rows)} rows, not {len(stubs)}")
    for row, count in zip(rows, stubs, strict=True):
        for cell in list(_elements(row, "/TD"))[:count]:
            cell.S = pikepdf.Name.TH
            cell.A = pikepdf.Array([*_several(cell.get("/A")), scope])


def _elements(parent: Any, role: str) -> Iterator[Any]:
    """The nearest elements of a role below an element, in reading order; not those within them."""
    for kid in _several(parent.get("/K")):
        if not isinstance(kid, pikepdf.Dictionary):
            continue
        if kid.get("/S") == role:
            yield kid
            if role == "/Table":
                yield from _elements(kid, role)
        else:
            yield from _elements(kid, role)


def _several(value: Any) -> list[Any]:
    """What a PDF gives as a list, as one thing, or not at all."""
    if value is None:
        return []
    return list(value) if isinstance(value, pikepdf.Array) else [value]
