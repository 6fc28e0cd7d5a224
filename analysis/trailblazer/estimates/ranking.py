"""Which of several things comes first, and how much that hangs on who happened to be heard."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

RANKED = {"item": str, "first": float, "rank_low": int, "rank_high": int}
# Draws held in memory at once: thousands of interviews would not fit otherwise.
BATCH = 500


def ranks_again(
    counts: pd.DataFrame, *, level: float = 0.95, resamples: int = 2000, seed: int
) -> pd.DataFrame:
    """How the items rank when the units that were counted are drawn again.

    ``counts`` has a row for each unit (an interview, or a site with all its interviews) and a
    column for each item; a cell is how often the item occurs in the unit. Returns a row an item, in
    the order of the columns: ``first``, the share of the draws in which it leads *alone* (a tie for
    the first place counts for nobody), and ``rank_low`` to ``rank_high``, the ranks that hold
    ``level`` of the draws, ties counted at their widest. No row without units.

    The units were chosen and not sampled: this tells how firm a ranking is within what was heard,
    not how likely it is elsewhere. Sources: Efron and Tibshirani (1993), chapter 6; Goldstein and
    Spiegelhalter (1996) for intervals of ranks.
    """
    if counts.empty:
        return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in RANKED.items()})
    best, worst = _ranks(counts.to_numpy(dtype=np.int64), resamples, seed)
    tail = (1 - level) / 2
    return pd.DataFrame(
        {
            "item": counts.columns,
            "first": (worst == 1).mean(axis=0),
            "rank_low": np.quantile(best, tail, axis=0, method="inverted_cdf").astype(int),
            "rank_high": np.quantile(worst, 1 - tail, axis=0, method="inverted_cdf").astype(int),
        }
    )


def _ranks(
    counts: npt.NDArray[np.int64], resamples: int, seed: int
) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
    """The rank of each item in each draw, at its best and at its worst among those it ties with."""
    rng, units = np.random.default_rng(seed), len(counts)
    best, worst = [], []
    for start in range(0, resamples, BATCH):
        size = min(BATCH, resamples - start)
        # Drawing units with replacement is drawing how many times each one is in the draw.
        totals = rng.multinomial(units, np.full(units, 1 / units), size=size) @ counts
        mine, theirs = totals[:, :, None], totals[:, None, :]
        best.append(1 + (theirs > mine).sum(axis=2))
        worst.append((theirs >= mine).sum(axis=2))
    return np.concatenate(best), np.concatenate(worst)
