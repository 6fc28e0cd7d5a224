"""Who held which post from when to when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np
import pandas as pd

from trailblazer.data.synthesise import draws
from trailblazer.data.synthesise.draws import Numbers, Tables
from trailblazer.data.synthesise.values import Count, NumberShares, Share, Shares, Strict

DAYS_A_MONTH = 365.25 / 12


class Post(Strict):
    """A kind of post that every team has."""

    role: str
    band: str
    number: Count
    fte: Share


class Staff(Strict):
    """The parameters of staff spells."""

    early_practitioners: Count
    early_from: date
    emhp_in_post: dict[int, Share]
    senior_in_post: dict[int, Share]
    replaced: Share
    vacant_days: Count
    posts_from: date
    posts: list[Post]
    fte: NumberShares
    senior_employers: Shares
    emhp_employers: Shares
    destinations: Shares
    reasons: Shares


def staff(
    recipe: Staff, period: tuple[date, date], tables: Tables, rng: np.random.Generator
) -> Tables:
    """The table ``staff_spells``.

    Spells begun before the period enter late: one that also ended before it was never seen, and
    is not in the table. Spells that outlast the period have no end.
    """
    start, end = (pd.Timestamp(day) for day in period)
    trainees = _trainees(tables, rng)
    practitioners = _practitioners(recipe, trainees, start, tables, rng)
    seniors = _seniors(recipe, tables["teams"], rng)
    spells = pd.concat([trainees, practitioners, seniors], ignore_index=True)
    spells = spells.join(_exits(recipe, spells, end, rng))
    spells = pd.concat([spells, _promoted(spells, end)], ignore_index=True)
    seen = spells[(spells["start_date"] <= end) & ~(spells["end_date"] < start)]
    seen = seen.sort_values(["team_id", "start_date", "staff_id"]).reset_index(drop=True)
    return {"staff_spells": seen.assign(spell_id=draws.numbered("P", len(seen), 4))}


def _trainees(tables: Tables, rng: np.random.Generator) -> pd.DataFrame:
    """One spell for each trainee who started, shared out among the site's teams."""
    intake = tables["training_intake"].merge(tables["cohorts"], on="cohort_id")
    rows = draws.repeated(intake, intake["started"])
    order = rows.groupby(["site_id", "cohort_id"]).cumcount()
    teams = draws.grouped(tables["teams"], "site_id", "team_id")
    last = pd.to_datetime(rows["training_end"])
    first = pd.to_datetime(rows["training_start"])
    stopped = draws.days_between(rng, first + pd.Timedelta(days=60), last, len(rows))
    return pd.DataFrame(
        {
            "staff_id": draws.numbered("W", len(rows), 4),
            "team_id": [
                teams[site][n % len(teams[site])]
                for site, n in zip(rows["site_id"], order, strict=True)
            ],
            "role": "emhp_trainee",
            "band": "4",
            "fte": 1.0,
            "start_date": first,
            "due": last.where(order < rows["completed"], stopped),
            "qualified": order < rows["in_post"],
        }
    )


def _practitioners(
    recipe: Staff,
    trainees: pd.DataFrame,
    observed: pd.Timestamp,
    tables: Tables,
    rng: np.random.Generator,
) -> pd.DataFrame:
    """Trainees who took up a post, and practitioners in post before observation began."""
    taken = trainees.loc[trainees["qualified"], ["staff_id", "team_id", "due"]]
    wait = pd.to_timedelta(rng.integers(1, 31, len(taken)), unit="D")
    new = taken[["staff_id", "team_id"]].assign(start_date=taken["due"] + wait)
    n = recipe.early_practitioners
    teams = tables["teams"]["team_id"].to_numpy()[draws.evenly(rng, len(tables["teams"]), n)]
    before = observed - pd.Timedelta(days=1)
    early = pd.DataFrame({"staff_id": draws.numbered("X", n, 3), "team_id": teams})
    early["start_date"] = draws.days_between(rng, pd.Timestamp(recipe.early_from), before, n)
    people = pd.concat([new, early], ignore_index=True)
    entry = (observed - people["start_date"]).dt.days.clip(lower=0) / DAYS_A_MONTH
    months = _months_in_post(recipe.emhp_in_post, entry.to_numpy(), draws.even(rng, len(people)))
    people["due"] = people["start_date"] + _days(months)
    people["fte"] = draws.dealt(rng, recipe.fte, len(people)).astype(float)
    people["previous_employer"] = draws.dealt(rng, recipe.emhp_employers, len(people))
    return people.assign(role="emhp", band="5")


def _seniors(recipe: Staff, teams: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """The other posts of every team; some are filled again after someone leaves."""
    posts = pd.DataFrame([dict(post) for post in recipe.posts for _ in range(post.number)])
    first = teams[["team_id", "operational_date"]].merge(posts.drop(columns="number"), how="cross")
    opened, working = pd.Timestamp(recipe.posts_from), first["operational_date"]
    first["start_date"] = draws.days_between(rng, opened, working, len(first))
    first["due"] = first["start_date"] + _stay(recipe.senior_in_post, len(first), rng)
    again = first[draws.spread(rng, len(first)) < recipe.replaced].copy()
    again["start_date"] = again["due"] + pd.Timedelta(days=recipe.vacant_days)
    again["due"] = again["start_date"] + _stay(recipe.senior_in_post, len(again), rng)
    spells = pd.concat([first, again], ignore_index=True).drop(columns="operational_date")
    spells["staff_id"] = draws.numbered("Z", len(spells), 4)
    employers = draws.dealt(rng, recipe.senior_employers, len(spells))
    return spells.assign(previous_employer=employers)


def _stay(curve: Mapping[int, float], n: int, rng: np.random.Generator) -> pd.Series:
    return _days(_months_in_post(curve, np.zeros(n), draws.even(rng, n)))


def _days(months: Numbers) -> pd.Series:
    days = np.ceil(months * DAYS_A_MONTH)
    return pd.Series(pd.to_timedelta(days, unit="D").to_numpy())


def _months_in_post(curve: Mapping[int, float], entry: Numbers, uniform: Numbers) -> Numbers:
    """Months in post of people known to be in post at ``entry`` (months; 0 for new starters).

    ``curve`` is the share still in post by month; between its points, and after the last one,
    the hazard is constant.
    """
    months = np.array([0, *curve], dtype=float)
    hazard = -np.log([1.0, *curve.values()])
    beyond = 10 * months[-1]
    slope = (hazard[-1] - hazard[-2]) / (months[-1] - months[-2])
    hazard = np.append(hazard, hazard[-1] + slope * (beyond - months[-1]))
    months = np.append(months, beyond)
    target = np.interp(entry, months, hazard) - np.log1p(-uniform)
    return np.asarray(np.interp(target, hazard, months))


def _exits(
    recipe: Staff, spells: pd.DataFrame, end: pd.Timestamp, rng: np.random.Generator
) -> pd.DataFrame:
    """Ends that fell within the period, where the person went and why."""
    left = spells["due"] <= end
    qualified = spells["qualified"].fillna(False).astype(bool)
    exits = pd.DataFrame({"end_date": spells["due"].where(left)})
    exits.loc[qualified, "exit_destination"] = "promoted_within"
    for role in spells["role"].unique():
        leavers = left & ~qualified & (spells["role"] == role)
        n = int(leavers.sum())
        exits.loc[leavers, "exit_destination"] = draws.dealt(rng, recipe.destinations, n)
        exits.loc[leavers, "exit_reason"] = draws.dealt(rng, recipe.reasons, n)
    exits.loc[exits["exit_destination"] == "end_of_contract", "exit_reason"] = "fixed_term"
    exits.loc[exits["exit_destination"] == "unknown", "exit_reason"] = "unknown"
    return exits


def _promoted(spells: pd.DataFrame, end: pd.Timestamp) -> pd.DataFrame:
    """The next post of practitioners promoted within their team."""
    rose = (spells["role"] == "emhp") & (spells["exit_destination"] == "promoted_within")
    following = spells.loc[rose, ["staff_id", "team_id", "fte", "previous_employer"]]
    start = spells.loc[rose, "end_date"] + pd.Timedelta(days=1)
    following = following.assign(role="practitioner_senior", band="6", start_date=start)
    return following[following["start_date"] <= end]
