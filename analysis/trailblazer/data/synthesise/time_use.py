"""How teams divided their time among the core functions."""

from __future__ import annotations

import numpy as np
import pandas as pd
from pydantic import model_validator

from trailblazer.data.synthesise import draws
from trailblazer.data.synthesise.draws import Numbers, Tables
from trailblazer.data.synthesise.values import (
    Count,
    Positive,
    Quarter,
    Share,
    Shares,
    Strict,
    expect_all,
)

FUNCTIONS = ("direct_support", "whole_school", "advice_liaison", "other")


class TimeUse(Strict):
    """The parameters of time use."""

    shares: Shares
    periods: list[Quarter]
    never_returned: Count
    missed_a_period: Count
    spread_between_sites: Positive
    spread_between_teams: Positive
    spread_between_periods: Positive
    no_other_time: Share
    sources: Shares

    @model_validator(mode="after")
    def _every_function_has_a_share(self) -> TimeUse:
        expect_all("shares", self.shares, FUNCTIONS)
        return self


def time_use(recipe: TimeUse, tables: Tables, rng: np.random.Generator) -> Tables:
    """The table ``time_use``: in each period the teams' mean shares are those of the recipe."""
    teams = tables["teams"]
    teams = teams[~draws.evenly(rng, len(teams), recipe.never_returned)].reset_index(drop=True)
    teams = teams.assign(source=draws.dealt(rng, recipe.sources, len(teams)))
    usual = _usual(recipe, teams["site_id"], rng)
    periods = [_period(recipe, name, teams, usual, rng) for name in recipe.periods]
    table = pd.concat(periods).sort_values(["team_id", "period"], kind="stable")
    return {"time_use": table.reset_index(drop=True)}


def _usual(recipe: TimeUse, sites: pd.Series, rng: np.random.Generator) -> Numbers:
    """Each team's usual division of time, before scaling: teams x functions."""
    functions = list(recipe.shares)
    names = list(sites.unique())
    of_site = rng.standard_normal((len(names), len(functions))) * recipe.spread_between_sites
    of_team = rng.standard_normal((len(sites), len(functions))) * recipe.spread_between_teams
    leaning = of_site[[names.index(site) for site in sites]] + of_team
    usual = np.array(list(recipe.shares.values())) * np.exp(leaning)
    without = draws.share_of(rng, len(sites), recipe.no_other_time)
    usual[without, functions.index("other")] = 0
    return np.asarray(usual)


def _period(
    recipe: TimeUse, period: str, teams: pd.DataFrame, usual: Numbers, rng: np.random.Generator
) -> pd.DataFrame:
    returned = ~draws.evenly(rng, len(teams), recipe.missed_a_period)
    noise = rng.standard_normal(usual.shape) * recipe.spread_between_periods
    rows = (usual * np.exp(noise))[returned]
    percent = _rounded(100 * draws.composed(rng, rows, np.array(list(recipe.shares.values()))))
    wide = teams.loc[returned, ["team_id", "source"]].assign(period=period)
    wide[list(recipe.shares)] = percent
    return wide.melt(["team_id", "period", "source"], var_name="function", value_name="percent")


def _rounded(percent: Numbers) -> Numbers:
    """To one decimal, with the first share taking up what rounding leaves of 100."""
    rounded = np.round(percent, 1)
    rounded[:, 0] = np.round(100 - rounded[:, 1:].sum(axis=1), 1)
    return rounded
