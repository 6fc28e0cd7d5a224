"""What is worth a second look in a set that other programs' files were brought into.

A mapping that replaces a table, a date of leaving that only says when observation stopped, coded
material that still waits: each makes a report that is wrong and looks right.
"""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from trailblazer.data.faults import RESPONDED, Tables
from trailblazer.data.mapping.model import CODED
from trailblazer.data.mapping.text import MAPPING
from trailblazer.data.package import Package
from trailblazer.data.problems import Notice, Problem
from trailblazer.data.tables import replaced_rows

CODES = "codes"
SPELLS, CASES, SURVEYS = "staff_spells", "survey_cases", "surveys"


def waiting(package: Package) -> Iterator[Problem]:
    """Coded material whose questions were drafted and whose tables were never written."""
    if package.coded and not package.of(CODES):
        rule = "holds the questions about coded material, whose tables are not written yet"
        fix = (
            "The project waits for you: answer them and give the same trailblazer import again, or "
            "remove this part."
        )
        yield Problem(MAPPING, None, CODED, "", rule, fix, CODES)


def replaced(package: Package, table: str, rows: int) -> Iterator[Notice]:
    """The files and sheets of a table that are not read, because the mapping goes first."""
    for shown, others in replaced_rows(package, table):
        if others:
            message = (
                f"the table {table} comes from here ({_rows(rows)}), and {shown} is passed over "
                f"({_rows(others)})"
            )
            if table == CASES and others > rows:
                message += ". Those who did not answer may be among them"
            yield Notice(MAPPING, message, table)


def remarks(tables: Tables, package: Package) -> Iterator[Notice]:
    """What the typed tables give cause to ask; they are the ones that could be read whole."""
    if SPELLS in tables:
        yield from _end_with_period(tables[SPELLS], package)
    if SURVEYS in tables and CASES in tables:
        yield from _only_respondents(tables[SURVEYS], tables[CASES], package)


def _end_with_period(spells: pd.DataFrame, package: Package) -> Iterator[Notice]:
    """Spells that end on the last day of the period, or after it: people still in post, perhaps."""
    if package.meta is None:
        return
    last = package.meta.period_end
    count = int((spells["end_date"] >= last).sum())
    if count:
        message = (
            f"{count:,} of {len(spells):,} spells end on {last:%Y-%m-%d}, the last day of the "
            "period, or later, and count as leaving. Leave end_date empty for those who were "
            "still in post"
        )
        yield Notice(package.files[SPELLS], message, SPELLS)


def _only_respondents(
    surveys: pd.DataFrame, cases: pd.DataFrame, package: Package
) -> Iterator[Notice]:
    """Surveys of fewer cases than were asked, all of whom answered: the others are missing."""
    answered = cases["disposition"].isin(RESPONDED)
    for survey, frame in zip(surveys["survey_id"], surveys["frame_size"], strict=True):
        own = answered[(cases["survey_id"] == survey).fillna(False)]
        if len(own) and own.all() and pd.notna(frame) and frame > len(own):
            message = (
                f"survey {survey}: {int(frame):,} were asked (frame_size), {len(own):,} cases are "
                "listed and every one answered, so the report says that 100% did. Add a row for "
                "each of the others, with a disposition such as non_contact or refusal"
            )
            yield Notice(package.files[CASES], message, CASES)


def _rows(count: int) -> str:
    return f"{count:,} row{'' if count == 1 else 's'}"
