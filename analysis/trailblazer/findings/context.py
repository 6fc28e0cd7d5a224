"""What the summary says of the programme and of its own methods, set beside what a set holds.

A statement of context gets no verdict. It is consistent with the set, inconsistent with it, or
not checkable from data. What was published without a number is present in the set, or is not. None
of this changes what a claim is found to be.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from trailblazer.findings.frozen import Frozen
from trailblazer.findings.numbers import number
from trailblazer.findings.record import Finding
from trailblazer.findings.register import Fact, Flag, Register
from trailblazer.findings.wording import Value

Agreement = Literal["consistent", "present", "inconsistent", "not_checkable"]


class CheckedFact(Frozen):
    """A published fact and the same in the set; ``found`` is empty where no data could show it."""

    id: str
    title: str
    published: str
    found: str
    agreement: Agreement
    source: str


class CheckedStatement(Frozen):
    """A statement of context with the facts in it.

    It is inconsistent when one of them is, and consistent when all that can be checked agree. When
    none of them was published with a number, it can only be present.
    """

    id: str
    statement: str
    locator: str
    facts: tuple[CheckedFact, ...]

    @property
    def agreement(self) -> Agreement:
        """How the statement as a whole compares with the set."""
        seen = {fact.agreement for fact in self.facts}
        if "inconsistent" in seen:
            return "inconsistent"
        order: tuple[Agreement, ...] = ("consistent", "present")
        return next((found for found in order if found in seen), "not_checkable")


class Flagged(Frozen):
    """A share of returns or answers beside the least that is expected of it."""

    id: str
    title: str
    found: str
    least: str
    reason: str
    low: bool | None

    @property
    def sentence(self) -> str:
        """What to say of one that is too low."""
        return f"{self.title}: {self.found}, where at least {self.least} would be wished for."


def published(fact: Fact) -> Value:
    """The published value of a fact, as a reader sees it."""
    if isinstance(fact.value, str):
        return Value(text=fact.value)
    return Value(text=f"{fact.value:,.0f}", number=fact.value)


def check_statements(
    register: Register, known: Mapping[str, Value], *, whole: bool
) -> list[CheckedStatement]:
    """Every statement of context, checked.

    ``known`` holds the quotable values of an edition; with ``whole`` false the edition is about
    one site, which is not compared with what was published of the programme.
    """
    return [
        CheckedStatement(
            id=name,
            statement=said.statement,
            locator=said.locator,
            facts=tuple(_check(f, register.facts[f], known, whole) for f in said.facts),
        )
        for name, said in register.context.items()
    ]


def check_flags(register: Register, known: Mapping[str, Value]) -> list[Flagged]:
    """Every share of returns and answers that is watched, and whether it is too low."""
    return [_flag(name, flag, known) for name, flag in register.flags.items()]


def low_for(register: Register, known: Mapping[str, Value], finding: Finding) -> list[Flagged]:
    """The shares that are too low and that a finding rests on."""
    tables = set(register.claims[finding.id].tables)
    return [
        flagged
        for flagged in check_flags(register, known)
        if flagged.low and _rests_on(register.flags[flagged.id], tables, known, finding)
    ]


def _check(name: str, fact: Fact, known: Mapping[str, Value], whole: bool) -> CheckedFact:
    found = known.get(fact.check) if fact.check else None
    return CheckedFact(
        id=name,
        title=fact.title,
        published=published(fact).text,
        found="" if found is None else found.text,
        agreement=_agreement(fact, found) if whole else "not_checkable",
        source=fact.source,
    )


def _agreement(fact: Fact, found: Value | None) -> Agreement:
    if found is None or found.number is None:
        return "not_checkable"
    if fact.relation == "any":
        return "present" if found.number > 0 else "inconsistent"
    return "consistent" if found.number == fact.value else "inconsistent"


def _flag(name: str, flag: Flag, known: Mapping[str, Value]) -> Flagged:
    found = known.get(flag.check, Value(text="not available"))
    return Flagged(
        id=name,
        title=flag.title,
        found=found.text,
        least=number(flag.at_least, "share"),
        reason=flag.reason,
        low=None if found.number is None else found.number < flag.at_least,
    )


def _rests_on(flag: Flag, tables: set[str], known: Mapping[str, Value], finding: Finding) -> bool:
    """By its tables; by its own response rate, where that is the one watched."""
    own = finding.estimates.get(flag.estimate)
    same_survey = own is not None and own.value == known[flag.check].number
    return same_survey or bool(tables & set(flag.tables))
