"""Hand-edits about how far implementing the teams had come."""

from __future__ import annotations

from pathlib import Path

from tests.planted.edits import read, table

LATER = "2021"


def contacts_fell(folder: Path) -> None:
    """Teams record half as many contacts in the last year as they did."""
    with table(folder, "contacts") as contacts:
        own = contacts["month"].str.startswith(LATER) & (contacts["contacts"] != "")
        halved = contacts.loc[own, "contacts"].astype(int) // 2
        contacts.loc[own, "contacts"] = halved.astype(str)


def no_whole_school_work(folder: Path) -> None:
    """Half of the teams spend on direct support what they spent on whole-school work."""
    with table(folder, "time_use") as time_use:
        odd = time_use["team_id"].str[-1].isin(list("13579"))
        own = time_use[odd & (time_use["function"] == "whole_school")]
        more = own.set_index(["team_id", "period"])["percent"].astype(float)
        time_use.loc[own.index, "percent"] = "0.0"
        direct = odd & (time_use["function"] == "direct_support")
        keys = list(
            zip(time_use.loc[direct, "team_id"], time_use.loc[direct, "period"], strict=True)
        )
        total = time_use.loc[direct, "percent"].astype(float) + more.reindex(keys).to_numpy()
        time_use.loc[direct, "percent"] = total.round(1).astype(str)


def posts_full(folder: Path) -> None:
    """Every post in the teams is filled at the latest count."""
    quarter = read(folder, "local_workforce")["quarter"].max()
    with table(folder, "local_workforce") as posts:
        own = (posts["service"] == "mhst") & (posts["quarter"] == quarter)
        posts.loc[own, "in_post_fte"] = posts.loc[own, "establishment_fte"]


def nobody_spoke_of_circumstances(folder: Path) -> None:
    """No passage is coded as telling of difficult circumstances any more."""
    with table(folder, "codings") as codings:
        codings.loc[codings["code_id"] == "setup_circumstances", "stance"] = "neutral"
