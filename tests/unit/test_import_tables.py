"""Bringing in files of other programs: copied untouched, a mapping drafted, nothing overwritten."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pandas as pd
import pyreadstat
import pytest

from trailblazer.data.check import check
from trailblazer.data.imports.bring import bring_in
from trailblazer.data.imports.personal import why_personal
from trailblazer.data.load import open_set
from trailblazer.errors import InputError, ParameterError
from trailblazer.places import REPOSITORY, SETS

REAL = REPOSITORY.parent / "shared" / "real"
# Qualtrics writes three rows above the answers: names, questions, and ids of its own.
HEADER = {
    "StartDate": "Start Date", "EndDate": "End Date", "IPAddress": "IP Address",
    "Finished": "Finished", "ResponseId": "Response ID", "RecipientEmail": "Recipient Email",
    "LocationLatitude": "Location Latitude", "Q1": "How confident are you?",
    "Q2": "Do you, know us?", "Q3": "How many pupils?", "Q4": "Anything else?",
}  # fmt: skip
WORDS = ("Agree", "Strongly agree", "Neither agree nor disagree", "Agree", "Don't know")


def qualtrics(folder: Path) -> Path:
    ids = [f'{{"ImportId":"{name}"}}' for name in HEADER]
    rows = [
        [f"2020-11-0{n} 09:00:00", f"2020-11-0{n} 09:10:00", f"10.0.0.{n}", str(n != 2),
         f"R_{n}x", f"a{n}@b.org", "51.5", word, "Yes", n, f"text {n}"]
        for n, word in enumerate(WORDS, start=1)
    ]  # fmt: skip
    path = folder / "Trailblazer survey (v2).csv"
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream).writerows([list(HEADER), list(HEADER.values()), ids, *rows])
    return path


def decided(mapping: Path, **answers: str) -> None:
    """Fill in what a draft leaves open, as a user would."""
    text = mapping.read_text(encoding="utf-8")
    for name, value in answers.items():
        text, count = re.subn(rf'\b{name}: ""', f"{name}: {value}", text)
        assert count, name
    mapping.write_text(text, encoding="utf-8")


def a_set(folder: Path) -> Path:
    """A folder with the tables that every set has."""
    folder.mkdir()
    for name in ("datapackage.json", "sites.csv", "teams.csv", "cohorts.csv", "settings.csv"):
        (folder / name).write_bytes((SETS / "synthetic" / name).read_bytes())
    (folder / "codelists.csv").write_bytes((SETS / "synthetic" / "codelists.csv").read_bytes())
    return folder


def test_a_survey_of_qualtrics_comes_in(tmp_path: Path) -> None:
    source, into = qualtrics(tmp_path), a_set(tmp_path / "set")
    brought = bring_in(source, into)
    copy = into / source.name
    assert copy.read_bytes() == source.read_bytes()
    assert "taken for a survey from Qualtrics" in brought.notes[0]
    left = next(note for note in brought.notes if "who a person is" in note)
    for name in ("IPAddress", "RecipientEmail", "LocationLatitude"):
        assert name in left
    decided(into / "mapping.yml", population="settings", frame_size="20")
    assert [str(p) for p in check(into).problems] == []
    data = open_set(into)
    assert data["survey_cases"]["disposition"].tolist() == [
        "complete", "partial", "complete", "complete", "complete",
    ]  # fmt: skip
    assert data["survey_items"]["question"].tolist() == [
        "How confident are you?", "Do you, know us?", "How many pupils?",
    ]  # fmt: skip
    assert data["survey_items"]["kind"].tolist() == ["likert5", "yes_no", "number"]
    first = data["survey_answers"].query("item_id == 'Q1'")["answer"].tolist()
    assert first == ["agree", "strongly_agree", "neither", "agree", "_dont_know"]
    whole = "".join(data[name].to_csv() for name in data if name.startswith("survey"))
    assert "@" not in whole
    assert "10.0.0" not in whole


def test_what_its_owner_edited_is_never_written_over(tmp_path: Path) -> None:
    source, into = qualtrics(tmp_path), a_set(tmp_path / "set")
    bring_in(source, into)
    (into / "mapping.yml").write_text("# mine\n", encoding="utf-8")
    before = (into / "datapackage.json").read_bytes()
    brought = bring_in(source, into)
    assert (into / "mapping.yml").read_text(encoding="utf-8") == "# mine\n"
    assert (into / "datapackage.json").read_bytes() == before
    assert brought.files[-1].name == "mapping.draft.yml"
    assert "was left as it is" in brought.then
    source.write_text(source.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    with pytest.raises(InputError, match="holds another Trailblazer survey"):
        bring_in(source, into)
    bring_in(source, into, replace=True)
    assert (into / source.name).read_bytes() == source.read_bytes()


def test_a_survey_of_spss_comes_in_by_its_labels(tmp_path: Path) -> None:
    frame = pd.DataFrame({
        "respondent_id": ["a", "b", "c"], "q1": [1.0, 2.0, 99.0], "q2": [5.0, 7.0, None],
    })  # fmt: skip
    pyreadstat.write_sav(
        frame, tmp_path / "survey.sav", column_labels={"q1": "How confident?"},
        variable_value_labels={"q1": {1.0: "Agree", 2.0: "Disagree", 99.0: "No answer"}},
        missing_ranges={"q1": [99.0]},
    )  # fmt: skip
    into = a_set(tmp_path / "set")
    bring_in(tmp_path / "survey.sav", into)
    decided(into / "mapping.yml", population="settings", frame_size="20")
    assert [str(p) for p in check(into).problems] == []
    assert open_set(into)["survey_answers"].to_numpy().tolist() == [
        ["Ka", "q1", "agree"], ["Ka", "q2", "5"], ["Kb", "q1", "disagree"], ["Kb", "q2", "7"],
        ["Kc", "q1", "_blank"],
    ]  # fmt: skip


def test_a_form_of_microsoft_with_several_answers_in_a_cell(tmp_path: Path) -> None:
    into = a_set(tmp_path / "set")
    pd.DataFrame({
        "ID": [1, 2, 3],
        "Start time": pd.to_datetime(["2020-11-20 09:00", "2020-11-21 09:00", "2020-11-22 09:00"]),
        "Completion time": pd.to_datetime(["2020-11-20 10:00"] * 3),
        "Email": ["anonymous"] * 3, "Name": [None] * 3,
        "What helped?": ["Advice;Training;", "Training;", "Advice;"],
    }).to_excel(tmp_path / "Form(1-3).xlsx", index=False)  # fmt: skip
    brought = bring_in(tmp_path / "Form(1-3).xlsx", into)
    assert "Microsoft Forms" in brought.notes[0]
    decided(into / "mapping.yml", population="settings", frame_size="20")
    assert [str(p) for p in check(into).problems] == []
    assert open_set(into)["survey_answers"].to_numpy().tolist() == [
        ["K1", "q01", "advice"], ["K1", "q01", "training"],
        ["K2", "q01", "training"], ["K3", "q01", "advice"],
    ]  # fmt: skip


def test_a_list_of_schools_is_matched_by_names_and_values(tmp_path: Path) -> None:
    into = a_set(tmp_path / "set")
    (into / "settings.csv").unlink()
    (tmp_path / "schools 2020.csv").write_text(
        "Our schools;;;;\nSettingId;Site ID;Team_ID;Stage;Head email\n"
        "101;S01;T01;Primary;a@b.uk\n102;S01;T02;Special;c@d.uk\n", encoding="cp1252",
    )  # fmt: skip
    brought = bring_in(tmp_path / "schools 2020.csv", into)
    assert "taken for the table settings" in brought.notes[0]
    assert any("Head email" in note for note in brought.notes)
    text = (into / "mapping.yml").read_text(encoding="utf-8")
    assert "header: 2" in text
    assert "prefix: S" in text
    assert check(into).problems == [], text
    assert open_set(into)["settings"]["phase"].tolist() == ["primary", "special"]


def test_a_workbook_of_tables_needs_no_mapping(tmp_path: Path) -> None:
    into = tmp_path / "set"
    with pd.ExcelWriter(tmp_path / "all.xlsx") as book:
        for name in ("sites", "teams", "cohorts", "settings"):
            frame = pd.read_csv(SETS / "synthetic" / f"{name}.csv", dtype=str)
            frame.to_excel(book, sheet_name=name, index=False)
    brought = bring_in(tmp_path / "all.xlsx", into)
    assert "read as they are" in brought.notes[0]
    assert sorted(path.name for path in into.iterdir()) == [
        "all.xlsx", "codelists.csv", "datapackage.json",
    ]  # fmt: skip
    assert {p.file for p in check(into).problems} == {"datapackage.json"}


def test_what_cannot_come_in_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "old.xls").write_bytes(b"x")
    with pytest.raises(InputError, match="Excel Workbook"):
        bring_in(tmp_path / "old.xls", tmp_path / "set")
    with pytest.raises(InputError, match="is not there"):
        bring_in(tmp_path / "none.sav", tmp_path / "set")
    (tmp_path / "a.csv").write_text("a,b\n1,2\n")
    with pytest.raises(ParameterError, match='Did you mean "teams"'):
        bring_in(tmp_path / "a.csv", tmp_path / "set", kind="team")
    assert not (tmp_path / "set").exists()


PERSONAL = ("RecipientEmail", "E-mail address", "First name", "Name", "LocationLongitude",
            "IPAddress", "ExternalReference", "Postcode", "Your name", "NHS number")  # fmt: skip


def test_columns_about_persons_are_known_by_name_or_value() -> None:
    plain = pd.Series(["x", "y"])
    assert all(why_personal(name, plain) for name in PERSONAL)
    for name in ("site_name", "team_id", "phase", "What helped?", "ship", "filename"):
        assert why_personal(name, plain) == ""
    assert "e-mail" in why_personal("contact", pd.Series(["a@b.org", "c@d.org"]))
    assert "postcodes" in why_personal("area", pd.Series(["LS1 4AP", "M1 1AE"]))


def real(name: str) -> Path:
    path = REAL / name
    if not path.is_file():
        pytest.skip("the real data are not on this machine")
    return path


def test_a_real_survey_comes_in_with_its_dashes_and_quotes(tmp_path: Path) -> None:
    into = a_set(tmp_path / "set")
    bring_in(real("survey/apha_cpd_survey.csv"), into)
    decided(into / "mapping.yml", population="key_informants", frame_size="500")
    text = (into / "mapping.yml").read_text(encoding="utf-8")
    problems = check(into).problems
    assert {p.column for p in problems} == {"q03a_analyst_years_n"}, "years in words: to be decided"
    words = ", ".join(f'"{p.value}": _blank' for p in problems)
    name = "q03a_analyst_years_n_no_answer:\n"
    assert name in text
    text = text.replace(name, name + "".join(f"    {w}\n" for w in words.split(", ")))
    (into / "mapping.yml").write_text(text, encoding="utf-8")
    assert [str(p) for p in check(into).problems] == []
    data = open_set(into)
    assert len(data["survey_cases"]) == 237
    assert len(data["survey_items"]) == 26
    answers = data["survey_answers"]
    source = pd.read_csv(real("survey/apha_cpd_survey.csv"), dtype=str)
    own = answers[answers["item_id"] == "q17a_org_cpd_budget_cat"]["answer"].value_counts()
    theirs = source["q17a_org_cpd_budget_cat"].value_counts()
    assert own["yes"] == theirs["Yes"]
    assert own["_dont_know"] == theirs["Don't know"]


def test_real_spells_come_in(tmp_path: Path) -> None:
    into = a_set(tmp_path / "set")
    bring_in(real("workforce/physicians.csv"), into)
    text = (into / "mapping.yml").read_text(encoding="utf-8")
    assert "spell_id: {from: id, prefix: S}" in text
    text = text.replace('staff_id: ""', "staff_id: {from: id, prefix: W}")
    text = text.replace('team_id: ""', "team_id: {constant: T01}")
    text = text.replace('role: ""', "role: {constant: emhp}")
    text = text.replace('fte: ""', 'fte: {from: part_time, recode: {"0": "1", "1": "0.01"}}')
    (into / "mapping.yml").write_text(text, encoding="utf-8")
    data = open_set(into)
    source = pd.read_csv(real("workforce/physicians.csv"))
    assert len(data["staff_spells"]) == len(source)
    assert data["staff_spells"]["end_date"].isna().sum() == source["end_date"].isna().sum()
