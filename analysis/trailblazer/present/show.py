"""Printing into a notebook: MyST for the book, HTML for Jupyter, CSV for the downloads."""

from __future__ import annotations

import io

import pandas as pd
from IPython.display import display

from trailblazer.present import myst

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def both(markdown: str, html: str) -> None:
    """Print MyST for the book and HTML for Jupyter; each reader takes the one it knows."""
    display({"text/markdown": markdown, "text/html": html, "text/plain": ""}, raw=True)


def more(description: str, data: str) -> str:
    """What stands folded under a figure: the figure in words, and its data to download."""
    link = f"{{download}}`The data behind this figure (CSV) </{data}>`"
    return myst.directive(
        "dropdown", "The figure in words", [], f"{myst.text(description)}\n\n{link}"
    )


def as_csv(frame: pd.DataFrame) -> str:
    """A table as CSV in which no cell can run as a formula of a spreadsheet."""
    text = io.StringIO()
    frame.map(_inert).to_csv(text, index=False, lineterminator="\n")
    return text.getvalue()


def _inert(cell: object) -> object:
    """Text a spreadsheet would run as a formula, made to show as text instead."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
