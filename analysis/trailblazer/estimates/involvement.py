"""How far young people, parents and carers were involved, as planned and as found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from trailblazer.estimates.bootstrap import Floats, over_clusters
from trailblazer.estimates.counts import count, share
from trailblazer.estimates.estimate import Estimate, Unit, nothing

# From no say to all of it.
LEVELS = ("none", "informed", "consulted", "co_designed", "led")
LOW = LEVELS[:2]
GROUPS = ("young_people", "parents_carers")
STAGES = ("design", "delivery", "governance")
# The stages of the work that the claim speaks of.
CLAIMED = STAGES[:2]
METHOD = "share of the cases (a group at a stage in a site) read; BCa bootstrap over sites"
GAP = (
    "share of cases in which less was found than planned minus share with more, each case paired "
    "with its own plan; BCa bootstrap over sites"
)
SPREAD = "cases at each level, counted"
PLANNED = "sites in which a plan states such a level for a group at a stage, of all sites read"
NOT_READ = "nothing was found out about how people were involved"


@dataclass(frozen=True)
class How:
    """How intervals are made: their level, the draws of sites, the seed."""

    level: float
    resamples: int
    seed: int


@dataclass(frozen=True)
class Involvement:
    """How people were involved, over the cases (a group at a stage in a site) that were read.

    ``low`` is the share of cases at the two lowest levels, of those with evidence; ``levels`` how
    many levels occur and ``largest`` the share of the most common one. ``gap`` sets each case
    beside its own plan: ``short`` less the share that went ``beyond``. ``intended`` is the share
    of sites whose plans meant people at least to be consulted; ``coverage`` the share of all cases
    there could be with evidence. ``cases`` (site_id, group, stage, intended, achieved) has a row a
    case.
    """

    low: Estimate
    levels: Estimate
    largest: Estimate
    gap: Estimate
    short: Estimate
    beyond: Estimate
    intended: Estimate
    coverage: Estimate
    cases: pd.DataFrame

    @property
    def evidence(self) -> dict[str, Estimate]:
        """Every estimate by the name that the register uses, to conclude the claim with."""
        return {
            name: getattr(self, name)
            for name in (
                "low", "levels", "largest", "gap", "short", "beyond", "intended", "coverage",
            )
        }  # fmt: skip


def involvement(
    involvement: pd.DataFrame,
    sites: pd.DataFrame,
    *,
    stages: Sequence[str] = CLAIMED,
    groups: Sequence[str] = GROUPS,
    low: Sequence[str] = LOW,
    unknown_low: bool | None = None,
    confidence_level: float = 0.95,
    resamples: int = 2000,
    seed: int,
) -> Involvement:
    """Count the levels found and planned at some ``stages`` for some ``groups``.

    ``low`` are the levels that count as low. A case without evidence is left out, unless
    ``unknown_low`` says that it counts as low (or as not low). What a document happens to record
    could have been otherwise, and the cases of a site are alike, so whole sites are drawn again
    for the intervals; there is none with one site.
    """
    how = How(confidence_level, resamples, seed)
    cases = cases_of(involvement, sites, stages=stages, groups=groups)
    read = cases[cases["achieved"].notna()]
    paired = read[read["intended"].notna()]
    moved = _rank(paired["achieved"]) - _rank(paired["intended"])
    short, beyond = _one(moved < 0), _one(moved > 0)
    counted = cases if unknown_low is not None else read
    is_low = counted["achieved"].isin(low) | (counted["achieved"].isna() & bool(unknown_low))
    number = read["achieved"].value_counts()
    return Involvement(
        low=_mean("Cases of low involvement", _one(is_low), counted, "share", how),
        levels=count(
            "Levels of involvement found", len(number), of=len(read),
            about="organisations", method=SPREAD,
        ),
        largest=share(
            "Cases at the most common level", int(number.max()) if len(number) else 0,
            of=len(read), about="organisations", method=SPREAD,
        ),
        gap=_mean("Less than planned minus more", short - beyond, paired, "points", how),
        short=_mean("Less than planned", short, paired, "share", how),
        beyond=_mean("More than planned", beyond, paired, "share", how),
        intended=_intended(cases),
        coverage=share(
            "Cases with evidence", len(read),
            of=len(sites) * len(stages) * len(groups) if len(cases) else 0,
            about="organisations",
            method="cases with evidence, of all groups at all stages in all sites",
        ),
        cases=cases,
    )  # fmt: skip


def cases_of(
    involvement: pd.DataFrame,
    sites: pd.DataFrame,
    *,
    stages: Sequence[str] = STAGES,
    groups: Sequence[str] = GROUPS,
) -> pd.DataFrame:
    """The cases of some stages and groups: ``site_id, group, stage, intended, achieved``."""
    own = involvement[involvement["site_id"].isin(sites["site_id"])]
    own = own[own["stage"].isin(stages) & own["group"].isin(groups)]
    return own[["site_id", "group", "stage", "intended", "achieved"]].reset_index(drop=True)


def by_level(cases: pd.DataFrame) -> pd.DataFrame:
    """Cases at each level, planned and found, of each group and of both together (``all``).

    Columns ``group, when`` (intended, achieved), ``level, cases, share``; shares are of the cases
    whose level is known, and a group without any is left out.
    """
    rows = []
    for group in ("all", *GROUPS):
        own = cases if group == "all" else cases[cases["group"] == group]
        for when in ("intended", "achieved"):
            number = own[when].value_counts()
            known = int(number.sum())
            rows += [
                (group, when, level, int(number.get(level, 0)), number.get(level, 0) / known)
                for level in LEVELS
                if known
            ]
    frame = pd.DataFrame(rows, columns=["group", "when", "level", "cases", "share"])
    return frame.astype({"cases": int, "share": float})


def _one(holds: pd.Series[bool]) -> pd.Series[float]:
    return holds.astype(float)


def _rank(levels: pd.Series[str]) -> pd.Series[float]:
    return levels.map({level: i for i, level in enumerate(LEVELS)}).astype(float)


def _mean(
    label: str, values: pd.Series[float], cases: pd.DataFrame, unit: Unit, how: How
) -> Estimate:
    method = GAP if unit == "points" else METHOD
    if cases.empty:
        return nothing(label, unit, "sample", method, NOT_READ)
    at_site = values.groupby(cases["site_id"])
    parts = [np.asarray(total, dtype=np.float64) for total in (at_site.sum(), at_site.count())]
    found = over_clusters(parts, _ratio, level=how.level, resamples=how.resamples, seed=how.seed)
    low, high = found or (None, None)
    return Estimate(
        label=label, value=float(values.mean()), low=low, high=high,
        level=how.level if found else None, method=method, unit=unit, n=len(values),
        about="organisations",
        population="sample", note="" if found else "one site only, so no interval over sites",
    )  # fmt: skip


def _ratio(total: Floats, number: Floats) -> Floats:
    return np.asarray(total / number, dtype=np.float64)


def _intended(cases: pd.DataFrame) -> Estimate:
    stated = cases[cases["intended"].notna() & ~cases["intended"].isin(LOW)]
    return share(
        "Sites that planned to involve people",
        stated["site_id"].nunique(),
        of=cases["site_id"].nunique(),
        about="organisations",
        method=PLANNED,
    )
