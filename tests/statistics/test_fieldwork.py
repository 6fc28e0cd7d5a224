"""Outcome rates, weights and blanks against counts by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from tests.statistics.made import Tables, survey, survey_rounds, typed
from trailblazer.estimates.fieldwork import Fieldwork, fieldwork, item_nonresponse
from trailblazer.estimates.response import outcome_rates
from trailblazer.estimates.survey import likert

DISPOSITIONS = {
    "complete": 40, "partial": 10, "refusal": 6, "break_off": 4, "non_contact": 20,
    "other_eligible": 5, "unknown_eligibility": 15, "ineligible": 3, "duplicate": 2,
}  # fmt: skip


@pytest.fixture(scope="module")
def rounds() -> Fieldwork:
    return fieldwork("settings", **survey_rounds())


def test_outcome_rates_are_those_of_the_standard_definitions() -> None:
    ended = [code for code, number in DISPOSITIONS.items() for _ in range(number)]
    cases = typed("survey_cases", {"case_id": range(len(ended)), "disposition": ended})
    surveys = typed("surveys", {"survey_id": ["r1"], "population": ["settings"], "round": [1]})
    found = outcome_rates(cases.assign(survey_id="r1"), surveys, population="settings")
    known = {
        "response_rate": 40 / 100, "response_rate_2": 50 / 100, "contact_rate": 65 / 100,
        "cooperation_rate": 50 / 65, "refusal_rate": 10 / 100, "completion_rate": 40 / 54,
    }  # fmt: skip
    assert {name: getattr(found, name).value for name in known} == pytest.approx(known)
    assert (found.invited.value, found.reached.value, found.answered.value) == (100, 65, 50)
    assert found.flow.set_index("disposition")["cases"].to_dict() == DISPOSITIONS


def blanks(order: list[str]) -> pd.DataFrame:
    """Four cases and three questions: what each of them gave, and how that is counted."""
    given = {
        "whole": {"q1": "agree", "q2": "_not_asked", "q3": "agree"},
        "skips": {"q1": "_blank", "q2": "agree", "q3": "_blank"},
        "stops": {"q1": "agree", "q2": "_dont_know", "q3": "_blank"},
        "begins": {"q1": "_prefer_not"},
    }
    ended = {"whole": "complete", "skips": "complete", "stops": "partial", "begins": "partial"}
    rows = [(case, item, answer) for case, own in given.items() for item, answer in own.items()]
    columns = ["case_id", "item_id", "answer"]
    return item_nonresponse(
        "r1",
        typed("survey_cases", {"case_id": [*ended, "none"], "survey_id": "r1",
                               "disposition": [*ended.values(), "refusal"]}),
        typed("survey_items", {"survey_id": "r1", "item_id": order, "question": order}),
        pd.DataFrame(rows, columns=columns),
    ).set_index("item_id")  # fmt: skip


def test_questions_without_an_answer_are_counted_by_kind() -> None:
    found = blanks(["q1", "q2", "q3"])
    assert found["answered"].to_dict() == {"q1": 2, "q2": 1, "q3": 1}
    assert found["not_asked"].to_dict() == {"q1": 0, "q2": 1, "q3": 0}
    assert found["dont_know"].to_dict() == {"q1": 0, "q2": 1, "q3": 0}
    assert found["prefer_not"].to_dict() == {"q1": 1, "q2": 0, "q3": 0}
    # Who finished and left the end blank has skipped it; who did not finish never got there.
    assert found["skipped"].to_dict() == {"q1": 1, "q2": 0, "q3": 1}
    assert found["not_reached"].to_dict() == {"q1": 0, "q2": 1, "q3": 2}
    assert found["item_response"].to_dict() == {"q1": 0.5, "q2": 1 / 3, "q3": 0.25}


def test_a_blank_before_a_later_answer_was_skipped() -> None:
    found = blanks(["q3", "q1", "q2"])
    assert found["skipped"].to_dict() == {"q3": 3, "q1": 1, "q2": 0}
    assert found["not_reached"].to_dict() == {"q3": 0, "q1": 0, "q2": 1}


def test_every_round_is_described(rounds: Fieldwork) -> None:
    cases = survey_rounds()["survey_cases"]
    answered = cases[cases["disposition"].isin(["complete", "partial"])]
    both = answered["linked_case_id"].isin(answered["case_id"]).sum()
    assert rounds.facts["round"].tolist() == [1, 2]
    assert rounds.facts["both_rounds"].tolist() == [0, both]
    assert rounds.facts["scales"].tolist() == [1, 1]
    assert [o.round for o in rounds.outcomes] == [1, 2]
    assert len(rounds.weights) == 2


def test_all_who_answered_are_set_beside_all_invited(rounds: Fieldwork) -> None:
    frame = rounds.frame.set_index(["margin", "category"])
    for margin in rounds.weights[-1].margins[1:]:
        rows = frame.loc[margin]
        assert rows["invited"].sum() == rounds.outcomes[-1].invited.n
        assert rows["difference_weighted"].abs().max() < 1e-6
        answered = (rows["invited"] * rows["response"]).sum()
        assert answered == pytest.approx(rounds.outcomes[-1].answered.value)
    one = frame.loc[("region", "london")]
    spread = (
        one["frame_share"] * (1 - one["frame_share"])
        + one["respondent_share"] * (1 - one["respondent_share"])
    ) / 2
    apart = (one["respondent_share"] - one["frame_share"]) / spread**0.5
    assert one["difference"] == pytest.approx(apart)


def test_without_blanks_a_question_has_the_weights_of_the_survey() -> None:
    tables: Tables = survey()
    cases = tables["survey_cases"]
    answered = cases.loc[cases["disposition"].isin(["complete", "partial"]), "case_id"]
    given = pd.DataFrame({"case_id": answered, "item_id": "q1", "answer": "agree"})
    whole = tables | {"survey_answers": given}
    found = likert("made-up", population="settings", **whole)
    everybody = fieldwork("settings", **whole)
    assert found.agree.n == everybody.outcomes[-1].answered.value
    assert everybody.weights[-1] == found.weights
    assert everybody.weights[-1].deff > 1
