"""Formulas of a sheet whose results the file does not hold; none is ever computed here."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import iterparse
from openpyxl.utils import column_index_from_string

from trailblazer.data.problems import Problem

A_FORMULA = re.compile(rb"[<:]f[\s/>]")
REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
A_TEXT = "str"  # a formula that gives text: an empty one is a value
CALCULATE = "Open the file in Excel, let it calculate, and save it; or write the value itself."


def uncalculated(content: bytes, above: int) -> list[tuple[int, int]]:
    """The row and column of each formula below the header that has no result in the file.

    It was never calculated, or saved by a program that calculates none. ``content`` is the XML of
    the sheet; what that raises is the caller's to tell.
    """
    found = []
    for cell in _cells_of(content) if A_FORMULA.search(content) else ():
        parts = {part.tag.rpartition("}")[2]: part.text for part in cell}
        at = REFERENCE.fullmatch(cell.get("r", ""))
        if "f" not in parts or parts.get("v") or cell.get("t") == A_TEXT or at is None:
            continue
        if int(at[2]) > above:
            found.append((int(at[2]), column_index_from_string(at[1]) - 1))
    return found


def _cells_of(content: bytes) -> Iterator[Element]:
    """The cells of a sheet, one at a time; what was passed is let go."""
    for _, element in iterparse(io.BytesIO(content), forbid_dtd=True):
        name = element.tag.rpartition("}")[2]
        if name == "c":
            yield element
        elif name == "row":
            element.clear()


def uncalculated_problem(file: str, table: str, row: int, column: str) -> Problem:
    """The problem of one such cell."""
    rule = "the cell is a formula whose result the file does not hold"
    return Problem(file, row, column, "", rule, CALCULATE, table)
