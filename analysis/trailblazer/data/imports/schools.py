"""School registers and censuses: which site each school is in, and what kind of school it is.

A register covers every school; who took part, and in which site, only the evaluators know. They
add the columns ``site_id`` and ``team_id`` to the extract, and a row without a site is left out.
Names, addresses and head teachers in a register are never read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from trailblazer.data.imports.recognise import recognise
from trailblazer.errors import InputError

SITE, TEAM = "site_id", "team_id"
PHASES: Mapping[str, str] = {
    "nursery": "other",
    "primary": "primary",
    "middle deemed primary": "primary",
    "secondary": "secondary",
    "middle deemed secondary": "secondary",
    "16 plus": "further_education",
    "all through": "all_through",
}
# Kinds of establishment whose phase is "Not applicable" in the register, by a word in their name.
KINDS: tuple[tuple[str, str], ...] = (
    ("special", "special"),
    ("alternative provision", "alternative_provision"),
    ("pupil referral", "alternative_provision"),
    ("further education", "further_education"),
    ("sixth form", "further_education"),
    ("16-19", "further_education"),
)
TYPES: tuple[tuple[str, str], ...] = (
    ("academ", "academy"),
    ("free school", "academy"),
    ("independent", "independent"),
    ("college", "college"),
    ("maintained", "state"),
    ("special school", "state"),
    ("community", "state"),
    ("voluntary", "state"),
    ("foundation", "state"),
)


def names_of(path: Path) -> list[str]:
    """The column names of a file, to tell what it is; none when it cannot be read."""
    try:
        cells = recognise(path).text.cells
    except InputError:
        return []
    return [] if cells is None else [str(name) for name in cells.columns]


def placed_rows(path: Path, needs: tuple[str, ...]) -> tuple[pd.DataFrame, int]:
    """The rows of the schools that took part, as text, and how many others the file has.

    Raises ``InputError`` when a column is missing or no school has a site.
    """
    cells = recognise(path).text.cells
    assert cells is not None, "recognise raises when there are none"
    absent = [name for name in needs if name not in cells.columns]
    if absent:
        asked = " and ".join(absent)
        columns, them = ("columns", "them") if len(absent) > 1 else ("column", "it")
        raise InputError(
            f"{path.name} does not say {asked} of each school: only you know which schools took "
            f"part. Add the {columns} {asked} to it (such as S07 and T31), leave {them} empty for "
            "schools that took no part, and import it again."
        )
    rows = cells[cells[needs[0]] != ""].reset_index(drop=True)
    if rows.empty:
        raise InputError(
            f"{path.name} has no school with a {needs[0]}. Fill it in for those that took part."
        )
    return rows, len(cells) - len(rows)


def phase_of(phase: str, kind: str) -> str:
    """Our code for a school's phase; what it is for comes before its age range. Else ``other``."""
    word, kind = phase.strip().lower().replace("-", " "), kind.lower()
    special = next((ours for theirs, ours in KINDS if theirs in kind), "")
    return special or PHASES.get(word, "other")


def type_of(group: str, kind: str) -> str:
    """Our code for who runs a school; empty when the register's words say nothing of it."""
    words = f"{group} {kind}".lower()
    return next((ours for theirs, ours in TYPES if theirs in words), "")


def year_of(period: str) -> str:
    """A school year, ``202223`` or ``2022/23``, as a period of ours: ``2022-2023``."""
    found = re.fullmatch(r"(20[0-9]{2})[/-]?(?:20)?([0-9]{2})", period.strip())
    if not found or int(found[2]) != (int(found[1]) + 1) % 100:
        raise InputError(f'"{period[:20]}" is not a school year such as 202223. Correct it.')
    return f"{found[1]}-20{found[2]}"
