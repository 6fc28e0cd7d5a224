"""Survey weights: respondents raked to the margins of all who were invited."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from trailblazer.estimates.designs import Weighted

SMALLEST = 5
REST = "the_others"


def design_effect(weights: pd.Series[float]) -> float:
    """Kish's design effect of unequal weights: 1 when all are equal."""
    return float(len(weights) * (weights**2).sum() / weights.sum() ** 2)


def weigh(
    respondents: pd.DataFrame,
    frame: pd.DataFrame,
    margins: Sequence[str],
    *,
    within: str = "",
    apart: str = "",
) -> Weighted:
    """Rake respondents to the margins of the frame they come from.

    Both hold ``case_id``, ``site_id`` and the margins as text. A category with fewer than five
    respondents is joined with the other small ones. Should raking not settle, the last margin is
    given up. ``within`` names a 0/1 column for estimates of a domain; ``apart`` a column, such as
    the round, in each category of which the margins are matched by themselves. Rows of the same
    respondent share a ``unit``, if there is such a column; otherwise each case is one.

    Source: Deming and Stephan (1940).
    """
    import polars as pl
    import svy

    joined, whole = _matched(respondents, frame, margins, apart)
    rows = joined.assign(_base=len(frame) / len(joined))
    sample = svy.Sample(pl.from_pandas(rows.reset_index(drop=True)), svy.Design(wgt="_base"))
    used = tuple(m for m in margins if joined[f"_{m}"].nunique() > 1)
    while used:
        controls: Any = {f"_{m}": whole[f"_{m}"].value_counts().to_dict() for m in used}
        try:
            sample = sample.weighting.rake(controls=controls, tol=1e-10, max_iter=500)
            break
        except svy.SvyError:
            used = used[:-1]
    data: Any = sample.data
    weights = pd.Series(data[sample.design.wgt].to_numpy(), index=joined.index, dtype=float)
    alone = "unit" if "unit" in joined else "case_id"
    clusters = ("site_id", alone) if joined["site_id"].nunique() > 1 else (alone,)
    return Weighted(joined, weights, used, clusters, within)


def compare(
    weighted: Weighted, respondents: pd.DataFrame, frame: pd.DataFrame, margins: Sequence[str]
) -> pd.DataFrame:
    """Respondents beside the frame, category by category, before and after weighting.

    Columns ``margin, category, frame_share, respondent_share, weighted_share``.
    """
    tables = []
    for margin in margins:
        own = weighted.weights.groupby(respondents[margin]).sum() / weighted.weights.sum()
        shares = pd.DataFrame(
            {
                "frame_share": frame[margin].value_counts(normalize=True),
                "respondent_share": respondents[margin].value_counts(normalize=True),
                "weighted_share": own,
            }
        )
        named = shares.fillna(0.0).sort_index().rename_axis("category").reset_index()
        named.insert(0, "margin", margin)
        tables.append(named)
    return pd.concat(tables, ignore_index=True)


def _matched(
    respondents: pd.DataFrame, frame: pd.DataFrame, margins: Sequence[str], apart: str
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Add the margins to match, as ``_margin``; within each category of ``apart`` by itself."""
    if not apart:
        return _join_small(respondents, frame, margins)
    answered: list[pd.DataFrame] = []
    invited: list[pd.DataFrame] = []
    for name, own in respondents.groupby(apart, sort=True):
        both = _join_small(own, frame[frame[apart] == name], margins)
        for part, whole in zip((answered, invited), both, strict=True):
            part.append(whole.assign(**{f"_{m}": f"{name}: " + whole[f"_{m}"] for m in margins}))
    return pd.concat(answered), pd.concat(invited)


def _join_small(
    respondents: pd.DataFrame, frame: pd.DataFrame, margins: Sequence[str]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Add, as ``_margin``, each margin with its small categories joined."""
    for margin in margins:
        counts = respondents[margin].value_counts()
        small = frame.loc[~frame[margin].isin(counts[counts >= SMALLEST].index), margin].unique()
        # Joined, they may still be too few: then they go with the category that most answered in.
        enough = int(counts.reindex(small).sum()) >= SMALLEST
        home = dict.fromkeys(small, REST if enough else str(counts.index[0]))
        respondents = respondents.assign(**{f"_{margin}": respondents[margin].replace(home)})
        frame = frame.assign(**{f"_{margin}": frame[margin].replace(home)})
    return respondents, frame
