"""Time in post against R's survival package, a textbook, and real data with a known answer."""

from __future__ import annotations

import pandas as pd
import pytest

from tests.statistics.made import spells
from tests.statistics.oracles import recorded
from tests.statistics.physicians import END, PHYSICIANS, START, physicians_as_spells
from trailblazer.estimates.estimate import Estimate
from trailblazer.estimates.retention import Retention, retention
from trailblazer.estimates.staying import in_field_otherwise
from trailblazer.estimates.survival import followed_at, kaplan_meier, observed_spells

KNOWN = recorded("survival")
FROM, TO = pd.Timestamp("2019-09-01"), pd.Timestamp("2022-02-28")


def found(months: int = 12, table: pd.DataFrame | None = None) -> Retention:
    return retention(spells() if table is None else table, start=FROM, end=TO, months=months)


@pytest.mark.parametrize(("place", "years"), list(enumerate(KNOWN["times"])))
def test_survival_and_interval_equal_r(place: int, years: float) -> None:
    stay = found(months=round(12 * years))
    for estimate, known in (
        (stay.survival, KNOWN["delayed"]),
        (stay.ignoring_entry, KNOWN["ignoring"]),
    ):
        assert estimate.value == pytest.approx(known["survival"][place], abs=1e-9)
        assert estimate.low == pytest.approx(known["low"][place], abs=1e-9)
        assert estimate.high == pytest.approx(known["high"][place], abs=1e-9)


@pytest.mark.parametrize(("place", "years"), list(enumerate(KNOWN["times"])))
def test_incidence_equals_r(place: int, years: float) -> None:
    stay = found(months=round(12 * years))
    shares = {name: e.value for name, e in stay.incidence_at.items()}
    known = {name: values[place] for name, values in KNOWN["incidence"].items()}
    assert shares == pytest.approx(known, abs=1e-9)
    assert stay.survival.value is not None
    assert sum(known.values()) == pytest.approx(1 - stay.survival.value)


def test_leaver_rate_rests_on_person_years() -> None:
    rate = found().leaver_rate
    assert rate.value == pytest.approx(KNOWN["leavers"] / KNOWN["person_years"])
    assert rate.low is not None
    assert rate.low < KNOWN["leavers"] / KNOWN["person_years"]


def test_kaplan_meier_of_a_textbook() -> None:
    # Remission of leukaemia under 6-MP: Freireich and others (1963), in most textbooks.
    weeks = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
    relapse = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]
    steps = kaplan_meier(
        pd.DataFrame({"entry": 0.0, "exit": weeks, "left": pd.Series(relapse, dtype=bool)})
    )
    assert steps["years"].tolist() == [6, 7, 10, 13, 16, 22, 23]
    published = [0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448]
    assert steps["survival"].tolist() == pytest.approx(published, abs=5e-4)
    errors = [0.0764, 0.0869, 0.0963, 0.1068, 0.1141, 0.1282, 0.1346]
    assert steps["error"].tolist() == pytest.approx(errors, abs=5e-5)


@pytest.mark.skipif(not PHYSICIANS.exists(), reason="the real data are not on this machine")
def test_physicians_with_and_without_delayed_entry() -> None:
    stay = retention(physicians_as_spells(), start=START, end=END)
    numbers = (stay.survival.value, stay.survival.low, stay.survival.high)
    assert numbers == pytest.approx((0.902, 0.865, 0.929), abs=5e-4)
    assert stay.ignoring_entry.value == pytest.approx(0.956, abs=5e-4)
    assert stay.people.value == 812


def test_spells_are_seen_within_the_window_only() -> None:
    day = pd.Timestamp
    table = spells().iloc[:5].assign(
        start_date=[day("2019-01-01"), day("2019-01-01"), day("2020-01-01"), day("2021-12-01"),
                    day("2022-03-01")],
        end_date=[day("2019-08-31"), day("2020-01-01"), day("2020-01-01"), day("2022-04-01"), None],
    )  # fmt: skip
    seen = observed_spells(table, start=FROM, end=TO)
    # Gone before; in post at the start; left on the first day; still there at the cut-off; later.
    assert list(seen["staff_id"]) == list(table["staff_id"].iloc[1:4])
    assert seen["left"].tolist() == [True, True, False]
    assert (seen["entry"] > 0).tolist() == [True, False, False]
    assert (seen["exit"] > seen["entry"]).all()


def test_the_followed_at_a_time_have_entered_and_not_left() -> None:
    observed = pd.DataFrame({"entry": [0, 0, 0.5, 1.0], "exit": [0.4, 1.0, 2.0, 3.0]})
    assert [followed_at(observed, t) for t in (0, 0.5, 1.0, 1.5)] == [2, 1, 2, 2]


def test_nothing_is_claimed_about_months_nobody_was_followed_for() -> None:
    stay = found(months=60)
    assert stay.survival.value is None
    assert "60 months" in stay.survival.note
    assert stay.survival.n > 0


def test_nobody_leaving_keeps_an_interval() -> None:
    table = spells().assign(end_date=pd.NaT, exit_destination=None)
    stay = found(table=table)
    assert stay.survival.value == 1
    assert stay.survival.low is not None
    assert 0.5 < stay.survival.low < 1
    assert stay.incidence.empty
    assert stay.leaver_rate.value == 0


def test_months_that_nobody_was_seen_in_are_said() -> None:
    early = spells()[lambda s: s["start_date"] < FROM]
    assert "nobody was seen in their first" in found(months=18, table=early).survival.note


def test_the_curve_runs_from_all_to_the_end_of_following() -> None:
    curve = found().curve
    assert curve.iloc[0][["years", "survival"]].tolist() == [0, 1]
    observed = observed_spells(spells(), start=FROM, end=TO)
    assert curve["years"].iloc[-1] == observed["exit"].max()
    assert curve["survival"].is_monotonic_decreasing


@pytest.mark.parametrize("months", [9, 15])
def test_staying_read_at_another_time_is_put_at_the_pace_of_a_year(months: int) -> None:
    read, put = found(months=months).in_field, otherwise()[f"in_field_{months}"]
    for there, here in ((read.value, put.value), (read.low, put.low), (read.high, put.high)):
        assert there is not None
        # At a constant hazard the share still there falls by the same part in each month.
        assert here == pytest.approx(there ** (12 / months), abs=1e-12)


def test_staying_without_delayed_entry_is_that_of_spells_seen_from_their_first_day() -> None:
    table = spells()
    seen = table[table["end_date"].isna() | (table["end_date"] > FROM)]
    start = min(FROM, seen["start_date"].min())
    all_seen = retention(seen, start=start, end=TO).in_field
    known = otherwise()["in_field_from_day_one"]
    assert (known.value, known.low, known.high) == pytest.approx(
        (all_seen.value, all_seen.low, all_seen.high), abs=1e-12
    )


def otherwise() -> dict[str, Estimate]:
    return in_field_otherwise(spells(), start=FROM, end=TO)
