"""REFI-QDA projects (``.qdpx``) of NVivo, MAXQDA, ATLAS.ti and QualCoder as tables of a set."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.etree.ElementTree import Element

import numpy as np
import pandas as pd

from trailblazer.data.imports import proof
from trailblazer.data.imports import qdpx_tree as tree
from trailblazer.data.imports.archive import Archive, open_archive
from trailblazer.data.imports.codebook import code_questions, code_rows, said_origin
from trailblazer.data.imports.coders import UNKNOWN, Coders
from trailblazer.data.imports.counting import EVERY, Positions, named
from trailblazer.data.imports.evidence import Marked
from trailblazer.data.imports.frames import Row, table
from trailblazer.data.imports.imported import Imported, Tally
from trailblazer.data.imports.qdpx_cases import case_frame, case_ids, variable_frame
from trailblazer.data.imports.qdpx_codings import UNCHECKED, Codings, numbered
from trailblazer.data.imports.qdpx_nodes import Given, SourceNode
from trailblazer.data.imports.qdpx_sources import (
    account_sources,
    ids_by_guid,
    source_questions,
    source_rows,
    with_ids,
)
from trailblazer.data.imports.qdpx_texts import Held, held_texts
from trailblazer.data.imports.safe_xml import read_xml
from trailblazer.errors import InputError

SPACE = "urn:QDA-XML:project:"
NO_PLACE = "which the tables have no place for"
OTHER_PARTS = {
    "memo": "Notes/Note",
    "link": "Links/Link",
    "set": "Sets/Set",
    "graph": "Graphs/Graph",
}


def read_qdpx(path: Path, *, counting: str = "") -> Imported:
    """Read a project file: tables ``sources``, ``codes`` and ``codings``, cases and variables.

    ``counting`` says how the program counts positions, where the file itself does not prove it
    (in the words of ``Counting``); empty: by the project's origin, proven on its texts.
    Positions in the tables count the code points of each text as it stands. Coders are numbers;
    sources are numbered unless they are named by an id, such as ``IV014``; cases are numbers.

    Raises ``InputError`` when the file is not a project, may not be read safely, or its
    positions fit its texts under no way of counting that can be told from the others.
    """
    with open_archive(path) as archive:
        project = _project(archive)
        sources = list(tree.sources(project))
        held = held_texts(archive, sources)
    origin = project.get("origin") or ""
    proven = _proven(path.name, origin, counting, held)
    return _imported(path.name, project, sources, held, proven)


def _imported(
    name: str,
    project: Element,
    sources: Sequence[SourceNode],
    held: Sequence[Held],
    proven: proof.Proven,
) -> Imported:
    origin = project.get("origin") or ""
    ours = proof.OURS in origin.lower()
    given = _given(sources, held)
    tally, coders = Tally(), Coders(tree.users(project), origin)
    coders.number([each.user for each in given], keep=ours)
    cases, variables = tree.cases(project), tree.variables(project)
    people = {} if ours else case_ids(cases)
    book = tree.codes(project.find("CodeBook"))
    codes, code_keys = code_rows([c for c in book if c.guid not in people], coders, ours=ours)
    texts = with_ids(held, ours=ours)
    codings = Codings(code_keys, people, coders, tally, ours)
    for source_id, text in texts.items():
        codings.of_text(text, source_id, proven.counting)
    for source in sources:
        codings.elsewhere(source)
    values = variable_frame(texts, cases, variables, coders, tally)
    account_sources(sources, held, tally)
    _account_rest(project, tally, len(cases), len(codes), len(book) - len(codes))
    rows = source_rows(texts, variables if ours else None)
    tables = _tables(name, rows, codes, codings.rows)
    unnamed = sum(coders.of(each.user) == UNKNOWN for each in given)
    return Imported(
        tables=tables,
        notes=tuple(_notes(name, project, tables, proven.note, coders, unnamed, tally)),
        questions=(*source_questions(rows, texts), *code_questions(codes)),
        accounts=tally.frame(),
        variables=values,
        cases=case_frame(cases, ids_by_guid(texts), codings.placed, codings.spans),
        texts={key: text.text for key, text in texts.items() if text.text is not None},
    )


def _project(archive: Archive) -> Element:
    """The root of the project's XML: ``project.qde``, or the one ``.qde`` there is."""
    names = [name for name in archive.names() if name.lower().endswith(".qde")]
    chosen = [name for name in names if name.lower() == "project.qde"] or names
    if len(chosen) != 1:
        raise archive.refused(
            "it holds several projects" if chosen else "it holds no project.qde",
            "Export one project as REFI-QDA (.qdpx)",
        )
    space, root = read_xml(archive.read(chosen[0]), f"{archive.name} ({chosen[0]})")
    if root.tag != "Project" or not space.startswith(SPACE):
        raise archive.refused(
            f"{chosen[0]} is not a REFI-QDA project", "Export the project as REFI-QDA (.qdpx)"
        )
    return root


def _proven(name: str, origin: str, counting: str, held: Sequence[Held]) -> proof.Proven:
    """How positions are counted: as said, or as proven on every text that is coded."""
    if not counting:
        coded = [text for text in held if text.text is not None and text.node.selections]
        return proof.prove(name, said_origin(origin), [_marked(text) for text in coded])
    forced = named(counting)
    if forced is None:
        raise InputError(
            f'counting: "{counting[:80]}" is not a way to count positions. Write one of: '
            f"{'; '.join(str(known) for known in EVERY)}."
        )
    return proof.Proven(forced, f"Positions are read as {forced}, as the mapping file says.")


def _marked(text: Held) -> Marked:
    selections = [s for s in text.node.selections if 0 <= s.start < s.end]
    return Marked(
        Positions(text.text or "", marked=text.marked),
        np.array([s.start for s in selections], dtype=np.int64),
        np.array([s.end for s in selections], dtype=np.int64),
        tuple(s.name for s in selections),
    )


def _given(sources: Sequence[SourceNode], held: Sequence[Held]) -> list[Given]:
    """Every coding of the project, for the numbering of those who made them."""
    found: list[Given] = []
    for source in sources:
        found += [*source.given, *(each for s in source.elsewhere for each in s.given)]
    for text in held:
        found += [*text.node.given, *(each for s in text.node.selections for each in s.given)]
    return found


def _tables(
    name: str, sources: Sequence[Row], codes: Sequence[Row], codings: list[Row]
) -> dict[str, pd.DataFrame]:
    found = {
        "sources": table("sources", sources, name),
        "codes": table("codes", codes, name),
        "codings": table("codings", numbered(codings), name),
    }
    people = {row["participant_id"]: row["source_id"] for row in codings if row["participant_id"]}
    if people:
        rows = [{"participant_id": person, "source_id": at} for person, at in people.items()]
        found["participants"] = table("participants", rows, name)
    return found


def _account_rest(project: Element, tally: Tally, cases: int, codes: int, of_cases: int) -> None:
    """What became of everything that is neither a source nor a coding."""
    tally.add("code", count=codes)
    tally.add("code", "which is a case", of_cases)
    tally.add("case", count=cases)
    for what, place in OTHER_PARTS.items():
        tally.add(what, NO_PLACE, len(project.findall(place)))


def _notes(
    name: str,
    project: Element,
    tables: Mapping[str, pd.DataFrame],
    proven: str,
    coders: Coders,
    unnamed: int,
    tally: Tally,
) -> list[str]:
    origin = coders.without_names(project.get("origin") or "")
    counts = ", ".join(f"{len(rows):,} {what}" for what, rows in tables.items())
    notes = [f"{name} comes from {said_origin(origin)}. What came in: {counts}."]
    notes += [proven] if proven else []
    unchecked = tally.count("coding", UNCHECKED)
    if unchecked:
        notes.append(
            f"{unchecked:,} codings are in sources whose text is not to be had: they keep the "
            "positions the project gives, which could not be checked."
        )
    if unnamed:
        notes.append(f'{unnamed:,} codings name no user: their coder is "{UNKNOWN}".')
    if coders.replaced:
        notes.append(f'Users\' names were replaced by "a coder" {coders.replaced:,} times.')
    return [*notes, *tally.left_out()]
