"""Tables as CSV for the downloads: the same bytes everywhere, and nothing that runs."""

from __future__ import annotations

import io

import pandas as pd

from trailblazer.present.withheld import MARK, Withheld

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_csv(frame: pd.DataFrame) -> str:
    """A table as CSV in which no cell can run as a formula of a spreadsheet."""
    text = io.StringIO()
    frame.map(inert).to_csv(text, index=False, lineterminator="\n")
    return text.getvalue()


def inert(cell: object) -> object:
    """Text a spreadsheet would run as a formula, made to show as text; hidden: ``[c]``."""
    if isinstance(cell, Withheld):
        return MARK
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
