"""Who was underserved: the rate of support in each group against a comparison group."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

import pandas as pd

from trailblazer.estimates.counts import share
from trailblazer.estimates.estimate import Estimate
from trailblazer.estimates.group_ratios import each_group, lowest, over_sites
from trailblazer.estimates.need import need_taken, need_turns
from trailblazer.estimates.pooled import needs_differ, pooled, redrawn, spoken
from trailblazer.estimates.rates import cells_of, cells_withheld, rates_by_group
from trailblazer.estimates.representation import representation

RATE = "people supported per 1,000 pupils on roll, Byar's interval"


@dataclass(frozen=True)
class Disparity:
    """Support by group of one characteristic, before and after allowing for need.

    ``ratio`` sets the groups compared, taken together, against the reference group;
    ``ratio_adjusted`` does so with pupils weighted by relative need: equal rates are not fair
    access for a group with more need. Below 1 means supported at a lower rate. ``lowest`` is that
    of the single group with the lowest. The ratios rest on those of known group; how much that
    matters show ``ratio_as_known`` and ``ratio_as_pupils``, in which those of unknown group are
    shared out at each site like the others supported or like the pupils (the interval keeps the
    width of what is known). In ``ratio_half_need`` needs differ half as much as stated;
    ``ratio_over_sites`` has an interval that lets the ratio differ from site to site.
    ``need_taken`` is how many times as often as the reference group the groups compared need
    support by what the set states; ``need_turns`` how many times it would have to be for them to
    count as supported at a lower rate.

    Frames: ``rates`` (group, people, population, rate, low, high), reference first; ``ratios``
    (group, ratio, low, high, adjusted, adjusted_low, adjusted_high, p_adjusted, need), the p of the
    need-adjusted ratio after Benjamini and Hochberg over ``comparisons`` groups, the need as a
    ratio to that of the reference;
    ``representation`` as in the module of that name. ``need_stated`` is the share of the pupils'
    counts of the groups compared that come with a relative need. ``need_differs`` is false where
    need is taken to be the same in every group of a site, so that allowing for it changes nothing;
    ``need_sources`` are where the set says that the needs come from.
    """

    characteristic: str
    reference: str
    rate: Mapping[str, Estimate]
    rates: pd.DataFrame
    ratio: Estimate
    ratio_adjusted: Estimate
    ratio_half_need: Estimate
    ratio_as_known: Estimate
    ratio_as_pupils: Estimate
    ratio_over_sites: Estimate
    need_taken: Estimate
    need_turns: Estimate
    lowest: Estimate
    ratios: pd.DataFrame
    representation: pd.DataFrame
    unknown_share: Estimate
    need_stated: Estimate
    need_differs: bool
    need_sources: tuple[str, ...]

    @property
    def comparisons(self) -> int:
        """How many groups were compared with the reference group one by one."""
        return int(self.ratios["p_adjusted"].notna().sum())

    def named(self, prefix: str = "") -> dict[str, Estimate]:
        """Every estimate by its name, after a prefix where a claim rests on more than one."""
        start = f"{prefix}_" if prefix else ""
        held = {field.name: getattr(self, field.name) for field in fields(self)}
        return {f"{start}{k}": v for k, v in held.items() if isinstance(v, Estimate)}


def disparity(
    people_supported: pd.DataFrame,
    population: pd.DataFrame,
    *,
    characteristic: str,
    reference: str | Sequence[str],
    compared: Sequence[str] | None = None,
    unknown: str = "unknown",
    confidence_level: float = 0.95,
    resamples: int = 2000,
    seed: int,
) -> Disparity:
    """Compare rates of support between the groups of a characteristic, site by site.

    ``reference`` is the comparison group; of several codes for it the first that the set has is
    taken. ``compared`` are the groups taken together (all others: None). Everybody supported is
    counted; intervals take the counts as draws from a Poisson process. Where the set has no
    pupils by the characteristic there is no rate, and the note says so.
    """
    supported = people_supported[people_supported["characteristic"] == characteristic]
    pupils = population[population["characteristic"] == characteristic]
    cells = cells_of(supported, pupils, unknown=unknown)
    base, others = _groups(cells, reference)
    chosen = [group for group in others if compared is None or group in compared]
    order, level = [base, *others], confidence_level
    rates = rates_by_group(cells, order, level=level)
    partly = cells_withheld(supported, pupils)
    why = partly if len(pupils) else f"there is no count of pupils by {characteristic}"
    need_differs = needs_differ(cells)
    whole = supported[
        ~supported["site_id"].isin(supported.loc[supported["people"].isna(), "site_id"])
    ]
    number = round(cells.loc[cells["group"].isin([base, *chosen]), "people"].sum())
    ratios = pooled(cells, chosen, base, number, level=level, why=why, need_differs=need_differs)
    drawn = over_sites(
        cells, chosen, base, base="need", level=level, resamples=resamples, seed=seed
    )
    return Disparity(
        characteristic=characteristic,
        reference=base,
        rate={r["group"]: _rate(r, level) for r in rates.to_dict("records")},
        rates=rates,
        **ratios,
        ratio_over_sites=redrawn(ratios["ratio_adjusted"], drawn),
        need_taken=need_taken(cells, chosen, base, number),
        need_turns=need_turns(cells, chosen, base, number, level=level),
        lowest=lowest(
            cells, chosen, base, level=level, people=number, note=why,
            label=f"Lowest rate ratio of any group compared, against the group {spoken(base)}",
        ),
        ratios=each_group(cells, others, base, level=level),
        representation=representation(
            cells[cells["whole"]], order, level=level, resamples=resamples, seed=seed
        ),
        unknown_share=_unknown_share(whole, characteristic, unknown, partly),
        need_stated=_need_stated(pupils[pupils["group"].isin(chosen)]),
        need_differs=need_differs,
        need_sources=tuple(sorted(pupils["relative_need_source"].dropna().unique())),
    )  # fmt: skip


def _unknown_share(
    supported: pd.DataFrame, characteristic: str, unknown: str, note: str
) -> Estimate:
    people = supported["people"].astype(float)
    return share(
        f"Supported people whose {characteristic} is unknown",
        int(people[supported["group"] == unknown].sum()), of=int(people.sum()),
        method="share of people supported", note=note,
    )  # fmt: skip


def _need_stated(pupils: pd.DataFrame) -> Estimate:
    stated = pupils["relative_need"].notna()
    return share(
        "Counts of pupils with a relative need", int(stated.sum()), of=len(stated),
        about="organisations", method="share of the counts of the groups compared",
    )  # fmt: skip


def _groups(cells: pd.DataFrame, reference: str | Sequence[str]) -> tuple[str, list[str]]:
    """The comparison group and all others, those in alphabetical order."""
    there = sorted(cells["group"].unique())
    names = [reference] if isinstance(reference, str) else list(reference)
    base = next((name for name in names if name in there), names[0])
    return base, [group for group in there if group != base]


def _rate(row: dict[Hashable, Any], level: float) -> Estimate:
    return Estimate(
        label=f"Rate of support, {row['group']}", value=row["rate"], low=row["low"],
        high=row["high"], level=level, method=RATE, unit="per_1000", n=row["people"],
        denominator=row["population"], population="sample",
    )  # fmt: skip
