"""The register: every claim of the evaluation, once, with its rule of judgement and its words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import ValidationError, model_validator

from trailblazer import files
from trailblazer.data.dictionary import load_dictionary
from trailblazer.errors import RegisterError
from trailblazer.findings.claim import Claim
from trailblazer.findings.proposition import Strict
from trailblazer.places import REGISTER

# Read for every claim that is judged: what people say of it, beside what the rules say.
ASSESSED = "judgements"


class Fact(Strict):
    """A statement of context: printed with its source, and compared with the set where it can be.

    ``value`` is the published number (or words); ``check`` names the quotable value computed
    from the set that should equal it, or with the relation ``any`` be more than none.
    """

    title: str
    value: float | str
    source: str
    check: str | None = None
    relation: Literal["equals", "any"] = "equals"

    @model_validator(mode="after")
    def _a_number_to_equal(self) -> Fact:
        if self.check and self.relation == "equals" and isinstance(self.value, str):
            raise ValueError(f"fact {self.title!r}: words cannot equal a count; use relation: any")
        return self


class Context(Strict):
    """A statement of the summary about the programme or its own methods, and the facts in it."""

    statement: str
    locator: str
    facts: tuple[str, ...]


class Flag(Strict):
    """A share of returns or answers below which a reader is warned wherever it matters.

    ``check`` names the quotable value. The warning stands with every claim that rests on one of
    the ``tables``, or whose own estimate called ``estimate`` is that very share.
    """

    title: str
    check: str
    at_least: float
    reason: str
    tables: tuple[str, ...] = ()
    estimate: str = ""


class AgreementBars(Strict):
    """From which values of Krippendorff's alpha conclusions are tentative and firm, and why."""

    tentative: float
    firm: float
    reason: str


class Quantifier(Strict):
    """What a word of the evaluation that counts or compares asks of the data, and why."""

    rule: str
    reason: str


class Register(Strict):
    """The whole register: claims by id in the order of the summary, and the facts of context.

    ``context`` holds the statements that are no claims, each with its facts; ``functions`` the
    functions of a team, by the code of the code list and in the words of the summary.
    ``quantifiers`` are the words that count or compare, ``smallest`` the reasons for asking for a
    smallest number, by rule.

    ``statements`` are sentences of context that quote values, by the page that shows them; one
    whose values the set cannot give is left out. ``also_reads`` names the tables a notebook reads
    beyond those its claims rest on; ``every`` stands for all of them. ``set_aside`` are ids of
    claims that are not judged here: data may still name them.
    """

    version: int
    agreement: AgreementBars
    quantifiers: Mapping[str, Quantifier]
    smallest: Mapping[str, str]
    facts: Mapping[str, Fact]
    context: Mapping[str, Context]
    functions: Mapping[str, str]
    flags: Mapping[str, Flag]
    statements: Mapping[str, tuple[str, ...]]
    also_reads: Mapping[str, tuple[str, ...] | Literal["every"]]
    claims: Mapping[str, Claim]
    set_aside: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _a_fact_belongs_to_at_most_one_statement(self) -> Register:
        named = [f for said in self.context.values() for f in said.facts]
        checked = {name for name, fact in self.facts.items() if fact.check}
        if len(named) != len(set(named)) or not checked <= set(named) <= set(self.facts):
            raise ValueError(
                f"context: name each fact at most once, and every one that is checked; there are "
                f"{', '.join(self.facts)}"
            )
        return self

    def reads(self, notebook: str) -> tuple[str, ...]:
        """Every table a notebook may read, in alphabetical order; reading another is an error."""
        more = self.also_reads.get(notebook, ())
        if more == "every":
            return tuple(sorted(load_dictionary().tables))
        claims = self.of_notebook(notebook)
        own = {t for claim in claims for t in claim.tables} | ({ASSESSED} if claims else set())
        return tuple(sorted(own | set(more)))

    def words_of(self, claim: Claim) -> tuple[str, ...]:
        """The words that count or compare in a claim: ``variable, and often low`` has two."""
        return tuple(w for w in self.quantifiers if re.search(rf"\b{w}\b", claim.quantifier))

    def of_notebook(self, notebook: str) -> tuple[Claim, ...]:
        """The claims that are judged in one notebook, in order."""
        return tuple(c for c in self.claims.values() if c.notebook == notebook)

    def touched(self, table: str) -> str:
        """The claims that rest on a table, as a sentence for a notice about it."""
        titles = [self.claims[name].title for name in self.resting_on(table)]
        if not titles:
            return "No verdict rests on it."
        return f"Claims that rest on it: {'; '.join(titles)}."

    def resting_on(self, table: str) -> tuple[str, ...]:
        """Ids of the claims that one table feeds."""
        return tuple(c.id for c in self.claims.values() if table in c.tables)


@cache
def load_register(path: Path = REGISTER) -> Register:
    """Read and check the register.

    Raises :class:`~trailblazer.errors.RegisterError` naming every fault and its place.
    """
    try:
        raw = files.read_yaml(path)
    except (OSError, yaml.YAMLError) as error:
        raise RegisterError(f"{path.name} cannot be read: {error}") from error
    for name, claim in (raw.get("claims") or {}).items():
        claim["id"] = name
    try:
        return Register.model_validate(raw)
    except ValidationError as error:
        faults = "\n".join(
            f"  {' > '.join(str(p) for p in e['loc'])}: {e['msg']}" for e in error.errors()
        )
        raise RegisterError(f"{path.name} has faults:\n{faults}") from error
