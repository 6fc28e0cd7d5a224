"""An item of several answers: what each has must equal a question of its own, which R has done."""

from __future__ import annotations

import pandas as pd
import pytest

from tests.statistics.made import Tables, survey
from tests.statistics.oracles import recorded
from trailblazer.estimates.answers import SCALE
from trailblazer.estimates.choices import choices

KNOWN = recorded("survey")


def several(**ticks: tuple[str, ...]) -> Tables:
    """The made survey, its item now of several answers: each scale point stands for some ticks."""
    tables = survey()
    given = tables["survey_answers"]
    rows = [
        (row.case_id, row.item_id, tick)
        for row in given.itertuples()
        for tick in ([row.answer] if row.answer.startswith("_") else ticks.get(row.answer, ()))
    ]
    return tables | {
        "survey_answers": pd.DataFrame(rows, columns=["case_id", "item_id", "answer"]),
        "survey_items": tables["survey_items"].assign(kind="multi"),
    }


def test_the_share_and_interval_of_each_answer_equal_r() -> None:
    ticks = dict.fromkeys(SCALE[:2], ("sen", "both")) | dict.fromkeys(SCALE[3:], ("faith", "both"))
    found = choices("made-up", population="settings", **several(neither=("both",), **ticks))
    rows = found.ticked.set_index("code")
    assert list(rows.index[:1]) == ["both"]
    for code, name in (("sen", "agree"), ("faith", "disagree")):
        known = KNOWN[name]
        assert rows.loc[code, "share"] == pytest.approx(known["value"], abs=1e-8)
        assert rows.loc[code, "low"] == pytest.approx(known["low"], abs=1e-6)
        assert rows.loc[code, "high"] == pytest.approx(known["high"], abs=1e-6)
    assert rows.loc["both", ["n", "share"]].tolist() == [KNOWN["n"], 1.0]


def test_who_gave_no_answer_to_the_item_is_in_no_share_but_in_its_base() -> None:
    ticks = dict.fromkeys(SCALE, ("sen",))
    found = choices("made-up", population="settings", **several(**ticks))
    answered = survey()["survey_cases"]["disposition"].isin(["complete", "partial"]).sum()
    assert (found.base.n, found.about, found.base.about) == (answered, *["organisations"] * 2)
    assert found.base.value == pytest.approx(KNOWN["n"] / answered)
    assert found.ticked[["code", "n", "share"]].to_numpy().tolist() == [["sen", KNOWN["n"], 1.0]]


def test_the_latest_round_of_the_item_counts_and_an_item_of_agreement_is_another() -> None:
    tables = several(**dict.fromkeys(SCALE, ("sen",)))
    assert choices("made-up", population="key_informants", **tables).ticked.empty
    assert choices("other", population="settings", **tables).base.value is None
    nobody = tables | {"survey_answers": tables["survey_answers"].assign(answer="_blank")}
    found = choices("made-up", population="settings", **nobody)
    assert (found.question, found.round, found.base.value) == ("Is it so?", 1, 0.0)
    assert choices("made-up", population="settings", **survey()).ticked.empty
