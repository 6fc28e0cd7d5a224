"""Tables in other formats: the same cells as from CSV, or a plain word on why not."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pandas as pd
import pyreadstat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trailblazer.data.cells import TextTable
from trailblazer.data.check import check
from trailblazer.data.load import open_set
from trailblazer.data.readers.formats import read_file
from trailblazer.errors import InputError

Write = Callable[..., Path]
Save = Callable[[pd.DataFrame, Path], None]


def read(path: Path, table: str = "teams") -> TextTable:
    return read_file(path, file=path.name, table=table)


def said(table: TextTable) -> list[str]:
    return [str(problem) for problem in table.problems]


def as_text(content: str, **options: str) -> Save:
    def save(frame: pd.DataFrame, path: Path) -> None:
        frame.to_csv(path, index=False, **options)

    return save


SAVES: dict[str, tuple[str, Save]] = {
    "UTF-8": (".csv", as_text("")),
    "UTF-8 with its mark": (".csv", as_text("", encoding="utf-8-sig")),
    "older Windows": (".csv", as_text("", encoding="cp1252")),
    "semicolons": (".csv", as_text("", sep=";")),
    "tabs": (".tsv", as_text("", sep="\t")),
    "Excel's Unicode text": (".csv", as_text("", sep="\t", encoding="utf-16")),
    "Excel": (".xlsx", lambda frame, path: frame.to_excel(path, index=False)),
    "Parquet": (".parquet", lambda frame, path: frame.to_parquet(path)),
    "SPSS": (".sav", lambda frame, path: pyreadstat.write_sav(frame, path)),
    "SPSS, packed": (".zsav", lambda frame, path: pyreadstat.write_sav(frame, path, compress=True)),
    "Stata": (".dta", lambda frame, path: frame.to_stata(path, write_index=False, version=118)),
}
TYPED = {"Excel", "Parquet", "SPSS", "SPSS, packed", "Stata"}


def typed(frame: pd.DataFrame) -> pd.DataFrame:
    """The texts of a table as the numbers and dates another program would hold."""
    frame = frame.copy()
    for name in frame.columns:
        if name.endswith(("_date", "_start", "_end")):
            frame[name] = pd.to_datetime(frame[name].where(frame[name] != ""))
        elif (frame[name] != "").all() and frame[name].str.fullmatch(r"\d+(\.\d+)?").all():
            frame[name] = frame[name].astype("float64")
    return frame


@pytest.mark.parametrize("kind", SAVES)
def test_a_set_in_any_format_gives_the_same_frames(
    write_set: Write, small_set: dict[str, str], kind: str
) -> None:
    suffix, save = SAVES[kind]
    folder = write_set()
    before = {name: frame for name, frame in open_set(folder).items() if len(frame)}
    for name in before:
        path = folder / f"{name}.csv"
        frame = pd.read_csv(path, dtype=str, keep_default_na=False)
        path.unlink()
        save(typed(frame) if kind in TYPED else frame, path.with_suffix(suffix))
    assert check(folder).problems == []
    data = open_set(folder)
    for name, frame in before.items():
        pd.testing.assert_frame_equal(data[name], frame)
        assert data.paths(name) == (folder / f"{name}{suffix}",)


def test_a_set_may_be_sheets_of_one_workbook(write_set: Write) -> None:
    folder = write_set()
    before = {name: frame for name, frame in open_set(folder).items() if len(frame)}
    with pd.ExcelWriter(folder / "our data.xlsx") as book:
        for name in before:
            path = folder / f"{name}.csv"
            frame = pd.read_csv(path, dtype=str, keep_default_na=False)
            path.unlink()
            frame.to_excel(book, sheet_name=name, index=False)
        pd.DataFrame({"a note": []}).to_excel(book, sheet_name="waits", index=False)
        pd.DataFrame(columns=["source_id"]).to_excel(book, sheet_name="quotes", index=False)
    assert check(folder).problems == []
    data = open_set(folder)
    for name, frame in before.items():
        pd.testing.assert_frame_equal(data[name], frame)
    assert not data.present("quotes"), "a template that was not filled in is no table"
    assert folder / "our data.xlsx" in data.described


def test_a_table_in_two_files_is_a_problem_unless_one_is_empty(write_set: Write) -> None:
    folder = write_set()
    frame = pd.read_csv(folder / "teams.csv", dtype=str, keep_default_na=False)
    frame.to_excel(folder / "book.xlsx", sheet_name="teams", index=False)
    assert [str(problem) for problem in check(folder).problems] == [
        "book.xlsx (sheet teams): holds the table teams, and so does teams.csv. "
        "Keep one of them, or say in mapping.yml which one counts."
    ]
    (folder / "teams.csv").write_text(",".join(frame.columns) + "\n", encoding="utf-8")
    assert check(folder).problems == []
    assert len(open_set(folder)["teams"]) == 3


def test_old_windows_text_is_read_and_noticed(write_set: Write, small_set: dict[str, str]) -> None:
    folder = write_set(sites=small_set["sites.csv"].encode("cp1252"))
    checked = check(folder)
    assert checked.problems == []
    assert any("sites.csv: is not in UTF-8" in str(notice) for notice in checked.notices)
    assert open_set(folder)["sites"]["site_name"].tolist() == ["North town", "Café, south"]


def workbook(path: Path, *rows: list[object]) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def test_a_sheet_is_read_as_it_is_seen(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "teams.xlsx",
        ["a", " b ", "c"],
        [1.0, True, dt.datetime(2020, 1, 2)],
        [None, None, None],
        [0.1 + 0.2, " text ", dt.datetime(2020, 1, 2, 3, 4)],
        [0.525, False, dt.date(2020, 1, 2)],
    )
    book = openpyxl.load_workbook(path)
    book.active["A5"].number_format = "0.0%"
    book.save(path)
    cells = read(path).cells
    assert cells is not None
    assert cells.to_dict("index") == {
        2: {"a": "1", "b": "true", "c": "2020-01-02"},
        4: {"a": "0.3", "b": "text", "c": "2020-01-02 03:04:00"},
        5: {"a": "52.5%", "b": "false", "c": "2020-01-02"},
    }


def test_what_is_no_value_in_a_sheet_is_named(tmp_path: Path) -> None:
    path = workbook(tmp_path / "teams.xlsx", ["a", "b"], ["#REF!", "=1+1"], [1, 2, None, "note"])
    assert said(read(path)) == [
        "teams.xlsx, row 3: has a cell in column D, which has no name in the header. "
        "Give the column a name, or empty the cell.",
        'teams.xlsx, row 2, column "a": "#REF!" is an error of the spreadsheet, not a value. '
        "Mend the formula, or empty the cell.",
        'teams.xlsx, row 2, column "b": the cell is a formula whose result the file does not '
        "hold. Open the file in Excel, let it calculate, and save it; or write the value itself.",
    ]


def test_of_several_sheets_the_one_named_as_the_table_counts(tmp_path: Path) -> None:
    path = tmp_path / "teams.xlsx"
    with pd.ExcelWriter(path) as book:
        pd.DataFrame({"x": [1]}).to_excel(book, sheet_name="Notes", index=False)
        pd.DataFrame({"y": [1]}).to_excel(book, sheet_name="Teams", index=False)
    cells = read(path).cells
    assert cells is not None
    assert list(cells.columns) == ["y"]
    assert (
        "has several sheets (Notes, Teams) and none is named sites" in said(read(path, "sites"))[0]
    )


def test_labels_and_missing_values_of_spss_are_kept(tmp_path: Path) -> None:
    frame = pd.DataFrame({"q": [1.0, 2.0, 99.0, None], "id": ["a", "b", "c", "d"]})
    pyreadstat.write_sav(
        frame, tmp_path / "x.sav", column_labels={"q": "How confident?"},
        variable_value_labels={"q": {1.0: "Agree", 99.0: "Don't know"}},
        missing_ranges={"q": [99.0]},
    )  # fmt: skip
    table = read(tmp_path / "x.sav")
    assert table.cells is not None
    assert table.cells["q"].tolist() == ["1", "2", "99", ""]
    assert table.meanings["q"].labels == {"1": "Agree", "99": "Don't know"}
    assert table.meanings["q"].missing == {"99"}
    assert table.meanings["q"].title == "How confident?"


def test_labelled_values_become_the_codes_their_labels_name(write_set: Write) -> None:
    folder = write_set()
    expected = open_set(folder)["sites"]
    frame = pd.read_csv(folder / "sites.csv", dtype=str)
    frame["region"], frame["case_study"] = [2.0, 7.0], [1.0, 2.0]
    (folder / "sites.csv").unlink()
    pyreadstat.write_sav(
        frame, folder / "sites.sav",
        variable_value_labels={
            "region": {2.0: "London", 7.0: "South West"}, "case_study": {1.0: "Yes", 2.0: "No"},
        },
    )  # fmt: skip
    assert check(folder).problems == []
    pd.testing.assert_frame_equal(open_set(folder)["sites"], expected)


def test_single_precision_is_shown_as_it_was_written(tmp_path: Path) -> None:
    frame = pd.DataFrame({"x": pd.Series([52.1, 3], dtype="float32")})
    frame.to_stata(tmp_path / "x.dta", write_index=False)
    frame.to_parquet(tmp_path / "x.parquet")
    for path in (tmp_path / "x.dta", tmp_path / "x.parquet"):
        cells = read(path).cells
        assert cells is not None
        assert cells["x"].tolist() == ["52.1", "3"]


VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**12), 10**12),
    st.floats(allow_nan=False, allow_infinity=False).map(lambda x: float(f"{x:.12g}")),
    st.dates(dt.date(1950, 1, 1), dt.date(2050, 1, 1)),
    st.text(st.characters(codec="cp1252", exclude_categories=["Cc"]), max_size=8),
)


@settings(max_examples=40, deadline=None)
@given(column=st.lists(VALUES, min_size=1, max_size=6))
def test_a_sheet_gives_the_text_a_csv_file_would(
    tmp_path_factory: pytest.TempPathFactory, column: list[object]
) -> None:
    path = tmp_path_factory.mktemp("cells") / "t.xlsx"
    texts = [f"'{v}" if isinstance(v, str) and v.startswith("=") else v for v in column]
    workbook(path, ["key", "value"], *([n, v] for n, v in enumerate(texts)))
    table = read(path)
    assert table.cells is not None
    for shown, value in zip(table.cells["value"], texts, strict=True):
        if isinstance(value, bool):
            assert shown == str(value).lower()
        elif isinstance(value, int | float):
            assert float(shown) == value
            assert not shown.endswith(".0")
        elif isinstance(value, str) and value.startswith("#"):
            continue
        else:
            assert shown == ("" if value is None else str(value).strip())


def zip_of(path: Path, **members: bytes) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/") + ".xml", content)


def sav(path: Path) -> bytes:
    pyreadstat.write_sav(pd.DataFrame({"a": ["x"] * 50, "b": [1.5] * 50}), path)
    return path.read_bytes()


def parquet() -> bytes:
    out = io.BytesIO()
    pd.DataFrame({"a": ["x"] * 50}).to_parquet(out)
    return out.getvalue()


UNREADABLE = {
    "x.xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "is of a kind that is not read"),
    "locked.xlsx": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "locked with a password"),
    "cut.xlsx": (b"PK\x03\x04rest", "damaged"),
    "text.xlsx": (b"a,b\n1,2\n", "is not what its name says (.xlsx)"),
    "cut.parquet": (parquet()[:-20], "damaged, or not whole"),
    "none.parquet": (b"", "is not what its name says"),
    "other.sav": (parquet(), "is a Parquet file, not what its name says (.sav)"),
    "none.dta": (b"hello", "damaged, or not whole"),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_a_file_that_cannot_be_read_says_why(write_set: Write, name: str) -> None:
    content, words = UNREADABLE[name]
    folder = write_set(time_use=None)
    path = folder / f"time_use{Path(name).suffix}"
    path.write_bytes(content)
    table = read(path)
    assert table.cells is None
    assert words in said(table)[0]
    if path.suffix != ".xls":
        assert any(words in str(problem) for problem in check(folder).problems)
        with pytest.raises(InputError, match="time_use"):
            open_set(folder)["time_use"]


@pytest.mark.parametrize("at", [0.2, 0.5, 0.9])
def test_a_statistics_file_cut_short_is_refused(tmp_path: Path, at: float) -> None:
    content = sav(tmp_path / "whole.sav")
    (tmp_path / "cut.sav").write_bytes(content[: int(len(content) * at)])
    assert "damaged" in said(read(tmp_path / "cut.sav"))[0]


def test_a_workbook_made_to_fill_a_computer_is_refused(tmp_path: Path) -> None:
    zip_of(tmp_path / "bomb.xlsx", xl__workbook=b"0" * 20_000_000)
    assert "unpacks to" in said(read(tmp_path / "bomb.xlsx"))[0]


def test_a_workbook_that_declares_a_document_type_is_refused(tmp_path: Path) -> None:
    zip_of(tmp_path / "x.xlsx", xl__workbook=b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>')
    assert "declares a document type" in said(read(tmp_path / "x.xlsx"))[0]


@settings(max_examples=30, deadline=None)
@given(
    content=st.binary(max_size=300), mark=st.sampled_from([b"PK\x03\x04", b"PAR1", b"$FL2", b""])
)
def test_any_bytes_at_all_are_only_a_problem(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, mark: bytes
) -> None:
    folder = tmp_path_factory.mktemp("bytes")
    for suffix in (".xlsx", ".parquet", ".sav", ".dta"):
        path = folder / f"t{suffix}"
        path.write_bytes(mark + content)
        table = read(path)
        assert table.problems
        assert str(table.problems[0]).isprintable()
