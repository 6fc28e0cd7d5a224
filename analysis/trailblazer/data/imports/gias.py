"""An extract of the register of schools in England (Get Information about Schools) as settings."""

from __future__ import annotations

from pathlib import Path

from trailblazer.data.imports.frames import Row, table
from trailblazer.data.imports.imported import Imported, Tally
from trailblazer.data.imports.schools import SITE, TEAM, phase_of, placed_rows, type_of

SIGNS = {"URN", "PhaseOfEducation (name)", "TypeOfEstablishment (name)"}


def read_gias(path: Path) -> Imported:
    """The schools that took part, with the phase, type, size and share eligible for free meals.

    ``setting_id`` numbers the schools in the order of the file: a school's national number would
    name it. Raises ``InputError`` when the extract does not say each school's site and team.
    """
    found, others = placed_rows(path, (SITE, TEAM))
    rows: list[Row] = []
    for number, school in enumerate(found.to_dict("records"), start=1):
        kind = school.get("TypeOfEstablishment (name)", "")
        rows.append(
            {
                "setting_id": f"E{number:04}",
                "site_id": school[SITE],
                "team_id": school[TEAM],
                "phase": phase_of(school.get("PhaseOfEducation (name)", ""), kind),
                "pupils": school.get("NumberOfPupils", ""),
                "fsm_percent": school.get("PercentageFSM", "").removesuffix("%").strip(),
                "setting_type": type_of(school.get("EstablishmentTypeGroup (name)", ""), kind),
            }
        )
    tally = Tally()
    tally.add("school", count=len(rows))
    tally.add("school", "in no site", others)
    return Imported(
        tables={"settings": table("settings", rows, path.name)},
        notes=(
            f"{len(rows):,} schools from the register, numbered in the order of the file: names, "
            "addresses and national numbers were not taken over.",
            *tally.left_out(),
        ),
        questions=(),
        accounts=tally.frame(),
    )
