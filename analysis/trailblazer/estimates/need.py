"""The need on which it hangs whether a group was underserved: what was taken, where it turns."""

from __future__ import annotations

import math

import pandas as pd

from trailblazer.estimates.estimate import Estimate, nothing
from trailblazer.estimates.group_ratios import compare

TAKEN = "need of the groups compared beside that of the comparison group, averaged over pupils"
TURNS = "need at which the upper limit of the Mantel-Haenszel rate ratio over sites is one"
STEPS = 12  # each brings the need at least ten times as near to where it turns


def need_taken(cells: pd.DataFrame, groups: list[str], reference: str, people: int) -> Estimate:
    """How many times as often as the comparison group the set takes the groups to need support."""
    label = f"Need of the groups compared, as a ratio to {reference}"
    sums = [
        cells.loc[cells["group"].isin(g), ["need", "pupils"]].sum() for g in (groups, [reference])
    ]
    if any(each["pupils"] == 0 for each in sums):
        return nothing(label, "ratio", "census", TAKEN)
    own, other = (each["need"] / each["pupils"] for each in sums)
    return Estimate(
        label=label, value=float(own / other), method=TAKEN, unit="ratio", n=people,
        population="census",
    )  # fmt: skip


def need_turns(
    cells: pd.DataFrame, groups: list[str], reference: str, people: int, *, level: float
) -> Estimate:
    """The need above which the groups count as supported at a lower rate, and below which not.

    It is how many times as often as the comparison group all of them would have to need support
    for the whole interval of the rate ratio to lie just below one. What the set says of need is
    put aside.
    """
    label = f"Need above which the groups compared are below {reference}"
    times = compare(cells, groups, reference).interval(level)[1]
    if math.isnan(times):
        return nothing(label, "ratio", "sample", TURNS)
    own = cells["group"].isin(groups)
    for _ in range(STEPS):
        # The ratio is all but inversely as the need; how sites are weighted moves with it a little.
        needed = cells.assign(needed=cells["pupils"].where(~own, cells["pupils"] * times))
        times *= compare(needed, groups, reference, base="needed").interval(level)[1]
    return Estimate(
        label=label, value=times, method=TURNS, unit="ratio", n=people, population="sample"
    )
