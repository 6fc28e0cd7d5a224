"""The draft for a survey of SPSS: who answered, what is no answer, and what people typed."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pyreadstat
import pytest
import yaml

from trailblazer.data.imports.bring import bring_in
from trailblazer.data.imports.bring_tables import Brought
from trailblazer.data.imports.respondents import respondent, setting
from trailblazer.data.load import open_set
from trailblazer.places import SETS

SCALE = {1: "Strongly disagree", 2: "Disagree", 3: "Neither agree nor disagree", 4: "Agree",
         5: "Strongly agree", 98: "Don't know", 99: "No answer"}  # fmt: skip
ROLES = {1: "Senior lead", 2: "Head teacher", 3: "Other", 9: "Left blank by them"}
TYPED = "Very helpful team, Mrs Smith is great"


def imported(folder: Path, *, declared: bool) -> Brought:
    """A set into which a survey of four respondents was brought."""
    frame = pd.DataFrame({
        "RespID": [1, 2, 3, 4], "School": ["E001", "E002", "E001", "E003"],
        "Q1": [4, 98, 99, 5], "Q2": [4, 4, 98, 2], "Role": [3, 1, 9, 1],
        "More": [TYPED, "", "Need more time", TYPED],
    })  # fmt: skip
    declare = {"Q1": [98, 99], "Q2": [98, 99], "Role": [9]} if declared else {}
    pyreadstat.write_sav(
        frame, folder / "staff.sav", missing_ranges=declare,
        column_labels={"RespID": "Respondent number", "School": "School code"},
        variable_value_labels={"Q1": SCALE, "Q2": SCALE, "Role": ROLES},
    )  # fmt: skip
    into = folder / "set"
    into.mkdir()
    for name in ("datapackage.json", "codelists.csv"):
        (into / name).write_bytes((SETS / "synthetic" / name).read_bytes())
    return bring_in(folder / "staff.sav", into)


@pytest.mark.parametrize("declared", [True, False])
def test_what_is_no_answer_is_kept_as_the_reason_for_it(tmp_path: Path, declared: bool) -> None:
    brought = imported(tmp_path, declared=declared)
    assert any("Don't know as _dont_know" in note for note in brought.notes) is declared
    data = open_set(tmp_path / "set")
    kinds = data["survey_items"].set_index("item_id")
    assert kinds["kind"].to_dict() == {"Q1": "likert5", "Q2": "likert5", "Role": "single"}
    answers = data["survey_answers"].groupby("item_id")["answer"].agg(list)
    assert answers["Q1"] == ["agree", "_dont_know", "_blank", "strongly_agree"]
    assert answers["Q2"] == ["agree", "agree", "_dont_know", "disagree"]
    blank = "_blank" if declared else "left_blank_by_them"
    assert answers["Role"] == ["other", "senior_lead", blank, "senior_lead"]


def test_codes_are_in_the_order_of_the_file(tmp_path: Path) -> None:
    imported(tmp_path, declared=True)
    lists = open_set(tmp_path / "set")["codelists"]
    roles = lists[lists["list_id"] == "staff_role"].sort_values("order")
    assert roles["code"].tolist() == ["senior_lead", "head_teacher", "other"]


def test_what_people_typed_makes_no_code(tmp_path: Path) -> None:
    brought = imported(tmp_path, declared=True)
    draft = (tmp_path / "set" / "mapping.yml").read_text(encoding="utf-8")
    assert "Smith" not in draft
    assert "mrs" not in draft
    assert "# Free text, left out: More\n" in draft
    assert any(note.startswith("Free text is left out (More)") for note in brought.notes)


def test_titles_of_people_make_an_answer_free_text_in_any_file(tmp_path: Path) -> None:
    frame = pd.DataFrame({
        "Respondent ID": [1, 2, 3, 4], "More": [TYPED, TYPED, "Too early", "Too early"],
        "Helped": ["Yes", "No", "Yes", "No"],
    })  # fmt: skip
    frame.to_csv(tmp_path / "staff.csv", index=False)
    bring_in(tmp_path / "staff.csv", tmp_path / "set", kind="survey")
    draft = (tmp_path / "set" / "mapping.yml").read_text(encoding="utf-8")
    assert "Smith" not in draft
    assert "item: Helped" in draft


def test_the_draft_says_who_answered_and_asks_for_those_who_did_not(tmp_path: Path) -> None:
    imported(tmp_path, declared=True)
    text = (tmp_path / "set" / "mapping.yml").read_text(encoding="utf-8")
    [cases] = yaml.safe_load(text)["tables"]["survey_cases"]
    assert cases["columns"]["case_id"] == {"from": "RespID", "prefix": "K"}
    assert cases["columns"]["setting_id"] == "School"
    assert "# DECIDE: this file holds only those who answered." in text
    assert "# the ids: " in text
    assert "confidence-staff" in text
    uncommented = text.replace("    # - given:", "    - given:").replace(
        "    #     - {case_id", "        - {case_id"
    )
    (tmp_path / "set" / "mapping.yml").write_text(uncommented, encoding="utf-8")
    found = open_set(tmp_path / "set")["survey_cases"]
    assert found["disposition"].tolist() == ["complete"] * 4 + ["refusal"]


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ({"Age": [1, 2], "caseno": ["x", "y"]}, ("caseno", True)),
        ({"Age": [1, 2], "K": ["x", "y"]}, ("Age", False)),
        ({"SchoolID": ["a", "b"], "Staff key": ["x", "y"]}, ("Staff key", False)),
        ({"Words": ["a", "b"], "K": ["x", "x"]}, ("", False)),
        ({"respid": [1, 2], "id": [4, 3]}, ("id", True)),
    ],
)
def test_the_column_that_numbers_the_respondents(
    columns: dict[str, list[object]], expected: tuple[str, bool]
) -> None:
    assert respondent(pd.DataFrame(columns).astype("str"), {}, ()) == expected


def test_a_setting_is_known_by_its_name_and_its_codes() -> None:
    cells = pd.DataFrame({"S": ["E1", "E2"], "School": ["High", "Low"], "College": ["E1", ""]})
    assert setting(cells, {}, ()) == "College"
    assert setting(cells, {"S": "Your school"}, ()) == "S"
    assert setting(cells, {}, ("College",)) == ""


def test_a_flag_of_who_was_still_in_post_is_asked_about(tmp_path: Path) -> None:
    (tmp_path / "spells.csv").write_text(
        "spell_id,staff_id,start_date,end_date,censor\n"
        "P1,W1,2019-01-07,2020-01-06,0\nP2,W2,2019-01-07,2021-03-31,1\n"
    )
    brought = bring_in(tmp_path / "spells.csv", tmp_path / "set", kind="staff_spells")
    draft = (tmp_path / "set" / "mapping.yml").read_text(encoding="utf-8")
    assert "# DECIDE: censor may say who was still in post when the data end" in draft
    assert any("end_date: none" in note for note in brought.notes)
