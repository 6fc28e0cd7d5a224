"""Values of typed files as the text their owner would write."""

from __future__ import annotations

import math
from datetime import date, datetime, time
from decimal import Decimal

import numpy as np

MIDNIGHT = time(0)
WHOLE = 1e15  # beyond this a float does not hold every whole number


def number_text(value: float, *, digits: int = 0, single: bool = False) -> str:
    """A number without ``.0`` where it is whole, else in the fewest digits that mean it.

    ``digits`` is how many at most (a spreadsheet shows 15); ``single`` is for numbers of single
    precision, where 52.1 is kept as 52.0999985.
    """
    if math.isnan(value):
        return ""
    if math.isfinite(value) and value == int(value) and abs(value) < WHOLE:
        return str(int(value))
    if digits:
        return f"{value:.{digits}g}"
    return str(np.float32(value)) if single else repr(float(value))


def value_text(value: object, *, digits: int = 0, single: bool = False) -> str:
    """Any value a spreadsheet or data file holds: dates as 2019-09-01, truths as true, false."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == MIDNIGHT else value.isoformat(sep=" ")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, float):
        return number_text(value, digits=digits, single=single)
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return str(value)
