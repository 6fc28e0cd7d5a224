"""Saturation: whether further interviews still brought anything new to the codebook."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.stats import hypergeom

from trailblazer.estimates.bootstrap import Floats
from trailblazer.estimates.counts import count
from trailblazer.estimates.estimate import Estimate

SPOKEN = ("interview", "focus_group")


@dataclass(frozen=True)
class Saturation:
    """How the number of different codes grew from source to source.

    ``curve`` has a row a source in order of date: ``source`` (1 and on), ``new`` codes that
    nothing before it had, ``seen`` so far; then, over orders drawn at random, ``expected`` (the
    mean over all orders) and the band ``low`` to ``high``. ``last_new`` is the place in order of
    date of the last source that brought a new code; ``once`` counts codes found in one source
    only, of which more may be waiting.
    """

    curve: pd.DataFrame
    sources: Estimate
    codes: Estimate
    last_new: Estimate
    once: Estimate


def saturation(
    sources: pd.DataFrame,
    codings: pd.DataFrame,
    *,
    orders: int = 500,
    level: float = 0.95,
    seed: int,
) -> Saturation:
    """New codes for each further interview or focus group in which anything was coded.

    Sources without a date come last. The order of interviews is a matter of diaries and not of
    what was to be found, so a band of ``orders`` random orders shows what order alone can do.
    Source: Guest, Namey and Chen (2020) for counting new codes; Hurlbert (1971) for the mean over
    all orders.
    """
    spoken = sources[sources["kind"].isin(SPOKEN)].sort_values(["date", "source_id"])
    given = codings[codings["source_id"].isin(spoken["source_id"])]
    given = given[["source_id", "code_id"]].drop_duplicates()
    read = spoken.loc[spoken["source_id"].isin(given["source_id"]), "source_id"]
    found = pd.crosstab(given["source_id"], given["code_id"]).reindex(read)
    held = found.to_numpy(dtype=bool)
    n, codes = held.shape
    first = held.argmax(axis=0) if n else np.empty(0, dtype=int)
    new = np.bincount(first, minlength=n).astype(int)
    spread = held.sum(axis=0)
    low, high = _band(held, orders, level, seed)
    curve = pd.DataFrame(
        {
            "source": np.arange(1, n + 1), "new": new, "seen": new.cumsum(),
            "expected": _expected(spread, n), "low": low, "high": high,
        }
    )  # fmt: skip
    last = int(first.max()) + 1 if codes else 0
    return Saturation(
        curve=curve,
        sources=count("Sources coded", n, of=n, method="interviews and groups with codings"),
        codes=count("Codes found", codes, of=codes, method="different codes given"),
        last_new=count("Last source with a new code", last, of=n, method="in order of date"),
        once=count("Codes in one source", int((spread == 1).sum()), of=codes, method="sources"),
    )


def _expected(spread: Floats, sources: int) -> Floats:
    """Different codes in so many sources, the mean over every order in which they could come."""
    taken = np.arange(1, sources + 1)[:, None]
    return np.asarray((1 - hypergeom.pmf(0, sources, spread[None, :], taken)).sum(axis=1))


def _band(held: Floats, orders: int, level: float, seed: int) -> tuple[Floats, Floats]:
    """What is seen after each source, in all but the rarest of random orders."""
    n, codes = held.shape
    if not n:
        return np.empty(0), np.empty(0)
    places = np.random.default_rng(seed).permuted(np.tile(np.arange(n), (orders, 1)), axis=1)
    seen = np.zeros((orders, n))
    for code in range(codes):
        first = places[:, held[:, code].astype(bool)].min(axis=1)
        seen += first[:, None] <= np.arange(n)
    low, high = np.quantile(seen, [(1 - level) / 2, (1 + level) / 2], axis=0)
    return low, high
