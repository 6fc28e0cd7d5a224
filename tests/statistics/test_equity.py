"""Rates and rate ratios against R's metafor and a published worked example."""

from __future__ import annotations

import pandas as pd
import pytest
from scipy.stats import norm

from tests.statistics.made import Tables, supported, typed
from tests.statistics.oracles import recorded
from trailblazer.estimates.equity import Disparity, disparity
from trailblazer.estimates.intervals import wilson
from trailblazer.estimates.rate_ratio import mantel_haenszel

KNOWN = recorded("equity")


def found(tables: Tables) -> Disparity:
    return disparity(
        tables["people_supported"], tables["population"],
        characteristic="ethnicity", reference="white", resamples=499, seed=1,
    )  # fmt: skip


@pytest.mark.parametrize(("name", "known"), [("ratio", "crude"), ("ratio_adjusted", "adjusted")])
def test_pooled_ratio_equals_r(name: str, known: str) -> None:
    estimate, r = getattr(found(supported()), name), KNOWN[known]
    numbers = (estimate.value, estimate.low, estimate.high)
    assert numbers == pytest.approx((r["ratio"], r["low"], r["high"]), abs=1e-9)


def test_ratio_of_each_group_equals_r() -> None:
    ratios = found(supported()).ratios.set_index("group")
    for group in ("asian", "black", "mixed", "other"):
        for prefix, known in (("", "crude_each"), ("adjusted_", "adjusted_each")):
            r = KNOWN[known][group]
            value = "adjusted" if prefix else "ratio"
            row = ratios.loc[group, [value, f"{prefix}low", f"{prefix}high"]].tolist()
            assert row == pytest.approx([r["ratio"], r["low"], r["high"]], abs=1e-9)
    assert ratios["p_adjusted"].to_dict() == pytest.approx(KNOWN["p_adjusted"], abs=1e-9)


def test_rates_equal_r_and_intervals_are_close_to_exact() -> None:
    rates = found(supported()).rates
    assert rates["group"].iloc[0] == "white"
    for row in rates.itertuples():
        exact = KNOWN["exact_rates"][row.group]
        assert row.rate == pytest.approx(exact["rate"])
        assert (row.low, row.high) == pytest.approx((exact["low"], exact["high"]), rel=2e-3)


def test_british_doctors() -> None:
    # Coronary deaths and person-years of smokers and non-smokers by age: Doll and Hill (1966), as
    # worked in Rothman and in Stata's manual: 1.42, 95% interval 1.15 to 1.76.
    pooled = mantel_haenszel(
        events=pd.Series([32.0, 104, 206, 186, 102]),
        base=pd.Series([52407.0, 43248, 28612, 12663, 5317]),
        events_0=pd.Series([2.0, 12, 28, 28, 31]),
        base_0=pd.Series([18790.0, 10673, 5710, 2585, 1462]),
    )
    assert pooled.ratio == pytest.approx(1.424682, abs=1e-6)
    assert pooled.interval(0.95) == pytest.approx((1.154703, 1.757784), abs=1e-6)


def test_unknown_is_a_share_and_in_no_rate() -> None:
    tables = supported()
    before = found(tables)
    people = tables["people_supported"]
    extra = people[people["group"] == "white"].assign(group="unknown", people=10)
    after = found(tables | {"people_supported": pd.concat([people, extra], ignore_index=True)})
    total = int(people["people"].sum()) + 80
    assert after.unknown_share.value == pytest.approx(80 / total)
    assert after.ratio.value == before.ratio.value
    assert after.ratio.n == before.ratio.n == before.rates["people"].sum()
    pd.testing.assert_frame_equal(after.rates, before.rates)


def test_without_a_denominator_the_note_says_so() -> None:
    tables = supported()
    silent = found(tables | {"population": tables["population"].iloc[:0]})
    assert silent.ratio.value is None
    assert "no count of pupils by ethnicity" in silent.ratio_adjusted.note
    assert (silent.ratio.n, silent.need_differs) == (0, False)
    assert silent.unknown_share.n == tables["people_supported"]["people"].sum()


def test_a_group_not_listed_had_nobody_and_a_missing_count_is_left_out() -> None:
    tables = supported()
    people = tables["people_supported"]
    cell = (people["site_id"] == "S02") & (people["group"] == "black")
    number = int(people.loc[cell, "people"].iloc[0])
    full = found(tables).rates.set_index("group")
    unlisted = found(tables | {"people_supported": people[~cell]}).rates.set_index("group")
    assert unlisted.loc["black", "people"] == full.loc["black", "people"] - number
    assert unlisted.loc["black", "population"] == full.loc["black", "population"]
    withheld = people.assign(people=people["people"].mask(cell))
    missing = found(tables | {"people_supported": withheld}).rates.set_index("group")
    assert missing.loc["black", "people"] == full.loc["black", "people"] - number
    assert missing.loc["black", "population"] < full.loc["black", "population"]


@pytest.mark.parametrize("need", [1.0, 1.3])
def test_equal_need_is_said_and_changes_nothing(need: float) -> None:
    tables = supported()
    plain = found(tables | {"population": tables["population"].assign(relative_need=need)})
    assert plain.ratio_adjusted.value == pytest.approx(plain.ratio.value)
    assert "same need" in plain.ratio_adjusted.note
    assert not plain.need_differs
    assert found(tables).need_differs
    assert found(tables).ratio_adjusted.note == ""


def test_periods_add_up_people_but_not_pupils() -> None:
    tables = supported()
    twice = {
        name: pd.concat([t.assign(period="2020"), t.assign(period="2021")])
        for name, t in tables.items()
    }
    rates = found(twice).rates
    once = found(tables).rates
    assert rates["people"].tolist() == (2 * once["people"]).tolist()
    assert rates["population"].tolist() == once["population"].tolist()


def test_representation_is_of_known_groups() -> None:
    parts = found(supported()).representation
    assert parts["share_supported"].sum() == pytest.approx(1)
    assert parts["share_population"].sum() == pytest.approx(1)
    asian = parts.set_index("group").loc["asian"]
    assert asian["ratio"] == pytest.approx(asian["share_supported"] / asian["share_population"])


def test_shares_have_wilson_limits_and_ratios_those_of_drawn_sites() -> None:
    parts = found(supported()).representation.set_index("group").loc["asian"]
    total = found(supported()).rates["people"].sum()
    assert (parts["share_low"], parts["share_high"]) == wilson(
        int(parts["people"]), int(total), level=0.95
    )
    assert parts["low"] < parts["ratio"] < parts["high"]
    alone = found({k: t[t["site_id"] == "S01"] for k, t in supported().items()})
    assert alone.representation[["low", "high"]].isna().all(axis=None)


def test_the_lowest_ratio_has_limits_that_hold_for_all_groups_together() -> None:
    lowest = found(supported()).lowest
    each = KNOWN["adjusted_each"].values()
    reach = norm.ppf(1 - 0.05 / 2 / len(each)) / norm.ppf(0.975)
    limits = [
        (
            r["ratio"] * (r["low"] / r["ratio"]) ** reach,
            r["ratio"] * (r["high"] / r["ratio"]) ** reach,
        )
        for r in each
    ]
    assert lowest.value == pytest.approx(min(r["ratio"] for r in each), abs=1e-9)
    assert lowest.low == pytest.approx(min(low for low, _ in limits), abs=1e-9)
    assert lowest.high == pytest.approx(min(high for _, high in limits), abs=1e-9)


def test_only_the_groups_asked_for_are_taken_together() -> None:
    tables = supported()
    asian = disparity(
        tables["people_supported"], tables["population"], characteristic="ethnicity",
        reference=("none", "white"), compared=["asian"], resamples=99, seed=1,
    )  # fmt: skip
    r = KNOWN["adjusted_each"]["asian"]
    assert asian.reference == "white"
    assert asian.ratio_adjusted.value == pytest.approx(r["ratio"], abs=1e-9)
    assert asian.comparisons == 4
    assert (
        asian.ratio_adjusted.n == asian.rates.set_index("group")["people"][["asian", "white"]].sum()
    )


def test_half_the_difference_in_need_lies_between_none_and_all() -> None:
    d = found(supported())
    known = [e.value for e in (d.ratio_adjusted, d.ratio_half_need, d.ratio)]
    assert known == sorted(known, key=lambda value: value or 0)
    assert d.named("sen")["sen_ratio"] == d.ratio
    assert d.named()["lowest"] == d.lowest


def test_the_verdict_turns_at_the_need_that_is_said() -> None:
    tables = supported()
    d = found(tables)
    assert d.need_turns.value is not None
    assert d.ratio.high is not None
    assert d.need_turns.value == pytest.approx(d.ratio.high, rel=0.05)
    pupils = tables["population"]
    for times, below in ((0.999, False), (1.001, True)):
        need = pupils["group"].map(lambda g, t=times: 1.0 if g == "white" else t * turning(d))
        other = found(tables | {"population": pupils.assign(relative_need=need.astype(float))})
        assert other.ratio_adjusted.high is not None
        assert (other.ratio_adjusted.high < 1) == below
        assert other.need_turns.value == d.need_turns.value
        assert other.need_taken.value == pytest.approx(times * turning(d))


def turning(d: Disparity) -> float:
    assert d.need_turns.value is not None
    return d.need_turns.value


def test_without_rates_there_is_no_need_at_which_anything_turns() -> None:
    tables = supported()
    silent = found(tables | {"population": tables["population"].iloc[:0]})
    assert (silent.need_turns.value, silent.need_taken.value) == (None, None)
    people = tables["people_supported"]
    nobody = found(tables | {"people_supported": people.assign(people=0)})
    assert nobody.need_turns.value is None


def test_unknown_are_shared_out_within_their_site() -> None:
    # One site: 30 of 100 pupils of the group, 10 of 40 known; 20 more are of unknown group.
    people = {
        "site_id": "S01",
        "characteristic": "ethnicity",
        "group": ["white", "asian", "unknown"],
    }
    tables = {
        "people_supported": typed("people_supported", {**people, "people": [30, 10, 20]}),
        "population": typed(
            "population",
            {**people, "group": ["white", "asian", "asian"], "people": [70, 30, 30]},
        ).head(2),
    }
    d = found(tables)
    assert d.ratio.value == pytest.approx((10 / 30) / (30 / 70))
    # Like the others supported: 5 of the 20 are Asian, and nothing changes at a single site.
    assert d.ratio_as_known.value == pytest.approx(d.ratio.value)
    # Like the pupils: 6 of the 20 are Asian.
    assert d.ratio_as_pupils.value == pytest.approx((16 / 30) / (44 / 70))
    known, pupils = d.ratio_as_known, d.ratio_as_pupils
    assert known.high is not None
    assert known.low is not None
    assert pupils.high is not None
    assert pupils.low is not None
    assert known.high / known.low == pytest.approx(pupils.high / pupils.low)


def test_drawing_sites_again_keeps_the_ratio_and_widens_what_differs_between_sites() -> None:
    d = found(supported())
    drawn, usual = d.ratio_over_sites, d.ratio_adjusted
    assert drawn.value == usual.value
    assert drawn.low is not None
    assert drawn.high is not None
    assert drawn.low < (drawn.value or 0) < drawn.high


def test_nobody_supported_in_the_groups_has_no_interval() -> None:
    tables = supported()
    people = tables["people_supported"]
    none = people.assign(people=people["people"].where(people["group"] == "white", 0))
    zero = found(tables | {"people_supported": none})
    assert zero.ratio.value == 0
    assert not zero.ratio.has_interval
    assert zero.ratios["p_adjusted"].isna().all()
