"""Waits by two routes against averages by hand; the bootstrap itself is tested with time use."""

from __future__ import annotations

import pandas as pd
import pytest

from tests.statistics.made import typed
from trailblazer.estimates.waits import waits

ROWS = [
    # team, quarter, need, outcome, referrals, days
    ("T1", "2020-Q1", "moderate", "accepted_mhst", 3, 20.0),
    ("T1", "2020-Q1", "moderate", "specialist_accepted", 1, 60.0),
    ("T1", "2020-Q2", "moderate", "accepted_mhst", 5, 30.0),
    ("T2", "2020-Q1", "moderate", "accepted_mhst", 2, 40.0),
    ("T2", "2020-Q1", "moderate", "specialist_accepted", 2, 50.0),
    ("T2", "2020-Q1", "specialist", "accepted_mhst", 1, 10.0),
    ("T2", "2020-Q1", "specialist", "specialist_accepted", 1, 90.0),
    ("T2", "2020-Q1", "mild", "signposted", 9, None),
]
COLUMNS = ["team_id", "quarter", "need_band", "outcome", "referrals", "median_wait_days"]
TEAMS = typed("teams", {"team_id": ["T1", "T2"], "site_id": ["S1", "S2"]})


def made(rows: list[tuple[object, ...]]) -> pd.DataFrame:
    return typed("referrals", pd.DataFrame(rows, columns=COLUMNS).to_dict("series"))


def test_only_returns_with_both_routes_are_compared() -> None:
    found = waits(made(list(ROWS)), TEAMS, resamples=99, seed=1)
    # Weights 4, 4 and 2: the referrals taken on by either route.
    assert found.team.value == pytest.approx((4 * 20 + 4 * 40 + 2 * 10) / 10)
    assert found.specialist.value == pytest.approx((4 * 60 + 4 * 50 + 2 * 90) / 10)
    assert found.sooner.value == pytest.approx((4 * 40 + 4 * 10 + 2 * 80) / 10)
    assert found.sooner.n == 3
    by_need = found.by_need.set_index("need_band")
    assert by_need["sooner"].to_dict() == pytest.approx({"moderate": 25.0, "specialist": 80.0})
    assert by_need["referrals"].to_dict() == {"moderate": 8, "specialist": 2}


def test_one_site_has_no_interval() -> None:
    found = waits(made(list(ROWS[:2])), TEAMS, resamples=99, seed=1)
    assert found.sooner.value == 40
    assert not found.sooner.has_interval
    assert found.by_need["low"].isna().all()


def test_a_route_nobody_took_leaves_nothing_to_compare() -> None:
    found = waits(made(list(ROWS[2:3])), TEAMS)
    assert (found.sooner.value, found.sooner.n) == (None, 0)
    assert found.by_need.empty
