"""The assumptions log: every number of the register that a verdict hangs on, in words.

Nothing here is a list of its own. The log is read off the register, so a threshold that is added
there is printed here, and one that cannot be put in words stops the build.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from papermill.inspection import inspect_notebook

from trailblazer.estimates.estimate import Unit
from trailblazer.findings.claim import Claim
from trailblazer.findings.numbers import MINUS
from trailblazer.findings.proposition import Bars, Gate, Proposition
from trailblazer.findings.record import Finding
from trailblazer.places import REPOSITORY
from trailblazer.present.judgement import RELATION_WORDS
from trailblazer.present.words import sentence
from trailblazer.run.plan import NOTEBOOKS, contents

# What every notebook is told of where things are; it changes no rule.
PLACES = ("data", "out", "site", "policy")

_UNITS: Mapping[Unit, str] = {
    "points": "percentage points",
    "months": "months",
    "days": "days",
    "per_1000": "per 1,000",
}
_PROMINENCE = {
    "sources": "in {} of the interviews that asked",
    "groups": "by {} groups of interviewees",
    "sites": "in {} of the sites that were asked",
}
_SHARES = ("sources", "sites")
# Shares that are meant as fractions; in the register they are written with four decimals.
_FRACTIONS = {1 / 6: "a sixth", 1 / 3: "a third", 2 / 3: "two thirds"}


class Assumption(NamedTuple):
    """One proposition with all that decides it: the rule in words, its conditions and reason."""

    claim: Claim
    proposition: Proposition
    terms: tuple[str, ...]


def assumptions(claim: Claim, finding: Finding) -> list[Assumption]:
    """Every proposition of a claim with its numbers in words.

    The finding tells what the estimates are called and in which unit they are.
    """
    return [Assumption(claim, p, tuple(_terms(p, finding))) for p in claim.propositions]


class DeclaredSetting(NamedTuple):
    """A setting that notebooks declare: its name, its value there, and what they say it is."""

    name: str
    value: str
    what: str

    @property
    def title(self) -> str:
        """The name as words."""
        return self.name.replace("_", " ").capitalize()


def declared_settings() -> list[DeclaredSetting]:
    """Every setting of a notebook that changes results, once, in the order of the contents."""
    values: dict[str, dict[str, None]] = {}
    words: dict[str, dict[str, None]] = {}
    for entry in contents():
        if entry.startswith(NOTEBOOKS):
            for name, found in inspect_notebook(str(REPOSITORY / f"{entry}.ipynb")).items():
                if name not in PLACES:
                    values.setdefault(name, {})[str(found["default"]).strip("\"'")] = None
                    words.setdefault(name, {})[str(found["help"])] = None
    return [
        DeclaredSetting(name, " or ".join(given), sentence(", or ".join(words[name])))
        for name, given in values.items()
    ]


def amount(value: float, unit: Unit | None) -> str:
    """A threshold as exactly as it was set: ``0.125, "share"`` is ``12.5%``, never ``12%``."""
    if unit == "share":
        for fraction, said in _FRACTIONS.items():
            if math.isclose(value, fraction, abs_tol=1e-4):
                return said
        return f"{100 * value:g}%"
    if unit == "draws":
        return f"{100 * value:g}% of re-draws"
    number = 100 * value if unit == "points" else value
    words = _UNITS.get(unit, "") if unit else ""
    return f"{number:g} {words}".strip().replace("-", MINUS)


def _terms(p: Proposition, finding: Finding) -> Iterator[str]:
    """The rule, what it takes to speak against the claim, and what must be given to test it."""
    yield from _rule(p, finding)
    if p.min_n > 1:
        yield f"At least {p.min_n} to go by."
    for gate in p.gates:
        otherwise = f"otherwise it could not be tested, because {gate.reason}"
        yield f"{_condition(gate, finding)}; {otherwise}."
    if p.cap is not None:
        yield f"{_condition(p.cap, finding)}; otherwise at best partly supported: {p.cap.reason}."


def _rule(p: Proposition, finding: Finding) -> Iterator[str]:
    if p.prominence is not None:
        yield from _prominence(p)
        return
    if p.threshold is None:
        yield f"{_label(p.estimate, finding)}: none."
        return
    whole = "the whole confidence interval is " if p.rule == "interval" else ""
    limit = amount(p.threshold, _unit(p.estimate, finding))
    relation = RELATION_WORDS[p.relation or "at_least"]
    yield f"{_label(p.estimate, finding)}: {whole}{relation} {limit}."
    if p.min_count:
        yield f"It takes {p.min_count} of them at least, however large the share."
    if p.unmet is not None:
        side = "at least" if p.relation in ("at_most", "below") else "at most"
        unmet = amount(p.unmet, _unit(p.estimate, finding))
        even = ", with those that may yet hold" if p.rule == "scorecard" else ""
        yield f"Speaks against the claim: {side} {unmet}{even}. Between the two it is uncertain."


def _prominence(p: Proposition) -> Iterator[str]:
    bars = p.prominence or {}
    yield f"Expressed {_at_least(bars)}."
    if p.or_prominence:
        yield f"Enough by itself instead: expressed {_at_least(p.or_prominence)}."
    against = [
        _part(part, "fewer than", bar.unmet)
        for every in (bars, p.or_prominence or {})
        for part, bar in every.items()
        if bar.unmet is not None
    ]
    if against:
        yield f"Speaks against the claim: {' and '.join(against)}. Between the two it is uncertain."


def _at_least(bars: Bars) -> str:
    return ", ".join(_part(part, "at least", bar.met) for part, bar in bars.items())


def _part(part: str, relation: str, value: float) -> str:
    unit: Unit = "share" if part in _SHARES else "count"
    return _PROMINENCE[part].format(f"{relation} {amount(value, unit)}")


def _condition(gate: Gate, finding: Finding) -> str:
    limit = amount(gate.threshold, _unit(gate.estimate, finding))
    return f"{_label(gate.estimate, finding)}: {RELATION_WORDS[gate.relation]} {limit}"


def _label(name: str, finding: Finding) -> str:
    """What an estimate is called; one that the notebook did not give, by its name in words."""
    if name in finding.estimates:
        return finding.estimates[name].label
    return name.replace("_", " ").capitalize() or "Number of indicators that hold"


def _unit(name: str, finding: Finding) -> Unit | None:
    found = finding.estimates.get(name)
    return found.unit if found else None
