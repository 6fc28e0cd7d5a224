"""How widely a view was held among those asked: prominence, never a percentage of people."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from trailblazer.estimates.coders import coded_by, main_coders
from trailblazer.estimates.counts import count, share
from trailblazer.estimates.estimate import Prominence
from trailblazer.estimates.topics import stances, tagged

INTERVIEWS = ("interview",)
METHOD = "sources asked with at least one coded segment of that stance, by any coder"
NOTHING_CODED = "nothing was coded"


def prominence(
    claim: str,
    sources: pd.DataFrame,
    codes: pd.DataFrame,
    codings: pd.DataFrame,
    *,
    kinds: Sequence[str] = INTERVIEWS,
    rounds: Sequence[int] | None = None,
    coders: Sequence[str] | None = None,
    site_share: float = 0.0,
    sites: pd.DataFrame,
) -> Prominence:
    """In how many of the sources, groups and sites that were asked the view was expressed.

    A source counts once however often it is coded; it can both support and contradict, and then
    counts in both. Sources of other ``kinds`` or ``rounds``, and those not asked about the claim,
    are in no count; a group or site expresses the view when one of its sources does. Where nothing
    was coded there is no value: no evidence is not evidence that nobody held the view.

    With ``coders`` only their segments count, and only sources in which they coded anything. With
    a ``site_share`` a site expresses the view when that share of its sources do, and not one alone.
    """
    sources, codings = coded_by(sources, codings, coders)
    note = uncoded(codes, codings)
    asked = sources_asked(claim, sources, codes, codings, kinds, rounds)
    placed = _placed(asked, sites)
    holding, in_site = asked[asked["supports"]], placed.groupby("site_id")["supports"].mean()
    return Prominence(
        label=f"View expressed: {claim}",
        sources=share(
            "Sources expressing the view", len(holding), of=len(asked),
            population="purposive", method=METHOD, note=note,
        ),
        groups=count(
            "Groups expressing the view", holding["group"].nunique(),
            of=asked["group"].nunique(),
            about="organisations", population="purposive", method=METHOD, note=note,
        ),
        sites=share(
            "Sites expressing the view", int(((in_site > 0) & (in_site >= site_share)).sum()),
            of=len(in_site),
            about="organisations", population="purposive", method=METHOD, note=note,
        ),
        against=count(
            "Sources against the view", int(asked["contradicts"].sum()), of=len(asked),
            population="purposive", method=METHOD, note=note,
        ),
    )  # fmt: skip


def each_coder(
    claim: str,
    sources: pd.DataFrame,
    codes: pd.DataFrame,
    codings: pd.DataFrame,
    *,
    name: str = "view",
    kinds: Sequence[str] = INTERVIEWS,
    rounds: Sequence[int] | None = None,
    sites: pd.DataFrame,
) -> dict[str, Prominence]:
    """:func:`prominence` by each of the two busiest coders alone: does it hang on one reader?

    Keys ``<name>_first_coder`` and ``<name>_second_coder``; the same twice where one person coded
    alone, so that the register can name both for any set.
    """
    first, second = (
        prominence(
            claim, sources, codes, codings, kinds=kinds, rounds=rounds, coders=coders, sites=sites
        )
        for coders in main_coders(codings)
    )
    return {f"{name}_first_coder": first, f"{name}_second_coder": second}


def by_site(
    claim: str,
    sources: pd.DataFrame,
    codes: pd.DataFrame,
    codings: pd.DataFrame,
    *,
    kinds: Sequence[str] = INTERVIEWS,
    rounds: Sequence[int] | None = None,
    coders: Sequence[str] | None = None,
    sites: pd.DataFrame,
) -> pd.DataFrame:
    """Sources asked and reporting in each site where any was asked.

    Columns ``site_id, asked, reporting, share``, a row a site, by site. National and regional
    sources belong to no site and are in no row. Empty where nothing was coded.
    """
    sources, codings = coded_by(sources, codings, coders)
    placed = _placed(sources_asked(claim, sources, codes, codings, kinds, rounds), sites)
    counted = placed.groupby("site_id").agg(
        asked=("supports", "count"), reporting=("supports", "sum")
    )
    counted = counted.astype(int)
    return counted.assign(share=counted["reporting"] / counted["asked"]).reset_index()


def by_group(
    claim: str,
    sources: pd.DataFrame,
    codes: pd.DataFrame,
    codings: pd.DataFrame,
    *,
    kinds: Sequence[str] = INTERVIEWS,
    rounds: Sequence[int] | None = None,
    coders: Sequence[str] | None = None,
) -> pd.DataFrame:
    """Sources asked in each stakeholder group, and how many took each stance.

    Columns ``group, asked, supporting, qualifying, against``; most asked first. Empty where nothing
    was coded.
    """
    sources, codings = coded_by(sources, codings, coders)
    asked = sources_asked(claim, sources, codes, codings, kinds, rounds)
    counted = asked.groupby("group").agg(
        asked=("supports", "count"), supporting=("supports", "sum"),
        qualifying=("qualifies", "sum"), against=("contradicts", "sum"),
    )  # fmt: skip
    ranked = counted.astype(int).reset_index()
    return ranked.sort_values(["asked", "group"], ascending=[False, True], ignore_index=True)


def uncoded(codes: pd.DataFrame, codings: pd.DataFrame) -> str:
    """Why nothing can be said of views: no code, or no coded segment; empty where there are both.

    Silence counts as silence only in sources that somebody has read and coded.
    """
    return NOTHING_CODED if codes.empty or codings.empty else ""


def sources_asked(
    claim: str,
    sources: pd.DataFrame,
    codes: pd.DataFrame,
    codings: pd.DataFrame,
    kinds: Sequence[str],
    rounds: Sequence[int] | None,
) -> pd.DataFrame:
    """The sources that were asked about a claim, and what they said of it.

    Columns ``source_id, site_id, group, supports, qualifies, contradicts``, a row a source, the
    last three true or false. No row where nothing was coded.
    """
    rows = sources["kind"].isin(kinds) & tagged(sources["topics_asked"], claim)
    rows &= not uncoded(codes, codings)
    if rounds is not None:
        rows &= sources["round"].isin(rounds)
    asked = sources.loc[rows, ["source_id", "site_id", "group"]]
    taken = stances(claim, codes, codings)
    for stance in ("supports", "qualifies", "contradicts"):
        holders = taken.loc[taken["stance"] == stance, "source_id"]
        asked = asked.assign(**{stance: asked["source_id"].isin(holders).astype(bool)})
    return asked


def _placed(asked: pd.DataFrame, sites: pd.DataFrame) -> pd.DataFrame:
    return asked[asked["site_id"].isin(sites["site_id"]) & asked["site_id"].notna()]
