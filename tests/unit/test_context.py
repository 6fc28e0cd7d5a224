"""Statements of context, consistent with the set or not, and warnings where much is missing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from qualitative_sample import made_agreement, made_assessors
from synthesis_sample import made, real

from tests.statistics.made import empty_tables, typed
from trailblazer.data.load import open_set
from trailblazer.errors import RegisterError
from trailblazer.estimates.description import describe, functions
from trailblazer.findings.context import check_flags, check_statements, low_for, published
from trailblazer.findings.register import Fact, load_register
from trailblazer.findings.wording import Value, fill, values
from trailblazer.publish.directives import context as pages

REGISTER = load_register()


def same_as_published() -> dict[str, Value]:
    """An edition in which every fact is just as published, and every return was made."""
    facts = {f.check: f for f in REGISTER.facts.values() if f.check}
    known = {
        check: Value(text="75", number=75) if fact.relation == "any" else published(fact)
        for check, fact in facts.items()
    }
    return known | {f.check: Value(text="90%", number=0.9) for f in REGISTER.flags.values()}


def agreements(**changed: Value) -> dict[str, str]:
    known = same_as_published() | {f"set.{name}": value for name, value in changed.items()}
    return {s.id: s.agreement for s in check_statements(REGISTER, known, whole=True)}


def test_all_that_can_be_checked_is_consistent_where_all_is_as_published() -> None:
    found = agreements()
    assert found.pop("x-programme") == "not_checkable"
    assert found.pop("m-documents") == found.pop("m-monitoring") == "present"
    assert set(found.values()) == {"consistent"}


@pytest.mark.parametrize(
    ("changed", "statement"),
    [
        ({"teams": Value(text="59", number=59)}, "x-scale"),
        ({"functions": Value(text="4", number=4)}, "x-functions"),
        ({"interviews_regional": Value(text="51", number=51)}, "m-interviews"),
        ({"young_people": Value(text="31", number=31)}, "m-focus-groups"),
        ({"documents": Value(text="0", number=0)}, "m-documents"),
    ],
)
def test_one_other_number_makes_one_statement_inconsistent(
    changed: dict[str, Value], statement: str
) -> None:
    found = agreements(**changed)
    assert [s for s, agreement in found.items() if agreement == "inconsistent"] == [statement]


def test_what_a_set_does_not_hold_is_not_checkable() -> None:
    assert agreements(documents=Value(text="not available"))["m-documents"] == "not_checkable"


def test_one_site_is_not_compared_with_the_programme() -> None:
    found = check_statements(REGISTER, same_as_published(), whole=False)
    assert {s.agreement for s in found} == {"not_checkable"}


def test_a_fourth_function_is_counted_and_other_work_is_none() -> None:
    tables = empty_tables()
    codes = ["direct_support", "other", "whole_school", "research"]
    tables["codelists"] = typed("codelists", {"list_id": "function", "code": codes})
    assert functions(tables) == ["direct_support", "whole_school", "research"]
    tables["time_use"] = typed("time_use", {"function": ["advice_liaison", "other"]})
    assert describe(tables)["functions"].value == 4


def test_too_few_returns_are_said_with_the_claims_that_rest_on_them() -> None:
    known = same_as_published() | {
        "returns.contacts": Value(text="72%", number=0.72),
        "returns.staff_spells": Value(text="60%", number=0.6),
        "returns.referrals": Value(text="not available"),
    }
    low = {f.id: f.low for f in check_flags(REGISTER, known)}
    assert low["contacts"]
    assert low["referrals"] is None
    assert not low["time_use"]
    (flagged,) = low_for(REGISTER, known, real())  # retention rests on staff spells, not contacts
    assert flagged.sentence == (
        "Teams that returned who held which post: 60%, where at least 80% would be wished for."
    )


def test_posts_that_began_before_anybody_was_trained_or_their_team_worked_are_counted() -> None:
    tables = empty_tables()
    none = describe(tables)
    assert (none["before_course"].value, none["before_team"].value) == (None, None)
    tables["cohorts"] = typed(
        "cohorts",
        {"cohort_id": ["C1", "C2"], "training_end": pd.to_datetime(["2020-03-01", "2019-12-13"])},
    )
    works = pd.to_datetime(["2019-12-20", None])
    tables["teams"] = typed("teams", {"team_id": ["T1", "T2"], "operational_date": works})
    tables["staff_spells"] = typed(
        "staff_spells",
        {
            "team_id": ["T1", "T1", "T2", "T1"], "role": ["emhp", "emhp", "emhp", "lead"],
            "start_date": pd.to_datetime(["2019-12-12", "2019-12-13", "2019-12-01", "2018-01-01"]),
        },
    )  # fmt: skip
    found = describe(tables)
    assert (found["before_course"].value, found["before_course"].n) == (2, 3)
    assert (found["before_team"].value, found["before_team"].n) == (2, 2)


def test_a_poor_response_is_said_where_the_claim_rests_on_that_survey() -> None:
    finding = made({"survey": "for"})
    rate = finding.estimates["response_rate"]
    poor = rate.model_copy(update={"value": 0.15})
    known = same_as_published() | {"set.implementers_response": Value(text="15%", number=0.15)}
    with_poor = finding.model_copy(update={"estimates": {"response_rate": poor}})
    assert [f.id for f in low_for(REGISTER, known, with_poor)] == ["implementers_survey"]
    assert low_for(REGISTER, known, finding) == []


def test_every_flag_and_fact_asks_for_a_value_that_a_build_has(
    write_set: Callable[..., Path],
) -> None:
    found = {f"set.{name}" for name in describe(open_set(write_set()))}
    surveys = {
        f"set.{s}_{w}" for s in ("settings", "implementers") for w in ("answered", "response")
    }
    asked = {f.check for f in (*REGISTER.facts.values(), *REGISTER.flags.values()) if f.check}
    returned = {f"returns.{table}" for flag in REGISTER.flags.values() for table in flag.tables}
    assert asked <= found | surveys | returned | {"edition.objectives"}


def test_words_cannot_equal_a_count() -> None:
    with pytest.raises(ValueError, match="relation: any"):
        Fact(title="T", value="some", source="S", check="set.teams")


def test_a_fact_of_no_statement_is_a_fault(tmp_path: Path) -> None:
    text = (Path(__file__).parents[2] / "analysis" / "claims.yaml").read_text(encoding="utf-8")
    path = tmp_path / "claims.yaml"
    path.write_text(text.replace("facts: [sites, teams]", "facts: [sites]"), encoding="utf-8")
    with pytest.raises(RegisterError, match="name each fact at most once"):
        load_register(path)


def test_rows_say_what_differs() -> None:
    known = same_as_published() | {"set.teams": Value(text="59", number=59)}
    checked = check_statements(REGISTER, known, whole=True)
    rows = {row[0]: row[1:] for row in pages.statement_rows(checked)}
    scale = next(said for said in checked if said.id == "x-scale")
    assert rows[scale.statement] == [
        "Inconsistent",
        "Mental health support teams in the first wave: 59 in this set (published: 58).",
    ]
    facts = pages.fact_rows(checked)
    assert len(facts) == 1 + sum(len(said.facts) for said in REGISTER.context.values())
    assert [row[3] for row in facts].count("Inconsistent") == 1


def test_every_aim_has_its_claims() -> None:
    rows = pages.aim_rows(REGISTER.claims.values())
    assert [row[0] for row in rows[1:]] == ["Development", "Implementation", "Early progress"]
    assert sum(int(row[1]) for row in rows[1:]) == len(REGISTER.claims)
    assert pages.aim_rows([])[1][2] == "None"
    flags = pages.flag_rows(check_flags(REGISTER, same_as_published()))
    assert {row[3] for row in flags[1:]} == {"Enough"}


def test_statements_about_coding_are_left_out_where_nothing_was_coded() -> None:
    agreed, judged = made_agreement(), made_assessors()
    known = values(
        {
            "coding.double_coded": agreed.double_coded.model_copy(update={"value": None}),
            "coding.same": agreed.overall.same, "coding.kappa": agreed.overall.kappa,
            "coding.alpha": agreed.alpha, "coding.codes": agreed.codes,
            "coding.segments": agreed.units, "assessors.fit_same": judged.pair.same,
            "assessors.fit_kappa": judged.pair.kappa, "assessors.fit_alpha": judged.alpha,
            "assessors.confidence_same": judged.pair.same,
            "assessors.confidence_kappa": judged.pair.kappa,
        }
    )  # fmt: skip
    for group in ("coding", "assessors"):
        for template in REGISTER.statements[group]:
            assert fill(template, known, group).strip() == ""
