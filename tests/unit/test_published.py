"""What a disclosure policy lets a function that makes a table show: all of it, a part, or words."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
import pytest

from trailblazer.findings.policy import NONE, POLICIES
from trailblazer.present import published
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
