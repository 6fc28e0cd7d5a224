"""The made data behind the recorded values, as the typed tables that estimators take."""

from __future__ import annotations

import pandas as pd

from tests.statistics.oracles import FOLDER
from trailblazer.data.dictionary import load_dictionary
from trailblazer.data.typed import DTYPES, empty_frame

Tables = dict[str, pd.DataFrame]


def typed(table: str, columns: dict[str, object]) -> pd.DataFrame:
    """Some columns as a table of the dictionary: the others are there, and missing."""
    spec = load_dictionary().tables[table]
    frame = pd.DataFrame(columns).reindex(columns=[f.name for f in spec.fields])
    return frame.astype({f.name: DTYPES[f.type] for f in spec.fields})


def empty_tables() -> Tables:
    """Every table of the dictionary, with no rows."""
    return {name: empty_frame(spec) for name, spec in load_dictionary().tables.items()}


def survey(population: str = "settings") -> Tables:
    """The made survey: a frame of 300, a hundred or so answers to one item, tagged ``made-up``."""
    rows = pd.read_csv(FOLDER / "survey.csv", keep_default_na=False)
    number = pd.to_numeric(rows["fsm_percent"], errors="coerce")
    sites = rows.drop_duplicates("site_id")
    given = rows[rows["answer"] != ""]
    return {
        "surveys": typed(
            "surveys",
            {"survey_id": ["r1"], "population": [population], "round": [1], "frame_size": [300]},
        ),
        "survey_cases": typed(
            "survey_cases",
            {
                "case_id": rows["case_id"], "survey_id": "r1", "setting_id": rows["case_id"],
                "site_id": rows["site_id"], "disposition": rows["disposition"],
                "sector": rows["region"].replace({"london": "education", "midlands": "nhs_other"}),
            },
        ),
        "survey_items": typed(
            "survey_items",
            {"survey_id": ["r1"], "item_id": ["q1"], "question": ["Is it so?"],
             "kind": ["likert5"], "claims": ["other-claim;made-up"]},
        ),
        "survey_answers": typed(
            "survey_answers",
            {"case_id": given["case_id"], "item_id": "q1", "answer": given["answer"]},
        ),
        "settings": typed(
            "settings",
            {"setting_id": rows["case_id"], "site_id": rows["site_id"], "phase": rows["phase"],
             "pupils": rows["pupils"], "fsm_percent": number},
        ),
        "sites": typed("sites", {"site_id": sites["site_id"], "region": sites["region"]}),
    }  # fmt: skip


def survey_rounds() -> Tables:
    """The made survey in two rounds, linked by setting; its item was not for everybody."""
    one = survey()
    rows = pd.read_csv(FOLDER / "rounds.csv", keep_default_na=False)
    case = "R" + rows["round"].astype(str) + rows["setting_id"]
    before = ("R1" + rows["setting_id"]).where(rows["round"] == 2)
    sites = one["settings"].set_index("setting_id")["site_id"]
    wave = "r" + rows["round"].astype(str)
    given = rows["answer"] != ""
    return one | {
        "surveys": typed(
            "surveys",
            {"survey_id": ["r1", "r2"], "population": "settings", "round": [1, 2],
             "frame_size": 300, "mode": "web_closed"},
        ),
        "survey_cases": typed(
            "survey_cases",
            {"case_id": case, "survey_id": wave, "setting_id": rows["setting_id"],
             "site_id": rows["setting_id"].map(sites), "disposition": rows["disposition"],
             "linked_case_id": before},
        ),
        "survey_items": pd.concat(
            [one["survey_items"], one["survey_items"].assign(survey_id="r2")], ignore_index=True
        ),
        "survey_answers": typed(
            "survey_answers",
            {"case_id": case[given], "item_id": "q1", "answer": rows.loc[given, "answer"]},
        ),
    }  # fmt: skip


def spells() -> pd.DataFrame:
    """The made spells in post, some begun before observation did."""
    rows = pd.read_csv(FOLDER / "spells.csv", parse_dates=["start_date", "end_date"])
    return typed(
        "staff_spells", rows.assign(staff_id=rows["spell_id"], role="emhp").to_dict("series")
    )


def supported() -> Tables:
    """The made counts of people supported by ethnicity, and of pupils with their relative need."""
    rows = pd.read_csv(FOLDER / "equity.csv")
    shared = {"site_id": rows["site_id"], "characteristic": "ethnicity", "group": rows["group"]}
    return {
        "people_supported": typed("people_supported", {**shared, "people": rows["people"]}),
        "population": typed(
            "population",
            {**shared, "people": rows["pupils"], "relative_need": rows["relative_need"]},
        ),
    }
