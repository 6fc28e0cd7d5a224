"""Strategies counted by hand: a census of sites, in which silence is not absence."""

from __future__ import annotations

from tests.statistics.made import typed
from trailblazer.estimates.strategies import Reach, reach


def found(*rows: tuple[str, str, str], documents: tuple[str, ...] = ("S01", "S02")) -> Reach:
    """Four sites, some with a document, and their strategies (site, group, kind)."""
    columns = dict(
        zip(("site_id", "group", "strategy"), map(list, zip(*rows, strict=True)), strict=True)
    )
    return reach(
        typed("strategies", columns),
        typed("sources", {"kind": ["document"] * len(documents), "site_id": list(documents)}),
        typed("sites", {"site_id": ["S01", "S02", "S03", "S04"]}),
    )


ROWS = [
    ("S01", "sen", "outreach"),
    ("S01", "sen", "staffing"),
    ("S01", "young_carers", "outreach"),
    ("S02", "sen", "staffing"),
    ("S09", "sen", "staffing"),
]


def test_sites_are_counted_once_and_only_those_of_the_set() -> None:
    r = found(*ROWS)
    assert (r.any.value, r.any.n) == (2 / 4, 4)
    assert not r.any.has_interval
    assert r.two_groups.value == 1 / 4
    assert r.two_kinds.value == 1 / 4
    assert r.by_group.to_dict("list") == {
        "group": ["sen", "young_carers"], "sites": [2, 1], "share": [0.5, 0.25],
    }  # fmt: skip
    kinds = r.kinds.set_index(["group", "strategy"])["sites"].to_dict()
    assert kinds == {
        ("sen", "outreach"): 1,
        ("sen", "staffing"): 2,
        ("young_carers", "outreach"): 1,
    }


def test_a_site_without_a_document_is_not_a_site_without_strategies() -> None:
    assert found(*ROWS).reviewed.value == 2 / 4
    assert found(*ROWS, documents=()).reviewed.value is None


def test_no_rows_say_nothing() -> None:
    r = found(("S09", "sen", "staffing"))
    assert (r.any.value, r.any.n) == (None, 0)
    assert "nothing was reviewed" in r.any.note
