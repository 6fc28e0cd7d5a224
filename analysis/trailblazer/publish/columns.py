"""What the columns of published data files mean, and in what unit their numbers are."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from pydantic import TypeAdapter

from trailblazer.publish.quality import read

COLUMNS = "quality/columns.yml"
# A heading that is in words already says what it is, with its unit.
_IN_WORDS = re.compile(r"[A-Z ]")
_LIMITS = {"_low": "Lower", "_high": "Upper"}


class ColumnWords(NamedTuple):
    """The meaning of a column and its unit, which is empty for text, codes and dates."""

    meaning: str
    unit: str


@cache
def columns(book: Path) -> Mapping[str, ColumnWords]:
    """Every column that is explained, by name or by ``file.column``."""
    return read(book / COLUMNS, TypeAdapter(dict[str, ColumnWords]))


def words_for(column: str, file: str, known: Mapping[str, ColumnWords]) -> ColumnWords | None:
    """What a column of a file means; ``None`` when nothing explains it."""
    if _IN_WORDS.search(column):
        return ColumnWords(column, "")
    found = known.get(f"{file}.{column}") or known.get(column)
    if found is not None:
        return found
    for ending, end in _LIMITS.items():
        if column.endswith(ending):
            value = words_for(column.removesuffix(ending), file, known)
            return value and ColumnWords(f"{end} limit: {_inside(value.meaning)}", value.unit)
    return None


def _inside(words: str) -> str:
    return f"{words[:1].lower()}{words[1:]}"
