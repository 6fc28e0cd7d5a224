"""What an import leaves behind is told: rows replaced, people still in post, material waiting."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from trailblazer.data.check import check
from trailblazer.data.load import open_set

Write = Callable[..., Path]

CASES = """\
tables:
  survey_cases:
    from: export.csv
    columns: {case_id: {from: Number, prefix: K}, survey_id: {constant: settings_r2}}
"""
EXPORT = "Number,disposition\n1,complete\n2,partial\n"


def notes(folder: Path) -> str:
    return " ".join(str(notice) for notice in check(folder).notices)


def with_mapping(folder: Path, mapping: str, **files: str) -> Path:
    (folder / "mapping.yml").write_text(mapping, encoding="utf-8")
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


def test_a_table_that_the_mapping_replaces_is_named_with_its_rows(write_set: Write) -> None:
    folder = with_mapping(write_set(survey_cases=None, survey_answers=None), CASES, export=EXPORT)
    assert "passed over" not in notes(folder)
    frame = pd.DataFrame({"case_id": ["K1", "K2", "K3"], "survey_id": "settings_r2",
                          "disposition": ["complete", "complete", "refusal"]})  # fmt: skip
    frame.to_excel(folder / "forms.xlsx", sheet_name="survey_cases", index=False)
    assert check(folder).problems == []
    assert (
        "mapping.yml: the table survey_cases comes from here (2 rows), and forms.xlsx (sheet "
        "survey_cases) is passed over (3 rows). Those who did not answer may be among them."
    ) in notes(folder)
    assert len(open_set(folder)["survey_cases"]) == 2


@pytest.mark.parametrize(
    ("frame", "second", "told"),
    [("2", "complete", False), ("40", "complete", True), ("40", "refusal", False)],
)
def test_a_survey_of_respondents_only_is_told(
    write_set: Write, frame: str, second: str, told: bool
) -> None:
    folder = write_set(survey_answers=None)
    surveys = (folder / "surveys.csv").read_text(encoding="utf-8")
    (folder / "surveys.csv").write_text(surveys.replace(",2\n", f",{frame}\n"), encoding="utf-8")
    cases = (folder / "survey_cases.csv").read_text(encoding="utf-8")
    (folder / "survey_cases.csv").write_text(cases.replace("non_contact", second), encoding="utf-8")
    said = notes(folder)
    assert ("40 were asked (frame_size), 2 cases are listed and every one answered" in said) is told


SPELLS = """\
spell_id,staff_id,team_id,role,fte,start_date,end_date,censored
P1,W1,T01,emhp,1,2019-01-07,2020-06-30,0
P2,W2,T01,emhp,1,2019-01-07,2021-01-31,1
"""
TWO = """\
tables:
  staff_spells:
    - {from: export.csv, rows: {censored: "0"}}
    - {from: export.csv, rows: {censored: "1"}%s}
"""


def test_a_column_is_left_out_where_the_mapping_says_none(write_set: Write) -> None:
    folder = with_mapping(write_set(staff_spells=None), TWO % "", export=SPELLS)
    assert "1 of 2 spells end on 2021-01-31, the last day of the period" in notes(folder)
    with_mapping(folder, TWO % ", columns: {end_date: none}")
    assert check(folder).problems == []
    assert "the last day of the period" not in notes(folder)
    assert open_set(folder)["staff_spells"]["end_date"].isna().tolist() == [False, True]


def test_coded_material_that_waits_for_its_answers_is_a_problem(write_set: Write) -> None:
    waiting = "qualitative:\n  every_source: {kind: ''}\n"
    folder = with_mapping(write_set(codes=None, codings=None, double_codings=None), waiting)
    [problem] = check(folder).problems
    assert "whose tables are not written yet. The project waits for you" in str(problem)
    with_mapping(folder, waiting, codes="code_id,name\nwaits,Waits\n")
    assert check(folder).problems == []
