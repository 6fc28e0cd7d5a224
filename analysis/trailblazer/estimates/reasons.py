"""The reasons people gave for something: how many there are, which leads, and how firmly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from trailblazer.estimates.coders import coded_by, main_coders
from trailblazer.estimates.estimate import Estimate, Evidence, Prominence, nothing
from trailblazer.estimates.intervals import wilson
from trailblazer.estimates.prominence import INTERVIEWS, NOTHING_CODED, prominence, sources_asked
from trailblazer.estimates.ranking import ranks_again

FIRST = "share of draws of the interviews in which the reason is named most, ties not counted"
FIRST_SITES = "the same, with whole case-study sites drawn again; other interviews one by one"
# A reason in a place that no reason takes: no code is called so.
NO_REASON = ""
NO_CODE = "the codebook has no code for this reason"
RANKED = {
    "code_id": str, "reason": str, "sources": int, "asked": int, "share": float, "low": float,
    "high": float, "first": float, "rank_low": int, "rank_high": int,
}  # fmt: skip
PLACES = ("second", "third", "fourth")


@dataclass(frozen=True)
class Reasons:
    """Reasons coded in interviews that were asked about them.

    ``central`` is how widely the reason said to be central was named; ``first`` the share of the
    draws in which it is named most; ``first_over_sites`` the same with sites drawn. ``second``,
    ``third`` and ``fourth`` are how widely the reasons in those places were named: in nobody's
    words where there are fewer reasons. ``ranked`` (code_id, reason, sources, asked, share, low,
    high, first, rank_low, rank_high) has a row a reason, most named first; its limits are an
    illustration of how little so few interviews can tell, for nobody was sampled.
    """

    central: Prominence
    first: Estimate
    first_over_sites: Estimate
    second: Prominence
    third: Prominence
    fourth: Prominence
    level: float
    ranked: pd.DataFrame

    @property
    def evidence(self) -> dict[str, Evidence]:
        """Every estimate by the name that the register uses, to conclude a claim with."""
        names = ("central", "first", "first_over_sites", *PLACES)
        return {name: getattr(self, name) for name in names}


def reasons(
    claim: str,
    sources: pd.DataFrame,
    codes: pd.DataFrame,
    codings: pd.DataFrame,
    *,
    central: str,
    sites: pd.DataFrame,
    coders: Sequence[str] | None = None,
    confidence_level: float = 0.95,
    resamples: int = 2000,
    seed: int,
) -> Reasons:
    """Rank the codes of a claim by the interviews that name them, of those asked about it.

    A code is a reason and ``central`` the code of the one said to lead. An interview counts once
    for each reason it names in support, however often. With ``coders`` only their segments count.
    Without any code for the claim nothing can have been said of it: no value.
    """
    sources, codings = coded_by(sources, codings, coders)
    own = codes[codes["claim_id"] == claim]
    if own.empty:
        codings = codings.head(0)
    asked = sources_asked(claim, sources, codes, codings, INTERVIEWS, None)
    named = _named(asked, own, codings)
    unit = asked["site_id"].where(asked["site_id"].isin(sites["site_id"]))
    at_sites = named.groupby(unit.fillna(asked["source_id"]).to_numpy()).sum()
    again, over_sites = (
        ranks_again(counts, level=confidence_level, resamples=resamples, seed=seed)
        for counts in (named, at_sites)
    )
    ranked = _ranked(named, own, again, confidence_level)
    places = [*ranked["code_id"][1:], *[NO_REASON] * len(PLACES)]
    held = (
        prominence(claim, sources, _only(code, codes, claim), codings, sites=sites)
        for code in (central, *places[: len(PLACES)])
    )
    return Reasons(
        **dict(zip(("central", *PLACES), held, strict=True)),
        first=_first(FIRST, again, central, len(asked)),
        first_over_sites=_first(FIRST_SITES, over_sites, central, len(asked)),
        level=confidence_level,
        ranked=ranked,
    )


def by_coder(
    claim: str,
    sources: pd.DataFrame,
    codes: pd.DataFrame,
    codings: pd.DataFrame,
    *,
    central: str,
    sites: pd.DataFrame,
    resamples: int = 2000,
    seed: int,
) -> dict[str, Evidence]:
    """:func:`reasons` by each of the two busiest coders alone: does it hang on one reader?

    Keys are those of ``Reasons.evidence`` with ``_first_coder`` and ``_second_coder`` added.
    """
    found: dict[str, Evidence] = {}
    for which, coders in zip(("first", "second"), main_coders(codings), strict=True):
        alone = reasons(
            claim, sources, codes, codings, central=central, sites=sites, coders=coders,
            resamples=resamples, seed=seed,
        )  # fmt: skip
        found |= {f"{name}_{which}_coder": held for name, held in alone.evidence.items()}
    return found


def _named(asked: pd.DataFrame, own: pd.DataFrame, codings: pd.DataFrame) -> pd.DataFrame:
    """A row for each source asked and a column for each reason: 1 where the source names it."""
    said = codings[codings["code_id"].isin(own["code_id"]) & codings["stance"].eq("supports")]
    once = said.drop_duplicates(["source_id", "code_id"])
    wide = pd.crosstab(once["source_id"], once["code_id"])
    return wide.reindex(index=asked["source_id"], columns=own["code_id"], fill_value=0).astype(int)


def _ranked(
    named: pd.DataFrame, own: pd.DataFrame, again: pd.DataFrame, level: float
) -> pd.DataFrame:
    """The reasons, most named first, with how the interviews drawn again would rank them."""
    names = dict(zip(own["code_id"], own["name"], strict=True))
    counts = named.sum().to_dict()
    rows = [
        (
            row.item, names[row.item], counts[row.item], len(named),
            counts[row.item] / len(named), *wilson(counts[row.item], len(named), level=level),
            row.first, row.rank_low, row.rank_high,
        )
        for row in again.itertuples()
    ]  # fmt: skip
    frame = pd.DataFrame(rows, columns=list(RANKED)).astype(RANKED)
    return frame.sort_values(["sources", "code_id"], ascending=[False, True], ignore_index=True)


def _only(code: str, codes: pd.DataFrame, claim: str) -> pd.DataFrame:
    """The codebook as if one code alone bore on the claim: the others keep no claim."""
    keep = (codes["code_id"] == code) & (codes["claim_id"] == claim)
    return codes.assign(claim_id=codes["claim_id"].where(keep))


def _first(method: str, again: pd.DataFrame, central: str, asked: int) -> Estimate:
    """How often the reason said to be central is named more than any other."""
    label = "Re-draws of the interviews in which the reason is named most"
    if again.empty:
        return nothing(label, "draws", "purposive", method, NOTHING_CODED)
    own = again.loc[again["item"] == central, "first"]
    if own.empty:
        return nothing(label, "draws", "purposive", method, NO_CODE)
    return Estimate(
        label=label, value=float(own.iloc[0]), unit="draws", n=asked, population="purposive",
        method=method,
    )  # fmt: skip
