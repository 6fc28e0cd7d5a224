"""Weighted shares against R's survey package, on a made survey of 300 settings."""

from __future__ import annotations

import pandas as pd
import pytest

from tests.statistics.made import Tables, survey
from tests.statistics.oracles import recorded
from trailblazer.estimates.survey import Likert, likert

KNOWN = recorded("survey")


@pytest.fixture(scope="module")
def found() -> Likert:
    return likert("made-up", population="settings", **survey())


@pytest.mark.parametrize("name", ["agree", "disagree", "net"])
def test_estimate_and_interval_equal_r(found: Likert, name: str) -> None:
    estimate, known = getattr(found, name), KNOWN[name]
    assert estimate.value == pytest.approx(known["value"], abs=1e-8)
    assert estimate.low == pytest.approx(known["low"], abs=1e-6)
    assert estimate.high == pytest.approx(known["high"], abs=1e-6)
    assert (estimate.n, estimate.weighted) == (KNOWN["n"], True)


def test_weights_equal_r(found: Likert) -> None:
    weights = found.weights
    assert weights.margins == ("phase", "free_school_meals", "region")
    assert weights.deff == pytest.approx(KNOWN["deff"], abs=1e-8)
    assert weights.n_eff == pytest.approx(KNOWN["n"] / KNOWN["deff"], abs=1e-5)
    assert weights.smallest == pytest.approx(KNOWN["smallest"], abs=1e-8)
    assert weights.largest == pytest.approx(KNOWN["largest"], abs=1e-8)


def test_answers_and_phases_equal_r(found: Likert) -> None:
    shares = found.answers.set_index("code")["share_weighted"].to_dict()
    assert shares == pytest.approx(KNOWN["answers"], abs=1e-8)
    assert list(found.answers["code"])[::4] == ["strongly_agree", "strongly_disagree"]
    phases = found.by_phase.set_index("phase")
    assert phases["value"].to_dict() == pytest.approx(KNOWN["phases"], abs=1e-8)
    assert phases["n"].sum() == KNOWN["n"]


def test_weights_reach_the_margins(found: Likert) -> None:
    frame = found.frame.set_index(["margin", "category"])
    for margin in ("free_school_meals", "region"):
        rows = frame.loc[margin]
        assert rows["weighted_share"].tolist() == pytest.approx(rows["frame_share"].tolist())
    assert set(frame.index.get_level_values("margin")) == {*found.weights.margins, "size"}
    assert frame.groupby("margin").sum().to_numpy() == pytest.approx(1.0)


def test_item_nonresponse_and_response_rates_are_counted(found: Likert) -> None:
    cases, answers = survey()["survey_cases"], survey()["survey_answers"]
    kinds = found.nonresponse.set_index("kind")["n"]
    assert kinds["_dont_know"] == (answers["answer"] == "_dont_know").sum()
    eligible = cases[cases["disposition"] != "ineligible"]
    assert found.response_rate.n == len(eligible)
    assert found.response_rate.value == (eligible["disposition"] == "complete").mean()
    assert (
        found.response_rate_2.value == eligible["disposition"].isin(["complete", "partial"]).mean()
    )


def test_implementers_are_weighted_to_their_sectors() -> None:
    found = likert("made-up", population="key_informants", **survey("key_informants"))
    assert found.weights.margins == ("sector",)
    assert found.by_phase.empty
    rows = found.frame
    assert rows["weighted_share"].tolist() == pytest.approx(rows["frame_share"].tolist())


def answered_by(answer: str, tables: Tables, *, everybody: bool = False) -> Tables:
    """The made survey with one answer from all who answered, or from all who were invited."""
    answers, cases = tables["survey_answers"], tables["survey_cases"]
    if everybody:
        cases = cases.assign(disposition="complete")
        answers = pd.DataFrame({"case_id": cases["case_id"], "item_id": "q1", "answer": ""})
    own = answers.assign(answer=answer)
    return tables | {"survey_answers": own, "survey_cases": cases}


@pytest.mark.parametrize(("answer", "agree", "disagree"), [("agree", 1, 0), ("disagree", 0, 1)])
def test_unanimous_answers_keep_an_interval(answer: str, agree: float, disagree: float) -> None:
    found = likert("made-up", population="settings", **answered_by(answer, survey()))
    assert (found.agree.value, found.disagree.value) == (agree, disagree)
    unanimous = found.agree if agree else found.disagree
    assert unanimous.low is not None
    assert 0.9 < unanimous.low < 1
    assert unanimous.high == 1
    assert not found.net.has_interval


def test_full_response_leaves_no_sampling_error() -> None:
    tables = answered_by("agree", survey(), everybody=True)
    mixed = tables["survey_answers"].reset_index(drop=True)
    mixed.loc[::3, "answer"] = "disagree"
    found = likert("made-up", population="settings", **(tables | {"survey_answers": mixed}))
    assert found.agree.low == pytest.approx(found.agree.value)
    assert found.agree.high == pytest.approx(found.agree.value)


def test_one_site_alone_is_clustered_by_case() -> None:
    tables = survey()
    for name in ("survey_cases", "settings", "sites"):
        tables[name] = tables[name][tables[name]["site_id"] == "S03"]
    found = likert("made-up", population="settings", **tables)
    assert found.agree.has_interval


def test_the_latest_round_with_the_item_is_read() -> None:
    tables = survey()
    later = tables["surveys"].assign(survey_id="r2", round=2)
    both = tables | {"surveys": pd.concat([tables["surveys"], later])}
    assert likert("made-up", population="settings", **both).round == 1
    assert likert("made-up", population="settings", round=2, **both).agree.n == 0
    assert likert("not-asked", population="settings", **both).agree.value is None
