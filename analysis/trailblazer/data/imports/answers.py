"""What a project does not say, asked in the mapping file and read from it.

The part of the mapping file is called ``qualitative``: ::

    qualitative:
      cases: people                       # or: other
      every_source: {kind: interview, level: site}
      from_variables:
        group: {variable: Role, values: {Teacher: education_staff}}
      sources:
        D001: {name: Talk 1.docx, site_id: S07, group: mhst_staff}
      codes:
        practitioners_leave: {name: Practitioners leave, claim_id: retention, stance: supports}

``stance`` is what the segments with a code say of its claim.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from trailblazer.data.imports.archive import shown_name
from trailblazer.data.imports.imported import Imported
from trailblazer.data.mapping.model import CODED
from trailblazer.errors import InputError

PART = CODED
FOR_READING = "variables_of_the_project"


def _text(value: Any) -> str:
    """One word or number as text: never a list, whose aliases could make a text without end."""
    if value is None:
        return ""
    if not isinstance(value, str | int | float | date):
        raise ValueError("a single word, number or date belongs here")
    return str(value).strip()


Text = Annotated[str, BeforeValidator(_text)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class FromVariable(_Part):
    """A column of ``sources`` taken from a variable of the project, its values translated."""

    variable: Text
    values: dict[Text, Text] = {}


class CodeAnswer(_Part):
    """Which claim a code bears on, and what its segments say of it."""

    name: Text = ""
    claim_id: Text = ""
    stance: Text = ""


class Answers(_Part):
    """The part of the mapping file for qualitative material.

    ``counting`` says how the project's program counts positions, where that has to be said.
    """

    counting: Text = ""
    cases: Text = ""
    every_source: dict[Text, Text] = {}
    from_variables: dict[Text, FromVariable] = {}
    sources: dict[Text, dict[Text, Text]] = {}
    every_code: CodeAnswer = CodeAnswer()
    codes: dict[Text, CodeAnswer] = {}


def draft(imported: Imported) -> dict[str, Any]:
    """The part of the mapping file with every question left open, for its owner to fill in.

    Sources are shown by their names, so that their owner knows them: the mapping file is for the
    people who hold the project, and is never published.
    """
    part: dict[str, Any] = {}
    if len(imported.cases):
        part["cases"] = ""
    if len(imported.variables):
        part["from_variables"] = {}
        part[FOR_READING] = sorted(set(imported.variables["variable"]))
    for table, usual in (("sources", "every_source"), ("codes", "every_code")):
        columns = dict.fromkeys(q.column for q in imported.questions if q.table == table)
        if columns:
            part[usual] = dict.fromkeys(columns, "")
    for question in imported.questions:
        asked = part.setdefault(question.table, {}).setdefault(question.key, {})
        asked.setdefault("name", question.label)
        asked[question.column] = ""
    return part


def read_answers(part: Mapping[str, Any] | None) -> Answers:
    """The answers of a mapping file's part. ``InputError`` when it is not written as the draft."""
    if not isinstance(part or {}, Mapping):
        raise InputError(f"mapping.yml: {PART} should hold names, as in the draft the import made.")
    known = {key: value for key, value in (part or {}).items() if key != FOR_READING}
    try:
        return Answers.model_validate(known)
    except ValidationError as error:
        first = error.errors()[0]
        place = " > ".join([PART, *(shown_name(str(step)) for step in first["loc"])])
        raise InputError(
            f"mapping.yml: {place}: {first['msg']}. Write it as in the draft the import made."
        ) from error
