"""Printing into a notebook: MyST for the book, HTML for Jupyter."""

from __future__ import annotations

from collections.abc import Mapping

from IPython.display import display

from trailblazer.present import behind, myst
from trailblazer.present.exhibit import Chart
from trailblazer.present.parts import mark


def both(markdown: str, html: str, part: str = "") -> None:
    """Print MyST for the book and HTML for Jupyter; each reader takes the one it knows.

    ``part`` is the part of a claim's page that it belongs to, see :mod:`present.parts`.
    """
    data = {"text/markdown": markdown, "text/html": html, "text/plain": ""}
    display(data, raw=True, metadata=mark(part))


def more(chart: Chart, data: str, labels: Mapping[str, str]) -> str:
    """What stands folded under a figure: the figure in words, and the numbers it is drawn from.

    The table is for screens; paper would hold more of such tables than of anything else.
    """
    table, note = behind.as_table(chart.data, labels)
    link = f"{{download}}`The data behind this figure (CSV) </{data}>`"
    screen = myst.directive("only", "html", [], f"{table}\n\n{note}")
    body = f"{myst.text(chart.description)}\n\n{screen}\n\n{link}"
    return myst.directive("dropdown", "The figure in words and numbers", [], body)
