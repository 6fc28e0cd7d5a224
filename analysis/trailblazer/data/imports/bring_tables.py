"""Bringing a file of another program into a set: a copy of it, and a draft of its mapping."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from trailblazer.data.dictionary import PACKAGE_FILE, load_dictionary
from trailblazer.data.imports.drafting import HEAD, Drafted, draft_table, labels_of
from trailblazer.data.imports.drafting_survey import draft_survey
from trailblazer.data.imports.guesses import best_table, names_matched
from trailblazer.data.imports.recognise import Recognised, largest_sheet, recognise
from trailblazer.data.load import open_set
from trailblazer.data.mapping.text import MAPPING
from trailblazer.data.mapping.words import slug
from trailblazer.data.problems import did_you_mean
from trailblazer.data.readers.formats import OLD, OLD_ADVICE, SUFFIXES
from trailblazer.data.sources import PLAIN_PATH
from trailblazer.errors import InputError, ParameterError
from trailblazer.files import write_bytes, write_text
from trailblazer.places import DICTIONARY, SETS

SURVEY = "survey"
LISTS = "codelists.csv"


@dataclass(frozen=True)
class Brought:
    """What an import did: what to say of it, the files written, and what to do next."""

    notes: tuple[str, ...]
    files: tuple[Path, ...]
    then: str


def bring_tables(path: Path, into: Path, *, kind: str = "", replace: bool = False) -> Brought:
    """Copy a file into the folder of a set and draft how it becomes tables.

    ``kind`` is the table it holds or ``survey``; empty finds out. What is in the folder already is
    kept: a draft beside a mapping file is ``mapping.draft.yml``. Raises ``InputError`` when the
    file cannot be read, or a file of its name is there already and differs.
    """
    tables = load_dictionary().tables
    if path.suffix.lower() in OLD:
        raise InputError(f"{path.name} is in a format that is not read. {OLD_ADVICE}")
    if path.suffix.lower() not in SUFFIXES or not path.is_file():
        why = "is not there" if path.suffix.lower() in SUFFIXES else "is of a kind that is not read"
        raise InputError(f"{path.name} {why}. Give a file of: {', '.join(SUFFIXES)}.")
    if kind and kind not in (SURVEY, *tables):
        raise ParameterError(f'--as "{kind}" is no table. {did_you_mean(kind, list(tables))}')
    sheet, others, own = largest_sheet(path, tables)
    if own and not kind:
        files = [_copied(path, into, replace), *_skeleton(into)]
        said = f"{path.name} has sheets named as tables, which are read as they are: {_and(own)}."
        return Brought((said,), tuple(files), _check(into))
    found = recognise(path, sheet if others else "")
    table = kind or (SURVEY if found.platform else best_table(_cells(found), load_dictionary()))
    files = [_copied(path, into, replace), *_skeleton(into)]
    if path.stem == table and not kind and _is_whole(found, table):
        said = f"{path.name} has the columns of the table {table} and needs no mapping."
        return Brought((said,), tuple(files), _check(into))
    drafted = _draft(found, table or SURVEY, files[0].name, into)
    mapping = _free(into)
    text = "\n".join((HEAD.format(file=files[0].name).rstrip(), *drafted.lines)) + "\n"
    write_text(mapping, text)
    notes = _said(path, found, table or SURVEY, others)
    return Brought((*notes, *drafted.notes), (*files, mapping), _then(mapping, into))


def _cells(found: Recognised) -> pd.DataFrame:
    cells = found.text.cells
    assert cells is not None, "recognise raises when there are none"
    return cells


def _draft(found: Recognised, table: str, file: str, into: Path) -> Drafted:
    lists = open_set("synthetic")["codelists"]
    if table == SURVEY:
        return draft_survey(found, file, lists, has_lists=(into / LISTS).is_file())
    return draft_table(found, load_dictionary().tables[table], file, labels_of(lists))


def _is_whole(found: Recognised, table: str) -> bool:
    spec = load_dictionary().tables[table]
    exact, _ = names_matched(list(map(str, _cells(found).columns)), spec)
    return all(exact.get(f.name) == f.name for f in spec.fields if spec.must_have(f))


def _copied(path: Path, into: Path, replace: bool) -> Path:
    """The file's copy in the folder, byte for byte, under a name a set may use."""
    name = path.name
    if not PLAIN_PATH.fullmatch(name):
        name = f"{slug(path.stem) or 'imported'}{path.suffix.lower()}"
    to = into / name
    content = path.read_bytes()
    if to.exists() and to.read_bytes() != content and not replace:
        raise InputError(
            f"{into} holds another {name} already, and nothing was written. Give the file another "
            "name, or --replace to put it in the place of the one there."
        )
    if not to.exists() or to.read_bytes() != content:
        write_bytes(to, content)
    return to


def _skeleton(into: Path) -> list[Path]:
    """What every set has, where the folder has none: its description to fill in, our code lists."""
    written = []
    if not (into / PACKAGE_FILE).exists():
        about = {
            "name": slug(into.resolve().name) or "our_set",
            "title": "",
            "version": "0.1",
            "synthetic": False,
            "period": {"start": "", "end": ""},
        }
        write_text(into / PACKAGE_FILE, json.dumps(about, indent=2) + "\n")
        written.append(into / PACKAGE_FILE)
        if not (into / LISTS).exists():
            write_bytes(into / LISTS, (SETS / DICTIONARY.parent.name / LISTS).read_bytes())
            written.append(into / LISTS)
    return written


def _free(into: Path) -> Path:
    """Where the draft goes: the mapping file itself when there is none yet."""
    path, number = into / MAPPING, 1
    while path.exists():
        path = into / ("mapping.draft.yml" if number == 1 else f"mapping.draft-{number}.yml")
        number += 1
    return path


def _said(path: Path, found: Recognised, table: str, others: Sequence[str]) -> list[str]:
    cells = _cells(found)
    program = f" from {found.platform}" if found.platform else ""
    what = f"a survey{program}" if table == SURVEY else f"the table {table}"
    said = [
        f"{path.name}: {len(cells):,} rows, {len(cells.columns)} columns, taken for {what}. "
        "If it is something else, say so with --as TABLE."
    ]
    said += list(found.text.notes)
    if others:
        said.append(f"Of its sheets {found.layout.sheet} was read; not {_and(others)}.")
    return said


def _then(mapping: Path, into: Path) -> str:
    if mapping.name == MAPPING:
        return f"Decide in {mapping} what its notes ask. {_check(into)}"
    return (
        f"{into / MAPPING} was left as it is. Copy what you need from {mapping.name} into it, each "
        f"part under its own heading. {_check(into)}"
    )


def _check(into: Path) -> str:
    about = into / PACKAGE_FILE
    return f"Fill in {about}, then see what is left to do: trailblazer check {into}"


def _and(names: Sequence[str]) -> str:
    return ", ".join(names)
