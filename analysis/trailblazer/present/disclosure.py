"""Disclosure control: which policy an edition is under, and the label every artefact carries."""

from __future__ import annotations

from trailblazer.errors import ParameterError
from trailblazer.findings.policy import POLICIES, Policy

AUTO = "auto"
# What stands in each picture, which may be seen without its caption; the label is longer.
SYNTHETIC_MARK = "Synthetic data"
SYNTHETIC = f"{SYNTHETIC_MARK}: invented to test this report, not real findings"
REAL = "Real data"
UNCONTROLLED = "Real data published without disclosure control"
_NAMED = {
    "nhs_england": "Counts of people are rounded to 5, and those from 1 to 7 are not shown",
    "threshold_10": "Counts of people under 10 are not shown",
}


def choose_policy(policy: str, *, synthetic: bool, uncontrolled: bool = True) -> str:
    """The policy to apply. ``auto`` is no control for invented data, ``nhs_england`` for real.

    Nobody can be identified in a synthetic set. A set of real data is published without control
    only where that is asked for twice, by ``none`` and ``uncontrolled``, and each page then says
    so. Raises :class:`~trailblazer.errors.ParameterError` otherwise.
    """
    if policy == AUTO:
        return "none" if synthetic else "nhs_england"
    if policy not in POLICIES:
        known = ", ".join((AUTO, *POLICIES))
        raise ParameterError(f'policy "{policy}" is not known. Use one of: {known}.')
    if policy == "none" and not synthetic and not uncontrolled:
        raise ParameterError(
            "This set holds real data (its datapackage.json says synthetic: false), and small "
            "numbers could identify people. Leave out --policy none. Only if every number may be "
            "published as it is, add --uncontrolled; each page will then say that no disclosure "
            "control was applied."
        )
    return policy


def stamp(*, synthetic: bool, site: str = "", policy: str = AUTO) -> str:
    """The label for every page, figure, table, download and PDF page of an edition."""
    policy = choose_policy(policy, synthetic=synthetic)
    said = [SYNTHETIC] if synthetic else [REAL if policy in _NAMED else UNCONTROLLED]
    said += [_NAMED[policy]] if policy in _NAMED else []
    return ". ".join([*said, f"Site {site} only, not the whole programme"] if site else said)


def in_words(policy: Policy) -> str:
    """What a policy does to numbers, for the methods page and the workbook."""
    if not policy.controls:
        return "No disclosure control was applied: every number is shown as it was computed."
    last = policy.smallest - 1
    rule = (
        f"Counts of people from 1 to {last} are not shown: tables have [c] in their place, and "
        "sentences say that there were few. A count of 0 is shown as 0. "
    )
    rule += (
        f"Every other count of people is rounded to the nearest {policy.base}, and percentages "
        "are computed from rounded counts. Because everything is rounded, what is not shown "
        "cannot be worked out from the rest. "
        if policy.base
        else "Where a count that is not shown could be worked out from others, further counts "
        "are left out as well. Counts are not rounded, so the bases of two results can still "
        "differ by few people, such as those who skipped a question. "
    )
    return (
        f"{rule}Means, rates and ratios are given only of {policy.smallest} people or more, and "
        "limits of intervals are widened to whole steps. Numbers of teams, sites, schools, posts "
        "and seats are not about people and are shown as they are. Verdicts rest on the exact "
        "numbers."
    )
