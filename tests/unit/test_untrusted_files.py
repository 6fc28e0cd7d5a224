"""Files made to exhaust a computer or to reach beyond the set: refused in plain words, and soon."""

from __future__ import annotations

import csv
import io
import json
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyreadstat
import pytest
import xlsxwriter
from pyarrow import parquet

from trailblazer import cli
from trailblazer.data import descriptor
from trailblazer.data.bounded_yaml import DEEPEST
from trailblazer.data.cells import TextTable
from trailblazer.data.check import check
from trailblazer.data.imports.bring import bring_in
from trailblazer.data.imports.segments import read_segments
from trailblazer.data.mapping.text import read_mapping
from trailblazer.data.readers import labelled, lines, workbook
from trailblazer.data.readers import parquet as parquet_reader
from trailblazer.data.readers.formats import read_file
from trailblazer.data.synthesise.recipe import read_recipe
from trailblazer.errors import InputError

Write = Callable[..., Path]
SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def read(path: Path) -> TextTable:
    return read_file(path, file=path.name, table="time_use")


def said(path: Path) -> str:
    table = read(path)
    return "\n".join(map(str, table.problems))


def with_sheet(path: Path, sheet: str | bytes, **more: bytes) -> Path:
    """A workbook whose only sheet is the XML given, with other members beside it."""
    plain = io.BytesIO()
    with xlsxwriter.Workbook(plain) as book:
        book.add_worksheet().write_row(0, 0, ["a", "b"])
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, sheet if name.endswith("sheet1.xml") else old.read(name))
        for name, content in more.items():
            new.writestr(name.replace("__", "/"), content)
    return path


def rows(*found: str) -> str:
    body = "".join(found)
    head = '<row r="1"><c r="A1" t="str"><v>a</v></c><c r="B1" t="str"><v>b</v></c></row>'
    return f'<worksheet xmlns="{SPACE}"><sheetData>{head}{body}</sheetData></worksheet>'


# Text files.


def test_a_file_that_is_one_line_is_refused_from_its_beginning(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "time_use.csv"
    with path.open("wb") as stream:  # half a gigabyte that takes no room
        stream.write(b"a,b")
        stream.truncate(500 * 1024**2)
    monkeypatch.setattr(Path, "read_bytes", lambda _: pytest.fail("all of it was read"))
    assert said(path) == (
        "time_use.csv: has a line of more than 16 MB. Check that it is a table, and whole."
    )


@pytest.mark.parametrize("where", ["first", "later"])
def test_a_line_without_end_is_refused_wherever_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    monkeypatch.setattr(lines, "LONGEST_LINE", 1_000)
    long = ",".join(["x"] * 2_000)
    path = tmp_path / "time_use.csv"
    path.write_text(f"{long}\na,b\n" if where == "first" else f"a,b\n1,2\n{long}\n")
    assert "has a line of more than" in said(path)


def test_ten_million_columns_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "time_use.csv"
    path.write_bytes(b",".join([b"x"] * 10_000_000) + b"\n1\n")
    assert "has a line of more than 16 MB" in said(path)
    path.write_bytes(b",".join(b"%d" % n for n in range(1_000_000)) + b"\n1\n")
    assert "has more than 10,000 columns" in said(path)


CHARACTERS = {
    "escape": ("a\x1b[31mb", "holds a control character"),
    "vertical tab": ("a\x0bb", "holds a control character"),
    "C1": ("a\x9bb", "holds a control character"),
    "no character": ("a\uffffb", "holds a control character"),
    "override": ("a\u202eb", "turns the direction of the text around it"),
}


@pytest.mark.parametrize("kind", CHARACTERS)
def test_characters_that_are_no_text_are_refused(
    write_set: Write, small_set: dict[str, str], kind: str
) -> None:
    text, words = CHARACTERS[kind]
    folder = write_set(sites=small_set["sites.csv"].replace("North town", text))
    told = [str(problem) for problem in check(folder).problems]
    assert len(told) == 1
    assert "sites.csv, row 2" in told[0]
    assert words in told[0]
    assert told[0].isprintable()


# Workbooks.


def test_a_row_number_beyond_any_sheet_does_not_hang(tmp_path: Path) -> None:
    far = '<row r="2000000000"><c r="A2000000000" t="str"><v>x</v></c></row>'
    path = with_sheet(tmp_path / "time_use.xlsx", rows(far))
    assert "has more than 1,048,576 rows" in said(path)


def test_one_long_text_shared_by_every_cell_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "MOST_TEXT", 1_000_000)
    cells = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(2, 100))
    shared = f'<sst xmlns="{SPACE}"><si><t>{"x" * 30_000}</t></si></sst>'.encode()
    path = tmp_path / "time_use.xlsx"
    with_sheet(path, rows(cells))
    other = tmp_path / "shared.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(other, "w") as new:
        for name in old.namelist():
            new.writestr(name, shared if name.endswith("sharedStrings.xml") else old.read(name))
    assert "1,000,000 characters" in said(other)


def test_a_sheet_of_too_many_cells_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "MOST_CELLS", 50)
    cells = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(2, 100))
    assert "50 cells" in said(with_sheet(tmp_path / "time_use.xlsx", rows(cells)))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("name", ["xl__worksheets__sheet9.xml", "xl__media__a.PNG", "x.XML"])
def test_entities_are_refused_in_any_member_and_encoding(
    tmp_path: Path, encoding: str, name: str
) -> None:
    xml = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'
    path = with_sheet(tmp_path / "time_use.xlsx", rows(), **{name: xml.encode(encoding)})
    assert "declares a document type" in said(path)


def test_spaces_and_comments_around_formulas_do_not_hang(tmp_path: Path) -> None:
    gap, trap = " " * 200_000, "<c <f " * 50_000
    cells = f'<row r="2"><c r="A2"><f>1+1</f>{gap}x</c><c r="B2"><v>1</v></c></row><!-- {trap} -->'
    told = said(with_sheet(tmp_path / "time_use.xlsx", rows(cells)))
    assert "the cell is a formula whose result the file does not hold" in told


def test_a_link_to_another_program_is_only_its_kept_value(tmp_path: Path) -> None:
    cell = '<c r="A2" t="str"><f>cmd|" /C calc"!A0</f><v>kept</v></c>'
    linked = (
        f'<externalLink xmlns="{SPACE}"><ddeLink ddeService="cmd" ddeTopic="/C calc"/>'
        "</externalLink>"
    ).encode()
    path = with_sheet(
        tmp_path / "time_use.xlsx", rows(f'<row r="2">{cell}</row>'),
        xl__externalLinks__externalLink1=linked,
    )  # fmt: skip
    table = read(path)
    assert table.cells is not None
    assert table.cells["a"].tolist() == ["kept"]


def test_a_workbook_within_a_workbook_or_out_of_its_folder_is_refused(tmp_path: Path) -> None:
    path = with_sheet(tmp_path / "time_use.xlsx", rows(), **{"..__..__x.xml": b"<x/>"})
    assert "names a place outside it" in said(path)


# Parquet, SPSS and Stata.


def test_a_parquet_file_larger_than_it_says_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parquet_reader, "LARGEST", 10_000_000)
    monkeypatch.setattr(parquet_reader, "PART", 100)
    path = tmp_path / "time_use.parquet"
    long = pa.array(["x" * 100_000] * 1_000).dictionary_encode()
    parquet.write_table(pa.table({"a": long.cast(pa.string())}), path, compression="zstd")
    assert path.stat().st_size < 1_000_000
    assert "unpacks to more than" in said(path)


def test_a_parquet_file_of_absurd_size_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "time_use.parquet"
    wide = {f"c{n}": pa.nulls(1) for n in range(parquet_reader.MOST_COLUMNS + 1)}
    parquet.write_table(pa.table(wide), path)
    assert "columns" in said(path)
    parquet.write_table(pa.table({"a": pa.nulls(1_000)}), path)
    monkeypatch.setattr(parquet_reader, "MOST_CELLS", 999)
    assert "has more than" in said(path)
    content = bytearray(path.read_bytes())
    content[-8:-4] = (2**31 - 1).to_bytes(4, "little")  # how long it says its own account is
    path.write_bytes(content)
    assert "is damaged, or not whole" in said(path)


@pytest.mark.parametrize("inner", [b"\xff\xfe", b"a\x00b"])
def test_bytes_that_are_no_text_in_a_parquet_file_are_told(tmp_path: Path, inner: bytes) -> None:
    path = tmp_path / "time_use.parquet"
    column = pa.array([inner], pa.binary()).view(pa.string())
    parquet.write_table(pa.table({"a": column}), path)
    assert said(path)


def test_a_packed_statistics_file_is_bounded_by_what_it_unpacks_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "time_use.zsav"
    frame = pd.DataFrame({"a": ["x" * 2_000] * 500})
    pyreadstat.write_sav(frame, path, compress=True)
    assert read(path).cells is not None
    monkeypatch.setattr(labelled, "LARGEST", 500_000)
    assert "unpacks to more than" in said(path)


@pytest.mark.parametrize("suffix", [".sav", ".dta"])
def test_rows_that_a_statistics_file_does_not_declare_are_bounded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str
) -> None:
    path = tmp_path / f"time_use{suffix}"
    frame = pd.DataFrame({"a": np.arange(500.0)})
    if suffix == ".dta":
        frame.to_stata(path, write_index=False)
    else:
        pyreadstat.write_sav(frame, path)
        content = bytearray(path.read_bytes())
        content[80:84] = (2**32 - 1).to_bytes(4, "little")  # the count of cases: unknown
        path.write_bytes(content)
    assert len(read(path).cells) == 500  # type: ignore[arg-type]
    monkeypatch.setattr(labelled, "MOST_CELLS", 100)
    assert "has more than" in said(path)


# What describes a set.


def package(**changed: object) -> str:
    held: dict[str, object] = {
        "name": "small", "title": "A set", "version": "1", "synthetic": True,
        "period": {"start": "2018-10-01", "end": "2021-01-31"},
    }  # fmt: skip
    return json.dumps(held | changed)


DESCRIPTORS = {
    "deep": ("[" * 100_000 + "]" * 100_000, "is not valid JSON: recursion limit exceeded"),
    "deep inside": (package(x=0)[:-2] + "[" * 100_000 + "]" * 100_000 + "}", "recursion limit"),
    "long": (package(title="x" * 1_001), "is longer than 1,000 characters"),
    "NUL": (package(title="a\0b"), "holds a control character"),
    "escape": (package(version="\x1b[2J"), "holds a control character"),
    "turned": (package(title="a\u202eb"), "holds a control character"),
    "half": (package().replace("A set", "\\ud800"), "is not valid JSON"),
    "number": (package().replace('"1"', "1" * 10_000), "number out of range"),
}


@pytest.mark.parametrize("kind", DESCRIPTORS)
def test_a_descriptor_that_is_made_to_harm_is_refused(write_set: Write, kind: str) -> None:
    text, words = DESCRIPTORS[kind]
    folder = write_set()
    (folder / "datapackage.json").write_text(text, "utf-8")
    told = [str(problem) for problem in check(folder).problems]
    assert len(told) == 1
    assert words in told[0]
    assert told[0].isprintable()
    assert len(told[0]) < 400


def test_a_descriptor_is_a_file_of_its_folder_and_not_too_large(
    write_set: Write, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = write_set()
    path = folder / "datapackage.json"

    def told() -> str:
        return "\n".join(map(str, check(folder).problems))

    with path.open("ab") as stream:
        stream.truncate(descriptor.LARGEST + 1)
    assert "is larger than 16 MB" in told()
    path.unlink()
    os.mkfifo(path)
    assert "is not a file" in told()
    path.unlink()
    path.symlink_to("/dev/zero")
    assert "is not a file" in told()
    path.unlink()
    outside = tmp_path_factory.mktemp("outside") / "datapackage.json"
    outside.write_text(package())
    path.symlink_to(outside)
    assert "datapackage.json: is a link to a file outside the folder" in told()
    (folder / "mapping.yml").symlink_to("/etc/hostname")
    assert "mapping.yml: is a link to a file outside the folder" in told()


BOMB = "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n"
YAML = {
    "bomb": (BOMB, "refers to another part of the file"),
    "deep": ("a: " + "[" * 1_000 + "]" * 1_000, "nested too deeply"),
    "object": ('a: !!python/object/apply:os.system ["false"]', ""),
    "control": ('a: "\\0"', "holds a control character"),
    "surrogate": ('a: "\\ud800"', "holds a control character"),
    "twice": ("a: 1\na: 2", "is there twice"),
    "day": ("a: 2020-99-99", ""),
    "number": (f"a: {'9' * 10_000}", ""),
}


@pytest.mark.parametrize("kind", YAML)
def test_yaml_that_is_made_to_harm_is_refused(write_set: Write, tmp_path: Path, kind: str) -> None:
    text, words = YAML[kind]
    recipe = tmp_path / "recipe.yml"
    recipe.write_text(text)
    with pytest.raises(InputError, match=r"recipe\.yml") as stopped:
        read_recipe(recipe)
    assert words in str(stopped.value)
    folder = write_set()
    (folder / "mapping.yml").write_text(text)
    told = [str(problem) for problem in check(folder).problems]
    assert told
    if kind not in ("object", "day", "number"):  # to a mapping these are texts
        assert words in told[0]
    assert DEEPEST < 100


def test_every_refusal_is_exit_code_3_and_no_traceback(
    write_set: Write, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_set(sites=b"\xff\xfe\x00\xd8", time_use=b"a\x00b")
    (folder / "datapackage.json").write_text("[" * 100_000)
    (folder / "mapping.yml").write_text(BOMB)
    (folder / "waits.xlsx").write_bytes(b"PK\x03\x04")
    for command in (["check", str(folder)], ["build", "--data", str(folder), "--out", "/x/y"]):
        monkeypatch.setattr("sys.argv", ["trailblazer", *command])
        with pytest.raises(SystemExit) as stopped:
            cli.main()
        assert stopped.value.code == 3
        heard = capsys.readouterr()
        assert "Traceback" not in heard.out + heard.err
        assert "datapackage.json" in heard.err


# What is brought in from other programs.


def test_a_workbook_of_segments_may_declare_nothing_either(tmp_path: Path) -> None:
    declared = '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'.encode("utf-16")
    path = with_sheet(tmp_path / "segments.xlsx", rows(), x__y=declared)
    with pytest.raises(InputError, match="declares a document type"):
        read_segments(path)


NAMES = (
    "{a: b}", "*alias", '!!python/object/apply:os.system ["false"]', "- item", "# note", "a: b",
    "__class__", "=1+1", "<script>", "'; DROP TABLE x; --", "../../etc/passwd", "'",
    '"', "%s", "{{a}}",
)  # fmt: skip


def test_names_of_columns_and_files_that_look_like_code_are_names(tmp_path: Path) -> None:
    source = tmp_path / "=cmd $(touch x) `a`;'.csv"
    with source.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["team_id", "site_id", "funded_fte", "cohort_id", *NAMES])
        writer.writerow(["T01", "S01", "4", "C1", *NAMES])
    bring_in(source, tmp_path / "set", kind="teams")
    assert {path.suffix for path in (tmp_path / "set").iterdir()} == {".csv", ".yml", ".json"}
    assert not [path for path in (tmp_path / "set").iterdir() if not path.name.isprintable()]
    draft = read_mapping(tmp_path / "set" / "mapping.yml")
    assert draft["tables"]["teams"]["columns"]["team_id"] == "team_id"
    table = read(tmp_path / "set" / draft["tables"]["teams"]["from"])
    assert table.cells is not None
    assert set(NAMES) <= set(table.cells.columns)


def test_a_column_named_with_a_control_character_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "time_use.csv"
    path.write_text("a\x1b[2J,b\n1,2\n")
    assert "is the name of a column and holds a control character" in said(path)
