"""Tables about whom the teams are for: positions on scope, and what became of referrals."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from trailblazer.estimates.referral_flow import OUTCOMES, Flow
from trailblazer.estimates.scope import POSITIONS, Scope
from trailblazer.present.exhibit import Table
from trailblazer.present.tables.cells import (
    NOT_APPLICABLE,
    base,
    column,
    finish,
    percent,
    shares_with_limits,
    whole,
)
from trailblazer.present.words import NO_LABELS, label


def referral_flow(flow: Flow, *, labels: Mapping[str, str] = NO_LABELS) -> Table | None:
    """What became of referrals: a row a level of need, a column an outcome, in shares of the row.

    ``None`` without any referral.
    """
    if flow.flows.empty:
        return None
    wide = flow.flows.pivot(index="need_band", columns="outcome", values="share")
    rows = flow.by_need.merge(wide, left_on="need_band", right_index=True)
    return finish(
        {
            "Level of need": [label(need, labels) for need in rows["need_band"]],
            "Referrals": column(rows["referrals"], whole),
            **{
                f"{label(outcome, labels)} (%)": column(rows[outcome], percent)
                for outcome in OUTCOMES
            },
        },
        "What became of referrals to the teams, by level of need at referral: the share of the "
        f"row with each outcome.{base(rows['referrals'], 'referral')} A "
        "child may be referred more than once.",
        data=flow.flows,
    )


def unserved_by_need(flow: Flow, *, labels: Mapping[str, str] = NO_LABELS) -> Table | None:
    """Referrals that ended without a service, by level of need, with limits."""
    rows = flow.by_need
    if rows.empty:
        return None
    return finish(
        {
            "Level of need": [label(need, labels) for need in rows["need_band"]],
            "Referrals": column(rows["referrals"], whole),
            "Ended without a service": column(rows["unserved"], whole),
            **shares_with_limits(
                "Share (%)", rows["share"], rows["low"], rows["high"], flow.unserved.level
            ),
        },
        "Referrals that ended without a service, by level of need.",
        data=rows,
    )


def scope_by_round(scope: Scope, *, labels: Mapping[str, str] = NO_LABELS) -> Table | None:
    """Teams by position, in each round and as last found; ``None`` when none was found."""
    if scope.by_position.empty:
        return None
    wide = scope.by_round.pivot(index="position", columns="round", values="teams")
    rows = scope.by_position.set_index("position").join(wide).reindex(list(POSITIONS))
    return finish(
        {
            "Position": [label(position, labels) for position in rows.index],
            **{f"Teams, round {at}": column(rows[at], whole) for at in wide.columns},
            "Teams, as last known": column(rows["teams"], whole),
            "Share of those known (%)": [
                NOT_APPLICABLE if pd.isna(share) else percent(share) for share in rows["share"]
            ],
        },
        "Teams by their position on more complex needs, in each round of fieldwork and as last "
        "known. Not every team was found in every round.",
        data=scope.by_round,
    )
