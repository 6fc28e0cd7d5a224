"""Words follow the data: numbers as readers see them, templates, and nothing quoted in vain."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trailblazer.errors import RegisterError
from trailblazer.estimates.estimate import Estimate, nothing
from trailblazer.findings import numbers
from trailblazer.findings.register import load_register
from trailblazer.findings.verdict import Judged
from trailblazer.findings.wording import Value, fill, headline, thresholds, values


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (0.523, "share", "52%"),
        (1.0, "share", "100%"),
        (0.9991, "share", "more than 99%"),
        (0.001, "share", "less than 1%"),
        (0.0, "share", "0%"),
        (0.28, "points", "28 percentage points"),
        (-0.01, "points", "\u22121 percentage point"),
        (-0.001, "points", "0 percentage points"),
        (1050.0, "count", "1,050"),
        (9.26, "months", "9.3 months"),
        (1.0, "days", "1 day"),
        (12.34, "per_1000", "12.3 per 1,000"),
        (0.617, "ratio", "0.62"),
        (None, "share", "not available"),
    ],
)
def test_numbers_in_words(value: float | None, unit: str, words: str) -> None:
    assert numbers.number(value, unit) == words  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "signed"),
    [("-3", "\u22123"), ("-0", "0"), ("-0.00", "0.00"), ("3", "3"), ("[x]", "[x]"), ("", "")],
)
def test_what_is_below_zero_has_a_minus_sign(text: str, signed: str) -> None:
    assert numbers.signed(text) == signed


@given(st.floats(min_value=0, max_value=1))
def test_only_none_and_all_are_written_as_such(share: float) -> None:
    words = numbers.number(share, "share")
    assert (words == "0%") == (share == 0)
    assert (words == "100%") == (share == 1)


def estimate(**changes: object) -> Estimate:
    base: dict[str, object] = {
        "label": "Direct", "value": 0.52, "low": 0.49, "high": 0.55, "level": 0.95, "method": "m",
        "unit": "share", "n": 58, "population": "sample",
    }  # fmt: skip
    return Estimate.model_validate(base | changes)


def test_an_estimate_is_quotable_with_its_interval() -> None:
    quotable = values({"direct": estimate()})
    assert quotable["direct"].text == "52%"
    assert quotable["direct.with_interval"].text == "52% (95% confidence interval 49% to 55%)"
    assert quotable["direct.n"].text == "58"


def test_unknown_places_are_an_error() -> None:
    with pytest.raises(RegisterError, match=r"quotes \{whole\}.*there are direct"):
        fill("more than {whole}", {"direct": Value(text="52%")}, "time-use, supported")


def test_a_passage_that_quotes_nothing_is_left_out() -> None:
    quotable = values({"direct": estimate(), "stay": nothing("Stay", "share", "sample", "m")})
    assert fill("Teams {direct}. [And {stay} stayed.]", quotable, "c") == "Teams 52%."
    assert (
        fill("Teams {direct}. [And {direct} again.]", quotable, "c") == "Teams 52%. And 52% again."
    )


def test_a_threshold_is_quoted_in_the_unit_of_its_estimate() -> None:
    proposition = load_register().claims["retention"].propositions[2]
    judged = [Judged(proposition=proposition, outcome="uncertain")]
    found = thresholds(judged, {"in_field": estimate()})
    assert found["in_field.threshold"].text == f"{100 * (proposition.threshold or 0):.0f}%"
    assert thresholds(judged, {}) == {}


def test_what_is_left_open_is_said_and_nothing_is_said_where_nothing_is() -> None:
    claim = load_register().claims["staffing-positive"]
    claim = claim.model_copy(update={"wording": {"supported": "Yes. [But {open}.]"}})
    quotable = {"latest": Value(text="57%"), "first": Value(text="58%")}
    (shift,) = [p for p in claim.propositions if p.id == "no-shift-away"]
    for outcome, said in (("uncertain", "no rise is shown."), ("met", "Yes.")):
        judged = [Judged.model_validate({"proposition": shift, "outcome": outcome})]
        assert headline(claim, "supported", judged, quotable).endswith(said)


@pytest.mark.parametrize(
    "changes",
    [{"low": None}, {"low": 0.6}, {"value": float("nan")}, {"level": None}],
)
def test_a_broken_estimate_cannot_be_made(changes: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"interval|finite"):
        estimate(**changes)
