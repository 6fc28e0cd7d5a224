"""The dictionary: every table an evaluation may hold, said once, as a Frictionless Table Schema.

The shipped ``data/synthetic/datapackage.json`` is the dictionary. The same words validate a set,
type its columns, generate the synthetic data and print the data dictionary page.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, Literal

from pydantic import AliasPath, BaseModel, BeforeValidator, ConfigDict, Field

from trailblazer.places import DICTIONARY

PACKAGE_FILE = "datapackage.json"

FieldType = Literal["string", "integer", "number", "boolean", "date"]
Sensitivity = Literal["public", "internal", "personal"]


def _as_tuple(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


Names = Annotated[tuple[str, ...], BeforeValidator(_as_tuple)]


class FieldSpec(BaseModel):
    """One column: what it means, its type, what its values must satisfy, its unit.

    ``constraints`` are those of Table Schema (``required``, ``enum``, ``pattern``, ``minimum``,
    ``unique`` and so on). ``sensitivity`` says who may see a single value: ``public``,
    ``internal`` to the evaluation team, or ``personal`` (about a person: published only as
    counts that passed disclosure control). ``may_be_suppressed``: a shorthand such as ``*`` may
    stand for a number that its source withheld. ``claim_ids``: a value names claims of the
    register, separated by semicolons, and so ties the row to them.
    """

    model_config = ConfigDict(frozen=True)

    name: str
    title: str = ""
    description: str = ""
    type: FieldType = "string"
    constraints: dict[str, Any] = {}
    unit: str = ""
    sensitivity: Sensitivity = "public"
    may_be_suppressed: bool = Field(False, validation_alias="mayBeSuppressed")
    claim_ids: bool = Field(False, validation_alias="claimIds")


class ForeignKey(BaseModel):
    """Columns whose values must be found in the columns of another table.

    ``table`` is empty in the file when a table refers to itself (a code and its parent code).
    """

    model_config = ConfigDict(frozen=True)

    fields: Names
    table: str = Field(validation_alias=AliasPath("reference", "resource"))
    keys: Names = Field(validation_alias=AliasPath("reference", "fields"))


class TableSpec(BaseModel):
    """One table: its grain (what one row is), its columns, its key and its links.

    A set may leave out any table that is not ``required``: the claims that need it are then
    judged insufficient, and nothing else changes.
    """

    model_config = ConfigDict(frozen=True)

    name: str
    title: str = ""
    description: str = ""
    grain: str = ""
    required: bool = False
    fields: tuple[FieldSpec, ...] = Field(validation_alias=AliasPath("schema", "fields"))
    primary_key: Names = Field((), validation_alias=AliasPath("schema", "primaryKey"))
    foreign_keys: tuple[ForeignKey, ...] = Field(
        (), validation_alias=AliasPath("schema", "foreignKeys")
    )

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns, in order."""
        return tuple(field.name for field in self.fields)

    def field(self, name: str) -> FieldSpec:
        """The column of that name; ``KeyError`` when the table has none."""
        for field in self.fields:
            if field.name == name:
                return field
        raise KeyError(f"{self.name} has no column {name}")

    def must_have(self, field: FieldSpec) -> bool:
        """Whether a row without a value here is wrong: a required column or part of the key."""
        return field.name in self.primary_key or bool(field.constraints.get("required", False))


@dataclass(frozen=True)
class Dictionary:
    """Every table by name, in the order the dictionary lists them."""

    tables: Mapping[str, TableSpec]


def load_dictionary(path: Path | None = None) -> Dictionary:
    """The dictionary of the repository this package is installed from, or the one at ``path``.

    Raises ``pydantic.ValidationError`` when the file is not a dictionary: it ships with the
    package, so that is a fault of ours and not of a user's data.
    """
    path = path or DICTIONARY
    resources = _Resources.model_validate_json(path.read_text(encoding="utf-8")).resources
    return Dictionary(MappingProxyType({spec.name: spec for spec in resources}))


class _Resources(BaseModel):
    resources: tuple[TableSpec, ...]
