"""Secondary suppression, attacked: whoever knows all totals cannot work a hidden count out.

The attack is written here anew, cell by cell from every total, and shares nothing with the module
that is attacked.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.optimize import linprog

from trailblazer.findings.policy import POLICIES
from trailblazer.findings.suppress import protect
from trailblazer.present import frames
from trailblazer.present.withheld import WITHHELD, Withheld

TEN = 10
TABLES = arrays(
    np.float64,
    st.tuples(st.integers(2, 6), st.integers(2, 5)),
    elements=st.integers(0, 60).map(float),
)


def _range(cells: np.ndarray, hidden: np.ndarray, at: int) -> float:
    """How far apart the least and the most are that the hidden cell ``at`` can be."""
    shape, size = cells.shape, cells.size
    known = ~hidden.ravel()
    rows = [np.arange(size) // shape[1] == i for i in range(shape[0])]
    columns = [np.arange(size) % shape[1] == j for j in range(shape[1])]
    equal = np.array([line.astype(float) for line in rows + columns])
    totals = np.array([cells.ravel()[line].sum() for line in rows + columns])
    limits = [(v, v) if k else (0, None) for v, k in zip(cells.ravel(), known, strict=True)]
    goal = np.zeros(size)
    goal[at] = 1.0
    least = linprog(goal, A_eq=equal, b_eq=totals, bounds=limits, method="highs")
    most = linprog(-goal, A_eq=equal, b_eq=totals, bounds=limits, method="highs")
    assert least.success
    assert most.success
    return float(-most.fun - least.fun)


@settings(max_examples=40, deadline=None)
@given(TABLES)
def test_no_hidden_count_can_be_pinned_down(cells: np.ndarray) -> None:
    hidden = protect(cells, TEN)
    assert hidden[(cells > 0) & (cells < TEN)].all()
    if cells.sum() < 4 * TEN:
        return  # so few in all that everything hidden is still nearly nothing
    for at in np.flatnonzero(hidden):
        narrow = _range(cells, hidden, int(at)) < TEN - 1e-6
        # Nothing more can be hidden where it would help: then a total of its own is small, or all
        # in its row and column is hidden.
        i, j = divmod(int(at), cells.shape[1])
        lines = [(hidden[i], cells[i]), (hidden[:, j], cells[:, j])]
        small = any(all_hidden.all() and line.sum() < TEN for all_hidden, line in lines)
        assert not narrow or small or (hidden[i].all() and hidden[:, j].all())


def test_one_small_count_takes_the_next_smallest_with_it() -> None:
    hidden = protect(np.array([[3.0], [40.0], [12.0], [0.0]]), TEN, rows=False)
    assert hidden[:, 0].tolist() == [True, False, True, False]


def test_a_small_row_of_a_long_table_takes_little_with_it() -> None:
    """What is added is hidden in the line that tells too much, and not all along another."""
    cells = np.full((27, 5), 500.0) + np.arange(27 * 5).reshape(27, 5)
    cells[0] = [111, 2, 3, 0, 0]
    cells[1] = [372, 17, 8, 4, 2]
    cells[2] = [1100, 53, 32, 9, 2]
    assert protect(cells, TEN).sum() <= 18


def test_nothing_is_hidden_where_nothing_is_small() -> None:
    assert not protect(np.array([[10.0, 40.0], [0.0, 11.0]]), TEN).any()


COUNTS = st.lists(st.tuples(st.integers(1, 300), st.integers(0, 300)), min_size=1, max_size=8)


@settings(deadline=None)
@given(COUNTS, st.sampled_from(["nhs_england", "threshold_10"]))
def test_a_table_lets_no_small_count_through(rows: list[tuple[int, int]], name: str) -> None:
    policy = POLICIES[name]
    exact = pd.DataFrame(
        {"asked": [a + b for a, b in rows], "reporting": [b for _, b in rows]}
    ).assign(share=lambda f: f["reporting"] / f["asked"])
    told = frames.publish(exact, policy)
    assert frames.faults(told, policy) == []
    for column in ("asked", "reporting"):
        for value, was in zip(told[column], exact[column], strict=True):
            assert isinstance(value, Withheld) or value >= policy.smallest or value == was == 0
    for at, value in enumerate(told["share"]):
        hidden = isinstance(told["reporting"].iloc[at], Withheld)
        assert not hidden or isinstance(value, Withheld)


def test_a_total_of_rows_that_belong_together_gives_nothing_away() -> None:
    exact = pd.DataFrame(
        {"contact": ["met"] * 3 + ["not"] * 3, "level": ["a", "b", "c"] * 2,
         "people": [20, 8, 0, 30, 5, 40]}
    )  # fmt: skip
    told = frames.publish(exact, POLICIES["threshold_10"])["people"]
    assert [isinstance(x, Withheld) for x in told] == [True, True, False, True, True, False]


def test_those_left_over_are_guarded_as_those_counted() -> None:
    exact = pd.DataFrame({"asked": [49, 22, 40], "supporting": [34, 13, 20]})
    told = frames.publish(exact, POLICIES["threshold_10"])["supporting"]
    assert [isinstance(x, Withheld) for x in told] == [False, True, True]


def test_a_total_of_those_known_gives_nothing_away() -> None:
    """Elsewhere the share is told of those whose employer is known."""
    exact = pd.DataFrame(
        {"employer": ["nhs", "school", "unknown", "student"], "people": [116, 12, 8, 2]}
    )
    told = frames.publish(exact, POLICIES["threshold_10"])["people"]
    assert [isinstance(x, Withheld) for x in told] == [False, True, True, True]


def test_limits_are_widened_and_hold_their_value() -> None:
    exact = pd.DataFrame(
        {"people": [852], "of": [14350], "share": [852 / 14350], "low": [0.0556], "high": [0.0634]}
    )
    told = frames.publish(exact, POLICIES["threshold_10"]).iloc[0]
    assert (told["low"], told["high"]) == (0.05, 0.07)
    assert told["low"] <= told["share"] <= told["high"]


def test_what_is_withheld_writes_itself_as_the_mark() -> None:
    assert (f"{WITHHELD}", f"{WITHHELD:,.0f}", str(WITHHELD)) == ("[c]", "[c]", "[c]")


@pytest.mark.parametrize("name", ["sites", "teams", "seats"])
def test_organisations_are_left_alone(name: str) -> None:
    exact = pd.DataFrame({name: [1, 2, 3], "share": [0.1, 0.2, 0.3]})
    assert frames.publish(exact, POLICIES["nhs_england"]).equals(exact)
