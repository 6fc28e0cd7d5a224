"""A set on disk: its folder, its ``datapackage.json`` and the file of each table.

Everything here is untrusted. A path may not leave the folder, only CSV files are opened, and
nothing a set contains is ever run.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd
from pydantic import BaseModel, ConfigDict, ValidationError

from trailblazer.data.dictionary import PACKAGE_FILE, Dictionary
from trailblazer.data.problems import Problem, did_you_mean
from trailblazer.places import REPOSITORY

PLAIN_PATH = re.compile(r"[\w][\w .\-]*(/[\w][\w .\-]*)*\.csv", re.IGNORECASE)
LONGEST_PATH = 200
FAULTS = {"bool": "is neither true nor false", "date": "is not a date", "string": "is not text"}
FIXES = {
    "synthetic": "Write true or false, without quotation marks.",
    "period": 'Write {"start": "2018-10-01", "end": "2021-01-31"}.',
    "period.start": "Write a date such as 2018-10-01, in quotation marks.",
    "period.end": "Write a date such as 2021-01-31, in quotation marks.",
}


@dataclass(frozen=True)
class SetMeta:
    """What a set says about itself.

    ``period_end`` is the data cut-off: spells still open then are censored at that date.
    ``period_start`` is when observation began: spells begun before it enter late. ``observed`` says
    what was observed in the period and what is dated before it; a set need not say it.
    """

    name: str
    title: str
    version: str
    synthetic: bool
    period_start: pd.Timestamp
    period_end: pd.Timestamp
    observed: str = ""


@dataclass(frozen=True)
class Package:
    """A set's metadata and the file of each table, relative to the folder.

    ``meta`` is ``None`` when ``datapackage.json`` cannot be used; ``problems`` says why.
    """

    folder: Path
    meta: SetMeta | None
    files: Mapping[str, str]
    problems: tuple[Problem, ...] = ()

    def path(self, table: str) -> Path | None:
        """The file of a table, when the folder has it."""
        path = self.folder / self.files[table]
        return path if path.is_file() and _is_inside(self.folder, self.files[table]) else None


class _Period(BaseModel):
    start: date
    end: date
    description: str = ""


class _Resource(BaseModel):
    name: str
    path: str | None = None


class _File(BaseModel):
    model_config = ConfigDict(strict=True)

    name: str
    title: str
    version: str
    synthetic: bool
    period: _Period
    resources: list[_Resource] = []


def find_folder(folder: str | Path) -> Path:
    """The folder of a set: a bare name is one under ``data/`` if there is one, else a path."""
    shipped = REPOSITORY / "data" / folder
    is_name = isinstance(folder, str) and re.fullmatch(r"\w[\w-]*", folder)
    return shipped if is_name and shipped.is_dir() else Path(folder)


def read_package(folder: Path, dictionary: Dictionary) -> Package:
    """Read a set's ``datapackage.json``; what is wrong with it becomes ``problems``."""
    usual = {name: f"{name}.csv" for name in dictionary.tables}
    if not folder.is_dir():
        return Package(folder, None, usual, (_no_folder(folder),))
    try:
        text = (folder / PACKAGE_FILE).read_bytes().removeprefix(b"\xef\xbb\xbf")
        file = _File.model_validate_json(text)
    except OSError:
        problem = _problem("", "", "is missing or cannot be opened", _EXAMPLE)
        return Package(folder, None, usual, (problem,))
    except ValidationError as error:
        return Package(folder, None, usual, tuple(_explain(error)))
    meta = SetMeta(
        name=file.name,
        title=file.title,
        version=file.version,
        synthetic=file.synthetic,
        period_start=pd.Timestamp(file.period.start),
        period_end=pd.Timestamp(file.period.end),
        observed=file.period.description,
    )
    listed = {r.name: r.path for r in file.resources if r.path and _is_inside(folder, r.path)}
    files = usual | listed
    problems = (
        *_period_problems(file),
        *_resource_problems(file, folder, dictionary),
        *_link_problems(folder, files),
    )
    return Package(folder, meta, files, problems)


_EXAMPLE = "Copy the one in data/synthetic and change its name, title, version and period."


def _no_folder(folder: Path) -> Problem:
    known = sorted(p.parent.name for p in (REPOSITORY / "data").glob(f"*/{PACKAGE_FILE}"))
    fix = f"Give the path of a folder with a {PACKAGE_FILE}, or one of: {', '.join(known)}."
    return Problem(str(folder), None, "", "", "there is no such folder", fix)


def _problem(entry: str, value: object, rule: str, fix: str) -> Problem:
    return Problem(PACKAGE_FILE, None, entry, str(value), rule, fix)


def _explain(error: ValidationError) -> Iterator[Problem]:
    for each in error.errors():
        entry = ".".join(str(part) for part in each["loc"])
        if each["type"] == "json_invalid":
            reason = str(each.get("ctx", {}).get("error", each["msg"]))
            yield _problem("", "", f"is not valid JSON: {reason}", "Mend that line.")
        elif each["type"] == "missing":
            yield _problem(entry, "", "is missing", FIXES.get(entry, _EXAMPLE))
        else:
            shown = each["input"] if isinstance(each["input"], str | int | float) else ""
            otherwise = f"cannot be used: {each['msg'][:1].lower()}{each['msg'][1:]}"
            rule = FAULTS.get(each["type"].partition("_")[0], otherwise)
            yield _problem(entry, shown, rule, FIXES.get(entry, _EXAMPLE))


def _period_problems(file: _File) -> Iterator[Problem]:
    if file.period.start >= file.period.end:
        rule = f"is not before the end of the period, {file.period.end}"
        yield _problem("period.start", file.period.start, rule, "Correct one of the two dates.")


def _resource_problems(file: _File, folder: Path, dictionary: Dictionary) -> Iterator[Problem]:
    for name, times in Counter(resource.name for resource in file.resources).items():
        if name not in dictionary.tables:
            guess = did_you_mean(name, list(dictionary.tables)) or "Remove the entry."
            yield _problem("resources", name, "is not a table of the dictionary", guess)
        if times > 1:
            yield _problem("resources", name, f"is listed {times} times", "Keep one of them.")
    for resource in file.resources:
        if resource.path is not None and not _is_inside(folder, resource.path):
            rule = "is not the path of a CSV file inside the folder of the set"
            fix = f"Write a file name such as {resource.name}.csv."
            yield _problem(f"resources.{resource.name}.path", resource.path, rule, fix)


def _link_problems(folder: Path, files: Mapping[str, str]) -> Iterator[Problem]:
    for table, file in files.items():
        if (folder / file).is_symlink() and not _is_inside(folder, file):
            rule = "is a link to a file outside the folder of the set"
            yield Problem(file, None, "", "", rule, "Put the file itself here.", table)


def _is_inside(folder: Path, path: str) -> bool:
    plain = len(path) <= LONGEST_PATH and PLAIN_PATH.fullmatch(path) is not None
    return plain and (folder / path).resolve().is_relative_to(folder.resolve())
