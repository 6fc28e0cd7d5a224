"""The rows of a list of coded segments, whichever program wrote it, whatever it calls things."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from trailblazer.data.imports.grid import Grid, read_grids
from trailblazer.errors import InputError

HEADERS_WITHIN = 15
# The programs' own words for each column, the surest first. Taguette's are those of its source
# code; the others those of published exports and of the programs' manuals.
NAMES: dict[str, tuple[str, ...]] = {
    "document": (
        "document", "document name", "file", "file name", "filename", "source", "source name",
        "files",
    ),
    "codes": ("codes",),
    "code": (
        "code", "tag", "code name", "codename", "node", "node name", "hierarchical name",
        "code hierarchical name",
    ),
    "text": (
        "content", "quotation content", "segment", "coded text", "coded segment", "text",
        "quotation", "seltext", "excerpt", "reference text",
    ),
    "coder": (
        "created by", "coded by", "coder", "author", "coded by name", "coded by initials", "user",
        "owner", "modified by",
    ),
    "group": ("document group", "document groups"),
    "id": ("id", "quotation id", "reference number"),
    "from": ("beginning", "begin", "start", "from"),
    "to": ("end", "to"),
}  # fmt: skip
LEVELS = re.compile(r"\s*(?:\\+|\s>\s)\s*")
ROOTS = ("codes", "nodes", "code system", "")
BULLET = re.compile(r"^[\s●○•◯*-]+(?=\S)")


@dataclass(frozen=True)
class Segment:
    """A row of the list: what was coded, with what and by whom.

    ``passage`` tells the segments of a document apart: their id, paragraphs and words. ``codes``
    are paths, each code after those it stands under.
    """

    document: str
    passage: tuple[str, ...]
    length: int
    codes: tuple[tuple[str, ...], ...]
    coder: str


@dataclass(frozen=True)
class SegmentList:
    """The segments of a file, the sheet they are on, and the columns passed over."""

    sheet: str
    segments: tuple[Segment, ...]
    unread: tuple[str, ...]


def is_segment_list(path: Path) -> bool:
    """Whether a file can be read as a list of coded segments."""
    try:
        grids = read_grids(path).values()
    except InputError:
        return False
    heads = (row for grid in grids for row in grid[:HEADERS_WITHIN])
    return any("document" in p and ("code" in p or "codes" in p) for p in map(_places, heads))


def segment_list(path: Path) -> SegmentList:
    """The segments of a file: its sheet and header row are those with document and code columns.

    Raises ``InputError`` when there are none, or the file may not be read safely.
    """
    for sheet, grid in read_grids(path).items():
        for number, row in enumerate(grid[:HEADERS_WITHIN]):
            places = _places(row)
            if "document" in places and ("code" in places or "codes" in places):
                used = set(places.values())
                unread = tuple(cell for n, cell in enumerate(row) if cell and n not in used)
                segments = tuple(_segments(grid[number + 1 :], places))
                return SegmentList(sheet, segments, unread)
    raise InputError(
        f"{path.name} is not a list of coded segments: no row has a column for the document "
        f"({', '.join(NAMES['document'][:4])}) and one for the code "
        f"({', '.join((*NAMES['codes'], *NAMES['code'][:3]))}). Export the coded segments, "
        "quotations or highlights as CSV or Excel, or rename the two columns."
    )


def _places(row: Sequence[str]) -> dict[str, int]:
    plain = [" ".join(re.sub(r"[_.]", " ", cell).lower().split()) for cell in row]
    found = {}
    for what, names in NAMES.items():
        place = next((plain.index(name) for name in names if name in plain), None)
        if place is not None:
            found[what] = place
    return found


def _segments(rows: Grid, places: Mapping[str, int]) -> Iterator[Segment]:
    several = places.get("codes")
    split = re.compile("\n")
    if several is not None and not any("\n" in _cell(row, several) for row in rows):
        split = re.compile(";")
    for row in rows:
        if not any(row):
            continue
        said = {what: _cell(row, place) for what, place in places.items()}
        names = split.split(said["codes"]) if several is not None else [said.get("code", "")]
        codes = tuple(path for path in map(_path, names) if path)
        text = said.get("text", "")
        document = " / ".join(filter(None, (said.get("group", ""), said["document"])))
        passage = tuple(said.get(what, "") for what in ("id", "from", "to", "text"))
        yield Segment(document, passage, max(len(text), 1), codes, said.get("coder", ""))


def _cell(row: Sequence[str], place: int) -> str:
    return row[place] if place < len(row) else ""


def _path(name: str) -> tuple[str, ...]:
    """A code's name with those it stands under: ``Access\\Waits`` or ``Access > Waits``."""
    levels = [" ".join(part.split()) for part in LEVELS.split(BULLET.sub("", name.strip()))]
    while levels and levels[0].lower() in ROOTS:
        levels = levels[1:]
    return tuple(level for level in levels if level)
