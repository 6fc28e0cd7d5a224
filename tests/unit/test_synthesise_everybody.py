"""Sets for measuring methods: what all would have answered, some families only, left to chance."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from trailblazer.data.synthesise import draws
from trailblazer.data.synthesise.answers import ANSWERED, answers_of_everybody
from trailblazer.data.synthesise.draws import Tables
from trailblazer.data.synthesise.families import make_tables
from trailblazer.data.synthesise.reach import expected_by_site
from trailblazer.data.synthesise.recipe import Recipe, read_recipe
from trailblazer.places import DICTIONARY

SEED = 7


@cache
def recipe() -> Recipe:
    return read_recipe(DICTIONARY.parent / "recipe.yml")


@cache
def everybody() -> tuple[Tables, Tables, pd.DataFrame]:
    tables = make_tables(recipe(), SEED, only=("places", "surveys"), left_to_chance=True)
    rng = draws.generator(SEED, "answers", left_to_chance=True)
    made, would = answers_of_everybody(recipe().answers, recipe().surveys.rounds, tables, rng)
    return tables, made, would


def test_everybody_invited_would_have_answered_everything_once() -> None:
    tables, _, would = everybody()
    rounds = tables["survey_cases"][["case_id", "survey_id"]]
    counts = would.merge(rounds, on="case_id").groupby(["survey_id", "item_id"])["case_id"]
    assert (counts.nunique() == counts.size()).all()
    sizes = rounds["survey_id"].value_counts()
    assert (counts.nunique() == counts.nunique().index.get_level_values(0).map(sizes)).all()


def test_what_was_answered_is_what_would_have_been() -> None:
    tables, made, would = everybody()
    cases = tables["survey_cases"].set_index("case_id")["disposition"]
    given = made["survey_answers"]
    assert given["case_id"].map(cases).isin(ANSWERED).all()
    said = given[~given["answer"].str.startswith("_") & (given["item_id"] != "less_reached")]
    both = said.merge(would, on=["case_id", "item_id"])
    assert len(both) == len(said)
    assert (both["answer_x"] == both["answer_y"]).all()


def test_some_families_alone_are_those_of_the_whole_set() -> None:
    some = make_tables(recipe(), SEED, only=("places", "reach"))
    every = make_tables(recipe(), SEED)
    assert set(some) < set(every)
    for name, table in some.items():
        pd.testing.assert_frame_equal(table, every[name])


def test_support_expected_is_what_the_counts_vary_around() -> None:
    made = make_tables(recipe(), SEED, only=("places", "reach"), left_to_chance=True)
    rng = draws.generator(SEED, "reach", left_to_chance=True)
    expected = expected_by_site(recipe().reach, made, rng).set_index("site_id")["expected"]
    table = made["people_supported"]
    counted = table[table["characteristic"] == "sen"].groupby("site_id")["people"].sum()
    z = (counted - expected) / np.sqrt(expected)
    assert 0.4 < (z**2).mean() < 2


def test_left_to_chance_teams_do_not_average_what_was_planted() -> None:
    chance, kept = (
        make_tables(recipe(), SEED, only=("places", "time_use"), left_to_chance=way)["time_use"]
        for way in (True, False)
    )
    planted = recipe().time_use.shares["direct_support"]
    direct = [t.loc[t["function"] == "direct_support", "percent"].mean() for t in (chance, kept)]
    assert abs(direct[0] / 100 - planted) > 0.002
    assert abs(direct[1] / 100 - planted) < 0.001
