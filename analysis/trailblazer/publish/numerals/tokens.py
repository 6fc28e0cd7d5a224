"""Finding the numerals in what a reader sees: one way of reading for sources, pages and PDF."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

# A minus belongs to a numeral where nothing stands before it: 2018-19 holds two, -3 holds one.
_NUMERAL = re.compile(r"(?<![^\s(\[,;:])[-\u2212]?\d+(?:[.,]\d+)*%?|\d+(?:[.,]\d+)*%?")


@dataclass(frozen=True)
class Numeral:
    """A numeral as it is written, and where it stands in the text it was found in."""

    text: str
    start: int
    end: int


def numerals(text: str) -> list[Numeral]:
    """The numerals of a text in order, their sign and per cent sign included.

    A minus is written as a hyphen, whichever sign the text uses.
    """
    return [
        Numeral(found[0].replace("\u2212", "-"), found.start(), found.end())
        for found in _NUMERAL.finditer(text)
    ]


def written(text: str) -> list[str]:
    """The numerals of a text as they are written, in order."""
    return [found.text for found in numerals(text)]


def around(text: str, start: int, end: int, room: int = 40) -> str:
    """A few words on both sides of a place in a text, for a message."""
    before, after = text[max(0, start - room) : start], text[end : end + room]
    before = f"…{before.partition(' ')[2]}" if start > room else before
    after = f"{after.rpartition(' ')[0]}…" if len(text) > end + room else after
    return " ".join(f"{before}{text[start:end]}{after}".split())


def joined(pieces: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Where each piece lies in the text that all of them make together."""
    start = 0
    for piece in pieces:
        yield start, start + len(piece)
        start += len(piece)
