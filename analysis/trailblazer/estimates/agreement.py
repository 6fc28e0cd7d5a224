"""Agreement between coders: Krippendorff's alpha for nominal judgements."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pandas as pd

from trailblazer.estimates.bootstrap import Floats, over_clusters
from trailblazer.estimates.counts import share
from trailblazer.estimates.estimate import Estimate, nothing

METHOD = "Krippendorff's alpha, nominal; BCa bootstrap over units"
LABEL = "Agreement between coders"


def nominal_alpha(
    double_codings: pd.DataFrame,
    *,
    codes: Collection[str] | None = None,
    confidence_level: float = 0.95,
    resamples: int = 2000,
    seed: int,
) -> Estimate:
    """Alpha over the units that two or more coders judged, for some codes (all of them: None).

    1 is perfect agreement and 0 what chance would give: from .800 conclusions are firm, from .667
    tentative, below that not to be drawn. A check of the coding process, not of the finding.
    ``n`` counts judgements of a unit and a code together; whole units are drawn for the interval.
    Source: Krippendorff, Content Analysis (2018), chapter 12.
    """
    wanted = double_codings
    if codes is not None:
        wanted = wanted[wanted["code_id"].isin(codes)]
    judged = wanted.dropna(subset=["applied"])
    tally = judged.groupby(["unit_id", "code_id", "applied"]).size().unstack(fill_value=0)
    if not (tally.sum(axis=1) >= 2).any():
        return nothing(LABEL, "index", "sample", METHOD, "no unit was judged by two coders")
    parts = alpha_parts(tally)
    if (parts.iloc[:, 1:].sum() > 0).sum() == 1:
        return Estimate(
            label=LABEL, value=None, unit="index", n=len(parts), population="sample",
            about="organisations", method=METHOD,
            note="coders never varied, so chance agreement cannot be gauged",
        )  # fmt: skip
    units = parts.groupby(level="unit_id").sum()
    found = over_clusters(
        _columns(units), alpha_of, level=confidence_level, resamples=resamples, seed=seed
    )
    low, high = found or (None, None)
    return Estimate(
        label=LABEL, value=float(alpha_of(*(part.sum() for part in _columns(units)))), low=low,
        high=high, level=confidence_level if found else None, method=METHOD, unit="index",
        n=len(parts), population="sample", about="organisations",
    )  # fmt: skip


def double_coded_share(double_codings: pd.DataFrame, sources: pd.DataFrame) -> Estimate:
    """The share of interviews and focus groups of which a second person coded at least a part."""
    spoken = sources.loc[sources["kind"].isin(["interview", "focus_group"]), "source_id"]
    coders = double_codings.groupby("source_id")["coder_id"].nunique()
    twice = spoken.isin(coders[coders >= 2].index)
    return share(
        "Interviews and focus groups coded twice", int(twice.sum()), of=len(spoken),
        population="purposive", method="sources with units judged by two or more coders",
    )  # fmt: skip


def alpha_parts(tally: pd.DataFrame) -> pd.DataFrame:
    """What each unit adds to alpha: its disagreement, then how often each value was given.

    ``tally`` has a row a unit and a column a value, and counts the coders who gave it. Units
    judged once cannot disagree and are left out, as Krippendorff does.
    """
    coders = tally.sum(axis=1)
    paired, coders = tally[coders >= 2], coders[coders >= 2]
    others = paired.rsub(coders, axis=0)
    disagreed = (paired * others).sum(axis=1) / (coders - 1)
    return pd.concat([disagreed.rename("disagreed"), paired], axis=1)


def alpha_of(disagreed: Floats, *given: Floats) -> Floats:
    """Alpha from the totals of its parts, elementwise; 1 where a draw has one value only."""
    total = np.sum(given, axis=0)
    expected = np.sum([number * (total - number) for number in given], axis=0)
    observed = (total - 1) * disagreed
    chance = np.divide(observed, expected, out=np.zeros_like(expected), where=expected > 0)
    return np.asarray(1 - chance, dtype=np.float64)


def _columns(parts: pd.DataFrame) -> list[Floats]:
    return [np.asarray(parts[name], dtype=np.float64) for name in parts.columns]
