"""Completeness of returns, counted by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from tests.statistics.made import Tables, empty_tables, typed
from trailblazer.estimates.returns import returns


def held() -> Tables:
    """Two teams at one site of two; the second began work in February, the third has no date."""
    return empty_tables() | {
        "sites": typed("sites", {"site_id": ["S01", "S02"]}),
        "teams": typed(
            "teams",
            {
                "team_id": ["T01", "T02", "T03"],
                "site_id": "S01",
                "operational_date": pd.to_datetime(["2019-12-02", "2020-02-10", None]),
            },
        ),
        "contacts": typed(
            "contacts",
            {
                "team_id": ["T01", "T01", "T01", "T02", "T02"],
                "month": ["2020-01", "2020-01", "2020-02", "2020-02", "2020-03"],
                "contacts": pd.array([0, None, None, 4, 5], dtype="Int64"),
            },
        ),
        "people_supported": typed(
            "people_supported", {"site_id": ["S01"], "period": ["2020"], "people": [4]}
        ),
        "staff_spells": typed("staff_spells", {"team_id": ["T01", "T01"]}),
    }


def test_a_return_of_none_is_made_and_an_empty_one_is_not() -> None:
    found = returns(held())
    # Expected: T01 in January, February and March, T02 in February and March.
    contacts = found.shares["contacts"]
    assert (contacts.value, contacts.n) == (3 / 5, 5)
    assert found.shares["people_supported"].value == 1 / 2
    assert found.shares["staff_spells"].value == pytest.approx(1 / 3)
    assert found.shares["referrals"].value is None
    cells = found.by_quarter
    assert cells[["table", "quarter", "returned", "expected"]].to_numpy().tolist() == [
        ["contacts", "2020Q1", 3, 5]
    ]


def test_a_return_of_a_team_without_a_date_counts() -> None:
    tables = held()
    more = tables["contacts"].head(1).assign(team_id="T03", month="2020-03")
    tables["contacts"] = pd.concat([tables["contacts"], more], ignore_index=True)
    assert returns(tables).shares["contacts"].n == 6


def test_no_returns_are_no_share() -> None:
    found = returns(empty_tables())
    assert all(share.value is None for share in found.shares.values())
    assert found.by_quarter.empty
