"""Posts and staff in local services: did the teams grow at the cost of others?"""

from __future__ import annotations

import numpy as np
import pandas as pd
from pydantic import model_validator

from trailblazer.data.synthesise import draws
from trailblazer.data.synthesise.draws import Tables
from trailblazer.data.synthesise.values import Positive, Quarter, Strict, Weights, expect_all


class LocalServices(Strict):
    """The parameters of the local workforce."""

    quarters: list[Quarter]
    establishment: Weights
    spread_between_sites: Positive
    vacancies: dict[str, dict[Quarter, Positive]]
    vacancies_spread: Positive

    @model_validator(mode="after")
    def _every_service_has_vacancies(self) -> LocalServices:
        expect_all("vacancies", self.vacancies, self.establishment)
        return self


def local_services(recipe: LocalServices, tables: Tables, rng: np.random.Generator) -> Tables:
    """The table ``local_workforce``: other services as planted, the teams as their spells say."""
    others = [_service(recipe, name, tables["sites"], rng) for name in recipe.establishment]
    table = pd.concat([_teams(recipe, tables), *others])
    return {
        "local_workforce": table.sort_values(
            ["site_id", "quarter", "service"], kind="stable"
        ).reset_index(drop=True)
    }


def _service(
    recipe: LocalServices, service: str, sites: pd.DataFrame, rng: np.random.Generator
) -> pd.DataFrame:
    size = draws.around_one(rng, recipe.spread_between_sites, len(sites))
    posts = np.maximum(1, (recipe.establishment[service] * size).round(0))
    rows = sites[["site_id"]].assign(service=service, establishment_fte=posts)
    rows = rows.merge(pd.DataFrame({"quarter": recipe.quarters}), how="cross")
    noise = recipe.vacancies_spread * rng.standard_normal(len(rows))
    vacant = (draws.step(recipe.vacancies[service], rows["quarter"]) + noise).clip(0, 1)
    return rows.assign(in_post_fte=(rows["establishment_fte"] * (1 - vacant)).round(1))


def _teams(recipe: LocalServices, tables: Tables) -> pd.DataFrame:
    """Funded posts of the teams, and the posts held on the last day of each quarter."""
    teams = tables["teams"]
    spells = tables["staff_spells"].merge(teams[["team_id", "site_id"]], on="team_id")
    funded = teams.groupby("site_id")["funded_fte"].sum()
    parts = []
    for quarter in recipe.quarters:
        day = pd.Period(quarter, freq="Q").end_time.normalize()
        there = (spells["start_date"] <= day) & ~(spells["end_date"] < day)
        held = spells[there].groupby("site_id")["fte"].sum().reindex(funded.index, fill_value=0)
        parts.append(
            pd.DataFrame(
                {"establishment_fte": funded, "in_post_fte": held.round(1), "quarter": quarter}
            )
        )
    return pd.concat(parts).reset_index().assign(service="mhst")
