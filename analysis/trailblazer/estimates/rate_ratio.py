"""The Mantel-Haenszel rate ratio: two groups compared within each site, then pooled."""

from __future__ import annotations

import math
from dataclasses import dataclass

import pandas as pd
from scipy.stats import norm


@dataclass(frozen=True)
class RateRatio:
    """A pooled ratio of two rates and the standard error of its log.

    ``ratio`` is missing (NaN) when the comparison group has no events; ``error`` is missing when
    either group has none.
    """

    ratio: float
    error: float

    def interval(self, level: float) -> tuple[float, float]:
        """The confidence interval, from the log scale; missing without a standard error."""
        reach = math.exp(float(norm.ppf((1 + level) / 2)) * self.error)
        return self.ratio / reach, self.ratio * reach

    @property
    def p_value(self) -> float:
        """Two-sided p against equal rates; missing without a standard error."""
        if math.isnan(self.error):
            return math.nan
        return float(2 * norm.sf(abs(math.log(self.ratio)) / self.error))


def mantel_haenszel(
    events: pd.Series[float],
    base: pd.Series[float],
    events_0: pd.Series[float],
    base_0: pd.Series[float],
) -> RateRatio:
    """Pool the ratio of a group's rate to that of a comparison group (``_0``) over strata.

    One element a stratum; bases are persons, person-time, or persons weighted by need. Source:
    Rothman and Greenland, Modern Epidemiology; for the variance Greenland and Robins (1985).
    """
    total = base + base_0
    above = float((events * base_0 / total).sum())
    below = float((events_0 * base / total).sum())
    spread = float(((events + events_0) * base * base_0 / total**2).sum())
    return RateRatio(
        ratio=above / below if below > 0 else math.nan,
        error=math.sqrt(spread / (above * below)) if above > 0 and below > 0 else math.nan,
    )
