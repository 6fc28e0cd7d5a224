"""Bringing material of any kind into a set; coded material by draft, answers and tables.

What coded material does not say is asked in ``mapping.yml`` first; once that is filled in, the
same command writes its tables. Nothing that is there already is replaced unasked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from trailblazer.data.claim_ids import claim_words
from trailblazer.data.dictionary import load_dictionary
from trailblazer.data.imports.answers import PART, draft, read_answers
from trailblazer.data.imports.bring_tables import Brought, bring_tables
from trailblazer.data.imports.codebook import read_qdc
from trailblazer.data.imports.codebook_export import write_qdc
from trailblazer.data.imports.filling import answered
from trailblazer.data.imports.imported import Imported, Question
from trailblazer.data.imports.official import reader_of
from trailblazer.data.imports.qdpx import read_qdpx
from trailblazer.data.imports.qdpx_export import write_qdpx
from trailblazer.data.imports.segment_rows import is_segment_list
from trailblazer.data.imports.segments import read_segments
from trailblazer.data.load import open_set
from trailblazer.data.mapping.text import MAPPING, read_mapping
from trailblazer.data.readers.formats import OLD, SUFFIXES
from trailblazer.data.written import as_csv
from trailblazer.errors import InputError
from trailblazer.files import write_text

HEAD = """\
# What the imported material does not say, to be filled in by somebody who knows it.
# Keep this file with the material: it may name people and places, and is never published.
# Give every source or code that shares an answer the answer once, under every_source or every_code.
# claim_id: the id of the claim a code bears on. topics_asked: the ids of the claims a source was
# asked about, with ; between them; without it no claim can rest on what was said.
"""
LISTS: Mapping[str, Callable[[Path], Imported]] = {
    ".csv": read_segments,
    ".tsv": read_segments,
    ".txt": read_segments,
    ".xlsx": read_segments,
    ".xlsm": read_segments,
}


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
        f"{path.name} is no file of coded material, and no table. Give a REFI-QDA project "
        "(.qdpx) or codebook (.qdc), or a table, survey or list of coded segments "
        f"({', '.join(SUFFIXES)})."
    )


def bring_in(path: Path, into: Path, *, kind: str = "", replace: bool = False) -> Brought:
    """Bring a file into the folder of a set: draft the mapping, or write the tables.

    Coded material becomes tables at once the mapping file is filled in; any other table or survey
    is copied, and read through the mapping file from then on. ``kind`` says what the file holds.

    Raises ``InputError`` when the file cannot be read, the mapping leaves something open, or a
    table is there already and ``replace`` is false.
    """
    coded = path.suffix.lower() in (".qdpx", ".qdc")
    if not kind and path.suffix.lower() in SUFFIXES and (reader := reader_of(path)) is not None:
        official = reader(path)
        return Brought(official.notes, tuple(_written(official.tables, into, replace)), "")
    other_file = path.suffix.lower() in (*SUFFIXES, *OLD) and (kind or not is_segment_list(path))
    if not coded and other_file:
        return bring_tables(path, into, kind=kind, replace=replace)
    mapping = into / MAPPING
    known = read_mapping(mapping)
    found = read_material(path, known.get(PART))
    if PART not in known:
        text = mapping.read_text(encoding="utf-8") if mapping.exists() else ""
        write_text(mapping, text + _draft_text(found))
        then = f"Fill in {mapping} and give the same command again."
        return Brought(found.notes, (mapping,), then)
    tables = answered(found, read_answers(known[PART]))
    notes = (*found.notes, *_unasked(tables))
    return Brought(notes, tuple(_written(tables, into, replace)), "")


def _unasked(tables: Mapping[str, pd.DataFrame]) -> Iterator[str]:
    """What to say when nothing tells what anybody was asked about."""
    if "sources" in tables and tables["sources"]["topics_asked"].isna().all():
        yield (
            f"No source says what it was asked about (topics_asked in {MAPPING}): until one does, "
            "no claim can rest on this material."
        )


def _written(tables: Mapping[str, pd.DataFrame], into: Path, replace: bool) -> list[Path]:
    """Write tables into the folder; ``InputError`` when one is there and may not be replaced."""
    taken = [name for name in tables if (into / f"{name}.csv").exists()]
    if taken and not replace:
        raise InputError(
            f"{into} holds {', '.join(f'{name}.csv' for name in taken)} already, and nothing was "
            "written. Give another folder, or --replace to put the imported tables in their place."
        )
    return _write(tables, into)


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


def _draft_text(found: Imported) -> str:
    body = yaml.safe_dump({PART: draft(found)}, sort_keys=False, allow_unicode=True, width=100)
    return "\n".join([HEAD.rstrip(), *_choices(found.questions), body])


def _choices(questions: Sequence[Question]) -> list[str]:
    """A comment for each column that takes one of a few words."""
    lists = {q.column: q.choices for q in questions if q.choices}
    lists["ids of claims"] = tuple(claim_words())
    return [f"# {column}: {', '.join(choices)}" for column, choices in lists.items()]


def _write(tables: Mapping[str, pd.DataFrame], into: Path) -> list[Path]:
    specs = load_dictionary().tables
    written = []
    for name, frame in tables.items():
        path = into / f"{name}.csv"
        write_text(path, as_csv(frame, specs[name]))
        written.append(path)
    return written
