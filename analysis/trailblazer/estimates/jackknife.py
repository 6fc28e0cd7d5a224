"""Jackknife: how much a figure changes when one unit at a time is left out."""

from __future__ import annotations

import numpy as np
from scipy.stats import t

from trailblazer.estimates.bootstrap import Floats
from trailblazer.estimates.intervals import Interval


def jackknife(
    value: float, left_out: Floats, times: Floats, *, level: float, lowest: float, highest: float
) -> Interval | None:
    """Interval around ``value`` from the figures that remain when each unit is left out.

    ``left_out`` holds the figure without a unit and ``times`` how many units give that same
    figure, so that alike units need to be left out only once. The interval is the value give or
    take Student's t times the jackknife standard error, kept within what the figure can be.
    ``None`` with fewer than two units, or where the figure has no value without one of them.
    Source: Efron and Tibshirani, An Introduction to the Bootstrap (1993), chapter 11.
    """
    units = float(times.sum())
    if units < 2 or not np.isfinite(left_out).all():
        return None
    mean = float((times * left_out).sum()) / units
    spread = float((times * (left_out - mean) ** 2).sum())
    error = float(np.sqrt((units - 1) / units * spread))
    reach = float(t.ppf((1 + level) / 2, units - 1)) * error
    return max(lowest, value - reach), min(highest, value + reach)
