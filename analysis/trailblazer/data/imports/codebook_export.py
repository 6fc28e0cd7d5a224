"""A codebook as REFI-QDA has it: inside a project, or as a file of its own (``.qdc``)."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator, Mapping
from pathlib import Path
from xml.etree.ElementTree import Element, SubElement, indent, tostring

import pandas as pd

from trailblazer.data.imports.labelled import write_labelled
from trailblazer.errors import InputError
from trailblazer.files import write_bytes

SPACE = "urn:QDA-XML:codebook:1.0"
ORIGIN = "trailblazer 1.0"
NAMESPACE = uuid.UUID("6f6c2d52-7e0e-5c0f-9d0a-3c1f6f2b8a41")
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_qdc(path: Path, codes: pd.DataFrame) -> None:
    """Write the table ``codes`` as a codebook file, valid against the standard's schema.

    Raises ``InputError`` when there are no codes: the standard has no empty codebook.
    """
    if codes.empty:
        raise InputError("There are no codes to export. Add the table codes to the set.")
    book = Element("CodeBook", {"xmlns": SPACE, "origin": ORIGIN})
    add_codes(book, codes)
    indent(book)
    write_bytes(path, tostring(book, encoding="utf-8", xml_declaration=True))


def add_codes(book: Element, codes: pd.DataFrame) -> None:
    """Add the codes under their parents; one that is absent or goes in a circle is none."""
    rows = {row["code_id"]: row for row in text_rows(codes)}
    top = SubElement(book, "Codes")
    placed: dict[str, Element] = {}
    for key in _parents_first(rows):
        row = rows[key]
        parent = placed.get(row.get("parent_id", ""), top)
        name = clean(row.get("name", "")) or key
        said = {"guid": guid("code", key), "name": name, "isCodable": "true"}
        placed[key] = SubElement(parent, "Code", said)
        kept = {
            "Definition": row.get("definition", ""),
            "Include": row.get("include", ""),
            "Exclude": row.get("exclude", ""),
            "Claim": row.get("claim_id", ""),
            "Polarity": row.get("polarity", ""),
            "Code id": key,
        }
        SubElement(placed[key], "Description").text = clean(write_labelled(kept))


def _parents_first(rows: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    """The codes in the table's order, each after the codes it stands under."""
    done: set[str] = set()
    for start in rows:
        chain, key = [], start
        while key in rows and key not in done and key not in chain:
            chain.append(key)
            key = rows[key].get("parent_id", "")
        for code in reversed(chain):
            done.add(code)
            yield code


def text_rows(table: pd.DataFrame) -> list[dict[str, str]]:
    """The rows as text: a date in ISO form, nothing where a value is missing."""
    columns = {}
    for name in table.columns:
        column = table[name]
        if pd.api.types.is_datetime64_any_dtype(column):
            column = column.dt.strftime("%Y-%m-%d")
        columns[name] = ["" if pd.isna(value) else str(value) for value in column]
    names = list(columns)
    return [dict(zip(names, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def guid(kind: str, key: str) -> str:
    """The same id for the same thing in every export."""
    return str(uuid.uuid5(NAMESPACE, f"{kind} {key}"))


def clean(text: str) -> str:
    """The text without the characters XML cannot hold."""
    return NOT_XML.sub("\ufffd", text)
