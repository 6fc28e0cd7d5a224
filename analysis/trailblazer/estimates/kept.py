"""In which phases of education contacts fell most when teams worked remotely."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from trailblazer.estimates.bootstrap import Floats
from trailblazer.estimates.estimate import Estimate, nothing
from trailblazer.estimates.sides import TEAMS, How, compared, drawn, ratio
from trailblazer.estimates.team_months import team_months, windows

KEPT = "contacts a team and weekday after, as a share of the baseline; BCa bootstrap over "
BESIDE = (
    "contacts kept up in the phase, relative to all other phases of the same teams; BCa bootstrap "
    "over "
)
LOWEST = "lowest of the ratios of a phase to all others in the same teams, Bonferroni limits"
PHASES = {
    "phase": str, "teams": int, "baseline": float, "after": float, "kept": float, "low": float,
    "high": float, "beside": float, "beside_low": float, "beside_high": float,
}  # fmt: skip


@dataclass(frozen=True)
class Kept:
    """Contacts kept up in each phase of education, and the phase that kept fewest beside others.

    ``phases`` has a row a phase with contacts in the baseline, fewest kept first: teams that
    serve it, contacts in both periods, ``kept`` with its limits, and ``beside``, the same relative
    to all other phases of those teams. A phase that fewer teams than ``fewest`` served has no
    limits and cannot be the lowest.
    """

    lowest: Estimate
    level: float
    fewest: int
    phases: pd.DataFrame


def kept_by_phase(
    contacts: pd.DataFrame,
    teams: pd.DataFrame,
    *,
    lockdown: str,
    months: int,
    a_year_on: bool = False,
    fewest: int = 10,
    confidence_level: float = 0.95,
    resamples: int = 2000,
    seed: int,
) -> Kept:
    """Contacts after the event by phase, as a share of those before (or of the same months later).

    ``beside`` compares phases within the same teams, so that what befell a team as a whole (that
    it was new and growing, or was short of staff) touches all of them alike. ``lowest`` shares its
    level among the phases compared, because one of several may fall behind by chance.
    """
    own = windows(lockdown, months)
    base = own.later if a_year_on else own.before
    due = team_months(contacts, teams)
    served = _served(contacts, due, compared(due, base, own.after), base, own.after)
    how = How(confidence_level, resamples, seed)
    phases = [(str(p), rows) for p, rows in served.groupby("phase") if rows["own_0"].sum() > 0]
    able = [p for p, rows in phases if (rows["own_0"] > 0).sum() >= fewest]
    rows = [_row(p, rows, how, p in able) for p, rows in phases]
    table = pd.DataFrame(rows, columns=list(PHASES)).astype(PHASES)
    shared = How(1 - (1 - confidence_level) / max(1, len(able)), resamples, seed)
    beside = [_beside(rows, shared) for p, rows in phases if p in able]
    return Kept(
        lowest=_lowest(able, beside, confidence_level),
        level=confidence_level,
        fewest=fewest,
        phases=table.sort_values(["kept", "phase"], ignore_index=True),
    )


def _served(
    contacts: pd.DataFrame,
    due: pd.DataFrame,
    pairs: pd.DataFrame,
    base: Sequence[str],
    after: Sequence[str],
) -> pd.DataFrame:
    """A row for each team compared and phase it serves: its contacts and those of other phases."""
    made = contacts.merge(due.loc[due["returned"], [TEAMS, "month"]], on=[TEAMS, "month"])
    made = made[made[TEAMS].isin(pairs[TEAMS])].assign(contacts=made["contacts"].astype(float))
    sides = [
        made[made["month"].isin(period)].groupby([TEAMS, "phase"])["contacts"].sum().rename(name)
        for period, name in ((base, "own_0"), (after, "own_1"))
    ]
    own = pd.concat(sides, axis=1).fillna(0.0).reset_index()
    rows = own.merge(pairs, on=TEAMS)
    return rows.assign(
        others_0=rows["contacts_0"] - rows["own_0"], others_1=rows["contacts_1"] - rows["own_1"]
    )


def _row(phase: str, rows: pd.DataFrame, how: How, able: bool) -> tuple[object, ...]:
    kept = drawn(
        "Contacts kept up", "share", KEPT, rows, ["own_1", "weekdays_1", "own_0", "weekdays_0"],
        lambda c1, w1, c0, w0: ratio(ratio(c1, w1), ratio(c0, w0)), how, needs=["own_0"],
    )  # fmt: skip
    beside = _beside(rows, how)
    limits = [(e.low, e.high) if able else (None, None) for e in (kept, beside)]
    totals = (rows["own_0"].sum(), rows["own_1"].sum())
    return (phase, len(rows), *totals, kept.value, *limits[0], beside.value, *limits[1])


def _beside(rows: pd.DataFrame, how: How) -> Estimate:
    def relative(own_1: Floats, own_0: Floats, others_1: Floats, others_0: Floats) -> Floats:
        return ratio(ratio(own_1, own_0), ratio(others_1, others_0))

    return drawn(
        "Contacts kept up beside other phases", "ratio", BESIDE, rows,
        ["own_1", "own_0", "others_1", "others_0"], relative, how,
        needs=["own_0", "others_0", "others_1"],
    )  # fmt: skip


def _lowest(able: list[str], beside: list[Estimate], level: float) -> Estimate:
    label = "Phase that kept fewest contacts, beside the others"
    known = [e for e in beside if e.value is not None and e.low is not None and e.high is not None]
    named = [(e.value, phase) for phase, e in zip(able, beside, strict=True) if e in known]
    if not known:
        note = "too few teams serve any one phase" if beside else ""
        return nothing(label, "ratio", "sample", LOWEST, note)
    return Estimate(
        label=label,
        value=min(e.value for e in known if e.value is not None),
        note=f"{min(named)[1].replace('_', ' ')}, of {len(able)} compared",
        low=min(e.low for e in known if e.low is not None),
        high=min(e.high for e in known if e.high is not None),
        level=level,
        about="organisations", method=LOWEST, unit="ratio", n=max(e.n for e in known),
        population="sample",
    )  # fmt: skip
