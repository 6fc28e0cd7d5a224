"""Teams on both sides of an event: their totals, and figures of them with sites drawn again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from trailblazer.estimates.bootstrap import Floats, over_clusters
from trailblazer.estimates.estimate import Estimate, Unit, nothing
from trailblazer.estimates.partial import joined

SITES, TEAMS = "site_id", "team_id"
SUMS = ["remote", "contacts", "weekdays", "months"]
NOT_COMPARED = "no team returned contacts in full in both periods"
NO_CONTACTS = "no contacts were returned to compare with"


@dataclass(frozen=True)
class How:
    """How an interval is drawn, and ``partly`` what is left out of the numbers, if anything."""

    level: float
    resamples: int
    seed: int
    partly: str = ""


def compared(due: pd.DataFrame, before: Sequence[str], after: Sequence[str]) -> pd.DataFrame:
    """Teams with a return in both periods: sums of each, as ``contacts_0`` and ``contacts_1``.

    Columns ``site_id, team_id`` and, for both sides, ``remote, contacts, weekdays, months``.
    """
    sides = [
        due[due["returned"] & due["month"].isin(period)].groupby([SITES, TEAMS])[SUMS].sum()
        for period in (before, after)
    ]
    both = sides[0].merge(sides[1], left_index=True, right_index=True, suffixes=("_0", "_1"))
    return both.reset_index()


def ratio(above: Floats, below: Floats) -> Floats:
    """Division that gives 0 where there is nothing to divide by, as a draw of sites may have it."""
    below = np.asarray(below, dtype=np.float64)
    return np.divide(above, below, out=np.zeros_like(below), where=below > 0)


def drawn(
    label: str,
    unit: Unit,
    method: str,
    pairs: pd.DataFrame,
    columns: Sequence[str],
    statistic: Callable[..., Floats],
    how: How,
    *,
    needs: Sequence[str],
    cluster: str = SITES,
) -> Estimate:
    """A figure of column totals with an interval from drawing clusters again.

    ``needs`` are the columns that must not add up to nothing: something is divided by them.
    """
    method = f"{method}{'sites' if cluster == SITES else 'teams'}"
    if pairs.empty or any(pairs[name].sum() <= 0 for name in needs):
        why = joined(NO_CONTACTS if len(pairs) else NOT_COMPARED, how.partly)
        return nothing(label, unit, "sample", method, why)
    totals = pairs.groupby(cluster)[list(columns)].sum()
    parts = [totals[name].to_numpy(dtype=np.float64) for name in columns]
    ends = over_clusters(parts, statistic, level=how.level, resamples=how.resamples, seed=how.seed)
    low, high = ends or (None, None)
    value = float(statistic(*(np.asarray(part.sum()) for part in parts)))
    return Estimate(
        label=label, value=value, low=low, high=high, level=how.level if ends else None,
        about="organisations", method=method, unit=unit, n=len(pairs), population="sample",
        note="" if ends else "one site only, so no interval over sites",
    )  # fmt: skip
