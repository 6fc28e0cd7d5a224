"""Which teams keep to mild and moderate needs, and which take more complex ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from trailblazer.estimates.counts import share
from trailblazer.estimates.estimate import Estimate, nothing
from trailblazer.estimates.intervals import exact_of_finite

HOLDS, TAKES, MIXED, UNCLEAR = "holds_mild_moderate", "takes_complex", "mixed", "unclear"
POSITIONS = (HOLDS, MIXED, TAKES, UNCLEAR)
_LABELS = {
    TAKES: "Teams that take complex needs",
    HOLDS: "Teams that hold their scope",
    MIXED: "Teams with a mixed position",
}
METHOD = (
    "teams by the position last found for them, of those whose position is known; exact limits "
    "for a draw from all teams, which close in on the count as more are known"
)
NOT_FOUND = "no team's position on scope was found"
BY_POSITION = {"position": str, "teams": int, "share": float}
BY_ROUND = {"round": int, "position": str, "teams": int}


@dataclass(frozen=True)
class Scope:
    """Teams by their position on complex needs, each counted once, at its latest known round.

    ``takes``, ``holds`` and ``mixed`` are shares of the teams whose position is known; a team
    found unclear is not known. ``coverage`` is the share of all teams that are. ``otherwise`` has
    the first two in other defensible ways, under their own names with an ending: ``_first`` (the
    earliest round), ``_with_unclear`` (unclear as a position), ``_with_mixed`` (mixed as taking
    complex needs), ``_throughout`` (teams with one and the same position in every round, of those
    found in two or more). ``by_position`` (position, teams, share of those known, which unclear
    ones have not) and ``by_round`` (round, position, teams) count teams, unclear ones and zeros
    included.
    """

    takes: Estimate
    holds: Estimate
    mixed: Estimate
    coverage: Estimate
    otherwise: Mapping[str, Estimate]
    by_position: pd.DataFrame
    by_round: pd.DataFrame


def scope(
    scope_positions: pd.DataFrame, teams: pd.DataFrame, *, confidence_level: float = 0.95
) -> Scope:
    """Count teams by position, with exact limits for all teams there are."""
    own = scope_positions[scope_positions["team_id"].isin(teams["team_id"])]
    ordered = own.sort_values(["round", "team_id"])
    known = ordered[ordered["stance"] != UNCLEAR]
    latest = known.drop_duplicates("team_id", keep="last")
    ways = {
        "first": known.drop_duplicates("team_id", keep="first"),
        "with_unclear": ordered.drop_duplicates("team_id", keep="last"),
        "with_mixed": latest.assign(stance=latest["stance"].replace(MIXED, TAKES)),
        "throughout": _throughout(ordered),
    }
    names = {"takes": TAKES, "holds": HOLDS}
    return Scope(
        **{name: _share(code, latest, teams, confidence_level) for name, code in names.items()},
        mixed=_share(MIXED, latest, teams, confidence_level),
        coverage=share(
            "Teams whose position is known", len(latest), of=len(teams) if len(own) else 0,
            about="organisations", method="teams, of all teams",
        ),
        otherwise={
            f"{name}_{way}": _share(code, rows, teams, confidence_level)
            for way, rows in ways.items()
            for name, code in names.items()
        },
        by_position=_by_position(ordered, latest),
        by_round=_by_round(own),
    )  # fmt: skip


def _share(code: str, rows: pd.DataFrame, teams: pd.DataFrame, level: float) -> Estimate:
    label = _LABELS[code]
    if rows.empty:
        return nothing(label, "share", "sample", METHOD, NOT_FOUND)
    number, of = int((rows["stance"] == code).sum()), len(rows)
    low, high = exact_of_finite(number, of, len(teams), level=level)
    return Estimate(
        label=label, value=number / of, low=low, high=high, level=level, unit="share", n=of,
        denominator=of, about="organisations", population="sample", method=METHOD,
    )  # fmt: skip


def _throughout(rows: pd.DataFrame) -> pd.DataFrame:
    """Teams found in two rounds or more; the position of one that changed counts as mixed."""
    found = rows.groupby("team_id")["stance"].agg(["nunique", "count", "first"])
    often = found[found["count"] > 1].reset_index()
    return often.assign(stance=often["first"].where(often["nunique"] == 1, MIXED))


def _by_position(found: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """Teams by their latest known position; those for which none is known are unclear."""
    if found.empty:
        return pd.DataFrame(columns=list(BY_POSITION)).astype(BY_POSITION)
    counted = known["stance"].value_counts().reindex(list(POSITIONS), fill_value=0)
    counted[UNCLEAR] = found["team_id"].nunique() - len(known)
    rows = counted.rename_axis("position").reset_index(name="teams")
    share_known = (rows["teams"] / max(len(known), 1)).where(rows["position"] != UNCLEAR)
    return rows.assign(share=share_known).astype(BY_POSITION)


def _by_round(own: pd.DataFrame) -> pd.DataFrame:
    rounds = sorted(own["round"].unique())
    every = pd.MultiIndex.from_product([rounds, POSITIONS], names=["round", "position"])
    counted = own.groupby(["round", "stance"])["team_id"].nunique()
    counted.index = counted.index.set_names(["round", "position"])
    return counted.reindex(every, fill_value=0).rename("teams").reset_index().astype(BY_ROUND)
