"""Shares of team time: the site bootstrap against R's boot, its coverage, and the centre."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import gmean

from tests.statistics.made import Tables, typed
from tests.statistics.oracles import FOLDER, recorded
from trailblazer.estimates.bootstrap import over_clusters
from trailblazer.estimates.time_use import FUNCTIONS, TimeUse, time_use

KNOWN = recorded("bootstrap")


def tables(direct: pd.DataFrame) -> Tables:
    """Teams with a share of direct support each, the rest split between two functions."""
    team_id = [f"T{i:02d}" for i in range(len(direct))]
    shares = {
        "direct_support": direct["share"],
        "whole_school": 0.6 * (1 - direct["share"]),
        "advice_liaison": 0.4 * (1 - direct["share"]),
    }
    rows = [
        {"team_id": team, "period": "2020-Q4", "function": function, "percent": 100 * share}
        for function, values in shares.items()
        for team, share in zip(team_id, values, strict=True)
    ]
    return {
        "time_use": typed("time_use", pd.DataFrame(rows).to_dict("series")),
        "teams": typed("teams", {"team_id": team_id, "site_id": direct["site_id"]}),
    }


@pytest.fixture(scope="module")
def made() -> Tables:
    return tables(pd.read_csv(FOLDER / "clusters.csv"))


@pytest.fixture(scope="module")
def found(made: Tables) -> TimeUse:
    return time_use(**made, resamples=50_000, seed=1)


def test_site_bootstrap_agrees_with_r(found: TimeUse) -> None:
    direct = found.shares["direct_support"]
    assert direct.value == pytest.approx(KNOWN["value"])
    # Two bootstraps draw different resamples: agreement to a tenth of a point is what to expect.
    assert direct.low == pytest.approx(KNOWN["low"], abs=0.001)
    assert direct.high == pytest.approx(KNOWN["high"], abs=0.001)


def test_the_difference_is_paired(found: TimeUse) -> None:
    # Direct minus 0.6 (1 - direct) is 1.6 direct - 0.6, so its interval is that of direct, moved.
    direct, more = found.shares["direct_support"], found.direct_minus_whole_school
    assert direct.low is not None
    assert direct.high is not None
    ends = (1.6 * direct.low - 0.6, 1.6 * direct.high - 0.6)
    assert (more.low, more.high) == pytest.approx(ends)
    assert more.unit == "points"


def test_same_seed_same_interval(made: Tables) -> None:
    first, again, other = (time_use(**made, resamples=99, seed=seed) for seed in (1, 1, 2))
    assert first.shares == again.shares
    assert first.shares["direct_support"].low != other.shares["direct_support"].low


def test_each_team_counts_once_whatever_its_periods(made: Tables) -> None:
    first = made["time_use"][made["time_use"]["team_id"] == "T00"]
    more = pd.concat(
        [made["time_use"], first.assign(period="2021-Q1"), first.assign(period="2021-Q2")]
    )
    before = time_use(**made, resamples=99, seed=1)
    after = time_use(more, made["teams"], resamples=99, seed=1)
    values = [e.value for e in after.shares.values()]
    assert values == pytest.approx([e.value for e in before.shares.values()])
    assert after.coverage.value == 1


def test_teams_are_ordered_by_direct_support(found: TimeUse) -> None:
    assert found.teams["direct_support"].is_monotonic_decreasing
    assert list(found.teams.columns) == ["team_id", *FUNCTIONS]
    assert found.teams[list(FUNCTIONS)].sum(axis=1).to_numpy() == pytest.approx(1)


def test_compositional_centre_is_the_closed_geometric_mean(found: TimeUse) -> None:
    parts = found.teams[list(FUNCTIONS[:3])].to_numpy()
    centre = gmean(parts) / gmean(parts).sum()
    values = [found.compositional[f].value for f in FUNCTIONS]
    assert values == pytest.approx([*centre, 0.0])


def test_zeros_do_not_empty_the_centre(made: Tables) -> None:
    one = made["time_use"].assign(
        percent=made["time_use"]["percent"].mask(
            (made["time_use"]["team_id"] == "T00")
            & (made["time_use"]["function"] == "whole_school"),
            0,
        )
    )
    found = time_use(one, made["teams"], resamples=99, seed=1)
    values = [e.value for e in found.compositional.values()]
    assert sum(v for v in values if v is not None) == pytest.approx(1)
    assert found.compositional["whole_school"].value > 0.1


def test_one_site_has_no_interval_over_sites(made: Tables) -> None:
    alone = time_use(made["time_use"], made["teams"].assign(site_id="S01"), resamples=99, seed=1)
    assert alone.shares["direct_support"].value == pytest.approx(KNOWN["value"])
    assert not alone.shares["direct_support"].has_interval


@pytest.mark.slow
def test_site_bootstrap_covers_the_truth() -> None:
    rng = np.random.default_rng(2019)
    simulations, covered = 1000, 0
    for seed in range(simulations):
        sizes = rng.integers(1, 5, size=25)
        means = 0.52 + rng.normal(0, 0.06, size=25) + rng.normal(0, 0.08 / np.sqrt(sizes))
        found = over_clusters(
            [means * sizes, sizes.astype(float)], np.divide, level=0.95, resamples=999, seed=seed
        )
        assert found is not None
        covered += found[0] <= 0.52 <= found[1]
    # Without the widening for few clusters it is 91%; over 3,000 simulations with it, 94%.
    assert 0.92 <= covered / simulations <= 0.97
