"""The rules that cross columns and tables, each said once in plain words.

To add one: a function in ``faults`` that finds the rows, and an entry here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

import pandas as pd

from trailblazer.data import faults
from trailblazer.data.faults import Tables
from trailblazer.data.problems import Notice, Problem, Where, problems_at


@dataclass(frozen=True)
class Rule:
    """One rule: the tables it needs, where a fault is shown, and the words for it.

    It is skipped when a table it needs is absent or could not be read whole. The first of
    ``needs`` is the table at fault. ``says`` reads on from the value shown.
    """

    name: str
    needs: tuple[str, ...]
    column: str
    says: str
    fix: str
    find: Callable[[Tables], pd.Series]


def _in_order(table: str, start: str, end: str) -> Rule:
    return Rule(
        name=f"{table}-dates",
        needs=(table,),
        column=end,
        says=f"ends before it starts: {end} must not be earlier than {start}",
        fix="Correct one of the two dates.",
        find=partial(faults.ends_before_start, table=table, start=start, end=end),
    )


def _at_most(smaller: str, larger: str) -> Rule:
    return Rule(
        name=f"intake-{smaller}",
        needs=("training_intake",),
        column=smaller,
        says=f"is more {smaller} than {larger}",
        fix="Correct one of the two counts.",
        find=partial(faults.exceeds, table="training_intake", smaller=smaller, larger=larger),
    )


RULES: tuple[Rule, ...] = (
    Rule(
        name="time-use-sum",
        needs=("time_use",),
        column="percent",
        says="is the sum for this team and period, and it must be 100 (give or take 1)",
        fix="Correct the percentages, or add the function that is missing.",
        find=faults.time_not_whole,
    ),
    Rule(
        name="operational-after-training",
        needs=("teams", "cohorts"),
        column="operational_date",
        says="is before the team's cohort started training",
        fix="Correct it, or the cohort_id, or training_start in cohorts.csv.",
        find=faults.operational_too_early,
    ),
    Rule(
        name="staff-within-funding",
        needs=("staff_spells", "teams"),
        column="fte",
        says="takes the team to more than 1.5 times the posts it is funded for",
        fix="Correct fte or the dates of the team's spells, or funded_fte in teams.csv.",
        find=faults.over_funded,
    ),
    _in_order("staff_spells", "start_date", "end_date"),
    _in_order("cohorts", "training_start", "training_end"),
    _in_order("surveys", "opened", "closed"),
    Rule(
        name="exit-needs-end",
        needs=("staff_spells",),
        column="end_date",
        says="is given as the exit of a spell that has no end_date",
        fix="Write the end_date, or empty exit_destination and exit_reason.",
        find=faults.exit_while_in_post,
    ),
    _at_most("offers", "applications"),
    _at_most("started", "offers"),
    _at_most("completed", "started"),
    Rule(
        name="people-totals",
        needs=("people_supported",),
        column="people",
        says="is not the total of the site's other characteristics in that period",
        fix="Correct the counts, or add the group that is missing (unknown counts as a group).",
        find=faults.totals_differ,
    ),
    Rule(
        name="respondents-in-frame",
        needs=("surveys", "survey_cases"),
        column="frame_size",
        says="is more than frame_size",
        fix="Correct frame_size, or the dispositions in survey_cases.csv.",
        find=faults.more_respondents_than_frame,
    ),
    Rule(
        name="answers-have-items",
        needs=("survey_answers", "survey_cases", "survey_items"),
        column="item_id",
        says="is not an item of the survey this case was invited to",
        fix="Correct it, or add the item to survey_items.csv.",
        find=faults.answers_to_no_item,
    ),
    Rule(
        name="answers-in-list",
        needs=("survey_answers", "survey_cases", "survey_items", "codelists"),
        column="answer",
        says="is not in the code list of its item",
        fix="Correct it, or add the code to codelists.csv. For no answer write _blank.",
        find=faults.answers_not_listed,
    ),
    Rule(
        name="items-have-lists",
        needs=("survey_items", "codelists"),
        column="list_id",
        says="is not a list of codelists",
        fix="Correct it, or add the codes of the list to codelists.csv.",
        find=faults.lists_of_nothing,
    ),
    Rule(
        name="silent-cases",
        needs=("survey_cases",),
        column="disposition",
        says="is the outcome of a case that has a date of answering",
        fix="Correct disposition, or empty responded_on.",
        find=faults.answered_and_did_not,
    ),
    Rule(
        name="settings-with-their-team",
        needs=("settings", "teams"),
        column="team_id",
        says="is a team of another site than the setting",
        fix="Correct team_id or site_id.",
        find=faults.served_from_elsewhere,
    ),
    Rule(
        name="participants-listed",
        needs=("sources", "participants"),
        column="participants",
        says="do not agree",
        fix="Correct the number, or the rows of this source in participants.csv.",
        find=faults.participants_disagree,
    ),
    Rule(
        name="segments-have-length",
        needs=("codings",),
        column="end",
        says="is not a segment: end must be after start",
        fix="Correct start and end (positions in the text, counted from 0).",
        find=faults.empty_segments,
    ),
)

REMARKS: tuple[Rule, ...] = (
    Rule(
        name="case-study-interviews",
        needs=("sites", "sources"),
        column="case_study",
        says="case-study sites with no interview at site level in sources.csv",
        fix="",
        find=faults.case_studies_without_interview,
    ),
    Rule(
        name="items-unread",
        needs=("survey_items",),
        column="kind",
        says=(
            "items that name a claim and are not used, for results rest on items of agreement "
            "(likert5) on claims that a survey is heard on, and on those of several answers "
            f"(multi) on {faults.SEVERAL}"
        ),
        fix="",
        find=faults.items_unread,
    ),
)


def broken(tables: Tables, *, files: Mapping[str, str]) -> Iterator[Problem]:
    """A problem for each row that breaks a rule; ``files`` gives the file of each table."""
    for rule in RULES:
        if set(rule.needs) <= set(tables):
            where = Where(files[rule.needs[0]], rule.needs[0], rule.column)
            yield from problems_at(where, rule.find(tables), rule.says, rule.fix)


def remarked(tables: Tables, *, files: Mapping[str, str]) -> Iterator[Notice]:
    """A notice for each remark that applies, naming all it applies to."""
    for rule in REMARKS:
        if set(rule.needs) <= set(tables) and not (found := rule.find(tables)).empty:
            table = rule.needs[0]
            yield Notice(files[table], f"{rule.says}: {', '.join(found)}", table)
