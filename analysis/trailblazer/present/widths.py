"""Two drawings of each figure from one function: a wide one for pages, a narrow one for phones.

A figure shrunk to a phone has letters too small to read. So each is drawn again at less
width with letters, dots and lines of the same size, and the page shows the one that fits.
"""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import replace
from functools import wraps
from typing import ParamSpec

from trailblazer.present.exhibit import Chart

# Inches. At 14 points, text of the narrow one is 12 pixels high where a phone of 320 pixels shows
# it 275 pixels wide, and text of the wide one is no smaller than body text in the PDF.
WIDE, NARROW = 6.0, 4.4

_inches = ContextVar("inches", default=WIDE)
P = ParamSpec("P")


def inches() -> float:
    """The width of the figure that is being drawn."""
    return _inches.get()


def narrow() -> bool:
    """Whether the figure that is being drawn is the one for phones."""
    return inches() < WIDE


def fitting(wide: int) -> int:
    """How many characters fit on a line where so many fit on one of the wide figure."""
    return round(wide * inches() / WIDE)


def room(wide: float) -> float:
    """The part of the width that takes as many points as this part of the wide figure."""
    return wide * WIDE / inches()


def both(draw: Callable[P, Chart | None]) -> Callable[P, Chart | None]:
    """A function that draws a figure, made to draw the one for phones as well."""

    @wraps(draw)
    def twice(*args: P.args, **kwargs: P.kwargs) -> Chart | None:
        chart = draw(*args, **kwargs)
        if chart is None:
            return None
        reset = _inches.set(NARROW)
        try:
            again = draw(*args, **kwargs)
        finally:
            _inches.reset(reset)
        return chart if again is None else replace(chart, narrow=again.figure)

    return twice
