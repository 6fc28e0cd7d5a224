"""No estimate takes a withheld count for zero: what rests on it is left out, and the note says so.

Each check is against the same table without the rows that the withheld count is a part of, and
against the table in which it is zero.
"""

from __future__ import annotations

import pandas as pd
import pytest

from trailblazer.data.suppression import status_column
from trailblazer.estimates.contact_growth import contact_growth, settings_reached
from trailblazer.estimates.equity import Disparity, disparity
from trailblazer.estimates.funnel import funnel, supported_by_site
from trailblazer.estimates.intake import intake
from trailblazer.estimates.partial import BECAUSE
from trailblazer.estimates.referral_flow import referral_flow
from trailblazer.estimates.team_months import team_months
from trailblazer.estimates.waits import waits

SITES = [f"S{n:02}" for n in range(1, 7)]
TEAMS = pd.DataFrame(
    {
        "team_id": [f"T{n:02}" for n in range(1, 7)],
        "site_id": SITES,
        "operational_date": pd.to_datetime(["2019-11-01"] * 6),
    }
)


def hide(table: pd.DataFrame, column: str, *rows: int) -> pd.DataFrame:
    """The table with the counts of some rows withheld, as a set is read."""
    at = table.index.isin(rows)
    return table.assign(
        **{
            column: table[column].mask(at),
            status_column(column): pd.Series("suppressed", index=table.index).where(at),
        }
    )


def zero(table: pd.DataFrame, column: str, *rows: int) -> pd.DataFrame:
    return table.assign(**{column: table[column].mask(table.index.isin(rows), 0)})


def counted(numbers: dict[str, tuple[int, ...]], period: str = "2020") -> pd.DataFrame:
    """Counts by ethnicity, a group each, over the sites."""
    rows = [
        (site, period, "ethnicity", group, number, 1.0, "made")
        for group, own in numbers.items()
        for site, number in zip(SITES, own, strict=True)
    ]
    names = ["site_id", "period", "characteristic", "group", "people", "relative_need"]
    frame = pd.DataFrame(rows, columns=[*names, "relative_need_source"])
    return frame.astype({"people": "Int64"})


PUPILS = counted({"white": (800,) * 6, "asian": (200,) * 6})
PEOPLE = counted(
    {
        "white": (40, 41, 42, 43, 44, 45),
        "asian": (20, 6, 7, 8, 9, 10),
        "unknown": (5, 5, 5, 5, 5, 5),
    }
)
HIDDEN = 6  # the count of Asian people at the first site


def compared(people: pd.DataFrame, pupils: pd.DataFrame = PUPILS) -> Disparity:
    return disparity(
        people, pupils, characteristic="ethnicity", reference="white", resamples=99, seed=1
    )


def test_rates_and_ratios_leave_the_group_out_at_the_site() -> None:
    found = compared(hide(PEOPLE, "people", HIDDEN))
    rest = PEOPLE.drop(index=HIDDEN)
    kept = compared(rest, PUPILS.drop(index=HIDDEN))
    assert found.rates.to_dict() == kept.rates.to_dict()
    assert found.ratio.value == kept.ratio.value
    assert found.ratio.value != compared(zero(PEOPLE, "people", HIDDEN)).ratio.value
    assert found.ratio.note == f"1 of 18 groups at sites was {BECAUSE}"


def test_parts_of_all_leave_out_the_site() -> None:
    found = compared(hide(PEOPLE, "people", HIDDEN))
    at = SITES[0]
    kept = compared(PEOPLE[PEOPLE["site_id"] != at], PUPILS[PUPILS["site_id"] != at])
    assert found.representation.to_dict() == kept.representation.to_dict()
    assert found.ratio_as_known.value == kept.ratio_as_known.value
    assert found.ratio_as_pupils.value == kept.ratio_as_pupils.value
    assert found.unknown_share.value == kept.unknown_share.value
    assert BECAUSE in found.unknown_share.note


def test_withheld_unknown_people_are_not_none() -> None:
    found = compared(hide(PEOPLE, "people", 12))
    assert found.ratio.value == compared(PEOPLE).ratio.value
    at = SITES[0]
    kept = compared(PEOPLE[PEOPLE["site_id"] != at], PUPILS[PUPILS["site_id"] != at])
    assert found.ratio_as_known.value == kept.ratio_as_known.value
    assert found.unknown_share.value == kept.unknown_share.value


@pytest.mark.parametrize("which", ["people", "pupils"])
def test_a_site_with_no_whole_total_is_not_on_the_funnel(which: str) -> None:
    people, pupils = PEOPLE, PUPILS
    if which == "people":
        people = hide(PEOPLE, "people", HIDDEN)
    else:
        pupils = hide(PUPILS, "people", HIDDEN)
    found = funnel(supported_by_site(people, pupils))
    at = SITES[0]
    kept = funnel(
        supported_by_site(PEOPLE[PEOPLE["site_id"] != at], PUPILS[PUPILS["site_id"] != at])
    )
    assert found.rate.value == kept.rate.value
    assert found.sites.to_dict() == kept.sites.to_dict()
    assert found.rate.note == f"1 of 6 sites was {BECAUSE}"


def test_a_total_by_another_characteristic_stands_in() -> None:
    by_sex = PEOPLE.groupby("site_id", as_index=False)["people"].sum()
    by_sex = by_sex.assign(period="2020", characteristic="sex", group="female")
    both = pd.concat([PEOPLE, by_sex], ignore_index=True)
    found = funnel(supported_by_site(hide(both, "people", HIDDEN), PUPILS))
    assert found.rate.value == funnel(supported_by_site(PEOPLE, PUPILS)).rate.value
    assert found.rate.note == ""


def referred() -> pd.DataFrame:
    rows = [
        (team, "2020-Q1", "between_services", outcome, number, 30.0)
        for team in TEAMS["team_id"]
        for outcome, number in (
            ("no_service", 4), ("signposted", 10), ("accepted_mhst", 6), ("specialist_accepted", 3),
        )
    ]  # fmt: skip
    names = ["team_id", "quarter", "need_band", "outcome", "referrals", "median_wait_days"]
    return pd.DataFrame(rows, columns=names).astype({"referrals": "Int64"})


def test_a_share_of_outcomes_needs_every_outcome() -> None:
    rows = referred()
    rows.loc[rows["team_id"] == "T01", "referrals"] += 5
    found = referral_flow(hide(rows, "referrals", 0), TEAMS, resamples=99)
    kept = referral_flow(rows[rows["team_id"] != "T01"], TEAMS, resamples=99)
    assert found.unserved.value == kept.unserved.value
    assert found.flows.to_dict() == kept.flows.to_dict()
    assert found.unserved.note == f"1 of 6 team-quarters by level of need was {BECAUSE}"
    # The return was made, though its numbers were withheld.
    assert found.coverage.value == 1.0


def test_a_wait_without_its_weight_is_not_compared() -> None:
    rows = referred()
    rows["median_wait_days"] += rows.index
    found = waits(hide(rows, "referrals", 2), TEAMS, resamples=99)
    kept = waits(rows[rows["team_id"] != "T01"], TEAMS, resamples=99)
    assert found.sooner.value == kept.sooner.value
    assert BECAUSE in found.sooner.note


def returned() -> pd.DataFrame:
    rows = [
        (team, f"{year}-{month:02}", "in_person", phase, 10)
        for team in TEAMS["team_id"]
        for year in (2020, 2021)
        for month in (1, 2)
        for phase in ("primary", "secondary")
    ]
    names = ["team_id", "month", "mode", "phase", "contacts"]
    return pd.DataFrame(rows, columns=names).astype({"contacts": "Int64"})


def test_a_month_with_a_withheld_count_is_no_total() -> None:
    due = team_months(hide(returned(), "contacts", 0), TEAMS)
    first = due[(due["team_id"] == "T01") & (due["month"] == "2020-01")]
    assert not first["returned"].any()
    assert first["contacts"].isna().all()
    grown = contact_growth(hide(returned(), "contacts", 0), TEAMS, months=2, resamples=99, seed=1)
    assert grown.ratio.value == 1.0
    assert grown.coverage.note == f"1 of 24 monthly returns was {BECAUSE}"


def test_whether_a_setting_is_reached_is_not_known() -> None:
    settings = pd.DataFrame(
        {
            "setting_id": ["E1", "E2", "E3"],
            "team_id": ["T01", "T01", "T02"],
            "phase": ["primary", "secondary", "primary"],
        }
    )
    rows = returned()
    own = rows[(rows["team_id"] == "T01") & (rows["phase"] == "primary")].index
    found = settings_reached(hide(rows, "contacts", *own), settings, months=2).settings
    assert (found.value, found.n) == (1.0, 2)
    assert found.note == f"1 of 3 settings was {BECAUSE}"
    assert settings_reached(zero(rows, "contacts", *own), settings, months=2).settings.n == 3
    # One known contact in the phase is enough.
    assert settings_reached(hide(rows, "contacts", own[-1]), settings, months=2).settings.n == 3


def test_intakes_with_a_withheld_count_are_in_neither_part() -> None:
    rows = pd.DataFrame(
        {
            "site_id": ["S01", "S01", "S02"],
            "cohort_id": ["C1", "C2", "C1"],
            "places": [10, 10, 10],
            "applications": [30, 30, 30],
            "offers": [9, 9, 9],
            "started": [3, 8, 10],
            "completed": [3, 8, 10],
            "in_post": [3, 8, 10],
        }
    )
    cohorts = pd.DataFrame(
        {
            "cohort_id": ["C1", "C2"],
            "training_start": pd.to_datetime(["2019-01-01", "2019-06-01"]),
            "training_end": pd.to_datetime(["2019-12-01", "2020-06-01"]),
        }
    )
    sites = pd.DataFrame({"site_id": ["S01", "S02"]})
    found = intake(hide(rows, "started", 0), cohorts, sites, end=pd.Timestamp("2021-01-31"))
    assert found.estimates["fill"].value == 18 / 20
    assert found.estimates["fill"].note == f"1 of 3 intakes was {BECAUSE}"
    by_site = found.by_site.set_index("site_id")
    assert pd.isna(by_site.loc["S01", "started"])
    assert by_site.loc["S01", "places"] == 20
    assert by_site.loc["S02", "started"] == 10
