"""Estimates from respondents who have been weighted, with what non-response does to them.

Everybody was invited; chance lies in who answered. An answer with weight ``w`` came with the chance
``1 / w``, as in a Poisson sample, so its part of the variance is corrected by ``1 - 1 / w``: kinds
of settings of which most answered are nearly known, kinds of which few answered are not. One
correction for all would make intervals too narrow wherever weights differ. What the margins
explain of an answer is taken out first, because raking fixes it.

Settings of one site share teams, so sites are clusters. With few sites, or by luck, settings of a
site look less alike than settings at large, which has no meaning here: each interval is made with
sites as clusters and with every respondent alone, and the wider one is given. Parker and others
(2017) cap the effective sample size of a share for the same reason.

Sources: Deville, Särndal and Sautory (1993); Särndal and Lundström, Estimation in Surveys with
Nonresponse (2005), chapter 11; Korn and Graubard (1998).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from scipy import stats

from trailblazer.estimates.bootstrap import Floats
from trailblazer.estimates.intervals import Interval, exact, korn_graubard


@dataclass(frozen=True)
class Share:
    """A weighted share with its interval, where there is one, and the number it rests on."""

    value: float
    interval: Interval | None
    n: int


@dataclass(frozen=True)
class Spread:
    """The standard error of an estimate under one way of clustering, and its degrees of freedom."""

    error: float
    df: int

    def reach(self, level: float) -> float:
        """How far a t interval goes to each side; not a number with a single cluster."""
        return float(stats.t.ppf((1 + level) / 2, self.df)) * self.error if self.df else math.nan

    def p_value(self, distance: float) -> float:
        """Two-sided, of a distance from what is tested; not a number without any variation."""
        if not self.df or not self.error:
            return math.nan
        return float(2 * stats.t.sf(abs(distance) / self.error, self.df))

    def of_share(self, value: float, n: int, level: float) -> Interval:
        """Limits of a share of ``n`` answers; the share itself where everybody answered."""
        if not self.error:
            return value, value
        return korn_graubard(value, self.error, n=n, df=self.df, level=level)


@dataclass(frozen=True)
class Weighted:
    """Respondents with weights that make them look like all who were invited.

    ``rows`` and ``weights`` have the index of the respondents; ``margins`` are those that were
    matched, whose categories, as they were matched, stand in columns with ``_`` before their name.
    ``clusters`` are the columns that say who belongs together, one a way of clustering. ``within``
    names a 0/1 column: estimates are of those with a 1, a domain of the respondents.
    """

    rows: pd.DataFrame
    weights: pd.Series[float]
    margins: tuple[str, ...]
    clusters: tuple[str, ...]
    within: str = ""

    def share(self, column: str, *, level: float) -> Share:
        """The weighted share of respondents for whom a 0/1 column is 1."""
        return self._share(column, self._domain, level)

    def shares(self, column: str, by: str, *, level: float) -> dict[str, Share]:
        """The same within each category of another column."""
        return {
            str(name): self._share(column, self._domain & (self.rows[by] == name), level)
            for name in sorted(self.rows.loc[self._domain, by].unique())
        }

    def mean(self, column: str, *, level: float) -> tuple[float, Interval]:
        """The weighted mean of a column with a t interval."""
        value, score = self._mean(column, self._domain)
        reach = _largest([s.reach(level) for s in self._spreads(score, self._domain)])
        return value, (value - reach, value + reach)

    def differs_from(self, column: str, value: float) -> float:
        """The two-sided p-value of a design-based t test that the mean equals a value."""
        mean, score = self._mean(column, self._domain)
        return _largest([s.p_value(mean - value) for s in self._spreads(score, self._domain)])

    def change(self, column: str, by: str, *, level: float) -> tuple[float, Interval, float]:
        """The mean in the last category of a column less that in the first, a t interval and p.

        What units or clusters of both categories have in common is in the covariance, so a
        setting that answered twice does not count as two that have nothing to do with each other.
        """
        names = sorted(self.rows.loc[self._domain, by].unique())
        before, after = (
            self._mean(column, self._domain & (self.rows[by] == name))
            for name in (names[0], names[-1])
        )
        value = after[0] - before[0]
        spreads = self._spreads(after[1] - before[1], self._domain)
        reach = _largest([s.reach(level) for s in spreads])
        p_value = _largest([s.p_value(value) for s in spreads])
        return value, (value - reach, value + reach), p_value

    def _share(self, column: str, of: pd.Series[bool], level: float) -> Share:
        n = int(of.sum())
        if not n:
            return Share(math.nan, None, 0)
        value, score = self._mean(column, of)
        if math.isclose(value, 0, abs_tol=1e-12) or math.isclose(value, 1):
            # There is no variance to go by: Korn and Graubard fall back on the exact interval.
            return Share(float(round(value)), exact(round(value) * n, n, level=level), n)
        found = [s.of_share(value, n, level) for s in self._spreads(score, of) if s.df]
        return Share(value, max(found, key=lambda ends: ends[1] - ends[0], default=None), n)

    def _mean(self, column: str, of: pd.Series[bool]) -> tuple[float, Floats]:
        """A weighted mean, and how much each respondent moves it (times the weight)."""
        held = self.weights.to_numpy() * of.to_numpy()
        values = self.rows[column].to_numpy(dtype=float)
        total = held.sum()
        value = float((held * np.where(of, values, 0.0)).sum() / total)
        return value, np.where(of, values - value, 0.0) / total

    def _spreads(self, score: Floats, of: pd.Series[bool]) -> list[Spread]:
        """The error of an estimate under each way of clustering."""
        weights = self.weights.to_numpy()
        left = _left_over(score, self._categories)
        unknown = np.sqrt(np.clip(1 - 1 / weights, 0, None))
        moves = pd.Series(weights * left * unknown, index=self.rows.index)
        return [self._spread(moves, self.rows[name], of) for name in self.clusters]

    def _spread(
        self, moves: pd.Series[float], cluster: pd.Series[str], of: pd.Series[bool]
    ) -> Spread:
        sums = moves.groupby(cluster).sum()
        count = len(sums)
        variance = count * float(sums.var(ddof=1)) if count > 1 else math.nan
        return Spread(math.sqrt(max(variance, 0.0)), int(cluster[of].nunique()) - 1)

    @cached_property
    def _categories(self) -> Floats:
        """A column a category of each margin; one constant where nothing was matched."""
        columns = [pd.get_dummies(self.rows[f"_{name}"], dtype=float) for name in self.margins]
        constant = np.ones((len(self.rows), 1))
        return np.hstack([constant, *(c.to_numpy()[:, 1:] for c in columns)])

    @property
    def _domain(self) -> pd.Series[bool]:
        if not self.within:
            return pd.Series(True, index=self.rows.index)
        return self.rows[self.within] == 1


def _left_over(score: Floats, explained_by: Floats) -> Floats:
    """What a least squares fit leaves: before raking all weigh the same. Margins may overlap."""
    fit, *_ = np.linalg.lstsq(explained_by, score, rcond=None)
    return score - explained_by @ fit


def _largest(numbers: Sequence[float]) -> float:
    return max((number for number in numbers if not math.isnan(number)), default=math.nan)
