"""Sites, training cohorts, teams and settings."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
from pydantic import model_validator

from trailblazer.data.synthesise import draws
from trailblazer.data.synthesise.draws import Tables
from trailblazer.data.synthesise.values import (
    Count,
    Positive,
    Share,
    Shares,
    Strict,
    Weights,
    expect_all,
)


class Cohort(Strict):
    """A training cohort and the number of sites whose teams began with it."""

    cohort_id: str
    start: date
    end: date
    sites: Count


class Places(Strict):
    """The parameters of sites, cohorts, teams and settings."""

    sites: Count
    teams: Count
    settings: Count
    case_study_sites: Count
    pupils: Count
    funded_fte: Positive
    operational_within_months: Count
    operational_earliest_months: Count
    operational_typical_months: Count
    regions: dict[str, Count]
    sites_by_teams: dict[int, Count]
    lead_bodies: dict[str, Count]
    cohorts: list[Cohort]
    operational_sources: Shares
    settings_spread: Positive
    phases: Shares
    pupils_by_phase: Weights
    pupils_spread: Positive
    fsm_mean: Share
    fsm_concentration: Positive
    fsm_concentration_of_sites: Positive
    fsm_missing: Share
    setting_types: Shares

    @model_validator(mode="after")
    def _counts_agree(self) -> Places:
        teams = sum(teams * sites for teams, sites in self.sites_by_teams.items())
        if teams != self.teams:
            raise ValueError(f"sites_by_teams makes {teams} teams, not {self.teams}")
        for name, sites in (
            ("regions", sum(self.regions.values())),
            ("sites_by_teams", sum(self.sites_by_teams.values())),
            ("lead_bodies", sum(self.lead_bodies.values())),
            ("cohorts", sum(cohort.sites for cohort in self.cohorts)),
        ):
            if sites != self.sites:
                raise ValueError(f"{name} makes {sites} sites, not {self.sites}")
        expect_all("pupils_by_phase", self.pupils_by_phase, self.phases)
        return self


def places(recipe: Places, rng: np.random.Generator) -> Tables:
    """The reference tables: ``sites``, ``cohorts``, ``teams`` and ``settings``."""
    sites = _sites(recipe, rng)
    teams = _teams(recipe, sites, rng)
    cohorts = pd.DataFrame(
        [(c.cohort_id, c.start, c.end) for c in recipe.cohorts],
        columns=["cohort_id", "training_start", "training_end"],
    )
    settings = _settings(recipe, teams, rng)
    return {"sites": sites, "cohorts": cohorts, "teams": teams, "settings": settings}


def _sites(recipe: Places, rng: np.random.Generator) -> pd.DataFrame:
    sites = pd.DataFrame({"site_id": draws.numbered("S", recipe.sites, 2)})
    sites["site_name"] = sites["site_id"].str.replace("S", "Site ")
    sites["region"] = draws.shuffled(rng, recipe.regions)
    sites["lead_body"] = draws.shuffled(rng, recipe.lead_bodies)
    # Counted off in the order of the regions, so that the case studies lie in different ones.
    by_region = sites["region"].sort_values(kind="stable").index
    chosen = draws.evenly(rng, recipe.sites, recipe.case_study_sites)
    sites["case_study"] = sites.index.isin(by_region[chosen])
    return sites


def _teams(recipe: Places, sites: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    cohorts = draws.shuffled(rng, {c.cohort_id: c.sites for c in recipe.cohorts})
    number = draws.shuffled(rng, recipe.sites_by_teams).astype(int)
    teams = draws.repeated(sites[["site_id"]].assign(cohort_id=cohorts), number)
    teams["team_id"] = draws.numbered("T", recipe.teams, 2)
    teams["funded_fte"] = recipe.funded_fte
    teams["operational_date"] = _operational(recipe, rng)
    teams["operational_source"] = draws.dealt(rng, recipe.operational_sources, recipe.teams)
    return teams


def _operational(recipe: Places, rng: np.random.Generator) -> pd.Series:
    """A weekday for each team, none after the deadline."""
    clock = pd.Timestamp(min(cohort.start for cohort in recipe.cohorts))
    earliest, typical, latest = (
        (clock + pd.DateOffset(months=months) - clock).days
        for months in (
            recipe.operational_earliest_months,
            recipe.operational_typical_months,
            recipe.operational_within_months,
        )
    )
    days = np.floor(rng.triangular(earliest, typical, latest, recipe.teams))
    return draws.weekdays(pd.Series(clock + pd.to_timedelta(days, unit="D")))


def _settings(recipe: Places, teams: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    weights = draws.around_one(rng, recipe.settings_spread, len(teams))
    number = draws.apportioned(weights, recipe.settings)
    settings = draws.repeated(teams[["site_id", "team_id"]], number)
    settings["setting_id"] = draws.numbered("E", recipe.settings, 4)
    settings["phase"] = draws.dealt(rng, recipe.phases, recipe.settings)
    settings["pupils"] = _pupils(recipe, settings["phase"], rng)
    settings["fsm_percent"] = _fsm(recipe, settings["site_id"], rng)
    types = draws.dealt(rng, recipe.setting_types, recipe.settings)
    further = settings["phase"] == "further_education"
    settings["setting_type"] = np.where(further, "college", types)
    return settings


def _pupils(recipe: Places, phase: pd.Series, rng: np.random.Generator) -> pd.Series:
    noise = np.exp(recipe.pupils_spread * rng.standard_normal(len(phase)))
    size: pd.Series = phase.map(recipe.pupils_by_phase) * noise
    pupils: pd.Series = (size * recipe.pupils / size.sum()).round().clip(lower=5)
    return pupils.astype("int64")


def _fsm(recipe: Places, sites: pd.Series, rng: np.random.Generator) -> pd.Series:
    names = sites.unique()
    means = _beta(rng, recipe.fsm_mean, recipe.fsm_concentration_of_sites, len(names))
    mean = sites.map(dict(zip(names, means, strict=True))).to_numpy()
    share = pd.Series(_beta(rng, mean, recipe.fsm_concentration, len(sites)))
    return (100 * share).round(1).mask(draws.spread(rng, len(sites)) < recipe.fsm_missing)


def _beta(
    rng: np.random.Generator, mean: float | draws.Numbers, concentration: float, n: int
) -> draws.Numbers:
    return rng.beta(mean * concentration, (1 - np.asarray(mean)) * concentration, n)
