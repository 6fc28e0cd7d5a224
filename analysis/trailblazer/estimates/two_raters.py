"""How far two people who judged the same things agree: raw agreement and Cohen's kappa."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd
from statsmodels.stats.inter_rater import cohens_kappa

from trailblazer.estimates.bootstrap import Floats
from trailblazer.estimates.counts import share
from trailblazer.estimates.estimate import Estimate, Unit, nothing
from trailblazer.estimates.jackknife import jackknife

KAPPA = "Cohen's kappa; jackknife over units"
WEIGHTED = "Cohen's kappa, linear weights; jackknife over units"
NO_PAIR = "no two people judged the same units"
NEVER_VARIED = "both gave one and the same value throughout, so chance cannot be gauged"
_UNIT: Unit = "index"


@dataclass(frozen=True)
class TwoRaters:
    """Agreement of two people: the share judged alike, and kappa, which allows for chance."""

    same: Estimate
    kappa: Estimate


def the_pair(judged: pd.DataFrame) -> pd.DataFrame:
    """What the two raters gave who judged most units in common: a row a unit, a column a rater.

    ``judged`` has a row a unit and a column a rater, with gaps. Ties go to the first by name; no
    column where nobody shares a unit with anybody.
    """
    pairs = combinations(sorted(judged.columns), 2)
    both = {pair: len(judged[list(pair)].dropna()) for pair in pairs}
    best = max(both, key=lambda pair: both[pair], default=None)
    if best is None or both[best] == 0:
        return judged.iloc[:0, :0]
    return judged[list(best)].dropna()


def two_raters(
    judged: pd.DataFrame,
    values: Sequence[object],
    *,
    confidence_level: float = 0.95,
    ordered: bool = False,
    of: str = "judgements",
) -> TwoRaters:
    """Raw agreement and kappa of the two raters with most units in common.

    ``judged`` has a row a unit and a column a rater; ``values`` are all that can be given, from
    one end of the scale to the other. With ``ordered`` ones, kappa counts a difference of two
    steps as twice one of one step. Source: Cohen (1960, 1968); statsmodels computes it.
    """
    pair = the_pair(judged)
    method = WEIGHTED if ordered else KAPPA
    if pair.empty:
        return TwoRaters(
            same=nothing("Judged alike", "share", "purposive", "units judged alike", NO_PAIR),
            kappa=nothing("Kappa", _UNIT, "sample", method, NO_PAIR),
        )
    first, second = (pd.Categorical(pair[name], categories=list(values)) for name in pair.columns)
    counts = pd.crosstab(first, second, dropna=False).to_numpy(dtype=np.float64)
    same = share(
        "Judged alike", int(np.trace(counts)), of=len(pair), population="purposive",
        about="organisations", method=f"{of} on which both gave the same",
    )  # fmt: skip
    return TwoRaters(same, _kappa(counts, method, confidence_level, ordered))


def _kappa(counts: Floats, method: str, level: float, ordered: bool) -> Estimate:
    n = int(counts.sum())
    value = kappa_of(counts, ordered=ordered)
    if not np.isfinite(value):
        return Estimate(
            label="Kappa", value=None, unit=_UNIT, n=n, population="sample",
            about="organisations", method=method, note=NEVER_VARIED,
        )  # fmt: skip
    filled = [(int(row), int(column)) for row, column in np.argwhere(counts > 0)]
    left_out = np.array([kappa_of(_without(counts, cell), ordered=ordered) for cell in filled])
    times = np.array([counts[cell] for cell in filled])
    found = jackknife(value, left_out, times, level=level, lowest=-1.0, highest=1.0)
    low, high = found or (None, None)
    return Estimate(
        label="Kappa", value=value, low=low, high=high, level=level if found else None, unit=_UNIT,
        n=n, population="sample", about="organisations", method=method,
    )  # fmt: skip


def kappa_of(counts: Floats, *, ordered: bool = False) -> float:
    """Kappa of a square table of what one rater gave by what the other gave; NaN without one."""
    total = counts.sum()
    if total == 0 or np.trace(np.outer(counts.sum(1), counts.sum(0))) == total**2:
        return float("nan")
    return float(cohens_kappa(counts, wt="linear" if ordered else None, return_results=False))


def _without(counts: Floats, cell: tuple[int, int]) -> Floats:
    fewer = counts.copy()
    fewer[cell] -= 1
    return fewer
