"""Practitioners who stay, senior staff and where they came from, agreement between coders."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from benchmarks.recovering.subject import Case, How, Made, Subject, Totals, Truths
from trailblazer.data.synthesise.recipe import Recipe
from trailblazer.estimates.agreement import nominal_alpha
from trailblazer.estimates.origins import LOCAL, SENIOR, UNKNOWN, origins
from trailblazer.estimates.retention import retention
from trailblazer.estimates.staying import in_field_otherwise
from trailblazer.estimates.survival import observed_spells

PEOPLE, CODINGS = "all such people", "all such segments"
# Leaving that staff statistics count as no loss.
MOVES = ("other_mhst", "other_cypmhs", "promoted_within")
CODED = ("retention", "gap", "governance")


def _period(made: Made) -> tuple[pd.Timestamp, pd.Timestamp]:
    about = made.recipe.about
    return pd.Timestamp(about.period_start), pd.Timestamp(about.period_end)


def _staff_totals(made: Made) -> Totals:
    spells = made.tables["staff_spells"]
    start, end = _period(made)
    seen = observed_spells(spells[spells["role"] == "emhp"], start=start, end=end)
    senior = spells[spells["role"].isin(SENIOR)].sort_values(["start_date", "spell_id"])
    before = senior.drop_duplicates("staff_id")["previous_employer"]
    return {
        "leavers": float(seen["left"].sum()),
        "years": float((seen["exit"] - seen["entry"]).sum()),
        "local": float((before == LOCAL).sum()),
        "known": float((before != UNKNOWN).sum()),
        "seniors": float(len(before)),
    }


def _staff_truths(recipe: Recipe, totals: Totals) -> dict[str, float]:
    stay, employers = recipe.staff.emhp_in_post, recipe.staff.senior_employers
    lost = 1 - sum(recipe.staff.destinations[way] for way in MOVES)
    local = totals["local"] / totals["known"]
    return {
        "survival": stay[12],
        "survival_24": stay[24],
        # Where people go is drawn apart from when, so a part of the hazard is that of one way out.
        "in_field": stay[12] ** lost,
        **{f"in_field_{m}": _at_a_year(stay, m, lost) for m in (9, 15)},
        "leaver_rate": totals["leavers"] / totals["years"],
        "local": local,
        "local_over_sites": local,
        "local_of_all": totals["local"] / totals["seniors"],
        "local_upper_bands": employers[LOCAL] / (1 - employers[UNKNOWN]),
    }


def _at_a_year(stay: Mapping[int, float], months: int, lost: float) -> float:
    """Still in the field after a year at the pace of the first months.

    Between the months that the recipe names hazards are constant.
    """
    hazards = -np.log([1.0, *stay.values()]) * lost
    return float(np.exp(-np.interp(months, [0, *stay], hazards) * 12 / months))


def _staff_cases(made: Made, truths: Truths, how: How) -> Iterator[Case]:
    start, end = _period(made)
    spells, drawn = made.tables["staff_spells"], how.drawn(made.seed)
    stay = retention(spells, start=start, end=end, confidence_level=how.level)
    came = origins(spells, made.tables["teams"], **drawn)
    named = {n: getattr(stay, n) for n in ("survival", "survival_24", "in_field", "leaver_rate")}
    named |= in_field_otherwise(spells, start=start, end=end, confidence_level=how.level)
    named |= {"local": came.local, **came.otherwise}
    for name, estimate in named.items():
        if name in truths:
            yield Case(name, estimate, truths[name], PEOPLE)


def _codes(made: Made, claim: str) -> list[str]:
    codes = made.tables["codes"]
    return sorted(codes.loc[codes["claim_id"] == claim, "code_id"])


def _coding_truths(recipe: Recipe, totals: Totals) -> dict[str, float]:
    """Alpha of two coders of whom the second differs from the first on a set share at random."""
    first, differ = recipe.coding.prevalence, recipe.coding.disagreement
    second = first * (1 - differ) + (1 - first) * differ
    given = (first + second) / 2
    return dict.fromkeys(CODED, 1 - differ / (2 * given * (1 - given)))


def _coding_cases(made: Made, truths: Truths, how: How) -> Iterator[Case]:
    double = made.tables["double_codings"]
    for claim in CODED:
        alpha = nominal_alpha(double, codes=_codes(made, claim), **how.drawn(made.seed))
        yield Case(claim, alpha, truths[claim], CODINGS)


STAFF = Subject(
    "staff", ("places", "training", "staff"), _staff_cases, _staff_truths, _staff_totals
)
CODING = Subject(
    "agreement of coders", ("places", "interviews", "coding"), _coding_cases, _coding_truths
)  # fmt: skip
