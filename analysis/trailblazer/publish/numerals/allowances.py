"""Numerals that may be typed: dates, names that hold a number, wording that is not ours.

They are declared one by one in ``book/quality/numerals.yml``, each with its reason and, unless it
holds everywhere, the files in which it holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

from pydantic import TypeAdapter, field_validator

from trailblazer.publish.numerals.tokens import Numeral, numerals
from trailblazer.publish.quality import Entry, read

FILE = "quality/numerals.yml"


class Allowance(Entry):
    """A pattern whose numerals may be typed, where, and why.

    ``pattern`` is a regular expression; the whole numeral must lie in what it matches. ``places``
    are names of pages or files, with ``*`` for any text; for a file of the register with a key, as
    in ``claims.yaml > claim``.
    """

    pattern: str
    places: tuple[str, ...] = ("*",)
    why: str

    @field_validator("pattern")
    @classmethod
    def _can_be_read(cls, pattern: str) -> str:
        re.compile(pattern)
        return pattern

    def covers(self, place: str) -> bool:
        """Whether it holds in a place."""
        return any(fnmatchcase(place, name) for name in self.places)


@cache
def allowances(book: Path) -> tuple[Allowance, ...]:
    """The declared allowances of a book; none where it declares none."""
    if not (book / FILE).is_file():
        return ()
    return read(book / FILE, TypeAdapter(tuple[Allowance, ...]))


def typed(text: str, place: str, declared: Iterable[Allowance]) -> list[Numeral]:
    """The numerals of a text that no allowance for its place covers."""
    found = numerals(text)
    if not found:
        return []
    spans = [
        match.span()
        for allowance in declared
        if allowance.covers(place)
        for match in _compiled(allowance.pattern).finditer(text)
    ]
    return [n for n in found if not _within(n, spans)]


def _within(numeral: Numeral, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start <= numeral.start and numeral.end <= end for start, end in spans)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
