"""Where the senior staff of the teams came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from trailblazer.estimates.clustered import clustered_share, wilson_share
from trailblazer.estimates.counts import share
from trailblazer.estimates.estimate import Estimate

SENIOR = ("supervisor", "practitioner_senior", "team_lead")
SENIOR_BANDS = ("7", "8a")
LOCAL, UNKNOWN = "local_cypmhs", "unknown"
METHOD = (
    "people by where they worked before their first senior post in a team, of those for whom "
    "it is known"
)
BY_EMPLOYER = {"employer": str, "people": int, "share": float}


@dataclass(frozen=True)
class Origins:
    """Senior staff by where they worked before; each person counts once.

    ``local`` is the share who came from local mental health services for young people, of those
    whose last employer is known. ``unknown`` is the share for whom it is not, ``coverage`` the
    share of teams with any senior person on record. ``otherwise`` has the same share in other
    defensible ways: ``local_over_sites`` draws whole sites again, ``local_of_all`` takes those not
    known as from elsewhere, ``local_upper_bands`` takes senior by pay band. ``by_employer``
    (employer, people, share) has everybody, most common first.
    """

    local: Estimate
    unknown: Estimate
    coverage: Estimate
    otherwise: Mapping[str, Estimate]
    by_employer: pd.DataFrame


def origins(
    staff_spells: pd.DataFrame,
    teams: pd.DataFrame,
    *,
    confidence_level: float = 0.95,
    resamples: int = 2000,
    seed: int = 2018,
) -> Origins:
    """Count senior staff by their employer before their first senior post.

    All posts are on record. The interval answers how far the share could have been otherwise
    had other people been recruited by the same way of recruiting.
    """
    people = _first_posts(staff_spells[staff_spells["role"].isin(SENIOR)], teams)
    banded = _first_posts(staff_spells[staff_spells["band"].isin(SENIOR_BANDS)], teams)
    known = people[people["employer"] != UNKNOWN]
    return Origins(
        local=_local("From local mental health services", known, confidence_level),
        unknown=share(
            "Last employer not known", int((people["employer"] == UNKNOWN).sum()),
            of=len(people), method="senior staff",
        ),
        coverage=share(
            "Teams with senior staff on record", people["team_id"].nunique(),
            of=len(teams) if len(people) else 0,
            about="organisations", method="teams, of all teams",
        ),
        otherwise={
            "local_over_sites": clustered_share(
                "From local mental health services, sites drawn again",
                known.groupby("site_id").agg(number=("local", "sum"), of=("local", "count")),
                level=confidence_level, resamples=resamples, seed=seed, method=METHOD,
            ),
            "local_of_all": _local(
                "From local services, unknown as from elsewhere", people, confidence_level
            ),
            "local_upper_bands": _local(
                "From local services, upper bands only",
                banded[banded["employer"] != UNKNOWN], confidence_level,
            ),
        },
        by_employer=_by_employer(people),
    )  # fmt: skip


def _first_posts(spells: pd.DataFrame, teams: pd.DataFrame) -> pd.DataFrame:
    """The first of these posts of each person, with its site and the employer before it."""
    ordered = spells.sort_values(["start_date", "spell_id"])
    first = ordered.drop_duplicates("staff_id").merge(teams[["team_id", "site_id"]], on="team_id")
    employer = first["previous_employer"].fillna(UNKNOWN).astype(str)
    return first.assign(employer=employer, local=employer == LOCAL)


def _local(label: str, people: pd.DataFrame, level: float) -> Estimate:
    number = int(people["local"].sum())
    return wilson_share(label, number, of=len(people), level=level, method=METHOD)


def _by_employer(people: pd.DataFrame) -> pd.DataFrame:
    counted = people["employer"].value_counts().rename_axis("employer").reset_index(name="people")
    counted = counted.assign(share=counted["people"] / max(len(people), 1))
    ranked = counted.sort_values(["people", "employer"], ascending=[False, True], ignore_index=True)
    return ranked[list(BY_EMPLOYER)].astype(BY_EMPLOYER)
