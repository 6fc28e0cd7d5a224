"""What the review of documents found: seats, involvement, positions on scope, strategies."""

from __future__ import annotations

import numpy as np
import pandas as pd

from trailblazer.data.synthesise import draws
from trailblazer.data.synthesise.draws import Tables
from trailblazer.data.synthesise.values import Count, Share, Shares, Strict


class Governance(Strict):
    """The parameters of what documents say."""

    seats_a_body: Count
    second_bodies: Count
    sectors: Shares
    chairs: Shares
    voting: Share
    involvement_intended: Shares
    involvement_achieved: Shares
    involvement_unknown: Share
    scope: Shares
    scope_teams: dict[int, Count]
    sites_with_strategies: Count
    strategies_a_site: Count
    strategy_groups: Shares
    strategies: Shares


def governance(recipe: Governance, tables: Tables, rng: np.random.Generator) -> Tables:
    """The tables ``governance_seats``, ``involvement``, ``scope_positions`` and ``strategies``."""
    sites = tables["sites"][["site_id"]]
    return {
        "governance_seats": _seats(recipe, sites, rng),
        "involvement": _involvement(recipe, sites, rng),
        "scope_positions": _scope(recipe, tables["teams"], rng),
        "strategies": _strategies(recipe, sites, rng),
    }


def _seats(recipe: Governance, sites: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    second = sites[draws.evenly(rng, len(sites), recipe.second_bodies)]
    bodies = pd.concat([sites, second]).sort_values("site_id", ignore_index=True)
    bodies["body_id"] = draws.numbered("B", len(bodies), 2)
    bodies["chaired_by"] = draws.dealt(rng, recipe.chairs, len(bodies))
    seats = draws.repeated(bodies, np.full(len(bodies), recipe.seats_a_body))
    seats["seat_id"] = draws.numbered("X", len(seats), 3)
    seats["chair"] = ~seats.duplicated("body_id")
    other = draws.dealt(rng, recipe.sectors, len(seats))
    seats["sector"] = seats["chaired_by"].where(seats["chair"], other)
    seats["voting"] = seats["chair"] | (draws.spread(rng, len(seats)) < recipe.voting)
    return seats.assign(source_id="D-" + seats["site_id"] + "-terms_of_reference")


def _involvement(recipe: Governance, sites: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    groups = pd.DataFrame({"group": ["young_people", "parents_carers"]})
    stages = pd.DataFrame({"stage": ["design", "delivery", "governance"]})
    rows = sites.merge(groups, how="cross").merge(stages, how="cross")
    rows["intended"] = draws.dealt(rng, recipe.involvement_intended, len(rows))
    achieved = pd.Series(draws.dealt(rng, recipe.involvement_achieved, len(rows)))
    unknown = draws.spread(rng, len(rows)) < recipe.involvement_unknown
    rows["achieved"] = achieved.mask(unknown)
    return rows.assign(source_id="D-" + rows["site_id"] + "-site_plan")


def _scope(recipe: Governance, teams: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Positions known in each round; most teams keep theirs."""
    usual = pd.Series(draws.dealt(rng, recipe.scope, len(teams)), index=teams.index)
    parts = []
    for number, known in recipe.scope_teams.items():
        rows = teams.loc[draws.evenly(rng, len(teams), known), ["team_id", "site_id"]]
        parts.append(rows.assign(round=number, stance=usual[rows.index]))
    table = pd.concat(parts).sort_values(["team_id", "round"], ignore_index=True)
    return table.assign(source_id="D-" + table["site_id"] + "-quarterly_report")


def _strategies(recipe: Governance, sites: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    known = sites[draws.evenly(rng, len(sites), recipe.sites_with_strategies)]
    rows = draws.repeated(known, np.full(len(known), recipe.strategies_a_site))
    rows["group"] = draws.dealt(rng, recipe.strategy_groups, len(rows))
    rows["strategy"] = draws.dealt(rng, recipe.strategies, len(rows))
    rows = rows.drop_duplicates().sort_values(["site_id", "group", "strategy"], ignore_index=True)
    return rows.assign(source_id="D-" + rows["site_id"] + "-site_plan")
