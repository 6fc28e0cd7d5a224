"""The dictionary's constraints on single cells, run by pandera over whole columns at once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd
from pandera.errors import SchemaErrors
from pandera.io.pandas_io import FrictionlessFieldParser, deserialize_schema
from pandera.pandas import DataFrameSchema

from trailblazer.data.dictionary import FieldSpec, TableSpec
from trailblazer.data.problems import Problem, Where, problems_at, suggestions

LIST_SHOWN = 12


def cell_problems(
    typed: pd.DataFrame, cells: pd.DataFrame, spec: TableSpec, *, file: str
) -> list[Problem]:
    """Every cell that breaks its column's constraints, with the text its owner wrote.

    ``typed`` and ``cells`` are the same rows, indexed by spreadsheet row. A cell whose text has
    no value of its column's type is passed over: that problem is reported where it was typed.
    """
    problems: list[Problem] = []
    for name, check, rows in _failures(_schema(spec, list(cells.columns)), typed):
        text = cells[name].loc[rows]
        field = spec.field(name)
        if check == "not_nullable":
            text = text[text == ""]
        problems += _worded(check, field, text, Where(file, spec.name, name))
    return problems


def _schema(spec: TableSpec, present: list[str]) -> DataFrameSchema:
    """The table's schema for pandera, less what is checked elsewhere: types, keys, presence."""
    columns: dict[str, Any] = {}
    for field in spec.fields:
        if field.name in present:
            parser = FrictionlessFieldParser(_grouped(field), spec.primary_key)
            own = {"dtype": None, "coerce": False, "unique": False}
            columns[field.name] = parser.to_pandera_column() | own
    schema: DataFrameSchema = deserialize_schema({"columns": columns})  # type: ignore[no-untyped-call]
    return schema


def _grouped(field: FieldSpec) -> FieldSpec:
    # pandera writes ^ before the pattern and $ after it, which would each bind one alternative.
    pattern = field.constraints.get("pattern")
    if pattern is None:
        return field
    grouped = field.constraints | {"pattern": f"(?:{pattern})"}
    return field.model_copy(update={"constraints": grouped})


def _failures(
    schema: DataFrameSchema, typed: pd.DataFrame
) -> Iterator[tuple[str, str, pd.Index[int]]]:
    """The column, the check and the rows of each kind of failure."""
    try:
        schema.validate(typed, lazy=True)
    except SchemaErrors as errors:
        cases = errors.failure_cases
        for (name, check), alike in cases.groupby(["column", "check"], sort=False):
            yield name, check.partition("(")[0], pd.Index(alike["index"].astype("int64"))


def _worded(check: str, field: FieldSpec, text: pd.Series, where: Where) -> list[Problem]:
    limits = field.constraints
    if check == "not_nullable":
        rule = "the cell is empty and a value is required"
        return problems_at(where, text, rule, "Write the value, or remove the row.")
    if check == "isin":
        return _not_allowed(field, text, where)
    if check == "str_matches":
        rule = "is not written in the form this column needs"
        fix = field.description
    elif check == "str_length":
        rule = f"is not {_range(limits, 'minLength', 'maxLength')} characters long"
        fix = "Shorten or complete it."
    else:
        rule = f"is not {_range(limits, 'minimum', 'maximum')}"
        fix = f"Write a value in this range{f', in {field.unit}' if field.unit else ''}."
    return problems_at(where, text, rule, fix)


def _range(limits: dict[str, Any], least: str, most: str) -> str:
    if least in limits and most in limits:
        return f"from {limits[least]} to {limits[most]}"
    return f"{limits[least]} or more" if least in limits else f"{limits[most]} or less"


def _not_allowed(field: FieldSpec, text: pd.Series, where: Where) -> list[Problem]:
    allowed = [str(value) for value in field.constraints["enum"]]
    listed = ", ".join(allowed[:LIST_SHOWN]) + (", …" if len(allowed) > LIST_SHOWN else "")
    rule = "is not one of the allowed values"
    return problems_at(where, text, rule, f"Allowed: {listed}.", suggestions(text, allowed))
