"""The assumptions log: every number of the register in words, none left out, each with a reason."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from trailblazer.estimates.estimate import Unit
from trailblazer.findings.claim import Claim
from trailblazer.findings.numbers import MINUS
from trailblazer.findings.proposition import Proposition
from trailblazer.findings.record import Finding
from trailblazer.findings.register import load_register
from trailblazer.places import REPOSITORY
from trailblazer.publish.assumptions import amount, assumptions, declared_settings
from trailblazer.publish.quality import settings

REGISTER = load_register()
PROPOSITIONS = [(claim, p) for claim in REGISTER.claims.values() for p in claim.propositions]
IDS = [f"{claim.id}-{p.id}" for claim, p in PROPOSITIONS]
# What the words of the log say in place of a fraction that the register writes with decimals.
FRACTIONS = {0.1667: "a sixth", 0.3333: "a third", 0.6667: "two thirds"}


def numbers(part: Any) -> Iterator[float]:
    """Every number in a part of the register, however deep, whatever it is called there."""
    if isinstance(part, Mapping):
        for value in part.values():
            yield from numbers(value)
    elif isinstance(part, list | tuple):
        for value in part:
            yield from numbers(value)
    elif isinstance(part, int | float) and not isinstance(part, bool):
        yield float(part)


def shown(number: float, text: str) -> bool:
    """Whether a text says a number, as it is, as a percentage or as a fraction."""
    text = text.replace("\N{MINUS SIGN}", "-")
    ways = {f"{number:g}", f"{100 * number:g}", FRACTIONS.get(round(number, 4), f"{number:g}")}
    return any(re.search(rf"(?<![\d.]){re.escape(way)}(?![\d.]*\d)", text) for way in ways)


def deciding(p: Proposition) -> list[float]:
    """The numbers that decide a proposition; asking for one case or no least count is no rule."""
    given = p.model_dump(exclude_defaults=True)
    empty = p.rule == "universal"
    return [n for n in numbers(given) if not (empty and n == 0)]


def no_estimates(claim: Claim) -> Finding:
    """A finding that gave no estimates: the log must do without their labels and units."""
    return Finding.model_construct(id=claim.id, estimates={})


@pytest.mark.parametrize(("claim", "p"), PROPOSITIONS, ids=IDS)
def test_every_number_of_a_proposition_is_in_its_terms(claim: Claim, p: Proposition) -> None:
    (found,) = [a for a in assumptions(claim, no_estimates(claim)) if a.proposition == p]
    text = " ".join(found.terms).replace(MINUS, "-")
    assert found.terms
    for number in deciding(p):
        assert shown(number, text), (number, text)
    assert p.reason.strip().endswith(".")


def test_a_number_that_is_left_out_would_be_noticed() -> None:
    assert not shown(0.25, "at least 125% of 2.5")
    assert shown(0.25, "at least 25% of them")
    assert shown(0.3333, "at least a third")


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        (0.5, "share", "50%"),
        (0.125, "share", "12.5%"),
        (0.3333, "share", "a third"),
        (1 / 3, "share", "a third"),
        (0.33, "share", "33%"),
        (0.05, "points", "5 percentage points"),
        (12, "months", "12 months"),
        (58, "count", "58"),
        (0.667, None, "0.667"),
    ],
)
def test_an_amount_is_as_exact_as_it_was_set(value: float, unit: Unit | None, said: str) -> None:
    assert amount(value, unit) == said


def test_every_claim_uses_a_word_that_has_a_rule() -> None:
    for claim in REGISTER.claims.values():
        assert REGISTER.words_of(claim), (claim.id, claim.quantifier)


def test_several_words_of_a_claim_are_found() -> None:
    claim = next(iter(REGISTER.claims.values()))
    both = claim.model_copy(update={"quantifier": "variable, and often low"})
    assert set(REGISTER.words_of(both)) == {"variable", "often"}
    assert REGISTER.words_of(claim.model_copy(update={"quantifier": "not always"})) == (
        "not always",
    )


def test_words_and_smallest_numbers_have_reasons() -> None:
    for means in REGISTER.quantifiers.values():
        assert means.rule.strip().endswith(".")
        assert means.reason.strip().endswith(".")
    assert set(REGISTER.smallest) == {"census", "interval", "prominence", "universal"}


def test_every_setting_of_a_notebook_has_a_reason() -> None:
    reasons = settings(REPOSITORY / "book")
    found = declared_settings()
    assert {"seed", "confidence_level"} <= {s.name for s in found}
    for setting in found:
        assert reasons[setting.name].endswith(".")
        assert setting.value
        assert setting.what
