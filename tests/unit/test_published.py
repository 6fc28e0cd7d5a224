"""What a disclosure policy lets a function that makes a table show: all of it, a part, or words."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
import pytest
from charts_sample import made_retention
from qualitative_sample import made_material

from trailblazer.findings.policy import NONE, POLICIES
from trailblazer.present import curves, published, tables
from trailblazer.present.exhibit import Table, Withdrawn
from trailblazer.present.withheld import MARK, Withheld, any_withheld

SITES = pd.DataFrame({"site": ["A", "B", "C"], "asked": [40, 30, 3]})
CAPTION = "Interviews (filled dots), by site; a dot is one. Base: 73 interviews."


@pytest.fixture(autouse=True)
def threshold() -> Iterator[None]:
    published.use(POLICIES["threshold_10"])
    yield
    published.use(NONE)


def as_table(data: pd.DataFrame) -> Table:
    return Table(data.map(str), CAPTION, data=data)


def test_a_table_keeps_the_place_of_what_is_withheld() -> None:
    shown = published.obeying(lambda rows: as_table(rows))(SITES)
    assert isinstance(shown, Table)
    assert list(shown.frame["asked"]) == ["40", MARK, MARK]


def test_what_shows_nothing_of_what_may_be_told_is_not_said_to_have_no_data() -> None:
    def only_whole(rows: pd.DataFrame) -> Table | None:
        return None if any_withheld(rows) else as_table(rows)

    shown = published.obeying(only_whole)(SITES)
    assert isinstance(shown, Withdrawn)
    assert shown.caption == "Interviews, by site"
    assert shown.data is not None
    assert [isinstance(cell, Withheld) for cell in shown.data["asked"]] == [False, True, True]


def test_what_has_nothing_to_show_at_all_stays_nothing() -> None:
    assert published.obeying(lambda rows: None if len(rows) else as_table(rows))(SITES) is None


def test_a_number_that_went_missing_on_the_way_is_shown_as_withheld() -> None:
    shown = published.obeying(lambda rows: as_table(rows.astype({"asked": float})))(SITES)
    assert isinstance(shown, Withdrawn)
    assert shown.data is not None
    assert not shown.data.map(lambda cell: cell != cell and not isinstance(cell, Withheld)).any(
        axis=None
    )


def test_a_name_with_a_number_in_it_is_not_told() -> None:
    def named(rows: pd.DataFrame) -> Table | None:
        return None if any_withheld(rows) else Table(rows, f"{rows['asked'].iloc[2]} of site C.")

    shown = published.obeying(named)(SITES)
    assert isinstance(shown, Withdrawn)
    assert (shown.caption, shown.data) == ("", None)


def test_a_total_is_of_the_data_and_not_of_what_is_shown() -> None:
    """Eight interviews of which every group is withheld are about ten, and never none."""
    published.use(POLICIES["nhs_england"])
    heard = made_material(*["mhst_staff"] * 4, *["voluntary"] * 4)
    shown = tables.sources_by_group(heard)
    assert isinstance(shown, Table)
    assert list(shown.frame["Interviews"]) == [MARK, MARK, "10"]
    assert shown.caption.endswith(published.ROUNDED)


@pytest.mark.parametrize("name", ["nhs_england", "threshold_10"])
@pytest.mark.parametrize(("people", "leaving"), [(30, 0.6), (61, 0.5), (150, 0.5), (400, 0.3)])
def test_a_curve_says_of_a_month_what_the_sentence_says(
    name: str, people: int, leaving: float
) -> None:
    policy, found = POLICIES[name], made_retention(people, leaving=leaving)
    told, sentence = curves.coarse(found, policy).curve, policy.estimate(found.survival)
    at = told[(told["years"] - 1).abs() < 1e-6]
    for row in at.to_dict("records"):
        assert sentence.value is not None
        assert row["survival"] == pytest.approx(sentence.value, abs=0.005)
        assert (row["low"], row["high"]) == pytest.approx((sentence.low, sentence.high), abs=0.011)
    for _, row in told.iterrows():  # every row is true of its month
        exact = found.curve[found.curve["years"] <= row["years"] + 1e-9]["survival"].iloc[-1]
        assert row["survival"] >= round(exact, 2)
    assert told["survival"].is_monotonic_decreasing
    assert (told["low"].fillna(0) <= told["survival"]).all()
