"""Whether a verdict depends on a choice: the same claim judged under other defensible settings."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping

from trailblazer.errors import RegisterError
from trailblazer.estimates.estimate import Estimate, Evidence
from trailblazer.findings.claim import Claim, Setting, Verdict
from trailblazer.findings.proposition import Bar, Bars, Proposition
from trailblazer.findings.verdict import Judged, judge


def robustness(
    claim: Claim, evidence: Mapping[str, Evidence], present: Collection[str]
) -> dict[str, Verdict]:
    """The verdict under each setting the register lists for the claim, by the setting's words.

    Raises :class:`~trailblazer.errors.RegisterError` when a setting names an estimate that the
    notebook does not give.
    """
    return {s.says: _verdict_under(s, claim, evidence, present) for s in claim.robustness}


def without_effect(
    claim: Claim,
    evidence: Mapping[str, Evidence],
    told: Mapping[str, Evidence],
    judged: Collection[Judged],
) -> tuple[str, ...]:
    """The settings that cannot change anything on this set, by their words.

    Such a setting moves no threshold that was put to the test, and each estimate it brings in has
    the numbers of the one it stands for: leaving out teams without a date where every team has
    one. That it gives the same verdict is no sign that the verdict is firm. An estimate that may
    not be told as ``evidence`` has it is taken to differ, so that nothing of it is given away.
    """
    # Whether a scorecard can be tested depends on its threshold; that of no other part does.
    tested = {
        j.proposition.id
        for j in judged
        if j.outcome != "gated" or j.proposition.rule == "scorecard"
    }
    return tuple(
        setting.says
        for setting in claim.robustness
        if not tested & setting.shift.keys()
        and all(
            _same(evidence[name], evidence[other])
            and not told[name].any_withheld | told[other].any_withheld
            for name, other in setting.instead.items()
        )
    )


def _same(one: Evidence, other: Evidence) -> bool:
    """Whether two pieces of evidence have the same numbers, whatever they are called."""
    pairs = zip(one.parts, other.parts, strict=False)
    return type(one) is type(other) and all(_same_numbers(a, b) for a, b in pairs)


def _same_numbers(one: Estimate, other: Estimate) -> bool:
    pairs = [(getattr(one, part), getattr(other, part)) for part in ("value", "low", "high", "n")]
    return all(
        a == b if a is None or b is None else math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-12)
        for a, b in pairs
    )


def _verdict_under(
    setting: Setting, claim: Claim, evidence: Mapping[str, Evidence], present: Collection[str]
) -> Verdict:
    names = {*setting.instead, *setting.instead.values()}
    missing = sorted(names - evidence.keys())
    if missing:
        raise RegisterError(
            f"setting {setting.says!r} of {claim.id} names {', '.join(missing)}, which its "
            f"notebook does not give; it gives {', '.join(sorted(evidence))}"
        )
    changed = {**evidence, **{name: evidence[other] for name, other in setting.instead.items()}}
    shifted = tuple(_shift(p, setting.shift.get(p.id, 0.0)) for p in claim.propositions)
    return judge(claim.model_copy(update={"propositions": shifted}), changed, present)[0]


def _shift(proposition: Proposition, by: float) -> Proposition:
    """A proposition with its threshold, or its bars for shares, moved."""
    if not by:
        return proposition
    if proposition.prominence is None:
        assert proposition.threshold is not None
        unmet = None if proposition.unmet is None else proposition.unmet + by
        return proposition.model_copy(
            update={"threshold": proposition.threshold + by, "unmet": unmet}
        )
    moved = {"prominence": _shift_bars(proposition.prominence, by)}
    if proposition.or_prominence is not None:
        moved["or_prominence"] = _shift_bars(proposition.or_prominence, by)
    return proposition.model_copy(update=moved)


def _shift_bars(bars: Bars, by: float) -> Bars:
    return {n: bar if n == "groups" else _shift_bar(bar, by) for n, bar in bars.items()}


def _shift_bar(bar: Bar, by: float) -> Bar:
    """A bar for a share, kept above nothing so that silence never counts as a view."""
    least = 0.01
    unmet = None if bar.unmet is None else max(least, bar.unmet + by)
    return Bar(met=max(least, bar.met + by), unmet=unmet)
