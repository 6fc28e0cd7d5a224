"""What a reader can take away: complete, listed, labelled, and nothing but what is published."""

from __future__ import annotations

import csv
import json
import re
import shutil
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from bs4 import BeautifulSoup

from trailblazer.data.dictionary import load_dictionary
from trailblazer.findings.record import read_all
from trailblazer.places import DICTIONARY, REPOSITORY, SETS
from trailblazer.present.disclosure import SYNTHETIC
from trailblazer.publish import workbook
from trailblazer.publish.catalogue import catalogue
from trailblazer.publish.columns import columns, words_for
from trailblazer.publish.offer import BOOK, WORKBOOK, size
from trailblazer.publish.sheets import sheets

pytestmark = pytest.mark.slow
# Columns that name one record; none of their values may get out.
RECORDS = {
    "spell_id", "staff_id", "case_id", "linked_case_id", "participant_id", "coding_id", "unit_id",
}  # fmt: skip
PICTURE = re.compile(r"data:image/[^\"'\\]+")


def page(edition: Path, name: str) -> BeautifulSoup:
    text = (edition / "html" / f"{name}.html").read_text(encoding="utf-8")
    return BeautifulSoup(text, "html.parser")


def linked(edition: Path, name: str) -> dict[str, str]:
    """The files of the edition that a page links to, each with the words after its link."""
    here = (edition / "html" / name).parent
    found = {}
    for link in page(edition, name).select("article a.download"):
        target = (here / str(link["href"])).resolve()
        assert target.is_file(), link
        found[target.relative_to(edition.resolve()).as_posix()] = link.parent.get_text()  # type: ignore[union-attr]
    return found


def test_every_figure_and_table_has_its_data_listed_and_labelled(edition: Path) -> None:
    listed = linked(edition, "about/downloads")
    shown = {x.exhibit.id: x.exhibit for x in catalogue(edition)}
    for finding in read_all(edition / "findings").values():
        assert {e.id for e in finding.exhibits} <= set(shown)
        assert f"findings/{finding.id}.json" in listed
    for x in catalogue(edition):
        with (edition / x.exhibit.data).open(encoding="utf-8", newline="") as stream:
            rows = list(csv.DictReader(stream))
        assert rows, x.exhibit.id
        assert {row["data_status"] for row in rows} == {SYNTHETIC}, x.exhibit.id
        assert {x.exhibit.data, x.exhibit.path, f"notebooks/{x.notebook}.ipynb"} <= set(listed)
        assert size(edition / x.exhibit.data) in listed[x.exhibit.data]
    files = {p.relative_to(edition).as_posix() for f in ("downloads", "tables", "figures")
             for p in (edition / f).iterdir() if p.is_file()}  # fmt: skip
    assert files <= set(listed)
    assert {"values.json", "exhibits.json", "CITATION.cff", "report.pdf", "summary.pdf"} <= set(
        listed
    )


def test_every_file_is_in_the_edition_once_and_linked_by_its_name(edition: Path) -> None:
    assert not (edition / "html" / "_downloads").exists()
    assert "tables/qualitative-codebook.csv" in linked(edition, "methods/qualitative")


def test_every_column_of_the_data_files_is_explained(edition: Path) -> None:
    for x in catalogue(edition):
        with (edition / x.exhibit.data).open(encoding="utf-8", newline="") as stream:
            heads = next(csv.reader(stream))
        lost = [head for head in heads if words_for(head, x.exhibit.id, columns(BOOK)) is None]
        assert not lost, f"say in book/quality/columns.yml what {lost} of {x.exhibit.id} mean"
    for name in ("findings", "estimates"):
        table = pd.read_csv(edition / "downloads" / f"{name}.csv")
        assert all(words_for(head, name, columns(BOOK)) for head in table.columns), name


def test_the_workbook_holds_the_published_numbers_and_nothing_that_runs(edition: Path) -> None:
    book = openpyxl.load_workbook(edition / WORKBOOK)
    assert book.sheetnames[:3] == ["Cover", "Contents", "Notes"]
    assert book.sheetnames[3:5] == ["Findings", "Estimates"]
    wanted = {sheet.name: sheet for sheet in sheets(edition)}
    assert list(wanted) == book.sheetnames[3:]
    assert any(SYNTHETIC in str(row[0].value) for row in book["Cover"].iter_rows())
    for shown in book.worksheets:
        assert max(column.width for column in shown.column_dimensions.values()) < 120
        assert not shown.merged_cells.ranges
        assert all(c.data_type in "sn" for row in shown.iter_rows() for c in row), shown.title
    for name, sheet in wanted.items():
        (table,) = book[name].tables.values()
        _, *rows = book[name][table.ref]
        found = tuple(tuple(c.value for c in row) for row in rows)
        assert all(value not in (None, "") for row in found for value in row), name
        assert [[v for v in row if not isinstance(v, str)] for row in found] == [
            [pytest.approx(v, rel=1e-14) for v in row if not isinstance(v, str)]
            for row in sheet.rows
        ], name
        words = [str(book[name].cell(row, 1).value) for row in range(1, 6)]
        assert any(SYNTHETIC in line for line in words) or name in ("Columns", "Dictionary")


def test_the_contents_of_the_workbook_lead_to_every_sheet(edition: Path) -> None:
    book = openpyxl.load_workbook(edition / WORKBOOK)
    links = [c for row in book["Contents"].iter_rows() for c in row if c.hyperlink]
    assert [str(c.value) for c in links] == book.sheetnames[3:]
    for link in links:
        assert link.hyperlink is not None
        assert link.hyperlink.location == f"'{link.value}'!A1"


def test_every_claim_is_in_the_sheet_of_findings(edition: Path) -> None:
    shown = openpyxl.load_workbook(edition / WORKBOOK)["Findings"]
    text = "\n".join(str(c.value) for row in shown.iter_rows() for c in row)
    for finding in read_all(edition / "findings").values():
        assert finding.headline in text
        assert finding.claim in text


def test_the_workbook_is_the_same_bytes_when_made_again(edition: Path, tmp_path: Path) -> None:
    copy = tmp_path / "edition"
    shutil.copytree(edition, copy, ignore=shutil.ignore_patterns("html", "*.pdf"))
    (copy / WORKBOOK).unlink()
    assert workbook.make(copy).read_bytes() == (edition / WORKBOOK).read_bytes()


def test_nothing_that_is_offered_names_a_record_a_path_or_a_time(edition: Path) -> None:
    # The dictionary gives examples of what identifiers look like.
    examples = set(re.findall(r"such as (\w+)", DICTIONARY.read_text(encoding="utf-8")))
    secret = {value for value in _records() if len(value) > 2} - examples
    assert len(secret) > 1000
    folders = [edition / name for name in ("notebooks", "downloads", "tables", "findings")]
    offered = [p for f in folders for p in f.rglob("*.*") if p.suffix != ".xlsx"]
    for path in [*offered, edition / "values.json", edition / "exhibits.json"]:
        text = PICTURE.sub("", path.read_text(encoding="utf-8"))
        assert not secret & set(re.findall(r"\w+(?:-\w+)*", text)), path
        assert not [w for w in (str(REPOSITORY), str(Path.home()), str(edition)) if w in text], path
        assert not re.findall(r"\d{4}-\d\d-\d\dT\d\d:\d\d", text), path
    for path in (edition / "notebooks").rglob("*.ipynb"):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        assert not [c["metadata"] for c in cells if "execution" in c["metadata"]]
        assert not [c["metadata"] for c in cells if "papermill" in c["metadata"]]


def _records() -> set[str]:
    found: set[str] = set()
    for spec in load_dictionary().tables.values():
        for name in RECORDS & set(spec.columns):
            table = pd.read_csv(SETS / "synthetic" / f"{spec.name}.csv", dtype=str)
            found |= set(table[name].dropna())
    return found


def test_the_dictionary_is_whole_on_its_page_and_holds_no_data(edition: Path) -> None:
    text = page(edition, "about/dictionary").select_one("article").get_text(" ")  # type: ignore[union-attr]
    rows = pd.read_csv(edition / "downloads" / "dictionary.csv")
    for spec in load_dictionary().tables.values():
        assert set(rows.loc[rows["table"] == spec.name, "column"]) == set(spec.columns)
        assert spec.title in text
        assert all(name in text for name in spec.columns)
    shipped = DICTIONARY.read_text(encoding="utf-8")
    for text in rows["meaning"].dropna():
        assert json.dumps(text, ensure_ascii=False)[1:-1] in shipped


def test_the_page_on_citing_shows_the_reference_and_the_edition(edition: Path) -> None:
    blocks = [b.get_text() for b in page(edition, "about/cite").select("article pre")]
    assert len(blocks) == 2
    for block in blocks:
        assert "Synthetic Trailblazer data, version" in block
        assert SYNTHETIC in block
    assert blocks[1].startswith("@misc{")
    assert "CITATION.cff" in linked(edition, "about/cite")
