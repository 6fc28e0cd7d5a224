"""The kinds of value a recipe may hold; each family of tables says which it needs."""

from __future__ import annotations

from collections.abc import Collection
from typing import Annotated, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

Key = TypeVar("Key")


def _whole(shares: dict[Key, float]) -> dict[Key, float]:
    if abs(sum(shares.values()) - 1) > 1e-6:
        raise ValueError(f"the shares add up to {sum(shares.values()):.3g}, not 1")
    return shares


Count = Annotated[int, Field(ge=0)]
Positive = Annotated[float, Field(gt=0)]
Share = Annotated[float, Field(ge=0, le=1)]
Shares = Annotated[dict[str, Share], AfterValidator(_whole)]
NumberShares = Annotated[dict[float, Share], AfterValidator(_whole)]
Weights = dict[str, Positive]
LogOdds = dict[str, float]
Quarter = Annotated[str, Field(pattern=r"^20\d{2}-Q[1-4]$")]
Month = Annotated[str, Field(pattern=r"^20\d{2}-(0[1-9]|1[0-2])$")]


def expect_all(name: str, given: Collection[str], needed: Collection[str]) -> None:
    """Raise ``ValueError`` unless ``given`` names all that is needed and nothing else."""
    missing, unknown = sorted(set(needed) - set(given)), sorted(set(given) - set(needed))
    if missing:
        raise ValueError(f"{name} lacks {', '.join(missing)}")
    if unknown:
        raise ValueError(f"{name} names {', '.join(unknown)}, which nothing else here does")


class Strict(BaseModel):
    """Part of a recipe: an unknown, missing or mistyped parameter is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)
