"""Draws keep to their target, and a family's draws are its own."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from trailblazer.data.synthesise import draws


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(1)


def test_codes_are_dealt_by_their_shares(rng: np.random.Generator) -> None:
    codes = draws.dealt(rng, {"a": 0.5, "b": 0.3, "c": 0.2}, 1000)
    counts = {code: int((codes == code).sum()) for code in "abc"}
    assert counts == pytest.approx({"a": 500, "b": 300, "c": 200}, abs=1)
    assert list(codes[:20]) != sorted(codes[:20])


def test_even_numbers_fall_one_in_each_part_of_the_range(rng: np.random.Generator) -> None:
    numbers = draws.even(rng, 50)
    assert sorted(np.floor(numbers * 50)) == list(range(50))


def test_spread_numbers_fill_the_range_over_any_stretch_of_rows(rng: np.random.Generator) -> None:
    numbers = draws.spread(rng, 200)
    for start in range(0, 180, 7):
        assert (numbers[start : start + 20] < 0.5).sum() in (9, 10, 11)


@pytest.mark.parametrize(("n", "k"), [(25, 5), (58, 3), (10, 10), (10, 0), (32, 18)])
def test_evenly_chooses_exactly_so_many(rng: np.random.Generator, n: int, k: int) -> None:
    chosen = np.flatnonzero(draws.evenly(rng, n, k))
    assert len(chosen) == k
    assert k < 2 or max(np.diff(chosen)) <= -(-n // k)


def test_a_total_is_apportioned_by_largest_remainder() -> None:
    # Hamilton's method with quotas of 4.70, 1.60, 1.59, 1.20, 0.60 and 0.31 of ten seats.
    weights = np.array([47, 16, 15.9, 12, 6, 3.1])
    assert list(draws.apportioned(weights, 10)) == [5, 2, 1, 1, 1, 0]


def test_raked_rows_add_up_and_columns_have_the_means(rng: np.random.Generator) -> None:
    rows = rng.random((55, 3)) * [5, 2, 1]
    rows[::4, 2] = 0
    raked = draws.raked(rows, np.array([0.6, 0.3, 0.1]))
    assert raked.sum(axis=1) == pytest.approx(np.ones(55))
    assert raked.mean(axis=0) == pytest.approx([0.6, 0.3, 0.1], abs=1e-9)
    assert (raked[::4, 2] == 0).all()


def test_a_step_holds_until_the_next_one() -> None:
    months = pd.Series(["2019-12", "2020-02", "2020-03", "2021-07"])
    steps = {"2020-03": 0.9, "2020-01": 0.2}
    assert list(draws.step(steps, months)) == [0.2, 0.2, 0.9, 0.9]


def test_days_lie_between_their_limits(rng: np.random.Generator) -> None:
    first, last = pd.Timestamp("2020-02-27"), pd.Timestamp("2020-03-02")
    days = draws.days_between(rng, first, last, 300)
    assert set(days) == set(pd.date_range(first, last))


def test_a_weekend_moves_back_to_friday() -> None:
    days = pd.Series(pd.date_range("2020-03-05", "2020-03-09"))
    moved = draws.weekdays(days).dt.strftime("%d").tolist()
    assert moved == ["05", "06", "06", "06", "09"]


def test_a_family_draws_the_same_whatever_other_families_do() -> None:
    alone = draws.generator(2018, "staff").random(3)
    draws.generator(2018, "places").random(100)
    assert list(draws.generator(2018, "staff").random(3)) == list(alone)
    assert list(draws.generator(2018, "places").random(3)) != list(alone)
    assert list(draws.generator(2019, "staff").random(3)) != list(alone)


def test_left_to_chance_nothing_is_kept_to_its_target() -> None:
    rng = draws.generator(2018, "staff", left_to_chance=True)
    counts = [(draws.dealt(rng, {"a": 0.5, "b": 0.5}, 100) == "a").sum() for _ in range(400)]
    # As many as a binomial count varies: a standard deviation of 5.
    assert np.std(counts) == pytest.approx(5, rel=0.15)
    assert np.mean(counts) == pytest.approx(50, abs=1)
    assert draws.evenly(rng, 58, 7).sum() == 7
    rows = draws.composed(rng, rng.random((9, 3)), np.array([0.6, 0.3, 0.1]))
    assert rows.sum(axis=1) == pytest.approx(np.ones(9))
    normal = np.array([-1.96, 0.0, 1.96])
    assert draws.ranked(rng, normal) == pytest.approx([0.975, 0.5, 0.025], abs=1e-3)


def test_ranks_are_even_whatever_the_normal_numbers(rng: np.random.Generator) -> None:
    assert list(draws.ranked(rng, np.array([-0.2, 3.0, 0.1]))) == pytest.approx(
        [5 / 6, 1 / 6, 1 / 2]
    )
