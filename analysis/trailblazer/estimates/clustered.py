"""A share of people or cases that come in clusters, such as the referrals of a site."""

from __future__ import annotations

import pandas as pd

from trailblazer.estimates.bootstrap import Floats, over_clusters
from trailblazer.estimates.estimate import Estimate, nothing
from trailblazer.estimates.intervals import Interval, wilson

PLAIN = "Wilson interval"
DRAWN = "bootstrap over sites"


def wilson_share(label: str, number: int, *, of: int, level: float, method: str) -> Estimate:
    """A share with Wilson's interval, as if each case were drawn by itself; no value of none."""
    if of == 0:
        return nothing(label, "share", "sample", method)
    ends = wilson(number, of, level=level)
    return _written(label, number, of, ends, level, f"{method}; {PLAIN}")


def clustered_share(
    label: str,
    sums: pd.DataFrame,
    *,
    level: float,
    resamples: int,
    seed: int,
    method: str,
) -> Estimate:
    """A share whose cases are more alike within a cluster: whole clusters are drawn again.

    ``sums`` has a row a cluster: ``number`` of the cases that count and ``of`` all cases. With
    one cluster, or where none or all of the cases count, drawing again would give an interval of
    no width. Wilson's interval then stands in, which says too little of how clusters differ.
    """
    held = sums[sums["of"] > 0]
    number, of = int(held["number"].sum()), int(held["of"].sum())
    if number in (0, of):
        return wilson_share(label, number, of=of, level=level, method=method)
    parts = [held[name].to_numpy(dtype=float) for name in ("number", "of")]
    ends = over_clusters(parts, _ratio, level=level, resamples=resamples, seed=seed)
    if ends is None:
        return wilson_share(label, number, of=of, level=level, method=method)
    return _written(label, number, of, ends, level, f"{method}; {DRAWN}")


def _ratio(number: Floats, of: Floats) -> Floats:
    return number / of


def _written(
    label: str, number: int, of: int, ends: Interval, level: float, method: str
) -> Estimate:
    return Estimate(
        label=label, value=number / of, low=ends[0], high=ends[1], level=level, unit="share",
        n=of, denominator=of, population="sample", method=method,
    )  # fmt: skip
