"""Which columns of a table count people, and which of them are parts of which.

A column of whole numbers counts people unless its name is known to count something else.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from trailblazer.present.withheld import Withheld

# Whole numbers that count organisations, their returns, posts or seats, or the codes and questions
# of the study itself, or that only put rows in order. Any other counts people.
NOT_PEOPLE = frozenset({
    "sites", "teams", "settings", "reached", "on_time", "reviewed", "bodies",
    "returned", "expected", "due", "returns", "posts", "filled", "funded", "vacant", "positions",
    "seats", "votes", "chairs", "codes", "new", "seen", "source", "units", "claims", "pages",
    "items", "scales", "routed", "rows", "round", "round_id", "rank_low", "rank_high", "order",
    "at", "place", "months", "years", "quarter", "level", "mark", "need", "value",
    # sites by what they did
    "adapted_materials", "outreach", "partnership", "staffing", "translation", "other",
    "none", "informed", "consulted", "co_designed", "led",
    # what an estimate rests on, be it people or not: already as it may be told
    "base",
    # a group at a stage in a site
    "cases",
})  # fmt: skip
# Columns that are parts of another column of their row.
WHOLES = {"contacts": ("in_person", "video", "telephone", "text_or_chat", "other_remote")}
# Columns that count some of those in another column of their row: what is left over is people too.
SOME_OF = {
    "asked": (
        "sources", "supporting", "qualifying", "against", "reporting",
        "supports", "qualifies", "contradicts",
    ),
    "sources": ("supports", "qualifies", "contradicts"),
    "applications": ("offers",), "offers": ("started",), "started": ("completed", "in_post"),
    "completed": ("in_post",), "referrals": ("unserved",),
}  # fmt: skip
# The code of rows about those of whom the heading is not known.
UNKNOWN = "unknown"


def counts_people(frame: pd.DataFrame) -> list[str]:
    """The columns of a frame that count people."""
    return [str(name) for name in frame.columns if _counts(str(name), frame[name])]


def _counts(name: str, column: pd.Series) -> bool:
    if name in NOT_PEOPLE or pd.api.types.is_bool_dtype(column):
        return False
    if pd.api.types.is_integer_dtype(column):
        return True
    numbers = [x for x in column if isinstance(x, (int, float, np.integer)) and not pd.isna(x)]
    if pd.api.types.is_object_dtype(column):
        withheld = any(isinstance(x, Withheld) for x in column)
        strings = any(isinstance(x, str) for x in column)
        # A share that was made 1.0 by rounding is no count; counts are written as whole numbers.
        counts = not numbers or any(isinstance(x, (int, np.integer)) or x > 1 for x in numbers)
        return withheld and not strings and counts and all(x == round(x) for x in numbers)
    whole = pd.api.types.is_float_dtype(column) and all(x == round(x) for x in numbers)
    # A column of 0 and 1 alone may as well be shares.
    return whole and any(x > 1 for x in numbers)
