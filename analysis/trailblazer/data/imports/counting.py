"""How programs count positions in a text, and the text's own positions from theirs.

The standard counts Unicode code points. NVivo counts UTF-16 units and a Windows line end as two.
ATLAS.ti and QualCoder count a line end as one, whatever the text file holds. The set's tables
count the code points of the text as it stands, its byte order mark apart.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

ASTRAL = 0xFFFF
PAST_END = 2
LINE_END = re.compile("\r+\n")

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Counting:
    """One way to count: in UTF-16 units or code points, a CRLF as one or two, the mark or not."""

    utf16: bool = False
    one_line_end: bool = False
    mark: bool = False

    def __str__(self) -> str:
        """The counting in words, as the mapping file writes it."""
        unit = "UTF-16 units" if self.utf16 else "code points"
        ends = "line ends as one" if self.one_line_end else "line ends as they stand"
        return f"{unit}, {ends}" + (", with the byte order mark" if self.mark else "")


EVERY = tuple(
    Counting(utf16, one, mark)
    for mark in (False, True)
    for one in (False, True)
    for utf16 in (False, True)
)
STANDARD = Counting()
NVIVO = Counting(utf16=True)
LINES_AS_ONE = Counting(one_line_end=True)


def named(words: str) -> Counting | None:
    """The counting of that name; ``None`` when there is none."""
    return next((c for c in EVERY if str(c) == words.strip()), None)


class Positions:
    """Translates positions in one text. ``marked``: its file began with a byte order mark."""

    def __init__(self, text: str, *, marked: bool = False) -> None:
        """Look at the text once; each counting asked for is worked out once."""
        self.text = text
        self.marked = marked
        self.points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        self._edges: dict[Counting, Ints] = {}

    def spans(self, starts: Ints, ends: Ints, counting: Counting) -> tuple[Ints, Ints]:
        """Starts and ends in code points of the text; -1 twice where they fit nowhere.

        A start inside a character falls on its first half, an end after its second. An end up to
        two units past the text's own is moved to it: some programs count a last paragraph mark.
        """
        edges = self._edge(counting)
        last = edges[-1]
        shift = int(counting.mark and self.marked)
        first = np.searchsorted(edges, starts - shift, side="right") - 1
        final = np.minimum(ends - shift, last)
        after = np.searchsorted(edges, final, side="right") - 1
        after = np.where(edges[np.maximum(after, 0)] < final, after + 1, after)
        fits = (starts - shift >= 0) & (ends - shift <= last + PAST_END) & (first < after)
        return np.where(fits, first, -1), np.where(fits, after, -1)

    def _edge(self, counting: Counting) -> Ints:
        """The position of each character's start as this counting has it, and of the end."""
        key = Counting(counting.utf16, counting.one_line_end)
        if key not in self._edges:
            widths = np.ones(len(self.points), dtype=np.int64)
            if counting.utf16:
                widths[self.points > ASTRAL] = 2
            if counting.one_line_end:
                for found in LINE_END.finditer(self.text):
                    widths[found.start() + 1 : found.end()] = 0
            self._edges[key] = np.concatenate([[0], np.cumsum(widths)]).astype(np.int64)
        return self._edges[key]
