"""Bootstrap over clusters: whole sites (or whole units) are drawn again, with all they hold."""

from __future__ import annotations

import warnings
from collections.abc import Callable

import numpy as np
import numpy.typing as npt
from scipy.stats import DegenerateDataWarning, bootstrap, norm, t

from trailblazer.estimates.intervals import Interval

Floats = npt.NDArray[np.float64]
# Draws held in memory at once: thousands of units would not fit otherwise.
BATCH = 500


def over_clusters(
    parts: list[Floats],
    statistic: Callable[..., Floats],
    *,
    level: float,
    resamples: int,
    seed: int,
) -> Interval | None:
    """BCa interval for a statistic of cluster totals; ``None`` with fewer than two clusters.

    Each part holds one number a cluster (a sum over the teams of a site, say, and how many teams
    it has); ``statistic`` takes the totals of the parts and returns the figure, elementwise. The
    clusters of every resample are drawn together, so a difference of two shares is paired.

    With few clusters a bootstrap interval is too narrow, so the level is widened as Hesterberg
    advises. Sources: Efron (1987) for bias-corrected and accelerated intervals; Davison and
    Hinkley (1997), section 3.8, for drawing whole clusters; Hesterberg, What Teachers Should Know
    About the Bootstrap (2015), for the widening.
    """
    if len(parts[0]) < 2:
        return None

    wide = _widened(level, len(parts[0]))

    def of_totals(*drawn: Floats, axis: int) -> Floats:
        return statistic(*(part.sum(axis=axis) for part in drawn))

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DegenerateDataWarning)
        warnings.simplefilter("ignore", RuntimeWarning)
        found = bootstrap(
            parts, of_totals, paired=True, vectorized=True, confidence_level=wide,
            n_resamples=resamples, method="BCa", batch=BATCH, rng=np.random.default_rng(seed),
        )  # fmt: skip
    low, high = (float(end) for end in found.confidence_interval)
    if np.isnan(low) or np.isnan(high):
        # BCa has no answer when every draw gives the same figure: the percentiles still do.
        low, high = np.quantile(found.bootstrap_distribution, [(1 - wide) / 2, (1 + wide) / 2])
    return float(low), float(high)


def _widened(level: float, clusters: int) -> float:
    """The level whose normal quantile reaches as far as the t quantile of so few clusters."""
    reach = np.sqrt(clusters / (clusters - 1)) * t.ppf((1 + level) / 2, clusters - 1)
    return float(1 - 2 * norm.sf(reach))
