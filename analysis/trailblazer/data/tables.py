"""A table of a set as text cells, whatever files, formats and mapping it comes through."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pandas as pd

from trailblazer import digests
from trailblazer.data.cells import TextTable
from trailblazer.data.dictionary import TableSpec
from trailblazer.data.mapping.apply import Mapped, apply_labels, apply_part
from trailblazer.data.mapping.origin import Origin
from trailblazer.data.package import Package
from trailblazer.data.problems import Problem
from trailblazer.data.readers.formats import PARQUET, read_file
from trailblazer.data.sources import Source
from trailblazer.data.spelling import as_codes
from trailblazer.places import LABELS

if TYPE_CHECKING:  # a set without such files has no use for what adds them up
    from trailblazer.data.totals.rows import Totals

FIRST_ROW = 2


@dataclass(frozen=True)
class SourceTable:
    """A table as text, and where its rows and columns stand in the files of its owner."""

    text: TextTable
    origin: Origin | None = None
    totals: Totals | None = None

    def told(self, problems: list[Problem]) -> list[Problem]:
        """Problems of the table in the words of the files its owner knows."""
        if self.totals is not None:
            return self.totals.told(problems)
        return problems if self.origin is None else [self.origin.told(p) for p in problems]


def read_table(package: Package, spec: TableSpec) -> SourceTable:
    """Read a table that the set holds. Nothing is raised: what is wrong becomes ``problems``.

    Codes are read in any letter case and by their words, but of a file that is added up, where
    rows would come together too late.
    """
    table = _as_written(package, spec)
    if table.text.cells is None or table.totals is not None:
        return table
    # In the shipped set the code lists are a table like any other, which not everything may read.
    by_label = package.folder.resolve() != LABELS.parent
    return replace(
        table, text=replace(table.text, cells=as_codes(table.text.cells, spec, by_label))
    )


def _as_written(package: Package, spec: TableSpec) -> SourceTable:
    sources = package.of(spec.name)
    if len(sources) == 1 and sources[0].aggregate:
        return _added_up(package, sources[0], spec)
    raws = [_read(package, source, spec.name) for source in sources]
    file = package.files[spec.name]
    if len(sources) == 1 and sources[0].part is None:
        return SourceTable(replace(raws[0], cells=apply_labels(raws[0], spec)))
    problems = [problem for raw in raws for problem in raw.problems]
    notes = tuple(dict.fromkeys(note for raw in raws for note in raw.notes))
    if any(raw.cells is None for raw in raws):
        return SourceTable(TextTable(file, spec.name, None, tuple(problems), notes))
    parts = [
        apply_part(raw, source.part, spec)
        for raw, source in zip(raws, sources, strict=True)
        if source.part is not None
    ]
    problems += [problem for part in parts for problem in part.problems]
    cells, origin = _together(parts, sources, spec)
    if cells.empty and not problems:
        rule = "gives the table no rows: see what mapping.yml keeps of it"
        fix = "Correct rows or melt there, or remove the table from it."
        problems.append(Problem(file, None, "", "", rule, fix, spec.name))
    return SourceTable(TextTable(file, spec.name, cells, tuple(problems), notes), origin)


def replaced_rows(package: Package, table: str) -> Iterator[tuple[str, int]]:
    """The file or sheet of each source that the mapping replaces, and how many rows it has."""
    for source in package.replaced.get(table, ()):
        cells = _read(package, source, table).cells
        yield source.shown, 0 if cells is None else len(cells)


def digest_of(package: Package, table: str) -> str:
    """A digest of all that a table rests on: its files, and what the mapping says of them."""
    sources = package.of(table)
    if not sources:
        return ""
    first = sources[0]
    if len(sources) == 1 and first.part is None and not first.layout.sheet:
        return digests.of_file(package.folder / first.path)
    return digests.of_data([_digest(package, source) for source in sources])


def _digest(package: Package, source: Source) -> list[object]:
    part = None if source.part is None else source.part.model_dump(mode="json")
    if source.part is not None and source.part.given:
        return [part]
    return [source.path, digests.of_file(package.folder / source.path), str(source.layout), part]


def _read(package: Package, source: Source, table: str) -> TextTable:
    if source.part is not None and source.part.given:
        rows = pd.DataFrame(list(source.part.given), dtype="str").fillna("")
        rows.index = pd.RangeIndex(1, len(rows) + 1)
        return TextTable(source.path, table, rows, ())
    path = package.folder / source.path
    if path.suffix.lower() in PARQUET:
        # Its bytes are read by Python, so the file is noted; the library may then be there.
        sys.audit("trailblazer.loads", "pyarrow.parquet")
    return read_file(path, file=source.shown, table=table, layout=source.layout)


def _added_up(package: Package, source: Source, spec: TableSpec) -> SourceTable:
    """A table of a file with finer rows. The library that adds them up is loaded only then."""
    from trailblazer.data.totals.table import read_totals

    sys.audit("trailblazer.loads", "pyarrow.parquet")
    text, totals = read_totals(package.folder / source.path, spec, file=source.shown)
    return SourceTable(text, totals=totals)


def _together(
    parts: list[Mapped], sources: tuple[Source, ...], spec: TableSpec
) -> tuple[pd.DataFrame, Origin]:
    """The rows of every part, numbered as in their file where that tells them apart."""
    files = tuple(source.shown for source in sources)
    columns = tuple(part.columns for part in parts)
    melts = {
        n for s in sources if s.part and s.part.melt for n in (s.part.melt.name, s.part.melt.value)
    }
    if len(parts) == 1 and not melts:
        return parts[0].cells, Origin(files, columns)
    cells = pd.concat([part.cells for part in parts], ignore_index=True)
    names = [name for name in spec.columns if name in cells.columns]
    cells = cells[names].fillna("").astype("str")
    cells.index = pd.RangeIndex(FIRST_ROW, FIRST_ROW + len(cells))
    places = pd.concat(
        [
            pd.DataFrame(
                {"source": n, "row": part.rows.to_numpy(), "column": part.items.to_numpy()}
            )
            for n, part in enumerate(parts)
        ],
        ignore_index=True,
    ).set_axis(cells.index)
    return cells, Origin(files, columns, places, tuple(sorted(melts)))
