"""Disclosure policies: what a count, a share and an estimate become before anybody sees them."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trailblazer.errors import ParameterError
from trailblazer.estimates.counts import count, share
from trailblazer.estimates.estimate import Estimate
from trailblazer.findings import numbers
from trailblazer.findings.policy import POLICIES, Policy
from trailblazer.findings.wording import values
from trailblazer.present.disclosure import UNCONTROLLED, choose_policy, in_words, stamp

NHS, TEN, NONE = (POLICIES[name] for name in ("nhs_england", "threshold_10", "none"))


@pytest.mark.parametrize(
    ("exact", "told"), [(0, 0), (1, None), (7, None), (8, 10), (12, 10), (13, 15), (1002, 1000)]
)
def test_small_counts_are_suppressed_and_others_rounded(exact: int, told: int | None) -> None:
    assert NHS.count(exact) == told


@pytest.mark.parametrize(("exact", "told"), [(0, 0), (1, None), (9, None), (10, 10), (1002, 1002)])
def test_a_threshold_suppresses_and_does_not_round(exact: int, told: int | None) -> None:
    assert TEN.count(exact) == told


@given(st.integers(0, 10_000), st.integers(0, 10_000))
def test_a_share_is_computed_from_rounded_counts(part: int, rest: int) -> None:
    of = part + rest
    told = NHS.share(part / of, of) if of else None
    counts = NHS.count(part), NHS.count(of)
    if counts[0] is None or not counts[1]:
        assert told is None
    else:
        assert told == min(1.0, counts[0] / counts[1])


@given(st.integers(1, 9), st.integers(0, 500))
def test_without_rounding_what_a_share_leaves_over_is_protected_too(few: int, many: int) -> None:
    of = few + many
    assert TEN.share(few / of, of) is None
    assert TEN.share(many / of, of) is None


def test_organisations_are_shown_as_they_are() -> None:
    exact = count("Teams", 3, of=58, method="counted", about="organisations")
    assert NHS.estimate(exact) == exact


def test_none_and_few_never_look_alike() -> None:
    none, few = (
        values({"x": NHS.estimate(count("P", n, of=40, unit="people", method="m"))})["x"]
        for n in (0, 3)
    )
    assert (none.text, none.number) == ("0", 0.0)
    assert (few.text, few.number) == ("fewer than 8", None)


def test_a_base_that_is_too_small_is_null_in_a_record_and_read_again() -> None:
    told = NHS.estimate(share("P", 2, of=5, method="m"))
    written = json.loads(told.model_dump_json())
    assert written["n"] is None
    assert written["value"] is None
    assert Estimate.model_validate(written) == told
    assert values({"x": told})["x.n"].text == "very few"


def test_limits_do_not_give_the_exact_value_away() -> None:
    exact = Estimate(
        label="P", value=37 / 83, low=0.343, high=0.553, level=0.95, unit="share", n=83,
        population="sample", method="m", note="37 of 83",
    )  # fmt: skip
    told = NHS.estimate(exact)
    assert (told.value, told.n, told.note) == (35 / 85, 85, "")
    assert told.low is not None
    assert told.high is not None
    assert round(100 * told.low, 6) == int(round(100 * told.low, 6))
    assert told.low <= told.value <= told.high


def test_words_of_what_is_withheld_can_be_read_in_a_sentence() -> None:
    small, of_few = (NHS.estimate(share("P", 2, of=n, method="m")) for n in (50, 9))
    assert numbers.told(small) == "under 17%"
    assert numbers.told(of_few) == "a number that is not published"
    assert numbers.told(TEN.estimate(share("P", 48, of=50, method="m"))) == "over 80%"


@given(st.integers(1, 9), st.integers(0, 400), st.sampled_from([NHS, TEN]))
def test_what_is_said_instead_of_a_small_share_is_true(few: int, rest: int, policy: Policy) -> None:
    words = policy.estimate(share("P", few, of=few + rest, method="m")).withheld
    if words.startswith("under"):
        assert few / (few + rest) < float(words[6:-1]) / 100
    if words.startswith("over"):
        assert few / (few + rest) > float(words[5:-1]) / 100


def test_real_data_are_protected_unless_asked_for_twice() -> None:
    assert choose_policy("auto", synthetic=True) == "none"
    assert choose_policy("auto", synthetic=False) == "nhs_england"
    with pytest.raises(ParameterError, match="--uncontrolled"):
        choose_policy("none", synthetic=False, uncontrolled=False)
    with pytest.raises(ParameterError, match="not known"):
        choose_policy("strict", synthetic=True)
    assert stamp(synthetic=False, policy="none") == UNCONTROLLED
    assert "rounded to 5" in stamp(synthetic=False)


@pytest.mark.parametrize("policy", POLICIES.values())
def test_every_policy_can_be_said_in_words(policy: object) -> None:
    assert in_words(policy).endswith(".")  # type: ignore[arg-type]
