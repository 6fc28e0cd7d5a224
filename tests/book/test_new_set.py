"""From an empty form to a report, as the guide of a new set says: in Excel, or as CSV files."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.book.conftest import trailblazer
from trailblazer.data.check import check
from trailblazer.data.load import open_set

Rows = list[dict[str, Any]]
# As somebody types it into a spreadsheet: dates are dates, numbers are numbers.
ANSWERS = ["strongly_agree", "agree", "agree", "disagree"]
FILLED: dict[str, Rows] = {
    "sites": [
        {"site_id": "S01", "site_name": "Site 1", "region": "london", "case_study": "true"},
        {"site_id": "S02", "site_name": "Site 2", "region": "midlands", "case_study": "false"},
    ],
    "cohorts": [{"cohort_id": "C1", "training_start": date(2019, 1, 7)}],
    "teams": [
        {"team_id": "T01", "site_id": "S01", "funded_fte": 4, "cohort_id": "C1",
         "operational_date": date(2019, 12, 2)},
        {"team_id": "T02", "site_id": "S02", "funded_fte": 3.5, "cohort_id": "C1"},
    ],
    "settings": [
        {"setting_id": f"E{n}", "site_id": f"S0{1 + n % 2}", "team_id": f"T0{1 + n % 2}",
         "phase": "primary", "pupils": 200 + n}
        for n in range(1, 5)
    ],
    "surveys": [
        {"survey_id": "settings_r2", "population": "settings", "round": 2,
         "opened": date(2020, 11, 2), "closed": date(2020, 12, 18), "frame_size": 4}
    ],
    "survey_cases": [
        {"case_id": f"K{n}", "survey_id": "settings_r2", "setting_id": f"E{n}",
         "disposition": "complete", "responded_on": date(2020, 11, 20)}
        for n in range(1, 5)
    ],
    "survey_items": [
        {"survey_id": "settings_r2", "item_id": "q1", "question": "Staff feel more confident",
         "kind": "likert5", "list_id": "agree5", "claims": "confidence-staff"}
    ],
    "survey_answers": [
        {"case_id": f"K{n}", "item_id": "q1", "answer": answer}
        for n, answer in enumerate(ANSWERS, start=1)
    ],
}  # fmt: skip


def started(folder: Path) -> Path:
    """A new set whose datapackage.json has been filled in."""
    done = trailblazer("new", folder)
    assert done.returncode == 0, done.stderr
    package = folder / "datapackage.json"
    content = json.loads(package.read_text(encoding="utf-8"))
    content["title"] = "An evaluation of two sites"
    content["period"] |= {"start": "2019-01-01", "end": "2021-01-31"}
    package.write_text(json.dumps(content, indent=2), encoding="utf-8")
    return folder


def fill_workbook(folder: Path) -> None:
    book = openpyxl.load_workbook(folder / "tables.xlsx")
    for name, rows in FILLED.items():
        heads = [cell.value for cell in book[name][1]]
        for at, row in enumerate(rows, start=2):
            for column, value in row.items():
                book[name].cell(at, heads.index(column) + 1, value)
    book.save(folder / "tables.xlsx")


def fill_csv(folder: Path) -> None:
    for name, rows in FILLED.items():
        path = folder / "csv" / f"{name}.csv"
        heads = next(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))
        with path.open("w", encoding="utf-8-sig", newline="") as stream:
            writer = csv.DictWriter(stream, heads)
            writer.writeheader()
            writer.writerows(rows)


def test_forms_as_they_come_are_told_what_is_to_be_filled_in(tmp_path: Path) -> None:
    trailblazer("new", tmp_path / "mine")
    problems = check(tmp_path / "mine").problems
    told = {(problem.file, problem.column) for problem in problems}
    needed = {(f"{name}.csv", "") for name in ("sites", "teams", "cohorts", "settings")}
    entries = {"title", "period.start", "period.end"}
    assert told == needed | {("datapackage.json", entry) for entry in entries}


def test_either_form_gives_the_same_tables(tmp_path: Path) -> None:
    fill_workbook(started(tmp_path / "book"))
    fill_csv(started(tmp_path / "files"))
    assert check(tmp_path / "book").problems == []
    assert check(tmp_path / "files").problems == []
    one, other = open_set(tmp_path / "book"), open_set(tmp_path / "files")
    for name in one:
        assert one[name].equals(other[name]), name
        assert len(one[name]) == len(
            FILLED.get(name, one["codelists"] if name == "codelists" else [])
        )


def test_a_table_in_both_forms_is_told(tmp_path: Path) -> None:
    folder = started(tmp_path / "mine")
    fill_workbook(folder)
    fill_csv(folder)
    problems = check(folder).problems
    assert {problem.table for problem in problems} == set(FILLED)
    assert all("and so does tables.xlsx" in problem.rule for problem in problems)


@pytest.mark.slow
def test_the_guide_leads_to_a_report_that_says_real_data(tmp_path: Path) -> None:
    folder = started(tmp_path / "mine")
    fill_workbook(folder)
    guide = (folder / "README.md").read_text(encoding="utf-8")
    command = f'trailblazer build --data "{folder}" --out report'
    assert command in guide
    out = tmp_path / "report"
    done = trailblazer("build", "--data", folder, "--out", out)
    assert done.returncode == 0, done.stderr
    home = (out / "html" / "index.html").read_text(encoding="utf-8")
    assert "An evaluation of two sites" in home
    assert "Real data. Counts of people are rounded" in home
    assert "Synthetic data" not in home
    values = json.loads((out / "values.json").read_text(encoding="utf-8"))
    assert values["synthetic"] is False
