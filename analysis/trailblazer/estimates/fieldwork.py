"""How a survey went: what was asked of whom, what came of it, and who is missing."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from trailblazer.estimates.answers import RESERVED
from trailblazer.estimates.estimate import About
from trailblazer.estimates.invited import CHECKED, MARGINS, invited
from trailblazer.estimates.response import ANSWERED, Outcome, outcome_rates
from trailblazer.estimates.survey import Weights, describe_weights
from trailblazer.estimates.weights import compare, weigh

ITEMS = {
    "item_id": str, "question": str, "answered": int, "not_asked": int, "dont_know": int,
    "prefer_not": int, "skipped": int, "not_reached": int, "item_response": float,
}  # fmt: skip
FACTS = (
    "round", "opened", "closed", "mode", "frame_size", "pages", "items", "scales", "routed",
    "duplicates", "both_rounds",
)  # fmt: skip
FRAME = (
    "margin", "category", "frame_share", "respondent_share", "weighted_share", "invited",
    "response", "difference", "difference_weighted",
)  # fmt: skip


@dataclass(frozen=True)
class Fieldwork:
    """One population's survey over all its rounds.

    ``facts`` has a row a round: dates, mode, invited list, screens, questions, how many of them
    are on the five-point scale or routed, duplicates, and how many answered an earlier round too.
    ``outcomes`` and ``weights`` are by round; weights are those of all who answered, item or no
    item. ``frame`` (margin, category, shares of all invited, of those that answered and of the
    same weighted, invited, response, standardised differences before and after weighting) and
    ``items`` (one row a question, how many gave an answer and how many none, by kind) are of the
    latest round.
    """

    population: str
    facts: pd.DataFrame
    outcomes: tuple[Outcome, ...]
    weights: tuple[Weights, ...]
    frame: pd.DataFrame
    items: pd.DataFrame
    about: About = "people"


def fieldwork(
    population: str,
    *,
    surveys: pd.DataFrame,
    survey_cases: pd.DataFrame,
    survey_items: pd.DataFrame,
    survey_answers: pd.DataFrame,
    settings: pd.DataFrame,
    sites: pd.DataFrame,
) -> Fieldwork:
    """Describe every round of one population's survey.

    Sources: American Association for Public Opinion Research, Standard Definitions; CHERRIES
    (Eysenbach 2004); Austin (2009) for standardised differences.
    """
    own = surveys[surveys["population"] == population].sort_values(["round", "survey_id"])
    rounds = own.drop_duplicates("round", keep="last")
    facts = [_facts(row, survey_cases, survey_items) for _, row in rounds.iterrows()]
    outcomes, weights, frame = [], [], pd.DataFrame(columns=list(FRAME))
    for _, row in rounds.iterrows():
        cases = survey_cases[survey_cases["survey_id"] == row["survey_id"]]
        outcomes.append(
            outcome_rates(survey_cases, surveys, population=population, round=int(row["round"]))
        )
        whole = invited(population, cases, settings, sites)
        found = _weighted(population, whole)
        weights.append(found[0])
        frame = found[1]
    latest = rounds["survey_id"].iloc[-1] if len(rounds) else ""
    return Fieldwork(
        population=population,
        facts=pd.DataFrame(facts, columns=list(FACTS)),
        outcomes=tuple(outcomes),
        weights=tuple(weights),
        frame=frame,
        items=item_nonresponse(latest, survey_cases, survey_items, survey_answers),
        about="organisations" if population == "settings" else "people",
    )


def item_nonresponse(
    survey_id: str, cases: pd.DataFrame, items: pd.DataFrame, answers: pd.DataFrame
) -> pd.DataFrame:
    """For each question of a round, how many that answered the survey gave it no answer, by kind.

    ``not_asked`` is routing and no loss. A blank counts as ``not_reached`` in a partial case when
    it and all later questions, in the order of the items table, are blank; otherwise as
    ``skipped``. ``item_response`` is the share of those asked that gave an answer.
    """
    own = cases[(cases["survey_id"] == survey_id) & cases["disposition"].isin(ANSWERED)]
    asked = items[items["survey_id"] == survey_id]
    if own.empty or asked.empty:
        return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in ITEMS.items()})
    given = answers.drop_duplicates(["case_id", "item_id"]).pivot(
        index="case_id", columns="item_id", values="answer"
    )
    grid = given.reindex(index=own["case_id"], columns=asked["item_id"]).astype("object")
    grid = grid.where(grid.notna(), "_blank")
    blank = (grid == "_blank").to_numpy()
    tail = np.flip(np.logical_and.accumulate(np.flip(blank, axis=1), axis=1), axis=1)
    unreached = tail & (own["disposition"] == "partial").to_numpy()[:, None]
    kinds = {kind: (grid == kind).to_numpy().sum(axis=0) for kind in RESERVED}
    rows = pd.DataFrame(
        {
            "item_id": list(asked["item_id"]),
            "question": list(asked["question"]),
            "answered": len(grid) - sum(kinds.values()),
            "not_asked": kinds["_not_asked"],
            "dont_know": kinds["_dont_know"],
            "prefer_not": kinds["_prefer_not"],
            "skipped": (blank & ~unreached).sum(axis=0),
            "not_reached": unreached.sum(axis=0),
        }
    )
    return rows.assign(item_response=rows["answered"] / (len(grid) - rows["not_asked"]))


def _facts(row: pd.Series, cases: pd.DataFrame, items: pd.DataFrame) -> tuple[object, ...]:
    own = cases[cases["survey_id"] == row["survey_id"]]
    asked = items[items["survey_id"] == row["survey_id"]]
    answered = own[own["disposition"].isin(ANSWERED)]
    before = cases.loc[cases["disposition"].isin(ANSWERED), "case_id"]
    return (
        int(row["round"]), row["opened"], row["closed"], row["mode"], row["frame_size"],
        row["pages"], len(asked) or row["items"], int((asked["kind"] == "likert5").sum()),
        int(asked["routing"].fillna("").ne("").sum()),
        int((own["disposition"] == "duplicate").sum()),
        int(answered["linked_case_id"].isin(before).sum()),
    )  # fmt: skip


def _weighted(population: str, whole: pd.DataFrame) -> tuple[Weights, pd.DataFrame]:
    """The weights of all who answered a round, and how they compare with all invited."""
    answered = whole[whole["disposition"].isin(ANSWERED)]
    if answered.empty:
        return Weights(), pd.DataFrame(columns=list(FRAME))
    weighted = weigh(answered, whole, MARGINS[population])
    margins = [*MARGINS[population], *CHECKED[population]]
    frame = compare(weighted, answered, whole, margins)
    counts = pd.concat([_response(whole, margin) for margin in margins], ignore_index=True)
    frame = frame.merge(counts, on=["margin", "category"], how="left")
    frame["difference"] = _standardised(frame["respondent_share"], frame["frame_share"])
    frame["difference_weighted"] = _standardised(frame["weighted_share"], frame["frame_share"])
    return describe_weights(weighted, weighted.weights), frame[list(FRAME)]


def _response(whole: pd.DataFrame, margin: str) -> pd.DataFrame:
    answered = whole["disposition"].isin(ANSWERED)
    by = answered.groupby(whole[margin]).agg(["size", "mean"])
    named = by.rename(columns={"size": "invited", "mean": "response"}).rename_axis("category")
    return named.reset_index().assign(margin=margin)


def _standardised(first: pd.Series[float], other: pd.Series[float]) -> pd.Series[float]:
    """The difference of two shares in standard deviations; 0 where neither varies."""
    spread: pd.Series[float] = ((first * (1 - first) + other * (1 - other)) / 2) ** 0.5
    return ((first - other) / spread.where(spread > 0)).fillna(0.0)
