"""The register of limits and the decisions: whole, and about claims that exist."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import TypeAdapter

from trailblazer.errors import PagesError
from trailblazer.findings.register import load_register
from trailblazer.places import REPOSITORY
from trailblazer.publish.quality import (
    Limit,
    bearings,
    decisions,
    declarations,
    in_force,
    limits,
    read,
)

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


def test_kinds_of_limits_are_those_of_claims() -> None:
    kinds = " ".join(claim.kind for claim in load_register().claims.values())
    assert all(kind in kinds for limit in limits(BOOK) for kind in limit.kinds)


def test_a_limit_weakens_what_it_names_and_nothing_else() -> None:
    claims = load_register().claims
    named = Limit(id="a", limit="L", why="W", done="D", claims=("time-use",))
    assert [c for c in claims if named.weakens(claims[c])] == ["time-use"]
    kind = Limit(id="b", limit="L", why="W", done="D", kinds=("disparity",))
    assert {c for c in claims if kind.weakens(claims[c])} == {
        c for c in claims if "disparity" in claims[c].kind
    }
    strand = Limit(id="c", limit="L", why="W", done="D", strands=("survey",))
    assert strand.weakens(claims["confidence-staff"])
    assert not strand.weakens(claims["time-use"])


def test_no_limit_says_what_a_caveat_of_its_claim_says() -> None:
    for claim in load_register().claims.values():
        for limit in limits(BOOK):
            said = {limit.limit, limit.why, limit.done}
            assert not (limit.weakens(claim) and said & set(claim.caveats)), (claim.id, limit.id)


def test_every_challenge_says_what_it_means_for_findings() -> None:
    claims = load_register().claims
    challenges = [c.id for c in claims.values() if c.chapter == "challenges"]
    assert [b.challenge for b in bearings(BOOK)] == challenges
    for bearing in bearings(BOOK):
        assert {claims[name].chapter for name in bearing.findings} == {"findings"}
        assert bearing.shown != bearing.not_shown


def test_declarations_differ_for_invented_and_real_data() -> None:
    for name, said in declarations(BOOK).items():
        assert said.synthetic, name
        assert said.synthetic != said.real, name


def test_every_claim_has_a_limit_of_its_own() -> None:
    for claim in load_register().claims.values():
        assert any(x.weakens(claim) and not x.every for x in limits(BOOK)), claim.id


def test_a_limit_of_invented_data_is_not_said_of_real_ones() -> None:
    found = limits(BOOK)
    gone = {x.id for x in in_force(found, synthetic=True)} - {
        x.id for x in in_force(found, synthetic=False)
    }
    assert gone == {"synthetic-data", "same-makers", "invented-oddities", "need-assumed"}


def test_decisions_have_reasons() -> None:
    assert all(d.decided and d.why for d in decisions(BOOK))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("- {id: a, limit: L, why: W, done: D}", "limit a: name the claims, strands or kinds"),
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
