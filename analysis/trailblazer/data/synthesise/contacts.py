"""Contacts by month, mode and phase, with the switch to remote work in the pandemic."""

from __future__ import annotations

import numpy as np
import pandas as pd

from trailblazer.data.synthesise import draws
from trailblazer.data.synthesise.draws import Numbers, Tables
from trailblazer.data.synthesise.values import Month, Positive, Share, Shares, Strict


class Contacts(Strict):
    """The parameters of contacts."""

    first_month: Month
    last_month: Month
    monthly: Positive
    spread: Positive
    first_share: Share
    growth: Positive
    remote_share: dict[Month, Share]
    kept_by_phase: dict[str, Share]
    lockdowns: list[Month]
    seasons: dict[int, Positive]
    remote_modes: Shares
    not_returned: Share


def contacts(recipe: Contacts, tables: Tables, rng: np.random.Generator) -> Tables:
    """The table ``contacts``: a full grid for each team from its first month at work."""
    months = _team_months(recipe, tables["teams"], rng)
    rows = months.merge(_phases(tables["settings"]), on="team_id")
    rows = rows.merge(pd.DataFrame({"mode": ["in_person", *recipe.remote_modes]}), how="cross")
    expected = rows["volume"] * rows["part"] * _kept(recipe, rows) * _mode_share(recipe, rows)
    rows["contacts"] = pd.Series(rng.poisson(expected)).mask(rows["missing"]).astype("Int64")
    keys = ["team_id", "month", "mode", "phase"]
    table = rows.sort_values(keys, kind="stable")[[*keys, "contacts"]]
    return {"contacts": table.reset_index(drop=True)}


def _team_months(recipe: Contacts, teams: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Each team's months at work, the contacts expected in them, and the returns not made."""
    month = pd.period_range(recipe.first_month, recipe.last_month, freq="M")
    team = teams[["team_id"]].assign(
        began=teams["operational_date"].dt.to_period("M"),
        size=draws.around_one(rng, recipe.spread, len(teams)),
    )
    rows = team.merge(pd.DataFrame({"when": month}), how="cross")
    age: pd.Series[int] = (rows["when"] - rows["began"]).map(lambda gap: gap.n)
    working = age >= 0
    rows = rows[working].reset_index(drop=True)
    ramp = np.minimum(1, recipe.first_share + recipe.growth * age[working].to_numpy(dtype=float))
    season = draws.looked_up(recipe.seasons, rows["when"].dt.month, 1)
    noise = draws.around_one(rng, recipe.spread, len(rows))
    return pd.DataFrame(
        {
            "team_id": rows["team_id"],
            "month": rows["when"].astype(str),
            "volume": recipe.monthly * rows["size"] * ramp * season * noise,
            "missing": draws.spread(rng, len(rows)) < recipe.not_returned,
        }
    )


def _phases(settings: pd.DataFrame) -> pd.DataFrame:
    """The phases each team serves and the part of its pupils in each."""
    pupils = settings.groupby(["team_id", "phase"])["pupils"].sum().reset_index()
    part = pupils["pupils"] / pupils.groupby("team_id")["pupils"].transform("sum")
    return pupils.assign(part=part)[["team_id", "phase", "part"]]


def _kept(recipe: Contacts, rows: pd.DataFrame) -> Numbers:
    """The share of contacts kept up while schools were closed, 1 at other times."""
    kept = draws.looked_up(recipe.kept_by_phase, rows["phase"], 1)
    return np.where(rows["month"].isin(recipe.lockdowns), kept, 1)


def _mode_share(recipe: Contacts, rows: pd.DataFrame) -> Numbers:
    remote = draws.step(recipe.remote_share, rows["month"])
    of_remote = draws.looked_up(recipe.remote_modes, rows["mode"], 0)
    return np.where(rows["mode"] == "in_person", 1 - remote, remote * of_remote)
