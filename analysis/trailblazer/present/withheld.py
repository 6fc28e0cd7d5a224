"""A number that must not be told: it stays in its place and writes itself as ``[c]``."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

MARK = "[c]"


class Withheld(float):
    """Not a number to arithmetic, ``[c]`` to a reader, however it is formatted.

    It is never 0 and never looks like it, and a cell that was empty before stays told apart.
    """

    def __new__(cls) -> Withheld:
        """The one value there is."""
        return super().__new__(cls, "nan")

    def __str__(self) -> str:
        return MARK

    __repr__ = __str__

    def __format__(self, spec: str) -> str:
        return MARK

    def __reduce__(self) -> tuple[type[Withheld], tuple[()]]:
        return Withheld, ()


WITHHELD = Withheld()


def kept(values: Iterable[object]) -> pd.Series:
    """A column of numbers in which those withheld stay so: pandas would make them missing."""
    cells = list(values)
    withheld = any(isinstance(cell, Withheld) for cell in cells)
    return pd.Series(cells, dtype=object if withheld else None)


def any_withheld(frame: pd.DataFrame) -> bool:
    """Whether a frame has a cell that must not be told."""
    return bool(frame.map(lambda cell: isinstance(cell, Withheld)).any(axis=None))


def is_number(column: pd.Series) -> bool:
    """Whether a column holds numbers, some of which may be withheld."""
    if pd.api.types.is_bool_dtype(column):
        return False
    if pd.api.types.is_numeric_dtype(column):
        return True
    known = column.dropna()
    numbers = all(isinstance(x, (int, float)) and not isinstance(x, bool) for x in known)
    return bool(len(column)) and numbers and any(isinstance(x, Withheld) for x in column)
