"""How the sheets of the workbook are laid out: widths, heights, paper.

Not every program works out the height of a row with wrapped text, so that heights are given.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from trailblazer.publish.sheets import LONGEST_NAME, Sheet

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

COVER_WIDTH = 85
TITLE = 44.0  # points: two lines of larger letters
CONTENTS_WIDTHS = (LONGEST_NAME + 4, 90)
NOTES_WIDTHS = (14, 90)
_WIDEST = 50  # letters in a column before its text is wrapped
_PER_LETTER = 1.2  # the theme's letters are larger than those that Excel counts in
_LINE = 16.0  # points from one line to the next
_FIXED = 260.0  # points above a table and with its headings that may stay while it scrolls
_A4 = 9


def heads_of(sheet: Sheet) -> list[str]:
    """The headings as they are written, with their units."""
    return [
        f"{head}\n({unit})" if unit else head
        for head, unit in zip(sheet.heads, sheet.units, strict=True)
    ]


def widths_of(sheet: Sheet) -> list[int]:
    """Columns as wide as they need to be, in letters; longer text is wrapped."""
    rows = [heads_of(sheet), *([f"{cell}" for cell in row] for row in sheet.rows)]
    longest = [
        max(len(line) for cell in column for line in cell.split("\n"))
        for column in zip(*rows, strict=True)
    ]
    return [min(length + 2, _WIDEST) for length in longest]


def lay_out(
    page: Worksheet, first: int, rows: Sequence[Sequence[object]], widths: Sequence[int]
) -> None:
    """Give a sheet its widths, the rows from ``first`` on their heights, and its size on paper.

    The first of ``rows`` holds the headings of a table. They stay in sight while its rows scroll,
    unless that would leave little of a window to the rows: a sheet in large letters is then better
    without. A sheet that starts with its first row, as the cover does, has no headings.
    """
    for column, width in enumerate(widths):
        page.set_column(column, column, width * _PER_LETTER)
    for i, row in enumerate(rows):
        lines = max(_lines(f"{cell}", width) for cell, width in zip(row, widths, strict=True))
        if lines > 1:
            page.set_row(first + i, lines * _LINE)
    heads = max(_lines(f"{cell}", width) for cell, width in zip(rows[0], widths, strict=True))
    if first > 0 and (first + heads) * _LINE <= _FIXED:
        page.freeze_panes(first + 1, 0)
    page.set_paper(_A4)
    page.set_landscape()
    page.fit_to_pages(1, 0)


def _lines(text: str, width: int) -> int:
    """The lines that a text takes; words do not fill every line to its end."""
    return sum(max(1, math.ceil(1.1 * len(line) / width)) for line in text.split("\n"))
