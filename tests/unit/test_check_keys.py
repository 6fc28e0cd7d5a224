"""Keys of several columns, which a table added to the dictionary may have."""

from __future__ import annotations

import pandas as pd

from trailblazer.data.dictionary import Dictionary, TableSpec
from trailblazer.data.keys import repeated, unknown
from trailblazer.data.one_site import site_of_rows

VISITS = TableSpec.model_validate(
    {
        "name": "visits",
        "schema": {
            "fields": [{"name": n} for n in ("site_id", "day", "badge")],
            "primaryKey": ["site_id", "day"],
        },
    }
)
NOTES = TableSpec.model_validate(
    {
        "name": "notes",
        "schema": {
            "fields": [{"name": n} for n in ("place", "day", "note")],
            "foreignKeys": [
                {
                    "fields": ["place", "day"],
                    "reference": {"resource": "visits", "fields": ["site_id", "day"]},
                }
            ],
        },
    }
)
FILES = {"visits": "visits.csv", "notes": "notes.csv"}


def table(columns: str, *rows: str) -> pd.DataFrame:
    frame = pd.DataFrame([r.split(",") for r in rows], columns=columns.split(","), dtype="str")
    return frame.set_axis(range(2, len(frame) + 2))


visits = table("site_id,day,badge", "S1,mon,a", "S1,tue,b", "S2,mon,a")
notes = table("place,day,note", "S1,tue,x", "S2,tue,y", "S2,,z")


def test_a_link_of_two_columns_needs_both_in_one_row() -> None:
    (problem,) = unknown(notes, {"visits": visits}, NOTES, files=FILES)
    assert (problem.row, problem.column, problem.value) == (3, "place, day", "S2, tue")
    assert problem.rule == "is not in visits.csv"


def test_a_unique_column_is_checked_as_the_key_is() -> None:
    badge = VISITS.fields[2].model_copy(update={"constraints": {"unique": True}})
    spec = VISITS.model_copy(update={"fields": (*VISITS.fields[:2], badge)})
    (problem,) = repeated(visits, spec, file="visits.csv")
    assert (problem.row, problem.column, problem.value) == (4, "badge", "a")


def test_a_site_is_followed_through_a_link_of_two_columns() -> None:
    sites = TableSpec.model_validate(
        {"name": "sites", "schema": {"fields": [{"name": "site_id"}], "primaryKey": "site_id"}}
    )
    dictionary = Dictionary({"sites": sites, "visits": VISITS, "notes": NOTES})
    tables = {"visits": visits, "notes": notes.reset_index(drop=True)}
    found = site_of_rows("notes", dictionary, tables.__getitem__)
    assert found is not None
    assert found.fillna("none").tolist() == ["S1", "none", "none"]
