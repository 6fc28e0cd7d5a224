"""Krippendorff's alpha against his own example and another implementation."""

from __future__ import annotations

import krippendorff
import numpy as np
import pandas as pd
import pytest

from tests.statistics.made import typed
from trailblazer.estimates.agreement import (
    alpha_of,
    alpha_parts,
    double_coded_share,
    nominal_alpha,
)

# Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), example C: four observers.
EXAMPLE_C = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
    [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
]


def judged(seed: int, *, missing: float = 0.0) -> pd.DataFrame:
    """Two coders over sixty units and two codes, the second coder erring now and then."""
    rng = np.random.default_rng(seed)
    truth = rng.random(120) < 0.3
    second = truth ^ (rng.random(120) < 0.15)
    rows = pd.DataFrame(
        {
            "unit_id": np.tile(np.repeat([f"u{i:02d}" for i in range(60)], 2), 2),
            "source_id": "I1",
            "code_id": np.tile(["a", "b"], 120),
            "coder_id": np.repeat(["x", "y"], 120),
            "applied": np.concatenate([truth, second]),
        }
    )
    kept = rng.random(240) >= missing
    rows["applied"] = rows["applied"].astype("boolean").where(kept)
    return typed("double_codings", rows.to_dict("series"))


def test_krippendorffs_own_example() -> None:
    given = pd.DataFrame(EXAMPLE_C).T.stack()
    tally = pd.crosstab(given.index.get_level_values(0), given)
    parts = alpha_parts(tally).to_numpy(dtype=float)
    assert float(alpha_of(*parts.sum(axis=0))) == pytest.approx(0.743, abs=5e-4)


@pytest.mark.parametrize(("seed", "missing"), [(1, 0.0), (2, 0.2), (3, 0.2)])
def test_the_same_as_another_implementation(seed: int, missing: float) -> None:
    rows = judged(seed, missing=missing)
    found = nominal_alpha(rows, resamples=99, seed=1)
    table = rows.assign(unit=rows["unit_id"] + rows["code_id"]).pivot(
        index="coder_id", columns="unit", values="applied"
    )
    other = krippendorff.alpha(table.astype(float).to_numpy(), level_of_measurement="nominal")
    assert found.value == pytest.approx(other, abs=1e-12)


def test_interval_holds_the_value_and_repeats() -> None:
    found = nominal_alpha(judged(1), seed=5)
    assert found.low is not None
    assert found.value is not None
    assert found.high is not None
    assert found.low < found.value < found.high
    assert found == nominal_alpha(judged(1), seed=5)


def test_codes_can_be_chosen() -> None:
    rows = judged(1)
    one = nominal_alpha(rows, codes=["a"], resamples=99, seed=1)
    assert one.n == 60
    assert one.value == nominal_alpha(rows[rows["code_id"] == "a"], resamples=99, seed=1).value
    assert nominal_alpha(rows, codes=[], resamples=99, seed=1).value is None


def test_perfect_agreement_is_one_and_no_variation_is_no_answer() -> None:
    rows = judged(1)
    same = rows.groupby(["unit_id", "code_id"])["applied"].transform("first")
    found = nominal_alpha(rows.assign(applied=same), resamples=99, seed=1)
    assert (found.value, found.low, found.high) == (1, 1, 1)
    never = nominal_alpha(rows.assign(applied=False), resamples=99, seed=1)
    assert never.value is None
    assert "never varied" in never.note


def test_share_of_sources_coded_twice() -> None:
    sources = typed(
        "sources", {"source_id": ["I1", "I2", "D1"], "kind": ["interview", "interview", "document"]}
    )
    assert double_coded_share(judged(1), sources).value == 0.5
    one_coder = judged(1)[lambda rows: rows["coder_id"] == "x"]
    assert double_coded_share(one_coder, sources).value == 0
