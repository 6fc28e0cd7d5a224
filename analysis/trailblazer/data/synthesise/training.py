"""Training places and what became of them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from trailblazer.data.synthesise import draws
from trailblazer.data.synthesise.draws import Tables
from trailblazer.data.synthesise.values import Count, Positive, Share, Strict


class Training(Strict):
    """The parameters of training intake."""

    places: Count
    later_places: Count
    applications_a_place: Positive
    applications_spread: Positive
    declined_offers: Share
    filled: Share
    completed: Share
    took_up_post: Share


def training(recipe: Training, tables: Tables, rng: np.random.Generator) -> Tables:
    """The table ``training_intake``: one row for each site and cohort with places."""
    rows = pd.concat([_first_places(recipe, tables, rng), _later_places(recipe, tables, rng)])
    rows = rows[rows["places"] > 0].sort_values(["site_id", "cohort_id"]).reset_index(drop=True)
    rows = rows.join(_trainees(recipe, rows["places"], rng))
    rows["offers"] = rows["started"] + rng.binomial(rows["places"], recipe.declined_offers)
    usual = rows["places"] * recipe.applications_a_place
    applied = usual * draws.around_one(rng, recipe.applications_spread, len(rows))
    rows["applications"] = np.maximum(rows["offers"], applied.round().astype("int64"))
    return {"training_intake": rows}


def _first_places(recipe: Training, tables: Tables, rng: np.random.Generator) -> pd.DataFrame:
    """The places of the cohorts that teams began with, shared out equally among the teams."""
    teams = tables["teams"]
    equal = 1 + 1e-6 * rng.random(len(teams))  # which teams get one more is left to chance
    places = teams.assign(places=draws.apportioned(equal, recipe.places))
    return places.groupby(["site_id", "cohort_id"])["places"].sum().reset_index()


def _later_places(recipe: Training, tables: Tables, rng: np.random.Generator) -> pd.DataFrame:
    """The places of later cohorts, at sites chosen at random."""
    cohorts = tables["cohorts"][["cohort_id"]]
    later = cohorts[~cohorts["cohort_id"].isin(tables["teams"]["cohort_id"])]
    rows = tables["sites"][["site_id"]].merge(later, how="cross")
    return rows.assign(places=draws.apportioned(rng.random(len(rows)), recipe.later_places))


def _trainees(recipe: Training, places: pd.Series, rng: np.random.Generator) -> pd.DataFrame:
    """How many places led to a start, a completed course and a post as practitioner."""
    row = places.index.repeat(places)
    started = draws.even(rng, len(row)) < recipe.filled
    completed = started & (draws.even(rng, len(row)) < recipe.completed)
    in_post = completed & (draws.even(rng, len(row)) < recipe.took_up_post)
    people = pd.DataFrame({"started": started, "completed": completed, "in_post": in_post})
    return people.astype("int64").groupby(row).sum()
