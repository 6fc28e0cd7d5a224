"""Remote work: months by hand, models with robust errors beside the bootstrap, phases against R."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from tests.statistics.made import Tables, survey, typed
from tests.statistics.oracles import recorded
from trailblazer.estimates.delivery import Delivery, delivery
from trailblazer.estimates.kept import Kept, kept_by_phase
from trailblazer.estimates.phase_gap import PhaseGap, phase_gap
from trailblazer.estimates.sides import compared
from trailblazer.estimates.team_months import by_month, team_months, windows

KNOWN = recorded("phases")
EVENT, MONTHS = "2020-03-23", 3
SPAN = [str(month) for month in pd.period_range("2019-12", "2021-06", freq="M")]


def returns(rows: list[tuple[str, str, str, str, int | None]]) -> pd.DataFrame:
    """Contacts by team, month, mode and phase; ``None`` for a count that was not returned."""
    names = ["team_id", "month", "mode", "phase", "contacts"]
    return typed("contacts", pd.DataFrame(rows, columns=names).to_dict("series"))


def teams_of(*began: str | None, per_site: int = 1) -> pd.DataFrame:
    return typed(
        "teams",
        {
            "team_id": [f"T{i:02d}" for i in range(len(began))],
            "site_id": [f"S{i // per_site:02d}" for i in range(len(began))],
            "operational_date": pd.to_datetime(pd.Series(began, dtype="str")),
        },
    )


def drawn_returns(sites: int = 30) -> Tables:
    """Two teams a site whose remote share rises and whose contacts in special schools fall."""
    rng = np.random.default_rng(5)
    rows: list[tuple[str, str, str, str, int | None]] = []
    for team in range(2 * sites):
        size = rng.uniform(20, 60)
        for month in SPAN:
            closed = "2020-03" < month < "2020-09"
            remote = rng.beta(18, 2) if closed else rng.beta(2, 18)
            for phase, part, kept in (("primary", 0.8, 0.9), ("special", 0.2, 0.4)):
                total = size * part * (kept if closed else 1) * rng.uniform(0.6, 1.4)
                for mode, share in (("in_person", 1 - remote), ("video", remote)):
                    count = int(rng.poisson(total * share))
                    rows.append((f"T{team:02d}", month, mode, phase, count))
    return {
        "contacts": returns(rows),
        "teams": teams_of(*["2019-09-02"] * 2 * sites, per_site=2),
    }


@pytest.fixture(scope="module")
def made() -> Tables:
    return drawn_returns()


@pytest.fixture(scope="module")
def found(made: Tables) -> Delivery:
    return delivery(**made, lockdown=EVENT, months=MONTHS, resamples=4000, seed=1)


@pytest.fixture(scope="module")
def long(made: Tables) -> pd.DataFrame:
    """A row for each team and side, with what the models need."""
    own = windows(EVENT, MONTHS)
    pairs = compared(team_months(**made), own.before, own.after)
    names = ["remote", "contacts", "weekdays"]
    sides = [
        pairs[["site_id", *(f"{n}_{side}" for n in names)]]
        .set_axis(["site_id", *names], axis=1)
        .assign(after=float(side))
        for side in (0, 1)
    ]
    return pd.concat(sides, ignore_index=True)


def test_the_rise_equals_a_linear_model_with_errors_clustered_by_site(
    found: Delivery, long: pd.DataFrame
) -> None:
    model = sm.WLS(
        long["remote"] / long["contacts"], sm.add_constant(long["after"]), weights=long["contacts"]
    ).fit(cov_type="cluster", cov_kwds={"groups": pd.factorize(long["site_id"])[0]}, use_t=True)
    assert found.rise.value == pytest.approx(model.params["after"], abs=1e-12)
    assert found.before.value == pytest.approx(model.params["const"], abs=1e-12)
    assert (found.rise.low, found.rise.high) == pytest.approx(
        tuple(model.conf_int().loc["after"]), abs=0.005
    )


def test_contacts_kept_up_equal_a_poisson_model_with_errors_clustered_by_site(
    found: Delivery, long: pd.DataFrame
) -> None:
    model = sm.GLM(
        long["contacts"], sm.add_constant(long["after"]), family=sm.families.Poisson(),
        offset=np.log(long["weekdays"]),
    ).fit(cov_type="cluster", cov_kwds={"groups": pd.factorize(long["site_id"])[0]})  # fmt: skip
    assert found.kept.value == pytest.approx(math.exp(model.params["after"]), abs=1e-8)
    ends = np.exp(model.conf_int().loc["after"].to_numpy())
    assert (found.kept.low, found.kept.high) == pytest.approx(tuple(ends), abs=0.015)


def test_each_phase_lies_beside_all_the_others(made: Tables, found: Delivery) -> None:
    kept = kept_by_phase(**made, lockdown=EVENT, months=MONTHS, resamples=500, seed=1)
    rows = kept.phases.set_index("phase")
    assert list(rows.index) == ["special", "primary"]
    ratio = rows.loc["special", "after"] / rows.loc["special", "baseline"]
    other = rows.loc["primary", "after"] / rows.loc["primary", "baseline"]
    assert rows["beside"].tolist() == pytest.approx([ratio / other, other / ratio])
    assert kept.lowest.value == pytest.approx(ratio / other)
    assert kept.lowest.high is not None
    # Of two phases compared the lower is judged at 97.5%, so its limits lie further out.
    assert kept.lowest.high > rows.loc["special", "beside_high"]
    whole = rows["after"].sum() / rows["baseline"].sum()
    # There are 65 weekdays on either side, so weekdays change nothing here.
    assert found.kept.value == pytest.approx(whole)
    assert found.otherwise["kept_per_month"].value == pytest.approx(whole)


def test_months_are_counted_by_hand() -> None:
    assert windows(EVENT, 2).before == ("2020-01", "2020-02")
    assert windows(EVENT, 2).after == ("2020-04", "2020-05")
    assert windows(EVENT, 2).later == ("2021-04", "2021-05")
    contacts = returns(
        [
            ("T00", "2020-01", "in_person", "primary", 9),  # the month in which it began
            ("T00", "2020-02", "in_person", "primary", 6),
            ("T00", "2020-02", "video", "primary", 2),
            ("T00", "2020-04", "video", "primary", 0),  # returned, and none
            ("T01", "2020-02", "in_person", "primary", None),  # not returned
            ("T01", "2020-02", "video", "primary", 5),
            ("T01", "2020-04", "telephone", "primary", 4),
        ]
    )
    due = team_months(contacts, teams_of("2020-01-20", None, "2020-03-02", None))
    made = due.set_index(["team_id", "month"])
    # T01 has no date, so it began in its first month; T03 has no date and no row: all months due.
    months = due.groupby("team_id")["month"].agg(list).to_dict()
    assert months == {
        "T00": ["2020-02", "2020-03", "2020-04"], "T01": ["2020-03", "2020-04"],
        "T02": ["2020-04"], "T03": ["2020-01", "2020-02", "2020-03", "2020-04"],
    }  # fmt: skip
    assert made.loc[("T00", "2020-02"), ["contacts", "remote", "weekdays"]].tolist() == [8, 2, 20]
    assert not made.loc[("T00", "2020-03"), "returned"]
    assert made.loc[("T00", "2020-04"), "returned"]
    rows = by_month(contacts, due).set_index("month")
    assert rows.loc["2020-04", ["due", "returned", "contacts"]].tolist() == [4, 2, 4]
    assert rows.loc["2020-04", "per_weekday"] == pytest.approx(4 / (2 * 22))
    assert math.isnan(rows.loc["2020-03", "remote_share"])


def test_a_hole_in_a_return_and_a_team_that_came_later_tilt_nothing(made: Tables) -> None:
    contacts, teams = made["contacts"].copy(), made["teams"].copy()
    hole = contacts.index[(contacts["team_id"] == "T00") & (contacts["month"] == "2020-05")][0]
    contacts.loc[hole, "contacts"] = pd.NA
    teams.loc[1, "operational_date"] = pd.Timestamp("2020-04-20")
    found = delivery(contacts, teams, lockdown=EVENT, months=MONTHS, resamples=99, seed=1)
    whole = team_months(contacts, teams)
    own = compared(whole, found.windows.before, found.windows.after).set_index("team_id")
    assert own.loc["T00", "months_1"] == MONTHS - 1
    assert "T01" not in own.index
    assert found.compared.value == pytest.approx(59 / 60)
    assert found.began_since.value == 1
    assert found.coverage_after.n == 60 * MONTHS - 1
    assert found.coverage_after.value == pytest.approx(1 - 1 / found.coverage_after.n)


def test_other_choices_are_other_numbers(found: Delivery) -> None:
    for name in ("rise", "kept"):
        tried = found.otherwise.items()
        other = [e.value for k, e in tried if k.startswith(name) and k != "kept_per_month"]
        same = found.evidence[f"{name}_teams"].value
        assert same == pytest.approx(found.evidence[name].value)
        assert len({round(v or 0, 9) for v in other}) == len(other)
    assert found.mostly_remote.value == 1


def test_phases_of_settings_equal_r() -> None:
    found: PhaseGap = phase_gap("made-up", **survey())
    rows = found.phases.set_index("phase")
    assert set(rows.index) == set(KNOWN["phases"])
    for phase, known in KNOWN["phases"].items():
        row = rows.loc[phase]
        assert row["gap"] == pytest.approx(known["value"], abs=1e-8)
        assert (row["low"], row["high"]) == pytest.approx((known["low"], known["high"]), abs=1e-6)
        assert row["n"] == known["n"]
    lowest = found.lowest
    assert lowest.value == pytest.approx(KNOWN["lowest"]["value"], abs=1e-8)
    assert lowest.low == pytest.approx(KNOWN["lowest"]["low"], abs=1e-6)
    assert lowest.high == pytest.approx(KNOWN["lowest"]["high"], abs=1e-6)
    assert lowest.n == KNOWN["n"]
    assert lowest.note == f"{rows['gap'].idxmin()}, of {len(rows)} compared"


def test_phases_with_few_answers_or_teams_are_not_compared(made: Tables) -> None:
    assert phase_gap("made-up", fewest=200, **survey()).lowest.note
    few: Kept = kept_by_phase(
        **made, lockdown=EVENT, months=MONTHS, fewest=100, resamples=99, seed=1
    )
    assert few.lowest.value is None
    assert few.phases["low"].isna().all()
    assert few.phases["kept"].notna().all()


def test_answers_that_all_agree_have_no_limits_to_lean_on() -> None:
    tables = survey()
    tables["survey_answers"] = tables["survey_answers"].assign(answer="agree")
    found = phase_gap("made-up", **tables)
    assert found.lowest.value == pytest.approx(0)
    assert not found.lowest.has_interval
