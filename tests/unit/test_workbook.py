"""The workbook: cells that are what they say, nothing that runs, the same bytes each time."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from trailblazer.places import REPOSITORY
from trailblazer.publish.citation import citation
from trailblazer.publish.sheets import Sheet, apart, cell, short_name
from trailblazer.publish.workbook import write

NASTY = (
    "=1+1", "=cmd|' /C calc'!A0", "+44 20 7946 0000", "-2+3", "@SUM(1,1)", "{=1+1}",
    "[click](http://example.org)", "http://example.org", "internal:'Cover'!A1", "$$note$$",
    "<script>alert(1)</script>", "\u00e9\u00e8", "\u65e5\u672c", "***", "x" * 40_000, "a\x07b",
)  # fmt: skip


def sheet(name: str = "a-sheet", **changed: object) -> Sheet:
    told = {
        "name": name, "title": "Table: what is shown.", "about": "Claim: a claim. Base: 3.",
        "source": "A set, version 1. Synthetic data", "heads": ("what", "share", "share_low"),
        "units": ("", "share from 0 to 1", "share from 0 to 1"),
        "rows": (("one", 0.25, "[z]"), ("two", 1, 0.5)),
    }  # fmt: skip
    return Sheet(**{**told, **changed})  # type: ignore[arg-type]


def made(folder: Path, *sheets: Sheet) -> Path:
    path = folder / "book.xlsx"
    write(path, sheets, citation(REPOSITORY / "CITATION.cff"), ["Synthetic data: invented."])
    return path


@pytest.mark.parametrize(
    ("controlled", "words"), [(True, "less exact"), (False, "as exact as they were computed")]
)
def test_the_cover_says_how_exact_the_numbers_are(
    tmp_path: Path, controlled: bool, words: str
) -> None:
    path = tmp_path / "book.xlsx"
    cited = citation(REPOSITORY / "CITATION.cff")
    write(path, [sheet()], cited, ["Real data."], controlled=controlled)
    cover = openpyxl.load_workbook(path)["Cover"]
    assert any(words in str(cell.value) for row in cover for cell in row)


@pytest.mark.parametrize(
    ("text", "head", "expected"),
    [
        ("0.25", "share", 0.25), ("7", "n", 7), ("-3", "gap", -3), ("1e-05", "p", 1e-05),
        ("007", "site_id", "007"), ("2019-10", "month", "2019-10"), ("1,050", "n", "1,050"),
        ("", "share", "[x]"), ("", "low", "[z]"), ("  ", "share_high", "[z]"), ("[c]", "n", "[c]"),
        ("nan", "n", "nan"), ("inf", "n", "inf"), ("1e999", "n", "1e999"), ("S01", "site", "S01"),
    ],
)  # fmt: skip
def test_a_cell_is_a_number_only_if_it_is_written_as_one(
    text: str, head: str, expected: object
) -> None:
    found = cell(text, head)
    assert found == expected
    assert type(found) is type(expected)


def test_names_of_sheets_fit_and_stay_readable() -> None:
    assert short_name("retention-curve") == "retention-curve"
    name = short_name("underserved-circumstances-representation")
    assert name == "circumstances-representation"
    assert short_name("x" * 40) == "x" * 31


def test_names_of_sheets_differ_whatever_the_size_of_their_letters() -> None:
    long = "a" * 31
    found = apart([replace(sheet(), name=name) for name in ("one", "One", long, long)])
    assert [s.name for s in found] == ["one", "One-2", long, "a" * 29 + "-2"]


def test_headings_stay_in_sight_while_rows_scroll(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(made(tmp_path, sheet()))
    frozen = book["a-sheet"]
    heads = next(r for r in range(1, 20) if frozen.cell(r, 1).value == sheet().heads[0])
    assert frozen.freeze_panes == f"A{heads + 1}"
    assert [book[name].freeze_panes for name in ("Cover", "Contents", "Notes")] == [
        None, "A4", "A4",
    ]  # fmt: skip


def test_nothing_in_a_cell_runs_or_links(tmp_path: Path) -> None:
    rows = tuple((text, i, "[z]") for i, text in enumerate(NASTY))
    book = openpyxl.load_workbook(made(tmp_path, sheet(rows=rows, title="=1+1", about="@x")))
    shown = book["a-sheet"]
    found = [c for row in shown.iter_rows() for c in row if c.value is not None]
    assert {c.data_type for c in found} == {"s", "n"}
    assert not [c.coordinate for c in found if c.hyperlink]
    texts = {str(c.value) for c in found}
    assert {"=1+1", "@SUM(1,1)", "{=1+1}", "http://example.org"} <= texts


def test_a_sheet_says_what_it_is_and_leaves_no_cell_blank(tmp_path: Path) -> None:
    shown = openpyxl.load_workbook(made(tmp_path, sheet()))["a-sheet"]
    above = [str(shown.cell(row, 1).value) for row in range(1, 7)]
    assert above[0] == "Table: what is shown."
    assert "[z]: not applicable" in above
    assert "Source: A set, version 1. Synthetic data" in above
    (table,) = shown.tables.values()
    cells = [c.value for row in shown[table.ref] for c in row]
    assert cells == [
        "what", "share\n(share from 0 to 1)", "share_low\n(share from 0 to 1)",
        "one", 0.25, "[z]", "two", 1, 0.5,
    ]  # fmt: skip
    assert not shown.merged_cells.ranges


def test_the_same_sheets_give_the_same_bytes(tmp_path: Path) -> None:
    first, second = tmp_path / "1", tmp_path / "2"
    first.mkdir()
    second.mkdir()
    several = [sheet(), sheet("b-sheet")]
    assert made(first, *several).read_bytes() == made(second, *several).read_bytes()
