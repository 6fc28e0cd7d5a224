"""What respondents gave for one item of a survey, before anything is estimated."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from trailblazer.estimates.response import ANSWERED
from trailblazer.estimates.topics import tagged

SCALE = ("strongly_agree", "agree", "neither", "disagree", "strongly_disagree")
NOT_ASKED = "_not_asked"
RESERVED = (NOT_ASKED, "_dont_know", "_prefer_not", "_blank")


def item_on(
    claim: str,
    items: pd.DataFrame,
    surveys: pd.DataFrame,
    population: str,
    round: int | None,
    *,
    kind: str = "likert5",
) -> pd.Series[Any] | None:
    """The item of a kind on a claim in its latest round, or the given one, with its ``round``."""
    own = items[tagged(items["claims"], claim) & (items["kind"] == kind)]
    rounds = surveys.loc[surveys["population"] == population, ["survey_id", "round"]]
    asked = own.merge(rounds, on="survey_id")
    if round is not None:
        asked = asked[asked["round"] == round]
    ranked = asked.sort_values(["round", "item_id"], ascending=[False, True])
    return None if ranked.empty else ranked.iloc[0]


def given_by(
    frame: pd.DataFrame, answers: pd.DataFrame, dispositions: Sequence[str] = ANSWERED
) -> pd.DataFrame:
    """Cases that answered the survey, with what they gave for the item, if only a blank."""
    answered = frame[frame["disposition"].isin(dispositions)]
    given = answered.merge(answers[["case_id", "answer"]], on="case_id", how="left")
    return given.assign(answer=given["answer"].fillna("_blank"))


def on_scale(given: pd.DataFrame) -> pd.DataFrame:
    """Those who placed themselves on the scale, or did not have to: 0/1 columns and the difference.

    ``asked`` is 0 for those whom the question was not for. They stand for others of their kind
    among all invited, so they are weighted with the rest and then left out of the shares.
    """
    placed = given[given["answer"].isin([*SCALE, NOT_ASKED])]
    agree = placed["answer"].isin(SCALE[:2]).astype(int)
    disagree = placed["answer"].isin(SCALE[3:]).astype(int)
    asked = (placed["answer"] != NOT_ASKED).astype(int)
    return placed.assign(agree=agree, disagree=disagree, net=agree - disagree, asked=asked)


def placed_on_scale(given: pd.DataFrame) -> pd.DataFrame:
    """Those who placed themselves on the scale, with the columns of :func:`on_scale`."""
    base = on_scale(given)
    return base[base["asked"] == 1]


def tally(placed: pd.DataFrame, weights: pd.Series[float]) -> pd.DataFrame:
    """Answers in the order of the scale: ``code, share_weighted, share_unweighted, n``."""
    counts = placed["answer"].value_counts().reindex(list(SCALE), fill_value=0)
    sums = weights.groupby(placed["answer"]).sum().reindex(list(SCALE), fill_value=0.0)
    return pd.DataFrame(
        {
            "code": list(SCALE),
            "share_weighted": (sums / sums.sum()).to_numpy(),
            "share_unweighted": (counts / counts.sum()).to_numpy(),
            "n": counts.to_numpy(),
        }
    )


def nonresponse(answers: pd.Series[str]) -> pd.DataFrame:
    """Those who answered the survey but not the item: ``kind, n``."""
    counts = answers.value_counts().reindex(list(RESERVED), fill_value=0)
    return pd.DataFrame({"kind": list(RESERVED), "n": counts.to_numpy(dtype=int)})
