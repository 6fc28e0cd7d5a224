"""Ways in which a set goes wrong between its owner and us, each with a seed.

A kind takes the files of a right set and gives those of a spoilt one, and names the files of which
one must be named in what is told. ``harmless`` kinds lose nothing and may pass, if something is
told or the tables come out as they were.
"""

from __future__ import annotations

import csv
import io
import json
import random
from collections.abc import Callable
from dataclasses import dataclass

import openpyxl

from trailblazer.data.dictionary import FieldSpec, TableSpec, load_dictionary

Files = dict[str, bytes]
TABLES = load_dictionary().tables
REQUIRED = [name for name, spec in TABLES.items() if spec.required]
PACKAGE = "datapackage.json"


@dataclass(frozen=True)
class Spoilt:
    """The files of a spoilt set, and which of them must be named (any one of these)."""

    files: Files
    named: tuple[str, ...]


Spoil = Callable[[Files, random.Random], Spoilt]


@dataclass(frozen=True)
class Kind:
    """One way of going wrong."""

    name: str
    spoil: Spoil
    harmless: bool = False


def rows_of(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8"))))


def bytes_of(rows: list[list[str]], **style: str) -> bytes:
    out = io.StringIO()
    csv.writer(out, **{"lineterminator": "\n", **style}).writerows(rows)
    return out.getvalue().encode()


def tables_of(files: Files) -> list[str]:
    return sorted(name.removesuffix(".csv") for name in files if name.endswith(".csv"))


def put(files: Files, table: str, content: bytes) -> Spoilt:
    return Spoilt(files | {f"{table}.csv": content}, (f"{table}.csv",))


def any_table(files: Files, rng: random.Random) -> str:
    return rng.choice(tables_of(files))


Chosen = Callable[[TableSpec, FieldSpec], bool]


def cell(files: Files, rng: random.Random, chosen: Chosen, value: str) -> Spoilt:
    """One cell of a column of the kind chosen, changed."""
    places = [
        (name, at)
        for name in tables_of(files)
        for at, column in enumerate(rows_of(files[f"{name}.csv"])[0])
        if chosen(TABLES[name], TABLES[name].field(column))
    ]
    name, at = rng.choice(places)
    rows = rows_of(files[f"{name}.csv"])
    rng.choice(rows[1:])[at] = value
    return put(files, name, bytes_of(rows))


def typed(*kinds: str) -> Chosen:
    return lambda _, field: field.type in kinds


def bounded(_: TableSpec, field: FieldSpec) -> bool:
    """Columns that not every text suits: all but free text."""
    return field.type != "string" or bool({"enum", "pattern"} & set(field.constraints))


def free(_: TableSpec, field: FieldSpec) -> bool:
    return not bounded(_, field)


def coded(_: TableSpec, field: FieldSpec) -> bool:
    return "enum" in field.constraints


def linked(spec: TableSpec, field: FieldSpec) -> bool:
    return any(key.fields == (field.name,) and key.table in REQUIRED for key in spec.foreign_keys)


def word_for_number(files: Files, rng: random.Random) -> Spoilt:
    value = rng.choice(["fifty", "n/a", "<5", "12%", "~20", "approx 4", "NaN", "inf", "1e999"])
    return cell(files, rng, typed("number", "integer"), value)


def thousands_separator(files: Files, rng: random.Random) -> Spoilt:
    value = rng.choice(["1,050", "1 050", "1'050", "1.050.000", "1\u202f050", "£1,050"])
    return cell(files, rng, typed("number", "integer"), value)


def decimal_comma(files: Files, rng: random.Random) -> Spoilt:
    return cell(files, rng, typed("number"), rng.choice(["52,5", "0,8", "3,75"]))


def negative_count(files: Files, rng: random.Random) -> Spoilt:
    def counts(_: TableSpec, field: FieldSpec) -> bool:
        return field.type in ("integer", "number") and "minimum" in field.constraints

    return cell(files, rng, counts, rng.choice(["-1", "-250", "-0.5", "\u22125"]))


def date_form(files: Files, rng: random.Random) -> Spoilt:
    value = rng.choice(
        ["1/9/2019", "01.09.19", "2019-13-01", "2019-02-30", "soon", "2019", "43709"]
    )
    return cell(files, rng, typed("date"), value)


def date_far_away(files: Files, rng: random.Random) -> Spoilt:
    year = rng.choice([1019, 1219, 1900, 1919, 2109, 2119, 2219, 2999])
    return cell(files, rng, typed("date"), f"{year}-0{rng.randint(1, 9)}-1{rng.randint(0, 9)}")


def neither_true_nor_false(files: Files, rng: random.Random) -> Spoilt:
    return cell(files, rng, typed("boolean"), rng.choice(["maybe", "Y/N", "2", "-", "tru", "y?"]))


def unknown_code(files: Files, rng: random.Random) -> Spoilt:
    value = rng.choice(["nonsense", "N/A", "0", "direct support!", "<script>", "=1+1", "\u200b"])
    return cell(files, rng, coded, value)


def broken_link(files: Files, rng: random.Random) -> Spoilt:
    return cell(files, rng, linked, rng.choice(["S98", "T97", "C999", "zzz", "S1 ", "s01"]))


def spreadsheet_error(files: Files, rng: random.Random) -> Spoilt:
    value = rng.choice(["#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!"])
    return cell(files, rng, rng.choice([bounded, free]), value)


def empty_required(files: Files, rng: random.Random) -> Spoilt:
    return cell(files, rng, lambda spec, field: spec.must_have(field), rng.choice(["", "  "]))


def duplicate_key(files: Files, rng: random.Random) -> Spoilt:
    name = any_table(files, rng)
    rows = rows_of(files[f"{name}.csv"])
    rows.insert(rng.randint(1, len(rows)), rng.choice(rows[1:]))
    return put(files, name, bytes_of(rows))


def missing_column(files: Files, rng: random.Random) -> Spoilt:
    name = any_table(files, rng)
    rows = rows_of(files[f"{name}.csv"])
    gone = rng.choice([f.name for f in TABLES[name].fields if TABLES[name].must_have(f)])
    at = rows[0].index(gone)
    return put(files, name, bytes_of([row[:at] + row[at + 1 :] for row in rows]))


def renamed_column(files: Files, rng: random.Random) -> Spoilt:
    name = any_table(files, rng)
    rows = rows_of(files[f"{name}.csv"])
    at = rng.randrange(len(rows[0]))
    rows[0][at] += rng.choice(["s", "_1", "_id", "."])
    return put(files, name, bytes_of(rows))


def duplicate_header(files: Files, rng: random.Random) -> Spoilt:
    name = any_table(files, rng)
    rows = rows_of(files[f"{name}.csv"])
    one, other = rng.sample(range(len(rows[0])), 2)
    rows[0][one] = rows[0][other]
    return put(files, name, bytes_of(rows))


def no_header(files: Files, rng: random.Random) -> Spoilt:
    name = any_table(files, rng)
    return put(files, name, bytes_of(rows_of(files[f"{name}.csv"])[1:]))


def extra_column(files: Files, rng: random.Random) -> Spoilt:
    name = any_table(files, rng)
    rows = rows_of(files[f"{name}.csv"])
    title = rng.choice(["remarks", "__class__", "=cmd|' /C calc'!A0", "<script>", "x" * 300, "os"])
    at = rng.randint(0, len(rows[0]))
    rows = [[*row[:at], title if n == 0 else "x", *row[at:]] for n, row in enumerate(rows)]
    return put(files, name, bytes_of(rows))


def swapped_columns(files: Files, rng: random.Random) -> Spoilt:
    """The names of two columns changed round, where one holds codes that the other lacks."""
    places = []
    for name in tables_of(files):
        rows = rows_of(files[f"{name}.csv"])
        for at, column in enumerate(rows[0]):
            allowed = {str(code) for code in TABLES[name].field(column).constraints.get("enum", ())}
            for other in range(len(rows[0])):
                held = {row[other] for row in rows[1:]} - {""}
                if allowed and other != at and held and not held & allowed:
                    places.append((name, at, other))
    name, one, other = rng.choice(places)
    rows = rows_of(files[f"{name}.csv"])
    rows[0][one], rows[0][other] = rows[0][other], rows[0][one]
    return put(files, name, bytes_of(rows))


def ragged(files: Files, rng: random.Random) -> Spoilt:
    name = any_table(files, rng)
    rows = rows_of(files[f"{name}.csv"])
    row = rng.choice(rows[1:])
    if rng.random() < 0.5:
        row += ["extra"] * rng.randint(1, 3)
    else:
        del row[rng.randint(1, len(row) - 1) :]
    return put(files, name, bytes_of(rows))


def truncated(files: Files, rng: random.Random) -> Spoilt:
    """Cut off in its last row, before the last cell."""
    name = any_table(files, rng)
    content = files[f"{name}.csv"].rstrip(b"\n")
    start, last = content.rfind(b"\n") + 2, content.rfind(b",")
    return put(files, name, content[: rng.randint(min(start, last), last)])


def emptied(files: Files, rng: random.Random) -> Spoilt:
    name = any_table(files, rng)
    header = files[f"{name}.csv"].splitlines()[0]
    choices = [b"", b"\n", b"  \r\n\t\n", b"\xef\xbb\xbf", header, header + b"\n\n", b",,,\n,,,"]
    return put(files, name, rng.choice(choices))


def garbage(files: Files, rng: random.Random) -> Spoilt:
    heads = [b"", b"\x89PNG\r\n\x1a\n", b"PK\x03\x04", b"\x1f\x8b\x08", b"%PDF-1.7\n", b"\x00"]
    name = any_table(files, rng)
    return put(files, name, rng.choice(heads) + rng.randbytes(rng.randint(1, 4000)))


def wrong_encoding(files: Files, rng: random.Random) -> Spoilt:
    """Bytes that are neither UTF-8 nor, as they have undefined bytes, Windows' own."""
    name = any_table(files, rng)
    content = files[f"{name}.csv"]
    at = rng.randrange(content.find(b"\n") + 1, len(content))
    bad = rng.choice([b"\x81", b"\x8d\x9d", b"\xe9\x81", b"\xff\x81\xfe"])
    return put(files, name, content[:at] + bad + content[at:])


def another_encoding(files: Files, rng: random.Random) -> Spoilt:
    text = files["sites.csv"].decode()
    return put(files, "sites", text.encode(rng.choice(["cp1252", "utf-16", "utf-8-sig", "cp850"])))


def nul_bytes(files: Files, rng: random.Random) -> Spoilt:
    name = any_table(files, rng)
    content = files[f"{name}.csv"]
    at = rng.randrange(content.find(b"\n") + 1, len(content) - 1)
    return put(files, name, content[:at] + b"\0" * rng.randint(1, 5) + content[at:])


def another_delimiter(files: Files, rng: random.Random) -> Spoilt:
    name = any_table(files, rng)
    mark = rng.choice([";", "\t", "|", ":", "~"])
    return put(files, name, bytes_of(rows_of(files[f"{name}.csv"]), delimiter=mark))


def huge_cell(files: Files, rng: random.Random) -> Spoilt:
    size = rng.choice([32_768, 40_000, 131_073, 500_000])
    return cell(files, rng, lambda *_: True, rng.choice("xé9,") * size)


def broken_quotes(files: Files, rng: random.Random) -> Spoilt:
    name = any_table(files, rng)
    lines = files[f"{name}.csv"].decode().splitlines()
    at = rng.randrange(1, len(lines))
    cells = lines[at].split(",")
    lines[at] = (
        ",".join(['"' + cells[0], *cells[1:]]) if rng.random() < 0.5 else f'"a"b,{lines[at]}'
    )
    return put(files, name, "\n".join(lines).encode())


def mixed_line_ends(files: Files, rng: random.Random) -> Spoilt:
    name = any_table(files, rng)
    lines = files[f"{name}.csv"].decode().splitlines()
    ends = rng.choice([["\r\n"], ["\r"], ["\n", "\r\n"], ["\n\n", "\r\n"]])
    return put(files, name, "".join(line + rng.choice(ends) for line in lines).encode())


def missing_file(files: Files, rng: random.Random) -> Spoilt:
    name = f"{rng.choice(REQUIRED)}.csv"
    return Spoilt({file: content for file, content in files.items() if file != name}, (name,))


def misnamed_file(files: Files, rng: random.Random) -> Spoilt:
    name = f"{any_table(files, rng)}.csv"
    new = rng.choice(["Copy of " + name, name[1:], name.replace(".csv", " (1).csv"), "data.csv"])
    kept = {file: content for file, content in files.items() if file != name}
    return Spoilt(kept | {new: files[name]}, (name, new))


def broken_package(files: Files, rng: random.Random) -> Spoilt:
    content = files[PACKAGE]
    spoilt = [
        content[: rng.randint(0, len(content) - 2)], content.replace(b":", b" ", 1), b"[]", b"null",
        rng.randbytes(200), content.replace(b'"', b"\xe2\x80\x9c"), b"[" * 100_000, b"{}",
        content.decode().encode("utf-16"),
    ]  # fmt: skip
    return Spoilt(files | {PACKAGE: rng.choice(spoilt)}, (PACKAGE,))


def missing_package(files: Files, rng: random.Random) -> Spoilt:
    gone = {PACKAGE, *rng.sample(sorted(files), rng.randint(0, 3))}
    return Spoilt({f: content for f, content in files.items() if f not in gone}, (PACKAGE,))


def lying_package(files: Files, rng: random.Random) -> Spoilt:
    package = json.loads(files[PACKAGE])
    lies = [
        {"synthetic": "yes"}, {"synthetic": None}, {"title": ""}, {"title": 7}, {"period": "2019"},
        {"period": {"start": "2021-01-01", "end": "2019-01-01"}},
        {"period": {"start": "2019-01-01", "end": "never"}},
        {"resources": [{"name": "teams", "path": "../../etc/passwd.csv"}]},
        {"resources": [{"name": "teams", "path": "/etc/passwd"}]},
        {"resources": [{"name": "persons", "path": "persons.csv"}]},
        {"resources": [{"name": "sites"}, {"name": "sites"}]},
        {"resources": [{"name": "teams", "path": "nowhere.csv"}]},
        {"resources": {"name": "teams"}},
    ]  # fmt: skip
    lie = rng.choice(lies)
    listed = str(lie.get("resources", ""))
    named = ("teams.csv", "nowhere.csv") if "nowhere" in listed else (PACKAGE,)
    return Spoilt(files | {PACKAGE: json.dumps(package | lie).encode()}, named)


def as_workbook(content: bytes) -> bytes:
    book = openpyxl.Workbook()
    for row in rows_of(content):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def damaged_workbook(files: Files, rng: random.Random) -> Spoilt:
    name = any_table(files, rng)
    content = as_workbook(files[f"{name}.csv"])
    cut = rng.randint(1, len(content) - 30)
    flipped = bytearray(content)
    for _ in range(200):
        flipped[rng.randrange(len(flipped))] ^= 0xFF
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    spoilt = rng.choice([content[:cut], bytes(flipped), old + rng.randbytes(3000), b"", b"PK\5\6"])
    kept = {file: c for file, c in files.items() if file != f"{name}.csv"}
    return Spoilt(kept | {f"{name}.xlsx": spoilt}, (f"{name}.xlsx",))


def error_in_workbook(files: Files, rng: random.Random) -> Spoilt:
    name = any_table(files, rng)
    book = openpyxl.load_workbook(io.BytesIO(as_workbook(files[f"{name}.csv"])))
    at = rng.randint(1, book.active.max_column)
    value = rng.choice(["#REF!", "#N/A", "#DIV/0!", "=1+1", "=SUM(A1:A2)"])
    book.active.cell(rng.randint(2, book.active.max_row), at, value)
    out = io.BytesIO()
    book.save(out)
    kept = {file: content for file, content in files.items() if file != f"{name}.csv"}
    return Spoilt(kept | {f"{name}.xlsx": out.getvalue()}, (f"{name}.xlsx",))


def wrong_suffix(files: Files, rng: random.Random) -> Spoilt:
    name = any_table(files, rng)
    new = f"{name}{rng.choice(['.xlsx', '.parquet', '.sav', '.dta'])}"
    kept = {file: content for file, content in files.items() if file != f"{name}.csv"}
    return Spoilt(kept | {new: files[f"{name}.csv"]}, (new,))


def broken_mapping(files: Files, rng: random.Random) -> Spoilt:
    spoilt = [
        b"tables: [", b"tables: 7", b"\x00\xff", b"a: &a [*a]", b"- one\n- two", b"colums: {}",
        b"tables:\n  teams:\n    from: nowhere.csv\n",
        b"tables:\n  persons:\n    from: teams.csv\n",
        b"tables:\n  teams:\n    from: ../teams.csv\n", b"!!python/object/apply:os.system ['true']",
    ]  # fmt: skip
    return Spoilt(files | {"mapping.yml": rng.choice(spoilt)}, ("mapping.yml",))


KINDS: tuple[Kind, ...] = (
    Kind("a word where a number belongs", word_for_number),
    Kind("a separator of thousands", thousands_separator),
    Kind("a comma for the decimal point", decimal_comma),
    Kind("a negative count or share", negative_count),
    Kind("a date in another form", date_form),
    Kind("a date far out of the period", date_far_away),
    Kind("neither true nor false", neither_true_nor_false),
    Kind("a code that is not in the list", unknown_code),
    Kind("an id that is nowhere else", broken_link),
    Kind("an error of Excel as a value", spreadsheet_error),
    Kind("a required cell left empty", empty_required),
    Kind("a key used twice", duplicate_key),
    Kind("a column missing", missing_column),
    Kind("a column under another name", renamed_column, harmless=True),
    Kind("a column named twice", duplicate_header),
    Kind("no header", no_header),
    Kind("a column too many", extra_column, harmless=True),
    Kind("two columns changed round", swapped_columns),
    Kind("cells too many or too few", ragged),
    Kind("a file cut off", truncated),
    Kind("an empty file", emptied),
    Kind("bytes that are no text", garbage),
    Kind("characters in no encoding", wrong_encoding),
    Kind("another encoding", another_encoding, harmless=True),
    Kind("NUL characters", nul_bytes),
    Kind("another separator of cells", another_delimiter, harmless=True),
    Kind("an enormous cell", huge_cell),
    Kind("quotation marks out of place", broken_quotes),
    Kind("mixed line ends", mixed_line_ends, harmless=True),
    Kind("a required file missing", missing_file),
    Kind("a file under another name", misnamed_file),
    Kind("datapackage.json broken", broken_package),
    Kind("datapackage.json missing", missing_package),
    Kind("datapackage.json untrue", lying_package),
    Kind("a damaged workbook", damaged_workbook),
    Kind("an error or formula in a workbook", error_in_workbook),
    Kind("a file with another's ending", wrong_suffix),
    Kind("mapping.yml broken", broken_mapping),
)
