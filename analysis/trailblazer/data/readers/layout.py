"""How a file is laid out, where it is not the usual way."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Layout:
    """Where the table is in its file.

    ``header`` is the row with the column names, ``skip`` how many rows below it hold no data
    (Qualtrics writes two). ``encoding`` and ``separator`` are those of a text file; empty finds
    out. ``sheet`` is that of a workbook; empty takes the one named as the table, or the only one.
    """

    sheet: str = ""
    header: int = 1
    skip: int = 0
    encoding: str = ""
    separator: str = ""


USUAL = Layout()
