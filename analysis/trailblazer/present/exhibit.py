"""The two things a page shows: a chart and a table, each with the words that go with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from trailblazer.estimates.estimate import About

if TYPE_CHECKING:  # publishing shows tables and has no use for matplotlib
    from matplotlib.figure import Figure

# The folder, beside the figures, of those drawn for phones.
NARROW = "narrow"


@dataclass(frozen=True)
class Chart:
    """A figure with everything a reader who cannot see it needs.

    ``caption`` says what is shown, the base (n) and the interval level, without a final source
    line (the page adds source and synthetic stamp). ``alt`` is at most 150 characters: the kind of
    chart, what it shows, and the message with its number; it differs from the caption.
    ``description`` tells the chart in a few sentences. ``data`` holds the published numbers
    behind it, one row a mark. All words and numbers are computed from the estimates drawn.
    ``narrow`` is the same figure drawn for a phone (see :func:`~trailblazer.present.widths.both`).
    """

    figure: Figure
    caption: str
    alt: str
    description: str
    data: pd.DataFrame
    narrow: Figure | None = None
    about: About = "people"


@dataclass(frozen=True)
class Table:
    """A table ready to publish: text cells, a caption, row headings in the first column.

    Column names are what the reader sees, units included. Columns named in ``numeric`` are
    right-aligned. ``data`` is the same table as numbers, for the download; when ``None`` the
    shown frame is downloaded.
    """

    frame: pd.DataFrame
    caption: str
    numeric: tuple[str, ...] = ()
    data: pd.DataFrame | None = None
    about: About = "people"


@dataclass(frozen=True)
class Withdrawn:
    """A figure or table that a disclosure policy keeps from being shown, and ``why``, a sentence.

    ``caption`` says without a number what it would have shown; ``data`` holds what may be told of
    it, and is shown as a table.
    """

    why: str
    caption: str = ""
    data: pd.DataFrame | None = None
