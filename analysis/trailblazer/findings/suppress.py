"""Secondary suppression: hiding further cells, so that totals do not give away those hidden first.

Used where counts are not rounded. A reader is taken to know every total of rows and of columns,
every cell that is shown, and that no count is below zero.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.optimize import linprog

Cells = npt.NDArray[np.float64]
Hidden = npt.NDArray[np.bool_]
Place = tuple[int, int]


def protect(
    cells: Cells,
    smallest: int,
    *,
    rows: bool = True,
    columns: bool = True,
    already: Hidden | None = None,
) -> Hidden:
    """Which cells of a table of counts to hide.

    Those from 1 to ``smallest`` - 1 first, with those that are hidden ``already``; then, in each
    row or column whose total is known, the smallest of the others, until no hidden cell can be
    pinned to a range narrower than ``smallest``. ``rows`` and ``columns`` say of which there are
    totals.
    """
    hidden = (cells > 0) & (cells < smallest)
    if already is not None:
        hidden |= already
    seen = _Seen(cells.copy(), cells.copy())
    while True:
        exposed = [
            at
            for at in _places(hidden)
            if seen.width(at) < smallest
            and _widest(cells, hidden, at, seen, rows=rows, columns=columns) < smallest
        ]
        more = [_next(cells, hidden, at, smallest, rows=rows, columns=columns) for at in exposed]
        chosen = [at for at in more if at is not None]
        if not chosen:
            return hidden
        hidden[min(chosen, key=lambda at: (cells[at], at))] = True


class _Seen(NamedTuple):
    """The least and the most that each cell is in the tables found so far that fit what is shown.

    They only ever move apart: what fitted before one more cell was hidden still fits after it. So
    a cell that was once seen to be safe need not be looked at again.
    """

    least: Cells
    most: Cells

    def width(self, at: Place) -> float:
        return round(float(self.most[at] - self.least[at]), 6)


def _widest(
    cells: Cells, hidden: Hidden, at: Place, seen: _Seen, *, rows: bool, columns: bool
) -> float:
    """How far apart the least and the most are that a hidden cell can be to a reader."""
    if not (rows and columns):
        lines = _lines(cells, at, rows=rows, columns=columns)
        return min((_left(cells, hidden, line) for line in lines), default=float("inf"))
    places = _places(hidden)
    index = {place: n for n, place in enumerate(places)}
    both = [[p for p in places if p[0] == i] for i in range(cells.shape[0])]
    both += [[p for p in places if p[1] == j] for j in range(cells.shape[1])]
    known = [line for line in both if line]
    sums = np.array([sum(cells[p] for p in line) for line in known])
    parts = np.zeros((len(known), len(places)))
    for n, line in enumerate(known):
        parts[n, [index[p] for p in line]] = 1.0
    for sign in (1.0, -1.0):
        goal = np.zeros(len(places))
        goal[index[at]] = sign
        answer = linprog(goal, A_eq=parts, b_eq=sums, bounds=(0, None), method="highs")
        for place, value in zip(places, answer.x, strict=True):
            seen.least[place] = min(seen.least[place], value)
            seen.most[place] = max(seen.most[place], value)
    return seen.width(at)


def _places(hidden: Hidden) -> list[Place]:
    return [(int(i), int(j)) for i, j in np.argwhere(hidden)]


def _next(
    cells: Cells, hidden: Hidden, at: Place, smallest: int, *, rows: bool, columns: bool
) -> Place | None:
    """The smallest cell still shown that shares a total with this one; zeros are the last.

    Where one line alone tells too much, because all that is hidden in it is little, it is taken
    from that line: hiding in the other would not help.
    """
    lines = _lines(cells, at, rows=rows, columns=columns)
    telling = [line for line in lines if _left(cells, hidden, line) < smallest]
    along = [place for line in telling or lines for place in line if not hidden[place]]
    return min(along, key=lambda p: (cells[p] == 0, cells[p], p), default=None)


def _lines(cells: Cells, at: Place, *, rows: bool, columns: bool) -> list[list[Place]]:
    """The row and the column of a cell, those of which the total is known."""
    i, j = at
    row, column = [(i, n) for n in range(cells.shape[1])], [(n, j) for n in range(cells.shape[0])]
    return [line for line, known in ((row, rows), (column, columns)) if known]


def _left(cells: Cells, hidden: Hidden, line: list[Place]) -> float:
    """How far apart the ends of the range of a hidden cell are, as far as its own line tells."""
    among = [float(cells[place]) for place in line if hidden[place]]
    return sum(among) if len(among) > 1 else 0.0
