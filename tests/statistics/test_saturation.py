"""Saturation against every order tried by hand, and the roll-up of the material against counts."""

from __future__ import annotations

from itertools import permutations

import pandas as pd
import pytest

from tests.statistics.made import typed
from trailblazer.estimates.material import framework_by_group, material
from trailblazer.estimates.saturation import saturation

HELD = {"I1": "a", "I2": "ab", "I3": "c", "I4": "bcd", "I5": ""}
SOURCES = typed(
    "sources",
    {
        "source_id": [*HELD, "D1"],
        "kind": ["interview"] * 4 + ["focus_group", "document"],
        "level": ["site"] * 6,
        "group": ["mhst_staff", "mhst_staff", "cypmhs", "voluntary", "young_people", "cypmhs"],
        "date": pd.to_datetime(
            ["2020-01-04", "2020-01-02", "2020-01-03", None, "2020-01-01", None]
        ),
    },
)
CODINGS = typed(
    "codings",
    {
        "source_id": [s for s, codes in HELD.items() for _ in codes] + ["D1", "I1"],
        "code_id": [c for codes in HELD.values() for c in codes] + ["e", "a"],
    },
)


def test_new_codes_come_in_order_of_date() -> None:
    found = saturation(SOURCES, CODINGS, orders=50, seed=1)
    assert found.curve["new"].tolist() == [2, 1, 0, 1]
    assert found.curve["seen"].tolist() == [2, 3, 3, 4]
    assert (found.codes.value, found.last_new.value, found.once.value) == (4, 4, 1)


def test_the_mean_and_the_band_are_those_of_all_orders() -> None:
    coded = [codes for codes in HELD.values() if codes]
    seen = pd.DataFrame(
        [[len(set("".join(order[: n + 1]))) for n in range(4)] for order in permutations(coded)]
    )
    found = saturation(SOURCES, CODINGS, orders=4000, level=0.6, seed=1).curve
    assert found["expected"].tolist() == pytest.approx(seen.mean().tolist())
    assert found["low"].tolist() == seen.quantile(0.2).tolist()
    assert found["high"].tolist() == seen.quantile(0.8).tolist()


def test_the_same_seed_draws_the_same_orders() -> None:
    one, other = (saturation(SOURCES, CODINGS, orders=20, seed=4).curve for _ in range(2))
    pd.testing.assert_frame_equal(one, other)


def test_the_material_is_counted_by_level_and_group() -> None:
    participants = typed(
        "participants",
        {"age_band": ["11-13", "11-13", None], "direct_contact": [True, None, False]},
    )
    found = material(SOURCES, participants)
    counts = found.by_group.set_index("group")
    assert counts.loc["cypmhs", ["interview", "focus_group", "document"]].tolist() == [1, 0, 1]
    assert found.people.set_index("age_band").loc["11-13"].tolist() == [1, 0, 1]
    assert found.people["not_met"].sum() == 1


CODES = typed(
    "codes",
    {"code_id": ["t", "a"], "parent_id": [None, "t"], "name": ["Theme", "Code"]},
)


def framework() -> pd.DataFrame:
    return typed(
        "framework",
        {
            "source_id": ["I1", "I1", "I2", "I3", "I4", "D1"],
            "code_id": ["t", "a", "t", "t", "t", "t"],
            "stance": ["supports", "contradicts", "supports", "qualifies", None, "supports"],
        },
    )


def test_the_framework_is_rolled_up_to_groups_and_never_to_one_source() -> None:
    found = framework_by_group(framework(), CODES, SOURCES, smallest=2).set_index("group")
    assert found.loc["mhst_staff", ["asked", "sources", "supports", "contradicts"]].tolist() == [
        2, 2, 1, 1,
    ]  # fmt: skip
    # Three groups of one source each are taken together; the document is not counted.
    assert found.loc["rest", ["asked", "sources", "qualifies", "neutral"]].tolist() == [3, 2, 1, 1]
    assert len(found) == 2


def test_a_rest_that_is_too_small_is_left_out() -> None:
    found = framework_by_group(framework(), CODES, SOURCES.iloc[:3], smallest=2)
    assert found["group"].tolist() == ["mhst_staff"]
