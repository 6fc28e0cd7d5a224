"""What every estimator returns: a number with its uncertainty, its method and its base."""

from __future__ import annotations

import math
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any, ClassVar, Literal, Self, TypeVar

from pydantic import (
    BaseModel,
    ConfigDict,
    SerializerFunctionWrapHandler,
    model_serializer,
    model_validator,
)

Population = Literal["census", "sample", "purposive"]
if TYPE_CHECKING:
    from _typeshed import DataclassInstance

About = Literal["people", "organisations"]
Unit = Literal[
    "share", "points", "count", "people", "months", "days", "ratio", "per_1000", "draws", "index"
]


class Estimate(BaseModel):
    """A number, how sure it is, and what it rests on.

    ``value`` is ``None`` when there was nothing to compute it from (``n`` is then 0, or ``note``
    says why); an estimator given an empty table returns that, it does not raise.

    Units: ``share`` and ``points`` are fractions of 1 (shown as a percentage, and as percentage
    points), ``count`` counts things that are not people (teams, sites, sources), ``people``
    counts people (so disclosure rules apply), ``per_1000`` is a rate, ``draws`` a share
    of the draws when the data are drawn again (and never of ``n``), ``index`` has no unit.

    ``population`` decides what uncertainty means. A census has no interval: every unit was seen.
    A sample has a confidence interval at ``level``. A purposive sample has none either: its ``n``
    and its negative cases are what a reader needs.

    ``about`` says what ``n`` and a count are of: people, whose small numbers a disclosure policy
    protects, or organisations (teams, sites, schools, seats), which need no protection. Where a
    policy keeps the value from being told, ``value`` is ``None`` and ``withheld`` says in words
    what may be told instead; ``n_withheld`` marks an ``n`` that is too small to be told, which a
    record writes as null, never as 0.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    label: str
    value: float | None
    low: float | None = None
    high: float | None = None
    level: float | None = None
    method: str
    unit: Unit
    n: int
    denominator: int | None = None
    population: Population
    weighted: bool = False
    note: str = ""
    about: About = "people"
    withheld: str = ""
    n_withheld: bool = False

    @model_validator(mode="before")
    @classmethod
    def _read_null(cls, given: Any) -> Any:
        null = isinstance(given, dict) and given.get("n_withheld") and given.get("n") is None
        return {**given, "n": 0} if null else given

    @model_serializer(mode="wrap")
    def _write_null(self, write: SerializerFunctionWrapHandler) -> dict[str, Any]:
        written: dict[str, Any] = write(self)
        return {**written, "n": None} if self.n_withheld else written

    @model_validator(mode="after")
    def _interval_is_whole(self) -> Self:
        bounds = (self.low, self.high, self.level)
        if any(b is None for b in bounds) and any(b is not None for b in bounds):
            raise ValueError(f"{self.label}: an interval needs low, high and level together")
        numbers = (self.value, self.low, self.high)
        if any(x is not None and not math.isfinite(x) for x in numbers):
            raise ValueError(f"{self.label}: a value must be a finite number or None")
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError(f"{self.label}: the interval is upside down")
        return self

    @property
    def has_interval(self) -> bool:
        """Whether the estimate carries a confidence interval."""
        return self.low is not None

    @property
    def any_withheld(self) -> bool:
        """Whether its value must not be told, or what it rests on."""
        return bool(self.withheld) or self.n_withheld

    @property
    def parts(self) -> tuple[Estimate, ...]:
        """The estimates it is made of: itself."""
        return (self,)


class Prominence(BaseModel):
    """How widely a view was held among those asked: in n of N sources, g of G groups, s of S sites.

    Sources, groups and sites that were not asked about the claim are in no count. Shares of a
    purposive sample describe the sample only, so they carry no interval.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    PARTS: ClassVar[tuple[str, ...]] = ("sources", "groups", "sites", "against")

    label: str
    sources: Estimate
    groups: Estimate
    sites: Estimate
    against: Estimate

    @property
    def n(self) -> int:
        """Sources asked."""
        return self.sources.n

    @property
    def any_withheld(self) -> bool:
        """Whether a part of it must not be told, or what that rests on."""
        return any(part.any_withheld for part in self.parts)

    @property
    def parts(self) -> tuple[Estimate, ...]:
        """The estimates it is made of, in the order of ``PARTS``."""
        return tuple(getattr(self, name) for name in self.PARTS)


Evidence = Estimate | Prominence


T = TypeVar("T", bound="DataclassInstance")


def about_those_asked(found: T, population: str) -> T:
    """What a survey found, with all its estimates about schools where schools were asked.

    ``found`` has a field ``about`` of its own, which says the same of its frames.
    """
    about: About = "organisations" if population == "settings" else "people"
    own = {f.name: getattr(found, f.name) for f in fields(found)}
    estimates = {k: v for k, v in own.items() if isinstance(v, Estimate)}
    said = {k: v.model_copy(update={"about": about}) for k, v in estimates.items()}
    return replace(found, about=about, **said)


def nothing(
    label: str, unit: Unit, population: Population, method: str, note: str = ""
) -> Estimate:
    """The estimate that could not be made: no rows to make it from."""
    return Estimate(
        label=label, value=None, unit=unit, n=0, population=population, method=method, note=note
    )
