"""The shipped dictionary is whole: valid, described, and every link leads somewhere."""

from __future__ import annotations

import json

import pytest
from frictionless import Package

from trailblazer.data.dictionary import TableSpec, load_dictionary
from trailblazer.places import REPOSITORY

SHIPPED = REPOSITORY / "data" / "synthetic" / "datapackage.json"
TABLES = list(load_dictionary().tables.values())
EVERY_TABLE = pytest.mark.parametrize("spec", TABLES, ids=lambda spec: spec.name)


def test_frictionless_accepts_it() -> None:
    descriptor = json.loads(SHIPPED.read_text(encoding="utf-8"))
    assert Package.metadata_validate(descriptor) is not None
    assert list(Package.metadata_validate(descriptor)) == []


def test_the_tables_every_set_needs() -> None:
    required = {spec.name for spec in TABLES if spec.required}
    assert required == {"sites", "teams", "cohorts", "settings", "codelists"}


@EVERY_TABLE
def test_a_table_says_what_it_is(spec: TableSpec) -> None:
    assert spec.title
    assert spec.description
    assert spec.grain
    assert all(field.title and field.description for field in spec.fields)


@EVERY_TABLE
def test_a_table_has_a_key_of_its_own_columns(spec: TableSpec) -> None:
    assert spec.primary_key
    assert set(spec.primary_key) <= set(spec.columns)


@EVERY_TABLE
def test_every_link_leads_to_columns_that_exist(spec: TableSpec) -> None:
    tables = load_dictionary().tables
    for link in spec.foreign_keys:
        target = tables[link.table or spec.name]
        assert set(link.fields) <= set(spec.columns)
        assert set(link.keys) <= set(target.columns)
        assert len(link.fields) == len(link.keys)


@EVERY_TABLE
def test_only_constraints_the_check_runs_are_used(spec: TableSpec) -> None:
    run = {"required", "unique", "enum", "pattern", "minimum", "maximum", "minLength", "maxLength"}
    assert {name for field in spec.fields for name in field.constraints} <= run


def test_a_column_is_found_by_name() -> None:
    sites = load_dictionary().tables["sites"]
    assert sites.field("case_study").type == "boolean"
    with pytest.raises(KeyError, match="sites has no column nonsense"):
        sites.field("nonsense")
