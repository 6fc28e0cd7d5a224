"""A set as typed tables: ``open_set("synthetic")["time_use"]``.

Reading is lazy, and each table is read once. The dictionary that ships with the package says
what the columns are; the set says only what it is and where its files are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pandas as pd

from trailblazer.data.dictionary import PACKAGE_FILE, Dictionary, load_dictionary
from trailblazer.data.one_site import ROOT, SITE, site_of_rows
from trailblazer.data.package import Package, SetMeta, find_folder, read_package
from trailblazer.data.problems import did_you_mean, problems_error
from trailblazer.data.tables import digest_of, read_table
from trailblazer.data.typed import empty_frame, to_types
from trailblazer.errors import InputError


class DataSet(Mapping[str, pd.DataFrame]):
    """Every table of the dictionary, by name, for the whole programme or for one site.

    A table whose file is absent is an empty frame with the right columns and types, so an
    estimator never asks whether it exists. Columns are text (``str``), ``Int64``, ``float64``,
    ``boolean`` or ``datetime64[us]``; missing is missing in each. Changing a frame does not
    change the set.
    """

    def __init__(
        self, package: Package, meta: SetMeta, dictionary: Dictionary, site: str = ""
    ) -> None:
        """Use ``open_set``, which checks the folder and the site first."""
        self.meta = meta
        self.site = site
        self._package = package
        self._dictionary = dictionary
        self._whole: dict[str, pd.DataFrame] = {}
        self._restricted: dict[str, pd.DataFrame] = {}

    @property
    def folder(self) -> Path:
        """Where the set is."""
        return self._package.folder

    @property
    def used(self) -> tuple[str, ...]:
        """The tables read so far, sorted, with those read to tell which site a row is from."""
        return tuple(sorted(self._whole))

    def present(self, name: str) -> bool:
        """Whether the set holds a file for this table."""
        return bool(self.paths(name))

    def paths(self, name: str) -> tuple[Path, ...]:
        """The files this table comes from; none when the set does not hold it."""
        return self._package.paths(name)

    @property
    def described(self) -> tuple[Path, ...]:
        """The files read to find out which tables there are and where."""
        return (self.folder / PACKAGE_FILE, *self._package.described)

    def digest(self, name: str) -> str:
        """A digest of all the table rests on; of a plain file its SHA-256, of no file empty."""
        return digest_of(self._package, name)

    def __getitem__(self, name: str) -> pd.DataFrame:
        """The table of that name. Raises ``InputError`` when its file cannot be read."""
        if name not in self._restricted:
            self._restricted[name] = self._at_site(name) if self.site else self._read(name)
        return self._restricted[name].copy(deep=False)

    def whole(self, name: str) -> pd.DataFrame:
        """The table with the rows of every site, also where one site was asked for."""
        return self._read(name).copy(deep=False)

    def __contains__(self, name: object) -> bool:
        """Whether the dictionary has a table of that name; nothing is read."""
        return name in self._dictionary.tables

    def __iter__(self) -> Iterator[str]:
        """The names of the tables, in the dictionary's order."""
        return iter(self._dictionary.tables)

    def __len__(self) -> int:
        """How many tables the dictionary has."""
        return len(self._dictionary.tables)

    def _read(self, name: str) -> pd.DataFrame:
        if name not in self._dictionary.tables:
            raise KeyError(f"{name} is not a table. {did_you_mean(name, list(self))}")
        if name not in self._whole:
            self._whole[name] = self._from_file(name)
        return self._whole[name]

    def _from_file(self, name: str) -> pd.DataFrame:
        spec = self._dictionary.tables[name]
        if not self.present(name):
            return empty_frame(spec)
        table = read_table(self._package, spec)
        problems = list(table.text.problems)
        if table.text.cells is not None:
            typed = to_types(table.text.cells, spec, file=table.text.file)
            problems += table.told(list(typed.problems))
            if not problems:
                return typed.frame.reset_index(drop=True)
        raise problems_error(problems)

    def _at_site(self, name: str) -> pd.DataFrame:
        table = self._read(name)
        sites = site_of_rows(name, self._dictionary, self._read)
        return table if sites is None else table[sites == self.site].reset_index(drop=True)


def open_set(folder: str | Path, *, site: str = "") -> DataSet:
    """Open a set: ``folder`` is the name of one under ``data/``, or a path.

    With ``site``, every table that can be traced to a site holds that site's rows only; a table
    that cannot (cohorts, code lists, survey items, codes) stays whole.

    Raises ``InputError`` when there is no such set, its ``datapackage.json`` cannot be used, or
    it has no such site. The tables are read, and their faults found, when they are asked for:
    ``trailblazer.data.check.check`` finds every fault at once.
    """
    dictionary = load_dictionary()
    package = read_package(find_folder(folder), dictionary)
    if package.meta is None or package.problems:
        raise problems_error(list(package.problems))
    if site:
        known = list(DataSet(package, package.meta, dictionary)[ROOT][SITE].dropna())
        if site not in known:
            raise InputError(f'This set has no site "{site}". Its sites: {", ".join(known)}.')
    return DataSet(package, package.meta, dictionary, site)
