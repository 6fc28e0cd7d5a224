"""Tables of who had a say: involvement by site and by stage, answers and seats by sector."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from trailblazer.estimates.involvement import GROUPS, LEVELS, LOW, STAGES
from trailblazer.estimates.seats import Seats
from trailblazer.estimates.sectors import Sectors
from trailblazer.present.charts.survey import AGREE, DISAGREE, FEWEST
from trailblazer.present.exhibit import Table
from trailblazer.present.tables.cells import (
    UNAVAILABLE,
    UNRELIABLE,
    column,
    finish,
    percent,
    shares_with_limits,
    whole,
)
from trailblazer.present.words import NO_LABELS, counted, inside, label


def involvement_by_site(
    cases: pd.DataFrame, *, of: str, labels: Mapping[str, str] = NO_LABELS
) -> Table | None:
    """The level of involvement ``of`` one group found in each site, stage by stage, in words.

    ``cases`` has ``site_id, group, stage, intended, achieved``.
    """
    own = cases[cases["group"] == of]
    if own["achieved"].isna().all():
        return None
    found = own.pivot(index="site_id", columns="stage", values="achieved")
    stages = [stage for stage in STAGES if stage in found.columns]
    columns = {
        label(stage, labels): [
            UNAVAILABLE if pd.isna(level) else label(level, labels) for level in found[stage]
        ]
        for stage in stages
    }
    shared = own[own["achieved"].isin(LEVELS[3:])]["site_id"].nunique()
    high = " or ".join(inside(label(level, labels)) for level in LEVELS[3:])
    return finish(
        {"Site": list(found.index), **columns},
        f"{label(of, labels)}: level of involvement found in each site, by stage. In {shared} of "
        f"{counted(len(found), 'site')} at least one stage was {high}.",
        words=tuple(columns),
        data=own,
    )


def involvement_by_stage(
    cases: pd.DataFrame, *, labels: Mapping[str, str] = NO_LABELS
) -> Table | None:
    """How many sites reached each level, by group and stage, and the share that was low."""
    if cases["achieved"].isna().all():
        return None
    counts = cases.groupby(["group", "stage"])["achieved"].value_counts().unstack(fill_value=0)
    order = [(g, s) for g in GROUPS for s in STAGES if (g, s) in counts.index]
    counts = counts.reindex(index=order, columns=list(LEVELS), fill_value=0)
    rows = counts.assign(low_share=counts[list(LOW)].sum(axis=1) / counts.sum(axis=1))
    lowest = " or only ".join(inside(label(level, labels)) for level in LOW)
    silent = int(cases["achieved"].isna().sum())
    return finish(
        {
            "Group and stage": [
                f"{label(group, labels)}: {inside(label(stage, labels))}" for group, stage in order
            ],
            **{label(level, labels): column(rows[level], whole) for level in LEVELS},
            "Low (%)": column(rows["low_share"], percent),
        },
        f"Sites at each level of involvement, by group and stage. Low is {lowest}. Base: "
        f"{counted(cases['site_id'].nunique(), 'site')}; in {silent} of "
        f"{counted(len(cases), 'case')} there is no evidence.",
        data=rows.reset_index(),
    )


def answers_by_sector(sectors: Sectors, *, labels: Mapping[str, str] = NO_LABELS) -> Table | None:
    """Shares agreeing and disagreeing in each sector, with limits; ``[u]`` on few answers."""
    rows = sectors.by_sector
    if rows.empty:
        return None
    rows = rows.assign(
        agree_all=rows[list(AGREE)].sum(axis=1), disagree_all=rows[list(DISAGREE)].sum(axis=1)
    )
    level = sectors.disagree_unweighted.level
    few = rows["n"] < FEWEST
    cells = {
        **shares_with_limits(
            "Disagree (%)", rows["disagree_all"], rows["low"], rows["high"], level
        ),
        "Neither (%)": column(rows["neither"], percent),
        "Agree (%)": column(rows["agree_all"], percent),
    }
    marked = {
        name: [UNRELIABLE if f else cell for f, cell in zip(few, written, strict=True)]
        for name, written in cells.items()
    }
    return finish(
        {
            "Sector": [label(sector, labels) for sector in rows["sector"]],
            **marked,
            "Number of answers": column(rows["n"], whole),
        },
        "Weighted answers by respondents' own sector. The limits are those of the share "
        "disagreeing.",
        data=rows[~few],
    )


def seats_by_sector(seats: Seats, *, labels: Mapping[str, str] = NO_LABELS) -> Table | None:
    """Seats, votes and chairs of each sector, and the shares of votes and chairs."""
    rows = seats.by_sector
    if rows.empty:
        return None
    rows = rows.assign(
        **{
            f"{what}_share": rows[what] / rows[what].sum() if rows[what].sum() else float("nan")
            for what in ("votes", "chairs")
        }
    )
    return finish(
        {
            "Sector": [label(sector, labels) for sector in rows["sector"]],
            "Seats": column(rows["seats"], whole),
            "Votes": column(rows["votes"], whole),
            "Share of votes (%)": column(rows["votes_share"], percent),
            "Chairs": column(rows["chairs"], whole),
            "Share of chairs (%)": column(rows["chairs_share"], percent),
        },
        "Seats on governing bodies, seats with a vote, and chairs, by sector."
        + (
            f" Votes are known of {counted(seats.bodies.n, 'body', 'bodies')}."
            if seats.bodies.value is not None
            else ""
        ),
        data=rows,
    )
