"""A set is written whole, and nothing that is not synthetic is ever replaced."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from trailblazer.data.dictionary import TableSpec, load_dictionary
from trailblazer.data.synthesise import synthesise
from trailblazer.data.synthesise.write import may_replace, write_set
from trailblazer.data.written import as_csv
from trailblazer.errors import InputError, ParameterError
from trailblazer.places import DICTIONARY

RECIPE = DICTIONARY.parent / "recipe.yml"
Write = Callable[..., Path]


def spec(name: str) -> TableSpec:
    return load_dictionary().tables[name]


def test_cells_are_written_as_the_dictionary_reads_them() -> None:
    table = pd.DataFrame(
        {
            "training_end": [pd.NaT, pd.Timestamp("2019-12-13")],
            "cohort_id": ["C1", "C2"],
            "training_start": pd.to_datetime(["2019-01-14", "2019-03-18"]),
        }
    )
    assert as_csv(table, spec("cohorts")) == (
        "cohort_id,training_start,training_end\nC1,2019-01-14,\nC2,2019-03-18,2019-12-13\n"
    )


def test_truths_whole_numbers_and_missing_cells_are_plain() -> None:
    table = pd.DataFrame(
        {"participant_id": ["Y1", "Y2"], "source_id": "FG1", "direct_contact": [True, None]}
    )
    lines = as_csv(table, spec("participants")).splitlines()
    assert lines[1:] == ["Y1,FG1,,true,,", "Y2,FG1,,,,"]
    counts = pd.DataFrame({"team_id": "T01", "contacts": [3.0, float("nan")]})
    lines = as_csv(counts, spec("contacts")).splitlines()
    assert lines[1:] == ["T01,,,,3", "T01,,,,"]


def test_a_set_that_is_not_synthetic_is_left_alone(write_set: Write) -> None:
    folder = write_set()
    real = json.loads((folder / "datapackage.json").read_text()) | {"synthetic": False}
    (folder / "datapackage.json").write_text(json.dumps(real))
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    with pytest.raises(InputError, match="holds a set that is not synthetic"):
        synthesise(folder, RECIPE, 1)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_a_folder_of_other_files_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.docx").write_text("Years of work")
    with pytest.raises(InputError, match="holds files that are not a set"):
        may_replace(tmp_path)
    with pytest.raises(InputError, match="is a file, not a folder"):
        may_replace(tmp_path / "thesis.docx")


def test_a_synthetic_set_is_replaced_whole_and_its_readme_kept(tmp_path: Path) -> None:
    folder = tmp_path / "set"
    write_set_with(folder, {"sites": "site_id\nS01\n", "teams": "team_id\nT01\n"})
    (folder / "README.md").write_text("Read me")
    may_replace(folder)
    write_set_with(folder, {"sites": "site_id\nS02\n"})
    assert (folder / "sites.csv").read_text() == "site_id\nS02\n"
    assert (folder / "README.md").read_text() == "Read me"
    assert not (folder / "teams.csv").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["set"]


def test_a_set_that_cannot_be_written_leaves_the_last_one(tmp_path: Path) -> None:
    folder = tmp_path / "set"
    write_set_with(folder, {"sites": "site_id\nS01\n"})
    with pytest.raises(UnicodeEncodeError):
        write_set_with(folder, {"sites": "site_id\nS02\n", "teams": "\ud800"})
    assert (folder / "sites.csv").read_text() == "site_id\nS01\n"
    assert [path.name for path in tmp_path.iterdir()] == ["set"]


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "notes").write_text("a file where a folder should be")
    with pytest.raises(InputError, match="notes/set cannot be written: "):
        synthesise(tmp_path / "notes" / "set", RECIPE, 1)


def test_a_seed_below_nought_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match="0 or more; it is -1"):
        synthesise(tmp_path / "set", RECIPE, -1)


def write_set_with(folder: Path, tables: dict[str, str]) -> None:
    write_set(folder, {"synthetic": True}, tables, b"recipe")
