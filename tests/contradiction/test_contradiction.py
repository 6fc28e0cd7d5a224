"""The report must be able to disagree: planted data flip each verdict, and no other claim moves."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.planted import (
    edits,
    edits_equity,
    edits_leadership,
    edits_people,
    edits_progress,
    edits_qualitative,
    edits_remote,
    edits_services,
    edits_survey,
)
from tests.planted.inline import judge
from trailblazer.data.dictionary import load_dictionary
from trailblazer.findings import numbers
from trailblazer.findings.record import Finding
from trailblazer.findings.register import load_register

CLAIMS = list(load_register().claims)
# No set counts pupils by religion, so by the agreed rule that claim is at best partly supported.
HONEST = {**dict.fromkeys(sorted(CLAIMS), "supported"), "underserved-religion": "partly_supported"}
SEN_MORE = [
    edits_equity.supported_more("sen", ["yes"], "no", 3),
    edits_equity.supported_more("neurodiversity", ["yes"], "no", 4),
]
CIRCUMSTANCES_MORE = edits_equity.supported_more(
    "circumstances", ["care_experienced", "child_in_need", "young_carer"], "none_of_these", 4
)
AGAINST = {
    "progress": [edits.all_answers_turned("progress")],
    "milestone": [edits.late_team],
    "involvement": [edits_leadership.more_involved],
    "governance": [edits.view_rare("governance"), edits.all_answers_turned("governance")],
    "staffing-concern": [edits.view_rare("staffing-concern")],
    "staffing-positive": [edits.view_rare("staffing-positive")],
    "remote-switch": [edits_remote.stayed_in_person],
    "remote-limits": [edits.view_rare("remote-limits")],
    "time-use": [edits.whole_school_first],
    "awareness": [edits_qualitative.all_aware()],
    "experience": [edits.negative_case],
    "confidence-staff": [edits.all_answers_turned("confidence-staff")],
    "advice-access": [edits.all_answers_turned("advice-access")],
    "quicker-support": [edits.all_answers_turned("quicker-support")],
    "gap": [edits.view_rare("gap"), edits.all_answers_turned("gap")],
    "scope-stance": [edits_services.all_hold_their_scope],
    "reach-strategies": [edits_equity.strategies_at_few_sites],
    "underserved-sen": [*SEN_MORE, edits.view_rare("underserved-sen")],
    "underserved-ethnicity": [edits.ethnicity_equal, edits.view_rare("underserved-ethnicity")],
    "underserved-religion": [edits.view_rare("underserved-religion")],
    "underserved-circumstances": [
        CIRCUMSTANCES_MORE,
        edits.view_rare("underserved-circumstances"),
    ],
    "recruitment": [edits_people.places_kept(filled=8, completed=7)],
    "retention": [edits.retention_poor_at_two_sites],
    "progression": [edits_people.only_pay_is_named],
}
PARTLY = {
    "progress": [edits_progress.contacts_fell],
    "involvement": [edits_leadership.no_plan_to_involve],
    "governance": [edits_leadership.seats_shared_out],
    "staffing-concern": [edits_services.seniors_from_elsewhere],
    "staffing-positive": [edits.all_answers_turned("staffing-positive")],
    "remote-switch": [edits_remote.contacts_divided(by=2)],
    "remote-limits": [edits_remote.everybody_content],
    "awareness": [edits_qualitative.all_aware(but=1)],
    "experience": [edits.mixed_case],
    "confidence-staff": [edits.view_rare("confidence-staff")],
    "advice-access": [edits.view_rare("advice-access")],
    "quicker-support": [edits_survey.waits_longer_for_a_team],
    "gap": [edits_services.nobody_unserved],
    "scope-stance": [edits.view_rare("scope-stance")],
    "reach-strategies": [edits.view_rare("reach-strategies")],
    "underserved-sen": SEN_MORE[:1],
    "underserved-ethnicity": [edits.ethnicity_equal],
    "underserved-religion": [],
    "underserved-circumstances": [edits_equity.need_not_stated],
    "recruitment": [edits_people.places_kept(filled=10, completed=7)],
    "retention": [edits.all_answers_turned("retention")],
    "progression": [edits_people.pay_before_progression],
}
# A table whose absence leaves nothing to judge the claim on; required tables cannot be left out.
WITHOUT = {
    "progress": ["contacts", "survey_answers", "codings"],
    "involvement": ["involvement"],
    "governance": ["survey_answers", "codings"],
    "staffing-concern": ["codings"],
    "staffing-positive": ["codings"],
    "remote-switch": ["contacts"],
    "remote-limits": ["codings"],
    "time-use": ["time_use"],
    "awareness": ["participants"],
    "experience": ["participants"],
    "confidence-staff": ["survey_answers"],
    "advice-access": ["survey_items"],
    "quicker-support": ["survey_cases"],
    "gap": ["survey_answers", "codings"],
    "scope-stance": ["scope_positions"],
    "reach-strategies": ["strategies"],
    "underserved-sen": ["people_supported", "codings"],
    "underserved-ethnicity": ["people_supported", "codings"],
    "underserved-religion": ["codings"],
    "underserved-circumstances": ["population", "codings"],
    "recruitment": ["training_intake"],
    "retention": ["survey_cases", "codings"],
    "progression": ["codings"],
}


@pytest.fixture(scope="module")
def honest(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Finding]:
    return judge("synthetic", tmp_path_factory.mktemp("honest"))


def test_every_claim_holds_on_the_synthetic_set(honest: dict[str, Finding]) -> None:
    assert {c: f.verdict for c, f in honest.items()} == HONEST


def test_every_claim_has_planted_data_against_it() -> None:
    assert set(AGAINST) == set(CLAIMS)


@pytest.mark.parametrize("claim", AGAINST)
def test_planted_data_contradict(claim: str, tmp_path: Path, honest: dict[str, Finding]) -> None:
    found = judge(edits.copy_set(tmp_path / "set", *AGAINST[claim]), tmp_path / "out")
    assert found[claim].verdict == "not_supported"
    words = "contradict it" if claim == "experience" else "do not show it"
    assert f"These data {words}" in found[claim].headline
    _others_stay(found, honest, claim)
    _nothing_stale(found[claim], honest[claim])


@pytest.mark.parametrize("claim", PARTLY)
def test_planted_data_support_in_part(claim: str, tmp_path: Path) -> None:
    found = judge(edits.copy_set(tmp_path / "set", *PARTLY[claim]), tmp_path / "out", [claim])
    assert found[claim].verdict == "partly_supported"
    assert found[claim].headline.startswith("The evaluation reported")
    assert " The data support it in part: " in found[claim].headline
    assert " But " in found[claim].headline


@pytest.mark.parametrize("claim", WITHOUT)
def test_missing_tables_make_a_claim_insufficient(
    claim: str, tmp_path: Path, honest: dict[str, Finding]
) -> None:
    dropped = [edits.without(t) for t in WITHOUT[claim]]
    found = judge(edits.copy_set(tmp_path / "set", *dropped), tmp_path / "out")
    assert found[claim].verdict == "insufficient"
    titles = {load_dictionary().tables[t].title.lower() for t in WITHOUT[claim]}
    assert all(title in found[claim].headline for title in titles)
    resting = {c for t in WITHOUT[claim] for c in load_register().resting_on(t)}
    for other in set(CLAIMS) - resting:
        assert found[other].headline == honest[other].headline


def test_a_tie_is_neither_supported_nor_contradicted(tmp_path: Path) -> None:
    folder = edits.copy_set(tmp_path / "set", edits.direct_equals_whole_school)
    found = judge(folder, tmp_path / "out", ["time-use"])["time-use"]
    outcomes = {p.id: p.outcome for p in found.propositions}
    assert outcomes == {"over-whole-school": "uncertain", "over-advice": "met"}
    assert found.verdict == "partly_supported"


@pytest.mark.parametrize("taking", [1, 3])
def test_a_few_teams_may_be_fewer_than_some(taking: int, tmp_path: Path) -> None:
    folder = edits.copy_set(tmp_path / "set", edits_services.few_take(taking))
    found = judge(folder, tmp_path / "out", ["scope-stance"])["scope-stance"]
    outcomes = {p.id: p.outcome for p in found.propositions}
    assert outcomes["some-take"] == "uncertain"
    assert found.verdict == "partly_supported"


def test_a_view_that_is_lost_again_is_no_view_come_to(tmp_path: Path) -> None:
    folder = edits.copy_set(tmp_path / "set", edits_services.all_positive_at_first)
    found = judge(folder, tmp_path / "out", ["staffing-positive"])["staffing-positive"]
    assert {p.id: p.outcome for p in found.propositions}["no-shift-away"] == "unmet"
    assert found.verdict == "partly_supported"


def test_involvement_that_is_low_everywhere_is_not_variable(tmp_path: Path) -> None:
    folder = edits.copy_set(tmp_path / "set", edits_leadership.nobody_involved)
    found = judge(folder, tmp_path / "out", ["involvement"])["involvement"]
    outcomes = {p.id: p.outcome for p in found.propositions}
    assert outcomes["often-low"] == "met"
    assert outcomes["levels-differ"] == outcomes["no-usual-level"] == "unmet"
    assert found.verdict == "partly_supported"


def test_religion_can_be_supported_where_pupils_are_counted_by_it(tmp_path: Path) -> None:
    folder = edits.copy_set(tmp_path / "set", edits_equity.religion_counted)
    found = judge(folder, tmp_path / "out", ["underserved-religion"])["underserved-religion"]
    assert found.verdict == "supported"


def test_support_that_all_but_stopped_contradicts_the_switch(tmp_path: Path) -> None:
    folder = edits.copy_set(tmp_path / "set", edits_remote.contacts_divided(by=5))
    found = judge(folder, tmp_path / "out", ["remote-switch"])["remote-switch"]
    outcomes = {p.id: p.outcome for p in found.propositions}
    assert (outcomes["remote-rose"], outcomes["support-kept-up"]) == ("met", "unmet")
    assert found.verdict == "not_supported"


def test_too_few_returns_cannot_show_a_switch(tmp_path: Path) -> None:
    folder = edits.copy_set(tmp_path / "set", edits_remote.few_returned_before)
    found = judge(folder, tmp_path / "out", ["remote-switch"])["remote-switch"]
    assert found.verdict == "insufficient"
    assert "returns due before the lockdown" in found.headline


def test_a_lead_that_hangs_on_a_few_interviews_is_uncertain(tmp_path: Path) -> None:
    folder = edits.copy_set(tmp_path / "set", edits_people.pay_beside_progression)
    found = judge(folder, tmp_path / "out", ["progression"])["progression"]
    outcomes = {p.id: p.outcome for p in found.propositions}
    assert (outcomes["several-reasons"], outcomes["progression-first"]) == ("met", "uncertain")
    assert found.verdict == "partly_supported"


def test_one_reason_is_not_several(tmp_path: Path) -> None:
    folder = edits.copy_set(tmp_path / "set", edits_people.only_progression_is_named)
    found = judge(folder, tmp_path / "out", ["progression"])["progression"]
    outcomes = {p.id: p.outcome for p in found.propositions}
    assert (outcomes["several-reasons"], outcomes["progression-first"]) == ("unmet", "met")
    assert found.verdict == "partly_supported"


FEW = [edits_progress.contacts_fell, edits_progress.no_whole_school_work]


@pytest.mark.parametrize(
    ("planted", "outcome", "verdict"),
    [
        ([edits_progress.posts_full], "met", "supported"),
        (FEW, "unmet", "not_supported"),
        ([edits.without("contacts")], "gated", "partly_supported"),
    ],
)
def test_progress_counts_its_indicators(
    planted: list[edits.Edit], outcome: str, verdict: str, tmp_path: Path
) -> None:
    folder = edits.copy_set(tmp_path / "set", *planted)
    found = judge(folder, tmp_path / "out", ["progress"])["progress"]
    outcomes = {p.id: p.outcome for p in found.propositions}
    assert (outcomes["indicators"], found.verdict) == (outcome, verdict)


def test_progress_with_nothing_to_overcome_is_not_what_was_said(tmp_path: Path) -> None:
    folder = edits.copy_set(tmp_path / "set", edits_progress.nobody_spoke_of_circumstances)
    found = judge(folder, tmp_path / "out", ["progress"])["progress"]
    assert found.verdict == "not_supported"
    assert {p.id: p.outcome for p in found.propositions}["indicators"] == "met"


def test_no_headline_says_not_available(honest: dict[str, Finding]) -> None:
    for finding in honest.values():
        assert numbers.NONE not in finding.headline


def _others_stay(found: dict[str, Finding], honest: dict[str, Finding], claim: str) -> None:
    for other in set(CLAIMS) - {claim}:
        assert found[other].headline == honest[other].headline
        assert found[other].verdict == honest[other].verdict


def _nothing_stale(found: Finding, before: Finding) -> None:
    """Whatever shows the claim's own numbers has changed with them."""
    assert found.headline != before.headline
    alts = [e.alt for e in found.exhibits if e.kind == "figure"]
    assert alts
    assert alts[0] not in [e.alt for e in before.exhibits]
