"""The verdict logic: what each outcome does to a claim."""

from __future__ import annotations

import pytest

from trailblazer.estimates.estimate import Estimate, Evidence, Prominence, nothing
from trailblazer.findings.claim import Claim
from trailblazer.findings.proposition import Bar, Gate, Proposition, Words
from trailblazer.findings.verdict import judge

TABLES = ("time_use",)
WORDS = Words(met="yes {x}", unmet="no {x}", uncertain="unclear {x}")


def share(value: float, low: float, high: float, n: int = 50) -> Estimate:
    return Estimate(
        label="Share", value=value, low=low, high=high, level=0.95, method="m", unit="share",
        n=n, population="sample",
    )  # fmt: skip


def count(value: float, n: int = 50) -> Estimate:
    return Estimate(label="C", value=value, method="m", unit="count", n=n, population="census")


def prop(**changes: object) -> Proposition:
    base: dict[str, object] = {
        "id": "p", "statement": "it holds", "strand": "monitoring", "rule": "interval",
        "estimate": "x", "tables": TABLES, "reason": "because", "relation": "above",
        "threshold": 0.5, "words": WORDS, "min_n": 10,
    }  # fmt: skip
    return Proposition.model_validate(base | changes)


def claim(*propositions: Proposition) -> Claim:
    return Claim(
        id="c", title="T", claim="C", locator="L", chapter="findings", objective="development",
        kind="estimate", subject="teams", quantifier="most", notebook="findings/x",
        propositions=propositions, contradicted_by="X", brief="B",
        wording={
            "supported": "s {x}", "partly_supported": "p {held} but {shortfall}",
            "not_supported": "n {shortfall}", "insufficient": "i {reason}",
        },
    )  # fmt: skip


def verdict(claim: Claim, present: tuple[str, ...] = TABLES, **evidence: Evidence) -> str:
    return judge(claim, evidence, present)[0]


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [(0.51, 0.6, "supported"), (0.3, 0.5, "not_supported"), (0.45, 0.6, "insufficient")],
)
def test_one_interval_decides(low: float, high: float, expected: str) -> None:
    assert verdict(claim(prop()), x=share((low + high) / 2, low, high)) == expected


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        (share(0.6, 0.55, 0.7), "supported"),
        (share(0.5, 0.4, 0.6), "partly_supported"),
        (share(0.3, 0.2, 0.4), "partly_supported"),
        (share(0.6, 0.55, 0.7, n=9), "partly_supported"),
        (nothing("N", "share", "sample", "m"), "partly_supported"),
    ],
)
def test_two_essential_propositions(second: Estimate, expected: str) -> None:
    both = claim(prop(), prop(id="q", estimate="y"))
    assert verdict(both, x=share(0.6, 0.55, 0.7), y=second) == expected


def test_unmet_and_uncertain_with_nothing_met_is_not_partly() -> None:
    both = claim(prop(), prop(id="q", estimate="y"))
    assert verdict(both, x=share(0.3, 0.2, 0.4), y=share(0.5, 0.4, 0.6)) == "not_supported"


def test_a_decisive_proposition_contradicts_alone() -> None:
    both = claim(prop(decisive=True), prop(id="q", estimate="y"))
    assert verdict(both, x=share(0.3, 0.2, 0.4), y=share(0.6, 0.55, 0.7)) == "not_supported"


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        (share(0.3, 0.2, 0.4), "partly_supported"),
        (share(0.5, 0.4, 0.6), "supported"),
        (nothing("N", "share", "sample", "m"), "supported"),
    ],
)
def test_a_supplementary_proposition_only_lowers(second: Estimate, expected: str) -> None:
    both = claim(prop(), prop(id="q", estimate="y", essential=False))
    assert verdict(both, x=share(0.6, 0.55, 0.7), y=second) == expected
    assert verdict(both, x=share(0.3, 0.2, 0.4), y=share(0.6, 0.55, 0.7)) == "not_supported"


def test_a_missing_table_gates_with_its_name() -> None:
    outcome, judged = judge(claim(prop()), {"x": share(0.6, 0.55, 0.7)}, ())
    assert outcome == "insufficient"
    assert judged[0].reason == "this set has no table of time use"


def test_a_failed_gate_gives_its_reason() -> None:
    gate = Gate(estimate="r", relation="at_least", threshold=0.1, reason="too few answered")
    gated = claim(prop(gates=(gate,)))
    evidence: dict[str, Evidence] = {"x": share(0.6, 0.55, 0.7), "r": share(0.05, 0.01, 0.09)}
    outcome, judged = judge(gated, evidence, TABLES)
    assert (outcome, judged[0].reason) == ("insufficient", "too few answered")


@pytest.mark.parametrize(("alpha", "expected"), [(0.6, "partly_supported"), (0.8, "supported")])
def test_poor_agreement_caps(alpha: float, expected: str) -> None:
    cap = Gate(estimate="a", relation="at_least", threshold=0.667, reason="coders differ")
    capped = claim(prop(cap=cap))
    assert verdict(capped, x=share(0.6, 0.55, 0.7), a=count(alpha)) == expected
    unknown = nothing("A", "index", "sample", "m")
    assert verdict(capped, x=share(0.6, 0.55, 0.7), a=unknown) == "supported"


@pytest.mark.parametrize(
    ("negative", "n", "expected"),
    [(0, 10, "supported"), (1, 10, "not_supported"), (0, 9, "insufficient")],
)
def test_universal_falls_to_one_case(negative: int, n: int, expected: str) -> None:
    universal = claim(prop(rule="universal", decisive=True))
    assert verdict(universal, x=count(negative, n)) == expected


@pytest.mark.parametrize(
    ("sources", "groups", "sites", "expected"),
    [
        (0.25, 2, 0.4, "supported"),
        (0.25, 1, 0.4, "insufficient"),
        (0.20, 2, 0.4, "insufficient"),
        (0.12, 2, 0.4, "not_supported"),
    ],
)
def test_prominence(sources: float, groups: int, sites: float, expected: str) -> None:
    bars = {"sources": Bar(met=0.25, unmet=0.125), "groups": Bar(met=2), "sites": Bar(met=0.4)}
    view = claim(prop(rule="prominence", prominence=bars, relation=None, threshold=None))
    held = Prominence(
        label="V", sources=share(sources, sources, sources), groups=count(groups),
        sites=share(sites, sites, sites), against=count(0),
    )  # fmt: skip
    assert verdict(view, x=held) == expected


@pytest.mark.parametrize(
    ("sources", "groups", "expected"),
    [
        (0.5, 1, "supported"),
        (0.35, 3, "supported"),
        (0.35, 2, "insufficient"),
        (0.2, 5, "insufficient"),
        (0.16, 5, "not_supported"),
    ],
)
def test_one_of_two_sets_of_bars_is_enough(sources: float, groups: int, expected: str) -> None:
    many = claim(
        prop(
            rule="prominence", relation=None, threshold=None,
            prominence={"sources": Bar(met=0.5, unmet=0.25)},
            or_prominence={"sources": Bar(met=0.3333, unmet=0.1667), "groups": Bar(met=3)},
        )
    )  # fmt: skip
    held = Prominence(
        label="V", sources=share(sources, sources, sources), groups=count(groups),
        sites=count(0), against=count(0),
    )  # fmt: skip
    assert verdict(many, x=held) == expected


@pytest.mark.parametrize(("n", "expected"), [(10, "insufficient"), (20, "supported")])
def test_one_unit_is_not_some_however_large_its_share(n: int, expected: str) -> None:
    some = claim(prop(relation="at_least", threshold=0.1, min_count=2))
    assert verdict(some, x=share(0.1, 0.1, 0.3, n=n)) == expected


def test_nobody_asked_is_not_evidence_against() -> None:
    view = claim(prop(rule="prominence", prominence={"sources": Bar(met=0.25, unmet=0.1)}))
    none = nothing("S", "share", "purposive", "m")
    held = Prominence(label="V", sources=none, groups=none, sites=none, against=none)
    outcome, judged = judge(view, {"x": held}, TABLES)
    assert (outcome, judged[0].reason) == ("insufficient", "nobody was asked about it")


@pytest.mark.parametrize(
    ("found", "verdict"),
    [
        (share(0.6, 0.55, 0.65), "supported"),
        (share(0.5, 0.4, 0.6), "insufficient"),
        (share(0.35, 0.3, 0.4), "insufficient"),  # short of half, and not as low as a quarter
        (share(0.24, 0.2, 0.28), "insufficient"),  # the interval reaches above a quarter
        (share(0.2, 0.18, 0.22), "not_supported"),
    ],
)
def test_an_interval_is_unmet_only_when_all_of_it_is_as_far_off(
    found: Estimate, verdict: str
) -> None:
    kept = claim(prop(relation="at_least", threshold=0.5, unmet=0.25))
    assert judge(kept, {"x": found}, TABLES)[0] == verdict


def test_a_difference_that_is_wholly_below_zero_is_below() -> None:
    falls = prop(relation="below", threshold=0.0)
    assert verdict(claim(falls), x=share(-0.22, -0.37, -0.12)) == "supported"


COUNTS = prop(
    id="s", rule="scorecard", threshold=4, unmet=2, estimate="", tables=(), relation=None,
    decisive=True,
)  # fmt: skip


def scored(*values: float) -> str:
    """The verdict with five indicators, each a share (below nothing: nothing found)."""
    names = "abcde"
    signs = [prop(id=n, estimate=n, essential=False, indicator=True) for n in names]
    found: dict[str, Evidence] = {
        n: nothing("N", "share", "sample", "m") if v < 0 else share(v, v - 0.05, v + 0.05)
        for n, v in zip(names, values, strict=True)
    }
    both = claim(*signs, COUNTS, prop())
    return verdict(both, x=share(0.6, 0.55, 0.7), **found)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ((0.9, 0.9, 0.9, 0.9, 0.9), "supported"),
        # One that falls short does not lower the verdict by itself.
        ((0.9, 0.9, 0.9, 0.9, 0.1), "supported"),
        ((0.9, 0.9, 0.9, 0.9, -1), "supported"),
        ((0.9, 0.9, 0.9, 0.1, 0.1), "partly_supported"),
        # One that is uncertain, or could not be tested, is not met and does not count against.
        ((0.9, 0.9, 0.9, 0.5, 0.1), "partly_supported"),
        ((0.9, 0.9, 0.1, 0.5, 0.1), "partly_supported"),
        ((0.9, 0.1, 0.1, 0.5, 0.1), "not_supported"),
        ((0.9, 0.9, 0.1, -1, 0.1), "partly_supported"),
        ((0.1, 0.1, 0.1, -1, -1), "not_supported"),
        ((0.9, 0.9, 0.9, -1, -1), "partly_supported"),
    ],
)
def test_a_scorecard_counts_its_indicators(values: tuple[float, ...], expected: str) -> None:
    assert scored(*values) == expected


def test_a_scorecard_with_too_little_to_go_by_says_why() -> None:
    signs = [prop(id=n, estimate=n, essential=False, indicator=True) for n in "abcde"]
    missing: dict[str, Evidence] = {
        n: nothing("N", "share", "sample", "m", "gone") for n in "abcde"
    }
    outcome, judged = judge(claim(*signs, COUNTS), missing, TABLES)
    assert outcome == "insufficient"
    assert judged[-1].reason == "only 0 of the 5 indicators could be tested: gone"
