"""Rate ratios of groups against a comparison group, one by one or taken together."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pandas as pd
from statsmodels.stats.multitest import multipletests

from trailblazer.estimates.bootstrap import Floats, over_clusters
from trailblazer.estimates.estimate import Estimate, nothing
from trailblazer.estimates.intervals import Interval
from trailblazer.estimates.rate_ratio import RateRatio, mantel_haenszel

RATIOS = [
    "group", "ratio", "low", "high", "adjusted", "adjusted_low", "adjusted_high", "p_adjusted",
    "need",
]  # fmt: skip
LOWEST = "lowest of the need-adjusted Mantel-Haenszel rate ratios, Bonferroni limits"


def compare(
    cells: pd.DataFrame,
    groups: Sequence[str],
    reference: str,
    *,
    base: str = "pupils",
    people: str = "people",
) -> RateRatio:
    """Groups taken together against the comparison group, site by site and then pooled.

    ``base`` and ``people`` name the columns of ``cells`` that count pupils and those supported.
    """
    return mantel_haenszel(*_beside(cells, groups, reference, base, people))


def over_sites(
    cells: pd.DataFrame,
    groups: Sequence[str],
    reference: str,
    *,
    base: str,
    level: float,
    resamples: int,
    seed: int,
) -> Interval | None:
    """An interval of the pooled ratio that lets the ratio itself differ from site to site.

    Whole sites are drawn again (BCa). The usual interval takes one ratio to hold everywhere.
    """
    events, own, events_0, other = _beside(cells, groups, reference, base, "people")
    above, below = events * other / (own + other), events_0 * own / (own + other)
    parts = [np.asarray(part, dtype=np.float64) for part in (above, below)]
    return over_clusters(parts, _ratio, level=level, resamples=resamples, seed=seed)


def each_group(
    cells: pd.DataFrame, groups: Sequence[str], reference: str, *, level: float
) -> pd.DataFrame:
    """A row a group: its ratio as recorded and allowing for need, and the p of the latter.

    The p are corrected for the number of groups compared (Benjamini and Hochberg, 1995), so that
    among the groups called different one in twenty at most is expected to be so by chance.
    ``need`` is how many times that of the comparison group the need was taken to be.
    """
    rows = []
    sums = cells.groupby("group")[["need", "pupils"]].sum()
    need = sums["need"] / sums["pupils"]
    for group in groups:
        crude, adjusted = (
            compare(cells, [group], reference, base=base) for base in ("pupils", "need")
        )
        limits = (*adjusted.interval(level), adjusted.p_value)
        times = need.get(group, math.nan) / need.get(reference, math.nan)
        rows.append([group, crude.ratio, *crude.interval(level), adjusted.ratio, *limits, times])
    frame = pd.DataFrame(rows, columns=RATIOS).astype(dict.fromkeys(RATIOS[1:], float))
    tested = frame["p_adjusted"].dropna()
    if not tested.empty:
        frame.loc[tested.index, "p_adjusted"] = multipletests(tested, method="fdr_bh")[1]
    return frame


def lowest(
    cells: pd.DataFrame,
    groups: Sequence[str],
    reference: str,
    *,
    level: float,
    label: str,
    people: int,
    note: str,
) -> Estimate:
    """The lowest ratio of several groups: whether *some* group was supported at a lower rate.

    The level is shared among the groups (Bonferroni), so that all intervals hold together: when
    the upper limit is below 1 some group is below, and when the lower limit is above 1 none is.
    """
    found = [compare(cells, [group], reference, base="need") for group in groups]
    known = [ratio for ratio in found if not math.isnan(ratio.error)]
    if not known:
        return nothing(label, "ratio", "sample", LOWEST, note or "no group can be compared")
    limits = [ratio.interval(1 - (1 - level) / len(known)) for ratio in known]
    return Estimate(
        label=label, value=min(ratio.ratio for ratio in known),
        low=min(low for low, _ in limits), high=min(high for _, high in limits), level=level,
        method=LOWEST, unit="ratio", n=people, population="sample", note=note,
    )  # fmt: skip


def _beside(
    cells: pd.DataFrame, groups: Sequence[str], reference: str, base: str, people: str
) -> tuple[pd.Series[float], ...]:
    """Events and base of the groups, then of the reference, one element a site that has both."""
    own = cells[cells["group"].isin(groups)].groupby("site_id")[[people, base]].sum()
    other = cells[cells["group"] == reference].set_index("site_id")[[people, base]]
    both = own.join(other.add_suffix("_0"), how="inner")
    return both[people], both[base], both[f"{people}_0"], both[f"{base}_0"]


def _ratio(above: Floats, below: Floats) -> Floats:
    below = np.asarray(below, dtype=np.float64)
    return np.divide(above, below, out=np.zeros_like(below), where=below > 0)
