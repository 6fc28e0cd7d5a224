"""The indicators of progress against counts by hand, and other ways to average time use."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import gmean

from tests.statistics.made import Tables, typed
from trailblazer.estimates.contact_growth import contact_growth, settings_reached
from trailblazer.estimates.functions import all_functions
from trailblazer.estimates.posts import posts_filled, posts_held
from trailblazer.estimates.time_use_otherwise import time_use_otherwise

TEAMS = typed(
    "teams",
    {"team_id": ["T1", "T2", "T3"], "site_id": ["S1", "S1", "S2"], "funded_fte": [8.0, 4.0, 2.0]},
)
COUNTED = [
    # team, month, phase, contacts
    ("T1", "2020-11", "primary", 10), ("T1", "2020-11", "special", 2),
    ("T1", "2021-11", "primary", 20), ("T1", "2021-11", "special", 0),
    ("T1", "2020-12", "primary", 8), ("T1", "2021-12", "primary", None),
    ("T2", "2020-12", "primary", 5), ("T2", "2021-12", "primary", 6),
    ("T2", "2021-11", "primary", 100),
    ("T3", "2020-12", "primary", 4), ("T3", "2021-12", "primary", 2),
]  # fmt: skip


def contacts(rows: list[tuple[object, ...]] = COUNTED) -> pd.DataFrame:
    columns = ["team_id", "month", "phase", "contacts"]
    return typed("contacts", pd.DataFrame(rows, columns=columns).to_dict("series"))


def test_growth_compares_the_same_teams_in_the_same_months() -> None:
    found = contact_growth(contacts(), TEAMS, months=2, resamples=99, seed=1)
    # T1 in November (December has a hole), T2 and T3 in December; T2 had no return a year before.
    assert found.ratio.value == pytest.approx((20 + 6 + 2) / (12 + 5 + 4))
    assert (found.ratio.n, found.coverage.value) == (3, pytest.approx(3 / 6))
    assert found.ratio.has_interval


def test_growth_over_one_site_has_no_interval_and_from_nothing_no_value() -> None:
    alone = contact_growth(contacts(COUNTED[:4]), TEAMS, months=1, resamples=99, seed=1)
    assert alone.ratio.value == pytest.approx(20 / 12)
    assert not alone.ratio.has_interval
    first = contact_growth(contacts(COUNTED[2:4]), TEAMS, months=1, resamples=99, seed=1)
    assert first.ratio.value is None
    none_before = [("T1", "2020-11", "primary", 0), ("T1", "2021-11", "primary", 3)]
    assert contact_growth(contacts(none_before), TEAMS, months=1, seed=1).ratio.value is None


def test_settings_are_reached_through_their_phase() -> None:
    settings = typed(
        "settings",
        {
            "setting_id": ["E1", "E2", "E3", "E4", "E5"],
            "team_id": ["T1", "T1", "T2", None, "T9"],
            "phase": ["primary", "special", "primary", "primary", "primary"],
        },
    )
    found = settings_reached(contacts(), settings, months=2)
    # E2's phase had none of T1's contacts, E4 has no team, E5's returned nothing and is left out.
    assert (found.settings.value, found.settings.n) == (pytest.approx(2 / 4), 4)
    assert found.coverage.value == pytest.approx(4 / 5)
    assert "1 whose team returned nothing" in found.settings.note
    assert found.by_phase.to_numpy().tolist() == [["primary", 3, 2], ["special", 1, 0]]


def test_posts_filled_at_one_site_fill_none_elsewhere() -> None:
    posts = typed(
        "local_workforce",
        {
            "site_id": ["S1", "S2", "S1", "S2", "S2"],
            "quarter": ["2021-Q3", "2021-Q3", "2021-Q4", "2021-Q4", "2021-Q4"],
            "service": ["mhst"] * 4 + ["counselling"],
            "establishment_fte": [10, 10, 10, 10, 10.0],
            "in_post_fte": [10, 4, 12, 5, 10.0],
        },
    )
    assert posts_filled(posts).value == pytest.approx(15 / 20)
    assert posts_filled(posts, quarters=2).value == pytest.approx(29 / 40)
    assert (posts_filled(posts).n, posts_filled(posts).note) == (2, "2021-Q4")


def test_posts_are_held_on_the_day() -> None:
    spells = typed(
        "staff_spells",
        {
            "team_id": ["T1", "T1", "T2", "T3", "T3"],
            "fte": [3.0, 1.0, 2.0, 1.5, 1.5],
            "start_date": pd.to_datetime(["2019-01-01"] * 4 + ["2022-01-01"]),
            "end_date": pd.to_datetime(["2021-06-30", None, "2021-06-29", None, None]),
        },
    )
    day = pd.Timestamp("2021-06-30")
    assert posts_held(spells, TEAMS, on=day).value == pytest.approx((4 + 0 + 1.5) / 14)
    # Three people on two posts hold two.
    later = posts_held(spells, TEAMS, on=pd.Timestamp("2022-01-01"))
    assert later.value == pytest.approx((1 + 0 + 2) / 14)


@pytest.fixture
def time() -> Tables:
    shares = {
        "T1": [60, 20, 20, 0], "T2": [30, 50, 15, 5], "T3": [50, 50, 0, 0],
    }  # fmt: skip
    functions = ["direct_support", "whole_school", "advice_liaison", "other"]
    rows = [
        (team, period, function, percent, "estimate" if team == "T2" else "diary")
        for team, parts in shares.items()
        for period in ("2020-Q4", "2021-Q3")
        for function, percent in zip(functions, parts, strict=True)
    ]
    rows += [("T1", "2021-Q3", "direct_support", 10, "diary")]
    columns = ["team_id", "period", "function", "percent", "source"]
    return {
        "time_use": typed("time_use", pd.DataFrame(rows, columns=columns).to_dict("series")),
        "teams": TEAMS,
    }


def test_all_three_functions_with_wilson_limits(time: Tables) -> None:
    found = all_functions(**time)
    assert (found.value, found.n) == (pytest.approx(2 / 3), 3)
    # Wilson's limits of 2 in 3 by his formula.
    z, p, n = 1.959964, 2 / 3, 3
    middle, half = p + z**2 / (2 * n), z * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
    ends = ((middle - half) / (1 + z**2 / n), (middle + half) / (1 + z**2 / n))
    assert (found.low, found.high) == pytest.approx(ends, abs=1e-6)
    assert all_functions(**time, least=0.2).value == pytest.approx(1 / 3)


def test_other_averages_of_time(time: Tables) -> None:
    found = time_use_otherwise(**time, resamples=99, seed=1)
    # T1 is a mean of 60 and 70, T2 30, T3 50; whole-school work 20, 50 and 50.
    more = np.array([0.45, -0.2, 0.0])
    expected = {
        "by_size": np.average(more, weights=[8, 4, 2]),
        "diary": more[[0, 2]].mean(),
        "earliest": (0.4 - 0.2 + 0.0) / 3,
        "latest": (0.5 - 0.2 + 0.0) / 3,
    }
    values = {way: found[f"over_whole_school_{way}"].value for way in expected}
    assert values == pytest.approx(expected)
    assert found["over_advice_diary"].value == pytest.approx((0.45 + 0.5) / 2)
    assert found["over_whole_school_by_size"].has_interval


def test_a_team_without_a_size_is_left_out_where_size_counts(time: Tables) -> None:
    teams = TEAMS.assign(funded_fte=[8.0, None, 2.0])
    found = time_use_otherwise(time["time_use"], teams, resamples=99, seed=1)
    assert found["over_whole_school_by_size"].n == 2
    assert found["over_whole_school_centre"].n == 3


def test_difference_of_the_centre_is_that_of_the_closed_geometric_means(time: Tables) -> None:
    found = time_use_otherwise(**time, resamples=99, seed=1)
    parts = np.array([[65, 20, 20, 0], [30, 50, 15, 5], [50, 50, 0, 0]], dtype=float)
    parts /= parts.sum(axis=1, keepdims=True)
    zero = parts == 0
    kept = np.where(zero, 0.005, parts * (1 - 0.005 * zero.sum(axis=1, keepdims=True)))
    centre = gmean(kept) / gmean(kept).sum()
    assert found["over_whole_school_centre"].value == pytest.approx(centre[0] - centre[1])
    assert found["over_advice_centre"].value == pytest.approx(centre[0] - centre[2])
