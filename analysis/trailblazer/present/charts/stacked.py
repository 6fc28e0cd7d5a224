"""Rows of a whole split into parts, each part named in a key and its share written inside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from trailblazer.findings.numbers import number
from trailblazer.present import style, widths
from trailblazer.present.charts.marks import name_rows, root, share_axis
from trailblazer.present.words import wrapped

# A part narrower than this has no room for its number.
_ROOM = 0.09
_LINE = 19


def stacked_rows(axes: Axes, shares: pd.DataFrame, colours: Mapping[str, str]) -> None:
    """One bar a row of ``shares``, a part a column in its order; the index names the rows."""
    at = np.arange(len(shares))
    left = np.zeros(len(shares))
    for part in shares.columns:
        width = shares[part].to_numpy(dtype=float)
        axes.barh(
            at, width, left=left, height=0.72, color=colours[part], edgecolor=style.PAPER,
            linewidth=1.0,
        )  # fmt: skip
        for y, start, share in zip(at, left, width, strict=True):
            if share >= widths.room(_ROOM):
                axes.annotate(
                    number(share, "share"), (start + share / 2, y), ha="center", va="center",
                    color=_readable_on(colours[part]),
                )  # fmt: skip
        left += width
    name_rows(axes, list(shares.index))
    share_axis(axes, "x")


def key(axes: Axes, names: Sequence[str], colours: Sequence[str], columns: int = 3) -> None:
    """The names of the parts above the bars, in their order, row by row."""
    if widths.narrow():
        _make_higher(axes, len(names), columns)
        columns -= 1
    rows = -(-len(names) // columns)
    for i, (name, colour) in enumerate(zip(names, colours, strict=True)):
        place = ((i % columns) / columns, 1.0)
        up = 6 + _LINE * (rows - 1 - i // columns)
        axes.annotate(
            "■", place, xycoords="axes fraction", xytext=(0, up), textcoords="offset points",
            ha="left", va="center", color=colour, fontfamily="DejaVu Sans",
        )  # fmt: skip
        axes.annotate(
            wrapped(name, widths.fitting(40) // columns, 1), place, xycoords="axes fraction",
            xytext=(14, up), textcoords="offset points", ha="left", va="center",
        )  # fmt: skip


def _make_higher(axes: Axes, names: int, columns: int) -> None:
    """Room for the rows that a key in one column less has more."""
    more = -(-names // (columns - 1)) - -(-names // columns)
    root(axes).set_figheight(root(axes).get_figheight() + more * _LINE / 72)


def _readable_on(colour: str) -> str:
    """Ink or paper, whichever stands out more."""
    return max((style.INK, style.PAPER), key=lambda text: style.contrast(text, colour))
