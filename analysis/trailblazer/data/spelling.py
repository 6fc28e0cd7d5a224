"""Codes as people write them: in capitals, with spaces, or as the words they stand for.

A cell is read as a code only where it can mean one code and no other; any other cell stays as it
is, for the check to name.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from functools import cache

import pandas as pd

from trailblazer.data.dictionary import FieldSpec, TableSpec
from trailblazer.data.mapping.words import plain
from trailblazer.places import LABELS


@cache
def code_labels() -> Mapping[str, str]:
    """The words for each code of the lists that come with the package."""
    with LABELS.open(encoding="utf-8-sig", newline="") as stream:
        return {row["code"]: row["label"] for row in csv.DictReader(stream)}


def as_codes(cells: pd.DataFrame, spec: TableSpec, labels: bool = True) -> pd.DataFrame:
    """The cells of a table, those of columns with a list of codes written as the code they mean.

    With ``labels`` the words for a code count as well. They are looked up only when a cell is not
    a code as it stands.
    """
    read = {}
    for field in spec.fields:
        codes = [str(code) for code in field.constraints.get("enum", ())]
        if not codes or field.name not in cells.columns:
            continue
        column = cells[field.name]
        strange = column[~column.isin(["", *codes])].unique()
        if len(strange):
            meant = _meant(field, code_labels() if labels else {})
            known = {word: meant[_alike(word)] for word in strange if _alike(word) in meant}
            read[field.name] = column.replace(known)
    return cells.assign(**read) if read else cells


def _meant(field: FieldSpec, labels: Mapping[str, str]) -> dict[str, str]:
    """The code for each way to write it; what could be two codes is left out."""
    found: dict[str, set[str]] = {}
    for code in map(str, field.constraints["enum"]):
        for word in (code, labels.get(code, "")):
            if word:
                found.setdefault(_alike(word), set()).add(code)
    return {word: next(iter(codes)) for word, codes in found.items() if len(codes) == 1}


def _alike(word: str) -> str:
    return re.sub(r"[ _-]+", " ", plain(word))
