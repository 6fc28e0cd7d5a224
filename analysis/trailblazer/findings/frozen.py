"""What every part of a record has in common."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Frozen(BaseModel):
    """A part of a record: closed and unchangeable."""

    model_config = ConfigDict(frozen=True, extra="forbid")
