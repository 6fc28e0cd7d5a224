"""What records and the dictionary hold, as plain tables: one row a claim, an estimate, a column."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from trailblazer.data.dictionary import Dictionary
from trailblazer.data.in_words import SENSITIVITY_WORDS, values_in_words
from trailblazer.estimates.estimate import Estimate
from trailblazer.findings.claim import VERDICT_WORDS
from trailblazer.findings.record import Finding
from trailblazer.present import integration
from trailblazer.present.withheld import MARK
from trailblazer.publish.columns import ColumnWords

PARTS = ("sources", "groups", "sites", "against")


def findings_table(found: Mapping[str, Finding]) -> pd.DataFrame:
    """Every claim with its sentence as published, its verdict, its headline and how firm it is."""
    return pd.DataFrame([_finding(finding) for finding in found.values()])


def estimates_table(found: Mapping[str, Finding]) -> pd.DataFrame:
    """Every estimate of every claim with its interval, its method and what it rests on."""
    rows = [
        {"claim_id": finding.id, "estimate": name, **_estimate(estimate)}
        for finding in found.values()
        for name, estimate in _estimates(finding)
    ]
    table = pd.DataFrame(rows)
    # A count is a whole number, and a missing one is no reason to write it otherwise.
    whole = [c for c in ("n", "denominator") if rows and not (table[c] == MARK).any()]
    return table.astype(dict.fromkeys(whole, "Int64"))


def dictionary_table(dictionary: Dictionary) -> pd.DataFrame:
    """Every column that a set may hold, in words; it says nothing of what any set does hold."""
    rows = [
        {
            "table": spec.name,
            "table_title": spec.title,
            "one_row_is": spec.grain,
            "column": field.name,
            "title": field.title,
            "meaning": field.description,
            "type": field.type,
            "values": values_in_words(spec, field),
            "unit": field.unit,
            "sensitivity": SENSITIVITY_WORDS[field.sensitivity],
        }
        for spec in dictionary.tables.values()
        for field in spec.fields
    ]
    return pd.DataFrame(rows)


def columns_table(columns: Mapping[str, ColumnWords]) -> pd.DataFrame:
    """Every column of the published data files, what it means, and its unit."""
    rows = [
        {"column": name.rpartition(".")[2], "file": name.rpartition(".")[0] or "any",
         "meaning": words.meaning, "unit": words.unit or "none"}
        for name, words in columns.items()
    ]  # fmt: skip
    return pd.DataFrame(rows)


def _finding(finding: Finding) -> dict[str, Any]:
    tried = list(finding.tried.values())
    agreeing = tried.count(finding.verdict)
    return {
        "claim_id": finding.id,
        "title": finding.title,
        "chapter": finding.chapter,
        "claim_as_published": finding.claim,
        "where": finding.locator,
        "verdict": VERDICT_WORDS[finding.verdict],
        "headline": finding.headline,
        "other_settings": len(tried),
        "share_same_verdict": agreeing / len(tried) if tried else None,
        "confidence": _confidence(finding),
    }


def _confidence(finding: Finding) -> str:
    """The level of confidence shown, with a note where no person gave it."""
    level = integration.level(finding, "overall")
    return integration.drawn(level, finding) if "overall" in finding.confidence else level


def _estimates(finding: Finding) -> Iterator[tuple[str, Estimate]]:
    yield from finding.estimates.items()
    for name, view in finding.prominence.items():
        yield from ((f"{name}.{part}", getattr(view, part)) for part in PARTS)


def _estimate(estimate: Estimate) -> dict[str, Any]:
    columns = (
        "label", "value", "low", "high", "level", "unit", "n", "denominator", "population",
        "weighted", "method", "note",
    )  # fmt: skip
    known = estimate.model_dump()
    hidden = {"value": bool(estimate.withheld), "n": estimate.n_withheld}
    return {name: MARK if hidden.get(name) else known[name] for name in columns} | {
        "weighted": "weighted" if estimate.weighted else "not weighted"
    }
