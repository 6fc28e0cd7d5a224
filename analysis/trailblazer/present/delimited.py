"""Tables as CSV for the downloads: the same bytes everywhere, and nothing that runs."""

from __future__ import annotations

import io
import re

import pandas as pd

from trailblazer.present.withheld import MARK, Withheld

# What begins a formula, also in the wide letters of East Asian keyboards, where a cell begins: at
# its start, and after what a spreadsheet of another country takes for the end of a cell.
_FORMULA = re.compile(r"(^|[;\t\r\n])(?=[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20])")


def as_csv(frame: pd.DataFrame) -> str:
    """A table as CSV in which no cell can run as a formula of a spreadsheet."""
    text = io.StringIO()
    frame.map(inert).rename(columns=inert).to_csv(text, index=False, lineterminator="\n")
    return text.getvalue()


def inert(cell: object) -> object:
    """Text a spreadsheet would run as a formula, made to show as text; hidden: ``[c]``."""
    if isinstance(cell, Withheld):
        return MARK
    return _FORMULA.sub(r"\1'", cell) if isinstance(cell, str) else cell
