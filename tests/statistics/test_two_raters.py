"""Kappa against R, its interval and that of alpha against leaving units out one by one."""

from __future__ import annotations

import krippendorff
import numpy as np
import pandas as pd
import pytest
from scipy.stats import t

from tests.statistics.made import typed
from tests.statistics.oracles import recorded
from trailblazer.estimates.assessors import assessor_agreement
from trailblazer.estimates.code_agreement import alpha, code_agreement
from trailblazer.estimates.two_raters import kappa_of, the_pair, two_raters

R = recorded("kappa")


def from_counts(counts: list[list[int]]) -> pd.DataFrame:
    """A row a unit and a column a rater, from a table of what one gave by what the other gave."""
    rows = [
        (str(i), str(j))
        for i, row in enumerate(counts)
        for j, times in enumerate(row)
        for _ in range(times)
    ]
    return pd.DataFrame(rows, columns=["x", "y"])


@pytest.mark.parametrize("name", R)
def test_kappa_is_that_of_r(name: str) -> None:
    counts = np.array(R[name]["counts"], dtype=float)
    assert kappa_of(counts) == pytest.approx(R[name]["kappa"], abs=1e-12)
    assert kappa_of(counts, ordered=True) == pytest.approx(R[name]["linear"], abs=1e-12)


# Not the table in which the code is rare: there large-sample limits are too narrow to compare with.
@pytest.mark.parametrize("name", ["two", "four"])
def test_the_jackknife_interval_is_near_the_asymptotic_one_of_r(name: str) -> None:
    counts = R[name]["counts"]
    found = two_raters(from_counts(counts), [str(i) for i in range(len(counts))]).kappa
    assert found.value == pytest.approx(R[name]["kappa"])
    assert found.low is not None
    reach = t.ppf(0.975, found.n - 1)
    assert (found.value - found.low) / reach == pytest.approx(R[name]["ase"], rel=0.1)


def test_the_interval_is_what_leaving_out_each_unit_gives() -> None:
    judged = from_counts(R["four"]["counts"])
    scale = ["0", "1", "2", "3"]
    found = two_raters(judged, scale, ordered=True).kappa
    each = [two_raters(judged.drop(index=i), scale, ordered=True).kappa.value for i in judged.index]
    error = np.sqrt((len(each) - 1) * np.var(each))
    assert found.value is not None
    assert found.low == pytest.approx(found.value - t.ppf(0.975, len(each) - 1) * error)


def test_alpha_and_its_interval_by_another_implementation() -> None:
    rng = np.random.default_rng(3)
    first = rng.random(80) < 0.4
    given = np.column_stack([first, first ^ (rng.random(80) < 0.1), first]).astype(float)
    given[rng.random((80, 3)) < 0.2] = np.nan
    judged = pd.DataFrame(given, columns=["x", "y", "z"])
    judged = judged[judged.notna().sum(axis=1) >= 2].reset_index(drop=True)
    found = alpha(judged, confidence_level=0.9)

    def other(rows: pd.DataFrame) -> float:
        values = rows.to_numpy().T
        return float(krippendorff.alpha(values, level_of_measurement="nominal"))

    each = [other(judged.drop(index=i)) for i in judged.index]
    error = np.sqrt((len(each) - 1) * np.var(each))
    assert found.value == pytest.approx(other(judged), abs=1e-12)
    assert found.low == pytest.approx(other(judged) - t.ppf(0.95, len(each) - 1) * error)


def test_limits_stay_within_what_the_figure_can_be() -> None:
    found = two_raters(from_counts([[30, 1], [0, 30]]), ["0", "1"]).kappa
    assert found.high == 1
    same = two_raters(from_counts([[3, 0], [0, 4]]), ["0", "1"]).kappa
    assert (same.value, same.low, same.high) == (1, 1, 1)


def test_no_variation_is_no_answer() -> None:
    pair = two_raters(from_counts([[9]]), ["0"])
    assert pair.same.value == 1
    assert pair.kappa.value is None
    assert "throughout" in pair.kappa.note


def test_the_two_with_most_units_in_common_are_compared() -> None:
    judged = pd.DataFrame(
        {"a": [1, None, None, 1.0], "b": [1, 1, 1, None], "c": [None, 1, 1.0, None]}
    )
    assert list(the_pair(judged).columns) == ["b", "c"]
    assert the_pair(judged[["a"]]).empty


CODES = typed(
    "codes",
    {
        "code_id": ["top", "rare", "often"],
        "parent_id": [None, "top", "top"],
        "name": ["Theme", "Rare", "Often"],
    },
)


def double_coded() -> pd.DataFrame:
    given = {"rare": [(1, 1)] * 3 + [(0, 0)] * 6 + [(1, 0)], "often": [(1, 1)] * 8 + [(0, 0)] * 2}
    rows = [
        (f"{code}-{i}", "I1", code, coder, bool(value))
        for code, pairs in given.items()
        for i, pair in enumerate(pairs)
        for coder, value in zip(("x", "y"), pair, strict=True)
    ]
    columns = ["unit_id", "source_id", "code_id", "coder_id", "applied"]
    frame = pd.DataFrame(rows, columns=columns).astype({"applied": "boolean"})
    return typed("double_codings", frame.to_dict("series"))


def test_agreement_by_code_and_theme() -> None:
    sources = typed("sources", {"source_id": ["I1", "I2"], "kind": ["interview", "interview"]})
    found = code_agreement(double_coded(), CODES, sources)
    rows = found.by_code.set_index("code_id")
    assert list(found.by_code["theme"].unique()) == ["Theme"]
    assert rows.loc["rare", ["units", "same"]].tolist() == [10, 0.9]
    assert rows.loc["rare", "prevalence"] == pytest.approx(7 / 20)
    assert rows.loc["rare", "kappa"] == pytest.approx((0.9 - 0.54) / 0.46)
    assert rows.loc["often", "kappa"] == 1
    assert found.by_theme["units"].tolist() == [20]
    assert found.overall.same.value == pytest.approx(19 / 20)
    assert found.by_theme["alpha"].iloc[0] == pytest.approx(found.alpha.value)
    assert found.double_coded.value == 0.5


def test_agreement_of_assessors_has_a_claim_for_its_unit() -> None:
    given = [("a", "high", "high"), ("b", "low", "moderate"), ("c", "low", "low")]
    rows = [
        {"claim_id": claim, "instrument": "confidence", "component": part, "assessor_id": who,
         "rating": rating}
        for claim, *ratings in given
        for who, rating in zip(("x", "y"), ratings, strict=True)
        for part in ("overall", "adequacy")
    ]  # fmt: skip
    judgements = typed("judgements", pd.DataFrame(rows).to_dict("series"))
    scale = ("high", "moderate", "low", "very_low")
    found = assessor_agreement(judgements, instrument="confidence", scale=scale, ordered=True)
    assert found.pair.same.value == pytest.approx(2 / 3)
    assert found.pair.same.n == 3
    counts = np.zeros((4, 4))
    for first, second in ((0, 0), (2, 1), (2, 2)):
        counts[first, second] += 1
    assert found.pair.kappa.value == pytest.approx(kappa_of(counts, ordered=True))
    none = assessor_agreement(judgements, instrument="convergence", scale=scale)
    assert none.pair.same.value is None
    assert none.alpha.value is None
