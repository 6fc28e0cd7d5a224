"""Other ways of judging: those that change no number on a set are told from those that could."""

from __future__ import annotations

import pytest

from trailblazer.estimates.counts import share
from trailblazer.estimates.estimate import Estimate, Evidence, nothing
from trailblazer.findings.claim import Setting
from trailblazer.findings.register import load_register
from trailblazer.findings.robustness import without_effect
from trailblazer.findings.verdict import Judged

CLAIM = load_register().claims["milestone"]
DATED = Setting(says="Dated only", instead={"on_time_share": "dated"})
LOWER = Setting(says="Lower", shift={"documented": -0.1})
BOTH = Setting(says="Both", instead={"on_time_share": "dated"}, shift={"documented": -0.1})


def all_teams(count: int, of: int = 58) -> Estimate:
    return share("On time", count, of=of, about="organisations", method="m")


def idle(
    dated: Estimate, documented: str = "met", told: dict[str, Evidence] | None = None
) -> tuple[str, ...]:
    evidence = {"on_time_share": all_teams(58), "dated": dated, "documented": all_teams(50)}
    outcomes = {"deadline": "met", "documented": documented}
    judged = [
        Judged.model_validate({"proposition": p, "outcome": outcomes[p.id]})
        for p in CLAIM.propositions
    ]
    claim = CLAIM.model_copy(update={"robustness": (DATED, LOWER, BOTH)})
    return without_effect(claim, evidence, {**evidence, **(told or {})}, judged)


@pytest.mark.parametrize(
    ("dated", "documented", "expected"),
    [
        (all_teams(58), "met", ("Dated only",)),
        (all_teams(57, of=57), "met", ()),
        (all_teams(58), "gated", ("Dated only", "Lower", "Both")),
        (nothing("On time", "share", "census", "m"), "met", ()),
    ],
)
def test_a_way_that_changes_no_number_is_told_apart(
    dated: Estimate, documented: str, expected: tuple[str, ...]
) -> None:
    assert idle(dated, documented) == expected


def test_nothing_is_given_away_of_a_number_that_may_not_be_told() -> None:
    hidden = all_teams(58).model_copy(update={"value": None, "withheld": "very few"})
    assert idle(all_teams(58), told={"dated": hidden}) == ()


def test_a_way_of_judging_is_named_without_what_stands_between_names() -> None:
    with pytest.raises(ValueError, match="no semicolon"):
        Setting(says="Only these; or those", shift={"documented": -0.1})
