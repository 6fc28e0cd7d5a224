"""A set opened as typed tables, for the programme and for one site."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from trailblazer.data.dictionary import load_dictionary
from trailblazer.data.load import open_set
from trailblazer.errors import InputError
from trailblazer.places import REPOSITORY
from trailblazer.publish.directives.edition import contact_words

Write = Callable[..., Path]


def test_it_holds_every_table_of_the_dictionary_and_reads_none_before_time(
    write_set: Write,
) -> None:
    data = open_set(write_set())
    assert list(data) == list(load_dictionary().tables)
    assert len(data) == len(load_dictionary().tables)
    assert "time_use" in data
    assert data.used == ()


def test_it_says_what_it_is(write_set: Write) -> None:
    folder = write_set()
    data = open_set(folder)
    assert (data.meta.name, data.meta.title, data.meta.version) == ("small", "A small set", "1.0")
    assert data.meta.synthetic is True
    assert data.meta.period_start == pd.Timestamp("2018-10-01")
    assert data.meta.period_end == pd.Timestamp("2021-01-31")
    assert data.meta.contact == ""
    assert data.folder == folder


def test_a_set_may_say_where_readers_can_write_to(
    write_set: Write, small_set: dict[str, str]
) -> None:
    folder = write_set()
    said = json.loads(small_set["datapackage.json"]) | {"contact": " team@example.org "}
    (folder / "datapackage.json").write_text(json.dumps(said), encoding="utf-8")
    assert open_set(folder).meta.contact == "team@example.org"
    assert contact_words("team@example.org").endswith(": team@example.org")
    assert "must add a contact" in contact_words("")


def test_columns_have_the_types_of_the_dictionary(write_set: Write) -> None:
    data = open_set(write_set())
    assert data["teams"].dtypes.astype(str).to_dict() == {
        "team_id": "str",
        "site_id": "str",
        "funded_fte": "float64",
        "cohort_id": "str",
        "operational_date": "datetime64[us]",
        "operational_source": "str",
    }
    assert str(data["settings"]["pupils"].dtype) == "Int64"
    assert str(data["sites"]["case_study"].dtype) == "boolean"


def test_values_are_the_files_values_and_missing_is_missing(write_set: Write) -> None:
    data = open_set(write_set())
    teams = data["teams"]
    assert list(teams.index) == [0, 1, 2]
    assert teams["operational_date"].isna().tolist() == [False, False, True]
    assert data["sites"]["site_name"].tolist() == ["North town", "Café, south"]
    assert data["sites"]["case_study"].tolist() == [True, False]
    assert data["settings"]["fsm_percent"].isna().tolist() == [False, True]


@pytest.mark.parametrize("name", list(load_dictionary().tables))
def test_an_absent_table_is_empty_with_the_same_columns_and_types(
    write_set: Write, name: str
) -> None:
    folder = write_set()
    full = open_set(folder)[name]
    (folder / f"{name}.csv").unlink(missing_ok=True)
    data = open_set(folder)
    pd.testing.assert_series_equal(data[name].dtypes, full.dtypes)
    assert data[name].empty
    assert not data.present(name)
    assert data.digest(name) == ""


def test_a_digest_is_of_the_bytes(write_set: Write, small_set: dict[str, str]) -> None:
    expected = hashlib.sha256(small_set["teams.csv"].encode()).hexdigest()
    data = open_set(write_set())
    assert data.digest("teams") == expected
    assert data.used == ()


def test_the_tables_used_are_remembered(write_set: Write) -> None:
    data = open_set(write_set())
    assert not data["teams"].empty
    assert not data["sites"].empty
    assert data.used == ("sites", "teams")


def test_changing_a_frame_does_not_change_the_set(write_set: Write) -> None:
    data = open_set(write_set())
    teams = data["teams"]
    teams["extra"] = 1
    teams.loc[0, "team_id"] = "changed"
    assert "extra" not in data["teams"]
    assert data["teams"]["team_id"].tolist() == ["T01", "T02", "T03"]


def test_one_site_has_only_its_own_rows(write_set: Write) -> None:
    data = open_set(write_set(), site="S01")
    assert data["sites"]["site_id"].tolist() == ["S01"]
    assert data["time_use"]["team_id"].unique().tolist() == ["T01"]  # by team
    assert data["survey_cases"]["case_id"].tolist() == ["K1"]  # by setting
    assert data["sources"]["source_id"].tolist() == ["I01", "F01"]  # national left out
    assert data["participants"]["participant_id"].tolist() == ["Y1", "Y2"]  # by source
    assert data["codings"]["coding_id"].tolist() == ["G1"]


def test_what_belongs_to_no_site_stays_whole(write_set: Write) -> None:
    whole, one = open_set(write_set()), open_set(write_set(), site="S02")
    for name in ("cohorts", "codelists", "codes", "surveys"):
        pd.testing.assert_frame_equal(one[name], whole[name])


def test_one_sites_tables_rest_on_those_that_placed_their_rows(write_set: Write) -> None:
    data = open_set(write_set(), site="S01")
    assert len(data["time_use"]) == 3
    assert data.used == ("teams", "time_use")


def test_an_unknown_site_names_those_there_are(write_set: Write) -> None:
    with pytest.raises(InputError, match=r'no site "S99"\. Its sites: S01, S02\.'):
        open_set(write_set(), site="S99")


def test_an_unknown_set_names_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no such folder"):
        open_set(tmp_path / "nowhere")


def test_a_set_is_found_by_its_name() -> None:
    assert open_set("synthetic").folder == REPOSITORY / "data" / "synthetic"


def test_a_table_that_cannot_be_read_stops_whoever_asks_for_it(
    write_set: Write, small_set: dict[str, str]
) -> None:
    data = open_set(write_set(time_use=small_set["time_use.csv"].replace("52.5", "fifty")))
    assert not data["teams"].empty
    with pytest.raises(InputError, match='row 2, column "percent": "fifty" is not a number'):
        data["time_use"]


def test_a_table_nobody_defined_is_an_error(write_set: Write) -> None:
    with pytest.raises(KeyError, match="time_uses is not a table"):
        open_set(write_set())["time_uses"]


def test_a_file_may_have_another_name(write_set: Write, small_set: dict[str, str]) -> None:
    folder = write_set(time_use=None)
    (folder / "returns").mkdir()
    (folder / "returns" / "Diary 2020.csv").write_text(small_set["time_use.csv"], encoding="utf-8")
    package = small_set["datapackage.json"].rstrip("}\n") + (
        '},\n "resources": [{"name": "time_use", "path": "returns/Diary 2020.csv"}]}'
    )
    (folder / "datapackage.json").write_text(package, encoding="utf-8")
    assert len(open_set(folder)["time_use"]) == 6
