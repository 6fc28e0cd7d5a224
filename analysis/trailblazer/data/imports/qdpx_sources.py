"""The sources of a project: their ids in the tables, their rows, and what has to be asked."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from trailblazer.data.imports.frames import Row
from trailblazer.data.imports.imported import IN, Question, Tally
from trailblazer.data.imports.qdpx_nodes import SourceNode
from trailblazer.data.imports.qdpx_texts import Held

AN_ID = re.compile(r"([A-Za-z]{1,4}[_-]?[0-9]{1,5})(?:\.[A-Za-z0-9]{1,5})?")
OWN_ID = re.compile(r"([A-Za-z][A-Za-z0-9_-]*)")
ASKED: dict[str, tuple[str, ...]] = {
    "kind": ("interview", "focus_group", "document"),
    "level": ("national", "regional", "site"),
    "site_id": (),
    "group": (
        "national_lead", "regional_lead", "mhst_staff", "education_staff", "cypmhs",
        "commissioner", "local_authority", "voluntary", "young_people", "parents_carers", "other",
    ),
    "topics_asked": (),
}  # fmt: skip
NOT_OF = {"site_id": ("level", ("national", "regional")), "topics_asked": ("kind", ("document",))}
REASONS = {
    "picture": "which is a picture",
    "PDF": "which is a PDF without a text",
    "recording": "which is a recording without a transcript",
    "film": "which is a film without a transcript",
    "text": "which has nothing in it",
}
SHARED = "whose transcript is the text of another source"


def with_ids(held: Sequence[Held], *, ours: bool) -> dict[str, Held]:
    """Each text by its id in the tables.

    A source named by an id, such as ``IV014`` or ``FG-3.docx``, keeps it; any other name may be
    a person's, and gives way to a number.
    """
    pattern = OWN_ID if ours else AN_ID
    matches = [pattern.fullmatch(text.node.name) for text in held]
    own = [match[1] if match else "" for match in matches]
    found: dict[str, Held] = {}
    number = 0
    for text, name in zip(held, own, strict=True):
        key = name
        while not key or key in found or (key != name and key in own):
            number += 1
            key = f"D{number:03d}"
        found[key] = text
    return found


def source_rows(texts: Mapping[str, Held], variables: Mapping[str, str] | None) -> list[Row]:
    """The rows of ``sources``: ids, and what variables of our own export say.

    ``variables`` gives the columns by the variables' ids; ``None`` for another program's file.
    """
    rows = []
    for key, text in texts.items():
        named = variables or {}
        row: Row = {named[v]: said for v, said in text.values if v in named}
        rows.append(row | {"source_id": key})
    return rows


def source_questions(rows: Sequence[Row], texts: Mapping[str, Held]) -> list[Question]:
    """For each source, what the table needs and the project does not say."""
    asked = []
    for row in rows:
        label = texts[row["source_id"]].node.name
        for column, choices in ASKED.items():
            other, without = NOT_OF.get(column, ("", ()))
            if not row.get(column) and row.get(other) not in without:
                asked.append(Question("sources", row["source_id"], column, label, choices))
    return asked


def account_sources(sources: Sequence[SourceNode], held: Sequence[Held], tally: Tally) -> None:
    """What became of each source and of each text."""
    first = {text.sources[0] for text in held}
    shared = {guid for text in held for guid in text.sources} - first
    for source in sources:
        came = SHARED if source.guid in shared else REASONS[source.kind]
        tally.add("source", IN if source.guid in first else came)
    for text in held:
        tally.add("text", text.missing or IN)


def ids_by_guid(texts: Mapping[str, Held]) -> dict[str, list[str]]:
    """The ids in the tables by the ids of sources and of their texts in the project."""
    found: dict[str, list[str]] = {}
    for key, text in texts.items():
        for guid in dict.fromkeys([*text.sources, text.node.guid]):
            found.setdefault(guid, []).append(key)
    return found
