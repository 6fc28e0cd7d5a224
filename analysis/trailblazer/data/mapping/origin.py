"""Where a cell of a mapped table stands in the file its owner knows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import pandas as pd

from trailblazer.data.mapping.model import mapping_problem
from trailblazer.data.problems import Problem

MISSING = "the column is missing"


@dataclass(frozen=True)
class Origin:
    """The files a table was made from, and what its rows and columns are called there.

    ``columns`` are, for each file, the file's name for a column of ours. ``places`` has, for each
    row of ours, the number of its file, its row there and, where columns became rows, its column;
    ``None`` when rows have the numbers of their file. ``melted`` are our columns that came so.
    """

    files: tuple[str, ...]
    columns: tuple[Mapping[str, str], ...]
    places: pd.DataFrame | None = None
    melted: tuple[str, ...] = ()

    def told(self, problem: Problem) -> Problem:
        """The problem in the words of the file its owner knows."""
        if problem.rule == MISSING:
            entry = f"tables.{problem.table}.columns.{problem.column}"
            fix = f"Say which column of {self.files[0]} it is, or give it a constant."
            return mapping_problem(entry, "", "the column comes from nowhere", fix, problem.table)
        source, row, item = self._place(problem.row)
        names = problem.column.split(", ") if problem.column else []
        known = self.columns[source] if self.columns else {}
        theirs = [item if item and n in self.melted else known.get(n, n) for n in names]
        fix = problem.fix
        if theirs != names:
            fix = f"{fix} (In mapping.yml it becomes {', '.join(names)}.)"
        if problem.other_row is not None:
            other, at, _ = self._place(problem.other_row)
            where = f"Row {at}" if other == source else f"{self.files[other]}, row {at},"
            fix = fix.replace(f"Row {problem.other_row}", where, 1)
        file = self.files[source]
        return replace(problem, file=file, row=row, column=", ".join(theirs), fix=fix)

    def _place(self, row: int | None) -> tuple[int, int | None, str]:
        if row is None or self.places is None or row not in self.places.index:
            return 0, row, ""
        place = self.places.loc[row].to_dict()
        return int(place["source"]), int(place["row"]), str(place["column"])
