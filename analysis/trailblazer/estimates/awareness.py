"""What young people knew of the team: whether there was one, and what it did."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from trailblazer.estimates.counts import count
from trailblazer.estimates.estimate import Estimate, nothing
from trailblazer.estimates.intervals import wilson

METHOD = "focus group participants who said whether they knew of the team and what it does"
ILLUSTRATION = "illustrative: these young people were chosen, not sampled"
UNASKED = "nobody was asked about it"
# In rising order of knowledge.
LEVELS = ("unaware", "partly", "clear")
CONTACT = {True: "met", False: "not_met"}


@dataclass(frozen=True)
class Awareness:
    """What those who were asked knew, in the ways it can be counted.

    ``estimates``: ``clear`` is the share who knew that there was a team and could say what it
    does, ``unsure`` counts the others. ``at_least_partly`` and ``unaware`` draw the line lower:
    the unaware answered no to either question. ``knew_of`` and ``not_knew_of`` are about the
    first question alone. ``clear_met``, ``unsure_met``, ``clear_not_met`` and ``unsure_not_met``
    take those who had met a team, and those who had not. Intervals of shares are Wilson's and
    only an illustration, for nobody was sampled.

    ``by_contact`` (contact, level, people) has every level for those who had met a team and those
    who had not, zero included; empty when nobody was asked.
    """

    estimates: dict[str, Estimate]
    by_contact: pd.DataFrame


def awareness(participants: pd.DataFrame, *, confidence_level: float = 0.95) -> Awareness:
    """Sort focus group participants by what they knew of the team.

    A person is clear when they knew of the team and could say what it does; unaware when they
    answered no to either; else they knew in part. Who was not asked whether there was a team, or
    knew of one and was not asked what it does, is in no count.
    """
    level = _level_of(participants)
    asked = participants.assign(level=level)[level.notna()]
    heard = participants[participants["aware"].isin(["yes", "partly", "no"])]
    contact = asked["direct_contact"].astype("boolean")
    met, not_met = asked[contact.fillna(False)], asked[~contact.fillna(True)]
    ways = {
        ("clear", "unsure"): ("Knew of the team and what it does", asked["level"].eq("clear")),
        ("at_least_partly", "unaware"): ("Knew at least in part", asked["level"].ne("unaware")),
        ("knew_of", "not_knew_of"): ("Knew that there was a team", heard["aware"].eq("yes")),
        ("clear_met", "unsure_met"): ("Knew, of those who had met one", met["level"].eq("clear")),
        ("clear_not_met", "unsure_not_met"): (
            "Knew, of those who had not met one", not_met["level"].eq("clear"),
        ),
    }  # fmt: skip
    found: dict[str, Estimate] = {}
    for (knowing, other), (label, knew) in ways.items():
        found[knowing] = _share(label, knew, confidence_level)
        found[other] = _others(f"Not so: {label[:1].lower()}{label[1:]}", knew)
    return Awareness(estimates=found, by_contact=_by_contact(asked))


def _level_of(participants: pd.DataFrame) -> pd.Series[str]:
    """What each person knew, missing for those who were not asked."""
    aware, understands = participants["aware"], participants["understands"]
    level = pd.Series(None, index=participants.index, dtype=object)
    level = level.mask(aware.eq("yes") & understands.eq("yes"), "clear")
    level = level.mask(aware.eq("partly") | understands.eq("partly"), "partly")
    return level.mask(aware.eq("no") | understands.eq("no"), "unaware")


def _by_contact(asked: pd.DataFrame) -> pd.DataFrame:
    if asked["direct_contact"].isna().all():
        return pd.DataFrame(columns=["contact", "level", "people"])
    contact = asked["direct_contact"].map(CONTACT)
    every = pd.MultiIndex.from_product([CONTACT.values(), LEVELS], names=["contact", "level"])
    counted = asked.groupby([contact.rename("contact"), "level"]).size()
    return counted.reindex(every, fill_value=0).rename("people").reset_index()


def _share(label: str, knew: pd.Series[bool], level: float) -> Estimate:
    number, of = int(knew.sum()), len(knew)
    if of == 0:
        return nothing(label, "share", "purposive", METHOD, UNASKED)
    low, high = wilson(number, of, level=level)
    return Estimate(
        label=label, value=number / of, low=low, high=high, level=level, unit="share", n=of,
        denominator=of, population="purposive", method=f"{METHOD}; Wilson interval",
        note=ILLUSTRATION,
    )  # fmt: skip


def _others(label: str, knew: pd.Series[bool]) -> Estimate:
    return count(
        label, int((~knew).sum()), of=len(knew), unit="people", population="purposive",
        method=METHOD, note="" if len(knew) else UNASKED,
    )  # fmt: skip
