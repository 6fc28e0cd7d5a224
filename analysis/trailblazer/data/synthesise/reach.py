"""Who was supported, by group, and the population they come from."""

from __future__ import annotations

import numpy as np
import pandas as pd
from pydantic import model_validator

from trailblazer.data.synthesise import draws
from trailblazer.data.synthesise.draws import Numbers, Tables
from trailblazer.data.synthesise.values import (
    Positive,
    Share,
    Shares,
    Strict,
    Weights,
    expect_all,
)


class Reach(Strict):
    """The parameters of people supported and of the population."""

    period: str
    supported_per_1000: Positive
    spread_between_sites: Positive
    concentration: Positive
    groups: dict[str, Shares]
    london_weights: Weights
    without_denominator: list[str]
    relative_rates: dict[str, Weights]
    relative_needs: dict[str, Weights]
    not_recorded: dict[str, Share]

    @model_validator(mode="after")
    def _every_characteristic_is_recorded(self) -> Reach:
        expect_all("not_recorded", self.not_recorded, self.groups)
        return self


def reach(recipe: Reach, tables: Tables, rng: np.random.Generator) -> Tables:
    """The tables ``people_supported`` and ``population``.

    Within a site each group is supported at the recipe's rate relative to the others; in part of
    the records the group is not known.
    """
    sites = expected_by_site(recipe, tables, rng)
    sites["supported"] = rng.poisson(sites["expected"])
    supported, population = [], []
    for characteristic in recipe.groups:
        people = _population(recipe, characteristic, sites, rng)
        supported.append(_supported(recipe, characteristic, people, sites, rng))
        if characteristic not in recipe.without_denominator:
            population.append(_needs(recipe, characteristic, people))
    return {"people_supported": _stacked(supported), "population": _stacked(population)}


def expected_by_site(recipe: Reach, tables: Tables, rng: np.random.Generator) -> pd.DataFrame:
    """The sites with their ``pupils`` and how many of them are ``expected`` to be supported.

    These are the first numbers drawn for the family: with its generator, what its tables rest on.
    """
    pupils = tables["settings"].groupby("site_id")["pupils"].sum()
    sites = tables["sites"].assign(pupils=tables["sites"]["site_id"].map(pupils))
    noise = draws.around_one(rng, recipe.spread_between_sites, len(sites))
    return sites.assign(expected=sites["pupils"] * recipe.supported_per_1000 / 1000 * noise)


def _population(
    recipe: Reach, characteristic: str, sites: pd.DataFrame, rng: np.random.Generator
) -> pd.DataFrame:
    """Pupils of each site by group."""
    groups = recipe.groups[characteristic]
    plain = np.array(list(groups.values()))
    london = plain * [recipe.london_weights.get(group, 1) for group in groups]
    parts = []
    columns = (sites["site_id"], sites["region"], sites["pupils"])
    for site, region, pupils in zip(*columns, strict=True):
        usual = london / london.sum() if region == "london" else plain
        shares = rng.dirichlet(recipe.concentration * usual)
        people = np.maximum(1, draws.apportioned(shares, pupils))
        parts.append(pd.DataFrame({"site_id": site, "group": list(groups), "people": people}))
    table = pd.concat(parts, ignore_index=True)
    return table.assign(period=recipe.period, characteristic=characteristic)


def _supported(
    recipe: Reach,
    characteristic: str,
    people: pd.DataFrame,
    sites: pd.DataFrame,
    rng: np.random.Generator,
) -> pd.DataFrame:
    """People supported at each site by group, those of unknown group last."""
    rates = recipe.relative_rates.get(characteristic, {})
    weight = people["people"] * draws.looked_up(rates, people["group"], 1)
    parts: list[pd.DataFrame] = []
    for site, supported in zip(sites["site_id"], sites["supported"], strict=True):
        unknown = rng.binomial(supported, recipe.not_recorded[characteristic])
        here = people[people["site_id"] == site]
        counts = rng.multinomial(supported - unknown, _shares(weight[here.index]))
        last = here.iloc[[0]].assign(group="unknown", people=unknown)
        parts.append(pd.concat([here.assign(people=counts), last]))
    return pd.concat(parts, ignore_index=True)


def _shares(weight: pd.Series) -> Numbers:
    return (weight / weight.sum()).to_numpy(dtype=float)


def _needs(recipe: Reach, characteristic: str, people: pd.DataFrame) -> pd.DataFrame:
    needs = recipe.relative_needs.get(characteristic, {})
    return people.assign(
        source="school_census",
        relative_need=draws.looked_up(needs, people["group"], 1),
        relative_need_source="Assumed for the synthetic set",
    )


def _stacked(parts: list[pd.DataFrame]) -> pd.DataFrame:
    keys = ["site_id", "period", "characteristic"]
    return pd.concat(parts).sort_values(keys, kind="stable", ignore_index=True)
