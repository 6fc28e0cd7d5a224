"""Interviews, focus groups and documents, and the young people who took part."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from trailblazer.data.synthesise import draws
from trailblazer.data.synthesise.draws import Tables
from trailblazer.data.synthesise.values import Count, Share, Shares, Strict

LEADS = {"national": "national_lead", "regional": "regional_lead"}


class View(Strict):
    """Who was asked about a claim, and how those asked spoke of it; the rest said nothing."""

    groups: list[str]
    supports: Share
    qualifies: Share
    contradicts: Share


class Interviews(Strict):
    """The parameters of sources and participants."""

    by_level: dict[str, Count]
    site_groups: dict[str, Count]
    first_round_from: date
    first_round_to: date
    last_round_to: date
    first_round: Share
    modes: Shares
    focus_groups: list[Count]
    focus_group_topics: list[str]
    age_bands: Shares
    direct_contact: Count
    awareness: dict[str, Count]
    documents: dict[str, str]
    documents_from: date
    asked: Share
    views: dict[str, View]


def interviews(recipe: Interviews, tables: Tables, rng: np.random.Generator) -> Tables:
    """The tables ``sources`` and ``participants``."""
    sites = tables["sites"]
    cases = sites.loc[sites["case_study"], "site_id"].to_numpy()
    talks = _interviews(recipe, cases, rng)
    groups = _focus_groups(recipe, cases, rng)
    sources = pd.concat([talks, groups, _documents(recipe, sites, rng)], ignore_index=True)
    return {"sources": sources, "participants": _participants(recipe, groups, rng)}


def _interviews(recipe: Interviews, cases: draws.Codes, rng: np.random.Generator) -> pd.DataFrame:
    leads = [(LEADS[level], level) for level in LEADS for _ in range(recipe.by_level[level])]
    local = [(group, "site") for group, n in recipe.site_groups.items() for _ in range(n)]
    table = pd.DataFrame(leads + local, columns=["group", "level"])
    at_site = table["level"] == "site"
    # Dealt out in turn, so that every group is heard in as many sites as it can be.
    table.loc[at_site, "site_id"] = np.resize(cases, int(at_site.sum()))
    table["kind"] = "interview"
    table["source_id"] = draws.numbered("IV", len(table), 3)
    table["round"] = np.where(draws.spread(rng, len(table)) < recipe.first_round, 1, 2)
    table["date"] = _dates(recipe, table["round"], rng)
    table["mode"] = draws.dealt(rng, recipe.modes, len(table))
    table["participants"] = 1
    return table.assign(topics_asked=_topics(recipe, table["group"], rng))


def _dates(recipe: Interviews, rounds: pd.Series, rng: np.random.Generator) -> pd.Series:
    """Weekdays within each round of fieldwork."""
    turn = pd.Timestamp(recipe.first_round_to)
    first = rounds.map({1: pd.Timestamp(recipe.first_round_from), 2: turn + pd.Timedelta(days=5)})
    last = rounds.map({1: turn, 2: pd.Timestamp(recipe.last_round_to)})
    return draws.weekdays(draws.days_between(rng, first, last, len(rounds)))


def _topics(recipe: Interviews, groups: pd.Series, rng: np.random.Generator) -> list[str]:
    """The claims each interview was asked about, separated by semicolons."""
    asked = {
        claim: groups.isin(view.groups) & (draws.spread(rng, len(groups)) < recipe.asked)
        for claim, view in recipe.views.items()
    }
    return [";".join(claim for claim in asked if asked[claim].iloc[n]) for n in range(len(groups))]


def _focus_groups(recipe: Interviews, cases: draws.Codes, rng: np.random.Generator) -> pd.DataFrame:
    n = len(recipe.focus_groups)
    table = pd.DataFrame({"source_id": draws.numbered("FG", n, 2)})
    table["site_id"] = np.resize(cases, n)
    table["participants"] = recipe.focus_groups
    table["date"] = _dates(recipe, pd.Series([2] * n), rng)
    return table.assign(
        kind="focus_group",
        level="site",
        group="young_people",
        round=2,
        mode="video",
        topics_asked=";".join(recipe.focus_group_topics),
    )


def _documents(recipe: Interviews, sites: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    kinds = pd.DataFrame(list(recipe.documents.items()), columns=["name", "group"])
    table = sites[["site_id"]].merge(kinds, how="cross")
    table["source_id"] = "D-" + table["site_id"] + "-" + table.pop("name")
    table["date"] = draws.days_between(
        rng,
        pd.Timestamp(recipe.documents_from),
        pd.Timestamp(recipe.first_round_to),
        len(table),
    )
    return table.assign(kind="document", level="site")


def _participants(
    recipe: Interviews, groups: pd.DataFrame, rng: np.random.Generator
) -> pd.DataFrame:
    """The young people: those who met the team know of it, the others as the recipe says."""
    n = int(groups["participants"].sum())
    met = draws.evenly(rng, n, recipe.direct_contact)
    aware = np.full(n, "yes", dtype=object)
    aware[~met] = draws.shuffled(rng, recipe.awareness)
    understands = np.where(met & (draws.spread(rng, n) < 0.5), "yes", "partly")
    return pd.DataFrame(
        {
            "participant_id": draws.numbered("Y", n, 2),
            "source_id": draws.repeated(groups, groups["participants"])["source_id"],
            "age_band": np.sort(draws.dealt(rng, recipe.age_bands, n)),
            "direct_contact": met,
            "aware": aware,
            "understands": np.where(aware == "no", "no", understands),
        }
    )
