"""Intervals against published tables."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import expit, logit
from scipy.stats import chi2

from trailblazer.estimates.intervals import byar, exact, of_balance, wilson

# Newcombe (1998), Statistics in Medicine 17, table I: methods 3 (Wilson) and 5 (Clopper-Pearson).
NEWCOMBE = [
    (81, 263, (0.2553, 0.3662), (0.2527, 0.3676)),
    (15, 148, (0.0624, 0.1605), (0.0578, 0.1617)),
    (0, 20, (0.0000, 0.1611), (0.0000, 0.1684)),
    (1, 29, (0.0061, 0.1718), (0.0009, 0.1776)),
]


@pytest.mark.parametrize(("count", "of", "score", "tail"), NEWCOMBE)
def test_newcombe(
    count: int, of: int, score: tuple[float, float], tail: tuple[float, float]
) -> None:
    assert wilson(count, of, level=0.95) == pytest.approx(score, abs=5e-5)
    assert exact(count, of, level=0.95) == pytest.approx(tail, abs=5e-5)


@pytest.mark.parametrize("count", [10, 25, 100, 1000])
def test_byar_is_within_two_thousandths_of_exact(count: int) -> None:
    exact_low, exact_high = chi2.ppf(0.025, 2 * count) / 2, chi2.ppf(0.975, 2 * count + 2) / 2
    assert byar(count, level=0.95) == pytest.approx((exact_low, exact_high), rel=2e-3)


def test_byar_of_none_starts_at_none() -> None:
    low, high = byar(0, level=0.95)
    assert low == 0
    assert high == pytest.approx(3.69, rel=0.02)


@pytest.mark.parametrize(("value", "reach"), [(0.4, 0.13), (-0.7, 0.1), (0.0, 0.2)])
def test_a_balance_has_the_limits_of_a_share_on_the_logit_scale(value: float, reach: float) -> None:
    way = (1 + value) / 2
    scaled = reach / 2 / (way * (1 - way))
    ends = 2 * expit(logit(way) + np.array([-1, 1]) * scaled) - 1
    assert of_balance(value, reach) == pytest.approx(tuple(ends))


def test_a_balance_at_its_end_keeps_its_reach() -> None:
    assert of_balance(1.0 + 1e-16, 0.1) == (0.9, 1.0)
    assert of_balance(-1.0, 0.0) == (-1.0, -1.0)
