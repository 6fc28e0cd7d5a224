"""Confidence intervals for one proportion and for one count."""

from __future__ import annotations

import math

import numpy as np
from scipy.stats import beta, hypergeom, norm, t
from statsmodels.stats.proportion import proportion_confint

Interval = tuple[float, float]


def wilson(count: int, of: int, *, level: float) -> Interval:
    """Wilson's score interval for a share, as recommended for public health counts.

    It behaves at none and at all and in small samples, where the usual textbook interval fails.
    ``of`` is above zero. Source: Wilson (1927); Newcombe (1998).
    """
    low, high = proportion_confint(count, of, alpha=1 - level, method="wilson")
    return float(low), float(high)


def exact(count: int, of: int, *, level: float) -> Interval:
    """Clopper and Pearson's exact interval for a share, two-sided.

    With none of 20 the upper limit is 16.8% at 95%: what silence in a small group leaves open.
    """
    low, high = proportion_confint(count, of, alpha=1 - level, method="beta")
    return float(low), float(high)


def korn_graubard(value: float, error: float, *, n: int, df: int, level: float) -> Interval:
    """Korn and Graubard's interval for a share from a survey: exact limits, as of fewer answers.

    ``error`` is the design-based standard error, ``df`` its degrees of freedom and ``n`` the number
    of answers. The answers count for as many as would give that error in a simple sample, and for
    fewer where the error itself rests on few clusters. ``value`` lies between 0 and 1, ``error``
    above 0. Source: Korn and Graubard (1998), Confidence intervals for proportions with small
    expected number of positive counts; ``svyciprop(method = "beta")`` of R does the same.
    """
    tail = (1 - level) / 2
    known = value * (1 - value) / error**2 * (t.ppf(tail, n - 1) / t.ppf(tail, df)) ** 2
    yes, no = value * known, (1 - value) * known
    return float(beta.ppf(tail, yes, no + 1)), float(beta.ppf(1 - tail, yes + 1, no))


def exact_of_finite(count: int, of: int, population: int, *, level: float) -> Interval:
    """Exact limits for the share in a finite population, from ``count`` in ``of`` drawn units.

    The two ends are the shares of the population at which a draw this low, or this high, would
    have half of what ``level`` leaves as its chance. With every unit drawn both ends are the share
    itself; with a population far larger than the draw they are Clopper and Pearson's. ``of`` is
    above zero and no more than ``population``. Source: Buonaccorsi (1987), A note on confidence
    intervals for proportions in finite populations.
    """
    tail = (1 - level) / 2
    held = np.arange(count, population - (of - count) + 1)
    # The chance of as many or more, and of as few or fewer, were so many units of this kind.
    many = hypergeom.sf(count - 1, population, held, of)
    few = hypergeom.cdf(count, population, held, of)
    return float(held[many > tail].min() / population), float(held[few > tail].max() / population)


def of_balance(value: float, reach: float) -> Interval:
    """Limits of a mean of scores from -1 to 1, from how far its t interval reaches to each side.

    They are taken on the logit scale of the way from -1 to 1 (twice Fisher's z), as Korn and
    Graubard (1998) discuss for a share. Where most scores are 1 the mean of a sample varies more
    below the truth than above it: an even reach then misses on one side twice as often as on the
    other. At -1 and 1 there is no scale to take, and the reach is kept.
    """
    if math.isclose(abs(value), 1):
        return max(-1.0, value - reach), min(1.0, value + reach)
    middle, scaled = math.atanh(value), reach / (1 - value**2)
    return math.tanh(middle - scaled), math.tanh(middle + scaled)


def byar(count: int, *, level: float) -> Interval:
    """Byar's interval for a count of events taken as one draw from a Poisson process.

    Within 0.2% of the exact interval from ten events on. Source: Breslow and Day (1987), and the
    technical guidance of the Office for Health Improvement and Disparities (Fingertips).
    """
    z = float(norm.ppf((1 + level) / 2))
    upper = count + 1
    low = count * (1 - 1 / (9 * count) - z / (3 * math.sqrt(count))) ** 3 if count else 0.0
    return low, upper * (1 - 1 / (9 * upper) + z / (3 * math.sqrt(upper))) ** 3
