"""The milestone on teams whose answer can be counted by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from tests.statistics.made import Tables, typed
from trailblazer.estimates.milestones import Milestones, milestones, months_between


def tables(*dates: str | None) -> Tables:
    """A team for each date, in two sites by turns, the odd ones in a cohort begun in March."""
    number = range(len(dates))
    return {
        "teams": typed(
            "teams",
            {
                "team_id": [f"T{i:02d}" for i in number],
                "site_id": [f"S{i % 2 + 1:02d}" for i in number],
                "cohort_id": [f"C{i % 2 + 1}" for i in number],
                "operational_date": pd.to_datetime(pd.Series(dates, dtype=object)),
                "operational_source": ["self_report" if i % 2 else "monitoring" for i in number],
            },
        ),
        "cohorts": typed(
            "cohorts",
            {"cohort_id": ["C1", "C2"],
             "training_start": pd.to_datetime(["2019-01-07", "2019-03-04"])},
        ),
    }  # fmt: skip


def found(*dates: str | None, months: int = 12) -> Milestones:
    return milestones(**tables(*dates), deadline_months=months)


def test_the_deadline_day_is_on_time_and_the_next_is_late() -> None:
    m = found("2020-01-07", "2020-01-08", None)
    assert m.deadline == pd.Timestamp("2020-01-07")
    assert (m.on_time.value, m.late.value, m.undated.value, m.funded.value) == (1, 2, 1, 3)
    assert m.on_time_share.value == pytest.approx(1 / 3)
    assert list(m.late_teams["team_id"]) == ["T01", "T02"]
    assert (m.on_time.population, m.on_time.has_interval) == ("census", False)


def test_months_are_of_the_calendar() -> None:
    m = found("2019-02-07", "2020-01-07", "2020-03-23")
    assert m.curve["months"].tolist() == pytest.approx([0, 1, 12, 14 + 16 / 31])
    assert m.curve["teams"].tolist() == [0, 1, 2, 3]
    assert m.median_months.value == 12
    assert m.slowest_months.value == pytest.approx(14 + 16 / 31)


def test_other_rules_give_other_counts() -> None:
    m = found("2019-12-07", "2020-02-20", "2020-01-20", None)
    # By 11, 12 and 13 months; by each team's own cohort (T01's began in March); dated teams only;
    # only those whose date is not their own word (T00 and T02).
    assert m.sensitivity["on_time"].tolist() == [1, 1, 2, 2, 1, 1]
    assert m.sensitivity["funded"].tolist() == [4, 4, 4, 4, 3, 2]
    shares = {name: e.value for name, e in m.otherwise.items()}
    assert shares == pytest.approx(
        {
            "on_time_share_sooner": 1 / 4, "on_time_share_later": 2 / 4,
            "on_time_share_own_cohort": 2 / 4, "on_time_share_dated": 1 / 3,
            "on_time_share_documented": 1 / 2,
        }
    )  # fmt: skip
    assert "11 months" in m.sensitivity["rule"].iloc[0]


def test_a_team_before_the_clock_starts_below_zero() -> None:
    m = found("2018-12-07", "2019-12-01")
    assert m.curve.iloc[0].tolist() == [-1, 0]
    assert m.on_time.value == 2


def test_dates_on_the_teams_own_word_are_not_documented() -> None:
    assert found("2019-12-01", "2019-12-01", "2019-12-01").documented.value == pytest.approx(2 / 3)


def test_without_a_training_start_there_is_no_clock() -> None:
    made = tables("2019-12-01")
    m = milestones(made["teams"], made["cohorts"].iloc[:0], deadline_months=12)
    assert m.on_time.value is None
    assert m.funded.value == 1
    assert m.curve.empty


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        ("2020-01-31", "2020-02-29", 1),
        ("2020-02-29", "2021-02-28", 12),
        ("2020-01-01", "2020-01-16", 15 / 31),
    ],
)
def test_short_months(start: str, end: str, months: float) -> None:
    assert months_between(pd.Timestamp(start), pd.Timestamp(end)) == pytest.approx(months)
