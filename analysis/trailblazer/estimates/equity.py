"""Who was underserved: the rate of support in each group against a comparison group."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
from statsmodels.stats.multitest import multipletests

from trailblazer.estimates.counts import share
from trailblazer.estimates.estimate import Estimate
from trailblazer.estimates.rate_ratio import RateRatio, mantel_haenszel
from trailblazer.estimates.rates import cells_of, rates_by_group, representation

RATE = "people supported per 1,000 pupils on roll, Byar's interval"
RATIO = "Mantel-Haenszel rate ratio over sites, Greenland-Robins interval"
ADJUSTED = "Mantel-Haenszel rate ratio over sites, pupils weighted by relative need"
SAME_NEED = "every group is taken to have the same need"
RATIOS = [
    "group", "ratio", "low", "high", "adjusted", "adjusted_low", "adjusted_high", "p_adjusted",
]  # fmt: skip


@dataclass(frozen=True)
class Disparity:
    """Support by group of one characteristic, before and after allowing for need.

    ``ratio`` sets every group but the reference, taken together, against the reference group;
    ``ratio_adjusted`` does so with pupils weighted by relative need: equal rates are not fair
    access for a group with more need. Below 1 means supported at a lower rate.

    Frames: ``rates`` (group, people, population, rate, low, high), reference first; ``ratios``
    (group, ratio, low, high, adjusted, adjusted_low, adjusted_high, p_adjusted), the p of the
    need-adjusted ratio after Benjamini and Hochberg; ``representation`` (group, share_supported,
    share_population, ratio). People whose group is unknown are in ``unknown_share`` only: the
    ratios rest on those of known group. ``need_differs`` is false where need is taken to be the
    same in every group of a site, so that allowing for it changes nothing.
    """

    rate: Mapping[str, Estimate]
    rates: pd.DataFrame
    ratio: Estimate
    ratio_adjusted: Estimate
    ratios: pd.DataFrame
    representation: pd.DataFrame
    unknown_share: Estimate
    need_differs: bool


@dataclass(frozen=True)
class _Pair:
    """One comparison: as recorded, and with pupils weighted by need."""

    crude: RateRatio
    adjusted: RateRatio


def disparity(
    people_supported: pd.DataFrame,
    population: pd.DataFrame,
    *,
    characteristic: str,
    reference: str,
    unknown: str = "unknown",
    confidence_level: float = 0.95,
) -> Disparity:
    """Compare rates of support between the groups of a characteristic, site by site.

    Everybody supported is counted; intervals take the counts as draws from a Poisson process.
    Where the set has no pupils by the characteristic there is no rate, and the note says so.
    """
    supported = people_supported[people_supported["characteristic"] == characteristic]
    pupils = population[population["characteristic"] == characteristic]
    cells = cells_of(supported, pupils[pupils["group"] != unknown])
    others = [group for group in sorted(cells["group"].unique()) if group != reference]
    rates = rates_by_group(cells, [reference, *others], level=confidence_level)
    together = _compare(cells, others, reference)
    people = supported["people"].astype(float)
    base, named = round(cells["people"].sum()), f"all other groups against {reference}"
    need_differs = _need_differs(cells)
    why = "" if len(pupils) else f"there is no count of pupils by {characteristic}"
    return Disparity(
        rate={r["group"]: _rate(r, confidence_level) for r in rates.to_dict("records")},
        rates=rates,
        ratio=_ratio(f"Rate ratio, {named}", together.crude, RATIO, base, confidence_level, why),
        ratio_adjusted=_ratio(
            f"Rate ratio allowing for need, {named}", together.adjusted, ADJUSTED, base,
            confidence_level, why or ("" if need_differs else SAME_NEED),
        ),
        ratios=_ratios({g: _compare(cells, [g], reference) for g in others}, confidence_level),
        representation=representation(rates),
        unknown_share=share(
            f"Supported people whose {characteristic} is unknown",
            int(people[supported["group"] == unknown].sum()), of=int(people.sum()),
            method="share of people supported",
        ),
        need_differs=need_differs,
    )  # fmt: skip


def _compare(cells: pd.DataFrame, groups: list[str], reference: str) -> _Pair:
    own = cells[cells["group"].isin(groups)].groupby("site_id").sum(numeric_only=True)
    other = cells[cells["group"] == reference].set_index("site_id").add_suffix("_0")
    both = own.join(other, how="inner")
    crude, adjusted = (
        mantel_haenszel(both["people"], both[base], both["people_0"], both[f"{base}_0"])
        for base in ("pupils", "need")
    )
    return _Pair(crude, adjusted)


def _rate(row: dict[Hashable, Any], level: float) -> Estimate:
    return Estimate(
        label=f"Rate of support, {row['group']}", value=row["rate"], low=row["low"],
        high=row["high"], level=level, method=RATE, unit="per_1000", n=row["people"],
        denominator=row["population"], population="sample",
    )  # fmt: skip


def _ratio(
    label: str, found: RateRatio, method: str, people: int, level: float, note: str
) -> Estimate:
    known = not math.isnan(found.error)
    low, high = found.interval(level) if known else (None, None)
    return Estimate(
        label=label, value=None if math.isnan(found.ratio) else found.ratio, low=low, high=high,
        level=level if known else None, method=method, unit="ratio", n=people,
        population="sample", note=note if known else note or "a group had nobody supported",
    )  # fmt: skip


def _need_differs(cells: pd.DataFrame) -> bool:
    need = (cells["need"] / cells["pupils"]).groupby(cells["site_id"])
    return bool((need.max() - need.min() > 1e-9).any())


def _ratios(pairs: Mapping[str, _Pair], level: float) -> pd.DataFrame:
    rows = [
        [
            group, pair.crude.ratio, *pair.crude.interval(level),
            pair.adjusted.ratio, *pair.adjusted.interval(level), pair.adjusted.p_value,
        ]
        for group, pair in pairs.items()
    ]  # fmt: skip
    frame = pd.DataFrame(rows, columns=RATIOS).astype(dict.fromkeys(RATIOS[1:], float))
    tested = frame["p_adjusted"].dropna()
    if not tested.empty:
        corrected = multipletests(tested, method="fdr_bh")[1]
        frame.loc[tested.index, "p_adjusted"] = corrected
    return frame
