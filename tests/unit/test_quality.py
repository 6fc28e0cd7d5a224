"""The register of limits and the decisions: whole, and about claims that exist."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import TypeAdapter

from trailblazer.errors import PagesError
from trailblazer.findings.register import load_register
from trailblazer.places import REPOSITORY
from trailblazer.publish.quality import Limit, decisions, in_force, limits, read

BOOK = REPOSITORY / "book"


def test_limits_name_claims_of_the_register() -> None:
    known = set(load_register().claims)
    for limit in limits(BOOK):
        assert set(limit.claims) <= known, limit.id
        assert limit.limit.endswith(".")
        assert limit.why.endswith(".")
        assert limit.done.endswith(".")
    ids = [limit.id for limit in limits(BOOK)]
    assert len(ids) == len(set(ids))


def test_every_claim_has_a_limit_of_its_own() -> None:
    for claim in load_register().claims.values():
        assert any(x.weakens(claim) and not x.every for x in limits(BOOK)), claim.id


def test_a_limit_of_invented_data_is_not_said_of_real_ones() -> None:
    found = limits(BOOK)
    gone = {x.id for x in in_force(found, synthetic=True)} - {
        x.id for x in in_force(found, synthetic=False)
    }
    assert gone == {"synthetic-data"}


def test_decisions_have_reasons() -> None:
    assert all(d.decided and d.why for d in decisions(BOOK))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("- {id: a, limit: L, why: W, done: D}", "name the claims or strands"),
        ("- {id: a, limit: L, why: W, every: true}", "0 > done"),
        ("- {id: a, limit: L, why: W, done: D, every: true, colour: red}", "0 > colour"),
        ("- [", "cannot be read"),
    ],
)
def test_faults_are_named(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "limits.yml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(PagesError, match=message):
        read(path, TypeAdapter(tuple[Limit, ...]))
