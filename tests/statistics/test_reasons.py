"""Reasons and their ranks: counts by hand, and every possible draw of a few interviews."""

from __future__ import annotations

from collections import Counter
from itertools import product

import pandas as pd
import pytest
from scipy.stats import binom

from tests.statistics.made import Tables, typed
from trailblazer.estimates.leaving import leaving
from trailblazer.estimates.ranking import ranks_again
from trailblazer.estimates.reasons import Reasons, by_coder, reasons

# Four interviews and the reasons each names.
NAMED = pd.DataFrame({"a": [1, 1, 1, 0], "b": [1, 0, 0, 1], "c": [0, 1, 0, 0]})


def every_draw(counts: pd.DataFrame) -> list[dict[str, int]]:
    """The totals of every way to draw as many units as there are, each way as likely as another."""
    rows = counts.to_dict("records")
    return [
        {item: sum(row[item] for row in drawn) for item in counts.columns}
        for drawn in product(rows, repeat=len(rows))
    ]


def alone_first(totals: dict[str, int], item: str) -> bool:
    return all(totals[item] > value for other, value in totals.items() if other != item)


@pytest.mark.parametrize("item", ["a", "b", "c"])
def test_the_chance_of_the_first_place_is_that_of_all_possible_draws(item: str) -> None:
    draws = every_draw(NAMED)
    exact = sum(alone_first(totals, item) for totals in draws) / len(draws)
    found = ranks_again(NAMED, resamples=40_000, seed=1).set_index("item")["first"]
    assert found[item] == pytest.approx(exact, abs=0.01)


@pytest.mark.parametrize("item", ["a", "b", "c"])
def test_ranks_hold_the_level_of_all_possible_draws(item: str) -> None:
    draws = every_draw(NAMED)
    best = Counter(1 + sum(v > t[item] for v in t.values()) for t in draws)
    worst = Counter(sum(v >= t[item] for v in t.values()) for t in draws)
    found = ranks_again(NAMED, level=0.8, resamples=40_000, seed=1).set_index("item").loc[item]
    below = sum(n for rank, n in best.items() if rank < found["rank_low"]) / len(draws)
    above = sum(n for rank, n in worst.items() if rank > found["rank_high"]) / len(draws)
    assert below < 0.1
    assert above <= 0.1
    assert below + best[found["rank_low"]] / len(draws) >= 0.1


@pytest.mark.parametrize(("first", "of"), [(29, 51), (30, 50), (26, 51)])
def test_with_two_reasons_the_chance_is_binomial(first: int, of: int) -> None:
    rows = [(1, 0)] * first + [(0, 1)] * (of - first)
    again = ranks_again(pd.DataFrame(rows, columns=["a", "b"]), resamples=40_000, seed=2)
    # A tie is no lead, so more than half of the draws have to name it.
    assert again["first"][0] == pytest.approx(binom.sf(of // 2, of, first / of), abs=0.01)


def test_a_lead_in_every_unit_is_certain_and_a_tie_leads_nowhere() -> None:
    certain = ranks_again(pd.DataFrame({"a": [2, 3], "b": [1, 1]}), resamples=99, seed=1)
    assert certain["first"].tolist() == [1, 0]
    assert certain[["rank_low", "rank_high"]].to_numpy().tolist() == [[1, 1], [2, 2]]
    tied = ranks_again(pd.DataFrame({"a": [1, 1], "b": [1, 1]}), resamples=99, seed=1)
    assert tied["first"].tolist() == [0, 0]
    assert tied[["rank_low", "rank_high"]].to_numpy().tolist() == [[1, 2], [1, 2]]


def heard(*said: tuple[str, str, str, str], asked: int = 4) -> Tables:
    """Interviews I1 and on, two a site; codings (source, code, coder, stance)."""
    ids = [f"I{n}" for n in range(1, asked + 1)]
    names = ["source_id", "code_id", "coder_id", "stance"]
    columns = pd.DataFrame(list(said), columns=names).to_dict("series")
    return {
        "sources": typed(
            "sources",
            {
                "source_id": [*ids, "X1", "F1"],
                "kind": ["interview"] * (asked + 1) + ["focus_group"],
                "site_id": [*[f"S0{1 + n // 2}" for n in range(asked)], "S01", "S01"],
                "group": ["mhst_staff", "commissioner"] * (asked // 2) + ["cypmhs", "young_people"],
                "round": 1,
                "topics_asked": ["progression"] * asked + ["gap", "progression"],
            },
        ),
        "codes": typed(
            "codes",
            {"code_id": ["career", "pay", "work", "other"],
             "name": ["Career", "Pay", "Workload", "Something else"],
             "claim_id": ["progression", "progression", "progression", "gap"]},
        ),
        "codings": typed("codings", columns),
        "sites": typed("sites", {"site_id": ["S01", "S02"]}),
    }  # fmt: skip


SAID = [
    ("I1", "career", "ann", "supports"),
    ("I1", "career", "bob", "supports"),
    ("I2", "career", "ann", "supports"),
    ("I3", "career", "ann", "contradicts"),
    ("I3", "pay", "bob", "supports"),
    ("I4", "other", "bob", "supports"),
    ("X1", "pay", "ann", "supports"),
    ("F1", "work", "ann", "supports"),
]


def found(*said: tuple[str, str, str, str], central: str = "career") -> Reasons:
    return reasons("progression", **heard(*said), central=central, resamples=199, seed=1)


def test_an_interview_names_a_reason_once_and_only_those_asked_count() -> None:
    r = found(*SAID)
    assert r.ranked.set_index("code_id")["sources"].to_dict() == {"career": 2, "pay": 1, "work": 0}
    assert list(r.ranked["share"]) == [2 / 4, 1 / 4, 0]
    assert (r.central.sources.value, r.central.n) == (2 / 4, 4)
    assert r.central.against.value == 1
    assert (r.second.sources.value, r.second.groups.value) == (1 / 4, 1)
    assert r.third.sources.value == 0
    assert not r.central.sources.has_interval


def test_a_place_that_no_reason_takes_was_named_by_nobody() -> None:
    fourth = found(*SAID).fourth
    assert (fourth.sources.value, fourth.n) == (0, 4)


def test_sites_drawn_again_bring_all_their_interviews() -> None:
    r = found(*SAID)
    # Of two sites one names only career and the other only pay: the lead needs the first twice,
    # or both once, for it has two interviews and the other one. Three draws of four.
    assert r.first_over_sites.value == pytest.approx(3 / 4, abs=0.1)
    assert r.first.n == 4


def test_a_reason_without_a_code_cannot_lead_and_cannot_be_denied() -> None:
    first = found(*SAID, central="unheard-of").first
    assert first.value is None
    assert "no code" in first.note


def test_nothing_coded_says_nothing() -> None:
    tables = heard(*SAID)
    tables["codes"] = tables["codes"].assign(claim_id="gap")
    r = reasons("progression", **tables, central="career", resamples=99, seed=1)
    assert (r.first.value, r.first.n, r.third.n) == (None, 0, 0)
    assert r.ranked.empty


def test_each_coder_alone_counts_only_what_they_read() -> None:
    alone = by_coder("progression", **heard(*SAID), central="career", resamples=99, seed=1)
    first, second = alone["central_first_coder"], alone["central_second_coder"]
    assert (first.sources.value, first.n) == (2 / 3, 3)  # type: ignore[union-attr]
    assert (second.sources.value, second.n) == (1 / 3, 3)  # type: ignore[union-attr]


FROM, TO = pd.Timestamp("2019-09-01"), pd.Timestamp("2022-02-28")


def spells(*rows: tuple[str, str | None, str | None]) -> pd.DataFrame:
    """Spells (role, end, reason)."""
    frame = pd.DataFrame(list(rows), columns=["role", "end_date", "exit_reason"])
    frame["end_date"] = pd.to_datetime(frame["end_date"])
    return typed("staff_spells", frame.to_dict("series"))


LEFT = [
    *[("emhp", "2020-05-01", "progression")] * 2,
    ("emhp", "2020-05-01", "pay"),
    ("emhp", "2020-05-01", "unknown"),
    ("emhp", "2020-05-01", None),
    ("emhp", None, None),
    ("emhp", "2019-01-01", "pay"),
    ("emhp", "2022-05-01", "pay"),
    ("supervisor", "2020-05-01", "pay"),
]


def test_recorded_reasons_are_of_those_who_left_under_observation() -> None:
    left = leaving(spells(*LEFT), start=FROM, end=TO)
    assert (left.central.value, left.central.n) == (2 / 3, 3)
    assert left.lead.value == 1
    assert (left.known.value, left.known.n) == (3 / 5, 5)
    assert left.by_reason.to_dict("list") == {
        "reason": ["progression", "pay"], "leavers": [2, 1], "share": [2 / 3, 1 / 3],
    }  # fmt: skip


def test_a_reason_behind_another_has_no_lead() -> None:
    left = leaving(spells(*LEFT), central="pay", start=FROM, end=TO)
    assert left.lead.value == -1
    assert leaving(spells(*LEFT[2:]), central="relocation", start=FROM, end=TO).lead.value == -1
