"""Lists of coded segments as each program writes them come in with nothing lost in silence."""

from __future__ import annotations

import csv
import zipfile
from pathlib import Path

import openpyxl
import pytest

from trailblazer.data.imports import grid
from trailblazer.data.imports.imported import Imported
from trailblazer.data.imports.segments import read_segments
from trailblazer.errors import InputError

TAGUETTE = [
    ["id", "document", "tag", "content"],
    ["1", "IV001", "access.waits", "Nine months, 😀 and nobody rang."],
    ["1", "IV001", "staff", "Nine months, 😀 and nobody rang."],
    ["2", "Talk with Ann.docx", "staff", "Kind,\nreally kind."],
    ["3", "IV001", "", "No tag here."],
    ["4", "IV001", "staff", "Nine months, 😀 and nobody rang."],
]
ATLAS = [
    ["ID", "Quotation Name", "Document", "Document Groups", "Quotation Content", "Comment",
     "Codes", "Reference", "Density", "Created by", "Modified by", "Created", "Modified"],
    ["1:1", "", "IV001", "", "Long waits", "", "Waits\nStaff, and posts", "1 - 1", "2",
     "Jane Example", "Sam", "2021", "2021"],
    ["1:2", "", "IV001", "", "Kind", "", "Staff, and posts", "2 - 2", "1",
     "Sam Sample", "", "", ""],
]  # fmt: skip
MAXQDA = [
    ["Color", "Document group", "Document name", "Code", "Beginning", "End", "Weight score",
     "Segment", "Created by", "Created"],
    ["●", "Schools", "Talk 1", "Access\\Waits", 3, 4, 0, "Long waits", "Jane Example", "x"],
    ["●", "Schools", "Talk 1", "Access > Rooms", 3, 4, 0, "Long waits", "Jane Example", "x"],
    ["●", "Teams", "Talk 1", "Staff", 9, 9, 0, "Kind", "Sam Sample", "x"],
    ["●", "Teams", "Talk 1", "Staff", 9, 9, 0, "Kind", "Sam Sample", "x"],
]  # fmt: skip
NVIVO = [
    ["File Name", "Hierarchical Name", "Reference Number", "Coverage", "Coded Text",
     "Coded By Initials"],
    ["IV002", "Codes\\\\Access\\\\Waits", "1", "3.9 %", "Long waits", "JE"],
    ["IV002", "Nodes\\\\Staff", "2", "1.1 %", "Kind", "SS"],
]  # fmt: skip


def as_csv(path: Path, rows: list[list[object]], encoding: str = "utf-8", mark: str = ",") -> Path:
    with path.open("w", newline="", encoding=encoding, errors="replace") as stream:
        csv.writer(stream, delimiter=mark).writerows(rows)
    return path


def as_xlsx(path: Path, rows: list[list[object]], *, before: int = 0, sheet: str = "x") -> Path:
    book = openpyxl.Workbook()
    book.active.title = "Code System"
    book.active.append(["Code", "Memo"])
    page = book.create_sheet(sheet)
    for _ in range(before):
        page.append([])
    for row in rows:
        page.append(row)
    book.save(path)
    return path


def said(found: Imported) -> list[tuple[str, str, str]]:
    codes = found.tables["codes"].set_index("code_id")["name"]
    return [
        (row.source_id, codes[row.code_id], row.coder_id)
        for row in found.tables["codings"].itertuples()
    ]


WRITERS = {
    "utf-8": lambda path, rows: as_csv(path.with_suffix(".csv"), rows),
    "windows": lambda path, rows: as_csv(path.with_suffix(".csv"), rows, "utf-8-sig", ";"),
    "utf-16": lambda path, rows: as_csv(path.with_suffix(".csv"), rows, "utf-16", "\t"),
    "cp1252": lambda path, rows: as_csv(path.with_suffix(".csv"), rows, "cp1252"),
    "xlsx": lambda path, rows: as_xlsx(path.with_suffix(".xlsx"), rows, before=2),
}


@pytest.mark.parametrize("form", WRITERS)
def test_taguettes_highlights(tmp_path: Path, form: str) -> None:
    found = read_segments(WRITERS[form](tmp_path / "all_tags", TAGUETTE))
    assert said(found) == [
        ("IV001", "access.waits", "coder_unknown"), ("IV001", "staff", "coder_unknown"),
        ("D001", "staff", "coder_unknown"), ("IV001", "staff", "coder_unknown"),
    ]  # fmt: skip
    assert "Left out: 1 segment, without a code." in found.notes
    rows = found.tables["codings"]
    assert rows["start"].iloc[0] == rows["start"].iloc[1]
    assert rows["start"].iloc[3] > rows["start"].iloc[0]
    assert (rows["end"] > rows["start"]).all()


@pytest.mark.parametrize("form", ["utf-8", "xlsx"])
def test_quotations_of_atlas_ti(tmp_path: Path, form: str) -> None:
    found = read_segments(WRITERS[form](tmp_path / "q", ATLAS))
    assert said(found) == [
        ("IV001", "Waits", "coder_1"), ("IV001", "Staff, and posts", "coder_1"),
        ("IV001", "Staff, and posts", "coder_2"),
    ]  # fmt: skip
    shown = " ".join([*found.notes, *(t.to_csv() for t in found.tables.values())])
    assert "Jane" not in shown
    assert "Sample" not in shown


def test_codes_that_are_separated_by_semicolons(tmp_path: Path) -> None:
    rows = [ATLAS[0], [cell.replace("\n", "; ") for cell in ATLAS[1]]]
    found = read_segments(as_csv(tmp_path / "q.csv", rows))
    assert [code for _, code, _ in said(found)] == ["Waits", "Staff, and posts"]


def test_coded_segments_of_maxqda(tmp_path: Path) -> None:
    found = read_segments(as_xlsx(tmp_path / "m.xlsx", MAXQDA, sheet="Coded Segments"))
    assert said(found) == [
        ("D001", "Waits", "coder_1"), ("D001", "Rooms", "coder_1"), ("D002", "Staff", "coder_2"),
    ]  # fmt: skip
    tree = found.tables["codes"].set_index("name")["parent_id"].fillna("").to_dict()
    assert tree == {"Access": "", "Rooms": "access", "Waits": "access", "Staff": ""}
    assert any("given twice" in note for note in found.notes)
    assert any("Columns passed over: Color, Weight score" in note for note in found.notes)


def test_references_of_nvivo(tmp_path: Path) -> None:
    found = read_segments(as_csv(tmp_path / "n.csv", NVIVO))
    assert said(found) == [("IV002", "Waits", "coder_1"), ("IV002", "Staff", "coder_2")]
    assert found.tables["codes"]["name"].tolist() == ["Access", "Waits", "Staff"]


def test_every_row_is_in_or_accounted_for(tmp_path: Path) -> None:
    found = read_segments(as_csv(tmp_path / "t.csv", TAGUETTE))
    counts = found.accounts.groupby("what")["count"].sum()
    assert counts["segment"] == len(TAGUETTE) - 1
    came = found.accounts[found.accounts["outcome"] == "in"].set_index("what")["count"]
    assert came["coding"] == len(found.tables["codings"])


def written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def bomb(path: Path) -> Path:
    as_xlsx(path, TAGUETTE)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet9.xml", b" " * (8 * 1024 * 1024))
    return path


def with_entity(path: Path) -> Path:
    plain = as_xlsx(path.with_name("plain.xlsx"), TAGUETTE)
    with zipfile.ZipFile(plain) as held, zipfile.ZipFile(path, "w") as made:
        for name in held.namelist():
            content = held.read(name)
            if "sheet" in name and name.endswith(".xml"):
                head = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e "boom">]>'
                content = head + content.partition(b"?>")[2].replace(b"<sheetData>", b"<sheetData>")
            made.writestr(name, content)
    return path


BAD = {
    "other columns.csv": (lambda p: as_csv(p, [["a", "b"], ["1", "2"]]), "not a list of coded"),
    "empty.csv": (lambda p: written(p, b""), "not a list of coded"),
    "nul.csv": (lambda p: written(p, b"document,tag\na\0,b\n"), "NUL characters"),
    "unclosed.csv": (
        lambda p: written(p, b'document,tag\n"' + b"x" * 1_100_000),
        "cannot be read",
    ),
    "no workbook.xlsx": (lambda p: written(p, b"hello"), "damaged or not"),
    "a zip.xlsx": (lambda p: zipfile.ZipFile(p, "w").close() or p, "damaged or not"),
    "bomb.xlsx": (bomb, "times its size"),
    "word.docx": (lambda p: written(p, b"x"), "neither a CSV file nor an Excel"),
    "entity.xlsx": (with_entity, "declares a document type"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_list_is_refused_in_plain_words(tmp_path: Path, name: str) -> None:
    make, words = BAD[name]
    with pytest.raises(InputError, match=words) as refused:
        read_segments(make(tmp_path / name))
    assert name in str(refused.value)
    assert str(refused.value).isprintable()


def test_absent_and_endless_lists_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(InputError, match="cannot be opened"):
        read_segments(tmp_path / "none.csv")
    with pytest.raises(InputError, match="is not there"):
        read_segments(tmp_path / "none.xlsx")
    monkeypatch.setattr(grid, "MOST_ROWS", 3)
    with pytest.raises(InputError, match="more than 3 rows"):
        read_segments(as_csv(tmp_path / "t.csv", TAGUETTE))
