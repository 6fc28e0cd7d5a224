"""Whatever the seed, a set is right; the same seed makes the same bytes."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
import yaml

from trailblazer.data.check import check
from trailblazer.data.synthesise import synthesise
from trailblazer.data.synthesise.families import make_tables
from trailblazer.data.synthesise.recipe import read_recipe
from trailblazer.places import DICTIONARY

SHIPPED = DICTIONARY.parent
RECIPE = SHIPPED / "recipe.yml"


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_the_shipped_set_is_what_the_recipe_makes(tmp_path: Path) -> None:
    synthesise(tmp_path / "set", RECIPE, 2018)
    shipped = content(SHIPPED)
    del shipped["README.md"]
    made = content(tmp_path / "set")
    assert made.keys() == shipped.keys()
    assert [name for name in made if made[name] != shipped[name]] == []


def test_line_ends_and_encoding_are_the_same_everywhere() -> None:
    for name, text in content(SHIPPED).items():
        assert b"\r" not in text, name
        assert text.decode("utf-8").endswith("\n"), name


@pytest.mark.parametrize("seed", [0, 20_000_001])
def test_another_seed_makes_another_set_with_nothing_wrong(tmp_path: Path, seed: int) -> None:
    synthesise(tmp_path / "set", RECIPE, seed)
    assert check(tmp_path / "set").problems == []
    assert (tmp_path / "set" / "teams.csv").read_bytes() != (SHIPPED / "teams.csv").read_bytes()


def test_the_recipe_decides_what_is_planted(tmp_path: Path) -> None:
    changed = yaml.safe_load(RECIPE.read_text(encoding="utf-8"))
    shares = {"direct_support": 0.2, "whole_school": 0.5, "advice_liaison": 0.25, "other": 0.05}
    changed["time_use"]["shares"]["value"] = shares
    changed["places"]["operational_typical_months"]["value"] = 9
    path = tmp_path / "recipe.yml"
    path.write_text(yaml.safe_dump(changed, sort_keys=False), encoding="utf-8")
    usual, other = (make_tables(read_recipe(recipe), 3) for recipe in (RECIPE, path))
    means = other["time_use"].groupby(["period", "function"])["percent"].mean() / 100
    assert means.unstack().mean().to_dict() == pytest.approx(shares, abs=0.002)
    assert other["teams"]["operational_date"].mean() < usual["teams"]["operational_date"].mean()
    pd.testing.assert_frame_equal(other["training_intake"], usual["training_intake"])
    pd.testing.assert_frame_equal(other["survey_answers"], usual["survey_answers"])
