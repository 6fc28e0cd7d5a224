"""SPSS (``.sav``, ``.zsav``) and Stata (``.dta``) files as text cells, with their labels."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pyreadstat

from trailblazer.data.cells import (
    Meanings,
    TextTable,
    UnreadableError,
    named,
    tidy,
    with_faults,
)
from trailblazer.data.readers.plain import value_text
from trailblazer.data.readers.signature import AGAIN, content_of, expect

MOST_COLUMNS = 20_000
MOST_CELLS = 200_000_000
LARGEST = 4 * 1024**3  # bytes once unpacked


def read_labelled(path: Path, *, file: str, table: str) -> TextTable:
    """Read an SPSS or Stata file as text. Nothing is raised.

    Cells hold the values; their labels, and which values mean that there is no answer, are in
    ``meanings``. A user-missing value of Stata is ``.a`` to ``.z``.
    """
    try:
        content = content_of(path)
        stata = path.suffix.lower() == ".dta"
        # An older Stata file begins with its version, which is the mark of nothing else.
        expect(content, *(("stata", "text") if stata else ("spss",)), suffix=path.suffix)
        frame, meta = _read(content, stata)
        columns = named(_names(frame, stata), None)
    except UnreadableError as stop:
        return stop.told(file, table)
    kinds: Mapping[str, str] = meta.readstat_variable_types
    texts = {}
    for name, own in zip(columns, frame.columns, strict=True):
        extra = set(meta.missing_user_values.get(own, ()))
        texts[name] = _texts(frame[own], extra, single=kinds.get(own) == "float")
    cells = pd.DataFrame(texts, dtype="str")
    cells.index = pd.RangeIndex(1, len(cells) + 1)
    cells = tidy(cells)
    meanings = {
        name: _meanings(own, cells[name], meta)
        for name, own in zip(columns, frame.columns, strict=True)
    }
    return TextTable(file, table, cells, with_faults(cells, file, table), meanings=meanings)


def _read(content: bytes, stata: bool) -> tuple[pd.DataFrame, Any]:
    read = pyreadstat.read_dta if stata else pyreadstat.read_sav
    # From memory: the library opens files without Python, and so the run engine, being told.
    try:
        _, meta = read(io.BytesIO(content), metadataonly=True)
        columns = meta.number_columns or 0
        width = max(sum(meta.variable_storage_width.values()), columns, 1)
        most = min(MOST_CELLS // max(columns, 1), LARGEST // width)
        if columns <= MOST_COLUMNS and (meta.number_rows or 0) <= most:
            # A file need not say how many rows it has, nor the truth.
            frame, meta = read(io.BytesIO(content), user_missing=True, row_limit=most + 1)
            if len(frame) <= most:
                return frame, meta
    except Exception as error:  # its C library and pandas raise many kinds on a damaged file
        rule = "cannot be read: it is damaged, or not whole"
        raise UnreadableError(None, rule, AGAIN) from error
    rule = (
        f"has more than {MOST_COLUMNS:,} columns or {MOST_CELLS:,} cells, or unpacks to more than "
        f"{LARGEST // 1024**3} GB"
    )
    raise UnreadableError(None, rule, "Save only the variables needed.")


def _names(frame: pd.DataFrame, stata: bool) -> list[str]:
    """The names of the variables; Stata writes a word it reserves as ``_function``."""
    names = [str(name) for name in frame.columns]
    if not stata:
        return names
    return [n[1:] if n.startswith("_") and n[1:] not in names else n for n in names]


def _texts(column: pd.Series, extra: set[str], *, single: bool) -> pd.Series:
    def shown(value: object) -> str:
        if value in extra:
            return f".{value}"
        return "" if pd.isna(value) else value_text(value, single=single)  # type: ignore[call-overload]

    known = {value: shown(value) for value in column.unique()}
    return column.map(known).fillna("").astype("str")


def _meanings(name: str, cells: pd.Series, meta: Any) -> Meanings:
    extra = set(meta.missing_user_values.get(name, ()))
    labels = {
        (f".{value}" if value in extra else value_text(value)): str(label).strip()
        for value, label in meta.variable_value_labels.get(name, {}).items()
    }
    ranges = meta.missing_ranges.get(name, ())
    known = {*cells.unique(), *labels}
    missing = {text for text in known if text and _in_ranges(text, ranges)}
    missing |= {f".{value}" for value in extra}
    title = str(meta.column_names_to_labels.get(name) or "").strip()
    typed = meta.readstat_variable_types.get(name) == "string"
    return Meanings(labels, frozenset(missing), title, typed)


def _in_ranges(text: str, ranges: Any) -> bool:
    for each in ranges:
        low, high = each["lo"], each["hi"]
        try:
            inside = text in (low, high) if isinstance(low, str) else low <= float(text) <= high
        except ValueError:
            inside = False
        if inside:
            return True
    return False
