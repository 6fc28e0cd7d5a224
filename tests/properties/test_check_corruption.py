"""Whatever goes wrong with a set, the check names the file and never falls over."""

from __future__ import annotations

import csv
import io
import json
import random
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from trailblazer.data.check import check
from trailblazer.data.dictionary import TableSpec, load_dictionary
from trailblazer.data.load import open_set
from trailblazer.data.problems import problems_error
from trailblazer.errors import InputError

Files = dict[str, str]
Corrupt = Callable[[str, TableSpec, random.Random], "str | bytes | None"]
TABLES = load_dictionary().tables
REQUIRED = [name for name, spec in TABLES.items() if spec.required]


def rows_of(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text)))


def text_of(rows: list[list[str]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()


def edited(text: str, spec: TableSpec, rng: random.Random, names: list[str], to: str) -> str | None:
    """One cell of one of the named columns changed, or nothing when there is no such column."""
    rows = rows_of(text)
    columns = [n for n, name in enumerate(rows[0]) if name in names]
    if not columns:
        return None
    rng.choice(rows[1:])[rng.choice(columns)] = to
    return text_of(rows)


def drop_column(text: str, spec: TableSpec, rng: random.Random) -> str:
    gone = rng.choice([f.name for f in spec.fields if spec.must_have(f)])
    at = rows_of(text)[0].index(gone)
    return text_of([row[:at] + row[at + 1 :] for row in rows_of(text)])


def rename_column(text: str, spec: TableSpec, rng: random.Random) -> str:
    rows = rows_of(text)
    at = rng.randrange(len(rows[0]))
    rows[0][at] += rng.choice(["s", "_1", "_id"])
    return text_of(rows)


def word_for_number(text: str, spec: TableSpec, rng: random.Random) -> str | None:
    names = [f.name for f in spec.fields if f.type in ("number", "integer")]
    return edited(text, spec, rng, names, rng.choice(["fifty", "1,050", "n/a", "<5", "12%"]))


def bad_date(text: str, spec: TableSpec, rng: random.Random) -> str | None:
    names = [f.name for f in spec.fields if f.type == "date"]
    return edited(text, spec, rng, names, rng.choice(["1/9/2019", "2019-13-01", "soon", "2019"]))


def unknown_code(text: str, spec: TableSpec, rng: random.Random) -> str | None:
    names = [f.name for f in spec.fields if "enum" in f.constraints]
    return edited(text, spec, rng, names, rng.choice(["nonsense", "Primary ", "0"]))


def unknown_link(text: str, spec: TableSpec, rng: random.Random) -> str | None:
    names = [n for k in spec.foreign_keys if k.table in REQUIRED for n in k.fields]
    return edited(text, spec, rng, names, "no-such-id")


def empty_key(text: str, spec: TableSpec, rng: random.Random) -> str | None:
    return edited(text, spec, rng, list(spec.primary_key), "")


def duplicate_row(text: str, spec: TableSpec, rng: random.Random) -> str:
    rows = rows_of(text)
    return text_of([*rows, rng.choice(rows[1:])])


def truncated(text: str, spec: TableSpec, rng: random.Random) -> str:
    rows = rows_of(text)
    return text_of(rows[:-1]) + ",".join(["x"] * rng.randrange(1, len(rows[0])))


def ragged(text: str, spec: TableSpec, rng: random.Random) -> str:
    rows = rows_of(text)
    rng.choice(rows[1:]).append("extra")
    return text_of(rows)


def emptied(text: str, spec: TableSpec, rng: random.Random) -> str:
    return rng.choice(["", "\n", text.splitlines()[0]])


def wrong_encoding(text: str, spec: TableSpec, rng: random.Random) -> bytes:
    at = rng.randrange(len(text))
    return (text[:at] + "é").encode() + b"\xe9" + text[at:].encode()  # two encodings in one file


def nul(text: str, spec: TableSpec, rng: random.Random) -> str:
    at = rng.randrange(len(text.splitlines()[0]) + 1, len(text) - 1)
    return text[:at] + "\0" + text[at:]


CORRUPTIONS: list[Corrupt] = [
    drop_column, rename_column, word_for_number, bad_date, unknown_code, unknown_link, empty_key,
    duplicate_row, truncated, ragged, emptied, wrong_encoding, nul,
]  # fmt: skip


@pytest.mark.parametrize("corrupt", CORRUPTIONS, ids=lambda c: c.__name__)
@settings(max_examples=8, deadline=None)
@given(data=st.data(), rng=st.randoms(use_true_random=False))
def test_a_corrupted_file_is_always_named(
    small_set: Files, corrupt: Corrupt, data: st.DataObject, rng: random.Random
) -> None:
    name = data.draw(st.sampled_from([n for n in small_set if n.endswith(".csv")]))
    bad = corrupt(small_set[name], TABLES[name.removesuffix(".csv")], rng)
    assume(bad is not None)
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder), needed(small_set) | {name: bad})
        problems = check(folder).problems
        assert name in {problem.file for problem in problems}
        assert isinstance(problems_error(problems), InputError)
        assert len(str(problems_error(problems)).splitlines()) <= 40


GARBAGE = ["", "x", "-1", "1e9", "9" * 20, "1000-01-01", "2999-12-31", "true", "S01", "T01", ",\n"]


@settings(max_examples=10, deadline=None)
@given(data=st.data(), rng=st.randoms(use_true_random=False))
def test_garbled_cells_anywhere_never_break_the_check(
    small_set: Files, data: st.DataObject, rng: random.Random
) -> None:
    files: dict[str, str | bytes] = dict(small_set)
    for name in data.draw(st.sets(st.sampled_from(sorted(TABLES)), min_size=1, max_size=4)):
        if f"{name}.csv" in small_set:
            rows = rows_of(small_set[f"{name}.csv"])
            rng.choice(rows)[rng.randrange(len(rows[0]))] = rng.choice(GARBAGE)
            files[f"{name}.csv"] = text_of(rows)
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder), files)
        checked = check(folder)
        assert all(str(problem).isprintable() for problem in checked.problems)
        assert all(str(notice) for notice in checked.notices)


@settings(max_examples=20, deadline=None)
@given(content=st.binary(max_size=200) | st.text(max_size=200).map(lambda t: t.encode()))
def test_any_bytes_at_all_are_only_a_problem(small_set: Files, content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder), needed(small_set) | {"codes.csv": content})
        assert "codes.csv" in {problem.file for problem in check(folder).problems}


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["name", "path", "synthetic", "period", "start", "resources"]), inner
        )
    ),
    max_leaves=12,
)


@settings(max_examples=20, deadline=None)
@given(content=json_values.map(json.dumps).map(str.encode) | st.binary(max_size=80))
def test_any_datapackage_at_all_is_only_a_problem(small_set: Files, content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder), {"datapackage.json": content})
        assert "datapackage.json" in {problem.file for problem in check(folder).problems}
        with pytest.raises(InputError):
            open_set(folder)


def needed(files: Files) -> Files:
    """The tables no set may lack: enough to hold one corrupted table against."""
    return {name: files[name] for name in ["datapackage.json", *(f"{n}.csv" for n in REQUIRED)]}


def write(folder: Path, files: dict[str, str | bytes]) -> None:
    for name, content in files.items():
        raw = content if isinstance(content, bytes) else content.encode("utf-8")
        (folder / name).write_bytes(raw)
