"""How a view moved from one round of interviews to the next, and what it was about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from trailblazer.estimates.counts import share
from trailblazer.estimates.estimate import Estimate, nothing
from trailblazer.estimates.prominence import by_group

EXPRESSED = "interviews asked that expressed the view, of those asked in the round"
SHIFT = "share expressing the view in the latest round less that in the first"
SAME_MIX = (
    f"{SHIFT}, within each group asked in both, the groups weighted by interviews asked in both"
)
NOT_TWICE = "it was not asked in both rounds"
COUNTS = ("asked", "supporting", "qualifying", "against")
BY_CODE = {"code_id": str, "name": str, "asked": int, "supporting": int, "against": int}


@dataclass(frozen=True)
class Rounds:
    """A view in two rounds of interviews with people who were chosen: no interval.

    ``first`` and ``latest`` are the shares of the interviews asked that expressed it, ``shift``
    the difference in points. ``shift_same_mix`` compares like with like where one round heard
    more of some group. The people of the two rounds are not linked, so nothing is said of who
    changed their mind. ``by_round`` (round, asked, supporting, qualifying, against) counts
    interviews; one that said several things is in several counts.
    """

    first: Estimate
    latest: Estimate
    shift: Estimate
    shift_same_mix: Estimate
    by_round: pd.DataFrame


def between_rounds(
    claim: str,
    sources: pd.DataFrame,
    codes: pd.DataFrame,
    codings: pd.DataFrame,
    *,
    first: int = 1,
    latest: int = 2,
) -> Rounds:
    """Set how widely a view was held in the latest round beside the first one.

    Standardising to one mix of groups: Rothman, Greenland and Lash, Modern Epidemiology (2008),
    chapter 3, with the interviews of both rounds as the standard.
    """
    each = [
        by_group(claim, sources, codes, codings, rounds=[number]).assign(round=number)
        for number in (first, latest)
    ]
    groups = pd.concat(each, ignore_index=True)
    counted = groups.groupby("round", as_index=False)[list(COUNTS)].sum()
    before, after = _share("first", each[0]), _share("latest", each[1])
    return Rounds(
        first=before,
        latest=after,
        shift=_shift(before, after),
        shift_same_mix=_same_mix(groups, first, latest),
        by_round=counted[["round", *COUNTS]],
    )


def by_code(
    claim: str,
    sources: pd.DataFrame,
    codes: pd.DataFrame,
    codings: pd.DataFrame,
    *,
    rounds: Sequence[int] | None = None,
) -> pd.DataFrame:
    """In how many of the interviews asked each code of a claim was heard: what a view was about.

    Columns ``code_id, name, asked, supporting, against``, most heard first; one interview may be
    in several rows. Empty where nothing was coded.
    """
    rows = []
    for code in codes[codes["claim_id"] == claim].itertuples():
        alone = codes[codes["code_id"] == code.code_id]
        counted = by_group(claim, sources, alone, codings, rounds=rounds)[list(COUNTS)].sum()
        if counted["asked"]:
            numbers = counted[["asked", "supporting", "against"]]
            rows.append((str(code.code_id), str(code.name), *numbers))
    found = pd.DataFrame(rows, columns=list(BY_CODE)).astype(BY_CODE)
    return found.sort_values(["supporting", "code_id"], ascending=[False, True], ignore_index=True)


def _share(name: str, groups: pd.DataFrame) -> Estimate:
    return share(
        f"Interviews expressing the view, {name} round", int(groups["supporting"].sum()),
        of=int(groups["asked"].sum()), population="purposive", method=EXPRESSED,
    )  # fmt: skip


def _shift(first: Estimate, latest: Estimate) -> Estimate:
    if first.value is None or latest.value is None:
        return nothing("Shift between rounds", "points", "purposive", SHIFT, NOT_TWICE)
    return Estimate(
        label="Shift between rounds", value=latest.value - first.value, unit="points",
        n=first.n + latest.n, population="purposive", method=SHIFT,
    )  # fmt: skip


def _same_mix(groups: pd.DataFrame, first: int, latest: int) -> Estimate:
    label = "Shift between rounds, same mix of groups"
    wide = groups.pivot(index="group", columns="round", values=["asked", "supporting"])
    both = wide.reindex(
        columns=pd.MultiIndex.from_product([["asked", "supporting"], [first, latest]])
    ).dropna()
    if both.empty:
        return nothing(label, "points", "purposive", SAME_MIX, NOT_TWICE)
    moved = both["supporting"] / both["asked"]
    weight = both["asked"][first] + both["asked"][latest]
    value = float(((moved[latest] - moved[first]) * weight).sum() / weight.sum())
    return Estimate(
        label=label, value=value, unit="points", n=int(weight.sum()), population="purposive",
        method=SAME_MIX,
    )  # fmt: skip
