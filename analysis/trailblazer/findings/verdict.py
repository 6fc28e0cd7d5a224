"""From evidence to verdict: gates, then propositions, then the claim.

The logic is small on purpose and is printed on the methods page. A proposition that fails a gate
is neither met nor unmet: too little evidence is never evidence against.
"""

from __future__ import annotations

import operator
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from typing import Literal

from pydantic import BaseModel, ConfigDict

from trailblazer.data.dictionary import load_dictionary
from trailblazer.errors import RegisterError
from trailblazer.estimates.estimate import Estimate, Evidence, Prominence
from trailblazer.findings.claim import Claim, Verdict
from trailblazer.findings.proposition import Bars, Gate, Proposition, Relation

# How the reason begins why a part could not be tested for want of a whole table.
NO_TABLE = "this set has no table of"

Outcome = Literal["met", "unmet", "uncertain", "gated"]

_COMPARE: Mapping[Relation, Callable[[float, float], bool]] = {
    "at_least": operator.ge,
    "at_most": operator.le,
    "above": operator.gt,
    "below": operator.lt,
    "equals": operator.eq,
}


class Judged(BaseModel):
    """A proposition with its outcome, and the reason where it could not be tested."""

    model_config = ConfigDict(frozen=True)

    proposition: Proposition
    outcome: Outcome
    reason: str = ""
    capped: bool = False


def judge(
    claim: Claim,
    evidence: Mapping[str, Evidence],
    present: Collection[str],
    told: Mapping[str, Evidence] | None = None,
) -> tuple[Verdict, tuple[Judged, ...]]:
    """Judge one claim on one set.

    ``evidence`` holds the estimates by the names the register uses; ``present`` the names of the
    tables the set has. ``told`` is the evidence as it may be published, which reasons are worded
    from. Returns the verdict and each proposition with its outcome.
    """
    told = evidence if told is None else told
    tested = {
        p.id: _judge_one(p, evidence, present, told)
        for p in claim.propositions
        if p.rule != "scorecard"
    }
    indicators = [j for j in tested.values() if j.proposition.indicator]
    judged = tuple(tested.get(p.id) or _score(p, indicators) for p in claim.propositions)
    return verdict_of(judged), judged


def verdict_of(judged: Collection[Judged]) -> Verdict:
    """The verdict from the outcomes: essential propositions decide, the others can only lower.

    *Partly supported* needs something that holds: a claim with an unmet part and nothing met is
    *not supported*, even when another part stays uncertain.
    """
    essential = [j for j in judged if j.proposition.essential]
    tested = [j for j in essential if j.outcome != "gated"]
    if any(j.outcome == "unmet" and j.proposition.decisive for j in tested):
        return "not_supported"
    if not any(j.outcome in ("met", "unmet") for j in tested):
        return "insufficient"
    if not any(j.outcome == "met" for j in tested):
        return "not_supported"
    lowered = any(
        (j.outcome == "unmet" and not j.proposition.indicator) or j.capped for j in judged
    )
    if all(j.outcome == "met" for j in essential) and not lowered:
        return "supported"
    return "partly_supported"


def _judge_one(
    proposition: Proposition,
    evidence: Mapping[str, Evidence],
    present: Collection[str],
    told: Mapping[str, Evidence],
) -> Judged:
    reason = _gate(proposition, evidence, present, told)
    if reason:
        return Judged(proposition=proposition, outcome="gated", reason=reason)
    found = _find(evidence, proposition.estimate, proposition.id)
    outcome = _outcome(proposition, found)
    cap = proposition.cap
    # Agreement that was never measured is a caveat; only agreement found to be poor is a cap.
    if cap is None or not _known(cap, evidence) or _passes(cap, evidence, proposition.id):
        return Judged(proposition=proposition, outcome=outcome)
    return Judged(proposition=proposition, outcome=outcome, reason=cap.reason, capped=True)


def _score(proposition: Proposition, indicators: Collection[Judged]) -> Judged:
    """A scorecard from its indicators: what is uncertain or could not be tested may yet hold."""
    assert proposition.threshold is not None
    assert proposition.unmet is not None
    count = Counter(j.outcome for j in indicators)
    tested, outcome, reason = len(indicators) - count["gated"], "uncertain", ""
    if count["met"] >= proposition.threshold:
        outcome = "met"
    elif len(indicators) - count["unmet"] <= proposition.unmet:
        outcome = "unmet"
    elif tested < proposition.threshold:
        why = "; ".join(dict.fromkeys(j.reason for j in indicators if j.outcome == "gated"))
        outcome = "gated"
        reason = f"only {tested} of the {len(indicators)} indicators could be tested: {why}"
    return Judged.model_validate({"proposition": proposition, "outcome": outcome, "reason": reason})


def _gate(
    proposition: Proposition,
    evidence: Mapping[str, Evidence],
    present: Collection[str],
    told: Mapping[str, Evidence],
) -> str:
    """Why the evidence may not count, or an empty string."""
    absent = [t for t in proposition.tables if t not in present]
    if absent:
        titles = [load_dictionary().tables[name].title.lower() for name in absent]
        return f"{NO_TABLE} {' or '.join(titles)}"
    found = _find(evidence, proposition.estimate, proposition.id)
    value = found.sources.value if isinstance(found, Prominence) else found.value
    if isinstance(found, Prominence) and found.n == 0:
        return found.sources.note or "nobody was asked about it"
    shown = _find(told, proposition.estimate, proposition.id)
    if value is None and isinstance(shown, Estimate) and shown.note:
        return shown.note
    if found.n < proposition.min_n:
        return f"there {_only(shown)} to go by, and at least {proposition.min_n} are needed"
    if value is None:
        return "there was nothing to compute it from"
    failed = [g for g in proposition.gates if not _passes(g, evidence, proposition.id)]
    return failed[0].reason if failed else ""


def _only(shown: Evidence) -> str:
    """How few there are, as far as it may be told."""
    of = shown.sources if isinstance(shown, Prominence) else shown
    if of.n_withheld:
        return "are only very few"
    return f"{'is' if of.n == 1 else 'are'} only {of.n}"


def _known(gate: Gate, evidence: Mapping[str, Evidence]) -> bool:
    found = evidence.get(gate.estimate)
    return isinstance(found, Estimate) and found.value is not None


def _passes(gate: Gate, evidence: Mapping[str, Evidence], where: str) -> bool:
    found = _find(evidence, gate.estimate, where)
    if not isinstance(found, Estimate) or found.value is None:
        return False
    return _COMPARE[gate.relation](found.value, gate.threshold)


def _find(evidence: Mapping[str, Evidence], name: str, where: str) -> Evidence:
    if name not in evidence:
        raise RegisterError(
            f"proposition {where} needs the estimate {name}, which its notebook does not give; "
            f"it gives {', '.join(sorted(evidence))}"
        )
    return evidence[name]


def _outcome(proposition: Proposition, found: Evidence) -> Outcome:
    if isinstance(found, Prominence):
        return _prominent(proposition, found)
    if proposition.rule == "universal":
        return "met" if found.value == 0 else "unmet"
    assert proposition.relation is not None
    assert proposition.threshold is not None
    holds = _COMPARE[proposition.relation]
    ends = (found.value,) if proposition.rule == "census" else (found.low, found.high)
    known = [end for end in ends if end is not None]
    answers = {holds(end, proposition.threshold) for end in known}
    if len(answers) != 1:
        return "uncertain"
    if answers.pop():
        # Of few units even one is a large share, and one team is not "some teams".
        least = proposition.min_count
        enough = not least or round((found.value or 0.0) * found.n) >= least
        return "met" if enough else "uncertain"
    return "unmet" if _beyond(proposition, known) else "uncertain"


def _beyond(proposition: Proposition, ends: Collection[float]) -> bool:
    """Whether what misses the threshold is, as a whole, as far off as counts against the claim."""
    if proposition.unmet is None:
        return True
    upward = proposition.relation in ("at_least", "above")
    return max(ends) <= proposition.unmet if upward else min(ends) >= proposition.unmet


def _prominent(proposition: Proposition, found: Prominence) -> Outcome:
    """As the bars have it; of two sets of bars one is enough, and against it both must speak."""
    sets = [bars for bars in (proposition.prominence, proposition.or_prominence) if bars]
    outcomes = {_prominent_by(bars, found) for bars in sets}
    if "met" in outcomes:
        return "met"
    return "unmet" if outcomes == {"unmet"} else "uncertain"


def _prominent_by(prominence: Bars, found: Prominence) -> Outcome:
    """Met when every bar is reached; unmet when every bar that can be failed is failed."""
    bars = {name: (bar, getattr(found, name).value or 0.0) for name, bar in prominence.items()}
    if all(value >= bar.met for bar, value in bars.values()):
        return "met"
    failing = [value < bar.unmet for bar, value in bars.values() if bar.unmet is not None]
    return "unmet" if failing and all(failing) else "uncertain"
