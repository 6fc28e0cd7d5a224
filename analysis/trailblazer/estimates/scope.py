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

    ``takes`` and ``holds`` are shares of the teams whose position is known; a team found unclear
    is not known. ``coverage`` is the share of all teams that are. ``otherwise`` has both in other
    defensible ways, under their own names with an ending: ``_first`` (the earliest round),
    ``_with_unclear`` (unclear as a position), ``_with_mixed`` (mixed as taking complex needs),
    ``_throughout`` (teams with one and the same position in every round, of those found in two or
    more). ``by_position`` (position, teams, share of all found) and ``by_round`` (round, position,
    teams) count teams, unclear ones and zeros included.
    """

    takes: Estimate
    holds: Estimate
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
        coverage=share(
            "Teams whose position is known", len(latest), of=len(teams) if len(own) else 0,
            about="organisations", method="teams, of all teams",
        ),
        otherwise={
            f"{name}_{way}": _share(code, rows, teams, confidence_level)
            for way, rows in ways.items()
            for name, code in names.items()
        },
        by_position=_by_position(ways["with_unclear"]),
        by_round=_by_round(own),
    )  # fmt: skip


def _share(code: str, rows: pd.DataFrame, teams: pd.DataFrame, level: float) -> Estimate:
    label = "Teams that take complex needs" if code == TAKES else "Teams that hold their scope"
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


def _by_position(found: pd.DataFrame) -> pd.DataFrame:
    if found.empty:
        return pd.DataFrame(columns=list(BY_POSITION)).astype(BY_POSITION)
    counted = found["stance"].value_counts().reindex(list(POSITIONS), fill_value=0)
    rows = counted.rename_axis("position").reset_index(name="teams")
    return rows.assign(share=rows["teams"] / len(found)).astype(BY_POSITION)


def _by_round(own: pd.DataFrame) -> pd.DataFrame:
    rounds = sorted(own["round"].unique())
    every = pd.MultiIndex.from_product([rounds, POSITIONS], names=["round", "position"])
    counted = own.groupby(["round", "stance"])["team_id"].nunique()
    counted.index = counted.index.set_names(["round", "position"])
    return counted.reindex(every, fill_value=0).rename("teams").reset_index().astype(BY_ROUND)
