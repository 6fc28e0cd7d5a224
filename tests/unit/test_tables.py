"""Tables that a screen reader and a spreadsheet can use: whole cells, units in the headings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from charts_sample import (
    estimate,
    made_disparity,
    made_experience,
    made_likert,
    made_milestones,
    made_retention,
    made_time_use,
)

from trailblazer.data.load import open_set
from trailblazer.estimates.response import Outcome, outcome_rates
from trailblazer.present import tables
from trailblazer.present.exhibit import Table

TIME = [(52, 24, 22, 2), (40, 30, 30, 0), (61, 20, 19, 0), (45, 25, 25, 5)]
GROUPS = [("white", 900, 30_000), ("asian", 90, 5_000), ("other", 0, 800)]
VIEW = pd.DataFrame(
    {
        "group": ["mhst_staff", "voluntary"],
        "asked": [9, 0],
        "supporting": [5, 0],
        "qualifying": [2, 0],
        "against": [1, 0],
    }
)
SITES = pd.DataFrame(
    {"site_id": ["S01", "S02"], "asked": [8, 5], "reporting": [6, 0], "share": [0.75, 0.0]}
)
PHASES = [("primary", 80, 0.7), ("special", 3, 1.0)]
METHODS = [estimate(0.52, half=0.03), estimate(0.54).model_copy(update={"label": "Other"})]


def outcome(dispositions: list[str]) -> Outcome:
    """A survey round that ended so."""
    surveys = pd.DataFrame({"survey_id": ["settings_r1"], "population": "settings", "round": 1})
    cases = pd.DataFrame({"disposition": pd.Series(dispositions, dtype="str")})
    return outcome_rates(
        cases.assign(survey_id="settings_r1", case_id=cases.index), surveys, population="settings"
    )


Lay = Callable[[], Table | None]

LAID_OUT: dict[str, Lay] = {
    "late": lambda: tables.late_teams(made_milestones([100, 400, None])),
    "rules": lambda: tables.milestone_sensitivity(made_milestones([100, 400, None])),
    "time": lambda: tables.time_use_shares(made_time_use(TIME)),
    "time, one site": lambda: tables.time_use_shares(made_time_use(TIME, sites=1)),
    "answers": lambda: tables.likert_answers(made_likert([0.3, 0.4, 0.2, 0.1, 0])),
    "phases": lambda: tables.agree_by_phase(made_likert([0.3, 0.4, 0.2, 0.1, 0], PHASES)),
    "frame": lambda: tables.frame_and_respondents(made_likert([0.3, 0.4, 0.2, 0.1, 0])),
    "response": lambda: tables.response_rates(outcome(["complete", "refusal"]), of="schools"),
    "experience": lambda: tables.experience_counts(made_experience(15, 3, 0)),
    "view by group": lambda: tables.prominence_by_group(VIEW),
    "view by site": lambda: tables.prominence_by_site(SITES),
    "rates": lambda: tables.rates_and_ratios(made_disparity(GROUPS)),
    "staying": lambda: tables.retention_at_risk(made_retention(60, leaving=0.5)),
    "leaving": lambda: tables.exits_by_destination(made_retention(60, leaving=0.5)),
    "methods": lambda: tables.robustness(METHODS, of="time on direct support"),
}

EMPTY: dict[str, Lay] = {
    "late": lambda: tables.late_teams(made_milestones([100, 200])),
    "rules": lambda: tables.milestone_sensitivity(made_milestones([])),
    "time": lambda: tables.time_use_shares(made_time_use([])),
    "answers": lambda: tables.likert_answers(made_likert([])),
    "phases": lambda: tables.agree_by_phase(made_likert([])),
    "frame": lambda: tables.frame_and_respondents(made_likert([])),
    "response": lambda: tables.response_rates(outcome([]), of="schools"),
    "experience": lambda: tables.experience_counts(made_experience(0, 0, 0)),
    "experience, nothing coded": lambda: tables.experience_counts(
        replace(made_experience(15, 3, 0), by_group=pd.DataFrame(columns=["stance", "people"]))
    ),
    "view by group": lambda: tables.prominence_by_group(VIEW.tail(1)),
    "view by site": lambda: tables.prominence_by_site(SITES.head(0)),
    "rates": lambda: tables.rates_and_ratios(made_disparity([])),
    "staying": lambda: tables.retention_at_risk(made_retention(0, leaving=0)),
    "leaving": lambda: tables.exits_by_destination(made_retention(0, leaving=0)),
    "methods": lambda: tables.robustness([estimate(None)], of="time"),
}


def laid_out(name: str) -> Table:
    table = LAID_OUT[name]()
    assert table is not None
    return table


@pytest.mark.parametrize("name", LAID_OUT)
def test_every_cell_says_something_and_headings_are_unlike(name: str) -> None:
    table = laid_out(name)
    assert table.caption.endswith(".")
    assert table.frame.columns.is_unique
    cells = [*table.frame.columns, *table.frame.to_numpy().ravel()]
    for cell in cells:
        assert isinstance(cell, str)
        assert any(character.isalnum() for character in cell)
        assert cell.strip().lower() not in ("nan", "none", "<na>", "nat")
    assert table.frame.iloc[:, 0].is_unique


@pytest.mark.parametrize("name", LAID_OUT)
def test_units_stand_in_the_headings_and_not_in_the_cells(name: str) -> None:
    table = laid_out(name)
    if name != "methods":
        assert (
            not table.frame[list(table.numeric)].apply(lambda c: c.str.contains("%")).any(axis=None)
        )
    assert set(table.numeric) <= set(table.frame.columns[1:])


@pytest.mark.parametrize("name", EMPTY)
def test_nothing_to_show_gives_no_table(name: str) -> None:
    assert EMPTY[name]() is None


@pytest.mark.parametrize("name", LAID_OUT)
def test_shorthand_is_explained_where_it_is_used_and_only_there(name: str) -> None:
    table = laid_out(name)
    for mark in ("[x]", "[z]", "[u]"):
        assert (mark in table.caption) == bool(table.frame.isin([mark]).any(axis=None))


def test_a_team_without_a_date_is_late_and_its_date_not_available() -> None:
    late = laid_out("late").frame
    assert list(late["Team"]) == ["T01", "T02"]
    assert list(late["Began work"]) == ["11 February 2020", "[x]"]


def test_limits_have_a_column_each_and_none_where_there_is_no_interval() -> None:
    assert {"Lower 95% limit (%)", "Upper 95% limit (%)"} <= set(laid_out("time").frame.columns)
    assert not any("limit" in name for name in laid_out("time, one site").frame.columns)


def test_a_group_nobody_of_which_was_supported_is_a_zero_and_not_a_gap() -> None:
    rates = laid_out("rates").frame.set_index("Group")
    assert rates.loc["Other", "People supported"] == "0"
    assert rates.loc["Other", "Supported per 1,000"] == "0.0"
    assert rates.loc["White", "Rate ratio"] == "[z]"


def test_the_share_still_in_post_is_read_off_the_curve() -> None:
    found = made_retention(60, leaving=0.5)
    table = tables.retention_at_risk(found)
    assert table is not None
    year = table.frame.set_index("Months in post").loc["12", "Still in post (%)"]
    assert found.survival.value is not None
    assert year == f"{100 * found.survival.value:.0f}"


def test_limits_that_would_look_the_same_get_a_decimal() -> None:
    close = estimate(0.01, half=0.003)
    table = tables.robustness([close, estimate(0.52, half=0.03)], of="leaving")
    assert table is not None
    rows = table.frame[["Value", "Lower limit", "Upper limit"]].to_numpy().tolist()
    assert rows == [["1.0%", "0.7%", "1.3%"], ["52%", "49%", "55%"]]


def test_need_that_is_the_same_gives_one_ratio() -> None:
    same = tables.rates_and_ratios(made_disparity(GROUPS, need=1))
    assert same is not None
    assert [name for name in same.frame.columns if "ratio" in name] == ["Rate ratio"]
    assert "same in every group" in same.caption
    assert "same in every group" not in laid_out("rates").caption


def test_small_phases_are_marked_as_unreliable() -> None:
    phases = laid_out("phases").frame.set_index("Phase")
    assert phases.loc["Special", "Weighted share agreeing (%)"] == "[u]"
    assert phases.loc["Primary", "Weighted share agreeing (%)"] == "70"


def test_an_absent_table_and_an_empty_one_never_look_alike(
    write_set: Callable[..., Path],
) -> None:
    at_site = open_set(write_set(time_use=None), site="S02")
    rows = tables.holdings(at_site).frame.set_index("Table")["Rows"]
    assert rows["Time use"] == "[x]"
    assert rows["Sources"] == "0"
    assert rows["Mental health support teams"] == "2"
