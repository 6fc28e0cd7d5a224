"""Change between rounds, shares of a domain and adjusted tests against R, on a made survey."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from tests.statistics.made import Tables, survey, survey_rounds
from tests.statistics.oracles import recorded
from trailblazer.estimates.battery import battery, false_discovery
from trailblazer.estimates.change import Change, change
from trailblazer.estimates.survey import likert

KNOWN = recorded("rounds")


@pytest.fixture(scope="module")
def moved() -> Change:
    return change("made-up", population="settings", **survey_rounds())


@pytest.mark.parametrize(("name", "p"), [("difference", "p_value"), ("paired", "p_paired")])
def test_change_equals_r(moved: Change, name: str, p: str) -> None:
    estimate, known = getattr(moved, name), KNOWN[{"difference": "change"}.get(name, name)]
    assert estimate.value == pytest.approx(known["value"], abs=1e-8)
    assert estimate.low == pytest.approx(known["low"], abs=1e-6)
    assert estimate.high == pytest.approx(known["high"], abs=1e-6)
    assert getattr(moved, p) == pytest.approx(known["p"], abs=1e-6)


def test_linked_cases_are_those_that_placed_themselves_twice(moved: Change) -> None:
    assert moved.rounds == (1, 2)
    assert moved.paired.n == moved.moves["n"].sum() == KNOWN["paired"]["n"]
    up = moved.moves[(moved.moves["before"] != "agree") & (moved.moves["after"] == "agree")]
    assert up["n"].sum() == 10


def test_change_is_the_difference_of_what_each_round_shows(moved: Change) -> None:
    one, two = (
        likert("made-up", population="settings", round=at, **survey_rounds()).agree.value
        for at in (1, 2)
    )
    assert one is not None
    assert two is not None
    assert moved.difference.value == pytest.approx(two - one, abs=1e-9)


def test_the_share_of_those_it_was_for_equals_r() -> None:
    found, known = likert("made-up", population="settings", **survey_rounds()), KNOWN["domain"]
    assert found.agree.value == pytest.approx(known["value"], abs=1e-8)
    assert found.agree.low == pytest.approx(known["low"], abs=1e-6)
    assert found.agree.high == pytest.approx(known["high"], abs=1e-6)
    assert found.agree.n == known["n"] == found.answers["n"].sum()
    assert found.p_half == pytest.approx(known["p_half"], abs=1e-8)
    assert found.answers["share_weighted"].sum() == pytest.approx(1)


def test_adjusted_probabilities_equal_r() -> None:
    p = pd.Series(KNOWN["bh"]["p"])
    assert false_discovery(p).tolist() == pytest.approx(KNOWN["bh"]["adjusted"], abs=1e-12)
    holed = false_discovery(pd.Series([math.nan, *KNOWN["bh"]["p"]]))
    assert math.isnan(holed.iloc[0])
    assert holed.iloc[1:].tolist() == pytest.approx(KNOWN["bh"]["adjusted"], abs=1e-12)


def test_an_item_asked_once_has_not_changed_nor_stayed() -> None:
    found = battery(["made-up"], population="settings", **survey())
    evidence = found["made-up"].evidence
    assert evidence["agree"].value is not None
    for name in ("agree_earlier", "change", "change_same"):
        assert (evidence[name].value, evidence[name].n) == (None, 0)
    assert math.isnan(found.tests["p_change_adjusted"].iloc[0])


def test_the_settings_a_verdict_is_tried_under_are_different_estimates() -> None:
    item = battery(["made-up"], population="settings", **survey_rounds())["made-up"]
    tried = [item.evidence[f"agree{how}"].value for how in ("", "_unweighted", "_earlier")]
    assert len({*tried, item.evidence["agree_complete"].value}) == 4
    assert item.complete.agree.n < item.latest.agree.n
    assert item.evidence["net_unweighted"].has_interval


def test_answers_that_nobody_changed_have_no_interval_to_lean_on() -> None:
    tables: Tables = survey_rounds()
    given = tables["survey_answers"].assign(answer="agree")
    found = change("made-up", population="settings", **(tables | {"survey_answers": given}))
    assert found.difference.value == pytest.approx(0)
    assert not found.difference.has_interval
    assert not found.paired.has_interval
    assert math.isnan(found.p_value)
