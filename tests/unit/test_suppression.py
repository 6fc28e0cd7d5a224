"""Cells that a source withheld: read as neither zero nor missing, and reported."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from trailblazer.data.check import check
from trailblazer.data.load import open_set
from trailblazer.data.suppression import kind_of, status_column, tally, told, withheld
from trailblazer.errors import InputError

Write = Callable[..., Path]
PEOPLE = "site_id,period,characteristic,group,people\n"
ROWS = PEOPLE + "".join(
    f"S01,2020,fsm,{group},{number}\n"
    for group, number in (("eligible", "*"), ("not_eligible", "12"), ("unknown", "0"))
)


@pytest.mark.parametrize("text", ["*", "c", "C", "[c]", "SUPP", "<5", "< 8", "≤7", " * "])
def test_shorthands_for_a_suppressed_count(text: str) -> None:
    assert kind_of(text) == "suppressed"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("x", "not available"),
        ("NA", "not available"),
        (":", "not available"),
        ("z", "not applicable"),
        ("low", "above zero, rounds to zero"),
        ("k", "above zero, rounds to zero"),
        ("u", "too unreliable to give"),
    ],
)
def test_other_shorthands_say_why(text: str, kind: str) -> None:
    assert kind_of(text) == kind


@pytest.mark.parametrize("text", ["", "0", "12", "-", "?", "many", "5<", "<5000", "cc", "<-1"])
def test_anything_else_is_no_shorthand(text: str) -> None:
    assert kind_of(text) == ""


def test_withheld_is_neither_zero_nor_missing(write_set: Write) -> None:
    rows = ROWS + "S01,2020,sex,female,\n"
    people = open_set(write_set(people_supported=rows))["people_supported"]
    assert people["people"].isna().tolist() == [True, False, False, True]
    assert people["people"].dropna().tolist() == [12, 0]
    assert withheld(people, "people").tolist() == [True, False, False, False]
    assert tally(people, "people") == {"suppressed": 1}


def test_a_set_without_any_has_no_column_more(write_set: Write) -> None:
    people = open_set(write_set(people_supported=ROWS.replace("*", "7")))["people_supported"]
    assert status_column("people") not in people
    assert not withheld(people, "people").any()
    assert tally(people, "people") == {}


def test_the_mark_goes_with_its_row_to_one_site(write_set: Write) -> None:
    rows = ROWS + "S02,2020,fsm,eligible,x\n"
    people = open_set(write_set(people_supported=rows), site="S02")["people_supported"]
    assert tally(people, "people") == {"not available": 1}


def test_check_counts_them_and_finds_no_problem(write_set: Write) -> None:
    checked = check(write_set(people_supported=ROWS))
    assert [str(p) for p in checked.problems] == []
    said = [str(n) for n in checked.notices if "withheld" in str(n)]
    assert said == [
        'people_supported.csv: column "people": 1 of 3 cells were withheld by their source '
        "(1 suppressed). None counts as zero, and what rests on them is left out and said to be."
    ]


def test_a_column_that_is_no_count_takes_no_shorthand(write_set: Write) -> None:
    teams = "team_id,site_id,funded_fte,cohort_id,operational_date,operational_source\n"
    folder = write_set(teams=teams + "T01,S01,*,C1,2019-12-02,documents\n")
    assert any(p.value == "*" for p in check(folder).problems)
    with pytest.raises(InputError, match="is not a number"):
        open_set(folder)["teams"]


def test_reasons_in_words() -> None:
    frame = pd.DataFrame({"n": [None] * 3, "n_status": ["not available", "suppressed", None]})
    assert told(tally(frame, "n")) == "1 suppressed, 1 not available"
