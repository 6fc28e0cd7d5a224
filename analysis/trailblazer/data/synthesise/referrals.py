"""Referrals by level of need and what happened next."""

from __future__ import annotations

import numpy as np
import pandas as pd
from pydantic import model_validator

from trailblazer.data.synthesise import draws
from trailblazer.data.synthesise.draws import Tables
from trailblazer.data.synthesise.values import (
    Positive,
    Quarter,
    Shares,
    Strict,
    Weights,
    expect_all,
)


class Referrals(Strict):
    """The parameters of referrals."""

    quarters: dict[Quarter, Positive]
    quarterly: Positive
    spread: Positive
    need: Shares
    outcomes: dict[str, Shares]
    wait_days: Weights
    wait_change: float
    wait_spread: Positive

    @model_validator(mode="after")
    def _every_need_has_outcomes(self) -> Referrals:
        expect_all("outcomes", self.outcomes, self.need)
        return self


def referrals(recipe: Referrals, tables: Tables, rng: np.random.Generator) -> Tables:
    """The table ``referrals``: a full grid of team, quarter, need and its possible outcomes."""
    teams = tables["teams"][["team_id"]]
    teams = teams.assign(size=draws.around_one(rng, recipe.spread, len(teams)))
    rows = teams.merge(_quarters(recipe), how="cross").merge(_paths(recipe), how="cross")
    expected = recipe.quarterly * rows["size"] * rows["volume"] * rows["share"]
    rows["referrals"] = rng.poisson(expected)
    rows["median_wait_days"] = _waits(recipe, rows, rng)
    columns = ["team_id", "quarter", "need_band", "outcome", "referrals", "median_wait_days"]
    return {"referrals": rows[columns]}


def _quarters(recipe: Referrals) -> pd.DataFrame:
    rows = [(name, volume, n) for n, (name, volume) in enumerate(recipe.quarters.items())]
    return pd.DataFrame(rows, columns=["quarter", "volume", "elapsed"])


def _paths(recipe: Referrals) -> pd.DataFrame:
    """Each level of need with each outcome it can have, and the share of referrals that take it."""
    rows = [
        (need, outcome, recipe.need[need] * share)
        for need, outcomes in recipe.outcomes.items()
        for outcome, share in outcomes.items()
    ]
    return pd.DataFrame(rows, columns=["need_band", "outcome", "share"])


def _waits(recipe: Referrals, rows: pd.DataFrame, rng: np.random.Generator) -> pd.Series:
    """Median days to first contact, where there was one."""
    usual = rows["outcome"].map(recipe.wait_days) * (1 + recipe.wait_change) ** rows["elapsed"]
    days = usual * np.exp(recipe.wait_spread * rng.standard_normal(len(rows)))
    return days.round(0).where(rows["referrals"] > 0)
