"""Lists of coded segments (CSV or Excel) from NVivo, ATLAS.ti, MAXQDA, QualCoder and Taguette.

A row is a segment with a code (or several). Such lists say which source was coded with what, but
not where in the text: paragraphs or pages at most. Positions in the tables are then stand-ins.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from trailblazer.data.imports.archive import shown_name
from trailblazer.data.imports.codebook import code_questions, unused, word_id
from trailblazer.data.imports.coders import Coders
from trailblazer.data.imports.frames import Row, table
from trailblazer.data.imports.imported import Imported, Question, Tally
from trailblazer.data.imports.qdpx_codings import NO_CODE, TWICE, numbered
from trailblazer.data.imports.qdpx_sources import AN_ID, ASKED
from trailblazer.data.imports.segment_rows import Segment, segment_list

STAND_INS = (
    "The list does not say where in a text a segment is: positions are stand-ins, the segments of "
    "a source laid one after another. They tell segments apart; they are not places in a text."
)


def read_segments(path: Path) -> Imported:
    """Read a list of coded segments: tables ``sources``, ``codes`` and ``codings``.

    The sheet and the header row are those with a column for the document and one for the code.
    Raises ``InputError`` when there are none, or the file may not be read safely.
    """
    listed = segment_list(path)
    segments = listed.segments
    coders = Coders({s.coder: s.coder for s in segments if s.coder})
    coders.number([s.coder for s in segments])
    tally = Tally()
    sources = _source_ids(segments)
    codes, code_ids = _codes(segments, coders)
    codings = _codings(segments, sources, code_ids, coders, tally)
    tally.add("source", count=len(sources))
    tally.add("code", count=len(codes))
    source_rows: list[Row] = [{"source_id": key} for key in sources.values()]
    labels = {key: document for document, key in sources.items()}
    notes = [
        f"{path.name} ({shown_name(listed.sheet)}): {len(segments):,} rows gave "
        f"{len(codings):,} codings of {len(sources):,} sources with {len(codes):,} codes.",
        STAND_INS,
    ]
    if listed.unread:
        notes.append(f"Columns passed over: {', '.join(map(shown_name, listed.unread))}.")
    asked = [
        Question("sources", key, column, labels[key], choices)
        for key in labels
        for column, choices in ASKED.items()
    ]
    return Imported(
        tables={
            "sources": table("sources", source_rows, path.name),
            "codes": table("codes", codes, path.name),
            "codings": table("codings", numbered(codings), path.name),
        },
        notes=(*notes, *tally.left_out()),
        questions=(*asked, *code_questions(codes)),
        accounts=tally.frame(),
    )


def _source_ids(segments: Sequence[Segment]) -> dict[str, str]:
    """An id for each document: its own where its name is one, else a number."""
    documents = list(dict.fromkeys(s.document for s in segments))
    matches = {d: AN_ID.fullmatch(d) for d in documents}
    taken = {match[1] for match in matches.values() if match}
    found: dict[str, str] = {}
    number = 0
    for document in documents:
        match = matches[document]
        if match and match[1] not in found.values():
            found[document] = match[1]
            continue
        number += 1
        while f"D{number:03d}" in taken:
            number += 1
        found[document] = f"D{number:03d}"
    return found


def _codes(
    segments: Sequence[Segment], coders: Coders
) -> tuple[list[Row], dict[tuple[str, ...], str]]:
    """The rows of ``codes``, parents first, and each code's id by its path."""
    paths = sorted({path for s in segments for path in s.codes})
    every = sorted({path[:depth] for path in paths for depth in range(1, len(path) + 1)})
    taken: set[str] = set()
    ids: dict[tuple[str, ...], str] = {}
    rows: list[Row] = []
    for path in every:
        name = coders.without_names(path[-1])
        ids[path] = unused(word_id(name), taken)
        rows.append({"code_id": ids[path], "name": name, "parent_id": ids.get(path[:-1], "")})
    return rows, ids


def _codings(
    segments: Sequence[Segment],
    sources: Mapping[str, str],
    code_ids: Mapping[tuple[str, ...], str],
    coders: Coders,
    tally: Tally,
) -> list[Row]:
    """A coding for each code of each segment; the same passage has the same stand-in place."""
    places: dict[tuple[str, tuple[str, ...]], int] = {}
    ends: dict[str, int] = {}
    seen: set[tuple[str, ...]] = set()
    rows: list[Row] = []
    for segment in segments:
        if not segment.codes:
            tally.add("segment", NO_CODE)
            continue
        tally.add("segment")
        source = sources[segment.document]
        key = (source, segment.passage)
        if key not in places or not any(segment.passage):
            places[key] = ends.get(source, 0)
            ends[source] = places[key] + segment.length + 1
        for path in segment.codes:
            start = places[key]
            row = {
                "coding_id": "",
                "source_id": source,
                "participant_id": "",
                "code_id": code_ids[path],
                "start": str(start),
                "end": str(start + segment.length),
                "coder_id": coders.of(segment.coder),
            }
            same = tuple(row.values())
            tally.add("coding", TWICE if same in seen else "in")
            if same not in seen:
                seen.add(same)
                rows.append(row)
    return rows
