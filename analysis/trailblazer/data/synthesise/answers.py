"""The questions of both surveys and the answers to them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import numpy as np
import pandas as pd
from pydantic import Field, model_validator
from scipy.special import expit, logit

from trailblazer.data.synthesise import draws
from trailblazer.data.synthesise.draws import Codes, Flags, Numbers, Tables
from trailblazer.data.synthesise.surveys import Population, Round
from trailblazer.data.synthesise.values import Count, LogOdds, Share, Strict

ANSWERED = ("complete", "partial")


class Item(Strict):
    """A question, and the share of those asked who give each answer.

    ``asked_if`` names the answer to an earlier item on which it is asked; ``tilt`` shifts
    agreement by phase or sector, on the log-odds scale.
    """

    population: Population
    rounds: list[Count]
    item_id: str
    question: str
    kind: Literal["likert5", "yes_no", "single", "multi", "number"]
    list_id: str = ""
    claims: list[str]
    asked_if: dict[str, str] = Field(default_factory=dict)
    tilt: LogOdds = Field(default_factory=dict)
    answers: dict[str, Share]

    def is_asked_in(self, wave: Round) -> bool:
        """Whether the question is part of this round."""
        return self.population == wave.population and wave.round in self.rounds


class Answers(Strict):
    """The parameters of answers."""

    dont_know: Share
    prefer_not: Share
    blank: Share
    alike: Share
    later_round: float
    items: list[Item]

    @model_validator(mode="after")
    def _routing_follows_the_order(self) -> Answers:
        for n, item in enumerate(self.items):
            earlier = {i.item_id for i in self.items[:n] if i.population == item.population}
            for name in set(item.asked_if) - earlier:
                raise ValueError(f"{item.item_id} is asked if {name}, which no earlier item is")
        return self


def answers(
    recipe: Answers, rounds: list[Round], tables: Tables, rng: np.random.Generator
) -> Tables:
    """The tables ``survey_items`` and ``survey_answers``, and ``surveys`` with its item counts."""
    made = _made(recipe, rounds, tables, rng, False)
    return made | {"survey_answers": made["survey_answers"].drop(columns="would")}


def answers_of_everybody(
    recipe: Answers, rounds: list[Round], tables: Tables, rng: np.random.Generator
) -> tuple[Tables, pd.DataFrame]:
    """The same tables, and what each person invited would have answered (case_id, item_id, answer).

    What a survey tells can so be set beside what it would have told had all answered everything.
    Answers are drawn for everybody invited, so they are others than those of :func:`answers`.
    """
    made = _made(recipe, rounds, tables, rng, True)
    rows, cases = made["survey_answers"], tables["survey_cases"]
    would = rows.drop(columns="answer").rename(columns={"would": "answer"})
    answered = cases.loc[cases["disposition"].isin(ANSWERED), "case_id"]
    given = rows[rows["case_id"].isin(answered)].drop(columns="would")
    return made | {"survey_answers": given.reset_index(drop=True)}, would.drop_duplicates()


def _made(
    recipe: Answers, rounds: list[Round], tables: Tables, rng: np.random.Generator, everybody: bool
) -> Tables:
    items, given, counts = [], [], {}
    cases = tables["survey_cases"].merge(
        tables["settings"][["setting_id", "phase"]], on="setting_id", how="left"
    )
    for wave in rounds:
        own = [item for item in recipe.items if item.is_asked_in(wave)]
        answered = cases["disposition"].isin(ANSWERED) | everybody
        answered &= cases["survey_id"] == wave.survey_id
        items.append(_questions(own).assign(survey_id=wave.survey_id))
        given.append(_round(recipe, own, wave.round, cases[answered].reset_index(drop=True), rng))
        counts[wave.survey_id] = len(own)
    counted = tables["surveys"].assign(items=tables["surveys"]["survey_id"].map(counts))
    return {
        "surveys": counted,
        "survey_items": pd.concat(items, ignore_index=True),
        "survey_answers": pd.concat(given, ignore_index=True),
    }


def _questions(items: list[Item]) -> pd.DataFrame:
    rows = [
        {
            **item.model_dump(include={"item_id", "question", "kind", "list_id"}),
            "routing": " and ".join(f"{k} = {v}" for k, v in item.asked_if.items()),
            "claims": ";".join(item.claims),
        }
        for item in items
    ]
    return pd.DataFrame(rows)


def _round(
    recipe: Answers, items: list[Item], number: int, cases: pd.DataFrame, rng: np.random.Generator
) -> pd.DataFrame:
    """Every respondent's answer to every item of a round, one row each (or each option).

    Beside it, what they ``would`` have answered had they left nothing out and been asked it.
    """
    person = rng.standard_normal(len(cases))
    reached = np.where(
        cases["disposition"] == "partial", rng.integers(2, len(items), len(cases)), len(items)
    )
    by_item: dict[str, Codes] = {}
    parts = []
    for position, item in enumerate(items):
        noise = rng.standard_normal(len(cases))
        mood = np.sqrt(recipe.alike) * person + np.sqrt(1 - recipe.alike) * noise
        chosen = _chosen(item, mood, cases, recipe.later_round * (number - 1), rng)
        asked = _asked(item, by_item, len(cases))
        by_item[item.item_id] = _unanswered(recipe, chosen, asked, position < reached, rng)
        parts.append(
            pd.DataFrame(
                {
                    "case_id": cases["case_id"],
                    "item_id": item.item_id,
                    "answer": by_item[item.item_id],
                    "would": chosen,
                }
            )
        )
    rows = pd.concat(parts).sort_values("case_id", kind="stable")
    return rows.assign(answer=rows["answer"].str.split(";")).explode("answer")


def _chosen(
    item: Item, mood: Numbers, cases: pd.DataFrame, shift: float, rng: np.random.Generator
) -> Codes:
    """The answer of each respondent had all of them answered; options joined by semicolons."""
    n = len(mood)
    if item.kind == "multi":
        options = {o: draws.even(rng, n) < share for o, share in item.answers.items()}
        named = [";".join(o for o in options if options[o][row]) for row in range(n)]
        return np.array([names or "none_of_these" for names in named], dtype=object)
    if item.kind != "likert5":
        return draws.dealt(rng, item.answers, n)
    of_group = cases["phase"].fillna(cases["sector"])
    tilt = draws.looked_up(item.tilt, of_group, 0) + shift
    # Ranked, so that the answers keep to the recipe's shares whatever the moods drawn.
    return _on_scale(item.answers, draws.ranked(rng, mood), tilt)


def _on_scale(answers: Mapping[str, float], uniform: Numbers, tilt: Numbers) -> Codes:
    """A point of the scale for each respondent; a tilt above 0 moves towards its first points."""
    upto = np.cumsum(list(answers.values()))[:-1]
    bounds = expit(logit(upto)[None, :] + tilt[:, None])
    point = (uniform[:, None] >= bounds).sum(axis=1)
    chosen: Codes = np.array(list(answers), dtype=object)[point]
    return chosen


def _asked(item: Item, earlier: Mapping[str, Codes], n: int) -> Flags:
    asked = np.ones(n, dtype=bool)
    for name, answer in item.asked_if.items():
        asked &= earlier[name] == answer
    return asked


def _unanswered(
    recipe: Answers, chosen: Codes, asked: Flags, reached: Flags, rng: np.random.Generator
) -> Codes:
    """Answers with the reasons for which there is none, the first that applies."""
    why = {
        "_dont_know": recipe.dont_know,
        "_prefer_not": recipe.prefer_not,
        "_blank": recipe.blank,
        "": 1 - recipe.dont_know - recipe.prefer_not - recipe.blank,
    }
    kept = draws.dealt(rng, why, len(chosen))
    given = np.where(kept == "", chosen, kept)
    return np.where(reached, np.where(asked, given, "_not_asked"), "_blank").astype(object)
