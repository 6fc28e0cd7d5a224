"""Check a set: one pass that finds everything wrong with it at once.

First each file as text, then each cell's type, each column's constraints, each table's key, the
links between tables, and last the rules that cross columns and tables. A table that could not be
read whole is not used to judge another one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import pandas as pd

from trailblazer.data import brought
from trailblazer.data.cells import TextTable
from trailblazer.data.claim_ids import no_claims, untied
from trailblazer.data.columns import column_notices, column_problems, withheld_notices
from trailblazer.data.constraints import cell_problems
from trailblazer.data.dictionary import PACKAGE_FILE, Dictionary, TableSpec, load_dictionary
from trailblazer.data.keys import repeated, unchecked, unknown
from trailblazer.data.mapping.text import MAPPING
from trailblazer.data.masking import masked
from trailblazer.data.outside import outside
from trailblazer.data.package import Package, find_folder, read_package
from trailblazer.data.problems import Notice, Problem, did_you_mean
from trailblazer.data.readers.formats import SUFFIXES, TEXT, WORKBOOK
from trailblazer.data.rules import broken, remarked
from trailblazer.data.sources import FORMS
from trailblazer.data.suspect import suspect_cells
from trailblazer.data.tables import SourceTable, read_table
from trailblazer.data.typed import to_types
from trailblazer.places import is_folder

# A workbook that is no table's may be a note to oneself; a text file, a README.
DATA = tuple(kind for kind in SUFFIXES if kind not in (*WORKBOOK, *TEXT[1:]))
STRAY = (
    "Rename the file, say in mapping.yml what is in it (trailblazer import drafts that), or move "
    "it elsewhere."
)
SETS_NAMED = 8


@dataclass(frozen=True)
class Checked:
    """What a check found: ``problems`` stop a build, ``notices`` do not."""

    problems: list[Problem]
    notices: list[Notice]


@dataclass(frozen=True)
class _Table:
    """One file of the set: as text, as types, and whether other tables may be judged by it."""

    spec: TableSpec
    source: SourceTable
    typed: pd.DataFrame | None
    problems: tuple[Problem, ...]

    @property
    def text(self) -> TextTable:
        return self.source.text

    @property
    def is_whole(self) -> bool:
        return self.typed is not None and not self.text.problems


def check(folder: str | Path) -> Checked:
    """Everything wrong with a set, in plain words, and what is worth knowing about it.

    ``folder`` is the name of a set under ``data/``, or a path. Nothing in the set is changed,
    and nothing about it is raised: a folder that is not a set is a problem like any other.
    """
    dictionary = load_dictionary()
    package = read_package(find_folder(folder), dictionary)
    if not is_folder(package.folder):
        return Checked(list(package.problems), [])
    if inside := _sets_inside(package):
        return Checked([inside], [])
    tables = {
        name: _read(spec, package) for name, spec in dictionary.tables.items() if package.of(name)
    }
    problems = [*package.problems, *_files(package, dictionary)]
    for table in tables.values():
        problems += table.problems
    problems += [*_between(tables, package), *brought.waiting(package)]
    problems = [masked(problem, dictionary) for problem in problems]
    return Checked(problems, list(_notices(tables, package, dictionary)))


def _read(spec: TableSpec, package: Package) -> _Table:
    file = package.files[spec.name]
    source = read_table(package, spec)
    text = source.text
    if text.cells is None or text.cells.empty:
        return _Table(spec, source, None, text.problems)
    missing = column_problems(text.cells, spec, file=file)
    typed = to_types(text.cells, spec, file=file)
    found = [
        *missing,
        *typed.problems,
        *cell_problems(typed.frame, text.cells, spec, file=file),
        *repeated(text.cells, spec, file=file),
        *suspect_cells(typed.frame, text.cells, spec, file=file, period=_period(package)),
    ]
    # Before they are told in the words of the owner's file, for the dictionary knows only ours.
    found = [masked(problem, load_dictionary()) for problem in found]
    problems = (*text.problems, *source.told(found))
    return _Table(spec, source, None if missing else typed.frame, problems)


def _sets_inside(package: Package) -> Problem | None:
    """What to say of a folder that is no set and holds some."""
    folder = package.folder
    if (folder / PACKAGE_FILE).exists() or package.sources:
        return None
    sets = [path.name for path in _listed(folder) if (path / PACKAGE_FILE).is_file()]
    if not sets:
        return None
    more = ", …" if len(sets) > SETS_NAMED else ""
    rule = f"is not a set: it has no {PACKAGE_FILE}"
    fix = f"Sets inside: {', '.join(sets[:SETS_NAMED])}{more}. Give the folder of one of them."
    return Problem(str(folder), None, "", "", rule, fix)


def _period(package: Package) -> tuple[pd.Timestamp, pd.Timestamp] | None:
    meta = package.meta
    return None if meta is None else (meta.period_start, meta.period_end)


def _files(package: Package, dictionary: Dictionary) -> Iterator[Problem]:
    """Required files that are missing, and data files that are not tables."""
    for spec in dictionary.tables.values():
        file = package.files[spec.name]
        # A workbook that cannot be read may hold it.
        if spec.required and not package.of(spec.name) and not package.unread:
            fix = f"Add it: each row is {spec.grain}."
            yield Problem(file, None, "", "", "is missing: every set has it", fix, spec.name)
    if any(problem.file == MAPPING for problem in package.problems):
        return  # which files are tables is not known until it is mended
    known = [source.path for sources in package.sources.values() for source in sources]
    known += [f"{name}.csv" for name in dictionary.tables]
    for path in [*_listed(package.folder), *_listed(package.folder / FORMS)]:
        name = path.relative_to(package.folder).as_posix()
        is_table = path.suffix.lower() in DATA and not path.name.startswith((".", "~$"))
        if is_table and path.name not in known and name not in known and path.is_file():
            fix = f"{did_you_mean(path.name, known)} {STRAY}".strip()
            yield Problem(name, None, "", "", "is not a table of the dictionary", fix)


def _listed(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []


def _between(tables: dict[str, _Table], package: Package) -> Iterator[Problem]:
    """What tables say about each other: links, and the rules that cross them."""
    whole = {n: t.text.cells for n, t in tables.items() if t.is_whole and t.text.cells is not None}
    found = list(broken(_typed(tables), files=package.files))
    for name, cells in whole.items():
        found += no_claims(cells, tables[name].spec, file=package.files[name])
    for table in tables.values():
        if table.text.cells is not None:
            found += unknown(table.text.cells, whole, table.spec, files=package.files)
    hidden = [masked(problem, load_dictionary()) for problem in found]
    for name, alike in groupby(hidden, key=lambda problem: problem.table):
        yield from tables[name].source.told(list(alike))


def _typed(tables: dict[str, _Table]) -> dict[str, pd.DataFrame]:
    return {n: t.typed for n, t in tables.items() if t.is_whole and t.typed is not None}


def _notices(
    tables: dict[str, _Table], package: Package, dictionary: Dictionary
) -> Iterator[Notice]:
    for name, spec in dictionary.tables.items():
        file = package.files[name]
        if name in tables:
            cells = tables[name].text.cells
            yield from brought.replaced(package, name, 0 if cells is None else len(cells))
            yield from unchecked(cells, spec, files=package.files, present=set(tables))
            yield from column_notices(tables[name].text, spec)
            if cells is not None:
                yield from untied(cells, spec, file=file)
            if (typed := tables[name].typed) is not None:
                yield from withheld_notices(typed, spec, file=file)
        elif not spec.required and not package.unread:
            message = "is absent, so the claims that need it will have no data"
            yield Notice(file, message, name, whole=True)
    typed_tables = _typed(tables)
    yield from remarked(typed_tables, files=package.files)
    yield from outside(typed_tables, _period(package), files=package.files)
    yield from brought.remarks(typed_tables, package)
