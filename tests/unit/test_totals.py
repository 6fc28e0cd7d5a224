"""Files with finer rows than their table: the same table, the same words for what is wrong."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from tests.planted.edits import SYNTHETIC
from trailblazer import digests
from trailblazer.data.cells import TextTable
from trailblazer.data.check import Checked, check
from trailblazer.data.dictionary import load_dictionary
from trailblazer.data.load import open_set
from trailblazer.data.readers.formats import read_file
from trailblazer.data.totals import kept, table
from trailblazer.data.totals.engine import opened
from trailblazer.data.totals.table import read_totals
from trailblazer.data.typed import to_types

Write = Callable[..., Path]
SPEC = load_dictionary().tables["contacts"]
KEY = list(SPEC.primary_key)
HEAD = "team_id,month,mode,phase,contacts\n"
ONE = "T01,2020-03,video,primary"


@pytest.fixture(autouse=True)
def store(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store of the test's own, so that nothing is taken from an earlier one."""
    folder = tmp_path_factory.mktemp("store")
    monkeypatch.setenv("TRAILBLAZER_STORE", str(folder))
    return folder


def declared(folder: Path, path: str = "contacts.csv", **more: object) -> Path:
    """The set, saying that its contacts are to be added up."""
    place = folder / "datapackage.json"
    described = json.loads(place.read_text("utf-8"))
    others = [r for r in described.get("resources", []) if r["name"] != "contacts"]
    entry = {"name": "contacts", "path": path, "aggregate": True, **more}
    place.write_text(json.dumps(described | {"resources": [*others, entry]}), "utf-8")
    return folder


def said(checked: Checked) -> list[str]:
    return [str(problem) for problem in checked.problems]


def noticed(checked: Checked) -> list[str]:
    return [str(notice) for notice in checked.notices if notice.file.startswith("contacts")]


def frame_of(text: TextTable) -> pd.DataFrame:
    assert text.cells is not None
    return to_types(text.cells, SPEC, file="contacts").frame


counts = st.one_of(st.none(), st.integers(0, 10**6))
words = {
    "team_id": st.sampled_from(["T01", "T02", "T99"]),
    "month": st.sampled_from(["2020-03", "2020-04"]),
    "mode": st.sampled_from(["video", "telephone"]),
    "phase": st.sampled_from(["primary", "special"]),
}
tables = st.lists(
    st.fixed_dictionaries({**words, "contacts": counts}),
    min_size=1,
    max_size=30,
    unique_by=lambda row: tuple(row[name] for name in KEY),
)


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(rows=tables, kind=st.sampled_from(["csv", "parquet"]), spaced=st.booleans())
def test_a_file_of_the_tables_own_grain_gives_the_same_table(
    tmp_path: Path, rows: list[dict[str, object]], kind: str, spaced: bool
) -> None:
    frame = pd.DataFrame(rows).astype({"contacts": "Int64"})
    if spaced:
        frame["mode"] = "  " + frame["mode"] + "\u00a0"
    path = tmp_path / f"contacts.{kind}"
    frame.to_csv(path, index=False) if kind == "csv" else frame.to_parquet(path)
    plain = frame_of(read_file(path, file="contacts", table="contacts"))
    added = frame_of(read_totals(path, SPEC, file="contacts")[0])
    plain = plain.sort_values(KEY).reset_index(drop=True)
    pd.testing.assert_frame_equal(plain, added.reset_index(drop=True))


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    rows=st.lists(st.fixed_dictionaries({**words, "contacts": counts}), min_size=1, max_size=60),
    kind=st.sampled_from(["csv", "parquet"]),
)
def test_totals_are_those_of_pandas(
    tmp_path: Path, rows: list[dict[str, object]], kind: str
) -> None:
    frame = pd.DataFrame(rows).astype({"contacts": "Int64"})
    path = tmp_path / f"contacts.{kind}"
    frame.to_csv(path, index=False) if kind == "csv" else frame.to_parquet(path)
    groups = frame.groupby(KEY)["contacts"]
    whole = groups.apply(lambda counts: counts.sum(skipna=False)).astype("Int64").reset_index()
    added = frame_of(read_totals(path, SPEC, file="contacts")[0]).reset_index(drop=True)
    pd.testing.assert_frame_equal(
        whole.astype(dict.fromkeys(KEY, "str")), added, check_index_type=False
    )


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_finer_rows_of_the_shipped_set_give_its_table(tmp_path: Path, kind: str) -> None:
    """Every count told over up to four days, in any order: the same table, blanks included."""
    whole = pd.read_csv(SYNTHETIC / "contacts.csv", dtype={"contacts": "Int64"})
    parts = whole["contacts"].fillna(1).clip(1, 4).astype(int)
    days = whole.loc[whole.index.repeat(parts)].assign(parts=parts)
    day = days.groupby(level=0).cumcount()
    days["contacts"] = days["contacts"] // days["parts"] + (day < days["contacts"] % days["parts"])
    days = days.assign(day=day + 1).drop(columns="parts").sample(frac=1, random_state=1)
    folder = tmp_path / "set"
    shutil.copytree(SYNTHETIC, folder)
    (folder / "contacts.csv").unlink()
    path = folder / f"contacts.{kind}"
    days.to_csv(path, index=False) if kind == "csv" else days.to_parquet(path, index=False)
    told, shipped = open_set(declared(folder, path.name)), open_set(SYNTHETIC)
    ordered = [t["contacts"].sort_values(KEY, ignore_index=True) for t in (told, shipped)]
    pd.testing.assert_frame_equal(ordered[0][list(SPEC.columns)], ordered[1])


def test_rows_of_one_key_are_added_up_only_where_that_is_declared(write_set: Write) -> None:
    folder = write_set(contacts=f"{HEAD}{ONE},2\n{ONE},3\n")
    assert "is used more than once" in said(check(folder))[0]
    declared(folder)
    assert said(check(folder)) == []
    assert open_set(folder)["contacts"]["contacts"].tolist() == [5]
    assert noticed(check(folder))[0] == (
        "contacts.csv: 2 rows were added up to 1, each one mode and phase of education of one team "
        "in one month."
    )


def test_a_row_a_contact_counts_one(write_set: Write) -> None:
    head = "team_id,month,mode,phase,school\n"
    folder = declared(write_set(contacts=f"{head}{ONE},E001\n{ONE},E002\n"))
    checked = check(folder)
    assert said(checked) == []
    assert any('column "school" is not in the dictionary' in notice for notice in noticed(checked))
    assert open_set(folder)["contacts"]["contacts"].tolist() == [2]


def test_a_total_with_an_unknown_part_is_unknown(write_set: Write) -> None:
    folder = declared(write_set(contacts=f"{HEAD}{ONE},2\n{ONE},\n"))
    assert open_set(folder)["contacts"]["contacts"].isna().all()
    assert any("1 totals are left empty" in notice for notice in noticed(check(folder)))


def test_a_total_with_a_withheld_part_is_withheld(write_set: Write) -> None:
    rows = [f"{ONE},2", f"{ONE},*", "T02,2020-03,video,primary,1", "T02,2020-03,video,primary,what"]
    folder = write_set(contacts=f"{HEAD}{rows[0]}\n{rows[1]}\n{rows[2]}\n")
    contacts = open_set(declared(folder))["contacts"]
    assert contacts["contacts"].isna().tolist() == [True, False]
    assert contacts["contacts_status"].notna().tolist() == [True, False]
    (folder / "contacts.csv").write_text(HEAD + "\n".join(rows) + "\n")
    assert ['"what" is not a whole number' in line for line in said(check(folder))] == [True]


def test_faults_are_told_at_the_first_row_that_has_them(write_set: Write) -> None:
    rows = [f"{ONE},1"] * 3
    rows += ["T01,2020-03,vidio,primary,1", "T02,2020-03,vidio,primary,1"]
    rows += [f"{ONE},many", f"{ONE},-2", f"{ONE},many", f"{ONE},2.5", "T77,2020-03,video,primary,1"]
    rows += [",2020-03,video,primary,1", "T01,March,video,primary,1"]
    folder = declared(write_set(contacts=HEAD + "\n".join(rows) + "\n"))
    found = said(check(folder))
    for part in (
        'contacts.csv, row 5, column "mode": "vidio" is not one of the allowed values. '
        'Did you mean "video"?',
        'contacts.csv, row 7, column "contacts": "many" is not a whole number. Write a whole '
        "number such as 12. 2 rows have it.",
        'contacts.csv, row 8, column "contacts": "-2" is not 0 or more.',
        'contacts.csv, row 10, column "contacts": "2.5" is not a whole number.',
        'contacts.csv, row 11, column "team_id": "T77" is not in teams.csv.',
        'contacts.csv, row 12, column "team_id": the cell is empty and a value is required.',
        'contacts.csv, row 13, column "month": "March" is not written in the form this column '
        "needs.",
    ):
        assert any(line.startswith(part) for line in found), (part, found)
    assert len(found) == 7
    assert next(line for line in found if "vidio" in line).endswith("2 rows have it.")


def test_faults_of_a_parquet_file_are_told_as_well(write_set: Write) -> None:
    folder = write_set()
    rows = {"team_id": ["T01", "T02"], "month": ["2020-03"] * 2, "mode": ["video", "fax"]}
    columns = {**rows, "phase": ["primary"] * 2, "contacts": [1.0, 2.5]}
    parquet.write_table(pa.table(columns), folder / "contacts.parquet")
    found = said(check(declared(folder, "contacts.parquet")))
    assert len(found) == 2
    assert 'contacts.parquet, row 2, column "contacts": "2.5" is not a whole number' in found[0]
    assert 'contacts.parquet, row 2, column "mode": "fax" is not one of' in found[1]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (f"{HEAD}{ONE}\n", "row 2: has a different number of cells"),
        (f'{HEAD}{ONE},"1\n', "never ends"),
        (f"{HEAD}{ONE},1\n".encode() + b"T01,2020-03,vid\xe9o,primary,1\n", "not UTF-8"),
        (HEAD, "has a header and no rows"),
        ("", "is empty"),
        ("team_id,month,mode\nT01,2020-03,video\n", 'column "phase": the column is missing'),
        (
            f"{HEAD.replace('contacts', 'contact')}{ONE},1\n",
            'column "contacts": the column is missing. Did you mean "contact"?',
        ),
    ],
)
def test_a_file_that_cannot_be_added_up_says_why(
    write_set: Write, content: str | bytes, words: str
) -> None:
    found = said(check(declared(write_set(contacts=content))))
    assert any(words in line for line in found), found


def test_a_table_with_more_than_counts_is_not_added_up(write_set: Write) -> None:
    folder = write_set()
    described = json.loads((folder / "datapackage.json").read_text("utf-8"))
    entry = {"name": "time_use", "path": "time_use.csv", "aggregate": True}
    described["resources"] = [entry]
    (folder / "datapackage.json").write_text(json.dumps(described), "utf-8")
    found = said(check(folder))
    assert 'time_use.csv: "percent" is not a count, so rows with it cannot be added up' in found[0]


def test_too_many_totals_are_refused(write_set: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("trailblazer.data.totals.query.MOST_TOTALS", 3)
    rows = [f"T01,2020-03-{day:02},video,primary,1" for day in range(1, 29)]
    found = said(check(declared(write_set(contacts=HEAD + "\n".join(rows) + "\n"))))
    assert "gives more than 3 totals: month alone has about" in found[0]


def test_the_engine_reads_one_file_and_nothing_else(tmp_path: Path) -> None:
    mine, other = tmp_path / "mine.csv", tmp_path / "other.csv"
    mine.write_text("a\n1\n")
    other.write_text("a\n2\n")
    with opened(mine) as connection:
        assert connection.sql("FROM read_csv($path)", params={"path": str(mine)}).fetchall()
        progress = connection.execute("SELECT current_setting('enable_progress_bar')").fetchone()
        assert progress == (False,)  # it would be printed among what a command says
        for query in (
            f"FROM read_csv('{other}')",
            f"COPY (SELECT 1) TO '{tmp_path / 'made.csv'}'",
            f"ATTACH '{tmp_path / 'made.db'}'",
            "INSTALL httpfs",
            "SET memory_limit = '100GB'",
            "SET enable_external_access = true",
        ):
            with pytest.raises(duckdb.Error):
                connection.sql(query).fetchall()  # type: ignore[union-attr]


def test_names_and_values_are_never_run(write_set: Write) -> None:
    head = 'team_id,month,mode,phase,contacts,"x""); DROP TABLE file; --",\'||1\n'
    row = 'T01,2020-03,"\' OR 1=1 --",primary,1,a,b\n'
    found = said(check(declared(write_set(contacts=head + row))))
    assert len(found) == 1
    assert '"\' OR 1=1 --" is not one of the allowed values' in found[0]


def test_totals_are_kept_and_made_anew_when_the_file_changes(
    write_set: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = declared(write_set(contacts=f"{HEAD}{ONE},2\n{ONE},3\n"))
    first = open_set(folder)["contacts"]
    with monkeypatch.context() as patch:
        patch.setattr(table, "grouped", None)  # reading the rows again would fail
        pd.testing.assert_frame_equal(open_set(folder)["contacts"], first)
    (folder / "contacts.csv").write_text(f"{HEAD}{ONE},2\n{ONE},4\n")
    assert open_set(folder)["contacts"]["contacts"].tolist() == [6]


def test_broken_kept_totals_are_made_anew(write_set: Write, store: Path) -> None:
    folder = declared(write_set(contacts=f"{HEAD}{ONE},2\n{ONE},3\n"))
    open_set(folder)["contacts"]
    (place,) = (store / "derived" / "totals").iterdir()
    place.write_bytes(place.read_bytes()[:50])
    assert kept.read(folder / "contacts.csv", SPEC) is None
    assert open_set(folder)["contacts"]["contacts"].tolist() == [5]


def test_the_digest_of_a_large_file_is_remembered_until_it_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(digests, "LARGE", 10)
    monkeypatch.setattr(digests, "RACY", -1.0)
    path = tmp_path / "large"
    path.write_bytes(b"a" * 100)
    first = digests.of_file(path)
    with monkeypatch.context() as patch:
        patch.setattr(digests, "_of_bytes", None)
        assert digests.of_file(path) == first
    path.write_bytes(b"b" * 100)
    assert digests.of_file(path) != first
    monkeypatch.setattr(digests, "LARGE", 1000)
    assert len(digests.of_file(path)) == 64


def test_kept_totals_are_read_without_a_reader_that_notebooks_may_not_use(tmp_path: Path) -> None:
    """Such a reader opens files unseen, and what it reads could change without a new run."""
    folder = tmp_path / "set"
    shutil.copytree(SYNTHETIC, folder)
    declared(folder)
    assert check(folder).problems == []
    code = (
        "import sys; from pathlib import Path; from trailblazer.data.load import open_set; "
        "print(len(open_set(Path(sys.argv[1]))['contacts']), 'pyarrow.dataset' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, folder], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == [str(len(open_set(SYNTHETIC)["contacts"])), "False"]
