"""The scorecard of a claim that several indicators decide, and what is behind one of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import pandas as pd

from trailblazer.estimates.contact_growth import Reached
from trailblazer.estimates.estimate import Estimate, Evidence
from trailblazer.findings.numbers import number
from trailblazer.findings.verdict import Judged
from trailblazer.present.exhibit import Table
from trailblazer.present.judgement import OUTCOME_WORDS, RELATION_WORDS
from trailblazer.present.tables.cells import (
    NOT_APPLICABLE,
    UNAVAILABLE,
    column,
    finish,
    percent,
    whole,
)
from trailblazer.present.words import NO_LABELS, label


def scorecard(judged: Collection[Judged], evidence: Mapping[str, Evidence]) -> Table | None:
    """One row an indicator: the figure with its limits, the mark it is held against, the result.

    ``None`` where no indicator has a figure.
    """
    indicators = [j for j in judged if j.proposition.indicator]
    found = [evidence[j.proposition.estimate] for j in indicators]
    figures = [e for e in found if isinstance(e, Estimate)]
    if all(e.value is None for e in figures):
        return None
    level = next((e.level for e in figures if e.level is not None), None)
    results = [OUTCOME_WORDS[j.outcome] for j in indicators]
    met = sum(j.outcome == "met" for j in indicators)
    return finish(
        {
            "Indicator": [j.proposition.statement for j in indicators],
            "In these data": [_written(e, e.value, UNAVAILABLE) for e in figures],
            **_limits(figures, level),
            "Mark": [_mark(j, e) for j, e in zip(indicators, figures, strict=True)],
            "Counted": [f"{e.n:,}" for e in figures],
            "Result": results,
        },
        f"Indicators of progress, each held against a mark: {met} of {len(indicators)} hold. Where "
        "there are limits, all that lies between them has to reach the mark. What is counted is "
        "teams, settings or sites.",
        words=("Mark", "Result"),
        data=pd.DataFrame(
            {
                "indicator": [j.proposition.id for j in indicators],
                "value": [e.value for e in figures],
                "low": [e.low for e in figures],
                "high": [e.high for e in figures],
                "mark": [j.proposition.threshold for j in indicators],
                "base": [e.n for e in figures],
                "result": [j.outcome for j in indicators],
            }
        ).astype({"value": float, "low": float, "high": float}),
    )


def reached_by_phase(reached: Reached, *, labels: Mapping[str, str] = NO_LABELS) -> Table | None:
    """Participating settings, and those in whose phase their team recorded contacts."""
    rows = reached.by_phase
    if rows.empty:
        return None
    shares = rows["reached"] / rows["settings"]
    return finish(
        {
            "Phase of education": [label(phase, labels) for phase in rows["phase"]],
            "Settings": column(rows["settings"], whole),
            "Settings whose team recorded contacts in this phase": column(rows["reached"], whole),
            "Share (%)": column(shares, percent),
        },
        "Participating settings whose team recorded at least one contact in their phase of "
        "education. Contacts are not returned by setting, so the share is an upper limit.",
        data=rows,
    )


def _limits(figures: list[Estimate], level: float | None) -> dict[str, list[str]]:
    """Two columns of limits, none where no figure has any; a census has none to give."""
    if level is None:
        return {}
    return {
        f"Lower {100 * level:g}% limit": [_written(e, e.low, NOT_APPLICABLE) for e in figures],
        f"Upper {100 * level:g}% limit": [_written(e, e.high, NOT_APPLICABLE) for e in figures],
    }


def _mark(judged: Judged, figure: Estimate) -> str:
    proposition = judged.proposition
    assert proposition.relation is not None
    return f"{RELATION_WORDS[proposition.relation]} {number(proposition.threshold, figure.unit)}"


def _written(figure: Estimate, value: float | None, otherwise: str) -> str:
    return otherwise if value is None else number(value, figure.unit)
