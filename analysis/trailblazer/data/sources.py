"""Which file or sheet each table of a set comes from.

What ``mapping.yml`` says goes first, then a ``path`` in ``datapackage.json``, then a file named as
the table, then a sheet named so in a workbook of the folder, then a form in ``csv/`` that has been
filled in.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from trailblazer.data.cells import UnreadableError
from trailblazer.data.mapping.model import TablePart, Tables, mapping_problem
from trailblazer.data.mapping.text import MAPPING
from trailblazer.data.problems import Problem, did_you_mean
from trailblazer.data.readers.formats import SUFFIXES, TEXT, WORKBOOK
from trailblazer.data.readers.layout import USUAL, Layout

_NAME = r"[\w][\w .\-()\[\]&,'+]*"
_ENDS = "|".join(suffix.lstrip(".") for suffix in SUFFIXES)
PLAIN_PATH = re.compile(rf"{_NAME}(/{_NAME})*\.({_ENDS})", re.IGNORECASE)
LONGEST_PATH = 200
MOST_WORKBOOKS = 20
FORMS = "csv"  # the folder of the forms that ``trailblazer new`` makes; an empty one is no table
UNNAMED = (".txt",)  # never taken for a table by its name alone


@dataclass(frozen=True)
class Source:
    """A file (below the folder of the set) a table comes from, and how it is mapped, if it is.

    The file is ``mapping.yml`` itself where that gives the rows. ``aggregate`` says that its rows
    are finer than the table's, and are to be added up.
    """

    path: str
    layout: Layout = USUAL
    part: TablePart | None = None
    aggregate: bool = False

    @property
    def shown(self) -> str:
        """What messages call it: the file, and the sheet where that matters."""
        return f"{self.path} (sheet {self.layout.sheet})" if self.layout.sheet else self.path


@dataclass(frozen=True)
class Found:
    """The sources of each table the set has, the files looked into, and what is wrong.

    ``replaced`` are those of a table that also has its name, and which the mapping replaces.
    ``unread`` are workbooks that could not be read: nobody knows which tables they hold.
    """

    sources: Mapping[str, tuple[Source, ...]] = field(default_factory=dict)
    looked_into: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    replaced: Mapping[str, tuple[Source, ...]] = field(default_factory=dict)
    unread: tuple[str, ...] = ()


def find_sources(
    folder: Path, tables: Collection[str], listed: Mapping[str, Source], mapping: Tables
) -> Found:
    """Where each table is. ``listed`` are the paths that ``datapackage.json`` gives."""
    problems: list[Problem] = []
    mapped = dict(_mapped(folder, tables, mapping, problems))
    names = _names(folder)
    taken = {source.path for sources in mapped.values() for source in sources}
    taken |= {source.path for source in listed.values() if not source.layout.sheet}
    workbooks = [
        n for n in names if _is_workbook(n) and n not in taken and not _table_of(n, tables)
    ]
    sheets: dict[str, list[Source]] = {}
    for name in workbooks[:MOST_WORKBOOKS]:
        for table, source in _sheets(folder, name, tables, problems):
            sheets.setdefault(table, []).append(source)
    forms = {_table_of(n, tables): f"{FORMS}/{n}" for n in _names(folder / FORMS)}
    forms = {t: n for t, n in forms.items() if t and is_inside(folder, n)}
    sources: dict[str, tuple[Source, ...]] = {}
    replaced: dict[str, tuple[Source, ...]] = {}
    looked = [*workbooks, *forms.values()]
    for table in tables:
        named = [Source(n) for n in names if n not in taken and _table_of(n, tables) == table]
        found = [*named, *sheets.get(table, []), *_form(folder, forms.get(table, ""))]
        if table in mapped:
            sources[table] = mapped[table]
            replaced[table] = tuple(s for s in found if is_there(folder, s))
        elif table in listed:
            sources[table] = (listed[table],)
        elif found:
            if len(found) > 1:
                looked += [source.path for source in found]
                found = [s for s in found if _has_rows(folder / s.path)] or found[:1]
            problems += _twice(table, found)
            sources[table] = (found[0],)
    unread = tuple(p.file for p in problems if p.file in workbooks and not p.table)
    return Found(sources, tuple(looked), tuple(problems), replaced, unread)


def is_there(folder: Path, source: Source) -> bool:
    """Whether the file of a source exists inside the folder."""
    given = source.part is not None and bool(source.part.given)
    return given or ((folder / source.path).is_file() and is_inside(folder, source.path))


def is_inside(folder: Path, path: str) -> bool:
    """Whether a path is a plain one to a table's file that stays inside the folder."""
    plain = len(path) <= LONGEST_PATH and PLAIN_PATH.fullmatch(path) is not None
    try:
        return plain and (folder / path).resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError):  # links that lead in a circle
        return False


def _names(folder: Path) -> list[str]:
    """The files of the folder. What the list leads to is in the key of each table (``digest``)."""
    sys.audit("trailblazer.lists", str(folder))
    try:
        return sorted(name for name in os.listdir(folder) if not name.startswith((".", "~$")))  # noqa: PTH208
    except OSError:
        return []


def _form(folder: Path, name: str) -> list[Source]:
    """The form of a table, when there is one and it has been filled in."""
    path = folder / name
    return [Source(name)] if name and path.is_file() and _has_rows(path) else []


def _has_rows(path: Path) -> bool:
    """Whether a text file has more than one line; files of other kinds are taken to."""
    if path.suffix.lower() not in TEXT:
        return True
    with path.open("rb") as stream:
        return len([line for line in islice(stream, 100) if line.strip()]) > 1


def _table_of(name: str, tables: Collection[str]) -> str:
    """The table a file is named as; empty when it is named as none."""
    path = Path(name)
    suffix = path.suffix.lower()
    return path.stem if path.stem in tables and suffix in SUFFIXES and suffix not in UNNAMED else ""


def _is_workbook(name: str) -> bool:
    return name.lower().endswith(WORKBOOK)


def _sheets(
    folder: Path, name: str, tables: Collection[str], problems: list[Problem]
) -> Iterator[tuple[str, Source]]:
    """The sheets named as tables that hold rows; a template that was not filled in holds none."""
    from trailblazer.data.readers.workbook import sheets_with_rows

    if not is_inside(folder, name) or not (folder / name).is_file():
        return
    try:
        filled = sheets_with_rows(folder / name)
    except UnreadableError as stop:
        problems.append(Problem(name, None, "", "", stop.rule, stop.fix))
        return
    for sheet in filled:
        table = sheet.strip().casefold()
        if table in tables:
            yield table, Source(name, Layout(sheet=sheet))


def _mapped(
    folder: Path, tables: Collection[str], mapping: Tables, problems: list[Problem]
) -> Iterator[tuple[str, tuple[Source, ...]]]:
    for table, parts in mapping.tables.items():
        if table not in tables:
            fix = did_you_mean(table, list(tables)) or "Remove it."
            rule = "is not a table of the dictionary"
            problems.append(mapping_problem("tables", table, rule, fix))
            continue
        sources = []
        for part in parts:
            if part.given:
                sources.append(Source(MAPPING, part=part))
                continue
            if rule := _refused(folder, part.from_):
                fix = "Give the name of a file in the folder of the set."
                entry = f"tables.{table}.from"
                problems.append(mapping_problem(entry, part.from_, rule, fix, table))
                continue
            layout = Layout(part.sheet, part.header, part.skip, part.encoding, part.separator)
            sources.append(Source(part.from_, layout, part))
        yield table, tuple(sources)


def _refused(folder: Path, path: str) -> str:
    if not is_inside(folder, path):
        return "is not the path of a table's file inside the folder of the set"
    return "" if (folder / path).is_file() else "is not there"


def _twice(table: str, found: list[Source]) -> Iterator[Problem]:
    first, *others = found
    for other in others:
        rule = f"holds the table {table}, and so does {first.shown}"
        fix = "Keep one of them, or say in mapping.yml which one counts."
        yield Problem(other.shown, None, "", "", rule, fix, table)
