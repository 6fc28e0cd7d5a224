"""Posts of the teams that were filled: from the workforce return, and from spells in post."""

from __future__ import annotations

import pandas as pd

from trailblazer.estimates.estimate import Estimate, nothing

TEAMS = "mhst"
LABEL = "Posts filled"
RETURNED = (
    "posts in the teams that somebody held, of all posts, over the sites returned; more people "
    "than posts at one site fill none elsewhere"
)
HELD = "contracted time of the people in post on the last day, of all funded posts of their teams"


def posts_filled(local_workforce: pd.DataFrame, *, quarters: int = 1) -> Estimate:
    """The share of the teams' posts that were filled in the latest ``quarters``, a census of sites.

    Over several quarters it is the average, each quarter weighted by its posts. A site and quarter
    without both numbers is left out. ``n`` is the number of sites.
    """
    own = local_workforce[local_workforce["service"] == TEAMS]
    own = own.dropna(subset=["establishment_fte", "in_post_fte"])
    latest = sorted(own["quarter"].unique())[-quarters:]
    own = own[own["quarter"].isin(latest)]
    posts = own["establishment_fte"]
    if not posts.sum():
        return nothing(LABEL, "share", "census", RETURNED)
    filled = own["in_post_fte"].clip(upper=posts)
    return Estimate(
        label=LABEL, value=float(filled.sum() / posts.sum()), unit="share",
        n=int(own["site_id"].nunique()),
        about="organisations", population="census", method=RETURNED,
        note=latest[0] if len(latest) == 1 else f"{latest[0]} to {latest[-1]}",
    )  # fmt: skip


def posts_held(staff_spells: pd.DataFrame, teams: pd.DataFrame, *, on: pd.Timestamp) -> Estimate:
    """The share of funded posts that were held on a day, counted from spells: another source.

    Only teams with a number of funded posts count. ``n`` is the number of teams.
    """
    funded = teams.dropna(subset=["funded_fte"]).set_index("team_id")["funded_fte"].astype(float)
    ends = staff_spells["end_date"]
    there = staff_spells[(staff_spells["start_date"] <= on) & (ends.isna() | (ends >= on))]
    if staff_spells.empty or not funded.sum():
        return nothing(LABEL, "share", "census", HELD)
    held = there.groupby("team_id")["fte"].sum().reindex(funded.index).fillna(0.0)
    return Estimate(
        label=LABEL, value=float(held.clip(upper=funded).sum() / funded.sum()), unit="share",
        n=len(funded), about="organisations", population="census", method=HELD,
    )  # fmt: skip
