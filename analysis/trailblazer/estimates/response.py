"""How many of those invited answered a survey."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from trailblazer.estimates.counts import count, share
from trailblazer.estimates.estimate import Estimate, Unit

ANSWERED = ("complete", "partial")
OUTSIDE = ("ineligible", "duplicate")
DISPOSITIONS = (
    *ANSWERED, "refusal", "break_off", "non_contact", "other_eligible", "unknown_eligibility",
    *OUTSIDE,
)  # fmt: skip
AAPOR = "AAPOR Standard Definitions (2023)"


@dataclass(frozen=True)
class Outcome:
    """What became of the invitations to one round of a survey.

    ``invited`` are the cases that were, or may have been, eligible; ``answered`` the complete and
    partial ones. ``response_rate`` counts complete answers only and every unknown case as
    eligible (RR1, the strictest); ``response_rate_2`` adds partial answers. ``flow``
    (disposition, cases, share) has every disposition of the standard, zero included.
    """

    survey_id: str
    round: int
    invited: Estimate
    answered: Estimate
    response_rate: Estimate
    response_rate_2: Estimate
    flow: pd.DataFrame


def outcome_rates(
    survey_cases: pd.DataFrame,
    surveys: pd.DataFrame,
    *,
    population: str,
    round: int | None = None,
) -> Outcome:
    """AAPOR response rates of the latest (or the given) round of one population's survey.

    The whole list was invited and its outcome is known, so the rates have no interval. Source:
    American Association for Public Opinion Research, Standard Definitions.
    """
    chosen = find_round(surveys, population, round)
    survey_id = "" if chosen is None else str(chosen["survey_id"])
    cases = survey_cases.loc[survey_cases["survey_id"] == survey_id, "disposition"]
    tally = cases.value_counts().reindex(list(DISPOSITIONS), fill_value=0).astype(int)
    invited = int(tally.drop(list(OUTSIDE)).sum())
    complete, partial = int(tally["complete"]), int(tally["partial"])
    unit: Unit = "people" if population == "key_informants" else "count"
    return Outcome(
        survey_id=survey_id,
        round=0 if chosen is None else int(chosen["round"]),
        invited=count("Invited", invited, of=invited, unit=unit, method="cases not ineligible"),
        answered=count(
            "Answered", complete + partial, of=invited, unit=unit,
            method="complete and partial cases",
        ),
        response_rate=share("Response rate 1", complete, of=invited, method=f"{AAPOR}, RR1"),
        response_rate_2=share(
            "Response rate 2", complete + partial, of=invited, method=f"{AAPOR}, RR2"
        ),
        flow=_flow(tally),
    )  # fmt: skip


def find_round(surveys: pd.DataFrame, population: str, round: int | None) -> pd.Series | None:
    """A population's latest round, or the given one, as a row of ``surveys``; ``None`` if none."""
    own = surveys[surveys["population"] == population].sort_values(["round", "survey_id"])
    if round is not None:
        own = own[own["round"] == round]
    return None if own.empty else own.iloc[-1]


def _flow(tally: pd.Series[int]) -> pd.DataFrame:
    total = int(tally.sum())
    shares = tally / total if total else tally.astype(float)
    return pd.DataFrame(
        {"disposition": list(tally.index), "cases": tally.to_numpy(), "share": shares.to_numpy()}
    )
