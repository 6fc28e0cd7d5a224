"""Who had a say: levels and seats counted by hand, answers by sector against R's survey package."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from tests.statistics.made import survey, typed
from tests.statistics.oracles import recorded
from trailblazer.estimates.bootstrap import over_clusters
from trailblazer.estimates.involvement import Involvement, by_level, involvement
from trailblazer.estimates.involvement_otherwise import otherwise
from trailblazer.estimates.seats import Seats, seats
from trailblazer.estimates.sectors import Sectors, by_sector

KNOWN = recorded("sectors")
SITES = typed("sites", {"site_id": ["S01", "S02", "S03"]})
DRAWN = {"resamples": 199, "seed": 1}
# Site, group, stage, planned, found.
CASES = [
    ("S01", "young_people", "design", "consulted", "none"),
    ("S01", "parents_carers", "design", "consulted", "consulted"),
    ("S01", "young_people", "governance", "led", "led"),
    ("S02", "young_people", "design", "informed", "led"),
    ("S02", "young_people", "delivery", "informed", "informed"),
    ("S02", "parents_carers", "delivery", None, "informed"),
    ("S03", "young_people", "design", "co_designed", "informed"),
    ("S03", "young_people", "delivery", "led", None),
    ("S09", "young_people", "design", "led", "led"),
]


def table(*cases: tuple[str | None, ...]) -> pd.DataFrame:
    names = ("site_id", "group", "stage", "intended", "achieved")
    columns = zip(*cases, strict=True) if cases else ((),) * len(names)
    return typed("involvement", dict(zip(names, map(list, columns), strict=True)))


def found(**choice: object) -> Involvement:
    return involvement(table(*CASES), SITES, **DRAWN, **choice)  # type: ignore[arg-type]


def test_cases_of_design_and_delivery_with_evidence_are_counted() -> None:
    own = found()
    assert (own.low.value, own.low.n) == (4 / 6, 6)
    assert (own.levels.value, own.largest.value) == (4, 3 / 6)
    assert (own.coverage.value, own.coverage.n) == (6 / 12, 12)
    assert (own.intended.value, own.intended.n) == (2 / 3, 3)
    assert not own.levels.has_interval


def test_each_case_is_set_beside_its_own_plan() -> None:
    own = found()
    assert (own.short.value, own.beyond.value, own.short.n) == (2 / 5, 1 / 5, 5)
    assert own.gap.value == pytest.approx(1 / 5)


def test_whole_sites_are_drawn_again() -> None:
    parts = [np.array([1.0, 2.0, 1.0]), np.array([2.0, 3.0, 1.0])]
    ends = over_clusters(parts, lambda a, b: a / b, level=0.95, resamples=199, seed=1)
    assert (found().low.low, found().low.high) == ends
    alone = involvement(table(*CASES[:3]), SITES[:1], **DRAWN)
    assert not alone.low.has_interval
    assert "one site" in alone.low.note


def test_other_ways_to_count_are_different_estimates() -> None:
    other = otherwise(table(*CASES), SITES, **DRAWN)
    assert {name: e.value for name, e in other.items() if not name.endswith("_every_stage")} == {
        "low_consulted": 5 / 6,
        "low_none": 1 / 6,
        "low_if_unknown": 4 / 7,
        "low_young_people": 3 / 4,
        "low_parents_carers": 1 / 2,
    }
    assert (other["low_every_stage"].value, other["coverage_every_stage"].n) == (4 / 7, 18)
    assert found(unknown_low=True).low.value == 5 / 7


def test_levels_are_shared_out_by_group_and_plan() -> None:
    rows = by_level(found().cases).set_index(["group", "when", "level"])
    assert rows.loc[("all", "achieved", "informed"), "cases"] == 3
    assert rows.loc[("parents_carers", "intended", "consulted"), "share"] == 1
    assert rows.groupby(["group", "when"])["share"].sum().to_numpy() == pytest.approx(1)


def test_plans_that_say_nothing_state_no_intention() -> None:
    silent = table(*[(*case[:3], None, case[4]) for case in CASES])
    own = involvement(silent, SITES, **DRAWN)
    assert (own.intended.value, own.gap.value, own.gap.n) == (0, None, 0)
    assert own.low.value == 4 / 6


def held(*rows: tuple[str, str, str, bool, bool | None]) -> Seats:
    """Site, body, sector, whether in the chair, whether with a vote."""
    names = ("site_id", "body_id", "sector", "chair", "voting")
    columns = zip(*rows, strict=True) if rows else ((),) * len(names)
    return seats(
        typed("governance_seats", dict(zip(names, map(list, columns), strict=True))), SITES
    )


SEATS = [
    ("S01", "B1", "nhs_mental_health", True, True),
    ("S01", "B1", "nhs_other", False, True),
    ("S01", "B1", "education", False, True),
    ("S01", "B1", "young_people", False, False),
    ("S02", "B2", "local_authority", True, True),
    ("S02", "B2", "nhs_other", False, True),
    ("S02", "B2", "education", False, None),
    ("S09", "B9", "education", True, True),
]


def test_seats_votes_and_chairs_are_counted_of_those_known() -> None:
    s = held(*SEATS)
    assert (s.nhs_seats.value, s.nhs_seats.n) == (3 / 7, 7)
    assert (s.nhs_votes.value, s.nhs_votes.n) == (3 / 5, 5)
    assert (s.nhs_chairs.value, s.nhs_chairs.n) == (1 / 2, 2)
    assert s.nhs_larger.value == 3 / 5
    assert s.mental_health_larger.value == 1 / 2
    assert (s.bodies.value, s.bodies.n) == (1, 2)
    assert s.coverage.value == 2 / 3
    rows = s.by_sector.set_index("sector")
    assert rows.loc["education"].to_list() == [2, 1, 0]
    assert list(rows.index[:2]) == ["nhs_mental_health", "nhs_other"]


def test_without_votes_on_record_the_chairs_stand_alone() -> None:
    s = held(*[(*row[:4], None) for row in SEATS])
    assert (s.nhs_votes.value, s.bodies.value) == (None, None)
    assert s.nhs_larger.value == s.nhs_chairs.value == 1 / 2


@pytest.fixture(scope="module")
def sectors() -> Sectors:
    return by_sector("made-up", **survey("key_informants"))


@pytest.mark.parametrize("name", ["agree_outside", "disagree_outside", "disagree_inside"])
def test_those_inside_and_outside_the_nhs_equal_r(sectors: Sectors, name: str) -> None:
    estimate, known = getattr(sectors, name), KNOWN[name]
    assert estimate.n == known["n"]
    assert estimate.value == pytest.approx(known["value"], abs=1e-8)
    assert estimate.low == pytest.approx(known["low"], abs=1e-6)
    assert estimate.high == pytest.approx(known["high"], abs=1e-6)


def test_the_answers_of_a_sector_equal_r(sectors: Sectors) -> None:
    rows = sectors.by_sector.set_index("sector")
    assert rows.loc["education", list(KNOWN["answers"])].to_dict() == pytest.approx(
        KNOWN["answers"], abs=1e-8
    )
    assert rows["n"].is_monotonic_decreasing
    assert sectors.disagree_unweighted.value == pytest.approx(KNOWN["unweighted"], abs=1e-12)


def test_an_item_that_nobody_was_asked_has_no_sectors() -> None:
    none = by_sector("not-asked", **survey("key_informants"))
    assert none.by_sector.empty
    assert none.disagree_outside.value is None
