"""What the project says of its own quality, kept as data beside the pages.

Limits, decisions, reasons for settings, what challenges mean for findings, declarations.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Literal, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, model_validator

from trailblazer import files
from trailblazer.errors import PagesError
from trailblazer.findings.claim import Claim
from trailblazer.findings.proposition import Strand

LIMITS = "quality/limits.yml"
DECISIONS = "quality/decisions.yml"
SETTINGS = "quality/settings.yml"
BEARINGS = "quality/bearings.yml"
DECLARATIONS = "quality/declarations.yml"

T = TypeVar("T")


class Entry(BaseModel):
    """A part of such a file: a key that is unknown or missing is an error, never a default."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Limit(Entry):
    """One limit of the work: what it is, why it matters, what it weakens and what was done.

    It weakens the ``claims`` that are named, those with a rule on one of the ``strands``, those
    of one of the ``kinds`` (the register's word, such as reported effect), or ``every`` claim. One
    that is true of invented data only says so by ``only``.
    """

    id: str
    limit: str
    why: str
    done: str
    claims: tuple[str, ...] = ()
    strands: tuple[Strand, ...] = ()
    kinds: tuple[str, ...] = ()
    every: bool = False
    only: Literal["", "synthetic"] = ""

    @model_validator(mode="after")
    def _weakens_something(self) -> Limit:
        if not (self.claims or self.strands or self.kinds or self.every):
            raise ValueError(
                f"limit {self.id}: name the claims, strands or kinds it weakens, or every"
            )
        return self

    def weakens(self, claim: Claim) -> bool:
        """Whether a claim is weaker for it."""
        rests_on = {p.strand for p in claim.propositions}
        named = claim.id in self.claims or any(kind in claim.kind for kind in self.kinds)
        return self.every or named or bool(rests_on & set(self.strands))


class Decision(Entry):
    """A choice that was open, what was chosen, and why."""

    question: str
    decided: str
    why: str


class Bearing(Entry):
    """What a challenge means for findings: said where the data show it, and where they do not."""

    challenge: str
    findings: Annotated[tuple[str, ...], Field(min_length=1)]
    shown: str
    not_shown: str


class Declaration(Entry):
    """Paragraphs said of invented data, and those said of real data; of one kind it may be none."""

    synthetic: tuple[str, ...] = ()
    real: tuple[str, ...] = ()


@cache
def limits(book: Path) -> tuple[Limit, ...]:
    """The register of limits of a book, in its order."""
    return read(book / LIMITS, TypeAdapter(tuple[Limit, ...]))


@cache
def decisions(book: Path) -> tuple[Decision, ...]:
    """The decisions of a book, in their order."""
    return read(book / DECISIONS, TypeAdapter(tuple[Decision, ...]))


@cache
def settings(book: Path) -> Mapping[str, str]:
    """Why each setting of the notebooks has its value, by name."""
    return read(book / SETTINGS, TypeAdapter(dict[str, str]))


@cache
def bearings(book: Path) -> tuple[Bearing, ...]:
    """What the challenges mean for the findings, in order."""
    return read(book / BEARINGS, TypeAdapter(tuple[Bearing, ...]))


@cache
def declarations(book: Path) -> Mapping[str, Declaration]:
    """The statements about data that depend on what kind they are, by name."""
    return read(book / DECLARATIONS, TypeAdapter(dict[str, Declaration]))


def in_force(found: Iterable[Limit], *, synthetic: bool) -> list[Limit]:
    """The limits that hold for this kind of data."""
    return [limit for limit in found if synthetic or limit.only != "synthetic"]


def read(path: Path, shape: TypeAdapter[T]) -> T:
    """A YAML file in the shape it should have; a fault in it is named with its place."""
    try:
        return shape.validate_python(files.read_yaml(path))
    except (OSError, yaml.YAMLError) as error:
        raise PagesError(f"{path.name} cannot be read: {error}") from error
    except ValidationError as error:
        faults = [f"  {' > '.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()]
        raise PagesError("\n".join([f"{path.name} has faults:", *faults])) from error
