"""Bringing qualitative material into a set: draft the mapping file, then write the tables.

The first time, what the material does not say is asked in ``mapping.yml``; once that is filled
in, the same command writes the tables. Nothing that is there already is replaced unasked.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from trailblazer.data.dictionary import load_dictionary
from trailblazer.data.imports.answers import PART, draft, read_answers
from trailblazer.data.imports.codebook import read_qdc
from trailblazer.data.imports.codebook_export import write_qdc
from trailblazer.data.imports.filling import answered
from trailblazer.data.imports.frames import as_csv
from trailblazer.data.imports.imported import Imported, Question
from trailblazer.data.imports.qdpx import read_qdpx
from trailblazer.data.imports.qdpx_export import write_qdpx
from trailblazer.data.imports.segments import read_segments
from trailblazer.data.load import open_set
from trailblazer.errors import InputError
from trailblazer.files import write_text

MAPPING = "mapping.yml"
LARGEST_MAPPING = 4 * 1024 * 1024
HEAD = """\
# What the imported material does not say, to be filled in by somebody who knows it.
# Keep this file with the material: it may name people and places, and is never published.
# Give every source or code that shares an answer the answer once, under every_source or every_code.
"""
LISTS: Mapping[str, Callable[[Path], Imported]] = {
    ".csv": read_segments,
    ".tsv": read_segments,
    ".txt": read_segments,
    ".xlsx": read_segments,
    ".xlsm": read_segments,
}


@dataclass(frozen=True)
class Brought:
    """What an import did: what to say of it, and the files written.

    ``waiting``: the mapping file was drafted and has to be filled in before tables are written.
    """

    notes: tuple[str, ...]
    files: tuple[Path, ...]
    waiting: bool


def read_material(path: Path, part: Mapping[str, Any] | None = None) -> Imported:
    """Read a project (``.qdpx``), a codebook (``.qdc``) or a list of coded segments.

    ``part`` is the ``qualitative`` part of the mapping file, which may say how positions are
    counted. Raises ``InputError`` for any other file, and as the readers do.
    """
    kind = path.suffix.lower()
    if kind == ".qdpx":
        return read_qdpx(path, counting=read_answers(part).counting)
    if kind == ".qdc":
        return read_qdc(path)
    if kind in LISTS:
        return LISTS[kind](path)
    raise InputError(
        f"{path.name} is no file of coded material. Give a REFI-QDA project (.qdpx) or codebook "
        "(.qdc), or a list of coded segments (.csv, .xlsx)."
    )


def bring_in(path: Path, into: Path, *, replace: bool = False) -> Brought:
    """Bring a file into the folder of a set: draft the mapping, or write the tables.

    Raises ``InputError`` when the file cannot be read, the mapping leaves something open, or a
    table is there already and ``replace`` is false.
    """
    mapping = into / MAPPING
    known = read_mapping(mapping)
    found = read_material(path, known.get(PART))
    if PART not in known:
        text = mapping.read_text(encoding="utf-8") if mapping.exists() else ""
        write_text(mapping, text + _draft_text(found))
        return Brought(found.notes, (mapping,), waiting=True)
    tables = answered(found, read_answers(known[PART]))
    taken = [name for name in tables if (into / f"{name}.csv").exists()]
    if taken and not replace:
        raise InputError(
            f"{into} holds {', '.join(f'{name}.csv' for name in taken)} already, and nothing was "
            "written. Give another folder, or --replace to put the imported tables in their place."
        )
    return Brought(found.notes, tuple(_write(tables, into)), waiting=False)


def send_out(data: str | Path, to: Path) -> None:
    """Write the codebook and codings of a set as a project, or its codebook alone as ``.qdc``.

    Raises ``InputError`` when the set has no codes or codings, or the file is of another kind.
    """
    kind = to.suffix.lower()
    if kind not in (".qdpx", ".qdc"):
        raise InputError(f"{to.name} is neither .qdpx nor .qdc. Give the file one of those ends.")
    held = open_set(data)
    if kind == ".qdc":
        write_qdc(to, held["codes"])
        return
    needed = ("sources", "codes", "codings")
    absent = [name for name in needed if not held.present(name)]
    if absent:
        raise InputError(f"The set has no {', '.join(absent)}: there is no coding to export.")
    write_qdpx(to, {name: held[name] for name in needed}, title=held.meta.title)


def read_mapping(path: Path) -> dict[str, Any]:
    """The mapping file as plain data, empty when there is none. ``InputError`` when it is none."""
    if not path.exists():
        return {}
    try:
        if path.stat().st_size > LARGEST_MAPPING:
            raise InputError(f"{path} is too large for a mapping file. Check that it is one.")
        known = yaml.safe_load(path.read_text(encoding="utf-8-sig")) or {}
    except (OSError, UnicodeDecodeError, yaml.YAMLError, RecursionError, ValueError) as error:
        place = getattr(error, "problem_mark", None)
        line = "" if place is None else f" (line {place.line + 1})"
        raise InputError(
            f"{path} cannot be read{line}. Check its indents, colons and quotation marks."
        ) from error
    if not isinstance(known, dict):
        raise InputError(f"{path} is not a mapping file: it should begin with a name and a colon.")
    return known


def _draft_text(found: Imported) -> str:
    body = yaml.safe_dump({PART: draft(found)}, sort_keys=False, allow_unicode=True, width=100)
    return "\n".join([HEAD.rstrip(), *_choices(found.questions), body])


def _choices(questions: Sequence[Question]) -> list[str]:
    """A comment for each column that takes one of a few words."""
    lists = {q.column: q.choices for q in questions if q.choices}
    return [f"# {column}: {', '.join(choices)}" for column, choices in lists.items()]


def _write(tables: Mapping[str, pd.DataFrame], into: Path) -> list[Path]:
    specs = load_dictionary().tables
    written = []
    for name, frame in tables.items():
        path = into / f"{name}.csv"
        write_text(path, as_csv(frame, specs[name]))
        written.append(path)
    return written
