"""Each kind of bad input gives the message its owner needs, word for word."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from trailblazer.data import claim_ids, spelling
from trailblazer.data.check import Checked, check
from trailblazer.data.dictionary import load_dictionary
from trailblazer.data.load import open_set
from trailblazer.data.package import read_package
from trailblazer.places import REPOSITORY

Write = Callable[..., Path]
TIME_USE = "team_id,period,function,percent,source\n"


def said(checked: Checked) -> list[str]:
    return [str(problem) for problem in checked.problems]


def test_a_right_set_has_no_problems(write_set: Write) -> None:
    assert said(check(write_set())) == []


def test_an_absent_optional_table_is_only_noticed(write_set: Write) -> None:
    checked = check(write_set(time_use=None))
    assert checked.problems == []
    assert "time_use.csv: is absent, so the claims that need it will have no data." in map(
        str, checked.notices
    )


def test_the_synthetic_set_has_no_problems() -> None:
    if not (REPOSITORY / "data" / "synthetic" / "sites.csv").exists():
        pytest.skip("the synthetic tables are not made yet")
    assert said(check("synthetic")) == []


CELLS = {
    "word for a number": (
        ("time_use", "52.5", "fifty"),
        'time_use.csv, row 2, column "percent": "fifty" is not a number. '
        "Write a number such as 52.5.",
    ),
    "fraction for a count": (
        ("settings", "1200", "1200.5"),
        'settings.csv, row 3, column "pupils": "1200.5" is not a whole number. '
        "Write a whole number such as 12.",
    ),
    "thousands comma": (
        ("settings", "1200", '"1,200"'),
        'settings.csv, row 3, column "pupils": "1,200" is not a whole number. '
        "Write a whole number such as 12.",
    ),
    "British date": (
        ("surveys", "2020-11-02", "02/11/2020"),
        'surveys.csv, row 2, column "opened": "02/11/2020" is not a date. '
        "Write the year, month and day, such as 2019-09-01.",
    ),
    "day that does not exist": (
        ("surveys", "2020-11-02", "2020-02-30"),
        'surveys.csv, row 2, column "opened": "2020-02-30" is not a date. '
        "Write the year, month and day, such as 2019-09-01.",
    ),
    "bad boolean": (
        ("sites", "true", "maybe"),
        'sites.csv, row 2, column "case_study": "maybe" is neither true nor false. '
        "Write true or false, or yes or no.",
    ),
    "empty required cell": (
        ("cohorts", "C1,2019-01-07", "C1,"),
        'cohorts.csv, row 2, column "training_start": the cell is empty and a value is required. '
        "Write the value, or remove the row.",
    ),
    "misspelt code": (
        ("time_use", "T01,2020-Q4,direct_support", "T01,2020-Q4,direct_suport"),
        'time_use.csv, row 2, column "function": "direct_suport" is not one of the allowed '
        'values. Did you mean "direct_support"? '
        "Allowed: direct_support, whole_school, advice_liaison, other.",
    ),
    "wrong form": (
        ("sites", "S02", "South"),
        'sites.csv, row 3, column "site_id": "South" is not written in the form this column '
        "needs. Pseudonym of the site: S and two digits, such as S07.",
    ),
    "wrong form after a right one": (
        ("survey_answers", ",12", ",12 or so"),
        'survey_answers.csv, row 3, column "answer": "12 or so" is not written in the form this '
        "column needs. " + load_dictionary().tables["survey_answers"].field("answer").description,
    ),
    "out of range": (
        ("settings", "12.5", "125"),
        'settings.csv, row 2, column "fsm_percent": "125" is not from 0 to 100. '
        "Write a value in this range, in percent.",
    ),
    "repeated key": (
        ("sites", "S02", "S01"),
        'sites.csv, row 3, column "site_id": "S01" is used more than once. '
        "Row 2 has it already: correct one of the two rows, or remove one.",
    ),
    "repeated key of several columns": (
        ("time_use", "T02,2020-Q4,whole_school", "T02,2020-Q4,direct_support"),
        'time_use.csv, row 6, column "team_id, period, function": "T02, 2020-Q4, direct_support" '
        "is used more than once. "
        "Row 5 has it already: correct one of the two rows, or remove one.",
    ),
    "unknown link": (
        ("time_use", "T02,2020-Q4,advice", "T99,2020-Q4,advice"),
        'time_use.csv, row 7, column "team_id": "T99" is not in teams.csv. '
        "Correct it, or add it to teams.csv.",
    ),
    "unknown link within a table": (
        ("codes", "leaving,staying", "leaving,stayin"),
        'codes.csv, row 3, column "parent_id": "stayin" is not in codes.csv. '
        'Did you mean "staying"? Correct it, or add it to codes.csv.',
    ),
    "misspelt column": (
        ("time_use", "percent,", "percentage,"),
        'time_use.csv, row 1, column "percent": the column is missing. '
        'Did you mean "percentage"? Rename it.',
    ),
    "missing column": (
        ("time_use", "percent,", "hours,"),
        'time_use.csv, row 1, column "percent": the column is missing. Add the column.',
    ),
    "misspelt optional column": (
        ("settings", "fsm_percent", "fsm_pct"),
        'settings.csv, row 1, column "fsm_percent": the column is missing. '
        'Did you mean "fsm_pct"? Rename it.',
    ),
    "two columns of one name": (
        ("time_use", "percent,source", "percent,percent"),
        'time_use.csv, row 1: "percent" is the name of more than one column. '
        "Give each column a name of its own, or remove one.",
    ),
    "short row": (
        ("time_use", "T02,2020-Q4,whole_school,20,diary", "T02,2020-Q4"),
        "time_use.csv, row 6: has a different number of cells from the header (2, not 5). "
        "Check for a missing or extra comma, or a text with commas and no quotation marks.",
    ),
    "NUL": (
        ("sites", "North", "No\0rth"),
        'sites.csv, row 2, column "site_name": "No rth town" holds a NUL character, which is not '
        'text. Save the file as "CSV UTF-8 (comma delimited)".',
    ),
    "unclosed quotation mark": (
        ("sites", '"Café, south"', '"Café, south'),
        'sites.csv, row 3: has a cell that begins with a quotation mark (") and never ends. '
        "Add the closing quotation mark, or check that the file is complete.",
    ),
    "misplaced quotation mark": (
        ("sites", '"Café, south"', '"Café" south'),
        'sites.csv, row 3: has a quotation mark (") out of place. '
        'Inside a quoted cell write each quotation mark twice ("").',
    ),
    "huge cell": (
        ("sites", "North town", "N" * 40_000),
        f'sites.csv, row 2, column "site_name": "{"N" * 60}…" is a cell of more than 32,767 '
        "characters. Shorten it.",
    ),
    "cell beyond reading": (
        ("sites", "North town", "N" * 140_000),
        "sites.csv, row 2: has a cell of more than 32,767 characters. Shorten it.",
    ),
}


@pytest.mark.parametrize(("change", "message"), CELLS.values(), ids=CELLS.keys())
def test_a_bad_cell_is_named_with_its_row_and_its_remedy(
    write_set: Write, small_set: dict[str, str], change: tuple[str, str, str], message: str
) -> None:
    table, old, new = change
    assert old in small_set[f"{table}.csv"]
    problems = said(check(write_set(**{table: small_set[f"{table}.csv"].replace(old, new, 1)})))
    assert message in problems


FILES = {
    "zero bytes": (
        b"",
        "time_use.csv: is empty: a table that is present has at least one row. "
        "Add the rows, or remove the file to say that there are no data.",
    ),
    "only a byte order mark": (
        b"\xef\xbb\xbf",
        "time_use.csv: is empty: a table that is present has at least one row. "
        "Add the rows, or remove the file to say that there are no data.",
    ),
    "only a header": (
        TIME_USE.encode(),
        "time_use.csv: has a header and no rows: a table that is present has at least one row. "
        "Add the rows, or remove the file to say that there are no data.",
    ),
    "a blank header": (
        b"\n" + TIME_USE.encode(),
        "time_use.csv, row 1: has no column names. Put the column names in row 1.",
    ),
    "two encodings": (
        TIME_USE.encode() + '"T0\n1",2020-Q4,direct_support,100,é'.encode() + b"caf\xe9\n",
        "time_use.csv, row 2: holds text that is not UTF-8. "
        'Save the file as "CSV UTF-8 (comma delimited)".',
    ),
    "UTF-16 cut short": (
        TIME_USE.encode("utf-16")[:-1],
        "time_use.csv: holds text that is not utf-16. "
        'Save the file as "CSV UTF-8 (comma delimited)".',
    ),
    "a workbook under another name": (
        b"PK\x03\x04",
        "time_use.csv: is an Excel workbook or another zip file, not what its name says (.csv). "
        "Give its name the end .xlsx, or save it as .csv.",
    ),
}


@pytest.mark.parametrize(("content", "message"), FILES.values(), ids=FILES.keys())
def test_a_file_that_cannot_be_read_says_why(
    write_set: Write, content: bytes, message: str
) -> None:
    assert said(check(write_set(time_use=content))) == [message]


def test_rows_are_numbered_as_a_spreadsheet_numbers_them(write_set: Write) -> None:
    blank_then_lines = '\n,,,,\nT01,"2020\n-Q4",direct_support,fifty,diary\nT01,x,other,sixty,d\n'
    problems = check(write_set(time_use=TIME_USE + blank_then_lines)).problems
    assert [(p.row, p.value) for p in problems if p.column == "percent"] == [
        (4, "fifty"),
        (5, "sixty"),
    ]


def test_a_byte_order_mark_and_windows_lines_are_no_problem(
    write_set: Write, small_set: dict[str, str]
) -> None:
    text = small_set["time_use.csv"].replace("\n", "\r\n").encode("utf-8-sig")
    assert said(check(write_set(time_use=text))) == []


def test_a_column_of_ones_own_is_noticed_and_ignored(
    write_set: Write, small_set: dict[str, str]
) -> None:
    lines = small_set["sites.csv"].splitlines()
    more = "\n".join(f"{line},{'notes' if n == 0 else 'x'}" for n, line in enumerate(lines))
    checked = check(write_set(sites=more))
    assert checked.problems == []
    assert 'sites.csv: column "notes" is not in the dictionary and is ignored.' in map(
        str, checked.notices
    )


def test_an_optional_column_may_be_left_out(write_set: Write) -> None:
    checked = check(write_set(cohorts="cohort_id,training_start\nC1,2019-01-07\n"))
    assert checked.problems == []
    assert 'cohorts.csv: column "training_end" is absent: its values count as missing.' in map(
        str, checked.notices
    )


def test_absent_columns_are_told_together(write_set: Write) -> None:
    sites = "site_id,site_name,region,case_study\nS01,North,london,true\nS02,South,london,no\n"
    teams = "team_id,site_id,funded_fte,cohort_id\nT01,S01,4,C1\nT02,S02,4,C1\n"
    notices = list(map(str, check(write_set(sites=sites, teams=teams)).notices))
    assert 'sites.csv: column "lead_body" is absent: its values count as missing.' in notices
    assert (
        'teams.csv: columns "operational_date", "operational_source" are absent: their values '
        "count as missing." in notices
    )


def test_a_column_headed_by_its_title_is_not_passed_over(
    write_set: Write, small_set: dict[str, str]
) -> None:
    settings = small_set["settings.csv"].replace("pupils", "Pupils on roll")
    settings = settings.replace("team_id", "Team")
    assert said(check(write_set(settings=settings))) == [
        'settings.csv, row 1, column "team_id": the column is missing. Did you mean "Team"? '
        "Rename it.",
        'settings.csv, row 1, column "pupils": the column is missing. '
        'Did you mean "Pupils on roll"? Rename it.',
    ]


def test_codes_may_be_written_in_words_and_truths_as_yes_and_no(
    write_set: Write, small_set: dict[str, str]
) -> None:
    sites = small_set["sites.csv"].replace("true", "Yes").replace("commissioner", "Commissioners")
    settings = small_set["settings.csv"].replace("secondary", "Secondary")
    time_use = small_set["time_use.csv"].replace("whole_school", "Whole-school approach")
    folder = write_set(sites=sites, settings=settings, time_use=time_use)
    assert said(check(folder)) == []
    read = open_set(folder)
    assert list(read["sites"]["case_study"]) == [True, False]
    assert list(read["sites"]["lead_body"]) == ["nhs_provider", "commissioner"]
    assert list(read["settings"]["phase"]) == ["primary", "secondary"]
    assert "whole_school" in set(read["time_use"]["function"])


def test_words_that_could_be_two_codes_are_not_guessed(monkeypatch: pytest.MonkeyPatch) -> None:
    spec = load_dictionary().tables["sites"]
    labels = {"commissioner": "Local", "local_authority": "Local"}
    monkeypatch.setattr(spelling, "code_labels", lambda: labels)
    cells = pd.DataFrame({"lead_body": ["Local", "VOLUNTARY", ""]}, dtype="str")
    assert list(spelling.as_codes(cells, spec)["lead_body"]) == ["Local", "voluntary", ""]


@pytest.mark.parametrize(
    ("table", "old", "new", "column"),
    [
        ("codes", "leaving,staying,Leaving,,,,retention", "leaving,staying,Leaving,,,,retentoin",
         "claim_id"),
        ("sources", "retention;gap", "retentoin;gap", "topics_asked"),
    ],
)  # fmt: skip
def test_an_id_of_no_claim_is_a_problem_with_a_guess(
    write_set: Write, small_set: dict[str, str], table: str, old: str, new: str, column: str
) -> None:
    (problem,) = check(write_set(**{table: small_set[f"{table}.csv"].replace(old, new)})).problems
    assert problem.column == column
    assert problem.what == (
        '"retentoin" is not the id of a claim. Did you mean "retention"? The ids are in the sheet '
        "claims of the forms that trailblazer new makes."
    )


def test_a_claim_that_is_set_aside_may_be_named(
    write_set: Write, small_set: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(claim_ids._register(), "set_aside", ["retired"])
    codes = small_set["codes.csv"].replace("retention", "retired", 1)
    assert said(check(write_set(codes=codes))) == []


def test_tables_tied_to_no_claim_are_noticed(write_set: Write, small_set: dict[str, str]) -> None:
    items = small_set["survey_items.csv"].replace("confidence-staff", "")
    notices = list(map(str, check(write_set(survey_items=items)).notices))
    (told,) = [line for line in notices if "names no claim" in line]
    assert told.startswith('survey_items.csv: column "claims" names no claim in any row')


def test_an_empty_link_is_not_told_to_be_unchecked(write_set: Write) -> None:
    notices = list(map(str, check(write_set(participants=None)).notices))
    assert not [line for line in notices if "participant_id cannot be checked" in line]


def test_rows_about_another_time_are_noticed(write_set: Write, small_set: dict[str, str]) -> None:
    people = small_set["people_supported.csv"].replace("2020-Q4", "2022-2023")
    teams = small_set["teams.csv"].replace("2020-01-13", "2030-01-13")
    checked = check(write_set(people_supported=people, teams=teams))
    assert checked.problems == []
    notices = [line for line in map(str, checked.notices) if "that datapackage.json gives" in line]
    assert notices == [
        'people_supported.csv: column "period": 5 rows lie outside the period that '
        "datapackage.json gives the set (2022-2023). Correct the one or the other, unless it is "
        "meant.",
        'teams.csv: column "operational_date": 1 row lies after the last day that '
        "datapackage.json gives the set (2030-01-13). Correct the one or the other, unless it is "
        "meant.",
    ]


def test_a_folder_of_sets_names_them(tmp_path: Path, write_set: Write) -> None:
    shutil.copytree(write_set(), tmp_path / "several" / "mine")
    (problem,) = check(tmp_path / "several").problems
    assert problem.rule == "is not a set: it has no datapackage.json"
    assert problem.fix == "Sets inside: mine. Give the folder of one of them."


def test_a_file_is_not_taken_for_a_folder(write_set: Write) -> None:
    file = write_set() / "sites.csv"
    (problem,) = check(str(file)).problems
    assert problem.rule == "is a file, not the folder of a set"
    assert str(file.parent) in problem.fix


def test_a_fault_in_the_mapping_is_told_alone(write_set: Write) -> None:
    folder = write_set(team="a,b\n1,2\n")
    (folder / "mapping.yml").write_text("table: {}\n", encoding="utf-8")
    assert [problem.file for problem in check(folder).problems] == ["mapping.yml"]


def test_a_required_table_must_be_there(write_set: Write) -> None:
    grain = load_dictionary().tables["cohorts"].grain
    assert said(check(write_set(cohorts=None))) == [
        f"cohorts.csv: is missing: every set has it. Add it: each row is {grain}."
    ]


def test_a_file_that_is_no_table_is_a_problem(write_set: Write) -> None:
    assert said(check(write_set(team="a,b\n1,2\n"))) == [
        'team.csv: is not a table of the dictionary. Did you mean "teams.csv"? '
        "Rename the file, say in mapping.yml what is in it (trailblazer import drafts that), or "
        "move it elsewhere."
    ]


def test_a_link_to_an_absent_table_is_only_noticed(write_set: Write) -> None:
    checked = check(write_set(sources=None, participants=None))
    assert checked.problems == []
    assert "codings.csv: source_id cannot be checked: there is no sources.csv." in map(
        str, checked.notices
    )


def test_a_table_with_a_broken_row_is_not_held_against_others(
    write_set: Write, small_set: dict[str, str]
) -> None:
    teams = small_set["teams.csv"].replace("T02,S02,4", "T02")
    assert [p.file for p in check(write_set(teams=teams)).problems] == ["teams.csv"]


def test_everything_is_found_at_once(write_set: Write, small_set: dict[str, str]) -> None:
    checked = check(
        write_set(
            time_use=small_set["time_use.csv"].replace("24", "many"),
            sites=small_set["sites.csv"].replace("london", "lundon"),
            surveys=b"",
            codings=small_set["codings.csv"].replace("10,60", "60,10"),
        )
    )
    assert {p.file for p in checked.problems} == {
        "time_use.csv",
        "sites.csv",
        "surveys.csv",
        "codings.csv",
    }


def test_a_folder_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    (problem,) = check(tmp_path / "nowhere").problems
    assert str(problem).startswith(f"{tmp_path / 'nowhere'}: there is no such folder. Give the")


PACKAGES = {
    "bad JSON": (
        '{\n "name": "x"\n "title": "y"}',
        "datapackage.json: is not valid JSON: expected `,` or `}` at line 3 column 2. "
        "Mend that line.",
    ),
    "a list": ("[]", "datapackage.json: cannot be used: input should be an object. "),
    "synthetic as a word": (
        '{"synthetic": "yes"}',
        'datapackage.json, entry "synthetic": "yes" is neither true nor false. '
        "Write true or false, without quotation marks.",
    ),
    "no period": (
        "{}",
        'datapackage.json, entry "period": is missing. '
        'Write {"start": "2018-10-01", "end": "2021-01-31"}.',
    ),
    "a British date": (
        '{"period": {"start": "01/10/2018", "end": "2021-01-31"}}',
        'datapackage.json, entry "period.start": "01/10/2018" is not a date. '
        "Write a date such as 2018-10-01, in quotation marks.",
    ),
}


@pytest.mark.parametrize(("text", "message"), PACKAGES.values(), ids=PACKAGES.keys())
def test_a_bad_datapackage_says_which_entry(write_set: Write, text: str, message: str) -> None:
    folder = write_set()
    (folder / "datapackage.json").write_text(text, encoding="utf-8")
    assert any(line.startswith(message) for line in said(check(folder)))


def test_a_missing_datapackage_is_a_problem(write_set: Write) -> None:
    folder = write_set()
    (folder / "datapackage.json").unlink()
    (problem,) = said(check(folder))
    assert problem.startswith("datapackage.json: is missing or cannot be opened.")


def test_a_period_must_end_after_it_starts(write_set: Write, small_set: dict[str, str]) -> None:
    folder = write_set()
    text = small_set["datapackage.json"].replace("2018-10-01", "2022-10-01")
    (folder / "datapackage.json").write_text(text, encoding="utf-8")
    assert said(check(folder)) == [
        'datapackage.json, entry "period.start": "2022-10-01" is not before the end of the '
        "period, 2021-01-31. Correct one of the two dates."
    ]


@pytest.mark.parametrize(
    "path", ["../sites.csv", "/etc/passwd", "a/../../sites.csv", "sites.csv\0", "x.py", "C:\\a.csv"]
)
def test_no_path_may_leave_the_folder(
    write_set: Write, small_set: dict[str, str], path: str
) -> None:
    folder = write_set()
    package = json.loads(small_set["datapackage.json"])
    package["resources"] = [{"name": "sites", "path": path}]
    (folder / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    (problem,) = check(folder).problems
    assert problem.rule == "is not the path of a table's file inside the folder of the set"
    assert read_package(folder, load_dictionary()).files["sites"] == "sites.csv"


def test_a_link_may_not_leave_the_folder_either(
    write_set: Write, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside") / "secret.csv"
    outside.write_text("a,b\n1,2\n", encoding="utf-8")
    folder = write_set(time_use=None)
    (folder / "time_use.csv").symlink_to(outside)
    assert said(check(folder)) == [
        "time_use.csv: is a link to a file outside the folder of the set. Put the file itself here."
    ]


def test_an_entry_for_an_unknown_table_is_a_problem(
    write_set: Write, small_set: dict[str, str]
) -> None:
    folder = write_set()
    package = json.loads(small_set["datapackage.json"])
    package["resources"] = [{"name": "site", "path": "sites.csv"}, {"name": "teams"}] * 2
    (folder / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    assert said(check(folder)) == [
        'datapackage.json, entry "resources": "site" is not a table of the dictionary. '
        'Did you mean "sites"?',
        'datapackage.json, entry "resources": "site" is listed 2 times. Keep one of them.',
        'datapackage.json, entry "resources": "teams" is listed 2 times. Keep one of them.',
    ]
