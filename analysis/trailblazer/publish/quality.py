"""What the project says of its own quality, kept as data beside the pages: limits and decisions."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any, Literal, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError, model_validator

from trailblazer.errors import PagesError
from trailblazer.findings.register import Claim, Strand

LIMITS = "quality/limits.yml"
DECISIONS = "quality/decisions.yml"

T = TypeVar("T")


class Entry(BaseModel):
    """A part of such a file: a key that is unknown or missing is an error, never a default."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Limit(Entry):
    """One limit of the work: what it is, why it matters, what it weakens and what was done.

    It weakens the ``claims`` that are named, those with a rule on one of the ``strands``, or
    ``every`` claim. One that is true of invented data only says so by ``only``.
    """

    id: str
    limit: str
    why: str
    done: str
    claims: tuple[str, ...] = ()
    strands: tuple[Strand, ...] = ()
    every: bool = False
    only: Literal["", "synthetic"] = ""

    @model_validator(mode="after")
    def _weakens_something(self) -> Limit:
        if not (self.claims or self.strands or self.every):
            raise ValueError(f"limit {self.id}: name the claims or strands it weakens, or every")
        return self

    def weakens(self, claim: Claim) -> bool:
        """Whether a claim is weaker for it."""
        rests_on = {p.strand for p in claim.propositions}
        return self.every or claim.id in self.claims or bool(rests_on & set(self.strands))


class Decision(Entry):
    """A choice that was open, what was chosen, and why."""

    question: str
    decided: str
    why: str


@cache
def limits(book: Path) -> tuple[Limit, ...]:
    """The register of limits of a book, in its order."""
    return read(book / LIMITS, TypeAdapter(tuple[Limit, ...]))


@cache
def decisions(book: Path) -> tuple[Decision, ...]:
    """The decisions of a book, in their order."""
    return read(book / DECISIONS, TypeAdapter(tuple[Decision, ...]))


def in_force(found: Iterable[Limit], *, synthetic: bool) -> list[Limit]:
    """The limits that hold for this kind of data."""
    return [limit for limit in found if synthetic or limit.only != "synthetic"]


def read(path: Path, shape: TypeAdapter[T]) -> T:
    """A YAML file in the shape it should have; a fault in it is named with its place."""
    try:
        raw: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
        return shape.validate_python(raw)
    except (OSError, yaml.YAMLError) as error:
        raise PagesError(f"{path.name} cannot be read: {error}") from error
    except ValidationError as error:
        faults = [f"  {' > '.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()]
        raise PagesError("\n".join([f"{path.name} has faults:", *faults])) from error
