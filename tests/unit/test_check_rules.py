"""Each rule that crosses columns or tables: what breaks it, and what it says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from trailblazer.data.check import check
from trailblazer.data.rules import RULES

Write = Callable[..., Path]
PEOPLE = "site_id,period,characteristic,group,people\n"

BROKEN = {
    "time-use-sum": (
        ("time_use", "T01,2020-Q4,whole_school,24", "T01,2020-Q4,whole_school,34"),
        'time_use.csv, row 2, column "percent": "T01, 2020-Q4: 110" is the sum for this team and '
        "period, and it must be 100 (give or take 1). "
        "Correct the percentages, or add the function that is missing.",
    ),
    "operational-after-training": (
        ("teams", "2019-12-02", "2018-12-02"),
        'teams.csv, row 2, column "operational_date": "2018-12-02" is before the team\'s cohort '
        "started training. Correct it, or the cohort_id, or training_start in cohorts.csv.",
    ),
    "staff-within-funding": (
        ("teams", "T01,S01,4", "T01,S01,1.1"),
        'staff_spells.csv, row 2, column "fte": takes the team to more than 1.5 times the posts it '
        "is funded for. "
        "Correct fte or the dates of the team's spells, or funded_fte in teams.csv.",
    ),
    "staff_spells-dates": (
        ("staff_spells", "2020-06-30", "2018-06-30"),
        'staff_spells.csv, row 2, column "end_date": a value of 24 characters (not shown) ends '
        "before it starts: end_date must not be earlier than start_date. "
        "Correct one of the two dates.",
    ),
    "cohorts-dates": (
        ("cohorts", "2019-12-20", "2018-12-20"),
        'cohorts.csv, row 2, column "training_end": "2019-01-07 to 2018-12-20" ends before it '
        "starts: training_end must not be earlier than training_start. "
        "Correct one of the two dates.",
    ),
    "surveys-dates": (
        ("surveys", "2020-12-18", "2020-10-18"),
        'surveys.csv, row 2, column "closed": "2020-11-02 to 2020-10-18" ends before it starts: '
        "closed must not be earlier than opened. Correct one of the two dates.",
    ),
    "exit-needs-end": (
        ("staff_spells", "2020-06-30", ""),
        'staff_spells.csv, row 2, column "end_date": a value of 10 characters (not shown) is given '
        "as the exit of a spell that has no end_date. "
        "Write the end_date, or empty exit_destination and exit_reason.",
    ),
    "intake-offers": (
        ("training_intake", "4,60,5", "4,4,5"),
        'training_intake.csv, row 2, column "offers": "5 against 4" is more offers than '
        "applications. Correct one of the two counts.",
    ),
    "intake-started": (
        ("training_intake", "40,4,4", "40,3,4"),
        'training_intake.csv, row 3, column "started": "4 against 3" is more started than '
        "offers. Correct one of the two counts.",
    ),
    "intake-completed": (
        ("training_intake", "40,4,4,3", "40,4,4,5"),
        'training_intake.csv, row 3, column "completed": "5 against 4" is more completed than '
        "started. Correct one of the two counts.",
    ),
    "people-totals": (
        ("people_supported", "S01,2020-Q4,sex,male,6", "S01,2020-Q4,sex,male,7"),
        'people_supported.csv, row 2, column "people": "S01, 2020-Q4, sex: 11" is not the total '
        "of the site's other characteristics in that period. "
        "Correct the counts, or add the group that is missing (unknown counts as a group).",
    ),
    "respondents-in-frame": (
        ("surveys", "web_closed,2", "web_closed,0"),
        'surveys.csv, row 2, column "frame_size": "1 responded" is more than frame_size. '
        "Correct frame_size, or the dispositions in survey_cases.csv.",
    ),
    "answers-have-items": (
        ("survey_answers", "K1,q2", "K1,q9"),
        'survey_answers.csv, row 3, column "item_id": "q9" is not an item of the survey this case '
        "was invited to. Correct it, or add the item to survey_items.csv.",
    ),
    "answers-in-list": (
        ("survey_answers", "agree", "agreed"),
        'survey_answers.csv, row 2, column "answer": "agreed" is not in the code list of its '
        "item. Correct it, or add the code to codelists.csv. For no answer write _blank.",
    ),
    "items-have-lists": (
        ("survey_items", "likert5,agree5", "likert5,agree9"),
        'survey_items.csv, row 2, column "list_id": "agree9" is not a list of codelists. '
        "Correct it, or add the codes of the list to codelists.csv.",
    ),
    "silent-cases": (
        ("survey_cases", "non_contact,", "non_contact,2020-11-20"),
        'survey_cases.csv, row 3, column "disposition": "non_contact" is the outcome of a case '
        "that has a date of answering. Correct disposition, or empty responded_on.",
    ),
    "settings-with-their-team": (
        ("settings", "E001,S01,T01", "E001,S02,T01"),
        'settings.csv, row 2, column "team_id": "T01 of S01, not S02" is a team of another site '
        "than the setting. Correct team_id or site_id.",
    ),
    "participants-listed": (
        ("sources", "online_text,2", "online_text,3"),
        'sources.csv, row 3, column "participants": "3 stated, 2 listed" do not agree. '
        "Correct the number, or the rows of this source in participants.csv.",
    ),
    "segments-have-length": (
        ("codings", "10,60", "60,60"),
        'codings.csv, row 2, column "end": "60 to 60" is not a segment: end must be after start. '
        "Correct start and end (positions in the text, counted from 0).",
    ),
}


def test_every_rule_has_an_example() -> None:
    assert [rule.name for rule in RULES] == list(BROKEN)


@pytest.mark.parametrize(("change", "message"), BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_rule_is_the_only_problem(
    write_set: Write, small_set: dict[str, str], change: tuple[str, str, str], message: str
) -> None:
    table, old, new = change
    assert old in small_set[f"{table}.csv"]
    checked = check(write_set(**{table: small_set[f"{table}.csv"].replace(old, new, 1)}))
    assert [str(problem) for problem in checked.problems] == [message]


def test_answers_without_substance_need_an_item_too(
    write_set: Write, small_set: dict[str, str]
) -> None:
    answers = small_set["survey_answers.csv"].replace("K2,q1,_blank", "K2,confidant,_dont_know")
    assert [p.value for p in check(write_set(survey_answers=answers)).problems] == ["confidant"]


def test_a_successor_may_start_on_the_day_a_post_falls_free(
    write_set: Write, small_set: dict[str, str]
) -> None:
    spells = small_set["staff_spells.csv"] + "P4,W4,T01,emhp,5,1,2020-06-30,,school,,\n"
    teams = small_set["teams.csv"].replace("T01,S01,4", "T01,S01,1.2")
    assert check(write_set(staff_spells=spells, teams=teams)).problems == []


def test_percentages_may_miss_the_hundred_by_one(
    write_set: Write, small_set: dict[str, str]
) -> None:
    time_use = small_set["time_use.csv"].replace("52.5", "53.5").replace("60", "59")
    assert check(write_set(time_use=time_use)).problems == []


def test_a_missing_count_breaks_no_rule(write_set: Write, small_set: dict[str, str]) -> None:
    intake = small_set["training_intake.csv"].replace("60,5,4", ",5,4")
    assert check(write_set(training_intake=intake)).problems == []


def test_a_number_that_cannot_be_read_is_not_reported_twice(
    write_set: Write, small_set: dict[str, str]
) -> None:
    time_use = small_set["time_use.csv"].replace("52.5", "fifty")
    assert [p.value for p in check(write_set(time_use=time_use)).problems] == ["fifty"]


@pytest.mark.parametrize(
    ("kind", "claims", "used"),
    [
        ("likert5", "confidence-staff", True),
        ("likert5", "confidence-staff;time-use", True),
        ("likert5", "time-use", False),  # on which no survey is heard
        ("multi", "underserved-sen;underserved-religion", True),
        ("multi", "confidence-staff", False),
        ("single", "confidence-staff", False),
    ],
)
def test_an_item_on_a_claim_that_no_result_is_computed_from_is_noticed(
    write_set: Write, small_set: dict[str, str], kind: str, claims: str, used: bool
) -> None:
    items = small_set["survey_items.csv"]
    assert "likert5,agree5,,confidence-staff" in items
    other = items.replace("likert5,agree5,,confidence-staff", f"{kind},agree5,,{claims}")
    checked = check(write_set(survey_items=other))
    told = [str(n).rpartition(": ")[2] for n in checked.notices if "are not used" in str(n)]
    assert told == ([] if used else ["q1."])


def test_a_case_study_nobody_was_interviewed_in_is_noticed(
    write_set: Write, small_set: dict[str, str]
) -> None:
    sites = small_set["sites.csv"].replace("false", "true")
    checked = check(write_set(sites=sites))
    assert checked.problems == []
    assert (
        "sites.csv: case-study sites with no interview at site level in sources.csv: S02."
        in map(str, checked.notices)
    )
