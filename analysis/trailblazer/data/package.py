"""A set on disk: its folder, its ``datapackage.json`` and the file of each table.

Everything here is untrusted. A path may not leave the folder, only files of known formats are
opened, and nothing a set contains is ever run.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import pandas as pd

from trailblazer.data.descriptor import (
    LEADS_OUT,
    Descriptor,
    leads_out,
    problem_at,
    read_descriptor,
)
from trailblazer.data.dictionary import PACKAGE_FILE, Dictionary
from trailblazer.data.mapping.model import CODED, Tables, read_tables
from trailblazer.data.mapping.text import MAPPING, read_mapping
from trailblazer.data.problems import Problem, did_you_mean
from trailblazer.data.readers.layout import Layout
from trailblazer.data.sources import Source, find_sources, is_inside, is_there
from trailblazer.errors import InputError
from trailblazer.places import REPOSITORY, is_folder


@dataclass(frozen=True)
class SetMeta:
    """What a set says about itself.

    ``period_end`` is the data cut-off: spells still open then are censored at that date.
    ``period_start`` is when observation began: spells begun before it enter late. ``observed`` says
    what was observed in the period and what is dated before it, and ``contact`` where readers of
    a report can write to; a set need not say either.
    """

    name: str
    title: str
    version: str
    synthetic: bool
    period_start: pd.Timestamp
    period_end: pd.Timestamp
    observed: str = ""
    contact: str = ""


@dataclass(frozen=True)
class Package:
    """A set's metadata, and where each of its tables comes from.

    ``meta`` is ``None`` when ``datapackage.json`` cannot be used; ``problems`` says why. ``files``
    is what messages call the file of each table, also of one the folder lacks; ``described`` are
    the files that say where tables are; ``replaced`` are the files and sheets of a table that the
    mapping file is read in place of. ``coded`` says that the mapping file has a part for coded
    material, which an import turns into tables. ``unread`` are workbooks of which nobody knows what
    they hold.
    """

    folder: Path
    meta: SetMeta | None
    files: Mapping[str, str]
    problems: tuple[Problem, ...] = ()
    sources: Mapping[str, tuple[Source, ...]] = field(default_factory=dict)
    described: tuple[Path, ...] = ()
    coded: bool = False
    replaced: Mapping[str, tuple[Source, ...]] = field(default_factory=dict)
    unread: tuple[str, ...] = ()

    def of(self, table: str) -> tuple[Source, ...]:
        """The sources of a table that are there; none when the set lacks it."""
        sources = self.sources.get(table, ())
        return tuple(source for source in sources if is_there(self.folder, source))

    def paths(self, table: str) -> tuple[Path, ...]:
        """The files of a table; none when the set lacks it."""
        return tuple(dict.fromkeys(self.folder / source.path for source in self.of(table)))


def find_folder(folder: str | Path) -> Path:
    """The folder of a set: a bare name is one under ``data/`` if there is one, else a path."""
    shipped = REPOSITORY / "data" / folder
    is_name = isinstance(folder, str) and re.fullmatch(r"\w[\w-]*", folder)
    return shipped if is_name and is_folder(shipped) else Path(folder)


def read_package(folder: Path, dictionary: Dictionary) -> Package:
    """Read a set's ``datapackage.json``; what is wrong with it becomes ``problems``."""
    usual = {name: f"{name}.csv" for name in dictionary.tables}
    if not is_folder(folder):
        return Package(folder, None, usual, (_no_folder(folder),))
    file, faults = read_descriptor(folder)
    if file is None:
        return _located(Package(folder, None, usual, faults), dictionary, {})
    meta = SetMeta(
        name=file.name,
        title=file.title,
        version=file.version,
        synthetic=file.synthetic,
        period_start=pd.Timestamp(file.period.start),
        period_end=pd.Timestamp(file.period.end),
        observed=file.period.description,
        contact=file.contact.strip(),
    )
    listed = {
        r.name: Source(r.path, Layout(sheet=r.sheet), aggregate=r.aggregate)
        for r in file.resources
        if r.path
        and r.name in usual
        and is_inside(folder, r.path)
        and (r.sheet or r.aggregate or r.path != usual[r.name])
    }
    problems = (*_period_problems(file), *_resource_problems(file, folder, dictionary))
    return _located(Package(folder, meta, usual, problems), dictionary, listed)


def _located(package: Package, dictionary: Dictionary, listed: Mapping[str, Source]) -> Package:
    """The package with the sources of its tables; ``listed`` are those with a path of their own.

    A path that is the usual one says nothing: a descriptor that was copied lists every table as
    a CSV file, whatever the folder holds.
    """
    folder = package.folder
    mapping, faults, coded = _mapping(folder)
    found = find_sources(folder, dictionary.tables, listed, mapping)
    in_workbook = any(each.layout.sheet for several in found.sources.values() for each in several)
    absent = {table: f"sheet {table}" for table in dictionary.tables if in_workbook}
    shown = {
        table: " and ".join(dict.fromkeys(source.shown for source in sources))
        for table, sources in found.sources.items()
        if sources
    }
    links = _link_problems(folder, found.sources)
    looked_into = (MAPPING, *found.looked_into)
    return replace(
        package,
        files={**package.files, **absent, **shown},
        problems=(*package.problems, *faults, *found.problems, *links),
        sources=found.sources,
        described=tuple(folder / n for n in looked_into if (folder / n).is_file()),
        coded=coded,
        replaced=found.replaced,
        unread=found.unread,
    )


def _mapping(folder: Path) -> tuple[Tables, list[Problem], bool]:
    """What the mapping file says of tables, the faults in it, whether it has coded texts."""
    if leads_out(folder / MAPPING):
        fix = "Put the file itself here."
        return Tables(), [Problem(MAPPING, None, "", "", LEADS_OUT, fix)], False
    try:
        known = read_mapping(folder / MAPPING)
        return *read_tables(known), CODED in known
    except InputError as error:
        rule, _, fix = str(error).removeprefix(f"{folder / MAPPING} ").partition(". ")
        fix = fix or "Correct it as the README shows."
        return Tables(), [Problem(MAPPING, None, "", "", rule.removesuffix("."), fix)], False


def _no_folder(folder: Path) -> Problem:
    if folder.is_file():
        fix = f"Give the folder it is in: {folder.parent}."
        return Problem(str(folder), None, "", "", "is a file, not the folder of a set", fix)
    known = sorted(p.parent.name for p in (REPOSITORY / "data").glob(f"*/{PACKAGE_FILE}"))
    fix = f"Give the path of a folder with a {PACKAGE_FILE}, or one of: {', '.join(known)}."
    return Problem(str(folder), None, "", "", "there is no such folder", fix)


def _period_problems(file: Descriptor) -> Iterator[Problem]:
    if file.period.start >= file.period.end:
        rule = f"is not before the end of the period, {file.period.end}"
        yield problem_at("period.start", file.period.start, rule, "Correct one of the two dates.")


def _resource_problems(file: Descriptor, folder: Path, dictionary: Dictionary) -> Iterator[Problem]:
    for name, times in Counter(resource.name for resource in file.resources).items():
        if name not in dictionary.tables:
            guess = did_you_mean(name, list(dictionary.tables)) or "Remove the entry."
            yield problem_at("resources", name, "is not a table of the dictionary", guess)
        if times > 1:
            yield problem_at("resources", name, f"is listed {times} times", "Keep one of them.")
    for resource in file.resources:
        if resource.path is not None and not is_inside(folder, resource.path):
            rule = "is not the path of a table's file inside the folder of the set"
            fix = f"Write a file name such as {resource.name}.csv."
            yield problem_at(f"resources.{resource.name}.path", resource.path, rule, fix)


def _link_problems(folder: Path, sources: Mapping[str, tuple[Source, ...]]) -> Iterator[Problem]:
    for table, of_table in sources.items():
        for source in of_table:
            file = source.path
            if (folder / file).is_symlink() and not is_inside(folder, file):
                rule = "is a link to a file outside the folder of the set"
                yield Problem(file, None, "", "", rule, "Put the file itself here.", table)
