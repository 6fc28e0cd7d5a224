"""What became of referrals, by level of need."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from trailblazer.data.suppression import withheld
from trailblazer.estimates.clustered import clustered_share, wilson_share
from trailblazer.estimates.counts import share
from trailblazer.estimates.estimate import Estimate
from trailblazer.estimates.partial import joined, said, with_withheld

NEEDS = ("below_threshold", "mild", "moderate", "between_services", "specialist")
OUTCOMES = (
    "accepted_mhst", "specialist_accepted", "specialist_declined", "signposted", "no_service",
)  # fmt: skip
BETWEEN = "between_services"
UNSERVED, TURNED_AWAY = ("no_service",), ("no_service", "specialist_declined")
_OUTCOMES_OF = ["team_id", "quarter", "need_band"]
METHOD = "referrals with a need between services that ended without a service, of all of that need"
BY_NEED = {
    "need_band": str, "referrals": int, "unserved": int, "share": float, "low": float,
    "high": float,
}  # fmt: skip
FLOWS = {"need_band": str, "outcome": str, "referrals": int, "share": float}


@dataclass(frozen=True)
class Flow:
    """Referrals to the teams by level of need and by what happened next.

    ``unserved`` is the share of referrals with a need between services, too high for a team and
    too low for specialist care, that ended without a service. ``coverage`` is the share of teams
    that returned any referral. ``otherwise``: ``unserved_wilson`` takes each referral as drawn by
    itself, ``turned_away`` adds those whom specialist services declined.

    ``by_need`` (need_band, referrals, unserved, share, low, high) compares the levels of need;
    ``flows`` (need_band, outcome, referrals, share) has every path, zero included.
    """

    unserved: Estimate
    coverage: Estimate
    otherwise: Mapping[str, Estimate]
    by_need: pd.DataFrame
    flows: pd.DataFrame


@dataclass(frozen=True)
class _Resampling:
    level: float
    resamples: int
    seed: int


def referral_flow(
    referrals: pd.DataFrame,
    teams: pd.DataFrame,
    *,
    confidence_level: float = 0.95,
    resamples: int = 2000,
    seed: int = 2018,
) -> Flow:
    """Follow referrals from level of need to outcome; intervals by drawing sites again.

    Counts that were not returned are left out: they are not zero. Where a count was withheld, all
    outcomes of that team, quarter and level of need are left out, since the share of one outcome
    would be of the others alone. A referral is not a child, who
    may be referred more than once.
    """
    placed = referrals.merge(teams[["team_id", "site_id"]], on="team_id")
    came = placed[placed["referrals"].notna() | withheld(placed, "referrals")]
    partly = with_withheld(came, "referrals", _OUTCOMES_OF)
    returned = came[~partly]
    sets = len(came[_OUTCOMES_OF].drop_duplicates())
    left = len(came.loc[partly, _OUTCOMES_OF].drop_duplicates())
    note = said(left, of=sets, units="team-quarters by level of need")
    how = _Resampling(confidence_level, resamples, seed)
    between = returned[returned["need_band"] == BETWEEN]
    plain = _sums(between, UNSERVED).sum()
    return Flow(
        unserved=_share("Ended without a service", between, UNSERVED, how, note),
        coverage=share(
            "Teams that returned referrals", came["team_id"].nunique(),
            of=len(teams) if len(came) else 0,
            about="organisations", method="teams, of all teams",
        ),
        otherwise={
            "unserved_wilson": wilson_share(
                "Ended without a service", int(plain["number"]), of=int(plain["of"]),
                level=confidence_level, method=METHOD,
            ),
            "turned_away": _share(
                "Ended without a service or declined by specialists", between, TURNED_AWAY, how,
                note,
            ),
        },
        by_need=_by_need(returned, how),
        flows=_flows(returned),
    )  # fmt: skip


def _sums(rows: pd.DataFrame, outcomes: tuple[str, ...]) -> pd.DataFrame:
    """Referrals of each site: those with one of the outcomes, and all."""
    number = rows["referrals"].where(rows["outcome"].isin(outcomes), 0)
    counted = rows.assign(number=number, of=rows["referrals"])
    return counted.groupby("site_id")[["number", "of"]].sum()


def _share(
    label: str, rows: pd.DataFrame, outcomes: tuple[str, ...], how: _Resampling, note: str = ""
) -> Estimate:
    found = clustered_share(
        label, _sums(rows, outcomes), level=how.level, resamples=how.resamples, seed=how.seed,
        method=METHOD,
    )  # fmt: skip
    return found.model_copy(update={"note": joined(found.note, note)})


def _by_need(returned: pd.DataFrame, how: _Resampling) -> pd.DataFrame:
    rows = []
    for need in NEEDS:
        own = returned[returned["need_band"] == need]
        if own["referrals"].sum() == 0:
            continue
        found = _share("Ended without a service", own, UNSERVED, how)
        number = round((found.value or 0.0) * found.n)
        rows.append((need, found.n, number, found.value, found.low, found.high))
    return pd.DataFrame(rows, columns=list(BY_NEED)).astype(BY_NEED)


def _flows(returned: pd.DataFrame) -> pd.DataFrame:
    """Every level of need with every outcome; empty without any referral."""
    if returned["referrals"].sum() == 0:
        return pd.DataFrame(columns=list(FLOWS)).astype(FLOWS)
    every = pd.MultiIndex.from_product([NEEDS, OUTCOMES], names=["need_band", "outcome"])
    counted = returned.groupby(["need_band", "outcome"])["referrals"].sum()
    rows = counted.reindex(every, fill_value=0).astype(int).reset_index()
    total = rows.groupby("need_band")["referrals"].transform("sum")
    rows = rows.assign(share=rows["referrals"] / total.where(total > 0))
    return rows[total > 0].reset_index(drop=True).astype(FLOWS)
