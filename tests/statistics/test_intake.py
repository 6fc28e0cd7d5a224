"""Training places counted by hand: what was not returned, and what could not yet be over."""

from __future__ import annotations

import pandas as pd
import pytest

from tests.statistics.made import typed
from trailblazer.estimates.intake import Intake, intake

END = pd.Timestamp("2021-06-30")
Row = tuple[str, str, int, int | None, int | None, int | None]
ROWS: list[Row] = [
    ("S01", "C1", 10, 50, 10, 8),
    ("S01", "C2", 2, 4, 1, 1),
    ("S02", "C1", 8, 40, 6, 6),
]


def found(*rows: Row) -> Intake:
    """Three sites; cohorts C1 and C2 are over at the cut-off and C3 is not."""
    names = ("site_id", "cohort_id", "places", "applications", "started", "completed")
    return intake(
        typed("training_intake", pd.DataFrame(list(rows), columns=list(names)).to_dict("series")),
        typed(
            "cohorts",
            {
                "cohort_id": ["C1", "C2", "C3"],
                "training_start": pd.to_datetime(["2019-01-07", "2020-01-06", "2021-01-04"]),
                "training_end": pd.to_datetime(["2019-12-20", None, "2021-12-17"]),
            },
        ),
        typed("sites", {"site_id": ["S01", "S02", "S03"]}),
        end=END,
    )


def values(*rows: Row) -> dict[str, float | None]:
    return {name: e.value for name, e in found(*rows).estimates.items()}


def test_places_and_people_are_added_up_over_sites() -> None:
    got = found(*ROWS).estimates
    assert (got["fill"].value, got["fill"].n) == (17 / 20, 20)
    assert (got["completion"].value, got["completion"].n) == (15 / 17, 17)
    assert got["completed_of_places"].value == 15 / 20
    assert got["applications"].value == 94 / 20
    assert got["coverage"].value == 2 / 3
    assert not any(e.has_interval for e in got.values())


def test_the_range_and_the_mean_of_sites() -> None:
    got = values(*ROWS)
    assert (got["fill_lowest"], got["fill_highest"]) == (6 / 8, 11 / 12)
    assert got["fill_alike"] == pytest.approx((6 / 8 + 11 / 12) / 2)
    assert (got["completion_lowest"], got["completion_highest"]) == (9 / 11, 1)


def test_the_first_intake_of_each_site() -> None:
    got = values(*ROWS)
    assert got["fill_first"] == 16 / 18
    assert got["completion_first"] == 14 / 16


def test_a_training_that_goes_on_counts_for_places_and_not_for_completion() -> None:
    got = values(*ROWS, ("S02", "C3", 5, 9, 5, 0))
    assert got["fill"] == 22 / 25
    assert got["completion"] == 15 / 17
    assert got["completed_of_places"] == 15 / 20


def test_what_was_not_returned_is_in_neither_part_of_a_share() -> None:
    got = values(*ROWS, ("S02", "C2", 5, None, None, None))
    assert got["fill"] == 17 / 20
    assert got["applications"] == 94 / 20
    only_starters = values(*ROWS, ("S02", "C2", 5, None, 5, None))
    assert only_starters["fill"] == 22 / 25
    assert only_starters["completion"] == 15 / 17


def test_frames_have_the_counts_of_sites_and_cohorts() -> None:
    got = found(*ROWS, ("S09", "C1", 5, 5, 5, 5))
    assert got.by_site.set_index("site_id")["places"].to_dict() == {"S01": 12, "S02": 8}
    assert got.by_cohort.set_index("cohort_id")["started"].to_dict() == {"C1": 16, "C2": 1}
    assert got.by_site["offers"].isna().all()
