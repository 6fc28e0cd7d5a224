"""The rounds of both surveys, who was invited and who answered."""

from __future__ import annotations

from datetime import date
from typing import Literal

import numpy as np
import pandas as pd

from trailblazer.data.synthesise import draws
from trailblazer.data.synthesise.draws import Codes, Flags, Numbers, Tables
from trailblazer.data.synthesise.values import Count, LogOdds, Share, Shares, Strict

Population = Literal["settings", "key_informants"]


class Round(Strict):
    """A round of a survey."""

    survey_id: str
    population: Population
    round: Count
    opened: date
    closed: date
    respondents: Count
    pages: Count


class Surveys(Strict):
    """The parameters of invitations and response."""

    rounds: list[Round]
    key_informants: Count
    sectors: Shares
    same_person: Share
    response_by_phase: LogOdds
    response_by_size: float
    response_by_sector: LogOdds
    response_again: float
    partial: Share
    not_answering: Shares


def surveys(recipe: Surveys, tables: Tables, rng: np.random.Generator) -> Tables:
    """The tables ``surveys`` (less its count of items) and ``survey_cases``."""
    rounds, cases = [], []
    earlier: dict[str, pd.DataFrame] = {}
    for wave in sorted(recipe.rounds, key=lambda wave: (wave.population, wave.round)):
        before = earlier.get(wave.population)
        frame = _frame(recipe, wave, before, tables, rng)
        answered = _respondents(frame["odds"].to_numpy(), wave.respondents, rng)
        invited = frame.join(_outcomes(recipe, wave, answered, rng)).assign(answered=answered)
        invited["case_id"] = draws.numbered(f"{wave.survey_id.upper()}_", len(invited), 4)
        earlier[wave.population] = invited
        cases.append(invited.assign(survey_id=wave.survey_id))
        rounds.append({**wave.model_dump(exclude={"respondents"}), "frame_size": len(frame)})
    rounds_table = pd.DataFrame(rounds).assign(mode="web_closed")
    return {"surveys": rounds_table, "survey_cases": pd.concat(cases, ignore_index=True)}


def _frame(
    recipe: Surveys,
    wave: Round,
    before: pd.DataFrame | None,
    tables: Tables,
    rng: np.random.Generator,
) -> pd.DataFrame:
    """Everyone invited to a round, with the log odds of answering and the earlier case."""
    if wave.population == "settings":
        frame, again = _settings(recipe, tables["settings"]), 1.0
    elif before is None:
        frame, again = _key_informants(recipe, tables, rng), 1.0
    else:
        frame, again = before[["site_id", "sector", "odds"]].copy(), recipe.same_person
    if before is None:
        return frame
    same = draws.spread(rng, len(frame)) < again
    frame["odds"] += recipe.response_again * (before["answered"] & same)
    return frame.assign(linked_case_id=before["case_id"].where(same))


def _settings(recipe: Surveys, settings: pd.DataFrame) -> pd.DataFrame:
    """Every participating setting; larger ones and some phases answer more."""
    doublings = np.log2(settings["pupils"] / settings["pupils"].median())
    by_phase = draws.looked_up(recipe.response_by_phase, settings["phase"], 0)
    odds = by_phase + recipe.response_by_size * doublings
    return settings[["setting_id"]].assign(odds=odds)


def _key_informants(recipe: Surveys, tables: Tables, rng: np.random.Generator) -> pd.DataFrame:
    """People who play a part in each site, more of them where there are more teams."""
    teams = tables["teams"]["site_id"].value_counts().sort_index()
    number = draws.apportioned(np.array(teams, dtype=float), recipe.key_informants)
    frame = pd.DataFrame({"site_id": np.repeat(teams.index.to_numpy(), number)})
    frame["sector"] = draws.dealt(rng, recipe.sectors, len(frame))
    frame["odds"] = draws.looked_up(recipe.response_by_sector, frame["sector"], 0)
    return frame


def _respondents(odds: Numbers, number: int, rng: np.random.Generator) -> Flags:
    """Exactly so many respondents, drawn without replacement by their odds (Gumbel trick)."""
    rank = np.argsort(-(odds + rng.gumbel(size=len(odds))), kind="stable")
    answered = np.zeros(len(odds), dtype=bool)
    answered[rank[:number]] = True
    return answered


def _outcomes(
    recipe: Surveys, wave: Round, answered: Flags, rng: np.random.Generator
) -> pd.DataFrame:
    n = len(answered)
    partly = draws.even(rng, n) < recipe.partial
    silent: Codes = draws.dealt(rng, recipe.not_answering, n)
    finished = np.where(partly, "partial", "complete")
    opened, closed = pd.Timestamp(wave.opened), pd.Timestamp(wave.closed)
    day = draws.days_between(rng, opened, closed, n)
    return pd.DataFrame(
        {
            "disposition": np.where(answered, finished, silent),
            "responded_on": day.where(answered),
        }
    )
