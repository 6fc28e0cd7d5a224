"""Strategies to reach particular groups, as the sites' plans have them."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from trailblazer.estimates.counts import share
from trailblazer.estimates.estimate import Estimate, nothing

METHOD = "sites with a strategy in the documents and interviews reviewed, of all sites"
NOT_REVIEWED = "nothing was reviewed for strategies"


@dataclass(frozen=True)
class Reach:
    """How many sites had strategies to reach particular groups, of all sites: a census.

    ``any``: at least one strategy; ``two_groups`` and ``two_kinds``: for two groups or more, of
    two kinds or more. ``reviewed`` is the share of sites with a document to read: elsewhere the
    absence of a strategy is silence. Frames: ``by_group`` (group, sites, share), most sites
    first, and ``kinds`` (group, strategy, sites).
    """

    any: Estimate
    two_groups: Estimate
    two_kinds: Estimate
    reviewed: Estimate
    by_group: pd.DataFrame
    kinds: pd.DataFrame


def reach(strategies: pd.DataFrame, sources: pd.DataFrame, sites: pd.DataFrame) -> Reach:
    """Count the sites with strategies, by group and kind; a site counts once a group and kind.

    A set without any row of strategies says nothing of them: no value, rather than no site.
    """
    own = strategies[strategies["site_id"].isin(sites["site_id"])]
    number = len(sites) if len(own) else 0
    at_site = own.groupby("site_id")[["group", "strategy"]].nunique()
    documents = sources[sources["kind"] == "document"]
    read = int(sites["site_id"].isin(documents["site_id"]).sum())
    return Reach(
        any=_share("Sites with a strategy", len(at_site), number),
        two_groups=_share(
            "Sites with strategies for two groups or more", (at_site["group"] >= 2).sum(), number
        ),
        two_kinds=_share(
            "Sites with strategies of two kinds or more", (at_site["strategy"] >= 2).sum(), number
        ),
        reviewed=share(
            "Sites with a document to read", read, of=len(sites) if len(documents) else 0,
            about="organisations", method="sites with a document among the sources, of all sites",
        ),
        by_group=_by_group(own, len(sites)),
        kinds=_kinds(own),
    )  # fmt: skip


def _share(label: str, number: int, of: int) -> Estimate:
    if of == 0:
        return nothing(label, "share", "census", METHOD, NOT_REVIEWED)
    return share(label, int(number), of=of, about="organisations", method=METHOD)


def _by_group(own: pd.DataFrame, sites: int) -> pd.DataFrame:
    counted = own.groupby("group")["site_id"].nunique().astype(int)
    rows = counted.rename("sites").rename_axis("group").reset_index()
    rows = rows.assign(share=rows["sites"] / max(sites, 1))
    return rows.sort_values(["sites", "group"], ascending=[False, True], ignore_index=True)


def _kinds(own: pd.DataFrame) -> pd.DataFrame:
    counted = own.groupby(["group", "strategy"])["site_id"].nunique().astype(int)
    return counted.rename("sites").reset_index()
