"""Random draws that keep to their target.

A planted truth should be found again by an honest analysis, so shares are drawn evenly
(stratified or low-discrepancy numbers) wherever plain random numbers would add needless noise.
A set so drawn varies less than one that came about by chance, so it cannot tell whether intervals
are as wide as they should be: for that a set can be left to chance (:class:`LeftToChance`).
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any
from zlib import crc32

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.stats import norm

Numbers = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Whole = npt.NDArray[np.int64]
Codes = npt.NDArray[Any]
Tables = dict[str, pd.DataFrame]
Days = pd.Series | pd.Timestamp

GOLDEN = (5**0.5 - 1) / 2


class LeftToChance(np.random.Generator):
    """A generator with which nothing is kept to its target: each row is drawn by itself."""


def generator(seed: int, family: str, *, left_to_chance: bool = False) -> np.random.Generator:
    """The generator of one family of tables: adding a family changes no other."""
    key = crc32(family.encode("utf-8"))
    bits = np.random.PCG64(np.random.SeedSequence(seed, spawn_key=(key,)))
    return LeftToChance(bits) if left_to_chance else np.random.Generator(bits)


def even(rng: np.random.Generator, n: int) -> Numbers:
    """``n`` uniform numbers in random order, one in each nth of the range."""
    if isinstance(rng, LeftToChance):
        return rng.random(n)
    return np.asarray((rng.permutation(n) + rng.random(n)) / max(n, 1))


def spread(rng: np.random.Generator, n: int) -> Numbers:
    """``n`` numbers that fill the range evenly over any stretch of rows (a Kronecker sequence)."""
    if isinstance(rng, LeftToChance):
        return rng.random(n)
    return np.asarray((rng.random() + np.arange(n) * GOLDEN) % 1)


def evenly(rng: np.random.Generator, n: int, k: int) -> Flags:
    """Exactly ``k`` of ``n`` rows, as far apart as can be."""
    flags = np.zeros(n, dtype=bool)
    if isinstance(rng, LeftToChance):
        flags[rng.choice(n, k, replace=False)] = True
        return flags
    flags[((np.arange(k) + rng.random()) * n / max(k, 1)).astype(int)] = True
    return flags


def pick(uniform: Numbers, shares: Mapping[Any, float]) -> Codes:
    """The code each uniform number falls on when the codes take up their shares of the range."""
    bounds = np.cumsum(list(shares.values()))
    at = np.searchsorted(bounds / bounds[-1], uniform, side="right")
    codes = np.array(list(shares), dtype=object)
    return codes[np.minimum(at, len(codes) - 1)]


def dealt(rng: np.random.Generator, shares: Mapping[Any, float], n: int) -> Codes:
    """``n`` codes in random order, each code with its share of them (give or take one)."""
    return pick(even(rng, n), shares)


def shuffled(rng: np.random.Generator, counts: Mapping[Any, int]) -> Codes:
    """Each code as often as its count says, in random order."""
    codes = np.array(list(counts), dtype=object)
    return rng.permutation(np.repeat(codes, list(counts.values())))


def share_of(rng: np.random.Generator, n: int, share: float) -> Flags:
    """That share of ``n`` rows, to the nearest row, as far apart as can be."""
    if isinstance(rng, LeftToChance):
        return np.asarray(rng.random(n) < share)
    return evenly(rng, n, round(share * n))


def ranked(rng: np.random.Generator, normal: Numbers) -> Numbers:
    """Normal numbers as uniform ones, the highest first, one in the middle of each nth."""
    if isinstance(rng, LeftToChance):
        return np.asarray(norm.sf(normal))
    return np.asarray((np.argsort(np.argsort(-normal, kind="stable")) + 0.5) / len(normal))


def apportioned(weights: Numbers, total: int) -> Whole:
    """``total`` divided in proportion to the weights, in whole numbers (largest remainder)."""
    exact = weights / weights.sum() * total
    whole: Whole = np.floor(exact).astype(np.int64)
    largest = np.argsort(whole - exact, kind="stable")[: total - whole.sum()]
    whole[largest] += 1
    return whole


def around_one(rng: np.random.Generator, spread: float, size: int) -> Numbers:
    """Gamma numbers of mean 1 and the given standard deviation."""
    return rng.gamma(spread**-2, spread**2, size)


def raked(rows: Numbers, means: Numbers, rounds: int = 500) -> Numbers:
    """Positive rows scaled until each adds up to 1 and the columns have the given means.

    Iterative proportional fitting (Deming and Stephan, 1940); a zero stays zero.
    """
    for _ in range(rounds):
        rows = rows * (means / rows.mean(axis=0))
        rows = rows / rows.sum(axis=1, keepdims=True)
    return rows


def composed(rng: np.random.Generator, rows: Numbers, means: Numbers) -> Numbers:
    """Positive rows scaled until each adds up to 1; their columns get the given means.

    Left to chance they do not: only the usual rows, not those drawn, were made with the means.
    """
    if isinstance(rng, LeftToChance):
        return np.asarray(rows / rows.sum(axis=1, keepdims=True))
    return raked(rows, means)


def step(values: Mapping[str, float], when: pd.Series) -> Numbers:
    """The value in force at each month or quarter: that of the latest entry not after it."""
    starts = sorted(values)
    at = np.searchsorted(np.array(starts, dtype=str), when.to_numpy(dtype=str), side="right") - 1
    return np.array([values[start] for start in starts])[np.maximum(at, 0)]


def looked_up(values: Mapping[Any, float], keys: pd.Series, default: float) -> Numbers:
    """The value of each key, or the default where the recipe names none."""
    return keys.map(dict(values)).fillna(default).to_numpy(dtype=float)


def days_between(rng: np.random.Generator, first: Days, last: Days, n: int) -> pd.Series:
    """``n`` days drawn between two days (or pairs of days), both included."""
    start, end = (
        pd.Series(np.broadcast_to(np.asarray(day, dtype="datetime64[s]"), n))
        for day in (first, last)
    )
    days = np.floor(rng.random(n) * ((end - start).dt.days + 1))
    drawn: pd.Series = start + pd.to_timedelta(days, unit="D")
    return drawn


def weekdays(days: pd.Series) -> pd.Series:
    """The days, those at a weekend moved back to its Friday."""
    moved: pd.Series = days - pd.to_timedelta((days.dt.day_of_week - 4).clip(lower=0), unit="D")
    return moved


def repeated(table: pd.DataFrame, times: pd.Series | Whole) -> pd.DataFrame:
    """Each row of a table as many times as said, with a fresh index."""
    rows = np.repeat(np.arange(len(table)), np.asarray(times, dtype=int))
    return table.iloc[rows].reset_index(drop=True)


def numbered(prefix: str, n: int, width: int) -> list[str]:
    """Ids: the prefix and a number of that many digits, from 1."""
    return [f"{prefix}{number:0{width}d}" for number in range(1, n + 1)]


def grouped(table: pd.DataFrame, key: str, value: str) -> dict[Hashable, list[Any]]:
    """The values of a column by the key of another."""
    return {name: list(part) for name, part in table.groupby(key, sort=True)[value]}
