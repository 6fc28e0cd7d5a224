"""Codebooks: the codes of a project, or of a ``.qdc`` file, as the table ``codes``."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from xml.etree.ElementTree import Element

from trailblazer.data.imports import qdpx_tree as tree
from trailblazer.data.imports.archive import LARGEST_MEMBER, shown_name
from trailblazer.data.imports.coders import Coders
from trailblazer.data.imports.frames import Row, table
from trailblazer.data.imports.imported import Imported, Question, Tally
from trailblazer.data.imports.labelled import read_labelled
from trailblazer.data.imports.proof import OURS
from trailblazer.data.imports.qdpx_nodes import CodeNode
from trailblazer.data.imports.safe_xml import read_xml
from trailblazer.errors import InputError

LONGEST_ID = 40
STANCES = ("supports", "qualifies", "contradicts", "neutral")
LABELS = {
    "Code id": "code_id",
    "Definition": "definition",
    "Include": "include",
    "Exclude": "exclude",
    "Claim": "claim_id",
    "Polarity": "polarity",
}
SPACE = "urn:QDA-XML:codebook:"


def read_qdc(path: Path) -> Imported:
    """Read a codebook file: the table ``codes``, with what the file does not say as questions.

    Raises ``InputError`` when the file is not a REFI-QDA codebook or may not be read safely.
    """
    root = _root(path)
    origin = root.get("origin") or ""
    nodes = tree.codes(root)
    if "taguette" in origin.lower():
        nodes = _by_path(nodes)
    tally, coders = Tally(), Coders({})
    rows, _ = code_rows(nodes, coders, ours=OURS in origin.lower())
    tally.add("code", count=len(rows))
    tally.add("set", "which the tables have no place for", len(root.findall("Sets/Set")))
    return Imported(
        tables={"codes": table("codes", rows, path.name)},
        notes=(f"{len(rows):,} codes from {said_origin(origin)}.", *tally.left_out()),
        questions=tuple(code_questions(rows)),
        accounts=tally.frame(),
    )


def code_rows(
    nodes: Sequence[CodeNode], coders: Coders, *, ours: bool
) -> tuple[list[Row], dict[str, str]]:
    """The rows of ``codes``, and each code's id in the table by its id in the file.

    Ids are made from names. ``ours``: the file is our own export, whose ids are kept.
    """
    ids: dict[str, str] = {}
    rows: list[Row] = []
    taken: set[str] = set()
    for node in nodes:
        said = read_labelled(node.description) if ours else {}
        row: Row = {LABELS[label]: text for label, text in said.items() if label in LABELS}
        name = coders.without_names(node.name) or "Code without a name"
        row["name"] = name
        if not ours:
            row["definition"] = coders.without_names(node.description)
        row["code_id"] = unused(row.get("code_id") or word_id(name), taken)
        row["parent_id"] = ids.get(node.parent, "")
        ids.setdefault(node.guid, row["code_id"])
        rows.append(row)
    return rows, ids


def code_questions(rows: Iterable[Mapping[str, str]]) -> list[Question]:
    """For each code, which claim it bears on and what its segments say of it."""
    asked = []
    for row in rows:
        if not row.get("claim_id"):
            asked.append(Question("codes", row["code_id"], "claim_id", row["name"]))
            asked.append(Question("codes", row["code_id"], "stance", row["name"], STANCES))
    return asked


def word_id(name: str) -> str:
    """An id made of a name's letters and digits, such as ``waiting_times``."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    word = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:LONGEST_ID].strip("_")
    return word if word[:1].isalpha() else f"code_{word}".strip("_")


def unused(word: str, taken: set[str]) -> str:
    """The id, or the id with the first number that makes it a new one; it is then taken."""
    found, number = word, 1
    while found in taken:
        number += 1
        found = f"{word}_{number}"
    taken.add(found)
    return found


def said_origin(origin: str) -> str:
    """The program a file says it is from, for a note."""
    return shown_name(origin.strip()) or "a program that does not say its name"


def _root(path: Path) -> Element:
    try:
        size = path.stat().st_size
        content = path.read_bytes() if size <= LARGEST_MEMBER else b""
    except OSError as error:
        raise InputError(f"{path.name} cannot be opened. Check the path.") from error
    if size > LARGEST_MEMBER:
        raise InputError(f"{path.name} is too large for a codebook. Export the codebook alone.")
    space, root = read_xml(content, path.name)
    if root.tag != "CodeBook" or not space.startswith(SPACE):
        raise InputError(
            f"{path.name} is not a REFI-QDA codebook. Export the codebook as .qdc, or the project "
            "as .qdpx."
        )
    return root


def _by_path(nodes: list[CodeNode]) -> list[CodeNode]:
    """Taguette's tags under the tags they extend: ``access.waits`` is part of ``access``."""
    by_name = {node.name: node.guid for node in nodes}
    placed = []
    for node in sorted(nodes, key=lambda node: node.name):
        stem = node.name.rpartition(".")[0]
        while stem and stem not in by_name:
            stem = stem.rpartition(".")[0]
        placed.append(CodeNode(node.guid, node.name, node.description, by_name.get(stem, "")))
    return placed
