"""Services around the teams, counted by hand: staff, vacancies, referrals, positions, rounds."""

from __future__ import annotations

from fractions import Fraction
from math import comb

import numpy as np
import pandas as pd
import pytest

from tests.statistics.made import typed
from trailblazer.data.suppression import status_column
from trailblazer.estimates.bootstrap import over_clusters
from trailblazer.estimates.clustered import clustered_share
from trailblazer.estimates.intervals import exact, exact_of_finite, wilson
from trailblazer.estimates.origins import Origins, origins
from trailblazer.estimates.referral_flow import Flow, referral_flow
from trailblazer.estimates.rounds import Rounds, between_rounds, by_code
from trailblazer.estimates.scope import Scope, scope
from trailblazer.estimates.vacancies import Vacancies, vacancies

TEAMS = typed(
    "teams", {"team_id": ["T01", "T02", "T03", "T04"], "site_id": ["S01", "S01", "S02", "S03"]}
)


def tails(count: int, of: int, population: int, held: int) -> tuple[Fraction, Fraction]:
    """The chances of a draw as high, and as low, in whole numbers: no library of distributions."""
    ways = [Fraction(comb(held, k) * comb(population - held, of - k)) for k in range(of + 1)]
    return sum(ways[count:]) / sum(ways), sum(ways[: count + 1]) / sum(ways)


@pytest.mark.parametrize(("count", "of"), [(0, 49), (13, 49), (24, 49), (49, 49), (1, 10), (3, 30)])
def test_exact_limits_of_a_finite_population_are_the_last_not_ruled_out(
    count: int, of: int
) -> None:
    tail, population = Fraction(25, 1000), 58
    low, high = (
        round(end * population) for end in exact_of_finite(count, of, population, level=0.95)
    )
    assert tails(count, of, population, low)[0] > tail
    assert tails(count, of, population, high)[1] > tail
    if low > count:
        assert tails(count, of, population, low - 1)[0] <= tail
    if high < population - (of - count):
        assert tails(count, of, population, high + 1)[1] <= tail


def test_exact_limits_close_in_on_a_full_count_and_open_to_clopper_and_pearson() -> None:
    assert exact_of_finite(13, 58, 58, level=0.95) == (13 / 58, 13 / 58)
    found = exact_of_finite(13, 49, 1_000_000, level=0.95)
    assert found == pytest.approx(exact(13, 49, level=0.95), abs=1e-4)


def sums(*cells: tuple[int, int]) -> pd.DataFrame:
    return pd.DataFrame(cells, columns=["number", "of"])


def test_a_share_of_clusters_draws_clusters_again() -> None:
    cells = [(3, 10), (8, 12), (1, 9), (5, 5), (0, 7)]
    how = {"level": 0.9, "resamples": 499, "seed": 3}
    found = clustered_share("X", sums(*cells, (0, 0)), method="m", **how)  # type: ignore[arg-type]
    parts = [np.array(column, dtype=float) for column in zip(*cells, strict=True)]
    assert (found.value, found.n) == (17 / 43, 43)
    assert (found.low, found.high) == over_clusters(parts, np.divide, **how)  # type: ignore[arg-type]


@pytest.mark.parametrize("cells", [[(3, 10)], [(0, 10), (0, 5)], [(4, 4), (6, 6)]])
def test_where_clusters_cannot_tell_wilson_stands_in(cells: list[tuple[int, int]]) -> None:
    found = clustered_share("X", sums(*cells), level=0.95, resamples=99, seed=1, method="m")
    number, of = sums(*cells).sum()
    assert (found.low, found.high) == wilson(number, of, level=0.95)


def came(*spells: tuple[str, str, str, str, str | None, str]) -> Origins:
    names = ("staff_id", "team_id", "role", "band", "previous_employer", "start_date")
    columns: dict[str, object] = dict(zip(names, map(list, zip(*spells, strict=True)), strict=True))
    columns["spell_id"] = [f"P{i}" for i in range(len(spells))]
    columns["start_date"] = pd.to_datetime(columns["start_date"])  # type: ignore[call-overload]
    return origins(typed("staff_spells", columns), TEAMS, resamples=99, seed=1)


def test_a_senior_person_counts_once_by_the_employer_before_the_first_senior_post() -> None:
    o = came(
        ("W1", "T01", "supervisor", "7", "local_cypmhs", "2019-01-01"),
        ("W1", "T02", "team_lead", "8a", "other_nhs", "2020-01-01"),
        ("W2", "T02", "team_lead", "8a", "school", "2019-02-01"),
        ("W3", "T03", "practitioner_senior", "6", "local_cypmhs", "2019-02-01"),
        ("W4", "T03", "practitioner_senior", "6", None, "2019-02-01"),
        ("W5", "T03", "emhp", "5", "local_cypmhs", "2019-02-01"),
    )
    assert (o.local.value, o.local.n) == (2 / 3, 3)
    assert (o.local.low, o.local.high) == wilson(2, 3, level=0.95)
    assert o.unknown.value == 1 / 4
    assert o.coverage.value == 3 / 4
    assert o.otherwise["local_of_all"].value == 2 / 4
    assert o.otherwise["local_upper_bands"].value == 1 / 2
    assert o.by_employer.set_index("employer")["people"].to_dict() == {
        "local_cypmhs": 2, "school": 1, "unknown": 1,
    }  # fmt: skip


def posts(*rows: tuple[str, str, str, float, float | None]) -> Vacancies:
    names = ("site_id", "quarter", "service", "establishment_fte", "in_post_fte")
    return vacancies(
        typed("local_workforce", dict(zip(names, map(list, zip(*rows, strict=True)), strict=True)))
    )


def test_vacancies_are_pooled_over_the_same_sites() -> None:
    v = posts(
        ("S01", "2019-Q1", "cypmhs_specialist", 10, 9),
        ("S01", "2019-Q2", "cypmhs_specialist", 10, 7),
        ("S01", "2020-Q1", "cypmhs_specialist", 10, 8),
        ("S02", "2019-Q1", "cypmhs_specialist", 30, 27),
        ("S02", "2020-Q1", "cypmhs_specialist", 30, 30),
        ("S03", "2020-Q1", "cypmhs_specialist", 50, 0),
        ("S01", "2019-Q1", "counselling", 4, 5),
        ("S01", "2020-Q1", "counselling", 4, 3),
        ("S01", "2019-Q1", "mhst", 8, 1),
        ("S01", "2020-Q1", "mhst", 8, None),
    )
    rates = {name: estimate.value for name, estimate in v.rates.items()}
    assert rates == pytest.approx(
        {"specialist_first": 4 / 40, "specialist_highest": 3 / 10, "specialist_latest": 2 / 40,
         "others_first": 0, "others_latest": 1 / 4}
    )  # fmt: skip
    assert v.rates["specialist_highest"].note == "2019-Q2"
    assert not any(estimate.has_interval for estimate in v.rates.values())
    course = v.by_service.set_index("service").loc["cypmhs_specialist"]
    assert course[["highest_in", "sites"]].tolist() == ["2019-Q2", 2]


def test_a_service_with_a_withheld_quarter_is_left_out_throughout() -> None:
    """Without that quarter its sites would not be the same throughout, and the rate would move."""
    columns = ("site_id", "quarter", "service", "establishment_fte", "in_post_fte")
    quarters = ("2019-Q1", "2019-Q2", "2020-Q1")
    rows = [(site, q, "counselling", 10.0, 8.0) for site in ("S01", "S02") for q in quarters]
    table = typed(
        "local_workforce", dict(zip(columns, map(list, zip(*rows, strict=True)), strict=True))
    )
    table.loc[1, "in_post_fte"] = float("nan")
    table[status_column("in_post_fte")] = [None, "suppressed", None, None, None, None]
    v = vacancies(table)
    assert v.by_quarter["sites"].tolist() == [1, 1, 1]
    assert "1 of 2 services at sites was left out" in v.rates["others_latest"].note


def referred(*rows: tuple[str, str, str, int | None]) -> Flow:
    names = ("team_id", "need_band", "outcome", "referrals")
    columns = dict(zip(names, map(list, zip(*rows, strict=True)), strict=True))
    return referral_flow(typed("referrals", {**columns, "quarter": "2020-Q1"}), TEAMS, resamples=99)


def test_referrals_are_followed_from_need_to_outcome() -> None:
    f = referred(
        ("T01", "between_services", "no_service", 4),
        ("T02", "between_services", "accepted_mhst", 6),
        ("T03", "between_services", "specialist_declined", 9),
        ("T03", "between_services", "no_service", 1),
        ("T03", "mild", "accepted_mhst", 30),
        ("T04", "mild", "no_service", None),
    )
    assert (f.unserved.value, f.unserved.n) == (5 / 20, 20)
    assert f.otherwise["turned_away"].value == 14 / 20
    plain = f.otherwise["unserved_wilson"]
    assert (plain.low, plain.high) == wilson(5, 20, level=0.95)
    assert f.coverage.value == 3 / 4
    assert f.by_need["unserved"].tolist() == [0, 5]
    paths = f.flows.set_index(["need_band", "outcome"])["share"]
    assert paths["between_services"].to_dict() == {
        "accepted_mhst": 0.3, "specialist_accepted": 0, "specialist_declined": 0.45,
        "signposted": 0, "no_service": 0.25,
    }  # fmt: skip
    assert paths["mild", "accepted_mhst"] == 1


def placed(*rows: tuple[str, int, str]) -> Scope:
    columns = dict(
        zip(("team_id", "round", "stance"), map(list, zip(*rows, strict=True)), strict=True)
    )
    return scope(typed("scope_positions", columns), TEAMS)


def test_a_team_counts_at_its_latest_known_position() -> None:
    s = placed(
        ("T01", 1, "holds_mild_moderate"), ("T01", 2, "takes_complex"),
        ("T02", 1, "holds_mild_moderate"), ("T02", 2, "unclear"),
        ("T03", 1, "mixed"), ("T03", 2, "mixed"), ("T09", 1, "takes_complex"),
    )  # fmt: skip
    assert (s.takes.value, s.holds.value, s.takes.n) == (1 / 3, 1 / 3, 3)
    assert (s.takes.low, s.takes.high) == exact_of_finite(1, 3, 4, level=0.95)
    assert s.coverage.value == 3 / 4
    others = {name: estimate.value for name, estimate in s.otherwise.items()}
    assert others == pytest.approx(
        {"takes_first": 0, "holds_first": 2 / 3, "takes_with_unclear": 1 / 3,
         "holds_with_unclear": 0, "takes_with_mixed": 2 / 3, "holds_with_mixed": 1 / 3,
         "takes_throughout": 0, "holds_throughout": 0}
    )  # fmt: skip
    assert s.mixed.value == 1 / 3
    assert s.by_position["teams"].tolist() == [1, 1, 1, 0]
    assert s.by_round["teams"].tolist() == [2, 1, 0, 0, 0, 1, 1, 1]


def heard(*rows: tuple[str, int, str]) -> tuple[Rounds, pd.DataFrame]:
    """Interviews by group, round and code with stance (``code:stance``, or nothing said)."""
    names = [f"IV{i}" for i in range(len(rows))]
    groups, rounds, said = map(list, zip(*rows, strict=True))
    sources = typed(
        "sources",
        {"source_id": names, "kind": "interview", "group": groups, "round": rounds,
         "topics_asked": "moving"},
    )  # fmt: skip
    codes = typed(
        "codes",
        {"code_id": ["a", "b"], "name": ["Understanding", "Contacts"], "claim_id": "moving"},
    )
    segments = [(n, *s.split(":")) for n, s in zip(names, said, strict=True) if s]
    coded = pd.DataFrame(segments, columns=["source_id", "code_id", "stance"])
    codings = typed("codings", {**coded.to_dict("list"), "start": 0, "end": 1, "coder_id": "x"})
    return between_rounds("moving", sources, codes, codings), by_code(
        "moving", sources, codes, codings
    )


def test_rounds_are_compared_plain_and_with_one_mix_of_groups() -> None:
    rounds, codes = heard(
        ("team", 1, "a:supports"), ("team", 1, ""), ("lead", 1, "b:contradicts"),
        ("team", 2, "a:supports"), ("lead", 2, "b:supports"), ("lead", 2, ""), ("lead", 2, ""),
        ("other", 2, "b:supports"),
    )  # fmt: skip
    assert (rounds.first.value, rounds.latest.value) == (1 / 3, 3 / 5)
    assert rounds.shift.value == pytest.approx(3 / 5 - 1 / 3)
    # Team: from a half to all, three interviews; leads: from none to a third, four of them.
    assert rounds.shift_same_mix.value == pytest.approx((3 * (1 / 2) + 4 * (1 / 3)) / 7)
    assert rounds.by_round["against"].tolist() == [1, 0]
    assert not rounds.shift.has_interval
    assert codes[["name", "asked", "supporting", "against"]].to_numpy().tolist() == [
        ["Understanding", 8, 2, 0], ["Contacts", 8, 2, 1],
    ]  # fmt: skip


def test_one_round_alone_has_no_shift() -> None:
    rounds, _ = heard(("team", 1, "a:supports"), ("lead", 1, ""))
    assert (rounds.first.value, rounds.latest.value) == (1 / 2, None)
    assert rounds.shift.value is None
    assert rounds.shift_same_mix.note == "it was not asked in both rounds"
