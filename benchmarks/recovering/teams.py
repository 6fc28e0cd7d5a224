"""Time of the teams, and their contacts before and after the lockdown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import pandas as pd

from benchmarks.recovering.subject import Case, How, Made, Subject, Totals, Truths
from trailblazer.data.synthesise.recipe import Recipe
from trailblazer.estimates.delivery import delivery
from trailblazer.estimates.kept import kept_by_phase
from trailblazer.estimates.sides import compared
from trailblazer.estimates.team_months import team_months, windows
from trailblazer.estimates.time_use import FUNCTIONS, time_use

TEAMS = "all such teams"
LOCKDOWN, MONTHS = "2020-03-23", 3
SEVERAL = "several phases are compared, so their limits are Bonferroni's"
SIDES = ("remote", "contacts", "weekdays", "months")
NAMES = {"direct": "direct_support", "whole_school": "whole_school", "advice": "advice_liaison"}


def _time_totals(made: Made) -> Totals:
    table = made.tables["time_use"]
    of_team = table.groupby(["team_id", "function"])["percent"].mean().unstack()
    return {f: float(of_team[f].sum()) / 100 for f in FUNCTIONS} | {"teams": float(len(of_team))}


def _time_truths(recipe: Recipe, totals: Totals) -> dict[str, float]:
    share = {name: totals[f] / totals["teams"] for name, f in NAMES.items()}
    return share | {
        "other": totals["other"] / totals["teams"],
        "over_whole_school": share["direct"] - share["whole_school"],
        "over_advice": share["direct"] - share["advice"],
    }


def _time_cases(made: Made, truths: Truths, how: How) -> Iterator[Case]:
    found = time_use(made.tables["time_use"], made.tables["teams"], **how.drawn(made.seed))
    own = {name: found.shares[f] for name, f in {**NAMES, "other": "other"}.items()}
    own |= {
        "over_whole_school": found.direct_minus_whole_school,
        "over_advice": found.direct_minus_advice,
    }
    for name, estimate in own.items():
        yield Case(name, estimate, truths[name], TEAMS)


def _spans() -> dict[str, tuple[Sequence[str], Sequence[str]]]:
    near, far = windows(LOCKDOWN, MONTHS), windows(LOCKDOWN, 2 * MONTHS)
    event = str(pd.Period(LOCKDOWN, "M"))
    return {
        "near": (near.before, near.after),
        "longer": (far.before, far.after),
        "with_event": (near.before, (event, *near.after)),
        "later": (near.later, near.after),
    }


def _contact_totals(made: Made) -> Totals:
    due = team_months(made.tables["contacts"], made.tables["teams"])
    totals: Totals = {}
    for span, (before, after) in _spans().items():
        pairs = compared(due, before, after)
        sums = pairs[[f"{name}_{side}" for name in SIDES for side in (0, 1)]].sum()
        totals |= {f"{span}.{name}": float(sums[name]) for name in sums.index}
        if span in ("near", "later"):
            totals |= _phase_totals(made.tables["contacts"], due, pairs, span)
    return totals


def _phase_totals(
    contacts: pd.DataFrame, due: pd.DataFrame, pairs: pd.DataFrame, span: str
) -> Totals:
    """Contacts in each phase before and after, and in other phases of the teams that serve it."""
    returned = due.loc[due["returned"] & due["team_id"].isin(pairs["team_id"])]
    rows = contacts.merge(returned[["team_id", "month"]], on=["team_id", "month"])
    totals: Totals = {}
    for side, months in enumerate(_spans()[span]):
        own = rows[rows["month"].isin(months)].groupby(["team_id", "phase"])["contacts"].sum()
        wide = own.astype(float).unstack()
        every = wide.sum(axis=1)
        for phase in wide:
            totals[f"{span}.{phase}.own_{side}"] = float(wide[phase].sum())
            others = every - wide[phase]
            totals[f"{span}.{phase}.others_{side}"] = float(others[wide[phase].notna()].sum())
    return totals


def _per(totals: Totals, span: str, per: str) -> float:
    rate = [totals[f"{span}.contacts_{s}"] / totals[f"{span}.{per}_{s}"] for s in (0, 1)]
    return rate[1] / rate[0]


def _rise(totals: Totals, span: str) -> float:
    part = [totals[f"{span}.remote_{s}"] / totals[f"{span}.contacts_{s}"] for s in (0, 1)]
    return part[1] - part[0]


def _lowest(recipe: Recipe, totals: Totals, span: str) -> float:
    def beside(phase: str) -> float:
        own, others = (
            totals[f"{span}.{phase}.{w}_1"] / totals[f"{span}.{phase}.{w}_0"]
            for w in ("own", "others")
        )
        return own / others

    return min(beside(phase) for phase in recipe.contacts.kept_by_phase)


def _contact_truths(recipe: Recipe, totals: Totals) -> dict[str, float]:
    near = recipe.contacts.remote_share
    # In each of the months on either side of the event the planted share is one and the same.
    before, after = near["2019-09"], near["2020-04"]
    rises: Mapping[str, float] = dict.fromkeys(("rise", "rise_teams", "rise_mean"), after - before)
    kept = dict.fromkeys(("kept", "kept_teams"), _per(totals, "near", "weekdays"))
    return {
        "before": before,
        "after": after,
        **rises,
        **kept,
        "kept_later": _per(totals, "later", "weekdays"),
        "rise_longer": _rise(totals, "longer"),
        "kept_longer": _per(totals, "longer", "weekdays"),
        "rise_with_event": _rise(totals, "with_event"),
        "kept_with_event": _per(totals, "with_event", "weekdays"),
        "kept_per_month": _per(totals, "near", "months"),
        "phase_kept": _lowest(recipe, totals, "near"),
        "phase_kept_later": _lowest(recipe, totals, "later"),
    }


def _contact_cases(made: Made, truths: Truths, how: How) -> Iterator[Case]:
    asked = {"lockdown": LOCKDOWN, "months": MONTHS, **how.drawn(made.seed)}
    returned = made.take("contacts", "teams")
    for name, estimate in delivery(**returned, **asked).evidence.items():
        if name in truths:
            yield Case(name, estimate, truths[name], TEAMS)
    for name, later in (("phase_kept", False), ("phase_kept_later", True)):
        lowest = kept_by_phase(**returned, **asked, a_year_on=later).lowest
        yield Case(name, lowest, truths[name], TEAMS, SEVERAL)


TIME = Subject("time use", ("places", "time_use"), _time_cases, _time_truths, _time_totals)
CONTACTS = Subject(
    "contacts", ("places", "contacts"), _contact_cases, _contact_truths, _contact_totals
)
