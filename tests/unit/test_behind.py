"""The numbers behind a figure, as people read them."""

from __future__ import annotations

import pandas as pd
import pytest

from trailblazer.present import behind
from trailblazer.present.widths import NARROW, WIDE, both, fitting, inches

LABELS = {"nhs_other": "Other NHS", "agree": "Agree"}
FRAME = pd.DataFrame(
    {
        "share": [0.1234, 1.0], "low": [0.1, None], "high": [0.2, None], "n": [1234, 1],
        "rate": [3.14159, 2.0], "rate_low": [3.0, None], "group": ["nhs_other", "no_label"],
    }
)  # fmt: skip


def test_codes_become_words_shares_percentages_and_nothing_is_left_empty() -> None:
    text = behind.readable(FRAME, LABELS)
    assert list(text.columns) == [
        "Share", "Lower limit", "Upper limit", "Number answering", "Rate", "Rate, lower limit",
        "Group",
    ]  # fmt: skip
    first, second = text.to_numpy().tolist()
    assert first == ["12.3%", "10.0%", "20.0%", "1,234", "3.14", "3", "Other NHS"]
    assert second == [
        "100.0%", "not available", "not available", "1", "2", "not available", "No label",
    ]  # fmt: skip


def test_what_a_row_is_of_stands_first() -> None:
    table, note = behind.as_table(FRAME, LABELS)
    assert table.splitlines()[0].startswith(":::{results-table}")
    assert "* - Other NHS" in table
    assert ":right: 1 2 3 4 5 6" in table
    assert note == ""


@pytest.mark.parametrize(("rows", "shown"), [(30, 30), (31, 12), (500, 12)])
def test_a_long_table_is_cut_evenly_and_says_so(rows: int, shown: int) -> None:
    frame = pd.DataFrame({"months": range(rows), "teams": range(rows)})
    kept = behind.cut(frame)
    assert len(kept) == shown
    assert (kept["months"].iloc[0], kept["months"].iloc[-1]) == (0, rows - 1)
    note = behind.as_table(frame, {})[1]
    assert note == (
        "" if rows <= 30 else f"12 of {rows} rows, evenly spaced; the file holds them all."
    )


def test_only_the_drawing_for_phones_is_narrow() -> None:
    seen = []
    both(lambda: seen.append((inches(), fitting(30))))()
    assert seen == [(WIDE, 30)]  # nothing drawn, nothing to draw again
    assert NARROW < WIDE == inches()


def test_of_several_curves_each_keeps_its_first_and_last_row() -> None:
    frame = pd.DataFrame({"curve": ["a"] * 40 + ["b"] * 3, "months": [*range(40), *range(3)]})
    kept = behind.cut(frame).groupby("curve")["months"].agg(["first", "last", "size"])
    assert kept.to_numpy().tolist() == [[0, 39, 6], [0, 2, 3]]
