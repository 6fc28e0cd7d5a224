"""Survey weights and design-based estimates: the one module that speaks to svy."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd
from scipy import stats

from trailblazer.estimates.intervals import Interval, exact

if TYPE_CHECKING:
    import svy

SMALLEST = 5
REST = "the_others"


@dataclass(frozen=True)
class Share:
    """A weighted share with its interval, where there is one, and the number it rests on."""

    value: float
    interval: Interval | None
    n: int


@dataclass(frozen=True)
class Weighted:
    """Respondents with weights that make them look like all who were invited.

    ``weights`` has the index of the respondents; ``margins`` are those that were matched.
    ``within`` names a 0/1 column: estimates are of those with a 1, a domain of the respondents.
    """

    sample: svy.Sample
    weights: pd.Series[float]
    margins: tuple[str, ...]
    within: str = ""

    def share(self, column: str, *, level: float) -> Share:
        """The weighted share of respondents for whom a 0/1 column is 1."""
        found = self.sample.estimation.prop(
            column, ci_method="beta", alpha=1 - level, where=self._where
        )
        return _shares(found, column, None, level)[""]

    def shares(self, column: str, by: str, *, level: float) -> dict[str, Share]:
        """The same within each category of another column."""
        found = self.sample.estimation.prop(
            column, by=by, ci_method="beta", alpha=1 - level, where=self._where
        )
        return _shares(found, column, by, level)

    def mean(self, column: str, *, level: float) -> tuple[float, Interval]:
        """The weighted mean of a column with a t interval."""
        found: Any = self.sample.estimation.mean(column, alpha=1 - level, where=self._where)
        row = found.to_polars().row(0, named=True)
        return row["est"], (row["lci"], row["uci"])

    def differs_from(self, column: str, value: float) -> float:
        """The two-sided p-value of a design-based t test that the mean equals a value."""
        found: Any = self.sample.estimation.mean(column, where=self._where)
        row = found.to_polars().row(0, named=True)
        return _p_value(row["est"] - value, row["se"], row["df"])

    def change(self, column: str, by: str, *, level: float) -> tuple[float, Interval, float]:
        """The mean in the last category of a column less that in the first, a t interval and p.

        What units or clusters of both categories have in common is in the covariance, so a
        setting that answered twice does not count as two that have nothing to do with each other.
        """
        import svy

        found: Any = self.sample.estimation.mean(column, by=by, alpha=1 - level, where=self._where)
        first, last = (found.to_polars()[by].sort()[place] for place in (0, -1))
        row = found.contrast({"change": svy.estd(last) - svy.estd(first)}).to_dicts()[0]
        p_value = _p_value(row["est"], row["se"], row["df"])
        return row["est"], (row["lci"], row["uci"]), p_value

    @property
    def _where(self) -> Any:
        import svy

        return svy.col(self.within) == 1 if self.within else None


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
    given up. Sites are clusters, because their settings share teams; the finite population
    correction is that of the cases, because every one was invited and the share of the frame that
    answered is known. The variance allows for the raking. ``within`` names a 0/1 column for
    estimates of a domain; ``apart`` a column, such as the round, in each category of which the
    margins are matched by themselves.

    Sources: Deming and Stephan (1940); Deville, Särndal and Sautory (1993) for the variance.
    """
    import polars as pl
    import svy

    joined, whole = _matched(respondents, frame, margins, apart)
    cluster = "site_id" if joined["site_id"].nunique() > 1 else "case_id"
    once = len(frame) / len(joined)
    rows = joined.assign(_base=once, _clusters=joined[cluster].nunique() * once)
    design = svy.Design(psu=cluster, wgt="_base", pop_size="_clusters")
    sample = svy.Sample(pl.from_pandas(rows.reset_index(drop=True)), design)
    used = tuple(f"_{m}" for m in margins if joined[f"_{m}"].nunique() > 1)
    while used:
        controls: Any = {m: whole[m].value_counts().to_dict() for m in used}
        try:
            sample = sample.weighting.rake(controls=controls, tol=1e-10, max_iter=500)
            break
        except svy.SvyError:
            used = used[:-1]
    data: Any = sample.data
    weights = pd.Series(data[sample.design.wgt].to_numpy(), index=joined.index, dtype=float)
    return Weighted(sample, weights, tuple(m.removeprefix("_") for m in used), within)


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


def _shares(found: Any, column: str, by: str | None, level: float) -> dict[str, Share]:
    """The share with the value 1 in each domain, none and all included."""
    shares: dict[str, Share] = {}
    for row in found.to_polars().iter_rows(named=True):
        domain, yes = row[by] if by else "", row[column] == 1
        if yes or domain not in shares:
            value = row["est"] if yes else 1 - row["est"]
            ends = (row["lci"], row["uci"]) if yes else (1 - row["uci"], 1 - row["lci"])
            shares[domain] = Share(value, _known(value, ends, row["n"], level), row["n"])
    return shares


def _known(value: float, ends: Interval, n: int, level: float) -> Interval | None:
    if value in (0.0, 1.0):
        # The design has no variance to offer: Korn and Graubard fall back on the exact interval.
        return exact(round(value * n), n, level=level)
    return None if math.isnan(ends[0]) else ends


def _p_value(distance: float, error: float, df: float) -> float:
    """Two-sided; missing where the design has no variance to test with."""
    return float(2 * stats.t.sf(abs(distance) / error, df)) if error > 0 else float("nan")
