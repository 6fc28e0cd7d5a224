"""A universal statement: one clear counter-example is enough against it."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from trailblazer.estimates.coders import coded_by, main_coders
from trailblazer.estimates.counts import count, share
from trailblazer.estimates.estimate import Estimate, nothing
from trailblazer.estimates.intervals import exact
from trailblazer.estimates.prominence import uncoded
from trailblazer.estimates.topics import stances, tagged

METHOD = "young people with direct contact, by the stance of what they said"
# In rising order: a person's last one found is the one that counts.
STANCES = {"supports": "positive", "qualifies": "mixed", "contradicts": "negative"}
LIMIT = "Clopper-Pearson exact interval for the share of negative experiences"


@dataclass(frozen=True)
class Experience:
    """What people who met a team said of it, one stance a person.

    ``positive`` is a share of those who spoke of it; ``negative`` and ``mixed`` count people.
    ``silent`` met a team and were asked, but said nothing that was coded. ``upper_limit`` is the
    largest share of negative experiences that so few voices could have missed: an illustration,
    for nobody was sampled. ``by_group`` (stance, people) has the three stances, zero included.

    Where nothing was coded, only who took part and who met a team is known: the other estimates
    have no value and ``by_group`` is empty.
    """

    positive: Estimate
    negative: Estimate
    mixed: Estimate
    with_contact: Estimate
    participants: Estimate
    silent: Estimate
    upper_limit: Estimate
    by_group: pd.DataFrame


def experience(
    participants: pd.DataFrame,
    sources: pd.DataFrame,
    codes: pd.DataFrame,
    codings: pd.DataFrame,
    *,
    claim: str = "experience",
    confidence_level: float = 0.95,
) -> Experience:
    """Sort those with direct contact into positive, mixed and negative experiences.

    A person with any segment that contradicts the claim is a negative case, whatever else they
    said; with a qualified segment, mixed; else positive. Neutral segments are no stance.
    """
    met = participants[participants["direct_contact"].fillna(False)]
    taken = stances(claim, codes, codings)
    stance = _stance_of(met, taken)
    people = {name: int((stance == name).sum()) for name in STANCES.values()}
    spoke = sum(people.values())
    asked = met["source_id"].isin(sources.loc[tagged(sources["topics_asked"], claim), "source_id"])
    why = uncoded(codes, codings)
    by_group = pd.DataFrame({"stance": list(people), "people": list(people.values())})
    return Experience(
        positive=share(
            "Positive experience", people["positive"], of=spoke,
            population="purposive", method=METHOD, note=why,
        ),
        negative=_people(
            "Negative experience", people["negative"], spoke, note=why or _unlinked(taken)
        ),
        mixed=_people("Mixed experience", people["mixed"], spoke, note=why),
        with_contact=_people("With direct contact", len(met), len(participants)),
        participants=_people("Participants", len(participants), len(participants)),
        silent=_people(
            "With direct contact, did not speak of it", int((asked & stance.isna()).sum()),
            0 if why else len(met), note=why,
        ),
        upper_limit=_upper_limit(people["negative"], spoke, confidence_level, why),
        by_group=by_group.head(0) if why else by_group,
    )  # fmt: skip


def experience_otherwise(
    participants: pd.DataFrame,
    sources: pd.DataFrame,
    codes: pd.DataFrame,
    codings: pd.DataFrame,
    *,
    claim: str = "experience",
) -> dict[str, Estimate]:
    """Other defensible counts, to see whether the verdict hangs on a choice.

    ``not_positive`` counts mixed experiences as negative ones; ``negative_first_coder``,
    ``mixed_first_coder`` and the same of the second coder take one coder's word alone.
    """
    every = experience(participants, sources, codes, codings, claim=claim)
    spoke = every.positive.n
    rest = spoke - round((every.positive.value or 0.0) * spoke)
    found = {
        "not_positive": _people(
            "Negative or mixed experience", rest, spoke, note=every.negative.note
        )
    }
    for name, coder in zip(("first", "second"), main_coders(codings), strict=True):
        read, own = coded_by(sources, codings, coder)
        alone = experience(participants, read, codes, own, claim=claim)
        found[f"negative_{name}_coder"] = alone.negative
        found[f"mixed_{name}_coder"] = alone.mixed
    return found


def _stance_of(met: pd.DataFrame, taken: pd.DataFrame) -> pd.Series[str]:
    """The stance of each person with contact, missing for those who took none."""
    stance = pd.Series(None, index=met.index, dtype=object)
    for code, name in STANCES.items():
        people = taken.loc[taken["stance"] == code, "participant_id"].dropna()
        stance = stance.mask(met["participant_id"].isin(people), name)
    return stance


def _people(label: str, number: int, of: int, *, note: str = "") -> Estimate:
    return count(
        label, number, of=of, unit="people", population="purposive", method=METHOD, note=note
    )


def _unlinked(taken: pd.DataFrame) -> str:
    """A negative segment that names nobody is not lost: the note says that it is there."""
    loose = taken["participant_id"].isna() & (taken["stance"] == "contradicts")
    number = int(loose.sum())
    return f"{number} negative segments name no participant and are not counted" if number else ""


def _upper_limit(negative: int, spoke: int, level: float, why: str) -> Estimate:
    label = "Largest share of negative experiences not ruled out"
    if spoke == 0:
        return nothing(label, "share", "purposive", LIMIT, why)
    low, high = exact(negative, spoke, level=level)
    return Estimate(
        label=label, value=high, low=low, high=high, level=level, method=LIMIT, unit="share",
        n=spoke, denominator=spoke, population="purposive",
        note="illustrative: these young people were chosen, not sampled",
    )  # fmt: skip
