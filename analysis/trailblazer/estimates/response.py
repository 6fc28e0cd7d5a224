"""How many of those invited answered a survey."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from trailblazer.estimates.counts import count, share
from trailblazer.estimates.estimate import About, Estimate, Unit, about_those_asked

ANSWERED = ("complete", "partial")
OUTSIDE = ("ineligible", "duplicate")
DISPOSITIONS = (
    *ANSWERED, "refusal", "break_off", "non_contact", "other_eligible", "unknown_eligibility",
    *OUTSIDE,
)  # fmt: skip
REFUSED = ("refusal", "break_off")
AAPOR = "AAPOR Standard Definitions (2023)"


@dataclass(frozen=True)
class Outcome:
    """What became of the invitations to one round of a survey.

    ``invited`` are the cases that were, or may have been, eligible; ``reached`` those of them that
    are known to have got the invitation; ``answered`` the complete and partial ones.
    ``response_rate`` counts complete answers only and every unknown case as eligible (RR1, the
    strictest); ``response_rate_2`` adds partial answers. ``contact_rate`` (CON1) is the share
    reached, ``cooperation_rate`` (COOP2) the share of those reached that answered,
    ``refusal_rate`` (REF1) the share that refused or broke off, and ``completion_rate`` the share
    that answered to the end of those that began (CHERRIES). ``flow`` (disposition, cases, share)
    has every disposition of the standard, zero included.
    """

    survey_id: str
    round: int
    invited: Estimate
    reached: Estimate
    answered: Estimate
    response_rate: Estimate
    response_rate_2: Estimate
    contact_rate: Estimate
    cooperation_rate: Estimate
    refusal_rate: Estimate
    completion_rate: Estimate
    flow: pd.DataFrame
    about: About = "people"


def outcome_rates(
    survey_cases: pd.DataFrame,
    surveys: pd.DataFrame,
    *,
    population: str,
    round: int | None = None,
) -> Outcome:
    """AAPOR outcome rates of the latest (or the given) round of one population's survey.

    The whole list was invited and its outcome is known, so the rates have no interval. Sources:
    American Association for Public Opinion Research, Standard Definitions; Eysenbach (2004), the
    checklist for reporting internet surveys (CHERRIES), for completion.
    """
    chosen = find_round(surveys, population, round)
    survey_id = "" if chosen is None else str(chosen["survey_id"])
    cases = survey_cases.loc[survey_cases["survey_id"] == survey_id, "disposition"]
    tally = cases.value_counts().reindex(list(DISPOSITIONS), fill_value=0).astype(int)
    invited = int(tally.drop(list(OUTSIDE)).sum())
    complete, answered = int(tally["complete"]), int(tally[list(ANSWERED)].sum())
    refused = int(tally[list(REFUSED)].sum())
    reached = answered + refused + int(tally["other_eligible"])
    began = answered + int(tally["break_off"])
    unit: Unit = "people" if population == "key_informants" else "count"
    found = Outcome(
        survey_id=survey_id,
        round=0 if chosen is None else int(chosen["round"]),
        invited=count("Invited", invited, of=invited, unit=unit, method="cases not ineligible"),
        reached=count(
            "Reached", reached, of=invited, unit=unit,
            method="cases that answered, refused, or gave another reason",
        ),
        answered=count(
            "Answered", answered, of=invited, unit=unit, method="complete and partial cases"
        ),
        response_rate=_rate("Response rate 1", complete, invited, "RR1"),
        response_rate_2=_rate("Response rate 2", answered, invited, "RR2"),
        contact_rate=_rate("Contact rate", reached, invited, "CON1"),
        cooperation_rate=_rate("Cooperation rate", answered, reached, "COOP2"),
        refusal_rate=_rate("Refusal rate", refused, invited, "REF1"),
        completion_rate=share(
            "Completion rate", complete, of=began, method="complete cases of those that began"
        ),
        flow=_flow(tally),
    )  # fmt: skip
    return about_those_asked(found, population)


def find_round(surveys: pd.DataFrame, population: str, round: int | None) -> pd.Series | None:
    """A population's latest round, or the given one, as a row of ``surveys``; ``None`` if none."""
    own = surveys[surveys["population"] == population].sort_values(["round", "survey_id"])
    if round is not None:
        own = own[own["round"] == round]
    return None if own.empty else own.iloc[-1]


def _rate(label: str, number: int, of: int, name: str) -> Estimate:
    return share(label, number, of=of, method=f"{AAPOR}, {name}")


def _flow(tally: pd.Series[int]) -> pd.DataFrame:
    total = int(tally.sum())
    shares = tally / total if total else tally.astype(float)
    return pd.DataFrame(
        {"disposition": list(tally.index), "cases": tally.to_numpy(), "share": shares.to_numpy()}
    )
