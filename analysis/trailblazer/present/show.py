"""Printing into a notebook: MyST for the book, HTML for Jupyter."""

from __future__ import annotations

from IPython.display import display

from trailblazer.present import myst


def both(markdown: str, html: str) -> None:
    """Print MyST for the book and HTML for Jupyter; each reader takes the one it knows."""
    display({"text/markdown": markdown, "text/html": html, "text/plain": ""}, raw=True)


def more(description: str, data: str) -> str:
    """What stands folded under a figure: the figure in words, and its data to download."""
    link = f"{{download}}`The data behind this figure (CSV) </{data}>`"
    return myst.directive(
        "dropdown", "The figure in words", [], f"{myst.text(description)}\n\n{link}"
    )
