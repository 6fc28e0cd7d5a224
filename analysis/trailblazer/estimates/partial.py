"""What is left out because a source withheld a count: never treated as zero, and always said."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from trailblazer.data.suppression import withheld

BECAUSE = "left out because a count was withheld by its source"


def said(number: int, *, of: int, units: str) -> str:
    """``2 of 25 sites were left out because a count was withheld by its source``; or nothing.

    ``units`` is in the plural, for so it stands after the number of all.
    """
    were = "was" if number == 1 else "were"
    return f"{number:,} of {of:,} {units} {were} {BECAUSE}" if number else ""


def joined(*notes: str) -> str:
    """Several notes as one; those that say nothing add nothing."""
    return "; ".join(note for note in notes if note)


def with_withheld(frame: pd.DataFrame, column: str, by: Sequence[str]) -> pd.Series[bool]:
    """The rows of every group (``by``) in which some count of the column was withheld.

    A total of such a group would be formed over what is left, and pass for the whole.
    """
    marked = frame[list(by)].assign(marked=withheld(frame, column))
    found: pd.Series[bool] = marked.groupby(list(by), dropna=False)["marked"].transform("any")
    return found.astype(bool)
