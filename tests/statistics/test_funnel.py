"""Funnels against R, metafor and the published test values of PHEindicatormethods."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import norm

from tests.statistics.made import supported
from tests.statistics.oracles import FOLDER, recorded
from trailblazer.estimates.funnel import (
    FEWEST,
    Funnel,
    between_variance,
    funnel,
    places,
    supported_by_site,
)

KNOWN = recorded("funnel")
# Events observed at a unit, and the expected events at which they lie on the lower and the upper
# 95% limit, then 99.8%: test values of PHEindicatormethods, "testdata_funnel_ratio_outputs".
PHE = [
    (100, (121.6268111, 81.36400699), (134.9243187, 71.92139974)),
    (313, (349.6678193, 279.2813414), (371.620029, 261.1643428)),
    (716, (770.4222128, 664.5083011), (802.60414, 636.1521174)),
]


def made() -> pd.DataFrame:
    """The made sites, in the order that R read them."""
    return pd.read_csv(FOLDER / "funnel.csv")


@pytest.fixture(scope="module")
def found() -> Funnel:
    return funnel(made())


def test_z_dispersion_and_spread_equal_r(found: Funnel) -> None:
    sites = found.sites.set_index("site_id").loc[made()["site_id"]]
    assert sites["z"].tolist() == pytest.approx(KNOWN["z"], abs=1e-9)
    assert sites["z_additive"].tolist() == pytest.approx(KNOWN["z_additive"], abs=1e-9)
    assert sites["z_widened"].tolist() == pytest.approx(
        np.asarray(KNOWN["z"]) / np.sqrt(KNOWN["phi"]), abs=1e-9
    )
    assert found.dispersion.value == pytest.approx(KNOWN["phi"], abs=1e-9)
    assert found.between_sites.value == pytest.approx(2 * np.sqrt(KNOWN["tau2"]), abs=1e-9)


def test_without_winsorising_the_spread_is_that_of_dersimonian_and_laird() -> None:
    dl = KNOWN["dl"]
    tau2 = between_variance(dl["q"] / dl["k"], np.asarray(dl["within"]))
    assert tau2 == pytest.approx(dl["tau2"], abs=1e-9)


@pytest.mark.parametrize(
    ("known", "column"),
    [("chance_95", "{}_95"), ("chance_998", "{}_998"), ("wide_998", "wide_{}_998")],
)
def test_limits_equal_r(found: Funnel, known: str, column: str) -> None:
    # R has the limits at the sites themselves; between its sizes the funnel is smooth.
    for end in ("low", "high"):
        drawn = found.limits[["pupils", column.format(end)]].to_numpy().T
        at_sites = np.interp(made()["pupils"], *drawn)
        assert at_sites == pytest.approx(KNOWN[known][end], rel=3e-3)


@pytest.mark.parametrize(("observed", "two", "three"), PHE)
def test_chance_is_close_to_that_of_fingertips(
    observed: int, two: tuple[float, float], three: tuple[float, float]
) -> None:
    for (low, high), level in ((two, 0.95), (three, 0.998)):
        reach = float(norm.ppf((1 + level) / 2)) / 2
        assert (np.sqrt(low) - reach) ** 2 == pytest.approx(observed, rel=0.015)
        assert (np.sqrt(high) + reach) ** 2 == pytest.approx(observed, rel=0.015)


def test_sites_that_differ_by_chance_are_not_widened_and_those_that_differ_are() -> None:
    rng = np.random.default_rng(3)
    pupils = np.full(40, 20_000.0)
    frame = pd.DataFrame({"site_id": [f"S{i:02d}" for i in range(40)], "pupils": pupils})
    alike = funnel(frame.assign(people=rng.poisson(600, 40).astype(float)))
    assert alike.dispersion.value is not None
    assert alike.dispersion.value < 1.3
    assert alike.beyond_998.value == 0
    differing = funnel(frame.assign(people=rng.poisson(600 * rng.lognormal(0, 0.2, 40)) * 1.0))
    assert differing.dispersion.value is not None
    assert differing.dispersion.value > 10
    assert differing.between_sites.value == pytest.approx(0.2, abs=0.06)
    assert (differing.beyond_998.value or 0) > 15
    assert (differing.unusual.value or 0) <= 1


def test_one_site_far_off_stands_out_in_spite_of_widening() -> None:
    pupils = pd.Series([20_000.0] * 25)
    people = pd.Series([600.0 + 30 * (-1) ** i for i in range(25)])
    people[7] = 1500.0
    found = funnel(pd.DataFrame({"site_id": pupils.index.astype(str), "people": people,
                                 "pupils": pupils}))  # fmt: skip
    assert found.unusual.value == 1
    assert found.sites["place_widened"].iloc[-1] == "high_998"


def test_places_are_at_the_limits_of_control_charts() -> None:
    z = np.array([0.0, 1.95, -1.97, 3.08, -3.1, 9.0])
    assert places(z) == ["inside", "inside", "low_95", "high_95", "low_998", "high_998"]


def test_few_sites_have_no_dispersion() -> None:
    found = funnel(made().head(FEWEST - 1))
    assert found.dispersion.value is None
    assert "too few sites" in found.dispersion.note
    assert found.rate.value == pytest.approx(
        1000 * made().head(4)["people"].sum() / made().head(4)["pupils"].sum()
    )


def test_everybody_supported_is_the_total_of_the_fullest_characteristic() -> None:
    tables = supported()
    people, pupils = tables["people_supported"], tables["population"]
    known = people[people["group"] != "black"].assign(characteristic="fsm")
    by_site = supported_by_site(pd.concat([people, known]), pupils).set_index("site_id")
    assert by_site["people"].to_dict() == people.groupby("site_id")["people"].sum().to_dict()
    assert by_site["pupils"].to_dict() == pupils.groupby("site_id")["people"].sum().to_dict()
