"""Whether the settings of one phase of education answered a survey item unlike all the others."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from trailblazer.estimates.answers import given_by, item_on, on_scale
from trailblazer.estimates.estimate import Estimate, nothing
from trailblazer.estimates.invited import MARGINS, invited
from trailblazer.estimates.weights import weigh

POPULATION = "settings"
GAP = (
    "lowest of the differences between the weighted share agreeing in a phase and in all other "
    "settings; t interval, the wider one of sites as clusters and settings alone, Bonferroni limits"
)
PHASES = {"phase": str, "n": int, "gap": float, "low": float, "high": float}


@dataclass(frozen=True)
class PhaseGap:
    """How far agreement in a phase lies from that in all other settings.

    ``lowest`` is the phase that lies furthest below: some phase is below the others when its
    upper limit is below zero. ``phases`` (phase, n, gap, low, high) has every phase with enough
    answers, furthest below first, each at the level asked for by itself.
    """

    question: str
    lowest: Estimate
    level: float
    phases: pd.DataFrame


def phase_gap(
    item_claim: str,
    *,
    surveys: pd.DataFrame,
    survey_cases: pd.DataFrame,
    survey_items: pd.DataFrame,
    survey_answers: pd.DataFrame,
    settings: pd.DataFrame,
    sites: pd.DataFrame,
    round: int | None = None,
    fewest: int = 10,
    confidence_level: float = 0.95,
) -> PhaseGap:
    """Compare each phase with all other settings in the latest round with an item on a claim.

    Respondents are weighted to the frame once. The two shares of a comparison come from one
    sample, so that what a site brings to both is in the covariance. Phases with fewer than
    ``fewest`` answers are not compared. With several phases one may fall behind by chance: the
    level of ``lowest`` is shared among them (Bonferroni).
    """
    item = item_on(item_claim, survey_items, surveys, POPULATION, round)
    if item is None:
        return _unknown("", confidence_level)
    cases = survey_cases[survey_cases["survey_id"] == item["survey_id"]]
    frame = invited(POPULATION, cases, settings, sites)
    own = survey_answers[survey_answers["item_id"] == item["item_id"]]
    base = on_scale(given_by(frame, own))
    placed = base[base["asked"] == 1]
    counts = placed["phase"].value_counts()
    able = sorted(counts[counts >= fewest].index) if len(counts) > 1 else []
    if not able:
        return _unknown(str(item["question"]), confidence_level)
    flags = {_flag(phase): (base["phase"] == phase).map({True: "2", False: "1"}) for phase in able}
    routed = "asked" if len(placed) < len(base) else ""
    weighted = weigh(base.assign(**flags), frame, MARGINS[POPULATION], within=routed)
    shared = 1 - (1 - confidence_level) / len(able)
    plain, joint = (
        [weighted.change("agree", _flag(phase), level=level) for phase in able]
        for level in (confidence_level, shared)
    )
    rows = [
        (phase, int(counts[phase]), value, *_ends(ends, p))
        for phase, (value, ends, p) in zip(able, plain, strict=True)
    ]
    table = pd.DataFrame(rows, columns=list(PHASES)).astype(PHASES)
    return PhaseGap(
        question=str(item["question"]),
        lowest=_lowest(able, joint, len(placed), confidence_level),
        level=confidence_level,
        phases=table.sort_values(["gap", "phase"], ignore_index=True),
    )


def _flag(phase: str) -> str:
    return f"in_{phase}"


def _ends(ends: tuple[float, float], p: float) -> tuple[float, float]:
    """The limits; none without any variation, where they would have no width."""
    return (float("nan"), float("nan")) if pd.isna(p) else ends


def _lowest(
    phases: list[str],
    found: list[tuple[float, tuple[float, float], float]],
    n: int,
    level: float,
) -> Estimate:
    # All limits hold together, so the lowest difference lies between the lowest of each; it may
    # be of another phase than the one that looks lowest.
    limits = [ends for _, ends, p in found if not pd.isna(p)]
    value, phase = min((v, phase) for phase, (v, _, _) in zip(phases, found, strict=True))
    return Estimate(
        label="Phase furthest below the others", value=value,
        note=f"{phase.replace('_', ' ')}, of {len(phases)} compared",
        low=min(low for low, _ in limits) if limits else None,
        high=min(high for _, high in limits) if limits else None,
        level=level if limits else None, method=GAP, unit="points", n=n, population="sample",
        weighted=True,
    )  # fmt: skip


def _unknown(question: str, level: float) -> PhaseGap:
    return PhaseGap(
        question=question,
        lowest=nothing(
            "Phase furthest below the others", "points", "sample", GAP,
            "too few answers to compare phases" if question else "",
        ),
        level=level,
        phases=pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in PHASES.items()}),
    )  # fmt: skip
