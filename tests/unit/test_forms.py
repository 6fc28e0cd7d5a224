"""The forms of a new set: all of the dictionary is in them, and nothing else."""

from __future__ import annotations

import csv
import json
import shutil
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from lxml import html

from trailblazer.data.check import check
from trailblazer.data.dictionary import load_dictionary
from trailblazer.data.forms.new import new_set
from trailblazer.data.readers.workbook import HALF
from trailblazer.errors import ParameterError
from trailblazer.findings.register import load_register
from trailblazer.places import DICTIONARY

TABLES = load_dictionary().tables
CLAIMS = load_register().claims
FORMS = [name for name in TABLES if name != "codelists"]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("forms") / "mine"
    new_set(folder)
    return folder


def test_every_table_is_a_form_in_both_shapes(made: Path) -> None:
    book = openpyxl.load_workbook(made / "tables.xlsx")
    assert set(FORMS) < set(book.sheetnames)
    for name in FORMS:
        columns = list(TABLES[name].columns)
        assert [cell.value for cell in book[name][1]] == columns
        assert book[name].max_row == 1
        text = (made / "csv" / f"{name}.csv").read_text(encoding="utf-8-sig")
        assert list(csv.reader(text.splitlines())) == [columns]


def test_cells_offer_codes_and_ids_and_hold_numbers_and_dates(made: Path) -> None:
    book = openpyxl.load_workbook(made / "tables.xlsx")
    for name in FORMS:
        rules = {
            next(iter(r.sqref.ranges)).min_col: r
            for r in book[name].data_validations.dataValidation
        }
        for at, field in enumerate(TABLES[name].fields, start=1):
            rule = rules.get(at)
            kind = rule.type if rule else None
            linked = any(key.fields == (field.name,) for key in TABLES[name].foreign_keys)
            if field.claim_ids and ";" not in field.constraints["pattern"]:
                assert rule.formula1 == f"claims!$A$2:$A${len(CLAIMS) + 1}"
            elif "enum" in field.constraints:
                assert kind == "list"
                place = rule.formula1.partition("!")[2].replace("$", "")
                listed = [str(row[0].value) for row in book["lists"][place]]
                assert listed == [str(code) for code in field.constraints["enum"]]
            elif linked or field.type == "boolean":
                assert kind == "list"
            elif field.type in ("date", "integer", "number"):
                assert kind == {"date": "date", "integer": "whole", "number": "decimal"}[field.type]
                # Where a shorthand such as * may stand for the number, the form does not refuse it.
                assert (rule.errorStyle == "warning") is field.may_be_suppressed
            words = book[name].cell(1, at).comment.text
            assert field.description in words
            assert field.title in words
            assert ("REQUIRED" in words) == TABLES[name].must_have(field)
            assert field.unit in words


def test_the_ids_of_the_claims_are_on_every_form(made: Path) -> None:
    sheet = openpyxl.load_workbook(made / "tables.xlsx")["claims"]
    told = [tuple(cell.value for cell in row) for row in sheet.iter_rows(min_row=2)]
    assert told == [(c.id, c.title, c.claim.strip(), ", ".join(c.tables)) for c in CLAIMS.values()]
    document = html.document_fromstring((made / "dictionary.html").read_text(encoding="utf-8"))
    page = document.text_content()
    guide = (made / "README.md").read_text(encoding="utf-8")
    assert all(
        f"| `{c.id}` | {c.claim.strip()} | {', '.join(c.tables)} |" in guide
        for c in CLAIMS.values()
    )
    assert all(c.id in page and c.claim.strip() in page for c in CLAIMS.values())


def test_our_code_lists_come_filled_in(made: Path) -> None:
    ours = DICTIONARY.with_name("codelists.csv").read_text(encoding="utf-8")
    assert (made / "codelists.csv").read_text(encoding="utf-8-sig") == ours


def test_the_set_says_that_its_data_are_real(made: Path) -> None:
    package = json.loads((made / "datapackage.json").read_text(encoding="utf-8"))
    assert package["synthetic"] is False
    assert package["title"] == package["period"]["start"] == ""


def test_the_dictionary_can_be_read_as_a_page(made: Path) -> None:
    document = html.document_fromstring((made / "dictionary.html").read_text(encoding="utf-8"))
    assert document.get("lang") == "en-GB"
    assert len(document.findall(".//h1")) == 1
    assert not document.findall(".//script")
    assert all(th.get("scope") in ("row", "col") for th in document.iter("th"))
    words = document.text_content()
    assert all(f.description in words for spec in TABLES.values() for f in spec.fields)


def test_the_guide_names_every_table(made: Path) -> None:
    guide = (made / "README.md").read_text(encoding="utf-8")
    assert all(f"`{name}`" in guide for name in FORMS)
    assert f'trailblazer check "{made}"' in guide


def test_the_same_bytes_every_time(made: Path, tmp_path: Path) -> None:
    again = tmp_path / "mine"
    files = [path.relative_to(again) for path in new_set(again) if path.name != "README.md"]
    assert all((again / path).read_bytes() == (made / path).read_bytes() for path in files)


def test_half_a_workbook_is_told_once_and_nothing_else(tmp_path: Path) -> None:
    new_set(tmp_path / "mine")
    content = (tmp_path / "mine" / "tables.xlsx").read_bytes()
    (tmp_path / "mine" / "tables.xlsx").write_bytes(content[: len(content) // 2])
    checked = check(tmp_path / "mine")
    told = [problem for problem in checked.problems if problem.file != "datapackage.json"]
    assert [(problem.file, problem.rule) for problem in told] == [("tables.xlsx", HALF)]
    assert not [notice for notice in checked.notices if "is absent" in notice.message]


def test_tables_of_a_workbook_are_called_sheets(made: Path, tmp_path: Path) -> None:
    shutil.copytree(made, tmp_path / "mine")
    book = openpyxl.load_workbook(tmp_path / "mine" / "tables.xlsx")
    book["cohorts"].append(["C1", date(2019, 1, 7)])
    book.save(tmp_path / "mine" / "tables.xlsx")
    checked = check(tmp_path / "mine")
    assert "sheet sites" in {problem.file for problem in checked.problems}
    assert "sheet contacts" in {notice.file for notice in checked.notices}


def test_a_folder_that_is_there_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "kept.txt").write_text("years of work")
    with pytest.raises(ParameterError, match="exists already"):
        new_set(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["kept.txt"]


def test_a_place_that_cannot_be_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ParameterError, match="cannot be made"):
        new_set(tmp_path / "file" / "mine")
