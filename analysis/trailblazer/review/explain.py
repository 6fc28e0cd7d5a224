"""Where a verdict or a value comes from, in words a reviewer can follow back to the rows."""

from __future__ import annotations

import json
from pathlib import Path

from trailblazer.data.problems import did_you_mean
from trailblazer.errors import ParameterError
from trailblazer.findings.claim import VERDICT_WORDS
from trailblazer.findings.record import Finding, read_all


def explain(name: str, edition: Path) -> str:
    """Explain a claim (``time-use``) or one of its values (``time-use.direct``).

    Raises :class:`~trailblazer.errors.ParameterError` when the edition does not hold it.
    """
    values = edition / "values.json"
    if not values.is_file():
        raise ParameterError(f"{edition} holds no edition. Build one first, or name it: --edition.")
    findings = read_all(edition / "findings")
    claim, _, value = name.partition(".")
    if claim not in findings:
        known = json.loads(values.read_text(encoding="utf-8"))["values"]
        if name in known:
            return f"{name}: {known[name]['text']}\nA value of context, not of a claim."
        raise ParameterError(f'"{name}" is not in {edition}. Claims: {", ".join(findings)}.')
    finding = findings[claim]
    return "\n".join(
        [*_head(finding), *(_value(finding, value) if value else _why(finding)), *_origin(finding)]
    )


def _head(finding: Finding) -> list[str]:
    return [
        f"{finding.id}: {finding.title}",
        f"Published: {finding.claim}",
        f"Verdict: {VERDICT_WORDS[finding.verdict]}. {finding.headline}",
    ]


def _why(finding: Finding) -> list[str]:
    lines = ["Because:"]
    for p in finding.propositions:
        weight = "decides" if p.essential else "counted" if p.indicator else "can only lower"
        lines.append(f"  [{p.outcome}] {p.words} ({p.strand}, {weight})")
        origin = f"estimate {p.estimate}" if p.estimate else "counted from the indicators"
        lines.append(f"      {origin}; {p.rule}")
    return lines


def _value(finding: Finding, value: str) -> list[str]:
    if value not in finding.values:
        raise ParameterError(
            f'"{finding.id}.{value}" is not a value. {did_you_mean(value, list(finding.values))}'
        )
    base = next((n for n in _bases(value) if n in finding.estimates), None)
    lines = [f"Value {finding.id}.{value}: {finding.values[value].text}"]
    if base is not None:
        e = finding.estimates[base]
        lines.append(f"  {e.label}: {e.method}; n = {e.n:,}; {e.population}; exact value {e.value}")
    return lines


def _bases(value: str) -> list[str]:
    parts = value.split(".")
    return [".".join(parts[:i]) for i in range(len(parts), 0, -1)]


def _origin(finding: Finding) -> list[str]:
    made, data = finding.made_by, finding.data
    kind = "synthetic" if data.synthetic else "real"
    settings = ", ".join(f"{k} = {v}" for k, v in made.parameters.items()) or "none"
    tables = [f"  {name}.csv  sha256 {digest or 'absent'}" for name, digest in data.tables.items()]
    return [
        f"Made by analysis/notebooks/{made.notebook}.ipynb (code sha256 {made.code_sha256})",
        f"Settings: {settings}",
        f"Set: {data.title}, version {data.version}, {kind} data",
        "Tables read:",
        *tables,
    ]
