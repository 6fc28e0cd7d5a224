"""What is planted is found again: intervals hold the truth about as often as they say.

``python -m benchmarks.recovery`` measures every estimate in many sets; here are the quick ones in
few. Of 40 truths an interval of 95% holds at least 32 but for two times in 100,000; one half as
wide holds so many one time in 20.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from benchmarks.recovering.measure import Row, Truth, measured, planted
from benchmarks.recovering.page import as_page
from benchmarks.recovering.subject import How, make, recipe_of
from benchmarks.recovering.summary import (
    HOLDS,
    NARROW,
    ON_PURPOSE,
    WIDE,
    as_document,
    reading,
    summarise,
)
from benchmarks.recovering.surveys import FAMILIES, TABLES, Invited
from trailblazer.estimates.survey import likert

QUICK = ("time use", "referrals", "staff", "involvement")
SETS, FEWEST = 40, 32
ITEMS = {"settings": "confidence-staff", "key_informants": "gap"}


@pytest.fixture(scope="module")
def truth() -> Truth:
    return planted(QUICK, sets=60, jobs=1, tell=str)


@pytest.fixture(scope="module")
def rows(truth: Truth) -> list[Row]:
    seeds = range(1000, 1000 + SETS)
    return measured(seeds, QUICK, truth, How(resamples=299), jobs=1, tell=str)


@pytest.fixture(scope="module")
def answers() -> list[Row]:
    """One item of each survey: the weighted share agreeing, beside that of all invited."""
    recipe, found = recipe_of(), []
    for seed in range(1000, 1000 + SETS):
        made = make(recipe, seed, FAMILIES)
        for population, claim in ITEMS.items():
            everybody = Invited(made, population)
            tables = {name: everybody.tables[name] for name in TABLES}
            agree = likert(claim, population=population, **tables).agree
            true = everybody.answers(claim, everybody.latest)["agree"].mean()
            row = ("surveys", claim, "", "", agree.value, agree.low, agree.high, float(true))
            found.append(Row(*row))
    return found


def narrowed(rows: Sequence[Row]) -> list[Row]:
    """The same estimates with intervals half as wide."""
    return [
        replace(row, low=(row.low + row.value) / 2, high=(row.high + row.value) / 2) for row in rows
    ]


def held(rows: Sequence[Row], truth: Truth) -> dict[str, int]:
    known = replace(truth, errors={**truth.errors, "surveys": {}})
    return {line.name: line.held for line in summarise(rows, known)}


@pytest.mark.slow
def test_intervals_hold_what_was_planted(rows: list[Row], truth: Truth) -> None:
    found = held(rows, truth)
    assert len(found) > 20
    assert {name: n for name, n in found.items() if n < FEWEST} == {}
    assert 0.93 < np.mean(list(found.values())) / SETS < 0.98


@pytest.mark.slow
def test_weighted_answers_hold_those_of_everybody_invited(answers: list[Row], truth: Truth) -> None:
    found = held(answers, truth)
    assert min(found.values()) >= FEWEST
    bias = [row.value - row.truth for row in answers]
    assert abs(np.mean(bias)) < 4 * np.std(bias) / np.sqrt(len(bias))


@pytest.mark.slow
def test_intervals_half_as_wide_are_found_out(
    rows: list[Row], answers: list[Row], truth: Truth
) -> None:
    found = held(narrowed([*rows, *answers]), truth)
    caught = [name for name, n in found.items() if n < FEWEST]
    assert len(caught) > 0.8 * len(found)
    assert np.mean(list(found.values())) / SETS < 0.8


@pytest.mark.parametrize(
    ("count", "wide", "said"),
    [(190, False, HOLDS), (180, False, HOLDS), (170, False, NARROW), (200, False, WIDE),
     (200, True, ON_PURPOSE)],
)  # fmt: skip
def test_a_coverage_is_read_with_the_number_of_seeds(count: int, wide: bool, said: str) -> None:
    assert reading(count, 200, wide=wide) == said


def test_the_page_says_what_the_figures_say() -> None:
    row = Row("time use", "direct", "all such teams", "", 0.5, 0.4, 0.6, 0.52)
    missed = replace(row, low=0.53)
    found = summarise([row, row, missed], Truth({}, {"time use": {"direct": 0.001}}, 10))
    assert (found[0].held, found[0].below, found[0].above) == (2, 1, 0)
    page = as_page(as_document(found, seeds=3, first=1, level=0.95, resamples=9, sets=10))
    assert "2 of 3" in page
    assert "0.520 ± 0.0010" in page
