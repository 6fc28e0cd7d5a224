"""The school census by school, as the population of each site: who could have been supported.

Counts of schools are added up over a site. Where one of them was suppressed the total is written
as suppressed too: a sum of the rest would pass for the whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from trailblazer.data.imports.ethnicity import read_ethnicity
from trailblazer.data.imports.frames import Row, table
from trailblazer.data.imports.imported import Imported, Tally
from trailblazer.data.imports.schools import SITE, placed_rows, year_of
from trailblazer.data.suppression import kind_of
from trailblazer.errors import InputError

SIGNS = {"time_period", "headcount of pupils"}
ETHNIC = re.compile(r"number of pupils (?:classified as )?(.+?)(?: ethnic(?: (?:o\w*)?)?)?", re.I)
HEADCOUNT = "headcount of pupils"
ELIGIBLE = "number of pupils known to be eligible for and claiming free scho"
SEX = {"headcount total girls": "female", "headcount total boys": "male"}
SEN = {
    "education_health_care_plan": ("ehc plan", "education, health and care plan"),
    "sen_support": ("sen support",),
}
MARK = "*"


def read_census(path: Path) -> Imported:
    """Pupils of the schools that took part by site and group: ethnicity, sex, free meals and SEN.

    A characteristic the file does not have is left out. Raises ``InputError`` when the file does
    not say each school's site, or a cell is neither a number nor a shorthand for one withheld.
    """
    found, others = placed_rows(path, (SITE,))
    columns, unsure = groups_of(found.columns)
    period = year_of(found["time_period"].iloc[0])
    rows: list[Row] = []
    tally = Tally()
    for site, schools in found.groupby(SITE, sort=True):
        for (characteristic, group), names in columns.items():
            number = _sum(schools, names, path.name)
            if group in ("not_eligible", "no_sen"):
                number = _rest(_sum(schools, [HEADCOUNT], path.name), number)
            if number in ("", "0"):
                why = "without a pupil" if number else "because a school has no number of them"
                tally.add("group at a site", why)
                continue
            tally.add("group at a site", "in, as suppressed" if number == MARK else "in")
            rows.append(
                {
                    "site_id": str(site), "period": period, "characteristic": characteristic,
                    "group": group, "people": number, "source": "school_census",
                }
            )  # fmt: skip
    tally.add("school", "in no site", others)
    asked = [f"Not sure of the ethnic group of a column, so left out: {name}." for name in unsure]
    hidden = sum(row["people"] == MARK for row in rows)
    said = f"{hidden:,} of them suppressed because a school's was" if hidden else "none suppressed"
    return Imported(
        tables={"population": table("population", rows, path.name)},
        notes=(
            f"{len(rows):,} counts of pupils at {found[SITE].nunique():,} sites from "
            f"{len(found):,} schools, {said}.",
            *asked,
            *tally.left_out(),
        ),
        questions=(),
        accounts=tally.frame(),
    )


def groups_of(names: Iterable[str]) -> tuple[dict[tuple[str, str], list[str]], list[str]]:
    """The columns that make up each group of each characteristic, and those nobody can place."""
    columns: dict[tuple[str, str], list[str]] = {}
    unsure = []
    known = [str(name) for name in names]
    for name in known:
        if name in SEX:
            columns.setdefault(("sex", SEX[name]), []).append(name)
        elif name == ELIGIBLE:
            columns["fsm", "eligible"] = columns["fsm", "not_eligible"] = [name]
        elif "ethnic" in name or name.endswith("pupils unclassified"):
            label = ETHNIC.fullmatch(name)
            group = read_ethnicity(label[1]) if label else None
            if group is None or not group.group:
                unsure.append(name)
            else:
                columns.setdefault(("ethnicity", group.group), []).append(name)
        else:
            for group_of_sen, words in SEN.items():
                if name.lower().startswith("number") and any(w in name.lower() for w in words):
                    columns.setdefault(("sen", group_of_sen), []).append(name)
    sen = [name for (kind, _), own in columns.items() if kind == "sen" for name in own]
    if sen:
        columns["sen", "no_sen"] = sen
    if HEADCOUNT not in known:
        columns.pop(("fsm", "not_eligible"), None)
        columns.pop(("sen", "no_sen"), None)
    return columns, unsure


def _sum(schools: pd.DataFrame, names: list[str], file: str) -> str:
    """The total of some columns over some schools: suppressed or missing when a part of it is."""
    texts = [text for name in names for text in schools[name]]
    if "" in texts:
        return ""
    if any(kind_of(text) for text in texts):
        return MARK
    if wrong := [text for text in texts if not re.fullmatch(r"[0-9]{1,9}", text)]:
        raise InputError(
            f'{file}: "{wrong[0][:30]}" in the column "{names[0]}" is neither a number of pupils '
            "nor a shorthand for one withheld. Correct it."
        )
    return str(sum(map(int, texts)))


def _rest(whole: str, part: str) -> str:
    if "" in (whole, part):
        return ""
    return MARK if MARK in (whole, part) else str(max(0, int(whole) - int(part)))
