"""Who sat on the bodies that governed the sites, who had a vote and who took the chair."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from trailblazer.estimates.counts import count, share
from trailblazer.estimates.estimate import Estimate

NHS = ("nhs_mental_health", "nhs_other")
SECTORS = (
    *NHS, "education", "local_authority", "voluntary", "young_people", "parents_carers", "other",
)  # fmt: skip
METHOD = "of the seats listed in terms of reference and minutes, counted"
LARGER = "the larger of the share of votes and the share of chairs, counted"
NO_SEATS = "nothing was found out about who sat on governing bodies"


@dataclass(frozen=True)
class Seats:
    """The part of the NHS in seats, votes and chairs: a count, without an interval.

    ``nhs_larger`` is the larger of ``nhs_votes`` and ``nhs_chairs``; ``mental_health_larger`` the
    same for mental health services alone. ``bodies`` counts those in which more than half of the
    votes are the NHS's, of those whose votes are known; ``coverage`` is the share of sites with a
    body on record. ``by_sector`` (sector, seats, votes, chairs) has a row for each sector that
    holds a seat, the NHS first.
    """

    nhs_seats: Estimate
    nhs_votes: Estimate
    nhs_chairs: Estimate
    nhs_larger: Estimate
    mental_health_larger: Estimate
    bodies: Estimate
    coverage: Estimate
    by_sector: pd.DataFrame

    @property
    def evidence(self) -> dict[str, Estimate]:
        """Every estimate by the name that the register uses, to conclude a claim with."""
        held = ("nhs_seats", "nhs_votes", "nhs_chairs", "nhs_larger", "mental_health_larger")
        named = {name: getattr(self, name) for name in held}
        return named | {"nhs_bodies": self.bodies, "seats_coverage": self.coverage}


def seats(governance_seats: pd.DataFrame, sites: pd.DataFrame) -> Seats:
    """Count the seats, votes and chairs of each sector.

    A seat of which nobody recorded whether it has a vote counts among the seats and not among the
    votes.
    """
    own = governance_seats[governance_seats["site_id"].isin(sites["site_id"])]
    voting, chairs = own[_yes(own["voting"])], own[_yes(own["chair"])]
    votes_held, chairs_held = _held("votes", voting, NHS), _held("chairs", chairs, NHS)
    return Seats(
        nhs_seats=_held("seats", own, NHS),
        nhs_votes=votes_held,
        nhs_chairs=chairs_held,
        nhs_larger=_larger("Votes or chairs held by the NHS", votes_held, chairs_held),
        mental_health_larger=_larger(
            "Votes or chairs held by NHS mental health services",
            _held("votes", voting, NHS[:1]), _held("chairs", chairs, NHS[:1]),
        ),
        bodies=_majorities(voting),
        coverage=share(
            "Sites with a governing body on record", own["site_id"].nunique(),
            of=len(sites) if len(own) else 0,
            about="organisations", method="sites with at least one seat listed",
        ),
        by_sector=_by_sector(own, voting, chairs),
    )  # fmt: skip


def _yes(flags: pd.Series[bool]) -> pd.Series[bool]:
    return flags.fillna(False).astype(bool)


def _held(what: str, rows: pd.DataFrame, sectors: Sequence[str]) -> Estimate:
    by = "the NHS" if len(sectors) > 1 else "NHS mental health services"
    return share(
        f"{what.capitalize()} held by {by}", int(rows["sector"].isin(sectors).sum()), of=len(rows),
        about="organisations", method=METHOD, note="" if len(rows) else NO_SEATS,
    )  # fmt: skip


def _larger(label: str, *shares: Estimate) -> Estimate:
    best = max(shares, key=lambda s: -1.0 if s.value is None else s.value)
    return best.model_copy(update={"label": label, "method": LARGER})


def _majorities(voting: pd.DataFrame) -> Estimate:
    of_nhs = voting["sector"].isin(NHS).astype(float).groupby(voting["body_id"]).mean()
    return count(
        "Bodies in which the NHS holds more than half of the votes", int((of_nhs > 0.5).sum()),
        of=len(of_nhs), about="organisations", method="bodies counted by who holds their votes",
    )  # fmt: skip


def _by_sector(own: pd.DataFrame, voting: pd.DataFrame, chairs: pd.DataFrame) -> pd.DataFrame:
    parts = {"seats": own, "votes": voting, "chairs": chairs}
    counted = pd.DataFrame({name: rows["sector"].value_counts() for name, rows in parts.items()})
    ordered = counted.reindex([s for s in SECTORS if s in counted.index]).fillna(0).astype(int)
    return ordered.rename_axis("sector").reset_index()
