"""Secondary suppression: hiding further cells, so that totals do not give away those hidden first.

Used where counts are not rounded. A reader is taken to know every total of rows and of columns,
every cell that is shown, and that no count is below zero.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.optimize import linprog

Cells = npt.NDArray[np.float64]
Hidden = npt.NDArray[np.bool_]


def protect(cells: Cells, smallest: int, *, rows: bool = True, columns: bool = True) -> Hidden:
    """Which cells of a table of counts to hide.

    Those from 1 to ``smallest`` - 1 first; then, in each row or column whose total is known, the
    smallest of the others, until no hidden cell can be pinned to a range narrower than
    ``smallest``. ``rows`` and ``columns`` say of which there are totals.
    """
    hidden = (cells > 0) & (cells < smallest)
    while True:
        places = [(int(i), int(j)) for i, j in np.argwhere(hidden)]
        exposed = [at for at in places if _width(cells, hidden, at, rows, columns) < smallest]
        more = [_next(cells, hidden, at, rows, columns) for at in exposed]
        chosen = [at for at in more if at is not None]
        if not chosen:
            return hidden
        hidden[min(chosen, key=lambda at: (cells[at], at))] = True


def bounds(
    cells: Cells, hidden: Hidden, at: tuple[int, int], *, rows: bool = True, columns: bool = True
) -> tuple[float, float]:
    """The least and the most a hidden cell can be, to somebody who knows all that is shown."""
    places = [(int(i), int(j)) for i, j in np.argwhere(hidden)]
    index = {place: n for n, place in enumerate(places)}
    lines = [[p for p in places if p[0] == i] for i in range(cells.shape[0])] if rows else []
    if columns:
        lines += [[p for p in places if p[1] == j] for j in range(cells.shape[1])]
    lines = [line for line in lines if line]
    sums = np.array([sum(cells[p] for p in line) for line in lines])
    parts = np.zeros((len(lines), len(places)))
    for n, line in enumerate(lines):
        parts[n, [index[p] for p in line]] = 1.0
    found = []
    for sign in (1.0, -1.0):
        goal = np.zeros(len(places))
        goal[index[at]] = sign
        answer = linprog(goal, A_eq=parts, b_eq=sums, bounds=(0, None), method="highs")
        found.append(float("inf") if answer.fun is None else sign * float(answer.fun))
    return found[0], found[1]


def _width(cells: Cells, hidden: Hidden, at: tuple[int, int], rows: bool, columns: bool) -> float:
    low, high = bounds(cells, hidden, at, rows=rows, columns=columns)
    return round(high - low, 6)


def _next(
    cells: Cells, hidden: Hidden, at: tuple[int, int], rows: bool, columns: bool
) -> tuple[int, int] | None:
    """The smallest cell still shown that shares a total with this one; zeros are the last."""
    i, j = at
    along = [(i, n) for n in range(cells.shape[1]) if rows and not hidden[i, n]]
    along += [(n, j) for n in range(cells.shape[0]) if columns and not hidden[n, j]]
    return min(along, key=lambda p: (cells[p] == 0, cells[p], p), default=None)
